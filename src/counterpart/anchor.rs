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
    let reasoned = turn.learner.reason || !turn.learner.facts.is_empty();
    let digits = digits(turn, offer);
    let too_precise = digits >= FALSE_PRECISION && !reasoned;
    if too_precise {
        mind.feel(-FALSE_PRECISION_TRUST, 0.0);
        turn.fired("engine.false_precision", -ANCHOR_PRECISE);
    }
    let fade = ((AMBITION_EXTREME - ambition) / (AMBITION_EXTREME - AMBITION_FADES)).clamp(0.0, 1.0);
    let scale = fade * ambition.clamp(0.0, AMBITION_FADES) * mind.room(turn.stage);
    turn.reasoned = if reasoned { ANCHOR_REASON * scale } else { 0.0 };
    turn.precise = if digits >= 3 && !too_precise { ANCHOR_PRECISE * scale } else { 0.0 };
    turn.anchored = ANCHOR * scale + turn.reasoned + turn.precise;
    if ambition >= REANCHOR_AMBITION && has_ground(turn, mind) && !is_midpoint(turn, offer) {
        turn.withdraws = REANCHOR * mind.room(turn.stage);
        turn.answer(Act::Withdraw);
    }
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
    if turn.stated != mind.last_offer && mind.extreme_offers < 2 {
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

/// A number of one's own with ground under it: a fact of the case, or a reason after their basis gave way (row 28).
fn has_ground(turn: &Turn, mind: &Mind) -> bool {
    let fact = turn.learner.facts.iter().any(|id| turn.stage.persona.facts.iter().any(|fact| fact.id == *id));
    let weak = turn.stage.persona.counterpart.opening.basis_is_weak && mind.settled.contains("basis");
    fact || (turn.learner.reason && weak)
}

/// Whether the price lies in the middle between the learner's aim and the opening: such a number takes the opening for given.
fn is_midpoint(turn: &Turn, offer: &Package) -> bool {
    let stage = turn.stage;
    let middle = (stage.worth(stage.opening()) + stage.reservation()) as f64 / 2.0;
    (stage.worth(offer) as f64 - middle).abs() <= MIDPOINT * stage.range()
}

/// How many digits the price has before its trailing zeros.
fn digits(turn: &Turn, offer: &Package) -> u32 {
    let price = turn.stage.persona.agenda.price().and_then(|issue| offer.0.get(&issue.id));
    let Some(Choice::Number(figure)) = price else { return 0 };
    let mut parts = figure.ten_thousandths().unsigned_abs();
    while parts > 0 && parts.is_multiple_of(10) {
        parts /= 10;
    }
    parts.checked_ilog10().map_or(0, |tens| tens + 1)
}

/// Whether the learner's first offer simply answers the opening: no doubt, no standard, no need behind it (row 26).
pub(super) fn is_bare_reply(turn: &Turn, mind: &Mind) -> bool {
    let before = mind.used.iter().any(|(act, _)| OPENERS.contains(act)) || mind.settled.contains("basis");
    let now = OPENERS.iter().any(|act| turn.learner.does(*act));
    turn.first_offer && !before && !now && !turn.learner.reason && turn.learner.facts.is_empty()
}

const OPENERS: &[Act] = &[Act::QChallenge, Act::AppealCriteria, Act::ShiftInterest, Act::QDiagnostic];
