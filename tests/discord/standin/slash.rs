//! What a person types after `/`, understood as Discord's own client does: against the registered command.

use super::as_json::{self, id};
use super::ids::Id;
use super::model::{Attachment, Command, Role};
use super::world::State;
use serde_json::{Map, Value, json};
use serenity::model::Permissions;

/// A typed command, ready to be sent.
pub struct Typed<'a> {
    pub user: Id,
    pub channel: Id,
    /// `/spar start persona:hatchback`.
    pub line: &'a str,
    /// The person is still typing the last option and wants suggestions.
    pub unfinished: bool,
    /// A file for the option of this name.
    pub file: Option<(&'a str, Attachment)>,
}

/// The part of a command that a line names: the way to it, its options, and what was typed for them.
struct Part<'a> {
    command: &'a Command,
    path: String,
    trail: Vec<Value>,
    options: &'a [Value],
    rest: &'a str,
}

impl State {
    /// The data of the interaction, or why Discord's client wouldn't send it.
    pub fn understand(&self, typed: &Typed) -> Result<Value, String> {
        let Part { command, path, mut trail, options, rest } = self.part(typed)?;
        let mut data = json!({ "id": id(command.id), "name": command.definition["name"], "type": 1 });
        if let Some(guild) = command.guild {
            data["guild_id"] = id(guild);
        }
        let mut resolved = Map::new();
        if let Some(stranger) = stranger(options, rest) {
            return Err(format!("{path} has no option {stranger:?}; it has {}", names(options)));
        }
        let mut inner = self.values(options, rest, typed, &mut resolved)?;
        while let Some(mut branch) = trail.pop() {
            branch["options"] = json!(inner);
            inner = vec![branch];
        }
        data["options"] = json!(inner);
        if !resolved.is_empty() {
            data["resolved"] = Value::Object(resolved);
        }
        Ok(data)
    }

    /// What was typed for an option that takes a file: the option's name, the words, and the line without them.
    pub fn file_named(&self, typed: &Typed) -> Option<(String, String, String)> {
        let Part { options, rest, .. } = self.part(typed).ok()?;
        let spans = spans(options, rest);
        let (start, end, option) = spans.into_iter().find(|(.., option)| option["type"] == 11)?;
        let name = as_text(&option["name"]);
        let words = rest[start + name.len() + 1..end].trim().to_owned();
        let kept = format!("{}{} {}", &typed.line[..typed.line.len() - rest.len()], &rest[..start], &rest[end..]);
        Some((name, words, kept.trim_end().to_owned()))
    }

    /// The part of a command that a line names.
    fn part<'a>(&'a self, typed: &Typed<'a>) -> Result<Part<'a>, String> {
        let line = typed.line.strip_prefix('/').ok_or("a command begins with /")?;
        let (name, mut rest) = first_word(line);
        let command = self.offered(name, typed)?;
        let mut path = format!("/{name}");
        let mut trail = Vec::new();
        let mut options = command.definition["options"].as_array().map(Vec::as_slice).unwrap_or_default();
        while options.iter().any(is_branch) {
            let (word, after) = first_word(rest);
            let branch = options.iter().find(|option| is_branch(option) && option["name"] == word);
            let branch = branch.ok_or_else(|| format!("{path} has no part {word:?}; it has {}", names(options)))?;
            path = format!("{path} {word}");
            trail.push(json!({ "name": word, "type": branch["type"] }));
            options = branch["options"].as_array().map(Vec::as_slice).unwrap_or_default();
            rest = after;
        }
        Ok(Part { command, path, trail, options, rest })
    }

