//! `sparring leaderboard` and `sparring export`, as a program meets them.

use std::process::{Command, Output};

use serde_json::Value;
use sparring::session::Input;

use super::{START, School, draft, learner, teacher};
use crate::databases::on_sqlite;

fn sparring(url: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sparring")).args(arguments).args(["--database", url]).output().unwrap()
}

fn said(url: &str, arguments: &[&str]) -> String {
    let output = sparring(url, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn a_class_is_written_out() {
    on_sqlite(async |url| {
        let school = School::open(&url).await;
        let mut terms = draft();
        (terms.sealed, terms.title) = (false, "=Week 1".into());
        let id = school.host.create_challenge(&teacher(), terms, START).await.unwrap().id;
        let live = school.play(&learner("=ann"), &id).await.unwrap();
        let words = "=HYPERLINK(\"http://x\"), \"so\"\n@SUM(1) 🫖 — naïve";
        school.hear(&live.id, "=ann", Input::Say(words.into())).await;
        school.hear(&live.id, "=ann", Input::Accept(None)).await;
        school.store.close().await;

        let csv = said(&url, &["export", &id]);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        assert_eq!(reader.headers().unwrap().len(), 21);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!((rows.len(), &rows[0][0], &rows[0][2], &rows[0][20]), (1, "'=ann", "done", live.id.as_str()));
        let json: Value = serde_json::from_str(&said(&url, &["export", &id, "--format", "json"])).unwrap();
        assert_eq!(json["learners"][0]["person"], "=ann");
        assert_eq!(json["learners"][0]["attempts"][0]["status"], "agreed");
        assert_eq!(json["challenge"]["title"], "=Week 1");

        let csv = said(&url, &["export", &live.id, "--format", "csv"]);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(&rows[1][3], "'=HYPERLINK(\"http://x\"), \"so\"\n'@SUM(1) 🫖 — naïve");
        for cell in rows.iter().flat_map(|row| row.iter()) {
            let figure = cell.parse::<f64>().is_ok();
            assert!(figure || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
        let json: Value = serde_json::from_str(&said(&url, &["export", &live.id, "--format", "json"])).unwrap();
        assert_eq!(json["transcript"][1]["input"]["say"], words);
        assert!(json["debrief"].is_object());

        assert!(said(&url, &["leaderboard"]).contains("Nobody is listed yet"));
        assert_eq!(
            said(&url, &["leaderboard", "--format", "csv"]).trim(),
            r#""rank","name","value","runs","challenges""#
        );
        let board: Value =
            serde_json::from_str(&said(&url, &["leaderboard", "--format", "json", "--challenge", &id])).unwrap();
        assert_eq!((&board["metric"], &board["people"]), (&"overall".into(), &0.into()));

        for (wrong, told) in [
            (vec!["export", "nothing"], "no session and no challenge"),
            (vec!["leaderboard", "--metric", "charm"], "improvement"),
            (vec!["leaderboard", "--period", "2026-13"], "2026-11"),
        ] {
            let output = sparring(&url, &wrong);
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!output.status.success() && error.contains(told), "{error}");
        }
    })
    .await;
}
