//! `sparring report` as it is called.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn play(folder: &Path, session: &str, input: &str) {
    let mut child = sparring(folder, &["play", "hatchback", "--seed", "7", "--session", session])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

fn sparring(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sparring"));
    command.args(arguments).args(["--database", &folder.join("talks.db").to_string_lossy()]).current_dir(folder);
    command
}

fn report(folder: &Path, arguments: &[&str]) -> Output {
    sparring(folder, &[&["report"], arguments].concat()).output().unwrap()
}

fn told(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_finished_talk_becomes_a_page() {
    let folder = tempfile::tempdir().unwrap();
    play(folder.path(), "monday", "How did you get to £7,650?\nI could do £6,100 <b>.\n{\"accept\": true}\n");
    let written = report(folder.path(), &["monday", "-o", "page.html", "--learner", "Ann", "--note", "Well asked."]);
    assert!(written.status.success(), "{}", told(&written.stderr));
    assert!(told(&written.stdout).starts_with("page.html: "), "{}", told(&written.stdout));
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    for part in [
        "<bdi>Ann</bdi> with <bdi>Marta</bdi>",
        "Deal: ",
        "Well asked.",
        "id=\"deals\"",
        "Marta&#39;s side",
        "&lt;b&gt;",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let printed = report(folder.path(), &["monday", "--learner", "Ann", "--note", "Well asked."]);
    assert_eq!(told(&printed.stdout), page);
}

#[test]
fn an_open_talk_becomes_a_transcript_that_hides_what_is_hidden() {
    let folder = tempfile::tempdir().unwrap();
    play(folder.path(), "monday", "How did you get to £7,650?\n");
    let page = told(&report(folder.path(), &["monday"]).stdout);
    assert!(page.contains("This talk is still open") && page.contains("How did you get to £7,650?"));
    for hidden in ["6,050", "engine.", "standard", "Marta&#39;s side"] {
        assert!(!page.contains(hidden), "{hidden}");
    }
}

#[test]
fn what_is_in_the_way_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let none = report(folder.path(), &["monday"]);
    assert_eq!(none.status.code(), Some(1));
    let message =
        "There is no session and no challenge called \"monday\" in this database. Check --database: no talk from a terminal is in it.\n";
    assert_eq!(told(&none.stderr), message);
    play(folder.path(), "tuesday", "How did you get to £7,650?\n");
    let other = told(&report(folder.path(), &["monday"]).stderr);
    assert!(other.ends_with("The latest here: tuesday (hatchback, still open).\n"), "{other}");
    let unwritable = report(folder.path(), &["tuesday", "-o", "no/such/folder/page.html"]);
    assert_eq!(unwritable.status.code(), Some(1));
    let message = told(&unwritable.stderr);
    assert!(
        message.starts_with("no/such/folder/page.html can't be written: ") && message.contains("-o report.html"),
        "{message}"
    );
}
