//! Sessions, their events and scores, kept in SQLite (embedded) or Postgres (by URL).
//!
//! Every SQL text exists once and runs on both: `$1` placeholders, BIGINT, TEXT and DOUBLE PRECISION, no booleans,
//! aggregates cast to the type that is read. Every transaction begins with a write, so that SQLite takes its write lock
//! at once and Postgres locks the session's row: two processes that serve one session settle it there.
//!
//! The store knows no clock and no meaning: times and JSON texts are passed in.

use std::fmt;

use sqlx::{PgPool, SqlitePool};

mod address;
mod append;
mod classroom;
mod error;
mod find;
mod history;
mod migrations;
mod open;
mod place;
mod privacy;
mod rows;
mod settings;

pub use address::{Address, Kind};
pub use append::{Append, Appended, Created};
pub use classroom::{
    AliasRow, AttemptRow, AuditRow, BeginAttempt, BoardAsked, BoardLine, ClassPapers, DisputeRow, NoteRow, 
    PersonaVersion, Regraded, Spot, StaffRow, StandingRow,
};
pub use error::StoreError;
pub use migrations::migrations;
pub use privacy::Stored;
pub use rows::{
    Cursor, ERASED, EventRow, ExportRow, HistoryRow, NewEvent, OPEN, ScoreRow, SessionHead, SessionRow, SettingRow,
};

/// A database with sessions in it. Cheap to clone; clones share the connections.
#[derive(Clone)]
pub struct Store {
    address: Address,
    pool: Pool,
}

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Runs one body on whichever database is open: `run!(store, db => { … })`. The body is written once, compiled for
/// both, and gives a `Result<_, sqlx::Error>`.
macro_rules! run {
    ($store:expr, $db:ident => $body:block) => {
        match &$store.pool {
            $crate::store::Pool::Sqlite($db) => $store.named(async { $body }).await,
            $crate::store::Pool::Postgres($db) => $store.named(async { $body }).await,
        }
    };
}
use run;

impl Store {
    /// Which database it is; shows no password.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`] where it doesn't.
    pub async fn ping(&self) -> Result<(), StoreError> {
        run!(self, db => { sqlx::query("SELECT 1").execute(db).await.map(|_| ()) })
    }

    /// Closes the connections. What was stored is safe without it; a SQLite file is left tidy, without its journal.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite(db) => db.close().await,
            Pool::Postgres(db) => db.close().await,
        }
    }

    /// Does `work` on the database; an error names it.
    async fn named<T>(&self, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
        work.await.map_err(|error| self.error(error))
    }

    fn error(&self, error: sqlx::Error) -> StoreError {
        StoreError::new(&self.address, error)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Store({})", self.address)
    }
}
