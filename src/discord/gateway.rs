//! Connecting, and staying connected: the way to Discord is checked before the token goes anywhere; when the application
//! may not have the message content intent, the bot goes on without it and says so.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serenity::all::{ApplicationId, Client, ClientBuilder, GatewayError, GatewayIntents, Http, HttpBuilder};

use super::event::Handler;
use super::health::{self, Gauges};
use super::settings::{self, Refused, Settings};
use super::wire::Wire;
use super::{Bot, catchup, commands, idle, shutdown};
use crate::host::Host;

const INTENTS: GatewayIntents = GatewayIntents::GUILDS.union(GatewayIntents::GUILD_MESSAGES);

/// How often the start is tried when Discord can't be reached.
const TRIES: u32 = 6;

/// The first wait before connecting anew; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(5);

/// The longest wait. Discord resets the token of a bot that identifies itself a thousand times a day.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// How long saying goodbye to a shard's gateway may take. Nothing is left to be done then.
const GOODBYE: Duration = Duration::from_secs(1);

/// What stops the bot.
enum End {
    /// It was asked to.
    Asked,
    /// The gateway ended.
    Gateway(Result<(), serenity::Error>),
}

/// Runs the bot until it is told to stop. Returns when all work under way is done.
///
/// # Errors
/// When the bot can't start: a token that Discord refuses, an address the token may not go to, a store that can't be read.
pub async fn serve(host: Host, settings: Settings) -> Result<(), Refused> {
    let gauges = Gauges::new().map_err(|error| {
        Refused::new(format!("The metrics could not be set up: {error}."), "This is a bug; please report it.")
    })?;
    let http = Arc::new(http(&settings));
    let wire = Wire::new(http.clone(), gauges.clone());
    let bot = Arc::new(Bot::new(host, wire, settings, gauges));
    let open = catchup::learn_tables(&bot).await.map_err(|error| Refused::new(error.message, error.hint))?;
    if let Some(address) = bot.settings.health {
        health::serve(bot.clone(), address).await?;
    }
    let application = application(&http).await?;
    bot.wire.known_as(ApplicationId::new(application));
    bot.application.store(application, Ordering::Relaxed);
    match bot.wire.register(&commands::definitions()).await {
        Ok(count) => tracing::info!(count, open, "commands are registered"),
        Err(trouble) => {
            tracing::error!(%trouble, "commands could not be registered; those of an earlier start still work")
        }
    }
    let idle = tokio::spawn(idle::watch(bot.clone()));
    let ended = run(&bot, &http).await;
    idle.abort();
    bot.host.close().await;
    tracing::info!("stopped");
    ended
}

/// Connects, once with the message content intent and, where that is refused, again without.
async fn run(bot: &Arc<Bot>, http: &Arc<Http>) -> Result<(), Refused> {
    let mut intents = INTENTS | GatewayIntents::MESSAGE_CONTENT;
    let mut wait = FIRST_WAIT;
    loop {
        let began = Instant::now();
        bot.reads.store(intents.contains(GatewayIntents::MESSAGE_CONTENT), Ordering::Relaxed);
        let end = connect(bot, http, intents).await?;
        bot.gauges.disconnected();
        match end {
            End::Asked => return Ok(()),
            End::Gateway(Err(serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents)))
                if intents != INTENTS =>
            {
                tracing::warn!(
                    "Discord refuses the message content intent (4014). Going on without it: people talk through the Say… form and mentions. \
                     To change that, switch Message Content Intent on in the developer portal, under Bot, and restart."
                );
                intents = INTENTS;
            }
            End::Gateway(Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication))) => {
                return Err(refused_token());
            }
            End::Gateway(Err(serenity::Error::Gateway(GatewayError::InvalidGatewayIntents))) => {
                return Err(Refused::new(
                    "Discord doesn't know the intents that the bot asks for.",
                    "This is a bug in the bot; please report it.",
                ));
            }
            End::Gateway(outcome) => {
                let error = outcome.err().map_or_else(|| "it ended".to_owned(), |error| error.to_string());
                tracing::warn!(error, "the gateway connection ended; connecting anew");
                if began.elapsed() > LONGEST_WAIT {
                    wait = FIRST_WAIT;
                }
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }
}

