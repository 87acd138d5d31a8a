//! Which package it offers next: of those worth its aspiration the one it believes best for the
//! learner (logrolling; Faratin, Sierra & Jennings 2002), never worth more to it than what it offered before.

use super::constants::BAND;
use super::mind::Mind;
use super::mirror;
use super::stage::{Deal, Slot};
use super::turn::Turn;
use crate::negotiation::Package;

/// The package it would offer for a target worth: its standing one when nothing better for the learner is at hand.
pub(super) fn next_offer(turn: &Turn, mind: &Mind, target: f64) -> Package {
    let stage = turn.stage;
    let low = target.ceil() as i64;
    let standing = &turn.moment.standing_counterpart;
    if low > turn.standing {
        return standing.clone();
    }
    let width = ((BAND * stage.range()) as i64).max(stage.price_step());
    let beliefs = Beliefs::new(turn, mind);
    let mut candidates = stage.deals_within(low, turn.standing).iter().copied().filter_map(|deal| beliefs.of(deal));
    let Some(first) = candidates.next() else { return standing.clone() };
    let within = first.deal.worth + width;
    let best = candidates.take_while(|c| c.deal.worth <= within).fold(first, Candidate::better);
    // What it already offers is at least as good for both: it stays there.
    if beliefs.of_package(standing).is_some_and(|now| now >= best.belief) {
        return standing.clone();
    }
    stage.package(best.deal)
}

/// The highest price that it asks for, as its worth to it: that of its opening, or more if the learner offers more. Whatever
/// it gives elsewhere, nobody hears a price above the one the talk began with.
fn ceiling(turn: &Turn, mind: &Mind, slot: &Slot) -> i64 {
    let packages = std::iter::once(turn.stage.opening()).chain(turn.offer).chain(&mind.last_offer);
    let worths = packages.filter_map(|package| package.0.get(&slot.id)).map(|choice| turn.stage.worth_of(slot, choice));
    worths.max().unwrap_or(i64::MAX)
}

/// What it adds to a belief that the learner's last offer has this outcome: enough to leave a small side term as it was asked
/// for, too little to pay for it with much of the price.
const ASKED_FOR: f64 = 0.02;

#[derive(Clone, Copy)]
struct Candidate {
    deal: Deal,
    belief: f64,
    near: usize,
}

impl Candidate {
    /// More to the learner by belief; then nearer to the learner's last package; then cheaper.
    fn better(self, other: Candidate) -> Candidate {
        let gain = other.belief - self.belief;
        if gain > 1e-9 || (gain > -1e-9 && other.near > self.near) { other } else { self }
    }
}

/// Beliefs about each outcome, with outcomes that may not be touched struck out.
struct Beliefs<'a> {
    turn: &'a Turn<'a>,
    table: Vec<Vec<f64>>,
    same: Vec<Option<usize>>,
}

impl<'a> Beliefs<'a> {
    fn new(turn: &'a Turn<'a>, mind: &Mind) -> Beliefs<'a> {
        let slots = &turn.stage.slots;
        let mut table = mind.opponent.table(turn.stage);
        let standing = &turn.moment.standing_counterpart;
        for (slot, row) in slots.iter().zip(&mut table) {
            if slot.is_price {
                let most = ceiling(turn, mind, slot);
                for (choice, belief) in slot.choices.iter().zip(row.iter_mut()) {
                    if turn.stage.worth_of(slot, choice) > most {
                        *belief = f64::NEG_INFINITY;
                    }
                }
            }
            // An issue nobody has spoken of stays as it is: side issues are never volunteered.
            // Who talks price only hears price only; a way out of its own demand may use anything.
            let closed = !mind.open_issues.contains(&slot.id) && !turn.fixes;
            if !slot.is_price && (closed || mirror::mirrors(mind)) {
                for (choice, belief) in slot.choices.iter().zip(row) {
                    if standing.0.get(&slot.id) != Some(choice) {
                        *belief = f64::NEG_INFINITY;
                    }
                }
            }
        }
        let last = mind.last_offer.as_ref();
        let at = |slot: &Slot| {
            let choice = last?.0.get(&slot.id)?;
            slot.choices.iter().position(|c| c == choice)
        };
        let same: Vec<Option<usize>> = slots.iter().map(at).collect();
        for ((slot, row), same) in slots.iter().zip(&mut table).zip(&same) {
            let asked = same.filter(|_| !slot.is_price).and_then(|at| row.get_mut(at));
            asked.into_iter().for_each(|belief| *belief += ASKED_FOR);
        }
        Beliefs { turn, table, same }
    }

    fn of(&self, deal: Deal) -> Option<Candidate> {
        let (mut belief, mut near) = (0.0, 0);
        for ((slot, row), same) in self.turn.stage.slots.iter().zip(&self.table).zip(&self.same) {
            let at = self.turn.stage.position(deal, slot);
            belief += row.get(at).copied().unwrap_or(f64::NEG_INFINITY);
            near += usize::from(*same == Some(at));
        }
        belief.is_finite().then_some(Candidate { deal, belief, near })
    }

    fn of_package(&self, package: &Package) -> Option<f64> {
        let mut belief = 0.0;
        for (slot, row) in self.turn.stage.slots.iter().zip(&self.table) {
            let choice = package.0.get(&slot.id)?;
            belief += row.get(slot.choices.iter().position(|c| c == choice)?)?;
        }
        Some(belief)
    }
}
