//! Every deal of the grid with its worth to both sides.

use super::issue::{Agenda, Choice, Package};
use super::values::Values;

/// Deals that are still analysed exactly; a larger grid is refused with a finding.
pub const MOST_DEALS: usize = 1_000_000;

/// All packages of the grid, numbered, with what each is worth to both sides.
#[derive(Debug, Clone)]
pub struct DealSpace {
    ids: Vec<String>,
    grid: Vec<Vec<Choice>>,
    /// Worth of deal `i` to the learner.
    pub learner: Vec<i64>,
    /// Worth of deal `i` to the counterpart.
    pub counterpart: Vec<i64>,
}

impl DealSpace {
    /// Counts the deals of an agenda without listing them; `None` past `usize`.
    pub fn count(agenda: &Agenda) -> Option<usize> {
        agenda.issues.iter().try_fold(1usize, |n, issue| n.checked_mul(issue.grid_len()))
    }

    /// Lists every deal. `None` when there are more than [`MOST_DEALS`] or none.
    pub fn new(agenda: &Agenda, learner: &Values, counterpart: &Values) -> Option<Self> {
        let count = Self::count(agenda).filter(|n| (1..=MOST_DEALS).contains(n))?;
        let grid: Vec<Vec<Choice>> = agenda.issues.iter().map(|issue| issue.grid()).collect();
        let sum = |values: &Values| {
            let mut totals = Vec::with_capacity(count);
            totals.push(0i64);
            for (issue, choices) in agenda.issues.iter().zip(&grid) {
                let worth: Vec<i64> = choices.iter().map(|choice| values.of_choice(&issue.id, choice)).collect();
                let mut longer = Vec::with_capacity(totals.len() * worth.len());
                totals.iter().for_each(|total| longer.extend(worth.iter().map(|w| total + w)));
                totals = longer;
            }
            totals
        };
        let ids = agenda.issues.iter().map(|issue| issue.id.clone()).collect();
        Some(DealSpace { ids, learner: sum(learner), counterpart: sum(counterpart), grid })
    }

    /// How many deals there are; never zero.
    pub fn len(&self) -> usize {
        self.learner.len()
    }

    /// Always false: a space without deals is never built.
    pub fn is_empty(&self) -> bool {
        self.learner.is_empty()
    }

    /// Deal `i` as positions on each issue's grid, in the agenda's order.
    pub fn positions(&self, i: usize) -> Vec<usize> {
        let mut rest = i;
        let mut positions = vec![0; self.grid.len()];
        for (slot, choices) in positions.iter_mut().zip(&self.grid).rev() {
            *slot = rest % choices.len();
            rest /= choices.len();
        }
        positions
    }

    /// Deal `i` as a package.
    pub fn package(&self, i: usize) -> Package {
        let choice = |(slot, at): (usize, &usize)| (self.ids[slot].clone(), self.grid[slot][*at].clone());
        Package(self.positions(i).iter().enumerate().map(choice).collect())
    }

    /// The number of a package, when all its outcomes are on the grid.
    pub fn index(&self, package: &Package) -> Option<usize> {
        self.ids.iter().zip(&self.grid).try_fold(0, |index, (id, choices)| {
            let choice = package.0.get(id)?;
            Some(index * choices.len() + choices.iter().position(|c| c == choice)?)
        })
    }
}
