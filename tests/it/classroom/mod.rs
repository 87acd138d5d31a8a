//! A class through the host, over a real database.

mod boards;
mod class;
mod drawn;
mod erased;
mod expected;
mod exports;
mod hostile;
mod playing;
mod report;
mod rights;
mod uploads;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use sparring::host::classroom::{Actor, Draft, Staff, Table};
use sparring::host::{Catalogue, Host, Incoming, Live, Outgoing, UserError};
use sparring::session::Input;
use sparring::store::Store;

pub(crate) const START: i64 = 1_795_000_000_000;
pub(crate) const HOUR: i64 = 3_600_000;
pub(crate) const DAY: i64 = 24 * HOUR;
pub(crate) const SCHOOL: &str = "41771983423143937";

/// A server with a host, a clock that is set by hand, and one instructor.
pub(crate) struct School {
    pub(crate) store: Store,
    pub(crate) host: Host,
    clock: Arc<AtomicI64>,
}

impl School {
    pub(crate) async fn open(url: &str) -> Self {
        Self::with(url, Catalogue::embedded()).await
    }

    pub(crate) async fn with(url: &str, catalogue: Catalogue) -> Self {
        let store = Store::open(url).await.unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let hands = clock.clone();
        let host = Host::new(store.clone(), catalogue).with_clock(move || hands.load(Ordering::Relaxed));
        let staff = Staff { instructors: vec!["teachers".into()], observers: vec!["guests".into()] };
        host.name_staff(&admin(), &staff, START).await.unwrap();
        School { store, host, clock }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.load(Ordering::Relaxed)
    }

    /// Lets time pass until a moment.
    pub(crate) fn at(&self, moment: i64) -> i64 {
        assert!(moment >= self.now(), "time goes on");
        self.clock.store(moment, Ordering::Relaxed);
        moment
    }

    pub(crate) async fn play(&self, who: &Actor, challenge: &str) -> Result<Live, UserError> {
        self.host.play_challenge(who, challenge, Table::default(), self.now()).await
    }

    pub(crate) async fn hear(&self, session: &str, who: &str, input: Input) -> Outgoing {
        let incoming = Incoming { author: who.into(), message_id: None, input, at: self.now() };
        self.host.hear(session, incoming).await.unwrap()
    }
}

pub(crate) fn person(id: &str, roles: &[&str]) -> Actor {
    Actor {
        id: id.into(),
        guild: SCHOOL.into(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        admin: false,
    }
}

pub(crate) fn admin() -> Actor {
    Actor { admin: true, ..person("head", &[]) }
}

pub(crate) fn teacher() -> Actor {
    person("tess", &["teachers"])
}

pub(crate) fn learner(id: &str) -> Actor {
    person(id, &["class"])
}

pub(crate) fn draft() -> Draft {
    Draft {
        persona: "hatchback".into(),
        roles: vec!["class".into()],
        due_at: START + 7 * DAY,
        zone: "Europe/London".into(),
        attempts: 2,
        ..Draft::default()
    }
}
