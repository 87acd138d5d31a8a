//! What it believes the learner wants: HardHeaded frequency weights (van Krimpen, Looije &
//! Hajizadeh 2013) over its offers, and priorities that were stated.

use serde::{Deserialize, Serialize};

use super::stage::{Slot, Stage};
use crate::negotiation::Package;

/// Learning rate of the weights, shared among the issues.
const LEARNING: f64 = 0.2;
/// A stated priority multiplies the issue's weight by this.
const STATED: f64 = 1.5;

/// Beliefs about the learner, one entry per issue in the agenda's order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Opponent {
    weights: Vec<f64>,
    counts: Vec<Vec<f64>>,
    last: Option<Package>,
}

impl Opponent {
    pub(super) fn new(stage: &Stage) -> Opponent {
        let share = 1.0 / stage.slots.len().max(1) as f64;
        Opponent {
            weights: vec![share; stage.slots.len()],
            counts: stage.slots.iter().map(|slot| vec![1.0; slot.choices.len()]).collect(),
            last: None,
        }
    }

    /// Learns from an offer: what stays the same matters more.
    pub(super) fn watch(&mut self, stage: &Stage, offer: &Package) {
        if let Some(last) = &self.last {
            let n = self.weights.len().max(1) as f64;
            let gain = LEARNING / n;
            let same: Vec<bool> =
                stage.slots.iter().map(|slot| last.0.get(&slot.id) == offer.0.get(&slot.id)).collect();
            let sum = 1.0 + gain * same.iter().filter(|s| **s).count() as f64;
            for (weight, same) in self.weights.iter_mut().zip(same) {
                let grows = same && *weight < 1.0 - n * gain / sum;
                *weight = (*weight + if grows { gain } else { 0.0 }) / sum;
            }
        }
        for (slot, counts) in stage.slots.iter().zip(&mut self.counts) {
            let at = offer.0.get(&slot.id).and_then(|choice| slot.choices.iter().position(|c| c == choice));
            if let Some(count) = at.and_then(|k| counts.get_mut(k)) {
                *count += 1.0;
            }
        }
        self.last = Some(offer.clone());
    }

    /// Takes a stated priority at its word.
    pub(super) fn told(&mut self, stage: &Stage, issue: &str) {
        let Some(at) = stage.slots.iter().position(|slot| slot.id == issue) else { return };
        if let Some(weight) = self.weights.get_mut(at) {
            *weight *= STATED;
        }
        let sum: f64 = self.weights.iter().sum();
        self.weights.iter_mut().for_each(|weight| *weight /= sum);
    }

    /// Belief of what each outcome of each issue is worth to the learner, 0..1 in all.
    pub(super) fn table(&self, stage: &Stage) -> Vec<Vec<f64>> {
        let row = |((slot, weight), counts): ((&Slot, &f64), &Vec<f64>)| -> Vec<f64> {
            let most = counts.iter().copied().fold(1.0, f64::max);
            let value = |k: usize| match &slot.line {
                Some(line) => line.get(k).copied().unwrap_or(0.0),
                None => counts.get(k).copied().unwrap_or(0.0) / most,
            };
            (0..slot.choices.len()).map(|k| weight * value(k)).collect()
        };
        stage.slots.iter().zip(&self.weights).zip(&self.counts).map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use super::*;
    use crate::persona::{Difficulty, load};

    #[test]
    fn an_issue_that_never_changes_gains_weight_and_its_outcome_is_preferred() {
        let bytes = include_bytes!("../../personas/hatchback.yaml");
        let persona = load("hatchback.yaml", bytes).choose("standard", Difficulty::Normal).unwrap();
        let stage = Stage::new(Arc::new(persona));
        let mut offer = stage.opening().clone();
        offer.0.insert("winter_tyres".into(), crate::negotiation::Choice::Option("with".into()));
        let mut opponent = Opponent::new(&stage);
        for price in [5900, 6000, 6100] {
            let figure = crate::negotiation::Quantity::whole(price);
            offer.0.insert("price".into(), crate::negotiation::Choice::Number(figure));
            opponent.watch(&stage, &offer);
        }
        // Two steps of gain 0.2/3 on the two unchanged issues: (1/3 + g) / (1 + 2g), twice.
        let expected = [0.2595, 0.3702, 0.3702];
        for (weight, expected) in opponent.weights.iter().zip(expected) {
            assert!((weight - expected).abs() < 5e-4, "{:?}", opponent.weights);
        }
        let tyres = &opponent.table(&stage)[1];
        assert!(tyres[1] > tyres[0]);
    }
}
