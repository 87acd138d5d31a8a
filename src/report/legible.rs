//! Text that somebody typed, so that all of it can be seen and none of it moves its neighbours.

use unicode_width::UnicodeWidthChar;

/// The text with what a reader could not see written out: control characters as their pictures (␀, ␛), characters that
/// turn the direction of a line, have no width or are no text at all as their number (‹U+202E›), and so is what is piled
/// onto a letter beyond [`MOST_PILED`]. Line breaks and tabs stay, and the joiners that Persian and emoji are written with.
pub(super) fn legible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut in_flag = false;
    let mut piled = 0;
    while let Some(c) = chars.next() {
        piled = if c.width() == Some(0) { piled + 1 } else { 0 };
        in_flag = c == BLACK_FLAG || (in_flag && is_tag(c));
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\t' => out.push(c),
            '\0'..' ' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)),
            '\u{7f}' => out.push('␡'),
            c if is_tag(c) && in_flag => out.push(c),
            c if is_unseen(c) || piled > MOST_PILED => out.push_str(&format!("‹U+{:04X}›", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Marks that may follow a letter without a width of their own; more would cover the lines around it.
const MOST_PILED: u32 = 5;

/// The flags of England, Scotland and Wales are this one with tags behind it.
const BLACK_FLAG: char = '\u{1f3f4}';

fn is_tag(c: char) -> bool {
    ('\u{e0020}'..='\u{e007f}').contains(&c)
}

fn is_unseen(c: char) -> bool {
    let no_character = u32::from(c) & 0xfffe == 0xfffe;
    no_character
        || matches!(c,
            '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_seen_is_written_out() {
        assert_eq!(legible("a\0b\u{1b}[31m\u{7f}"), "a␀b␛[31m␡");
        assert_eq!(legible("price \u{202e}0056\u{202c}"), "price ‹U+202E›0056‹U+202C›");
        assert_eq!(legible("in\u{200b}visible\u{feff}\u{85}\u{fffe}"), "in‹U+200B›visible‹U+FEFF›‹U+0085›‹U+FFFE›");
        assert_eq!(legible(&format!("e{}", "\u{301}".repeat(6))), format!("e{}‹U+0301›", "\u{301}".repeat(5)));
        assert_eq!(legible("one\r\ntwo\rthree\tfour"), "one\ntwo␍three\tfour");
    }

    #[test]
    fn what_people_write_stays() {
        let written = "£6,140 · “naïve” · می\u{200c}خواهم · שלום · 👩\u{200d}👧 · 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        assert_eq!(legible(written), written);
        assert_eq!(legible("hidden\u{e0067}"), "hidden‹U+E0067›");
    }
}
