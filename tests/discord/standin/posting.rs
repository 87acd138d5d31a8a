//! Messages put into channels, edited and deleted: whom they ping, who sees them, which events follow.

use super::ids::Id;
use super::model::{Attachment, Message, flag, kind, message_kind};
use super::world::State;
use regex::Regex;
use serde_json::Value;
use serenity::model::Permissions;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static USER_MENTION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<@!?(\d+)>").expect("a regex"));
static ROLE_MENTION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<@&(\d+)>").expect("a regex"));
static EVERYONE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"@(everyone|here)\b").expect("a regex"));

/// A file that came in a multipart request.
#[derive(Clone)]
pub struct Upload {
    /// The part's name, `files[0]`.
    pub field: String,
    pub filename: String,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

impl Upload {
    /// The number in the part's name.
    pub fn number(&self) -> &str {
        self.field.trim_start_matches("files[").trim_end_matches(']')
    }
}

/// A message before it is posted.
#[derive(Default)]
pub struct Draft {
    pub kind: u8,
    pub content: String,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    pub uploads: Vec<(Upload, Option<String>)>,
    /// Names of stickers.
    pub stickers: Vec<String>,
    pub flags: u64,
    pub only_for: Option<Id>,
    /// The `allowed_mentions` of the request; null allows everything.
    pub allowed: Value,
    /// Mentioned although the text doesn't say so: system messages.
    pub mentions: BTreeSet<Id>,
    pub reply_to: Option<Id>,
    pub nonce: Option<Value>,
    pub answers: Option<Id>,
}

impl Draft {
    /// What a checked request body says, with its files.
    pub fn from_body(body: &Value, files: &[Upload]) -> Self {
        let list = |field: &str| body[field].as_array().cloned().unwrap_or_default();
        let reply_to = body["message_reference"]["message_id"].as_str().and_then(|earlier| earlier.parse().ok());
        Self {
            kind: if reply_to.is_some() { message_kind::REPLY } else { message_kind::DEFAULT },
            content: body["content"].as_str().unwrap_or_default().into(),
            embeds: list("embeds"),
            components: list("components"),
            uploads: files.iter().map(|file| (file.clone(), alt_text(body, file))).collect(),
            flags: body["flags"].as_u64().unwrap_or(0) & !flag::EPHEMERAL,
            allowed: body["allowed_mentions"].clone(),
            reply_to,
            nonce: body.get("nonce").filter(|nonce| !nonce.is_null()).cloned(),
            ..Self::default()
        }
    }
    /// What a person writes.
    pub fn text(content: &str) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
    /// What Discord itself writes into a channel.
    pub fn system(kind: u8, content: String) -> Self {
        Self { kind, content, ..Self::default() }
    }
}

fn alt_text(body: &Value, file: &Upload) -> Option<String> {
    let entries = body["attachments"].as_array()?;
    let entry = entries.iter().find(|entry| plain_id(&entry["id"]) == file.number())?;
    entry["description"].as_str().map(Into::into)
}

/// An id that may be written as a number or as a string.
pub fn plain_id(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), Into::into)
}

/// Whom a message mentions after `allowed_mentions`.
struct Mentions {
    users: BTreeSet<Id>,
    roles: BTreeSet<Id>,
    everyone: bool,
}

impl State {
    /// Puts a message into a channel and tells everybody.
    pub fn post(&mut self, channel: Id, author: Id, draft: Draft) -> Id {
        let made = self.new_id();
        let mut found = self.mentions_in(channel, author, &draft);
        found.users.extend(&draft.mentions);
        let pinged = self.whom_it_pings(channel, &found, draft.only_for);
        let uploads = draft.uploads.iter().map(|(file, alt)| self.keep(file, alt.clone())).collect();
        let message = Message {
            id: made,
            channel,
            author,
            kind: draft.kind,
            content: draft.content,
            embeds: draft.embeds,
            components: draft.components,
            attachments: uploads,
            stickers: draft.stickers,
            flags: draft.flags,
            only_for: draft.only_for,
            mentions: found.users,
            mention_roles: found.roles,
            mention_everyone: found.everyone,
            pinged: pinged.clone(),
            reply_to: draft.reply_to,
            nonce: draft.nonce,
            edited: None,
            revision: 0,
            deleted: false,
            answers: draft.answers,
            reactions: BTreeMap::new(),
        };
        let public = message.only_for.is_none();
        self.note(format!(
            "{} in {}{}: {}",
            self.users[&author].name,
            self.channel_label(channel),
            if public { "" } else { " (ephemeral)" },
            message.content.replace('\n', " / ")
        ));
        self.messages.insert(made, message);
        if public && let Some(place) = self.channels.get_mut(&channel) {
            place.last_message = Some(made);
            place.sent += 1;
        }
        self.sight_of_message(made);
        self.tell_message("MESSAGE_CREATE", made);
        if public && draft.kind != message_kind::RECIPIENT_ADD {
            self.bring_into_thread(channel, author, &pinged);
        }
        made
    }

