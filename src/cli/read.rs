//! `sparring read`: messages from standard input to what was understood.

use std::io::{BufRead, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;

use super::issues_file;
use crate::understanding::records::{self, Record};
use crate::understanding::{Lexicon, Reader, Table};

/// Read messages from standard input and print what was understood, a JSON line each.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file with an `issues:` block: what the messages negotiate.
    #[arg(long, value_name = "FILE")]
    issues: PathBuf,
    /// Take JSON records with their context instead of plain lines.
    #[arg(long)]
    records: bool,
    /// Print the reasons for each reading on standard error.
    #[arg(long)]
    why: bool,
}

/// Runs the command.
///
/// # Errors
/// When the issues can't be loaded, a record is not JSON of the expected shape, or writing fails.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let agenda = issues_file::load(&args.issues)?;
    let lexicon = Lexicon::new(&agenda, std::iter::empty());
    let reader = Reader::new();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (number, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line.context("can't read standard input")?;
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches('\r');
        if args.records {
            if line.trim().is_empty() {
                continue;
            }
            let record: Record =
                serde_json::from_str(line).with_context(|| format!("line {} is not a record", number + 1))?;
            let (prediction, _) = records::predict(&reader, &lexicon, &record);
            if args.why {
                let table = records::table(&reader, &lexicon, &record);
                tell_why(&reader, &table, record.text.as_deref().unwrap_or_default());
            }
            serde_json::to_writer(&mut out, &prediction)?;
        } else {
            let table = Table::new(&lexicon);
            serde_json::to_writer(&mut out, &reader.read(&table, line))?;
            if args.why {
                tell_why(&reader, &table, line);
            }
        }
        writeln!(out)?;
        if !args.records {
            out.flush()?;
        }
    }
    out.flush().context("can't write the readings")
}

fn tell_why(reader: &Reader, table: &Table, message: &str) {
    eprintln!("{message}");
    let mut of = String::new();
    for reason in reader.explain(table, message) {
        if reason.of != of {
            eprintln!("  {}", reason.of);
            of.clone_from(&reason.of);
        }
        eprintln!("    {:+.2}  {}", reason.weight, reason.because);
    }
}
