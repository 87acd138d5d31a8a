//! When it takes the learner's package: AC_next (Baarslag, Hindriks & Jonker 2013) above its
//! floor; at the end for less, as far as the time was earned.

use super::constants::{CLOCK, EXPECTED, LAST_WORD, LAST_WORD_UNLIMITED, MOVES_EXPECTED, PACKAGE_CLOSE};
use super::mind::Mind;
use super::reciprocity;
use super::turn::Turn;
use crate::negotiation::Package;

/// The worth from which on it accepts while the talk goes on.
fn bar(turn: &Turn, mind: &Mind, next_worth: i64) -> f64 {
    let bundle = turn.offer.is_some() && reciprocity::issues_changed(turn, mind) >= 2;
    let early = if bundle { PACKAGE_CLOSE * turn.stage.range() } else { 0.0 };
    (mind.aspiration(turn.stage).min(next_worth as f64) - early).max(mind.floor)
}

/// Whether more is still to come: nobody is expected to close before having moved (row 24).
pub(super) fn expects_more(turn: &Turn, mind: &Mind) -> bool {
    mind.concessions.len() < MOVES_EXPECTED && turn.moment.turns_left() > 1
}

/// The bar while more is expected; what lies next to its own offer it takes all the same.
fn with_more_to_come(turn: &Turn, bar: f64) -> f64 {
    let expected = EXPECTED * turn.stage.range();
    (bar + expected).min(turn.standing as f64 - expected).max(bar)
}

/// The bar when nothing comes after: the floor, in full only if all the time was earned, concessions that were not
/// yet paid out included. Stalling to the end buys nothing, and who never showed where it ends gets less of it.
pub(super) fn last_bar(turn: &Turn, mind: &Mind, bar: f64) -> f64 {
    let unpaid = mind.bank / (CLOCK * f64::from(turn.moment.turns.max(1)));
    let shape = if mind.unlimited { LAST_WORD_UNLIMITED } else { LAST_WORD };
    mind.floor + (bar - mind.floor).max(0.0) * libm::pow(1.0 - (mind.elapsed + unpaid).min(1.0), shape)
}

/// The learner's package it would take now, the best one for itself.
pub(super) fn acceptable(turn: &mut Turn, mind: &Mind, next: &Package, ends: bool) -> Option<Package> {
    let stage = turn.stage;
    if let Some(split) = turn.split.as_ref().filter(|split| stage.worth(split) as f64 >= mind.floor) {
        return Some(split.clone());
    }
    let bar = bar(turn, mind, stage.worth(next));
    let bar = if ends { last_bar(turn, mind, bar) } else { bar };
    let wanted = if !ends && expects_more(turn, mind) { with_more_to_come(turn, bar) } else { bar };
    let on_the_table = turn.offer.or(turn.moment.standing_learner.as_ref())?;
    let worth = stage.worth(on_the_table) as f64;
    if (bar..wanted).contains(&worth) {
        turn.fired("engine.room", -EXPECTED * stage.range() / mind.room(stage));
    }
    (worth >= wanted).then(|| on_the_table.clone())
}
