//! What words do, offers apart: each act on each topic works once in a session, and of several
//! arguments in one message only the largest counts.

use super::constants::*;
use super::mind::Mind;
use super::tell;
use super::turn::Turn;
use crate::negotiation::{Act, Choice, Package, Quantity};
use crate::persona::{Fact, Source};

/// Acts that only change the mood: trust and tension added, once per act and topic.
const MOODS: &[(Act, f64, f64)] = &[
    (Act::Empathy, 2.0, -12.0),
    (Act::Apology, 2.0, -8.0),
    (Act::DiscloseInterest, 4.0, 0.0),
    (Act::ShareConstraint, 2.0, 0.0),
    (Act::Enthusiasm, 4.0, 0.0),
    (Act::RelationshipValue, 4.0, 0.0),
    (Act::InfoTrade, 2.0, 0.0),
    (Act::Ultimatum, -4.0, 8.0),
];

/// Hears everything the message says.
pub(super) fn hear(turn: &mut Turn, mind: &mut Mind) {
    open_issues(turn, mind);
    hear_wishes(turn, mind);
    hear_tone(turn, mind);
    tell::answer_questions(turn, mind);
    hear_facts(turn, mind);
    hear_way_out(turn, mind);
    hear_calibrated(turn, mind);
    hear_mistakes(turn, mind);
    hear_split(turn, mind);
}

fn open_issues(turn: &mut Turn, mind: &mut Mind) {
    let stage = turn.stage;
    let spoken_of = turn.learner.named.iter().chain(&turn.learner.touched);
    let changed = turn.offers().flat_map(|offer| {
        let standing = &turn.moment.standing_counterpart;
        offer.0.iter().filter(|(id, choice)| standing.0.get(*id) != Some(choice)).map(|(id, _)| id)
    });
    let mut opened = false;
    for issue in spoken_of.chain(changed) {
        if let Some(slot) = stage.slots.iter().find(|slot| slot.id == *issue) {
            opened |= mind.open_issues.insert(issue.clone()) && !slot.is_price;
        }
    }
    if opened && turn.offer.is_some() {
        turn.fired("engine.side_issue", 0.0);
    }
}

/// A wish that is told opens what could answer it: the issue is on the table and counts for more (rows 32 and 45).
fn hear_wishes(turn: &mut Turn, mind: &mut Mind) {
    let stage = turn.stage;
    let told = [Act::DiscloseInterest, Act::ShareConstraint];
    for topic in turn.learner.topics.iter().filter(|topic| told.contains(&topic.act)) {
        let is_issue = stage.slots.iter().any(|slot| slot.id == topic.about);
        if is_issue && mind.first_time(Act::ValueFlag, &topic.about) {
            mind.opponent.told(stage, &topic.about);
            mind.open_issues.insert(topic.about.clone());
            if !turn.arguments.iter().any(|(rule, _)| *rule == "engine.unlocked") {
                turn.argue("engine.unlocked", DROP_UNLOCKED);
            }
        }
    }
}

fn hear_tone(turn: &mut Turn, mind: &mut Mind) {
    if turn.learner.does(Act::Hostility) {
        mind.feel(-8.0, 25.0);
        turn.fired("engine.hostility", 0.0);
    }
    for (act, trust, tension) in MOODS {
        if turn.learner.does(*act) {
            for topic in turn.topics(*act) {
                if mind.first_time(*act, topic) {
                    mind.feel(*trust, *tension);
                    turn.fired(&format!("engine.tone.{act}"), 0.0);
                }
            }
        }
    }
    // A reason for a wish is worth a hearing once; it moves no number by itself.
    if turn.learner.does(Act::DiscloseInterest) && mind.first_time(Act::Inform, "interest") {
        turn.worked = true;
    }
}

/// Facts of the case move it, two at most, the one behind the first offer among them.
fn hear_facts(turn: &mut Turn, mind: &mut Mind) {
    // What it alone knows can be held against it once it has told.
    let citable = |fact: &Fact| fact.source != Source::Ask || mind.happened.contains(&fact.id);
    let facts = &turn.stage.persona.facts;
    let cited = turn.learner.facts.iter().filter(|id| facts.iter().any(|fact| fact.id == **id && citable(fact)));
    let fresh: Vec<String> = cited.filter(|id| !mind.has_used(Act::AppealCriteria, id)).cloned().collect();
    for id in &fresh {
        mind.first_time(Act::AppealCriteria, id);
        mind.happened.insert(id.clone());
    }
    if !fresh.is_empty() {
        mind.basis_due = false;
        turn.answer(Act::Acknowledge);
    }
    let anchors = turn.first_offer && (turn.learner.reason || !fresh.is_empty());
    if anchors {
        mind.facts += 1;
    } else if !fresh.is_empty() && mind.facts < FACTS_MOST {
        mind.facts += 1;
        turn.argue("engine.criteria", DROP_CRITERIA);
    } else if turn.learner.does(Act::AppealCriteria) && mind.first_time(Act::AppealCriteria, "") {
        turn.worked = true;
        turn.answer(Act::Acknowledge);
    }
}

