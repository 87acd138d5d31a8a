//! Challenges, whom they are for, and extensions.

use std::collections::HashMap;

use crate::classroom::{Challenge, Counting, Extension, Reference};
use crate::store::{Store, StoreError, run};

use super::audit::audit;
use super::rows::{AssignmentRow, AuditRow, ChallengeRow, ExtensionRow};

const ADD_PERSONA: &str = "INSERT INTO personas (hash, text) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const ADD: &str = "INSERT INTO challenges (guild, id, title, persona, persona_hash, part, variant, difficulty, rated, \
     opens_at, due_at, zone, attempts, cool_down, counting, seed, sealed, created_by, created_at, closed_at, reference, \
     unsettled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 0)";
const CHANGE: &str = "UPDATE challenges SET title = $3, rated = $4, opens_at = $5, due_at = $6, zone = $7, attempts = $8, \
     cool_down = $9, counting = $10, seed = $11, sealed = $12, closed_at = $13, unsettled = 1 WHERE guild = $1 AND id = $2";
const ONE: &str = "SELECT * FROM challenges WHERE guild = $1 AND id = $2";
const ALL: &str = "SELECT * FROM challenges WHERE guild = $1 ORDER BY due_at DESC, id";
const GUILDS_OF: &str = "SELECT guild FROM challenges WHERE id = $1 ORDER BY guild";
const GUILDS: &str = "SELECT DISTINCT guild FROM challenges ORDER BY guild";
const ASSIGN: &str = "INSERT INTO assignments (guild, challenge, kind, subject) VALUES ($1, $2, $3, $4) \
     ON CONFLICT DO NOTHING";
const UNASSIGN: &str = "DELETE FROM assignments WHERE guild = $1 AND challenge = $2";
const ASSIGNED: &str =
    "SELECT challenge, kind, subject FROM assignments WHERE guild = $1 AND challenge = $2 ORDER BY kind, subject";
const ALL_ASSIGNED: &str = "SELECT challenge, kind, subject FROM assignments WHERE guild = $1 ORDER BY kind, subject";
const EXTEND: &str = "INSERT INTO extensions (guild, challenge, person, due_at, attempts, granted_by, granted_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (guild, challenge, person) DO UPDATE SET \
     due_at = excluded.due_at, attempts = excluded.attempts, granted_by = excluded.granted_by, \
     granted_at = excluded.granted_at";
const UNSETTLE: &str = "UPDATE challenges SET unsettled = 1 WHERE guild = $1 AND id = $2";
pub(super) const EXTENSIONS: &str =
    "SELECT person, due_at, attempts FROM extensions WHERE guild = $1 AND challenge = $2 ORDER BY person";
const PERSONA_TEXT: &str = "SELECT text FROM personas WHERE hash = $1";

