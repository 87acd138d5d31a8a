//! Threads: made, joined, left and listed.

use super::super::as_json::id;
use super::super::ids::Id;
use super::super::model::{Channel, kind};
use super::super::refusal::{FormErrors, Refusal};
use super::super::threads::NewThread;
use super::super::world::State;
use super::{Answered, Call, snowflake};
use serde_json::{Value, json};
use serenity::model::Permissions;

/// Minutes of silence after which a thread may be archived.
pub const AUTO_ARCHIVE: [u64; 4] = [60, 1440, 4320, 10080];
/// The slowest slow mode, in seconds.
pub const MAX_SLOW: u64 = 21_600;

/// Active threads of one guild.
pub const MAX_ACTIVE: usize = 1_000;

impl State {
    pub(super) fn thread_routes(&mut self, call: &Call, path: &[&str]) -> Result<Answered, Refusal> {
        let channel = snowflake(path[1])?;
        match (call.method.as_str(), &path[2..]) {
            ("POST", ["threads"]) => self.new_thread(call, channel, None),
            ("POST", ["messages", message, "threads"]) => self.new_thread(call, channel, Some(snowflake(message)?)),
            ("GET", ["threads", "archived", which @ ("private" | "public")]) => {
                self.archived(channel, which == &"private", false)
            }
            ("GET", ["users", "@me", "threads", "archived", "private"]) => self.archived(channel, true, true),
            ("GET", ["thread-members"]) => {
                self.open_to_bot(channel)?;
                let members = self.thread(channel)?.members.keys();
                let known = &self.channels[&channel];
                Answered::ok(members.map(|user| self.thread_member_json(known, *user)).collect())
            }
            (method, ["thread-members", who]) => {
                let user = if *who == "@me" { self.bot } else { snowflake(who)? };
                self.membership(method, channel, user)
            }
            _ => Err(Refusal::no_route()),
        }
    }

    fn new_thread(&mut self, call: &Call, parent: Id, from: Option<Id>) -> Result<Answered, Refusal> {
        let body = call.object()?;
        let channel = self.open_to_bot(parent)?;
        if channel.kind != kind::TEXT {
            return Err(Refusal::wrong_channel_type());
        }
        // Without a type API v10 makes a private thread; one that grows from a message is public.
        let standard = u64::from(kind::PRIVATE_THREAD);
        let kind = match (from, body["type"].as_u64().unwrap_or(standard)) {
            (Some(_), _) | (None, 11) => kind::PUBLIC_THREAD,
            (None, 12) => kind::PRIVATE_THREAD,
            _ => return Err(FormErrors::single("type", "BASE_TYPE_CHOICES", "Value must be one of (10, 11, 12).")),
        };
        let needed = match kind {
            kind::PUBLIC_THREAD => Permissions::CREATE_PUBLIC_THREADS,
            _ => Permissions::CREATE_PRIVATE_THREADS,
        };
        self.bot_may(parent, needed)?;
        if let Some(message) = from {
            self.message_in(parent, message).ok_or_else(Refusal::unknown_message)?;
            if self.channels.contains_key(&message) {
                return Err(Refusal::thread_exists());
            }
        }
        let mut errors = FormErrors::default();
        errors.length("name", &body["name"], 1, 100);
        let auto_archive = body["auto_archive_duration"].as_u64().unwrap_or(1440);
        if !AUTO_ARCHIVE.contains(&auto_archive) {
            errors.add("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).");
        }
        let slow = body["rate_limit_per_user"].as_u64().unwrap_or(0);
        if slow > MAX_SLOW {
            errors.add("rate_limit_per_user", "NUMBER_TYPE_MAX", "At most 21600.");
        }
        errors.verdict()?;
        let guild = self.channels[&parent].guild;
        let here = self.channels.values().filter(|one| one.guild == guild);
        if here.filter(|one| one.thread.as_ref().is_some_and(|thread| !thread.archived)).count() >= MAX_ACTIVE {
            return Err(Refusal::too_many_threads());
        }
        let name = body["name"].as_str().unwrap_or_default().to_string();
        let invitable = body["invitable"].as_bool().unwrap_or(true);
        let made = self.make_thread(self.bot, NewThread { parent, kind, name, auto_archive, invitable, slow, from });
        let mut value = self.channel_json(&self.channels[&made]);
        value["member"] = self.thread_member_json(&self.channels[&made], self.bot);
        Answered::created(value)
    }

