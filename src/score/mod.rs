//! What a finished session was worth and what it shows: the outcome, the concept rows, the dials, the debrief.

mod alternatives;
mod choose;
mod component;
mod debrief;
mod ground;
mod kept;
mod outcome;
mod rating;
mod replayed;
mod rerated;
mod reveal;
mod rows;
mod scored;
mod talk;
mod view;

use crate::counterpart::State;
use crate::session::{Session, Status, Turn};

pub use component::Component;
pub use debrief::{
    Counterfactual, Debrief, Dials, FairPoint, Hidden, HiddenClaim, HiddenInterest, Left, Outcome, Reach, Row,
};
pub use ground::Ground;
pub use kept::kept;
pub use outcome::{Ended, outcome, outcome_dial, weights};
pub use rating::{Rated, Relation};
pub use replayed::{BEST_ACCEPTED, Replayed, replayed};
pub use rerated::rerated;
pub use rows::{CONCEPTS, Concept, concept, observe};
pub use scored::{Scored, scored};

/// The rule by which a counterpart that checked an invented fact or offer says so; it caps the score.
const FABRICATION_EXPOSED: &str = "engine.fabrication";

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
    let mut rows = observe(stage, &turns, session.deal());
    let counterfactuals = choose::price(&mut rows, replayed.counterfactuals);
    let rated = rated(&outcome, Ground::of(stage), &rows, &turns);
    let chosen = choose::choose(&rows, session.deal().is_some());
    let moves = turns.iter().filter(|turn| turn.counted).count();
    Some(Debrief {
        dials: rated.dials(),
        score: rated.score(),
        next: choose::next(&rows, &chosen, moves),
        view: view::view(stage, &turns, relation(&turns)),
        counterfactuals,
        hidden: reveal::hidden(session, &turns),
        chosen,
        rows,
        outcome,
    })
}

/// What a session is rated on: the outcome, the rows, and how the two sides stood after the `turns` that still stand.
pub fn rated<'a>(outcome: &'a Outcome, ground: Option<Ground>, rows: &[Row], turns: &[&Turn]) -> Rated<'a> {
    let exposed = |turn: &&Turn| {
        let rules = turn.decided.iter().flat_map(|mv| &mv.rules);
        rules.into_iter().any(|fired| fired.id == FABRICATION_EXPOSED)
    };
    Rated {
        outcome,
        ground,
        rows: rows::parts(rows),
        relation: relation(turns).map(|relation| relation.value()),
        fabricated: turns.iter().any(exposed),
    }
}

/// Trust and tension after the last decision; none where the counterpart never had to decide anything.
fn relation(turns: &[&Turn]) -> Option<Relation> {
    let State { trust, tension, .. } = turns.iter().rev().find_map(|turn| turn.decided.as_ref())?.state;
    Some(Relation { trust, tension, memo: None })
}
