//! The `sparring` binary: see `sparring::cli`.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    sparring::cli::run(sparring::cli::Cli::parse())
}
