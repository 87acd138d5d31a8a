//! What the learner's offers earn: gains over everything offered before, banked by the turn, and
//! the shape of its steps.

use super::constants::*;
use super::mind::Mind;
use super::turn::Turn;

/// Share of the credit that a step earns when steps never shrink.
pub(super) const UNLIMITED_CREDIT: f64 = 0.4;
/// Share of a gain that is banked when nothing is asked for it: what comes for nothing hurries nobody (row 63).
const UNASKED_CREDIT: f64 = 0.8;
/// Share of it that is paid out while the same offer is said again: whoever sits on a concession lets it go stale.
const HELD_CREDIT: f64 = 0.5;
/// Share of it that counts as progress, for patience.
const UNLIMITED_PROGRESS: f64 = 0.7;
/// A step of at least this share of the mean of the two before says that more will come...
const UNLIMITED: f64 = 0.9;
/// ...and one of at most this share that the end is near.
const SHRINKING: f64 = 0.85;

/// Counts what the offer gives and pays credit out of the bank.
pub(super) fn count(turn: &mut Turn, mind: &mut Mind) {
    let range = turn.stage.range();
    let full = FULL_GAIN * turn.stage.stake();
    let step = concession(turn, mind);
    let worth = turn.stated.as_ref().map(|stated| turn.stage.worth(stated));
    if let (Some(worth), Some(best)) = (worth, mind.best_received) {
        let share = if mind.extreme_offers > 0 { SERIOUS_AFTER_EXTREME } else { SERIOUS };
        let serious = turn.stage.reservation() as f64 - share * range;
        turn.raw_gain = (worth - best).max(0) as f64;
        turn.gain = (worth as f64 - (best as f64).max(serious)).max(0.0);
    }
    if let Some(worth) = worth {
        mind.best_received = Some(mind.best_received.map_or(worth, |best| best.max(worth)));
    }
    let against_itself = mind.was_quiet || turn.learner.does(crate::negotiation::Act::SelfUndercut);
    if against_itself && turn.gain > 0.0 && step.is_some() {
        turn.alone = true;
        turn.gain = 0.0;
        turn.fired("engine.alone", 0.0);
        return;
    }
    let believed = if turn.learner.ask { 1.0 } else { UNASKED_CREDIT };
    mind.bank = (mind.bank + believed * turn.gain / full).min(BANK_MOST);
    turn.credit = if turn.first_offer { 1.0 } else { mind.bank.min(1.0) };
    if mind.extreme_offers > 0 {
        turn.credit *= CREDIT_AFTER_EXTREME;
    }
    mind.bank = (mind.bank - turn.credit).max(0.0);
    if turn.stated.is_some() && turn.stated == mind.last_offer && !mind.was_quiet {
        turn.credit *= HELD_CREDIT;
    }
    if turn.gain >= 0.5 * full {
        mind.words = 0;
    }
    if let Some(step) = step {
        read_shape(turn, mind, step);
    }
}

/// What the offer costs the learner against its last one, when that is a concession of at least 1 % of Z.
fn concession(turn: &Turn, mind: &Mind) -> Option<i64> {
    let (offer, last) = (turn.stated.as_ref()?, mind.last_offer.as_ref()?);
    let step = turn.stage.learner_worth(last) - turn.stage.learner_worth(offer);
    let least = turn.stage.zone().map_or(1.0, |zone| (0.01 * zone).max(1.0));
    (step as f64 >= least).then_some(step)
}

/// From the third concession on it reads the pattern: steps that shrink announce a limit, others none (row 64).
fn read_shape(turn: &mut Turn, mind: &mut Mind, step: i64) {
    if let [.., before, last] = mind.concessions[..] {
        let ratio = step as f64 / ((before + last) as f64 / 2.0);
        if ratio >= UNLIMITED {
            turn.unlimited = true;
            turn.credit *= UNLIMITED_CREDIT;
            turn.raw_gain *= UNLIMITED_PROGRESS;
            if !mind.unlimited {
                mind.unlimited = true;
                mind.harden(HARDEN_UNLIMITED);
                turn.fired("engine.unlimited", -HARDEN_UNLIMITED);
            }
        } else if ratio <= SHRINKING
            && before >= last
            && turn.gain >= SHAPE_GAIN * turn.stage.stake()
            && mind.shapes < SHAPE_MOST
        {
            mind.shapes += 1;
            turn.reward += DROP_SHAPE * turn.stage.range();
            turn.fired("engine.shape", DROP_SHAPE * turn.stage.range() / mind.room(turn.stage));
        }
    }
    mind.concessions.push(step);
}
