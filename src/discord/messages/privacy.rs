//! What is kept about a person, and how to get or remove it.

use std::time::Duration;

use super::{Colour, Embed, File, Post};

/// What is stored, who can read it, how to erase it.
pub(crate) fn privacy(idle: Duration) -> Post {
    let text = format!(
        "**Stored** for every talk: your Discord id, the thread's and the server's id, your moves and words there, the answers, and the result. \
         Only messages in the thread of your own open talk are read.\n\
         **In a class also**: your attempts, notes to you, what you dispute and its ruling, your lines on boards, what staff did about you.\n\
         **Not stored**: messages anywhere else, who reads along, your name, unless you show it on boards with `/leaderboard me`.\n\
         **Who can read it**: a private thread, its members and those who may manage threads; a public one, everyone in the channel. \
         `/stats`, briefs and exports go to you alone. An attempt at a challenge can also be read by that server's instructors and \
         observers; practice can't. Whoever runs this bot has its database.\n\
         **Only if you ask for it**: `/privacy share` lets messages that I misread be used, without a name, to mend my reading.\n\
         **Leaving**: `/privacy export` gives you everything as a file. `/privacy erase` removes your words and your id; scores stay without a name. \
         A message that you delete in Discord is blanked here too. A talk ends by itself after {} of silence.",
        super::opening::spell(idle)
    );
    Post::card(Embed { title: "Your privacy".into(), text, colour: Colour::Quiet, ..Embed::default() })
}

/// Everything of a person, as a file.
pub(crate) fn exported(json: String) -> Post {
    let file = File {
        name: "sparring-export.json".into(),
        alt: "Everything stored about you, as JSON".into(),
        bytes: json.into_bytes(),
    };
    Post { file: Some(file), ..Post::text("Everything stored about you:") }
}

/// Whether misread messages are used for mending the reading.
pub(crate) fn shares(shares: bool) -> Post {
    Post::text(if shares {
        "Thank you. When you take a reading back, that message, how I read it and what you did next may be used to mend my reading, \
         without your name, id or the time. `/privacy unshare` ends it, for earlier messages too."
    } else {
        "None of your messages is used to mend my reading."
    })
}

/// Everything is gone.
pub(crate) fn erased(sessions: u64) -> Post {
    let text = match sessions {
        0 => "There was nothing of yours to erase.".to_owned(),
        1 => "Erased: your words and your id are gone from 1 talk.".to_owned(),
        many => format!("Erased: your words and your id are gone from {many} talks."),
    };
    Post::text(text)
}
