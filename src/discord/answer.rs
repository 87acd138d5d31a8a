//! Answering an interaction: once within three seconds, then by filling in and adding, for a quarter of an hour.

use serde_json::{Value, json};

use super::event::Ask;
use super::messages::{Form, Post};
use super::wire::{self, EPHEMERAL, Trouble, Wire};

const MESSAGE: u8 = 4;
const THINKING: u8 = 5;
const HOLD: u8 = 6;
const UPDATE: u8 = 7;
const SUGGESTIONS: u8 = 8;
const FORM: u8 = 9;

/// How far the answer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Discord waits.
    Fresh,
    /// The person sees that something is coming.
    Thinking,
    /// The message with the control was replaced.
    Replaced,
    /// Something was answered.
    Told,
}

/// The answer to one interaction. Everything it says is seen by that person alone.
pub(crate) struct Answer {
    wire: Wire,
    id: u64,
    token: String,
    stage: Stage,
    /// What stands above the first thing that is said.
    heading: Option<String>,
}

impl Answer {
    pub(crate) fn to(ask: &Ask, wire: &Wire) -> Self {
        Answer { wire: wire.clone(), id: ask.id, token: ask.token.clone(), stage: Stage::Fresh, heading: None }
    }

    /// Shows that something is coming, for what may take longer than a moment. Saying so twice is saying it once.
    pub(crate) async fn think(&mut self) -> Result<(), Trouble> {
        if self.stage == Stage::Thinking {
            return Ok(());
        }
        self.first(THINKING, Some(json!({ "flags": EPHEMERAL })), None, Stage::Thinking).await
    }

    /// Puts a line above the first thing that is said.
    pub(crate) fn head(&mut self, line: String) {
        self.heading = Some(line);
    }

    /// Says something: as the first answer, in place of the waiting one, or after what was said.
    pub(crate) async fn say(&mut self, post: &Post) -> Result<(), Trouble> {
        let headed = self.heading.take().map(|line| post.clone().headed(&line));
        let post = headed.as_ref().unwrap_or(post);
        match self.stage {
            Stage::Fresh => {
                let mut body = post.body();
                body["flags"] = json!(EPHEMERAL);
                self.first(MESSAGE, Some(body), Some(post), Stage::Told).await
            }
            Stage::Thinking => {
                self.stage = Stage::Told;
                self.wire.refill(&self.token, post).await
            }
            Stage::Replaced | Stage::Told => self.wire.follow_up(&self.token, post).await,
        }
    }

    /// Says something where nothing can be done if it isn't heard.
    pub(crate) async fn tell(&mut self, post: &Post) {
        if let Err(trouble) = self.say(post).await {
            tracing::info!(%trouble, "an answer was not heard");
        }
    }

    /// Replaces the message whose control was used, which is the first answer too.
    pub(crate) async fn replace(&mut self, post: &Post) -> Result<(), Trouble> {
        if self.stage != Stage::Fresh {
            return self.wire.refill(&self.token, post).await;
        }
        self.first(UPDATE, Some(post.body()), Some(post), Stage::Replaced).await
    }

    /// Leaves the message whose control was used as it is for now; what replaces it follows.
    pub(crate) async fn hold(&mut self) -> Result<(), Trouble> {
        self.first(HOLD, None, None, Stage::Replaced).await
    }

    /// Takes the controls off the message whose control was used.
    pub(crate) async fn strip(&mut self) -> Result<(), Trouble> {
        self.first(UPDATE, Some(wire::bare()), None, Stage::Replaced).await
    }

    /// Opens a form.
    pub(crate) async fn form(&mut self, form: &Form) -> Result<(), Trouble> {
        self.first(FORM, Some(form.body()), None, Stage::Told).await
    }

    /// Suggests values: what is shown, and what it stands for.
    pub(crate) async fn suggest(&mut self, choices: Vec<(String, String)>) -> Result<(), Trouble> {
        let choices: Vec<Value> =
            choices.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.first(SUGGESTIONS, Some(json!({ "choices": choices })), None, Stage::Told).await
    }

    /// What was done stands elsewhere: the waiting answer goes away.
    pub(crate) async fn withdraw(&mut self) {
        if self.stage == Stage::Thinking {
            self.stage = Stage::Told;
            if let Err(trouble) = self.wire.withdraw(&self.token).await {
                tracing::info!(%trouble, "a waiting answer could not be taken away");
            }
        }
    }

    async fn first(&mut self, kind: u8, data: Option<Value>, post: Option<&Post>, then: Stage) -> Result<(), Trouble> {
        self.wire.answer(self.id, &self.token, kind, data, post).await?;
        self.stage = then;
        Ok(())
    }
}
