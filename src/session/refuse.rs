//! Gentle refusals: what was wrong, where, what to do. A refused step uses no turn and changes nothing.

use crate::negotiation::{Agenda, Choice, Issue, Kind, Terms};
use crate::persona::nearest;

use super::turn::{Refusal, Status};

fn refusal(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Refusal {
    Refusal { code: code.into(), message: message.into(), hint: hint.into() }
}

/// The session has ended.
pub fn over(status: Status) -> Refusal {
    let how = match status {
        Status::Agreed => "It ended with a deal.",
        Status::Walked => "You walked away.",
        Status::BrokenOff => "The other side left.",
        Status::Expired | Status::Open => "The turns are used up.",
    };
    refusal("over", format!("This talk is over. {how}"), "Start another one to go on practising.")
}

/// Nothing was said.
pub fn empty() -> Refusal {
    refusal("empty", "There was nothing to read in that message.", "Write a sentence, a figure or an offer.")
}

/// Nothing the counterpart put forward can be accepted under that number.
pub fn nothing_to_accept(offered: usize) -> Refusal {
    match offered {
        0 => refusal(
            "nothing_to_accept",
            "There is no offer of theirs to accept yet.",
            "Make one yourself, or ask for theirs.",
        ),
        1 => refusal("nothing_to_accept", "Only one offer of theirs is on the table.", "Accept it without a number."),
        n => refusal(
            "nothing_to_accept",
            format!("They put {n} packages forward."),
            format!("Accept with a number from 1 to {n}."),
        ),
    }
}

/// The last reply rests on no reading.
pub fn nothing_to_undo() -> Refusal {
    refusal(
        "nothing_to_undo",
        "The last reply doesn't rest on a reading of your words, so there is nothing to take back.",
        "Only the latest message can be taken back, and only once before you go on.",
    )
}

/// Too many readings were taken back.
pub fn undone_often(most: u32) -> Refusal {
    refusal(
        "undone_often",
        format!("You have taken {most} readings back in this talk, and that is the most."),
        "Use an offer in fields where words go wrong.",
    )
}

/// The first thing wrong with the terms of an offer, if anything is.
pub fn bad_terms(agenda: &Agenda, terms: &Terms) -> Option<Refusal> {
    if terms.0.is_empty() {
        return Some(refusal("empty_offer", "The offer names nothing.", format!("Name one of: {}.", ids(agenda))));
    }
    terms.0.iter().find_map(|(id, choice)| match agenda.issue(id) {
        None => {
            let near = nearest(id, agenda.issues.iter().map(|issue| issue.id.as_str())).first().copied();
            let hint =
                near.map_or_else(|| format!("The issues are {}.", ids(agenda)), |near| format!("Did you mean {near}?"));
            Some(refusal("unknown_issue", format!("There is no issue called {id:?} here."), hint))
        }
        Some(issue) if !issue.allows(choice) => Some(bad_choice(issue, choice)),
        Some(_) => None,
    })
}

fn bad_choice(issue: &Issue, choice: &Choice) -> Refusal {
    match (&issue.kind, choice) {
        (Kind::Numeric(scale), Choice::Number(figure)) => refusal(
            "out_of_range",
            format!("{} is outside what can be named for {} here.", scale.write(*figure), issue.label),
            format!("Name a figure from {} to {}.", scale.write(scale.min), scale.write(scale.max)),
        ),
        (Kind::Share { total }, _) => refusal(
            "out_of_range",
            format!("There are {total} of {}.", issue.label),
            format!("Name a count from 0 to {total}."),
        ),
        (Kind::Numeric(scale), Choice::Option(word)) => refusal(
            "not_a_figure",
            format!("{word:?} is not a figure for {}.", issue.label),
            format!("Name a plain number, for example {}.", scale.min),
        ),
        (Kind::Options(options), _) => {
            let said = match choice {
                Choice::Option(word) => word.clone(),
                Choice::Number(figure) => figure.to_string(),
            };
            let known: Vec<&str> = options.iter().map(|o| o.id.as_str()).collect();
            let near = nearest(&said, known.iter().copied()).first().copied();
            let hint = near.map_or_else(
                || format!("Choose one of: {}.", known.join(", ")),
                |near| format!("Did you mean {near}? The choices are {}.", known.join(", ")),
            );
            refusal("unknown_option", format!("{said:?} is not a choice for {}.", issue.label), hint)
        }
    }
}

fn ids(agenda: &Agenda) -> String {
    agenda.issues.iter().map(|issue| issue.id.as_str()).collect::<Vec<_>>().join(", ")
}
