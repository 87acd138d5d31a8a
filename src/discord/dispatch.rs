//! The one dispatcher: an event comes in, one function is called.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serenity::all::ApplicationId;

use super::answer::Answer;
use super::event::{Ask, Event, Kind, Said};
use super::messages::{self, Own};
use super::play::{self, Play, Via};
use super::{Bot, catchup, commands, controls};
use crate::session::Input;

/// Deals with an event.
pub(crate) async fn dispatch(bot: &Arc<Bot>, event: Event) {
    bot.gauges.event(name(&event));
    match event {
        Event::Ready { user, name, application, guilds } => {
            bot.me.store(user, Ordering::Relaxed);
            bot.wire.known_as(ApplicationId::new(application));
            bot.gauges.guilds(guilds);
            tracing::info!(guilds, reads = bot.reads.load(Ordering::Relaxed), "connected");
            tracing::info!("{}", ready(&name, guilds));
            catchup::everywhere(bot);
        }
        Event::Resumed => {}
        Event::Line { shard, open, lost } => {
            bot.gauges.line(shard, open);
            if lost {
                tracing::info!(shard, "the connection was lost; connecting anew");
            }
        }
        Event::Said(said) => heard(bot, said).await,
        Event::Deleted(messages) => deleted(bot, &messages).await,
        Event::ThreadGone(thread) => {
            if let Some(table) = bot.tables.remove(thread) {
                tracing::info!(
                    session = table.session,
                    "a table's thread was deleted; the session waits for its learner"
                );
            }
        }
        Event::Removed(guild) => tracing::info!(guild, "removed from a server; its sessions end when they have idled"),
        Event::Asked(ask) => asked(bot, *ask).await,
    }
}

/// What whoever started the bot wants to know.
fn ready(name: &str, guilds: usize) -> String {
    let servers = match guilds {
        0 => "no server yet; `sparring doctor` prints the invite link".to_owned(),
        1 => "1 server".to_owned(),
        many => format!("{many} servers"),
    };
    format!("Ready as {name} in {servers}. Ctrl-C stops; nothing is lost.")
}

fn name(event: &Event) -> &'static str {
    match event {
        Event::Ready { .. } => "ready",
        Event::Resumed => "resumed",
        Event::Line { .. } => "line",
        Event::Said(_) => "message",
        Event::Deleted(_) => "deletion",
        Event::ThreadGone(_) => "thread_gone",
        Event::Removed(_) => "removed",
        Event::Asked(ask) => match ask.kind {
            Kind::Command { .. } => "command",
            Kind::Suggest { .. } => "suggest",
            Kind::Press { .. } => "press",
            Kind::Form { .. } => "form",
        },
    }
}

/// A message at a table. Whoever else writes there is left alone: they aren't playing.
async fn heard(bot: &Arc<Bot>, said: Said) {
    let Some(table) = bot.tables.at(said.place) else {
        if bot.tables.tells_erased(said.place, said.author) {
            let note = messages::house_note(&messages::stopped(Own::Erased).content);
            play::say_in(bot, said.place, &note, Some(said.id)).await;
        }
        return;
    };
    if !bot.is_move(&said, table.owner) || bot.closing.load(Ordering::Relaxed) {
        return;
    }
    let (bot, lane, order) = (bot.clone(), table.session.clone(), said.id);
    bot.clone().queues.push(&lane, order, async move {
        catchup::at_table(&bot, said.place, &table.session, table.owner).await;
        let text = bot.words(&said.text);
        if text.is_empty() {
            return wordless(&bot, &table.session, &said).await;
        }
        let play = Play {
            session: table.session,
            author: said.author,
            input: Input::Say(text),
            brought_by: said.id.to_string(),
            at: bot.now(),
        };
        play::play(&bot, play, Via::Message(said.id)).await;
    });
}

/// A message without words we may read: said once at a table, so that nobody talks into the void.
async fn wordless(bot: &Bot, session: &str, said: &Said) {
    if !bot.reads.load(Ordering::Relaxed) {
        let Ok(live) = bot.host.resume(session).await else { return };
        if bot.tables.tells_first("cannot_read", session) {
            play::say_in(
                bot,
                said.place,
                &messages::cannot_read(session, &live.briefing.counterpart_name),
                Some(said.id),
            )
            .await;
        }
    } else if said.carries && bot.tables.tells_first("words_only", session) {
        play::say_in(bot, said.place, &messages::words_only(), Some(said.id)).await;
    }
}

/// Whoever deletes a message takes their words out of our records too.
async fn deleted(bot: &Bot, messages: &[u64]) {
    for message in messages {
        match bot.host.blank(&message.to_string()).await {
            Ok(true) => tracing::info!("a deleted message was blanked"),
            Ok(false) => {}
            Err(error) => tracing::warn!(code = error.code, "a deleted message could not be blanked"),
        }
    }
}

async fn asked(bot: &Arc<Bot>, ask: Ask) {
    if !bot.first_time(ask.id) {
        return;
    }
    let mut answer = Answer::to(&ask, &bot.wire);
    if bot.closing.load(Ordering::Relaxed) {
        if !matches!(ask.kind, Kind::Suggest { .. }) {
            answer.tell(&messages::stopped(Own::Closing)).await;
        }
        return;
    }
    // In boxes: what all commands and controls need at most would be moved about for each.
    let outcome = match &ask.kind {
        Kind::Command { path, options, .. } => Box::pin(commands::run(bot, &ask, path, options, answer)).await,
        Kind::Suggest { path, options, typing, so_far } => {
            commands::suggest(bot, &ask, path, options, (typing, so_far), answer).await
        }
        Kind::Press { id, picked } => Box::pin(controls::pressed(bot, &ask, id, picked, answer)).await,
        Kind::Form { id, fields } => Box::pin(controls::filled(bot, &ask, id, fields, answer)).await,
    };
    if let Err(trouble) = outcome {
        // Answered: another process was faster, or it came twice. Late: the person was shown that it failed.
        tracing::info!(%trouble, "an interaction was not answered");
    }
}

impl Bot {
    /// Whether a message at a table is meant for the counterpart: its learner's, and to nobody else by name.
    pub(crate) fn is_move(&self, said: &Said, owner: u64) -> bool {
        let me = self.me.load(Ordering::Relaxed);
        let to_others = said.mentions.iter().any(|one| *one != me && *one != said.author);
        !said.automatic && said.author == owner && !to_others
    }

    /// The words of a message, without the mention that lets the bot read it.
    pub(crate) fn words(&self, text: &str) -> String {
        let me = self.me.load(Ordering::Relaxed);
        let words = text.replace(&format!("<@{me}>"), "").replace(&format!("<@!{me}>"), "");
        words.trim().to_owned()
    }
}
