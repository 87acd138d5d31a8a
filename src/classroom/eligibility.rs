//! Who may begin an attempt, and why not.

use super::attempt::Attempt;
use super::challenge::{Challenge, Extension};

/// Why an attempt can't begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The challenge is for others.
    NotEligible,
    /// It was closed.
    Closed {
        /// When.
        closed_at: i64,
    },
    /// It opens later.
    NotYetOpen {
        /// When.
        opens_at: i64,
    },
    /// An attempt is under way.
    Playing {
        /// In this session.
        session: String,
    },
    /// The learner's own due time is over.
    Late {
        /// When it was due.
        due_at: i64,
    },
    /// All attempts are used.
    OverLimit {
        /// How many there were.
        attempts: u32,
    },
    /// The last attempt was too recent.
    CoolingDown {
        /// From when on the next may begin.
        until: i64,
    },
}

/// The number of the attempt that a person may begin now. `own` are that person's attempts so far.
///
/// # Errors
/// The first reason against it.
pub fn may_begin(
    challenge: &Challenge,
    (person, roles): (&str, &[String]),
    extension: Option<&Extension>,
    own: &[Attempt],
    now: i64,
) -> Result<u32, Refusal> {
    if !challenge.is_for(person, roles) {
        return Err(Refusal::NotEligible);
    }
    if let Some(closed_at) = challenge.closed_at.filter(|closed| *closed <= now) {
        return Err(Refusal::Closed { closed_at });
    }
    if now < challenge.opens_at {
        return Err(Refusal::NotYetOpen { opens_at: challenge.opens_at });
    }
    if let Some(open) = own.iter().find(|attempt| attempt.ended_at.is_none()) {
        return Err(Refusal::Playing { session: open.session.clone() });
    }
    let due_at = challenge.due_for(extension);
    if now > due_at {
        return Err(Refusal::Late { due_at });
    }
    let (used, allowed) =
        (own.iter().map(|attempt| attempt.number).max().unwrap_or(0), challenge.attempts_for(extension));
    if used >= allowed {
        return Err(Refusal::OverLimit { attempts: allowed });
    }
    let last = own.iter().filter_map(|attempt| attempt.ended_at).max();
    if let Some(until) = last.map(|ended| ended.saturating_add(challenge.cool_down)).filter(|until| now < *until) {
        return Err(Refusal::CoolingDown { until });
    }
    Ok(used + 1)
}
