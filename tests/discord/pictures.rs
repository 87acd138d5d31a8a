//! What people saw, kept for `tests/pictures` to draw: a file for each scene in `target/discord-messages`.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine;
use serde_json::{Value, json};

use crate::standin::posted::Posted;

/// A message as the drawing script reads it.
fn drawn(message: &Posted) -> Value {
    let whole = message.json();
    let coded = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let files: BTreeMap<String, String> =
        message.files().iter().map(|file| (file.filename.clone(), coded(&file.bytes))).collect();
    json!({
        "content": whole["content"], "embeds": whole["embeds"], "components": whole["components"],
        "bot": whole["author"]["bot"], "ephemeral": message.is_ephemeral(), "files": files,
    })
}

/// Keeps messages as a scene; `names` are people's names by their ids, `height` is about how tall the picture will be.
pub(crate) fn keep(scene: &str, messages: &[&Posted], names: &Value, height: u32) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/discord-messages");
    std::fs::create_dir_all(&folder).expect("a folder to write to");
    let messages: Vec<Value> = messages.iter().map(|message| drawn(message)).collect();
    let kept = json!({ "names": names, "messages": messages, "height": height });
    std::fs::write(folder.join(format!("{scene}.json")), kept.to_string()).expect("a file to write");
}
