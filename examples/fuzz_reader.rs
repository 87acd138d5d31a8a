//! Throws mangled messages at the reader and says whether it stood.
//!
//! `cargo run --release --example fuzz_reader -- [--minutes N] [--seed N] [--sentences FOLDER]`: takes our own
//! labelled sentences, mutates them (letters, words, figures, signs of other scripts, splices, endless
//! repetition), reads each at a table in a random state, and checks what must hold for any text: no panic, only
//! known issues and options, a doubt between 0 and 1, the same reading twice. Prints how many were read, every
//! failure with its text, and the slowest message. Exit 1 on a failure.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sparring::negotiation::{Choice, Kind, Terms};
use sparring::understanding::{Heard, Reader, Table};

#[path = "train_reader/sentences.rs"]
#[allow(dead_code, reason = "the trainer and the tests use more of it")]
mod sentences;

use sentences::Reading;

/// The longest message a session takes, in characters.
const LONGEST: usize = 10_000;

/// Pieces that have broken readers before: signs, joiners, other scripts, odd figures.
const PIECES: [&str; 36] = [
    "0",
    "-1",
    "6,",
    "1e309",
    "99999999999999999999",
    "0.0000001",
    "1/0",
    "5/5",
    "12:99",
    "£",
    "$€£",
    "%",
    "k",
    "grand",
    "-ish",
    "low",
    "mid",
    "in the",
    "sixes",
    "and a half",
    "or",
    "without",
    "no",
    "if you",
    "?",
    "!!!",
    "…",
    "\u{0}",
    "\u{200d}",
    "é̀̂",
    "ß",
    "İ",
    "６２００",
    "٦٢٠٠",
    "👩‍👩‍👧",
    "中文",
];

struct Options {
    minutes: f64,
    seed: u64,
    sentences: String,
}

fn main() -> anyhow::Result<()> {
    let options = options()?;
    let readings = Reading::load_all(Path::new(&options.sentences))?;
    let reader = Reader::new();
    let mut rng = ChaCha8Rng::seed_from_u64(options.seed);
    let end = Instant::now() + Duration::from_secs_f64(options.minutes * 60.0);
    let (mut read, mut failures) = (0_u64, 0_u64);
    let mut slowest = (Duration::ZERO, String::new());
    std::panic::set_hook(Box::new(|_| {}));
    while Instant::now() < end {
        let Some(reading) = readings.choose(&mut rng) else { break };
        let Some(case) = reading.cases.choose(&mut rng) else { continue };
        let message = mangled(&mut rng, reading, &case.say);
        let mut table = reading.table(case);
        unsettle(&mut rng, &mut table);
        let start = Instant::now();
        let heard = catch_unwind(AssertUnwindSafe(|| reader.read(&table, &message)));
        let took = start.elapsed();
        read += 1;
        if took > slowest.0 {
            slowest = (took, message.clone());
        }
        let again = || catch_unwind(AssertUnwindSafe(|| reader.read(&table, &message))).ok();
        let fault = match &heard {
            Err(_) => Some("panics".to_owned()),
            Ok(heard) => fault(&table, heard).or_else(|| {
                let repeated = read.is_multiple_of(16).then(again).flatten();
                repeated.filter(|second| second != heard).map(|_| "reads differently the second time".to_owned())
            }),
        };
        if let Some(fault) = fault {
            failures += 1;
            println!("{}: {fault}: {message:?}", reading.name);
        }
    }
    println!("{read} messages in {} minutes from seed {}: {failures} failures", options.minutes, options.seed);
    let (took, message) = slowest;
    let shown: String = message.chars().take(120).collect();
    println!("slowest: {:.1} ms for {} characters: {shown:?}", took.as_secs_f64() * 1e3, message.chars().count());
    anyhow::ensure!(failures == 0, "{failures} messages broke the reader");
    Ok(())
}

