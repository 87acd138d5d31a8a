//! What it tells when asked: interests at enough trust, facts, the truth of its claims and of
//! its opening's basis, and whether an idea would help it.

use super::constants::*;
use super::mind::Mind;
use super::moves::Lean;
use super::press;
use super::turn::Turn;
use crate::negotiation::{Act, Choice};
use crate::persona::{Claim, Fact, Interest, Source, Truth};

/// Trust from which it names its priorities.
const OPEN_TRUST: f64 = 40.0;
/// Questions about needs.
const NEEDS: &[Act] = &[Act::QDiagnostic, Act::ShiftInterest, Act::InfoTrade];
/// Questions of fact.
const FACTS: &[Act] = &[Act::RequestInfo, Act::QRange];
/// The fact that says who decides.
const AUTHORITY: &str = "authority";
/// What small talk is about when it greets, and when it asks how one is.
const GREETING: &str = "greeting";
const WELLBEING: &str = "wellbeing";
/// And when it leaves or asks for time to think.
const PAUSE: &str = "pause";
/// What an open question is about: any interest may answer it.
const OPEN: &[&str] = &["", "other", "priorities", "reason"];
/// Questions that doubt.
const DOUBTS: &[Act] = &[Act::QChallenge, Act::Verify];

/// Answers every kind of question in the message.
pub(super) fn answer_questions(turn: &mut Turn, mind: &mut Mind) {
    if turn.learner.does(Act::AuthorityQuestion) {
        tell_fact(turn, mind, Act::AuthorityQuestion, AUTHORITY);
    }
    for act in NEEDS {
        if turn.learner.does(*act) {
            for topic in asked_about(turn, *act) {
                asked_for_needs(turn, mind, *act, topic);
            }
        }
    }
    for act in DOUBTS {
        if turn.learner.does(*act) {
            // What it has claimed and not yet owned up to is doubted before anything else is asked about.
            let mut topics = asked_about(turn, *act);
            let claimed = |topic: &str| claims(turn).any(|claim| is_about(claim, topic) && open(mind, claim));
            topics.sort_by_key(|topic| !claimed(topic));
            // "Why two weeks?" is about the weeks; that it asks why adds nothing. Nor does a doubt about nothing in particular
            // beside a question that has its answer.
            let before = turn.answers.len();
            let answered = before > 0;
            for topic in topics.into_iter().filter(|topic| !answered || !OPEN.contains(topic)) {
                if turn.answers.len() == before {
                    doubted(turn, mind, *act, topic);
                }
            }
        }
    }
    if turn.learner.does(Act::QHypothetical) {
        let (tried, named): (Vec<&str>, Vec<&str>) =
            turn.topics(Act::QHypothetical).into_iter().partition(|topic| turn.learner.supposed.0.contains_key(*topic));
        for topic in tried.into_iter().chain(named) {
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
    if turn.answers.is_empty() {
        own_up(turn);
    }
}

/// What a question is about: not the facts that the learner itself brings up in the same breath.
fn asked_about<'a>(turn: &Turn<'a>, act: Act) -> Vec<&'a str> {
    let cited = |topic: &&str| turn.learner.facts.iter().any(|fact| fact == topic);
    let topics: Vec<&str> = turn.topics(act).into_iter().filter(|topic| !cited(topic)).collect();
    if topics.is_empty() { vec![""] } else { topics }
}

