//! Dials and score anew, after a ruling changed a row.

use crate::session::Session;

use super::debrief::{Debrief, Dials};
use super::ground::Ground;
use super::kept::kept;
use super::rated;

/// The dials and the score of a debrief whose rows were changed: from its outcome and its rows as they stand now.
pub fn rerated(session: &Session, debrief: &Debrief) -> (Dials, Option<f64>) {
    let turns = kept(session.steps().iter().map(|step| &step.turn));
    let rated = rated(&debrief.outcome, Ground::of(&session.scene.stage), &debrief.rows, &turns);
    (rated.dials(), rated.score())
}