    /// The command as this person is offered it in this place.
    fn offered(&self, name: &str, typed: &Typed) -> Result<&Command, String> {
        let channel = &self.channels[&typed.channel];
        if channel.guild.is_some_and(|guild| !self.is_member(guild, self.bot)) {
            return Err(format!("no command /{name} is here: the bot is not in this server"));
        }
        let fits = |command: &&Command| {
            command.definition["name"] == name && (command.guild.is_none() || command.guild == channel.guild)
        };
        let mut found: Vec<&Command> = self.commands.values().filter(fits).collect();
        found.sort_by_key(|command| command.guild.is_none());
        let command = *found.first().ok_or_else(|| format!("no command /{name} is registered here"))?;
        let place = if channel.guild.is_some() { 0 } else { 1 };
        let contexts = command.definition["contexts"].as_array();
        let elsewhere = contexts.is_some_and(|list| !list.iter().any(|one| one == place));
        let closed_to_direct = place == 1 && command.definition["dm_permission"] == false;
        if elsewhere || closed_to_direct {
            return Err(format!("/{name} isn't offered here"));
        }
        let needed = command.definition["default_member_permissions"].as_str().and_then(|bits| bits.parse().ok());
        let needed = needed.map_or(Permissions::empty(), Permissions::from_bits_truncate);
        let granted = self.permissions(typed.user, channel) | Permissions::USE_APPLICATION_COMMANDS;
        let nobody = command.definition["default_member_permissions"] == "0" && !granted.administrator();
        let opened = channel.guild.is_some_and(|guild| self.opened.contains(&(guild, name.to_owned())));
        if channel.guild.is_some() && !opened && (nobody || !granted.contains(needed)) {
            return Err(format!("/{name} is hidden from this member: it needs {needed:?}"));
        }
        Ok(command)
    }

    /// `name:value` pairs, a value reaching to the next name.
    fn values(
        &self,
        options: &[Value],
        rest: &str,
        typed: &Typed,
        resolved: &mut Map<String, Value>,
    ) -> Result<Vec<Value>, String> {
        let spans = spans(options, rest);
        let stray = spans.first().map_or(rest, |(at, ..)| &rest[..*at]).trim();
        if !stray.is_empty() {
            return Err(format!("{stray:?} belongs to no option; there are {}", names(options)));
        }
        let mut values = Vec::new();
        for (number, (at, end, option)) in spans.iter().enumerate() {
            let name = option["name"].as_str().unwrap_or_default();
            let text = rest[at + name.len() + 1..*end].trim();
            let focused = typed.unfinished && number + 1 == spans.len();
            if focused && option["autocomplete"] != true {
                return Err(format!("option {name} doesn't suggest anything"));
            }
            let value = if focused { json!(text) } else { self.value(option, text, typed.channel, resolved)? };
            let mut entry = json!({ "name": name, "type": option["type"], "value": value });
            if focused {
                entry["focused"] = json!(true);
            }
            values.push(entry);
        }
        if let Some((name, file)) = &typed.file {
            values.push(json!({ "name": name, "type": 11, "value": file.id.to_string() }));
            let url = format!("http://{}/attachments/{}/{}/{}", self.address, typed.channel, file.id, file.filename);
            resolved.insert(
                "attachments".into(),
                json!({ file.id.to_string(): {
                "id": id(file.id), "filename": file.filename, "size": file.bytes.len(), "url": url, "proxy_url": url,
                "content_type": file.content_type, "ephemeral": true,
            } }),
            );
        }
        let given = |option: &Value| values.iter().any(|value| value["name"] == option["name"]);
        match options.iter().find(|option| option["required"] == true && !given(option) && !typed.unfinished) {
            Some(missing) => Err(format!("option {} is required", missing["name"])),
            None => Ok(values),
        }
    }

