//! A server's settings: names and values; what they mean is known to the front end.

use super::{SettingRow, Store, StoreError, run};

const ALL: &str = "SELECT guild, name, value FROM settings WHERE guild = $1 ORDER BY name";
const ONE: &str = "SELECT value FROM settings WHERE guild = $1 AND name = $2";
const CALLED: &str = "SELECT guild, name, value FROM settings WHERE name = $1 ORDER BY guild";
const SET: &str = "INSERT INTO settings (guild, name, value) VALUES ($1, $2, $3) \
     ON CONFLICT (guild, name) DO UPDATE SET value = excluded.value";
const UNSET: &str = "DELETE FROM settings WHERE guild = $1 AND name = $2";

impl Store {
    /// All settings of a server, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn settings(&self, guild: &str) -> Result<Vec<SettingRow>, StoreError> {
        run!(self, db => { sqlx::query_as(ALL).bind(guild).fetch_all(db).await })
    }

    /// One setting of a server; none where it was never set.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn setting(&self, guild: &str, name: &str) -> Result<Option<String>, StoreError> {
        run!(self, db => { sqlx::query_scalar(ONE).bind(guild).bind(name).fetch_optional(db).await })
    }

    /// A setting of this name in every server that has one: server and value.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn settings_called(&self, name: &str) -> Result<Vec<(String, String)>, StoreError> {
        let rows: Vec<SettingRow> = run!(self, db => { sqlx::query_as(CALLED).bind(name).fetch_all(db).await })?;
        Ok(rows.into_iter().map(|row| (row.guild, row.value)).collect())
    }

    /// Sets a setting, or takes it away with `None`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set(&self, guild: &str, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        run!(self, db => {
            match value {
                Some(value) => sqlx::query(SET).bind(guild).bind(name).bind(value).execute(db).await,
                None => sqlx::query(UNSET).bind(guild).bind(name).execute(db).await,
            }
            .map(|_| ())
        })
    }
}
