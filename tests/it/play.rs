//! `sparring play` over pipes, as a program meets it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// Plays with piped input, on a database in the folder.
pub fn sparring(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sparring"))
        .arg("play")
        .args(arguments)
        .args(["--database", &folder.join("talks.db").to_string_lossy()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A child that has stopped reading closes the pipe; what it wrote is what counts.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn jsonl(folder: &Path, arguments: &[&str], input: &str) -> Vec<Value> {
    let output = sparring(folder, &[arguments, &["--format", "jsonl"]].concat(), input.as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

const HATCHBACK: &[&str] = &["hatchback", "--seed", "7"];

#[test]
fn every_line_is_answered_in_the_shape_of_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let input = "How did you get to 7,650?\n{\"offer\": {\"price\": 6140, \"winter_tyres\": \"with\"}}\n/brief\n\n{\"walk\": true}\n";
    let lines = jsonl(folder.path(), HATCHBACK, input);
    assert_eq!(lines.len(), 1 + 5 + 1);
    for line in &lines[..6] {
        assert_eq!(keys(line), ["turn", "heard", "reply", "standing_offer", "confirm", "status", "error"]);
        assert_eq!(keys(&line["reply"]), ["text", "acts", "offer", "alternatives"]);
        assert_eq!(keys(&line["standing_offer"]), ["learner", "counterpart"]);
    }
    assert_eq!((&lines[0]["turn"], &lines[0]["heard"]), (&json!(0), &Value::Null));
    assert_eq!(keys(&lines[1]["heard"]), ["acts", "offer", "alternatives", "doubt"]);
    assert_eq!(lines[2]["heard"]["offer"], json!({"price": 6140, "winter_tyres": "with"}));
    assert_eq!(lines[2]["standing_offer"]["learner"].as_object().unwrap().len(), 3);
    let turns: Vec<&Value> = lines[..6].iter().map(|line| &line["turn"]).collect();
    assert_eq!(turns, [0, 1, 2, 2, 2, 3]);
    assert!(lines[3]["reply"]["text"].as_str().unwrap().contains("£6,900"));
    assert_eq!(lines[4]["error"]["code"], "empty");
    assert_eq!(lines[5]["status"], "walked");
    // What the contract names comes first; the rest is added to it.
    let debrief = keys(&lines[6]["debrief"]);
    assert_eq!(debrief[..6], ["outcome", "dials", "score", "rows", "counterfactuals", "hidden"]);
    assert_eq!(debrief[6..], ["chosen", "next", "view"]);
    assert_eq!(keys(&lines[6]["debrief"]["rows"][0])[..5], ["concept", "score", "turn", "quote", "line"]);
    assert_eq!(
        keys(&lines[6]["debrief"]["outcome"]),
        ["package", "learner", "counterpart", "claim", "create", "exit", "pareto", "nash", "left"]
    );
}

#[test]
fn lines_that_cannot_be_read_use_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let bad = [
        "{\"say\": ",
        "{\"offer\": {\"price\": [1]}}",
        "{\"shout\": \"hi\"}",
        "{\"accept\": false}",
        "{}",
        "/fly",
        "/offer pirce=1",
    ];
    let input = format!("{}\n{}\n/quit\n", bad.join("\n"), "x".repeat(10 * 1024 * 1024));
    let lines = jsonl(folder.path(), HATCHBACK, &input);
    let codes: Vec<&str> = lines[1..].iter().filter_map(|line| line["error"]["code"].as_str()).collect();
    assert_eq!(
        codes,
        ["bad_json", "bad_json", "bad_json", "bad_json", "bad_json", "unknown_command", "unknown_issue", "too_long"]
    );
    assert!(lines.iter().all(|line| line["turn"] == 0 && line["status"] == "open"));
}

#[test]
fn a_session_is_gone_on_with_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let named = [HATCHBACK, &["--session", "monday"]].concat();
    let first = jsonl(folder.path(), &named, "{\"offer\": {\"price\": 5940}}\n");
    let again = jsonl(folder.path(), &["--session", "monday"], "");
    assert_eq!(again, first[1..]);
    let ended = jsonl(folder.path(), &["--session", "monday"], "{\"accept\": true}\nmore\n");
    assert_eq!(ended[1]["status"], "agreed");
    let after = jsonl(folder.path(), &["--session", "monday"], "still there?\n");
    assert_eq!(after, ended[2..]);
}

#[test]
fn a_session_with_somebody_else_is_not_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    jsonl(folder.path(), &[HATCHBACK, &["--session", "monday"]].concat(), "");
    for named in [&["flat-3b"][..], &["hatchback", "--variant", "hard"]] {
        let output = sparring(folder.path(), &[named, &["--session", "monday"]].concat(), b"");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && output.stdout.is_empty(), "{said}");
        assert!(said.contains("is with hatchback, variant standard"), "{said}");
    }
    jsonl(folder.path(), &["hatchback", "--variant", "standard", "--session", "monday"], "");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let input = "hello\nWhat matters to you?\n{\"offer\": {\"price\": 6000}, \"reason\": \"two are listed at 6,200\"}\n6,200 with the tyres?\n";
    let talk = || sparring(folder.path(), &[HATCHBACK, &["--format", "jsonl"]].concat(), input.as_bytes()).stdout;
    let (once, twice) = (talk(), talk());
    assert!(!once.is_empty());
    assert_eq!(once, twice);
}

