//! Threads: made, joined, left, archived, locked, deleted; with the events and system messages that go with it.

use super::as_json::id;
use super::ids::Id;
use super::model::{Channel, Thread, kind, message_kind};
use super::posting::Draft;
use super::refusal::Refusal;
use super::world::State;
use serde_json::json;
use serenity::model::Permissions;
use serenity::model::gateway::GatewayIntents;
use std::collections::BTreeMap;

/// What a new thread is to be.
pub struct NewThread {
    pub parent: Id,
    pub kind: u8,
    pub name: String,
    pub auto_archive: u64,
    pub invitable: bool,
    pub slow: u64,
    /// The message that it grows from; the thread then has the message's id.
    pub from: Option<Id>,
}

impl State {
    /// Makes a thread, its owner in it.
    pub fn make_thread(&mut self, owner: Id, new: NewThread) -> Id {
        let made = self.new_id();
        let thread_id = new.from.unwrap_or(made);
        let guild = self.channels[&new.parent].guild;
        let thread = Thread {
            owner,
            archived: false,
            locked: false,
            invitable: new.invitable,
            auto_archive: new.auto_archive,
            members: BTreeMap::from([(owner, made)]),
            archive_changed: made,
        };
        let channel = Channel {
            id: thread_id,
            kind: new.kind,
            guild,
            parent: Some(new.parent),
            name: new.name.clone(),
            overwrites: Vec::new(),
            thread: Some(thread),
            recipient: None,
            slow: new.slow,
            last_message: None,
            sent: 0,
        };
        self.channels.insert(thread_id, channel);
        self.note(format!("thread #{} made", new.name));
        self.sight_in(thread_id, "thread name".into(), new.name.clone());
        let mut data = self.channel_json(&self.channels[&thread_id]);
        data["newly_created"] = json!(true);
        self.tell_channel("THREAD_CREATE", thread_id, &data);
        if new.kind == kind::PUBLIC_THREAD && new.from.is_none() {
            self.post(new.parent, owner, Draft::system(message_kind::THREAD_CREATED, new.name));
        }
        thread_id
    }

    /// The thread itself, 50024 for a channel that is none.
    pub fn thread(&self, id: Id) -> Result<&Thread, Refusal> {
        let channel = self.channels.get(&id).ok_or_else(Refusal::unknown_channel)?;
        channel.thread.as_ref().ok_or_else(Refusal::wrong_channel_type)
    }
    pub fn thread_mut(&mut self, id: Id) -> Option<&mut Thread> {
        self.channels.get_mut(&id).and_then(|channel| channel.thread.as_mut())
    }

    /// Puts a user into a thread; nothing happens when they are there already.
    pub fn join_thread(&mut self, thread: Id, user: Id, added_by: Id) {
        let now = self.new_id();
        let Some(inside) = self.thread_mut(thread) else { return };
        if inside.members.contains_key(&user) {
            return;
        }
        inside.members.insert(user, now);
        self.note(format!("{} joined {}", self.users[&user].name, self.channel_label(thread)));
        if added_by != user {
            let mut announcement = Draft::system(message_kind::RECIPIENT_ADD, String::new());
            announcement.mentions.insert(user);
            self.post(thread, added_by, announcement);
        }
        self.tell_members(thread, Some(user), None);
    }

    pub fn leave_thread(&mut self, thread: Id, user: Id) {
        let left = self.thread_mut(thread).is_some_and(|inside| inside.members.remove(&user).is_some());
        if left {
            self.tell_members(thread, None, Some(user));
        }
    }

    /// THREAD_MEMBERS_UPDATE; without the members intent it comes only when it is about the bot.
    fn tell_members(&mut self, thread: Id, added: Option<Id>, removed: Option<Id>) {
        let channel = &self.channels[&thread];
        let Some(guild) = channel.guild else { return };
        let count = channel.thread.as_ref().map_or(0, |t| t.members.len());
        let data = json!({
            "id": id(thread), "guild_id": id(guild), "member_count": count,
            "added_members": added.iter().map(|user| self.thread_member_json(channel, *user)).collect::<Vec<_>>(),
            "removed_member_ids": removed.iter().map(|user| id(*user)).collect::<Vec<_>>(),
        });
        let about_bot = added.or(removed) == Some(self.bot);
        let needed = if about_bot { GatewayIntents::GUILDS } else { GatewayIntents::GUILD_MEMBERS };
        self.tell_guild("THREAD_MEMBERS_UPDATE", guild, needed, &data);
    }

    pub fn set_archived(&mut self, thread: Id, archived: bool) {
        let now = self.new_id();
        let Some(inside) = self.thread_mut(thread).filter(|inside| inside.archived != archived) else { return };
        inside.archived = archived;
        inside.archive_changed = now;
        self.note(format!("{} {}", self.channel_label(thread), if archived { "archived" } else { "opened again" }));
    }

    pub fn tell_thread_changed(&mut self, thread: Id) {
        let data = self.channel_json(&self.channels[&thread]);
        self.tell_channel("THREAD_UPDATE", thread, &data);
    }

    /// A message may go into a thread unless it is locked and archived; an archived one opens again.
    pub fn open_for_message(&mut self, channel: Id, author: Id) -> Result<(), Refusal> {
        let known = self.channels.get(&channel).ok_or_else(Refusal::unknown_channel)?;
        let Some(thread) = known.thread.as_ref().filter(|thread| thread.archived || thread.locked) else {
            return Ok(());
        };
        if thread.locked && !self.permissions(author, known).contains(Permissions::MANAGE_THREADS) {
            return Err(if thread.archived { Refusal::archived() } else { Refusal::locked() });
        }
        if thread.archived {
            self.set_archived(channel, false);
            self.tell_thread_changed(channel);
        }
        Ok(())
    }

    /// 50083 while a thread is archived.
    pub fn not_archived(&self, channel: Id) -> Result<(), Refusal> {
        let archived = self.channels.get(&channel).and_then(|c| c.thread.as_ref()).is_some_and(|t| t.archived);
        if archived { Err(Refusal::archived()) } else { Ok(()) }
    }

    /// Removes a channel or thread with all that is in it.
    pub fn delete_channel(&mut self, doomed: Id) {
        let Some(channel) = self.channels.get(&doomed) else { return };
        let is_thread = channel.thread.is_some();
        let data = if is_thread {
            json!({ "id": id(doomed), "guild_id": channel.guild.map(id), "parent_id": channel.parent.map(id), "type": channel.kind })
        } else {
            self.channel_json(channel)
        };
        self.tell_channel(if is_thread { "THREAD_DELETE" } else { "CHANNEL_DELETE" }, doomed, &data);
        let inside: Vec<Id> = self.channels.values().filter(|c| c.parent == Some(doomed)).map(|c| c.id).collect();
        self.channels.remove(&doomed);
        inside.into_iter().for_each(|thread| {
            self.channels.remove(&thread);
        });
    }
}