/// A way out that is named calmly makes it careful, once; as a threat it heats the talk.
fn hear_way_out(turn: &mut Turn, mind: &mut Mind) {
    if !turn.learner.does(Act::DiscloseBatna) {
        return;
    }
    // Believed or not, it is heard.
    turn.answer(Act::Acknowledge);
    let threat = [Act::Ultimatum, Act::WalkAway, Act::Hostility].iter().any(|act| turn.learner.does(*act));
    if threat {
        mind.feel(0.0, 15.0);
        turn.fired("engine.threat", 0.0);
    } else if mind.tension < TENSION_CALM && mind.first_time(Act::DiscloseBatna, "") {
        turn.argue("engine.batna", DROP_BATNA);
    }
}

/// "How am I supposed to do that?" works against a package the learner could not sign.
fn hear_calibrated(turn: &mut Turn, mind: &mut Mind) {
    let standing = turn.stage.learner_worth(&turn.moment.standing_counterpart);
    let infeasible = standing < turn.stage.persona.learner.reservation;
    if turn.learner.does(Act::QCalibrated) && turn.answers.is_empty() {
        turn.answer(Act::Empathy);
    }
    if turn.learner.does(Act::QCalibrated) && infeasible && mind.first_time(Act::QCalibrated, "") {
        mind.feel(0.0, -5.0);
        turn.fixes = true;
        turn.worked = true;
    }
}

/// Slips that harden it: shock, a limit told, hurry.
fn hear_mistakes(turn: &mut Turn, mind: &mut Mind) {
    let (stage, standing) = (turn.stage, turn.standing);
    if turn.learner.does(Act::Flinch) && mind.first_time(Act::Flinch, "") {
        mind.harden(HARDEN_FLINCH);
        let to = mind.floor + HARDEN_FLINCH * stage.range();
        mind.raise(stage, to, standing);
        turn.fired("engine.flinch", -HARDEN_FLINCH);
    }
    let hurried = [Act::UrgencyLeak, Act::Desperation, Act::InternalLeak].iter().any(|act| turn.learner.does(*act));
    if hurried && mind.first_time(Act::UrgencyLeak, "") {
        mind.harden(HARDEN_HURRY);
        turn.fired("engine.hurry", -HARDEN_HURRY);
    }
    if leaks(turn)
        && mind.first_time(Act::DiscloseReservation, "")
        && let Some(worth) = stage.leak_worth()
    {
        let before = mind.aspiration(stage);
        mind.raise(stage, worth as f64, standing);
        let moved = (before - mind.aspiration(stage)) / mind.room(stage);
        turn.fired("engine.leak", moved);
    }
}

/// A stated limit is believed when it is the true one: within 3 % of Z of the reservation value.
fn leaks(turn: &Turn) -> bool {
    let told = turn.learner.limit.as_ref().or(turn.learner.offer.as_ref());
    let Some((zone, limit)) = turn.stage.zone().zip(told) else { return false };
    let off = turn.stage.learner_worth(limit) - turn.stage.persona.learner.reservation;
    turn.learner.does(Act::DiscloseReservation) && off.abs() as f64 <= 0.03 * zone
}

/// The middle is taken once, for a last small gap when both have moved; earlier it invites more.
fn hear_split(turn: &mut Turn, mind: &mut Mind) {
    if !turn.learner.does(Act::SplitDifference) {
        return;
    }
    mind.splits += 1;
    let before = turn.moment.standing_learner.as_ref().or(turn.offer);
    let gap = before.map_or(f64::MAX, |theirs| (turn.standing - turn.stage.worth(theirs)) as f64);
    if gap > 0.1 * turn.stage.range() || mind.splits > 1 {
        mind.harden(HARDEN_SPLIT);
        // Who proposes the middle of a wide gap would take it: it hopes for more than before.
        let to = mind.floor + RAISE_SPLIT * turn.stage.range();
        mind.raise(turn.stage, to, turn.standing);
        turn.fired("engine.split_early", -HARDEN_SPLIT);
    } else if mind.concessions.len() >= 2 && mind.own_moves >= 2 {
        turn.split = turn.offer.cloned().or_else(|| middle(turn));
        turn.fired("engine.split", 0.0);
    }
}

/// The learner's standing package with the price halfway to the counterpart's.
fn middle(turn: &Turn) -> Option<Package> {
    let theirs = turn.moment.standing_learner.as_ref()?;
    let price = turn.stage.persona.agenda.price()?;
    let (Choice::Number(a), Choice::Number(b)) =
        (theirs.0.get(&price.id)?, turn.moment.standing_counterpart.0.get(&price.id)?)
    else {
        return None;
    };
    let half = Quantity::from_ten_thousandths((a.ten_thousandths() + b.ten_thousandths()) / 2)?;
    let mut package = theirs.clone();
    package.0.insert(price.id.clone(), Choice::Number(half));
    Some(package)
}
