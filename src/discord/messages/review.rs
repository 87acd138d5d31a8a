//! An attempt as its instructor reads it: turn by turn, with what was seen at each, and the whole as a page.

use crate::discord::custom_id::{CustomId, Verb};
use crate::discord::limits::{self, verbatim};
use crate::host::classroom::Review;
use crate::report::Observation;
use crate::session::Input;

use super::counterparts::pager_of;
use super::opening::moment;
use super::sealed::observation;
use super::{Button, Colour, Embed, File, Form, Look, Post, Row, TextField, debrief};

/// The field of a form for words.
pub(crate) const WORDS: &str = "words";

/// The longest quote of what somebody said.
const SAID: usize = 300;

/// A page of an attempt; `file` is the whole of it, for the first one.
pub(crate) fn review(review: &Review, page: usize, file: Option<File>) -> Post {
    let live = &review.live;
    let pages = limits::fill((0..live.transcript.len()).map(|at| step(review, at)), "\n\n", limits::EMBED_TEXT);
    let page = page.min(pages.len().saturating_sub(1));
    let title = format!("{}: attempt {}", live.briefing.title, review.number);
    let head = Embed { title, text: about(review), colour: Colour::Quiet, ..Embed::default() };
    let talk = Embed {
        text: pages.get(page).cloned().unwrap_or_default(),
        footer: format!("Page {} of {}", page + 1, pages.len().max(1)),
        ..Embed::default()
    };
    let mut rows = Vec::new();
    if pages.len() > 1 {
        rows.push(Row::Buttons(pager_of(Verb::Review, &live.id, page, pages.len())));
    }
    let note = Button::new(CustomId::new(Verb::Note, &live.id, 0), "Write to the learner…", Look::Main);
    rows.push(Row::Buttons(vec![note]));
    Post { embeds: vec![head, talk], rows, file, ..Post::default() }
}

fn about(review: &Review) -> String {
    let live = &review.live;
    let mut lines = vec![format!("<@{}> · began {}", live.owner, moment(live.created_at))];
    let ended = live.ended_at.map(|at| format!("ended {}", moment(at)));
    lines.push(match (&live.debrief, &live.sealed) {
        (Some(found), _) => {
            let score =
                found.score.filter(|_| live.rated).map_or(String::new(), |score| format!(" · **{score:.1}** of 100"));
            let deal = found.outcome.package.as_ref().map_or_else(
                || "No deal".to_owned(),
                |package| format!("Deal: {}", live.briefing.agenda.write(package, true)),
            );
            format!("{deal}{score}")
        }
        (None, Some(sealed)) => format!("🔒 The numbers are sealed until {}.", moment(sealed.until)),
        (None, None) if live.open => "Still going on.".into(),
        (None, None) => "Given up: no debrief.".into(),
    });
    lines.extend(ended);
    lines.extend(
        review
            .notes
            .iter()
            .map(|note| format!("✉️ <@{}>: {}", note.author, verbatim(&limits::clip(note.body.trim(), 200)))),
    );
    let open = review.disputes.iter().filter(|dispute| dispute.ruled_at.is_none()).count();
    if open > 0 {
        lines.push(format!("⚖️ {} waiting: `/class rule`", super::class::count(open, "dispute")));
    }
    limits::clip(&lines.join("\n"), 1_500)
}

/// One step: what the learner did, what was seen in it, what the counterpart answered.
fn step(review: &Review, at: usize) -> String {
    let live = &review.live;
    let Some(turn) = live.transcript.get(at) else { return String::new() };
    let name = &live.briefing.counterpart_name;
    let mut lines = Vec::new();
    if let Some(input) = &turn.input {
        let input = match input {
            Input::Say(text) => Input::Say(limits::clip(text.trim(), SAID)),
            other => other.clone(),
        };
        let number = if turn.counted { format!("**Turn {}**\n", turn.turn) } else { String::new() };
        lines.push(format!("{number}{}", super::echo(live, "Learner", &input)));
        lines.extend(turn.refusal.as_ref().map(|refusal| format!("-# {}", verbatim(&refusal.message))));
    }
    if turn.counted {
        let seen = seen_at(review, turn.turn);
        if !seen.is_empty() {
            lines.push(debrief::observations(&seen));
        }
    }
    if turn.refusal.is_none() {
        lines.push(format!("**{name}:** {}", limits::clip(&turn.reply.text, SAID)));
    }
    lines.join("\n")
}

/// The rows that rest on a turn; the words they quote stand just above.
fn seen_at(review: &Review, turn: u32) -> Vec<Observation> {
    let live = &review.live;
    let rows = live.debrief.as_ref().map(|found| &found.rows).or(live.sealed.as_ref().map(|sealed| &sealed.rows));
    let here = rows.into_iter().flatten().filter(|row| row.turn == Some(turn));
    here.filter_map(observation).map(|one| Observation { quote: None, turn: None, ..one }).collect()
}

/// The whole attempt as a page to open in a browser, as the host makes it.
pub(crate) fn attempt_page(session: &str, page: String) -> File {
    File {
        name: format!("attempt-{session}.html"),
        alt: "The whole talk as a page, annotated turn by turn".into(),
        bytes: page.into_bytes(),
    }
}

/// The form for a note to the learner.
pub(crate) fn note_form(session: &str) -> Form {
    let id = CustomId::new(Verb::Note, session, 0);
    words_form(id, "A note to the learner", "Your note", "What worked, and one thing to try next time.")
}

/// It is kept.
pub(crate) fn note_written() -> Post {
    Post::text(
        "Your note is kept. The learner finds it in `/challenge status`, and their thread says that it is there.",
    )
}

/// A form with one field for words.
pub(super) fn words_form(id: CustomId, title: &str, label: &str, hint: &str) -> Form {
    let field = TextField {
        id: WORDS.into(),
        label: label.into(),
        hint: hint.into(),
        long: true,
        required: true,
        most: 2_000,
        ..TextField::default()
    };
    Form { id: id.to_string(), title: title.into(), fields: vec![field] }
}
