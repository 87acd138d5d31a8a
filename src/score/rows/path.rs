//! The learner's offers as a path: the step between each offer and the one before.

use crate::negotiation::Package;

use crate::score::talk::{Play, Talk};

/// A change of this share of Z is a step; less is none.
const STEP: f64 = 0.01;

/// From one offer of the learner to the next.
pub(super) struct Step<'t, 'a> {
    /// The move with the new offer.
    pub(super) play: &'t Play<'a>,
    /// The offer before.
    pub(super) from: &'t Package,
    /// The new offer.
    pub(super) to: &'t Package,
    /// What it costs the learner, in the unit; negative when it takes back.
    pub(super) cost: i64,
    /// Whether the new offer is worse for the counterpart.
    pub(super) worse_for_them: bool,
    /// Whether something is asked for in return, or the counterpart has moved since the offer before.
    pub(super) traded: bool,
}

/// All steps of a talk.
pub(super) struct Path<'t, 'a> {
    pub(super) steps: Vec<Step<'t, 'a>>,
    least: f64,
}

impl<'t, 'a> Path<'t, 'a> {
    pub(super) fn of(talk: &'t Talk<'a>) -> Self {
        let offers: Vec<(&'t Play<'a>, &'t Package)> = talk.offers().collect();
        let step = |pair: &[(&'t Play<'a>, &'t Package)]| {
            let [(earlier, from), (play, to)] = pair else { return None };
            let gain = |package: &Package| talk.stage.learner_worth(package);
            let countered = gain(&play.before) > gain(&earlier.before);
            let worse_for_them = talk.stage.worth(to) < talk.stage.worth(from);
            let traded = play.asks || countered;
            Some(Step { play, from, to, cost: gain(from) - gain(to), worse_for_them, traded })
        };
        Path { steps: offers.windows(2).filter_map(step).collect(), least: talk.share(STEP) }
    }

    /// The steps that gave something up.
    pub(super) fn concessions(&self) -> Vec<&Step<'t, 'a>> {
        self.steps.iter().filter(|step| step.cost as f64 >= self.least).collect()
    }

    /// How many steps took something back: better for the learner at the counterpart's cost.
    pub(super) fn taken_back(&self) -> usize {
        self.steps.iter().filter(|step| step.worse_for_them && -step.cost as f64 >= self.least).count()
    }

    /// Whether offers go up and down, so that nobody can read them: half as many steps back as forward, or more.
    pub(super) fn wanders(&self) -> bool {
        let back = self.taken_back();
        back > 0 && 2 * back >= self.concessions().len()
    }

    /// Whether the offers show no use of anything learnt: they wander, and not only by the one step back that an
    /// answer may well be worth.
    pub(super) fn aimless(&self) -> bool {
        self.taken_back() > 1 && self.wanders()
    }

    /// Issues that a step changes.
    pub(super) fn changed(step: &Step) -> Vec<String> {
        let differs = |(id, choice): &(&String, &crate::negotiation::Choice)| step.from.0.get(*id) != Some(*choice);
        step.to.0.iter().filter(differs).map(|(id, _)| id.clone()).collect()
    }
}

/// Kendall's tau of amounts against their order (Kendall 1938, tau-a): -1 each smaller than all before, 1 each larger.
pub(super) fn kendall(amounts: &[i64]) -> f64 {
    let pairs =
        amounts.iter().enumerate().flat_map(|(i, first)| amounts[i + 1..].iter().map(move |next| (first, next)));
    let (sum, count) =
        pairs.fold((0i64, 0i64), |(sum, count), (first, next)| (sum + (next - first).signum(), count + 1));
    if count == 0 { 0.0 } else { sum as f64 / count as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_that_shrink_have_a_tau_of_minus_one() {
        let tau = |amounts: &[i64]| (kendall(amounts) * 100.0).round() / 100.0;
        assert_eq!([tau(&[600, 250, 100]), tau(&[1, 2, 3]), tau(&[5, 5, 5]), tau(&[9, 3, 5])], [-1.0, 1.0, 0.0, -0.33]);
        assert_eq!(tau(&[4]), 0.0);
    }
}
