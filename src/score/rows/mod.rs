//! The concept rows: each looks at the talk through one of a few mechanisms and says what it saw, or that it
//! never came up.

mod anchor;
mod bundles;
mod claims;
mod close;
mod concessions;
mod exit;
mod guard;
mod path;
mod questions;
mod respond;
mod table;

use crate::counterpart::Stage;
use crate::negotiation::Package;
use crate::session::Turn;

use super::component::Component;
use super::debrief::Row;
use super::talk::{Play, Talk};

pub use table::{CONCEPTS, Concept, concept};

/// What a row saw.
pub(super) struct Seen {
    /// 0 missed, 1 partly, 2 applied.
    pub(super) score: u8,
    /// The turn it rests on.
    pub(super) turn: Option<u32>,
    /// The feedback.
    pub(super) line: String,
}

impl Seen {
    pub(super) fn at(score: u8, play: &Play<'_>, line: impl Into<String>) -> Option<Seen> {
        Some(Seen { score, turn: Some(play.turn), line: line.into() })
    }

    pub(super) fn overall(score: u8, line: impl Into<String>) -> Option<Seen> {
        Some(Seen { score, turn: None, line: line.into() })
    }
}

/// Every row of the table on the turns that still stand, the opening first (see [`kept`](super::kept)), in the
/// table's order. `deal` is what was signed.
pub fn observe(stage: &Stage, turns: &[&Turn], deal: Option<&Package>) -> Vec<Row> {
    let talk = Talk::new(stage, turns, deal);
    CONCEPTS.iter().map(|concept| row(&talk, concept)).collect()
}

fn row(talk: &Talk, concept: &Concept) -> Row {
    let seen = concept.see(talk);
    let turn = seen.as_ref().and_then(|seen| seen.turn);
    let play = turn.and_then(|turn| talk.plays.iter().find(|play| play.turn == turn));
    Row {
        concept: concept.number,
        score: seen.as_ref().map(|seen| seen.score),
        turn,
        quote: play.and_then(|play| play.quote.clone()),
        line: seen.map_or_else(|| concept.absent.to_owned(), |seen| seen.line),
        name: concept.name.to_owned(),
        component: concept.component,
        cost: None,
    }
}

/// What rows count toward, with their scores.
pub(super) fn parts(rows: &[Row]) -> Vec<(Component, Option<u8>)> {
    rows.iter().map(|row| (row.component, row.score)).collect()
}
