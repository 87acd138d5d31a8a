//! When words amount to a yes, a no, an acceptance or a goodbye. Nobody is bound by a misreading:
//! free words only ever lead to a question, and only a plain answer settles one.

use crate::negotiation::{Act, Agenda, Package};
use crate::understanding::{Heard, plain_goodbye, plain_meant, plain_no, plain_yes};

use super::turn::{Question, Standing};
use super::wanted::on_the_table;

/// What a message is to the question that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Consent {
    /// A plain yes, nothing beside it.
    Yes,
    /// A plain no.
    No,
    /// Anything else: it is answered as a message of its own.
    Other,
}

/// How a message answers a question. `name` is the counterpart's, which may be addressed.
pub(super) fn consent(message: &str, name: &str, question: &Question) -> Consent {
    let yes = match question {
        Question::Leave => plain_goodbye(message, name),
        Question::Sign(_) => plain_yes(message, name),
        Question::Meant(_) => plain_meant(message, name),
    };
    match (yes, plain_no(message, name)) {
        (true, _) => Consent::Yes,
        (false, true) => Consent::No,
        (false, false) => Consent::Other,
    }
}

/// Acts beside which an acceptance is none: it asks for more, refuses, or leaves.
const NO_ACCEPTANCE: [Act; 9] = [
    Act::AcceptConditional,
    Act::Reject,
    Act::AskOffer,
    Act::WalkAway,
    Act::QHypothetical,
    Act::QChallenge,
    Act::QDiagnostic,
    Act::ProposeTrade,
    Act::Hostility,
];

/// The counterpart's package that a message takes: said as an acceptance, and changing nothing in it.
pub(super) fn accepted_package(agenda: &Agenda, standing: &Standing, heard: &Heard) -> Option<Package> {
    let package = standing.counterpart.as_ref()?;
    let takes = heard.acts.contains(&Act::Accept) && !NO_ACCEPTANCE.iter().any(|act| heard.acts.contains(act));
    let same = heard.offer.as_ref().is_none_or(|terms| on_the_table(agenda, terms, &standing.as_taken()) == *package);
    (takes && same && heard.ask.is_none() && heard.alternatives.is_empty()).then(|| package.clone())
}

/// Whether a message that isn't a plain answer settles a question about an offer in doubt all the same: it turns to
/// something that makes the offer void.
pub(super) fn settles(heard: &Heard) -> bool {
    let turns = |act: &Act| matches!(act, Act::Reject | Act::Deny | Act::WalkAway | Act::AskOffer | Act::QHypothetical);
    !heard.alternatives.is_empty() || heard.acts.iter().any(turns)
}

/// Whether a message that names terms refuses the reading that waits for its yes, and so doesn't build on it.
pub(super) fn refuses(heard: &Heard) -> bool {
    heard.acts.iter().any(|act| matches!(act, Act::Reject | Act::Deny | Act::WalkAway))
}

/// Acts beside which a message corrects nothing: it answers, asks or is shocked.
const NO_CORRECTION: [Act; 13] = [
    Act::Accept,
    Act::AcceptConditional,
    Act::Reject,
    Act::Deny,
    Act::Flinch,
    Act::Hostility,
    Act::WalkAway,
    Act::AskOffer,
    Act::RequestInfo,
    Act::QHypothetical,
    Act::QChallenge,
    Act::QDiagnostic,
    Act::QCalibrated,
];

/// Whether a message mends the offer before it and does nothing else with it.
pub(super) fn corrects(message: &str, heard: &Heard) -> bool {
    let reacts = message.contains('?') || NO_CORRECTION.iter().any(|act| heard.acts.contains(act));
    heard.corrects && !reacts && heard.alternatives.is_empty()
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
