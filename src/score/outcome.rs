//! The outcome of a session and its dial: claim, create, exit.

use crate::counterpart::Stage;
use crate::negotiation::{DealSpace, Package};

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

/// The outcome of a session; `None` where the persona's grid is too large to list.
pub fn outcome(stage: &Stage, ended: Ended<'_>) -> Option<Outcome> {
    let (persona, space, ground) = (stage.persona(), stage.space()?, Ground::of(stage));
    let (r, q) = (persona.learner.reservation, persona.counterpart.reservation);
    let worth = ended.deal.map(|deal| (stage.learner_worth(deal), stage.worth(deal)));
    let (learner, counterpart) = worth.map_or((0, 0), |(u, v)| (u - r, v - q));
    let creates = ground.filter(|ground| ground.integrative_potential >= NOTHING_TO_CREATE);
    Some(Outcome {
        package: ended.deal.cloned(),
        learner,
        counterpart,
        claim: ground.map(|ground| worth.map_or(0.0, |_| claim(&ground, learner))),
        create: creates.map(|ground| worth.map_or(0.0, |_| ground.create(learner + counterpart))),
        exit: exit(ground.is_some(), worth.is_some(), learner, ended.best_offer.is_some_and(|u| u >= r)),
        pareto: worth.map(|(u, v)| pareto(space, r, q, u, v)),
        nash: fair_point(stage),
        left: worth.map_or(Left::default(), |(u, v)| left(space, ground, (r, q), (u, v), ended.best_accepted)),
    })
}

/// C = clamp((u - r) / Z) to -1..1; below 0 when signed below one's own limit.
fn claim(ground: &Ground, gain: i64) -> f64 {
    if ground.most_claim <= 0 {
        return if gain < 0 { -1.0 } else { 1.0 };
    }
    (gain as f64 / ground.most_claim as f64).clamp(-1.0, 1.0)
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

/// The first package with the largest product of gains (Nash 1950), the one that a check prints.
fn fair_point(stage: &Stage) -> Option<FairPoint> {
    let analysis = stage.analysis()?;
    let point = analysis.frontier.get(*analysis.nash.first()?)?;
    Some(FairPoint {
        package: stage.space()?.package(*point.deals.first()?),
        learner_gain: point.learner - analysis.limits.learner,
        counterpart_gain: point.counterpart - analysis.limits.counterpart,
    })
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
    if ground.integrative_potential < NOTHING_TO_CREATE {
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
