//! `/privacy`: what is stored, as a file, or no longer.

use std::sync::Arc;

use crate::discord::answer::Answer;
use crate::discord::event::Ask;
use crate::discord::messages;
use crate::discord::wire::Trouble;
use crate::discord::{Bot, thread};

pub(super) async fn export(bot: &Bot, ask: &Ask, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match bot.host.export(&ask.user.to_string()).await {
        Ok(json) => answer.say(&messages::exported(json)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// Lets readings that the person takes back be exported, or no longer.
pub(super) async fn share(bot: &Bot, ask: &Ask, shares: bool, mut answer: Answer) -> Result<(), Trouble> {
    match bot.host.share_misreadings(&ask.user.to_string(), shares).await {
        Ok(()) => answer.say(&messages::shares(shares)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// The talks whose messages lose their buttons when they are erased: the newest. An older button says that it was.
const STRIPPED: usize = 20;

/// Erases everything of a person, who was asked before.
pub(crate) async fn erase(bot: &Arc<Bot>, ask: &Ask, mut answer: Answer) -> Result<(), Trouble> {
    answer.replace(&messages::settled("Erasing…")).await?;
    let owner = ask.user.to_string();
    // Which messages carry buttons is forgotten with everything else.
    let cards = cards_of(bot, &owner).await;
    let erased = bot.host.erase(&owner).await;
    match erased {
        Ok(sessions) => {
            bot.tables.erase(ask.user);
            bot.gauges.tables(bot.tables.count());
            strip(bot, ask, cards);
            answer.replace(&messages::erased(sessions)).await
        }
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// The messages with buttons in a person's threads: thread and message.
async fn cards_of(bot: &Bot, owner: &str) -> Vec<(u64, u64)> {
    let Ok(all) = bot.host.all_of(owner).await else { return Vec::new() };
    let mut cards = Vec::new();
    for head in all.iter().rev().take(STRIPPED) {
        let (Some(place), Ok(notes)) = (thread::of_place(head.place.as_deref()), bot.notes(&head.id).await) else {
            continue;
        };
        cards.extend(notes.with_buttons().map(|message| (place, message)));
    }
    cards
}

/// Takes the buttons away where that can be done without waking a thread; nobody waits for it.
fn strip(bot: &Arc<Bot>, ask: &Ask, cards: Vec<(u64, u64)>) {
    let (bot, lane) = (bot.clone(), format!("erased:{}", ask.id));
    bot.clone().queues.push(&lane, ask.id, async move {
        for (place, message) in cards {
            if let Err(trouble) = bot.wire.strip_in_place(place, message).await {
                tracing::info!(%trouble, "a message of an erased talk keeps its buttons");
            }
        }
    });
}
