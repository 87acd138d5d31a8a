//! Buttons, lists and forms. An id is only a hint: what it means now and who may use it is looked up.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::Bot;
use super::answer::Answer;
use super::class_controls;
use super::commands::{persona, privacy, spar, stats};
use super::custom_id::{CustomId, Unreadable, Verb};
use super::event::Ask;
use super::messages::{self, Own};
use super::play::{self, Play, Via};
use super::wire::Trouble;
use crate::host::{Live, UserError};
use crate::session::Input;

/// How long a session may take to be found before the first answer has to go out.
pub(crate) const PROMPT: Duration = Duration::from_secs(2);

/// A button was pressed, or a list was used.
pub(crate) async fn pressed(
    bot: &Arc<Bot>,
    ask: &Ask,
    id: &str,
    picked: &[String],
    mut answer: Answer,
) -> Result<(), Trouble> {
    let id = match id.parse::<CustomId>() {
        Ok(id) => id,
        Err(why) => return answer.say(&messages::stopped(unreadable(why))).await,
    };
    if id.verb.is_of_class() {
        return class_controls::pressed(bot, ask, &id, picked, answer).await;
    }
    let Some(session) = id.session() else { return without_session(bot, ask, &id, answer).await };
    let live = match owned(bot, ask, session).await {
        Ok(live) => live,
        Err(post) => return answer.say(&post).await,
    };
    match id.verb {
        Verb::Brief => answer.say(&messages::brief(&live)).await,
        Verb::Again => spar::again(bot, ask, &live, answer).await,
        Verb::Replay => answer.say(&messages::pick_turn(&live)).await,
        Verb::ReplayFrom => match picked.first().and_then(|at| at.parse().ok()) {
            Some(at) => spar::replay_from(bot, ask, &live, at, answer).await,
            None => answer.say(&messages::stopped(Own::UnknownControl)).await,
        },
        Verb::Keep => answer.replace(&messages::settled("Fine, the talk goes on.")).await,
        _ if !live.open => answer.say(&messages::stopped(Own::Over)).await,
        Verb::Offer => offer(&live, answer).await,
        Verb::Terms => {
            let terms: Vec<usize> = picked.iter().filter_map(|at| at.parse().ok()).collect();
            answer.form(&messages::offer_form(&live, &terms)).await
        }
        Verb::Say => answer.form(&messages::say_form(&live)).await,
        Verb::Accept => ask_accept(&live, id.rev, answer).await,
        Verb::Walk => answer.say(&messages::ask_walk(&live, now(&live))).await,
        Verb::Abandon => answer.say(&messages::ask_abandon(&live)).await,
        Verb::End => {
            answer.replace(&messages::settled("Ending…")).await?;
            spar::end(bot, &live, answer).await
        }
        Verb::Sign if id.rev != now(&live) => answer.replace_or_say_stale(&live).await,
        Verb::Sign => sign(bot, ask, &live, None, answer).await,
        Verb::SignOne if id.rev / 100 != now(&live) => answer.replace_or_say_stale(&live).await,
        Verb::SignOne => sign(bot, ask, &live, Some((id.rev % 100) as usize), answer).await,
        Verb::Leave if id.rev != now(&live) => {
            answer.say(&messages::stopped(Own::EarlierMoment)).await?;
            answer.say(&messages::ask_walk(&live, now(&live))).await
        }
        Verb::Leave => {
            answer.replace(&messages::settled("Walking away…")).await?;
            queue_bound(bot, ask, &live, Input::Walk, answer);
            Ok(())
        }
        Verb::Yes | Verb::No | Verb::Undo if id.rev != now(&live) => {
            answer.say(&messages::stopped(Own::EarlierMoment)).await
        }
        Verb::Yes => take(bot, ask, &live, Input::Say("Yes.".into()), answer).await,
        Verb::No => take(bot, ask, &live, Input::Say("No.".into()), answer).await,
        Verb::Undo => take(bot, ask, &live, Input::Undo, answer).await,
        _ => answer.say(&messages::stopped(Own::UnknownControl)).await,
    }
}

/// A form was sent.
pub(crate) async fn filled(
    bot: &Arc<Bot>,
    ask: &Ask,
    id: &str,
    fields: &BTreeMap<String, String>,
    mut answer: Answer,
) -> Result<(), Trouble> {
    let id = match id.parse::<CustomId>() {
        Ok(id) => id,
        Err(why) => return answer.say(&messages::stopped(unreadable(why))).await,
    };
    if id.verb.is_of_class() {
        return class_controls::filled(bot, ask, &id, fields, answer).await;
    }
    let Some(session) = id.session() else { return answer.say(&messages::stopped(Own::UnknownControl)).await };
    answer.think().await?;
    let live = match owned(bot, ask, session).await {
        Ok(live) => live,
        Err(post) => return answer.say(&post).await,
    };
    let input = match id.verb {
        Verb::Offered => Input::Offer(messages::read_offer(&live, fields)),
        Verb::Said => Input::Say(fields.get("say").map(|text| text.trim().to_owned()).unwrap_or_default()),
        _ => return answer.say(&messages::stopped(Own::UnknownControl)).await,
    };
    queue(bot, ask, &live, input, answer);
    Ok(())
}

async fn without_session(bot: &Arc<Bot>, ask: &Ask, id: &CustomId, mut answer: Answer) -> Result<(), Trouble> {
    let page = usize::try_from(id.rev).unwrap_or(usize::MAX);
    match id.verb {
        Verb::Personas => answer.replace(&persona::menu(bot, ask.guild, page).await).await,
        Verb::Stats => match tokio::time::timeout(PROMPT, stats::page(bot, ask.user, page)).await {
            Ok(Ok(post)) => answer.replace(&post).await,
            Ok(Err(error)) => answer.say(&messages::problem(&error)).await,
            Err(_) => answer.say(&messages::stopped(Own::Slow)).await,
        },
        Verb::Erase => privacy::erase(bot, ask, answer).await,
        Verb::Keep => answer.replace(&messages::settled("Nothing was changed.")).await,
        _ => answer.say(&messages::stopped(Own::UnknownControl)).await,
    }
}

