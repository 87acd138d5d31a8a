//! THE guard: the last word of every decision. No offer and no acceptance below the floor, the
//! floor never below the reservation value, whatever rules and tactics wanted.

use super::mind::Mind;
use super::moves::Move;
use super::stage::Stage;
use crate::negotiation::{Act, Package};

/// Refuses what is below the floor; the standing offer takes the place of a refused one.
pub(super) fn hold_the_line(stage: &Stage, mind: &Mind, standing: &Package, mut reply: Move) -> Move {
    let floor = mind.floor(stage);
    let refused = |package: &Package| stage.worth(package) < floor;
    if reply.accepts.as_ref().is_some_and(refused) {
        reply.accepts = None;
        reply.acts.retain(|act| !matches!(act, Act::Accept | Act::AskConfirm));
        reply.acts.push(Act::Hold);
        reply.offer = Some(standing.clone());
        fired(&mut reply);
    }
    if reply.offer.as_ref().is_some_and(|offer| offer != standing && refused(offer)) {
        reply.offer = Some(standing.clone());
        fired(&mut reply);
    }
    if reply.alternatives.iter().any(refused) {
        reply.alternatives.retain(|package| !refused(package));
        fired(&mut reply);
    }
    reply
}

fn fired(reply: &mut Move) {
    reply.rules.push(super::Fired { id: "engine.guard".to_owned(), moved: 0.0 });
}
