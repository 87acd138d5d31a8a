//! From what was heard to the move the mind answers: packages completed on the table, acts freed of words.

use crate::counterpart::LearnerMove;
use crate::negotiation::{Act, Agenda, Choice, Quantity, Terms};
use crate::persona::Persona;
use crate::understanding::{Heard, Mention, Role, Topic};

use super::turn::Standing;
use super::wanted::{answered, on_the_table};

/// Acts that put a fact forward rather than ask for it.
const CITING: [Act; 4] = [Act::AppealCriteria, Act::Inform, Act::DiscloseBatna, Act::QChallenge];

/// Acts that give a reason for an offer.
const REASONS: [Act; 3] = [Act::AppealCriteria, Act::DiscloseInterest, Act::ShareConstraint];

/// Acts that ask for something in return.
const ASKS: [Act; 2] = [Act::ProposeTrade, Act::AcceptConditional];

/// The learner's move behind a heard message.
pub(super) fn perceive(persona: &Persona, standing: &Standing, heard: &Heard) -> LearnerMove {
    let table = answered(standing, heard);
    let complete = |terms: &Terms| on_the_table(&persona.agenda, terms, &table);
    let is_issue = |id: &str| persona.agenda.issue(id).is_some();
    let named: Vec<String> = heard.offer.iter().flat_map(|terms| terms.0.keys().cloned()).collect();
    let talked = heard.topics.iter().map(|topic| topic.about.as_str());
    let mentioned = heard.mentions.iter().filter_map(|mention| mention.issue.as_deref());
    let mut touched: Vec<String> =
        talked.chain(mentioned).filter(|id| is_issue(id)).map(String::from).chain(named.iter().cloned()).collect();
    touched.sort();
    touched.dedup();
    let cited = |topic: &&Topic| CITING.contains(&topic.act) && persona.facts.iter().any(|fact| fact.id == topic.about);
    let offer = heard.offer.as_ref().map(complete);
    // A limit is told of what the speaker wants: its own package, where there is one.
    let own = offer.as_ref().or(standing.learner.as_ref()).or(standing.counterpart.as_ref());
    LearnerMove {
        acts: heard.acts.clone(),
        topics: heard.topics.clone(),
        alternatives: heard.alternatives.iter().map(complete).collect(),
        named,
        touched,
        ask: heard.ask.is_some() || ASKS.iter().any(|act| heard.acts.contains(act)),
        reason: REASONS.iter().any(|act| heard.acts.contains(act)),
        facts: heard.topics.iter().filter(cited).map(|topic| topic.about.clone()).collect(),
        structured: false,
        limit: limit_told(heard).map(|terms| persona.agenda.complete(&terms, own)),
        supposed: if heard.acts.contains(&Act::QHypothetical) {
            named_in(heard, &[Role::Want, Role::Query, Role::Fact, Role::Offer])
        } else {
            Terms::default()
        },
        competing: named_in(heard, &[Role::Competing]),
        offer,
    }
}

/// A side term named alone, while the speaker has put no figure on the table, is a thing to try, not a proposal:
/// taken as one, it would mean the counterpart's own price with that term.
pub(super) fn tried_alone(agenda: &Agenda, standing: &Standing, heard: &Heard) -> Option<Heard> {
    let price = agenda.price().filter(|_| standing.learner.is_none() && heard.alternatives.is_empty())?;
    let named = heard.offer.iter().chain([&standing.wanted]).any(|terms| terms.0.contains_key(&price.id));
    let terms = heard.offer.as_ref().filter(|_| !named)?;
    let takes = heard.acts.iter().any(|act| matches!(act, Act::Accept | Act::AcceptConditional));
    let mut tried = Heard { offer: None, ask: None, doubt: 0.0, doubt_about: None, meant: None, ..heard.clone() };
    tried.acts.retain(|act| !matches!(act, Act::Offer | Act::QHypothetical));
    tried.acts.insert(0, Act::QHypothetical);
    tried.topics.extend(terms.0.keys().map(|issue| Topic { act: Act::QHypothetical, about: issue.clone() }));
    (!takes).then_some(tried)
}

/// The limit that a message gives away, on its issue.
fn limit_told(heard: &Heard) -> Option<Terms> {
    let tells = heard.acts.contains(&Act::DiscloseReservation);
    let terms = named_in(heard, &[Role::Limit, Role::LimitOffer]);
    (tells && !terms.0.is_empty()).then_some(terms)
}

/// Figures and options of a message that play one of these roles, by issue.
fn named_in(heard: &Heard, roles: &[Role]) -> Terms {
    let mentions = heard.mentions.iter().filter(|mention| roles.contains(&mention.role));
    Terms(mentions.filter_map(|mention| Some((mention.issue.clone()?, choice(mention)?))).collect())
}

fn choice(mention: &Mention) -> Option<Choice> {
    let figure = mention.figure.and_then(Quantity::from_f64).map(Choice::Number);
    mention.option.clone().map(Choice::Option).or(figure)
}
