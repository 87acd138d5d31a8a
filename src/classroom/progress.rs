//! How far a learner is with a challenge.

use std::fmt;

use serde::Serialize;

use super::attempt::{Attempt, GIVEN_UP};
use super::challenge::{Challenge, Extension};
use super::counting::{Counted, counted};
use super::seal::sealed_for;

/// Where a learner stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// No attempt was begun.
    NotStarted,
    /// An attempt is under way.
    Playing,
    /// An attempt was finished in time.
    Done,
    /// What was finished came after the due time.
    Late,
    /// Every attempt was given up.
    GivenUp,
}

impl Progress {
    /// In words for tables.
    pub const fn words(self) -> &'static str {
        match self {
            Progress::NotStarted => "not started",
            Progress::Playing => "playing",
            Progress::Done => "done",
            Progress::Late => "late",
            Progress::GivenUp => "given up",
        }
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// A learner's line in a challenge's status.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Whose line.
    pub person: String,
    /// Where the learner stands.
    pub progress: Progress,
    /// Attempts used.
    pub used: u32,
    /// Attempts there are, with those of an extension.
    pub allowed: u32,
    /// The learner's own due time.
    pub due_at: i64,
    /// Whether the learner has an extension.
    pub extended: bool,
    /// Whether the scores are still sealed; then `counted` and `best` are none.
    pub sealed: bool,
    /// What counts.
    pub counted: Option<Counted>,
    /// The best score among attempts in time.
    pub best: Option<f64>,
    /// When the last attempt ended.
    pub last_ended_at: Option<i64>,
}

/// A learner's line at `now`. `own` are that learner's attempts.
pub fn line(challenge: &Challenge, person: &str, extension: Option<&Extension>, own: &[Attempt], now: i64) -> Line {
    let in_time = || own.iter().filter(|attempt| challenge.in_time(attempt, extension));
    let sealed = sealed_for(challenge, extension, now);
    let shown = challenge.rated && !sealed;
    Line {
        person: person.to_owned(),
        progress: progress(own, in_time().count(), in_time().any(|attempt| attempt.status != GIVEN_UP)),
        used: own.iter().map(|attempt| attempt.number).max().unwrap_or(0),
        allowed: challenge.attempts_for(extension),
        due_at: challenge.due_for(extension),
        extended: extension.is_some(),
        sealed,
        counted: shown.then(|| counted(challenge.counting, in_time())).flatten(),
        best: in_time().filter(|_| shown).filter_map(Attempt::weighed).reduce(f64::max),
        last_ended_at: own.iter().filter_map(|attempt| attempt.ended_at).max(),
    }
}

fn progress(own: &[Attempt], in_time: usize, finished_in_time: bool) -> Progress {
    let open = own.iter().any(|attempt| attempt.ended_at.is_none());
    let given_up = own.iter().all(|attempt| attempt.status == GIVEN_UP);
    match own.is_empty() {
        true => Progress::NotStarted,
        false if open => Progress::Playing,
        false if finished_in_time => Progress::Done,
        false if given_up && in_time > 0 => Progress::GivenUp,
        false => Progress::Late,
    }
}
