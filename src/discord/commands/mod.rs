//! The commands as data: their names in each language, their options, what they say of themselves. A file each does them.

mod help;
mod names;
pub(crate) mod persona;
pub(crate) mod privacy;
mod setup;
pub(crate) mod spar;
pub(crate) mod stats;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use serenity::all::Permissions;

use super::answer::Answer;
use super::event::Ask;
use super::messages::{self, Own};
use super::wire::Trouble;
use super::{Bot, limits};

type Options = BTreeMap<String, String>;

/// A root command.
struct Root {
    name: &'static str,
    about: &'static str,
    /// Whether it works in servers only.
    servers_only: bool,
    /// Whether only people who manage the server see it.
    staff: bool,
    branches: &'static [Branch],
}

/// A subcommand.
struct Branch {
    name: &'static str,
    about: &'static str,
    options: &'static [Choice],
}

/// An option.
struct Choice {
    name: &'static str,
    about: &'static str,
    required: bool,
    kind: Kind,
}

enum Kind {
    /// Text with suggestions while it is typed.
    Suggested,
    /// Plain text, at most so long.
    Text(u16),
    /// One of these: value and name.
    OneOf(&'static [(&'static str, &'static str)]),
    /// A whole number from 0.
    Number,
}

const PERSONA: Choice =
    Choice { name: "persona", about: "Who you negotiate with", required: true, kind: Kind::Suggested };

const ROOTS: &[Root] = &[
    Root {
        name: "spar",
        about: "Negotiate with a counterpart",
        servers_only: true,
        staff: false,
        branches: &[
            Branch {
                name: "start",
                about: "Open a table",
                options: &[
                    PERSONA,
                    Choice {
                        name: "variant",
                        about: "Another zone of agreement, or none",
                        required: false,
                        kind: Kind::Suggested,
                    },
                    Choice {
                        name: "difficulty",
                        about: "How quick and warm the counterpart is",
                        required: false,
                        kind: Kind::OneOf(&[("easy", "easy"), ("normal", "normal"), ("tough", "tough")]),
                    },
                    Choice {
                        name: "visibility",
                        about: "Who can read along",
                        required: false,
                        kind: Kind::OneOf(&[
                            ("private", "private: you and moderators"),
                            ("public", "public: everyone in the channel"),
                        ]),
                    },
                    Choice {
                        name: "seed",
                        about: "The same number gives the same counterpart on the day; practice only",
                        required: false,
                        kind: Kind::Number,
                    },
                ],
            },
            Branch {
                name: "resume",
                about: "Find your open tables",
                options: &[Choice { name: "persona", about: "Which one", required: false, kind: Kind::Suggested }],
            },
            Branch { name: "offer", about: "Make an offer in fields", options: &[] },
            Branch {
                name: "say",
                about: "Say something",
                options: &[Choice {
                    name: "words",
                    about: "In your own words; a form opens when left out",
                    required: false,
                    kind: Kind::Text(2_000),
                }],
            },
            Branch { name: "accept", about: "Accept what is on the table; asks first", options: &[] },
            Branch { name: "walk", about: "Walk away without a deal; asks first", options: &[] },
            Branch { name: "table", about: "What lies on the table", options: &[] },
            Branch { name: "brief", about: "Your confidential brief", options: &[] },
            Branch { name: "undo", about: "Take the last reading of your words back", options: &[] },
            Branch { name: "abandon", about: "End the talk without a result; asks first", options: &[] },
        ],
    },
    Root {
        name: "persona",
        about: "The counterparts there are",
        servers_only: false,
        staff: false,
        branches: &[
            Branch { name: "list", about: "All of them", options: &[] },
            Branch { name: "show", about: "One of them", options: &[PERSONA] },
        ],
    },
    Root { name: "stats", about: "Your own results", servers_only: false, staff: false, branches: &[] },
    Root {
        name: "privacy",
        about: "What is stored about you",
        servers_only: false,
        staff: false,
        branches: &[
            Branch { name: "show", about: "What is stored, and who can read it", options: &[] },
            Branch { name: "export", about: "Everything stored about you, as a file", options: &[] },
            Branch { name: "share", about: "Let messages that I misread be used to mend my reading", options: &[] },
            Branch { name: "unshare", about: "Use none of my messages for that any more", options: &[] },
            Branch { name: "erase", about: "Erase your words and your id; asks first", options: &[] },
        ],
    },
    Root { name: "help", about: "How to spar", servers_only: false, staff: false, branches: &[] },
    Root {
        name: "setup",
        about: "What I may and may not do in this channel",
        servers_only: true,
        staff: true,
        branches: &[],
    },
];

/// Runs a command. Options are checked again here: what was suggested is not what has to come.
pub(crate) async fn run(
    bot: &Arc<Bot>,
    ask: &Ask,
    path: &[String],
    options: &Options,
    mut answer: Answer,
) -> Result<(), Trouble> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let root = ROOTS.iter().find(|root| Some(&root.name) == path.first());
    if root.is_some_and(|root| root.servers_only) && ask.guild.is_none() {
        return answer.say(&messages::stopped(Own::ServersOnly)).await;
    }
    if root.is_some_and(|root| root.staff)
        && !ask.person_may.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
    {
        return answer.say(&messages::stopped(Own::StaffOnly)).await;
    }
    match path.as_slice() {
        ["spar", "start"] => spar::start(bot, ask, options, answer).await,
        ["spar", "resume"] => spar::resume(bot, ask, options, answer).await,
        ["spar", move_ @ ("offer" | "say" | "accept" | "walk" | "table" | "brief" | "undo" | "abandon")] => {
            spar::at_table(bot, ask, move_, options, answer).await
        }
        ["persona", "list"] => answer.say(&persona::menu(bot, 0)).await,
        ["persona", "show"] => persona::show(bot, options, answer).await,
        ["stats"] => stats::run(bot, ask, answer).await,
        ["privacy", "show"] => answer.say(&messages::privacy(bot.settings.idle)).await,
        ["privacy", "export"] => privacy::export(bot, ask, answer).await,
        ["privacy", "share"] => privacy::share(bot, ask, true, answer).await,
        ["privacy", "unshare"] => privacy::share(bot, ask, false, answer).await,
        ["privacy", "erase"] => answer.say(&messages::ask_erase()).await,
        ["help"] => answer.say(&help::card(bot)).await,
        ["setup"] => answer.say(&setup::card(bot, ask)).await,
        _ => answer.say(&messages::stopped(Own::UnknownControl)).await,
    }
}

