//! Fits the reader's weights on labelled messages and says how well it reads
//! dialogues it was not fitted on.
//!
//! `cargo run --release --example train_reader -- DATA TABLES SENTENCES [OUT]`: DATA
//! is a folder of labelled JSON lines, TABLES the folder of issue tables, SENTENCES
//! the folder of our own sentences (those held out are not fitted on), with
//! `wider` and `fresh_seen` beside it. Prints
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
use sparring::understanding::{Lexicon, Linear, Reader};

const FOLDS: u64 = 5;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, tables, sentences, rest @ ..] = arguments.as_slice() else {
        anyhow::bail!("usage: train_reader DATA TABLES SENTENCES [OUT]");
    };
    let sentences = Path::new(sentences);
    let mut readings = Reading::load_all(sentences)?;
    readings.extend(Reading::load_all(&sentences.with_file_name("wider"))?);
    for mut reading in Reading::load_all(&sentences.with_file_name("fresh_seen"))? {
        reading.name.insert_str(0, "fresh_");
        readings.push(reading);
    }
    let lexicons = &corpus::lexicons(Path::new(tables))?;
    let labelled = corpus::load(Path::new(data), &readings)?;
    // What was said before a message is read with weights from a first fit, not with those that ship: so a second run
    // gives the same file.
    let blank = Reader::with_models(Linear::default(), Linear::default());
    let first = fit::fit(&fit::Examples::new(&blank, lexicons, &readings, &labelled), &|_| true).reader();
    eprintln!("{} messages", labelled.len());
    let examples = &fit::Examples::new(&first, lexicons, &readings, &labelled);

    let folds: Vec<Fold> = std::thread::scope(|scope| {
        let one = |fold| scope.spawn(move || Fold::predict(examples, lexicons, fold));
        let running: Vec<_> = (0..FOLDS).map(one).collect();
        running.into_iter().filter_map(|fold| fold.join().ok()).collect::<anyhow::Result<_>>()
    })?;
    println!("five folds by dialogue");
    let right: usize = folds.iter().map(|fold| fold.right).sum();
    let own: usize = folds.iter().map(|fold| fold.own).sum();
    let predictions: BTreeMap<String, Prediction> = folds.into_iter().flat_map(|fold| fold.predictions).collect();
    score::print(&labelled, &predictions);
    println!("our own sentences, acts and offer right: {:.3} ({right}/{own})", right as f64 / own as f64);
    if let [out, ..] = rest {
        let weights = fit::fit(examples, &|_| true);
        std::fs::write(out, weights.to_file()).with_context(|| format!("can't write {out}"))?;
    }
    if let Ok(path) = std::env::var("TRAIN_PREDICTIONS") {
        let lines: Vec<String> = predictions.values().map(serde_json::to_string).collect::<Result<_, _>>()?;
        std::fs::write(&path, lines.join("\n") + "\n").with_context(|| format!("can't write {path}"))?;
    }
    Ok(())
}

/// What weights that have not seen a fold make of it.
struct Fold {
    predictions: BTreeMap<String, Prediction>,
    /// How many of our own sentences were read right, of how many.
    right: usize,
    own: usize,
}

impl Fold {
    fn predict(examples: &fit::Examples, lexicons: &BTreeMap<String, Lexicon>, fold: u64) -> anyhow::Result<Fold> {
        let reader = fit::fit(examples, &|l: &Labelled| l.fold(FOLDS) != fold).reader();
        let mut out = Fold { predictions: BTreeMap::new(), right: 0, own: 0 };
        for (one, table) in examples.all().filter(|(l, _)| l.fold(FOLDS) == fold) {
            if one.is_judged() {
                let lexicon = lexicon_of(lexicons, one)?;
                out.predictions.insert(one.record.id.clone(), records::predict(&reader, lexicon, &one.record).0);
            } else if let Some(case) = &one.case {
                let heard = reader.read(table, &case.say);
                out.own += 1;
                out.right += usize::from(score::right(case, &heard));
            }
        }
        eprintln!("fold {} of {FOLDS}", fold + 1);
        Ok(out)
    }
}

fn lexicon_of<'l>(lexicons: &'l BTreeMap<String, Lexicon>, one: &Labelled) -> anyhow::Result<&'l Lexicon> {
    lexicons.get(one.table()).with_context(|| format!("no issue table for {}", one.corpus))
}
