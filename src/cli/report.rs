//! `sparring report`: a talk with its debrief, or a challenge with its class, as one web page to read, to print, to hand out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::host::{Catalogue, Cover, Host, UserError};
use crate::report::page::Note;

use super::database::{self, DatabaseArguments};
use super::guilds::guild_with;
use super::leaderboard::now;

/// Whose talks a terminal keeps.
const TERMINAL: &str = "terminal";
/// Talks that an unknown id is answered with.
const LATEST: i64 = 5;

/// Write a talk with its debrief as one web page: annotated turn by turn, with pictures, to read, print or hand out. Or a
/// challenge: who stands where, all deals against the frontier, rows by concept, the talks. What is sealed stays out of it.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The id of a session or a challenge.
    id: String,
    /// The file to write; without it the page goes to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The Discord server, where several have a challenge of this id.
    #[arg(long, value_name = "SERVER")]
    guild: Option<String>,
    /// The learner's name on the page of a session.
    #[arg(long, value_name = "NAME")]
    learner: Option<String>,
    /// A note to the learner, printed below the outcome.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Who wrote the note.
    #[arg(long, value_name = "NAME", default_value = "your instructor", requires = "note")]
    by: String,
}

/// Writes the page. 0 when it is written, 1 when something was missing or in the way.
pub(super) fn run(arguments: &Arguments, database: &DatabaseArguments) -> ExitCode {
    match super::in_runtime(page(arguments, database)).and_then(|page| deliver(&page, arguments.output.as_deref())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn page(arguments: &Arguments, database: &DatabaseArguments) -> Result<String, UserError> {
    let store = database::open(database).await?;
    let host = Host::new(store.clone(), Catalogue::embedded());
    let written = match guild_with(&store, &arguments.id, arguments.guild.as_deref()).await? {
        Some(guild) => challenge(&host, &guild, arguments).await,
        None => session(&host, arguments).await,
    };
    store.close().await;
    written
}

async fn challenge(host: &Host, guild: &str, arguments: &Arguments) -> Result<String, UserError> {
    if arguments.learner.is_some() || arguments.note.is_some() {
        let message =
            format!("{:?} is a challenge: --learner and --note belong to the page of one talk.", arguments.id);
        return Err(UserError::new("not_a_session", message, "Leave them out, or name a session."));
    }
    let page = host.challenge_page_for_operator(guild, &arguments.id, now()).await?;
    page.ok_or_else(|| unknown(&arguments.id))
}

async fn session(host: &Host, arguments: &Arguments) -> Result<String, UserError> {
    let note = arguments.note.clone().map(|text| Note { by: arguments.by.clone(), text });
    let cover = Cover { learner: arguments.learner.clone(), note };
    match host.page_for_operator(&arguments.id, cover).await {
        Err(error) if error.code == "unknown_session" => Err(with_the_latest(host, unknown(&arguments.id)).await),
        written => written,
    }
}

fn unknown(id: &str) -> UserError {
    let message = format!("There is no session and no challenge called {id:?} in this database.");
    UserError::new("unknown_id", message, "")
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
