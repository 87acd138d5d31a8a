//! `/persona`.

use super::Options;
use crate::discord::Bot;
use crate::discord::answer::Answer;
use crate::discord::messages::{self, Post};
use crate::discord::wire::Trouble;

/// A page of the menu.
pub(crate) fn menu(bot: &Bot, page: usize) -> Post {
    messages::counterparts(&bot.host.menu(), page)
}

/// One counterpart's public side.
pub(super) async fn show(bot: &Bot, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    let wanted = options.get("persona").map(String::as_str).unwrap_or_default();
    let found = bot.host.briefing(wanted).and_then(|one| Ok((bot.host.variants(&one.id)?, one)));
    match found {
        Ok((variants, one)) => answer.say(&messages::counterpart(&one, &variants)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}
