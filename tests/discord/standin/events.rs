//! Gateway sessions and who is told what: intents, shards, visibility, and blank content.

use super::as_json::id;
use super::ids::Id;
use super::model::{Message, kind};
use super::world::{State, World};
use serde_json::{Value, json};
use serenity::model::gateway::GatewayIntents;
use tokio::sync::mpsc::UnboundedSender;

/// What a connection is told to send.
pub enum Frame {
    Text(String),
    /// Close with this code.
    Close(u16),
    /// Vanish without a word, as a cut cable does.
    Cut,
}

/// A gateway session, connected or waiting to be resumed.
pub struct Session {
    pub name: String,
    /// Shard and number of shards.
    pub shard: (u64, u64),
    pub intents: GatewayIntents,
    pub sequence: u64,
    /// Everything it was or would have been sent, for RESUME.
    pub sent: Vec<(u64, String)>,
    pub line: Option<UnboundedSender<Frame>>,
    pub resumable: bool,
}

impl Session {
    fn covers(&self, guild: Option<Id>) -> bool {
        let (shard, of) = self.shard;
        guild.map_or(shard == 0, |guild| (guild >> 22) % of == shard)
    }
    pub fn send(&mut self, event: &str, data: &Value) {
        self.sequence += 1;
        let text = json!({ "op": 0, "s": self.sequence, "t": event, "d": data }).to_string();
        self.sent.push((self.sequence, text.clone()));
        if let Some(line) = &self.line {
            // A connection that has just gone is found out by its own task.
            let _ = line.send(Frame::Text(text));
        }
    }
}

/// In which order events that were held back are delivered.
#[derive(Clone, Copy, PartialEq)]
pub enum Order {
    AsHappened,
    Reversed,
}

/// Disturbances of delivery.
#[derive(Default)]
pub struct Delivery {
    twice: usize,
    held: Option<Vec<(String, String, Value)>>,
}

impl State {
    /// Tells every session that covers the guild, asked for `needed`, and is meant by `wording` (which may differ by session).
    fn tell(&mut self, event: &str, guild: Option<Id>, needed: GatewayIntents, wording: impl Fn(&Session) -> Value) {
        let told = |session: &Session| {
            (session.line.is_some() || session.resumable) && session.covers(guild) && session.intents.contains(needed)
        };
        let letters: Vec<(String, Value)> =
            self.sessions.iter().filter(|s| told(s)).map(|s| (s.name.clone(), wording(s))).collect();
        self.note(format!("event {event} to {} session(s)", letters.len()));
        for (session, data) in letters {
            if let Some(held) = &mut self.delivery.held {
                held.push((session, event.into(), data));
                continue;
            }
            let times = if self.delivery.twice > 0 { 2 } else { 1 };
            self.delivery.twice = self.delivery.twice.saturating_sub(1);
            for _ in 0..times {
                self.deliver(&session, event, &data);
            }
        }
    }
    fn deliver(&mut self, session: &str, event: &str, data: &Value) {
        if let Some(session) = self.sessions.iter_mut().find(|s| s.name == session) {
            session.send(event, data);
        }
    }

    /// An event about a guild, for sessions that asked for `needed`.
    pub fn tell_guild(&mut self, event: &str, guild: Id, needed: GatewayIntents, data: &Value) {
        self.tell(event, Some(guild), needed, |_| data.clone());
    }
    /// An event about a channel, when the bot can open it.
    pub fn tell_channel(&mut self, event: &str, channel: Id, data: &Value) {
        let Some(channel) = self.channels.get(&channel) else { return };
        if let (Some(guild), true) = (channel.guild, self.sees(self.bot, channel)) {
            self.tell_guild(event, guild, GatewayIntents::GUILDS, data);
        }
    }
    /// An interaction: no intent is needed.
    pub fn tell_interaction(&mut self, guild: Option<Id>, data: &Value) {
        self.tell("INTERACTION_CREATE", guild, GatewayIntents::empty(), |_| data.clone());
    }

