//! Interactions: in time, once, of a legal kind, for the right eyes, while the token lives.

use super::raw::{ALL, Raw, WITHOUT_CONTENT};
use crate::standin::world::World;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn an_answer_after_three_seconds_is_too_late() {
    let raw = Raw::new().await;
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(ALL).await;
    let _asked = ana.ask_slash("/spar start persona:hatchback");
    let first = line.event("INTERACTION_CREATE").await;
    raw.world.advance(Duration::from_millis(2_500));
    raw.answer(&first, json!({ "type": 4, "data": { "content": "in time" } })).await.is(204, 0);

    let _asked = ana.ask_slash("/spar start persona:hatchback");
    let second = line.event("INTERACTION_CREATE").await;
    raw.world.advance(Duration::from_millis(3_001));
    raw.answer(&second, json!({ "type": 4, "data": { "content": "late" } })).await.is(404, 10062);
    raw.answer(&json!({ "id": "1", "token": "x" }), json!({ "type": 5 })).await.is(404, 10062);
}

#[tokio::test]
async fn a_person_is_told_when_nobody_answers() {
    let world = World::with().deliberate_faults().answer_window(Duration::from_millis(50)).start().await;
    let raw = Raw::in_world(world);
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    let outcome = ana.ask_slash("/spar start").outcome().await;
    assert_eq!(outcome.err().as_deref(), Some("The application did not respond to /spar start"));
}

#[tokio::test]
async fn an_interaction_is_answered_once() {
    let raw = Raw::new().await;
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(ALL).await;
    let _asked = ana.ask_slash("/spar start");
    let asked = line.event("INTERACTION_CREATE").await;
    raw.answer(&asked, json!({ "type": 5 })).await.is(204, 0);
    raw.answer(&asked, json!({ "type": 4, "data": { "content": "again" } })).await.is(400, 40060);
}

#[tokio::test]
async fn the_kind_of_answer_fits_the_kind_of_question() {
    let raw = Raw::new().await;
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(ALL).await;
    let asked = ana.ask_slash("/spar start");
    let command = line.event("INTERACTION_CREATE").await;
    for illegal in [1, 6, 7, 8, 99] {
        raw.answer(&command, json!({ "type": illegal, "data": { "content": "x", "choices": [] } }))
            .await
            .is(400, 50035);
    }
    let too_much = json!({ "type": 5, "data": { "flags": 1 << 15 } });
    raw.answer(&command, too_much).await.is(400, 50035);
    let form = json!({ "type": 9, "data": { "custom_id": "f", "title": "Offer", "components": [
        { "type": 1, "components": [{ "type": 4, "custom_id": "price", "label": "Price", "style": 1 }] }] } });
    raw.answer(&command, form.clone()).await.is(204, 0);

    let modal = asked.answer().await.modal();
    let _asked = ana.ask_submit(&modal, &[("Price", "6140")]);
    let submitted = line.event("INTERACTION_CREATE").await;
    assert_eq!(submitted["type"], 5);
    assert_eq!(submitted["data"]["components"][0]["components"][0]["value"], "6140");
    raw.answer(&submitted, form).await.is(400, 50035);
    // A form that a command opened has no message to update.
    raw.answer(&submitted, json!({ "type": 7, "data": { "content": "x" } })).await.is(400, 50035);
    raw.answer(&submitted, json!({ "type": 4, "data": { "content": "Noted." } })).await.is(204, 0);

    let suggesting = tokio::spawn({
        let ana = ana.clone();
        async move { ana.suggestions("/spar start persona:hat").await }
    });
    let typing = line.event("INTERACTION_CREATE").await;
    assert_eq!(typing["data"]["options"][0]["options"][0]["focused"], true);
    raw.answer(&typing, json!({ "type": 4, "data": { "content": "x" } })).await.is(400, 50035);
    let many: Vec<_> = (0..26).map(|n| json!({ "name": format!("n{n}"), "value": "v" })).collect();
    raw.answer(&typing, json!({ "type": 8, "data": { "choices": many } })).await.is(400, 50035);
    let one = json!({ "type": 8, "data": { "choices": [{ "name": "The hatchback", "value": "hatchback" }] } });
    raw.answer(&typing, one).await.is(204, 0);
    assert_eq!(suggesting.await.unwrap(), [("The hatchback".to_string(), json!("hatchback"))]);
}

#[tokio::test]
async fn an_ephemeral_answer_is_for_one_person() {
    let raw = Raw::new().await;
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    let ben = raw.world.member("Ben", raw.guild);
    let mut line = raw.line(ALL).await;
    let mut no_direct = raw.line(1 | 1 << 9 | 1 << 15).await;
    let asked = ana.ask_slash("/spar start");
    let interaction = line.event("INTERACTION_CREATE").await;
    let brief = json!({ "type": 4, "data": { "content": "Your limit is 5,200.", "flags": 64 } });
    raw.answer(&interaction, brief).await.is(204, 0);
    let answer = asked.answer().await;
    assert!(answer.is_ephemeral());
    assert!(ana.could_read("5200"));
    assert!(!ben.could_read("5200"));
    let message = answer.message();
    let path = format!("channels/{}/messages/{}", raw.channel, message.id);
    raw.bare("GET", &path).await.is(404, 10008);
    raw.send("PATCH", &path, json!({ "content": "x" })).await.is(404, 10008);
    let list = raw.bare("GET", &format!("channels/{}/messages", raw.channel)).await.went_well();
    assert_eq!(list.body, json!([]));
    // The bot hears of it as if it were a direct message, which is how Discord does it.
    let event = line.event("MESSAGE_CREATE").await;
    assert!(event.get("guild_id").is_none());
    assert!(!no_direct.so_far().await.contains(&"MESSAGE_CREATE".to_string()));
    let edited = raw.send("PATCH", &raw.webhook(&interaction, "/messages/@original"), json!({ "content": "y" })).await;
    assert_eq!(edited.went_well().body["flags"], 64);
}

