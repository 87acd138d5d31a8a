//! Interactions: sent to the bot when a person does something, answered once and in time, followed up while the token lives.

use super::as_json::id;
use super::command_rules::check_suggestions;
use super::component_rules::check_modal;
use super::ids::Id;
use super::message_rules::check_message;
use super::model::{Interaction, Message, asks, callback, flag, message_kind};
use super::posting::{Draft, Upload};
use super::refusal::{FormErrors, Refusal};
use super::world::State;
use serde_json::{Value, json};
use std::time::Duration;

/// How long a token can be used for follow-ups and edits.
pub const TOKEN_LIFE: Duration = Duration::from_secs(15 * 60);

/// What a person does.
pub struct Asking {
    pub user: Id,
    pub channel: Id,
    pub kind: u64,
    /// For people reading a dump.
    pub what: String,
    pub data: Value,
    pub message: Option<Id>,
    pub opened_by: Option<Id>,
}

impl State {
    /// Records an interaction and sends it to the bot.
    pub fn ask(&mut self, asking: Asking) -> Id {
        let made = self.new_id();
        let Asking { user, channel, kind, what, data, message, opened_by } = asking;
        self.note(format!("{} uses {what} in {}", self.users[&user].name, self.channel_label(channel)));
        let asked = Interaction {
            id: made,
            token: format!("aW50ZXJhY3Rpb246{made}"),
            kind,
            user,
            channel,
            what,
            made: self.clock.now(),
            acknowledged: None,
            message,
            opened_by,
            original: None,
            original_revision: 0,
            follow_ups: Vec::new(),
            modal: None,
            choices: None,
        };
        let payload = self.interaction_json(&asked, data);
        self.interactions.insert(made, asked);
        let guild = self.channels[&channel].guild;
        self.tell_interaction(guild, &payload);
        made
    }

    fn interaction_json(&self, asked: &Interaction, data: Value) -> Value {
        let channel = &self.channels[&asked.channel];
        let theirs = self.permissions(asked.user, channel).bits().to_string();
        let mut partial = self.channel_json(channel);
        partial["permissions"] = json!(theirs);
        let mut payload = json!({
            "id": id(asked.id), "application_id": id(self.bot), "type": asked.kind, "data": data, "channel": partial,
            "channel_id": id(asked.channel), "token": asked.token, "version": 1,
            "app_permissions": self.permissions(self.bot, channel).bits().to_string(),
            "locale": self.users[&asked.user].locale, "entitlements": [],
            "authorizing_integration_owners": self.owners_json(asked.channel),
            "context": if channel.guild.is_some() { 0 } else { 1 }, "attachment_size_limit": 10_485_760,
        });
        match channel.guild {
            Some(guild) => {
                payload["guild_id"] = id(guild);
                payload["guild_locale"] = json!("en-GB");
                payload["member"] = self.member_json(guild, asked.user, true);
                payload["member"]["permissions"] = json!(theirs);
            }
            None => payload["user"] = self.user_json(asked.user),
        }
        if let Some(message) = asked.message.and_then(|message| self.messages.get(&message)) {
            payload["message"] = self.message_json(message);
        }
        payload
    }

    /// The bot's one answer. Gives back the message that `@original` now means.
    pub fn acknowledge(
        &mut self,
        asked: Id,
        token: &str,
        body: &Value,
        files: &[Upload],
    ) -> Result<Option<Id>, Refusal> {
        let known = self.interactions.get(&asked).filter(|known| known.token == token);
        let known = known.ok_or_else(Refusal::unknown_interaction)?;
        if known.acknowledged.is_some() {
            return Err(Refusal::already_acknowledged());
        }
        if self.clock.now() - known.made > self.answer_window {
            return Err(Refusal::unknown_interaction());
        }
        let answer = legal_answer(known, body)?;
        let (user, channel, source) = (known.user, known.channel, known.message);
        let data = &body["data"];
        let original = match answer {
            callback::MESSAGE => {
                check_flags(data, flag::EPHEMERAL | 4 | 4096 | 8192 | flag::COMPONENTS_V2)?;
                check_message(data, files, None)?;
                self.answerable(channel)?;
                Some(self.post_answer(asked, data, files, is_ephemeral(data)))
            }
            callback::DEFERRED_MESSAGE => {
                check_flags(data, flag::EPHEMERAL)?;
                self.answerable(channel)?;
                let mut waiting = Draft::system(message_kind::SLASH_ANSWER, String::new());
                waiting.flags = flag::LOADING;
                waiting.answers = Some(asked);
                waiting.only_for = is_ephemeral(data).then_some(user);
                Some(self.post(channel, self.bot, waiting))
            }
            callback::UPDATE => {
                let message = self.still_there(source)?;
                check_message(data, files, Some(message))?;
                let message = message.id;
                self.edit(message, data, files);
                Some(message)
            }
            callback::DEFERRED_UPDATE => source,
            callback::CHOICES => {
                let mut errors = FormErrors::default();
                check_suggestions(data, &mut errors);
                errors.verdict()?;
                self.sight_for(user, "suggestions".into(), data["choices"].to_string());
                None
            }
            _ => {
                let mut errors = FormErrors::default();
                check_modal(data, &mut errors);
                errors.verdict()?;
                let mut texts = Vec::new();
                super::guard::strings_in(data, &mut texts);
                self.sight_for(user, "form".into(), texts.join("\n"));
                None
            }
        };
        let revision = original.and_then(|one| self.messages.get(&one)).map_or(0, |message| message.revision);
        self.note(format!("the bot answers with type {answer}"));
        if let Some(known) = self.interactions.get_mut(&asked) {
            known.acknowledged = Some(answer);
            known.original = original;
            known.original_revision = revision;
            known.modal = (answer == callback::MODAL).then(|| data.clone());
            known.choices =
                (answer == callback::CHOICES).then(|| data["choices"].as_array().cloned().unwrap_or_default());
        }
        Ok(original)
    }

