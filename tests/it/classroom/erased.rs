//! Erased is erased: no column of any table, no file and no answer names the person any more. And what has grown old goes.

use std::path::Path;

use sparring::classroom::Extension;
use sparring::host::Cover;
use sparring::host::classroom::{Actor, Class, Draft, ShowAs, Table, Verdict};
use sparring::session::Input;
use sparring::store::{Address, Kind};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use super::{DAY, SCHOOL, START, School, draft, person, teacher};
use crate::databases::{on_postgres, on_sqlite};

const ANN: &str = "81384788765712384";
const BEN: &str = "90071992547409929";
const WORDS: &str = "my landlady Mrs Quilp";
const NAME: &str = "Ann Example";

fn student(id: &str) -> Actor {
    person(id, &["class"])
}

/// A class in which Ann has left a trace in everything that is kept.
async fn ann_was_everywhere(school: &School) -> (String, String) {
    let host = &school.host;
    // Ann also teaches: she sets challenges up, uploads, writes, rules.
    let staff = person(ANN, &["teachers", "class"]);
    let visitor = include_bytes!("../../fixtures/visitor.yaml").to_vec();
    assert!(host.upload_persona(&staff, ("visitor.yaml", visitor), START).await.unwrap().kept);
    let terms = Draft { sealed: false, members: vec![ANN.into()], title: format!("For <@{ANN}>"), ..draft() };
    let challenge = host.create_challenge(&staff, terms, START).await.unwrap().id;
    let mut sessions = Vec::new();
    for who in [ANN, BEN] {
        let table = Table { place: Some(format!("thread-{who}")), ..Table::default() };
        let live = host.play_challenge(&student(who), &challenge, table, START).await.unwrap();
        let words = if who == ANN { WORDS.to_owned() } else { format!("<@{ANN}> told me to ask why") };
        school.hear(&live.id, who, Input::Say(format!("Hello, {words}. How did you get to that number?"))).await;
        school.hear(&live.id, who, Input::Accept(None)).await;
        host.set_note(&format!("session:{}", live.id), "discord", Some(&format!("for {who}"))).await.unwrap();
        sessions.push(live.id);
    }
    let [ann, ben] = [sessions[0].clone(), sessions[1].clone()];
    let row = |live: sparring::host::Live| live.debrief.unwrap().rows[0].concept;
    for (who, session) in [(ANN, &ann), (BEN, &ben)] {
        let concept = row(host.resume(session).await.unwrap());
        let reason = if who == ANN { WORDS } else { "I asked why." };
        let dispute = host.dispute(&student(who), session, (concept, None), reason, START).await.unwrap();
        let judge = if who == ANN { teacher() } else { staff.clone() };
        host.rule(&judge, &dispute.id, (Verdict::Keep, "It stands."), START).await.unwrap();
    }
    host.write_note(&teacher(), &ann, &format!("{NAME}, ask before you tell."), START).await.unwrap();
    host.write_note(&staff, &ben, "Well done.", START).await.unwrap();
    let extension = Extension { person: ANN.into(), due_at: START + 9 * DAY, attempts: 1 };
    host.extend_for(&teacher(), &challenge, (extension, &["class".to_owned()]), START).await.unwrap();
    let theirs = Extension { person: BEN.into(), due_at: START + 9 * DAY, attempts: 1 };
    host.extend_for(&staff, &challenge, (theirs, &["class".to_owned()]), START).await.unwrap();
    host.show_on_boards(&student(ANN), &ShowAs::Name(NAME.into()), START).await.unwrap();
    host.board(&student(BEN), &Default::default(), START).await.unwrap();
    // Pages of her talk, of one that she looked at, and of the challenge; a counterpart that she has retired.
    let cover = Cover { learner: Some(NAME.into()), note: None };
    for (reader, session) in [(&teacher(), &ann), (&staff, &ben)] {
        assert!(host.session_page(reader, session, cover.clone(), START).await.unwrap().contains(NAME));
    }
    let class = Class { names: [(ANN.to_owned(), NAME.to_owned())].into(), ..Class::default() };
    assert!(host.challenge_page(&staff, &challenge, &class, START).await.unwrap().contains(WORDS));
    host.retire_persona(&staff, "visitor", START).await.unwrap();
    (ann, ben)
}

#[tokio::test]
async fn nothing_names_a_person_who_was_erased_on_sqlite() {
    on_sqlite(async |url| {
        let file = url.trim_start_matches("sqlite:").to_owned();
        nothing_names(url).await;
        let mut read = 0;
        for entry in std::fs::read_dir(Path::new(&file).parent().unwrap()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            read += bytes.len();
            for trace in [ANN, WORDS, NAME] {
                assert!(!bytes.windows(trace.len()).any(|window| window == trace.as_bytes()), "{trace} is in the file");
            }
        }
        assert!(read > 100_000, "there was something to look through");
    })
    .await;
}

