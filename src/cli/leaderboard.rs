//! `sparring leaderboard`: a server's boards, for whoever runs the program.

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::database::{self, DatabaseArguments};
use super::guilds::one_guild;
use crate::classroom::{Cell, Metric, Period, Scope, sheet};
use crate::host::classroom::{BoardAsk, BoardPage, Place};
use crate::host::{Catalogue, Host, UserError};

/// Which board to print, and how.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What to rank by.
    #[arg(long, default_value = Metric::default().name(), value_parser = metrics())]
    metric: Metric,
    /// Only runs with this persona.
    #[arg(long, conflicts_with = "challenge")]
    persona: Option<String>,
    /// Only runs of this challenge.
    #[arg(long)]
    challenge: Option<String>,
    /// All time, or a month such as 2026-11.
    #[arg(long, default_value = "all")]
    period: Period,
    /// The Discord server; not needed where the database holds one class only.
    #[arg(long, value_name = "SERVER")]
    guild: Option<String>,
    /// How many places to print.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=100_000))]
    limit: i64,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

fn metrics() -> impl TypedValueParser<Value = Metric> {
    PossibleValuesParser::new(Metric::ALL.map(Metric::name)).try_map(|name| name.parse::<Metric>())
}

/// Prints a board. 0 when it was shown, 1 when something was missing.
pub(super) fn run(arguments: &Arguments, database: &DatabaseArguments) -> ExitCode {
    let printed = super::in_runtime(async {
        let store = database::open(database).await?;
        let host = Host::new(store.clone(), Catalogue::embedded());
        let guild = one_guild(&store, arguments.guild.as_deref()).await?;
        let scope = match (&arguments.persona, &arguments.challenge) {
            (Some(persona), _) => Scope::Persona(persona.clone()),
            (None, Some(challenge)) => Scope::Challenge(challenge.clone()),
            (None, None) => Scope::All,
        };
        let ask = BoardAsk { metric: arguments.metric, scope, period: arguments.period };
        let page = host.page(&guild, &ask, (arguments.limit, None), now()).await?;
        store.close().await;
        let written = match arguments.format {
            Format::Table => table(&ask, &page),
            Format::Csv => csv(&page),
            Format::Json => json(&ask, &page)?,
        };
        super::print(&written).map_err(|error| unwritten(&error.to_string()))
    });
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sparring leaderboard: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Now, in milliseconds since 1970.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn table(ask: &BoardAsk, page: &BoardPage) -> String {
    if page.places.is_empty() {
        return "Nobody is listed yet: it takes 5 rated runs in 3 challenges.\n".to_owned();
    }
    let unit = if ask.metric == Metric::Improvement { "gain" } else { "mean T" };
    let widest = page.places.iter().map(|place| place.name.chars().count()).max().unwrap_or(0).max(4);
    let mut out = format!("{:>5}  {:<widest$}  {unit:>7}  {:>5}  {:>10}\n", "rank", "name", "runs", "challenges");
    for Place { rank, name, value, runs, challenges } in &page.places {
        out += &format!("{rank:>5}  {name:<widest$}  {value:>7.2}  {runs:>5}  {challenges:>10}\n");
    }
    out + &format!("\n{} of {} people listed.\n", page.places.len(), page.people)
}

fn csv(page: &BoardPage) -> String {
    let row = |place: &Place| -> Vec<Cell> {
        vec![
            place.rank.into(),
            place.name.as_str().into(),
            place.value.into(),
            place.runs.into(),
            place.challenges.into(),
        ]
    };
    sheet(&["rank", "name", "value", "runs", "challenges"], page.places.iter().map(row))
}

fn json(ask: &BoardAsk, page: &BoardPage) -> Result<String, UserError> {
    let whole = serde_json::json!({
        "metric": ask.metric.name(),
        "scope": ask.scope.to_string(),
        "period": ask.period.to_string(),
        "people": page.people,
        "places": page.places,
    });
    serde_json::to_string_pretty(&whole).map(|text| text + "\n").map_err(|error| unwritten(&error.to_string()))
}

fn unwritten(error: &str) -> UserError {
    UserError::new("output", format!("The board can't be written: {error}."), "")
}