    fn still_there(&self, message: Option<Id>) -> Result<&Message, Refusal> {
        let known = message.and_then(|message| self.messages.get(&message)).filter(|known| !known.deleted);
        known.ok_or_else(Refusal::unknown_message)
    }

    /// Answers go anywhere that still is, but not into a thread that is locked and archived.
    fn answerable(&self, channel: Id) -> Result<(), Refusal> {
        let known = self.channels.get(&channel).ok_or_else(Refusal::unknown_channel)?;
        let shut = known.thread.as_ref().is_some_and(|thread| thread.locked && thread.archived);
        if shut { Err(Refusal::archived()) } else { Ok(()) }
    }

    fn post_answer(&mut self, asked: Id, body: &Value, files: &[Upload], ephemeral: bool) -> Id {
        let known = &self.interactions[&asked];
        let (user, channel, is_command) = (known.user, known.channel, known.kind == asks::COMMAND);
        let mut draft = Draft::from_body(body, files);
        draft.answers = Some(asked);
        draft.only_for = ephemeral.then_some(user);
        if is_command {
            draft.kind = message_kind::SLASH_ANSWER;
        }
        self.post(channel, self.bot, draft)
    }

    /// The interaction behind a webhook token; 10015 before it was answered, 50027 when it is too old.
    pub fn by_token(&self, application: Id, token: &str) -> Result<&Interaction, Refusal> {
        let known = self.interactions.values().find(|known| known.token == token && application == self.bot);
        let known = known.filter(|known| known.acknowledged.is_some()).ok_or_else(Refusal::unknown_webhook)?;
        if self.clock.now() - known.made > TOKEN_LIFE { Err(Refusal::stale_token()) } else { Ok(known) }
    }

    /// A further message. After a deferral the first one fills the waiting message in, whatever its flags say.
    pub fn follow_up(&mut self, application: Id, token: &str, body: &Value, files: &[Upload]) -> Result<Id, Refusal> {
        let known = self.by_token(application, token)?;
        let (asked, channel, original) = (known.id, known.channel, known.original);
        check_flags(body, flag::EPHEMERAL | 4 | 4096 | 8192 | flag::COMPONENTS_V2)?;
        check_message(body, files, None)?;
        self.answerable(channel)?;
        let waiting = original.filter(|one| self.messages[one].flags & flag::LOADING != 0);
        if let Some(waiting) = waiting {
            self.edit(waiting, body, files);
            return Ok(waiting);
        }
        let made = self.post_answer(asked, body, files, is_ephemeral(body));
        if let Some(message) = self.messages.get_mut(&made) {
            message.kind = message_kind::REPLY;
        }
        if let Some(known) = self.interactions.get_mut(&asked) {
            known.follow_ups.push(made);
        }
        Ok(made)
    }

    /// The message that a token and `@original` or a message id mean.
    pub fn answer_message(&self, application: Id, token: &str, which: &str) -> Result<&Message, Refusal> {
        let known = self.by_token(application, token)?;
        let message = match which {
            "@original" => known.original,
            other => {
                let wanted = other.parse().ok();
                wanted.filter(|wanted| known.follow_ups.contains(wanted) || known.original == Some(*wanted))
            }
        };
        self.still_there(message)
    }
}

fn is_ephemeral(data: &Value) -> bool {
    data["flags"].as_u64().unwrap_or(0) & flag::EPHEMERAL != 0
}

fn check_flags(data: &Value, allowed: u64) -> Result<(), Refusal> {
    if data["flags"].as_u64().unwrap_or(0) & !allowed == 0 {
        return Ok(());
    }
    Err(FormErrors::single("data/flags", "BITFIELD_INVALID", "A flag is not allowed here."))
}

/// The callback type, if it fits what was asked.
fn legal_answer(asked: &Interaction, body: &Value) -> Result<u64, Refusal> {
    let from_component = asked.message.is_some();
    let legal: &[u64] = match asked.kind {
        asks::COMMAND => &[callback::MESSAGE, callback::DEFERRED_MESSAGE, callback::MODAL],
        asks::COMPONENT => &[4, 5, 6, 7, callback::MODAL],
        asks::AUTOCOMPLETE => &[callback::CHOICES],
        asks::MODAL if from_component => &[4, 5, 6, 7],
        _ => &[callback::MESSAGE, callback::DEFERRED_MESSAGE],
    };
    let answer = body["type"].as_u64().filter(|answer| legal.contains(answer));
    let told = format!("Value must be one of {legal:?} for an interaction of type {}.", asked.kind);
    answer.ok_or_else(|| FormErrors::single("type", "BASE_TYPE_CHOICES", &told))
}
