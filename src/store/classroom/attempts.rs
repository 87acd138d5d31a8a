//! Attempts: begun and ended in the transactions of their sessions, read by challenge and by person.

use crate::classroom::{Attempt, Figures};
use crate::store::{Store, StoreError, run};

use super::rows::AttemptRow;

pub(in crate::store) const ADD_ATTEMPT: &str = "INSERT INTO attempts (session, guild, challenge, person, number, \
     started_at, status, ruleset, counts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0) ON CONFLICT DO NOTHING";

pub(in crate::store) const END_ATTEMPT: &str = "UPDATE attempts SET ended_at = $2, status = $3, overall = $4, \
     claimed = $5, created = $6, relation = $7 WHERE session = $1 AND ended_at IS NULL";

pub(in crate::store) const UNSETTLE_CHALLENGE_OF: &str = "UPDATE challenges SET unsettled = 1 \
     WHERE guild IN (SELECT guild FROM attempts WHERE session = $1) \
     AND id IN (SELECT challenge FROM attempts WHERE session = $1)";

pub(super) const OF_CHALLENGE: &str =
    "SELECT * FROM attempts WHERE guild = $1 AND challenge = $2 ORDER BY person, number";
const OF_PERSON: &str = "SELECT * FROM attempts WHERE guild = $1 AND challenge = $2 AND person = $3 ORDER BY number";
const EVERY_OF_PERSON: &str = "SELECT * FROM attempts WHERE guild = $1 AND person = $2 ORDER BY started_at, session";
const OF_SESSION: &str = "SELECT * FROM attempts WHERE guild = $1 AND session = $2";

/// An attempt that begins with a session; person, time and rules are the session's.
#[derive(Debug, Clone)]
pub struct BeginAttempt {
    /// The server.
    pub guild: String,
    /// The challenge.
    pub challenge: String,
    /// Its number, from 1.
    pub number: i64,
}

impl Store {
    /// All attempts at a challenge, by person and number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn attempts(&self, guild: &str, challenge: &str) -> Result<Vec<Attempt>, StoreError> {
        let rows: Vec<AttemptRow> =
            run!(self, db => { sqlx::query_as(OF_CHALLENGE).bind(guild).bind(challenge).fetch_all(db).await })?;
        Ok(rows.into_iter().map(Attempt::from).collect())
    }

    /// One person's attempts at a challenge, by number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn attempts_by(&self, guild: &str, challenge: &str, person: &str) -> Result<Vec<Attempt>, StoreError> {
        let rows: Vec<AttemptRow> = run!(self, db => {
            sqlx::query_as(OF_PERSON).bind(guild).bind(challenge).bind(person).fetch_all(db).await
        })?;
        Ok(rows.into_iter().map(Attempt::from).collect())
    }

    /// All of a person's attempts in a server.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn every_attempt_by(&self, guild: &str, person: &str) -> Result<Vec<AttemptRow>, StoreError> {
        run!(self, db => { sqlx::query_as(EVERY_OF_PERSON).bind(guild).bind(person).fetch_all(db).await })
    }

    /// The attempt that a session is, with its challenge's id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn attempt_of(&self, guild: &str, session: &str) -> Result<Option<AttemptRow>, StoreError> {
        run!(self, db => { sqlx::query_as(OF_SESSION).bind(guild).bind(session).fetch_optional(db).await })
    }
}

impl From<AttemptRow> for Attempt {
    fn from(row: AttemptRow) -> Attempt {
        Attempt {
            session: row.session,
            person: row.person,
            number: u32::try_from(row.number).unwrap_or(u32::MAX),
            started_at: row.started_at,
            ended_at: row.ended_at,
            status: row.status,
            ruleset: row.ruleset,
            figures: Figures {
                overall: row.overall,
                claim: row.claimed,
                create: row.created,
                relationship: row.relation,
            },
            t: Figures {
                overall: row.t_overall,
                claim: row.t_claimed,
                create: row.t_created,
                relationship: row.t_relation,
            },
            counts: row.counts,
        }
    }
}
