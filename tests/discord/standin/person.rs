//! A person in front of Discord: what they can do, and what they see.

use super::answer::{Answer, Asked, Modal};
use super::guard::Sight;
use super::ids::Id;
use super::interactions::Asking;
use super::model::{Attachment, Channel, asks, kind};
use super::place::Place;
use super::posted::Posted;
use super::posting::{Draft, Upload};
use super::slash::Typed;
use super::world::{State, World};
use serde_json::{Value, json};
use serenity::model::Permissions;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// Somebody. Clones are the same person.
#[derive(Clone)]
pub struct Person {
    pub world: World,
    pub id: Id,
    pub name: String,
    memory: Arc<Mutex<Memory>>,
}

/// What a person has read, which threads they were shown, and where they are.
#[derive(Default)]
struct Memory {
    read: BTreeSet<Id>,
    shown: BTreeSet<Id>,
    here: Option<Id>,
}

impl World {
    /// Somebody new in a guild, standing in its first channel.
    pub fn member(&self, name: &str, guild: Id) -> Person {
        let id = self.change(|state| {
            let id = state.add_user(name);
            let known = state.guilds.get_mut(&guild).expect("a guild of this world");
            known.members.insert(id, BTreeSet::new());
            id
        });
        self.person(id, guild)
    }
    /// Somebody who is in a guild already, standing in its first channel.
    pub fn person(&self, id: Id, guild: Id) -> Person {
        let (name, here) = self.look(|state| {
            let first =
                state.channels.values().find(|channel| channel.guild == Some(guild) && channel.kind == kind::TEXT);
            (state.users[&id].name.clone(), first.map(|channel| channel.id))
        });
        let memory = Memory { here, ..Memory::default() };
        Person { world: self.clone(), id, name, memory: Arc::new(Mutex::new(memory)) }
    }
}

impl Person {
    fn memory<T>(&self, use_it: impl FnOnce(&mut Memory) -> T) -> T {
        use_it(&mut self.memory.lock().expect("no test failed while it held a memory"))
    }
    pub(super) fn mark_read(&self, message: Id) {
        self.memory(|memory| memory.read.insert(message));
    }
    pub(super) fn has_read(&self, message: Id) -> bool {
        self.memory(|memory| memory.read.contains(&message))
    }
    /// Whether a message stands before this person's eyes.
    pub fn can_see(&self, state: &State, message: Id) -> bool {
        let message = &state.messages[&message];
        let open = state.channels.get(&message.channel).is_some_and(|channel| state.sees(self.id, channel));
        open && !message.deleted && message.only_for.is_none_or(|one| one == self.id)
    }

    /// Goes to a channel or thread; commands are typed there from now on.
    pub fn go_to(&self, channel: Id) -> Place {
        let open = self.world.look(|state| state.sees(self.id, &state.channels[&channel]));
        assert!(open, "{} can't open channel {channel}", self.name);
        self.memory(|memory| memory.here = Some(channel));
        Place { person: self.clone(), id: channel }
    }
    /// Where this person is.
    pub fn here(&self) -> Place {
        let here = self.memory(|memory| memory.here).expect("the guild has a channel");
        Place { person: self.clone(), id: here }
    }
    /// The direct conversation with the bot.
    pub fn direct_messages(&self) -> Place {
        Place { person: self.clone(), id: self.world.change(|state| state.direct_channel(self.id)) }
    }
    /// Refuses direct messages from now on.
    pub fn closes_direct_messages(&self) {
        self.world.change(|state| {
            let user = state.users.get_mut(&self.id).expect("this person");
            user.takes_direct_messages = false;
        });
    }
    /// Every thread that this person can open.
    pub fn threads(&self) -> Vec<Place> {
        let open = self.world.look(|state| self.open_threads(state));
        open.into_iter().map(|id| Place { person: self.clone(), id }).collect()
    }
    fn open_threads(&self, state: &State) -> Vec<Id> {
        let open = |channel: &&Channel| channel.thread.is_some() && state.sees(self.id, channel);
        state.channels.values().filter(open).map(|channel| channel.id).collect()
    }
    /// The next thread that opens to this person, waited for; they go there.
    pub async fn next_thread(&self) -> Place {
        let new = |state: &State| {
            self.open_threads(state).into_iter().find(|thread| self.memory(|memory| !memory.shown.contains(thread)))
        };
        let found = self.world.wait_for(&format!("a thread for {}", self.name), new).await;
        self.memory(|memory| memory.shown.insert(found));
        self.go_to(found)
    }

