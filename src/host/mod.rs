//! The one door for front ends: live sessions, their locks, and what is stored before anything is said.
//! It hands out a [`Briefing`], never a persona.

pub mod classroom;
mod error;
mod keeping;
mod live;
mod misreadings;
mod report;
mod rights;
mod scenes;
mod shelf;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::Mutex;

use crate::score::Debrief;
use crate::session::{Input, Turn};
use crate::store::Store;

pub use crate::persona::{Briefing, Catalogue, Difficulty};
pub use crate::persona::{Finding, Severity};
pub use crate::store::{Cursor, HistoryRow, SessionHead};
pub use classroom::SealedDebrief;
pub use error::UserError;
pub use keeping::Deals;
pub use misreadings::{Misreading, Read, ShownBy};
pub use report::Cover;

use live::Seat;
use scenes::Scenes;

/// Who may read a debrief's numbers depends on the rules that made them; this names the set.
pub const RULESET: &str = "1";

/// The engine's version, stored with every session.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// All sessions of this process. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Host {
    store: Store,
    scenes: Arc<Scenes>,
    seats: Arc<Mutex<HashMap<String, Seat>>>,
    clock: Clock,
}

/// Milliseconds since 1970, now.
type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What a new session is to be.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// Whose session it is.
    pub owner: String,
    /// Where it is played: a thread's id.
    pub place: Option<String>,
    /// The server it is played in.
    pub guild: Option<String>,
    /// The persona's id.
    pub persona: String,
    /// The variant; `standard` when empty.
    pub variant: String,
    /// The difficulty.
    pub difficulty: Difficulty,
    /// The seed: the only source of chance.
    pub seed: u64,
    /// The session's id; made from the seed and the time when none is given.
    pub id: Option<String>,
    /// The message or interaction that begins it, so that a second delivery is noticed.
    pub message_id: Option<String>,
    /// Whether the run counts on boards.
    pub rated: bool,
}

/// A session as a front end sees it.
#[derive(Debug, Clone)]
pub struct Live {
    /// The session's id.
    pub id: String,
    /// Whose it is.
    pub owner: String,
    /// Where it is played.
    pub place: Option<String>,
    /// The server.
    pub guild: Option<String>,
    /// The persona's public face and the learner's brief.
    pub briefing: Arc<Briefing>,
    /// The variant.
    pub variant: String,
    /// The difficulty.
    pub difficulty: Difficulty,
    /// The seed.
    pub seed: u64,
    /// Whether the run counts on boards.
    pub rated: bool,
    /// Whether it goes on: neither ended nor given up.
    pub open: bool,
    /// When it began, in milliseconds since 1970.
    pub created_at: i64,
    /// When it ended, in milliseconds since 1970; none while it goes on.
    pub ended_at: Option<i64>,
    /// Everything said so far, the opening first. `decided` is left out while the session is open.
    pub transcript: Vec<Turn>,
    /// The challenge it is an attempt at.
    pub challenge: Option<String>,
    /// The debrief, once the session has ended and may be told.
    pub debrief: Option<Debrief>,
    /// What may be read of it while its challenge is sealed.
    pub sealed: Option<SealedDebrief>,
}

/// What a learner sends.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Who sends it; only the session's owner may play.
    pub author: String,
    /// The id of the message that brought it; a second delivery is answered like the first.
    pub message_id: Option<String>,
    /// What is done.
    pub input: Input,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// What is to be shown.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The step and its answer.
    pub turn: Turn,
    /// The debrief, when the session has just ended and may be told.
    pub debrief: Option<Debrief>,
    /// What may be read of it while its challenge is sealed.
    pub sealed: Option<SealedDebrief>,
    /// Whether this message was handled before: it was already answered once.
    pub repeated: bool,
}

impl Host {
    /// A host over a store and a catalogue of personas.
    pub fn new(store: Store, catalogue: Catalogue) -> Self {
        Host { store, scenes: Arc::new(Scenes::new(catalogue)), seats: Arc::default(), clock: Arc::new(system_time) }
    }

    /// The same host by another clock, which decides when seals end. What happens is stored with the time it is given;
    /// a front end that runs for long takes it from here too.
    pub fn with_clock(self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Host { clock: Arc::new(clock), ..self }
    }

    /// The time by this host's clock, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        (self.clock)()
    }

    /// Every persona that can be played, as a menu shows it.
    pub fn menu(&self) -> Vec<Briefing> {
        self.scenes.menu()
    }

    /// The persona files that errors keep from being played, so that nobody wonders why they are not on the menu.
    pub fn faulty(&self) -> Vec<String> {
        self.scenes.faulty()
    }

    /// A persona's public face and the learner's brief.
    ///
    /// # Errors
    /// An unknown persona, with the nearest names.
    pub fn briefing(&self, persona: &str) -> Result<Briefing, UserError> {
        self.scenes.briefing(persona)
    }

    /// The variants of a persona, `standard` first.
    ///
    /// # Errors
    /// An unknown persona, with the nearest names.
    pub fn variants(&self, persona: &str) -> Result<Vec<String>, UserError> {
        self.scenes.variants(persona)
    }
}

fn system_time() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