#[test]
fn an_accept_is_confirmed_unless_it_is_json() {
    let folder = tempfile::tempdir().unwrap();
    let asked = jsonl(folder.path(), HATCHBACK, "/accept\nno\n/accept\nyes\n");
    let statuses: Vec<&Value> = asked[..5].iter().map(|line| &line["status"]).collect();
    assert_eq!(statuses, ["open", "open", "open", "open", "agreed"]);
    assert_eq!(asked[1]["confirm"], asked[0]["standing_offer"]["counterpart"]);
    assert_eq!(asked[2]["confirm"], Value::Null);
    let numbered = jsonl(folder.path(), HATCHBACK, "I'll take it at your price, deal\n/accept 1\nno\n/accept\n");
    let statuses: Vec<&Value> = numbered[..5].iter().map(|line| &line["status"]).collect();
    assert_eq!(statuses, ["open", "open", "open", "open", "agreed"]);
    assert!(!numbered[1]["confirm"].is_null(), "a question was open: {}", numbered[1]);
    let at_once = jsonl(folder.path(), HATCHBACK, "{\"accept\": true}\n");
    assert_eq!((&at_once[1]["status"], keys(&at_once[2])), (&json!("agreed"), vec!["debrief"]));
}

#[test]
fn broken_bytes_are_heard_as_far_as_they_go() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        sparring(folder.path(), &[HATCHBACK, &["--format", "text"]].concat(), b"h\xff\xfei\x1b[31m there\x00\r\n");
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && shown.matches("Marta: ").count() == 2, "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown}");
}

#[test]
fn errors_say_what_to_do_and_set_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str]| {
        let output = sparring(folder.path(), arguments, b"");
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, unknown) = said(&["hatchbak"]);
    assert!(code == Some(1) && unknown.contains("hatchback"), "{unknown}");
    let (code, nobody) = said(&[]);
    assert!(code == Some(2) && nobody.contains("sparring play hatchback"), "{nobody}");
    let (code, missing) = said(&["--session", "nowhere"]);
    assert!(code == Some(1) && missing.contains("nowhere"), "{missing}");
    assert_eq!(said(&["--difficulty", "nightmare", "hatchback"]).0, Some(2));
}

#[test]
fn a_figure_left_open_is_asked_back_and_binds_nobody_until_the_yes() {
    let folder = tempfile::tempdir().unwrap();
    let lines = jsonl(folder.path(), &["hatchback", "--seed", "42"], "How about a bit less, six-ish?\nyes\n");
    let (asked, taken) = (&lines[1], &lines[2]);
    assert_eq!(asked["reply"]["acts"], json!(["ask_back"]));
    assert!(asked["reply"]["text"].as_str().unwrap().contains("£6,000"), "{asked}");
    assert!(asked["heard"]["doubt"].as_f64().unwrap() >= 0.5);
    assert_eq!((&asked["turn"], &asked["standing_offer"]["learner"]), (&json!(0), &Value::Null));
    assert_eq!((&taken["turn"], &taken["standing_offer"]["learner"]["price"]), (&json!(1), &json!(6000)));

    let denied = jsonl(folder.path(), &["hatchback", "--seed", "42"], "around 6\nno\n");
    assert_eq!(denied[1]["reply"]["acts"], json!(["ask_back"]));
    assert_eq!(denied[2]["standing_offer"]["learner"], Value::Null);
}

#[test]
fn a_session_is_not_gone_on_with_under_another_seed_or_temper() {
    let folder = tempfile::tempdir().unwrap();
    let monday = ["--session", "monday"];
    jsonl(folder.path(), &[HATCHBACK, &monday].concat(), "Hello Marta.\n");
    let others: [&[&str]; 4] =
        [&["--seed", "8"], &["--difficulty", "tough"], &["--variant", "hard"], &["flat-3b", "--seed", "7"]];
    for other in others {
        let output = sparring(folder.path(), &[other, &monday].concat(), b"Hello?\n");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && output.stdout.is_empty(), "{other:?}");
        assert!(told.contains("is with hatchback, variant standard, difficulty normal, seed 7"), "{told}");
        assert!(told.contains("another --session"), "{told}");
    }
    let same = [HATCHBACK, &monday, &["--difficulty", "normal"]].concat();
    assert_eq!(jsonl(folder.path(), &same, "").len(), 1, "the same call again goes on");
    assert_eq!(jsonl(folder.path(), &monday, "").len(), 1, "and so does its name alone");
}

#[test]
fn a_database_is_named_before_or_after_any_command() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sparring"));
        // Whatever stands in the environment, the option comes first.
        let command = command.args(arguments).current_dir(folder.path()).env("DATABASE_URL", "sqlite:elsewhere.db");
        command.stdin(Stdio::null()).output().unwrap()
    };
    assert!(run(&["--database", "before.db", "play", "hatchback", "--session", "monday"]).status.success());
    assert!(run(&["play", "hatchback", "--session", "monday", "--database", "after.db"]).status.success());
    for database in ["before.db", "after.db"] {
        let page = run(&["--database", database, "report", "monday"]);
        assert!(String::from_utf8_lossy(&page.stdout).contains("Hatchback by the Station"), "{database}: {page:?}");
        assert!(run(&["export", "monday", "--database", database]).status.success(), "{database}");
    }
    assert!(!folder.path().join("elsewhere.db").exists());
    // Without a command it is the menu's, and every command with a database tells of it.
    let alone = run(&["--database", "menu.db"]);
    assert!(folder.path().join("menu.db").exists() && alone.status.code() == Some(2), "{alone:?}");
    for command in ["play", "leaderboard", "export", "report", "serve", "doctor"] {
        let help = run(&[command, "--help"]);
        let help = String::from_utf8_lossy(&help.stdout);
        assert!(help.contains("--database <URL>") && help.contains("DATABASE_URL"), "{command}: {help}");
    }
}
