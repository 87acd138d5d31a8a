//! Whole talks with their debriefs, as the program prints them: `docs/talks.md`, made from the lines in
//! `tests/transcripts`. The first of them opens the README.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::play::sparring;

/// Columns that a line of a learner takes before it is wrapped.
const WIDTH: usize = 96;
/// What the learner's lines begin with.
const YOU: &str = "You:   ";

/// A talk as data: who, on which seed, what it shows, and the learner's lines.
struct Talk {
    persona: String,
    seed: String,
    shows: String,
    lines: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn talks() -> Vec<Talk> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(root().join("tests/transcripts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| Talk::read(&std::fs::read_to_string(file).unwrap())).collect()
}

impl Talk {
    fn read(text: &str) -> Talk {
        let (head, lines) = text.split_once('\n').unwrap();
        let (persona, rest) = head.trim_start_matches("# ").split_once(", seed ").unwrap();
        let (seed, shows) = rest.split_once(": ").unwrap();
        let lines = lines.lines().map(str::to_owned).collect();
        Talk { persona: persona.into(), seed: seed.into(), shows: shows.into(), lines }
    }

    /// What the program prints, from its first word, with the learner's lines set where they were typed.
    fn told(&self) -> String {
        let folder = tempfile::tempdir().unwrap();
        let input = self.lines.join("\n") + "\n";
        let output = sparring(folder.path(), &[&self.persona, "--seed", &self.seed], input.as_bytes());
        let printed = String::from_utf8(output.stdout).unwrap();
        let mut lines = self.lines.iter();
        let mut told = String::new();
        for line in printed.lines() {
            if !line.starts_with("[turn ") {
                writeln!(told, "{line}").unwrap();
            } else if let Some(said) = lines.next() {
                told += &wrapped(said);
            }
        }
        assert!(lines.next().is_none(), "{}: the talk ended before its last line", self.persona);
        told
    }
}

fn wrapped(said: &str) -> String {
    let indent = " ".repeat(YOU.len());
    let options = textwrap::Options::new(WIDTH).initial_indent(YOU).subsequent_indent(&indent);
    textwrap::fill(said, options) + "\n"
}

/// A talk from the counterpart's first word on.
fn from_the_greeting(told: &str, name: &str) -> String {
    let at = told.find(&format!("\n{name}: ")).unwrap();
    told[at + 1..].to_owned()
}

fn page() -> String {
    let mut page = String::from(
        "# Three talks, from first word to last\n\nAs the program prints them; what the learner typed stands behind `You:`. \
         Made from the lines in `tests/transcripts`;\n`UPDATE_TALKS=1 cargo test --test it transcripts` writes them anew.\n",
    );
    for talk in talks() {
        write!(page, "\n## `{}`, seed {}: {}\n\n```text\n{}```\n", talk.persona, talk.seed, talk.shows, talk.told())
            .unwrap();
    }
    page
}

#[test]
fn the_talks_read_as_they_are_played() {
    let path = root().join("docs/talks.md");
    let made = page();
    if std::env::var_os("UPDATE_TALKS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "docs/talks.md is behind: run UPDATE_TALKS=1 cargo test --test it transcripts, and read it");
}

#[test]
fn the_readme_opens_with_the_first_of_them() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let told = talks()[0].told();
    let talk = from_the_greeting(&told, "Marta");
    let (before, rest) = readme.split_once("```text\n").unwrap();
    let (shown, after) = rest.split_once("```\n").unwrap();
    if std::env::var_os("UPDATE_TALKS").is_some() {
        std::fs::write(&path, format!("{before}```text\n{talk}```\n{after}")).unwrap();
        return;
    }
    assert!(shown == talk, "the README's talk is behind: run UPDATE_TALKS=1 cargo test --test it transcripts");
}
