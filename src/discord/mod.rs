//! The Discord bot: events in, messages out.
//!
//! [`event`] turns what happens into the bot's own words, [`dispatch`] calls one function for each, [`commands`] is the
//! list of commands as data with a file each, [`play`] brings a move to the host and shows what it answers, [`messages`]
//! makes every message, and [`wire`] is the only way out. Truth is in the store: a restart at any point loses no turn,
//! since everything stored and not yet shown is shown when the session is next touched.

mod answer;
mod catchup;
mod class_controls;
mod commands;
mod controls;
mod custom_id;
mod dispatch;
mod doctor;
mod event;
mod fetch;
mod gateway;
mod health;
mod idle;
mod limits;
mod messages;
mod notes;
mod play;
mod queue;
mod roster;
mod settings;
mod shutdown;
mod tables;
mod thread;
mod wire;

use std::collections::{HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::host::Host;

pub use doctor::{Finding, Severity, examine_discord, examine_host};
pub use gateway::serve;
pub use settings::{Refused, Settings, Token, proxy, shard_range, span};

use health::Gauges;
use messages::Reading;
use queue::Queues;
use tables::Tables;
use wire::Wire;

/// Interactions remembered, so that a second delivery is not answered twice.
const REMEMBERED: usize = 4_096;

/// The bot: what all handlers share.
pub(crate) struct Bot {
    host: Host,
    wire: Wire,
    queues: Queues,
    /// Which threads are tables.
    tables: Tables,
    settings: Settings,
    gauges: Gauges,
    /// Whether the message content intent was granted.
    reads: AtomicBool,
    /// The bot's own user id; 0 until the gateway has told it.
    me: AtomicU64,
    application: AtomicU64,
    closing: AtomicBool,
    seen: Mutex<(HashSet<u64>, VecDeque<u64>)>,
}

impl Bot {
    fn new(host: Host, wire: Wire, settings: Settings, gauges: Gauges) -> Self {
        Bot {
            host,
            wire,
            queues: Queues::default(),
            tables: Tables::default(),
            settings,
            gauges,
            reads: AtomicBool::new(true),
            me: AtomicU64::new(0),
            application: AtomicU64::new(0),
            closing: AtomicBool::new(false),
            seen: Mutex::default(),
        }
    }

    /// The time by the host's clock, in milliseconds since 1970.
    fn now(&self) -> i64 {
        self.host.now()
    }

    fn reading(&self) -> Reading {
        if self.reads.load(Ordering::Relaxed) { Reading::Thread } else { Reading::FormOnly }
    }

    /// Whether this interaction comes for the first time.
    fn first_time(&self, interaction: u64) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, order) = &mut *seen;
        if !known.insert(interaction) {
            return false;
        }
        order.push_back(interaction);
        if order.len() > REMEMBERED
            && let Some(oldest) = order.pop_front()
        {
            known.remove(&oldest);
        }
        true
    }

    /// Where an administrator invites the bot with everything it needs.
    fn invite(&self) -> String {
        invite(self.application.load(Ordering::Relaxed))
    }
}

/// The link that adds the bot to a server.
pub(crate) fn invite(application: u64) -> String {
    let permissions = messages::all_needed().bits();
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot%20applications.commands&permissions={permissions}"
    )
}