/// A question without an answer still gets one. A greeting, a pause and small talk in question form are answered in
/// kind, and a question about an issue by what stands on the table; a greeting beside a question doesn't stand in for
/// its answer.
fn own_up(turn: &mut Turn) {
    let asks = |acts: &[Act]| acts.iter().any(|act| turn.learner.does(*act));
    let is_issue = |topic: &&str| turn.stage.slots.iter().any(|slot| slot.id == **topic);
    let asked = FACTS.iter().filter(|act| turn.learner.does(**act)).flat_map(|act| turn.topics(*act)).find(is_issue);
    let of_issue = asked.is_some();
    let chat = if turn.learner.only_talks() { turn.topics(Act::SmallTalk) } else { Vec::new() };
    let (greeted, asked_how) = (chat.contains(&GREETING), chat.contains(&WELLBEING));
    let about_something =
        || FACTS.iter().flat_map(|act| turn.topics(*act)).any(|topic| !OPEN.contains(&topic) || !asked_how);
    let wonders = asks(FACTS) && about_something();
    if greeted || asked_how {
        turn.answer(Act::GreetBack);
        turn.reply.only_greeted = !asked_how;
    }
    if (greeted || asked_how) && !wonders {
        // That is all there was to answer.
    } else if chat.contains(&PAUSE) {
        turn.answer(Act::Wait);
    } else if let Some(issue) = asked.filter(|_| turn.learner.only_talks()) {
        turn.reply.stands = Some(issue.to_owned());
        turn.answer(Act::AsItStands);
    } else if asks(FACTS) && turn.learner.does(Act::SmallTalk) && !of_issue && !greeted {
        turn.answer(Act::SmallTalk);
    } else {
        let idea = turn.learner.does(Act::QHypothetical) && turn.learner.offer.is_none();
        let idle = idea && !turn.learner.does(Act::AskOffer);
        if asks(NEEDS) || asks(DOUBTS) || (asks(FACTS) && !of_issue) || idle {
            turn.answer(Act::DontKnow);
        }
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
    let willing = |interest: &&Interest| mind.trust >= f64::from(interest.min_trust);
    let any = || {
        let all = || interests.iter().filter(untold);
        all().find(willing).or_else(|| all().next()).filter(|_| is_open(turn, topic))
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
        None => {
            if !turn.stage.slots.iter().any(|slot| slot.id == topic) {
                tell_again(turn, mind, topic);
            }
            mind.first_time(act, topic);
            if turn.reply.reveal.is_none() && (OPEN.contains(&topic) || !tell_fact(turn, mind, act, topic)) {
                name_priority(turn, mind, act, if is_open(turn, topic) { "" } else { topic });
            }
        }
    }
}

/// Whether a question leaves open what it is about. So does one about the price, or what else there is: that it would like
/// more money is no news.
fn is_open(turn: &Turn, topic: &str) -> bool {
    OPEN.contains(&topic) || turn.stage.slots.iter().any(|slot| slot.id == topic && slot.is_price)
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
    if gain > 0 || issue == topic {
        mind.first_time(act, topic);
        lean(turn, mind, issue, choice, true);
    }
    // What stands already the best way for it is no news.
    if gain > 0 {
        turn.argue("engine.priority", DROP_QUESTION);
    }
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
    turn.reply.lean = Some(Lean { issue, option: Some(option), tried: false, welcome });
    turn.answer(if welcome { Act::Welcome } else { Act::Unwelcome });
    turn.fired("engine.lean", 0.0);
}

/// "What if": says which way it leans, binds itself to nothing.
fn supposed(turn: &mut Turn, mind: &mut Mind, topic: &str) {
    let tried = turn.learner.supposed.0.iter().find(|(id, _)| topic.is_empty() || *id == topic);
    let tried = tried.map(|(id, choice)| (id.clone(), choice.clone()));
    let issue = tried.as_ref().map_or(topic, |(id, _)| id).to_owned();
    let Some((ideal, _)) = best(turn, &issue) else {
        let about = |interest: &Interest| interest.about.iter().any(|about| about == topic);
        if turn.stage.persona.counterpart.interests.iter().any(about) {
            asked_for_needs(turn, mind, Act::QDiagnostic, topic);
        }
        return;
    };
    // That it would like more money is no news: without a figure there is nothing to lean to.
    let is_price = turn.stage.slots.iter().any(|slot| slot.id == issue && slot.is_price);
    if turn.reply.lean.is_some() || (tried.is_none() && is_price) {
        return;
    }
    if mind.first_time(Act::QHypothetical, &issue) {
        turn.worked = true;
    }
    let values = &turn.stage.persona.counterpart.values;
    let standing = turn.moment.standing_counterpart.0.get(&issue);
    let now = standing.map_or(0, |choice| values.of_choice(&issue, choice));
    match tried {
        Some((_, choice)) => {
            // What already stands may still be better than nothing said, or what it likes best.
            let agenda = &turn.stage.persona.agenda;
            let default = || agenda.issue(&issue).map_or(0, |it| values.of_choice(&issue, &it.default));
            let against = if standing == Some(&choice) { default() } else { now };
            let welcome = values.of_choice(&issue, &choice) > against || choice == ideal;
            lean(turn, mind, issue, choice, welcome);
            turn.reply.lean.iter_mut().for_each(|lean| lean.tried = true);
        }
        // What it likes best may stand already.
        None => lean(turn, mind, issue, ideal, true),
    }
}

/// A claim or the opening's basis is doubted: soft ones give way, sound ones stand. Doubt about a side issue asks for
/// the claim or the reason behind that issue.
fn doubted(turn: &mut Turn, mind: &mut Mind, act: Act, topic: &str) {
    if turn.reply.admit.is_some() {
        return;
    }
    let counterpart = &turn.stage.persona.counterpart;
    let on_topic = counterpart.claims.iter().find(|claim| is_about(claim, topic));
    if act == Act::Verify && on_topic.is_none() && tell_fact(turn, mind, act, topic) {
        return;
    }
    let slot = turn.stage.slots.iter().find(|slot| slot.id == topic);
    // A doubt beside an offer has the offer's issues for topics: it still means the claim that was just made, unless
    // it asks for the first time what the number rests on, and nothing else. "Is that really true?" is heard as both.
    let asks_whether_so = turn.learner.does(Act::Verify);
    let just_pressed = mind.pressed.is_some() && (asks_whether_so || mind.settled.contains("basis"));
    let general = just_pressed || slot.is_none();
    let last = counterpart.claims.iter().find(|claim| general && mind.last_claim.as_ref() == Some(&claim.id));
    let side_issue = slot.is_some_and(|slot| !slot.is_price);
    let has_reason = || counterpart.interests.iter().any(|interest| interest.about.iter().any(|about| about == topic));
    let open = |claim: &&Claim| open(mind, claim);
    let about_the_price = slot.is_some_and(|slot| slot.is_price);
    match on_topic.filter(open).or(last.filter(open)) {
        Some(claim) if claim.reveal_by.is_empty() || claim.reveal_by.contains(&act) => settle(turn, mind, claim),
        _ if !about_the_price && on_topic.is_some() => {
            on_topic.into_iter().for_each(|it| asked_about_claim(turn, mind, it))
        }
        _ if side_issue && has_reason() => asked_for_needs(turn, mind, Act::QDiagnostic, topic),
        _ => show_basis(turn, mind),
    }
}

fn claims<'a>(turn: &Turn<'a>) -> impl Iterator<Item = &'a Claim> + use<'a> {
    turn.stage.persona.counterpart.claims.iter()
}

