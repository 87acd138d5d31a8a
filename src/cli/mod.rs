//! The commands. Each has a file of its own; this one only lists them.

pub mod check;
mod personas;
pub mod schema;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A negotiation sparring partner.
#[derive(Debug, Parser)]
#[command(name = "sparring", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check personas: every finding, and the figures.
    Check(check::Arguments),
    /// Print the JSON Schema of persona files, for editors.
    Schema,
}

/// Runs a command. 0 when all is well, 1 when something is to be mended, 2 when the call was wrong.
pub fn run(cli: Cli) -> ExitCode {
    match cli.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Schema => schema::run(),
    }
}

/// Prints to standard output. A reader that has gone away is no error of ours.
fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let printed = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    printed.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}
