//! Answers to interactions: the callback, and the webhook that edits and follows up. No token but their own is needed.

use super::super::as_json::id;
use super::super::message_rules::check_message;
use super::super::model::flag;
use super::super::refusal::Refusal;
use super::super::world::State;
use super::{Answered, Call, snowflake};
use serde_json::{Value, json};

impl State {
    pub(super) fn answer_routes(&mut self, call: &Call, path: &[&str]) -> Result<Answered, Refusal> {
        match (call.method.as_str(), path) {
            ("POST", ["interactions", asked, token, "callback"]) => {
                let asked = snowflake(asked)?;
                let original = self.acknowledge(asked, token, call.object()?, &call.files)?;
                if call.query.get("with_response").map(String::as_str) != Some("true") {
                    return Answered::done();
                }
                Answered::ok(self.callback_json(asked, original, call.body["type"].as_u64().unwrap_or(0)))
            }
            ("POST", ["webhooks", application, token]) => {
                let made = self.follow_up(snowflake(application)?, token, call.object()?, &call.files)?;
                Answered::ok(self.message_json(&self.messages[&made]))
            }
            (method, ["webhooks", application, token, "messages", which]) => {
                let message = self.answer_message(snowflake(application)?, token, which)?;
                let made = message.id;
                match method {
                    "GET" => {}
                    "PATCH" => {
                        let body = call.object()?;
                        check_message(body, &call.files, Some(message))?;
                        self.not_archived(message.channel)?;
                        self.edit(made, body, &call.files);
                    }
                    "DELETE" => {
                        self.delete_message(made);
                        return Answered::done();
                    }
                    _ => return Err(Refusal::no_route()),
                }
                Answered::ok(self.message_json(&self.messages[&made]))
            }
            _ => Err(Refusal::no_route()),
        }
    }

    /// What `?with_response=true` gives back.
    fn callback_json(&self, asked: u64, original: Option<u64>, answer: u64) -> Value {
        let known = &self.interactions[&asked];
        let mut interaction = json!({ "id": id(asked), "type": known.kind, "channel_id": id(known.channel) });
        let Some(message) = original.and_then(|one| self.messages.get(&one)) else {
            return json!({ "interaction": interaction });
        };
        interaction["response_message_id"] = id(message.id);
        interaction["response_message_loading"] = json!(message.flags & flag::LOADING != 0);
        interaction["response_message_ephemeral"] = json!(message.only_for.is_some());
        json!({ "interaction": interaction, "resource": { "type": answer, "message": self.message_json(message) } })
    }
}
