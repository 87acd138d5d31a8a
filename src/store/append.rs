//! Writing a session down: how it begins, and what each turn adds. One transaction each.

use super::classroom::{ADD_ATTEMPT, BeginAttempt, END_ATTEMPT, UNSETTLE_CHALLENGE_OF};
use super::{EventRow, NewEvent, OPEN, ScoreRow, SessionRow, Store, StoreError, run};

const ADD_PERSONA: &str = "INSERT INTO personas (hash, text) VALUES ($1, $2) ON CONFLICT DO NOTHING";

const ADD_SESSION: &str = "INSERT INTO sessions (id, owner, place, guild, persona, persona_hash, variant, difficulty, \
     seed, engine, ruleset, rated, status, turns_used, next_seq, created_at, updated_at, ended_at, challenge, \
     reservation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) \
     ON CONFLICT DO NOTHING";

const ADD_EVENT: &str = "INSERT INTO events (session, seq, message_id, at, kind, body) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

const MOVE_ON: &str = "UPDATE sessions SET next_seq = $3, status = $4, turns_used = $5, updated_at = $6, \
     ended_at = CASE WHEN $4 = 'open' THEN NULL ELSE COALESCE(ended_at, $6) END \
     WHERE id = $1 AND next_seq = $2 AND status = 'open'";

const ADD_SCORE: &str = "INSERT INTO scores (session, outcome, information, process, closing, relationship, score, \
     learner, counterpart, value_claimed, value_created, debrief, ended_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING";

const EVENT_OF_MESSAGE: &str = "SELECT session, seq, message_id, at, kind, body FROM events WHERE message_id = $1";

const IN_THE_WAY: &str = "SELECT id FROM sessions WHERE id = $1 OR (status = 'open' AND place IS NOT NULL \
     AND CAST($4 AS TEXT) IS NOT NULL AND ((owner = $2 AND persona = $3) OR place = $4)) ORDER BY id LIMIT 1";

/// What became of a session that should begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Created {
    /// It is stored.
    Done,
    /// A message that should begin it was already handled: nothing to do.
    Duplicate(String),
    /// The session with this id is in the way: it has the same id, the same place, or belongs to the same person and
    /// persona and is still open. Nothing was stored.
    Taken(String),
}

/// What one turn adds to a session.
#[derive(Debug, Clone)]
pub struct Append<'a> {
    /// The session's id.
    pub session: &'a str,
    /// How many events the caller has seen, which is the number of the first new one.
    pub expected_seq: i64,
    /// What happened.
    pub events: &'a [NewEvent],
    /// The status after it; any but [`OPEN`](super::OPEN) ends the session.
    pub status: &'a str,
    /// Learner moves used after it.
    pub turns_used: i64,
    /// When it happened.
    pub at: i64,
    /// The score, when the session has just ended.
    pub score: Option<&'a ScoreRow>,
}

/// What became of a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// It is stored: now it may be spoken.
    Done,
    /// The message with this id was already handled: nothing to do, nothing to say.
    Duplicate(String),
    /// Somebody else has moved the session on or ended it, or it is not there: load it again and take the turn anew.
    Conflict,
}

