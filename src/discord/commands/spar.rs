//! `/spar`: opening a table, finding it again, and what is done at it without buttons.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;

use super::{Options, persona};
use crate::discord::answer::Answer;
use crate::discord::controls;
use crate::discord::event::Ask;
use crate::discord::idle;
use crate::discord::messages::{self, Opening, Own, Post, Sitting, Visibility};
use crate::discord::notes::Notes;
use crate::discord::wire::{Sending, Trouble};
use crate::discord::{Bot, thread};
use crate::host::classroom::{Actor, Challenge, Table};
use crate::host::{Difficulty, Incoming, Live, SessionHead, Start, UserError};
use crate::session::Input;

/// Seeds are short enough to be told to a friend.
pub(super) const LARGEST_SEED: u64 = 999_999_999;

/// What a new table is to be.
struct Wanted {
    persona: String,
    title: String,
    variant: String,
    difficulty: Difficulty,
    visibility: Visibility,
    seed: u64,
    rated: bool,
    /// The challenge it is an attempt at, by id.
    challenge: Option<String>,
    /// What was played before, when a talk is replayed from one of its turns.
    before: Vec<Input>,
}

/// `/spar start`.
pub(super) async fn start(bot: &Arc<Bot>, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match wanted(bot, ask, options).await {
        Ok(wanted) => open_table(bot, ask, wanted, answer).await,
        Err(post) => answer.say(&post).await,
    }
}

async fn wanted(bot: &Bot, ask: &Ask, options: &Options) -> Result<Wanted, Box<Post>> {
    let given = |name: &str| options.get(name).map(String::as_str).unwrap_or_default();
    let problem = |error: UserError| Box::new(messages::problem(&error));
    let none_of_those = || Box::new(messages::stopped(Own::BadOption));
    let guild = ask.guild.map(|guild| guild.to_string());
    let meant = persona::meant(bot, ask.guild, given("persona")).await;
    let one = bot.host.briefing_in(guild.as_deref(), &meant).await.map_err(problem)?;
    let variants = bot.host.variants_in(guild.as_deref(), &one.id).await.map_err(problem)?;
    let variant = given("variant");
    if !variant.is_empty() && !variants.iter().any(|known| known == variant) {
        return Err(none_of_those());
    }
    let difficulty = match given("difficulty") {
        "" => Difficulty::default(),
        name => name.parse().map_err(|_| none_of_those())?,
    };
    let visibility = match given("visibility") {
        "" | "private" => Visibility::Private,
        "public" => Visibility::Public,
        _ => return Err(none_of_those()),
    };
    let seed = match given("seed") {
        "" => None,
        text => Some(text.parse().ok().filter(|seed| *seed <= LARGEST_SEED).ok_or_else(none_of_those)?),
    };
    Ok(Wanted {
        persona: one.id,
        title: one.title,
        variant: variant.to_owned(),
        difficulty,
        visibility,
        rated: seed.is_none(),
        seed: seed.unwrap_or_else(fresh_seed),
        challenge: None,
        before: Vec::new(),
    })
}

fn fresh_seed() -> u64 {
    RandomState::new().build_hasher().finish() % (LARGEST_SEED + 1)
}

/// *Play*: the next attempt at a challenge that the person may begin. The host draws its seed and limit.
pub(crate) async fn attempt(bot: &Arc<Bot>, ask: &Ask, challenge: Challenge, answer: Answer) -> Result<(), Trouble> {
    let wanted = Wanted {
        title: challenge.title,
        difficulty: challenge.difficulty.parse().unwrap_or_default(),
        persona: challenge.persona,
        variant: challenge.variant,
        visibility: Visibility::Private,
        seed: 0,
        rated: challenge.rated,
        challenge: Some(challenge.id),
        before: Vec::new(),
    };
    open_table(bot, ask, wanted, answer).await
}

