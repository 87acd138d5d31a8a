//! `/persona`: who there is to negotiate with, the server's own counterparts among them.

use super::Options;
use crate::discord::Bot;
use crate::discord::answer::Answer;
use crate::discord::controls::PROMPT;
use crate::discord::event::Ask;
use crate::discord::messages::{self, Post};
use crate::discord::wire::Trouble;
use crate::host::Briefing;

/// Everybody who can be played in a server; in a direct message, and when the store is away, those that ship.
async fn known(bot: &Bot, guild: Option<u64>) -> Vec<Briefing> {
    let Some(guild) = guild else { return bot.host.menu() };
    let guild = guild.to_string();
    match tokio::time::timeout(PROMPT, bot.host.menu_in(&guild)).await {
        Ok(Ok(menu)) => menu,
        _ => bot.host.menu(),
    }
}

/// The id of the counterpart that is meant: its id, its name, the title of its file, or both as they are suggested.
/// What fits none of them, or more than one, comes back as it is.
pub(super) async fn meant(bot: &Bot, guild: Option<u64>, wanted: &str) -> String {
    let menu = known(bot, guild).await;
    let said = wanted.trim().to_lowercase();
    if menu.iter().any(|one| one.id == said) {
        return said;
    }
    let called = |one: &&Briefing| {
        let (title, name) = (one.title.to_lowercase(), one.counterpart_name.to_lowercase());
        said == title || said == name || said == format!("{title}: {name}")
    };
    let mut fitting = menu.iter().filter(called);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => only.id.clone(),
        _ => wanted.trim().to_owned(),
    }
}

/// What is suggested for an option that names a counterpart.
pub(super) async fn all(bot: &Bot, guild: Option<u64>) -> Vec<(String, String)> {
    let menu = known(bot, guild).await;
    menu.into_iter().map(|one| (format!("{}: {}", one.title, one.counterpart_name), one.id)).collect()
}

/// What is suggested for its variant.
pub(super) async fn variants(bot: &Bot, guild: Option<u64>, persona: &str) -> Vec<(String, String)> {
    let id = meant(bot, guild, persona).await;
    let guild = guild.map(|guild| guild.to_string());
    let variants = tokio::time::timeout(PROMPT, bot.host.variants_in(guild.as_deref(), &id)).await;
    let variants = variants.ok().and_then(Result::ok).unwrap_or_default();
    variants.into_iter().map(|name| (name.replace('_', " "), name)).collect()
}

/// A page of the menu.
pub(crate) async fn menu(bot: &Bot, guild: Option<u64>, page: usize) -> Post {
    messages::counterparts(&known(bot, guild).await, page)
}

/// One counterpart's public side.
pub(super) async fn show(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    let wanted = options.get("persona").map(String::as_str).unwrap_or_default();
    let guild = ask.guild.map(|guild| guild.to_string());
    let id = meant(bot, ask.guild, wanted).await;
    let found = match bot.host.briefing_in(guild.as_deref(), &id).await {
        Ok(one) => bot.host.variants_in(guild.as_deref(), &one.id).await.map(|variants| (one, variants)),
        Err(error) => Err(error),
    };
    match found {
        Ok((one, variants)) => answer.say(&messages::counterpart(&one, &variants)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}
