//! The limits of a message's body, as documented by Discord and checked by it.

use super::component_rules::check_components;
use super::model::{Message, flag};
use super::posting::{Upload, plain_id};
use super::refusal::{FormErrors, Refusal};
use serde_json::Value;

/// Characters a bot may put into a message.
pub const CONTENT_LIMIT: usize = 2000;
/// Characters in all embeds of a message together.
pub const EMBEDS_LIMIT: usize = 6000;
/// Bytes of one file without boosts.
pub const FILE_LIMIT: usize = 10 * 1024 * 1024;

/// Checks the body of a message that is posted, or edited when `before` is given.
pub fn check_message(body: &Value, files: &[Upload], before: Option<&Message>) -> Result<(), Refusal> {
    if files.iter().any(|file| file.bytes.len() > FILE_LIMIT) {
        return Err(Refusal::too_large());
    }
    let mut errors = FormErrors::default();
    errors.length("content", &body["content"], 0, CONTENT_LIMIT);
    check_embeds(&body["embeds"], &mut errors);
    let flags = body["flags"].as_u64().unwrap_or(0) | before.map_or(0, |message| message.flags);
    check_components(&body["components"], flags & flag::COMPONENTS_V2 != 0, &mut errors);
    if flags & flag::COMPONENTS_V2 != 0 {
        for field in ["content", "embeds", "poll", "sticker_ids"] {
            let used = body[field].as_str().is_some_and(|t| !t.is_empty())
                || body[field].as_array().is_some_and(|l| !l.is_empty());
            if used {
                errors.add(field, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "Not with components V2");
            }
        }
    }
    check_files(body, files, before, &mut errors);
    check_allowed_mentions(&body["allowed_mentions"], &mut errors);
    if let Some(nonce) = body["nonce"].as_str() {
        errors.count("nonce", nonce.chars().count(), 0, 25);
    }
    errors.verdict()?;
    if before.is_none() && is_empty(body, files) { Err(Refusal::empty_message()) } else { Ok(()) }
}

fn is_empty(body: &Value, files: &[Upload]) -> bool {
    let text = body["content"].as_str().is_some_and(|content| !content.trim().is_empty());
    let lists = ["embeds", "components", "sticker_ids"];
    let listed = lists.iter().any(|field| body[*field].as_array().is_some_and(|list| !list.is_empty()));
    !text && !listed && files.is_empty() && body["poll"].is_null()
}

fn check_embeds(embeds: &Value, errors: &mut FormErrors) {
    let Some(embeds) = embeds.as_array() else { return };
    errors.count("embeds", embeds.len(), 0, 10);
    for (number, embed) in embeds.iter().enumerate() {
        let at = format!("embeds/{number}");
        errors.length(&format!("{at}/title"), &embed["title"], 0, 256);
        errors.length(&format!("{at}/description"), &embed["description"], 0, 4096);
        errors.length(&format!("{at}/footer/text"), &embed["footer"]["text"], 0, 2048);
        errors.length(&format!("{at}/author/name"), &embed["author"]["name"], 0, 256);
        let fields = embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
        errors.count(&format!("{at}/fields"), fields.len(), 0, 25);
        for (place, field) in fields.iter().enumerate() {
            errors.length(&format!("{at}/fields/{place}/name"), &field["name"], 1, 256);
            errors.length(&format!("{at}/fields/{place}/value"), &field["value"], 1, 1024);
        }
        let colour = embed["color"].as_u64().unwrap_or(0);
        if colour > 0xFF_FF_FF {
            errors.add(format!("{at}/color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.");
        }
        let shown = ["title", "description", "fields", "image", "thumbnail", "author", "footer"];
        if shown.iter().all(|field| embed.get(*field).is_none_or(Value::is_null)) {
            errors.add(&at, "BASE_TYPE_REQUIRED", "This field is required");
        }
    }
    let sum: usize = embeds.iter().map(embed_size).sum();
    if sum > EMBEDS_LIMIT {
        errors.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }
}

/// The characters of an embed that count towards the common limit.
fn embed_size(embed: &Value) -> usize {
    let size = |text: &Value| text.as_str().map_or(0, |text| text.chars().count());
    let fields = embed["fields"].as_array().into_iter().flatten();
    let in_fields: usize = fields.map(|field| size(&field["name"]) + size(&field["value"])).sum();
    let head = size(&embed["title"]) + size(&embed["description"]);
    head + size(&embed["footer"]["text"]) + size(&embed["author"]["name"]) + in_fields
}

/// Files, their entries in `attachments`, and every `attachment://name` belong together.
fn check_files(body: &Value, files: &[Upload], before: Option<&Message>, errors: &mut FormErrors) {
    errors.count("attachments", files.len(), 0, 10);
    let kept = before.map(|message| message.attachments.as_slice()).unwrap_or_default();
    for (place, entry) in body["attachments"].as_array().into_iter().flatten().enumerate() {
        let number = plain_id(&entry["id"]);
        let known = files.iter().any(|f| f.number() == number) || kept.iter().any(|a| a.id.to_string() == number);
        if !known {
            errors.add(format!("attachments/{place}"), "ATTACHMENT_NOT_FOUND", format!("No file with id {number}."));
        }
        errors.length(&format!("attachments/{place}/description"), &entry["description"], 0, 1024);
    }
    let mut texts = Vec::new();
    super::guard::strings_in(&body["embeds"], &mut texts);
    super::guard::strings_in(&body["components"], &mut texts);
    for name in texts.iter().filter_map(|text| text.strip_prefix("attachment://")) {
        let there = files.iter().any(|f| f.filename == name) || kept.iter().any(|a| a.filename == name);
        if !there {
            errors.add("embeds", "ATTACHMENT_NOT_FOUND", format!("attachment://{name} refers to no file."));
        }
    }
}

fn check_allowed_mentions(allowed: &Value, errors: &mut FormErrors) {
    for what in ["users", "roles"] {
        let listed = allowed[what].as_array().map_or(0, Vec::len);
        let parsed = allowed["parse"].as_array().is_some_and(|list| list.iter().any(|one| one == what));
        errors.count(&format!("allowed_mentions/{what}"), listed, 0, 100);
        if listed > 0 && parsed {
            let told = format!("parse:[\"{what}\"] and {what}: [ids...] are mutually exclusive.");
            errors.add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", told);
        }
    }
}