/// Suggests values for the option that is being typed.
pub(crate) async fn suggest(
    bot: &Arc<Bot>,
    path: &[String],
    options: &Options,
    typing: &str,
    so_far: &str,
    mut answer: Answer,
) -> Result<(), Trouble> {
    let known = path.first().is_some_and(|root| ROOTS.iter().any(|one| one.name == root));
    let all: Vec<(String, String)> = match typing {
        "persona" if known => bot
            .host
            .menu()
            .into_iter()
            .map(|one| (format!("{}: {}", one.title, one.counterpart_name), one.id))
            .collect(),
        "variant" if known => {
            let persona = options.get("persona").map(String::as_str).unwrap_or_default();
            bot.host
                .variants(&persona::meant(bot, persona))
                .unwrap_or_default()
                .into_iter()
                .map(|name| (name.replace('_', " "), name))
                .collect()
        }
        _ => Vec::new(),
    };
    let wanted = so_far.trim().to_lowercase();
    let fits = |(name, value): &(String, String)| {
        name.to_lowercase().contains(&wanted) || value.to_lowercase().contains(&wanted)
    };
    let fitting = all.into_iter().filter(fits).take(limits::CHOICES);
    answer.suggest(fitting.map(|(name, value)| (limits::clip(&name, limits::CHOICE), value)).collect()).await
}

/// All commands as Discord registers them.
pub(crate) fn definitions() -> Value {
    ROOTS.iter().map(Root::json).collect()
}

impl Root {
    fn json(&self) -> Value {
        let mut command = named(self.name, self.about);
        command.insert("type".into(), json!(1));
        command.insert("integration_types".into(), json!([0]));
        command.insert("contexts".into(), if self.servers_only { json!([0]) } else { json!([0, 1]) });
        if self.staff {
            command.insert("default_member_permissions".into(), json!(Permissions::MANAGE_GUILD.bits().to_string()));
        }
        if !self.branches.is_empty() {
            command.insert("options".into(), self.branches.iter().map(Branch::json).collect());
        }
        Value::Object(command)
    }
}

impl Branch {
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
            Kind::Suggested => {
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
            Kind::Number => {
                option.insert("type".into(), json!(4));
                option.insert("min_value".into(), json!(0));
                option.insert("max_value".into(), json!(spar::LARGEST_SEED));
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_that_is_registered_is_also_done() {
        let source = include_str!("mod.rs");
        let (_, run) = source.split_once("match path.as_slice()").unwrap_or_default();
        for root in ROOTS {
            assert!(run.contains(&format!("[\"{}\"", root.name)), "{}", root.name);
            for branch in root.branches {
                assert!(run.contains(&format!("\"{}\"", branch.name)), "{} {}", root.name, branch.name);
            }
        }
    }

    #[test]
    fn names_and_descriptions_fit() {
        fn check(value: &Value) {
            let name = value["name"].as_str().unwrap_or_default();
            assert!((1..=32).contains(&name.chars().count()) && name == name.to_lowercase(), "{name}");
            assert!((1..=100).contains(&value["description"].as_str().unwrap_or_default().chars().count()), "{name}");
            for other in value["name_localizations"].as_object().into_iter().flatten() {
                let other = other.1.as_str().unwrap_or_default();
                assert!(
                    other == other.to_lowercase() && !other.contains(' ') && other.chars().count() <= 32,
                    "{other}"
                );
            }
            value["options"].as_array().into_iter().flatten().for_each(check);
        }
        definitions().as_array().into_iter().flatten().for_each(check);
    }
}
