//! The five dials and the rated score: means over what came up, weighted; what never came up leaves the sum.

use super::component::{Component, Dial};
use super::debrief::{Dials, Outcome};
use super::ground::Ground;
use super::outcome::{outcome_dial, weights};

/// The most that can be scored once a fabrication was exposed.
const FABRICATED_MOST: f64 = 60.0;
/// Weight of the relation in its dial and in the score.
const RELATION: f64 = 3.0;
/// Weights of the parts of the relation: trust, calm, deal memo.
const TRUST: f64 = 0.4;
const CALM: f64 = 0.3;
const MEMO: f64 = 0.3;
/// Weight of the whole outcome where there is no zone: that of claim, create and exit together.
const OUTCOME: f64 = 40.0;

/// How the two sides stand with each other at the end, 0..1 each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relation {
    /// Trust, 0..100.
    pub trust: f64,
    /// Tension, 0..100.
    pub tension: f64,
    /// The deal memo, 0..1; none where there is none.
    pub memo: Option<f64>,
}

impl Relation {
    /// .4 trust + .3 calm + .3 memo, 0..1; without a memo the first two, rescaled.
    pub fn value(&self) -> f64 {
        let both = TRUST * self.trust / 100.0 + CALM * (100.0 - self.tension) / 100.0;
        let (sum, of) = self.memo.map_or((both, TRUST + CALM), |memo| (both + MEMO * memo, 1.0));
        (sum / of).clamp(0.0, 1.0)
    }
}

/// What a session is rated on.
#[derive(Debug, Clone)]
pub struct Rated<'a> {
    /// The outcome.
    pub outcome: &'a Outcome,
    /// The ground it was played on; none without a zone.
    pub ground: Option<Ground>,
    /// Rows as (component, score 0..2); none where the row never came up.
    pub rows: Vec<(Component, Option<u8>)>,
    /// 0..1, how the two sides stand; none where nothing was said.
    pub relation: Option<f64>,
    /// Whether an invented fact or offer was exposed.
    pub fabricated: bool,
}

/// A part of a sum: weight and value 0..1.
type Part = (f64, f64);

impl Rated<'_> {
    /// A component's value, 0..1: the mean of row/2 over the rows that came up; none where none did.
    pub fn value(&self, component: Component) -> Option<f64> {
        let scores = || self.rows.iter().filter(|(of, _)| *of == component).filter_map(|(_, score)| *score);
        let count = scores().count();
        (count > 0).then(|| scores().map(|score| f64::from(score.min(2)) / 2.0).sum::<f64>() / count as f64)
    }

    /// The five dials, 0..100 each; none where nothing of one came up.
    pub fn dials(&self) -> Dials {
        Dials {
            outcome: Some(outcome_dial(self.ground.as_ref(), self.outcome)),
            information: level(&self.parts(Dial::Information)),
            process: level(&self.parts(Dial::Process)),
            closing: level(&self.parts(Dial::Closing)),
            relationship: level(&self.parts(Dial::Relationship)),
        }
    }

    /// The rated score, 0..100: the same sum over everything that came up, capped where a fabrication was exposed.
    pub fn score(&self) -> Option<f64> {
        let dials = [Dial::Information, Dial::Process, Dial::Closing, Dial::Relationship];
        let parts: Vec<Part> =
            dials.into_iter().flat_map(|dial| self.parts(dial)).chain(self.outcome_parts()).collect();
        let score = level(&parts)?;
        Some(if self.fabricated { score.min(FABRICATED_MOST) } else { score })
    }

    fn parts(&self, dial: Dial) -> Vec<Part> {
        let of_dial = Component::COUNTED.into_iter().filter(|component| component.dial() == Some(dial));
        let mut parts: Vec<Part> =
            of_dial.filter_map(|component| Some((component.weight(), self.value(component)?))).collect();
        if dial == Dial::Relationship {
            parts.extend(self.relation.map(|relation| (RELATION, relation)));
        }
        parts
    }

    /// Claim, create and exit; without a zone the exit alone, at the weight of all three.
    fn outcome_parts(&self) -> Vec<Part> {
        let exit = f64::from(self.outcome.exit.min(2)) / 2.0;
        let Some(ground) = &self.ground else { return vec![(OUTCOME, exit)] };
        let (claim, create) = weights(ground);
        let of = |value: Option<f64>| value.unwrap_or(0.0).max(0.0);
        vec![(claim, of(self.outcome.claim)), (create, of(self.outcome.create)), (OUTCOME - claim - create, exit)]
    }
}

fn level(parts: &[Part]) -> Option<f64> {
    let weight: f64 = parts.iter().map(|(weight, _)| weight).sum();
    let sum: f64 = parts.iter().map(|(weight, value)| weight * value).sum();
    (weight > 0.0).then(|| 100.0 * sum / weight)
}
