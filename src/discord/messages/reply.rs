//! What is said in a talk: the learner's move when it came through a control, the counterpart's answer, a word of the house.

use crate::discord::custom_id::{CustomId, Verb};
use crate::discord::limits::{self, verbatim};
use crate::host::Live;
use crate::session::{FieldOffer, Input, Question, Status, Turn};

use super::{Button, Look, Post};

/// Whether a move has to be shown before its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Echo<'a> {
    /// It came through a control or a command: shown under this name, which is a mention or harmless.
    As(&'a str),
    /// The learner's own message stands in the thread.
    InThread,
}

/// The counterpart's answer, in as many messages as it takes. The last one carries the controls that fit the moment.
pub(crate) fn counterpart_says(live: &Live, turn: &Turn, seq: usize, learner: Echo<'_>) -> Vec<Post> {
    let name = &live.briefing.counterpart_name;
    let said = match &turn.input {
        Some(Input::Undo) => format!("*{}*", taken_back(live, turn, seq)),
        _ => format!("**{name}:** {}", turn.reply.text),
    };
    let said = turn.note().map_or_else(|| said.clone(), |note| format!("-# {note}\n{said}"));
    let text = match (learner, &turn.input) {
        (Echo::As(who), Some(input)) => format!("{}\n{said}", echo(live, who, input)),
        _ => said,
    };
    let mut posts: Vec<Post> = limits::split(&text, limits::MESSAGE).into_iter().map(Post::text).collect();
    let buttons = buttons_after(live, turn, u32::try_from(seq).unwrap_or(u32::MAX));
    if let Some(last) = posts.last_mut().filter(|_| !buttons.is_empty()) {
        last.rows.push(super::Row::Buttons(buttons));
    }
    posts
}

/// As much of the learner's words as is needed to know them again.
const QUOTE: usize = 80;

/// What an undo took back, in the learner's own words.
fn taken_back(live: &Live, turn: &Turn, seq: usize) -> String {
    let last = live.transcript.iter().take(seq).rev().find(|turn| turn.refusal.is_none());
    let words = match last.and_then(|turn| turn.input.as_ref()) {
        Some(Input::Say(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => String::new(),
    };
    if words.is_empty() {
        // The words were deleted since.
        return turn.reply.text.clone();
    }
    format!("Taken back: \"{}\". The table is as it was before it.", verbatim(&limits::clip(&words, QUOTE)))
}

/// A learner's move as a line of the thread; their words stand as they wrote them.
pub(crate) fn echo(live: &Live, who: &str, input: &Input) -> String {
    match input {
        Input::Say(text) => quoted(&format!("**{who}:** {}", verbatim(text.trim()))),
        Input::Offer(offer) => quoted(&format!("**{who} offers** {}", offered(live, offer))),
        Input::Accept(_) => quoted(&format!("**{who} accepts.**")),
        Input::Walk => quoted(&format!("**{who} walks away.**")),
        Input::Undo => quoted(&format!("**{who}:** that's not what I meant.")),
    }
}

fn offered(live: &Live, offer: &FieldOffer) -> String {
    let agenda = &live.briefing.agenda;
    let known = agenda.issues.iter().filter_map(|issue| offer.offer.0.get(&issue.id).map(|choice| issue.write(choice)));
    let unknown = offer.offer.0.keys().filter(|id| agenda.issue(id).is_none()).map(|id| verbatim(id));
    let terms = known.chain(unknown);
    let mut lines = vec![format!("{}.", terms.collect::<Vec<_>>().join(", "))];
    let beside = [("Because", &offer.reason), ("In return", &offer.ask), ("", &offer.say)];
    for (lead, words) in beside {
        if let Some(words) = words.as_deref().map(str::trim).filter(|words| !words.is_empty()) {
            let lead = if lead.is_empty() { String::new() } else { format!("{lead}: ") };
            lines.push(format!("{lead}{}", verbatim(words)));
        }
    }
    lines.join("\n")
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

fn buttons_after(live: &Live, turn: &Turn, seq: u32) -> Vec<Button> {
    if turn.status != Status::Open {
        return Vec::new();
    }
    let id = |verb| CustomId::new(verb, &live.id, seq);
    let mut buttons = match &turn.question {
        Some(Question::Sign(_)) => {
            vec![
                Button::new(id(Verb::Sign), "Yes, sign it", Look::Yes),
                Button::new(id(Verb::No), "No, go on talking", Look::Plain),
            ]
        }
        Some(Question::Leave) => {
            vec![
                Button::new(id(Verb::Yes), "Yes, leave without a deal", Look::Stop),
                Button::new(id(Verb::No), "No, go on talking", Look::Plain),
            ]
        }
        Some(Question::Meant(_)) => {
            vec![
                Button::new(id(Verb::Yes), "Yes, that's what I meant", Look::Yes),
                Button::new(id(Verb::No), "No", Look::Plain),
            ]
        }
        None => several(live, turn),
    };
    if turn.undoable {
        buttons.push(Button::new(id(Verb::Undo), "That's not what I meant", Look::Plain));
    }
    buttons
}

/// A button for each of several packages put forward in one breath.
fn several(live: &Live, turn: &Turn) -> Vec<Button> {
    let packages: Vec<_> = turn.reply.offer.iter().chain(&turn.reply.alternatives).collect();
    if packages.len() < 2 {
        return Vec::new();
    }
    let button = |(package, number)| {
        let words = live.briefing.agenda.write(package, true);
        Button::new(CustomId::new(Verb::Accept, &live.id, number), format!("Accept {number}: {words}"), Look::Plain)
    };
    packages.into_iter().zip(1u32..).take(4).map(button).collect()
}

/// A word of the house, not of the counterpart.
pub(crate) fn house_note(text: &str) -> Post {
    let lines: Vec<String> = text.lines().map(|line| format!("-# {line}")).collect();
    Post::text(limits::clip(&lines.join("\n"), limits::MESSAGE))
}
