//! What the bot answered to something a person did.

use super::ids::Id;
use super::model::{callback, flag};
use super::person::Person;
use super::posted::Posted;
use super::world::PATIENCE;
use serde_json::Value;

/// A question that the bot has been asked. Its answer is waited for with `answer` or `outcome`.
pub struct Asked {
    pub(super) person: Person,
    /// The interaction's id.
    pub id: Id,
}

/// A form to be filled in.
pub struct Modal {
    /// The interaction that opened it.
    pub(super) opened_by: Id,
    pub data: Value,
}

impl Modal {
    pub fn title(&self) -> &str {
        self.data["title"].as_str().unwrap_or_default()
    }
    /// The text inputs, in their order.
    pub fn inputs(&self) -> Vec<&Value> {
        let rows = self.data["components"].as_array().into_iter().flatten();
        let inner = rows.flat_map(|row| row["components"].as_array().into_iter().flatten().chain(row.get("component")));
        inner.filter(|one| one["type"] == 4).collect()
    }
}

/// How the bot answered.
pub enum Answer {
    /// A message of its own, after any waiting.
    Message(Posted),
    /// The message whose button was clicked, changed.
    Updated(Posted),
    /// It took note without showing anything, or took the waiting answer away again.
    Silent,
    /// A form.
    Modal(Modal),
    /// Suggestions: what is shown, and what is sent.
    Choices(Vec<(String, Value)>),
}

impl Answer {
    /// The message that answered or was changed.
    pub fn message(self) -> Posted {
        match self {
            Self::Message(posted) | Self::Updated(posted) => posted,
            other => panic!("expected a message, but the bot answered with {}", other.kind()),
        }
    }
    /// The form that opened.
    pub fn modal(self) -> Modal {
        match self {
            Self::Modal(modal) => modal,
            other => panic!("expected a form, but the bot answered with {}", other.told()),
        }
    }
    /// What can be read in the answer.
    pub fn text(&self) -> String {
        match self {
            Self::Message(posted) | Self::Updated(posted) => posted.text(),
            other => panic!("expected a message, but the bot answered with {}", other.kind()),
        }
    }
    /// Whether the answer is a message for this person alone.
    pub fn is_ephemeral(&self) -> bool {
        matches!(self, Self::Message(posted) | Self::Updated(posted) if posted.is_ephemeral())
    }
    fn kind(&self) -> &'static str {
        match self {
            Self::Message(_) => "a message",
            Self::Updated(_) => "a changed message",
            Self::Silent => "silence",
            Self::Modal(_) => "a form",
            Self::Choices(_) => "suggestions",
        }
    }
    fn told(&self) -> String {
        match self {
            Self::Message(posted) | Self::Updated(posted) => format!("{}: {}", self.kind(), posted.text()),
            _ => self.kind().into(),
        }
    }
}

impl Asked {
    /// The answer; the test fails when there is none in time.
    pub async fn answer(&self) -> Answer {
        self.outcome().await.unwrap_or_else(|failure| panic!("{failure}\n{}", self.person.world.dump()))
    }

    /// The answer, or what the person is told instead: `The application did not respond`.
    pub async fn outcome(&self) -> Result<Answer, String> {
        let world = &self.person.world;
        let window = world.look(|state| state.answer_window);
        let acknowledged = world.wait_at_most(window, |state| {
            let asked = &state.interactions[&self.id];
            asked.acknowledged.map(|answer| (answer, asked.original, asked.original_revision, asked.what.clone()))
        });
        let Some((answer, original, revision, what)) = acknowledged.await else {
            let what = world.look(|state| state.interactions[&self.id].what.clone());
            return Err(format!("The application did not respond to {what}"));
        };
        let posted = |id: Option<Id>| Posted::new(&self.person, id.expect("an answer with a message has one"));
        match answer {
            callback::MESSAGE => Ok(Answer::Message(posted(original))),
            callback::UPDATE => Ok(Answer::Updated(posted(original))),
            callback::DEFERRED_UPDATE => Ok(Answer::Silent),
            callback::DEFERRED_MESSAGE => {
                let original = original.expect("a deferral has a message");
                let filled = world.wait_at_most(PATIENCE, |state| {
                    let message = &state.messages[&original];
                    let filled = message.revision > revision && message.flags & flag::LOADING == 0;
                    (filled || message.deleted).then_some(message.deleted)
                });
                match filled.await.ok_or(format!("The application is still thinking about {what}"))? {
                    true => Ok(Answer::Silent),
                    false => Ok(Answer::Message(posted(Some(original)))),
                }
            }
            callback::CHOICES => {
                let listed = world.look(|state| state.interactions[&self.id].choices.clone()).unwrap_or_default();
                let shown =
                    |choice: &Value| (choice["name"].as_str().unwrap_or_default().into(), choice["value"].clone());
                Ok(Answer::Choices(listed.iter().map(shown).collect()))
            }
            _ => {
                let data = world.look(|state| state.interactions[&self.id].modal.clone()).unwrap_or_default();
                Ok(Answer::Modal(Modal { opened_by: self.id, data }))
            }
        }
    }

    /// The next follow-up message that this person hasn't read.
    pub async fn follow_up(&self) -> Posted {
        let person = &self.person;
        let found = person.world.wait_for("a follow-up message", |state| {
            let all = &state.interactions[&self.id].follow_ups;
            all.iter().copied().find(|message| !person.has_read(*message) && person.can_see(state, *message))
        });
        Posted::new(person, found.await)
    }
}
