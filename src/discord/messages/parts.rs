//! The parts of a message as Discord takes them. What a message says can't ping anybody: `allowed_mentions` is empty but
//! for roles that were named on purpose.

use serde_json::{Map, Value, json};

use crate::discord::limits;

/// A message, or an answer to an interaction.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Post {
    pub(crate) content: String,
    pub(crate) embeds: Vec<Embed>,
    pub(crate) rows: Vec<Row>,
    /// At most one: the library numbers every file 0, and two would be taken for the same.
    pub(crate) file: Option<File>,
    /// Roles that it pings, because somebody who may do so asked for it.
    pub(crate) pings: Vec<String>,
}

/// A file that goes with a message.
#[derive(Clone, PartialEq)]
pub(crate) struct File {
    pub(crate) name: String,
    /// What it shows, for people who don't see it.
    pub(crate) alt: String,
    pub(crate) bytes: Vec<u8>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({}: {})", self.name, self.alt)
    }
}

/// A framed part of a message.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Embed {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) footer: String,
    pub(crate) colour: Colour,
    /// The name of a file of the same message.
    pub(crate) picture: Option<String>,
}

/// A titled bit of an embed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) inline: bool,
}

/// What an embed's edge says at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Colour {
    /// The talk itself.
    #[default]
    Talk,
    /// Only for the learner's eyes.
    Secret,
    /// Went well.
    Good,
    /// A warning or an ending.
    Quiet,
}

impl Colour {
    fn number(self) -> u32 {
        match self {
            Colour::Talk => 0x58_65_F2,
            Colour::Secret => 0xE0_A0_30,
            Colour::Good => 0x3B_A5_5D,
            Colour::Quiet => 0x74_7F_8D,
        }
    }
}

/// A row of controls.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Row {
    /// Up to five buttons.
    Buttons(Vec<Button>),
    /// A list to choose from.
    Select {
        id: String,
        hint: String,
        choices: Vec<SelectChoice>,
        /// How many may be picked.
        most: usize,
    },
    /// A text field of a form.
    Text(TextField),
}

/// One choice of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SelectChoice {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) about: String,
}

/// A button.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Button {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) look: Look,
    pub(crate) disabled: bool,
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Main = 1,
    Plain = 2,
    Yes = 3,
    Stop = 4,
}

impl Button {
    pub(crate) fn new(id: impl ToString, label: impl Into<String>, look: Look) -> Self {
        Button { id: id.to_string(), label: limits::clip(&label.into(), limits::BUTTON), look, disabled: false }
    }
}

/// A text field of a form.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct TextField {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) value: String,
    pub(crate) long: bool,
    pub(crate) required: bool,
    pub(crate) most: u16,
}

/// A form that opens over the chat.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Form {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) fields: Vec<TextField>,
}

impl Post {
    /// A message of words only.
    pub(crate) fn text(content: impl Into<String>) -> Self {
        Post { content: content.into(), ..Post::default() }
    }

    /// A message of one embed.
    pub(crate) fn card(embed: Embed) -> Self {
        Post { embeds: vec![embed], ..Post::default() }
    }

    /// The same with a row of buttons.
    pub(crate) fn with_buttons(mut self, buttons: Vec<Button>) -> Self {
        self.rows.push(Row::Buttons(buttons));
        self
    }

    /// The same with a line above its words, where there is room for it.
    pub(crate) fn headed(mut self, line: &str) -> Self {
        let content = format!("{line}\n{}", self.content);
        if content.chars().count() <= limits::MESSAGE {
            self.content = content.trim_end().to_owned();
        }
        self
    }

    /// The message as Discord takes it. Every part is named, so that an edit replaces what was there.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({
            "content": self.content,
            "embeds": self.embeds.iter().map(Embed::json).collect::<Vec<_>>(),
            "components": self.rows.iter().map(Row::json).collect::<Vec<_>>(),
            "allowed_mentions": { "parse": [] },
        });
        if !self.pings.is_empty() {
            body["content"] = json!(self.pings.iter().map(|role| format!("<@&{role}>")).collect::<Vec<_>>().join(" "));
            body["allowed_mentions"]["roles"] = json!(self.pings);
        }
        if let Some(file) = &self.file {
            body["attachments"] =
                json!([{ "id": 0, "filename": file.name, "description": limits::clip(&file.alt, limits::ALT) }]);
        }
        body
    }
}

