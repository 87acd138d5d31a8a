//! The world behind the stand-in: everything Discord would know, one lock, one clock that a test can push forward.

use super::events::{Delivery, Session};
use super::faults::Faults;
use super::guard::Sight;
use super::ids::{Id, IdSource};
use super::limits::Limits;
use super::log::{RequestLog, Requests};
use super::model::{Attachment, Channel, Command, Guild, Interaction, Message, User};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serenity::model::gateway::GatewayIntents;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How long a test waits for something before it fails with a dump of what happened. Long, since a debrief is many
/// replays, and an unoptimised build on a busy machine takes its time; what Discord itself limits has limits of its own.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// Test time: it runs with the real clock and can be pushed forward.
pub struct Clock {
    started: Instant,
    advanced: Duration,
}

impl Clock {
    pub fn now(&self) -> Duration {
        self.started.elapsed() + self.advanced
    }
}

/// Everything that Discord would know.
pub struct State {
    pub address: SocketAddr,
    pub clock: Clock,
    pub ids: IdSource,
    pub token: String,
    /// The bot's user id, which is its application's too.
    pub bot: Id,
    /// The privileged intents that are switched on in the developer portal.
    pub switched_on: GatewayIntents,
    /// How long an interaction may stay unanswered.
    pub answer_window: Duration,
    pub users: BTreeMap<Id, User>,
    pub guilds: BTreeMap<Id, Guild>,
    pub channels: BTreeMap<Id, Channel>,
    pub messages: BTreeMap<Id, Message>,
    pub commands: BTreeMap<Id, Command>,
    /// Commands that a guild's admins have opened to everybody, under Server Settings, Integrations.
    pub opened: BTreeSet<(Id, String)>,
    pub interactions: BTreeMap<Id, Interaction>,
    pub sessions: Vec<Session>,
    pub delivery: Delivery,
    /// Events dispatched, and with which close codes gateways were ended, for the dump.
    pub diary: Vec<String>,
    pub sights: Vec<Sight>,
    /// Files that people attached to commands.
    pub offered_files: Vec<Attachment>,
    /// Files that were fetched, by id.
    pub fetched_files: Vec<Id>,
    pub faults: Faults,
    pub limits: Limits,
    /// Answers with 401, 403 or 429: ten thousand in ten minutes ban a bot's address.
    pub invalid_requests: usize,
}

impl State {
    pub fn new_id(&mut self) -> Id {
        let advanced = u64::try_from(self.clock.advanced.as_millis()).expect("a plausible time");
        self.ids.next(advanced)
    }
    pub fn note(&mut self, line: impl Into<String>) {
        self.diary.push(line.into());
    }
}

struct Inner {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
    log: RequestLog,
}

/// A running stand-in. Clones share it.
#[derive(Clone)]
pub struct World(Arc<Inner>);

/// Choices made before a world starts.
pub struct WorldBuilder {
    switched_on: GatewayIntents,
    answer_window: Duration,
    requests: Requests,
    port: u16,
}

impl WorldBuilder {
    /// The application isn't approved for the message content intent.
    pub fn without_message_content(mut self) -> Self {
        self.switched_on = GatewayIntents::empty();
        self
    }
    /// The Server Members intent is switched on too.
    pub fn with_members(mut self) -> Self {
        self.switched_on |= GatewayIntents::GUILD_MEMBERS;
        self
    }
    /// Interactions may stay unanswered this long; Discord gives three seconds.
    pub fn answer_window(mut self, window: Duration) -> Self {
        self.answer_window = window;
        self
    }
    /// The requests of this world are wrong on purpose: they are kept apart from the log of the bot's own.
    pub fn deliberate_faults(mut self) -> Self {
        self.requests = Requests::WrongOnPurpose;
        self
    }
    /// Somebody plays all parts: a port that they can name, an application without intents, a log of its own.
    pub fn by_hand(mut self, port: u16) -> Self {
        self.requests = Requests::ByHand;
        self.port = port;
        self.without_message_content()
    }
    /// Listens on a free port of 127.0.0.1.
    pub async fn start(self) -> World {
        self.listen().await.expect("a free port")
    }
    /// The same, for a port that may be taken.
    pub async fn listen(self) -> std::io::Result<World> {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", self.port)).await?;
        let address = listener.local_addr().expect("an address");
        let mut ids = IdSource::default();
        let bot = ids.next(0);
        let robot =
            User { id: bot, name: "sparring".into(), bot: true, takes_direct_messages: true, locale: "en-GB".into() };
        let state = State {
            address,
            clock: Clock { started: Instant::now(), advanced: Duration::ZERO },
            ids,
            token: fake_token(bot, 0),
            bot,
            switched_on: self.switched_on,
            answer_window: self.answer_window,
            users: BTreeMap::from([(bot, robot)]),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            commands: BTreeMap::new(),
            opened: BTreeSet::new(),
            interactions: BTreeMap::new(),
            sessions: Vec::new(),
            delivery: Delivery::default(),
            diary: Vec::new(),
            sights: Vec::new(),
            offered_files: Vec::new(),
            fetched_files: Vec::new(),
            faults: Faults::default(),
            limits: Limits::default(),
            invalid_requests: 0,
        };
        let log = RequestLog::open(self.requests);
        let world = World(Arc::new(Inner { state: Mutex::new(state), changed: watch::Sender::new(0), log }));
        super::rest::serve(listener, world.clone());
        Ok(world)
    }
}

