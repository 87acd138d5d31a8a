//! Requests and gateway lines without a library in between, so that a test can also send what no library would.

use crate::standin::ids::Id;
use crate::standin::world::World;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES and MESSAGE_CONTENT.
pub const ALL: u64 = 1 | 1 << 9 | 1 << 12 | 1 << 15;
/// The same without MESSAGE_CONTENT.
pub const WITHOUT_CONTENT: u64 = 1 | 1 << 9 | 1 << 12;

/// An answer to a raw request.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub code: u64,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

impl Reply {
    /// The id of what was made.
    pub fn id(&self) -> Id {
        self.body["id"].as_str().unwrap().parse().unwrap()
    }
    /// Fails unless the answer is this refusal.
    #[track_caller]
    pub fn is(&self, status: u16, code: u64) {
        assert_eq!((self.status, self.code), (status, code), "{:?}", self.body);
    }
    /// Fails unless the request was carried out.
    #[track_caller]
    pub fn went_well(self) -> Self {
        assert!((200..300).contains(&self.status), "{:?}", self.body);
        self
    }
}

/// A world of deliberate faults with one guild and one channel, and the bot's token in hand.
pub struct Raw {
    pub world: World,
    pub guild: Id,
    pub channel: Id,
    http: reqwest::Client,
    token: String,
}

impl Raw {
    pub async fn new() -> Self {
        Self::in_world(World::with().deliberate_faults().start().await)
    }
    pub fn in_world(world: World) -> Self {
        let guild = world.guild("Class");
        let channel = world.channel(guild, "practice");
        let token = format!("Bot {}", world.token());
        Self { world, guild, channel, http: reqwest::Client::builder().no_proxy().build().unwrap(), token }
    }
    pub fn with_token(&mut self, token: &str) {
        self.token = token.into();
    }
    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v10/{path}", self.world.url());
        let request = self.http.request(method.parse().unwrap(), url);
        request.header("authorization", &self.token)
    }
    async fn reply(request: reqwest::RequestBuilder) -> Reply {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default();
        Reply { status, code: body["code"].as_u64().unwrap_or(0), body, headers }
    }
    pub async fn send(&self, method: &str, path: &str, body: Value) -> Reply {
        Self::reply(self.request(method, path).json(&body)).await
    }
    pub async fn bare(&self, method: &str, path: &str) -> Reply {
        Self::reply(self.request(method, path)).await
    }
    pub async fn with_files(&self, path: &str, body: Value, files: &[(&str, Vec<u8>)]) -> Reply {
        let mut form = reqwest::multipart::Form::new().text("payload_json", body.to_string());
        for (number, (name, bytes)) in files.iter().enumerate() {
            let part = reqwest::multipart::Part::bytes(bytes.clone()).file_name((*name).to_string());
            form = form.part(format!("files[{number}]"), part);
        }
        Self::reply(self.request("POST", path).multipart(form)).await
    }
    /// Posts into the channel.
    pub async fn post(&self, body: Value) -> Reply {
        self.send("POST", &format!("channels/{}/messages", self.channel), body).await
    }
    /// Answers an interaction that arrived over the gateway.
    pub async fn answer(&self, interaction: &Value, body: Value) -> Reply {
        let (id, token) = (interaction["id"].as_str().unwrap(), interaction["token"].as_str().unwrap());
        self.send("POST", &format!("interactions/{id}/{token}/callback"), body).await
    }
    /// The path of an interaction's webhook.
    pub fn webhook(&self, interaction: &Value, rest: &str) -> String {
        format!("webhooks/{}/{}{rest}", self.world.bot_id(), interaction["token"].as_str().unwrap())
    }
    /// Registers `/spar start` for the guild.
    pub async fn register(&self) {
        let command = json!([{ "name": "spar", "description": "Practise a negotiation", "options": [
            { "type": 1, "name": "start", "description": "Begin", "options": [
                { "type": 3, "name": "persona", "description": "With whom", "autocomplete": true } ] } ] }]);
        let path = format!("applications/{}/guilds/{}/commands", self.world.bot_id(), self.guild);
        self.send("PUT", &path, command).await.went_well();
    }
    pub async fn private_thread(&self) -> Id {
        let body = json!({ "name": "Practice", "type": 12, "invitable": false });
        self.send("POST", &format!("channels/{}/threads", self.channel), body).await.went_well().id()
    }
    pub async fn public_thread(&self) -> Id {
        let body = json!({ "name": "Open practice", "type": 11 });
        self.send("POST", &format!("channels/{}/threads", self.channel), body).await.went_well().id()
    }
    /// A gateway line that has identified.
    pub async fn line(&self, intents: u64) -> Line {
        let mut line = Line::open(&self.world).await;
        line.identify(&self.world.token(), intents).await;
        line.event("READY").await;
        line
    }
}