/// *Again*: the same counterpart, another day. After an attempt that is practice, once its debrief may be told: the new
/// talk's comes at once.
pub(crate) async fn again(bot: &Arc<Bot>, ask: &Ask, live: &Live, mut answer: Answer) -> Result<(), Trouble> {
    if live.debrief.is_none() {
        let why = if live.sealed.is_some() { Own::Sealed } else { Own::NoDebrief };
        return answer.say(&messages::stopped(why)).await;
    }
    answer.think().await?;
    open_table(bot, ask, like(live, fresh_seed(), live.rated && live.challenge.is_none()), answer).await
}

/// *Replay from turn…*: everything before a step as it was, under the same seed. Practice.
pub(crate) async fn replay_from(
    bot: &Arc<Bot>,
    ask: &Ask,
    live: &Live,
    step: usize,
    mut answer: Answer,
) -> Result<(), Trouble> {
    // An attempt's limit was drawn for it alone: another table would not be the same talk.
    if live.challenge.is_some()
        || live.debrief.is_none()
        || !messages::replayable(live).iter().any(|(at, ..)| *at == step)
    {
        return answer.say(&messages::stopped(Own::UnknownControl)).await;
    }
    answer.think().await?;
    let before =
        live.transcript.iter().take(step).filter(|turn| turn.refusal.is_none()).filter_map(|turn| turn.input.clone());
    let wanted = Wanted { before: before.collect(), ..like(live, live.seed, false) };
    open_table(bot, ask, wanted, answer).await
}

fn like(live: &Live, seed: u64, rated: bool) -> Wanted {
    Wanted {
        persona: live.briefing.id.clone(),
        title: live.briefing.title.clone(),
        variant: live.variant.clone(),
        difficulty: live.difficulty,
        visibility: Visibility::Private,
        seed,
        rated,
        challenge: None,
        before: Vec::new(),
    }
}

/// There is one open talk with a counterpart at a time.
fn in_the_way(wanted: &Wanted, other: &Live) -> Post {
    let place = thread::of_place(other.place.as_deref());
    match &wanted.challenge {
        Some(_) => messages::ends_first(other, place),
        None => messages::already_open(&other.briefing.title, place),
    }
}

/// Opens a thread and a session in it; without the right to open threads, a session in answers to one person.
async fn open_table(bot: &Arc<Bot>, ask: &Ask, wanted: Wanted, mut answer: Answer) -> Result<(), Trouble> {
    match bot.host.open_of(&ask.user.to_string()).await {
        Err(error) => return answer.say(&messages::problem(&error)).await,
        Ok(open) => {
            if let Some(other) = open.iter().find(|other| other.persona == wanted.persona && other.place.is_some()) {
                return match bot.host.resume(&other.id).await {
                    Ok(other) => answer.say(&in_the_way(&wanted, &other)).await,
                    Err(error) => answer.say(&messages::problem(&error)).await,
                };
            }
        }
    }
    match thread::open(bot, ask, &wanted.title, wanted.visibility).await {
        Ok(thread) => in_thread(bot, ask, wanted, thread, answer).await,
        Err(Trouble::Forbidden) => whispered(bot, ask, wanted, answer).await,
        Err(Trouble::TooManyThreads) => answer.say(&messages::stopped(Own::NoRoom)).await,
        Err(trouble) => {
            tracing::warn!(%trouble, "a thread could not be opened");
            answer.say(&messages::stopped(Own::DiscordAway)).await
        }
    }
}

async fn in_thread(bot: &Arc<Bot>, ask: &Ask, wanted: Wanted, thread: u64, mut answer: Answer) -> Result<(), Trouble> {
    let (title, visibility) = (wanted.title.clone(), wanted.visibility);
    let live = match begin(bot, ask, wanted, thread.to_string(), format!("d{thread}")).await {
        Ok(live) => live,
        Err(error) => {
            bot.wire.delete_thread(thread).await;
            return answer.say(&messages::problem(&error)).await;
        }
    };
    // The same command came twice: what it began stands, in the thread it was begun in.
    if let Some(other) = thread::of_place(live.place.as_deref()).filter(|other| *other != thread) {
        bot.wire.delete_thread(thread).await;
        return answer.say(&messages::table_ready(&title, other)).await;
    }
    bot.tables.add(thread, &live.id, ask.user);
    bot.gauges.tables(bot.tables.count());
    if let Err(trouble) = bot.wire.let_in(thread, ask.user).await {
        tracing::warn!(%trouble, "the learner could not be let into the thread");
    }
    lay(bot, &live, thread, visibility).await;
    answer.say(&messages::table_ready(&title, thread)).await
}

