//! Dials and score of a finished session without its debrief: nothing is replayed, so that thousands can be rated.

use crate::session::{Session, Status};

use super::debrief::Dials;
use super::ground::Ground;
use super::kept::kept;
use super::outcome::{Ended, outcome};
use super::{observe, rated};

/// What a session is rated.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The five dials.
    pub dials: Dials,
    /// The rated score, 0..100; none for what can't be rated.
    pub score: Option<f64>,
}

/// The dials and the score that the debrief of this session has; `None` while it is open.
pub fn scored(session: &Session) -> Option<Scored> {
    if session.status() == Status::Open {
        return None;
    }
    let stage = &session.scene.stage;
    let turns = kept(session.steps().iter().map(|step| &step.turn));
    let offers = turns.iter().filter_map(|turn| turn.standing.counterpart.as_ref());
    let ended = Ended {
        deal: session.deal(),
        best_offer: offers.map(|offer| stage.learner_worth(offer)).max(),
        // What could have been had moves no dial.
        best_accepted: None,
    };
    let outcome = outcome(stage, ended)?;
    let rows = observe(stage, &turns, session.deal());
    let rated = rated(&outcome, Ground::of(stage), &rows, &turns);
    Some(Scored { dials: rated.dials(), score: rated.score() })
}
