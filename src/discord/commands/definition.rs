//! What a command is made of, and how Discord is told of it.

use serde_json::{Map, Value, json};
use serenity::all::Permissions;

use super::names;

/// A root command.
pub(super) struct Root {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// Whether it works in servers only.
    pub(super) servers_only: bool,
    /// Who sees it.
    pub(super) sight: Sight,
    pub(super) branches: &'static [Branch],
}

/// Who sees a command, until a server's own settings say otherwise. It protects nothing: rights are checked when it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// Everybody.
    Everybody,
    /// People who manage messages, which the roles of a class's staff may well do; see the README.
    Staff,
    /// People who manage the server.
    Managers,
}

/// A subcommand.
pub(super) struct Branch {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) options: &'static [Choice],
}

/// An option.
pub(super) struct Choice {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) required: bool,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// Text with suggestions while it is typed.
    Suggested,
    /// A challenge, suggested while it is typed; when it is left out, the one there is.
    Challenge,
    /// Plain text, at most so long.
    Text(u16),
    /// One of these: value and name.
    OneOf(&'static [(&'static str, &'static str)]),
    /// A whole number in these bounds.
    Number(u64, u64),
    /// Yes or no.
    Flag,
    /// A member of the server, given as an id.
    Member,
    /// A role of the server, given as an id.
    Role,
    /// A file; what is known of it comes beside the options.
    File,
}

impl Root {
    /// The command as Discord registers it.
    pub(super) fn json(&self) -> Value {
        let mut command = named(self.name, self.about);
        command.insert("type".into(), json!(1));
        command.insert("integration_types".into(), json!([0]));
        command.insert("contexts".into(), if self.servers_only { json!([0]) } else { json!([0, 1]) });
        if let Some(needed) = self.sight.needs() {
            command.insert("default_member_permissions".into(), json!(needed.bits().to_string()));
        }
        if !self.branches.is_empty() {
            command.insert("options".into(), self.branches.iter().map(Branch::json).collect());
        }
        Value::Object(command)
    }
}

impl Sight {
    /// What somebody has to be allowed to do to see a command.
    pub(super) fn needs(self) -> Option<Permissions> {
        match self {
            Sight::Everybody => None,
            Sight::Staff => Some(Permissions::MANAGE_MESSAGES),
            Sight::Managers => Some(Permissions::MANAGE_GUILD),
        }
    }
}

impl Branch {
    /// Whether it is about one challenge.
    pub(super) fn is_about_a_challenge(&self) -> bool {
        self.options.iter().any(|option| matches!(option.kind, Kind::Challenge))
    }

    fn json(&self) -> Value {
        let mut branch = named(self.name, self.about);
        branch.insert("type".into(), json!(1));
        if !self.options.is_empty() {
            branch.insert("options".into(), self.options.iter().map(Choice::json).collect());
        }
        Value::Object(branch)
    }
}

impl Choice {
    fn json(&self) -> Value {
        let mut option = named(self.name, self.about);
        option.insert("required".into(), json!(self.required));
        match &self.kind {
            Kind::Suggested | Kind::Challenge => {
                option.insert("type".into(), json!(3));
                option.insert("autocomplete".into(), json!(true));
            }
            Kind::Text(most) => {
                option.insert("type".into(), json!(3));
                option.insert("max_length".into(), json!(most));
            }
            Kind::OneOf(choices) => {
                option.insert("type".into(), json!(3));
                let choices = choices.iter().map(|(value, name)| json!({ "name": name, "value": value }));
                option.insert("choices".into(), choices.collect());
            }
            Kind::Number(least, most) => {
                option.insert("type".into(), json!(4));
                option.insert("min_value".into(), json!(least));
                option.insert("max_value".into(), json!(most));
            }
            Kind::Flag => drop(option.insert("type".into(), json!(5))),
            Kind::Member => drop(option.insert("type".into(), json!(6))),
            Kind::Role => drop(option.insert("type".into(), json!(8))),
            Kind::File => drop(option.insert("type".into(), json!(11))),
        }
        Value::Object(option)
    }
}

/// Name and description, with the names in other languages.
fn named(name: &str, about: &str) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("name".into(), json!(name));
    map.insert("description".into(), json!(about));
    let elsewhere = names::elsewhere(name);
    if !elsewhere.is_empty() {
        map.insert(
            "name_localizations".into(),
            elsewhere.iter().map(|(locale, name)| ((*locale).to_owned(), json!(name))).collect(),
        );
    }
    map
}
