//! `/persona`.

use super::Options;
use crate::discord::Bot;
use crate::discord::answer::Answer;
use crate::discord::messages::{self, Post};
use crate::discord::wire::Trouble;
use crate::host::Briefing;

/// The id of the counterpart that is meant: its id, its name, the title of its file, or both as they are suggested.
/// What fits none of them, or more than one, comes back as it is.
pub(super) fn meant(bot: &Bot, wanted: &str) -> String {
    let menu = bot.host.menu();
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

/// A page of the menu.
pub(crate) fn menu(bot: &Bot, page: usize) -> Post {
    messages::counterparts(&bot.host.menu(), page)
}

/// One counterpart's public side.
pub(super) async fn show(bot: &Bot, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    let wanted = options.get("persona").map(String::as_str).unwrap_or_default();
    let found = bot.host.briefing(&meant(bot, wanted)).and_then(|one| Ok((bot.host.variants(&one.id)?, one)));
    match found {
        Ok((variants, one)) => answer.say(&messages::counterpart(&one, &variants)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}
