//! Tables for spreadsheets, in which no text can turn into a formula.

use csv::{QuoteStyle, WriterBuilder};

/// One cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words that somebody wrote.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A measure, written with two decimals.
    Figure(f64),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(whole: i64) -> Cell {
        Cell::Whole(whole)
    }
}

impl From<u32> for Cell {
    fn from(whole: u32) -> Cell {
        Cell::Whole(whole.into())
    }
}

impl From<f64> for Cell {
    fn from(figure: f64) -> Cell {
        Cell::Figure(figure)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Cell {
        cell.map_or(Cell::Empty, Into::into)
    }
}

/// A table as CSV (RFC 4180): a heading and rows, texts in quotes.
pub fn sheet(heading: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing to memory fails only where rows differ in length, which shows in the output as a missing row.
    let mut write = |row: Vec<String>| writer.write_record(&row).is_ok();
    write(heading.iter().map(|name| (*name).to_owned()).collect());
    for row in rows {
        write(row.into_iter().map(written).collect());
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn written(cell: Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(&text),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Figure(figure) => format!("{figure:.2}"),
        Cell::Empty => String::new(),
    }
}

/// A text with an apostrophe before every sign that would begin a formula: at its start, and where a program that parts
/// cells by semicolons or tabs, or at line breaks, would see a start. NUL, which some programs end a text at, goes.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut at_start = true;
    for c in text.chars().filter(|c| *c != '\0') {
        if at_start && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') {
            out.push('\'');
        }
        at_start = match c {
            ';' | '\t' | '\n' | '\r' | ',' | '|' => true,
            '"' | '\'' => at_start,
            c => at_start && c.is_whitespace(),
        };
        out.push(c);
    }
    if text.starts_with(['\t', '\r', '\n']) { format!("'{out}") } else { out }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn no_text_becomes_a_formula_and_every_text_comes_back() {
        let texts = [
            ("=1+1", "'=1+1"),
            ("+44 20", "'+44 20"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("  =x", "  '=x"),
            ("\t=x", "'\t'=x"),
            ("a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"),
            ("plain, with \"quotes\"\nand a line", "plain, with \"quotes\"\nand a line"),
            ("tea 🫖 — naïve", "tea 🫖 — naïve"),
            ("\"=x\"", "\"'=x\""),
        ];
        let rows = texts.iter().map(|(text, _)| vec![Cell::from(*text), Cell::from(-3_i64), Cell::from(2.5)]);
        let written = sheet(&["words", "n", "x"], rows);
        let mut reader = csv::Reader::from_reader(written.as_bytes());
        let read: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        for ((_, expected), row) in texts.iter().zip(&read) {
            assert_eq!(row, &[(*expected).to_owned(), "-3".to_owned(), "2.50".to_owned()]);
        }
        assert_eq!(read.len(), texts.len());
    }
}
