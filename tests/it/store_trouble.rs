//! A database that can't be used says what is wrong, where, and what to do, and is left as it was.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use sparring::store::{Created, Store, StoreError};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;

use crate::{
    databases::on_postgres,
    store_story::{event, session},
};

/// Short, so that a test of a lock doesn't wait for long.
const PATIENCE: Duration = Duration::from_millis(50);

/// A database with one session in it, closed.
async fn database() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sparring.db");
    let store = Store::open(path.to_str().unwrap()).await.unwrap();
    let stored = store.create(&session("s-1", "terminal", None), &[event(None, "opened", "Evening.")]).await.unwrap();
    assert_eq!(stored, Created::Done);
    store.close().await;
    (folder, path)
}

/// Tries to open `url`; the error as people read it, with `PATH` for the folder. The file is the same afterwards.
async fn refused(url: &str, path: &Path) -> (StoreError, String) {
    let before = fs::read(path).ok();
    let error = Store::open_within(url, PATIENCE).await.expect_err("it can't be opened");
    assert_eq!(fs::read(path).ok(), before, "left as it was");
    let text = error.to_string().replace(&*path.parent().unwrap().to_string_lossy(), "PATH");
    (error, text)
}

async fn order(path: &Path, sql: &str) {
    let mut db = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut db).await.unwrap();
    db.close().await.unwrap();
}

#[tokio::test]
async fn a_read_only_database() {
    let (_folder, path) = database().await;
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    // File permissions don't bind root: then the address asks for the same.
    let bound = fs::OpenOptions::new().append(true).open(&path).is_err();
    let url = format!("sqlite:{}{}", path.display(), if bound { "" } else { "?mode=ro" });
    let (error, text) = refused(&url, &path).await;
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
    insta::assert_snapshot!(text, @"the database sqlite:PATH/sparring.db is read-only. Allow this user to write to the file and its folder (or connect to the primary server), or name another database with --database.");
}

#[tokio::test]
async fn a_locked_database() {
    let (_folder, path) = database().await;
    let mut other = SqliteConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap();
    let held = other.begin_with("BEGIN EXCLUSIVE").await.unwrap();
    let (error, text) = refused(path.to_str().unwrap(), &path).await;
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");
    insta::assert_snapshot!(text, @"the database sqlite:PATH/sparring.db is locked by another program. Nothing was changed. Close the other program (a database browser, a backup, a second sparring), then try again.");
    held.rollback().await.unwrap();
    let store = Store::open_within(path.to_str().unwrap(), PATIENCE).await.expect("it opens when the other is done");
    assert_eq!(store.events("s-1").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_newer_database() {
    let (_folder, path) = database().await;
    order(
        &path,
        "INSERT INTO sparring_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .await;
    let (error, text) = refused(path.to_str().unwrap(), &path).await;
    assert!(matches!(error, StoreError::NewerDatabase { found: 9999, .. }), "{error:?}");
    insta::assert_snapshot!(text.replace(&format!("up to {}", known()), "up to N"), @"the database sqlite:PATH/sparring.db was written by a newer sparring: it is at version 9999, this program knows versions up to N. Nothing was changed. Update sparring, or name another database with --database.");
}

fn known() -> i64 {
    sparring::store::migrations(i64::MAX).iter().map(|migration| migration.version).max().unwrap()
}

#[tokio::test]
async fn a_database_of_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photos.db");
    fs::File::create(&path).unwrap();
    order(&path, "CREATE TABLE photos (id BIGINT)").await;
    let (error, text) = refused(path.to_str().unwrap(), &path).await;
    assert!(matches!(error, StoreError::NotOurs { .. }), "{error:?}");
    insta::assert_snapshot!(text, @"the database sqlite:PATH/photos.db already holds tables of another program (photos). Nothing was changed. Give sparring a database of its own with --database or DATABASE_URL.");
}

#[tokio::test]
async fn a_path_that_is_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    fs::create_dir(&path).unwrap();
    let (error, text) = refused(path.to_str().unwrap(), &path).await;
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    insta::assert_snapshot!(text, @"the database sqlite:PATH/data can't be reached: it is a folder, not a file. Check the path or the server's address, that it is running, and that the user may open it.");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    fs::write(&path, "not a folder").unwrap();
    let (error, text) = refused(path.join("sparring.db").to_str().unwrap(), &path).await;
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    assert!(text.starts_with("the database sqlite:PATH/notes.txt/sparring.db can't be reached: "), "{text}");
}

#[tokio::test]
async fn a_file_that_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    fs::write(&path, "Dear diary, today I did not go over 6,900. ".repeat(40)).unwrap();
    let (error, text) = refused(path.to_str().unwrap(), &path).await;
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    insta::assert_snapshot!(text, @"the database sqlite:PATH/notes.txt can't be read: it is another kind of file, or it was damaged. It was left as it is. Restore it from a backup, or name another database with --database.");
}

