//! What it tells when asked: interests at enough trust, facts, the truth of its claims and of
//! its opening's basis, and whether an idea would help it.

use super::constants::*;
use super::mind::Mind;
use super::moves::Lean;
use super::turn::Turn;
use crate::negotiation::{Act, Choice};
use crate::persona::{Claim, Interest, Source, Truth};

/// Trust from which it names its priorities.
const OPEN_TRUST: f64 = 40.0;
/// Questions about needs.
const NEEDS: &[Act] = &[Act::QDiagnostic, Act::ShiftInterest, Act::InfoTrade];
/// Questions of fact.
const FACTS: &[Act] = &[Act::RequestInfo, Act::QRange];
/// Questions that doubt.
const DOUBTS: &[Act] = &[Act::QChallenge, Act::Verify];

/// Answers every kind of question in the message.
pub(super) fn answer_questions(turn: &mut Turn, mind: &mut Mind) {
    for act in NEEDS {
        if turn.learner.does(*act) {
            for topic in turn.topics(*act) {
                asked_for_needs(turn, mind, *act, topic);
            }
        }
    }
    for act in DOUBTS {
        if turn.learner.does(*act) {
            for topic in turn.topics(*act) {
                doubted(turn, mind, *act, topic);
            }
        }
    }
    if turn.learner.does(Act::QHypothetical) {
        for topic in turn.topics(Act::QHypothetical) {
            supposed(turn, mind, topic);
        }
    }
    for act in FACTS {
        if turn.learner.does(*act) {
            for topic in turn.topics(*act) {
                asked_for_facts(turn, mind, *act, topic);
            }
        }
    }
    let mut questions = NEEDS.iter().chain(DOUBTS).chain([&Act::QHypothetical]);
    if turn.answers.is_empty() && questions.any(|act| turn.learner.does(*act)) {
        turn.answer(Act::DontKnow);
    }
}

fn asked_for_needs(turn: &mut Turn, mind: &mut Mind, act: Act, topic: &str) {
    if turn.reply.reveal.is_some() {
        return;
    }
    if mind.has_used(act, topic) {
        tell_again(turn, mind, topic);
        return;
    }
    let interests = &turn.stage.persona.counterpart.interests;
    let untold = |interest: &&Interest| !mind.happened.contains(&interest.id);
    let about = interests.iter().filter(untold).find(|interest| interest.about.iter().any(|a| a == topic));
    let general = !turn.stage.slots.iter().any(|slot| slot.id == topic);
    let willing = |interest: &&Interest| mind.trust >= f64::from(interest.min_trust);
    let any = || {
        let all = || interests.iter().filter(untold);
        all().find(willing).or_else(|| all().next()).filter(|_| general)
    };
    match about.or_else(any) {
        Some(interest) if willing(&interest) => tell(turn, mind, act, topic, interest),
        Some(interest) => {
            if turn.reply.hint.is_none() && mind.first_time(Act::Hint, &interest.id) {
                turn.reply.hint = Some(interest.id.clone());
                turn.answer(Act::Hint);
                turn.fired("engine.hint", 0.0);
            }
        }
        None => name_priority(turn, mind, act, topic),
    }
}

/// Asked once more it says so again; it moves nothing.
fn tell_again(turn: &mut Turn, mind: &Mind, topic: &str) {
    let interests = &turn.stage.persona.counterpart.interests;
    let told = |interest: &&Interest| mind.happened.contains(&interest.id);
    let about = |interest: &&Interest| topic.is_empty() || interest.about.iter().any(|a| a == topic);
    if let Some(interest) = interests.iter().filter(told).find(about) {
        turn.reply.reveal = Some(interest.id.clone());
        turn.answer(Act::Reveal);
    }
}

fn tell(turn: &mut Turn, mind: &mut Mind, act: Act, topic: &str, interest: &Interest) {
    mind.first_time(act, topic);
    mind.happened.insert(interest.id.clone());
    let issues = interest.about.iter().filter(|about| turn.stage.slots.iter().any(|slot| slot.id == **about));
    mind.open_issues.extend(issues.cloned());
    mind.feel(2.0, 0.0);
    turn.reply.reveal = Some(interest.id.clone());
    turn.answer(Act::Reveal);
    turn.argue("engine.interest", DROP_QUESTION);
}

/// With no interest left to tell, it says truthfully which way an issue pulls: the one asked about, or the one
/// with the most to gain for it that nobody has spoken of.
fn name_priority(turn: &mut Turn, mind: &mut Mind, act: Act, topic: &str) {
    if mind.trust < OPEN_TRUST || turn.reply.lean.is_some() {
        return;
    }
    let named = turn.stage.slots.iter().find(|slot| slot.id == topic).map(|slot| slot.id.clone());
    let unspoken = |id: &&String| !mind.open_issues.contains(*id);
    let issues = || turn.stage.slots.iter().map(|slot| &slot.id).filter(unspoken);
    let top = || issues().max_by_key(|id| best(turn, id).map_or(0, |(_, gain)| gain)).cloned();
    let Some(issue) = named.or_else(top) else { return };
    let Some((choice, gain)) = best(turn, &issue) else { return };
    if gain <= 0 {
        return;
    }
    mind.first_time(act, topic);
    lean(turn, mind, issue, choice, true);
    turn.argue("engine.priority", DROP_QUESTION);
}