/// Lays the table in a thread: the opening card, the card of standing offers, what was said so far.
async fn lay(bot: &Arc<Bot>, live: &Live, thread: u64, visibility: Visibility) {
    let sitting = sitting(bot, live).await;
    let opening =
        Opening { live, visibility, reading: bot.reading(), idle: bot.settings.idle, sitting: sitting.as_ref() };
    let nonce = |what: &str| Sending { nonce: Some(format!("{thread:x}.{what}")), reply_to: None };
    let send = async |post: &Post, what: &str| match bot.wire.send(thread, post, &nonce(what)).await {
        Ok(message) => Some(message),
        Err(trouble) => {
            tracing::warn!(session = live.id, %trouble, what, "a part of a new table could not be posted");
            None
        }
    };
    let mut notes = Notes { shown: live.transcript.len().saturating_sub(1), ..Notes::default() };
    notes.opening = send(&messages::opening(opening), "opening").await;
    notes.card = send(&messages::table(live), "card").await;
    if live.transcript.len() > 1 {
        send(&messages::replayed_so_far(live, &format!("<@{}>", live.owner)), "before").await;
    } else if let Some(turn) = live.transcript.first() {
        for (part, post) in messages::counterpart_says(live, turn, 0, messages::Echo::InThread).iter().enumerate() {
            send(post, &format!("0.{part}")).await;
        }
    }
    bot.keep_notes(&live.id, &notes).await;
}

/// The challenge that a talk is an attempt at, as its learner stands with it.
async fn sitting(bot: &Bot, live: &Live) -> Option<Sitting> {
    let (id, guild) = (live.challenge.as_deref()?, live.guild.clone()?);
    let actor = Actor { id: live.owner.clone(), guild, ..Actor::default() };
    let challenge = bot.host.challenge(&actor, id).await.ok()?;
    let line = bot.host.own_status(&actor, id, bot.now()).await.ok()?;
    Some(Sitting { challenge, line })
}

/// Lays a session's table when that was never done: the bot ended between storing the session and its first message.
///
/// # Errors
/// When the session can't be read. Trouble with Discord is dealt with here.
pub(crate) async fn lay_if_missing(bot: &Arc<Bot>, session: &str) -> Result<(), UserError> {
    if bot.notes(session).await?.opening.is_some() {
        return Ok(());
    }
    let live = bot.host.resume(session).await?;
    let Some(place) = thread::of_place(live.place.as_deref()) else { return Ok(()) };
    let (Ok(owner), Ok(Some(visibility))) = (live.owner.parse(), bot.wire.sees(place).await) else { return Ok(()) };
    if let Err(trouble) = bot.wire.let_in(place, owner).await {
        tracing::warn!(session, %trouble, "the learner could not be let into the thread");
    }
    lay(bot, &live, place, visibility).await;
    Ok(())
}

async fn whispered(bot: &Arc<Bot>, ask: &Ask, wanted: Wanted, mut answer: Answer) -> Result<(), Trouble> {
    let live = match begin(bot, ask, wanted, thread::whisper(ask), format!("w{}", ask.id)).await {
        Ok(live) => live,
        Err(error) => return answer.say(&messages::problem(&error)).await,
    };
    let sitting = sitting(bot, &live).await;
    let opening = Opening {
        live: &live,
        visibility: Visibility::Whispered,
        reading: bot.reading(),
        idle: bot.settings.idle,
        sitting: sitting.as_ref(),
    };
    answer.say(&messages::missing(ask.bot_may)).await?;
    answer.say(&messages::opening(opening)).await?;
    if let Some(turn) = live.transcript.last() {
        for post in messages::counterpart_says(&live, turn, live.transcript.len() - 1, messages::Echo::InThread) {
            answer.say(&post).await?;
        }
    }
    bot.keep_notes(&live.id, &Notes { shown: live.transcript.len().saturating_sub(1), ..Notes::default() }).await;
    Ok(())
}

