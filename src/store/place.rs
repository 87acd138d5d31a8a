//! Where a session is played, when that changes.

use super::{Store, StoreError, run};

const MOVE: &str = "UPDATE sessions SET place = $2, guild = $3, updated_at = $4 WHERE id = $1 AND status = 'open'";

impl Store {
    /// Moves an open session to another place. False when it isn't open.
    ///
    /// # Errors
    /// [`StoreError`]; also when another open session is played there.
    pub async fn move_to(&self, session: &str, place: &str, guild: Option<&str>, at: i64) -> Result<bool, StoreError> {
        run!(self, db => {
            let moved = sqlx::query(MOVE).bind(session).bind(place).bind(guild).bind(at).execute(db).await?;
            Ok(moved.rows_affected() == 1)
        })
    }
}
