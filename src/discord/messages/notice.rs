//! Short notices: where a table is, what just happened.

use crate::discord::custom_id::{CustomId, Verb};
use crate::host::Live;

use super::{Button, Look, Post};

/// The table is ready.
pub(crate) fn table_ready(title: &str, thread: u64) -> Post {
    Post::text(format!("Your table for **{title}** is ready: <#{thread}>"))
}

/// The learner has an open talk with this counterpart.
pub(crate) fn already_open(title: &str, place: Option<u64>) -> Post {
    let at = place.map_or_else(|| "`/spar resume`".to_owned(), |place| format!("<#{place}>"));
    Post::text(format!(
        "You already have a talk open in **{title}**. Continue: {at}\nTo begin afresh, end it first with `/spar abandon`."
    ))
}

/// The learner has an open talk with the counterpart of the challenge that they want to play.
pub(crate) fn ends_first(other: &Live, place: Option<u64>) -> Post {
    let at = place.map_or_else(|| "`/spar resume`".to_owned(), |place| format!("<#{place}>"));
    let what = if other.challenge.is_some() { "an attempt at another challenge" } else { "practice" };
    Post::text(format!(
        "You have a talk with the same counterpart open: **{}**, {what}. It has to end before this attempt can begin.\n\
         Play it on here: {at}. Or end it there with `/spar abandon`.",
        other.briefing.title
    ))
}

/// The learner has no open talk.
pub(crate) fn nothing_open() -> Post {
    Post::text("You have no open talk. `/spar start` begins one.")
}

/// Several talks are open.
pub(crate) fn which_one(open: &[(String, Option<u64>)]) -> Post {
    let line = |(title, place): &(String, Option<u64>)| match place {
        Some(place) => format!("• **{title}**: <#{place}>"),
        None => format!("• **{title}**: `/spar resume persona:{title}`"),
    };
    Post::text(format!(
        "Your open talks:\n{}\nCommands for a talk work in its thread.",
        open.iter().map(line).collect::<Vec<_>>().join("\n")
    ))
}

/// The talk goes on there.
pub(crate) fn continue_at(title: &str, place: u64) -> Post {
    Post::text(format!("Continue **{title}** here: <#{place}>"))
}

/// The thread was gone, here is another.
pub(crate) fn moved(title: &str, place: u64) -> Post {
    Post::text(format!("The old thread is gone, nothing of the talk is. **{title}** goes on here: <#{place}>"))
}

/// The talk goes on in answers only the learner sees.
pub(crate) fn continue_whispered(live: &Live) -> Post {
    let mut post = super::table(live);
    post.content = "Go on with these. Answers come to you alone.".into();
    post.with_buttons(super::controls(&live.id))
}

/// The session has ended without a result.
pub(crate) fn abandoned(title: &str) -> Post {
    Post::text(format!("**{title}** has ended without a result. `/spar start` begins another."))
}

/// The session ended by itself.
pub(crate) fn idled_out(span: std::time::Duration) -> Post {
    let text = format!(
        "After {} of silence this talk has ended without a result. `/spar start` begins another.",
        super::opening::spell(span)
    );
    super::house_note(&text)
}

/// A message came without words.
pub(crate) fn words_only() -> Post {
    super::house_note(
        "I read words only: pictures, files and stickers are not part of the talk. It used none of your turns.",
    )
}

/// The bot may not read the message.
pub(crate) fn cannot_read(session: &str, counterpart: &str) -> Post {
    let note = super::house_note(&format!(
        "I can't read messages in this server. Press Say… to talk to {counterpart}, or mention me in your message."
    ));
    note.with_buttons(vec![
        Button::new(CustomId::new(Verb::Say, session, 0), "Say…", Look::Main),
        Button::new(CustomId::new(Verb::Offer, session, 0), "Make an offer", Look::Plain),
    ])
}

/// A replay begins: what was played before stands as it was.
pub(crate) fn replayed_so_far(live: &Live, who: &str) -> Post {
    let mut lines = vec!["-# As it was played before:".to_owned()];
    for turn in &live.transcript {
        if let Some(input) = &turn.input {
            lines.push(super::echo(live, who, input));
        }
        lines.push(format!("**{}:** {}", live.briefing.counterpart_name, turn.reply.text));
    }
    let text = lines.join("\n");
    let over = text.chars().count().saturating_sub(crate::discord::limits::MESSAGE - 20);
    match over {
        0 => Post::text(text),
        over => Post::text(format!("…{}", text.chars().skip(over).collect::<String>())),
    }
}
