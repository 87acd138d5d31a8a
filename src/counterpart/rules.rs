//! The persona's scripted rules: when their conditions hold they nudge and speak. They bend the
//! mind before it decides, so nothing they do passes the guard.

use std::collections::{BTreeMap, BTreeSet};

use super::mind::Mind;
use super::press;
use super::turn::Turn;
use crate::negotiation::{Act, Choice, Terms};
use crate::persona::{Bound, Condition, Effect, Rule};

/// What conditions are tested against.
#[derive(Debug, Clone, PartialEq)]
pub struct Circumstances {
    /// What the learner's message does.
    pub acts: Vec<Act>,
    /// The issues the learner's offer names, with their outcomes.
    pub offer: Terms,
    /// Trust, 0..100.
    pub trust: i32,
    /// Tension, 0..100.
    pub tension: i32,
    /// The learner's turn, from 1.
    pub turn: u32,
    /// Turns after this one.
    pub turns_left: u32,
    /// Turns without progress the counterpart still bears.
    pub patience: i32,
    /// Ids of what has happened: rules fired, interests told, claims made, facts cited or told.
    pub happened: BTreeSet<String>,
}

impl Circumstances {
    /// Whether all of a condition holds.
    pub fn meet(&self, condition: &Condition) -> bool {
        let state = |range: &Option<crate::persona::Range>, value: i32| range.as_ref().is_none_or(|r| r.holds(value));
        condition.act.is_none_or(|act| self.acts.contains(&act))
            && self.meets_bounds(&condition.offer)
            && state(&condition.trust, self.trust)
            && state(&condition.tension, self.tension)
            && state(&condition.turn, self.turn.min(i32::MAX as u32) as i32)
            && state(&condition.turns_left, self.turns_left.min(i32::MAX as u32) as i32)
            && state(&condition.patience, self.patience)
            && condition.after.iter().all(|id| self.happened.contains(id))
            && (condition.any.is_empty() || condition.any.iter().any(|any| self.meet(any)))
            && condition.not.as_ref().is_none_or(|not| !self.meet(not))
    }

    fn meets_bounds(&self, bounds: &BTreeMap<String, Bound>) -> bool {
        bounds.iter().all(|(issue, bound)| match (bound, self.offer.0.get(issue)) {
            (Bound::Figure { at_least, at_most }, Some(Choice::Number(figure))) => {
                at_least.is_none_or(|low| *figure >= low) && at_most.is_none_or(|high| *figure <= high)
            }
            (Bound::OneOf(options), Some(Choice::Option(id))) => options.contains(id),
            _ => false,
        })
    }
}

/// Tests every rule in the file's order; the first one with lines gives its words.
pub(super) fn run(turn: &mut Turn, mind: &mut Mind) {
    for rule in &turn.stage.persona.counterpart.rules {
        let done = rule.once && mind.happened.contains(&rule.id);
        if !done && circumstances(turn, mind).meet(&rule.when) {
            apply(turn, mind, rule);
        }
    }
}

pub(super) fn circumstances(turn: &Turn, mind: &Mind) -> Circumstances {
    let named = |package: &crate::negotiation::Package| {
        let named = package.0.iter().filter(|(id, _)| turn.learner.named.contains(id));
        Terms(named.map(|(id, choice)| (id.clone(), choice.clone())).collect())
    };
    Circumstances {
        acts: turn.learner.acts.clone(),
        offer: turn.learner.offer.as_ref().map(named).unwrap_or_default(),
        trust: mind.trust.round() as i32,
        tension: mind.tension.round() as i32,
        turn: turn.moment.turn,
        turns_left: turn.moment.turns_left(),
        patience: mind.patience.floor() as i32,
        happened: mind.happened.clone(),
    }
}

fn apply(turn: &mut Turn, mind: &mut Mind, rule: &Rule) {
    let first = mind.happened.insert(rule.id.clone());
    let then = &rule.then;
    // Only the first firing softens or calms: a rule that may fire again cannot be milked.
    let (trust, tension) = if first { (then.trust, then.tension) } else { (then.trust.min(0), then.tension.max(0)) };
    mind.feel(f64::from(trust), f64::from(tension));
    if first || then.concede < 0.0 {
        turn.scripted += then.concede.clamp(-0.3, 0.3);
    }
    if first || then.patience < 0.0 {
        mind.patience += then.patience;
    }
    turn.fired(&rule.id, if first { then.concede } else { then.concede.min(0.0) });
    speak(turn, mind, rule, then);
}

fn speak(turn: &mut Turn, mind: &mut Mind, rule: &Rule, then: &Effect) {
    // Lines that make a claim are for the first time: it may have been given up since.
    let stale = then.claim.as_ref().is_some_and(|claim| mind.happened.contains(claim));
    let claims = &turn.stage.persona.counterpart.claims;
    let unmade = then.claim.as_ref().filter(|id| !mind.happened.contains(*id) && turn.reply.claim.is_none());
    if let Some(claim) = unmade.and_then(|id| claims.iter().find(|claim| claim.id == *id)) {
        press::make(turn, mind, claim);
        turn.answer(Act::Claim);
    }
    if let Some(id) = then.reveal.as_ref().filter(|id| !mind.happened.contains(*id)) {
        let interest = turn.stage.persona.counterpart.interests.iter().find(|interest| interest.id == *id);
        if let (Some(interest), None) = (interest, &turn.reply.reveal) {
            mind.happened.insert(id.clone());
            let issues = interest.about.iter().filter(|about| turn.stage.slots.iter().any(|slot| slot.id == **about));
            mind.open_issues.extend(issues.cloned());
            turn.reply.reveal = Some(id.clone());
            turn.answer(Act::Reveal);
        }
    }
    if turn.reply.script.is_none() && !then.say.is_empty() && !stale {
        turn.reply.script = Some(rule.id.clone());
    }
}
