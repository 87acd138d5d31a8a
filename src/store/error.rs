//! What can go wrong with a database, in words that say what to do. None of them loses what was stored before.

use sqlx::migrate::MigrateError;

use super::address::Address;

/// Why the store could not do what it was asked. `database` is the address without its password.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no database that is supported, or can't be read.
    #[error(
        "the database address {database} can't be used: {problem}. Give a file's path, sqlite:PATH, or \
         postgres://USER:PASSWORD@HOST/NAME, with --database or DATABASE_URL."
    )]
    BadAddress {
        /// The address, without its password.
        database: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A later release has changed the database's shape.
    #[error(
        "the database {database} was written by a newer sparring: it is at version {found}, this program knows \
         versions up to {known}. Nothing was changed. Update sparring, or name another database with --database."
    )]
    NewerDatabase {
        /// The address, without its password.
        database: String,
        /// The database's version.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// The database belongs to another program.
    #[error(
        "the database {database} already holds tables of another program ({table}). Nothing was changed. Give sparring \
         a database of its own with --database or DATABASE_URL."
    )]
    NotOurs {
        /// The address, without its password.
        database: String,
        /// One of its tables.
        table: String,
    },
    /// It can be read, not written.
    #[error(
        "the database {database} is read-only. Allow this user to write to the file and its folder (or connect to the \
         primary server), or name another database with --database."
    )]
    ReadOnly {
        /// The address, without its password.
        database: String,
        /// What the database said.
        source: Box<sqlx::Error>,
    },
    /// Another program holds it and did not let go in time. Trying again may help.
    #[error(
        "the database {database} is locked by another program. Nothing was changed. Close the other program (a database \
         browser, a backup, a second sparring), then try again."
    )]
    Locked {
        /// The address, without its password.
        database: String,
        /// What the database said.
        source: Box<sqlx::Error>,
    },
    /// No room is left.
    #[error(
        "no space is left for the database {database}. What was stored before is safe; the last step was not stored. \
         Free some disk space, then try again."
    )]
    Full {
        /// The address, without its password.
        database: String,
        /// What the database said.
        source: Box<sqlx::Error>,
    },
    /// The file is no database, or was damaged.
    #[error(
        "the database {database} can't be read: it is another kind of file, or it was damaged. It was left as it is. \
         Restore it from a backup, or name another database with --database."
    )]
    Damaged {
        /// The address, without its password.
        database: String,
        /// What the database said.
        source: Box<sqlx::Error>,
    },
    /// It can't be opened or does not answer.
    #[error(
        "the database {database} can't be reached: {problem}. Check the path or the server's address, that it is \
         running, and that the user may open it."
    )]
    Unreachable {
        /// The address, without its password.
        database: String,
        /// What stands in the way.
        problem: String,
    },
    /// Anything else.
    #[error(
        "the database {database} refused: {source}. What was stored before is safe. Try again; if it stays, run \
         sparring doctor."
    )]
    Other {
        /// The address, without its password.
        database: String,
        /// What the database said.
        source: Box<sqlx::Error>,
    },
}

/// What a database's own error code means to us, whichever of the two it comes from.
enum Trouble {
    ReadOnly,
    Locked,
    Full,
    Damaged,
    Unreachable,
}

impl StoreError {
    /// Sorts an error of the database by what a person can do about it.
    pub(super) fn new(address: &Address, error: sqlx::Error) -> Self {
        let database = address.to_string();
        match trouble(&error) {
            Some(Trouble::ReadOnly) => Self::ReadOnly { database, source: Box::new(error) },
            Some(Trouble::Locked) => Self::Locked { database, source: Box::new(error) },
            Some(Trouble::Full) => Self::Full { database, source: Box::new(error) },
            Some(Trouble::Damaged) => Self::Damaged { database, source: Box::new(error) },
            Some(Trouble::Unreachable) => Self::Unreachable { database, problem: problem(&error) },
            None => Self::Other { database, source: Box::new(error) },
        }
    }

    /// Sorts an error of the migrations; `known` is the newest version this program has.
    pub(super) fn from_migration(address: &Address, known: i64, error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(found) if found > known => {
                Self::NewerDatabase { database: address.to_string(), found, known }
            }
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => Self::new(address, error),
            other => Self::new(address, sqlx::Error::Migrate(Box::new(other))),
        }
    }
}

fn trouble(error: &sqlx::Error) -> Option<Trouble> {
    match error {
        sqlx::Error::Database(said) => {
            let code = said.code()?;
            match said.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
                Some(_) => sqlite_trouble(code.parse().ok()?),
                None => postgres_trouble(&code),
            }
        }
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => {
            Some(Trouble::Unreachable)
        }
        _ => None,
    }
}

/// The primary result code is the low byte (<https://sqlite.org/rescode.html>).
fn sqlite_trouble(code: i32) -> Option<Trouble> {
    match code & 0xff {
        5 | 6 => Some(Trouble::Locked),
        8 => Some(Trouble::ReadOnly),
        11 | 26 => Some(Trouble::Damaged),
        13 => Some(Trouble::Full),
        14 => Some(Trouble::Unreachable),
        _ => None,
    }
}

/// SQLSTATE codes, by class where the class says enough (PostgreSQL manual, appendix A).
fn postgres_trouble(code: &str) -> Option<Trouble> {
    match code {
        "25006" => Some(Trouble::ReadOnly),
        "55P03" | "40001" | "40P01" => Some(Trouble::Locked),
        "53100" => Some(Trouble::Full),
        "3D000" | "53300" | "57P01" | "57P02" | "57P03" => Some(Trouble::Unreachable),
        _ if code.starts_with("08") || code.starts_with("28") => Some(Trouble::Unreachable),
        _ => None,
    }
}

/// The database's own words, without the driver's preamble.
pub(super) fn problem(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(said) => said.message().to_owned(),
        sqlx::Error::Io(said) => said.to_string(),
        sqlx::Error::Tls(said) | sqlx::Error::Configuration(said) => said.to_string(),
        sqlx::Error::PoolTimedOut => "it did not answer in time".to_owned(),
        other => other.to_string(),
    }
}
