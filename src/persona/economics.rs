//! The figures of a persona: its deals, its frontier, its fair points.

use serde::Serialize;

use super::model::Persona;
use crate::negotiation::{Analysis, DealSpace, Limits, Package, integrative_potential};

/// What `sparring check` says about the numbers of a persona. Gains are over reservation, in the persona's unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Economics {
    /// Deals of the grid.
    pub deals: usize,
    /// Deals that suit both sides.
    pub inside_zopa: usize,
    /// Worth to the learner and to the counterpart where nobody can gain without the other's loss; ascending.
    pub frontier: Vec<(i64, i64)>,
    /// Greatest product of gains.
    pub nash: Vec<Solution>,
    /// Greatest smaller share of what each side could gain at most.
    pub kalai_smorodinsky: Vec<Solution>,
    /// Greatest smaller gain.
    pub egalitarian: Vec<Solution>,
    /// Greatest sum of gains; none without a zone.
    pub max_joint_surplus: Option<i64>,
    /// Mean sum of gains inside the zone.
    pub mean_joint_surplus: Option<f64>,
    /// Share of the greatest sum that lies outside the price, 0 to 1.
    pub integrative_potential: Option<f64>,
}

/// A package that is fair by one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Solution {
    /// The package.
    pub package: Package,
    /// Worth to the learner less the learner's reservation value.
    pub learner_gain: i64,
    /// Worth to the counterpart less its reservation value.
    pub counterpart_gain: i64,
}

impl Persona {
    /// Both sides' reservation values.
    pub fn limits(&self) -> Limits {
        Limits { learner: self.learner.reservation, counterpart: self.counterpart.reservation }
    }

    /// Every deal with its worth to both sides; `None` past a million of them.
    pub fn deal_space(&self) -> Option<DealSpace> {
        DealSpace::new(&self.agenda, &self.learner.values, &self.counterpart.values)
    }

    /// How much of the joint surplus lies outside the price, 0 to 1; `None` without a zone.
    pub fn integrative_potential(&self, analysis: &Analysis) -> Option<f64> {
        let (learner, counterpart) = (&self.learner.values, &self.counterpart.values);
        let best = analysis.max_joint_surplus?;
        Some(integrative_potential(&self.agenda, learner, counterpart, self.limits(), best))
    }
}

impl Economics {
    /// The figures of a persona from its analysis.
    pub fn of(persona: &Persona, space: &DealSpace, analysis: &Analysis) -> Self {
        let limits = analysis.limits;
        let solutions = |places: &[usize]| {
            let points = places.iter().map(|place| &analysis.frontier[*place]);
            let packages = points.flat_map(|point| point.deals.iter().map(move |deal| (point, *deal)));
            let solution = |(point, deal): (&crate::negotiation::Point, usize)| Solution {
                package: space.package(deal),
                learner_gain: point.learner - limits.learner,
                counterpart_gain: point.counterpart - limits.counterpart,
            };
            packages.map(solution).collect()
        };
        Economics {
            deals: analysis.deals,
            inside_zopa: analysis.inside_zone,
            frontier: analysis.frontier.iter().map(|point| (point.learner, point.counterpart)).collect(),
            nash: solutions(&analysis.nash),
            kalai_smorodinsky: solutions(&analysis.kalai_smorodinsky),
            egalitarian: solutions(&analysis.egalitarian),
            max_joint_surplus: analysis.max_joint_surplus,
            mean_joint_surplus: analysis.mean_joint_surplus,
            integrative_potential: persona.integrative_potential(analysis),
        }
    }
}