impl Store {
    /// Stores a new session with its first events. `session.next_seq` is taken from the events.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn create(&self, session: &SessionRow, events: &[NewEvent]) -> Result<Created, StoreError> {
        self.create_as(session, events, None).await
    }

    /// [`Store::create`] for an attempt at a challenge: session, first events and attempt in one transaction. An attempt
    /// of the same number that somebody else has just begun makes it [`Created::Taken`].
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn create_attempt(
        &self,
        session: &SessionRow,
        events: &[NewEvent],
        attempt: &BeginAttempt,
    ) -> Result<Created, StoreError> {
        self.create_as(session, events, Some(attempt)).await
    }

    async fn create_as(
        &self,
        session: &SessionRow,
        events: &[NewEvent],
        attempt: Option<&BeginAttempt>,
    ) -> Result<Created, StoreError> {
        let events = numbered(&session.id, 0, events);
        let stored = run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(ADD_PERSONA).bind(&session.persona_hash).bind(&session.persona_text).execute(&mut *tx).await?;
            let added = sqlx::query(ADD_SESSION)
                .bind(&session.id).bind(&session.owner).bind(&session.place).bind(&session.guild)
                .bind(&session.persona).bind(&session.persona_hash).bind(&session.variant).bind(&session.difficulty)
                .bind(session.seed).bind(&session.engine).bind(&session.ruleset).bind(i64::from(session.rated))
                .bind(&session.status).bind(session.turns_used).bind(count(&events)).bind(session.created_at)
                .bind(session.updated_at).bind(session.ended_at).bind(&session.challenge).bind(session.reservation)
                .execute(&mut *tx).await?;
            let mut rows = added.rows_affected();
            if let Some(attempt) = attempt.filter(|_| rows == 1) {
                rows += sqlx::query(ADD_ATTEMPT)
                    .bind(&session.id).bind(&attempt.guild).bind(&attempt.challenge).bind(&session.owner)
                    .bind(attempt.number).bind(session.created_at).bind(&session.status).bind(&session.ruleset)
                    .execute(&mut *tx).await?.rows_affected();
            }
            for event in &events {
                rows += sqlx::query(ADD_EVENT)
                    .bind(&event.session).bind(event.seq).bind(&event.message_id).bind(event.at)
                    .bind(&event.kind).bind(&event.body)
                    .execute(&mut *tx).await?.rows_affected();
            }
            let complete = rows == 1 + u64::from(attempt.is_some()) + events.len() as u64;
            if complete { tx.commit().await? } else { tx.rollback().await? }
            Ok(complete)
        })?;
        if stored {
            return Ok(Created::Done);
        }
        if let Some(message) = self.already_handled(&events).await? {
            return Ok(Created::Duplicate(message));
        }
        let in_the_way: Option<String> = run!(self, db => {
            sqlx::query_scalar(IN_THE_WAY)
                .bind(&session.id).bind(&session.owner).bind(&session.persona).bind(&session.place)
                .fetch_optional(db).await
        })?;
        Ok(Created::Taken(in_the_way.unwrap_or_else(|| session.id.clone())))
    }

    /// Stores what a turn adds: its events and, at the end, its score. All or nothing.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn append(&self, turn: Append<'_>) -> Result<Appended, StoreError> {
        let events = numbered(turn.session, turn.expected_seq, turn.events);
        let stored = run!(self, db => {
            let mut tx = db.begin().await?;
            // Only the writer that saw the session's last event gets past this line, and nobody once it has ended.
            let moved = sqlx::query(MOVE_ON)
                .bind(turn.session).bind(turn.expected_seq).bind(turn.expected_seq + count(&events))
                .bind(turn.status).bind(turn.turns_used).bind(turn.at)
                .execute(&mut *tx).await?;
            let mut rows = moved.rows_affected();
            if rows == 1 {
                for event in &events {
                    rows += sqlx::query(ADD_EVENT)
                        .bind(&event.session).bind(event.seq).bind(&event.message_id).bind(event.at)
                        .bind(&event.kind).bind(&event.body)
                        .execute(&mut *tx).await?.rows_affected();
                }
                if let Some(score) = turn.score {
                    rows += sqlx::query(ADD_SCORE)
                        .bind(turn.session).bind(score.outcome).bind(score.information).bind(score.process)
                        .bind(score.closing).bind(score.relationship).bind(score.score).bind(score.learner)
                        .bind(score.counterpart).bind(score.value_claimed).bind(score.value_created)
                        .bind(&score.debrief).bind(score.ended_at)
                        .execute(&mut *tx).await?.rows_affected();
                }
                if turn.status != OPEN {
                    let score = turn.score;
                    // Below the own limit the claim counts as none at all; shares are kept in per cent.
                    let share = |share: f64| 100.0 * share.max(0.0);
                    sqlx::query(END_ATTEMPT)
                        .bind(turn.session).bind(turn.at).bind(turn.status).bind(score.and_then(|score| score.score))
                        .bind(score.and_then(|score| score.value_claimed).map(share))
                        .bind(score.and_then(|score| score.value_created).map(share))
                        .bind(score.and_then(|score| score.relationship))
                        .execute(&mut *tx).await?;
                    sqlx::query(UNSETTLE_CHALLENGE_OF).bind(turn.session).execute(&mut *tx).await?;
                }
            }
            let complete = rows == 1 + events.len() as u64 + u64::from(turn.score.is_some());
            if complete { tx.commit().await? } else { tx.rollback().await? }
            Ok(complete)
        })?;
        if stored {
            return Ok(Appended::Done);
        }
        Ok(self.already_handled(&events).await?.map_or(Appended::Conflict, Appended::Duplicate))
    }

    /// The first of the events' messages that is stored already.
    async fn already_handled(&self, events: &[EventRow]) -> Result<Option<String>, StoreError> {
        for message in events.iter().filter_map(|event| event.message_id.as_deref()) {
            if self.event_of(message).await?.is_some() {
                return Ok(Some(message.to_owned()));
            }
        }
        Ok(None)
    }

    /// The event that a message brought, if it was handled.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn event_of(&self, message_id: &str) -> Result<Option<EventRow>, StoreError> {
        run!(self, db => { sqlx::query_as(EVENT_OF_MESSAGE).bind(message_id).fetch_optional(db).await })
    }
}

