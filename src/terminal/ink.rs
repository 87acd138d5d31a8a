//! Colour and width of a terminal. `NO_COLOR`, pipes and dumb terminals get plain text.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::report::{Block, Line, Page, Tone};

/// The widest text: longer lines are hard to read.
const WIDEST: usize = 96;

/// Where text is shown.
pub(super) struct Screen<W: Write> {
    out: W,
    /// The sheet that text is set on.
    pub(super) page: Page,
}

impl Screen<anstream::Stdout> {
    /// The process's own terminal; colours are left out where they aren't wanted.
    pub(super) fn terminal() -> Self {
        let page = Page { width: textwrap::termwidth().min(WIDEST), ascii: only_ascii() };
        Screen { out: anstream::stdout(), page }
    }
}

impl<W: Write> Screen<W> {
    /// A test's paper; it gets colour codes.
    #[cfg(test)]
    pub(super) fn over(out: W, page: Page) -> Self {
        Screen { out, page }
    }

    /// Shows blocks, wrapped and coloured.
    pub(super) fn blocks(&mut self, blocks: &[Block]) -> io::Result<()> {
        let lines = self.page.set(blocks);
        self.lines(&lines)
    }

    /// Shows a paragraph.
    pub(super) fn say(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        let lines = self.page.paragraph(text, tone);
        self.lines(&lines)
    }

    /// What was written.
    #[cfg(test)]
    pub(super) fn paper(self) -> W {
        self.out
    }

    /// Shows lines.
    pub(super) fn lines(&mut self, lines: &[Line]) -> io::Result<()> {
        for line in lines {
            for span in &line.0 {
                let style = style(span.tone);
                write!(self.out, "{style}{}{style:#}", visible(&span.text))?;
            }
            writeln!(self.out)?;
        }
        self.out.flush()
    }

    /// An empty line.
    pub(super) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }
}

/// Text whose control characters can't move the cursor or change colours: persona files may come from anybody.
fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn style(tone: Tone) -> Style {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match tone {
        Tone::Plain => Style::new(),
        Tone::Strong => Style::new().bold(),
        Tone::Quiet => Style::new().dimmed(),
        Tone::Learner => colour(AnsiColor::Cyan),
        Tone::Counterpart => colour(AnsiColor::Yellow),
        Tone::Good => colour(AnsiColor::Green),
        Tone::Fair => colour(AnsiColor::Yellow),
        Tone::Poor => colour(AnsiColor::Red),
    }
}

/// Whether the locale says outright that only ASCII can be shown. No word on it means a modern terminal.
fn only_ascii() -> bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].iter().filter_map(|name| std::env::var(name).ok());
    let locale = named.into_iter().find(|value| !value.is_empty());
    locale.is_some_and(|value| matches!(value.as_str(), "C" | "POSIX") || value.to_uppercase().ends_with("ISO-8859-1"))
}