    /// Types a command and waits for its answer.
    pub async fn slash(&self, line: &str) -> Answer {
        self.ask_slash(line).answer().await
    }
    /// Types a command, without waiting.
    pub fn ask_slash(&self, line: &str) -> Asked {
        self.command(line, None, false)
    }
    /// Types a command with a file for one of its options.
    pub async fn slash_with_file(&self, line: &str, option: &str, filename: &str, bytes: &[u8]) -> Answer {
        let file = self.offers_file(filename, bytes);
        self.command(line, Some((option, file)), false).answer().await
    }
    /// Uploads a file for an option, as Discord's client does before it sends the command.
    pub fn offers_file(&self, filename: &str, bytes: &[u8]) -> Attachment {
        self.world.change(|state| {
            let file = Attachment {
                id: state.new_id(),
                filename: filename.into(),
                description: None,
                content_type: "application/octet-stream".into(),
                bytes: bytes.to_vec(),
            };
            state.offered_files.push(file.clone());
            file
        })
    }
    /// What was typed for an option that takes a file: the option's name, the words, and the line without them.
    pub fn file_named(&self, line: &str) -> Option<(String, String, String)> {
        let typed = Typed { user: self.id, channel: self.here().id, line, unfinished: false, file: None };
        self.world.look(|state| state.file_named(&typed))
    }
    /// What is suggested while this person types the last option.
    pub async fn suggestions(&self, line: &str) -> Vec<(String, Value)> {
        match self.command(line, None, true).answer().await {
            Answer::Choices(choices) => choices,
            _ => panic!("the bot answered {line:?} with something else than suggestions"),
        }
    }
    /// Why Discord's client wouldn't send this command, if it wouldn't.
    pub fn is_refused(&self, line: &str) -> Option<String> {
        let typed = Typed { user: self.id, channel: self.here().id, line, unfinished: false, file: None };
        self.world.look(|state| state.understand(&typed)).err()
    }
    fn command(&self, line: &str, file: Option<(&str, Attachment)>, unfinished: bool) -> Asked {
        let asked = self.try_command(line, file, unfinished);
        asked.unwrap_or_else(|why| panic!("{} can't type {line:?}: {why}", self.name))
    }
    /// Types a command, or what Discord's client says to it before it is sent.
    pub fn try_command(&self, line: &str, file: Option<(&str, Attachment)>, unfinished: bool) -> Result<Asked, String> {
        let channel = self.here().id;
        let typed = Typed { user: self.id, channel, line, unfinished, file };
        let data = self.world.look(|state| state.understand(&typed))?;
        let kind = if unfinished { asks::AUTOCOMPLETE } else { asks::COMMAND };
        Ok(self.ask(Asking { user: self.id, channel, kind, what: line.into(), data, message: None, opened_by: None }))
    }
    fn ask(&self, asking: Asking) -> Asked {
        Asked { person: self.clone(), id: self.world.change(|state| state.ask(asking)) }
    }

