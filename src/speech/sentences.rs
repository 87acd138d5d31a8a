//! Sentences as a listener counts them.

/// Shortened words whose full stop ends nothing.
const SHORTENED: &[&str] = &["Mr", "Mrs", "Ms", "Dr", "e.g", "i.e", "approx"];

/// Where each sentence ends, as byte positions just past its mark.
///
/// A sentence ends at a full stop, question mark, exclamation mark or ellipsis that is followed
/// by a space or the end; "£6,140.50" and "Mr. Hale" stay whole.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut marks = text.char_indices().peekable();
    while let Some((at, mark)) = marks.next() {
        let after = at + mark.len_utf8();
        let closes = matches!(mark, '.' | '?' | '!' | '…');
        let next_is_open = marks.peek().is_none_or(|(_, next)| next.is_whitespace());
        if closes && next_is_open && !(mark == '.' && shortens(&text[..at], &text[after..])) {
            ends.push(after);
        }
    }
    let told = ends.last().copied().unwrap_or(0);
    if !text[told..].trim().is_empty() {
        ends.push(text.len());
    }
    ends
}

/// Whether the full stop between two stretches of text belongs to a shortened word. "No." is an answer,
/// unless a number follows.
fn shortens(before: &str, after: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let numbered =
        word.eq_ignore_ascii_case("no") && after.trim_start().starts_with(|next: char| next.is_ascii_digit());
    numbered || SHORTENED.contains(&word)
}

/// How many sentences a text has; a text without an end mark counts as one.
pub(super) fn count(text: &str) -> usize {
    ends(text).len()
}

/// The first `most` sentences of a text.
pub(super) fn first(text: &str, most: usize) -> &str {
    match ends(text).get(most.saturating_sub(1)) {
        Some(end) => text[..*end].trim_end(),
        None => text,
    }
}

/// A text that can stand as a sentence: trimmed, closed by a full stop when it has no mark of its own.
pub(super) fn closed(text: &str) -> String {
    let text = text.trim();
    let has_mark = text.ends_with(['.', '?', '!', '…']);
    if has_mark || text.is_empty() { text.to_owned() } else { format!("{text}.") }
}

/// The text with its first letter in upper case.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_a_listener_hears() {
        let counted: Vec<usize> = [
            "",
            "Fine",
            "No. Not at £5,400. Say £7,400.",
            "£6,140.50, with the tyres.",
            "Ask Mr. Hale about flat no. 3.",
            "Hm… and then?",
            "Right then. £6,900, with the winter tyres.",
            "Well, not exactly, no. It sounded better.",
        ]
        .iter()
        .map(|text| count(text))
        .collect();
        assert_eq!(counted, [0, 1, 3, 1, 1, 2, 2, 2]);
    }

    #[test]
    fn cuts_after_a_whole_sentence() {
        assert_eq!(first("One. Two? Three.", 2), "One. Two?");
        assert_eq!(first("One", 2), "One");
    }

    #[test]
    fn closes_and_capitalises() {
        assert_eq!(closed(" someone comes at five "), "someone comes at five.");
        assert_eq!(closed("Really?"), "Really?");
        assert_eq!(capitalised("ünder way"), "Ünder way");
    }
}
