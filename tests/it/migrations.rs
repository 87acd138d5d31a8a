//! Every migration comes with sample data of its version, loaded right after it: so the next migration has to cope with
//! rows that are there, on both databases.

use std::{fs, path::Path};

use sparring::store::{Address, Kind, Store, migrations};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection, migrate::Migrator};

use crate::databases::{on_postgres, on_sqlite};

/// Types and words that mean different things, or nothing, to one of the two databases.
const NOT_PORTABLE: [&str; 12] = [
    "BOOLEAN",
    "SERIAL",
    "AUTOINCREMENT",
    "DATETIME",
    "TIMESTAMP",
    "JSON",
    "JSONB",
    "BLOB",
    "BYTEA",
    "INTEGER",
    "REAL",
    "WITHOUT ROWID",
];

fn sample(version: i64) -> String {
    let path = Path::new("tests/migrations").join(format!("{version:04}.sql"));
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("migration {version} has no sample data: write {} ({error})", path.display()));
    assert!(text.to_uppercase().contains("INSERT INTO"), "{} adds no row", path.display());
    text
}

#[test]
fn the_list_is_the_folder() {
    let mut in_folder: Vec<(String, String)> = fs::read_dir("migrations")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    in_folder.sort();
    let listed: Vec<(String, String)> = migrations(i64::MAX)
        .iter()
        .map(|known| (format!("{:04}_{}.sql", known.version, known.description), known.sql.as_str().to_owned()))
        .collect();
    assert_eq!(in_folder, listed, "list every file of migrations/ in src/store/migrations.rs");
    let numbers: Vec<i64> = migrations(i64::MAX).iter().map(|known| known.version).collect();
    assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>(), "numbered without gaps");
}

#[test]
fn no_migration_uses_a_word_of_one_database_only() {
    for migration in migrations(i64::MAX).iter() {
        let code: Vec<&str> = migration.sql.as_str().lines().filter(|line| !line.starts_with("--")).collect();
        let code = code.join("\n").to_uppercase();
        let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        for word in NOT_PORTABLE {
            assert!(!words.contains(&word), "migration {} says {word}", migration.version);
        }
    }
}

#[tokio::test]
async fn every_version_can_hold_its_sample_and_grow_on_sqlite() {
    on_sqlite(grow).await;
}

#[tokio::test]
async fn every_version_can_hold_its_sample_and_grow_on_postgres() {
    on_postgres(grow).await;
}

async fn grow(url: String) {
    let kind = Address::read(&url).unwrap().kind();
    if let Some(path) = url.strip_prefix("sqlite:") {
        fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        fs::File::create(path).unwrap();
    }
    for migration in migrations(i64::MAX).iter() {
        let (up_to_here, sample) = (migrations(migration.version), sample(migration.version));
        match kind {
            Kind::Sqlite => grow_sqlite(&url, &up_to_here, sample).await,
            Kind::Postgres => grow_postgres(&url, &up_to_here, sample).await,
        }
    }
    the_program_reads_the_samples(&url).await;
}

async fn grow_sqlite(url: &str, up_to_here: &Migrator, sample: String) {
    let mut db = SqliteConnection::connect(url).await.unwrap();
    up_to_here.run_direct(None, &mut db, false).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sample)).execute(&mut db).await.unwrap();
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table'").fetch_all(&mut db).await.unwrap();
    for table in tables {
        let count = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut db).await.unwrap();
        assert!(rows > 0, "no sample row for {table}");
    }
    db.close().await.unwrap();
}

async fn grow_postgres(url: &str, up_to_here: &Migrator, sample: String) {
    let mut db = PgConnection::connect(url).await.unwrap();
    up_to_here.run_direct(None, &mut db, false).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sample)).execute(&mut db).await.unwrap();
    db.close().await.unwrap();
}

/// The newest program opens what older ones left behind and understands it.
async fn the_program_reads_the_samples(url: &str) {
    let store = Store::open(url).await.unwrap();
    let live = store.live_in("1130650140672000000").await.unwrap().unwrap();
    assert_eq!(
        (live.id.as_str(), live.persona_text.as_str(), live.seed),
        ("s-live", "id: hatchback", -6_148_914_691_236_517_206)
    );
    assert_eq!(store.events("s-live").await.unwrap().len(), 3);
    assert_eq!(store.history("81384788765712384", 10, None).await.unwrap()[0].score, Some(67.4));
    assert_eq!(store.live_all().await.unwrap().len(), 2);
    assert_eq!(store.setting("41771983423143937", "threads").await.unwrap().as_deref(), Some("private"));
    store.close().await;
}