    /// Who writes in a thread joins it, and so does who is pinged there and may enter.
    fn bring_into_thread(&mut self, channel: Id, author: Id, pinged: &BTreeSet<Id>) {
        let Some(place) = self.channels.get(&channel).filter(|place| place.thread.is_some()) else { return };
        let parent = place.parent.and_then(|parent| self.channels.get(&parent));
        let enters = |user: &Id| parent.is_some_and(|parent| self.sees(*user, parent));
        let newcomers: Vec<Id> = pinged.iter().copied().filter(|user| enters(user)).collect();
        self.join_thread(channel, author, author);
        newcomers.into_iter().for_each(|user| self.join_thread(channel, user, author));
    }

    fn keep(&mut self, file: &Upload, alt: Option<String>) -> Attachment {
        Attachment {
            id: self.new_id(),
            filename: file.filename.clone(),
            description: alt,
            content_type: file.content_type.clone(),
            bytes: file.bytes.clone(),
        }
    }

    fn mentions_in(&self, channel: Id, author: Id, draft: &Draft) -> Mentions {
        let allowed = &draft.allowed;
        let parses = |what: &str| {
            allowed.is_null() || allowed["parse"].as_array().is_some_and(|list| list.iter().any(|one| one == what))
        };
        let listed = |what: &str, id: Id| {
            allowed[what].as_array().is_some_and(|list| list.iter().any(|one| plain_id(one) == id.to_string()))
        };
        let named = |pattern: &Regex, what: &str| -> BTreeSet<Id> {
            let all = pattern.captures_iter(&draft.content).filter_map(|found| found[1].parse().ok());
            all.filter(|id| parses(what) || listed(what, *id)).collect()
        };
        let mut users = named(&USER_MENTION, "users");
        users.retain(|user| self.users.contains_key(user));
        let answered = draft.reply_to.and_then(|earlier| self.messages.get(&earlier)).map(|earlier| earlier.author);
        if allowed.is_null() || allowed["replied_user"] == true {
            users.extend(answered);
        }
        let place = self.channels.get(&channel);
        let may = place.is_some_and(|c| self.permissions(author, c).contains(Permissions::MENTION_EVERYONE));
        Mentions {
            users,
            roles: named(&ROLE_MENTION, "roles"),
            everyone: may && parses("everyone") && EVERYONE.is_match(&draft.content),
        }
    }

    /// Everybody whose client makes a sound.
    fn whom_it_pings(&self, channel: Id, mentions: &Mentions, only_for: Option<Id>) -> BTreeSet<Id> {
        let Some(place) = self.channels.get(&channel) else { return BTreeSet::new() };
        let members = place.guild.and_then(|guild| self.guilds.get(&guild)).map(|guild| &guild.members);
        let by_role = members.into_iter().flatten().filter(|(user, roles)| {
            (mentions.everyone && self.sees(**user, place)) || !roles.is_disjoint(&mentions.roles)
        });
        let all = mentions.users.iter().copied().chain(by_role.map(|(user, _)| *user));
        all.filter(|user| only_for.is_none_or(|one| one == *user)).collect()
    }

    /// Changes what the body names; what it doesn't name stays.
    pub fn edit(&mut self, message: Id, body: &Value, files: &[Upload]) {
        let now = self.new_id();
        let added: Vec<Attachment> = files.iter().map(|file| self.keep(file, alt_text(body, file))).collect();
        let Some(known) = self.messages.get_mut(&message) else { return };
        if let Some(content) = body.get("content") {
            known.content = content.as_str().unwrap_or_default().into();
        }
        for (field, list) in [("embeds", &mut known.embeds), ("components", &mut known.components)] {
            if let Some(new) = body.get(field) {
                *list = new.as_array().cloned().unwrap_or_default();
            }
        }
        if let Some(kept) = body["attachments"].as_array() {
            let kept: Vec<String> = kept.iter().map(|entry| plain_id(&entry["id"])).collect();
            known.attachments.retain(|file| kept.contains(&file.id.to_string()));
        }
        known.attachments.extend(added);
        if known.flags & flag::LOADING == 0 {
            known.edited = Some(now);
        }
        known.flags = known.flags & !flag::LOADING | body["flags"].as_u64().unwrap_or(0) & flag::COMPONENTS_V2;
        known.revision += 1;
        let line = format!(
            "edit in {}: {}",
            self.channel_label(self.messages[&message].channel),
            self.messages[&message].content
        );
        self.note(line);
        self.sight_of_message(message);
        self.tell_message("MESSAGE_UPDATE", message);
    }

    pub fn delete_message(&mut self, message: Id) {
        self.tell_message_deleted(message);
        if let Some(known) = self.messages.get_mut(&message) {
            known.deleted = true;
            known.revision += 1;
        }
    }

    /// A message that is still there, in a channel.
    pub fn message_in(&self, channel: Id, message: Id) -> Option<&Message> {
        self.messages.get(&message).filter(|known| known.channel == channel && !known.deleted)
    }

    /// The direct conversation with a user, made when there is none.
    pub fn direct_channel(&mut self, user: Id) -> Id {
        let open = self.channels.values().find(|c| c.kind == kind::DM && c.recipient == Some(user)).map(|c| c.id);
        open.unwrap_or_else(|| {
            let made = self.new_id();
            let mut channel = self.blank_channel(made, kind::DM, String::new());
            channel.recipient = Some(user);
            self.channels.insert(made, channel);
            made
        })
    }
}
