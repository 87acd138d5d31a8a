//! The real binary, killed in the middle of a talk: what was answered is stored, and the session goes on where it stood.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

const TALK: [&str; 8] = [
    "Hello, is she still for sale?",
    "How did you get to £7,650?",
    r#"{"offer": {"price": 5940, "winter_tyres": "with"}, "reason": "two like it are listed at £6,200"}"#,
    "What matters most to you in this?",
    "I could do 6,150 with the tyres, cash today",
    r#"{"offer": {"price": 6300, "winter_tyres": "with", "payment": "cash_today"}, "ask": "meet me"}"#,
    "/table",
    r#"{"accept": true}"#,
];

struct Player {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Player {
    fn begin(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sparring"))
            .args(["play", "hatchback", "--seed", "5", "--format", "jsonl", "--session", "s"])
            .arg("--database")
            .arg(folder.join("talk.db"))
            .env_remove("DATABASE_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Player { child, input, output }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line
    }

    fn says(&mut self, line: &str) -> String {
        writeln!(self.input, "{line}").unwrap();
        self.input.flush().unwrap();
        self.line()
    }

    /// SIGKILL: no chance to tidy up.
    fn killed(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The talk from beginning to end, killed after each of these many lines.
fn play(folder: &Path, kills: &[usize]) -> Vec<String> {
    let mut player = Player::begin(folder);
    let mut lines = vec![player.line()];
    for (said, line) in TALK.iter().enumerate() {
        if kills.contains(&said) {
            player.killed();
            player = Player::begin(folder);
            let again = player.line();
            assert_eq!(turn_and_words(&again), turn_and_words(last_step(&lines)), "the last line is printed again");
        }
        lines.push(player.says(line));
    }
    lines.push(player.line());
    player.killed();
    lines
}

/// The last line that was a step: a look at the table is not kept.
fn last_step(lines: &[String]) -> &String {
    lines.iter().rev().find(|line| !line.contains("/table") && turn_and_words(line).1 != Value::Null).unwrap()
}

fn turn_and_words(line: &str) -> (Value, Value) {
    let line: Value = serde_json::from_str(line).unwrap();
    (line["turn"].clone(), line["reply"]["text"].clone())
}

#[test]
fn a_killed_session_goes_on_where_it_stood() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, broken) = (folder.path().join("whole"), folder.path().join("broken"));
    std::fs::create_dir_all(&whole).unwrap();
    std::fs::create_dir_all(&broken).unwrap();
    let undisturbed = play(&whole, &[]);
    assert!(undisturbed.last().unwrap().contains("\"debrief\""), "the talk ends with a debrief");
    assert_eq!(play(&broken, &[1, 3, 4, 6]), undisturbed);
}

#[test]
fn a_step_that_was_cut_off_happened_wholly_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..6 {
        let place = folder.path().join(round.to_string());
        std::fs::create_dir_all(&place).unwrap();
        let mut player = Player::begin(&place);
        let opening = player.line();
        writeln!(player.input, "{}", TALK[1]).unwrap();
        player.input.flush().unwrap();
        player.killed();
        let mut player = Player::begin(&place);
        let stands = player.line();
        let turn = turn_and_words(&stands).0;
        assert!(turn == 1 || stands == opening, "neither before nor after the step: {stands}");
        let next = player.says(TALK[2]);
        assert_eq!(turn_and_words(&next).0, Value::from(turn.as_u64().unwrap() + 1));
        player.killed();
    }
}
