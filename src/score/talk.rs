//! A finished talk as the rows see it: the learner's moves that stand, each with the table around it.
//! Read from stored turns alone, so that a transcript scores the same whenever it is looked at.

use crate::counterpart::{Fired, Move, Stage};
use crate::negotiation::{Act, Agenda, Choice, Money, Package, Terms};
use crate::persona::{Fact, Persona};
use crate::session::{Input, Question, Reply, Status, Turn};
use crate::understanding::Heard;

/// More moves in words than this in one message, and none of them is heard out: a message that does everything
/// does nothing. Offers and the fields beside them count all the same.
const MOVES_HEARD: usize = 3;

/// The moves in words that a message can be credited for.
const MOVES_IN_WORDS: &[Act] = &[
    Act::QDiagnostic,
    Act::QHypothetical,
    Act::QChallenge,
    Act::QCalibrated,
    Act::Verify,
    Act::ShiftInterest,
    Act::InfoTrade,
    Act::QRange,
    Act::AuthorityQuestion,
    Act::AppealCriteria,
    Act::DiscloseBatna,
    Act::ProposeTrade,
    Act::ConditionalCommitment,
    Act::LinkAction,
];

/// Acts that put a fact of the case forward.
const CITING: [Act; 3] = [Act::AppealCriteria, Act::Inform, Act::QChallenge];
/// Acts that give a reason in words.
const REASONS: [Act; 3] = [Act::AppealCriteria, Act::DiscloseInterest, Act::ShareConstraint];
/// Acts that ask for something in return.
const ASKS: [Act; 2] = [Act::ProposeTrade, Act::AcceptConditional];

/// How well an offer is backed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    /// Not at all.
    None,
    /// By words that can't be checked.
    Words,
    /// By a fact of the case, or in the field that is there for it.
    Given,
}

/// One move of the learner.
pub(super) struct Play<'a> {
    pub(super) turn: u32,
    pub(super) heard: &'a Heard,
    /// The package that the learner put on the table, complete.
    pub(super) offer: Option<Package>,
    /// What its own offers named up to here, the last word on each issue.
    pub(super) wanted: &'a Terms,
    /// The counterpart's package before the move.
    pub(super) before: Package,
    /// The counterpart's package after the answer.
    pub(super) after: Package,
    pub(super) decided: Option<&'a Move>,
    pub(super) reply: &'a Reply,
    pub(super) quote: Option<String>,
    pub(super) reason: Reason,
    /// Whether something is asked for in return.
    pub(super) asks: bool,
    /// Whether words count: not when one message makes more moves than anybody hears out.
    heard_out: bool,
}

impl Play<'_> {
    /// Whether the message does this, for good or bad.
    pub(super) fn does(&self, act: Act) -> bool {
        self.heard.acts.contains(&act)
    }

    /// Whether the message does this and is heard out.
    pub(super) fn earns(&self, act: Act) -> bool {
        self.heard_out && self.does(act)
    }

    /// Whether a term was named that the counterpart took as a mere idea, not as an offer.
    pub(super) fn tries_a_term(&self) -> bool {
        self.heard_out && self.offer.is_none() && self.heard.offer.is_some()
    }

    /// Whether the message does one of these and is heard out.
    pub(super) fn earns_any(&self, acts: &[Act]) -> bool {
        acts.iter().any(|act| self.earns(*act))
    }

    /// The rule, when it fired in the answer.
    pub(super) fn fired(&self, rule: &str) -> Option<&Fired> {
        self.decided?.rules.iter().find(|fired| fired.id == rule)
    }

    /// Whether the offer names an issue, or means another outcome of it than the counterpart's package.
    pub(super) fn moves_issue(&self, issue: &str) -> bool {
        let named = || self.heard.offer.as_ref().is_some_and(|terms| terms.0.contains_key(issue));
        self.offer.is_some() && (named() || self.changes_issue(issue))
    }

    /// Whether the offer has another outcome of an issue than the counterpart's package.
    pub(super) fn changes_issue(&self, issue: &str) -> bool {
        self.offer.as_ref().is_some_and(|offer| offer.0.get(issue) != self.before.0.get(issue))
    }

    /// Whether an issue comes up in the message at all.
    pub(super) fn touches(&self, issue: &str) -> bool {
        let topic = || self.heard.topics.iter().any(|topic| topic.about == issue);
        let mentioned = || self.heard.mentions.iter().any(|mention| mention.issue.as_deref() == Some(issue));
        self.moves_issue(issue) || topic() || mentioned()
    }
}

