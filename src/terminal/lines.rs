//! Reading lines that a program or a person sends, however long or broken they are.

use std::io::{self, BufRead};

/// The longest line that is taken in, in characters: as much as a session reads of a message.
pub(super) use crate::session::LONGEST;

/// The longest line that is held in memory, in bytes: four for each character.
const MOST_BYTES: usize = 4 * LONGEST;

/// One line of input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// What was written, cleaned.
    Text(String),
    /// More than is taken in; the rest was skipped.
    TooLong,
    /// The input has ended.
    End,
}

/// Reads the next line. However long it is, no more than its first part is held in memory.
///
/// # Errors
/// When the input can't be read.
pub(super) fn next_line(input: &mut impl BufRead) -> io::Result<Line> {
    let mut held: Vec<u8> = Vec::new();
    let mut seen_any = false;
    let mut whole = true;
    loop {
        let part = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            part => part?,
        };
        if part.is_empty() {
            break;
        }
        seen_any = true;
        let end = part.iter().position(|byte| *byte == b'\n');
        let line = &part[..end.unwrap_or(part.len())];
        let room = MOST_BYTES.saturating_sub(held.len()).min(line.len());
        whole &= room == line.len();
        held.extend_from_slice(&line[..room]);
        let used = end.map_or(part.len(), |at| at + 1);
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    Ok(match (seen_any, whole) {
        (false, _) => Line::End,
        (true, true) => clean(&String::from_utf8_lossy(&held)),
        (true, false) => Line::TooLong,
    })
}

/// A line without control characters and byte order marks.
pub(super) fn clean(text: &str) -> Line {
    let kept: String = text.chars().filter(|c| (!c.is_control() || *c == '\t') && *c != '\u{feff}').collect();
    if kept.chars().count() > LONGEST { Line::TooLong } else { Line::Text(kept) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::{BufReader, Read};

    use super::*;

    fn read(bytes: impl Read) -> Vec<Line> {
        let mut input = BufReader::new(bytes);
        let next = || match next_line(&mut input).unwrap() {
            Line::End => None,
            line => Some(line),
        };
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn broken_text_is_mended_and_controls_are_dropped() {
        let found = read(&b"\xef\xbb\xbfhi\x07 there\r\n\nna\xffive\x1b[31m"[..]);
        let text = |text: &str| Line::Text(text.into());
        assert_eq!(found, [text("hi there"), text(""), text("na\u{fffd}ive[31m")]);
    }

    #[test]
    fn a_line_of_many_megabytes_is_skipped_and_the_next_is_read() {
        let huge = io::repeat(b'x').take(10 * 1024 * 1024);
        let found = read(huge.chain(&b"\nafter\n"[..]));
        assert_eq!(found, [Line::TooLong, Line::Text("after".into())]);
    }

    #[test]
    fn ten_thousand_letters_of_any_script_fit() {
        let long = "ø€".repeat(5_000);
        assert_eq!(read(long.as_bytes()), [Line::Text(long.clone())]);
        assert_eq!(read("y".repeat(LONGEST + 1).as_bytes()), [Line::TooLong]);
    }
}
