//! Application commands, for everywhere and for one guild.

use super::super::as_json;
use super::super::command_rules::{check_command, check_commands};
use super::super::guard::strings_in;
use super::super::ids::Id;
use super::super::model::Command;
use super::super::refusal::{FormErrors, Refusal};
use super::super::world::State;
use super::{Answered, Call, snowflake};
use serde_json::Value;

impl State {
    pub(super) fn command_routes(&mut self, call: &Call, path: &[&str]) -> Result<Answered, Refusal> {
        if snowflake(path[1])? != self.bot {
            return Err(Refusal::new(403, 20012, "You are not authorized to perform this action on this application"));
        }
        let (guild, rest) = match path {
            ["applications", _, "guilds", guild, "commands", rest @ ..] => (Some(snowflake(guild)?), rest),
            ["applications", _, "commands", rest @ ..] => (None, rest),
            _ => return Err(Refusal::no_route()),
        };
        if guild.is_some_and(|guild| !self.is_member(guild, self.bot)) {
            return Err(Refusal::missing_access());
        }
        match (call.method.as_str(), rest) {
            ("GET", []) => Answered::ok(self.commands_json(guild)),
            ("PUT", []) => {
                let list = call.body.as_array().ok_or_else(Refusal::bad_json)?;
                let mut errors = FormErrors::default();
                check_commands(list, &mut errors);
                errors.verdict()?;
                self.commands.retain(|_, known| known.guild != guild || list.iter().any(|new| same(known, new)));
                list.iter().for_each(|new| {
                    self.register(guild, new);
                });
                Answered::ok(self.commands_json(guild))
            }
            ("POST", []) => {
                let mut errors = FormErrors::default();
                check_command("", call.object()?, &mut errors);
                errors.verdict()?;
                let is_new = !self.commands.values().any(|known| known.guild == guild && same(known, &call.body));
                let made = self.register(guild, &call.body);
                let value = as_json::command(&self.commands[&made], self.bot);
                if is_new { Answered::created(value) } else { Answered::ok(value) }
            }
            (method, [command]) => {
                let command = snowflake(command)?;
                let known = self.commands.get(&command).filter(|known| known.guild == guild);
                let known = known.ok_or_else(Refusal::unknown_command)?;
                match method {
                    "GET" => {}
                    "PATCH" => {
                        let mut changed = known.definition.clone();
                        for (field, value) in call.object()?.as_object().into_iter().flatten() {
                            changed[field] = value.clone();
                        }
                        let mut errors = FormErrors::default();
                        check_command("", &changed, &mut errors);
                        errors.verdict()?;
                        self.define(command, guild, changed);
                    }
                    "DELETE" => {
                        self.commands.remove(&command);
                        return Answered::done();
                    }
                    _ => return Err(Refusal::no_route()),
                }
                Answered::ok(as_json::command(&self.commands[&command], self.bot))
            }
            _ => Err(Refusal::no_route()),
        }
    }

    fn commands_json(&self, guild: Option<Id>) -> Value {
        let listed = self.commands.values().filter(|known| known.guild == guild);
        listed.map(|known| as_json::command(known, self.bot)).collect()
    }

    /// A command of the same name and type is replaced and keeps its id.
    fn register(&mut self, guild: Option<Id>, definition: &Value) -> Id {
        let known = self.commands.values().find(|known| known.guild == guild && same(known, definition));
        let made = known.map(|known| known.id).unwrap_or_else(|| self.new_id());
        self.define(made, guild, definition.clone());
        made
    }

    fn define(&mut self, command: Id, guild: Option<Id>, definition: Value) {
        let mut texts = Vec::new();
        strings_in(&definition, &mut texts);
        self.sight_for_all("command".into(), texts.join("\n"));
        let version = self.new_id();
        self.commands.insert(command, Command { id: command, guild, version, definition });
    }
}

fn same(known: &Command, new: &Value) -> bool {
    let kind = |definition: &Value| definition["type"].as_u64().unwrap_or(1);
    known.definition["name"] == new["name"] && kind(&known.definition) == kind(new)
}
