//! What does not change during a session: the persona and its deals, ordered by worth.

use std::sync::Arc;

use crate::negotiation::{Agenda, Analysis, Choice, DealSpace, Issue, Kind, Package, Scale};
use crate::persona::Persona;

/// One issue as the counterpart reckons with it.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) id: String,
    pub(super) choices: Vec<Choice>,
    stride: usize,
    /// For a scale: how good each figure is for the learner, 0..1, if both pull opposite ways.
    pub(super) line: Option<Vec<f64>>,
    /// Whether it is what people call the price, which is always on the table.
    pub(super) is_price: bool,
}

/// A deal: its number in the grid and its worth to the counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deal {
    pub(super) worth: i64,
    pub(super) number: u32,
}

/// A persona made ready to play: computed once, shared by all its sessions.
#[derive(Debug, Clone)]
pub struct Stage {
    pub(super) persona: Arc<Persona>,
    pub(super) slots: Vec<Slot>,
    /// Every deal of the grid, ascending by worth to the counterpart.
    pub(super) deals: Vec<Deal>,
    space: Option<Arc<DealSpace>>,
    analysis: Option<Analysis>,
    opening: Package,
    range: f64,
    stake: f64,
    zone: Option<f64>,
    price_step: i64,
    leak_worth: Option<i64>,
}

impl Stage {
    /// Lists and orders the persona's deals. A grid past [`MOST_DEALS`](crate::negotiation::MOST_DEALS),
    /// which a check refuses, leaves a counterpart that only repeats its opening.
    pub fn new(persona: Arc<Persona>) -> Stage {
        let (mine, theirs) = (&persona.counterpart, &persona.learner);
        let space = persona.deal_space().map(Arc::new);
        let analysis = space.as_ref().map(|space| Analysis::of(space, persona.limits()));
        let zone = analysis.as_ref().and_then(|analysis| analysis.max_learner_gain).filter(|z| *z > 0);
        let stake = analysis.as_ref().and_then(|analysis| analysis.max_counterpart_gain).filter(|most| *most > 0);
        let leak_worth = space.as_deref().zip(zone).and_then(|(space, z)| {
            let least = theirs.reservation + (0.02 * z as f64).round() as i64;
            worths(space).filter(|(learner, _)| *learner >= least).map(|(_, counterpart)| counterpart).max()
        });
        let mut deals: Vec<Deal> = space.iter().flat_map(|space| space.counterpart.iter()).zip(0..).map(deal).collect();
        deals.sort_unstable_by_key(|deal| (deal.worth, deal.number));
        let opening = persona.agenda.complete(&mine.opening.package.to_terms(), None);
        let range = (mine.values.of(&opening) - mine.reservation).max(1) as f64;
        Stage {
            slots: slots(&persona),
            price_step: price_step(&persona, &deals),
            deals,
            space,
            analysis,
            opening,
            range,
            stake: stake.map_or(range, |most| range.min(most as f64)),
            zone: zone.map(|z| z as f64),
            leak_worth,
            persona,
        }
    }

    /// The persona.
    pub fn persona(&self) -> &Persona {
        &self.persona
    }

    /// Every deal of the grid with its worth to both sides; `None` where the grid is too large to list.
    pub fn space(&self) -> Option<&Arc<DealSpace>> {
        self.space.as_ref()
    }

    /// The frontier, the fair points and the sums over the zone; `None` where the grid is too large to list.
    pub fn analysis(&self) -> Option<&Analysis> {
        self.analysis.as_ref()
    }

    /// The counterpart's first package, complete.
    pub fn opening(&self) -> &Package {
        &self.opening
    }

    /// The counterpart's room at the start, in its unit: the opening's worth less the reservation value; at least 1.
    pub fn range(&self) -> f64 {
        self.range
    }

    /// What it can still win inside the zone of agreement, in its unit; never more than its range. Concessions are
    /// measured by it, so that an opening beyond all that there is makes no concession small.
    pub(super) fn stake(&self) -> f64 {
        self.stake
    }

    /// Z: the most the learner can gain over its reservation value while the counterpart
    /// keeps its own; `None` without a zone of agreement.
    pub fn zone(&self) -> Option<f64> {
        self.zone
    }

    /// The smallest step of the counterpart's worth that an offer is counted in.
    pub fn price_step(&self) -> i64 {
        self.price_step
    }

    /// What a package is worth to the counterpart; figures off the grid exactly.
    pub fn worth(&self, package: &Package) -> i64 {
        self.persona.counterpart.values.of(package)
    }

    /// What one outcome is worth to the counterpart.
    pub(super) fn worth_of(&self, slot: &Slot, choice: &Choice) -> i64 {
        self.persona.counterpart.values.of_choice(&slot.id, choice)
    }

    /// What a package is worth to the learner.
    pub fn learner_worth(&self, package: &Package) -> i64 {
        self.persona.learner.values.of(package)
    }

