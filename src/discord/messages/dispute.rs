//! A disputed row: the learner's side and the instructor's.

use crate::discord::custom_id::{CustomId, Verb};
use crate::discord::limits::{self, verbatim};
use crate::host::Live;
use crate::host::classroom::{DisputeRow, Review, Verdict};
use crate::score::{Row as Seen, concept};

use super::opening::moment;
use super::review::words_form;
use super::{Button, Colour, Embed, Form, Look, Post, Row, SelectChoice};

/// Numbers of turns in a packed row; 0 stands for a row without a turn.
const TURNS: u32 = 1_000;

/// A row as one number: its concept and its turn.
fn pack_row(concept: u32, turn: Option<u32>) -> u32 {
    concept.saturating_mul(TURNS).saturating_add(turn.map_or(0, |turn| (turn + 1).min(TURNS - 1)))
}

/// The row that a number stands for.
pub(crate) fn unpack_row(packed: u32) -> (u32, Option<u32>) {
    (packed / TURNS, (packed % TURNS).checked_sub(1))
}

/// A picked row.
pub(crate) fn read_row(value: &str) -> Option<u32> {
    value.parse().ok()
}

/// The list of rows that the learner's debrief shows; none before there is one.
pub(crate) fn pick_row(live: &Live) -> Option<Post> {
    let sealed = live.sealed.as_ref().map(|sealed| &sealed.rows);
    let rows: Vec<&Seen> = live.debrief.as_ref().map(|found| &found.rows).or(sealed)?.iter().collect();
    let mut rows: Vec<&Seen> = rows.into_iter().filter(|row| row.score.is_some()).collect();
    // What went well is disputed last.
    rows.sort_by_key(|row| (row.score, row.turn, row.concept));
    if rows.is_empty() {
        return Some(Post::text("Your debrief shows no row that can be disputed."));
    }
    let choice = |row: &&Seen| SelectChoice {
        label: format!("{} {}", mark(row.score.map(i64::from)), named(row.concept)),
        value: pack_row(row.concept, row.turn).to_string(),
        about: format!("{}{}", row.turn.map_or(String::new(), |turn| format!("Turn {turn}: ")), row.line),
    };
    let list = Row::Select {
        id: CustomId::new(Verb::DisputeRow, &live.id, 0).to_string(),
        hint: "Which row?".into(),
        choices: rows.iter().take(limits::CHOICES).map(choice).collect(),
        most: 1,
    };
    let text = "Which row do you see differently? You say why, your instructor decides, and the score follows.";
    Some(Post { rows: vec![list], ..Post::text(text) })
}

/// The form for the reason.
pub(crate) fn dispute_form(session: &str, row: u32) -> Form {
    let (concept, _) = unpack_row(row);
    let id = CustomId::new(Verb::Dispute, session, row);
    words_form(
        id,
        &format!("Dispute: {}", named(concept)),
        "Why do you see it differently?",
        "What you did, and at which turn.",
    )
}

/// It is kept.
pub(crate) fn dispute_kept(dispute: &DisputeRow) -> Post {
    Post::text(format!(
        "Your instructor will look at **{}**. The answer will stand in `/challenge status`.",
        named(concept_of(dispute))
    ))
}

