//! What people see, whom messages ping, and the search for secrets.

use super::raw::{ALL, Raw};
use crate::standin::guard::leaks;
use serde_json::json;
use serenity::model::Permissions;

#[tokio::test]
async fn everything_a_message_carries_can_be_seen() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let body = json!({
        "content": "word-content",
        "embeds": [{ "title": "word-title", "footer": { "text": "word-footer" }, "fields": [{ "name": "word-name", "value": "word-value" }] }],
        "components": [{ "type": 1, "components": [{ "type": 2, "style": 1, "label": "word-label", "custom_id": "word-id" }] }],
        "attachments": [{ "id": 0, "filename": "word-file.txt", "description": "word-alt" }],
    });
    let path = format!("channels/{}/messages", raw.channel);
    raw.with_files(&path, body, &[("word-file.txt", b"word-inside".to_vec())]).await.went_well();
    for word in ["content", "title", "footer", "name", "value", "label", "id", "file", "alt", "inside"] {
        let word = format!("word-{word}");
        assert!(ana.could_read(&word), "{word}");
        assert_eq!(raw.world.leaks_of(&[&word], &[]).len(), 2, "{word}: the owner of the guild and Ana");
    }
    assert!(ana.here().next_message().await.text().contains("word-title\nword-name\nword-value\nword-footer"));
    assert!(!ana.could_read("word-nowhere"));
    raw.world.nobody_saw(&["word-nowhere"], &[]);
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| raw.world.nobody_saw(&["word-alt"], &[])));
    assert!(caught.is_err());
}

#[tokio::test]
async fn earlier_wordings_and_deleted_messages_were_seen_too() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let posted = raw.post(json!({ "content": "my floor is 5,200" })).await.went_well().id();
    let path = format!("channels/{}/messages/{posted}", raw.channel);
    raw.send("PATCH", &path, json!({ "content": "never mind" })).await.went_well();
    let message = ana.here().next_message().await;
    assert!(!message.is_deleted());
    raw.bare("DELETE", &path).await.is(204, 0);
    assert!(message.next_edit().await.is_deleted());
    assert!(ana.could_read("5200"));
    // Who comes later finds what still stands, and so does whoever is let in to a channel.
    let hidden = raw.world.channel(raw.guild, "staff");
    raw.world.deny(hidden, ana.id, Permissions::VIEW_CHANNEL);
    raw.send("POST", &format!("channels/{hidden}/messages"), json!({ "content": "for staff" })).await.went_well();
    assert!(!ana.could_read("for staff"));
    let ben = raw.world.member("Ben", raw.guild);
    assert!(ben.could_read("for staff"));
}

#[test]
fn figures_are_found_however_they_are_written() {
    for text in ["5200", "at 5,200 euros", "5 200", "5\u{202f}200.", "v1:brief:5200"] {
        assert!(leaks(text, "5200"), "{text}");
    }
    for text in ["15200", "52001", "5,20", "520 0", "15,200"] {
        assert!(!leaks(text, "5200"), "{text}");
    }
    assert!(leaks("A Second Buyer waits", "second buyer"));
}

#[tokio::test]
async fn pings_are_what_allowed_mentions_lets_through() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let ben = raw.world.member("Ben", raw.guild);
    let (a, b) = (ana.id, ben.id);
    let content = format!("<@{a}> and <@!{b}>, @everyone");
    let cases = [
        (json!(null), vec!["Ana", "Ben"]),
        (json!({ "parse": [] }), vec![]),
        (json!({ "parse": ["everyone"] }), vec![]),
        (json!({ "users": [b.to_string()] }), vec!["Ben"]),
    ];
    for (allowed, expected) in cases {
        raw.post(json!({ "content": content, "allowed_mentions": allowed })).await.went_well();
        assert_eq!(ana.here().next_message().await.pinged(), expected, "{allowed}");
    }
    // With the permission, @everyone rings for all who see the channel.
    raw.world.let_bot(raw.guild, Permissions::all());
    raw.post(json!({ "content": "@here", "allowed_mentions": { "parse": ["everyone"] } })).await.went_well();
    assert!(ana.here().next_message().await.pinged().contains(&"Ben".to_string()));
    // A reply rings for its author unless that is turned off.
    let said = ana.says(&ana.here(), "hello");
    let reply = |allowed| json!({ "content": "hi", "message_reference": { "message_id": said.id.to_string() }, "allowed_mentions": allowed });
    raw.post(reply(json!({ "parse": [], "replied_user": true }))).await.went_well();
    assert_eq!(ana.here().next_message().await.pinged(), ["Ana"]);
    raw.post(reply(json!({ "parse": [] }))).await.went_well();
    assert_eq!(ana.here().next_message().await.pinged(), Vec::<String>::new());
    let mut line = raw.line(ALL).await;
    ana.replies(&ana.here().history().pop().unwrap(), "thanks");
    assert_eq!(line.event("MESSAGE_CREATE").await["mentions"][0]["id"], raw.world.bot_id().to_string());
    ben.sends_file(&ben.here(), "plan.txt", b"a plan");
    assert_eq!(line.event("MESSAGE_CREATE").await["attachments"][0]["filename"], "plan.txt");
}

#[tokio::test]
async fn a_wait_in_vain_tells_what_happened() {
    let raw = Raw::new().await;
    raw.post(json!({ "content": "something else" })).await.went_well();
    let dump = raw.world.dump();
    assert!(dump.contains("sparring in #practice: something else"), "{dump}");
    assert!(dump.contains("POST /api/v10/channels/"), "{dump}");
}
