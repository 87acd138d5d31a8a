//! What an administrator has to do, said exactly.

use serenity::all::Permissions;

use super::{Colour, Embed, Post};

/// A permission the bot works with: its bit, its name in Discord's menus, and what it is for.
pub(crate) const NEEDED: &[(Permissions, &str, &str)] = &[
    (Permissions::VIEW_CHANNEL, "View Channel", "to be here at all"),
    (Permissions::CREATE_PRIVATE_THREADS, "Create Private Threads", "to open a private table"),
    (Permissions::CREATE_PUBLIC_THREADS, "Create Public Threads", "to open a public table"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads", "to answer at a table"),
    (Permissions::SEND_MESSAGES, "Send Messages", "to let you into a table"),
    (Permissions::EMBED_LINKS, "Embed Links", "to show cards"),
    (Permissions::ATTACH_FILES, "Attach Files", "to show the debrief's charts"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History", "to catch up after a restart"),
];

/// All permissions of [`NEEDED`].
pub(crate) fn all_needed() -> Permissions {
    NEEDED.iter().fold(Permissions::empty(), |all, (one, _, _)| all | *one)
}

/// What keeps the bot from opening a thread here, for the learner to pass on.
pub(crate) fn missing(may: Permissions) -> Post {
    let lacking: Vec<String> = lacking(may).iter().map(|name| format!("**{name}**")).collect();
    let ask = match lacking.as_slice() {
        [] => "I wasn't allowed to open a thread in this channel.".to_owned(),
        names => format!("I may not open a table in this channel: I lack {}.", names.join(", ")),
    };
    Post::text(format!(
        "{ask} An admin can grant that to my role here, and `/setup check` shows the whole list.\n\
         Meanwhile we play without a thread: press the buttons, the answers come to you alone."
    ))
}

/// The names of what is needed and not there.
pub(crate) fn lacking(may: Permissions) -> Vec<&'static str> {
    if may.administrator() {
        return Vec::new();
    }
    NEEDED.iter().filter(|(one, _, _)| !may.contains(*one)).map(|(_, name, _)| *name).collect()
}

/// The state of things in a channel, for its administrators.
pub(crate) fn setup(may: Permissions, reads: bool, invite: &str) -> Post {
    let line = |(one, name, why): &(Permissions, &str, &str)| {
        let sign = if may.contains(*one) { "✅" } else { "❌" };
        format!("{sign} **{name}** {why}")
    };
    let permissions = NEEDED.iter().map(line).collect::<Vec<_>>().join("\n");
    let reading = if reads {
        "✅ **Message Content** intent: people can write freely in their threads"
    } else {
        "❌ **Message Content** intent: I can't read threads"
    };
    let portal = "Switch it on in the portal, then restart me. That is Discord's developer portal, the application of whoever runs this bot, under Bot.";
    let lacking: Vec<String> = lacking(may).iter().map(|name| format!("**{name}**")).collect();
    let todo = match (lacking.as_slice(), reads) {
        ([], true) => "Nothing is missing here.".to_owned(),
        ([], false) => {
            format!("Permissions are complete; the intent is off, so talks go through **Say…**. {portal}")
        }
        (names, reads) => {
            let allow = format!(
                "To do: in this channel's settings, under Permissions, allow my role {}; or invite me again: {invite}",
                names.join(", ")
            );
            if reads { allow } else { format!("{allow}\nThe intent is off, so talks go through **Say…**. {portal}") }
        }
    };
    let colour = if lacking.is_empty() && reads { Colour::Good } else { Colour::Quiet };
    Post::card(Embed {
        title: "Setup in this channel".into(),
        text: format!("{permissions}\n{reading}\n\n{todo}"),
        colour,
        ..Embed::default()
    })
}
