//! The building blocks of a report. A front end decides how each looks, never what it says.

use super::chart::OfferChart;

/// One block of a report, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Opens a part of the report.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Levels from 0 to 100.
    Bars(Vec<Bar>),
    /// Columns under their names.
    Table {
        /// The columns' names.
        head: Vec<String>,
        /// The cells; each row as long as the head.
        rows: Vec<Vec<String>>,
    },
    /// Both sides' offers over the turns.
    Chart(OfferChart),
    /// What was seen, with turn and quote.
    Observations(Vec<Observation>),
    /// A part that a front end may fold away until it is wanted.
    Folded {
        /// Its heading.
        title: String,
        /// What it holds.
        blocks: Vec<Block>,
    },
}

/// One level.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What is measured.
    pub label: String,
    /// 0..100; none when nothing of it came up.
    pub level: Option<f64>,
    /// What goes into it, in a few words.
    pub about: &'static str,
}

/// How well a concept was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Applied.
    Full,
    /// Partly.
    Part,
    /// Missed.
    Miss,
}

impl Mark {
    /// The mark as a sign: ✔, ◐, ✖.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::Full => "✔",
            Mark::Part => "◐",
            Mark::Miss => "✖",
        }
    }
}

/// One thing that was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// How well it went.
    pub mark: Mark,
    /// The concept's number.
    pub concept: u32,
    /// The turn it rests on.
    pub turn: Option<u32>,
    /// The learner's words there.
    pub quote: Option<String>,
    /// What to make of it.
    pub line: String,
}
