//! `/class`: staff's side of a class. Setting challenges up, changing them, who stands where, what came out.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Options, challenge, terms};
use crate::discord::answer::Answer;
use crate::discord::event::Ask;
use crate::discord::messages::{self, Post};
use crate::discord::roster::Roster;
use crate::discord::wire::{Sending, Trouble};
use crate::discord::{Bot, class_controls};
use crate::host::UserError;
use crate::host::classroom::{Actor, Challenge, Extension, LogEntry};

/// Where a challenge's announcement is noted.
const ANNOUNCED: &str = "announced";

/// The card that announces a challenge.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Announced {
    channel: u64,
    message: u64,
}

/// `/class create`.
pub(super) async fn create(bot: &Arc<Bot>, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let actor = ask.actor();
    let made = match terms::draft(bot, ask, options).await {
        Ok(draft) => bot.host.create_challenge(&actor, draft, bot.now()).await,
        Err(error) => Err(error),
    };
    let challenge = match made {
        Ok(challenge) => challenge,
        Err(error) => return answer.say(&messages::problem(&error)).await,
    };
    terms::keep_zone(bot, ask, &challenge.zone).await;
    let pings = if terms::flag(options, "ping") == Some(true) { challenge.roles.clone() } else { Vec::new() };
    let posted = announce(bot, ask, &actor, &challenge, pings).await;
    answer.say(&messages::challenge_made(&challenge, posted.err().as_ref())).await
}

/// Posts the card in the channel where it was asked for, or where the thread belongs that it was asked for in.
async fn announce(
    bot: &Bot,
    ask: &Ask,
    actor: &Actor,
    challenge: &Challenge,
    pings: Vec<String>,
) -> Result<(), Trouble> {
    let channel = ask.parent.unwrap_or(ask.channel);
    let card = Post { pings, ..card(bot, actor, challenge).await };
    let sending = Sending { nonce: Some(format!("c.{}", ask.id)), reply_to: None };
    let message = bot.wire.send(channel, &card, &sending).await?;
    if let Ok(note) = serde_json::to_string(&Announced { channel, message })
        && let Err(error) = bot.host.set_note(&scope(challenge), ANNOUNCED, Some(&note)).await
    {
        tracing::info!(code = error.code, "an announcement could not be noted and stays as it is");
    }
    Ok(())
}

async fn card(bot: &Bot, actor: &Actor, challenge: &Challenge) -> Post {
    let briefing = bot.host.briefing_of(actor, &challenge.id).await.ok();
    messages::announcement(challenge, briefing.as_deref(), bot.now())
}

fn scope(challenge: &Challenge) -> String {
    format!("challenge:{}:{}", challenge.guild, challenge.id)
}

/// Brings the announcement up to date. Says whether there is one.
async fn announce_anew(bot: &Bot, actor: &Actor, challenge: &Challenge) -> bool {
    let noted = bot.host.note(&scope(challenge), ANNOUNCED).await.ok().flatten();
    let Some(Announced { channel, message }) = noted.and_then(|note| serde_json::from_str(&note).ok()) else {
        return false;
    };
    match bot.wire.edit(channel, message, &card(bot, actor, challenge).await).await {
        Ok(()) => true,
        Err(trouble) => {
            tracing::info!(%trouble, "an announcement could not be brought up to date");
            trouble != Trouble::Gone
        }
    }
}

/// `/class edit`. A challenge whose announcement failed or was deleted is announced where this is asked for.
pub(super) async fn edit(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let challenge = match changed(bot, ask, options).await {
        Ok(challenge) => challenge,
        Err(error) => return answer.say(&messages::problem(&error)).await,
    };
    let actor = ask.actor();
    let words = match announce_anew(bot, &actor, &challenge).await {
        true => "Changed.".to_owned(),
        false => match announce(bot, ask, &actor, &challenge, Vec::new()).await {
            Ok(()) => "Changed, and announced here.".to_owned(),
            Err(trouble) => format!("Changed. I couldn't announce it here ({trouble})."),
        },
    };
    let card = card(bot, &actor, &challenge).await;
    answer.say(&Post { content: words, rows: Vec::new(), ..card }).await
}

async fn changed(bot: &Bot, ask: &Ask, options: &Options) -> Result<Challenge, UserError> {
    let actor = ask.actor();
    let id = challenge::meant(bot, &actor, options).await?;
    let edit = terms::edit(bot, options, &bot.host.challenge(&actor, &id).await?)?;
    bot.host.edit_challenge(&actor, &id, edit, bot.now()).await
}

