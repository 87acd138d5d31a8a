//! What lies on the shelf: open sessions, past ones, and a person's right to see and erase them.

use crate::store::{Cursor, HistoryRow, SessionHead};

use super::{Host, UserError};

impl Host {
    /// A person's open sessions, the one that moved last first.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn open_of(&self, owner: &str) -> Result<Vec<SessionHead>, UserError> {
        Ok(self.store.open_sessions(owner).await?)
    }

    /// The open session that is played in a place.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn open_in(&self, place: &str) -> Result<Option<String>, UserError> {
        Ok(self.store.live_in(place).await?.map(|row| row.id))
    }

    /// All open sessions, the one that has waited longest first.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn open_all(&self) -> Result<Vec<SessionHead>, UserError> {
        Ok(self.store.live_all().await?)
    }

    /// A page of a person's past sessions, the newest first.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn history(
        &self,
        owner: &str,
        limit: i64,
        before: Option<&Cursor>,
    ) -> Result<Vec<HistoryRow>, UserError> {
        let mut rows = self.store.history(owner, limit, before).await?;
        for row in &mut rows {
            if self.seal(row.guild.as_deref(), row.challenge.as_deref(), owner).await?.is_some() {
                row.seal();
            }
        }
        Ok(rows)
    }
}
