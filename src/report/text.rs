//! Blocks as lines of text: wrapped to a width, each stretch with a tone that a front end may colour.

use textwrap::{Options, WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthStr;

use super::blocks::{Bar, Block, Mark, Observation};
use super::text_chart::text_chart;

/// What a stretch of text is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Running text.
    Plain,
    /// Headings and what matters most.
    Strong,
    /// What may be skipped.
    Quiet,
    /// The learner's own.
    Learner,
    /// The counterpart's.
    Counterpart,
    /// Went well.
    Good,
    /// Went half well.
    Fair,
    /// Went badly.
    Poor,
}

/// A stretch of text in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text; no line break.
    pub text: String,
    /// The tone.
    pub tone: Tone,
}

impl Span {
    /// A stretch of text.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Span { text: text.into(), tone }
    }

    fn width(&self) -> usize {
        self.text.width()
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line(pub Vec<Span>);

impl Line {
    /// A line in one tone.
    pub fn of(text: impl Into<String>, tone: Tone) -> Self {
        Line(vec![Span::new(text, tone)])
    }
}

/// The lines without any colour.
pub fn plain(lines: &[Line]) -> String {
    let line = |line: &Line| line.0.iter().map(|span| span.text.as_str()).collect::<String>().trim_end().to_owned();
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The sheet that text is set on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Columns; at least 20 are used.
    pub width: usize,
    /// Whether only ASCII signs may draw marks, bars and charts.
    pub ascii: bool,
}

impl Page {
    /// Blocks as lines, an empty line before each heading.
    pub fn set(&self, blocks: &[Block]) -> Vec<Line> {
        let mut lines = Vec::new();
        for block in blocks {
            self.block(block, &mut lines);
        }
        if self.ascii {
            lines.iter_mut().flat_map(|line| &mut line.0).for_each(|span| span.text = in_ascii(&span.text));
        }
        lines
    }

    /// A text wrapped to the width, its own line breaks kept.
    pub fn paragraph(&self, text: &str, tone: Tone) -> Vec<Line> {
        let wrapped = |part: &str| wrap(part, self.columns());
        text.trim_end().lines().flat_map(wrapped).map(|l| Line::of(l, tone)).collect()
    }

    /// A text behind a lead; further lines are indented by the lead's width.
    pub fn hanging(&self, lead: Span, text: &str, tone: Tone) -> Vec<Line> {
        let indent = " ".repeat(lead.width());
        let room = self.columns().saturating_sub(lead.width()).max(12);
        let mut lines = Vec::new();
        for part in text.trim_end().lines().flat_map(|part| wrap(part, room)) {
            let first = if lines.is_empty() { lead.clone() } else { Span::new(indent.clone(), Tone::Plain) };
            lines.push(Line(vec![first, Span::new(part, tone)]));
        }
        lines
    }

    fn columns(&self) -> usize {
        self.width.max(20)
    }

    fn block(&self, block: &Block, lines: &mut Vec<Line>) {
        match block {
            Block::Heading(text) => self.heading(text, lines),
            Block::Text(text) => lines.extend(self.paragraph(text, Tone::Plain)),
            Block::Bars(bars) => lines.extend(self.bars(bars)),
            Block::Table { head, rows } => lines.extend(self.table(head, rows)),
            Block::Chart(chart) => lines.extend(text_chart(chart, self.columns())),
            Block::Observations(seen) => {
                seen.chunk_by(same_words).for_each(|group| lines.extend(self.observations(group)))
            }
            Block::Folded { title, blocks } => {
                self.heading(title, lines);
                blocks.iter().for_each(|block| self.block(block, lines));
            }
        }
    }

    fn heading(&self, text: &str, lines: &mut Vec<Line>) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(self.paragraph(text, Tone::Strong));
    }

    fn bars(&self, bars: &[Bar]) -> Vec<Line> {
        let names = bars.iter().map(|bar| bar.label.width()).max().unwrap_or(0);
        let bar = |bar: &Bar| {
            let label = Span::new(format!("{:names$}  ", bar.label), Tone::Plain);
            match bar.level {
                None => Line(vec![label, Span::new("did not come up", Tone::Quiet)]),
                Some(level) => {
                    let full = (level.clamp(0.0, 100.0) / 5.0).round() as usize;
                    let drawn = Span::new("█".repeat(full) + &"░".repeat(20 - full), tone_of(level));
                    let about = Span::new(format!("  {}", bar.about), Tone::Quiet);
                    let wide = self.columns() >= names + 30 + bar.about.width();
                    let number = Span::new(format!(" {:>3}", level.round()), Tone::Strong);
                    Line([vec![label, drawn, number], if wide { vec![about] } else { vec![] }].concat())
                }
            }
        };
        bars.iter().map(bar).collect()
    }

    /// What was seen at one turn; the words said there stand over it once.
    fn observations(&self, group: &[Observation]) -> Vec<Line> {
        let Some(first) = group.first() else { return Vec::new() };
        let quote = first.quote.as_deref().map(|quote| format!(", “{}”", shortened(quote))).unwrap_or_default();
        let place = first.turn.map(|turn| format!("Turn {turn}{quote}")).unwrap_or_default();
        let line = |seen: &Observation, text: &str| {
            let lead = Span::new(format!("{} ", seen.mark.sign()), tone_of_mark(seen.mark));
            self.hanging(lead, text, Tone::Plain)
        };
        match group {
            [only] if place.is_empty() => line(only, &only.line),
            [only] => line(only, &format!("{place}: {}", only.line)),
            _ => {
                let over = if place.is_empty() { Vec::new() } else { self.paragraph(&place, Tone::Quiet) };
                over.into_iter().chain(group.iter().flat_map(|seen| line(seen, &seen.line))).collect()
            }
        }
    }

    fn table(&self, head: &[String], rows: &[Vec<String>]) -> Vec<Line> {
        let columns = head.len();
        let column = |at: usize| rows.iter().filter_map(move |row| row.get(at));
        let mut widths: Vec<usize> = (0..columns)
            .map(|at| column(at).map(|cell| cell.width()).chain([head[at].width()]).max().unwrap_or(0))
            .collect();
        let gaps = 2 * columns.saturating_sub(1);
        while let Some(widest) = (0..columns).max_by_key(|at| widths[*at]) {
            if widths.iter().sum::<usize>() + gaps <= self.columns() || widths[widest] <= 8 {
                break;
            }
            widths[widest] -= 1;
        }
        let figures: Vec<bool> =
            (0..columns).map(|at| at > 0 && column(at).all(|cell| cell.width() <= 14 && is_figure(cell))).collect();
        let mut lines = table_row(head, &widths, &figures, Tone::Quiet);
        lines.extend(rows.iter().flat_map(|row| table_row(row, &widths, &figures, Tone::Plain)));
        lines
    }
}