#[tokio::test]
async fn a_deferred_answer_is_filled_in_and_keeps_its_eyes() {
    let raw = Raw::new().await;
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    let ben = raw.world.member("Ben", raw.guild);
    let mut line = raw.line(ALL).await;
    let asked = ana.ask_slash("/spar start");
    let interaction = line.event("INTERACTION_CREATE").await;
    let hook = raw.webhook(&interaction, "");
    raw.send("POST", &hook, json!({ "content": "too early" })).await.is(404, 10015);
    raw.answer(&interaction, json!({ "type": 5, "data": { "flags": 64 } })).await.is(204, 0);
    // The first follow-up after a deferral fills it in, and can't make it public.
    raw.send("POST", &hook, json!({ "content": "the secret", "flags": 0 })).await.went_well();
    let answer = asked.answer().await;
    assert_eq!(answer.text(), "the secret");
    assert!(answer.is_ephemeral() && !ben.could_read("the secret"));
    raw.send("POST", &hook, json!({ "content": "for everyone" })).await.went_well();
    assert_eq!(asked.follow_up().await.content(), "for everyone");
    assert!(ben.could_read("for everyone"));
}

#[tokio::test]
async fn a_token_lives_fifteen_minutes() {
    let raw = Raw::new().await;
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(ALL).await;
    let _asked = ana.ask_slash("/spar start");
    let interaction = line.event("INTERACTION_CREATE").await;
    raw.answer(&interaction, json!({ "type": 4, "data": { "content": "hello" } })).await.is(204, 0);
    let original = raw.webhook(&interaction, "/messages/@original");
    raw.world.advance(Duration::from_secs(14 * 60));
    raw.send("PATCH", &original, json!({ "content": "still" })).await.went_well();
    raw.world.advance(Duration::from_secs(61));
    raw.send("PATCH", &original, json!({ "content": "gone" })).await.is(401, 50027);
    raw.send("POST", &raw.webhook(&interaction, ""), json!({ "content": "gone" })).await.is(401, 50027);
}

#[tokio::test]
async fn a_click_changes_its_message_and_a_greyed_out_button_stays_greyed() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(WITHOUT_CONTENT).await;
    let row = |disabled: bool| {
        json!([{ "type": 1, "components": [
            { "type": 2, "style": 1, "label": "My brief", "custom_id": "v1:brief:1", "disabled": disabled },
            { "type": 2, "style": 5, "label": "Help", "url": "https://example.org/help" } ] }])
    };
    raw.post(json!({ "content": "Ready?", "components": row(false) })).await.went_well();
    let message = ana.here().next_message().await;
    assert_eq!(message.buttons(), ["My brief", "Help"]);
    let asked = ana.ask_click(&message, "My brief");
    let click = line.event("INTERACTION_CREATE").await;
    assert_eq!(click["data"]["custom_id"], "v1:brief:1");
    assert_eq!(click["message"]["content"], "Ready?");
    raw.answer(&click, json!({ "type": 7, "data": { "components": row(true) } })).await.is(204, 0);
    let changed = asked.answer().await.message();
    assert_eq!((changed.id, changed.disabled_buttons()), (message.id, vec!["My brief".into()]));
    let again = tokio::task::spawn_blocking(move || ana.ask_click(&changed, "My brief")).await;
    assert!(again.is_err(), "a greyed-out button was clicked");
}

#[tokio::test]
async fn a_command_that_was_never_registered_or_is_hidden_cannot_be_typed() {
    let raw = Raw::new().await;
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    assert!(ana.is_refused("/spar start persona:x").is_none());
    assert!(ana.is_refused("/nothing").unwrap().contains("registered"));
    assert!(ana.is_refused("/spar stop").unwrap().contains("start"));
    assert!(ana.is_refused("/spar start price:3").unwrap().contains("no option \"price\"; it has persona"));
    let path = format!("applications/{}/commands", raw.world.bot_id());
    let staff =
        json!({ "name": "class", "description": "For teachers", "default_member_permissions": "32", "contexts": [0] });
    raw.send("POST", &path, staff).await.is(201, 0);
    assert!(ana.is_refused("/class").unwrap().contains("hidden"));
    raw.world.grant(raw.guild, ana.id, serenity::model::Permissions::MANAGE_GUILD);
    assert_eq!(ana.is_refused("/class"), None);
    ana.go_to(ana.direct_messages().id);
    assert!(ana.is_refused("/class").unwrap().contains("isn't offered here"));
}