#[tokio::test]
async fn nothing_names_a_person_who_was_erased_on_postgres() {
    on_postgres(nothing_names).await;
}

async fn nothing_names(url: String) {
    let school = School::open(&url).await;
    let (ann, ben) = ann_was_everywhere(&school).await;
    let before = columns_with(&url, ANN).await;
    assert!(before.len() >= 15, "Ann is in many places first: {before:?}");
    let export = school.host.export(ANN).await.unwrap();
    for kept in ["attempts", "disputes", "extensions", "aliases", "standings", WORDS, NAME, "ask before you tell"] {
        assert!(export.contains(kept), "the export tells of {kept}");
    }

    assert_eq!(school.host.erase(ANN).await.unwrap(), 1);
    for trace in [ANN, WORDS, NAME] {
        let left = columns_with(&url, trace).await;
        assert!(left.is_empty(), "{trace} is left in {left:?}");
    }
    // Nor in what is kept in memory.
    let live = school.host.resume(&ann).await;
    assert!(!format!("{live:?}").contains(ANN) && !format!("{live:?}").contains(WORDS));
    assert!(!format!("{:?}", school.host.resume(&ben).await.unwrap()).contains(ANN));
    let listed = school.host.challenges(&teacher(), START).await.unwrap();
    let challenge = &listed[0].challenge;
    let status = school.host.challenge_status(&teacher(), &challenge.id, &[], START).await.unwrap();
    let page = school.host.challenge_page(&teacher(), &challenge.id, &Class::default(), START).await.unwrap();
    assert!(!page.contains(ANN) && !page.contains(WORDS) && page.contains(BEN));
    assert!(!format!("{challenge:?} {status:?}").contains(ANN));
    assert_eq!(status.lines.len(), 1, "Ben is left");
    assert!(school.host.export(BEN).await.unwrap().contains("Well done."), "what she wrote to Ben is Ben's");
    assert!(!school.host.export(BEN).await.unwrap().contains(ANN));
    assert_eq!(school.host.erase(ANN).await.unwrap(), 0);
}

#[tokio::test]
async fn what_has_grown_old_is_forgotten_on_sqlite() {
    on_sqlite(what_has_grown_old).await;
}

#[tokio::test]
async fn what_has_grown_old_is_forgotten_on_postgres() {
    on_postgres(what_has_grown_old).await;
}

async fn what_has_grown_old(url: String) {
    let school = School::open(&url).await;
    ann_was_everywhere(&school).await;
    let head = Actor { admin: true, ..person("head", &[]) };
    assert_eq!(school.host.forget_old(START + 1000 * DAY).await.unwrap(), 0, "kept while nobody says otherwise");
    school.host.set_retention(&head, Some(30), START).await.unwrap();
    assert_eq!(school.host.retention(SCHOOL).await.unwrap(), Some(30));
    assert_eq!(school.host.forget_old(START + 29 * DAY).await.unwrap(), 0);
    assert_eq!(school.host.forget_old(START + 40 * DAY).await.unwrap(), 2);
    for trace in [BEN, WORDS, NAME] {
        let left = columns_with(&url, trace).await;
        assert!(left.is_empty(), "{trace} is left in {left:?}");
    }
}

/// Every column of every table in which a text stands, as `table.column`.
async fn columns_with(url: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    match Address::read(url).unwrap().kind() {
        Kind::Sqlite => {
            let mut db = SqliteConnection::connect(url).await.unwrap();
            let columns: Vec<(String, String)> = sqlx::query_as(
                "SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'",
            )
            .fetch_all(&mut db)
            .await
            .unwrap();
            for (table, column) in columns {
                let sql = format!("SELECT COUNT(*) FROM {table} WHERE CAST({column} AS TEXT) LIKE '%{text}%'");
                let rows: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut db).await.unwrap();
                found.extend((rows > 0).then(|| format!("{table}.{column}")));
            }
            db.close().await.unwrap();
        }
        Kind::Postgres => {
            let mut db = PgConnection::connect(url).await.unwrap();
            let columns: Vec<(String, String)> = sqlx::query_as(
                "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns \
                 WHERE table_schema = current_schema()",
            )
            .fetch_all(&mut db)
            .await
            .unwrap();
            for (table, column) in columns {
                let sql = format!("SELECT COUNT(*) FROM {table} WHERE CAST({column} AS TEXT) LIKE '%{text}%'");
                let rows: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut db).await.unwrap();
                found.extend((rows > 0).then(|| format!("{table}.{column}")));
            }
            db.close().await.unwrap();
        }
    }
    found
}