    /// Clicks the button with this label and waits for the answer.
    pub async fn click(&self, message: &Posted, label: &str) -> Answer {
        self.ask_click(message, label).answer().await
    }
    /// Clicks the button with this label, without waiting.
    pub fn ask_click(&self, message: &Posted, label: &str) -> Asked {
        let all = message.components();
        let button = all.iter().find(|one| one["type"] == 2 && one["label"] == label);
        let button = button.unwrap_or_else(|| panic!("no button {label:?}, only {:?}", message.buttons()));
        assert!(button["disabled"] != true, "button {label:?} is greyed out");
        let custom_id = button["custom_id"].as_str().unwrap_or_else(|| panic!("button {label:?} is a link"));
        self.press(message, custom_id)
    }
    /// Uses a component by its `custom_id`, whatever the message shows now: an old screen, or a forged request.
    pub fn press(&self, message: &Posted, custom_id: &str) -> Asked {
        self.use_component(message, json!({ "custom_id": custom_id, "component_type": 2, "id": 1 }), custom_id)
    }
    /// Sends a choice of a menu by its `custom_id` and values, whatever the message shows: a forged request.
    pub fn pick(&self, message: &Posted, custom_id: &str, values: &[&str]) -> Asked {
        let data = json!({ "custom_id": custom_id, "component_type": 3, "id": 1, "values": values });
        self.use_component(message, data, custom_id)
    }
    /// Picks options of a menu by their labels and waits for the answer.
    pub async fn select(&self, message: &Posted, labels: &[&str]) -> Answer {
        self.try_select(message, labels).unwrap_or_else(|why| panic!("{why}")).answer().await
    }
    /// Picks options of a menu, or what keeps Discord's client from it.
    pub fn try_select(&self, message: &Posted, labels: &[&str]) -> Result<Asked, String> {
        let all = message.components();
        let has = |one: &&Value| {
            one["options"].as_array().is_some_and(|o| o.iter().any(|o| labels.contains(&text(&o["label"]))))
        };
        let menu =
            all.iter().find(has).ok_or_else(|| format!("no menu with {labels:?}, only {:?}", message.options()))?;
        if menu["disabled"] == true {
            return Err("the menu is greyed out".into());
        }
        let options = menu["options"].as_array().into_iter().flatten();
        let values: Vec<&Value> =
            options.filter(|o| labels.contains(&text(&o["label"]))).map(|o| &o["value"]).collect();
        if values.len() != labels.len() {
            return Err(format!("the menu offers {:?}", message.options()));
        }
        let highest = menu["max_values"].as_u64().unwrap_or(1) as usize;
        if values.len() > highest {
            return Err(format!("the menu takes at most {highest}"));
        }
        let data = json!({ "custom_id": menu["custom_id"], "component_type": 3, "id": menu["id"], "values": values });
        Ok(self.use_component(message, data, &format!("menu {labels:?}")))
    }
    fn use_component(&self, message: &Posted, data: Value, what: &str) -> Asked {
        let (seen, channel) =
            self.world.look(|state| (self.can_see(state, message.id), state.messages[&message.id].channel));
        assert!(seen, "{} doesn't see that message", self.name);
        let (what, kind, source) = (format!("component {what}"), asks::COMPONENT, Some(message.id));
        self.ask(Asking { user: self.id, channel, kind, what, data, message: source, opened_by: None })
    }
    /// Fills a form in, inputs named by label or id, and waits for the answer.
    pub async fn submit(&self, modal: &Modal, values: &[(&str, &str)]) -> Answer {
        self.ask_submit(modal, values).answer().await
    }
    /// Fills a form in, without waiting. Inputs that aren't named keep what they were opened with.
    pub fn ask_submit(&self, modal: &Modal, values: &[(&str, &str)]) -> Asked {
        self.try_submit(modal, values).unwrap_or_else(|why| panic!("{why}"))
    }
    /// Fills a form in, or what Discord's client says to it before it is sent.
    pub fn try_submit(&self, modal: &Modal, values: &[(&str, &str)]) -> Result<Asked, String> {
        let inputs = modal.inputs();
        let labels = || inputs.iter().map(|input| text(&input["label"])).collect::<Vec<_>>();
        for (name, _) in values {
            let known = inputs.iter().any(|input| input["custom_id"] == *name || input["label"] == *name);
            if !known {
                return Err(format!("the form has no field {name:?}; it has {:?}", labels()));
            }
        }
        let rows = inputs.iter().map(|input| row(input, values)).collect::<Result<Vec<Value>, String>>()?;
        let data = json!({ "custom_id": modal.data["custom_id"], "components": rows });
        let (channel, message) = self.world.look(|state| {
            let opener = &state.interactions[&modal.opened_by];
            (opener.channel, opener.message)
        });
        let (what, opened_by) = (format!("form {:?}", modal.title()), Some(modal.opened_by));
        Ok(self.ask(Asking { user: self.id, channel, kind: asks::MODAL, what, data, message, opened_by }))
    }

