//! The commands. Each has a file of its own; this one only lists them.

mod calibration;
pub mod check;
pub mod database;
pub mod export;
mod guilds;
pub mod leaderboard;
mod personas;
pub mod play;
pub mod read;
pub mod report;
pub mod schema;
pub mod serve;
pub mod simulate;

use std::future::Future;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

use crate::host::UserError;
use database::DatabaseArguments;

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A negotiation sparring partner.
#[derive(Debug, Parser)]
#[command(name = "sparring", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    database: DatabaseArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Negotiate in the terminal; also what happens without a command.
    Play(play::Arguments),
    /// Check personas: every finding, and the figures.
    Check(check::Arguments),
    /// Let reference learners play, and see what they earn.
    Simulate(simulate::Arguments),
    /// Read messages from standard input: what they do and propose.
    Read(read::Args),
    /// Print a class's leaderboard.
    Leaderboard(leaderboard::Arguments),
    /// Write a session or a challenge out as CSV or JSON.
    Export(export::Arguments),
    /// Write a talk, or a challenge with its class, as one web page.
    Report(report::Arguments),
    /// Run the Discord bot.
    Serve(serve::Arguments),
    /// Look for what keeps the Discord bot from running, and print the invite link.
    Doctor(serve::DoctorArguments),
    /// Print the JSON Schema of persona files, for editors.
    Schema,
}

/// Runs a command. 0 when all is well, 1 when something is to be mended, 2 when the call was wrong.
pub fn run(cli: Cli) -> ExitCode {
    let database = &cli.database;
    match cli.command.unwrap_or_else(|| Command::Play(play::Arguments::default())) {
        Command::Play(arguments) => play::run(&arguments, database),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Read(arguments) => read::run(&arguments).map_or_else(fail, |()| ExitCode::SUCCESS),
        Command::Leaderboard(arguments) => leaderboard::run(&arguments, database),
        Command::Report(arguments) => report::run(&arguments, database),
        Command::Export(arguments) => export::run(&arguments, database),
        Command::Serve(arguments) => serve::run(&arguments, database),
        Command::Doctor(arguments) => serve::doctor(&arguments, database),
        Command::Schema => schema::run(),
    }
}

/// The stack of a working thread, in bytes. A persona is read and a talk replayed deep below the handling of an event,
/// and unoptimised builds take several times the room.
const STACK: usize = 8 * 1024 * 1024;

/// Runs what needs to wait for databases and networks.
fn in_runtime<T>(work: impl Future<Output = Result<T, UserError>>) -> Result<T, UserError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().thread_stack_size(STACK).enable_all().build();
    let runtime = runtime
        .map_err(|error| UserError::new("internal", format!("The program can't start its work: {error}."), ""))?;
    let done = runtime.block_on(work);
    // What is still under way has nothing more to tell anybody.
    runtime.shutdown_timeout(Duration::from_millis(500));
    done
}

/// Prints to standard output. A reader that has gone away is no error of ours.
fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let printed = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    printed.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// Says what went wrong and gives the exit code of failure.
fn fail(error: anyhow::Error) -> ExitCode {
    eprintln!("{error:#}");
    ExitCode::FAILURE
}
