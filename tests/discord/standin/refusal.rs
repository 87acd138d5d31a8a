//! How Discord says no: a status, a code and, for a bad body, where in it.

use serde_json::{Value, json};

/// An error answer.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub status: u16,
    pub code: u64,
    pub message: String,
    pub errors: Option<Value>,
}

impl Refusal {
    pub fn new(status: u16, code: u64, message: &str) -> Self {
        Self { status, code, message: message.into(), errors: None }
    }
    pub fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }
    pub fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }
    pub fn no_route() -> Self {
        Self::new(404, 0, "404: Not Found")
    }
    pub fn unknown_channel() -> Self {
        Self::new(404, 10003, "Unknown Channel")
    }
    pub fn unknown_guild() -> Self {
        Self::new(404, 10004, "Unknown Guild")
    }
    pub fn unknown_member() -> Self {
        Self::new(404, 10007, "Unknown Member")
    }
    pub fn unknown_message() -> Self {
        Self::new(404, 10008, "Unknown Message")
    }
    pub fn unknown_user() -> Self {
        Self::new(404, 10013, "Unknown User")
    }
    pub fn unknown_webhook() -> Self {
        Self::new(404, 10015, "Unknown Webhook")
    }
    pub fn unknown_interaction() -> Self {
        Self::new(404, 10062, "Unknown interaction")
    }
    pub fn unknown_command() -> Self {
        Self::new(404, 10063, "Unknown application command")
    }
    pub fn already_acknowledged() -> Self {
        Self::new(400, 40060, "Interaction has already been acknowledged.")
    }
    pub fn missing_access() -> Self {
        Self::new(403, 50001, "Missing Access")
    }
    pub fn not_your_message() -> Self {
        Self::new(403, 50005, "Cannot edit a message authored by another user")
    }
    pub fn empty_message() -> Self {
        Self::new(400, 50006, "Cannot send an empty message")
    }
    pub fn direct_messages_closed() -> Self {
        Self::new(403, 50007, "Cannot send messages to this user")
    }
    pub fn missing_permissions() -> Self {
        Self::new(403, 50013, "Missing Permissions")
    }
    pub fn wrong_channel_type() -> Self {
        Self::new(400, 50024, "Cannot execute action on this channel type")
    }
    pub fn stale_token() -> Self {
        Self::new(401, 50027, "Invalid Webhook Token")
    }
    pub fn archived() -> Self {
        Self::new(400, 50083, "Thread is archived")
    }
    pub fn too_many_threads() -> Self {
        Self::new(400, 160_006, "Maximum number of active threads reached")
    }
    pub fn thread_exists() -> Self {
        Self::new(400, 160_004, "A thread has already been created for this message")
    }
    pub fn locked() -> Self {
        Self::new(400, 160_005, "This thread is locked")
    }
    pub fn no_mutual_guild() -> Self {
        Self::new(403, 50278, "Cannot send messages to this user due to having no mutual guilds")
    }
    pub fn too_large() -> Self {
        Self::new(413, 40005, "Request entity too large")
    }
    pub fn bad_json() -> Self {
        Self::new(400, 50109, "The request body contains invalid JSON.")
    }
}

/// Collects everything wrong with a body, so that the answer names all of it at once.
#[derive(Default)]
pub struct FormErrors(Vec<(String, String, String)>);

impl FormErrors {
    /// `at` is a path such as `embeds/0/title`.
    pub fn add(&mut self, at: impl Into<String>, code: &str, message: impl Into<String>) {
        self.0.push((at.into(), code.into(), message.into()));
    }
    /// A text's length, in characters, within bounds.
    pub fn length(&mut self, at: &str, text: &Value, lowest: usize, highest: usize) {
        let Some(text) = text.as_str() else {
            if lowest > 0 || !text.is_null() {
                self.add(at, "BASE_TYPE_REQUIRED", "This field is required");
            }
            return;
        };
        let length = text.chars().count();
        if length < lowest || length > highest {
            self.add(at, "BASE_TYPE_BAD_LENGTH", format!("Must be between {lowest} and {highest} in length."));
        }
    }
    pub fn count(&mut self, at: &str, found: usize, lowest: usize, highest: usize) {
        if found < lowest || found > highest {
            self.add(at, "BASE_TYPE_BAD_LENGTH", format!("Must be between {lowest} and {highest} in length."));
        }
    }
    pub fn verdict(self) -> Result<(), Refusal> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut errors = json!({});
        for (path, code, message) in self.0 {
            let mut place = &mut errors;
            for step in path.split('/').filter(|step| !step.is_empty()) {
                place = &mut place[step];
            }
            let list = &mut place["_errors"];
            if list.is_null() {
                *list = json!([]);
            }
            list.as_array_mut().expect("a list").push(json!({ "code": code, "message": message }));
        }
        Err(Refusal { status: 400, code: 50035, message: "Invalid Form Body".into(), errors: Some(errors) })
    }
    pub fn single(at: &str, code: &str, message: &str) -> Refusal {
        let mut errors = Self::default();
        errors.add(at, code, message);
        errors.verdict().expect_err("one error was added")
    }
}
