//! Reading sessions and what happened in them.

use super::{EventRow, ScoreRow, SessionHead, SessionRow, Store, StoreError, run};

/// A whole session; the persona's text comes from the table that keeps each text once.
macro_rules! whole {
    ($condition:literal) => {
        concat!(
            "SELECT sessions.*, personas.text AS persona_text FROM sessions \
             JOIN personas ON personas.hash = sessions.persona_hash WHERE ",
            $condition
        )
    };
}

const BY_ID: &str = whole!("sessions.id = $1");
const LIVE: &str = whole!(
    "sessions.owner = $1 AND sessions.persona = $2 AND sessions.status = 'open' ORDER BY updated_at DESC LIMIT 1"
);
const LIVE_IN: &str = whole!("sessions.place = $1 AND sessions.status = 'open'");

const EVENTS: &str = "SELECT session, seq, message_id, at, kind, body FROM events WHERE session = $1 ORDER BY seq";
const SCORE: &str = "SELECT * FROM scores WHERE session = $1";
const LIVE_ALL: &str = "SELECT * FROM sessions WHERE status = 'open' ORDER BY updated_at, id";
const OPEN_OF_OWNER: &str = "SELECT * FROM sessions WHERE owner = $1 AND status = 'open' ORDER BY updated_at DESC, id";

impl Store {
    /// The session with this id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session(&self, id: &str) -> Result<Option<SessionRow>, StoreError> {
        run!(self, db => { sqlx::query_as(BY_ID).bind(id).fetch_optional(db).await })
    }

    /// Everything that happened in a session, in order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn events(&self, session: &str) -> Result<Vec<EventRow>, StoreError> {
        run!(self, db => { sqlx::query_as(EVENTS).bind(session).fetch_all(db).await })
    }

    /// The score of a session that has ended with one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn score(&self, session: &str) -> Result<Option<ScoreRow>, StoreError> {
        run!(self, db => { sqlx::query_as(SCORE).bind(session).fetch_optional(db).await })
    }

    /// A person's open session with a persona, the one that moved last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn live(&self, owner: &str, persona: &str) -> Result<Option<SessionRow>, StoreError> {
        run!(self, db => { sqlx::query_as(LIVE).bind(owner).bind(persona).fetch_optional(db).await })
    }

    /// The open session that is played in a place.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn live_in(&self, place: &str) -> Result<Option<SessionRow>, StoreError> {
        run!(self, db => { sqlx::query_as(LIVE_IN).bind(place).fetch_optional(db).await })
    }

    /// All open sessions, the one that has waited longest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn live_all(&self) -> Result<Vec<SessionHead>, StoreError> {
        run!(self, db => { sqlx::query_as(LIVE_ALL).fetch_all(db).await })
    }

    /// A person's open sessions, the one that moved last first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_sessions(&self, owner: &str) -> Result<Vec<SessionHead>, StoreError> {
        run!(self, db => { sqlx::query_as(OPEN_OF_OWNER).bind(owner).fetch_all(db).await })
    }
}
