//! Sessions that nobody has moved for a set time end by themselves, as was said at their beginning; what a server keeps
//! only for a time is forgotten after it.

use std::sync::Arc;
use std::time::Duration;

use super::{Bot, messages, play, thread};
use crate::host::{SessionHead, UserError};

/// The longest wait between two rounds.
const ROUND: Duration = Duration::from_secs(600);

/// Looks for idle sessions, and for what servers no longer keep, over and over.
pub(crate) async fn watch(bot: Arc<Bot>) {
    let round = (bot.settings.idle / 4).clamp(Duration::from_millis(250), ROUND);
    let mut rounds = tokio::time::interval(round);
    loop {
        rounds.tick().await;
        if let Err(error) = end_idle(&bot).await {
            tracing::warn!(code = error.code, "idle sessions could not be looked for");
        }
        if let Err(error) = bot.host.forget_old(bot.now()).await {
            tracing::warn!(code = error.code, "what is past its retention could not be forgotten");
        }
    }
}

async fn end_idle(bot: &Arc<Bot>) -> Result<(), UserError> {
    let idle = i64::try_from(bot.settings.idle.as_millis()).unwrap_or(i64::MAX);
    let since = bot.now().saturating_sub(idle);
    // A session without a place is played in a terminal and may wait as long as it likes.
    let waiting = |head: &SessionHead| head.updated_at < since && head.place.is_some() && bot.serves(head);
    for head in bot.host.open_all().await?.into_iter().filter(waiting) {
        let (bot, lane) = (bot.clone(), head.id.clone());
        bot.clone().queues.push(&lane, u64::MAX, async move { end(&bot, head, since).await });
    }
    Ok(())
}

async fn end(bot: &Arc<Bot>, head: SessionHead, since: i64) {
    // Somebody may have moved it, or ended it, while this waited in its lane.
    let still =
        bot.host.open_all().await.is_ok_and(|open| open.iter().any(|now| now.id == head.id && now.updated_at < since));
    if !still {
        return;
    }
    match bot.host.abandon(&head.id, bot.now()).await {
        Ok(true) => {}
        // Another process was faster, and says so there.
        Ok(false) => return,
        Err(error) => {
            tracing::warn!(session = head.id, code = error.code, "an idle session could not be ended");
            return;
        }
    }
    bot.tables.remove_session(&head.id);
    bot.gauges.tables(bot.tables.count());
    if let Some(place) = thread::of_place(head.place.as_deref()) {
        play::say_in(bot, place, &messages::idled_out(bot.settings.idle), None).await;
        close_cards(bot, &head.id, place).await;
    }
    tracing::info!(session = head.id, "an idle session has ended");
}

impl Bot {
    /// Whether a session's guild is one of this process's shards.
    pub(crate) fn serves(&self, head: &SessionHead) -> bool {
        self.settings.serves(head.guild.as_deref().and_then(|guild| guild.parse().ok()))
    }
}

/// Takes the controls off a session that has ended without a debrief.
pub(crate) async fn close_cards(bot: &Bot, session: &str, place: u64) {
    let Ok(notes) = bot.notes(session).await else { return };
    for card in [notes.opening, notes.controls].into_iter().flatten() {
        if let Err(trouble) = bot.wire.strip(place, card).await {
            tracing::info!(%trouble, "an old card keeps its controls");
        }
    }
}
