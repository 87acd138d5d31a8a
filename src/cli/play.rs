//! `sparring play`: a talk in the terminal, or over pipes.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::host::{Difficulty, Host, UserError};
use crate::persona::{Catalogue, load};
use crate::terminal::{Format, Wanted, play};

use super::database::{self, DatabaseArguments};
use super::personas;

/// Negotiate in the terminal. Without PERSONA a menu asks; over pipes every line is answered by one.
#[derive(Debug, Default, Args)]
pub struct Arguments {
    /// The counterpart: the id of one that ships or lies in --personas, or the path of a file.
    persona: Option<String>,
    /// The only source of chance: the same seed and moves give the same talk.
    #[arg(long)]
    seed: Option<u64>,
    /// A variant of the persona, such as hard.
    #[arg(long)]
    variant: Option<String>,
    /// The counterpart's temper; never its limits [default: normal]
    #[arg(long, value_parser = temper())]
    difficulty: Option<Difficulty>,
    /// A session to begin or to go on with.
    #[arg(long)]
    session: Option<String>,
    /// How a talk over pipes is written.
    #[arg(long, value_enum, default_value_t)]
    format: Written,
    /// Whether messages whose reading you took back may be exported, without name or time, to mend the reader. Kept
    /// until you say otherwise; off at first.
    #[arg(long, value_name = "yes|no", value_parser = BoolishValueParser::new())]
    share_misreadings: Option<bool>,
    /// A folder of further personas.
    #[arg(long, value_name = "DIR")]
    personas: Option<PathBuf>,
}

/// Reads a difficulty, and lists them in the help.
fn temper() -> impl TypedValueParser<Value = Difficulty> {
    PossibleValuesParser::new(Difficulty::ALL.map(Difficulty::name)).try_map(|name| name.parse::<Difficulty>())
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Written {
    #[default]
    Text,
    Jsonl,
}

/// Plays. 0 when the talk ended or stays open, 1 when something was missing, 2 when the call was wrong.
pub(super) fn run(arguments: &Arguments, database: &DatabaseArguments) -> ExitCode {
    let played = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let played = match played {
        Ok(runtime) => runtime.block_on(talk(arguments, database)),
        Err(error) => Err(UserError::new("internal", format!("The program can't start its work: {error}."), "")),
    };
    match played {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(if error.code == "usage" { 2 } else { 1 })
        }
    }
}

async fn talk(arguments: &Arguments, database: &DatabaseArguments) -> Result<(), UserError> {
    let (catalogue, persona) = catalogue(arguments)?;
    let host = Host::new(database::open(database).await?, catalogue);
    let wanted = Wanted {
        persona,
        seed: arguments.seed,
        variant: arguments.variant.clone(),
        difficulty: arguments.difficulty,
        session: arguments.session.clone(),
        share_misreadings: arguments.share_misreadings,
        format: match arguments.format {
            Written::Text => Format::Text,
            Written::Jsonl => Format::Jsonl,
        },
    };
    play(&host, wanted).await
}

/// The personas there are, and the id of the one that was named by id or by path.
fn catalogue(arguments: &Arguments) -> Result<(Catalogue, Option<String>), UserError> {
    let mut catalogue = Catalogue::embedded();
    if let Some(folder) = &arguments.personas {
        catalogue = catalogue.with_files(files(folder)?);
    }
    let Some(named) = &arguments.persona else { return Ok((catalogue, None)) };
    let path = Path::new(named);
    if !(named.contains(std::path::MAIN_SEPARATOR) || named.ends_with(".yaml") || named.ends_with(".yml")) {
        return Ok((catalogue, Some(named.clone())));
    }
    let file = files(path)?;
    let id = file.first().map(|(name, bytes)| load(name, bytes).id);
    Ok((catalogue.with_files(file), id))
}

fn files(path: &Path) -> Result<Vec<(String, Vec<u8>)>, UserError> {
    personas::files(path).map_err(|error| {
        let message = format!("{} can't be read: {error}.", path.display());
        UserError::new("unreadable_file", message, "Check the path; a persona is a .yaml file.")
    })
}