fn unreadable(why: Unreadable) -> Own {
    match why {
        Unreadable::OtherVersion => Own::OldControl,
        Unreadable::Unknown => Own::UnknownControl,
    }
}

/// The session, when it is this person's and can be found in time.
pub(crate) async fn owned(bot: &Bot, ask: &Ask, session: &str) -> Result<Live, Box<messages::Post>> {
    let found = tokio::time::timeout(PROMPT, bot.host.resume(session)).await;
    let why = match found {
        Ok(Ok(live)) if live.owner == ask.user.to_string() => return Ok(live),
        Ok(Ok(_)) => messages::stopped(Own::NotYours),
        Ok(Err(UserError { code: "unknown_session", .. })) => messages::stopped(Own::NoSession),
        Ok(Err(error)) => messages::problem(&error),
        Err(_) => messages::stopped(Own::Slow),
    };
    Err(Box::new(why))
}

/// The number of the latest step: what a control that binds must have been made at.
pub(crate) fn now(live: &Live) -> u32 {
    u32::try_from(live.transcript.len().saturating_sub(1)).unwrap_or(u32::MAX)
}

/// Opens the form of an offer, or first the list of terms where there are too many.
pub(crate) async fn offer(live: &Live, mut answer: Answer) -> Result<(), Trouble> {
    match messages::terms_of(live) {
        Some(terms) => answer.form(&messages::offer_form(live, &terms)).await,
        None => answer.say(&messages::pick_terms(live)).await,
    }
}

/// Asks whether to accept what is on the table, or one of several packages.
pub(crate) async fn ask_accept(live: &Live, number: u32, mut answer: Answer) -> Result<(), Trouble> {
    let asked = live.transcript.last().and_then(|turn| turn.confirm());
    let standing = live.transcript.last().and_then(|turn| turn.standing.counterpart.as_ref());
    let several = || {
        let last = live.transcript.iter().rev().find(|turn| turn.reply.offer.is_some() && turn.refusal.is_none())?;
        standing.into_iter().chain(&last.reply.alternatives).nth(usize::try_from(number).ok()?.checked_sub(1)?)
    };
    let package = if number == 0 { asked.or(standing) } else { several() };
    match package {
        Some(package) => answer.say(&messages::ask_accept(live, package, number, now(live))).await,
        None => answer.say(&messages::stopped(Own::NothingToAccept)).await,
    }
}

impl Answer {
    /// The confirmation is out of date: the fresh question takes its place.
    async fn replace_or_say_stale(&mut self, live: &Live) -> Result<(), Trouble> {
        let standing = live.transcript.last().and_then(|turn| turn.confirm().or(turn.standing.counterpart.as_ref()));
        self.say(&messages::stopped(Own::EarlierMoment)).await?;
        match standing {
            Some(package) => self.say(&messages::ask_accept(live, package, 0, now(live))).await,
            None => Ok(()),
        }
    }
}

async fn sign(
    bot: &Arc<Bot>,
    ask: &Ask,
    live: &Live,
    number: Option<usize>,
    mut answer: Answer,
) -> Result<(), Trouble> {
    // The question under a reply belongs to everyone who reads along: only its controls go.
    if live.transcript.last().is_some_and(|turn| turn.confirm().is_some()) && number.is_none() {
        answer.strip().await?;
    } else {
        answer.replace(&messages::settled("Signing…")).await?;
    }
    queue_bound(bot, ask, live, Input::Accept(number), answer);
    Ok(())
}

/// A control under a reply: it goes, the move is played.
async fn take(bot: &Arc<Bot>, ask: &Ask, live: &Live, input: Input, mut answer: Answer) -> Result<(), Trouble> {
    answer.strip().await?;
    queue_bound(bot, ask, live, input, answer);
    Ok(())
}

/// Puts a move into the session's lane. Discord was answered; the rest may take its time.
pub(crate) fn queue(bot: &Arc<Bot>, ask: &Ask, live: &Live, input: Input, answer: Answer) {
    into_lane(bot, ask, live, input, None, answer);
}

/// The same for a move that means what was on the table when it was made: a signature, a yes, a walk. When something
/// said just before it has moved the table on, nothing happens.
fn queue_bound(bot: &Arc<Bot>, ask: &Ask, live: &Live, input: Input, answer: Answer) {
    into_lane(bot, ask, live, input, Some(now(live)), answer);
}

fn into_lane(bot: &Arc<Bot>, ask: &Ask, live: &Live, input: Input, seen: Option<u32>, mut answer: Answer) {
    let play =
        Play { session: live.id.clone(), author: ask.user, input, brought_by: format!("i{}", ask.id), at: bot.now() };
    let place = super::thread::of_place(live.place.as_deref());
    let (bot, owner) = (bot.clone(), ask.user);
    bot.clone().queues.push(&live.id, ask.id, async move {
        if let Some(place) = place {
            super::catchup::at_table(&bot, place, &play.session, owner).await;
        }
        if let (Some(seen), Ok(live)) = (seen, bot.host.resume(&play.session).await)
            && live.open
            && now(&live) != seen
        {
            return answer.tell(&messages::stopped(Own::EarlierMoment)).await;
        }
        play::play(&bot, play, Via::Answer(answer)).await;
    });
}
