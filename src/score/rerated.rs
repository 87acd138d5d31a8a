//! Dials and score anew, after a ruling changed a row.

use crate::session::Session;

use super::debrief::{Debrief, Dials};
use super::ground::Ground;
use super::outcome::outcome_dial;

/// The dials and the score of a debrief whose rows were changed: from its rows and its outcome as they stand now. What was
/// rated by other rules keeps the numbers that no row of this version enters.
pub fn rerated(session: &Session, debrief: &Debrief) -> (Dials, Option<f64>) {
    let ground = Ground::of(&session.scene.stage);
    let outcome = Some(outcome_dial(ground.as_ref(), &debrief.outcome));
    (Dials { outcome, ..debrief.dials.clone() }, debrief.score)
}
