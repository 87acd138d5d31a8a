//! The log of what staff did. Each entry is written in the transaction of what it tells.

use crate::store::{Store, StoreError, run};

use super::rows::AuditRow;

pub(super) const ADD_AUDIT: &str = "INSERT INTO audit (guild, id, at, actor, action, subject, person, detail) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";

const PAGE: &str = "SELECT * FROM audit WHERE guild = $1 AND (at < $2 OR (at = $2 AND id < $3)) \
     ORDER BY at DESC, id DESC LIMIT $4";

/// Adds an entry to a transaction: `audit!(tx, guild, entry)`.
macro_rules! audit {
    ($tx:expr, $guild:expr, $entry:expr) => {
        sqlx::query($crate::store::classroom::audit::ADD_AUDIT)
            .bind($guild)
            .bind(&$entry.id)
            .bind($entry.at)
            .bind(&$entry.actor)
            .bind(&$entry.action)
            .bind(&$entry.subject)
            .bind(&$entry.person)
            .bind(&$entry.detail)
            .execute(&mut *$tx)
            .await?
    };
}
pub(super) use audit;

impl Store {
    /// The newest entries of a server's log, at most `limit`; `before` (time, id) goes on where a page ended.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn audit(
        &self,
        guild: &str,
        limit: i64,
        before: Option<(i64, &str)>,
    ) -> Result<Vec<AuditRow>, StoreError> {
        let (at, id) = before.unwrap_or((i64::MAX, ""));
        run!(self, db => { sqlx::query_as(PAGE).bind(guild).bind(at).bind(id).bind(limit).fetch_all(db).await })
    }

    /// Adds an entry by itself.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn log(&self, guild: &str, entry: &AuditRow) -> Result<(), StoreError> {
        run!(self, db => {
            let mut tx = db.begin().await?;
            audit!(tx, guild, entry);
            tx.commit().await
        })
    }
}