/// The learner's side of a talk.
pub(super) struct Talk<'a> {
    pub(super) stage: &'a Stage,
    pub(super) plays: Vec<Play<'a>>,
    pub(super) deal: Option<&'a Package>,
    pub(super) status: Status,
}

impl<'a> Talk<'a> {
    /// The talk behind the turns that still stand, the opening first.
    pub(super) fn new(stage: &'a Stage, turns: &[&'a Turn], deal: Option<&'a Package>) -> Self {
        let pairs = turns.iter().zip(turns.iter().skip(1));
        let plays = pairs.filter_map(|(before, turn)| play(stage, before, turn)).collect();
        let status = turns.last().map_or(Status::Open, |turn| turn.status);
        Talk { stage, plays, deal, status }
    }

    pub(super) fn persona(&self) -> &'a Persona {
        self.stage.persona()
    }

    pub(super) fn agenda(&self) -> &'a Agenda {
        &self.persona().agenda
    }

    /// The counterpart's name.
    pub(super) fn name(&self) -> &'a str {
        &self.persona().counterpart.name
    }

    /// The learner's gain u - r at a package, in the unit.
    pub(super) fn gain(&self, package: &Package) -> i64 {
        self.stage.learner_worth(package) - self.persona().learner.reservation
    }

    /// A share of Z in the learner's unit, at least 1; without a zone the counterpart's range stands for Z.
    pub(super) fn share(&self, share: f64) -> f64 {
        (share * self.stage.zone().unwrap_or_else(|| self.stage.range())).max(1.0)
    }

    /// An amount in the persona's unit, in words.
    pub(super) fn amount(&self, value: i64) -> String {
        Money::new(&self.persona().unit).amount(value)
    }

    /// A package in words; side issues at their default go unmentioned.
    pub(super) fn words(&self, package: &Package) -> String {
        self.agenda().write(package, true)
    }

    /// A package by its price alone, where there is one; else in words.
    pub(super) fn figure(&self, package: &Package) -> String {
        let price = self.agenda().price().and_then(|price| Some(price.write(package.0.get(&price.id)?)));
        price.unwrap_or_else(|| self.words(package))
    }

    /// The label of an issue, as it stands inside a sentence.
    pub(super) fn label(&self, issue: &str) -> &'a str {
        self.agenda().issue(issue).map_or("terms", |issue| issue.label.as_str())
    }

    /// Moves with an offer, in order.
    pub(super) fn offers(&self) -> impl Iterator<Item = (&Play<'a>, &Package)> {
        self.plays.iter().filter_map(|play| Some((play, play.offer.as_ref()?)))
    }

    /// The learner's first offer.
    pub(super) fn first_offer(&self) -> Option<(&Play<'a>, &Package)> {
        self.offers().next()
    }

    /// The issues beside the price.
    pub(super) fn side_issues(&self) -> impl Iterator<Item = &'a str> {
        let price = self.agenda().price().map(|price| price.id.as_str());
        self.agenda().issues.iter().map(|issue| issue.id.as_str()).filter(move |id| Some(*id) != price)
    }

    /// What both sides together could still gain on one issue of a package, never negative.
    pub(super) fn left_on(&self, issue: &str, package: &Package) -> i64 {
        let (mine, theirs) = (&self.persona().learner.values, &self.persona().counterpart.values);
        let joint = |choice: &Choice| mine.of_choice(issue, choice) + theirs.of_choice(issue, choice);
        let best = self.agenda().issue(issue).into_iter().flat_map(|issue| issue.grid()).map(|c| joint(&c)).max();
        let now = package.0.get(issue).map(joint);
        best.zip(now).map_or(0, |(best, now)| (best - now).max(0))
    }

    /// The same over all issues beside the price.
    pub(super) fn left_beside_the_price(&self, package: &Package) -> i64 {
        self.side_issues().map(|issue| self.left_on(issue, package)).sum()
    }

    /// By how much the counterpart's package got better for the learner with its answer to a move.
    pub(super) fn answered_by(&self, play: &Play<'_>) -> i64 {
        self.stage.learner_worth(&play.after) - self.stage.learner_worth(&play.before)
    }

    /// By how much a rule moved what the counterpart aims for, in its unit; positive is toward the learner.
    pub(super) fn moved(&self, play: &Play<'_>, rule: &str) -> Option<i64> {
        let (fired, state) = (play.fired(rule)?, play.decided?.state);
        let room = (self.stage.worth(self.stage.opening()) - state.floor).max(1);
        Some((fired.moved * room as f64).round() as i64)
    }
}

