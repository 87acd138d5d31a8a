//! The Pareto frontier of a deal space, exact in integers.

use super::space::DealSpace;

/// Packages that are kept for one point; more are the same pair of gains again.
pub const MOST_TIES: usize = 20;

/// A pair of totals that no deal in the zone beats, with the deals that reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Worth to the learner.
    pub learner: i64,
    /// Worth to the counterpart.
    pub counterpart: i64,
    /// Numbers of the deals that reach it, ascending; at most [`MOST_TIES`].
    pub deals: Vec<usize>,
}

/// The reservation values of both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The least a deal may be worth to the learner.
    pub learner: i64,
    /// The least a deal may be worth to the counterpart.
    pub counterpart: i64,
}

impl Limits {
    /// Whether totals lie inside the zone of possible agreement; a deal at the limit does.
    pub fn hold(&self, learner: i64, counterpart: i64) -> bool {
        learner >= self.learner && counterpart >= self.counterpart
    }
}

/// The deals inside the zone that no other deal of the zone weakly beats with at least one side strictly
/// better off; equal pairs are one point. Ascending in the learner's worth.
///
/// Throws out at sight what a clearly better deal beats, then sorts once and sweeps once (Kung, Luccio & Preparata
/// 1975 for two criteria): n steps and k log k for n deals of which k are left.
pub fn frontier(space: &DealSpace, limits: Limits) -> Vec<Point> {
    let mut left = unbeaten(space, limits);
    left.sort_unstable_by(|a, b| (b.0, b.1, a.2).cmp(&(a.0, a.1, b.2)));
    let mut points: Vec<Point> = Vec::new();
    for (learner, counterpart, deal) in left {
        match points.last_mut() {
            Some(last) if (last.learner, last.counterpart) == (learner, counterpart) => {
                if last.deals.len() < MOST_TIES {
                    last.deals.push(deal);
                }
            }
            Some(last) if last.counterpart >= counterpart => {}
            _ => points.push(Point { learner, counterpart, deals: vec![deal] }),
        }
    }
    points.reverse();
    points
}

/// Shelves that the zone is cut into by the learner's worth, as a power of two.
const SHELVES_LOG2: u32 = 10;

/// The deals of the zone that no deal of a higher shelf beats, as worths and number. Every deal of a higher shelf is
/// worth more to the learner, so one worth as much to the counterpart is enough.
fn unbeaten(space: &DealSpace, limits: Limits) -> Vec<(i64, i64, usize)> {
    let totals = || space.learner.iter().zip(&space.counterpart).enumerate();
    let zone = || totals().map(|(deal, (u, v))| (*u, *v, deal)).filter(|(u, v, _)| limits.hold(*u, *v));
    let Some((low, high)) = zone().map(|(u, ..)| (u, u)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
        return Vec::new();
    };
    let bits = u64::BITS - high.abs_diff(low).leading_zeros();
    let shelf = |u: i64| (u.abs_diff(low) >> bits.saturating_sub(SHELVES_LOG2)) as usize;
    // What the counterpart gets at most on this shelf or a higher one; above the highest there is nothing.
    let mut best = vec![i64::MIN; (1 << SHELVES_LOG2) + 1];
    zone().for_each(|(u, v, _)| best[shelf(u)] = best[shelf(u)].max(v));
    (0..best.len() - 1).rev().for_each(|k| best[k] = best[k].max(best[k + 1]));
    zone().filter(|(u, v, _)| *v > best[shelf(*u) + 1]).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::negotiation::{Agenda, Choice, Issue, Kind, Outcome, Values, Worth};

    fn space(issues: &[Vec<(i64, i64)>]) -> DealSpace {
        let outcome = |k: usize| Outcome { id: k.to_string(), label: k.to_string(), words: Vec::new() };
        let issue = |(i, worths): (usize, &Vec<(i64, i64)>)| Issue {
            id: i.to_string(),
            label: i.to_string(),
            words: Vec::new(),
            kind: Kind::Options((0..worths.len()).map(outcome).collect()),
            default: Choice::Option("0".to_owned()),
        };
        let side = |pick: fn(&(i64, i64)) -> i64| {
            let worth = |worths: &Vec<(i64, i64)>| {
                let options: BTreeMap<String, i64> =
                    worths.iter().enumerate().map(|(k, pair)| (k.to_string(), pick(pair))).collect();
                Worth::Options(options)
            };
            Values(issues.iter().enumerate().map(|(i, worths)| (i.to_string(), worth(worths))).collect())
        };
        let agenda = Agenda { issues: issues.iter().enumerate().map(issue).collect() };
        DealSpace::new(&agenda, &side(|pair| pair.0), &side(|pair| pair.1)).unwrap()
    }

    /// Every pair against every other one.
    fn naive(space: &DealSpace, limits: Limits) -> Vec<(i64, i64)> {
        let all: Vec<(i64, i64)> = space.learner.iter().copied().zip(space.counterpart.iter().copied()).collect();
        let zone: Vec<(i64, i64)> = all.into_iter().filter(|(u, v)| limits.hold(*u, *v)).collect();
        let beaten = |a: &(i64, i64)| zone.iter().any(|b| b.0 >= a.0 && b.1 >= a.1 && b != a);
        let mut left: Vec<(i64, i64)> = zone.iter().filter(|a| !beaten(a)).copied().collect();
        left.sort_unstable();
        left.dedup();
        left
    }

    /// Small worths tie often; large ones put several deals on one shelf.
    fn worth() -> impl Strategy<Value = i64> {
        prop_oneof![-9i64..9, -4000i64..4000]
    }

    proptest! {
        #[test]
        fn the_sweep_finds_what_comparing_all_pairs_finds(
            issues in prop::collection::vec(prop::collection::vec((worth(), worth()), 1..5), 1..4),
            learner in -12i64..12,
            counterpart in -12i64..12,
        ) {
            let space = space(&issues);
            let limits = Limits { learner, counterpart };
            let swept = frontier(&space, limits);
            let pairs: Vec<(i64, i64)> = swept.iter().map(|p| (p.learner, p.counterpart)).collect();
            prop_assert_eq!(pairs, naive(&space, limits));
            for point in &swept {
                prop_assert!(!point.deals.is_empty());
                for deal in &point.deals {
                    prop_assert_eq!((space.learner[*deal], space.counterpart[*deal]), (point.learner, point.counterpart));
                }
            }
        }
    }
}
