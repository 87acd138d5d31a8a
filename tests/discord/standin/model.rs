//! What Discord keeps: users, guilds, channels, messages, commands and interactions.

use super::ids::Id;
use serde_json::Value;
use serenity::model::Permissions;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Channel types, as numbered by Discord.
pub mod kind {
    pub const TEXT: u8 = 0;
    pub const DM: u8 = 1;
    pub const PUBLIC_THREAD: u8 = 11;
    pub const PRIVATE_THREAD: u8 = 12;
}

/// Message types, as numbered by Discord.
pub mod message_kind {
    pub const DEFAULT: u8 = 0;
    pub const RECIPIENT_ADD: u8 = 1;
    pub const NAME_CHANGE: u8 = 4;
    pub const THREAD_CREATED: u8 = 18;
    pub const REPLY: u8 = 19;
    pub const SLASH_ANSWER: u8 = 20;
}

/// Message flags that matter here.
pub mod flag {
    pub const EPHEMERAL: u64 = 1 << 6;
    pub const LOADING: u64 = 1 << 7;
    pub const COMPONENTS_V2: u64 = 1 << 15;
}

/// A person or the bot.
pub struct User {
    pub id: Id,
    pub name: String,
    pub bot: bool,
    pub takes_direct_messages: bool,
    pub locale: String,
}

/// A role; the one whose id is the guild's is `@everyone`.
pub struct Role {
    pub id: Id,
    pub name: String,
    pub permissions: Permissions,
    pub position: usize,
}

/// A server.
pub struct Guild {
    pub id: Id,
    pub name: String,
    pub owner: Id,
    pub roles: BTreeMap<Id, Role>,
    /// Members and the roles they hold besides `@everyone`.
    pub members: BTreeMap<Id, BTreeSet<Id>>,
}

/// A channel's exception for a role or a member.
pub struct Overwrite {
    pub target: Id,
    pub is_role: bool,
    pub allow: Permissions,
    pub deny: Permissions,
}

/// What makes a channel a thread.
pub struct Thread {
    pub owner: Id,
    pub archived: bool,
    pub locked: bool,
    pub invitable: bool,
    /// Minutes of silence after which the thread is archived.
    pub auto_archive: u64,
    /// Members, and the id whose time is when they joined.
    pub members: BTreeMap<Id, Id>,
    /// The id whose time is when the archive state last changed.
    pub archive_changed: Id,
}

/// A channel of a guild, a thread, or a direct conversation.
pub struct Channel {
    pub id: Id,
    pub kind: u8,
    pub guild: Option<Id>,
    pub parent: Option<Id>,
    pub name: String,
    pub overwrites: Vec<Overwrite>,
    pub thread: Option<Thread>,
    /// The person at the other end of a direct conversation.
    pub recipient: Option<Id>,
    /// Seconds a person waits between messages.
    pub slow: u64,
    pub last_message: Option<Id>,
    pub sent: u64,
}

/// A file that came with a message.
#[derive(Clone)]
pub struct Attachment {
    pub id: Id,
    pub filename: String,
    /// The alt text.
    pub description: Option<String>,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// A message, as it stands now.
pub struct Message {
    pub id: Id,
    pub channel: Id,
    pub author: Id,
    pub kind: u8,
    pub content: String,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    pub attachments: Vec<Attachment>,
    /// Names of stickers.
    pub stickers: Vec<String>,
    pub flags: u64,
    /// The one person who sees it, when it is ephemeral.
    pub only_for: Option<Id>,
    pub mentions: BTreeSet<Id>,
    pub mention_roles: BTreeSet<Id>,
    pub mention_everyone: bool,
    /// Everyone whose client made a sound.
    pub pinged: BTreeSet<Id>,
    pub reply_to: Option<Id>,
    pub nonce: Option<Value>,
    /// The id whose time is when it was last edited.
    pub edited: Option<Id>,
    /// How often anything about it changed: a person waiting for an edit counts these.
    pub revision: u64,
    pub deleted: bool,
    /// The interaction that it answers.
    pub answers: Option<Id>,
    pub reactions: BTreeMap<String, BTreeSet<Id>>,
}

/// An application command as registered.
pub struct Command {
    pub id: Id,
    pub guild: Option<Id>,
    pub version: Id,
    pub definition: Value,
}

/// Interaction types, as numbered by Discord.
pub mod asks {
    pub const COMMAND: u64 = 2;
    pub const COMPONENT: u64 = 3;
    pub const AUTOCOMPLETE: u64 = 4;
    pub const MODAL: u64 = 5;
}

/// Callback types, as numbered by Discord.
pub mod callback {
    pub const MESSAGE: u64 = 4;
    pub const DEFERRED_MESSAGE: u64 = 5;
    pub const DEFERRED_UPDATE: u64 = 6;
    pub const UPDATE: u64 = 7;
    pub const CHOICES: u64 = 8;
    pub const MODAL: u64 = 9;
}

/// One thing a person did that the bot has to answer.
pub struct Interaction {
    pub id: Id,
    pub token: String,
    pub kind: u64,
    pub user: Id,
    pub channel: Id,
    /// What was done, for messages to people: `/spar start`, `button "My brief"`.
    pub what: String,
    /// World time at which it was made.
    pub made: Duration,
    /// The callback type that answered it.
    pub acknowledged: Option<u64>,
    /// The message whose component was used, also when it led to a modal.
    pub message: Option<Id>,
    /// The interaction whose modal this one submits.
    pub opened_by: Option<Id>,
    /// What `@original` means.
    pub original: Option<Id>,
    /// Revision of the original when it was acknowledged: a later one means that it was filled in.
    pub original_revision: u64,
    pub follow_ups: Vec<Id>,
    pub modal: Option<Value>,
    pub choices: Option<Vec<Value>>,
}
