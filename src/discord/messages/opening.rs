//! The first message of a sparring thread: scene, roles, deadline, who reads along, what is kept, and the controls.

use std::time::Duration;

use crate::discord::custom_id::{CustomId, Verb};
use crate::discord::limits;
use crate::host::Live;
use crate::host::classroom::{Challenge, StatusLine};

use super::{Button, Colour, Embed, Look, Post};

/// Who can see a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// Its members and those who manage threads.
    Private,
    /// Everyone in the channel.
    Public,
    /// Nobody else at all: no thread could be made, so that every answer is for the learner's eyes only.
    Whispered,
}

/// How the learner's words reach the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It reads the thread.
    Thread,
    /// Only the form, the commands and mentions.
    FormOnly,
}

/// What the opening card is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening<'a> {
    pub(crate) live: &'a Live,
    pub(crate) visibility: Visibility,
    pub(crate) reading: Reading,
    /// Silence after which the talk ends by itself.
    pub(crate) idle: Duration,
    /// The challenge it is an attempt at.
    pub(crate) sitting: Option<&'a Sitting>,
}

/// An attempt at a challenge, as its learner stands with it.
#[derive(Debug, Clone)]
pub(crate) struct Sitting {
    pub(crate) challenge: Challenge,
    pub(crate) line: StatusLine,
}

/// The name of a session's thread. Public: no figure, no variant, no learner.
pub(crate) fn thread_name(title: &str) -> String {
    limits::clip(&format!("Sparring: {title}"), limits::THREAD_NAME)
}

/// The opening card.
pub(crate) fn opening(opening: Opening<'_>) -> Post {
    let live = opening.live;
    let briefing = &live.briefing;
    let name = &briefing.counterpart_name;
    let terms: Vec<&str> = briefing.agenda.issues.iter().map(|issue| issue.label.as_str()).collect();
    let scene = Embed { title: briefing.title.clone(), text: briefing.scenario.trim().to_owned(), ..Embed::default() }
        .field("You", format!("the {}", briefing.learner.role))
        .field(name.as_str(), format!("the {}", briefing.counterpart_role))
        .field("Time", format!("{} turns, each with an answer", briefing.turns))
        .field("On the agenda", terms.join(", "));
    let note = Embed {
        title: "Before you begin".into(),
        text: [
            "Read **My brief** first: it is yours alone and tells when to walk.".to_owned(),
            how_to_talk(opening),
            what_counts(live, opening.sitting).into(),
            who_reads(opening.visibility).into(),
            kept(opening.idle),
        ]
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(|line| format!("• {line}"))
        .collect::<Vec<_>>()
        .join("\n"),
        colour: Colour::Quiet,
        ..Embed::default()
    };
    let attempt = opening.sitting.map(|sitting| attempt(sitting, name));
    Post { embeds: attempt.into_iter().chain([scene, note]).collect(), ..Post::default() }
        .with_buttons(buttons(&live.id))
}

/// What a learner must know before ending an attempt, or letting it fall asleep.
const GIVEN_UP: &str = "Ended without a result, an attempt is used up and counts as 0.";

/// Which challenge it is, until when, and what stays sealed.
fn attempt(sitting: &Sitting, counterpart: &str) -> Embed {
    let Sitting { challenge, line } = sitting;
    let counts = match (challenge.rated, line.allowed) {
        (false, _) => "It is practice, as your instructor set it up: it counts on no board.".to_owned(),
        (true, 1) => format!("It counts for the class and its board. {GIVEN_UP}"),
        (true, _) => format!("Of your attempts, {} counts. {GIVEN_UP}", super::challenge::which_counts(challenge)),
    };
    let sealed = match line.sealed {
        true => format!(
            "How you played shows at once. Scores and {counterpart}'s side stay sealed until {}.",
            moment(line.due_at)
        ),
        false => "The whole debrief comes at once.".to_owned(),
    };
    Embed {
        title: format!("Challenge: {}", challenge.title),
        text: format!(
            "Attempt {} of {}. Finish by {} ({}). {counts}\n{sealed}\nThis server's instructors and observers can read the talk and its result.",
            line.used,
            line.allowed,
            moment(line.due_at),
            challenge.zone
        ),
        colour: Colour::Secret,
        ..Embed::default()
    }
}

/// A time as each reader's own Discord shows it.
pub(super) fn moment(at: i64) -> String {
    format!("<t:{}:f>", at.div_euclid(1_000))
}

/// Whether the talk counts for anybody but its learner; an attempt has said so above.
fn what_counts(live: &Live, sitting: Option<&Sitting>) -> &'static str {
    match (sitting, live.rated) {
        (Some(_), _) => "",
        (None, true) => {
            "This talk counts on no board: only a class's challenges do (`/challenge list`). You get a score all the same."
        }
        (None, false) => {
            "This talk is practice, since its seed was chosen or it is a repeat: it gets no score and counts on no board."
        }
    }
}

fn how_to_talk(opening: Opening<'_>) -> String {
    let name = &opening.live.briefing.counterpart_name;
    match (opening.visibility, opening.reading) {
        (Visibility::Whispered, _) => {
            format!("Talk to {name} with **Say…** and **Make an offer**; answers come to you alone.")
        }
        (_, Reading::Thread) => {
            format!(
                "Then write to {name} right here, in your own words, or make an offer in fields. A message that mentions somebody else is not heard."
            )
        }
        (_, Reading::FormOnly) => format!(
            "I can't read messages in this server. Talk to {name} with **Say…**, with **Make an offer**, or mention me in your message."
        ),
    }
}

fn who_reads(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Private => {
            "This thread is private: its members and everyone who may manage threads can read it. Your brief never appears in it."
        }
        Visibility::Public => {
            "This thread is public: everyone in the channel can read along, only you can play. Your brief never appears in it."
        }
        Visibility::Whispered => "Nobody else sees any of this.",
    }
}

fn kept(idle: Duration) -> String {
    format!(
        "Your words and the result are stored for your debrief and `/stats`. `/privacy erase` removes them. \
         After {} of silence the talk ends by itself, without a result.",
        spell(idle)
    )
}

pub(super) fn buttons(session: &str) -> Vec<Button> {
    let id = |verb| CustomId::new(verb, session, 0);
    vec![
        Button::new(id(Verb::Brief), "My brief", Look::Main),
        Button::new(id(Verb::Offer), "Make an offer", Look::Plain),
        Button::new(id(Verb::Say), "Say…", Look::Plain),
        Button::new(id(Verb::Accept), "Accept", Look::Yes),
        Button::new(id(Verb::Walk), "Walk away", Look::Stop),
    ]
}

/// A span of time in its largest whole unit.
pub(crate) fn spell(span: Duration) -> String {
    let seconds = span.as_secs();
    let (count, unit) = match seconds {
        s if s >= 172_800 && s % 86_400 == 0 => (s / 86_400, "day"),
        s if s >= 3_600 && s % 3_600 == 0 => (s / 3_600, "hour"),
        s if s >= 60 && s % 60 == 0 => (s / 60, "minute"),
        s => (s, "second"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
