//! `/setup`: what only those who manage the server do. Who teaches and who reads along, how long things are kept, and
//! whether the bot can work here.

use std::sync::atomic::Ordering;

use super::{Options, terms};
use crate::discord::Bot;
use crate::discord::answer::Answer;
use crate::discord::event::Ask;
use crate::discord::messages;
use crate::discord::wire::Trouble;
use crate::host::UserError;
use crate::host::classroom::Staff;

/// `/setup check`: what the bot may do in this channel, and how the server is set up.
pub(super) async fn check(bot: &Bot, ask: &Ask, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let mut post = messages::setup(ask.bot_may, bot.reads.load(Ordering::Relaxed), &bot.invite());
    match told(bot, ask).await {
        Ok((staff, days)) => post.embeds.extend(messages::house_rules(&staff, days).embeds),
        Err(error) => return answer.say(&messages::problem(&error)).await,
    }
    answer.say(&post).await
}

/// `/setup roles`: what is named takes the place of what was; what is left out stays.
pub(super) async fn roles(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match named(bot, ask, options).await {
        Ok((staff, days)) => answer.say(&messages::house_rules(&staff, days)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

async fn named(bot: &Bot, ask: &Ask, options: &Options) -> Result<(Staff, Option<u32>), UserError> {
    let (mut staff, days) = told(bot, ask).await?;
    let before = staff.clone();
    let cleared = terms::given(options, "remove");
    for (office, roles) in [("instructor", &mut staff.instructors), ("observer", &mut staff.observers)] {
        if let Some(role) = terms::given(options, office) {
            if Some(role) == ask.guild.map(|guild| guild.to_string()).as_deref() {
                let message = format!("With @everyone, everybody would be an {office}.");
                return Err(UserError::new("everyone", message, "Choose a role that only they have."));
            }
            *roles = vec![role.to_owned()];
        } else if cleared == Some(office) {
            roles.clear();
        }
    }
    if staff != before {
        bot.host.name_staff(&ask.actor(), &staff, bot.now()).await?;
    }
    Ok((staff, days))
}

/// `/setup keep`.
pub(super) async fn keep(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let days = terms::number(options, "days").filter(|days| *days > 0);
    let kept = match bot.host.set_retention(&ask.actor(), days, bot.now()).await {
        Ok(()) => told(bot, ask).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok((staff, days)) => answer.say(&messages::house_rules(&staff, days)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

async fn told(bot: &Bot, ask: &Ask) -> Result<(Staff, Option<u32>), UserError> {
    let actor = ask.actor();
    Ok((bot.host.staff(&actor).await?, bot.host.retention(&actor.guild).await?))
}
