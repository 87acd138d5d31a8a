//! A message as one person sees it, now.

use super::as_json::numbered;
use super::ids::Id;
use super::model::{Attachment, Message};
use super::person::Person;
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};

/// A message, through the eyes of one person. Everything is read as it stands at the moment of asking.
pub struct Posted {
    pub(super) person: Person,
    /// The message's id.
    pub id: Id,
    /// The revision that the test has already waited for.
    known: AtomicU64,
}

impl Posted {
    pub fn new(person: &Person, id: Id) -> Self {
        person.mark_read(id);
        let known = person.world.look(|state| state.messages[&id].revision);
        Self { person: person.clone(), id, known: AtomicU64::new(known) }
    }
    fn look<T>(&self, look: impl FnOnce(&Message) -> T) -> T {
        self.person.world.look(|state| look(&state.messages[&self.id]))
    }
    /// The text above embeds and buttons.
    pub fn content(&self) -> String {
        self.look(|message| message.content.clone())
    }
    /// Everything to read: content, then each embed's author, title, description, fields and footer, a line each.
    pub fn text(&self) -> String {
        self.look(|message| {
            let mut lines = vec![message.content.clone()];
            for embed in &message.embeds {
                let read = |text: &Value| text.as_str().map(String::from);
                lines.extend(read(&embed["author"]["name"]));
                lines.extend(read(&embed["title"]));
                lines.extend(read(&embed["description"]));
                for field in embed["fields"].as_array().into_iter().flatten() {
                    lines.extend(read(&field["name"]).into_iter().chain(read(&field["value"])));
                }
                lines.extend(read(&embed["footer"]["text"]));
            }
            lines.retain(|line| !line.is_empty());
            lines.join("\n")
        })
    }
    /// The message as Discord's REST API gives it.
    pub fn json(&self) -> Value {
        self.person.world.look(|state| state.message_json(&state.messages[&self.id]))
    }
    /// Labels of the buttons that can be clicked.
    pub fn buttons(&self) -> Vec<String> {
        self.labels(|button| button["disabled"] != true)
    }
    /// Labels of the buttons that are greyed out.
    pub fn disabled_buttons(&self) -> Vec<String> {
        self.labels(|button| button["disabled"] == true)
    }
    fn labels(&self, wanted: impl Fn(&Value) -> bool) -> Vec<String> {
        let all = self.components();
        let buttons = all.iter().filter(|one| one["type"] == 2 && wanted(one));
        buttons.map(|one| one["label"].as_str().unwrap_or_default().to_string()).collect()
    }
    /// Labels of the options of the menus.
    pub fn options(&self) -> Vec<String> {
        let all = self.components();
        let options = all.iter().flat_map(|one| one["options"].as_array().cloned().unwrap_or_default());
        options.map(|option| option["label"].as_str().unwrap_or_default().to_string()).collect()
    }
    /// Every component, rows and what is in them.
    pub fn components(&self) -> Vec<Value> {
        fn flat(list: &Value, found: &mut Vec<Value>) {
            for one in list.as_array().into_iter().flatten() {
                found.push(one.clone());
                flat(&one["components"], found);
            }
        }
        let mut found = Vec::new();
        flat(&self.look(|message| numbered(&message.components)), &mut found);
        found
    }
    /// The files that came with it.
    pub fn files(&self) -> Vec<Attachment> {
        self.look(|message| message.attachments.clone())
    }
    /// Whether only this person sees it.
    pub fn is_ephemeral(&self) -> bool {
        self.look(|message| message.only_for.is_some())
    }
    pub fn is_deleted(&self) -> bool {
        self.look(|message| message.deleted)
    }
    /// Names of everyone whose client made a sound.
    pub fn pinged(&self) -> Vec<String> {
        self.person.world.look(|state| {
            let message = &state.messages[&self.id];
            message.pinged.iter().map(|user| state.users[user].name.clone()).collect()
        })
    }
    /// The reactions under it, with how many people gave each.
    pub fn reactions(&self) -> Vec<(String, usize)> {
        self.look(|message| message.reactions.iter().map(|(emoji, who)| (emoji.clone(), who.len())).collect())
    }
    /// Waits until it is edited or deleted once more than this test has seen.
    pub async fn next_edit(&self) -> &Self {
        let before = self.known.load(Ordering::SeqCst);
        let changed = self.person.world.wait_for("an edit of a message", |state| {
            Some(state.messages[&self.id].revision).filter(|revision| *revision > before)
        });
        self.known.store(changed.await, Ordering::SeqCst);
        self
    }
}
