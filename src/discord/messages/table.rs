//! The card of standing offers: one message a session, edited in place.

use crate::host::Live;
use crate::negotiation::Package;
use crate::session::{Status, Turn};

use super::opening::buttons;
use super::{Button, Colour, Embed, Post};

/// What lies on the table, and how much time is left.
pub(crate) fn table(live: &Live) -> Post {
    let briefing = &live.briefing;
    let now = live.transcript.last();
    let turn = now.map_or(0, |turn| turn.turn);
    let status = now.map_or(Status::Open, |turn| turn.status);
    let words = |package: &Package| briefing.agenda.write(package, false);
    let standing = now.map(|turn| turn.standing.clone()).unwrap_or_default();
    let name = &briefing.counterpart_name;
    let embed = match status {
        Status::Open => {
            Embed { title: "On the table".into(), footer: time_left(turn, briefing.turns), ..Embed::default() }
        }
        _ => Embed {
            title: "This talk is over".into(),
            footer: ended(status, name),
            colour: Colour::Quiet,
            ..Embed::default()
        },
    };
    let theirs = standing.counterpart.as_ref().map_or("nothing yet".into(), words);
    let yours = standing.learner.as_ref().map_or("nothing yet".into(), words);
    let embed = embed.field(format!("{name} offers"), theirs).field("You offer", yours);
    let others = alternatives(live);
    let embed = match others.as_slice() {
        [] => embed,
        others => embed.field("Or, from the same hand", others.join("\n")),
    };
    Post::card(embed)
}

/// The buttons of a live session, for answers outside its thread.
pub(crate) fn controls(session: &str) -> Vec<Button> {
    buttons(session)
}

fn alternatives(live: &Live) -> Vec<String> {
    let agenda = &live.briefing.agenda;
    let last_offer = live.transcript.iter().rev().find(|turn| turn.reply.offer.is_some() && turn.refusal.is_none());
    let others = last_offer.map(|turn: &Turn| turn.reply.alternatives.as_slice()).unwrap_or_default();
    others.iter().zip(2..).map(|(package, number)| format!("{number}. {}", agenda.write(package, false))).collect()
}

fn time_left(turn: u32, turns: u32) -> String {
    match turns.saturating_sub(turn) {
        0 => "No turns left: only a yes or a no.".into(),
        1 => "1 turn left".into(),
        left => format!("{left} of {turns} turns left"),
    }
}

fn ended(status: Status, name: &str) -> String {
    match status {
        Status::Agreed => "Signed.".into(),
        Status::Walked => "You walked away.".into(),
        Status::BrokenOff => format!("{name} left."),
        Status::Expired | Status::Open => "The turns were used up.".into(),
    }
}