/// Stores the session and plays what went before.
async fn begin(bot: &Bot, ask: &Ask, wanted: Wanted, place: String, id: String) -> Result<Live, UserError> {
    let owner = ask.user.to_string();
    let at = bot.now();
    if let Some(challenge) = &wanted.challenge {
        let table = Table { place: Some(place), session: Some(id), message_id: Some(format!("i{}", ask.id)) };
        return bot.host.play_challenge(&ask.actor(), challenge, table, at).await;
    }
    let start = Start {
        owner: owner.clone(),
        place: Some(place),
        guild: ask.guild.map(|guild| guild.to_string()),
        persona: wanted.persona,
        variant: wanted.variant,
        difficulty: wanted.difficulty,
        seed: wanted.seed,
        id: Some(id.clone()),
        message_id: Some(format!("i{}", ask.id)),
        rated: wanted.rated,
    };
    let live = bot.host.start(start, at).await?;
    if wanted.before.is_empty() || live.id != id {
        return Ok(live);
    }
    for input in wanted.before {
        bot.host.hear(&id, Incoming { author: owner.clone(), message_id: None, input, at }).await?;
    }
    bot.host.resume(&id).await
}

/// `/spar resume`: leads back to an open talk; where its thread is gone, to a new one.
pub(super) async fn resume(bot: &Arc<Bot>, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    let open = match bot.host.open_of(&ask.user.to_string()).await {
        Ok(open) => open,
        Err(error) => return answer.say(&messages::problem(&error)).await,
    };
    let open: Vec<SessionHead> = open.into_iter().filter(|head| head.place.is_some()).collect();
    let chosen = match options.get("persona") {
        Some(wanted) => persona::meant(bot, ask.guild, wanted).await,
        None => String::new(),
    };
    let fitting: Vec<&SessionHead> = open.iter().filter(|head| chosen.is_empty() || head.persona == chosen).collect();
    match fitting.as_slice() {
        [] if chosen.is_empty() => answer.say(&messages::nothing_open()).await,
        [] => answer.say(&messages::stopped(Own::NoTalkHere)).await,
        [only] => go_on(bot, ask, only, answer).await,
        many => {
            let mut named = Vec::new();
            for head in many {
                let one = bot.host.briefing_in(head.guild.as_deref(), &head.persona).await;
                let title = one.map_or_else(|_| head.persona.clone(), |one| one.title);
                named.push((title, thread::of_place(head.place.as_deref())));
            }
            answer.say(&messages::which_one(&named)).await
        }
    }
}

async fn go_on(bot: &Arc<Bot>, ask: &Ask, head: &SessionHead, mut answer: Answer) -> Result<(), Trouble> {
    let live = match bot.host.resume(&head.id).await {
        Ok(live) => live,
        Err(error) => return answer.say(&messages::problem(&error)).await,
    };
    let name = live.briefing.title.clone();
    let Some(place) = thread::of_place(head.place.as_deref()) else {
        return answer.say(&messages::continue_whispered(&live)).await;
    };
    match bot.wire.sees(place).await {
        Ok(Some(_)) => {
            // An archived thread opens with the person let in; a locked one needs a moderator.
            let _ = bot.wire.unarchive(place).await;
            let _ = bot.wire.let_in(place, ask.user).await;
            bot.tables.add(place, &live.id, ask.user);
            if let Err(error) = lay_if_missing(bot, &live.id).await {
                tracing::warn!(session = live.id, code = error.code, "a table could not be laid");
            }
            answer.say(&messages::continue_at(&name, place)).await
        }
        Ok(None) => move_table(bot, ask, &live, answer).await,
        Err(_) => answer.say(&messages::stopped(Own::DiscordAway)).await,
    }
}

