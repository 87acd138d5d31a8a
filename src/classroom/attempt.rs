//! One attempt at a challenge, and what it measured.

use serde::{Deserialize, Serialize};

/// The status of an attempt that was given up: it was used, and it earned nothing.
pub const GIVEN_UP: &str = "abandoned";

/// The figures that boards compare; none where a measure doesn't apply. Measured, they run from 0 to 100 (claim and
/// create as per cent); as T scores from 20 to 80.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// The rated score.
    pub overall: Option<f64>,
    /// The share of what could be claimed.
    pub claim: Option<f64>,
    /// The value created over a random deal.
    pub create: Option<f64>,
    /// The relationship dial.
    pub relationship: Option<f64>,
}

/// One attempt of one learner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The session it is played in.
    pub session: String,
    /// Whose it is.
    pub person: String,
    /// Its number, from 1.
    pub number: u32,
    /// When it began.
    pub started_at: i64,
    /// When it ended; none while it goes on.
    pub ended_at: Option<i64>,
    /// The session's status: `open`, `agreed`, `walked`, `broken_off`, `expired` or [`GIVEN_UP`].
    pub status: String,
    /// The rules that scored it.
    pub ruleset: String,
    /// What it measured.
    pub figures: Figures,
    /// How it compares in its cell, once that was settled.
    pub t: Figures,
    /// Whether its figures count on boards.
    pub counts: bool,
}

impl Attempt {
    /// The score by which attempts are weighed against each other: 0 for one that was given up, none for one without a
    /// rated score or still under way.
    pub fn weighed(&self) -> Option<f64> {
        self.ended_at?;
        if self.status == GIVEN_UP { Some(0.0) } else { self.figures.overall }
    }
}

impl Figures {
    /// The same for each figure.
    pub fn map(self, mut f: impl FnMut(usize, f64) -> Option<f64>) -> Figures {
        Figures {
            overall: self.overall.and_then(|x| f(0, x)),
            claim: self.claim.and_then(|x| f(1, x)),
            create: self.create.and_then(|x| f(2, x)),
            relationship: self.relationship.and_then(|x| f(3, x)),
        }
    }

    /// All four, in the order overall, claim, create, relationship.
    pub fn all(self) -> [Option<f64>; 4] {
        [self.overall, self.claim, self.create, self.relationship]
    }
}
