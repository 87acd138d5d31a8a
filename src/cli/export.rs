//! `sparring export`: what the store holds for those who run and mend the program.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::host::{Host, Misreading, UserError};
use crate::persona::Catalogue;

use super::database::{self, DatabaseArguments};

/// Export what is stored, as JSON lines.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Messages whose reading was taken back or denied, of learners who agreed to share them; no name, no time.
    Misreadings {
        #[command(flatten)]
        database: DatabaseArguments,
    },
}

/// Exports. 0 when it is written, 1 when the store refuses.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let What::Misreadings { database } = &arguments.what;
    match super::in_runtime(misreadings(database)).and_then(|all| written(&all)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn misreadings(database: &DatabaseArguments) -> Result<Vec<Misreading>, UserError> {
    Host::new(database::open(database).await?, Catalogue::embedded()).misreadings().await
}

fn written(all: &[Misreading]) -> Result<(), UserError> {
    let unwritable = |error: String| UserError::new("unwritable", format!("The export can't be written: {error}."), "");
    let lines: Result<Vec<String>, _> = all.iter().map(serde_json::to_string).collect();
    let text: String = lines.map_err(|e| unwritable(e.to_string()))?.iter().map(|line| format!("{line}\n")).collect();
    super::print(&text).map_err(|error| unwritable(error.to_string()))
}
