//! How it presses: a claim put forward, the time that was spent, and near the end without a zone of
//! agreement a package that is nearly good enough (rows 17, 18, 43 and 48).

use super::constants::*;
use super::mind::Mind;
use super::turn::Turn;
use crate::negotiation::Act;
use crate::persona::{Claim, Rule, Truth};

/// A claim that nobody doubts does its work: a soft one that was believed makes it harder.
pub(super) fn weigh_claim(turn: &mut Turn, mind: &mut Mind) {
    let Some((id, made)) = mind.pressed.clone() else { return };
    if mind.settled.contains(&id) {
        mind.pressed = None;
        return;
    }
    let stood = turn.moment.turn.saturating_sub(made);
    let gave_way = stood >= 1 && turn.gain > 0.0;
    if !gave_way && stood < CLAIM_BELIEVED {
        return;
    }
    mind.pressed = None;
    let claim = turn.stage.persona.counterpart.claims.iter().find(|claim| claim.id == id);
    if claim.is_some_and(|claim| claim.truth != Truth::True) {
        // Who has believed one claim is expected to believe the next: what it hopes for grows once, its floor each time.
        let first = mind.first_time(Act::Claim, "believed");
        let harder = if first { HARDEN_CLAIM } else { 0.0 };
        mind.harden(harder);
        let to = mind.floor + RAISE_CLAIM * turn.stage.range();
        mind.raise(turn.stage, to, turn.standing);
        turn.fired("engine.claim_believed", -harder);
    }
}

/// Its own claim, put forward once beside a counter-offer if no rule of the persona has made one.
pub(super) fn claim(turn: &mut Turn, mind: &mut Mind) -> bool {
    let due = mind.claim_from.is_some_and(|from| turn.moment.turn >= from) && turn.moment.turns_left() >= 2;
    let free = turn.reply.script.is_none() && turn.reply.claim.is_none() && mind.last_claim.is_none();
    let persona = &turn.stage.persona.counterpart;
    let Some(claim) = best_claim(&persona.claims, &persona.rules).filter(|_| due && free && turn.offer.is_some())
    else {
        return false;
    };
    make(turn, mind, claim);
    // What a rule would have said with it is said now.
    let said = persona.rules.iter().filter(|rule| rule.once && rule.then.claim.as_ref() == Some(&claim.id));
    mind.happened.extend(said.map(|rule| rule.id.clone()));
    true
}

/// Notes a claim as made; from then on it can be doubted.
pub(super) fn make(turn: &mut Turn, mind: &mut Mind, claim: &Claim) {
    mind.happened.insert(claim.id.clone());
    mind.last_claim = Some(claim.id.clone());
    mind.pressed = Some((claim.id.clone(), turn.moment.turn));
    mind.claim_from = None;
    turn.reply.claim = Some(claim.id.clone());
    turn.fired("engine.claim", 0.0);
}

/// A claim that needs no occasion: one that no rule makes, or that its rules make for the time alone.
fn best_claim<'a>(claims: &'a [Claim], rules: &[Rule]) -> Option<&'a Claim> {
    let needs_occasion = |claim: &&Claim| {
        let mut makers = rules.iter().filter(|rule| rule.then.claim.as_ref() == Some(&claim.id));
        makers.any(|rule| rule.when.act.is_some() || !rule.when.offer.is_empty() || !rule.when.after.is_empty())
    };
    claims.iter().filter(|claim| claim.truth != Truth::True).find(|claim| !needs_occasion(claim))
}

/// Whether this is the moment for a package that looks like the last chance: near the end of a case without a zone.
pub(super) fn tempts(turn: &Turn) -> bool {
    turn.stage.zone().is_none() && (1..=LATE).contains(&turn.moment.turns_left())
}

/// Late in a long talk, with a package on the table that the learner had better refuse, it points to the time spent.
pub(super) fn count_time(turn: &mut Turn, mind: &mut Mind, next_for_learner: i64) -> bool {
    let late = turn.moment.turns_left() <= LATE && turn.moment.turn >= LONG_TALK.min(turn.moment.turns / 2);
    let poor = next_for_learner < turn.stage.persona.learner.reservation;
    if mind.counted_time || !late || !poor {
        return false;
    }
    mind.counted_time = true;
    turn.answer(Act::SunkCost);
    turn.fired("engine.sunk_cost", 0.0);
    true
}
