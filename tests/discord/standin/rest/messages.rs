//! Messages in channels: read, posted, edited, deleted, reacted to.

use super::super::events::blank;
use super::super::ids::Id;
use super::super::message_rules::check_message;
use super::super::model::{Message, kind};
use super::super::posting::{Draft, Upload};
use super::super::refusal::Refusal;
use super::super::world::State;
use super::{Answered, Call, snowflake};
use serde_json::Value;
use serenity::model::Permissions;
use serenity::model::gateway::GatewayIntents;

impl State {
    pub(super) fn message_routes(&mut self, call: &Call, path: &[&str]) -> Result<Answered, Refusal> {
        let channel = snowflake(path[1])?;
        match (call.method.as_str(), &path[2..]) {
            ("GET", ["messages"]) => {
                self.bot_may(channel, Permissions::READ_MESSAGE_HISTORY)?;
                let page = self.page(channel, call)?;
                Answered::ok(page.iter().map(|id| self.as_bot_reads(&self.messages[id])).collect())
            }
            ("GET", ["messages", message]) => {
                self.bot_may(channel, Permissions::READ_MESSAGE_HISTORY)?;
                Answered::ok(self.as_bot_reads(self.plain_message(channel, snowflake(message)?)?))
            }
            ("POST", ["messages"]) => self.create_message(call, channel),
            ("PATCH", ["messages", message]) => self.edit_message(call, channel, snowflake(message)?),
            ("DELETE", ["messages", message]) => {
                self.open_to_bot(channel)?;
                let known = self.plain_message(channel, snowflake(message)?)?;
                let (known, own) = (known.id, known.author == self.bot);
                if !own {
                    self.bot_may(channel, Permissions::MANAGE_MESSAGES)?;
                }
                self.not_archived(channel)?;
                self.delete_message(known);
                Answered::done()
            }
            ("PUT" | "DELETE", ["messages", message, "reactions", emoji, "@me"]) => {
                self.bot_may(channel, Permissions::ADD_REACTIONS | Permissions::READ_MESSAGE_HISTORY)?;
                self.not_archived(channel)?;
                let known = self.plain_message(channel, snowflake(message)?)?.id;
                self.react(known, emoji, self.bot, call.method == "PUT");
                Answered::done()
            }
            ("POST", ["typing"]) => {
                let needed = State::writing(self.open_to_bot(channel)?);
                self.bot_may(channel, needed)?;
                self.note(format!("the bot types in {}", self.channel_label(channel)));
                Answered::done()
            }
            _ => Err(Refusal::no_route()),
        }
    }

    pub fn react(&mut self, message: Id, emoji: &str, user: Id, on: bool) {
        let Some(known) = self.messages.get_mut(&message) else { return };
        let who = known.reactions.entry(emoji.into()).or_default();
        if on {
            who.insert(user);
        } else {
            who.remove(&user);
        }
    }

    /// Ephemeral messages can't be reached through their channel.
    fn plain_message(&self, channel: Id, message: Id) -> Result<&Message, Refusal> {
        let known = self.message_in(channel, message).filter(|known| known.only_for.is_none());
        known.ok_or_else(Refusal::unknown_message)
    }

    /// Content is blank in REST too when the application isn't approved for it.
    fn as_bot_reads(&self, message: &Message) -> Value {
        let mut value = self.message_json(message);
        if let Some(thread) = self.thread_of(message.id) {
            value["thread"] = thread;
        }
        if self.switched_on.contains(GatewayIntents::MESSAGE_CONTENT) || self.is_clear(message) {
            value
        } else {
            blank(&value)
        }
    }

    /// What the contents of a body take: links and pictures in embeds, files.
    fn needed_for(body: &Value, files: &[Upload]) -> Permissions {
        let mut needed = Permissions::empty();
        if body["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty()) {
            needed |= Permissions::EMBED_LINKS;
        }
        if !files.is_empty() {
            needed |= Permissions::ATTACH_FILES;
        }
        needed
    }

    fn create_message(&mut self, call: &Call, channel: Id) -> Result<Answered, Refusal> {
        let body = call.object()?;
        let needed = State::writing(self.open_to_bot(channel)?) | Self::needed_for(body, &call.files);
        self.bot_may(channel, needed)?;
        self.reachable(channel)?;
        check_message(body, &call.files, None)?;
        if let Some(twin) = self.posted_before(channel, body) {
            return Answered::ok(self.message_json(&self.messages[&twin]));
        }
        if let Some(earlier) = body["message_reference"]["message_id"].as_str() {
            let must_exist = body["message_reference"]["fail_if_not_exists"] != false;
            if must_exist && self.message_in(channel, snowflake(earlier)?).is_none() {
                let told = "Unknown message";
                return Err(super::FormErrors::single("message_reference", "REPLIES_UNKNOWN_MESSAGE", told));
            }
        }
        self.open_for_message(channel, self.bot)?;
        let made = self.post(channel, self.bot, Draft::from_body(body, &call.files));
        Answered::ok(self.message_json(&self.messages[&made]))
    }

    /// A direct message needs an open door and a guild in common.
    fn reachable(&self, channel: Id) -> Result<(), Refusal> {
        let known = &self.channels[&channel];
        let Some(person) = known.recipient.filter(|_| known.kind == kind::DM) else { return Ok(()) };
        if !self.guilds.keys().any(|guild| self.is_member(*guild, person) && self.is_member(*guild, self.bot)) {
            return Err(Refusal::no_mutual_guild());
        }
        if self.users[&person].takes_direct_messages { Ok(()) } else { Err(Refusal::direct_messages_closed()) }
    }

    /// With `enforce_nonce` the same nonce means the same message, so that a retry posts nothing twice.
    fn posted_before(&self, channel: Id, body: &Value) -> Option<Id> {
        let nonce = body.get("nonce").filter(|nonce| !nonce.is_null() && body["enforce_nonce"] == true)?;
        let mut own = self.messages.values().filter(|m| m.channel == channel && m.author == self.bot);
        own.find(|message| message.nonce.as_ref() == Some(nonce)).map(|message| message.id)
    }

    fn edit_message(&mut self, call: &Call, channel: Id, message: Id) -> Result<Answered, Refusal> {
        let body = call.object()?;
        self.open_to_bot(channel)?;
        let known = self.plain_message(channel, message)?;
        if known.author != self.bot {
            return Err(Refusal::not_your_message());
        }
        self.bot_may(channel, Self::needed_for(body, &call.files))?;
        check_message(body, &call.files, Some(known))?;
        self.not_archived(channel)?;
        self.edit(message, body, &call.files);
        Answered::ok(self.message_json(&self.messages[&message]))
    }
}
