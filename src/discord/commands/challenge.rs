//! `/challenge`: a learner's side of a class. What is theirs, playing it, how they stand.

use std::cmp::Reverse;
use std::sync::Arc;

use super::{Options, spar, terms};
use crate::discord::Bot;
use crate::discord::answer::Answer;
use crate::discord::event::Ask;
use crate::discord::messages::{self, Own, OwnStanding, Post};
use crate::discord::wire::Trouble;
use crate::discord::{controls, thread};
use crate::host::UserError;
use crate::host::classroom::{Actor, Listed};

/// Attempts whose notes and disputes are looked up: the latest.
const LATEST: usize = 5;

/// Challenges that are named where several could be meant.
const NAMED: usize = 10;

/// `/challenge list`.
pub(super) async fn list(bot: &Bot, ask: &Ask, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match page(bot, &ask.actor(), 0).await {
        Ok(post) => answer.say(&post).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// A page of the challenges that a person may know of.
pub(crate) async fn page(bot: &Bot, actor: &Actor, page: usize) -> Result<Post, UserError> {
    let mut listed = bot.host.challenges(actor, bot.now()).await?;
    listed.sort_by_key(|one| (one.challenge.closed_at.is_some(), Reverse(one.challenge.due_at)));
    Ok(messages::challenges(&listed, page, bot.now()))
}

/// The challenge that an option means: its id as it was suggested, or its title.
///
/// # Errors
/// None of that name that the person may know of, or several; a refusing store.
pub(super) async fn meant(bot: &Bot, actor: &Actor, options: &Options) -> Result<String, UserError> {
    let wanted = terms::given(options, "challenge").unwrap_or_default();
    let listed = bot.host.challenges(actor, bot.now()).await?;
    if listed.iter().any(|one| one.challenge.id == wanted) {
        return Ok(wanted.to_owned());
    }
    let called = |one: &&Listed| one.challenge.title.to_lowercase() == wanted.to_lowercase();
    let mut fitting = listed.iter().filter(called);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only.challenge.id.clone()),
        (Some(_), Some(_)) => {
            let message = format!("Several challenges are called {wanted:?}.");
            Err(UserError::new("unknown_challenge", message, "Pick one from the list that opens while you type."))
        }
        _ => {
            let message = format!("There is no challenge called {wanted:?} for you here.");
            Err(UserError::new("unknown_challenge", message, "/challenge list shows yours."))
        }
    }
}

/// The challenge that is meant where none is named, and how that is told: the only one under way, else the only one to
/// come, else, where nothing `changes`, the one that ended last.
///
/// # Errors
/// None there is, or several, which are named; a refusing store.
pub(super) async fn left_out(bot: &Bot, actor: &Actor, changes: bool) -> Result<(String, String), UserError> {
    let now = bot.now();
    let mut listed = bot.host.challenges(actor, now).await?;
    listed.sort_by_key(|one| one.due_at);
    let ended = |one: &&Listed| one.due_at <= now;
    let to_come = |one: &&Listed| !ended(one) && one.challenge.opens_at > now;
    let under_way = |one: &&Listed| !ended(one) && !to_come(one);
    let last = || listed.iter().filter(ended).max_by_key(|one| one.due_at).filter(|_| !changes);
    let found: [(Vec<&Listed>, &str); 3] = [
        (listed.iter().filter(under_way).collect(), "the one that is open"),
        (listed.iter().filter(to_come).collect(), "the one that opens next"),
        (last().into_iter().collect(), "the one that ended last"),
    ];
    match found.iter().find(|(some, _)| !some.is_empty()) {
        None if changes && !listed.is_empty() => {
            let message = "No challenge is open here, and one that has ended is changed only by name.";
            Err(UserError::new("which_challenge", message, "Add challenge: and pick one from the list that opens."))
        }
        None => {
            let hint = "An instructor sets one up with /class create.";
            Err(UserError::new("no_challenge", "There is no challenge for you here.", hint))
        }
        Some((some, which)) => match some.as_slice() {
            [only] => Ok((only.challenge.id.clone(), messages::taken(&only.challenge, which))),
            several => Err(which_of(several)),
        },
    }
}

