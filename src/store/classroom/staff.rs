//! Roles with an office: instructors and observers.

use crate::store::{Store, StoreError, run};

use super::audit::audit;
use super::rows::{AuditRow, StaffRow};

const ALL: &str = "SELECT office, role FROM staff WHERE guild = $1 ORDER BY office, role";
const CLEAR: &str = "DELETE FROM staff WHERE guild = $1 AND office = $2";
const NAME: &str = "INSERT INTO staff (guild, office, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

impl Store {
    /// A server's roles with an office.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn staff(&self, guild: &str) -> Result<Vec<StaffRow>, StoreError> {
        run!(self, db => { sqlx::query_as(ALL).bind(guild).fetch_all(db).await })
    }

    /// Names the roles of an office, in place of those named before.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn name_staff(
        &self,
        guild: &str,
        office: &str,
        roles: &[String],
        entry: &AuditRow,
    ) -> Result<(), StoreError> {
        run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(CLEAR).bind(guild).bind(office).execute(&mut *tx).await?;
            for role in roles {
                sqlx::query(NAME).bind(guild).bind(office).bind(role).execute(&mut *tx).await?;
            }
            audit!(tx, guild, entry);
            tx.commit().await
        })
    }
}