impl Store {
    /// Stores a new challenge with the text of its persona. False where the server has one with this id.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn add_challenge(
        &self,
        challenge: &Challenge,
        persona_text: &str,
        entry: &AuditRow,
    ) -> Result<bool, StoreError> {
        let (guild, id) = (&challenge.guild, &challenge.id);
        run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(ADD_PERSONA).bind(&challenge.persona_hash).bind(persona_text).execute(&mut *tx).await?;
            let there: Option<ChallengeRow> = sqlx::query_as(ONE).bind(guild).bind(id).fetch_optional(&mut *tx).await?;
            if there.is_some() {
                return Ok(false);
            }
            sqlx::query(ADD)
                .bind(guild).bind(id).bind(&challenge.title).bind(&challenge.persona).bind(&challenge.persona_hash)
                .bind(&challenge.part).bind(&challenge.variant).bind(&challenge.difficulty)
                .bind(i64::from(challenge.rated)).bind(challenge.opens_at).bind(challenge.due_at).bind(&challenge.zone)
                .bind(i64::from(challenge.attempts)).bind(challenge.cool_down).bind(challenge.counting.to_string())
                .bind(challenge.seed.map(u64::cast_signed)).bind(i64::from(challenge.sealed))
                .bind(&challenge.created_by).bind(challenge.created_at).bind(challenge.closed_at)
                .bind(serde_json::to_string(&challenge.reference).unwrap_or_default())
                .execute(&mut *tx).await?;
            for (kind, subject) in subjects(challenge) {
                sqlx::query(ASSIGN).bind(guild).bind(id).bind(kind).bind(subject).execute(&mut *tx).await?;
            }
            audit!(tx, guild, entry);
            tx.commit().await?;
            Ok(true)
        })
    }

    /// Stores a challenge's terms anew; persona, variant and difficulty stay as they were. Its boards are settled again.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn change_challenge(&self, challenge: &Challenge, entry: &AuditRow) -> Result<(), StoreError> {
        let (guild, id) = (&challenge.guild, &challenge.id);
        run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(CHANGE)
                .bind(guild).bind(id).bind(&challenge.title).bind(i64::from(challenge.rated))
                .bind(challenge.opens_at).bind(challenge.due_at).bind(&challenge.zone)
                .bind(i64::from(challenge.attempts)).bind(challenge.cool_down).bind(challenge.counting.to_string())
                .bind(challenge.seed.map(u64::cast_signed)).bind(i64::from(challenge.sealed))
                .bind(challenge.closed_at)
                .execute(&mut *tx).await?;
            sqlx::query(UNASSIGN).bind(guild).bind(id).execute(&mut *tx).await?;
            for (kind, subject) in subjects(challenge) {
                sqlx::query(ASSIGN).bind(guild).bind(id).bind(kind).bind(subject).execute(&mut *tx).await?;
            }
            audit!(tx, guild, entry);
            tx.commit().await
        })
    }

    /// A server's challenge.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn challenge(&self, guild: &str, id: &str) -> Result<Option<Challenge>, StoreError> {
        let row: Option<ChallengeRow> =
            run!(self, db => { sqlx::query_as(ONE).bind(guild).bind(id).fetch_optional(db).await })?;
        let Some(row) = row else { return Ok(None) };
        let assigned: Vec<AssignmentRow> =
            run!(self, db => { sqlx::query_as(ASSIGNED).bind(guild).bind(id).fetch_all(db).await })?;
        Ok(Some(row.with(assigned)))
    }

    /// A server's challenges, the one that is due last first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn challenges(&self, guild: &str) -> Result<Vec<Challenge>, StoreError> {
        let rows: Vec<ChallengeRow> = run!(self, db => { sqlx::query_as(ALL).bind(guild).fetch_all(db).await })?;
        let all: Vec<AssignmentRow> =
            run!(self, db => { sqlx::query_as(ALL_ASSIGNED).bind(guild).fetch_all(db).await })?;
        let mut of: HashMap<String, Vec<AssignmentRow>> = HashMap::new();
        for row in all {
            of.entry(row.challenge.clone()).or_default().push(row);
        }
        Ok(rows
            .into_iter()
            .map(|row| {
                let assigned = of.remove(&row.id).unwrap_or_default();
                row.with(assigned)
            })
            .collect())
    }

    /// The servers that have a challenge of this id; for the operator's command line, which names no server.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn guilds_with(&self, challenge: &str) -> Result<Vec<String>, StoreError> {
        run!(self, db => { sqlx::query_scalar(GUILDS_OF).bind(challenge).fetch_all(db).await })
    }

    /// The servers that have challenges at all; for the operator's command line.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn guilds(&self) -> Result<Vec<String>, StoreError> {
        run!(self, db => { sqlx::query_scalar(GUILDS).fetch_all(db).await })
    }

    /// A challenge's extensions, by person.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn extensions(&self, guild: &str, challenge: &str) -> Result<Vec<Extension>, StoreError> {
        let rows: Vec<ExtensionRow> =
            run!(self, db => { sqlx::query_as(EXTENSIONS).bind(guild).bind(challenge).fetch_all(db).await })?;
        Ok(rows.into_iter().map(Extension::from).collect())
    }

    /// Gives a learner an extension, in place of one given before. The challenge is settled again.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn extend(
        &self,
        (guild, challenge): (&str, &str),
        extension: &Extension,
        entry: &AuditRow,
    ) -> Result<(), StoreError> {
        run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(UNSETTLE).bind(guild).bind(challenge).execute(&mut *tx).await?;
            sqlx::query(EXTEND)
                .bind(guild).bind(challenge).bind(&extension.person).bind(extension.due_at)
                .bind(i64::from(extension.attempts)).bind(&entry.actor).bind(entry.at)
                .execute(&mut *tx).await?;
            audit!(tx, guild, entry);
            tx.commit().await
        })
    }

    /// The text of a persona by its hash.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn persona_text(&self, hash: &str) -> Result<Option<String>, StoreError> {
        run!(self, db => { sqlx::query_scalar(PERSONA_TEXT).bind(hash).fetch_optional(db).await })
    }
}

fn subjects(challenge: &Challenge) -> impl Iterator<Item = (&'static str, &String)> {
    let roles = challenge.roles.iter().map(|role| ("role", role));
    roles.chain(challenge.members.iter().map(|member| ("member", member)))
}

impl ChallengeRow {
    /// The challenge, with whom it is for.
    pub(super) fn with(self, assigned: Vec<AssignmentRow>) -> Challenge {
        let (roles, members): (Vec<_>, Vec<_>) = assigned.into_iter().partition(|row| row.kind == "role");
        let subjects = |rows: Vec<AssignmentRow>| rows.into_iter().map(|row| row.subject).collect();
        let count = |stored: i64| u32::try_from(stored).unwrap_or(u32::MAX);
        Challenge {
            id: self.id,
            guild: self.guild,
            title: self.title,
            persona: self.persona,
            persona_hash: self.persona_hash,
            part: self.part,
            variant: self.variant,
            difficulty: self.difficulty,
            roles: subjects(roles),
            members: subjects(members),
            rated: self.rated,
            opens_at: self.opens_at,
            due_at: self.due_at,
            zone: self.zone,
            attempts: count(self.attempts),
            cool_down: self.cool_down,
            counting: self.counting.parse().unwrap_or(Counting::First),
            seed: self.seed.map(i64::cast_unsigned),
            sealed: self.sealed,
            created_by: self.created_by,
            created_at: self.created_at,
            closed_at: self.closed_at,
            reference: serde_json::from_str(&self.reference).unwrap_or_else(|_| Reference::default()),
        }
    }
}

impl From<ExtensionRow> for Extension {
    fn from(row: ExtensionRow) -> Extension {
        let attempts = u32::try_from(row.attempts).unwrap_or(u32::MAX);
        Extension { person: row.person, due_at: row.due_at, attempts }
    }
}
