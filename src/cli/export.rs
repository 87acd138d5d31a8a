//! `sparring export`: a session or a challenge as CSV or JSON, or where the reader was wrong, for whoever runs the program.

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use super::database::{self, DatabaseArguments};
use super::guilds::guild_with;
use super::leaderboard::now;
use crate::classroom::{Cell, sheet};
use crate::host::{Catalogue, Host, Live, Misreading, UserError};
use crate::session::Input;

/// What to write out, and how.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// The id of a session or a challenge.
    #[arg(required = true)]
    id: Option<String>,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// The Discord server, where several have a challenge of this id.
    #[arg(long, value_name = "SERVER")]
    guild: Option<String>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Messages whose reading was taken back or denied, of learners who agreed to share them; no name, no time.
    Misreadings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For spreadsheets; no text in it can turn into a formula.
    Csv,
    /// For programs.
    Json,
}

/// Writes to standard output. 0 when it was written, 1 when there is nothing of this id.
pub(super) fn run(arguments: &Arguments, database: &DatabaseArguments) -> ExitCode {
    let printed = super::in_runtime(async {
        let id = arguments.id.as_deref().unwrap_or_default();
        let store = database::open(database).await?;
        let host = Host::new(store.clone(), Catalogue::embedded());
        let written = match (&arguments.what, guild_with(&store, id, arguments.guild.as_deref()).await?) {
            (Some(What::Misreadings), _) => misreadings(&host).await?,
            (None, Some(guild)) => challenge(&host, &guild, id, arguments).await?,
            (None, None) => session(&host, id, arguments).await?,
        };
        store.close().await;
        super::print(&written).map_err(unwritten)
    });
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sparring export: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn challenge(host: &Host, guild: &str, id: &str, arguments: &Arguments) -> Result<String, UserError> {
    let Some(results) = host.results_for_operator(guild, id, now()).await? else { return Ok(String::new()) };
    match arguments.format {
        Format::Csv => Ok(results.csv()),
        Format::Json => json(&results),
    }
}

/// A JSON line for every message that was misread.
async fn misreadings(host: &Host) -> Result<String, UserError> {
    let line = |one: &Misreading| serde_json::to_string(one).map(|line| line + "\n").map_err(unwritten);
    host.misreadings().await?.iter().map(line).collect()
}

async fn session(host: &Host, id: &str, arguments: &Arguments) -> Result<String, UserError> {
    let live = host.resume(id).await.map_err(|error| match error.code {
        "unknown_session" => UserError::new(
            "unknown_id",
            format!("There is no session and no challenge called {id:?} in this database."),
            "Check the id, or name another database with --database.",
        ),
        _ => error,
    })?;
    match arguments.format {
        Format::Csv => Ok(transcript(&live)),
        Format::Json => json(&serde_json::json!({
            "session": live.id,
            "owner": live.owner,
            "challenge": live.challenge,
            "persona": live.briefing.id,
            "variant": live.variant,
            "difficulty": live.difficulty,
            "rated": live.rated,
            "open": live.open,
            "created_at": live.created_at,
            "transcript": live.transcript,
            "debrief": live.debrief,
            "sealed_until": live.sealed.as_ref().map(|sealed| sealed.until),
        })),
    }
}

/// A line for every step, the opening first.
fn transcript(live: &Live) -> String {
    const HEADING: &[&str] = &[
        "step",
        "turn",
        "learner did",
        "learner said",
        "acts heard",
        "counterpart said",
        "counterpart's acts",
        "learner's offer",
        "counterpart's offer",
        "status",
    ];
    let package = |package: &Option<crate::negotiation::Package>| -> Cell {
        package.as_ref().and_then(|package| serde_json::to_string(package).ok()).into()
    };
    let rows = live.transcript.iter().enumerate().map(|(step, turn)| {
        let (did, said) = match &turn.input {
            None => ("", None),
            Some(Input::Say(text)) => ("said", Some(text.clone())),
            Some(Input::Offer(offer)) => {
                let words = [&offer.say, &offer.reason, &offer.ask];
                let words: Vec<&str> = words.iter().filter_map(|words| words.as_deref()).collect();
                ("offered", (!words.is_empty()).then(|| words.join(" / ")))
            }
            Some(Input::Accept(_)) => ("accepted", None),
            Some(Input::Walk) => ("walked", None),
            Some(Input::Undo) => ("took back", None),
        };
        let names = |acts: &[crate::negotiation::Act]| acts.iter().map(|act| act.name()).collect::<Vec<_>>().join(" ");
        let heard = turn.heard.as_ref().map(|heard| names(&heard.acts)).unwrap_or_default();
        vec![
            Cell::from(step as i64),
            turn.turn.into(),
            did.into(),
            said.into(),
            heard.into(),
            turn.reply.text.as_str().into(),
            names(&turn.reply.acts).into(),
            package(&turn.standing.learner),
            package(&turn.standing.counterpart),
            turn.status.name().into(),
        ]
    });
    sheet(HEADING, rows)
}

fn json(whole: &impl serde::Serialize) -> Result<String, UserError> {
    serde_json::to_string_pretty(whole).map(|text| text + "\n").map_err(unwritten)
}

fn unwritten(error: impl std::fmt::Display) -> UserError {
    UserError::new("output", format!("It can't be written: {error}."), "")
}
