//! Boards over a million rated runs: how long the first three with the own place take, pages from the front, the middle and the
//! end, and a board whose challenge has to be settled first. Fills a SQLite file and, where `SPARRING_TEST_POSTGRES` names a server, a database there; `cargo bench --bench
//! board`. `SPARRING_BENCH_RUNS` makes it smaller.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::time::{Duration, Instant};

use sparring::classroom::{Metric, Scope};
use sparring::host::classroom::{Actor, BoardAsk, PageKey};
use sparring::host::{Catalogue, Host};
use sparring::store::{Address, Append, BeginAttempt, Kind, ScoreRow, SessionRow, Store};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tokio::runtime::Runtime;

const GUILD: &str = "41771983423143937";
/// Runs of each person: five in each of four challenges.
const EACH: i64 = 20;
/// When the runs were: within a month.
const THEN: i64 = 1_795_000_000_000;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    measure(&Filled::at("SQLite", &format!("sqlite:{}", folder.path().join("board.db").display())));
    let Some(server) = std::env::var("SPARRING_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) else {
        return eprintln!("SPARRING_TEST_POSTGRES names no server: that half did not run");
    };
    let (host, _) = server.rsplit_once('/').unwrap();
    let name = format!("sparring_bench_{}", std::process::id());
    let runtime = Runtime::new().unwrap();
    let on_server = |sql: String| {
        runtime.block_on(async {
            let mut db = PgConnection::connect(&server).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await.unwrap();
        });
    };
    on_server(format!("CREATE DATABASE {name}"));
    let filled = Filled::at("Postgres", &format!("{host}/{name}"));
    measure(&filled);
    filled.runtime.block_on(filled.store.close());
    on_server(format!("DROP DATABASE {name}"));
}

/// A filled database, ready to be asked.
struct Filled {
    name: &'static str,
    runtime: Runtime,
    store: Store,
    host: Host,
    people: i64,
    first: PageKey,
}

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
    fn at(name: &'static str, url: &str) -> Filled {
        let runs: i64 = std::env::var("SPARRING_BENCH_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
        let runtime = Runtime::new().unwrap();
        let (store, host, first) = runtime.block_on(async {
            let store = Store::open(url).await.unwrap();
            let began = Instant::now();
            for sql in FILL {
                fill(url, sql, runs).await;
            }
            println!("{name:<9} filled with {runs} runs of {} people in {:.0?}", runs / EACH, began.elapsed());
            let host = Host::new(store.clone(), Catalogue::embedded());
            let began = Instant::now();
            let page = host.board_page(&head(), &BoardAsk::default(), (10, None), THEN).await.unwrap();
            println!("{name:<9} all lines counted for the first time in {:.0?}", began.elapsed());
            (store, host, page.begins)
        });
        Filled { name, runtime, store, host, people: runs / EACH, first }
    }
}

fn head() -> Actor {
    Actor { id: "head".into(), guild: GUILD.into(), roles: Vec::new(), admin: true }
}

async fn fill(url: &str, sql: &str, runs: i64) {
    let postgres = Address::read(url).unwrap().kind() == Kind::Postgres;
    let series = |count: i64| match postgres {
        true => format!("(SELECT n FROM generate_series(CAST(0 AS BIGINT), {}) AS n)", count - 1),
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

/// Asks so often, and prints how long the middle and the slowest twentieth of the answers took.
fn timed(filled: &Filled, times: i64, what: &str, mut ask: impl AsyncFnMut(&Filled, i64)) {
    let mut took: Vec<Duration> = (0..times)
        .map(|time| {
            let began = Instant::now();
            filled.runtime.block_on(ask(filled, time));
            began.elapsed()
        })
        .collect();
    took.sort_unstable();
    let at = |share: usize| took[(took.len() - 1) * share / 100];
    println!("{:<9} {what:<44} p50 {:>9.2?}  p95 {:>9.2?}  max {:>9.2?}", filled.name, at(50), at(95), at(100));
}

/// Everything that a board is asked.
fn measure(filled: &Filled) {
    timed(filled, 200, "first three, own place, neighbours", async |filled, time| {
        let id = format!("u{}", time * 7919 % filled.people);
        let actor = Actor { id, admin: false, ..head() };
        let metric = Metric::ALL[usize::try_from(time % 5).unwrap()];
        let board = filled.host.board(&actor, &BoardAsk { metric, ..BoardAsk::default() }, THEN).await.unwrap();
        assert!(board.top.len() == 3 && board.own.place.is_some() && board.people == filled.people);
    });
    for (what, position) in [("first page", 0), ("page in the middle", filled.people / 2), ("last page", filled.people - 10)] {
        timed(filled, 200, what, async |filled, _| {
            let from = filled.first.behind(position);
            let from = (position > 0).then_some(&from);
            let page = filled.host.board_page(&head(), &BoardAsk::default(), (10, from), THEN).await.unwrap();
            assert_eq!((page.places.len(), page.people), (10, filled.people));
        });
    }
    timed(filled, 200, "first page of a challenge's board", async |filled, time| {
        let ask = BoardAsk { scope: Scope::Challenge(format!("c{}", time % 64)), ..BoardAsk::default() };
        assert_eq!(filled.host.board_page(&head(), &ask, (10, None), THEN).await.unwrap().places.len(), 10);
    });
    let mut ends = Vec::new();
    timed(filled, 5, "board after one more run, which settles it", async |filled, time| {
        // Much to do is done once a minute at most.
        let at = THEN + (time + 1) * 120_000;
        let began = Instant::now();
        one_more_run(filled, time, at).await;
        ends.push(began.elapsed());
        filled.host.board_page(&head(), &BoardAsk::default(), (10, None), at).await.unwrap();
    });
    println!("{:<9} of which a run's beginning and end: {ends:.1?}", filled.name);
}

/// A run of somebody new begins and ends.
async fn one_more_run(filled: &Filled, time: i64, at: i64) {
    let (id, owner) = (format!("more-{time}"), format!("more-{time}"));
    let session = SessionRow {
        id: id.clone(),
        owner,
        place: None,
        guild: Some(GUILD.into()),
        persona: "p7".into(),
        persona_hash: "h".into(),
        persona_text: "id: x".into(),
        variant: "standard".into(),
        difficulty: "normal".into(),
        seed: 1,
        engine: "0".into(),
        ruleset: "1".into(),
        status: "open".into(),
        turns_used: 0,
        next_seq: 0,
        created_at: at,
        updated_at: at,
        ended_at: None,
        challenge: Some("c7".into()),
        reservation: None,
        rated: true,
    };
    let attempt = BeginAttempt { guild: GUILD.into(), challenge: "c7".into(), number: 1 };
    filled.store.create_attempt(&session, &[], &attempt).await.unwrap();
    let score = ScoreRow {
        session: id.clone(),
        outcome: Some(60.0),
        information: Some(60.0),
        process: Some(60.0),
        closing: None,
        relationship: Some(60.0),
        score: Some(60.0),
        learner: Some(1),
        counterpart: Some(1),
        value_claimed: Some(0.6),
        value_created: Some(0.6),
        debrief: "{}".into(),
        ended_at: at,
    };
    let end =
        Append { session: &id, expected_seq: 0, events: &[], status: "agreed", turns_used: 1, at, score: Some(&score) };
    filled.store.append(end).await.unwrap();
}
