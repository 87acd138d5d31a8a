//! `/leaderboard`: the first three and the own place for everybody, whole pages for staff, and how one is seen on it.

use super::{Options, challenge, persona, terms};
use crate::discord::Bot;
use crate::discord::answer::Answer;
use crate::discord::event::Ask;
use crate::discord::messages::{self, Post};
use crate::discord::wire::Trouble;
use crate::host::UserError;
use crate::host::classroom::{Actor, BoardAsk, Metric, Office, PageKey, Period, Scope, ShowAs};

/// Months that are suggested beside all time.
const MONTHS: usize = 13;
/// A few days less than the shortest month.
const THREE_WEEKS: i64 = 21 * 86_400_000;

/// `/leaderboard show`.
pub(super) async fn show(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match card(bot, ask, options).await {
        Ok(post) => answer.say(&post).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

async fn card(bot: &Bot, ask: &Ask, options: &Options) -> Result<Post, UserError> {
    let actor = ask.actor();
    let wanted = wanted(bot, ask, options).await?;
    let about = named(bot, &actor, &wanted.scope).await?;
    let board = bot.host.board(&actor, &wanted, bot.now()).await?;
    let (_, shown) = bot.host.shown_as(&actor).await?;
    let whole = match bot.host.office(&actor).await? {
        Office::Learner => None,
        _ => Some(bot.host.board_page(&actor, &wanted, (messages::PLACES, None), bot.now()).await?.begins),
    };
    Ok(messages::board(&wanted, &about, &board, &shown, whole))
}

/// A page of a whole board, as it was when the first page was opened.
pub(crate) async fn page(bot: &Bot, actor: &Actor, wanted: &BoardAsk, from: PageKey) -> Result<Post, UserError> {
    let page = bot.host.board_page(actor, wanted, (messages::PLACES, Some(&from)), bot.now()).await?;
    Ok(messages::board_page(wanted, &named(bot, actor, &wanted.scope).await?, &page))
}

/// The board that is asked for.
async fn wanted(bot: &Bot, ask: &Ask, options: &Options) -> Result<BoardAsk, UserError> {
    let said = |problem: String| UserError::new("bad_option", format!("{problem}."), "");
    let metric = terms::given(options, "metric").map_or(Ok(Metric::default()), |name| name.parse().map_err(said))?;
    let period = terms::given(options, "period").map_or(Ok(Period::default()), |text| text.parse().map_err(said))?;
    let scope = match (terms::given(options, "challenge"), terms::given(options, "persona")) {
        (Some(_), Some(_)) => {
            let message = "A board is about a counterpart or about a challenge.";
            return Err(UserError::new("bad_option", message, "Name one of the two."));
        }
        (Some(_), None) => Scope::Challenge(challenge::meant(bot, &ask.actor(), options).await?),
        (None, Some(persona)) => {
            let id = persona::meant(bot, ask.guild, persona).await;
            let guild = ask.guild.map(|guild| guild.to_string());
            Scope::Persona(bot.host.briefing_in(guild.as_deref(), &id).await?.id)
        }
        (None, None) => Scope::All,
    };
    Ok(BoardAsk { metric, scope, period })
}

/// What a board is about, in words.
async fn named(bot: &Bot, actor: &Actor, scope: &Scope) -> Result<String, UserError> {
    Ok(match scope {
        Scope::All => "everything that is rated".to_owned(),
        Scope::Persona(id) => {
            let one = bot.host.briefing_in(Some(&actor.guild), id).await;
            one.map_or_else(|_| id.clone(), |one| format!("{}: {}", one.title, one.counterpart_name))
        }
        Scope::Challenge(id) => bot.host.challenge(actor, id).await?.title,
    })
}

/// `/leaderboard me`.
pub(super) async fn me(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match shown(bot, ask, options).await {
        Ok(post) => answer.say(&post).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

async fn shown(bot: &Bot, ask: &Ask, options: &Options) -> Result<Post, UserError> {
    let actor = ask.actor();
    let name = terms::given(options, "name");
    let how = match (terms::given(options, "show"), name) {
        (Some("alias"), _) => Some(ShowAs::Alias),
        (Some("hidden"), _) => Some(ShowAs::Hidden),
        (Some("name"), Some(name)) | (None, Some(name)) => Some(ShowAs::Name(name.to_owned())),
        (Some("name"), None) => Some(ShowAs::Name(own_name(bot, ask).await)),
        _ => None,
    };
    if let Some(how) = &how {
        bot.host.show_on_boards(&actor, how, bot.now()).await?;
    }
    let (alias, now) = bot.host.shown_as(&actor).await?;
    Ok(messages::shown_as(&alias, &now, how.is_some()))
}

/// What the person is called in the server; empty where Discord doesn't say, which the host refuses with a hint.
async fn own_name(bot: &Bot, ask: &Ask) -> String {
    let name = bot.wire.member_name(ask.guild.unwrap_or_default(), ask.user).await;
    name.unwrap_or_default().chars().take(32).collect()
}

/// All time, this month, and those before.
pub(super) fn periods(now: i64) -> Vec<(String, String)> {
    let mut found = vec![("all time".to_owned(), Period::All.to_string())];
    let mut at = now;
    while found.len() <= MONTHS {
        let month = Period::month_of(at).to_string();
        if found.last().is_none_or(|(_, last)| *last != month) {
            let name = if found.len() == 1 { format!("{month}, this month") } else { month.clone() };
            found.push((name, month));
        }
        at -= THREE_WEEKS;
    }
    found
}