/// `/class extend`: one learner, or everybody.
pub(super) async fn extend(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let learner = terms::given(options, "learner");
    let words = match learner {
        Some(learner) => format!("<@{learner}> has more time or attempts now; `/challenge status` tells them."),
        None => "Everybody has more time or attempts now.".to_owned(),
    };
    match extended(bot, ask, options, learner).await {
        Ok(challenge) => {
            let actor = ask.actor();
            announce_anew(bot, &actor, &challenge).await;
            let card = card(bot, &actor, &challenge).await;
            answer.say(&Post { content: words, rows: Vec::new(), ..card }).await
        }
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

async fn extended(bot: &Bot, ask: &Ask, options: &Options, learner: Option<&str>) -> Result<Challenge, UserError> {
    let (actor, at) = (ask.actor(), bot.now());
    let id = challenge::meant(bot, &actor, options).await?;
    let challenge = bot.host.challenge(&actor, &id).await?;
    let until = terms::time(bot, options, "until", terms::zone(options, &challenge))?;
    let more = terms::number(options, "attempts");
    if until.is_none() && more.is_none() {
        let message = "That would change nothing.";
        return Err(UserError::new("nothing", message, "Name a later time with until, more attempts, or both."));
    }
    let Some(learner) = learner else {
        let due_at = until.unwrap_or(challenge.due_at);
        return bot.host.extend_all(&actor, &id, (due_at, more.unwrap_or_default()), at).await;
    };
    // What isn't named stays as the learner has it.
    let status = bot.host.challenge_status(&actor, &id, &[learner.to_owned()], at).await?;
    let line = status.lines.iter().find(|line| line.person == learner);
    let kept = line.map_or(0, |line| line.allowed.saturating_sub(status.challenge.attempts));
    let due_at = until.or(line.map(|line| line.due_at)).unwrap_or(status.challenge.due_at);
    let extension = Extension { person: learner.to_owned(), due_at, attempts: more.unwrap_or(kept) };
    bot.host.extend_for(&actor, &id, (extension, &ask.roles_of(learner)), at).await
}

/// `/class close`: asks first, since everything that was sealed is told then.
pub(super) async fn close(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let actor = ask.actor();
    if let Some(refusal) = class_controls::instructors_only(bot, &actor).await {
        return answer.say(&refusal).await;
    }
    let found = match challenge::meant(bot, &actor, options).await {
        Ok(id) => bot.host.challenge(&actor, &id).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(challenge) => answer.say(&messages::ask_close(&challenge)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// Closes it, after that was asked.
pub(crate) async fn close_now(bot: &Bot, ask: &Ask, id: &str, mut answer: Answer) -> Result<(), Trouble> {
    answer.replace(&messages::settled("Closing…")).await?;
    let actor = ask.actor();
    match bot.host.close_challenge(&actor, id, bot.now()).await {
        Ok(challenge) => {
            announce_anew(bot, &actor, &challenge).await;
            answer.replace(&messages::challenge_closed(&challenge)).await
        }
        Err(error) => answer.replace(&messages::problem(&error)).await,
    }
}

/// `/class status`.
pub(super) async fn status(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let actor = ask.actor();
    let page = match challenge::meant(bot, &actor, options).await {
        Ok(id) => status_page(bot, &actor, &id, 0).await,
        Err(error) => Err(error),
    };
    match page {
        Ok(post) => answer.say(&post).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// A page of who stands where.
pub(crate) async fn status_page(bot: &Bot, actor: &Actor, id: &str, page: usize) -> Result<Post, UserError> {
    // Rights are asked before Discord is.
    bot.host.challenge_status(actor, id, &[], bot.now()).await?;
    let roster = Roster::of(bot, &bot.host.challenge(actor, id).await?).await;
    let status = bot.host.challenge_status(actor, id, &roster.members, bot.now()).await?;
    Ok(messages::class_status(&status, page, roster.missing))
}

/// `/class results`: the table, all deals as a picture, and a sheet.
pub(super) async fn results(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let actor = ask.actor();
    let id = match challenge::meant(bot, &actor, options).await {
        Ok(id) => id,
        Err(error) => return answer.say(&messages::problem(&error)).await,
    };
    let (mut roster, mut results) = match results_now(bot, &actor, &id).await {
        Ok(found) => found,
        Err(error) => return answer.say(&messages::problem(&error)).await,
    };
    roster.name(bot, &actor.guild, messages::on_page(&mut results.learners, 0)).await;
    answer.say(&messages::class_results(&results, &roster, 0)).await?;
    roster.name(bot, &actor.guild, &mut results.learners).await;
    match bot.host.class_deals(&actor, &id, &roster.members, bot.now()).await {
        Ok(Some(deals)) if !deals.signed.is_empty() => {
            let names = roster.clone();
            let drawn = tokio::task::spawn_blocking(move || messages::class_deals(&deals, |who| names.called(who)));
            if let Ok(post) = drawn.await {
                answer.say(&post).await?;
            }
        }
        Ok(_) => {}
        Err(error) => answer.say(&messages::problem(&error)).await?,
    }
    answer.say(&messages::results_sheet(&results)).await
}

/// A page of the results.
pub(crate) async fn results_page(bot: &Bot, actor: &Actor, id: &str, page: usize) -> Result<Post, UserError> {
    let (mut roster, mut results) = results_now(bot, actor, id).await?;
    roster.name(bot, &actor.guild, messages::on_page(&mut results.learners, page)).await;
    Ok(messages::class_results(&results, &roster, page))
}

pub(super) async fn results_now(
    bot: &Bot,
    actor: &Actor,
    id: &str,
) -> Result<(Roster, crate::host::classroom::Results), UserError> {
    bot.host.challenge_status(actor, id, &[], bot.now()).await?;
    let roster = Roster::of(bot, &bot.host.challenge(actor, id).await?).await;
    let results = bot.host.results(actor, id, &roster.members, bot.now()).await?;
    Ok((roster, results))
}

/// `/class log`: what staff did, the newest first.
pub(super) async fn log(bot: &Bot, ask: &Ask, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match log_page(bot, &ask.actor(), 0).await {
        Ok(post) => answer.say(&post).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// A page of the log. Pages are counted from the newest entry.
pub(crate) async fn log_page(bot: &Bot, actor: &Actor, page: usize) -> Result<Post, UserError> {
    let size = i64::try_from(messages::LOG_PAGE).unwrap_or(i64::MAX);
    let mut before: Option<LogEntry> = None;
    for _ in 0..page {
        let passed = bot.host.log(actor, size, before.as_ref()).await?;
        before = passed.last().cloned().or(before);
    }
    let mut entries = bot.host.log(actor, size + 1, before.as_ref()).await?;
    let more = entries.len() > messages::LOG_PAGE;
    entries.truncate(messages::LOG_PAGE);
    Ok(messages::class_log(&entries, page, more))
}