/// A token of the real shape (user id, time, signature, in base64) that opens nothing.
pub fn fake_token(bot: Id, number: u64) -> String {
    let signature = "standin".repeat(6);
    format!("{}.AAAA{number:02}.{}", STANDARD_NO_PAD.encode(bot.to_string()), &signature[..38])
}

impl World {
    /// A world with Discord's own limits, where the bot's requests are logged.
    pub async fn start() -> Self {
        Self::with().start().await
    }
    /// A world with choices of its own.
    pub fn with() -> WorldBuilder {
        WorldBuilder {
            switched_on: GatewayIntents::MESSAGE_CONTENT,
            answer_window: Duration::from_secs(3),
            requests: Requests::OfTheBot,
            port: 0,
        }
    }

    /// Looks at the state without changing it.
    pub fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.0.state.lock().expect("no test failed while it held the world"))
    }
    /// Changes the state and wakes whoever waits for something.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let outcome = change(&mut self.0.state.lock().expect("no test failed while it held the world"));
        self.0.changed.send_modify(|count| *count += 1);
        outcome
    }
    pub fn log(&self) -> &RequestLog {
        &self.0.log
    }

    /// Waits until `look` finds something; `Err` after `patience`.
    pub async fn wait_at_most<T>(&self, patience: Duration, mut look: impl FnMut(&State) -> Option<T>) -> Option<T> {
        let mut changed = self.0.changed.subscribe();
        let search = async {
            loop {
                if let Some(found) = self.look(&mut look) {
                    return found;
                }
                changed.changed().await.expect("the world outlives its watchers");
            }
        };
        tokio::time::timeout(patience, search).await.ok()
    }
    /// Waits until `look` finds something, and fails the test with everything that happened when it doesn't.
    pub async fn wait_for<T>(&self, what: &str, look: impl FnMut(&State) -> Option<T>) -> T {
        match self.wait_at_most(PATIENCE, look).await {
            Some(found) => found,
            None => panic!("waited {PATIENCE:?} for {what}.\n{}", self.dump()),
        }
    }
    /// What happened so far, to be read by the person whose test failed.
    pub fn dump(&self) -> String {
        let requests = self.log().recent(40).join("\n  ");
        self.look(|state| {
            let events = state.diary.iter().rev().take(60).rev().cloned().collect::<Vec<_>>().join("\n  ");
            format!("Gateway and people:\n  {events}\nRequests of the bot:\n  {requests}\n")
        })
    }

    /// Pushes test time forward.
    pub fn advance(&self, by: Duration) {
        self.change(|state| state.clock.advanced += by);
    }
    /// Where REST requests go: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        self.look(|state| format!("http://{}", state.address))
    }
    /// The gateway's address.
    pub fn gateway(&self) -> String {
        self.look(|state| format!("ws://{}", state.address))
    }
    /// The bot's token.
    pub fn token(&self) -> String {
        self.look(|state| state.token.clone())
    }
    /// The bot's user id and application id.
    pub fn bot_id(&self) -> Id {
        self.look(|state| state.bot)
    }
    /// How many requests Discord counts towards banning the bot's address (401, 403, 429).
    pub fn invalid_requests(&self) -> usize {
        self.look(|state| state.invalid_requests)
    }
}
