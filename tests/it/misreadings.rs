//! Readings that were taken back leave the house only where their learner agreed to it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

fn run(folder: &Path, arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sparring"))
        .args(arguments)
        .args(["--database", &folder.join("talks.db").to_string_lossy()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

const TALK: &str = "I can offer 6,100 for the car.\n/undo\nI can offer 6,000 for the car.\naround 6\nno\n";

fn play<'a>(further: &[&'a str]) -> Vec<&'a str> {
    [&["play", "hatchback", "--seed", "42", "--format", "jsonl"], further].concat()
}

fn exported(folder: &Path) -> Vec<Value> {
    let lines = run(folder, &["export", "misreadings"], "");
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn misreadings_are_exported_without_a_name_once_the_learner_agrees_and_until_he_withdraws() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &play(&[]), TALK);
    assert!(exported(folder.path()).is_empty(), "off until the learner says otherwise");

    run(folder.path(), &play(&["--share-misreadings", "yes"]), "");
    let all = exported(folder.path());
    assert_eq!(all.len(), 2, "{all:?}");
    let (taken_back, denied) = (&all[0], &all[1]);
    assert_eq!(taken_back["message"], "I can offer 6,100 for the car.");
    assert_eq!((&taken_back["persona"], &taken_back["shown_by"]), (&json!("hatchback"), &json!("taken_back")));
    assert_eq!(taken_back["read"]["offer"]["price"], json!(6100));
    assert_eq!(taken_back["next"], json!({ "say": "I can offer 6,000 for the car." }));
    assert_eq!((&denied["message"], &denied["shown_by"]), (&json!("around 6"), &json!("denied")));
    let keys: Vec<&str> = taken_back.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["persona", "message", "read", "shown_by", "next"], "nothing that leads to a person");

    run(folder.path(), &play(&["--share-misreadings", "no"]), "");
    assert!(exported(folder.path()).is_empty(), "withdrawn, for earlier messages too");
}
