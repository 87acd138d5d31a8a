//! Which threads are tables: an index in memory of what the store knows, so that a message anywhere else costs nothing.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A table in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) session: String,
    pub(crate) owner: u64,
}

#[derive(Default)]
struct Index {
    by_place: HashMap<u64, Table>,
    /// Sessions whose missed messages were fetched since the gateway last lost track.
    caught_up: HashSet<String>,
    /// Threads whose talk was erased, with who played there, until that was said in them.
    erased: HashMap<u64, u64>,
    /// Sessions whose learner was told something that is said once.
    told: HashSet<(&'static str, String)>,
}

/// All tables of this process.
#[derive(Default)]
pub(crate) struct Tables(Mutex<Index>);

impl Tables {
    fn index(&self) -> MutexGuard<'_, Index> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, place: u64, session: &str, owner: u64) {
        self.index().by_place.insert(place, Table { session: session.to_owned(), owner });
    }

    pub(crate) fn at(&self, place: u64) -> Option<Table> {
        self.index().by_place.get(&place).cloned()
    }

    /// Where a session is played.
    pub(crate) fn of_session(&self, session: &str) -> Option<u64> {
        self.index().by_place.iter().find(|(_, table)| table.session == session).map(|(place, _)| *place)
    }

    pub(crate) fn remove(&self, place: u64) -> Option<Table> {
        self.index().by_place.remove(&place)
    }

    pub(crate) fn remove_session(&self, session: &str) {
        let mut index = self.index();
        index.by_place.retain(|_, table| table.session != session);
        index.caught_up.remove(session);
        index.told.retain(|(_, told)| told != session);
    }

    /// A person's tables are no more; their next word at one is answered with that, once.
    pub(crate) fn erase(&self, owner: u64) {
        let mut index = self.index();
        let (theirs, others) = index.by_place.drain().partition(|(_, table)| table.owner == owner);
        index.by_place = others;
        let theirs: HashMap<u64, Table> = theirs;
        index.erased.extend(theirs.into_keys().map(|place| (place, owner)));
    }

    /// Whether this person's talk here was erased and they have not been told so in this place.
    pub(crate) fn tells_erased(&self, place: u64, person: u64) -> bool {
        let mut index = self.index();
        let theirs = index.erased.get(&place) == Some(&person);
        if theirs {
            index.erased.remove(&place);
        }
        theirs
    }

    pub(crate) fn all(&self) -> Vec<(u64, Table)> {
        self.index().by_place.iter().map(|(place, table)| (*place, table.clone())).collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.index().by_place.len()
    }

    /// Whether a session's missed messages have yet to be fetched; from now on they have not.
    pub(crate) fn needs_catching_up(&self, session: &str) -> bool {
        self.index().caught_up.insert(session.to_owned())
    }

    /// Fetching failed: to be tried again.
    pub(crate) fn not_caught_up(&self, session: &str) {
        self.index().caught_up.remove(session);
    }

    /// The gateway lost track: everything has to be fetched again.
    pub(crate) fn lost_track(&self) {
        self.index().caught_up.clear();
    }

    /// Whether something is told to this learner for the first time.
    pub(crate) fn tells_first(&self, what: &'static str, session: &str) -> bool {
        self.index().told.insert((what, session.to_owned()))
    }
}
