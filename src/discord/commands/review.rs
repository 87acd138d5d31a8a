//! Reading an attempt, writing to its learner, ruling on what a learner disputes.

use std::sync::Arc;

use super::{Options, challenge, report, terms};
use crate::discord::answer::Answer;
use crate::discord::event::Ask;
use crate::discord::messages::{self, Own, Post};
use crate::discord::wire::Trouble;
use crate::discord::{Bot, controls, play, thread};
use crate::host::classroom::{Actor, AttemptResult, DisputeRow, Verdict};
use crate::host::{Cover, UserError};

/// `/class review`.
pub(super) async fn review(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match wanted(bot, &ask.actor(), options).await {
        Ok(session) => open(bot, ask, &session, answer).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// The attempt that is meant: a learner's latest, or the one of this number.
async fn wanted(bot: &Bot, actor: &Actor, options: &Options) -> Result<String, UserError> {
    let id = challenge::meant(bot, actor, options).await?;
    let results = bot.host.results(actor, &id, &[], bot.now()).await?;
    let learner = terms::given(options, "learner").unwrap_or_default();
    let found = results.learners.iter().find(|one| one.line.person == learner);
    let fits = |attempt: &&AttemptResult| match terms::number(options, "attempt") {
        Some(number) => attempt.number == number,
        None => true,
    };
    let attempt = found.into_iter().flat_map(|one| &one.attempts).rfind(fits);
    attempt.map(|attempt| attempt.session.clone()).ok_or_else(|| {
        let message = "There is no such attempt of theirs.";
        UserError::new("unknown_attempt", message, "/class status shows who has played, and how often.")
    })
}

/// *Read the talk*: an attempt as an answer of its own.
pub(crate) async fn read(bot: &Bot, ask: &Ask, session: &str, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    open(bot, ask, session, answer).await
}

/// Opens an attempt: the first page, with the whole report as a file. The file travels, so it tells what may be told to
/// everybody by now, even where the answer tells an instructor more.
pub(super) async fn open(bot: &Bot, ask: &Ask, session: &str, mut answer: Answer) -> Result<(), Trouble> {
    match opened(bot, ask, session).await {
        Ok(post) => answer.say(&post).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

async fn opened(bot: &Bot, ask: &Ask, session: &str) -> Result<Post, UserError> {
    let actor = ask.actor();
    let learner = bot.host.attempt_by(&actor, session).await?;
    let cover = Cover { learner: report::name(bot, ask, &learner).await, note: None };
    let (review, page) = bot.host.review_with_page(&actor, session, cover, bot.now()).await?;
    Ok(messages::review(&review, 0, Some(messages::attempt_page(session, page))))
}

/// Another page of it.
pub(crate) async fn page(bot: &Bot, actor: &Actor, session: &str, page: usize) -> Result<Post, UserError> {
    let review = bot.host.review(actor, session, bot.now()).await?;
    Ok(messages::review(&review, page, None))
}

/// A note that was written.
pub(crate) async fn noted(bot: &Bot, ask: &Ask, session: &str, text: &str, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match bot.host.write_note(&ask.actor(), session, text, bot.now()).await {
        Ok(_) => {
            tell(
                bot,
                session,
                "Your instructor wrote you a note about this talk. `/challenge status` shows it to you.",
            )
            .await;
            answer.say(&messages::note_written()).await
        }
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// Says something in the thread of a talk, where its learner will see it. What it is about stays out of the thread.
async fn tell(bot: &Bot, session: &str, words: &str) {
    let place = bot.host.resume(session).await.ok().and_then(|live| thread::of_place(live.place.as_deref()));
    if let Some(place) = place {
        play::say_in(bot, place, &messages::house_note(words), None).await;
    }
}

/// *Dispute a row…*: the rows that the learner's debrief shows.
pub(crate) async fn dispute(bot: &Bot, ask: &Ask, session: &str, mut answer: Answer) -> Result<(), Trouble> {
    let live = match controls::owned(bot, ask, session).await {
        Ok(live) => live,
        Err(post) => return answer.say(&post).await,
    };
    match messages::pick_row(&live) {
        Some(list) => answer.say(&list).await,
        None => answer.say(&messages::stopped(Own::NoDebrief)).await,
    }
}

/// A dispute that was written.
pub(crate) async fn disputed(
    bot: &Bot,
    ask: &Ask,
    session: &str,
    row: (u32, Option<u32>),
    reason: &str,
    mut answer: Answer,
) -> Result<(), Trouble> {
    answer.think().await?;
    match bot.host.dispute(&ask.actor(), session, row, reason, bot.now()).await {
        Ok(dispute) => answer.say(&messages::dispute_kept(&dispute)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// `/class rule`: the disputes that wait for a ruling.
pub(super) async fn rule(bot: &Bot, ask: &Ask, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match bot.host.open_disputes(&ask.actor()).await {
        Ok(open) => answer.say(&messages::open_disputes(&open)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// One of them, with what is needed to rule on it.
pub(crate) async fn case(bot: &Bot, ask: &Ask, id: &str, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let actor = ask.actor();
    let found = match open_dispute(bot, &actor, id).await {
        Ok(dispute) => bot.host.review(&actor, &dispute.session, bot.now()).await.map(|review| (dispute, review)),
        Err(error) => Err(error),
    };
    match found {
        Ok((dispute, review)) => {
            answer.say(&messages::dispute_case(&dispute, &review, dispute.person == actor.id)).await
        }
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

async fn open_dispute(bot: &Bot, actor: &Actor, id: &str) -> Result<DisputeRow, UserError> {
    let open = bot.host.open_disputes(actor).await?;
    open.into_iter().find(|one| one.id == id).ok_or_else(|| {
        let message = "This dispute is not open any more.";
        UserError::new("unknown_dispute", message, "/class rule shows those that are.")
    })
}

/// A ruling that was written.
pub(crate) async fn ruled(
    bot: &Arc<Bot>,
    ask: &Ask,
    id: &str,
    (verdict, words): (Verdict, &str),
    mut answer: Answer,
) -> Result<(), Trouble> {
    answer.think().await?;
    match bot.host.rule(&ask.actor(), id, (verdict, words), bot.now()).await {
        Ok(ruling) => {
            let told =
                "Your instructor has answered what you disputed about this talk. `/challenge status` shows it to you.";
            tell(bot, &ruling.session, told).await;
            answer.say(&messages::ruling_kept(&ruling)).await
        }
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}
