//! Personas that a server's instructors uploaded.

use crate::store::{Store, StoreError, run};

use super::audit::audit;
use super::rows::{AuditRow, PersonaVersion};

const ADD_TEXT: &str = "INSERT INTO personas (hash, text) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const ADD: &str = "INSERT INTO guild_personas (guild, persona, hash, uploaded_by, uploaded_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (guild, persona, hash) DO UPDATE SET uploaded_by = excluded.uploaded_by, \
     uploaded_at = excluded.uploaded_at, retired_at = NULL";
const RETIRE: &str =
    "UPDATE guild_personas SET retired_at = $3 WHERE guild = $1 AND persona = $2 AND retired_at IS NULL";
const ALL: &str = "SELECT persona, hash, uploaded_by, uploaded_at, retired_at FROM guild_personas WHERE guild = $1 \
     ORDER BY persona, uploaded_at DESC, hash";
const CURRENT: &str = "SELECT personas.text FROM guild_personas JOIN personas ON personas.hash = guild_personas.hash \
     WHERE guild_personas.guild = $1 AND guild_personas.persona = $2 AND guild_personas.retired_at IS NULL \
     ORDER BY guild_personas.uploaded_at DESC, guild_personas.hash LIMIT 1";
const VERSION: &str = "SELECT personas.text FROM guild_personas JOIN personas ON personas.hash = guild_personas.hash \
     WHERE guild_personas.guild = $1 AND guild_personas.persona = $2 AND guild_personas.hash = $3";
const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM guild_personas WHERE guild = $1";

impl Store {
    /// Keeps a version of a persona for a server; the same text again makes it the newest one.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn upload(
        &self,
        guild: &str,
        (persona, hash, text): (&str, &str, &str),
        entry: &AuditRow,
    ) -> Result<(), StoreError> {
        run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(ADD_TEXT).bind(hash).bind(text).execute(&mut *tx).await?;
            sqlx::query(ADD).bind(guild).bind(persona).bind(hash).bind(&entry.actor).bind(entry.at)
                .execute(&mut *tx).await?;
            audit!(tx, guild, entry);
            tx.commit().await
        })
    }

    /// Retires all versions of a server's persona: no session begins with it any more. False where there is none.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn retire(&self, guild: &str, persona: &str, entry: &AuditRow) -> Result<bool, StoreError> {
        run!(self, db => {
            let mut tx = db.begin().await?;
            let retired = sqlx::query(RETIRE).bind(guild).bind(persona).bind(entry.at).execute(&mut *tx).await?;
            if retired.rows_affected() == 0 {
                return Ok(false);
            }
            audit!(tx, guild, entry);
            tx.commit().await?;
            Ok(true)
        })
    }

    /// All versions of a server's personas, retired ones too, the newest of each first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn uploads(&self, guild: &str) -> Result<Vec<PersonaVersion>, StoreError> {
        run!(self, db => { sqlx::query_as(ALL).bind(guild).fetch_all(db).await })
    }

    /// How many versions a server keeps.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn upload_count(&self, guild: &str) -> Result<i64, StoreError> {
        run!(self, db => { sqlx::query_scalar(COUNT).bind(guild).fetch_one(db).await })
    }

    /// The text of a server's persona: the version with this hash, or the newest that isn't retired.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn uploaded(&self, guild: &str, persona: &str, hash: Option<&str>) -> Result<Option<String>, StoreError> {
        run!(self, db => {
            match hash {
                None => sqlx::query_scalar(CURRENT).bind(guild).bind(persona).fetch_optional(db).await,
                Some(hash) => sqlx::query_scalar(VERSION).bind(guild).bind(persona).bind(hash).fetch_optional(db).await,
            }
        })
    }
}
