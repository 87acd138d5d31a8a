//! What it gives back for a concession: a share of what was asked for in return; a gift is
//! pocketed (row 63), a bundle counts more than a single issue (row 68).

use super::constants::SINGLE_ISSUE;
use super::mind::Mind;
use super::turn::Turn;
use crate::negotiation::Act;

/// Of a concession without an ask, the part that only matches what it gave itself.
const UNASKED: f64 = 0.5;

/// Works out what this turn's gain gets in return.
pub(super) fn give_back(turn: &mut Turn, mind: &mut Mind) {
    let gain = turn.gain;
    if gain <= 0.0 {
        return;
    }
    let covered = if turn.learner.ask { gain } else { UNASKED * gain.min(mind.given) };
    mind.given = 0.0;
    if turn.unlimited {
        return;
    }
    if covered <= 0.0 {
        turn.answer(Act::Pocket);
        turn.fired("engine.pocket", 0.0);
        return;
    }
    let warmth = (mind.trust / 50.0).clamp(0.4, 1.3);
    let bundle = if issues_changed(turn, mind) >= 2 { 1.0 } else { SINGLE_ISSUE };
    turn.returned = turn.stage.persona.counterpart.temperament.reciprocity * warmth * covered * bundle;
}

/// How many issues the offer changes against the learner's last, or, for the first, against the table.
pub(super) fn issues_changed(turn: &Turn, mind: &Mind) -> usize {
    let base = mind.last_offer.as_ref().unwrap_or(&turn.moment.standing_counterpart);
    turn.offer.map_or(0, |offer| offer.changes_from(base))
}