    /// The ambition `a` of a first offer that names some issues: what it leaves the learner over
    /// its reservation value, as a share of the most it could be (1 is the counterpart's limit).
    /// Without a zone: how much of the counterpart's own range it asks for.
    pub fn ambition(&self, package: &Package, named: &[String]) -> f64 {
        let Some(zone) = self.zone else {
            return (self.worth(&self.opening) - self.worth(package)) as f64 / self.range;
        };
        let within = self.surplus_over(named).filter(|z| *z >= 0.2 * zone).unwrap_or(zone);
        (self.learner_worth(package) - self.persona.learner.reservation) as f64 / within
    }

    /// Z₁: as Z, the issues that are not named at their default. Lists the deals that differ in the named ones.
    fn surplus_over(&self, named: &[String]) -> Option<f64> {
        let persona = &*self.persona;
        let is_named = |issue: &&Issue| named.contains(&issue.id);
        if persona.agenda.issues.iter().all(|issue| is_named(&issue)) {
            return self.zone;
        }
        let issues: Vec<Issue> = persona.agenda.issues.iter().filter(is_named).cloned().collect();
        let rest = persona.agenda.issues.iter().filter(|issue| !is_named(issue));
        let rest = Package(rest.map(|issue| (issue.id.clone(), issue.default.clone())).collect());
        let space = DealSpace::new(&Agenda { issues }, &persona.learner.values, &persona.counterpart.values)?;
        let (mine, theirs) = (self.worth(&rest), self.learner_worth(&rest));
        worths(&space)
            .filter(|(_, counterpart)| counterpart + mine >= persona.counterpart.reservation)
            .map(|(learner, _)| learner + theirs - persona.learner.reservation)
            .max()
            .map(|most| most as f64)
    }

    /// The most the counterpart can hope for once it knows the learner's limit.
    pub(super) fn leak_worth(&self) -> Option<i64> {
        self.leak_worth
    }

    /// The counterpart's reservation value.
    pub(super) fn reservation(&self) -> i64 {
        self.persona.counterpart.reservation
    }

    /// A deal's position on one issue's grid.
    pub(super) fn position(&self, deal: Deal, slot: &Slot) -> usize {
        (deal.number as usize / slot.stride) % slot.choices.len()
    }

    /// A deal as a package.
    pub(super) fn package(&self, deal: Deal) -> Package {
        let choice = |slot: &Slot| (slot.id.clone(), slot.choices[self.position(deal, slot)].clone());
        Package(self.slots.iter().map(choice).collect())
    }

    /// The deals worth at least `low` and at most `high`, ascending.
    pub(super) fn deals_within(&self, low: i64, high: i64) -> &[Deal] {
        let from = self.deals.partition_point(|deal| deal.worth < low);
        let to = self.deals.partition_point(|deal| deal.worth <= high);
        self.deals.get(from..to).unwrap_or(&[])
    }
}

fn deal((worth, number): (&i64, u32)) -> Deal {
    Deal { worth: *worth, number }
}

fn worths(space: &DealSpace) -> impl Iterator<Item = (i64, i64)> + '_ {
    space.learner.iter().copied().zip(space.counterpart.iter().copied())
}

fn slots(persona: &Persona) -> Vec<Slot> {
    let mut stride = 1;
    let mut slots: Vec<Slot> = Vec::with_capacity(persona.agenda.issues.len());
    for issue in persona.agenda.issues.iter().rev() {
        let choices = issue.grid();
        let line = line(persona, issue, &choices);
        let is_price = persona.agenda.price().is_some_and(|price| price.id == issue.id);
        slots.push(Slot { id: issue.id.clone(), stride, line, choices, is_price });
        stride *= slots.last().map_or(1, |slot| slot.choices.len().max(1));
    }
    slots.reverse();
    slots
}

/// The learner is taken to pull a figure the other way; where the counterpart doesn't care, nothing is assumed.
fn line(persona: &Persona, issue: &Issue, choices: &[Choice]) -> Option<Vec<f64>> {
    let last = choices.len().saturating_sub(1).max(1) as f64;
    let worth = |choice: Option<&Choice>| choice.map_or(0, |c| persona.counterpart.values.of_choice(&issue.id, c));
    let rises = match &issue.kind {
        Kind::Options(_) => return None,
        Kind::Share { .. } => true,
        Kind::Numeric(_) => match worth(choices.last()) - worth(choices.first()) {
            0 => return Some(vec![0.5; choices.len()]),
            slope => slope < 0,
        },
    };
    Some((0..choices.len()).map(|k| if rises { k as f64 / last } else { 1.0 - k as f64 / last }).collect())
}

/// One step of the price in the counterpart's worth; without a price the smallest gap between two deals.
fn price_step(persona: &Persona, deals: &[Deal]) -> i64 {
    let by_price = persona.agenda.price().and_then(|issue| match &issue.kind {
        Kind::Numeric(scale) => one_step(persona, &issue.id, scale),
        _ => None,
    });
    let gaps = || deals.windows(2).map(|pair| pair[1].worth - pair[0].worth).filter(|gap| *gap > 0).min();
    by_price.or_else(gaps).unwrap_or(1)
}

fn one_step(persona: &Persona, issue: &str, scale: &Scale) -> Option<i64> {
    let of = |figure| persona.counterpart.values.of_choice(issue, &Choice::Number(figure));
    let worths: Vec<i64> = scale.grid().map(of).collect();
    let steps = worths.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    steps.filter(|step| *step > 0).max()
}
