//! Fits the reader's weights on labelled messages and says how well it reads
//! dialogues it was not fitted on.
//!
//! `cargo run --release --example train_reader -- DATA TABLES SENTENCES [OUT]`: DATA
//! is a folder of labelled JSON lines, TABLES the folder of issue tables, SENTENCES
//! the folder of our own sentences (those held out are not fitted on), with
//! `fresh_seen` beside it. Prints
//! five-fold figures, split by dialogue; with OUT, fits on everything and writes
//! the weights there. Deal or No Deal is measured only, never fitted on.

mod corpus;
mod fit;
mod score;
mod sentences;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use corpus::Labelled;
use sentences::Reading;
use sparring::understanding::records::{self, Prediction};
use sparring::understanding::{Lexicon, Reader};

const FOLDS: u64 = 5;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, tables, sentences, rest @ ..] = arguments.as_slice() else {
        anyhow::bail!("usage: train_reader DATA TABLES SENTENCES [OUT]");
    };
    let sentences = Path::new(sentences);
    let mut readings = Reading::load_all(sentences)?;
    for mut reading in Reading::load_all(&sentences.with_file_name("fresh_seen"))? {
        reading.name.insert_str(0, "fresh_");
        readings.push(reading);
    }
    let lexicons = corpus::lexicons(Path::new(tables))?;
    let labelled = corpus::load(Path::new(data), &readings)?;
    let base = Reader::new();
    eprintln!("{} messages", labelled.len());
    let examples = fit::Examples::new(&base, &lexicons, &readings, &labelled);

    let mut predictions: BTreeMap<String, Prediction> = BTreeMap::new();
    for fold in 0..FOLDS {
        let inside = |l: &Labelled| l.fold(FOLDS) != fold;
        let weights = fit::fit(&examples, &inside);
        let reader = weights.reader();
        for one in labelled.iter().filter(|l| l.is_judged() && !inside(l)) {
            let lexicon = lexicon_of(&lexicons, one)?;
            predictions.insert(one.record.id.clone(), records::predict(&reader, lexicon, &one.record).0);
        }
        eprintln!("fold {} of {FOLDS}", fold + 1);
    }
    println!("five folds by dialogue");
    score::print(&labelled, &predictions);
    if let [out, ..] = rest {
        let weights = fit::fit(&examples, &|_| true);
        std::fs::write(out, weights.to_file()).with_context(|| format!("can't write {out}"))?;
    }
    if let Ok(path) = std::env::var("TRAIN_PREDICTIONS") {
        let lines: Vec<String> = predictions.values().map(serde_json::to_string).collect::<Result<_, _>>()?;
        std::fs::write(&path, lines.join("\n") + "\n").with_context(|| format!("can't write {path}"))?;
    }
    Ok(())
}

fn lexicon_of<'l>(lexicons: &'l BTreeMap<String, Lexicon>, one: &Labelled) -> anyhow::Result<&'l Lexicon> {
    lexicons.get(one.table()).with_context(|| format!("no issue table for {}", one.corpus))
}
