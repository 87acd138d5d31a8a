//! What a finished session was worth and what it shows: the outcome, the dials, the debrief.

mod debrief;
mod ground;
mod kept;
mod outcome;
mod replayed;
mod rerated;
mod reveal;

use crate::session::{Session, Status};

pub use debrief::{
    Counterfactual, Debrief, Dials, FairPoint, Hidden, HiddenClaim, HiddenInterest, Left, Outcome, Reach, Row,
};
pub use ground::Ground;
pub use kept::kept;
pub use outcome::{Ended, outcome, outcome_dial, weights};
pub use replayed::{Replayed, replayed};
pub use rerated::rerated;

/// The debrief of a session that has ended; `None` while it is open.
pub fn debrief(session: &Session) -> Option<Debrief> {
    if session.status() == Status::Open {
        return None;
    }
    let stage = &session.scene.stage;
    let replayed = replayed(session);
    let turns = kept(session.steps().iter().map(|step| &step.turn));
    let offers = turns.iter().filter_map(|turn| turn.standing.counterpart.as_ref());
    let ended = Ended {
        deal: session.deal(),
        best_offer: offers.map(|offer| stage.learner_worth(offer)).max(),
        best_accepted: replayed.best_accepted,
    };
    let outcome = outcome(stage, ended)?;
    let dials = Dials { outcome: Some(outcome_dial(Ground::of(stage).as_ref(), &outcome)), ..Dials::default() };
    Some(Debrief {
        outcome,
        dials,
        score: None,
        rows: Vec::new(),
        counterfactuals: replayed.counterfactuals,
        hidden: reveal::hidden(session, &turns),
    })
}
