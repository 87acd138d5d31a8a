//! What the bot remembers about showing a session: how far the thread has seen it, and which messages to edit.

use serde::{Deserialize, Serialize};

use super::Bot;
use crate::host::UserError;

const NAME: &str = "discord";

/// A session's notes, stored beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notes {
    /// The last step that was shown.
    pub(crate) shown: usize,
    /// Whether the debrief was shown.
    #[serde(default)]
    pub(crate) debriefed: bool,
    /// The card of standing offers.
    #[serde(default)]
    pub(crate) card: Option<u64>,
    /// The opening card.
    #[serde(default)]
    pub(crate) opening: Option<u64>,
    /// The last reply that carries controls.
    #[serde(default)]
    pub(crate) controls: Option<u64>,
    /// The last message of the debrief, which offers another talk.
    #[serde(default)]
    pub(crate) ending: Option<u64>,
    /// The last message of the learner's that was dealt with.
    #[serde(default)]
    pub(crate) heard: u64,
}

impl Notes {
    /// The messages that carry buttons.
    pub(crate) fn with_buttons(&self) -> impl Iterator<Item = u64> {
        [self.opening, self.controls, self.ending].into_iter().flatten()
    }
}

fn scope(session: &str) -> String {
    format!("session:{session}")
}

impl Bot {
    /// A session's notes; fresh ones where there are none.
    pub(crate) async fn notes(&self, session: &str) -> Result<Notes, UserError> {
        let stored = self.host.note(&scope(session), NAME).await?;
        Ok(stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Keeps a session's notes. A failure is logged: at worst something is shown twice.
    pub(crate) async fn keep_notes(&self, session: &str, notes: &Notes) {
        let Ok(text) = serde_json::to_string(notes) else { return };
        if let Err(error) = self.host.set_note(&scope(session), NAME, Some(&text)).await {
            tracing::warn!(session, code = error.code, "the notes of a session could not be stored");
        }
    }
}
