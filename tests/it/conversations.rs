//! Whole conversations as data: the learner's lines in `tests/conversations`, the talk as a snapshot to be read.

use std::fmt::Write;
use std::path::Path;

use sparring::negotiation::Agenda;
use sparring::session::{Input, Session, Turn};
use sparring::understanding::Heard;

use crate::talks::scene;

/// The talk that a file's lines make: what was said, how it was read, what was answered.
fn played(text: &str) -> String {
    let (head, lines) = text.split_once('\n').unwrap();
    let (persona, rest) = head.trim_start_matches("# ").split_once(", seed ").unwrap();
    let (seed, about) = rest.split_once(':').unwrap();
    let mut session = Session::open(scene(persona), seed.parse().unwrap());
    let name = session.scene.persona().counterpart.name.clone();
    let mut told = format!("{persona}, seed {seed}:{about}\n\n{name}: {}\n", session.steps()[0].turn.reply.text);
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let input = if line == "/undo" { Input::Undo } else { Input::Say(line.to_owned()) };
        let turn = session.take(&input).turn.clone();
        let agenda = &session.scene.persona().agenda;
        write!(told, "\nyou: {line}\n{}{}", heard(agenda, &turn), answer(&name, &turn)).unwrap();
    }
    write!(told, "\n[{}]\n", session.status().name()).unwrap();
    told
}

fn heard(agenda: &Agenda, turn: &Turn) -> String {
    let Some(heard) = &turn.heard else { return String::new() };
    let acts: Vec<&str> = heard.acts.iter().map(|act| act.name()).collect();
    format!(
        "     ({}{}{})\n",
        acts.join(", "),
        offers(agenda, heard),
        if heard.doubt >= 0.5 { "; in doubt" } else { "" }
    )
}

fn offers(agenda: &Agenda, heard: &Heard) -> String {
    let terms = heard.offer.iter().chain(&heard.alternatives);
    let words = terms.map(|terms| {
        let named = terms.0.iter().filter_map(|(id, choice)| agenda.issue(id).map(|issue| issue.write(choice)));
        named.collect::<Vec<_>>().join(", ")
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() { String::new() } else { format!(": {}", words.join(" | ")) }
}

fn answer(name: &str, turn: &Turn) -> String {
    match &turn.refusal {
        Some(refusal) => format!("[{}: {} {}]\n", turn.turn, refusal.message, refusal.hint),
        None => format!("{name} [{}]: {}\n", turn.turn, turn.reply.text),
    }
}

#[test]
fn conversations_read_as_they_should() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 5, "the conversations were not found");
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        insta::assert_snapshot!(name, played(&std::fs::read_to_string(&file).unwrap()));
    }
}