async fn move_table(bot: &Arc<Bot>, ask: &Ask, live: &Live, mut answer: Answer) -> Result<(), Trouble> {
    let opened = thread::open(bot, ask, &live.briefing.title, Visibility::Private).await;
    let (place, opened) = match opened {
        Ok(thread) => (thread.to_string(), Some(thread)),
        Err(Trouble::Forbidden) => (thread::whisper(ask), None),
        Err(Trouble::TooManyThreads) => return answer.say(&messages::stopped(Own::NoRoom)).await,
        Err(_) => return answer.say(&messages::stopped(Own::DiscordAway)).await,
    };
    let guild = ask.guild.map(|guild| guild.to_string());
    if let Err(error) = bot.host.move_to(&live.id, &place, guild.as_deref(), bot.now()).await {
        return answer.say(&messages::problem(&error)).await;
    }
    bot.tables.remove_session(&live.id);
    match opened {
        Some(thread) => {
            bot.tables.add(thread, &live.id, ask.user);
            if let Err(trouble) = bot.wire.let_in(thread, ask.user).await {
                tracing::warn!(%trouble, "the learner could not be let into the thread");
            }
            lay(bot, live, thread, Visibility::Private).await;
            answer.say(&messages::moved(&live.briefing.title, thread)).await
        }
        None => answer.say(&messages::continue_whispered(live)).await,
    }
}

/// What is done at a table: in its thread, or anywhere while the person has one talk open without a thread.
pub(super) async fn at_table(
    bot: &Arc<Bot>,
    ask: &Ask,
    what: &str,
    options: &Options,
    mut answer: Answer,
) -> Result<(), Trouble> {
    let live = match tokio::time::timeout(controls::PROMPT, session_here(bot, ask)).await {
        Ok(Ok(live)) => live,
        Ok(Err(post)) => return answer.say(&post).await,
        Err(_) => return answer.say(&messages::stopped(Own::Slow)).await,
    };
    match (what, options.get("words")) {
        ("offer", _) => controls::offer(&live, answer).await,
        ("say", Some(words)) => {
            answer.think().await?;
            controls::queue(bot, ask, &live, Input::Say(words.clone()), answer);
            Ok(())
        }
        ("say", None) => answer.form(&messages::say_form(&live)).await,
        ("accept", _) => controls::ask_accept(&live, 0, answer).await,
        ("walk", _) => answer.say(&messages::ask_walk(&live, controls::now(&live))).await,
        ("brief", _) => answer.say(&messages::brief(&live)).await,
        ("undo", _) => {
            answer.think().await?;
            controls::queue(bot, ask, &live, Input::Undo, answer);
            Ok(())
        }
        ("abandon", _) => answer.say(&messages::ask_abandon(&live)).await,
        _ => answer.say(&messages::table(&live).with_buttons(messages::controls(&live.id))).await,
    }
}

async fn session_here(bot: &Bot, ask: &Ask) -> Result<Live, Box<Post>> {
    let problem = |error: UserError| Box::new(messages::problem(&error));
    let here = bot.host.open_in(&ask.channel.to_string()).await.map_err(problem)?;
    let id = match here {
        Some(id) => id,
        None => {
            let open = bot.host.open_of(&ask.user.to_string()).await.map_err(problem)?;
            let mut whispers = open
                .into_iter()
                .filter(|head| head.place.is_some() && thread::of_place(head.place.as_deref()).is_none());
            whispers.next().map(|head| head.id).ok_or_else(|| Box::new(messages::stopped(Own::NoTalkHere)))?
        }
    };
    let live = controls::owned(bot, ask, &id).await?;
    if live.open { Ok(live) } else { Err(Box::new(messages::stopped(Own::Over))) }
}

/// Ends a session without a result, after its learner said so.
pub(crate) async fn end(bot: &Arc<Bot>, live: &Live, mut answer: Answer) -> Result<(), Trouble> {
    if let Err(error) = bot.host.abandon(&live.id, bot.now()).await {
        return answer.say(&messages::problem(&error)).await;
    }
    bot.tables.remove_session(&live.id);
    bot.gauges.tables(bot.tables.count());
    if let Some(place) = thread::of_place(live.place.as_deref()) {
        idle::close_cards(bot, &live.id, place).await;
    }
    answer.replace(&messages::abandoned(&live.briefing.title)).await
}
