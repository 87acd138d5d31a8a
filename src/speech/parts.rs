//! What a move has to say, in order, with the least important left out when it is too much.

use super::fill::Table;
use crate::negotiation::{Act, Choice};
use crate::persona::{Bound, Rule};

/// Sentences in one turn, at most: people don't hold speeches at each other.
pub(super) const MOST_SENTENCES: usize = 3;

/// One thing to be said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part<'a> {
    /// Something the move does.
    Does(Act),
    /// The middle is taken.
    AgreesToSplit,
    /// A line of a scripted rule.
    Script(&'a Rule),
}

impl Part<'_> {
    /// The act that is said, for the record.
    pub(super) fn act(&self, table: &Table) -> Option<Act> {
        match self {
            Part::Does(act) => Some(*act),
            Part::AgreesToSplit => Some(Act::SplitDifference),
            Part::Script(rule) => [Act::Claim, Act::Reveal].into_iter().find(|act| says_it(rule, *act, table)),
        }
    }

    /// How much would be lost without it; the lowest is dropped first.
    pub(super) fn weight(&self) -> u8 {
        match self {
            Part::Does(act) => weight(*act),
            Part::AgreesToSplit => 4,
            Part::Script(_) => 8,
        }
    }

    /// Whether the talk could not go on without it.
    pub(super) fn is_needed(&self) -> bool {
        self.weight() >= weight(Act::Counter)
    }

    /// Whether it says something that is written once: a fact, an interest, a rule's line. It is worded
    /// before what can be said in many ways, long or short.
    pub(super) fn is_given(&self) -> bool {
        use Act::*;
        matches!(self, Part::Script(_) | Part::Does(Reveal | Hint | Admit | StandBy | Claim | AnswerFact))
    }

    /// Whether staying put needs no words beside it: taking a gift says so, and who only asked a question
    /// has not asked for more than the answer.
    fn stands_alone(&self, table: &Table) -> bool {
        use Act::*;
        let answer = matches!(
            self,
            Part::Does(
                Reveal
                    | Hint
                    | AnswerFact
                    | AsItStands
                    | DontKnow
                    | Welcome
                    | Unwelcome
                    | AskInterest
                    | AskOffer
                    | GreetBack
                    | Wait
                    | SmallTalk
            )
        );
        *self == Part::Does(Pocket) || (answer && table.named.0.is_empty())
    }

    /// Whether it hands over the word: it asks, so it is said last.
    pub(super) fn asks(&self) -> bool {
        use Act::*;
        matches!(self, Part::Does(AskInterest | AskOffer | DemandBasis | AskConfirm | AskBack))
    }

    /// Whether it answers what the learner has asked, so that it goes before anything scripted.
    fn answers(&self) -> bool {
        use Act::*;
        matches!(
            self,
            Part::Does(Reveal | Hint | Admit | StandBy | AnswerFact | AsItStands | DontKnow | Welcome | Unwelcome)
        )
    }
}

fn weight(act: Act) -> u8 {
    use Act::*;
    match act {
        Accept | AskConfirm | BreakOff | Expire | Farewell | AskBack | Greet => 10,
        Counter | Warn => 9,
        Reveal | AnswerFact | AsItStands | Admit | StandBy | Claim | CallBluff | SunkCost => 8,
        Welcome | Unwelcome | DontKnow | Pocket | Withdraw => 7,
        DemandBasis | AskInterest | AskOffer | Hint | SplitDifference => 6,
        Hold | Reject => 5,
        Sting => 4,
        Empathy => 3,
        Acknowledge => 2,
        SmallTalk | GreetBack | Wait => 1,
        _ => 0,
    }
}

/// The deck by which an act is said, where it isn't its own. An answer with the offer that stood
/// already is no counter-offer to a listener: whoever says "I'll come down a bit" has to.
fn spoken_as(act: Act, table: &Table) -> Act {
    match act {
        Act::Counter | Act::Offer | Act::ProposeTrade if !table.offer_is_new() => Act::Hold,
        Act::Offer | Act::ProposeTrade => Act::Counter,
        Act::WalkAway => Act::BreakOff,
        Act::DiscloseInterest => Act::Reveal,
        Act::QDiagnostic => Act::AskInterest,
        Act::QChallenge | Act::Verify => Act::DemandBasis,
        Act::Ultimatum => Act::Warn,
        act => act,
    }
}

/// What a move says, in saying order.
pub(super) fn plan<'a>(table: &Table<'a>) -> Vec<Part<'a>> {
    let mv = table.mv;
    let script = table.persona.counterpart.rules.iter().find(|rule| Some(&rule.id) == mv.script.as_ref());
    let script = script.filter(|rule| !rule.then.say.is_empty() && !praises_what_it_leaves_out(rule, table));
    let mut parts: Vec<Part> = Vec::new();
    for act in mv.acts.iter().map(|act| spoken_as(*act, table)) {
        let agrees = act == Act::SplitDifference && (table.closes() || table.offer_is_new());
        let part = if agrees { Part::AgreesToSplit } else { Part::Does(act) };
        if !parts.contains(&part) && !script.is_some_and(|rule| says_it(rule, act, table)) {
            parts.push(part);
        }
    }
    if table.offer_is_new() && !parts.iter().any(|part| matches!(part, Part::Does(Act::Counter | Act::Greet))) {
        parts.retain(|part| *part != Part::Does(Act::Hold));
        parts.push(Part::Does(Act::Counter));
    }
    if parts.iter().any(|part| part.stands_alone(table)) {
        parts.retain(|part| *part != Part::Does(Act::Hold));
    }
    let stays = mv.acts.iter().any(|act| spoken_as(*act, table) == Act::Hold);
    if script.is_some() && parts.is_empty() && stays && !table.named.0.is_empty() {
        // Who made an offer hears where it leaves the other, whatever the script has to say.
        parts.push(Part::Does(Act::Hold));
    }
    if let Some(rule) = script {
        let after_answers = parts.iter().take_while(|part| part.answers()).count();
        parts.insert(after_answers, Part::Script(rule));
    }
    if parts.is_empty() {
        parts.push(Part::Does(Act::Quiet));
    }
    while parts.len() > MOST_SENTENCES {
        let least = (0..parts.len()).rev().min_by_key(|place| parts[*place].weight());
        least.map(|place| parts.remove(place));
    }
    parts
}

/// Whether a rule warms to a term of the learner's that the package it is said with leaves out: "cash, now you're
/// talking", and then a price by transfer.
fn praises_what_it_leaves_out(rule: &Rule, table: &Table) -> bool {
    let package = if table.closes() { table.deal() } else { table.offer() };
    let left_out = |(issue, bound): (&String, &Bound)| match (bound, package.0.get(issue)) {
        (Bound::OneOf(options), Some(Choice::Option(id))) => !options.contains(id),
        _ => false,
    };
    rule.then.trust > 0 && rule.when.offer.iter().any(left_out)
}

/// Whether a rule's own line already says what the act would.
fn says_it(rule: &Rule, act: Act, table: &Table) -> bool {
    match act {
        Act::Claim => rule.then.claim.is_some() && rule.then.claim == table.mv.claim,
        Act::Reveal => rule.then.reveal.is_some() && rule.then.reveal == table.mv.reveal,
        Act::Hold | Act::Quiet | Act::Acknowledge | Act::SmallTalk | Act::Pocket => true,
        _ => false,
    }
}
