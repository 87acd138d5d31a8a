//! The decision of one turn, as a sequence that reads like one.

use rand::{Rng, RngExt};

use super::constants::*;
use super::mind::Mind;
use super::moves::{LearnerMove, Move, State};
use super::stage::Stage;
use super::turn::{Moment, Turn};
use super::{accept, anchor, choose, credit, guard, honesty, mirror, press, reciprocity, rules, step, words};
use crate::negotiation::{Act, Package};

/// What the counterpart does in answer to a learner's talk and offers. Changes its mind; the
/// same stage, mind, moment, move and generator give the same answer everywhere.
pub fn decide(stage: &Stage, mind: &mut Mind, moment: &Moment, learner: &LearnerMove, rng: &mut impl Rng) -> Move {
    let aspiration_before = mind.aspiration(stage);
    let mut turn = Turn::new(stage, mind, moment, learner);
    words::hear(&mut turn, mind);
    honesty::check(&mut turn, mind, rng);
    anchor::weigh(&mut turn, mind);
    credit::count(&mut turn, mind);
    reciprocity::give_back(&mut turn, mind);
    mirror::watch(&mut turn, mind);
    press::weigh_claim(&mut turn, mind);
    rules::run(&mut turn, mind);
    step::take(&mut turn, mind);
    turn.offers().for_each(|offer| mind.opponent.watch(stage, offer));
    answer(&mut turn, mind, rng);
    remember(&turn, mind);
    let mut reply = guard::hold_the_line(stage, mind, &moment.standing_counterpart, turn.reply);
    reply.mood = mind.mood();
    reply.state = State {
        aspiration_before,
        aspiration: mind.aspiration(stage),
        floor: mind.floor(stage),
        trust: mind.trust,
        tension: mind.tension,
        patience: mind.patience,
    };
    reply
}

fn answer(turn: &mut Turn, mind: &mut Mind, rng: &mut impl Rng) {
    let was_quiet = std::mem::take(&mut mind.was_quiet);
    let out_of_patience = mind.patience <= 0.0 || mind.tension > TENSION_LEAVES;
    let ends = turn.moment.turns_left() == 0 || (out_of_patience && mind.warned);
    let (next, taken) = if talks_on(turn) && !was_quiet && !ends {
        turn.fired("engine.talk", 0.0);
        (turn.moment.standing_counterpart.clone(), None)
    } else {
        let next = choose::next_offer(turn, mind, target(turn, mind));
        let taken = accept::acceptable(turn, mind, &next, ends);
        (next, taken)
    };
    if let Some(package) = taken {
        accept_it(turn, package);
    } else if out_of_patience && mind.warned {
        leave(turn);
    } else if stays_silent(turn, mind) {
        fall_silent(turn, mind);
    } else {
        reply_with(turn, mind, next, was_quiet, rng);
    }
}

/// Talk and questions of fact are answered without a new number, unless a rule moved it for them. What the time was worth
/// shows in its answer to the next move that is about the terms, or in its last word. To wait through its silence is no talk.
fn talks_on(turn: &Turn) -> bool {
    let moved = turn.reply.rules.iter().any(|rule| rule.id != "engine.time" && rule.moved > 0.0);
    turn.learner.only_talks() && !moved && turn.moment.turns_left() > LATE
}

/// What its next offer should be worth: its aspiration, but one turn before the end its last word. A way out of its
/// own demand costs a bounded part of its range; near the end without a zone it goes as far as it can.
fn target(turn: &Turn, mind: &Mind) -> f64 {
    let aspiration = mind.aspiration(turn.stage);
    if press::tempts(turn) {
        return mind.floor;
    }
    if turn.moment.turns_left() == 1 {
        return accept::last_bar(turn, mind, aspiration);
    }
    let fix = if turn.fixes { turn.standing as f64 - OWN_FIX * turn.stage.range() } else { f64::MAX };
    let offered = if accept::expects_more(turn, mind) { turn.offer_worth as f64 } else { f64::MIN };
    aspiration.min(fix).max(offered.min(turn.standing as f64)).max(mind.floor)
}

