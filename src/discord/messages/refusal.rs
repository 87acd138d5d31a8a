//! How the bot says no: what was wrong, what to do, and a reference when there is more in the log.

use crate::discord::limits::{self, verbatim};
use crate::host::UserError;
use crate::session::Refusal;

use super::Post;

/// Reasons of the bot's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    /// A control made by another version.
    OldControl,
    /// A control or command we never made.
    UnknownControl,
    /// A control of an earlier moment of the talk.
    EarlierMoment,
    /// Somebody else's session.
    NotYours,
    /// A session nobody knows.
    NoSession,
    /// The session has ended.
    Over,
    /// Its learner erased everything of theirs.
    Erased,
    /// A command for a talk, outside any.
    NoTalkHere,
    /// Commands work in servers.
    ServersOnly,
    /// Only those who manage the server may do that.
    ManagersOnly,
    /// Only a class's staff may do that.
    StaffOnly,
    /// Only instructors may do that.
    InstructorsOnly,
    /// The debrief isn't there yet.
    NoDebrief,
    /// The debrief is there and sealed.
    Sealed,
    /// The server has no room for another thread.
    NoRoom,
    /// Discord did not do its part.
    DiscordAway,
    /// It took too long.
    Slow,
    /// An option's value is none we offer.
    BadOption,
    /// There is no offer of theirs to accept.
    NothingToAccept,
    /// Starting and stopping.
    Closing,
}

/// A refusal of the bot's own.
pub(crate) fn stopped(why: Own) -> Post {
    Post::text(match why {
        Own::OldControl => {
            "That control was made by another version of me. Use `/spar table` or `/spar resume` to get fresh ones."
        }
        Own::UnknownControl => "I don't know that control. `/spar table` shows yours, `/help` the rest.",
        Own::EarlierMoment => "The table has changed since. Have another look, then decide.",
        Own::NotYours => {
            "This is somebody else's table: watching is fine, only they can play. `/spar start` opens one of your own."
        }
        Own::NoSession => "I don't know that talk any more. `/spar resume` shows your open ones.",
        Own::Erased => "This talk was erased. `/spar start` begins another.",
        Own::Over => "This talk is over. `/spar start` begins another.",
        Own::NoTalkHere => "There is no talk of yours here. Use this in its thread; `/spar resume` leads there.",
        Own::ServersOnly => "This works in a server only.",
        Own::ManagersOnly => "Only people who may manage this server can do that.",
        Own::StaffOnly => {
            "Only instructors and observers can do that. An admin names their roles with `/setup roles`. Your own side is `/challenge list`."
        }
        Own::InstructorsOnly => "Only instructors can do that. An admin names their role with `/setup roles`.",
        Own::NoDebrief => "There is no debrief of this talk yet. It comes when the talk has ended.",
        Own::Sealed => {
            "This attempt is still sealed, and a practice talk like it would tell what is. Once everything is told, practise as often as you like."
        }
        Own::NoRoom => {
            "This server has as many active threads as Discord allows. Ask a moderator to close some, or try again later."
        }
        Own::DiscordAway => "Discord did not do its part just now. Nothing is lost: try again in a moment.",
        Own::Slow => "That took longer than Discord lets me wait. Nothing is lost: press it again.",
        Own::BadOption => "That option is none of those I offer. Pick one from the list.",
        Own::NothingToAccept => "There is no offer of theirs to accept yet. Ask for one, or make your own.",
        Own::Closing => "I am just restarting. Try again in a moment; nothing is lost.",
    })
}

/// An error of the house.
pub(crate) fn problem(error: &UserError) -> Post {
    if error.code == "erased" {
        return stopped(Own::Erased);
    }
    let mut text = match error.code {
        // What the store says is for whoever runs the bot, and names their machine's files.
        "storage" => "Your talks can't be reached just now. Nothing is lost: send that again in a moment.".to_owned(),
        _ => join(&error.message, &error.hint),
    };
    if let Some(reference) = &error.reference {
        text.push_str(&format!("\n-# Reference {reference}: tell it to whoever runs this bot."));
    }
    Post::text(limits::clip(&text, limits::MESSAGE))
}

/// A step that was refused. What was typed comes back, so that nothing is lost.
pub(crate) fn refused(refusal: &Refusal, typed: Option<&str>) -> Post {
    let mut text = join(&refusal.message, &refusal.hint);
    text.push_str("\n-# It used none of your turns.");
    if let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) {
        let room = limits::MESSAGE.saturating_sub(text.chars().count() + 40);
        text.push_str(&format!("\nYou wrote: {}", limits::clip(&verbatim(typed), room)));
    }
    Post::text(limits::clip(&text, limits::MESSAGE))
}

fn join(message: &str, hint: &str) -> String {
    verbatim(&[message, hint].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}
