//! `/privacy`: what is stored, as a file, or no longer.

use crate::discord::Bot;
use crate::discord::answer::Answer;
use crate::discord::event::Ask;
use crate::discord::messages;
use crate::discord::wire::Trouble;

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

/// Erases everything of a person, who was asked before.
pub(crate) async fn erase(bot: &Bot, ask: &Ask, mut answer: Answer) -> Result<(), Trouble> {
    answer.replace(&messages::settled("Erasing…")).await?;
    bot.tables.remove_owner(ask.user);
    bot.gauges.tables(bot.tables.count());
    match bot.host.erase(&ask.user.to_string()).await {
        Ok(sessions) => answer.replace(&messages::erased(sessions)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}
