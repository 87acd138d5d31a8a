//! Messages that came while the bot was away. A session's first event after a gap waits until they were fetched, so that
//! nothing is heard out of order.

use std::sync::Arc;

use super::commands::spar;
use super::event::Said;
use super::play::{self, Play, Via};
use super::wire::Trouble;
use super::{Bot, thread};
use crate::host::UserError;
use crate::session::Input;

/// The most pages of a hundred messages that are fetched for one session.
const PAGES: usize = 5;

/// Learns which threads are tables, before the first event comes.
///
/// # Errors
/// When the store can't be read.
pub(crate) async fn learn_tables(bot: &Bot) -> Result<usize, UserError> {
    for head in bot.host.open_all().await?.into_iter().filter(|head| bot.serves(head)) {
        if let (Some(place), Ok(owner)) = (thread::of_place(head.place.as_deref()), head.owner.parse()) {
            bot.tables.add(place, &head.id, owner);
        }
    }
    let count = bot.tables.count();
    bot.gauges.tables(count);
    Ok(count)
}

/// Makes up for what was missed at every table.
pub(crate) fn everywhere(bot: &Arc<Bot>) {
    bot.tables.lost_track();
    for (place, table) in bot.tables.all() {
        let (bot, session) = (bot.clone(), table.session.clone());
        bot.clone().queues.push(&table.session, 0, async move { at_table(&bot, place, &session, table.owner).await });
    }
}

/// Makes up for what was missed at a table, once after each gap.
pub(crate) async fn at_table(bot: &Arc<Bot>, place: u64, session: &str, owner: u64) {
    if !bot.tables.needs_catching_up(session) {
        return;
    }
    if let Err(trouble) = missed(bot, place, session, owner).await {
        match trouble {
            Trouble::Gone => drop(bot.tables.remove(place)),
            Trouble::Forbidden => tracing::info!(session, "a table can't be read for what was missed"),
            trouble => {
                tracing::warn!(session, %trouble, "what was missed could not be fetched yet");
                bot.tables.not_caught_up(session);
            }
        }
    }
    // A table that was never laid, because the bot ended while it opened it, is laid now.
    if let Err(error) = spar::lay_if_missing(bot, session).await {
        tracing::warn!(session, code = error.code, "a table could not be laid");
    }
    // A step that was stored before the gap and never shown is shown now.
    if let Err(error) = play::show(bot, session, &mut Via::Nothing, None).await {
        tracing::warn!(session, code = error.code, "a session could not be read");
    }
}

async fn missed(bot: &Arc<Bot>, place: u64, session: &str, owner: u64) -> Result<(), Trouble> {
    let mut after = bot.notes(session).await.map(|notes| notes.heard).unwrap_or_default().max(place);
    for _ in 0..PAGES {
        let page = bot.wire.messages_after(place, after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id.get();
        for said in page.iter().map(Said::of).filter(|said| bot.is_move(said, owner)) {
            let text = bot.words(&said.text);
            if !text.is_empty() {
                hear(bot, session, &said, text).await;
            }
        }
        if page.len() < 100 {
            return Ok(());
        }
    }
    Ok(())
}

async fn hear(bot: &Arc<Bot>, session: &str, said: &Said, text: String) {
    let play = Play {
        session: session.to_owned(),
        author: said.author,
        input: Input::Say(text),
        brought_by: said.id.to_string(),
        at: bot.now(),
    };
    play::play(bot, play, Via::Message(said.id)).await;
}
