//! How a message was read, in words: what it does, what it proposes, which figures it names and for what.

use crate::negotiation::{Agenda, Choice, Terms};
use crate::report::case::Case;
use crate::session::{Input, Question, Turn};
use crate::understanding::{DOUBTFUL, Heard, Role};

/// Everything that the house understood of one step.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    /// What the message does, each in a few words.
    pub(super) acts: Vec<String>,
    /// What it proposes, and what became of that on the table.
    pub(super) offer: Option<String>,
    /// Figures and options that are no offer, with their part.
    pub(super) mentions: Vec<String>,
    /// How sure the reading was, where it was not.
    pub(super) doubt: Option<String>,
    /// What a yes would have settled.
    pub(super) question: Option<String>,
}

impl Reading {
    /// The reading of a step.
    pub(super) fn of(case: &Case<'_>, turn: &Turn) -> Self {
        let question = turn.question.as_ref().map(|question| question_in_words(case, question));
        let offer = offer(case, turn);
        let Some(heard) = turn.heard.as_ref().filter(|_| matches!(turn.input, Some(Input::Say(_)))) else {
            return Reading { offer, question, ..Reading::default() };
        };
        let acts = heard.acts.iter().map(|act| lowered(act.meaning().trim_end_matches('.'))).collect();
        Reading { acts, offer, mentions: mentions(case.agenda, heard), doubt: doubt(heard), question }
    }

    /// Whether there is anything to tell.
    pub(super) fn is_empty(&self) -> bool {
        self.acts.is_empty() && self.offer.is_none() && self.mentions.is_empty() && self.question.is_none()
    }
}

/// The offer as it was said, the whole package that it makes with what lay on the table, and its worth.
fn offer(case: &Case<'_>, turn: &Turn) -> Option<String> {
    let said = match &turn.input {
        Some(Input::Offer(offer)) => &offer.offer,
        Some(Input::Say(_)) => turn.heard.as_ref()?.offer.as_ref()?,
        _ => return None,
    };
    let said = terms(case.agenda, said);
    let whole = turn.standing.learner.as_ref().filter(|_| turn.counted && turn.refusal.is_none());
    let Some(package) = whole else { return Some(said) };
    let (words, gain) = (case.words(package), case.money().gain(case.gain(package)));
    Some(match words == said || case.agenda.write(package, false) == said {
        true => format!("{said}: {gain} for you"),
        false => format!("{said}; on the table that makes {words}: {gain} for you"),
    })
}

fn terms(agenda: &Agenda, terms: &Terms) -> String {
    let word = |(id, choice): (&String, &Choice)| match agenda.issue(id) {
        Some(issue) => issue.write(choice),
        None => format!("{id}: {choice:?}"),
    };
    let known = agenda.issues.iter().filter_map(|issue| terms.0.get_key_value(&issue.id));
    let unknown = terms.0.iter().filter(|(id, _)| agenda.issue(id).is_none());
    known.chain(unknown).map(word).collect::<Vec<_>>().join(", ")
}

fn mentions(agenda: &Agenda, heard: &Heard) -> Vec<String> {
    let told = heard.mentions.iter().filter_map(|mention| {
        let about = mention.issue.as_ref().and_then(|id| agenda.issue(id)).map(|issue| issue.label.as_str());
        let part = part(mention.role)?;
        Some(match about.filter(|label| !mention.text.eq_ignore_ascii_case(label)) {
            Some(label) => format!("“{}” ({label}): {part}", mention.text),
            None => format!("“{}”: {part}", mention.text),
        })
    });
    let mut told: Vec<String> = told.collect();
    told.dedup();
    told
}

/// What a figure is there for; none where the offer says it already.
fn part(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Offer | Role::Accepted => return None,
        Role::LimitOffer => "a limit that stands as an offer",
        Role::Limit => "a limit",
        Role::Rejected => "quoted to refuse it",
        Role::ListPrice => "the asking price",
        Role::Comparable => "a price to compare with",
        Role::Competing => "somebody else's offer",
        Role::Query => "an earlier figure, quoted",
        Role::Want => "a wish, not yet an offer",
        Role::Delta => "the size of a change",
        Role::Fact => "a figure beside the matter",
    })
}

fn doubt(heard: &Heard) -> Option<String> {
    let about = heard.doubt_about.as_deref().filter(|about| !about.is_empty());
    match (heard.doubt >= DOUBTFUL, about) {
        (true, Some(about)) => Some(format!("It was unclear {about}.")),
        (true, None) => Some("It was unclear what was meant.".into()),
        _ => None,
    }
}

fn question_in_words(case: &Case<'_>, question: &Question) -> String {
    match question {
        Question::Sign(package) => format!("A yes would have signed {}.", case.words(package)),
        Question::Leave => "A yes would have ended the talk.".into(),
        Question::Meant(_) => "Asked back first: nothing binds on a doubtful reading.".into(),
    }
}

/// A sentence's first letter made small, so that it can follow a colon.
pub(super) fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
