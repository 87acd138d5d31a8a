//! Gentle refusals: what was wrong, where, what to do. A refused step uses no turn and changes nothing.

use crate::negotiation::{Agenda, Choice, Issue, Kind, Refusal as Rule, Status};
use crate::persona::nearest;

use super::turn::{Input, Question, Refusal, Turn};

fn refusal(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Refusal {
    Refusal { code: code.into(), message: message.into(), hint: hint.into() }
}

/// A rule of the table in words.
pub(super) fn word(agenda: &Agenda, rule: &Rule) -> Refusal {
    match rule {
        Rule::Ended { status } => over(*status),
        Rule::NoTurnsLeft { turns } => refusal(
            "no_turns_left",
            format!("All {turns} turns are used."),
            "You can still answer the question that is open.",
        ),
        Rule::NothingToAccept => refusal(
            "nothing_to_accept",
            "There is no offer of theirs to accept yet.",
            "Make one yourself, or ask for theirs.",
        ),
        Rule::NoSuchOffer { there: 1, .. } => {
            refusal("no_such_offer", "Only one offer of theirs is on the table.", "Accept it without a number.")
        }
        Rule::NoSuchOffer { there, .. } => refusal(
            "no_such_offer",
            format!("They put {there} packages forward."),
            format!("Accept with a number from 1 to {there}."),
        ),
        Rule::NothingToConfirm => {
            refusal("nothing_to_confirm", "Nothing waits for your yes.", "To close, accept the offer on the table.")
        }
        Rule::NoTerms => refusal("empty_offer", "The offer names nothing.", format!("Name one of: {}.", ids(agenda))),
        Rule::UnknownIssue(named) => unknown_issue(agenda, named),
        Rule::Impossible { issue, given } => match agenda.issue(issue) {
            Some(issue) => impossible(issue, given),
            None => unknown_issue(agenda, issue),
        },
    }
}

/// The session has ended.
pub(super) fn over(status: Status) -> Refusal {
    let how = match status {
        Status::Agreed => "It ended with a deal.",
        Status::Walked => "You walked away.",
        Status::BrokenOff => "The other side left.",
        Status::Expired | Status::Open => "The turns are used up.",
    };
    refusal("over", format!("This talk is over. {how}"), "Start another one to go on practising.")
}

/// Nothing was said.
pub(super) fn empty() -> Refusal {
    refusal("empty", "There was nothing to read in that message.", "Write a sentence, a figure or an offer.")
}

/// More was said than is read.
pub(super) fn too_long(most: usize) -> Refusal {
    refusal(
        "too_long",
        format!("That is more than the {most} characters that are read at once."),
        "Say it in fewer words, or in two messages.",
    )
}

/// The last step is nothing that can be taken back: what it was, and what can.
pub(super) fn nothing_to_undo(last: Option<&Turn>) -> Refusal {
    let Some(last) = last.filter(|last| last.input.is_some()) else {
        let message = "You haven't said anything yet, so there is nothing to take back.";
        return refusal("nothing_to_undo", message, "Write a message first.");
    };
    let (message, hint) = match (&last.input, &last.question) {
        (Some(Input::Undo), _) => {
            ("Your last message is taken back already, and it goes no further back.", "Write what you meant instead.")
        }
        (Some(Input::Offer(_)), _) => {
            ("An offer in fields is taken as you filled it in, so it stands.", "Make another offer in its place.")
        }
        (_, Some(Question::Meant(_))) => (
            "Nothing was taken from your last message yet: they asked what you mean by it.",
            "Answer with yes or no, or say it another way.",
        ),
        _ => (
            "Only your latest message can be taken back, and only when it was read as an offer, an acceptance or a \
             goodbye. It was read as none of these.",
            "Nothing of it is on the table, so just go on. What you said before it stands.",
        ),
    };
    refusal("nothing_to_undo", message, hint)
}

/// Too many readings were taken back.
pub(super) fn undone_often(most: u32) -> Refusal {
    refusal(
        "undone_often",
        format!("You have taken {most} readings back in this talk, and that is the most."),
        "Use an offer in fields where words go wrong.",
    )
}

/// Too many readings were taken back for one more correction: heard as a new offer, it would bid against oneself.
pub(super) fn corrected_often(most: u32) -> Refusal {
    refusal(
        "undone_often",
        format!("You have taken {most} readings back in this talk, and that is the most. Your last offer stands."),
        "To bid anew, name the figure without calling it a correction, or use an offer in fields.",
    )
}

fn unknown_issue(agenda: &Agenda, named: &str) -> Refusal {
    let near = nearest(named, agenda.issues.iter().map(|issue| issue.id.as_str()));
    let hint = match near.first() {
        Some(near) => format!("Did you mean {near}?"),
        None => format!("The issues are {}.", ids(agenda)),
    };
    refusal("unknown_issue", format!("There is no issue called {named:?} here."), hint)
}

fn impossible(issue: &Issue, given: &Choice) -> Refusal {
    match (&issue.kind, given) {
        (Kind::Numeric(scale), Choice::Number(figure)) => refusal(
            "out_of_range",
            format!("{} is outside what can be named for {} here.", scale.write(*figure), issue.label),
            format!("Name a figure from {} to {}.", scale.write(scale.reach.0), scale.write(scale.reach.1)),
        ),
        (Kind::Numeric(scale), Choice::Option(word)) => refusal(
            "not_a_figure",
            format!("{word:?} is not a figure for {}.", issue.label),
            format!("Name a plain number, for example {}.", scale.min),
        ),
        (Kind::Share { total }, _) => refusal(
            "out_of_range",
            format!("There are {total} of {}.", issue.label),
            format!("Name a count from 0 to {total}."),
        ),
        (Kind::Options(options), _) => {
            let said = match given {
                Choice::Option(word) => word.clone(),
                Choice::Number(figure) => figure.to_string(),
            };
            let known: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
            let meant = nearest(&said, known.iter().copied()).first().map(|near| format!("Did you mean {near}? "));
            let hint = format!("{}The choices are {}.", meant.unwrap_or_default(), known.join(", "));
            refusal("unknown_option", format!("{said:?} is not a choice for {}.", issue.label), hint)
        }
    }
}

fn ids(agenda: &Agenda) -> String {
    agenda.issues.iter().map(|issue| issue.id.as_str()).collect::<Vec<_>>().join(", ")
}
