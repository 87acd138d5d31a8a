//! The database's shape, one numbered file after the other. The same files run on SQLite and Postgres.

use std::borrow::Cow;

use sqlx::{
    AssertSqlSafe, Connection, SqlSafeStr,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
    pool::PoolConnection,
};

use super::{Pool, address::Address, error::StoreError};

/// Every migration: its number, its name, its text. They are listed rather than found by `sqlx::migrate!`, which would
/// compile sqlx a second time for its macros; a test compares this list with the folder.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "sessions", include_str!("../../migrations/0001_sessions.sql")),
    (2, "classroom", include_str!("../../migrations/0002_classroom.sql")),
    (3, "tallies", include_str!("../../migrations/0003_tallies.sql")),
];

/// Where the migrations that were applied are kept: not sqlx's own name, which another program's database may have.
const TABLE: &str = "sparring_migrations";

/// The tables that are already there, which tells our database from somebody else's.
const SQLITE_TABLES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
const POSTGRES_TABLES: &str = "SELECT CAST(table_name AS TEXT) FROM information_schema.tables \
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name";

/// The migrations up to and with `version`, ready to run; `i64::MAX` for all of them.
pub fn migrations(version: i64) -> Migrator {
    let wanted = MIGRATIONS.iter().filter(|(number, ..)| *number <= version);
    let mut migrator = Migrator::with_migrations(
        wanted
            .map(|&(number, name, text)| {
                let sql = AssertSqlSafe(text).into_sql_str();
                Migration::new(number, Cow::Borrowed(name), MigrationType::Simple, sql, false)
            })
            .collect(),
    );
    migrator.dangerous_set_table_name(TABLE);
    migrator
}

/// The newest version this program knows.
pub(super) fn newest() -> i64 {
    MIGRATIONS.iter().map(|(number, ..)| *number).max().unwrap_or(0)
}

/// Brings the database to the newest version, whatever it holds so far; refuses one that isn't ours or is newer.
pub(super) async fn run(address: &Address, pool: &Pool) -> Result<(), StoreError> {
    let tables: Vec<String> = match pool {
        Pool::Sqlite(db) => sqlx::query_scalar(SQLITE_TABLES).fetch_all(db).await,
        Pool::Postgres(db) => sqlx::query_scalar(POSTGRES_TABLES).fetch_all(db).await,
    }
    .map_err(|error| StoreError::new(address, error))?;
    if !tables.iter().any(|table| table == TABLE)
        && let Some(table) = tables.into_iter().find(|table| !table.starts_with("sqlite_"))
    {
        return Err(StoreError::NotOurs { database: address.to_string(), table });
    }
    let migrator = migrations(i64::MAX);
    match pool {
        Pool::Sqlite(db) => match db.acquire().await {
            Ok(connection) => run_alone(&migrator, connection).await,
            Err(error) => Err(error.into()),
        },
        // Postgres has an advisory lock for two processes that start at once, and sqlx takes it.
        Pool::Postgres(db) => match db.acquire().await {
            Ok(mut connection) => migrator.run_direct(None, &mut *connection, false).await,
            Err(error) => Err(error.into()),
        },
    }
    .map_err(|error| StoreError::from_migration(address, newest(), error))
}

/// SQLite has no such lock: one writing transaction around all migrations makes a second process wait for the first,
/// and leaves the file as it was when one of them fails.
async fn run_alone(migrator: &Migrator, mut connection: PoolConnection<sqlx::Sqlite>) -> Result<(), MigrateError> {
    let mut alone = connection.begin_with("BEGIN IMMEDIATE").await?;
    migrator.run_direct(None, &mut *alone, false).await?;
    alone.commit().await?;
    Ok(())
}
