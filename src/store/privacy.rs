//! What a person may ask for: one message blanked, everything exported, everything erased.

use std::collections::HashMap;

use super::classroom::{FORGET_IN_CLASS, SCRUB};
use super::{EventRow, ExportRow, Pool, ScoreRow, SessionHead, Store, StoreError, run};

/// A stored text on its way through a blanking. The session module knows which parts of it are a person's words.
#[derive(Debug, Clone, Copy)]
pub enum Stored<'a> {
    /// The body of the event that the message brought.
    Event(&'a EventRow),
    /// The debrief, in which event `seq` may be quoted.
    Debrief {
        /// The blanked event's number.
        seq: i64,
        /// The debrief as JSON.
        body: &'a str,
    },
}

// Each of these begins its transaction: it changes nothing, and keeps every other writer away from the session.
const HOLD_SESSION_OF_MESSAGE: &str = "UPDATE sessions SET updated_at = updated_at \
     WHERE id IN (SELECT session FROM events WHERE message_id = $1)";
const EVENT_OF_MESSAGE: &str = "SELECT session, seq, message_id, at, kind, body FROM events WHERE message_id = $1";
const DEBRIEF: &str = "SELECT debrief FROM scores WHERE session = $1";
const SET_BODY: &str = "UPDATE events SET body = $3 WHERE session = $1 AND seq = $2";
const SET_DEBRIEF: &str = "UPDATE scores SET debrief = $2 WHERE session = $1";

// A turn that is under way in another process finds no event -1 to follow, and ends as a conflict.
const FORGET_SESSIONS: &str = "UPDATE sessions SET place = NULL, guild = NULL, next_seq = -1, \
     ended_at = COALESCE(ended_at, updated_at), status = CASE WHEN status = 'open' THEN 'abandoned' ELSE status END \
     WHERE owner = $1";
const FORGET_EVENTS: &str = "DELETE FROM events WHERE session IN (SELECT id FROM sessions WHERE owner = $1)";
const FORGET_DEBRIEFS: &str =
    "UPDATE scores SET debrief = '{}' WHERE session IN (SELECT id FROM sessions WHERE owner = $1)";
const FORGET_OWNER: &str = "UPDATE sessions SET owner = 'erased' WHERE owner = $1";

const ALL_OF_OWNER: &str = "SELECT * FROM sessions WHERE owner = $1 ORDER BY created_at, id";
const EVENTS_OF_OWNER: &str = "SELECT events.* FROM events JOIN sessions ON sessions.id = events.session \
     WHERE sessions.owner = $1 ORDER BY events.session, events.seq";
const SCORES_OF_OWNER: &str = "SELECT scores.* FROM scores JOIN sessions ON sessions.id = scores.session \
     WHERE sessions.owner = $1";

impl Store {
    /// Blanks one message wherever it is kept, in one transaction: `blank` gets each text and gives what shall stand
    /// in its place. Returns the session it was in; a message that brought nothing is no error. The message's id stays,
    /// so that a second delivery is still noticed.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn blank_message(
        &self,
        message_id: &str,
        blank: impl Fn(Stored<'_>) -> String + Send + Sync,
    ) -> Result<Option<String>, StoreError> {
        let session = run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(HOLD_SESSION_OF_MESSAGE).bind(message_id).execute(&mut *tx).await?;
            let found: Option<EventRow> =
                sqlx::query_as(EVENT_OF_MESSAGE).bind(message_id).fetch_optional(&mut *tx).await?;
            let Some(event) = found else { return Ok(None) };
            let (session, seq) = (&event.session, event.seq);
            sqlx::query(SET_BODY).bind(session).bind(seq).bind(blank(Stored::Event(&event))).execute(&mut *tx).await?;
            let debrief: Option<String> = sqlx::query_scalar(DEBRIEF).bind(session).fetch_optional(&mut *tx).await?;
            if let Some(debrief) = debrief {
                let debrief = blank(Stored::Debrief { seq, body: &debrief });
                sqlx::query(SET_DEBRIEF).bind(session).bind(debrief).execute(&mut *tx).await?;
            }
            tx.commit().await?;
            Ok(Some(event.session))
        })?;
        self.leave_no_trace().await?;
        Ok(session)
    }

    /// Erases a person: every text and every id that leads to them. What stays are bare sessions of nobody with their
    /// numbers, open ones as `abandoned`. Returns how many sessions there were.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn erase(&self, owner: &str) -> Result<u64, StoreError> {
        let sessions = run!(self, db => {
            let mut tx = db.begin().await?;
            let sessions = sqlx::query(FORGET_SESSIONS).bind(owner).execute(&mut *tx).await?.rows_affected();
            let alone = [FORGET_EVENTS, FORGET_DEBRIEFS];
            for forget in alone.iter().chain(FORGET_IN_CLASS).chain([&FORGET_OWNER]) {
                sqlx::query(*forget).bind(owner).execute(&mut *tx).await?;
            }
            // Others may have mentioned the person. A short name may be part of any word; an id of Discord's is not.
            if owner.len() >= 15 && owner.bytes().all(|byte| byte.is_ascii_digit()) {
                for scrub in SCRUB {
                    sqlx::query(*scrub).bind(owner).bind(format!("%{owner}%")).execute(&mut *tx).await?;
                }
            }
            tx.commit().await?;
            Ok(sessions)
        })?;
        self.leave_no_trace().await?;
        Ok(sessions)
    }

    /// Everything that is kept about a person, oldest session first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn export(&self, owner: &str) -> Result<Vec<ExportRow>, StoreError> {
        let sessions: Vec<SessionHead> =
            run!(self, db => { sqlx::query_as(ALL_OF_OWNER).bind(owner).fetch_all(db).await })?;
        let events: Vec<EventRow> =
            run!(self, db => { sqlx::query_as(EVENTS_OF_OWNER).bind(owner).fetch_all(db).await })?;
        let scores: Vec<ScoreRow> =
            run!(self, db => { sqlx::query_as(SCORES_OF_OWNER).bind(owner).fetch_all(db).await })?;
        let mut events_of: HashMap<String, Vec<EventRow>> = HashMap::new();
        for event in events {
            events_of.entry(event.session.clone()).or_default().push(event);
        }
        let mut score_of: HashMap<String, ScoreRow> =
            scores.into_iter().map(|score| (score.session.clone(), score)).collect();
        let whole = |session: SessionHead| ExportRow {
            events: events_of.remove(&session.id).unwrap_or_default(),
            score: score_of.remove(&session.id),
            session,
        };
        Ok(sessions.into_iter().map(whole).collect())
    }

    /// SQLite's journal still holds the pages as they were: empty it. A reader in another process may delay that, which
    /// is no failure: the journal is emptied when it has gone.
    pub(super) async fn leave_no_trace(&self) -> Result<(), StoreError> {
        let Pool::Sqlite(db) = &self.pool else { return Ok(()) };
        let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(db).await;
        match emptied.map_err(|error| self.error(error)) {
            Ok(_) | Err(StoreError::Locked { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
