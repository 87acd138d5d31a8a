//! When words amount to a yes, a no, an acceptance or a goodbye. Nobody is bound by a misreading:
//! these only ever lead to a question, or answer one.

use crate::negotiation::{Act, Agenda, Package};
use crate::understanding::Heard;

use super::perceive::on_the_table;
use super::turn::{Question, Standing};

/// Whether a message says yes to the question that is open, and nothing that would change it.
pub(super) fn says_yes(agenda: &Agenda, standing: &Standing, heard: &Heard, question: &Question) -> bool {
    let agrees = heard.acts.iter().any(|act| matches!(act, Act::Confirm | Act::Accept));
    let leaves = matches!(question, Question::Leave) && heard.acts.contains(&Act::WalkAway);
    let unchanged = match (question, &heard.offer) {
        (_, None) => true,
        (Question::Sign(package), Some(terms)) => {
            on_the_table(agenda, terms, &Standing { counterpart: Some(package.clone()), ..standing.clone() })
                == *package
        }
        (Question::Meant(meant), Some(terms)) => meant.offer.as_ref() == Some(terms),
        (Question::Leave, Some(_)) => false,
    };
    let refuses = heard.acts.iter().any(|act| matches!(act, Act::Deny | Act::Reject | Act::AcceptConditional));
    (agrees || leaves) && unchanged && !refuses && heard.alternatives.is_empty()
}

/// Whether a message only says no.
pub(super) fn says_no(heard: &Heard) -> bool {
    let denies = heard.acts.iter().any(|act| matches!(act, Act::Deny | Act::Reject));
    denies
        && heard.offer.is_none()
        && heard
            .acts
            .iter()
            .all(|act| matches!(act, Act::Deny | Act::Reject | Act::SmallTalk | Act::Apology | Act::Other))
}

/// The counterpart's package that a message takes: said as an acceptance, and changing nothing in it.
pub(super) fn accepted_package(agenda: &Agenda, standing: &Standing, heard: &Heard) -> Option<Package> {
    let package = standing.counterpart.as_ref()?;
    let takes = heard.acts.contains(&Act::Accept);
    let asks_more = heard.acts.iter().any(|act| matches!(act, Act::AcceptConditional | Act::Reject | Act::AskOffer));
    let same = heard.offer.as_ref().is_none_or(|terms| on_the_table(agenda, terms, standing) == *package);
    (takes && !asks_more && same && heard.ask.is_none() && heard.alternatives.is_empty()).then(|| package.clone())
}

/// Whether a message says goodbye and nothing else that could be answered.
pub(super) fn leaves_only(heard: &Heard) -> bool {
    let ends = heard.acts.contains(&Act::WalkAway) && heard.offer.is_none();
    let talks_on = |act: &Act| {
        matches!(
            act,
            Act::AskOffer
                | Act::QDiagnostic
                | Act::QHypothetical
                | Act::QChallenge
                | Act::QCalibrated
                | Act::RequestInfo
                | Act::Ultimatum
        )
    };
    ends && !heard.acts.iter().any(talks_on)
}