/// The disputes that wait.
pub(crate) fn open_disputes(open: &[DisputeRow]) -> Post {
    if open.is_empty() {
        return Post::text("No dispute waits for a ruling.");
    }
    let line = |one: &DisputeRow| {
        let reason = limits::clip(&one.reason.split_whitespace().collect::<Vec<_>>().join(" "), 120);
        format!(
            "• <@{}> · **{}** · {}\n  *“{}”*",
            one.person,
            named(concept_of(one)),
            moment(one.at),
            verbatim(&reason)
        )
    };
    let shown = open.iter().take(limits::CHOICES.min(15));
    let choice = |(number, one): (usize, &DisputeRow)| SelectChoice {
        label: format!("{}. {}", number + 1, named(concept_of(one))),
        value: one.id.clone(),
        about: one.reason.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let list = Row::Select {
        id: CustomId::new(Verb::Disputed, crate::discord::custom_id::NO_SESSION, 0).to_string(),
        hint: "Rule on one".into(),
        choices: shown.clone().enumerate().map(choice).collect(),
        most: 1,
    };
    let embed = Embed {
        title: format!("{} waiting for a ruling", super::class::count(open.len(), "dispute")),
        text: limits::clip(&shown.map(line).collect::<Vec<_>>().join("\n"), limits::EMBED_TEXT),
        footer: "The oldest first.".into(),
        ..Embed::default()
    };
    Post { rows: vec![list], ..Post::card(embed) }
}

/// One dispute with the row it is about, and the rulings there are; none for whoever disputes it.
pub(crate) fn dispute_case(dispute: &DisputeRow, review: &Review, own: bool) -> Post {
    let live = &review.live;
    let rows = live.debrief.as_ref().map(|found| &found.rows).or(live.sealed.as_ref().map(|sealed| &sealed.rows));
    let number = concept_of(dispute);
    let row = rows.into_iter().flatten().find(|row| row.concept == number);
    let quote = row
        .and_then(|row| row.quote.as_deref())
        .map_or(String::new(), |quote| format!("\n*“{}”*", verbatim(&limits::clip(quote.trim(), 400))));
    let turn = dispute.turn.map_or(String::new(), |turn| format!("Turn {turn} · "));
    let line = row.map_or("The row is not shown to you while it is sealed.", |row| row.line.as_str());
    let embed = Embed {
        title: format!("Disputed: {}", named(number)),
        text: format!("{} {turn}{}{quote}", mark(dispute.was), verbatim(line)),
        ..Embed::default()
    };
    let what = concept(number).map_or(String::new(), |concept| concept.observable.to_owned());
    let reason = Embed {
        title: "The learner's reason".into(),
        text: format!(
            "{}\n\n<@{}>, {}",
            verbatim(&limits::clip(&dispute.reason, 2_000)),
            dispute.person,
            moment(dispute.at)
        ),
        colour: Colour::Secret,
        ..Embed::default()
    };
    let rule =
        Embed { title: "What is looked for".into(), text: verbatim(&what), colour: Colour::Quiet, ..Embed::default() };
    let button = |verdict: Verdict, label: &str, look| {
        Button::new(CustomId::new(Verb::Rule, &dispute.id, write_verdict(verdict)), label, look)
    };
    let rulings = vec![
        button(Verdict::Keep, "The row stands…", Look::Plain),
        button(Verdict::Change(Some(2)), "Applied (2)…", Look::Yes),
        button(Verdict::Change(Some(1)), "Partly (1)…", Look::Main),
        button(Verdict::Change(Some(0)), "Missed (0)…", Look::Stop),
        button(Verdict::Change(None), "Never came up…", Look::Plain),
    ];
    let read = Button::new(CustomId::new(Verb::ReadTalk, &live.id, 0), "Read the talk", Look::Plain);
    let read = Row::Buttons(vec![read]);
    let embeds = if what.is_empty() { vec![embed, reason] } else { vec![embed, reason, rule] };
    if own {
        let content = "This is your own attempt: another instructor has to rule on it.".into();
        return Post { content, embeds, rows: vec![read], ..Post::default() };
    }
    Post { embeds, rows: vec![Row::Buttons(rulings), read], ..Post::default() }
}

/// The form for a ruling's reason.
pub(crate) fn ruling_form(dispute: &str, verdict: Verdict) -> Form {
    let title = match verdict {
        Verdict::Keep => "The row stands",
        Verdict::Change(Some(2)) => "The row becomes: applied",
        Verdict::Change(Some(1)) => "The row becomes: partly",
        Verdict::Change(Some(_)) => "The row becomes: missed",
        Verdict::Change(None) => "The row becomes: never came up",
    };
    let id = CustomId::new(Verb::Rule, dispute, write_verdict(verdict));
    words_form(id, title, "Your reason, for the learner", "What you saw in the talk.")
}

/// It is ruled.
pub(crate) fn ruling_kept(ruling: &DisputeRow) -> Post {
    Post::text(format!(
        "Ruled: {}. It is in the log, and the learner finds it in `/challenge status`.",
        outcome(ruling)
    ))
}

/// A dispute as its learner reads it.
pub(super) fn as_told(number: u32, dispute: &DisputeRow) -> String {
    let row = format!("Attempt {number}, **{}**", named(concept_of(dispute)));
    match (&dispute.answer, dispute.ruled_at) {
        (Some(answer), Some(_)) => {
            format!("• {row}: {}.\n“{}”", outcome(dispute), verbatim(answer))
        }
        _ => format!("• {row}: waits for your instructor."),
    }
}

/// What a ruling did to row and score.
fn outcome(ruling: &DisputeRow) -> String {
    let row = match ruling.ruled == ruling.was {
        true => "the row stands".to_owned(),
        false => format!("the row goes from {} to {}", mark(ruling.was), mark(ruling.ruled)),
    };
    match (ruling.score_was, ruling.score_ruled) {
        (Some(was), Some(now)) if ruling.ruled != ruling.was => format!("{row}, the score from {was:.1} to {now:.1}"),
        _ => row,
    }
}

fn concept_of(dispute: &DisputeRow) -> u32 {
    u32::try_from(dispute.concept).unwrap_or_default()
}

fn named(number: u32) -> String {
    concept(number).map_or_else(|| format!("row {number}"), |concept| concept.name.to_owned())
}

fn mark(score: Option<i64>) -> &'static str {
    match score {
        Some(0) => "❌",
        Some(1) => "🟡",
        Some(_) => "✅",
        None => "➖",
    }
}

fn write_verdict(verdict: Verdict) -> u32 {
    match verdict {
        Verdict::Keep => 0,
        Verdict::Change(None) => 1,
        Verdict::Change(Some(score)) => 2 + u32::from(score.min(2)),
    }
}

/// The verdict that a number stands for.
pub(crate) fn read_verdict(number: u32) -> Option<Verdict> {
    match number {
        0 => Some(Verdict::Keep),
        1 => Some(Verdict::Change(None)),
        2..=4 => u8::try_from(number - 2).ok().map(|score| Verdict::Change(Some(score))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_verdicts_survive_the_round_trip() {
        for row in [(36, None), (4, Some(0)), (102, Some(40))] {
            assert_eq!(unpack_row(pack_row(row.0, row.1)), row);
        }
        for verdict in [
            Verdict::Keep,
            Verdict::Change(None),
            Verdict::Change(Some(0)),
            Verdict::Change(Some(1)),
            Verdict::Change(Some(2)),
        ] {
            assert_eq!(read_verdict(write_verdict(verdict)), Some(verdict));
        }
        assert_eq!(read_verdict(9), None);
    }
}
