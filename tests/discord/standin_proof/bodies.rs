//! Size limits and shapes of what the bot sends.

use super::raw::Raw;
use serde_json::{Value, json};

fn button(label: &str, name: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": label, "custom_id": name })
}

fn row(inner: Vec<Value>) -> Value {
    json!({ "type": 1, "components": inner })
}

fn rows(rows: Vec<Value>) -> Value {
    json!({ "content": "x", "components": rows })
}

fn menu(options: usize, more: &[(&str, Value)]) -> Value {
    let options: Vec<Value> =
        (0..options).map(|n| json!({ "label": format!("o{n}"), "value": format!("v{n}") })).collect();
    let mut menu = json!({ "type": 3, "custom_id": "menu", "options": options });
    more.iter().for_each(|(field, value)| menu[*field] = value.clone());
    menu
}

fn text(length: usize) -> String {
    "é".repeat(length)
}

fn fields(count: usize) -> Value {
    (0..count).map(|n| json!({ "name": n.to_string(), "value": "v" })).collect()
}

#[tokio::test]
async fn messages_at_the_limit_pass() {
    let raw = Raw::new().await;
    let good = [
        json!({ "content": text(2000) }),
        json!({ "embeds": [{ "title": text(256), "description": text(4096), "fields": fields(25) }] }),
        json!({ "embeds": [{ "description": text(4000) }, { "description": text(2000) }] }),
        rows((0..5).map(|r| row((0..5).map(|b| button("b", &format!("{r}-{b}"))).collect())).collect()),
        rows(vec![row(vec![menu(25, &[("max_values", json!(25))])])]),
        rows(vec![row(vec![button(&"l".repeat(80), &"c".repeat(100))])]),
        json!({ "content": "hi <@1>", "allowed_mentions": { "parse": [], "users": ["1"] } }),
        json!({ "flags": 1 << 15, "components": [{ "type": 17, "components": [{ "type": 10, "content": "text" }] }] }),
    ];
    for body in good {
        let reply = raw.post(body.clone()).await;
        assert_eq!(reply.status, 200, "{body}: {:?}", reply.body);
    }
}

#[tokio::test]
async fn messages_over_the_limit_are_refused() {
    let raw = Raw::new().await;
    let bad = [
        json!({ "content": text(2001) }),
        json!({ "embeds": [{ "title": text(257) }] }),
        json!({ "embeds": [{ "description": text(4097) }] }),
        json!({ "embeds": [{ "title": "t", "fields": fields(26) }] }),
        json!({ "embeds": [{ "fields": [{ "name": "", "value": "v" }] }] }),
        json!({ "embeds": [{ "fields": [{ "name": "n", "value": text(1025) }] }] }),
        json!({ "embeds": [{ "title": "t", "footer": { "text": text(2049) } }] }),
        json!({ "embeds": [{ "description": text(4000) }, { "description": text(2001) }] }),
        json!({ "embeds": vec![json!({ "title": "t" }); 11] }),
        json!({ "embeds": [{}] }),
        json!({ "embeds": [{ "title": "t", "image": { "url": "attachment://nope.png" } }] }),
        rows((0..6).map(|r| row(vec![button("b", &r.to_string())])).collect()),
        rows(vec![row((0..6).map(|b| button("b", &b.to_string())).collect())]),
        rows(vec![row(vec![])]),
        rows(vec![button("b", "outside of a row")]),
        rows(vec![row(vec![button("b", "same"), button("c", "same")])]),
        rows(vec![row(vec![button("b", &"c".repeat(101))])]),
        rows(vec![row(vec![button(&"l".repeat(81), "c")])]),
        rows(vec![row(vec![json!({ "type": 2, "style": 1, "custom_id": "no label" })])]),
        rows(vec![row(vec![json!({ "type": 2, "style": 1, "label": "no id" })])]),
        rows(vec![row(vec![
            json!({ "type": 2, "style": 5, "label": "both", "url": "https://example.org", "custom_id": "x" }),
        ])]),
        rows(vec![row(vec![menu(26, &[])])]),
        rows(vec![row(vec![menu(0, &[])])]),
        rows(vec![row(vec![menu(2, &[("max_values", json!(3))])])]),
        rows(vec![row(vec![menu(2, &[("min_values", json!(2)), ("max_values", json!(1))])])]),
        rows(vec![row(vec![menu(2, &[("placeholder", json!("p".repeat(151)))])])]),
        rows(vec![row(vec![menu(
            1,
            &[("options", json!([{ "label": "a", "value": "v" }, { "label": "b", "value": "v" }]))],
        )])]),
        rows(vec![row(vec![menu(2, &[]), button("b", "beside a menu")])]),
        rows(vec![row(vec![json!({ "type": 4, "style": 1, "custom_id": "x", "label": "in a message" })])]),
        rows(vec![json!({ "type": 17, "components": [] })]),
        json!({ "flags": 1 << 15, "content": "x", "components": [{ "type": 10, "content": "text" }] }),
        json!({ "flags": 1 << 15, "components": [{ "type": 10, "content": text(4001) }] }),
        json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
        json!({ "content": "x", "attachments": [{ "id": 0, "filename": "missing.png" }] }),
        json!({ "content": "x", "nonce": "n".repeat(26) }),
        json!({ "content": "x", "message_reference": { "message_id": "1" } }),
    ];
    for body in bad {
        let reply = raw.post(body.clone()).await;
        assert_eq!((reply.status, reply.code), (400, 50035), "{body}: {:?}", reply.body);
        assert!(reply.body["errors"].is_object(), "{body} doesn't say where");
    }
    raw.post(json!({})).await.is(400, 50006);
    raw.post(json!({ "content": "  " })).await.is(400, 50006);
}

