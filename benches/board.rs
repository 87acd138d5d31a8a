//! A board over a million rated runs: how long the first three with the own place take, a page from the middle, and the end
//! of a run. Fills a SQLite file and, where `SPARRING_TEST_POSTGRES` names a server, a database there; `cargo bench --bench
//! board`. `SPARRING_BENCH_RUNS` makes it smaller.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::LazyLock;
use std::time::Instant;

use divan::Bencher;
use sparring::classroom::Metric;
use sparring::host::classroom::{Actor, BoardAsk, PageKey};
use sparring::host::{Catalogue, Host};
use sparring::store::{Address, Kind, Store};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tokio::runtime::Runtime;

const GUILD: &str = "41771983423143937";
/// Runs of each person: five in each of four challenges.
const EACH: i64 = 20;
/// When the runs were: within a month.
const THEN: i64 = 1_795_000_000_000;

fn main() {
    divan::main();
}

/// A filled database, ready to be asked.
struct Filled {
    runtime: Runtime,
    host: Host,
    middle: PageKey,
    person: String,
}

static SQLITE: LazyLock<Option<Filled>> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("sparring-bench-{}", std::process::id()));
    let url = format!("sqlite:{}", folder.join("board.db").display());
    Some(Filled::at(&url))
});

static POSTGRES: LazyLock<Option<Filled>> = LazyLock::new(|| {
    let server = std::env::var("SPARRING_TEST_POSTGRES").ok().filter(|url| !url.is_empty())?;
    let (host, _) = server.rsplit_once('/')?;
    let name = format!("sparring_bench_{}", std::process::id());
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let mut db = PgConnection::connect(&server).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut db).await.unwrap();
    });
    Some(Filled::at(&format!("{host}/{name}")))
});

/// Everything in one statement each, so that both databases fill themselves: `{series}` gives n from 0.
const FILL: &[&str] = &[
    "INSERT INTO personas (hash, text) VALUES ('h', 'id: x')",
    "INSERT INTO challenges (guild, id, title, persona, persona_hash, part, variant, difficulty, rated, opens_at, due_at, \
     zone, attempts, cool_down, counting, seed, sealed, created_by, created_at, closed_at, reference, unsettled) \
     SELECT '{guild}', 'c' || n, 'Week', 'p' || (n % 8), 'h', 'buyer', 'standard', 'normal', 1, 0, {then} + 1, 'UTC', 5, 0, \
     'mean of first 5', NULL, 0, 't', 0, NULL, '{}', 0 FROM {series:64} AS s",
    "INSERT INTO sessions (id, owner, place, guild, persona, persona_hash, variant, difficulty, seed, engine, ruleset, rated, \
     status, turns_used, next_seq, created_at, updated_at, ended_at, challenge) \
     SELECT 's' || n, 'u' || (n / 20), NULL, '{guild}', 'p' || ((n / 20 + n % 4) % 8), 'h', 'standard', 'normal', 1, '0', '1', 1, \
     'agreed', 3, 0, {then}, {then}, {then}, 'c' || ((n / 20 + n % 4) % 64) FROM {series:runs} AS s",
    "INSERT INTO attempts (session, guild, challenge, person, number, started_at, ended_at, status, ruleset, overall, claimed, \
     created, relation, t_overall, t_claimed, t_created, t_relation, counts) \
     SELECT 's' || n, '{guild}', 'c' || ((n / 20 + n % 4) % 64), 'u' || (n / 20), n % 20 + 1, {then}, {then}, 'agreed', '1', \
     50, 50, 50, 50, 20 + (n * 7919 % 6000) / 100.0, 20 + (n * 104729 % 6000) / 100.0, 20 + (n * 1299709 % 6000) / 100.0, \
     20 + (n * 15485863 % 6000) / 100.0, 1 FROM {series:runs} AS s",
    "INSERT INTO standings (guild, scope, period, person, since, until, runs, challenges, listed, overall, claimed, created, \
     relation, improved) SELECT '{guild}', 'all', p.period, person, 1, 9223372036854775807, COUNT(*), \
     COUNT(DISTINCT challenge), 1, AVG(t_overall), AVG(t_claimed), AVG(t_created), AVG(t_relation), AVG(t_overall) - 50 \
     FROM attempts CROSS JOIN (SELECT 'all' AS period UNION ALL SELECT '2026-11') AS p WHERE attempts.guild = '{guild}' \
     GROUP BY p.period, person",
    "INSERT INTO standings (guild, scope, period, person, since, until, runs, challenges, listed, overall, claimed, created, \
     relation, improved) SELECT '{guild}', 'challenge:' || challenge, 'all', person, 1, 9223372036854775807, COUNT(*), 1, 1, \
     AVG(t_overall), AVG(t_claimed), AVG(t_created), AVG(t_relation), AVG(t_overall) - 50 \
     FROM attempts WHERE attempts.guild = '{guild}' GROUP BY challenge, person",
    "INSERT INTO aliases (guild, person, alias, named, hidden) SELECT '{guild}', 'u' || n, 'Heron ' || n, NULL, 0 \
     FROM {series:people} AS s",
    "INSERT INTO boards (guild, stamp) VALUES ('{guild}', 1)",
    "ANALYZE",
];