/// Whether a claim was made and not yet owned up to.
fn open(mind: &Mind, claim: &Claim) -> bool {
    mind.happened.contains(&claim.id) && !mind.settled.contains(&claim.id)
}

/// Whether a topic is a claim's id or one of its words.
fn is_about(claim: &Claim, topic: &str) -> bool {
    claim.id == topic || claim.words.iter().any(|word| word == topic)
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
    if tell_fact(turn, mind, act, topic) {
        return;
    }
    let about = |interest: &&Interest| !topic.is_empty() && interest.about.iter().any(|a| a == topic);
    if let Some(claim) = persona.counterpart.claims.iter().find(|claim| is_about(claim, topic)) {
        asked_about_claim(turn, mind, claim);
    } else if persona.counterpart.interests.iter().any(|interest| about(&interest)) {
        asked_for_needs(turn, mind, act, topic);
    }
}

/// Tells the first fact that it may tell about a topic; whether there is one.
fn tell_fact(turn: &mut Turn, mind: &mut Mind, act: Act, topic: &str) -> bool {
    let topical = |fact: &&Fact| fact.id == topic || fact.words.iter().any(|word| word == topic);
    let told = turn.stage.persona.facts.iter().filter(|fact| fact.source != Source::Research);
    let Some(fact) = told.into_iter().find(topical) else { return false };
    if mind.first_time(act, &fact.id) {
        turn.worked = true;
    }
    mind.happened.insert(fact.id.clone());
    if !turn.reply.facts.contains(&fact.id) {
        turn.reply.facts.push(fact.id.clone());
    }
    turn.answer(Act::AnswerFact);
    true
}

/// Asked about what it has claimed it owns up as when doubted, and says so again when asked again; asked before it has
/// claimed anything it makes the claim.
fn asked_about_claim(turn: &mut Turn, mind: &mut Mind, claim: &Claim) {
    if turn.reply.admit.is_some() || turn.reply.claim.is_some() {
        return;
    }
    if mind.settled.contains(&claim.id) {
        turn.reply.admit = Some(claim.id.clone());
        turn.answer(if claim.truth == Truth::True { Act::StandBy } else { Act::Admit });
    } else if mind.happened.contains(&claim.id) && claim.reveal_by.contains(&Act::Verify) {
        settle(turn, mind, claim);
    } else {
        press::make(turn, mind, claim);
        turn.answer(Act::Claim);
    }
}
