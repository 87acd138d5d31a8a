//! A move on its way: to the host, which stores it before anything is said, and back into the thread. What was stored and
//! not yet shown is shown the next time the session is touched, so that no crash and no outage loses a turn.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use super::answer::Answer;
use super::messages::{self, Echo, Own, Post, Row};
use super::notes::Notes;
use super::wire::{Sending, Trouble};
use super::{Bot, thread};
use crate::host::{Incoming, Live, Outgoing, UserError};
use crate::session::{Input, Refusal, Status};

/// Waits while the database is busy or away, on top of its own patience with each try. A learner sees "typing" meanwhile.
const STORE_RETRIES: &[Duration] = &[Duration::from_millis(200), Duration::from_secs(1)];

/// How long Discord shows "typing", less a little.
const TYPING: Duration = Duration::from_secs(8);

/// Waits before something that could not be shown is tried again.
const SHOW_RETRIES: &[Duration] = &[
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(120),
    Duration::from_secs(600),
    Duration::from_secs(1_800),
];

/// How a move came, which is where trouble is told.
pub(crate) enum Via {
    /// A message in the thread.
    Message(u64),
    /// A control, a form or a command.
    Answer(Answer),
    /// Nobody waits: what was missed is made up for.
    Nothing,
}

/// A move.
pub(crate) struct Play {
    pub(crate) session: String,
    pub(crate) author: u64,
    pub(crate) input: Input,
    /// The message or interaction that brought it.
    pub(crate) brought_by: String,
    /// When it reached us, milliseconds since 1970: what idling is counted from.
    pub(crate) at: i64,
}