/// A raw gateway connection.
pub struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub session: String,
    pub sequence: u64,
    /// Names of the events that came, in their order.
    pub heard: Vec<String>,
}

/// What comes over the line.
#[derive(Debug)]
pub enum Heard {
    Payload(Value),
    Closed(Option<u16>),
}

impl Line {
    /// Connects and reads HELLO.
    pub async fn open(world: &World) -> Self {
        let (socket, _) = tokio_tungstenite::connect_async(format!("{}/?v=10", world.gateway())).await.unwrap();
        let mut line = Self { socket, session: String::new(), sequence: 0, heard: Vec::new() };
        let Heard::Payload(hello) = line.hear().await else { panic!("no HELLO") };
        assert_eq!(hello["op"], 10);
        assert!(hello["d"]["heartbeat_interval"].as_u64().unwrap() > 0);
        line
    }
    pub async fn send(&mut self, payload: Value) {
        self.socket.send(Message::text(payload.to_string())).await.unwrap();
    }
    pub async fn identify(&mut self, token: &str, intents: u64) {
        self.send(json!({ "op": 2, "d": { "token": token, "intents": intents, "properties": {} } })).await;
    }
    pub async fn resume(&mut self, token: &str, session: &str, sequence: u64) {
        self.send(json!({ "op": 6, "d": { "token": token, "session_id": session, "seq": sequence } })).await;
    }
    /// The next thing that comes; fails after five seconds.
    pub async fn hear(&mut self) -> Heard {
        let next = tokio::time::timeout(Duration::from_secs(5), self.socket.next()).await;
        match next.expect("the gateway went silent") {
            Some(Ok(Message::Text(text))) => {
                let payload: Value = serde_json::from_str(&text).unwrap();
                if let Some(sequence) = payload["s"].as_u64() {
                    self.sequence = sequence;
                    self.heard.push(payload["t"].as_str().unwrap().into());
                }
                if payload["t"] == "READY" {
                    self.session = payload["d"]["session_id"].as_str().unwrap().into();
                }
                Heard::Payload(payload)
            }
            Some(Ok(Message::Close(frame))) => Heard::Closed(frame.map(|frame| frame.code.into())),
            Some(Ok(other)) => panic!("unexpected frame {other:?}"),
            Some(Err(_)) | None => Heard::Closed(None),
        }
    }
    /// The next event of this name; others before it are passed over but kept in `heard`.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            match self.hear().await {
                Heard::Payload(payload) if payload["t"] == name => return payload["d"].clone(),
                Heard::Payload(_) => {}
                Heard::Closed(code) => panic!("closed with {code:?} before {name}"),
            }
        }
    }
    /// The code that the line is closed with.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            if let Heard::Closed(code) = self.hear().await {
                return code;
            }
        }
    }
    /// Everything that comes before the answer to a heartbeat: what had been sent until now.
    pub async fn so_far(&mut self) -> Vec<String> {
        self.send(json!({ "op": 1, "d": null })).await;
        loop {
            match self.hear().await {
                Heard::Payload(payload) if payload["op"] == 11 => return std::mem::take(&mut self.heard),
                Heard::Payload(_) => {}
                Heard::Closed(code) => panic!("closed with {code:?}"),
            }
        }
    }
}
