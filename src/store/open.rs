//! Opening a database: the file and its folder, the connections, the migrations.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    Pool, Store,
    address::{self, Address, Kind},
    error::{StoreError, problem},
    migrations, run,
};

/// How long to wait for a lock that another program holds.
const PATIENCE: Duration = Duration::from_secs(5);

/// Changes nothing, and is refused where writing is.
const WRITE_NOTHING: &str = "UPDATE settings SET value = value WHERE 1 = 0";

/// Connections to a Postgres server. A turn holds one for a few milliseconds.
const POSTGRES_CONNECTIONS: u32 = 8;

impl Store {
    /// Opens `url` (`postgres://…`, `sqlite:…` or a file's path), creates the file where there is none, and brings it
    /// to this program's version.
    ///
    /// # Errors
    /// Every [`StoreError`]. The database is left as it was.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_within(url, PATIENCE).await
    }

    /// [`Store::open`], waiting at most `patience` for a lock that another program holds, then and later.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_within(url: &str, patience: Duration) -> Result<Self, StoreError> {
        let Some(address) = Address::read(url) else {
            let database = address::without_password(url);
            return Err(StoreError::BadAddress { database, problem: "this kind is not known".to_owned() });
        };
        let pool = match address.kind() {
            Kind::Sqlite => open_sqlite(&address, patience).await?,
            Kind::Postgres => open_postgres(&address, patience).await?,
        };
        let store = Self { address, pool };
        // Processes that start together on a fresh file meet at locks that SQLite doesn't wait for by itself (the change
        // of the journal is one): whoever finds it locked tries again while its patience lasts.
        let began = tokio::time::Instant::now();
        let opened = loop {
            match store.grow_and_make_ready().await {
                Err(StoreError::Locked { .. }) if began.elapsed() < patience => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                opened => break opened,
            }
        };
        match opened {
            Ok(()) => Ok(store),
            Err(error) => {
                store.close().await;
                Err(error)
            }
        }
    }

    async fn grow_and_make_ready(&self) -> Result<(), StoreError> {
        migrations::run(&self.address, &self.pool).await?;
        self.make_ready().await
    }

    /// Makes sure that it can be written, so that nobody finds out in the middle of a session; then chooses SQLite's
    /// write-ahead log, with which readers don't wait for a writer. That is a lasting change of the file, and waits
    /// until the file is known to be ours.
    async fn make_ready(&self) -> Result<(), StoreError> {
        run!(self, db => { sqlx::query(WRITE_NOTHING).execute(db).await.map(|_| ()) })?;
        let Pool::Sqlite(db) = &self.pool else { return Ok(()) };
        let chosen = sqlx::query("PRAGMA journal_mode = WAL").execute(db).await;
        chosen.map(|_| ()).map_err(|error| self.error(error))
    }
}

async fn open_sqlite(address: &Address, patience: Duration) -> Result<Pool, StoreError> {
    let options = SqliteConnectOptions::from_str(address.secret()).map_err(|error| bad(address, &error))?;
    let in_memory = address.secret().contains(":memory:") || address.secret().contains("mode=memory");
    if !in_memory {
        prepare_folder(address, options.get_filename())?;
    }
    let read_only = address.secret().contains("mode=ro");
    if !in_memory && !read_only {
        prepare_file(address, options.get_filename())?;
    }
    let options = options
        .create_if_missing(!read_only)
        .foreign_keys(true)
        .busy_timeout(patience)
        // A turn that was answered survives a power cut, not only the end of the process.
        .synchronous(SqliteSynchronous::Full)
        // What a person asked to erase is overwritten in the file, not only unlinked.
        .pragma("secure_delete", "ON")
        .disable_statement_logging();
    // One connection: turns queue in order here instead of colliding on the file's only write lock.
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(patience * 2)
        .connect_with(options)
        .await
        .map_err(|error| StoreError::new(address, error))?;
    Ok(Pool::Sqlite(pool))
}

async fn open_postgres(address: &Address, patience: Duration) -> Result<Pool, StoreError> {
    let options = PgConnectOptions::from_str(address.secret()).map_err(|error| bad(address, &error))?;
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(patience * 2)
        .connect_with(options.application_name("sparring").disable_statement_logging())
        .await
        .map_err(|error| StoreError::new(address, error))?;
    Ok(Pool::Postgres(pool))
}

/// The file's folder, made for this user alone where it is missing: transcripts are private.
fn prepare_folder(address: &Address, file: &Path) -> Result<(), StoreError> {
    let unreachable = |problem: String| StoreError::Unreachable { database: address.to_string(), problem };
    if file.is_dir() {
        return Err(unreachable("it is a folder, not a file".to_owned()));
    }
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| unreachable(format!("its folder can't be made: {error}")))
}

/// The file, made for this user alone where it is missing. SQLite gives the write-ahead log beside it the same rights.
/// One that is there keeps the rights that its owner chose.
fn prepare_file(address: &Address, file: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => {
            let problem = format!("the file can't be made: {error}");
            Err(StoreError::Unreachable { database: address.to_string(), problem })
        }
    }
}

fn bad(address: &Address, error: &sqlx::Error) -> StoreError {
    StoreError::BadAddress { database: address.to_string(), problem: problem(error) }
}
