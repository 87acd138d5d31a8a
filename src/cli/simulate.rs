//! `sparring simulate`: reference learners against a persona, and what they earn.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::personas;
use crate::host::UserError;
use crate::persona::{Difficulty, Loaded, NotPlayable, STANDARD};
use crate::simulate::{
    Arena, Comparison, REFERENCES, Summary, around_good_play, around_plain_haggling, compare, summarise,
};

/// Whom to let play, and how often.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A persona's id or file, or `all`.
    persona: String,
    /// A reference learner's name, or `all`.
    #[arg(long, default_value = "all")]
    learner: String,
    /// Sessions for each persona and learner.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    runs: u32,
    /// The first session's seed; each next has the next number.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The variant to play.
    #[arg(long, default_value = STANDARD)]
    variant: String,
    /// A folder of further personas.
    #[arg(long, value_name = "DIR")]
    personas: Option<PathBuf>,
    /// Also play pairs of learners that differ in one thing that is taught.
    #[arg(long)]
    pairs: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What was measured.
#[derive(Debug, Serialize)]
struct Measured {
    learners: Vec<Summary>,
    pairs: Vec<Comparison>,
}

/// Plays. 0 when all was measured and shown, 1 when a file or the output was at fault, 2 when the call was wrong.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let shown = measure(arguments).and_then(|measured| show(&measured, arguments.format));
    match shown {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sparring simulate: {error}");
            ExitCode::from(if error.code == USAGE { 2 } else { 1 })
        }
    }
}

/// The code of what only another call can mend.
const USAGE: &str = "usage";

fn measure(arguments: &Arguments) -> Result<Measured, UserError> {
    let learners = learners(&arguments.learner)?;
    let arenas = chosen(&arguments.persona, arguments.personas.as_deref())?
        .iter()
        .map(|loaded| arena(loaded, &arguments.variant))
        .collect::<Result<Vec<Arena>, UserError>>()?;
    let pairs = if arguments.pairs { [around_good_play(), around_plain_haggling()].concat() } else { Vec::new() };
    let bar = progress(arenas.len() * (learners.len() + 2 * pairs.len()) * arguments.runs as usize);
    let mut measured = Measured { learners: Vec::new(), pairs: Vec::new() };
    for arena in &arenas {
        for name in &learners {
            bar.set_message(format!("{} {name}", arena.stage.persona().id));
            measured.learners.extend(summarise(arena, name, arguments.runs, arguments.seed, || bar.inc(1)));
        }
        for pair in &pairs {
            bar.set_message(format!("{} {}", arena.stage.persona().id, pair.name));
            measured.pairs.push(compare(&[arena], pair, arguments.runs, arguments.seed));
            bar.inc(2 * u64::from(arguments.runs));
        }
    }
    bar.finish_and_clear();
    Ok(measured)
}

fn learners(name: &str) -> Result<Vec<&'static str>, UserError> {
    let names: Vec<&str> = REFERENCES.iter().map(|learner| learner.name).collect();
    match names.iter().find(|known| **known == name) {
        Some(known) => Ok(vec![known]),
        None if name == "all" => Ok(names),
        None => {
            let message = format!("There is no learner `{name}`.");
            Err(UserError::new(USAGE, message, format!("There are: all, {}.", names.join(", "))))
        }
    }
}

fn chosen(persona: &str, folder: Option<&Path>) -> Result<Vec<Loaded>, UserError> {
    let catalogue = personas::catalogue(folder)?;
    if persona == "all" {
        return Ok(catalogue.all().to_vec());
    }
    match catalogue.find(persona) {
        Ok(loaded) => Ok(vec![loaded.clone()]),
        Err(_) if Path::new(persona).exists() => Ok(personas::read(Path::new(persona))),
        Err(unknown) => Err(UserError::new(USAGE, unknown.to_string(), "")),
    }
}

fn arena(loaded: &Loaded, variant: &str) -> Result<Arena, UserError> {
    let persona = loaded.choose(variant, Difficulty::Normal).map_err(|error| {
        let code = if matches!(error, NotPlayable::NoSuchVariant { .. }) { USAGE } else { "faulty_persona" };
        UserError::new(code, error.to_string(), "")
    })?;
    let too_large = || {
        let message = format!("`{}` has too many deals to list.", loaded.id);
        UserError::new("faulty_persona", message, "`sparring check` says which issue to make coarser.")
    };
    Arena::new(Arc::new(persona)).ok_or_else(too_large)
}

fn progress(sessions: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(sessions as u64).with_style(style)
}

fn show(measured: &Measured, format: Format) -> Result<(), UserError> {
    let unwritten = |error: String| UserError::new("output", format!("The figures can't be written: {error}."), "");
    let report = match format {
        Format::Text => text(measured),
        Format::Json => serde_json::to_string_pretty(measured).map_err(|error| unwritten(error.to_string()))? + "\n",
    };
    super::print(&report).map_err(|error| unwritten(error.to_string()))
}

/// A table for people: shares of sessions and means.
fn text(measured: &Measured) -> String {
    let mut out = format!(
        "{:<18} {:<20} {:>7} {:>9} {:>7} {:>7} {:>7} {:>7}\n",
        "persona", "learner", "agreed", "broken off", "claim", "create", "gain", "turns"
    );
    for row in &measured.learners {
        let share = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"));
        out += &format!(
            "{:<18} {:<20} {:>6.0}% {:>9.0}% {:>7} {:>7} {:>7.2} {:>7.1}\n",
            row.persona,
            row.learner,
            100.0 * row.agreed,
            100.0 * row.broken_off,
            share(row.claim),
            share(row.create),
            row.gain,
            row.turns
        );
    }
    if !measured.pairs.is_empty() {
        out += &format!("\n{:<18} {:<34} {}\n", "persona", "better arm / worse arm", "difference of gain");
    }
    for row in &measured.pairs {
        out += &format!("{:<18} {:<34} {:+.3} ± {:.3}\n", row.persona, row.pair, row.difference, row.within);
    }
    out += "\nClaim and create are means over deals; gain is the mean of (u - r) / Z over all sessions, 0 without a deal.\n";
    out
}