async fn connect(bot: &Arc<Bot>, http: &Arc<Http>, intents: GatewayIntents) -> Result<End, Refused> {
    let url = gateway_url(bot, http).await?;
    // The library asks for the address again and falls back to one of its own: what was checked is put in its place.
    let own = self::http(&bot.settings);
    own.set_application_id(ApplicationId::new(bot.application.load(Ordering::Relaxed)));
    let built = ClientBuilder::new_with_http(own, intents).event_handler(Handler(bot.clone())).await;
    let mut client =
        built.map_err(|error| Refused::new(format!("The connection could not be set up: {error}."), "Try again."))?;
    *client.ws_url.lock().await = url;
    let shards = client.shard_manager.clone();
    let stop = async {
        shutdown::asked_to_stop().await;
        tracing::info!("asked to stop");
        // Takes nothing new, finishes what is under way, and only then says goodbye.
        bot.closing.store(true, Ordering::Relaxed);
        if tokio::time::timeout(bot.settings.grace, bot.queues.finish()).await.is_err() {
            tracing::warn!("some answers were not posted in time; they follow after the next start");
        }
        // One shard after the other, within half a second each, and then as long as Discord takes to say goodbye too.
        // Before the first connection this would wait for ever.
        let count = u32::try_from(shards.shards_instantiated().await.len()).unwrap_or(u32::MAX).clamp(1, 8);
        let _ = tokio::time::timeout(GOODBYE * count, shards.shutdown_all()).await;
    };
    tokio::select! {
        () = stop => Ok(End::Asked),
        outcome = start(&mut client, &bot.settings) => Ok(End::Gateway(outcome)),
    }
}

async fn start(client: &mut Client, settings: &Settings) -> Result<(), serenity::Error> {
    match &settings.shards {
        // The library's range includes its end.
        Some((range, total)) => client.start_shard_range(range.start..range.end - 1, *total).await,
        None => client.start().await,
    }
}

pub(super) fn http(settings: &Settings) -> Http {
    let builder = HttpBuilder::new(settings.token.secret());
    match &settings.proxy {
        Some(proxy) => builder.proxy(proxy).ratelimiter_disabled(true).build(),
        None => builder.build(),
    }
}

async fn gateway_url(bot: &Bot, http: &Http) -> Result<String, Refused> {
    let url = patiently("the gateway's address", || http.get_gateway()).await?.url;
    settings::gateway(&url, bot.settings.proxy.is_some())?;
    Ok(url)
}

async fn application(http: &Http) -> Result<u64, Refused> {
    Ok(patiently("the application", || http.get_current_application_info()).await?.id.get())
}

/// Asks Discord until it answers; a token it refuses is not tried again.
async fn patiently<T, F>(what: &str, ask: impl Fn() -> F) -> Result<T, Refused>
where
    F: Future<Output = serenity::Result<T>>,
{
    let mut wait = Duration::from_millis(500);
    let mut tried = 0;
    loop {
        tried += 1;
        let answer = tokio::time::timeout(Duration::from_secs(10), ask()).await;
        let error = match answer {
            Ok(Ok(found)) => return Ok(found),
            Ok(Err(serenity::Error::Http(error)))
                if error.status_code().is_some_and(|status| status.as_u16() == 401) =>
            {
                return Err(refused_token());
            }
            Ok(Err(serenity::Error::Http(error))) => {
                error.status_code().map_or_else(|| "no answer".into(), |status| format!("status {status}"))
            }
            Ok(Err(_)) => "an answer that makes no sense".to_owned(),
            Err(_) => "no answer".to_owned(),
        };
        if tried >= TRIES {
            return Err(Refused::new(
                format!("Discord could not be asked for {what}: {error}."),
                "Check the network, and DISCORD_PROXY if it is set.",
            ));
        }
        tracing::warn!(error, what, "Discord did not answer; trying again");
        tokio::time::sleep(wait).await;
        wait *= 2;
    }
}

pub(super) fn refused_token() -> Refused {
    Refused::new(
        "Discord refuses this token.",
        "It was reset or mistyped. Take a new one from the developer portal: your application, Bot, Reset Token.",
    )
}