#[tokio::test]
async fn a_damaged_database() {
    let (_folder, path) = database().await;
    let mut bytes = fs::read(&path).unwrap();
    bytes[100..4096].fill(0xA5);
    fs::write(&path, bytes).unwrap();
    let (error, text) = refused(path.to_str().unwrap(), &path).await;
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert!(text.contains("Restore it from a backup"), "{text}");
}

#[tokio::test]
async fn an_address_that_names_no_database() {
    let mut told = String::new();
    for url in ["mysql://ann:s3cret@db/sparring", "sqlite:a.db?mode=sideways", "postgres://ann:s3cret@db:port/x"] {
        let error = Store::open_within(url, PATIENCE).await.unwrap_err();
        assert!(matches!(error, StoreError::BadAddress { .. }), "{error:?}");
        told.push_str(&format!("{error}\n"));
        assert!(!format!("{error:?}{error}").contains("s3cret"));
    }
    insta::assert_snapshot!(told, @r#"
the database address mysql://ann:***@db/sparring can't be used: this kind is not known. Give a file's path, sqlite:PATH, or postgres://USER:PASSWORD@HOST/NAME, with --database or DATABASE_URL.
the database address sqlite:a.db can't be used: unknown value "sideways" for `mode`. Give a file's path, sqlite:PATH, or postgres://USER:PASSWORD@HOST/NAME, with --database or DATABASE_URL.
the database address postgres://ann:***@db:port/x can't be used: invalid port number. Give a file's path, sqlite:PATH, or postgres://USER:PASSWORD@HOST/NAME, with --database or DATABASE_URL.
"#);
}

#[tokio::test]
async fn a_server_that_is_not_there() {
    // A port that was free a moment ago, and that nobody listens on.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://ann:s3cret@127.0.0.1:{port}/sparring");
    let error = Store::open_within(&url, PATIENCE).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    assert!(!format!("{error:?}{error}").contains("s3cret"));
    assert!(error.to_string().starts_with(&format!("the database postgres://ann:***@127.0.0.1:{port}/sparring can't")));
}

#[tokio::test]
async fn a_postgres_database_that_is_newer_or_not_ours() {
    on_postgres(async |url: String| {
        let mut db = PgConnection::connect(&url).await.unwrap();
        sqlx::raw_sql("CREATE TABLE photos (id BIGINT)").execute(&mut db).await.unwrap();
        let error = Store::open(&url).await.unwrap_err();
        assert!(matches!(error, StoreError::NotOurs { .. }), "{error:?}");

        sqlx::raw_sql("DROP TABLE photos").execute(&mut db).await.unwrap();
        Store::open(&url).await.unwrap().close().await;
        let future = "INSERT INTO sparring_migrations (version, description, success, checksum, execution_time) \
             VALUES (9999, 'from the future', true, ''::bytea, 0)";
        sqlx::raw_sql(future).execute(&mut db).await.unwrap();
        let error = Store::open(&url).await.unwrap_err();
        assert!(matches!(error, StoreError::NewerDatabase { found: 9999, .. }), "{error:?}");

        sqlx::raw_sql("DELETE FROM sparring_migrations WHERE version = 9999").execute(&mut db).await.unwrap();
        let name: String =
            sqlx::query_scalar("SELECT CAST(current_database() AS TEXT)").fetch_one(&mut db).await.unwrap();
        let read_only = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
        sqlx::raw_sql(AssertSqlSafe(read_only)).execute(&mut db).await.unwrap();
        let error = Store::open(&url).await.unwrap_err();
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
        db.close().await.unwrap();
    })
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_is_made_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/sparring.db");
    let store = Store::open(path.to_str().unwrap()).await.unwrap();
    assert_eq!(store.create(&session("s-1", "ann", None), &[]).await.unwrap(), Created::Done);
    let mut files: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let names: Vec<_> = files.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["sparring.db", "sparring.db-shm", "sparring.db-wal"], "the log is there while it is open");
    for file in &files {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
    }
    store.close().await;

    // Rights that somebody chose for a file of their own stay as they are.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    Store::open(path.to_str().unwrap()).await.unwrap().close().await;
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}