    /// A value in the option's type.
    fn value(
        &self,
        option: &Value,
        text: &str,
        typed_in: Id,
        resolved: &mut Map<String, Value>,
    ) -> Result<Value, String> {
        let name = &option["name"];
        if let Some(choices) = option["choices"].as_array().filter(|choices| !choices.is_empty()) {
            let chosen = choices.iter().find(|c| c["name"] == text || as_text(&c["value"]) == text);
            return chosen.map(|c| c["value"].clone()).ok_or_else(|| format!("{text:?} is no choice of {name}"));
        }
        let person = || self.users.values().find(|user| user.name == text.trim_start_matches('@'));
        let value = match option["type"].as_u64() {
            Some(3) if option["autocomplete"] == true => json!(text),
            Some(3) => json!(self.with_mentions(self.channels[&typed_in].guild, text)),
            Some(4) => json!(text.parse::<i64>().map_err(|_| format!("{name} takes a whole number, not {text:?}"))?),
            Some(5) => json!(text.parse::<bool>().map_err(|_| format!("{name} takes true or false, not {text:?}"))?),
            Some(10) => json!(text.parse::<f64>().map_err(|_| format!("{name} takes a number, not {text:?}"))?),
            Some(6) => {
                let user = person().ok_or_else(|| format!("nobody is called {text:?}"))?;
                let guild = self.channels[&typed_in].guild;
                if let Some(guild) = guild.filter(|guild| self.is_member(*guild, user.id)) {
                    let mut member = self.member_json(guild, user.id, false);
                    member["permissions"] = json!("0");
                    into(resolved, "members", user.id, member);
                }
                into(resolved, "users", user.id, as_json::user(user));
                id(user.id)
            }
            Some(8) => {
                let wanted = text.trim_start_matches('@');
                let known = self.channels[&typed_in].guild.and_then(|guild| self.guilds.get(&guild));
                let called = |role: &&Role| role.name.trim_start_matches('@') == wanted;
                let role = known.and_then(|guild| guild.roles.values().find(called));
                let role = role.ok_or_else(|| format!("no role is called {text:?}"))?;
                into(resolved, "roles", role.id, as_json::role(role));
                id(role.id)
            }
            Some(7) => {
                let wanted = text.trim_start_matches('#');
                let channel =
                    self.channels.values().find(|c| c.name == wanted).ok_or(format!("no channel {text:?}"))?;
                let mut shown = self.channel_json(channel);
                shown["permissions"] = json!("0");
                into(resolved, "channels", channel.id, shown);
                id(channel.id)
            }
            Some(11) => return Err(format!("{name} takes a file")),
            other => return Err(format!("the stand-in can't type an option of type {other:?}")),
        };
        let length = text.chars().count() as u64;
        let number = value.as_f64();
        let fits = option["min_length"].as_u64().is_none_or(|lowest| length >= lowest)
            && option["max_length"].as_u64().is_none_or(|highest| length <= highest)
            && option["min_value"].as_f64().is_none_or(|lowest| number.is_none_or(|n| n >= lowest))
            && option["max_value"].as_f64().is_none_or(|highest| number.is_none_or(|n| n <= highest));
        if fits { Ok(value) } else { Err(format!("{text:?} is out of bounds for {name}")) }
    }
}

/// Where each option that is named stands: from its name to the next one's.
fn spans<'a>(options: &'a [Value], rest: &str) -> Vec<(usize, usize, &'a Value)> {
    let mut starts: Vec<(usize, &Value)> = Vec::new();
    for option in options {
        let label = format!("{}:", option["name"].as_str().unwrap_or_default());
        let at = rest.match_indices(&label).map(|(at, _)| at);
        starts.extend(at.filter(|at| *at == 0 || rest[..*at].ends_with(' ')).take(1).map(|at| (at, option)));
    }
    starts.sort_by_key(|(at, _)| *at);
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([rest.len()]);
    starts.iter().zip(ends).map(|((at, option), end)| (*at, end, *option)).collect()
}

/// Adds something that an option names to what the interaction brings of it.
fn into(resolved: &mut Map<String, Value>, kind: &str, id: Id, shown: Value) {
    resolved.entry(kind).or_insert_with(|| json!({}))[id.to_string()] = shown;
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(' ').unwrap_or((text, ""))
}

/// A `name:value` whose name is none of the options'. What is typed into an option of free text may hold anything.
fn stranger<'a>(options: &[Value], rest: &'a str) -> Option<&'a str> {
    let called = |name: &str| options.iter().find(|option| option["name"] == name);
    let mut in_free_text = false;
    for word in rest.split(' ') {
        let Some((name, value)) = word.split_once(':') else { continue };
        match called(name) {
            Some(option) => {
                in_free_text = option["type"] == 3 && option["autocomplete"] != true && option["choices"].is_null()
            }
            None if in_free_text || name.is_empty() || value.is_empty() => {}
            None => return Some(name),
        }
    }
    None
}

/// Subcommands and their groups.
fn is_branch(option: &Value) -> bool {
    matches!(option["type"].as_u64(), Some(1 | 2))
}

fn names(options: &[Value]) -> String {
    options.iter().map(|option| as_text(&option["name"])).collect::<Vec<_>>().join(", ")
}

fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), Into::into)
}
