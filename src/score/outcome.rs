//! The outcome of a session and its dial: claim, create, exit.

use crate::negotiation::{DealSpace, Package};
use crate::persona::Persona;

use super::debrief::{FairPoint, Left, Outcome};
use super::ground::Ground;

/// Below this integrative potential there is nothing to create and its weight goes to the claim.
const NOTHING_TO_CREATE: f64 = 0.15;

/// What a session came to, as the outcome is scored.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'a> {
    /// The deal, if one was signed.
    pub deal: Option<&'a Package>,
    /// The most any offer of the counterpart was worth to the learner (u); none without an offer.
    pub best_offer: Option<i64>,
    /// The most any package was worth to the learner that the counterpart would have taken at some turn (u).
    pub best_accepted: Option<i64>,
}

/// The outcome of a session.
pub fn outcome(persona: &Persona, space: &DealSpace, ended: Ended<'_>) -> Outcome {
    let ground = Ground::of(persona, space);
    let (r, q) = (persona.learner.reservation, persona.counterpart.reservation);
    let worth = ended.deal.map(|deal| (persona.learner.values.of(deal), persona.counterpart.values.of(deal)));
    let (learner, counterpart) = worth.map_or((0, 0), |(u, v)| (u - r, v - q));
    Outcome {
        package: ended.deal.cloned(),
        learner,
        counterpart,
        claim: ground.map(|ground| claim(&ground, learner)),
        create: ground.filter(|g| g.integrative_potential() >= NOTHING_TO_CREATE).map(|g| match worth {
            Some(_) => create(&g, learner + counterpart),
            None => 0.0,
        }),
        exit: exit(ground.is_some(), worth.is_some(), learner, ended.best_offer.is_some_and(|u| u >= r)),
        pareto: worth.map(|(u, v)| pareto(space, r, q, u, v)),
        nash: fair_point(space, r, q),
        left: worth.map_or(Left::default(), |(u, v)| left(space, ground, (r, q), (u, v), ended.best_accepted)),
    }
}

/// C = clamp((u - r) / Z) to -1..1; below 0 when signed below one's own limit.
fn claim(ground: &Ground, gain: i64) -> f64 {
    if ground.most_claim <= 0 {
        return if gain < 0 { -1.0 } else { 1.0 };
    }
    (gain as f64 / ground.most_claim as f64).clamp(-1.0, 1.0)
}

/// K = clamp((S - S_b) / (S* - S_b)): 0 is no better than a random deal inside the zone.
fn create(ground: &Ground, joint: i64) -> f64 {
    let room = ground.most_joint as f64 - ground.mean_joint;
    if room <= 0.0 { 1.0 } else { ((joint as f64 - ground.mean_joint) / room).clamp(0.0, 1.0) }
}

/// 2 when staying or leaving was right, 0 when it cost the learner.
fn exit(zone: bool, deal: bool, gain: i64, good_offer_refused: bool) -> u8 {
    let right = match (zone, deal) {
        (false, deal) => !deal,
        (true, true) => gain >= 0,
        (true, false) => !good_offer_refused,
    };
    if right { 2 } else { 0 }
}

/// 1 - n_sup / (n_sup + n_inf), over the deals that suit both (Tripp & Sondak 1992); 1 where both are 0.
fn pareto(space: &DealSpace, r: i64, q: i64, u: i64, v: i64) -> f64 {
    let feasible =
        (0..space.len()).map(|i| (space.learner[i], space.counterpart[i])).filter(|(a, b)| *a >= r && *b >= q);
    let (mut superior, mut inferior) = (0u64, 0u64);
    for (a, b) in feasible {
        if a >= u && b >= v && (a, b) != (u, v) {
            superior += 1;
        } else if a <= u && b <= v && (a, b) != (u, v) {
            inferior += 1;
        }
    }
    if superior + inferior == 0 { 1.0 } else { 1.0 - superior as f64 / (superior + inferior) as f64 }
}

/// A package with the largest product of gains (Nash 1950); the one nearest to even gains among several.
fn fair_point(space: &DealSpace, r: i64, q: i64) -> Option<FairPoint> {
    let gains = |i: usize| (space.learner[i] - r, space.counterpart[i] - q);
    let inside = (0..space.len()).filter(|&i| gains(i).0 >= 0 && gains(i).1 >= 0);
    let product = |i: usize| i128::from(gains(i).0) * i128::from(gains(i).1);
    let best = inside.max_by_key(|&i| (product(i), -(gains(i).0 - gains(i).1).abs(), std::cmp::Reverse(i)))?;
    Some(FairPoint { package: space.package(best), learner_gain: gains(best).0, counterpart_gain: gains(best).1 })
}

fn left(
    space: &DealSpace,
    ground: Option<Ground>,
    (r, q): (i64, i64),
    (u, v): (i64, i64),
    accepted: Option<i64>,
) -> Left {
    let no_worse_for_them = (0..space.len()).filter(|&i| space.counterpart[i] >= v);
    let free = no_worse_for_them.map(|i| space.learner[i] - u).max().unwrap_or(0).max(0);
    let joint = ground.map_or(0, |ground| (ground.most_joint - (u - r + v - q)).max(0));
    Left { free, joint, tactical: accepted.map_or(0, |best| (best - u).max(0)) }
}

/// The weights of claim and create out of 35: a persona with little to create counts the claim for more.
pub fn weights(ground: &Ground) -> (f64, f64) {
    let room = ground.most_joint as f64 - ground.mean_joint;
    if ground.integrative_potential() < NOTHING_TO_CREATE {
        (35.0, 0.0)
    } else if room < 0.15 * ground.most_joint as f64 {
        (27.5, 7.5)
    } else {
        (20.0, 15.0)
    }
}

/// The outcome dial, 0..100: claim, create and exit by their weights. Without a zone, leaving is full marks and any deal none.
pub fn outcome_dial(ground: Option<&Ground>, outcome: &Outcome) -> f64 {
    let exit = f64::from(outcome.exit) / 2.0;
    let Some(ground) = ground else { return 100.0 * exit };
    let (claim_weight, create_weight) = weights(ground);
    let claim = outcome.claim.unwrap_or(0.0).max(0.0);
    let create = outcome.create.unwrap_or(0.0);
    100.0 * (claim_weight * claim + create_weight * create + 5.0 * exit) / (claim_weight + create_weight + 5.0)
}