impl Filled {
    fn at(url: &str) -> Filled {
        let runs: i64 = std::env::var("SPARRING_BENCH_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
        let runtime = Runtime::new().unwrap();
        let (host, middle) = runtime.block_on(async {
            let store = Store::open(url).await.unwrap();
            let began = Instant::now();
            for sql in FILL {
                fill(url, sql, runs).await;
            }
            eprintln!("filled with {runs} runs of {} people in {:.0?}", runs / EACH, began.elapsed());
            let host = Host::new(store, Catalogue::embedded());
            let ask = BoardAsk::default();
            let page = host.board_page(&head(), &ask, (50, None), THEN).await.unwrap();
            (host, page.next.expect("a second page"))
        });
        Filled { runtime, host, middle, person: format!("u{}", runs / EACH / 2) }
    }
}

fn head() -> Actor {
    Actor { id: "head".into(), guild: GUILD.into(), roles: Vec::new(), admin: true }
}

async fn fill(url: &str, sql: &str, runs: i64) {
    let postgres = Address::read(url).unwrap().kind() == Kind::Postgres;
    let series = |count: i64| match postgres {
        true => format!("(SELECT n FROM generate_series(0, {}) AS n)", count - 1),
        false => format!(
            "(WITH RECURSIVE all_n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM all_n WHERE n < {}) SELECT n FROM all_n)",
            count - 1
        ),
    };
    let sql = sql
        .replace("{guild}", GUILD)
        .replace("{then}", &THEN.to_string())
        .replace("{series:64}", &series(64))
        .replace("{series:runs}", &series(runs))
        .replace("{series:people}", &series(runs / EACH));
    if postgres {
        let mut db = PgConnection::connect(url).await.unwrap();
        // A server in daily use has its visibility map; autovacuum would make it within a minute.
        let sql = if sql == "ANALYZE" { "VACUUM ANALYZE".to_owned() } else { sql };
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
    } else {
        let mut db = SqliteConnection::connect(url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
    }
}

fn on(filled: &'static Option<Filled>, bencher: Bencher<'_, '_>, ask: impl AsyncFn(&Filled)) {
    let Some(filled) = filled else {
        eprintln!("SPARRING_TEST_POSTGRES names no server: this half did not run");
        return bencher.bench_local(|| ());
    };
    bencher.bench_local(|| filled.runtime.block_on(ask(filled)));
}

async fn top_and_own_place(filled: &Filled) {
    for metric in [Metric::Overall] {
        let actor = Actor { id: filled.person.clone(), admin: false, ..head() };
        let ask = BoardAsk { metric, ..BoardAsk::default() };
        let board = filled.host.board(&actor, &ask, THEN).await.unwrap();
        assert!(board.top.len() == 3 && board.own.place.is_some());
    }
}

async fn page_in_the_middle(filled: &Filled) {
    let page = filled.host.board_page(&head(), &BoardAsk::default(), (10, Some(&filled.middle)), THEN).await.unwrap();
    assert_eq!(page.places.len(), 10);
}

async fn board_of_a_challenge(filled: &Filled) {
    let ask = BoardAsk { scope: sparring::classroom::Scope::Challenge("c7".into()), ..BoardAsk::default() };
    assert_eq!(filled.host.board_page(&head(), &ask, (10, None), THEN).await.unwrap().places.len(), 10);
}

#[divan::bench]
fn sqlite_top_three_and_own_place(bencher: Bencher<'_, '_>) {
    on(&SQLITE, bencher, top_and_own_place);
}

#[divan::bench]
fn sqlite_page(bencher: Bencher<'_, '_>) {
    on(&SQLITE, bencher, page_in_the_middle);
}

#[divan::bench]
fn sqlite_board_of_a_challenge(bencher: Bencher<'_, '_>) {
    on(&SQLITE, bencher, board_of_a_challenge);
}

#[divan::bench]
fn postgres_top_three_and_own_place(bencher: Bencher<'_, '_>) {
    on(&POSTGRES, bencher, top_and_own_place);
}

#[divan::bench]
fn postgres_page(bencher: Bencher<'_, '_>) {
    on(&POSTGRES, bencher, page_in_the_middle);
}

#[divan::bench]
fn postgres_board_of_a_challenge(bencher: Bencher<'_, '_>) {
    on(&POSTGRES, bencher, board_of_a_challenge);
}
