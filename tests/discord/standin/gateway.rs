//! The gateway: HELLO, IDENTIFY, heartbeats, RESUME, and the close codes of what a client does wrong.

use super::as_json::{guild as guild_json, id};
use super::events::{Frame, Session};
use super::ids::Id;
use super::world::{State, World};
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use serenity::model::gateway::GatewayIntents;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// Close codes that a client's own doing leads to.
mod closing {
    pub(super) const UNKNOWN_OPCODE: u16 = 4001;
    pub(super) const DECODE_ERROR: u16 = 4002;
    pub(super) const NOT_AUTHENTICATED: u16 = 4003;
    pub(super) const AUTHENTICATION_FAILED: u16 = 4004;
    pub(super) const ALREADY_AUTHENTICATED: u16 = 4005;
    pub(super) const INVALID_SEQUENCE: u16 = 4007;
    pub(super) const INVALID_SHARD: u16 = 4010;
    pub(super) const INVALID_INTENTS: u16 = 4013;
    pub(super) const DISALLOWED_INTENTS: u16 = 4014;
}

/// One connection, from HELLO until either side ends it.
pub async fn converse(mut socket: WebSocket, world: World) {
    let hello = json!({ "op": 10, "d": { "heartbeat_interval": 41_250 } }).to_string();
    if socket.send(Message::Text(hello.into())).await.is_err() {
        return;
    }
    let (mut sink, mut stream) = socket.split();
    let (line, mut frames) = unbounded_channel();
    let mut ended_by_client = false;
    loop {
        tokio::select! {
            frame = frames.recv() => match frame {
                Some(Frame::Text(text)) => {
                    if sink.send(Message::Text(text.into())).await.is_err() {
                        break;
                    }
                }
                Some(Frame::Close(code)) => {
                    world.change(|state| state.note(format!("gateway closed with {code}")));
                    let farewell = CloseFrame { code, reason: "as the stand-in was told or had to".into() };
                    // The client may be gone already, which is what we want.
                    let _ = sink.send(Message::Close(Some(farewell))).await;
                    break;
                }
                Some(Frame::Cut) | None => break,
            },
            heard = stream.next() => match heard {
                Some(Ok(Message::Text(text))) => {
                    if let Err(code) = world.change(|state| state.heed(&text, &line)) {
                        let _ = line.send(Frame::Close(code));
                    }
                }
                Some(Ok(Message::Close(farewell))) => {
                    ended_by_client = farewell.is_some_and(|f| matches!(f.code, 1000 | 1001));
                    // Discord answers a goodbye; the client may be gone already.
                    let _ = sink.close().await;
                    break;
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break,
            },
        }
    }
    world.change(|state| state.hang_up(&line, ended_by_client));
}

impl State {
    /// One payload from the client; `Err` is the close code it earns.
    fn heed(&mut self, text: &str, line: &UnboundedSender<Frame>) -> Result<(), u16> {
        let payload: Value = serde_json::from_str(text).map_err(|_| closing::DECODE_ERROR)?;
        let known = self.sessions.iter().any(|s| s.line.as_ref().is_some_and(|l| l.same_channel(line)));
        let reply = |value: Value| {
            // A closed line means that the connection is ending.
            let _ = line.send(Frame::Text(value.to_string()));
        };
        match payload["op"].as_u64() {
            Some(1) => reply(json!({ "op": 11 })),
            Some(2) if known => return Err(closing::ALREADY_AUTHENTICATED),
            Some(2) => self.identify(&payload["d"], line)?,
            Some(6) if known => return Err(closing::ALREADY_AUTHENTICATED),
            Some(6) => self.resume(&payload["d"], line)?,
            Some(3 | 4 | 8 | 31) if known => {}
            Some(3 | 4 | 8 | 31) => return Err(closing::NOT_AUTHENTICATED),
            _ => return Err(closing::UNKNOWN_OPCODE),
        }
        Ok(())
    }

    fn identify(&mut self, asked: &Value, line: &UnboundedSender<Frame>) -> Result<(), u16> {
        if !self.is_token(&asked["token"]) {
            return Err(closing::AUTHENTICATION_FAILED);
        }
        let intents = asked["intents"].as_u64().and_then(GatewayIntents::from_bits).ok_or(closing::INVALID_INTENTS)?;
        if intents.intersects(GatewayIntents::privileged() - self.switched_on) {
            return Err(closing::DISALLOWED_INTENTS);
        }
        let shard = match asked.get("shard") {
            None | Some(Value::Null) => (0, 1),
            Some(pair) => {
                pair[0].as_u64().zip(pair[1].as_u64()).filter(|(one, of)| one < of).ok_or(closing::INVALID_SHARD)?
            }
        };
        let name = format!("session-{}", self.new_id());
        self.note(format!("IDENTIFY shard {shard:?} with {intents:?}"));
        let mine = |guild: &Id| (guild >> 22) % shard.1 == shard.0;
        let guilds: Vec<Id> = self.guilds.keys().copied().filter(|g| mine(g) && self.is_member(*g, self.bot)).collect();
        let mut session = Session {
            name: name.clone(),
            shard,
            intents,
            sequence: 0,
            sent: Vec::new(),
            line: Some(line.clone()),
            resumable: true,
        };
        session.send("READY", &self.ready(&name, shard, &guilds));
        if intents.contains(GatewayIntents::GUILDS) {
            for guild in guilds {
                session.send("GUILD_CREATE", &self.guild_create(guild));
            }
        }
        self.sessions.push(session);
        Ok(())
    }

    /// Discord takes the token with or without `Bot ` before it; serenity sends it with.
    fn is_token(&self, given: &Value) -> bool {
        given.as_str().map(|token| token.trim_start_matches("Bot ")) == Some(&self.token)
    }

    fn ready(&self, session: &str, shard: (u64, u64), guilds: &[Id]) -> Value {
        let waiting: Vec<Value> = guilds.iter().map(|g| json!({ "id": id(*g), "unavailable": true })).collect();
        json!({
            "v": 10, "user": self.user_json(self.bot), "guilds": waiting, "session_id": session, "session_type": "normal",
            "resume_gateway_url": format!("ws://{}", self.address), "shard": [shard.0, shard.1],
            "application": { "id": id(self.bot), "flags": self.application_flags() },
        })
    }

    /// The application's flags: which privileged intents it may have.
    pub fn application_flags(&self) -> u64 {
        let flags = [
            (GatewayIntents::GUILD_PRESENCES, 1 << 13),
            (GatewayIntents::GUILD_MEMBERS, 1 << 15),
            (GatewayIntents::MESSAGE_CONTENT, 1 << 19),
        ];
        flags.iter().filter(|(intent, _)| self.switched_on.contains(*intent)).map(|(_, flag)| flag).sum()
    }

    /// A guild as it arrives after READY or when the bot is invited.
    pub fn guild_create(&self, guild: Id) -> Value {
        let known = &self.guilds[&guild];
        let open: Vec<_> = self.channels.values().filter(|c| c.guild == Some(guild)).collect();
        let (threads, channels): (Vec<_>, Vec<_>) = open.into_iter().partition(|c| c.thread.is_some());
        let active = threads.into_iter().filter(|t| t.thread.as_ref().is_some_and(|th| !th.archived));
        let visible = active.filter(|t| self.sees(self.bot, t)).map(|t| self.channel_json(t));
        let mut value = guild_json(known);
        value["joined_at"] = self.member_json(guild, self.bot, false)["joined_at"].clone();
        value["large"] = json!(false);
        value["unavailable"] = json!(false);
        value["member_count"] = json!(known.members.len());
        value["members"] = json!([self.member_json(guild, self.bot, true)]);
        value["channels"] = channels.into_iter().map(|c| self.channel_json(c)).collect();
        value["threads"] = visible.collect();
        for list in ["voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"] {
            value[list] = json!([]);
        }
        value
    }

    fn resume(&mut self, asked: &Value, line: &UnboundedSender<Frame>) -> Result<(), u16> {
        if !self.is_token(&asked["token"]) {
            return Err(closing::AUTHENTICATION_FAILED);
        }
        let wanted = asked["session_id"].as_str().unwrap_or_default();
        let Some(session) = self.sessions.iter_mut().find(|s| s.name == wanted && s.resumable) else {
            let _ = line.send(Frame::Text(json!({ "op": 9, "d": false }).to_string()));
            self.note("RESUME of an unknown session: INVALID SESSION");
            return Ok(());
        };
        let seen = asked["seq"].as_u64().filter(|seq| *seq <= session.sequence).ok_or(closing::INVALID_SEQUENCE)?;
        let missed: Vec<String> =
            session.sent.iter().filter(|(seq, _)| *seq > seen).map(|(_, text)| text.clone()).collect();
        session.line = Some(line.clone());
        let count = missed.len();
        for text in missed {
            let _ = line.send(Frame::Text(text));
        }
        session.send("RESUMED", &json!({}));
        self.note(format!("RESUME: {count} missed events replayed"));
        Ok(())
    }

    /// A connection is over. A client that says goodbye (1000, 1001) gives its session up.
    fn hang_up(&mut self, line: &UnboundedSender<Frame>, for_good: bool) {
        for session in &mut self.sessions {
            if session.line.as_ref().is_some_and(|open| open.same_channel(line)) {
                session.line = None;
                session.resumable &= !for_good;
            }
        }
        self.note(if for_good { "the bot said goodbye" } else { "a gateway connection ended" });
    }

    pub fn is_member(&self, guild: Id, user: Id) -> bool {
        self.guilds.get(&guild).is_some_and(|guild| guild.members.contains_key(&user))
    }
}
