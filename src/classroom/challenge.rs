//! A challenge: what is to be played, by whom, until when, and how it counts.

use serde::{Deserialize, Serialize};

use super::attempt::Attempt;
use super::counting::Counting;
use super::norm::Reference;

/// The most attempts a challenge may allow.
pub const MOST_ATTEMPTS: u32 = 50;

/// A persona given to a class, with its terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Challenge {
    /// The id, short enough to type.
    pub id: String,
    /// The server it belongs to.
    pub guild: String,
    /// How lists call it.
    pub title: String,
    /// The persona's id.
    pub persona: String,
    /// The hash of the persona's text, which pins its version.
    pub persona_hash: String,
    /// The part the learner plays: buyer.
    pub part: String,
    /// The variant's name.
    pub variant: String,
    /// The difficulty's name.
    pub difficulty: String,
    /// Roles whose members may play.
    pub roles: Vec<String>,
    /// Members who may play.
    pub members: Vec<String>,
    /// Whether attempts count on boards; else it is practice.
    pub rated: bool,
    /// From when on it may be played.
    pub opens_at: i64,
    /// Until when an attempt has to be finished.
    pub due_at: i64,
    /// The time zone in which its times are shown, such as Europe/London.
    pub zone: String,
    /// How many attempts each learner has, 1 to [`MOST_ATTEMPTS`].
    pub attempts: u32,
    /// How long to wait between two attempts, in milliseconds; 0 for not at all.
    pub cool_down: i64,
    /// Which attempt counts.
    pub counting: Counting,
    /// One seed for all attempts; a fresh one for each when none.
    pub seed: Option<u64>,
    /// Whether the hidden side and the numbers stay sealed until it is due.
    pub sealed: bool,
    /// Who made it.
    pub created_by: String,
    /// When it was made.
    pub created_at: i64,
    /// When it was closed, if it was: it is over for everybody then.
    pub closed_at: Option<i64>,
    /// What the reference learners got in it.
    pub reference: Reference,
}

/// More time, more attempts, or both, for one learner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// For whom.
    pub person: String,
    /// The learner's own due time; never earlier than the challenge's.
    pub due_at: i64,
    /// Attempts beyond those of the challenge.
    pub attempts: u32,
}

/// What keeps a challenge from being set up as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Neither a role nor a member is named.
    ForNobody,
    /// It would be due before it opens, or is over already.
    DueTooEarly,
    /// No attempt, or more than [`MOST_ATTEMPTS`].
    Attempts,
    /// More attempts count than there are, or none.
    Counting,
    /// The wait between attempts is negative.
    CoolDown,
    /// The title is empty or longer than 100 characters.
    Title,
}

impl Challenge {
    /// The first thing that is wrong with its terms, seen at `now`.
    ///
    /// # Errors
    /// The problem.
    pub fn check(&self, now: i64) -> Result<(), Problem> {
        let mean_of = if let Counting::MeanOfFirst(k) = self.counting { k } else { 1 };
        let problems = [
            (self.title.trim().is_empty() || self.title.chars().count() > 100, Problem::Title),
            (self.roles.is_empty() && self.members.is_empty(), Problem::ForNobody),
            (self.due_at <= self.opens_at || self.due_at <= now, Problem::DueTooEarly),
            (self.attempts == 0 || self.attempts > MOST_ATTEMPTS, Problem::Attempts),
            (mean_of == 0 || mean_of > self.attempts, Problem::Counting),
            (self.cool_down < 0, Problem::CoolDown),
        ];
        problems.iter().find(|(wrong, _)| *wrong).map_or(Ok(()), |(_, problem)| Err(*problem))
    }

    /// Whether a person with these roles may play it.
    pub fn is_for(&self, person: &str, roles: &[String]) -> bool {
        self.members.iter().any(|member| member == person) || self.roles.iter().any(|role| roles.contains(role))
    }

    /// A learner's own due time; closing ends it for everybody.
    pub fn due_for(&self, extension: Option<&Extension>) -> i64 {
        let due = extension.map_or(self.due_at, |extension| extension.due_at.max(self.due_at));
        self.closed_at.map_or(due, |closed| due.min(closed))
    }

    /// How many attempts a learner has.
    pub fn attempts_for(&self, extension: Option<&Extension>) -> u32 {
        self.attempts.saturating_add(extension.map_or(0, |extension| extension.attempts))
    }

    /// Whether an attempt ended in time.
    pub fn in_time(&self, attempt: &Attempt, extension: Option<&Extension>) -> bool {
        attempt.ended_at.is_some_and(|ended| ended <= self.due_for(extension))
    }
}
