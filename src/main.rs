//! The `sparring` binary.

use clap::Parser;
use sparring::cli::read;

/// A negotiation sparring partner.
#[derive(Parser)]
#[command(version)]
enum Command {
    Read(read::Args),
}

fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Read(args) => read::run(&args),
    }
}
