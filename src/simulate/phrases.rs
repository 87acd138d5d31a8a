//! The words of the reference learners: a structured move as somebody might say it.
//!
//! `phrases.json` has several wordings for every act, which suit any persona: {offer} is the package in its own words,
//! {price} a figure, {issue} an issue's label, {fact} a fact of the case. One is drawn for every phrase of a message, by
//! the seed, the message and the phrase alone: of two learners on one seed, who adds a sentence words the others the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use crate::counterpart::LearnerMove;
use crate::negotiation::{Act, Agenda, Choice, Package};
use crate::persona::Persona;
use crate::session::Standing;

static PHRASES: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| serde_json::from_str(include_str!("phrases.json")).unwrap_or_default());

/// Draws the wordings of one message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wordings {
    /// The session's seed.
    pub(super) seed: u64,
    /// The message's number in it.
    pub(super) message: u64,
}

impl Wordings {
    /// One wording of a phrase; `None` where there is none.
    pub(super) fn of(&self, name: &str) -> Option<&'static str> {
        self.of_thing(name, "")
    }

    /// One wording of a phrase that is said of several things in one message.
    fn of_thing(&self, name: &str, thing: &str) -> Option<&'static str> {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&self.seed.to_le_bytes());
        key[8..16].copy_from_slice(&self.message.to_le_bytes());
        for (at, byte) in name.bytes().chain(thing.bytes()).enumerate() {
            key[16 + at % 16] ^= byte;
        }
        PHRASES.get(name)?.choose(&mut ChaCha8Rng::from_seed(key)).map(String::as_str)
    }
}

/// Acts before the offer and those after it, in the order in which people say them.
const BEFORE: [Act; 9] = [
    Act::SmallTalk,
    Act::Flinch,
    Act::Verify,
    Act::QChallenge,
    Act::QCalibrated,
    Act::QDiagnostic,
    Act::QHypothetical,
    Act::DiscloseInterest,
    Act::AppealCriteria,
];
const AFTER: [Act; 3] = [Act::DiscloseBatna, Act::SplitDifference, Act::DiscloseReservation];

/// A move in words, said to what stands on the table.
pub(super) fn words(persona: &Persona, said: &LearnerMove, standing: &Standing, wordings: Wordings) -> String {
    let repeats = said.offer.is_some() && said.offer == standing.learner;
    let mut sentences: Vec<String> = Vec::new();
    let speak = |acts: &[Act], sentences: &mut Vec<String>| {
        for act in acts.iter().filter(|act| said.does(**act)) {
            sentences.extend(of_act(persona, said, *act, wordings));
        }
    };
    speak(&BEFORE, &mut sentences);
    if let Some(offer) = &said.offer {
        let deck = if said.ask {
            "offer_with_ask"
        } else if repeats {
            "repeat"
        } else {
            "offer"
        };
        let terms = spoken_terms(&persona.agenda, offer, &said.named, standing);
        sentences.extend(wordings.of(deck).map(|phrase| phrase.replace("{offer}", &terms)));
    }
    speak(&AFTER, &mut sentences);
    if sentences.is_empty() {
        sentences.extend(wordings.of("quiet").map(str::to_owned));
    }
    sentences.join(" ")
}

/// What an act sounds like, once for each thing it is about.
fn of_act(persona: &Persona, said: &LearnerMove, act: Act, wordings: Wordings) -> Vec<String> {
    let name = act.name();
    match act {
        Act::AppealCriteria => {
            let facts: Vec<String> = persona
                .facts
                .iter()
                .filter(|fact| said.facts.contains(&fact.id))
                .filter_map(|fact| Some(wordings.of_thing(name, &fact.id)?.replace("{fact}", &fact.text)))
                .collect();
            if facts.is_empty() {
                wordings.of(&format!("{name}.none")).map(str::to_owned).into_iter().collect()
            } else {
                facts
            }
        }
        Act::DiscloseReservation => {
            let limit = said.limit.as_ref().and_then(|limit| price_of(persona, limit));
            limit.and_then(|price| Some(wordings.of(name)?.replace("{price}", &price))).into_iter().collect()
        }
        Act::DiscloseBatna => {
            let claimed = price_of(persona, &Package(said.competing.0.clone()));
            let figure =
                claimed.and_then(|price| Some(wordings.of("disclose_batna.figure")?.replace("{price}", &price)));
            figure.or_else(|| wordings.of(name).map(str::to_owned)).into_iter().collect()
        }
        _ => {
            let topics = said.topics.iter().filter(|topic| topic.act == act);
            let about: Vec<String> =
                topics.filter_map(|topic| about(&persona.agenda, act, &topic.about, wordings)).collect();
            if about.is_empty() { wordings.of(name).map(str::to_owned).into_iter().collect() } else { about }
        }
    }
}

fn about(agenda: &Agenda, act: Act, topic: &str, wordings: Wordings) -> Option<String> {
    let general = wordings.of(&format!("{act}.{topic}")).map(str::to_owned);
    general.or_else(|| {
        let label = &agenda.issue(topic)?.label;
        Some(wordings.of(&format!("{act}.issue"))?.replace("{issue}", label))
    })
}

fn price_of(persona: &Persona, package: &Package) -> Option<String> {
    let price = persona.agenda.price()?;
    package.0.get(&price.id).map(|choice| price.write(choice))
}

/// The named issues of a package as its own agenda writes them; the whole of it where nothing is named. What goes
/// without saying is left out: a default that is meant anyway.
fn spoken_terms(agenda: &Agenda, offer: &Package, named: &[String], standing: &Standing) -> String {
    let unsaid = |id: &String| {
        let theirs = || standing.counterpart.as_ref().and_then(|package| package.0.get(id));
        standing.wanted.0.get(id).or_else(theirs)
    };
    let goes_without_saying = |id: &String, choice: &Choice| {
        let is_default = agenda.issue(id).is_some_and(|issue| issue.default == *choice);
        let meant_anyway = unsaid(id).is_none_or(|meant| meant == choice);
        is_default && meant_anyway && !matches!(choice, Choice::Number(_))
    };
    let part = |only_named: bool| {
        let kept = offer
            .0
            .iter()
            .filter(|(id, choice)| (!only_named || named.contains(id)) && !goes_without_saying(id, choice));
        Package(kept.map(|(id, choice)| (id.clone(), choice.clone())).collect())
    };
    let spoken = part(true);
    agenda.write(&if spoken.0.is_empty() { part(false) } else { spoken }, false)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_phrase_has_several_wordings_that_differ() {
        let phrases: BTreeMap<String, Vec<String>> = serde_json::from_str(include_str!("phrases.json")).unwrap();
        assert!(phrases.len() > 20);
        for (name, wordings) in phrases {
            let mut distinct = wordings.clone();
            distinct.sort();
            distinct.dedup();
            assert!(distinct.len() >= 2 && distinct.len() == wordings.len(), "{name}: {wordings:?}");
        }
    }
}
