//! What stays sealed, and until when.

use super::challenge::{Challenge, Extension};

/// Rows whose score or line tells where the counterpart's limit lies, what it wants, or what the deal was worth
/// (concepts.md): everything that explains the outcome, and what is measured against the hidden side.
const REVEALING: &[u32] = &[
    1, 4, 5, 7, 8, 12, 17, 18, 19, 21, 24, 28, 31, 43, 45, 48, 50, 52, 54, 58, 59, 60, 62, 72, 73, 74, 82, 90, 96, 97,
    100,
];

/// Whether a learner's numbers are still sealed: until that learner's own due time, or until the challenge is closed.
pub fn sealed_for(challenge: &Challenge, extension: Option<&Extension>, now: i64) -> bool {
    challenge.sealed && now < challenge.due_for(extension)
}

/// From when on a challenge's runs may stand on boards: at once where nothing is sealed, else when the last learner's
/// time is over. A board tells everybody's numbers, so it waits for all.
pub fn board_opens_at(challenge: &Challenge, extensions: &[Extension]) -> i64 {
    if !challenge.sealed {
        return i64::MIN;
    }
    let last = extensions.iter().map(|extension| challenge.due_for(Some(extension))).max();
    last.unwrap_or(i64::MIN).max(challenge.due_for(None))
}

/// Whether a debrief's row may be read while the challenge is sealed: a row about the learner's own doing, whose line
/// names none of the `hidden` figures and tells nothing that the counterpart kept to itself.
pub fn shown_while_sealed(concept: u32, line: &str, hidden: &[i64]) -> bool {
    !REVEALING.contains(&concept) && !line.contains(UNSAID) && !figures(line).any(|figure| hidden.contains(&figure))
}

/// Stands before what the counterpart never said.
const UNSAID: &str = "would have said";

/// The whole figures in a text; commas group digits.
fn figures(text: &str) -> impl Iterator<Item = i64> {
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != ',');
    parts.filter_map(|part| part.replace(',', "").parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_a_hidden_figure_stays_sealed() {
        assert!(shown_while_sealed(36, "You told them your maximum, £6,900.", &[6050, 710]));
        assert!(!shown_while_sealed(36, "It cost about £710.", &[6050, 710]));
        assert!(!shown_while_sealed(23, "Her limit was £6,050, so that was close.", &[6050]));
        assert!(!shown_while_sealed(27, "You never asked. Marta would have said: “One dealer asked that.”", &[]));
        assert!(!shown_while_sealed(21, "Ambitious, believable.", &[]));
    }
}