    /// MESSAGE_CREATE or MESSAGE_UPDATE, when the bot can read the channel. Content is blank without its intent, but for
    /// the bot's own messages, direct ones, and those that mention it. Ephemeral ones come as if they were direct.
    pub fn tell_message(&mut self, event: &str, message: Id) {
        let message = &self.messages[&message];
        let Some(channel) = self.channels.get(&message.channel) else { return };
        if !self.sees(self.bot, channel) {
            return;
        }
        let mut full = self.message_json(message);
        let guild = channel.guild;
        let direct = guild.is_none() || message.only_for.is_some();
        if let (Some(guild), false) = (guild, message.only_for.is_some()) {
            full["guild_id"] = id(guild);
            if self.guilds[&guild].members.contains_key(&message.author) {
                full["member"] = self.member_json(guild, message.author, false);
            }
        }
        let clear = direct || self.is_clear(message);
        let needed = if direct { GatewayIntents::DIRECT_MESSAGES } else { GatewayIntents::GUILD_MESSAGES };
        self.tell(event, guild, needed, |session| {
            if clear || session.intents.contains(GatewayIntents::MESSAGE_CONTENT) { full.clone() } else { blank(&full) }
        });
    }
    /// MESSAGE_DELETE, to the same circle.
    pub fn tell_message_deleted(&mut self, message: Id) {
        let message = &self.messages[&message];
        let Some(channel) = self.channels.get(&message.channel) else { return };
        if !self.sees(self.bot, channel) || message.only_for.is_some() {
            return;
        }
        let mut data = json!({ "id": id(message.id), "channel_id": id(message.channel) });
        let guild = channel.guild;
        let mut needed = GatewayIntents::DIRECT_MESSAGES;
        if let Some(guild) = guild {
            data["guild_id"] = id(guild);
            needed = GatewayIntents::GUILD_MESSAGES;
        }
        self.tell("MESSAGE_DELETE", guild, needed, |_| data.clone());
    }
    /// Whether the bot may read a message without the message content intent.
    pub fn is_clear(&self, message: &Message) -> bool {
        let direct = self.channels.get(&message.channel).is_some_and(|channel| channel.kind == kind::DM);
        direct || message.author == self.bot || message.mentions.contains(&self.bot) || message.answers.is_some()
    }
}

/// A message without what the message content intent guards.
pub fn blank(message: &Value) -> Value {
    let mut value = message.clone();
    value["content"] = json!("");
    for list in ["embeds", "attachments", "components"] {
        value[list] = json!([]);
    }
    value
}

impl World {
    /// The next `count` events reach the bot twice.
    pub fn deliver_twice(&self, count: usize) {
        self.change(|state| state.delivery.twice = count);
    }
    /// Keeps events back until `release`.
    pub fn hold_events(&self) {
        self.change(|state| state.delivery.held = Some(Vec::new()));
    }
    /// Delivers what was held back.
    pub fn release(&self, order: Order) {
        self.change(|state| {
            let mut held = state.delivery.held.take().unwrap_or_default();
            if order == Order::Reversed {
                held.reverse();
            }
            for (session, event, data) in held {
                state.deliver(&session, &event, &data);
            }
        });
    }
    fn to_all_lines(&self, resumable: bool, frame: impl Fn() -> Frame) {
        self.change(|state| {
            for session in &mut state.sessions {
                session.resumable &= resumable;
                if let Some(line) = session.line.take() {
                    let _ = line.send(frame());
                }
            }
        });
    }
    /// Closes every gateway connection with a code; 4000 lets the bot resume.
    pub fn close_gateway(&self, code: u16) {
        self.to_all_lines(true, || Frame::Close(code));
    }
    /// Cuts every gateway connection without a word. Sessions can be resumed.
    pub fn cut_gateway(&self) {
        self.to_all_lines(true, || Frame::Cut);
    }
    /// Asks the bot to reconnect (op 7), as Discord does several times a day.
    pub fn ask_to_reconnect(&self) {
        self.change(|state| {
            for session in &mut state.sessions {
                if let Some(line) = &session.line {
                    let _ = line.send(Frame::Text(json!({ "op": 7, "d": null }).to_string()));
                }
            }
        });
    }
    /// Cuts the connections and forgets the sessions: a RESUME is answered with INVALID SESSION.
    pub fn forget_sessions(&self) {
        self.to_all_lines(false, || Frame::Cut);
    }
    /// How many gateway connections are open and identified.
    pub fn connected(&self) -> usize {
        self.look(|state| state.sessions.iter().filter(|session| session.line.is_some()).count())
    }
    /// Waits for a shard of the bot to be connected and identified.
    pub async fn bot_is_ready(&self) {
        self.wait_for("the bot to connect to the gateway", |state| {
            state.sessions.iter().any(|session| session.line.is_some()).then_some(())
        })
        .await;
    }
}
