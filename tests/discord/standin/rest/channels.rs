//! A channel or thread as a whole: shown, changed, deleted.

use super::super::ids::Id;
use super::super::model::message_kind;
use super::super::posting::Draft;
use super::super::refusal::{FormErrors, Refusal};
use super::super::world::State;
use super::threads::{AUTO_ARCHIVE, MAX_SLOW};
use super::{Answered, Call, snowflake};
use serde_json::Value;
use serenity::model::Permissions;

impl State {
    pub(super) fn channel_routes(&mut self, call: &Call, path: &[&str]) -> Result<Answered, Refusal> {
        let channel = snowflake(path[1])?;
        self.open_to_bot(channel)?;
        match call.method.as_str() {
            "GET" => {}
            "PATCH" => {
                let body = call.object()?;
                if self.channels[&channel].thread.is_some() {
                    self.change_thread(channel, body)?;
                } else {
                    self.change_channel(channel, body)?;
                }
            }
            "DELETE" => {
                let is_thread = self.channels[&channel].thread.is_some();
                let needed = if is_thread { Permissions::MANAGE_THREADS } else { Permissions::MANAGE_CHANNELS };
                self.bot_may(channel, needed)?;
                let was = self.channel_json(&self.channels[&channel]);
                self.delete_channel(channel);
                return Answered::ok(was);
            }
            _ => return Err(Refusal::no_route()),
        }
        Answered::ok(self.channel_json(&self.channels[&channel]))
    }

    fn change_channel(&mut self, channel: Id, body: &Value) -> Result<(), Refusal> {
        self.bot_may(channel, Permissions::MANAGE_CHANNELS)?;
        if let Some(name) = body["name"].as_str() {
            let mut errors = FormErrors::default();
            errors.length("name", &body["name"], 1, 100);
            errors.verdict()?;
            self.rename(channel, name);
        }
        let data = self.channel_json(&self.channels[&channel]);
        self.tell_channel("CHANNEL_UPDATE", channel, &data);
        Ok(())
    }

    /// The owner may rename, close and open a thread; locking is for those who manage threads.
    fn change_thread(&mut self, channel: Id, body: &Value) -> Result<(), Refusal> {
        let thread = self.thread(channel)?;
        let manages = self.bot_may(channel, Permissions::MANAGE_THREADS).is_ok();
        let owns = thread.owner == self.bot;
        let opens = body["archived"] == false;
        if !manages && (!owns || body.get("locked").is_some() || (thread.locked && opens)) {
            return Err(Refusal::missing_permissions());
        }
        let only_opens = body.as_object().is_some_and(|fields| fields.keys().all(|f| f == "archived" || f == "locked"));
        if thread.archived && !opens && !only_opens {
            return Err(Refusal::archived());
        }
        let mut errors = FormErrors::default();
        if body.get("name").is_some() {
            errors.length("name", &body["name"], 1, 100);
        }
        if body["auto_archive_duration"].as_u64().is_some_and(|minutes| !AUTO_ARCHIVE.contains(&minutes)) {
            errors.add("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).");
        }
        if body["rate_limit_per_user"].as_u64().is_some_and(|seconds| seconds > MAX_SLOW) {
            errors.add("rate_limit_per_user", "NUMBER_TYPE_MAX", "At most 21600.");
        }
        errors.verdict()?;
        if let Some(archived) = body["archived"].as_bool() {
            self.set_archived(channel, archived);
        }
        if let Some(name) = body["name"].as_str().filter(|name| *name != self.channels[&channel].name) {
            self.rename(channel, name);
            self.post(channel, self.bot, Draft::system(message_kind::NAME_CHANGE, name.into()));
        }
        if let Some(seconds) = body["rate_limit_per_user"].as_u64()
            && let Some(known) = self.channels.get_mut(&channel)
        {
            known.slow = seconds;
        }
        if let Some(thread) = self.thread_mut(channel) {
            thread.locked = body["locked"].as_bool().unwrap_or(thread.locked);
            thread.invitable = body["invitable"].as_bool().unwrap_or(thread.invitable);
            thread.auto_archive = body["auto_archive_duration"].as_u64().unwrap_or(thread.auto_archive);
        }
        self.tell_thread_changed(channel);
        Ok(())
    }

    fn rename(&mut self, channel: Id, name: &str) {
        if let Some(known) = self.channels.get_mut(&channel) {
            known.name = name.into();
        }
        self.sight_in(channel, "channel name".into(), name.into());
    }
}
