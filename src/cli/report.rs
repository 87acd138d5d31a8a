//! `sparring report`: a talk with its debrief as one web page, to read, to print, to hand out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::host::{Catalogue, Host, Live, UserError};
use crate::report::page::{Note, SessionPage, session_page};
use crate::report::{Brief, Case, DealMap};

use super::database::{self, DatabaseArguments};

/// Whose talks a terminal keeps.
const TERMINAL: &str = "terminal";
/// Talks that an unknown id is answered with.
const LATEST: i64 = 5;

/// Write a talk with its debrief as one web page: annotated turn by turn, with pictures, to read, print or hand out.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The session's id.
    session: String,
    /// The file to write; without it the page goes to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The learner's name on the page.
    #[arg(long, value_name = "NAME")]
    learner: Option<String>,
    /// A note to the learner, printed below the outcome.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Who wrote the note.
    #[arg(long, value_name = "NAME", default_value = "your instructor", requires = "note")]
    by: String,
    #[command(flatten)]
    database: DatabaseArguments,
}

/// Writes the page. 0 when it is written, 1 when something was missing or in the way.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match super::in_runtime(page(arguments)).and_then(|page| deliver(&page, arguments.output.as_deref())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn page(arguments: &Arguments) -> Result<String, UserError> {
    let host = Host::new(database::open(&arguments.database).await?, Catalogue::embedded());
    let live = match host.resume(&arguments.session).await {
        Err(error) if error.code == "unknown_session" => return Err(with_the_latest(&host, error).await),
        found => found?,
    };
    let deals = if live.debrief.is_some() { host.deals(&live.id).await? } else { None };
    let case = Case::of(&live.briefing);
    let map = live.debrief.as_ref().zip(deals);
    let map = map.map(|(found, all)| DealMap::of(&case, &found.outcome, all.deals, all.frontier));
    Ok(session_page(&SessionPage {
        case,
        scenario: &live.briefing.scenario,
        brief: Brief::of(&live.briefing),
        learner: arguments.learner.as_deref().unwrap_or_else(|| name(&live.owner)),
        about: about(&live),
        transcript: &live.transcript,
        debrief: live.debrief.as_ref(),
        open: live.open,
        sealed: None,
        deals: map,
        note: arguments.note.clone().map(|text| Note { by: arguments.by.clone(), text }),
    }))
}

/// A learner without a name: whoever sat at the terminal, else the id.
fn name(owner: &str) -> &str {
    if owner == TERMINAL { "The learner" } else { owner }
}

/// What stands at the top. The variant would tell whether a deal is possible: only once the talk has ended.
fn about(live: &Live) -> Vec<(&'static str, String)> {
    let counted = live.transcript.iter().map(|turn| turn.turn).max().unwrap_or(0);
    let case = match &live.debrief {
        Some(_) => format!("{}, {}, {}", live.briefing.id, live.variant, live.difficulty.name()),
        None => format!("{}, {}", live.briefing.id, live.difficulty.name()),
    };
    let mut about = vec![("Began", date(live.created_at))];
    about.extend(live.ended_at.map(|at| ("Ended", date(at))));
    about.extend([("Turns", format!("{counted} of {}", live.briefing.turns)), ("Case", case)]);
    about.push(("Session", live.id.clone()));
    about
}

/// A time in milliseconds since 1970 as a reader likes it.
fn date(at: i64) -> String {
    let written = |time: Timestamp| time.to_zoned(TimeZone::UTC).strftime("%-d %B %Y, %H:%M UTC").to_string();
    Timestamp::from_millisecond(at).map_or_else(|_| "unknown".into(), written)
}

/// An unknown id, answered with those that there are.
async fn with_the_latest(host: &Host, error: UserError) -> UserError {
    let past = host.history(TERMINAL, LATEST, None).await.unwrap_or_default();
    let open = host.open_of(TERMINAL).await.unwrap_or_default();
    let open = open.iter().map(|head| format!("{} ({}, still open)", head.id, head.persona));
    let past = past.iter().map(|row| format!("{} ({}, {})", row.id, row.persona, row.status.replace('_', " ")));
    let known: Vec<String> = past.chain(open).collect();
    let hint = match known.is_empty() {
        true => "Check --database: no talk from a terminal is in it.".to_owned(),
        false => format!("The latest here: {}.", known.join("; ")),
    };
    UserError { hint, ..error }
}

fn deliver(page: &str, output: Option<&Path>) -> Result<(), UserError> {
    let Some(path) = output else { return super::print(page).map_err(|error| unwritable("the page", &error)) };
    fs::write(path, page).map_err(|error| unwritable(&path.display().to_string(), &error))?;
    let told = format!("{}: {} kB. Any browser opens it.\n", path.display(), page.len().div_ceil(1000));
    super::print(&told).map_err(|error| unwritable("the page", &error))
}

fn unwritable(what: &str, error: &io::Error) -> UserError {
    let hint = "Name a file in a folder that exists and that you may write to: -o report.html.";
    UserError::new("unwritable", format!("{what} can't be written: {error}."), hint)
}