    fn membership(&mut self, method: &str, channel: Id, user: Id) -> Result<Answered, Refusal> {
        let known = self.open_to_bot(channel)?;
        let thread = self.thread(channel)?;
        let granted = self.permissions(self.bot, known);
        let manages = granted.contains(Permissions::MANAGE_THREADS);
        match method {
            "GET" => {
                if !thread.members.contains_key(&user) {
                    return Err(Refusal::unknown_member());
                }
                Answered::ok(self.thread_member_json(known, user))
            }
            "PUT" => {
                self.not_archived(channel)?;
                let may_invite =
                    manages || known.kind == kind::PUBLIC_THREAD || thread.invitable || thread.owner == self.bot;
                if !may_invite || !granted.contains(Permissions::SEND_MESSAGES_IN_THREADS) {
                    return Err(Refusal::missing_permissions());
                }
                if !self.users.contains_key(&user) {
                    return Err(Refusal::unknown_user());
                }
                let parent = known.parent.and_then(|parent| self.channels.get(&parent));
                if !parent.is_some_and(|parent| self.sees(user, parent)) {
                    return Err(Refusal::missing_access());
                }
                self.join_thread(channel, user, self.bot);
                Answered::done()
            }
            "DELETE" => {
                self.not_archived(channel)?;
                let owns_private = known.kind == kind::PRIVATE_THREAD && thread.owner == self.bot;
                if user != self.bot && !manages && !owns_private {
                    return Err(Refusal::missing_permissions());
                }
                self.leave_thread(channel, user);
                Answered::done()
            }
            _ => Err(Refusal::no_route()),
        }
    }

    fn archived(&mut self, parent: Id, private: bool, own: bool) -> Result<Answered, Refusal> {
        let channel = self.bot_may(parent, Permissions::READ_MESSAGE_HISTORY)?;
        if private && !own && !self.permissions(self.bot, channel).contains(Permissions::MANAGE_THREADS) {
            return Err(Refusal::missing_permissions());
        }
        let wanted = if private { kind::PRIVATE_THREAD } else { kind::PUBLIC_THREAD };
        let all = self.channels.values().filter(|c| c.parent == Some(parent) && c.kind == wanted);
        let archived = all
            .filter(|c| c.thread.as_ref().is_some_and(|t| t.archived && (!own || t.members.contains_key(&self.bot))));
        let mut list = self.thread_list(archived);
        list["has_more"] = json!(false);
        Answered::ok(list)
    }

    /// Threads as lists give them: those the bot can open, and its own memberships.
    pub(super) fn thread_list<'a>(&'a self, threads: impl Iterator<Item = &'a Channel>) -> Value {
        let open: Vec<&Channel> = threads.filter(|thread| self.sees(self.bot, thread)).collect();
        let inside = |thread: &&&Channel| thread.thread.as_ref().is_some_and(|t| t.members.contains_key(&self.bot));
        let members = open.iter().filter(inside).map(|thread| self.thread_member_json(thread, self.bot));
        json!({
            "threads": open.iter().map(|thread| self.channel_json(thread)).collect::<Vec<_>>(),
            "members": members.collect::<Vec<_>>(), "has_more": false,
        })
    }
}

impl State {
    /// Ids in the order Discord lists messages: newest first.
    pub(super) fn page(&self, channel: Id, call: &Call) -> Result<Vec<Id>, Refusal> {
        let bound = |name: &str| call.query.get(name).map(|value| snowflake(value)).transpose();
        let (before, after, around) = (bound("before")?, bound("after")?, bound("around")?);
        let limit = call.query.get("limit").map_or(Ok(50), |limit| limit.parse::<usize>()).unwrap_or(0);
        if !(1..=100).contains(&limit) {
            return Err(FormErrors::single("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100."));
        }
        let all = self.messages.values().filter(|m| m.channel == channel && !m.deleted && m.only_for.is_none());
        let mut found: Vec<Id> = all.map(|message| message.id).collect();
        if let Some(middle) = around {
            let place = found.partition_point(|id| *id < middle);
            let start = place.saturating_sub(limit / 2);
            found = found.into_iter().skip(start).take(limit).collect();
        }
        found.retain(|id| before.is_none_or(|before| *id < before) && after.is_none_or(|after| *id > after));
        if after.is_some() {
            found.truncate(limit);
        } else {
            found.drain(..found.len().saturating_sub(limit));
        }
        found.reverse();
        Ok(found)
    }

    /// Where a message that starts a thread says so.
    pub(super) fn thread_of(&self, message: Id) -> Option<Value> {
        self.channels.get(&message).map(|thread| {
            let mut value = self.channel_json(thread);
            value["id"] = id(thread.id);
            value
        })
    }
}
