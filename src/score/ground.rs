//! The ground a session is played on: what the zone of agreement holds for both sides.
//! Formulas: scoring.md of the project's notes; Raiffa 1982 for surplus over reservation values.

use crate::negotiation::DealSpace;
use crate::persona::Persona;

/// Sums over the zone of agreement, in the persona's unit. All over the reservation values r and q.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ground {
    /// Z: the most the learner can gain, max{u - r : v >= q}.
    pub most_claim: i64,
    /// S*: the largest joint surplus (u - r) + (v - q).
    pub most_joint: i64,
    /// S_b: the mean joint surplus over the deals inside the zone.
    pub mean_joint: f64,
    /// S_default: the best joint surplus with every issue but the price at its default.
    pub default_joint: i64,
}

impl Ground {
    /// The ground of a persona; `None` without a zone of agreement.
    pub fn of(persona: &Persona, space: &DealSpace) -> Option<Self> {
        let (r, q) = (persona.learner.reservation, persona.counterpart.reservation);
        let inside = (0..space.len()).filter(|&i| space.learner[i] >= r && space.counterpart[i] >= q);
        let (mut count, mut sum, mut most_claim, mut most_joint) = (0u64, 0i128, 0, 0);
        for i in inside {
            let joint = space.learner[i] - r + space.counterpart[i] - q;
            count += 1;
            sum += i128::from(joint);
            most_claim = most_claim.max(space.learner[i] - r);
            most_joint = most_joint.max(joint);
        }
        (count > 0).then(|| Ground {
            most_claim,
            most_joint,
            mean_joint: sum as f64 / count as f64,
            default_joint: default_joint(persona),
        })
    }

    /// How much of the surplus lies outside the price: IP = 1 - max(0, S_default) / S*, 0..1.
    pub fn integrative_potential(&self) -> f64 {
        if self.most_joint <= 0 {
            return 0.0;
        }
        1.0 - self.default_joint.max(0) as f64 / self.most_joint as f64
    }
}

/// The best joint surplus with only the first numeric issue free.
fn default_joint(persona: &Persona) -> i64 {
    let defaults = persona.agenda.defaults();
    let joint = |package: &_| {
        persona.learner.values.of(package) - persona.learner.reservation + persona.counterpart.values.of(package)
            - persona.counterpart.reservation
    };
    let Some(price) = persona.agenda.price() else { return joint(&defaults) };
    let with = |choice| {
        let mut package = defaults.clone();
        package.0.insert(price.id.clone(), choice);
        joint(&package)
    };
    price.grid().into_iter().map(with).max().unwrap_or(0)
}