fn options() -> anyhow::Result<Options> {
    let mut options = Options { minutes: 1.0, seed: 1, sentences: "tests/in_play".to_owned() };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match name.as_str() {
            "--minutes" => options.minutes = value.parse()?,
            "--seed" => options.seed = value.parse()?,
            "--sentences" => options.sentences = value,
            other => anyhow::bail!("unknown option {other}: --minutes, --seed, --sentences"),
        }
    }
    Ok(options)
}

/// What is wrong with a reading of any text; none when nothing is.
fn fault(table: &Table, heard: &Heard) -> Option<String> {
    if !(0.0..=1.0).contains(&heard.doubt) {
        return Some(format!("doubt {}", heard.doubt));
    }
    let meant = heard.as_meant().offer;
    let all = heard.offer.iter().chain(&heard.alternatives).chain(&heard.ask).chain(&meant);
    all.into_iter().find_map(|terms| unknown(table, terms))
}

/// The first outcome of `terms` that the table doesn't know.
fn unknown(table: &Table, terms: &Terms) -> Option<String> {
    terms.0.iter().find_map(|(id, choice)| {
        let issue = table.lexicon.agenda().issue(id);
        let known = match (issue.map(|issue| &issue.kind), choice) {
            (Some(Kind::Options(options)), Choice::Option(option)) => options.iter().any(|o| o.id == *option),
            (Some(Kind::Numeric(_) | Kind::Share { .. }), Choice::Number(n)) => n.as_f64().is_finite(),
            _ => false,
        };
        (!known).then(|| format!("proposes {choice:?} on {id:?}"))
    })
}

/// A sentence after one to eight mutations.
fn mangled(rng: &mut ChaCha8Rng, reading: &Reading, sentence: &str) -> String {
    let mut text = sentence.to_owned();
    for _ in 0..rng.random_range(1..=8) {
        text = mutate(rng, reading, &text);
    }
    text.chars().take(LONGEST).collect()
}

fn mutate(rng: &mut ChaCha8Rng, reading: &Reading, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let mut words: Vec<&str> = text.split(' ').collect();
    let at = rng.random_range(0..=letters.len());
    match rng.random_range(0..11) {
        0 if at < letters.len() => drop(letters.remove(at)),
        1 => letters.insert(at, rng.random::<char>()),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        3 => {
            let digit = |c: &char| c.is_ascii_digit();
            let figure = char::from(b'0' + rng.random_range(0..10));
            letters.iter_mut().filter(|c| digit(c)).for_each(|c| *c = figure);
        }
        4 => letters.truncate(at),
        5 => {
            let i = rng.random_range(0..words.len());
            words.remove(i);
            return words.join(" ");
        }
        6 => {
            let (i, j) = (rng.random_range(0..words.len()), rng.random_range(0..words.len()));
            words.swap(i, j);
            return words.join(" ");
        }
        7 => {
            words.insert(rng.random_range(0..=words.len()), PIECES.choose(rng).unwrap_or(&""));
            return words.join(" ");
        }
        8 => {
            let other = reading.cases.choose(rng).map_or("", |case| &case.say);
            let joint = ["", " ", ". ", "? ", ", ", " but ", "\n"].choose(rng).unwrap_or(&" ");
            return format!("{text}{joint}{other}");
        }
        9 if rng.random_range(0..12) == 0 => {
            let piece = if rng.random() { text } else { PIECES.choose(rng).unwrap_or(&"6 ") };
            return piece.chars().chain([' ']).cycle().take(LONGEST).collect();
        }
        _ => {
            return if rng.random() { text.to_uppercase() } else { text.replace(' ', "") };
        }
    }
    letters.into_iter().collect()
}

/// Changes what stands on the table at random.
fn unsettle(rng: &mut ChaCha8Rng, table: &mut Table) {
    table.pending = rng.random();
    match rng.random_range(0..4) {
        0 => table.other = None,
        1 => table.own = None,
        2 => (table.asking, table.wants_less) = (None, None),
        _ => {}
    }
}
