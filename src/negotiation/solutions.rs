//! Fair points on the frontier and what there is to share. All comparisons are exact.

use super::frontier::{Limits, Point, frontier};
use super::issue::{Agenda, Choice, Issue};
use super::space::DealSpace;
use super::values::Values;

/// What a deal space holds for two sides with their limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// How many deals there are.
    pub deals: usize,
    /// How many of them suit both sides.
    pub inside_zone: usize,
    /// The limits it was made for.
    pub limits: Limits,
    /// The points nobody can better for both, ascending in the learner's worth; empty without a zone.
    pub frontier: Vec<Point>,
    /// Greatest product of gains over disagreement (Nash 1950): places in `frontier`, all ties.
    pub nash: Vec<usize>,
    /// Greatest smaller share, a share being gain over disagreement by the most the side could gain over all
    /// deals (after Kalai & Smorodinsky 1975): places in `frontier`, all ties.
    pub kalai_smorodinsky: Vec<usize>,
    /// Greatest smaller gain over disagreement (Kalai 1977): places in `frontier`, all ties.
    pub egalitarian: Vec<usize>,
    /// Greatest sum of gains over the limits inside the zone, in the unit.
    pub max_joint_surplus: Option<i64>,
    /// Mean sum of gains over the limits inside the zone, in the unit.
    pub mean_joint_surplus: Option<f64>,
    /// The most the learner can gain over the limit inside the zone: Z.
    pub max_learner_gain: Option<i64>,
    /// The most the counterpart can gain over its limit inside the zone.
    pub max_counterpart_gain: Option<i64>,
}

impl Analysis {
    /// Analyses a space; about a tenth of a second for a million deals.
    pub fn of(space: &DealSpace, limits: Limits) -> Self {
        let frontier = frontier(space, limits);
        let fair = Fair::new(space, limits);
        let surplus = |u: i64, v: i64| (u - limits.learner) + (v - limits.counterpart);
        let totals = space.learner.iter().zip(&space.counterpart);
        let zone = totals.filter(|(u, v)| limits.hold(**u, **v)).map(|(u, v)| i128::from(surplus(*u, *v)));
        let (inside_zone, sum) = zone.fold((0usize, 0i128), |(n, sum), s| (n + 1, sum + s));
        Analysis {
            deals: space.len(),
            inside_zone,
            limits,
            nash: greatest(&frontier, |a, b| fair.product(a).cmp(&fair.product(b))),
            kalai_smorodinsky: greatest(&frontier, |a, b| {
                let (a, b) = (fair.smaller_share(a), fair.smaller_share(b));
                (a.0 * b.1).cmp(&(b.0 * a.1))
            }),
            egalitarian: greatest(&frontier, |a, b| fair.smaller_gain(a).cmp(&fair.smaller_gain(b))),
            max_joint_surplus: frontier.iter().map(|point| surplus(point.learner, point.counterpart)).max(),
            mean_joint_surplus: (inside_zone > 0).then(|| sum as f64 / inside_zone as f64),
            max_learner_gain: frontier.last().map(|point| point.learner - limits.learner),
            max_counterpart_gain: frontier.first().map(|point| point.counterpart - limits.counterpart),
            frontier,
        }
    }

    /// Whether any deal suits both sides.
    pub fn has_zone(&self) -> bool {
        self.inside_zone > 0
    }
}

/// Gains are counted from the disagreement point: the limit, or the worst total where that is higher.
struct Fair {
    disagreement: (i64, i64),
    /// The most each side could gain over disagreement among all deals; never negative inside a zone.
    ideal: (i128, i128),
}

impl Fair {
    fn new(space: &DealSpace, limits: Limits) -> Self {
        let ends = |totals: &[i64], limit: i64| {
            let (low, high) = totals.iter().fold((i64::MAX, i64::MIN), |(l, h), t| (l.min(*t), h.max(*t)));
            let disagreement = limit.max(low);
            (disagreement, i128::from(high) - i128::from(disagreement))
        };
        let (learner, learner_ideal) = ends(&space.learner, limits.learner);
        let (counterpart, counterpart_ideal) = ends(&space.counterpart, limits.counterpart);
        Fair { disagreement: (learner, counterpart), ideal: (learner_ideal, counterpart_ideal) }
    }

    fn gains(&self, point: &Point) -> (i128, i128) {
        let (learner, counterpart) = self.disagreement;
        (i128::from(point.learner - learner), i128::from(point.counterpart - counterpart))
    }

    fn product(&self, point: &Point) -> i128 {
        let (learner, counterpart) = self.gains(point);
        learner * counterpart
    }

    fn smaller_gain(&self, point: &Point) -> i128 {
        let (learner, counterpart) = self.gains(point);
        learner.min(counterpart)
    }

    /// The smaller of the two shares as numerator and denominator. A side with nothing to gain has all of it.
    fn smaller_share(&self, point: &Point) -> (i128, i128) {
        let share = |gain: i128, ideal: i128| if ideal > 0 { (gain, ideal) } else { (1, 1) };
        let (learner, counterpart) = self.gains(point);
        let (a, b) = (share(learner, self.ideal.0), share(counterpart, self.ideal.1));
        if a.0 * b.1 <= b.0 * a.1 { a } else { b }
    }
}

/// Places of the greatest points, ties included.
fn greatest(points: &[Point], compare: impl Fn(&Point, &Point) -> std::cmp::Ordering) -> Vec<usize> {
    let Some(best) = points.iter().max_by(|a, b| compare(a, b)) else { return Vec::new() };
    (0..points.len()).filter(|i| compare(&points[*i], best).is_eq()).collect()
}

/// How much of the joint surplus lies outside the price: 1 − max(0, S_default) / S*, where S_default is the best
/// joint surplus with every issue but the price (the first numeric one) at its default. 0 to 1; 0 where S* is 0.
pub fn integrative_potential(
    agenda: &Agenda,
    learner: &Values,
    counterpart: &Values,
    limits: Limits,
    max_joint_surplus: i64,
) -> f64 {
    let joint = |issue: &Issue, choice: &Choice| {
        learner.of_choice(&issue.id, choice) + counterpart.of_choice(&issue.id, choice)
    };
    let price = agenda.price().map(|issue| issue.id.as_str());
    let best = |issue: &Issue| match Some(issue.id.as_str()) == price {
        true => issue.grid().iter().map(|choice| joint(issue, choice)).max().unwrap_or_default(),
        false => joint(issue, &issue.default),
    };
    let at_default: i64 = agenda.issues.iter().map(best).sum::<i64>() - limits.learner - limits.counterpart;
    if max_joint_surplus <= 0 {
        return 0.0;
    }
    1.0 - at_default.clamp(0, max_joint_surplus) as f64 / max_joint_surplus as f64
}