/// The events with their numbers in the session, from `first`.
fn numbered(session: &str, first: i64, events: &[NewEvent]) -> Vec<EventRow> {
    let numbers = first..;
    let row = |(seq, event): (i64, &NewEvent)| EventRow {
        session: session.to_owned(),
        seq,
        message_id: event.message_id.clone(),
        at: event.at,
        kind: event.kind.clone(),
        body: event.body.clone(),
    };
    numbers.zip(events).map(row).collect()
}

fn count(events: &[EventRow]) -> i64 {
    i64::try_from(events.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::store::Pool;

    /// SQLite's own limit on a file's pages stands in for a disk: it reports the same error at the same places.
    async fn limit_pages(store: &Store, pages: u32) {
        let Pool::Sqlite(db) = &store.pool else { panic!("a SQLite file") };
        sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"))).execute(db).await.unwrap();
    }

    #[tokio::test]
    async fn a_full_disk_stores_all_of_a_turn_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("sparring.db").to_str().unwrap()).await.unwrap();
        let session = SessionRow {
            id: "s-1".into(),
            owner: "terminal".into(),
            place: None,
            guild: None,
            persona: "hatchback".into(),
            persona_hash: "9f2c".into(),
            persona_text: "id: hatchback".into(),
            variant: "standard".into(),
            difficulty: "normal".into(),
            seed: 1,
            engine: "0.1.0".into(),
            ruleset: "1".into(),
            status: OPEN.into(),
            turns_used: 0,
            next_seq: 0,
            created_at: 0,
            updated_at: 0,
            ended_at: None,
            challenge: None,
            reservation: None,
            rated: false,
        };
        assert_eq!(store.create(&session, &[]).await.unwrap(), Created::Done);
        let events = [true, false].map(|long| NewEvent {
            message_id: None,
            at: 1,
            kind: "said".into(),
            body: if long { "long ".repeat(20_000) } else { "short".into() },
        });
        let turn = Append {
            session: "s-1",
            expected_seq: 0,
            events: &events,
            status: OPEN,
            turns_used: 1,
            at: 1,
            score: None,
        };

        limit_pages(&store, 1).await;
        let error = store.append(turn.clone()).await.unwrap_err();
        assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
        assert_eq!(store.session("s-1").await.unwrap(), Some(session));
        assert!(store.events("s-1").await.unwrap().is_empty());

        limit_pages(&store, 100_000).await;
        assert_eq!(store.append(turn).await.unwrap(), Appended::Done, "it goes on when there is room again");
        assert_eq!(store.events("s-1").await.unwrap().len(), 2);
    }
}