#[tokio::test]
async fn edits_meet_the_same_limits() {
    let raw = Raw::new().await;
    let posted = raw.post(json!({ "content": "x" })).await.went_well().id();
    let path = format!("channels/{}/messages/{posted}", raw.channel);
    raw.send("PATCH", &path, json!({ "content": text(2001) })).await.is(400, 50035);
    let edited = raw.send("PATCH", &path, json!({ "embeds": [{ "title": "t" }] })).await.went_well();
    assert_eq!((edited.body["content"].as_str(), edited.body["edited_timestamp"].is_null()), (Some("x"), false));
}

#[tokio::test]
async fn a_refusal_says_where() {
    let raw = Raw::new().await;
    let reply = raw.post(json!({ "content": text(2001), "embeds": [{ "title": text(257) }] })).await;
    let at = |path: &str| reply.body.pointer(&format!("/errors/{path}/_errors/0/message")).cloned();
    assert_eq!(at("content"), Some(json!("Must be between 0 and 2000 in length.")));
    assert_eq!(at("embeds/0/title"), Some(json!("Must be between 0 and 256 in length.")));
}

#[tokio::test]
async fn files_have_their_size_and_their_names() {
    let raw = Raw::new().await;
    let path = format!("channels/{}/messages", raw.channel);
    let ana = raw.world.member("Ana", raw.guild);
    let chart = json!({
        "embeds": [{ "title": "Debrief", "image": { "url": "attachment://chart.png" } }],
        "attachments": [{ "id": 0, "filename": "chart.png", "description": "Your offers over time" }],
    });
    raw.with_files(&path, chart.clone(), &[("chart.png", b"png".to_vec())]).await.is(200, 0);
    let message = ana.here().next_message().await;
    let file = &message.files()[0];
    assert_eq!((file.filename.as_str(), file.bytes.as_slice()), ("chart.png", b"png".as_slice()));
    assert_eq!(file.description.as_deref(), Some("Your offers over time"));
    let address = message.json()["embeds"][0]["image"]["url"].as_str().unwrap().to_string();
    assert_eq!(reqwest::get(address).await.unwrap().bytes().await.unwrap().as_ref(), b"png");
    raw.with_files(&path, chart, &[("other.png", b"png".to_vec())]).await.is(400, 50035);
    raw.with_files(&path, json!({}), &[("big.bin", vec![0; 10 * 1024 * 1024])]).await.is(200, 0);
    raw.with_files(&path, json!({}), &[("big.bin", vec![0; 10 * 1024 * 1024 + 1])]).await.is(413, 40005);
}

#[tokio::test]
async fn the_same_nonce_is_the_same_message() {
    let raw = Raw::new().await;
    let body = |enforce: bool| json!({ "content": "once", "nonce": "session-1-3", "enforce_nonce": enforce });
    let first = raw.post(body(true)).await.went_well().id();
    assert_eq!(raw.post(body(true)).await.went_well().id(), first);
    assert_ne!(raw.post(body(false)).await.went_well().id(), first);
}