/// Several could be meant.
fn which_of(several: &[&Listed]) -> UserError {
    let mut names: Vec<String> = several.iter().take(NAMED).map(|one| format!("“{}”", one.challenge.title)).collect();
    if several.len() > NAMED {
        names.push(format!("{} more", several.len() - NAMED));
    }
    let message = format!("Which challenge? There are {}.", names.join(", "));
    UserError::new("which_challenge", message, "Add challenge: and pick one from the list that opens.")
}

/// `/challenge play`.
pub(super) async fn play(bot: &Arc<Bot>, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match meant(bot, &ask.actor(), options).await {
        Ok(id) => begin(bot, ask, &id, answer).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// *Play*: opens a table for the next attempt, or says why not.
pub(crate) async fn play_this(bot: &Arc<Bot>, ask: &Ask, id: &str, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    begin(bot, ask, id, answer).await
}

async fn begin(bot: &Arc<Bot>, ask: &Ask, id: &str, mut answer: Answer) -> Result<(), Trouble> {
    match bot.host.may_play(&ask.actor(), id, bot.now()).await {
        Ok((challenge, _)) => spar::attempt(bot, ask, challenge, answer).await,
        Err(error) => {
            let place = match &error.session {
                Some(session) => bot.host.resume(session).await.ok().and_then(|live| live.place),
                None => None,
            };
            answer.say(&messages::may_not_play(&error, thread::of_place(place.as_deref()))).await
        }
    }
}

/// `/challenge status`.
pub(super) async fn status(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let actor = ask.actor();
    let found = match meant(bot, &actor, options).await {
        Ok(id) => standing(bot, &actor, &id).await,
        Err(error) => Err(error),
    };
    say(found, answer).await
}

/// Says all of it, one message after the other, or what is in the way.
pub(crate) async fn say(found: Result<Vec<Post>, UserError>, mut answer: Answer) -> Result<(), Trouble> {
    let posts = found.unwrap_or_else(|error| vec![messages::problem(&error)]);
    for post in posts {
        answer.say(&post).await?;
    }
    Ok(())
}

/// How a person stands with a challenge: attempts, what counts, notes and answers to disputes, the newest first.
pub(crate) async fn standing(bot: &Bot, actor: &Actor, id: &str) -> Result<Vec<Post>, UserError> {
    let challenge = bot.host.challenge(actor, id).await?;
    let own = bot.host.own_results(actor, id, bot.now()).await?;
    let may_play = bot.host.may_play(actor, id, bot.now()).await.err();
    let mut notes = Vec::new();
    let mut disputes = Vec::new();
    for attempt in own.attempts.iter().rev().take(LATEST) {
        let number = attempt.number;
        notes.extend(bot.host.notes(actor, &attempt.session).await?.into_iter().map(|note| (number, note)));
        let theirs = bot.host.disputes(actor, &attempt.session).await?;
        disputes.extend(theirs.into_iter().map(|dispute| (number, dispute)));
    }
    notes.sort_by_key(|(_, note)| Reverse(note.at));
    disputes.sort_by_key(|(_, dispute)| Reverse(dispute.ruled_at.unwrap_or(dispute.at)));
    Ok(messages::standing(&OwnStanding { challenge, own, may_play, notes, disputes }))
}

/// *Debrief*: everything that may be told by now, for the learner's eyes.
pub(crate) async fn debrief(bot: &Bot, ask: &Ask, session: &str, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let live = match controls::owned(bot, ask, session).await {
        Ok(live) => live,
        Err(post) => return answer.say(&post).await,
    };
    if let Some(sealed) = &live.sealed {
        return answer.say(&messages::sealed_debrief(&live, sealed)).await;
    }
    let Some(found) = live.debrief.clone() else { return answer.say(&messages::stopped(Own::NoDebrief)).await };
    let deals = bot.host.deals(&live.id).await.unwrap_or_default();
    let drawn = tokio::task::spawn_blocking(move || messages::debrief(&live, &found, deals.as_ref())).await;
    for post in drawn.unwrap_or_default() {
        answer.say(&post).await?;
    }
    Ok(())
}
