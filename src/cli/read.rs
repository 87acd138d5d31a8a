//! `sparring read`: messages from standard input to what was understood.

use std::io::{self, BufRead, BufWriter, Read, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};

use super::personas;
use crate::understanding::records::{self, Record};
use crate::understanding::{Lexicon, Reader, Table};

/// The longest message that is read, in bytes.
const LONGEST_MESSAGE: usize = 64 * 1024;

/// The longest record, in bytes: a message with everything that was said before it.
const LONGEST_RECORD: usize = 1024 * 1024;

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
    let agenda = personas::issues(&args.issues)?;
    let lexicon = Lexicon::new(&agenda, std::iter::empty());
    let reader = Reader::new();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut input = io::stdin().lock();
    let longest = if args.records { LONGEST_RECORD } else { LONGEST_MESSAGE };
    for number in 1_usize.. {
        let Some(line) = next_line(&mut input, longest).context("can't read standard input")? else { break };
        if line.cut && args.records {
            bail!("line {number} is longer than {longest} bytes, the most that a record may have");
        }
        if line.cut {
            eprintln!("line {number} is longer than {longest} bytes; only its beginning was read");
        }
        let line = line.text.trim_end_matches('\r');
        if args.records {
            if line.trim().is_empty() {
                continue;
            }
            let record: Record =
                serde_json::from_str(line).with_context(|| format!("line {number} is not a record"))?;
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

/// A line of input without its end.
struct Line {
    text: String,
    /// Whether there was more of it than is held in memory.
    cut: bool,
}

/// The next line, however broken; none at the end of the input.
fn next_line(input: &mut impl BufRead, longest: usize) -> io::Result<Option<Line>> {
    let mut held = Vec::new();
    if input.by_ref().take(longest as u64 + 1).read_until(b'\n', &mut held)? == 0 {
        return Ok(None);
    }
    let ended = held.pop_if(|last| *last == b'\n').is_some();
    let cut = !ended && held.len() > longest;
    if cut {
        held.truncate(longest);
        input.skip_until(b'\n')?;
    }
    Ok(Some(Line { text: String::from_utf8_lossy(&held).into_owned(), cut }))
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

#[cfg(test)]
mod tests {
    use super::next_line;

    #[test]
    fn long_lines_are_cut_and_the_next_is_whole() {
        let mut input = &b"abcd\nabcde\n\nab\xff"[..];
        let lines = std::iter::from_fn(|| next_line(&mut input, 4).ok().flatten());
        let lines: Vec<(String, bool)> = lines.map(|line| (line.text, line.cut)).collect();
        let expected = [("abcd", false), ("abcd", true), ("", false), ("ab\u{fffd}", false)];
        assert_eq!(lines, expected.map(|(text, cut)| (text.to_owned(), cut)));
    }
}