fn accept_it(turn: &mut Turn, package: Package) {
    let binds = turn.learner.structured && turn.offers().any(|offer| *offer == package);
    turn.reply.acts = said_first(turn);
    turn.reply.acts.retain(|act| *act != Act::Pocket);
    turn.reply.acts.push(if binds { Act::Accept } else { Act::AskConfirm });
    turn.reply.accepts = Some(package);
    turn.fired(if turn.moment.turns_left() == 0 { "engine.last_turn" } else { "engine.accept" }, 0.0);
}

fn leave(turn: &mut Turn) {
    turn.reply.acts = said_first(turn);
    turn.reply.acts.retain(|act| *act == Act::Sting);
    turn.reply.acts.push(Act::BreakOff);
    turn.reply.leaves = true;
    turn.fired("engine.break_off", 0.0);
}

/// One planted silence, after a plain offer (row 78): a trade or a choice is answered.
fn stays_silent(turn: &Turn, mind: &Mind) -> bool {
    let due = mind.quiet_from.is_some_and(|from| turn.moment.turn >= from);
    let plain = turn.answers.iter().all(|act| matches!(act, Act::Pocket | Act::Acknowledge));
    let speaks = turn.learner.does(Act::Hostility) || turn.reply.script.is_some();
    let asks = turn.learner.does(Act::ProposeTrade) || !turn.learner.alternatives.is_empty();
    due && plain && !speaks && !asks && turn.offer.is_some() && !turn.first_offer && turn.moment.turns_left() >= 3
}

fn fall_silent(turn: &mut Turn, mind: &mut Mind) {
    mind.quiet_from = None;
    mind.was_quiet = true;
    turn.reply.acts = vec![Act::Quiet];
    turn.fired("engine.quiet", 0.0);
}

fn reply_with(turn: &mut Turn, mind: &mut Mind, next: Package, was_quiet: bool, rng: &mut impl Rng) {
    let moved = next != turn.moment.standing_counterpart;
    let new_offer = turn.stated.is_some() && turn.stated != mind.last_offer;
    let offered = turn.stage.learner_worth(&next);
    if press::tempts(turn) && moved {
        turn.fired("engine.trap", 0.0);
    }
    press::count_time(turn, mind, offered);
    if new_offer && press::claim(turn, mind) {
        turn.answer(Act::Claim);
    }
    let mut acts = said_first(turn);
    if warns(mind) {
        acts.push(Act::Warn);
        turn.fired("engine.warn", 0.0);
    }
    if moved || new_offer {
        acts.push(Act::Counter);
    } else if let Some(act) = invitation(turn, mind, &acts, was_quiet, rng) {
        acts.push(act);
    } else {
        acts.push(Act::Hold);
    }
    if moved {
        mind.given += (turn.standing - turn.stage.worth(&next)).max(0) as f64;
        mind.own_moves += 1;
    }
    turn.reply.offer = Some(next);
    turn.reply.acts = acts;
}

/// What comes before its number: the answer to an attack, then to the questions.
fn said_first(turn: &Turn) -> Vec<Act> {
    let sting = turn.learner.does(Act::Hostility).then_some(Act::Sting);
    let mut answers = turn.answers.clone();
    answers.sort_by_key(|act| matches!(act, Act::Pocket | Act::DemandBasis | Act::Claim));
    sting.into_iter().chain(answers).collect()
}

fn warns(mind: &mut Mind) -> bool {
    let due = mind.patience <= PATIENCE_WARN || mind.tension > TENSION_STUCK;
    due && !std::mem::replace(&mut mind.warned, true)
}

/// While there is no number from the learner and nothing to move for, it asks instead of standing still. Small talk is
/// answered in kind at any time.
fn invitation(turn: &Turn, mind: &Mind, said: &[Act], was_quiet: bool, rng: &mut impl Rng) -> Option<Act> {
    if turn.offer.is_some() || was_quiet || said.contains(&Act::Wait) {
        return None;
    }
    let acts = &turn.learner.acts;
    if said.is_empty() && !acts.is_empty() && acts.iter().all(|act| *act == Act::SmallTalk) {
        return Some(Act::SmallTalk);
    }
    if mind.best_received.is_some() {
        return None;
    }
    Some(if rng.random_bool(0.5) { Act::AskOffer } else { Act::AskInterest })
}

fn remember(turn: &Turn, mind: &mut Mind) {
    if turn.stated.is_some() {
        mind.last_offer.clone_from(&turn.stated);
    }
}
