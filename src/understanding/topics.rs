//! What an act is about: issues, facts and claims by their words, and general matters.

use super::acts::Likely;
use super::heard::Topic;
use super::lexicon::Meaning;
use super::roles::Roles;
use super::scene::Scene;
use crate::negotiation::Act;

/// Cues that name a general matter.
const MATTERS: [(&str, &str); 12] = [
    ("why", "reason"),
    ("why_selling", "reason"),
    ("reason_sell", "reason"),
    ("priority", "priorities"),
    ("important", "priorities"),
    ("timing_q", "timing"),
    ("act:urgency_leak", "timing"),
    ("budget_q", "budget"),
    ("tight_money", "budget"),
    ("other_buyer", "alternatives"),
    ("act:rel_value", "relationship"),
    ("act:horizon", "relationship"),
];

/// What small talk is about, where its answer depends on it.
const CHAT: [(&str, &str); 3] =
    [("frame:greets", "greeting"), ("frame:asks_how_one_is", "wellbeing"), ("frame:pauses", "pause")];

/// Acts that are about something.
const ABOUT_SOMETHING: [Act; 16] = [
    Act::QDiagnostic,
    Act::QHypothetical,
    Act::QChallenge,
    Act::QCalibrated,
    Act::RequestInfo,
    Act::DiscloseInterest,
    Act::DiscloseBatna,
    Act::AppealCriteria,
    Act::ShareConstraint,
    Act::Verify,
    Act::AskOffer,
    Act::ShiftInterest,
    Act::UrgencyLeak,
    Act::Inform,
    Act::InfoTrade,
    Act::QRange,
];

/// The topics of a message, each act with each matter it names.
pub(super) fn of(scene: &Scene, roles: &[Roles], acts: &[Likely]) -> Vec<Topic> {
    let lexicon = scene.table.lexicon;
    let mut matters: Vec<String> = Vec::new();
    let mut add = |matter: &str| {
        if !matters.iter().any(|m| m == matter) {
            matters.push(matter.to_owned());
        }
    };
    for hit in &scene.spots.subjects {
        match hit.meaning {
            Meaning::Issue(issue) | Meaning::Option(issue, _) => add(lexicon.issue_id(issue)),
            Meaning::Topic(topic) => add(lexicon.topic_id(topic)),
        }
    }
    for spot in &scene.spots.outcomes {
        if let Some(issue) = spot.issue {
            add(lexicon.issue_id(issue));
        }
    }
    // A figure that is not proposed cites the fact it stands in.
    for (spot, _) in scene.spots.outcomes.iter().zip(roles).filter(|(_, roles)| roles.proposed() < 0.5) {
        spot.value.into_iter().flat_map(|value| lexicon.topics_with(value)).for_each(&mut add);
    }
    for (cue, matter) in MATTERS {
        if scene.has(cue) {
            add(matter);
        }
    }
    let about: Vec<Act> = acts.iter().map(|(act, _)| *act).filter(|act| ABOUT_SOMETHING.contains(act)).collect();
    if matters.is_empty() {
        matters.push("other".to_owned());
    }
    // An offer is about its issues; that a reason is given with it is said nowhere else.
    let offers = acts.iter().any(|(act, _)| *act == Act::Offer) && scene.has("because");
    let chats = acts.iter().any(|(act, _)| *act == Act::SmallTalk);
    let chat = CHAT.iter().filter(|(cue, _)| chats && scene.has(cue));
    let chat = chat.map(|(_, about)| Topic { act: Act::SmallTalk, about: (*about).to_owned() });
    let reasoned = offers.then(|| Topic { act: Act::Offer, about: "reason".to_owned() });
    about
        .into_iter()
        .flat_map(|act| matters.iter().map(move |m| Topic { act, about: m.clone() }))
        .chain(reasoned)
        .chain(chat)
        .collect()
}
