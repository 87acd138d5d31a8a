//! A class through the one door: challenges, attempts, results, reviews, rulings, boards, uploaded personas. Every call
//! names the person who acts, and what that person may do is checked here, not in a front end.

mod access;
mod boards;
mod challenges;
mod deals;
mod forget;
mod playing;
mod reference;
mod report;
mod results;
mod review;
mod rulings;
mod sealing;
mod uploads;
mod when;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use crate::persona::hash;
use crate::store::AuditRow;

pub use crate::classroom::{
    Attempt, Challenge, Counting, Extension, Figures, LISTED_CHALLENGES, LISTED_RUNS, Line as StatusLine, Metric, Period,
    Progress, Scope, sheet,
};
pub use crate::persona::LARGEST_FILE;
pub use crate::store::{AuditRow as LogEntry, DisputeRow, NoteRow, PersonaVersion};
pub use access::{Actor, Office, Staff};
pub use boards::{Board, BoardAsk, BoardPage, Own, PageKey, Place, ShowAs};
pub use challenges::{Draft, Edit, Listed};
pub use deals::ClassDeals;
pub use playing::Table;
pub use report::Class;
pub use results::{AttemptResult, LearnerResult, Results, Status};
pub use review::Review;
pub use rulings::Verdict;
pub(super) use sealing::Seal;
pub use sealing::SealedDebrief;
pub use uploads::{LARGEST_SHELF, Upload};
pub use when::{read_length, read_time, show_time, zones};

/// Chance from outside of any session: seeds, drawn limits, aliases, ids.
fn fresh() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A short id that tells nothing.
fn new_id(kind: char) -> String {
    let whole = hash(&format!("{}-{}", fresh(), fresh()));
    format!("{kind}{}", &whole[..7])
}

/// An entry of the log.
fn entry(actor: &Actor, at: i64, action: &str, subject: &str, person: Option<&str>, detail: String) -> AuditRow {
    AuditRow {
        id: format!("{at:015}-{}", new_id('l')),
        at,
        actor: actor.id.clone(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        person: person.map(str::to_owned),
        detail,
    }
}
