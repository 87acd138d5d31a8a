//! `sparring simulate`: reference learners against a persona, and what they earn.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::{Format, calibration, personas};
use crate::host::UserError;
use crate::persona::{Difficulty, Loaded, NotPlayable, STANDARD};
use crate::simulate::{
    Arena, Calibration, Comparison, REFERENCES, Summary, Tried, Voice, around_good_play, around_plain_haggling,
    calibrate, compare, search, summarise,
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
    /// Also let so many random policies play, to see whether one that ignores what is taught wins.
    #[arg(long, value_name = "POLICIES", default_value_t = 0)]
    search: u32,
    /// Instead, rate every reference learner, speaking in free text: scores, dials, par and percentiles.
    #[arg(long, conflicts_with_all = ["learner", "pairs", "search", "by"])]
    report: bool,
    /// Also write that report, a JSON file for each persona.
    #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = "personas/par", requires = "report")]
    write: Option<PathBuf>,
    /// How learners reach the counterpart: bare moves, free text, or offers in fields.
    #[arg(long, value_enum, default_value_t = By::Moves)]
    by: By,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// The engine alone.
    Moves,
    /// Everything in free text, read like anybody's.
    Text,
    /// Offers in fields, the rest in free text.
    Fields,
}

/// What was measured.
#[derive(Debug, Serialize)]
struct Measured {
    learners: Vec<Summary>,
    pairs: Vec<Comparison>,
    searched: Vec<Searched>,
}

/// What a search for exploits found in one persona, the best policies first.
#[derive(Debug, Serialize)]
struct Searched {
    persona: String,
    policies: Vec<Tried>,
}

/// Plays. 0 when all was measured and shown, 1 when a file or the output was at fault, 2 when the call was wrong.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let shown = if arguments.report {
        report(arguments)
    } else {
        measure(arguments).and_then(|measured| show(&measured, arguments.format))
    };
    match shown {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sparring simulate: {error}");
            ExitCode::from(if error.code == USAGE { 2 } else { 1 })
        }
    }
}

fn report(arguments: &Arguments) -> Result<(), UserError> {
    let chosen = chosen(&arguments.persona, arguments.personas.as_deref())?;
    let bar = progress(chosen.len() * REFERENCES.len() * arguments.runs as usize);
    let calibrated = |loaded: &Loaded| {
        bar.set_message(loaded.id.clone());
        let arena = arena(loaded, arguments)?;
        Ok(calibrate(&arena, &loaded.hash, arguments.runs, arguments.seed, || bar.inc(1)))
    };
    let calibrations = chosen.iter().map(calibrated).collect::<Result<Vec<Calibration>, UserError>>()?;
    bar.finish_and_clear();
    if let Some(folder) = &arguments.write {
        calibration::write(folder, &calibrations)?;
    }
    print(calibrations.as_slice(), arguments.format, calibration::text)
}

/// The code of what only another call can mend.
const USAGE: &str = "usage";

fn measure(arguments: &Arguments) -> Result<Measured, UserError> {
    let learners = learners(&arguments.learner)?;
    let arenas = chosen(&arguments.persona, arguments.personas.as_deref())?
        .iter()
        .map(|loaded| arena(loaded, arguments))
        .collect::<Result<Vec<Arena>, UserError>>()?;
    let pairs = if arguments.pairs { [around_good_play(), around_plain_haggling()].concat() } else { Vec::new() };
    let each = learners.len() + 2 * pairs.len() + arguments.search as usize;
    let bar = progress(arenas.len() * each * arguments.runs as usize);
    let mut measured = Measured { learners: Vec::new(), pairs: Vec::new(), searched: Vec::new() };
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
        if arguments.search > 0 {
            bar.set_message(format!("{} search", arena.stage.persona().id));
            let runs = u64::from(arguments.runs);
            let policies = search(arena, arguments.search, arguments.runs, arguments.seed, || bar.inc(runs));
            measured.searched.push(Searched { persona: arena.stage.persona().id.clone(), policies });
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

fn arena(loaded: &Loaded, arguments: &Arguments) -> Result<Arena, UserError> {
    let persona = loaded.choose(&arguments.variant, Difficulty::Normal).map_err(|error| {
        let code = if matches!(error, NotPlayable::NoSuchVariant { .. }) { USAGE } else { "faulty_persona" };
        UserError::new(code, error.to_string(), "")
    })?;
    let too_large = || {
        let message = format!("`{}` has too many deals to list.", loaded.id);
        UserError::new("faulty_persona", message, "`sparring check` says which issue to make coarser.")
    };
    let arena = Arena::new(Arc::new(persona)).ok_or_else(too_large)?;
    Ok(match arguments.by {
        By::Moves => arena,
        By::Text => arena.spoken(Voice::Text),
        By::Fields => arena.spoken(Voice::Fields),
    })
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
    print(measured, format, text)
}

fn print<T: Serialize + ?Sized>(found: &T, format: Format, text: fn(&T) -> String) -> Result<(), UserError> {
    let unwritten = |error: String| UserError::new("output", format!("The figures can't be written: {error}."), "");
    let report = match format {
        Format::Text => text(found),
        Format::Json => serde_json::to_string_pretty(found).map_err(|error| unwritten(error.to_string()))? + "\n",
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
        out += &format!("\n{:<18} {:<40} {}\n", "persona", "row, better arm / worse arm", "difference of gain");
    }
    for row in &measured.pairs {
        let found = match row.applies {
            0.0 => "does not come up".to_owned(),
            share => format!("{:+.3} ± {:.3}  in {:.0} %", row.difference, row.within, 100.0 * share),
        };
        out += &format!("{:<18} {:<40} {found}\n", row.persona, row.pair);
    }
    for row in measured.learners.iter().filter(|row| row.readings.is_some()) {
        out += &reading(row);
    }
    for found in &measured.searched {
        out += &searched(found);
    }
    out += "\nClaim and create are means over deals; gain is the mean of (u - r) / Z over all sessions, 0 without a deal.\n";
    out
}

/// How often a learner was read as it meant it.
fn reading(row: &Summary) -> String {
    let Some(read) = &row.readings else { return String::new() };
    let share = |(meant, found): (u32, u32)| 100.0 * f64::from(found) / f64::from(meant.max(1));
    let acts: Vec<String> = read.acts.iter().map(|(act, counts)| format!("{act} {:.0} %", share(*counts))).collect();
    format!(
        "{:<18} {:<20} read as meant: {:.0} % of {} offers in words; asked back {} of {} messages; {}\n",
        row.persona,
        row.learner,
        share((read.offers, read.offers_as_meant)),
        read.offers,
        read.asked_back,
        read.messages,
        acts.join(", ")
    )
}

/// The ten best policies of a search, and whether one wins that should not.
fn searched(found: &Searched) -> String {
    let mut out = format!("\n{}: best of {} random policies\n", found.persona, found.policies.len());
    for tried in found.policies.iter().take(10) {
        let ignores = if tried.ignores.is_empty() { "nothing".to_owned() } else { tried.ignores.join(", ") };
        out += &format!(
            "{:>5.2} ({:+.2} ± {:.2}) ignores {ignores}; {}\n",
            tried.gain, tried.ahead, tried.within, tried.about
        );
    }
    let exploits = found.policies.iter().filter(|tried| tried.is_exploit()).count();
    out += &format!("{exploits} of them ignore what is taught and still beat the integrative learner.\n");
    out
}
