//! What a finished session was worth and what it shows: the outcome, the dials, the debrief.

mod debrief;
mod ground;
mod outcome;
mod replayed;
mod reveal;

use crate::negotiation::DealSpace;
use crate::session::{Session, Status};

pub use debrief::{
    Counterfactual, Debrief, Dials, FairPoint, Hidden, HiddenClaim, HiddenInterest, Left, Outcome, Reach, Row,
};
pub use ground::Ground;
pub use outcome::{Ended, outcome, outcome_dial, weights};
pub use replayed::{Replayed, replayed};

/// The debrief of a session that has ended; `None` while it is open.
pub fn debrief(session: &Session) -> Option<Debrief> {
    if session.status() == Status::Open {
        return None;
    }
    let persona = session.scene.persona();
    let space = DealSpace::new(&persona.agenda, &persona.learner.values, &persona.counterpart.values)?;
    let replayed = replayed(session, &space);
    let offers = session.steps().iter().filter_map(|step| step.turn.standing.counterpart.as_ref());
    let ended = Ended {
        deal: session.deal(),
        best_offer: offers.map(|offer| persona.learner.values.of(offer)).max(),
        best_accepted: replayed.best_accepted,
    };
    let outcome = outcome(persona, &space, ended);
    let ground = Ground::of(persona, &space);
    let dials = Dials { outcome: Some(outcome_dial(ground.as_ref(), &outcome)), ..Dials::default() };
    Some(Debrief {
        outcome,
        dials,
        score: None,
        rows: Vec::new(),
        counterfactuals: replayed.counterfactuals,
        hidden: reveal::hidden(session),
    })
}
