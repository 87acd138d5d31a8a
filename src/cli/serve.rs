//! `sparring serve`: the Discord bot. `sparring doctor`: what it needs to run.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

use crate::discord::{self, Finding, Refused, Settings, Severity, Token};
use crate::host::{Host, UserError};

use super::database::{self, DatabaseArguments};
use super::personas;

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// Lines for people.
    Text,
    /// A JSON object a line.
    Json,
}

/// Run the Discord bot. The token is read from DISCORD_TOKEN.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The shards of this process: 0..4/16 is 0 to 3 of 16 [default: one for everything]
    #[arg(long, value_name = "RANGE")]
    shards: Option<String>,
    /// A session ends by itself after this long without a move: 3d, 72h, 30m.
    #[arg(long, value_name = "TIME", default_value = "3d")]
    idle: String,
    /// Serve /healthz and /metrics here, on this machine only: 127.0.0.1:9464
    #[arg(long, value_name = "ADDRESS", env = "SPARRING_HEALTH")]
    health: Option<SocketAddr>,
    /// How much is logged on standard error: error, warn, info, debug.
    #[arg(long, value_name = "LEVEL", default_value = "info", env = "SPARRING_LOG")]
    log: tracing::Level,
    /// How it is logged: lines for people, or JSON [default: text in a terminal, JSON elsewhere]
    #[arg(long, value_name = "FORMAT", env = "SPARRING_LOG_FORMAT")]
    log_format: Option<LogFormat>,
    /// A folder of further personas.
    #[arg(long, value_name = "DIR")]
    personas: Option<PathBuf>,
}

/// Look for what keeps the bot from running, and print the invite link.
#[derive(Debug, Args)]
pub struct DoctorArguments {
    /// A folder of further personas.
    #[arg(long, value_name = "DIR")]
    personas: Option<PathBuf>,
}

/// Runs the bot until it is told to stop. 0 when it was, 1 when it couldn't start.
pub(super) fn run(arguments: &Arguments, database: &DatabaseArguments) -> ExitCode {
    let usual = if std::io::stderr().is_terminal() { LogFormat::Text } else { LogFormat::Json };
    log(arguments.log, arguments.log_format.unwrap_or(usual));
    let served = settings(arguments).map_err(told).and_then(|settings| {
        super::in_runtime(async {
            let host = open(arguments.personas.as_ref(), database).await?;
            discord::serve(host, settings).await.map_err(told)
        })
    });
    finished(served)
}

/// Looks around. 0 when nothing is in the way, 1 when something is.
pub(super) fn doctor(arguments: &DoctorArguments, database: &DatabaseArguments) -> ExitCode {
    let settings = reach();
    let mut findings = match &settings {
        Ok(_) => vec![Finding::fine("DISCORD_TOKEN has the shape of a bot token.")],
        Err(refused) => vec![Finding::error(refused.message.clone(), refused.hint.clone())],
    };
    let looked = super::in_runtime(async {
        let mut found = match open(arguments.personas.as_ref(), database).await {
            Ok(host) => discord::examine_host(&host).await,
            Err(error) => vec![Finding::error(error.message, error.hint)],
        };
        if let Ok(settings) = &settings {
            found.extend(discord::examine_discord(settings).await);
        }
        Ok(found)
    });
    match looked {
        Ok(found) => findings.extend(found),
        Err(error) => findings.push(Finding::error(error.message, error.hint)),
    }
    let lines: Vec<String> = findings.iter().map(line).collect();
    if super::print(&(lines.join("\n") + "\n")).is_err() || findings.iter().any(|one| one.severity == Severity::Error) {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn line(finding: &Finding) -> String {
    let sign = match finding.severity {
        Severity::Fine => "ok     ",
        Severity::Warning => "warning",
        Severity::Error => "error  ",
    };
    let fix = if finding.fix.is_empty() { String::new() } else { format!("\n         {}", finding.fix) };
    format!("{sign}  {}{fix}", finding.message)
}

async fn open(folder: Option<&PathBuf>, arguments: &DatabaseArguments) -> Result<Host, UserError> {
    let catalogue = personas::catalogue(folder.map(PathBuf::as_path))?;
    Ok(Host::new(database::open(arguments).await?, catalogue))
}

/// The token, and the proxy it may go to.
fn reach() -> Result<Settings, Refused> {
    let mut settings = Settings::new(Token::given(std::env::var("DISCORD_TOKEN").ok().as_deref())?);
    let proxy = std::env::var("DISCORD_PROXY").ok().filter(|value| !value.trim().is_empty());
    settings.proxy = proxy.map(|proxy| discord::proxy(&proxy)).transpose()?;
    Ok(settings)
}

fn settings(arguments: &Arguments) -> Result<Settings, Refused> {
    let shards = arguments.shards.as_deref().map(discord::shard_range).transpose()?;
    let idle = discord::span(&arguments.idle)?;
    Ok(Settings { shards, idle, health: arguments.health, ..reach()? })
}

fn told(refused: Refused) -> UserError {
    UserError::new("discord", refused.message, refused.hint)
}

fn finished(outcome: Result<(), UserError>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Logs to standard error. Libraries are heard from warnings on only: below that they would tell what people write.
fn log(level: tracing::Level, format: LogFormat) {
    use tracing_subscriber::Layer;
    use tracing_subscriber::filter::{LevelFilter, Targets};
    use tracing_subscriber::layer::SubscriberExt;
    use tracing_subscriber::util::SubscriberInitExt;

    let loud = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("sparring", level)
        .with_target("serenity", LevelFilter::ERROR)
        // What ends a connection is told by the bot, in words that say what to do.
        .with_target("serenity::gateway::shard", LevelFilter::OFF)
        .with_target("serenity::gateway::bridge::shard_runner", LevelFilter::OFF);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match format {
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
        LogFormat::Text => lines.with_ansi(false).with_target(false).with_timer(Watch).boxed(),
    };
    // A subscriber that is there already is as good.
    let _ = tracing_subscriber::registry().with(loud).with(lines).try_init();
}

/// The time of day, for whoever watches the log.
struct Watch;

impl FormatTime for Watch {
    fn format_time(&self, line: &mut Writer<'_>) -> std::fmt::Result {
        write!(line, "{}", jiff::Timestamp::now().strftime("%H:%M:%S UTC"))
    }
}
