//! The learner's first offer: how far it pulls depends on its ambition, its reason and its
//! precision (rows 21 to 23 and 31; Galinsky & Mussweiler 2001, Mason et al. 2013).

use super::constants::*;
use super::mind::Mind;
use super::turn::Turn;
use crate::negotiation::{Act, Choice, Package};

/// Weighs the first offer, and later ones that are still beyond belief.
pub(super) fn weigh(turn: &mut Turn, mind: &mut Mind) {
    let Some(offer) = turn.offer else { return };
    if turn.first_offer {
        weigh_first(turn, mind, offer);
    } else if mind.basis_due {
        weigh_again(turn, mind, offer);
    }
}

fn weigh_first(turn: &mut Turn, mind: &mut Mind, offer: &Package) {
    let ambition = turn.stage.ambition(offer, &turn.learner.named);
    if ambition > AMBITION_EXTREME {
        doubt(turn, mind);
        return;
    }
    let mut pull = ANCHOR;
    if turn.learner.reason || !turn.learner.facts.is_empty() {
        pull += ANCHOR_REASON;
    }
    if precise(turn, offer) {
        pull += ANCHOR_PRECISE;
    }
    let fade = ((AMBITION_EXTREME - ambition) / (AMBITION_EXTREME - AMBITION_FADES)).clamp(0.0, 1.0);
    let moved = pull * fade * ambition.clamp(0.0, AMBITION_FADES) * mind.room(turn.stage);
    turn.anchored = moved;
    if ambition < 1.0 {
        let before = mind.aspiration(turn.stage);
        mind.raise(turn.stage, turn.offer_worth as f64, turn.standing);
        let moved = (before - mind.aspiration(turn.stage)) / mind.room(turn.stage);
        turn.fired("engine.timid", moved);
    }
}

/// A second offer that is still beyond belief costs patience once.
fn weigh_again(turn: &mut Turn, mind: &mut Mind, offer: &Package) {
    let ambition = turn.stage.ambition(offer, &turn.learner.named);
    if ambition <= AMBITION_EXTREME {
        mind.basis_due = false;
        return;
    }
    turn.answer(Act::DemandBasis);
    if mind.last_offer.as_ref() != Some(offer) && mind.extreme_offers < 2 {
        mind.extreme_offers += 1;
        mind.patience -= 3.0;
        turn.fired("engine.extreme_again", 0.0);
    }
}

fn doubt(turn: &mut Turn, mind: &mut Mind) {
    mind.feel(-15.0, 0.0);
    mind.basis_due = true;
    mind.extreme_offers += 1;
    mind.harden(HARDEN_EXTREME);
    let to = mind.floor + RAISE_EXTREME * turn.stage.range();
    mind.raise(turn.stage, to, turn.standing);
    turn.answer(Act::DemandBasis);
    turn.fired("engine.extreme", -HARDEN_EXTREME);
}

/// Whether the price has three digits or more before its trailing zeros.
fn precise(turn: &Turn, offer: &Package) -> bool {
    let price = turn.stage.persona.agenda.price().and_then(|issue| offer.0.get(&issue.id));
    let Some(Choice::Number(figure)) = price else { return false };
    let mut parts = figure.ten_thousandths().unsigned_abs();
    while parts > 0 && parts.is_multiple_of(10) {
        parts /= 10;
    }
    parts >= 100
}

/// Whether the learner's first offer simply answers the opening: no doubt, no standard, no need behind it (row 26).
pub(super) fn is_bare_reply(turn: &Turn, mind: &Mind) -> bool {
    let before = mind.used.iter().any(|(act, _)| OPENERS.contains(act)) || mind.settled.contains("basis");
    let now = OPENERS.iter().any(|act| turn.learner.does(*act));
    turn.first_offer && !before && !now && !turn.learner.reason && turn.learner.facts.is_empty()
}

const OPENERS: &[Act] = &[Act::QChallenge, Act::AppealCriteria, Act::ShiftInterest, Act::QDiagnostic];
