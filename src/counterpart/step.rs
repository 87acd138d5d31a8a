//! One step of the aspiration: time that was earned, and what words and concessions moved.

use super::anchor;
use super::constants::*;
use super::credit::UNLIMITED_CREDIT;
use super::mind::Mind;
use super::turn::Turn;
use crate::negotiation::Act;

/// Takes the step and lets patience wear.
pub(super) fn take(turn: &mut Turn, mind: &mut Mind) {
    if mind.basis_due || turn.alone {
        turn.credit = 0.0;
        turn.worked = false;
        turn.arguments.clear();
        (turn.anchored, turn.reward, turn.returned, turn.withdraws) = (0.0, 0.0, 0.0, 0.0);
        turn.fixes = false;
        (turn.reasoned, turn.precise, turn.bundled, turn.logrolled) = (0.0, 0.0, 0.0, 0.0);
    }
    let earned = turn.credit.max(word(turn, mind));
    let mut stall = STALL * mind.patience.max(0.0) / turn.stage.persona.counterpart.temperament.patience.max(1.0);
    if turn.unlimited {
        stall *= UNLIMITED_CREDIT;
    }
    wear_patience(turn, mind, earned);
    if turn.alone || mind.tension > TENSION_STUCK {
        turn.fired("engine.still", 0.0);
        return;
    }
    let weight = if anchor::is_bare_reply(turn, mind) { 0.5 } else { 1.0 };
    soften(turn, mind, weight);
    let before = mind.aspiration(turn.stage);
    mind.elapsed += weight * (stall + (1.0 - stall) * earned) / (CLOCK * f64::from(turn.moment.turns.max(1)));
    let moved = (before - mind.aspiration(turn.stage)) / mind.room(turn.stage);
    turn.fired("engine.time", moved);
    if weight < 1.0 {
        // The half that was kept back is as large as the half that was given.
        let anchored = turn.reply.rules.iter().filter(|rule| rule.id.starts_with("engine.anchor"));
        let given = moved + anchored.map(|rule| rule.moved).sum::<f64>();
        turn.fired("engine.bare_counter", -given);
    }
}

/// What was said earns a turn the first time, then half as much each time until a real concession.
fn word(turn: &Turn, mind: &mut Mind) -> f64 {
    if !turn.worked {
        return 0.0;
    }
    let word = WORDS_DECAY.powi(mind.words.min(30) as i32);
    mind.words += 1;
    word
}

fn wear_patience(turn: &mut Turn, mind: &mut Mind, earned: f64) {
    if mind.was_quiet && turn.raw_gain <= 0.0 || is_first_greeting(turn, mind) {
        return;
    }
    let progress = earned.max(2.0 * turn.raw_gain / (FULL_GAIN * turn.stage.stake())).min(1.0);
    mind.patience -= 1.0 - progress;
    if earned >= 0.5 && turn.gain > 0.0 {
        let full = turn.stage.persona.counterpart.temperament.patience.max(1.0);
        mind.patience = (mind.patience + 0.5).min(full.max(mind.patience));
    }
}

fn is_first_greeting(turn: &Turn, mind: &mut Mind) -> bool {
    let acts = &turn.learner.acts;
    let greets = turn.offer.is_none() && !acts.is_empty() && acts.iter().all(|act| *act == Act::SmallTalk);
    greets && !std::mem::replace(&mut mind.greeted, true)
}

/// The largest argument, what the steps' shape earned and what is given back, capped together.
fn soften(turn: &mut Turn, mind: &mut Mind, weight: f64) {
    let room = mind.room(turn.stage);
    let best = turn.arguments.iter().map(|(_, amount)| *amount).fold(0.0, f64::max);
    let wanted = turn.returned + weight * (turn.anchored + best + turn.reward) + turn.scripted.max(0.0) * room;
    let amount = wanted.min(STEP_MOST * room);
    let scale = if wanted > 0.0 { amount / wanted } else { 0.0 };
    let mut counted = false;
    for (rule, argument) in std::mem::take(&mut turn.arguments) {
        let largest = !counted && argument >= best;
        counted |= largest;
        turn.fired(rule, if largest { scale * weight * argument / room } else { 0.0 });
    }
    let anchored = scale * weight / room;
    let plain = turn.anchored - turn.reasoned - turn.precise;
    turn.fired_if("engine.anchor", anchored * plain);
    turn.fired_if("engine.anchor_reason", anchored * turn.reasoned.min(turn.anchored));
    turn.fired_if("engine.anchor_precise", anchored * turn.precise.min(turn.anchored));
    let plain = turn.returned - turn.bundled - turn.logrolled;
    turn.fired_if("engine.reciprocity", scale * plain / room);
    turn.fired_if("engine.bundle", scale * turn.bundled.min(turn.returned) / room);
    turn.fired_if("engine.logroll", scale * turn.logrolled.min(turn.returned) / room);
    let fix = if turn.fixes { DROP_CALIBRATED * turn.stage.range() } else { 0.0 };
    turn.fired_if("engine.re_anchor", turn.withdraws / room);
    turn.fired_if("engine.calibrated", fix / room);
    mind.soften(turn.stage, amount);
    mind.soften(turn.stage, turn.withdraws + fix);
    if turn.scripted < 0.0 {
        mind.harden(-turn.scripted);
    }
}
