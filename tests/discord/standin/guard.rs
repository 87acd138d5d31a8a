//! What each person could ever see, and the search through it for what nobody may see.

use super::ids::Id;
use super::model::Message;
use super::world::{State, World};
use serde_json::Value;
use std::collections::BTreeSet;

/// Something that could be read at some time: a message or an earlier wording of it, a thread's name, a modal, choices.
#[derive(Clone)]
pub struct Sight {
    /// Where it was, and what it was: `#practice message`, `thread name`.
    pub place: String,
    /// Every text in it, including ids of components, names of files, alt texts, and what the files hold.
    pub text: String,
    /// The channel whose visitors see it, also those who come later.
    channel: Option<Id>,
    seen_by: BTreeSet<Id>,
}

impl State {
    /// Keeps what a message says now, with everyone who can read it now.
    pub fn sight_of_message(&mut self, message: Id) {
        let message = &self.messages[&message];
        let mut text = texts_of(message);
        text.retain(|part| !part.is_empty());
        let place = format!("{} message", self.channel_label(message.channel));
        let text = text.join("\n");
        match message.only_for {
            Some(one) => self.sight_for(one, format!("{place}, only for them"), text),
            None => self.sight_in(message.channel, place, text),
        }
    }
    /// Keeps something that everyone in a channel can see.
    pub fn sight_in(&mut self, channel: Id, place: String, text: String) {
        let visitors = self.visitors(channel);
        self.sights.push(Sight { place, text, channel: Some(channel), seen_by: visitors });
    }
    /// Keeps something that one person was shown.
    pub fn sight_for(&mut self, user: Id, place: String, text: String) {
        self.sights.push(Sight { place, text, channel: None, seen_by: BTreeSet::from([user]) });
    }
    /// Keeps something that everybody can see, such as a command's description.
    pub fn sight_for_all(&mut self, place: String, text: String) {
        let everybody = self.users.keys().copied().collect();
        self.sights.push(Sight { place, text, channel: None, seen_by: everybody });
    }
    fn visitors(&self, channel: Id) -> BTreeSet<Id> {
        let Some(channel) = self.channels.get(&channel) else { return BTreeSet::new() };
        self.users.keys().copied().filter(|user| self.sees(*user, channel)).collect()
    }
    /// Everything a person saw, and what those who can enter a place now find there.
    pub fn seen_by(&self, user: Id) -> Vec<Sight> {
        let enters =
            |sight: &Sight| sight.channel.and_then(|id| self.channels.get(&id)).is_some_and(|c| self.sees(user, c));
        self.sights.iter().filter(|sight| sight.seen_by.contains(&user) || enters(sight)).cloned().collect()
    }
    /// A channel as people call it.
    pub fn channel_label(&self, id: Id) -> String {
        match self.channels.get(&id) {
            Some(channel) if channel.recipient.is_some() => "direct conversation".into(),
            Some(channel) => format!("#{}", channel.name),
            None => format!("deleted channel {id}"),
        }
    }
}

fn texts_of(message: &Message) -> Vec<String> {
    let mut found = vec![message.content.clone()];
    message.embeds.iter().chain(&message.components).for_each(|part| strings_in(part, &mut found));
    for file in &message.attachments {
        found.push(file.filename.clone());
        found.extend(file.description.clone());
        found.push(String::from_utf8_lossy(&file.bytes).into_owned());
    }
    found
}

/// Every string in a JSON value.
pub fn strings_in(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings_in(item, found)),
        Value::Object(fields) => fields.values().for_each(|item| strings_in(item, found)),
        _ => {}
    }
}

/// Where in `text` a secret stands: letters in any case; a figure also as `5,200` or `5 200`, but not inside a longer one.
pub fn leaks(text: &str, secret: &str) -> bool {
    let text = plain(text);
    let secret = plain(secret);
    let figure_edge = |c: Option<char>| !c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices(&secret).any(|(place, _)| {
        let starts =
            !secret.starts_with(|c: char| c.is_ascii_digit()) || figure_edge(text[..place].chars().next_back());
        let ends =
            !secret.ends_with(|c: char| c.is_ascii_digit()) || figure_edge(text[place + secret.len()..].chars().next());
        starts && ends
    })
}

/// Lower case, and no separators inside figures.
fn plain(text: &str) -> String {
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    let digit = |place: Option<usize>| place.and_then(|p| letters.get(p)).is_some_and(char::is_ascii_digit);
    let separates = |place: usize| {
        matches!(letters[place], ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'')
            && digit(place.checked_sub(1))
            && (1..=3).all(|ahead| digit(Some(place + ahead)))
            && !digit(Some(place + 4))
    };
    (0..letters.len()).filter(|place| !separates(*place)).map(|place| letters[place]).collect()
}

impl World {
    /// Fails when anything a person could ever see holds one of these words or figures. `allowed` names who may.
    pub fn nobody_saw(&self, secrets: &[&str], allowed: &[Id]) {
        let found = self.leaks_of(secrets, allowed);
        assert!(found.is_empty(), "these were seen and must not be:\n{}", found.join("\n"));
    }
    /// The same as a list: who saw which secret where.
    pub fn leaks_of(&self, secrets: &[&str], allowed: &[Id]) -> Vec<String> {
        self.look(|state| {
            let people = state.users.values().filter(|user| !user.bot && !allowed.contains(&user.id));
            let all =
                people.flat_map(|user| state.seen_by(user.id).into_iter().map(|sight| (user.name.clone(), sight)));
            let told = all.flat_map(|(name, sight)| {
                let hit = secrets.iter().filter(|secret| leaks(&sight.text, secret)).collect::<Vec<_>>();
                let line = |secret: &&&str| format!("{name} saw {secret:?} in {}: {}", sight.place, sight.text);
                hit.iter().map(line).collect::<Vec<_>>()
            });
            told.collect()
        })
    }
}
