//! The lines of `--format jsonl`, and the JSON that a program may send.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::negotiation::{Act, Choice, Package, Quantity, Terms};
use crate::report::{Page, plain};
use crate::score::Debrief;
use crate::session::{FieldOffer, Input, Refusal, Reply, Status, Turn};

use super::talk::{Answer, Typed};

/// One line of output: a step and its answer, or what came of a line that was no step.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    turn: u32,
    heard: Option<Heard<'a>>,
    reply: &'a Reply,
    standing_offer: Offers<'a>,
    confirm: Option<&'a Package>,
    status: Status,
    error: Option<&'a Refusal>,
}

/// Both sides' offers on the table.
#[derive(Debug, Serialize)]
struct Offers<'a> {
    learner: Option<&'a Package>,
    counterpart: Option<&'a Package>,
}

/// How a message was read: only what was said.
#[derive(Debug, Serialize)]
struct Heard<'a> {
    acts: &'a [Act],
    offer: Option<&'a Terms>,
    alternatives: &'a [Terms],
    doubt: f64,
}

impl<'a> Shown<'a> {
    fn step(turn: &'a Turn) -> Self {
        let heard = turn.heard.as_ref().map(|heard| Heard {
            acts: &heard.acts,
            offer: heard.offer.as_ref(),
            alternatives: &heard.alternatives,
            doubt: heard.doubt,
        });
        Shown {
            turn: turn.turn,
            heard,
            reply: &turn.reply,
            standing_offer: Offers {
                learner: turn.standing.learner.as_ref(),
                counterpart: turn.standing.counterpart.as_ref(),
            },
            confirm: turn.confirm(),
            status: turn.status,
            error: turn.refusal.as_ref(),
        }
    }
}

/// The line of a step.
pub(super) fn step_line(turn: &Turn) -> String {
    written(&Shown::step(turn))
}

/// The line of an answer. Where no step was taken, the table is as `last` left it and the text stands in for a reply.
pub(super) fn answer_line(answer: &Answer, last: &Turn) -> String {
    let text = match answer {
        Answer::Step => return step_line(last),
        Answer::Refused(refusal) if last.refusal.as_ref() == Some(refusal) => return step_line(last),
        Answer::Refused(_) => String::new(),
        Answer::View(blocks) => plain(&Page { width: 100, ascii: false }.set(blocks)),
        Answer::Ask { text, .. } => text.clone(),
        Answer::Resume(_) => "To go on with another talk, start again with --session and its id.".into(),
        Answer::Quit => "The talk stays open.".into(),
    };
    let reply = Reply { text, ..Reply::default() };
    let confirm = match answer {
        Answer::Ask { package, .. } => package.as_ref(),
        _ => last.confirm(),
    };
    let error = match answer {
        Answer::Refused(refusal) => Some(refusal),
        _ => None,
    };
    written(&Shown { heard: None, reply: &reply, confirm, error, ..Shown::step(last) })
}

/// The last line of a finished session.
pub fn debrief_line(debrief: &Debrief) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        debrief: &'a Debrief,
    }
    written(&Line { debrief })
}

fn written(line: &impl Serialize) -> String {
    // The shapes have string keys and finite numbers only, so writing them cannot fail.
    serde_json::to_string(line).unwrap_or_default()
}

/// What a program may send as JSON.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Sent {
    say: Option<String>,
    offer: Option<Map<String, Value>>,
    reason: Option<String>,
    ask: Option<String>,
    accept: Option<Number>,
    walk: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Number {
    Yes(bool),
    Which(usize),
}

/// Reads a line: JSON when it begins with a brace, else words or a command.
pub(super) fn read(line: &str) -> Typed {
    let line = line.trim();
    if !line.starts_with('{') {
        return Typed::Line(line.to_owned());
    }
    let sent = match serde_json::from_str::<Sent>(line) {
        Ok(sent) => sent,
        Err(error) => return bad(&format!("That line begins like JSON and can't be read: {error}.")),
    };
    match sent {
        Sent { offer: Some(offer), accept: None, walk: None, reason, ask, say } => match terms(offer) {
            Ok(offer) => Typed::Input(Input::Offer(FieldOffer { offer, reason, ask, say })),
            Err(message) => bad(&message),
        },
        Sent { accept: Some(Number::Yes(true)), say: None, offer: None, reason: None, ask: None, walk: None } => {
            Typed::Input(Input::Accept(None))
        }
        Sent { accept: Some(Number::Which(which)), say: None, offer: None, reason: None, ask: None, walk: None } => {
            Typed::Input(Input::Accept(Some(which)))
        }
        Sent { walk: Some(true), say: None, offer: None, reason: None, ask: None, accept: None } => {
            Typed::Input(Input::Walk)
        }
        Sent { say: Some(say), offer: None, reason: None, ask: None, accept: None, walk: None } => {
            // Words in JSON are said as they are: a slash at their start is no command.
            Typed::Input(Input::Say(say))
        }
        _ => bad("That JSON names no move, or more than one."),
    }
}

/// The terms of an offer; a value that is neither a figure nor an option is named in the error.
fn terms(offer: Map<String, Value>) -> Result<Terms, String> {
    let choice = |(issue, value): (String, Value)| match &value {
        Value::String(option) => Ok((issue, Choice::Option(option.clone()))),
        Value::Number(figure) => match figure.as_f64().and_then(Quantity::from_f64) {
            Some(figure) => Ok((issue, Choice::Number(figure))),
            None => Err(format!("The figure {figure} for {issue:?} is too large.")),
        },
        _ => Err(format!("The value of {issue:?} is neither a figure nor the id of an option.")),
    };
    offer.into_iter().map(choice).collect::<Result<_, _>>().map(Terms)
}

fn bad(message: &str) -> Typed {
    Typed::Bad(Refusal {
        code: "bad_json".into(),
        message: message.to_owned(),
        hint: r#"Send {"say": "…"}, {"offer": {"issue": value}, "reason": "…", "ask": "…", "say": "…"}, {"accept": true} or {"walk": true}."#.into(),
    })
}
