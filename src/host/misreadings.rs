//! Readings that learners took back: kept for mending the reader, where the learner agreed to it.

use serde::Serialize;

use crate::negotiation::{Act, Terms};
use crate::session::{Input, Question, Step};
use crate::store::ExportRow;
use crate::understanding::plain_no;

use super::{Host, UserError};

const NAME: &str = "share_misreadings";
const YES: &str = "yes";

/// One message that was read otherwise than it was meant. It names nobody: no person, session or time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Misreading {
    /// The counterpart it was said to.
    pub persona: String,
    /// The words.
    pub message: String,
    /// What was read.
    pub read: Read,
    /// How the learner showed that it was wrong.
    pub shown_by: ShownBy,
    /// What the learner did next; none where the talk stopped there.
    pub next: Option<Input>,
}

/// A reading in short.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Read {
    /// What the message was taken to do.
    pub acts: Vec<Act>,
    /// What it was taken to propose.
    pub offer: Option<Terms>,
    /// 0 certain .. 1 a guess.
    pub doubt: f64,
}

/// How a misreading came to light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownBy {
    /// The learner took the reading back.
    TakenBack,
    /// It was asked back, and the learner said no.
    Denied,
}

/// Where a learner's own settings are kept.
pub(super) fn scope(owner: &str) -> String {
    format!("learner:{owner}")
}

impl Host {
    /// Whether a learner agreed that readings taken back may be exported. Off until the learner says so.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn shares_misreadings(&self, owner: &str) -> Result<bool, UserError> {
        Ok(self.store.setting(&scope(owner), NAME).await?.as_deref() == Some(YES))
    }

    /// Agrees, or takes it back: from then on none of the learner's messages is exported, earlier ones neither.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn share_misreadings(&self, owner: &str, shares: bool) -> Result<(), UserError> {
        Ok(self.store.set(&scope(owner), NAME, shares.then_some(YES)).await?)
    }

    /// Every misreading of the learners who agreed, as JSON lines.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn misreadings(&self) -> Result<Vec<Misreading>, UserError> {
        let mut all = Vec::new();
        for scope in self.store.scopes_with(NAME, YES).await? {
            let Some(owner) = scope.strip_prefix("learner:") else { continue };
            all.extend(self.store.export(owner).await?.iter().flat_map(of_session));
        }
        Ok(all)
    }
}

/// The misreadings of one session, in order.
fn of_session(row: &ExportRow) -> Vec<Misreading> {
    let steps: Vec<Step> = row.events.iter().filter_map(|event| serde_json::from_str(&event.body).ok()).collect();
    let standing: Vec<&Step> = steps.iter().filter(|step| step.turn.refusal.is_none()).collect();
    let shown = standing.windows(2).enumerate().filter_map(|(at, pair)| {
        let (said, answer) = (pair[0], pair[1]);
        let shown_by = shown_by(said, answer)?;
        let Some(Input::Say(message)) = said.turn.input.as_ref().filter(|input| !is_blank(input)) else { return None };
        let heard = said.turn.heard.as_ref()?;
        Some(Misreading {
            persona: row.session.persona.clone(),
            message: message.clone(),
            read: Read { acts: heard.acts.clone(), offer: heard.offer.clone(), doubt: heard.doubt },
            shown_by,
            next: standing.get(at + 2).and_then(|step| step.turn.input.clone()),
        })
    });
    shown.collect()
}

/// Whether an answer shows that what was said before was misread.
fn shown_by(said: &Step, answer: &Step) -> Option<ShownBy> {
    match (&said.turn.question, answer.turn.input.as_ref()?) {
        (_, Input::Undo) => Some(ShownBy::TakenBack),
        (Some(Question::Meant(_)), Input::Say(text)) if plain_no(text, "") => Some(ShownBy::Denied),
        _ => None,
    }
}

/// Whether a message's words were blanked at its writer's wish.
fn is_blank(input: &Input) -> bool {
    matches!(input, Input::Say(text) if text.trim().is_empty())
}
