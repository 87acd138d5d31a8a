//! Messages and forms as lines of text.

use crate::standin::answer::Modal;
use crate::standin::ids::Id;
use crate::standin::model::{Message, flag, message_kind};
use crate::standin::person::Person;
use crate::standin::world::State;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static MENTION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<(@&|@!?|#)(\d+)>").expect("a regex"));

static MOMENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<t:(-?\d{1,12})(?::[tTdDfFR])?>").expect("a regex"));

/// A text, or nothing.
pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Messages that a person can see and was not shown as they are now. Discord's own notices are left out.
pub(super) fn unseen(state: &State, person: &Person, shown: &BTreeMap<(Id, Id), u64>) -> Vec<Id> {
    let said = |message: &&Message| {
        matches!(message.kind, message_kind::DEFAULT | message_kind::REPLY | message_kind::SLASH_ANSWER)
            && message.flags & flag::LOADING == 0
    };
    let fresh =
        |message: &&Message| shown.get(&(person.id, message.id)).is_none_or(|before| *before < message.revision);
    let found = state.messages.values().filter(said).filter(fresh).map(|message| message.id);
    let mut found: Vec<Id> = found.filter(|id| person.can_see(state, *id)).collect();
    // What is new stands before what has changed, which is older.
    found.sort_by_key(|id| (shown.contains_key(&(person.id, *id)), *id));
    found
}

/// Whether this person wrote a message.
pub(super) fn is_own(state: &State, person: &Person, message: Id) -> bool {
    state.messages[&message].author == person.id
}

/// A message with everything on it.
pub(super) fn message(state: &State, id: Id, changed: bool) -> String {
    let message = &state.messages[&id];
    let mut notes = Vec::new();
    if let Some(one) = message.only_for {
        notes.push(format!("only {} sees this", state.users[&one].name));
    }
    if changed {
        notes.push("changed".into());
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    let author = &state.users[&message.author];
    let mut lines = vec![format!(
        "{} │ {}{}{notes}",
        state.channel_label(message.channel),
        author.name,
        if author.bot { " [app]" } else { "" }
    )];
    lines.extend(readable(state, &message.content).lines().map(|line| format!("  {line}")));
    message.embeds.iter().for_each(|embed| card(state, embed, &mut lines));
    for file in &message.attachments {
        let alt = file.description.as_deref().unwrap_or("no alt text");
        let place = format!("http://{}/attachments/{}/{}/{}", state.address, message.channel, file.id, file.filename);
        lines.push(format!("  file {}: {alt}\n       {place}", file.filename));
    }
    message.components.iter().for_each(|row| controls(row, &mut lines));
    lines.join("\n")
}

fn card(state: &State, embed: &Value, lines: &mut Vec<String>) {
    let mut push =
        |mark: &str, text: &str| lines.extend(readable(state, text).lines().map(|line| format!("  {mark} {line}")));
    push("┏", text(&embed["title"]));
    push("┃", text(&embed["description"]));
    for field in embed["fields"].as_array().into_iter().flatten() {
        push("┃", &format!("{}: {}", text(&field["name"]), text(&field["value"]).replace('\n', "\n    ")));
    }
    push("┗", text(&embed["footer"]["text"]));
}

fn controls(row: &Value, lines: &mut Vec<String>) {
    let inside = row["components"].as_array().into_iter().flatten();
    let shown = inside.map(|one| match one["type"].as_u64() {
        Some(3) => {
            let options = one["options"].as_array().into_iter().flatten();
            let options: Vec<&str> = options.map(|option| text(&option["label"])).collect();
            format!("<{}> {}", text(&one["placeholder"]), options.join(" | "))
        }
        _ if one["disabled"] == true => format!("({})", text(&one["label"])),
        _ => format!("[{}]", text(&one["label"])),
    });
    lines.push(format!("  {}", shown.collect::<Vec<_>>().join(" ")));
}

/// A form, with what its fields hold.
pub(super) fn form(modal: &Modal) -> String {
    let field = |input: &&Value| {
        let needed = if input["required"] == false { "" } else { ", required" };
        let hint = text(&input["placeholder"]);
        format!("  {} = {:?}{needed}   {hint}", text(&input["label"]), text(&input["value"]))
    };
    let fields: Vec<String> = modal.inputs().iter().map(field).collect();
    format!("A form opens: {}\n{}\nFill it in with :fill FIELD=WORDS | FIELD=WORDS", modal.title(), fields.join("\n"))
}

/// Mentions by name, moments as dates, and marks that keep words from being formatted taken away.
fn readable(state: &State, words: &str) -> String {
    let named = MENTION.replace_all(words, |found: &regex::Captures<'_>| {
        let id: Id = found[2].parse().unwrap_or_default();
        match &found[1] {
            "#" => state.channel_label(id),
            "@&" => {
                let role = state.guilds.values().find_map(|guild| guild.roles.get(&id));
                role.map_or_else(|| "@deleted-role".into(), |role| format!("@{}", role.name.trim_start_matches('@')))
            }
            _ => state.users.get(&id).map_or_else(|| "@someone".into(), |user| format!("@{}", user.name)),
        }
    });
    let dated = MOMENT.replace_all(&named, |found: &regex::Captures<'_>| {
        let at = found[1].parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        at.map_or_else(|| found[0].to_owned(), |at| at.strftime("%-d %B %Y %H:%M UTC").to_string())
    });
    dated.replace(['\u{200b}', '\u{2060}'], "").replace("-# ", "")
}
