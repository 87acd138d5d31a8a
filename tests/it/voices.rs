//! Four people whom one would tell apart by a single line. The lines for a blind reader are written to
//! `target/voices`: thirty real replies, shuffled, with names, figures and terms masked, and a key beside them.

use std::collections::BTreeSet;
use std::path::Path;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use sparring::negotiation::Kind;
use sparring::persona::Persona;

use crate::talks::{random_session, scene};

/// The counterparts, how a reader is told about them, and how many lines each gives.
const VOICES: [(&str, &str, usize); 4] = [
    ("hatchback", "Marta sells her own car in the street. Warm, chatty, a little cheeky; family, tea and weather.", 8),
    ("flat-3b", "Noor lets a flat for its owner. Polite and bound by rules; full sentences, papers and clauses.", 8),
    (
        "analyst-offer",
        "Tomás recruits by telephone. Brisk and dry; clipped, short of time, and he lets silence work.",
        7,
    ),
    (
        "helpdesk-renewal",
        "Dev renews software contracts by video. A smooth closer who flatters, shows off and bluffs.",
        7,
    ),
];
/// Words a line needs to be judged by at all.
const LEAST_WORDS: usize = 5;

/// What a persona said in talks at random, each reply once, the terms and everything that names a person masked.
fn replies(id: &str) -> BTreeSet<String> {
    let scene = scene(id);
    let sessions = (0..24).map(|seed| random_session(&scene, seed));
    let texts = sessions.flat_map(|session| {
        let replies = session.steps().iter().map(|step| masked(scene.persona(), &step.turn.reply.text));
        replies.collect::<Vec<_>>()
    });
    texts.filter(|text| !text.starts_with("Taken back") && words(text) >= LEAST_WORDS).collect()
}

fn words(text: &str) -> usize {
    text.replace("[terms]", "").split_whitespace().count()
}

/// A reply without what would give its speaker away but the voice: names, figures, terms.
fn masked(persona: &Persona, text: &str) -> String {
    let mut text = text.replace(&persona.counterpart.name, "[name]");
    for issue in &persona.agenda.issues {
        if let Kind::Options(options) = &issue.kind {
            for option in options {
                let (first, rest) = option.label.split_at(1);
                text = text.replace(&option.label, "[terms]");
                text = text.replace(&format!("{}{rest}", first.to_uppercase()), "[terms]");
            }
        }
    }
    let figure = regex::Regex::new(r"[€£$]?\d[\d,.]*\d|[€£$]\d|\d").unwrap();
    let text =
        figure.replace_all(&text, "[terms]").replace("[terms] a month", "[terms]").replace("[terms] a seat", "[terms]");
    let run = regex::Regex::new(r"\[terms\](,? (and |or )?\[terms\])+").unwrap();
    run.replace_all(&text, "[terms]").into_owned()
}

#[test]
fn a_blind_reader_gets_thirty_lines_of_four_people() {
    let mut rng = ChaCha8Rng::seed_from_u64(2026);
    let mut lines: Vec<(&str, String)> = Vec::new();
    for (id, _, count) in VOICES {
        let mut said: Vec<String> = replies(id).into_iter().collect();
        said.shuffle(&mut rng);
        assert!(said.len() >= 40, "{id} said only {} things worth judging", said.len());
        lines.extend(said.into_iter().take(count).map(|line| (id, line)));
    }
    lines.shuffle(&mut rng);
    let names: Vec<String> = VOICES.iter().map(|(id, ..)| scene(id).persona().counterpart.name.clone()).collect();
    for (id, line) in &lines {
        assert!(!line.chars().any(|c| c.is_ascii_digit()), "{id}: a figure is left in {line:?}");
        assert!(!names.iter().any(|name| line.contains(name.as_str())), "{id}: a name is left in {line:?}");
    }

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("voices");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    let numbered = |of: &dyn Fn(&(&str, String)) -> String| -> String {
        lines.iter().enumerate().map(|(at, line)| format!("{}. {}\n", at + 1, of(line))).collect()
    };
    write("lines.txt", numbered(&|(_, line)| line.clone()));
    write("key.txt", numbered(&|(id, _)| (*id).to_owned()));
    write("descriptions.txt", VOICES.iter().map(|(id, about, _)| format!("{id}: {about}\n")).collect());
}

#[test]
fn nobody_borrows_a_line_from_another() {
    let decks = VOICES.map(|(id, ..)| {
        let scene = scene(id);
        let side = &scene.persona().counterpart;
        let lines = side.lines.values().flatten().chain(side.rules.iter().flat_map(|rule| &rule.then.say));
        let told = side.interests.iter().flat_map(|it| it.reveal.iter().chain(&it.hint));
        let told = told.chain(side.claims.iter().flat_map(|claim| &claim.admit));
        let texts: BTreeSet<String> =
            lines.map(|line| &line.say).chain(told).map(|line| turns_of_phrase(line)).collect();
        (id, texts)
    });
    for (at, (id, lines)) in decks.iter().enumerate() {
        for (other, theirs) in &decks[at + 1..] {
            let shared: Vec<&String> = lines.intersection(theirs).filter(|line| line.split(' ').count() > 1).collect();
            assert!(shared.is_empty(), "{id} and {other} both say {shared:?}");
        }
        assert!(!lines.iter().any(|line| line.contains('!')), "{id} raises its voice");
    }
}

/// A line's words alone, the placeholders out.
fn turns_of_phrase(line: &str) -> String {
    let slot = regex::Regex::new(r"\{[^}]*\}").unwrap();
    let bare = slot.replace_all(line, " ").to_lowercase();
    let kept: String = bare.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '!')).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