#[tokio::test]
async fn commands_have_their_rules() {
    let raw = Raw::new().await;
    let path = format!("applications/{}/guilds/{}/commands", raw.world.bot_id(), raw.guild);
    let option =
        |name: &str, required: bool| json!({ "type": 3, "name": name, "description": "d", "required": required });
    let command = |name: &str, options: Value| json!([{ "name": name, "description": "d", "options": options }]);
    let choices: Vec<Value> = (0..26).map(|n| json!({ "name": format!("c{n}"), "value": "v" })).collect();
    let wordy: Vec<Value> = (0..25).map(|n| json!({ "name": format!("{n:020}"), "value": "v" })).collect();
    let long: Vec<Value> =
        (0..20).map(|n| json!({ "type": 3, "name": format!("o{n}"), "description": "d", "choices": wordy })).collect();
    let bad = [
        command("Spar", json!([])),
        command("with space", json!([])),
        command(&"x".repeat(33), json!([])),
        json!([{ "name": "spar", "description": "" }]),
        json!([{ "name": "spar", "description": "x".repeat(101) }]),
        json!([{ "name": "spar", "description": "a" }, { "name": "spar", "description": "b" }]),
        command("spar", json!([option("a", false), option("b", true)])),
        command("spar", json!([option("a", false), option("a", false)])),
        command("spar", json!([option("Big", false)])),
        command("spar", (0..26).map(|n| option(&format!("o{n}"), false)).collect()),
        command("spar", json!([{ "type": 3, "name": "a", "description": "d", "choices": choices }])),
        command(
            "spar",
            json!([{ "type": 3, "name": "a", "description": "d", "autocomplete": true, "choices": [{ "name": "n", "value": "v" }] }]),
        ),
        command("spar", json!([{ "type": 1, "name": "a", "description": "d" }, option("b", false)])),
        command("spar", json!(long)),
    ];
    for body in bad {
        let reply = raw.send("PUT", &path, body.clone()).await;
        assert_eq!((reply.status, reply.code), (400, 50035), "{body}: {:?}", reply.body);
    }
    raw.send("PUT", "applications/1/commands", json!([])).await.is(403, 20012);
    raw.send("PUT", &path, json!({})).await.is(400, 50109);
    raw.register().await;
    let listed = raw.bare("GET", &path).await.went_well();
    let id = listed.body[0]["id"].as_str().unwrap().to_string();
    raw.register().await;
    assert_eq!(raw.bare("GET", &path).await.body[0]["id"], id, "a command that is put again keeps its id");
    let changed = raw.send("PATCH", &format!("{path}/{id}"), json!({ "description": "Other words" })).await.went_well();
    assert_eq!(changed.body["description"], "Other words");
    raw.bare("DELETE", &format!("{path}/{id}")).await.is(204, 0);
    raw.bare("GET", &format!("{path}/{id}")).await.is(404, 10063);
}

#[tokio::test]
async fn forms_have_their_rules() {
    let raw = Raw::new().await;
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(super::raw::ALL).await;
    let asked = ana.ask_slash("/spar start");
    let interaction = line.event("INTERACTION_CREATE").await;
    let input =
        |name: &str| row(vec![json!({ "type": 4, "custom_id": name, "label": "Price", "style": 1, "max_length": 6 })]);
    let form = |title: &str, rows: Vec<Value>| json!({ "type": 9, "data": { "custom_id": "f", "title": title, "components": rows } });
    let bad = [
        form(&"t".repeat(46), vec![input("a")]),
        form("", vec![input("a")]),
        form("t", vec![]),
        form("t", (0..6).map(|n| input(&n.to_string())).collect()),
        form("t", vec![input("a"), input("a")]),
        form("t", vec![row(vec![button("b", "b")])]),
        form("t", vec![row(vec![json!({ "type": 4, "custom_id": "a", "label": "l".repeat(46), "style": 1 })])]),
        form("t", vec![row(vec![json!({ "type": 4, "custom_id": "a", "label": "l", "style": 3 })])]),
        form(
            "t",
            vec![row(vec![json!({ "type": 4, "custom_id": "a", "label": "l", "style": 1, "max_length": 4001 })])],
        ),
    ];
    for body in bad {
        let reply = raw.answer(&interaction, body.clone()).await;
        assert_eq!((reply.status, reply.code), (400, 50035), "{body}: {:?}", reply.body);
    }
    raw.answer(&interaction, form("Your offer", vec![input("a")])).await.is(204, 0);
    let modal = asked.answer().await.modal();
    assert_eq!((modal.title(), modal.inputs().len()), ("Your offer", 1));
    for (values, why) in [(&[("a", "1234567")][..], "too long"), (&[], "required")] {
        let refused = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| ana.ask_submit(&modal, values)));
        assert!(refused.is_err(), "the client let {why} pass");
    }
}
