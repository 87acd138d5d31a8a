//! Buttons, lists and forms of a class. As with those of a talk, an id is only a hint: the host looks up whose it is and
//! who may use it, each time.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use super::Bot;
use super::answer::Answer;
use super::commands::{challenge, class, leaderboard, review};
use super::controls::PROMPT;
use super::custom_id::{CustomId, Verb};
use super::event::Ask;
use super::messages::{self, Own, Post};
use super::wire::Trouble;
use crate::host::UserError;
use crate::host::classroom::{Actor, Office};

/// A button was pressed, or a list was used.
pub(crate) async fn pressed(
    bot: &Arc<Bot>,
    ask: &Ask,
    id: &CustomId,
    picked: &[String],
    mut answer: Answer,
) -> Result<(), Trouble> {
    let Some(_) = ask.guild else { return answer.say(&messages::stopped(Own::ServersOnly)).await };
    let (actor, subject) = (ask.actor(), id.session.as_str());
    let page = usize::try_from(id.rev).unwrap_or(usize::MAX);
    match id.verb {
        Verb::Play => challenge::play_this(bot, ask, subject, answer).await,
        Verb::Standing => {
            answer.think().await?;
            let found = challenge::standing(bot, &actor, subject).await;
            challenge::say(found, answer).await
        }
        Verb::Unsealed => challenge::debrief(bot, ask, subject, answer).await,
        Verb::Dispute => review::dispute(bot, ask, subject, answer).await,
        Verb::DisputeRow => match picked.first().and_then(|row| messages::read_row(row)) {
            Some(row) => answer.form(&messages::dispute_form(subject, row)).await,
            None => answer.say(&messages::stopped(Own::UnknownControl)).await,
        },
        Verb::Challenges => turn_page(challenge::page(bot, &actor, page), answer).await,
        Verb::ClassStatus => turn_page(class::status_page(bot, &actor, subject, page), answer).await,
        Verb::Results => turn_page(class::results_page(bot, &actor, subject, page), answer).await,
        Verb::Log => turn_page(class::log_page(bot, &actor, page), answer).await,
        Verb::Board => match messages::read_board(subject) {
            Some((wanted, from)) => turn_page(leaderboard::page(bot, &actor, &wanted, from), answer).await,
            None => answer.say(&messages::stopped(Own::UnknownControl)).await,
        },
        Verb::Close => class::close_now(bot, ask, subject, answer).await,
        Verb::Review => turn_page(review::page(bot, &actor, subject, page), answer).await,
        Verb::ReadTalk => review::read(bot, ask, subject, answer).await,
        Verb::ReviewPicked => match picked.first() {
            Some(session) => review::read(bot, ask, session, answer).await,
            None => answer.say(&messages::stopped(Own::UnknownControl)).await,
        },
        Verb::Note => match instructors_only(bot, &actor).await {
            None => answer.form(&messages::note_form(subject)).await,
            Some(refusal) => answer.say(&refusal).await,
        },
        Verb::Disputed => match picked.first() {
            Some(dispute) => review::case(bot, ask, dispute, answer).await,
            None => answer.say(&messages::stopped(Own::UnknownControl)).await,
        },
        Verb::Rule => match (instructors_only(bot, &actor).await, messages::read_verdict(id.rev)) {
            (None, Some(verdict)) => answer.form(&messages::ruling_form(subject, verdict)).await,
            (Some(refusal), _) => answer.say(&refusal).await,
            (None, None) => answer.say(&messages::stopped(Own::UnknownControl)).await,
        },
        _ => answer.say(&messages::stopped(Own::UnknownControl)).await,
    }
}

/// A form was sent.
pub(crate) async fn filled(
    bot: &Arc<Bot>,
    ask: &Ask,
    id: &CustomId,
    fields: &BTreeMap<String, String>,
    mut answer: Answer,
) -> Result<(), Trouble> {
    let words = fields.get(messages::WORDS).map(String::as_str).unwrap_or_default();
    let subject = id.session.as_str();
    match id.verb {
        Verb::Note => review::noted(bot, ask, subject, words, answer).await,
        Verb::Dispute => review::disputed(bot, ask, subject, messages::unpack_row(id.rev), words, answer).await,
        Verb::Rule => match messages::read_verdict(id.rev) {
            Some(verdict) => review::ruled(bot, ask, subject, (verdict, words), answer).await,
            None => answer.say(&messages::stopped(Own::UnknownControl)).await,
        },
        _ => answer.say(&messages::stopped(Own::UnknownControl)).await,
    }
}

/// Whoever may not do what follows is told before they write or confirm anything. The host asks again.
pub(crate) async fn instructors_only(bot: &Bot, actor: &Actor) -> Option<Post> {
    match tokio::time::timeout(PROMPT, bot.host.office(actor)).await {
        Ok(Ok(office)) if office >= Office::Instructor => None,
        Ok(Ok(_)) => Some(messages::stopped(Own::InstructorsOnly)),
        Ok(Err(error)) => Some(messages::problem(&error)),
        Err(_) => Some(messages::stopped(Own::Slow)),
    }
}

/// Puts another page in place of the one whose button was pressed. One that takes a while, since Discord lists a server's
/// members for it, is awaited longer than Discord waits for a first answer.
async fn turn_page(page: impl Future<Output = Result<Post, UserError>>, mut answer: Answer) -> Result<(), Trouble> {
    let mut page = pin!(page);
    let turned = match tokio::time::timeout(PROMPT, &mut page).await {
        Ok(turned) => turned,
        Err(_) => {
            answer.hold().await?;
            page.await
        }
    };
    match turned {
        Ok(post) => answer.replace(&post).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}