/// The outcome of an issue that is best for it, and what that adds to its standing package.
fn best(turn: &Turn, issue: &str) -> Option<(Choice, i64)> {
    let values = &turn.stage.persona.counterpart.values;
    let slot = turn.stage.slots.iter().find(|slot| slot.id == issue)?;
    let now = turn.moment.standing_counterpart.0.get(issue).map_or(0, |choice| values.of_choice(issue, choice));
    let worth = |choice: &&Choice| values.of_choice(issue, choice);
    slot.choices.iter().rev().max_by_key(worth).map(|choice| (choice.clone(), values.of_choice(issue, choice) - now))
}

fn lean(turn: &mut Turn, mind: &mut Mind, issue: String, choice: Choice, welcome: bool) {
    mind.open_issues.insert(issue.clone());
    let option = match choice {
        Choice::Option(id) => id,
        Choice::Number(figure) => figure.to_string(),
    };
    turn.reply.lean = Some(Lean { issue, option: Some(option), welcome });
    turn.answer(if welcome { Act::Welcome } else { Act::Unwelcome });
    turn.fired("engine.lean", 0.0);
}

/// "What if": says which way it leans, binds itself to nothing.
fn supposed(turn: &mut Turn, mind: &mut Mind, topic: &str) {
    let tried = turn.learner.supposed.0.iter().find(|(id, _)| topic.is_empty() || *id == topic);
    let tried = tried.map(|(id, choice)| (id.clone(), choice.clone()));
    let issue = tried.as_ref().map_or(topic, |(id, _)| id).to_owned();
    let Some((ideal, gain)) = best(turn, &issue) else { return };
    if turn.reply.lean.is_some() {
        return;
    }
    if mind.first_time(Act::QHypothetical, &issue) {
        turn.worked = true;
    }
    let values = &turn.stage.persona.counterpart.values;
    let now = turn.moment.standing_counterpart.0.get(&issue).map_or(0, |choice| values.of_choice(&issue, choice));
    match tried {
        Some((_, choice)) => {
            // What already stands may still be what it likes best.
            let welcome = values.of_choice(&issue, &choice) > now || choice == ideal;
            lean(turn, mind, issue, choice, welcome);
        }
        None => lean(turn, mind, issue, ideal, gain > 0),
    }
}

/// A claim or the opening's basis is doubted: soft ones give way, sound ones stand.
fn doubted(turn: &mut Turn, mind: &mut Mind, act: Act, topic: &str) {
    if turn.reply.admit.is_some() {
        return;
    }
    let persona = &*turn.stage.persona;
    let made = |claim: &&Claim| mind.happened.contains(&claim.id) && !mind.settled.contains(&claim.id);
    let mut claims = persona.counterpart.claims.iter().filter(made);
    let by_topic = claims.clone().find(|claim| claim.id == topic);
    // A doubt beside an offer has the offer's issues for topics: it still means the claim that was just made, unless
    // it asks what the number rests on for the first time.
    let just_pressed = mind.pressed.is_some() && (act == Act::Verify || mind.settled.contains("basis"));
    let general = just_pressed || topic.is_empty() || !turn.stage.slots.iter().any(|slot| slot.id == topic);
    let last = claims.find(|claim| general && mind.last_claim.as_ref() == Some(&claim.id));
    match by_topic.or(last) {
        Some(claim) if claim.reveal_by.is_empty() || claim.reveal_by.contains(&act) => settle(turn, mind, claim),
        _ => show_basis(turn, mind),
    }
}

fn settle(turn: &mut Turn, mind: &mut Mind, claim: &Claim) {
    mind.settled.insert(claim.id.clone());
    turn.reply.admit = Some(claim.id.clone());
    match claim.truth {
        Truth::True => {
            turn.answer(Act::StandBy);
            turn.worked = true;
            turn.fired("engine.claim_stands", 0.0);
        }
        Truth::Soft => {
            turn.answer(Act::Admit);
            turn.argue("engine.claim_softens", DROP_CLAIM);
        }
        Truth::False => {
            turn.answer(Act::Admit);
            turn.argue("engine.claim_falls", DROP_CHALLENGE);
        }
    }
}

fn show_basis(turn: &mut Turn, mind: &mut Mind) {
    let opening = &turn.stage.persona.counterpart.opening;
    if opening.basis.is_none() {
        return;
    }
    let first = mind.settled.insert("basis".to_owned());
    let weak = opening.basis_is_weak;
    turn.reply.admit = Some("basis".to_owned());
    turn.answer(if weak { Act::Admit } else { Act::StandBy });
    if !first {
        return;
    }
    if weak && turn.moment.turn <= 2 {
        turn.argue("engine.challenge", DROP_CHALLENGE);
    } else {
        turn.worked = true;
        turn.fired("engine.basis", 0.0);
    }
}

fn asked_for_facts(turn: &mut Turn, mind: &mut Mind, act: Act, topic: &str) {
    let persona = &*turn.stage.persona;
    let told = persona.facts.iter().filter(|fact| fact.source != Source::Research);
    let topical = |words: &[String], id: &str| id == topic || words.iter().any(|word| word == topic);
    let known: Vec<String> =
        told.filter(|fact| topical(&fact.words, &fact.id)).map(|fact| fact.id.clone()).take(1).collect();
    if known.is_empty() {
        let about = |interest: &&Interest| !topic.is_empty() && interest.about.iter().any(|a| a == topic);
        if persona.counterpart.interests.iter().any(|interest| about(&interest)) {
            asked_for_needs(turn, mind, act, topic);
        } else {
            turn.answer(Act::DontKnow);
        }
        return;
    }
    for id in known {
        if mind.first_time(act, &id) {
            turn.worked = true;
        }
        mind.happened.insert(id.clone());
        turn.reply.facts.push(id);
    }
    turn.answer(Act::AnswerFact);
}
