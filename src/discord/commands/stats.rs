//! `/stats`: a person's own results.

use crate::discord::Bot;
use crate::discord::answer::Answer;
use crate::discord::event::Ask;
use crate::discord::messages::{self, Post, RESULTS_A_PAGE};
use crate::discord::wire::Trouble;
use crate::host::UserError;

/// The furthest page: beyond it, the export is the better way.
const LAST: usize = 100;

pub(super) async fn run(bot: &Bot, ask: &Ask, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match page(bot, ask.user, 0).await {
        Ok(post) => answer.say(&post).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// A page of results, the newest first.
pub(crate) async fn page(bot: &Bot, user: u64, page: usize) -> Result<Post, UserError> {
    let page = page.min(LAST);
    let wanted = i64::try_from((page + 1) * RESULTS_A_PAGE + 1).unwrap_or(i64::MAX);
    let all = bot.host.history(&user.to_string(), wanted, None).await?;
    let shown: Vec<_> = all.iter().skip(page * RESULTS_A_PAGE).take(RESULTS_A_PAGE).cloned().collect();
    let more = all.len() > (page + 1) * RESULTS_A_PAGE;
    let title = |id: &str| bot.host.briefing(id).map_or_else(|_| id.to_owned(), |one| one.title);
    Ok(messages::stats(&shown, page, more, title))
}