/// Plays a move and shows what it was answered.
pub(crate) async fn play(bot: &Arc<Bot>, play: Play, mut via: Via) {
    let typed = words_of(&play.input);
    let incoming =
        Incoming { author: play.author.to_string(), message_id: Some(play.brought_by), input: play.input, at: play.at };
    let place = match &via {
        Via::Message(_) => bot.tables.of_session(&play.session),
        _ => None,
    };
    let heard = tokio::select! {
        heard = hear(bot, &play.session, incoming) => heard,
        never = keep_typing(bot, place) => match never {},
    };
    // A move that was fetched after a gap comes once more as an event: it is counted where it was heard first.
    if !heard.as_ref().is_ok_and(|outgoing| outgoing.repeated) {
        bot.gauges.heard(heard.is_ok());
    }
    let shown = match heard {
        Ok(outgoing) => {
            // Nothing is stored after the end, so there would be nothing to show.
            if let Some(over) = outgoing.turn.refusal.filter(|refusal| refusal.code == "over") {
                let error = UserError::new("over", over.message, over.hint);
                complain(bot, &play.session, &mut via, &error).await;
            }
            show(bot, &play.session, &mut via, typed.as_deref()).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = shown {
        tracing::warn!(session = play.session, code = error.code, reference = error.reference, "a move was not taken");
        complain(bot, &play.session, &mut via, &error).await;
    }
}

/// Shows in a thread that an answer is coming, for as long as this is waited for.
async fn keep_typing(bot: &Bot, place: Option<u64>) -> Infallible {
    let Some(place) = place else { return std::future::pending().await };
    loop {
        bot.wire.typing(place).await;
        tokio::time::sleep(TYPING).await;
    }
}

async fn hear(bot: &Bot, session: &str, incoming: Incoming) -> Result<Outgoing, UserError> {
    let mut waits = STORE_RETRIES.iter();
    loop {
        match bot.host.hear(session, incoming.clone()).await {
            Ok(outgoing) => return Ok(outgoing),
            Err(error) => match waits.next().filter(|_| matches!(error.code, "storage" | "busy")) {
                Some(wait) => tokio::time::sleep(*wait).await,
                None => return Err(error),
            },
        }
    }
}

fn words_of(input: &Input) -> Option<String> {
    match input {
        Input::Say(text) => Some(text.clone()),
        Input::Offer(offer) => {
            let words = [&offer.reason, &offer.ask, &offer.say].into_iter().flatten().cloned();
            Some(words.collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
}

async fn complain(bot: &Bot, session: &str, via: &mut Via, error: &UserError) {
    let post = if error.code == "not_yours" { messages::stopped(Own::NotYours) } else { messages::problem(error) };
    match via {
        Via::Answer(answer) => answer.tell(&post).await,
        Via::Message(message) => {
            let place = bot.host.resume(session).await.ok().and_then(|live| thread::of_place(live.place.as_deref()));
            let place = place.or_else(|| bot.tables.of_session(session));
            if let Some(place) = place {
                say_in(bot, place, &messages::house_note(&post.content), Some(*message)).await;
                if error.code == "erased" {
                    bot.tables.remove(place);
                }
            }
        }
        Via::Nothing => {}
    }
}

/// Shows everything of a session that is stored and was not shown yet.
///
/// # Errors
/// When the session can't be read. Trouble with Discord is dealt with here.
pub(crate) async fn show(bot: &Arc<Bot>, session: &str, via: &mut Via, typed: Option<&str>) -> Result<(), UserError> {
    let live = bot.host.resume(session).await?;
    let notes = bot.notes(session).await?;
    let before = notes.clone();
    let mut showing = Showing {
        bot,
        live: &live,
        thread: thread::of_place(live.place.as_deref()),
        notes,
        via,
        typed,
        controls: None,
    };
    let outcome = showing.everything().await;
    let notes = showing.notes;
    if notes != before {
        bot.keep_notes(session, &notes).await;
    }
    match outcome {
        Ok(()) => {
            if let Via::Answer(answer) = via {
                answer.withdraw().await;
            }
        }
        Err(Trouble::Gone) => {
            if let Some(place) = thread::of_place(live.place.as_deref()) {
                bot.tables.remove(place);
            }
        }
        Err(trouble) => {
            tracing::warn!(session, %trouble, "an answer could not be shown yet");
            show_later(bot, session, 0);
        }
    }
    Ok(())
}

/// Tries again after a while, further and further apart. A restart or the learner's next move comes first.
fn show_later(bot: &Arc<Bot>, session: &str, tried: usize) {
    let Some(wait) = SHOW_RETRIES.get(tried).copied() else { return };
    let (bot, session) = (bot.clone(), session.to_owned());
    tokio::spawn(async move {
        tokio::time::sleep(wait).await;
        let again = bot.clone();
        bot.queues.push(&session.clone(), 0, async move {
            let Ok(live) = again.host.resume(&session).await else { return };
            let Ok(notes) = again.notes(&session).await else { return };
            let mut via = Via::Nothing;
            let thread = thread::of_place(live.place.as_deref());
            let mut showing =
                Showing { bot: &again, live: &live, thread, notes, via: &mut via, typed: None, controls: None };
            let outcome = showing.everything().await;
            let notes = showing.notes;
            again.keep_notes(&session, &notes).await;
            if outcome.is_err() {
                show_later(&again, &session, tried + 1);
            }
        });
    });
}

/// A session being shown.
struct Showing<'a> {
    bot: &'a Arc<Bot>,
    live: &'a Live,
    thread: Option<u64>,
    notes: Notes,
    via: &'a mut Via,
    typed: Option<&'a str>,
    /// The message that now carries controls.
    controls: Option<u64>,
}

impl Showing<'_> {
    async fn everything(&mut self) -> Result<(), Trouble> {
        let latest = self.live.transcript.len().saturating_sub(1);
        let first = self.notes.shown + 1;
        for seq in first..=latest {
            self.step(seq, seq == latest).await?;
            self.notes.shown = seq;
        }
        if let Via::Message(message) = self.via {
            self.notes.heard = self.notes.heard.max(*message);
        }
        if first <= latest {
            self.tidy().await?;
        }
        let over = self.live.transcript.last().is_some_and(|turn| turn.status != Status::Open);
        if over && !self.notes.debriefed {
            self.finish().await?;
            self.notes.debriefed = true;
        }
        Ok(())
    }

    async fn step(&mut self, seq: usize, latest: bool) -> Result<(), Trouble> {
        let Some(turn) = self.live.transcript.get(seq) else { return Ok(()) };
        if let Some(refusal) = &turn.refusal {
            if latest {
                self.refuse(refusal).await;
            }
            return Ok(());
        }
        let learner = format!("<@{}>", self.live.owner);
        let in_thread = matches!(self.via, Via::Message(_))
            || (matches!(self.via, Via::Nothing) && matches!(turn.input, Some(Input::Say(_))));
        let echo = if in_thread && self.thread.is_some() { Echo::InThread } else { Echo::As(&learner) };
        let mut posts = messages::counterpart_says(self.live, turn, seq, echo);
        if let (None, Some(last), Status::Open) = (self.thread, posts.last_mut(), turn.status) {
            last.embeds.extend(messages::table(self.live).embeds);
            last.rows.push(Row::Buttons(messages::controls(&self.live.id)));
        }
        let reply_to = match self.via {
            Via::Message(message) if latest => Some(*message),
            _ => None,
        };
        for (part, post) in posts.iter().enumerate() {
            let sending =
                Sending { nonce: self.nonce(&format!("{seq}.{part}")), reply_to: reply_to.filter(|_| part == 0) };
            let sent = self.post(post, &sending).await?;
            if !post.rows.is_empty() {
                self.controls = sent;
            }
        }
        Ok(())
    }

    fn nonce(&self, what: &str) -> Option<String> {
        self.thread.map(|thread| format!("{thread:x}.{what}"))
    }

    /// Posts into the thread; when that isn't allowed and somebody waits for an answer, it comes as that answer.
    async fn post(&mut self, post: &Post, sending: &Sending) -> Result<Option<u64>, Trouble> {
        let sent = match self.thread {
            Some(thread) => self.bot.wire.send(thread, post, sending).await.map(Some),
            None => Err(Trouble::Forbidden),
        };
        match (sent, &mut *self.via) {
            (Ok(sent), _) => Ok(sent),
            (Err(Trouble::Forbidden | Trouble::Gone | Trouble::Archived), Via::Answer(answer)) => {
                answer.say(post).await.map(|()| None)
            }
            (Err(trouble), _) => Err(trouble),
        }
    }

    async fn refuse(&mut self, refusal: &Refusal) {
        match &mut *self.via {
            Via::Answer(answer) => answer.tell(&messages::refused(refusal, self.typed)).await,
            Via::Message(message) => {
                if let Some(thread) = self.thread {
                    let note = messages::house_note(&messages::refused(refusal, None).content.replace("-# ", ""));
                    say_in(self.bot, thread, &note, Some(*message)).await;
                }
            }
            Via::Nothing => {}
        }
    }

    /// Takes the controls off the reply before, and brings the card of standing offers up to date.
    async fn tidy(&mut self) -> Result<(), Trouble> {
        let Some(thread) = self.thread else { return Ok(()) };
        let before = std::mem::replace(&mut self.notes.controls, self.controls);
        if let Some(before) = before.filter(|before| Some(*before) != self.controls) {
            forgive(self.bot.wire.strip(thread, before).await)?;
        }
        let table = messages::table(self.live);
        match self.notes.card {
            Some(card) => forgive(self.bot.wire.edit(thread, card, &table).await),
            None => Ok(()),
        }
    }

    /// The debrief, and no more controls on the opening card.
    async fn finish(&mut self) -> Result<(), Trouble> {
        if let Some(found) = self.live.debrief.clone() {
            let deals = self.bot.host.deals(&self.live.id).await.unwrap_or_default();
            let live = self.live.clone();
            let drawn = tokio::task::spawn_blocking(move || messages::debrief(&live, &found, deals.as_ref())).await;
            for (part, post) in drawn.unwrap_or_default().iter().enumerate() {
                let sending = Sending { nonce: self.nonce(&format!("d.{part}")), reply_to: None };
                self.notes.ending = self.post(post, &sending).await?;
            }
        }
        if let Some(sealed) = &self.live.sealed {
            let sending = Sending { nonce: self.nonce("d.0"), reply_to: None };
            self.notes.ending = self.post(&messages::sealed_debrief(self.live, sealed), &sending).await?;
        }
        if let (Some(thread), Some(opening)) = (self.thread, self.notes.opening) {
            forgive(self.bot.wire.strip(thread, opening).await)?;
        }
        self.bot.tables.remove_session(&self.live.id);
        self.bot.gauges.tables(self.bot.tables.count());
        Ok(())
    }
}

/// Edits of messages that are gone or out of reach are no reason to stop; only Discord being away is tried again.
fn forgive(edited: Result<(), Trouble>) -> Result<(), Trouble> {
    match edited {
        Err(Trouble::Away) => Err(Trouble::Away),
        Err(trouble) => {
            tracing::info!(%trouble, "an earlier message could not be edited");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// Says something in a thread where nothing can be done if it fails.
pub(crate) async fn say_in(bot: &Bot, thread: u64, post: &Post, reply_to: Option<u64>) {
    if let Err(trouble) = bot.wire.send(thread, post, &Sending { nonce: None, reply_to }).await {
        tracing::info!(%trouble, "a note could not be posted");
    }
}