    /// Writes a message.
    pub fn says(&self, place: &Place, text: &str) -> Posted {
        self.writes(place, Draft::text(text))
    }
    /// Answers a message, which pings its author.
    pub fn replies(&self, message: &Posted, text: &str) -> Posted {
        let channel = self.world.look(|state| state.messages[&message.id].channel);
        let draft = Draft { reply_to: Some(message.id), kind: super::model::message_kind::REPLY, ..Draft::text(text) };
        self.writes(&Place { person: self.clone(), id: channel }, draft)
    }
    /// Sends a file.
    pub fn sends_file(&self, place: &Place, filename: &str, bytes: &[u8]) -> Posted {
        let upload = Upload {
            field: "files[0]".into(),
            filename: filename.into(),
            content_type: "application/octet-stream".into(),
            bytes: bytes.to_vec(),
        };
        self.writes(place, Draft { uploads: vec![(upload, None)], ..Draft::default() })
    }
    /// Sends a sticker, which is a message without words.
    pub fn sends_sticker(&self, place: &Place, name: &str) -> Posted {
        self.writes(place, Draft { stickers: vec![name.into()], ..Draft::default() })
    }
    fn writes(&self, place: &Place, draft: Draft) -> Posted {
        self.try_write(place, draft).unwrap_or_else(|why| panic!("{why}"))
    }
    /// Writes, or what Discord's client says instead.
    pub fn try_write(&self, place: &Place, draft: Draft) -> Result<Posted, String> {
        let made = self.world.change(|state| {
            let channel = &state.channels[&place.id];
            let may = state.permissions(self.id, channel).contains(State::writing(channel) | Permissions::VIEW_CHANNEL);
            if !may || !state.sees(self.id, channel) {
                return Err(format!("{} may not write in {}", self.name, state.channel_label(place.id)));
            }
            state.open_for_message(place.id, self.id).map_err(|why| why.message)?;
            Ok(state.post(place.id, self.id, draft))
        });
        made.map(|id| Posted::new(self, id))
    }
    /// Changes a message of their own.
    pub fn edits(&self, message: &Posted, text: &str) {
        self.world.change(|state| state.edit(message.id, &json!({ "content": text }), &[]));
    }
    /// Takes a message of their own back.
    pub fn deletes(&self, message: &Posted) {
        self.world.change(|state| state.delete_message(message.id));
    }
    /// Leaves a thread.
    pub fn leaves(&self, thread: &Place) {
        self.world.change(|state| state.leave_thread(thread.id, self.id));
    }

    /// Everything this person could ever see: messages and their earlier wordings, ephemeral answers, forms, names of
    /// threads and files, alt texts, ids of components, what files hold.
    pub fn sees(&self) -> Vec<Sight> {
        self.world.look(|state| state.seen_by(self.id))
    }
    /// Whether any of it holds these words.
    pub fn could_read(&self, words: &str) -> bool {
        self.sees().iter().any(|sight| super::guard::leaks(&sight.text, words))
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// An input as it is sent, with what the client checks before sending.
fn row(input: &Value, values: &[(&str, &str)]) -> Result<Value, String> {
    let given = values.iter().find(|(name, _)| input["custom_id"] == *name || input["label"] == *name);
    let value = given.map_or_else(|| text(&input["value"]), |(_, value)| value);
    let length = value.chars().count() as u64;
    let label = text(&input["label"]);
    if length == 0 && input["required"] != false {
        return Err(format!("field {label:?} is required"));
    }
    let (lowest, highest) = (input["min_length"].as_u64().unwrap_or(0), input["max_length"].as_u64().unwrap_or(4000));
    if length > 0 && !(lowest..=highest).contains(&length) {
        return Err(format!("field {label:?} takes {lowest} to {highest} characters"));
    }
    let field = json!({ "type": 4, "id": 2, "custom_id": input["custom_id"], "value": value });
    Ok(json!({ "type": 1, "id": 1, "components": [field] }))
}
