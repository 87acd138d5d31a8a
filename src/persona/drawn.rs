//! The reservation value that a challenge draws, so that one learner's debrief doesn't give the answer to the next.

use super::model::Persona;

impl Persona {
    /// The reservation value that a number of chance picks from the persona's range, evenly; none without a range.
    pub fn drawn_reservation(&self, chance: u64) -> Option<i64> {
        let (low, high) = self.counterpart.reservation_range?;
        let width = (high - low).unsigned_abs() + 1;
        Some(low.saturating_add_unsigned(chance % width))
    }

    /// The same persona with another reservation value. Where its hidden texts name the old one as a figure, they name the
    /// new one.
    pub fn with_reservation(&self, reservation: i64) -> Persona {
        let mut persona = self.clone();
        let side = &mut persona.counterpart;
        let (old, new) = (side.reservation.unsigned_abs(), reservation.unsigned_abs());
        for text in [&mut side.brief, &mut side.batna.text] {
            *text = renamed(text, old, new);
        }
        side.reservation = reservation;
        persona
    }
}

/// A text with a figure replaced wherever it stands by itself, written as `6050` or `6,050`.
fn renamed(text: &str, old: u64, new: u64) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, figure_on) = rest.split_at(from);
        let length = figure_on.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(figure_on.len());
        let figure = figure_on[..length].trim_end_matches([',', '.']);
        out.push_str(before);
        if figure == old.to_string() {
            out.push_str(&new.to_string());
        } else if figure == grouped(old) {
            out.push_str(&grouped(new));
        } else {
            out.push_str(figure);
        }
        rest = &figure_on[figure.len()..];
    }
    out + rest
}

/// A number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_moves_along_and_others_stay() {
        let text = "A dealer will take it for £6,050. Not 16,050, not 6,0501; 6050 in cash, or 6,050.50.";
        let moved = "A dealer will take it for £6,120. Not 16,050, not 6,0501; 6120 in cash, or 6,050.50.";
        assert_eq!(renamed(text, 6050, 6120), moved);
    }
}