/// A step as a move of the learner; `None` for confirmations, questions asked back and what was refused.
fn play<'a>(stage: &'a Stage, before: &'a Turn, turn: &'a Turn) -> Option<Play<'a>> {
    let heard = turn.heard.as_ref().filter(|_| turn.counted && turn.refusal.is_none())?;
    let input = turn.input.as_ref()?;
    let persona = stage.persona();
    let standing = |turn: &Turn| turn.standing.counterpart.clone().unwrap_or_else(|| stage.opening().clone());
    let heard_out = MOVES_IN_WORDS.iter().filter(|act| heard.acts.contains(act)).count() <= MOVES_HEARD;
    let filled = |field: &Option<String>| field.as_deref().is_some_and(|text| !text.trim().is_empty());
    let (reason_field, ask_field) = match input {
        Input::Offer(fields) => (filled(&fields.reason), filled(&fields.ask)),
        _ => (false, false),
    };
    let reason = match () {
        () if heard_out && (reason_field || cites_fact(&persona.facts, heard)) => Reason::Given,
        () if heard_out && REASONS.iter().any(|act| heard.acts.contains(act)) => Reason::Words,
        () if heard_out && reasoned(heard) => Reason::Words,
        () => Reason::None,
    };
    let asks_in_words = heard.ask.is_some() || ASKS.iter().any(|act| heard.acts.contains(act));
    Some(Play {
        turn: turn.turn,
        heard,
        offer: offered(turn, heard),
        wanted: &turn.standing.wanted,
        before: standing(before),
        after: standing(turn),
        decided: turn.decided.as_ref(),
        reply: &turn.reply,
        quote: quote(&persona.agenda, before, input, heard),
        reason,
        asks: ask_field || (heard_out && asks_in_words),
        heard_out,
    })
}

/// Whether a reason of any kind was heard with the offer.
fn reasoned(heard: &Heard) -> bool {
    heard.topics.iter().any(|topic| topic.act == Act::Offer && topic.about == "reason")
}

fn cites_fact(facts: &[Fact], heard: &Heard) -> bool {
    let known = |about: &String| facts.iter().any(|fact| fact.id == *about);
    heard.topics.iter().any(|topic| CITING.contains(&topic.act) && known(&topic.about))
}

/// The package a move put on the table. Words that the counterpart took as a mere idea, or as an acceptance, put none.
fn offered(turn: &Turn, heard: &Heard) -> Option<Package> {
    let stands = turn.standing.learner.as_ref().filter(|_| turn.decided.is_some())?;
    let mut meant = heard.offer.iter().chain(&heard.alternatives);
    let put = |terms: &Terms| terms.0.iter().all(|(id, choice)| stands.0.get(id) == Some(choice));
    meant.any(put).then(|| stands.clone())
}

/// What the learner said; of an offer in fields the words beside it, else its terms.
fn quote(agenda: &Agenda, before: &Turn, input: &Input, heard: &Heard) -> Option<String> {
    let meant = |question: &Question| matches!(question, Question::Meant(meant) if meant.acts == heard.acts && meant.offer == heard.offer);
    match input {
        // A yes to "did you mean" stands for the message that was meant.
        Input::Say(_) if before.question.as_ref().is_some_and(meant) => match &before.input {
            Some(Input::Say(text)) => Some(text.trim().to_owned()),
            _ => None,
        },
        Input::Say(text) => Some(text.trim().to_owned()),
        Input::Offer(fields) => {
            let beside: Vec<&str> = [&fields.reason, &fields.ask, &fields.say]
                .into_iter()
                .filter_map(|field| field.as_deref().map(str::trim))
                .filter(|text| !text.is_empty())
                .collect();
            let named = fields.offer.0.iter().filter_map(|(id, choice)| Some(agenda.issue(id)?.write(choice)));
            let named = named.collect::<Vec<_>>().join(", ");
            Some([vec![named.as_str()], beside].concat().join(" · "))
        }
        Input::Accept(_) => Some("accepted".into()),
        Input::Walk => Some("walked away".into()),
        Input::Undo => None,
    }
}
