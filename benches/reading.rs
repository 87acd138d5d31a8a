//! How fast the reader is: messages of twenty words a second on one core, and whether time grows with the length.
//!
//! `cargo bench --bench reading`. The goals: 50,000 messages a second, and ten times the text in at most twelve times
//! the time.

#![allow(clippy::expect_used)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use divan::counter::ItemsCount;
use sparring::persona::load_issues;
use sparring::understanding::{Lexicon, Reader, Table};

/// Twenty words each, as people type them to a car's seller.
const MESSAGES: [&str; 4] = [
    "Two on the same site are at 6,200 and 6,450, so could you do 5,940 with the tyres for cash?",
    "I like the car a lot but my budget ends at 6,800 and the cambelt still has to be done",
    "What matters more to you, that she is gone this week or the last hundred pounds on the price of it",
    "ok 6300 but then the winter tyres are included and I pay in cash when I pick her up on Friday",
];

fn main() {
    let lexicon = lexicon();
    let (reader, table) = (Reader::new(), Table::new(&lexicon));
    let (short, long) = (fastest(&reader, &table, 1_000), fastest(&reader, &table, 10_000));
    println!("1,000 characters: {short:?}; 10,000: {long:?}; ratio {:.1}", long.as_secs_f64() / short.as_secs_f64());
    divan::main();
}

/// The words of the car that ships.
fn lexicon() -> Lexicon {
    let agenda = load_issues(include_bytes!("../personas/hatchback.yaml")).expect("the shipped persona loads");
    Lexicon::new(&agenda, std::iter::empty())
}

/// Text of a length, made of whole messages.
fn text(length: usize) -> String {
    MESSAGES.iter().flat_map(|message| message.chars().chain(". ".chars())).cycle().take(length).collect()
}

/// The fastest of twenty readings.
fn fastest(reader: &Reader, table: &Table, length: usize) -> Duration {
    let text = text(length);
    let once = |_| {
        let start = Instant::now();
        black_box(reader.read(table, black_box(&text)));
        start.elapsed()
    };
    (0..20).map(once).min().unwrap_or_default()
}

/// Messages of twenty words.
#[divan::bench]
fn messages(bencher: divan::Bencher) {
    let lexicon = lexicon();
    let (reader, table) = (Reader::new(), Table::new(&lexicon));
    bencher.counter(ItemsCount::new(MESSAGES.len())).bench_local(|| {
        for message in MESSAGES {
            black_box(reader.read(&table, black_box(message)));
        }
    });
}

/// Long messages.
#[divan::bench(args = [1_000, 10_000])]
fn characters(bencher: divan::Bencher, length: usize) {
    let lexicon = lexicon();
    let (reader, table) = (Reader::new(), Table::new(&lexicon));
    let text = text(length);
    bencher.counter(ItemsCount::new(length)).bench_local(|| black_box(reader.read(&table, black_box(&text))));
}
