//! A person's rights: a message taken back, everything shown, everything erased.

use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::{Value, json};

use crate::session::{Input, Question, Status, Step};
use crate::store::{ExportRow, OPEN, SessionHead, Stored};
use crate::understanding::Heard;

use super::{Host, UserError};

impl Host {
    /// Blanks the words that a message brought, wherever they are kept; what they came to in the talk stays. False when
    /// the message brought nothing.
    ///
    /// # Errors
    /// A refusing store; then nothing was changed.
    pub async fn blank(&self, message_id: &str) -> Result<bool, UserError> {
        let turn = AtomicI64::new(-1);
        let blanked = self.store.blank_message(message_id, |stored| match stored {
            Stored::Event(event) => blank_event(&event.body, &turn).unwrap_or_else(|| event.body.clone()),
            Stored::Debrief { body, .. } => {
                blank_debrief(body, turn.load(Ordering::Relaxed)).unwrap_or_else(|| body.to_owned())
            }
        });
        let session = blanked.await?;
        if let Some(session) = &session {
            self.seats.lock().await.remove(session);
        }
        Ok(session.is_some())
    }

    /// Everything stored about a person, as JSON. What the counterpart keeps to itself is left out of
    /// open sessions, and the numbers of sealed ones.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn export(&self, owner: &str) -> Result<String, UserError> {
        let rows = self.store.export(owner).await?;
        let mut sessions: Vec<Value> = Vec::new();
        for row in &rows {
            let session = &row.session;
            let seal = self.seal(session.guild.as_deref(), session.challenge.as_deref(), owner).await?;
            sessions.push(exported(row, seal.is_some()));
        }
        let classes = self.class_papers(owner).await?;
        let whole = json!({ "owner": owner, "sessions": sessions, "classes": classes });
        serde_json::to_string_pretty(&whole).map_err(|error| {
            tracing::error!(%error, "an export can't be written as JSON");
            UserError::new("internal", "Something went wrong on our side.", "Try that again.")
        })
    }

    /// All of a person's sessions, open and ended, oldest first.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn all_of(&self, owner: &str) -> Result<Vec<SessionHead>, UserError> {
        Ok(self.store.export(owner).await?.into_iter().map(|row| row.session).collect())
    }

    /// Erases a person: words and ids go, scores stay without a name. Returns how many sessions there were.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn erase(&self, owner: &str) -> Result<u64, UserError> {
        let rows = self.store.export(owner).await?;
        for row in &rows {
            self.forget_notes_of(&row.session.id).await?;
        }
        self.share_misreadings(owner, false).await?;
        let count = self.store.erase(owner).await?;
        // Others may have mentioned the person: whatever is in memory is read again as it is stored now.
        self.seats.lock().await.clear();
        Ok(count)
    }
}

/// An event without the learner's words.
fn blank_event(body: &str, turn: &AtomicI64) -> Option<String> {
    let mut step: Step = serde_json::from_str(body).ok()?;
    turn.store(step.turn.turn.into(), Ordering::Relaxed);
    match &mut step.turn.input {
        Some(Input::Say(text)) => text.clear(),
        Some(Input::Offer(offer)) => (offer.reason, offer.ask, offer.say) = (None, None, None),
        _ => {}
    }
    let mut heard: Vec<&mut Heard> = step.turn.heard.iter_mut().chain(step.state.meant.as_mut()).collect();
    if let Some(Question::Meant(meant)) = &mut step.turn.question {
        heard.push(meant);
    }
    for heard in heard {
        heard.mentions.clear();
        heard.doubt_about = None;
    }
    serde_json::to_string(&step).ok()
}

/// A debrief that quotes nothing from a turn.
fn blank_debrief(body: &str, turn: i64) -> Option<String> {
    let mut debrief: Value = serde_json::from_str(body).ok()?;
    for row in debrief.get_mut("rows").and_then(Value::as_array_mut).into_iter().flatten() {
        if row.get("turn").and_then(Value::as_i64) == Some(turn) {
            row["quote"] = Value::Null;
        }
    }
    serde_json::to_string(&debrief).ok()
}

fn exported(row: &ExportRow, sealed: bool) -> Value {
    let over = row.session.status != OPEN && !sealed;
    let steps = row.events.iter().filter_map(|event| {
        let mut step: Step = serde_json::from_str(&event.body).ok()?;
        if !over || step.turn.status == Status::Open {
            step.turn.decided = None;
        }
        Some(json!({ "at": event.at, "message_id": event.message_id, "turn": step.turn }))
    });
    let score = row.score.as_ref().filter(|_| !sealed);
    let debrief = score.and_then(|score| serde_json::from_str::<Value>(&score.debrief).ok());
    json!({ "session": row.session, "transcript": steps.collect::<Vec<_>>(), "debrief": debrief })
}
