//! `sparring simulate` as a caller meets it: which personas it knows and how it ends.

use std::fs::{self, File};
use std::process::{Command, Output, Stdio};

const LEAST: &str = include_str!("../fixtures/least/minimal.yaml");

fn simulate(arguments: &[&str], out: Stdio) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sparring"));
    command.arg("simulate").args(arguments).args(["--runs", "1", "--format", "json"]);
    command.stdout(out).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap()
}

#[test]
fn a_folder_adds_personas() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("my-own-case.yaml"), LEAST.replace("id: minimal", "id: my-own-case")).unwrap();
    let folder = folder.path().to_string_lossy();
    let known = simulate(&["my-own-case", "--learner", "integrative", "--personas", &folder], Stdio::piped());
    assert!(known.status.success(), "{}", String::from_utf8_lossy(&known.stderr));
    assert!(String::from_utf8_lossy(&known.stdout).contains("my-own-case"));
    let unknown = simulate(&["my-own-case", "--learner", "integrative"], Stdio::piped());
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn the_exit_code_tells_a_wrong_call_from_trouble() {
    let code = |arguments: &[&str]| simulate(arguments, Stdio::piped()).status.code();
    assert_eq!(code(&["hatchback", "--learner", "nobody"]), Some(2));
    assert_eq!(code(&["hatchback", "--variant", "nowhere", "--learner", "integrative"]), Some(2));
    assert_eq!(code(&["hatchback", "--personas", "no/such/folder"]), Some(1));
    // A disk that takes nothing more; only Linux has one to hand.
    if let Ok(full) = File::options().write(true).open("/dev/full") {
        let output = simulate(&["hatchback", "--learner", "integrative"], full.into());
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
