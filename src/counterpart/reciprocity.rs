//! What it gives back for a concession: a share of what was asked for in return; a gift is pocketed
//! (row 63), a bundle counts more than a single issue (row 68), and giving on one issue to take on
//! another counts most (row 5).

use super::constants::{HARDEN_PAST_LIMIT, LOGROLL, SINGLE_ISSUE};
use super::mind::Mind;
use super::turn::Turn;
use crate::negotiation::{Act, Package};

/// Of a concession without an ask, the part that only matches what it gave itself.
const UNASKED: f64 = 0.5;
/// Of a concession that takes something in the same offer, the part that counts as traded, asked or not.
const TRADED: f64 = 0.5;

/// Works out what this turn's gain gets in return.
pub(super) fn give_back(turn: &mut Turn, mind: &mut Mind) {
    let gain = turn.gain;
    if gain <= 0.0 {
        return;
    }
    let logroll = gives_to_take(turn, mind);
    let unasked = if logroll { TRADED * gain } else { UNASKED * gain.min(mind.given) };
    let covered = if turn.learner.ask { gain } else { unasked };
    mind.given = 0.0;
    if turn.unlimited {
        return;
    }
    let warmth = (mind.trust / 50.0).clamp(0.4, 1.3);
    let rate = turn.stage.persona.counterpart.temperament.reciprocity * warmth / mind.room(turn.stage);
    if below_the_limit(turn) {
        turn.answer(Act::Pocket);
        mind.harden(HARDEN_PAST_LIMIT);
        turn.fired("engine.past_limit", -rate * covered - HARDEN_PAST_LIMIT);
        return;
    }
    if covered < gain {
        let rule = if covered > 0.0 { "engine.unasked" } else { "engine.pocket" };
        turn.fired(rule, -rate * (gain - covered));
    }
    if covered <= 0.0 {
        turn.answer(Act::Pocket);
        return;
    }
    let amount = rate * covered * mind.room(turn.stage);
    let several = issues_changed(turn, mind) >= 2;
    turn.bundled = if several { (1.0 - SINGLE_ISSUE) * amount } else { 0.0 };
    turn.logrolled = if logroll { LOGROLL * amount } else { 0.0 };
    turn.returned = SINGLE_ISSUE * amount + turn.bundled + turn.logrolled;
}

/// An offer that leaves the learner less than its way out: it takes what it gets and asks for more (row 72).
fn below_the_limit(turn: &Turn) -> bool {
    let worth = |offer: &Package| turn.stage.learner_worth(offer);
    turn.offer.is_some_and(|offer| worth(offer) < turn.stage.persona.learner.reservation)
}

/// How many issues the offer changes against the learner's last, or, for the first, against the table.
pub(super) fn issues_changed(turn: &Turn, mind: &Mind) -> usize {
    let base = mind.last_offer.as_ref().unwrap_or(&turn.moment.standing_counterpart);
    turn.stated.as_ref().map_or(0, |stated| stated.changes_from(base))
}

/// Whether the offer, against the learner's last, gives on an issue that matters to the counterpart and takes on another.
fn gives_to_take(turn: &Turn, mind: &Mind) -> bool {
    let Some((offer, last)) = turn.stated.as_ref().zip(mind.last_offer.as_ref()) else { return false };
    let persona = &turn.stage.persona;
    let change = |id: &String, values: &crate::negotiation::Values| {
        let worth = |package: &Package| package.0.get(id).map_or(0, |choice| values.of_choice(id, choice));
        worth(offer) - worth(last)
    };
    let of = |id| (change(id, &persona.learner.values), change(id, &persona.counterpart.values));
    let changes: Vec<(i64, i64)> = offer.0.keys().map(of).collect();
    changes.iter().any(|(mine, theirs)| *mine <= 0 && *theirs > 0) && changes.iter().any(|(mine, _)| *mine > 0)
}