impl Embed {
    fn json(&self) -> Value {
        let mut value = json!({ "color": self.colour.number() });
        let mut put = |name: &str, text: &str, most: usize| {
            if !text.is_empty() {
                value[name] = json!(limits::clip(&limits::unbroken(text), most));
            }
        };
        put("title", &self.title, limits::EMBED_TITLE);
        put("description", &self.text, limits::EMBED_TEXT);
        if !self.footer.is_empty() {
            value["footer"] = json!({ "text": limits::clip(&self.footer, limits::FOOTER) });
        }
        if let Some(name) = &self.picture {
            value["image"] = json!({ "url": format!("attachment://{name}") });
        }
        if !self.fields.is_empty() {
            let fields = self.fields.iter().take(limits::FIELDS).map(|field| {
                json!({
                    "name": limits::clip(&field.name, limits::FIELD_NAME),
                    "value": limits::clip(&limits::unbroken(&field.text), limits::FIELD_TEXT),
                    "inline": field.inline,
                })
            });
            value["fields"] = fields.collect();
        }
        value
    }

    /// Everything Discord counts toward the sum over all embeds of a message.
    pub(crate) fn size(&self) -> usize {
        let length = |text: &str| limits::unbroken(text).chars().count();
        let fields: usize = self.fields.iter().map(|field| length(&field.name) + length(&field.text)).sum();
        length(&self.title) + length(&self.text) + length(&self.footer) + fields
    }

    /// An inline field.
    pub(crate) fn field(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        if !text.is_empty() {
            self.fields.push(Field { name, text, inline: true });
        }
        self
    }
}

impl Row {
    fn json(&self) -> Value {
        let inside: Vec<Value> = match self {
            Row::Buttons(buttons) => buttons.iter().map(Button::json).collect(),
            Row::Select { id, hint, choices, most } => {
                let options = choices.iter().take(limits::CHOICES).map(|choice| {
                    let mut option = Map::new();
                    option.insert("label".into(), json!(limits::clip(&choice.label, limits::CHOICE)));
                    option.insert("value".into(), json!(choice.value));
                    if !choice.about.is_empty() {
                        option.insert("description".into(), json!(limits::clip(&choice.about, limits::CHOICE)));
                    }
                    Value::Object(option)
                });
                vec![json!({
                    "type": 3, "custom_id": id, "placeholder": limits::clip(hint, limits::PLACEHOLDER),
                    "options": options.collect::<Vec<_>>(), "min_values": 1,
                    "max_values": (*most).clamp(1, choices.len().clamp(1, limits::CHOICES)),
                })]
            }
            Row::Text(field) => vec![field.json()],
        };
        json!({ "type": 1, "components": inside })
    }
}

impl Button {
    fn json(&self) -> Value {
        let mut value = json!({ "type": 2, "style": self.look as u8, "label": self.label, "custom_id": self.id });
        if self.disabled {
            value["disabled"] = json!(true);
        }
        value
    }
}

impl TextField {
    fn json(&self) -> Value {
        let mut value = json!({
            "type": 4, "custom_id": self.id, "style": if self.long { 2 } else { 1 },
            "label": limits::clip(&self.label, limits::FORM_LABEL), "required": self.required,
            "max_length": self.most.clamp(1, limits::FORM_TEXT),
        });
        if !self.hint.is_empty() {
            value["placeholder"] = json!(limits::clip(&self.hint, limits::FORM_HINT));
        }
        if !self.value.is_empty() {
            value["value"] = json!(limits::clip(&self.value, usize::from(self.most)));
        }
        value
    }
}

impl Form {
    /// The form as Discord takes it.
    pub(crate) fn body(&self) -> Value {
        let rows = self.fields.iter().map(|field| Row::Text(field.clone()).json());
        json!({
            "custom_id": self.id, "title": limits::clip(&self.title, limits::FORM_TITLE),
            "components": rows.collect::<Vec<_>>(),
        })
    }
}