/// Words wrapped at spaces only: "+£620" and "walk-away" stay in one piece.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let options =
        Options::new(width).word_separator(WordSeparator::AsciiSpace).word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect()
}

/// One row of a table; long cells go over several lines.
fn table_row(cells: &[String], widths: &[usize], figures: &[bool], tone: Tone) -> Vec<Line> {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| wrap(cell, (*width).max(1))).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let cells = wrapped.iter().zip(widths).zip(figures).map(|((cell, width), figure)| {
            let text = cell.get(at).map_or("", String::as_str);
            let space = " ".repeat(width.saturating_sub(text.width()));
            if *figure { space + text } else { text.to_owned() + &space }
        });
        Line::of(cells.collect::<Vec<_>>().join("  "), tone)
    };
    (0..height).map(line).collect()
}

fn is_figure(cell: &str) -> bool {
    cell.is_empty() || cell == "–" || (cell.chars().any(|c| c.is_ascii_digit()) && !cell.contains("  "))
}

fn same_words(one: &Observation, other: &Observation) -> bool {
    one.turn == other.turn && one.quote == other.quote
}

fn tone_of_mark(mark: Mark) -> Tone {
    match mark {
        Mark::Full => Tone::Good,
        Mark::Part => Tone::Fair,
        Mark::Miss => Tone::Poor,
    }
}

/// A level's tone: from 70 good, from 40 fair.
fn tone_of(level: f64) -> Tone {
    match level {
        70.0.. => Tone::Good,
        40.0.. => Tone::Fair,
        _ => Tone::Poor,
    }
}

/// A quote of a length that a reader takes in at a glance.
fn shortened(quote: &str) -> String {
    const LONGEST: usize = 64;
    let one_line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= LONGEST {
        return one_line;
    }
    let cut: String = one_line.chars().take(LONGEST).collect();
    format!("{}…", cut.trim_end())
}

/// The drawing signs in ASCII, for terminals that have no others. Letters and currency signs stay.
fn in_ascii(text: &str) -> String {
    let sign = |c: char| match c {
        '✔' => '+',
        '◐' => '~',
        '✖' => 'x',
        '−' | '–' | '┄' | '─' => '-',
        '“' | '”' => '"',
        '’' => '\'',
        '·' => '.',
        '…' => '.',
        '█' => '#',
        '░' => '.',
        '●' => '*',
        '○' => 'o',
        '◆' => '#',
        '│' => '|',
        '└' => '+',
        '┤' => '+',
        other => other,
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_table_cell_wraps_and_figures_stand_to_the_right() {
        let head = ["Outcome", "to you", "to Marta"].map(String::from);
        let rows =
            [["with the winter tyres that lie in the shed", "+£280", "−£60"], ["in cash today", "−£20", "+£180"]]
                .map(|row| row.map(String::from).to_vec())
                .to_vec();
        let lines = Page { width: 40, ascii: false }.set(&[Block::Table { head: head.to_vec(), rows }]);
        insta::assert_snapshot!(plain(&lines), @r"
        Outcome                 to you  to Marta
        with the winter tyres    +£280      −£60
        that lie in the shed
        in cash today             −£20     +£180
        ");
    }

    #[test]
    fn a_quote_of_any_length_stays_short() {
        assert_eq!(shortened(&"a".repeat(10_000)).chars().count(), 65);
    }
}
