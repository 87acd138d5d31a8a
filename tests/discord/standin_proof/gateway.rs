//! The gateway: who may connect, what they hear, and what is made up for after a break.

use super::raw::{ALL, Heard, Line, Raw, WITHOUT_CONTENT};
use crate::standin::events::Order;
use crate::standin::world::World;
use serde_json::json;

#[tokio::test]
async fn wrong_payloads_are_closed_with_their_codes() {
    let raw = Raw::new().await;
    let token = raw.world.token();
    let identify = |d: serde_json::Value| json!({ "op": 2, "d": d });
    let cases = [
        (identify(json!({ "token": "wrong", "intents": 1 })), 4004),
        (identify(json!({ "token": token, "intents": 1 | 1 << 1 })), 4014),
        (identify(json!({ "token": token, "intents": 1_u64 << 60 })), 4013),
        (identify(json!({ "token": token, "intents": 1, "shard": [2, 2] })), 4010),
        (json!({ "op": 3, "d": {} }), 4003),
        (json!({ "op": 77, "d": {} }), 4001),
    ];
    for (payload, code) in cases {
        let mut line = Line::open(&raw.world).await;
        line.send(payload.clone()).await;
        assert_eq!(line.closed().await, Some(code), "{payload}");
    }
    let mut line = raw.line(ALL).await;
    line.identify(&token, ALL).await;
    assert_eq!(line.closed().await, Some(4005));
}

#[tokio::test]
async fn message_content_needs_to_be_allowed() {
    let world = World::with().deliberate_faults().without_message_content().start().await;
    let raw = Raw::in_world(world);
    let mut line = Line::open(&raw.world).await;
    line.identify(&raw.world.token(), ALL).await;
    assert_eq!(line.closed().await, Some(4014));
    let _accepted = raw.line(WITHOUT_CONTENT).await;
    // REST hides content from such an application as well.
    let ana = raw.world.member("Ana", raw.guild);
    let said = ana.says(&ana.here(), "my limit is 5,200");
    let path = format!("channels/{}/messages/{}", raw.channel, said.id);
    assert_eq!(raw.bare("GET", &path).await.went_well().body["content"], "");
}

#[tokio::test]
async fn content_is_blank_without_its_intent_but_for_own_direct_and_mentioning_messages() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(WITHOUT_CONTENT).await;
    let mut full = raw.line(ALL).await;
    ana.says(&ana.here(), "a secret plan");
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "");
    assert_eq!(full.event("MESSAGE_CREATE").await["content"], "a secret plan");
    ana.says(&ana.here(), &format!("<@{}> hello", raw.world.bot_id()));
    assert!(line.event("MESSAGE_CREATE").await["content"].as_str().unwrap().ends_with("hello"));
    ana.says(&ana.direct_messages(), "in private");
    let direct = line.event("MESSAGE_CREATE").await;
    assert_eq!((direct["content"].as_str(), direct.get("guild_id")), (Some("in private"), None));
    raw.post(json!({ "content": "from me" })).await.went_well();
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "from me");
}

#[tokio::test]
async fn events_follow_intents() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut guilds_only = raw.line(1).await;
    let mut none = raw.line(0).await;
    ana.says(&ana.here(), "hello");
    raw.public_thread().await;
    let heard = guilds_only.so_far().await;
    assert!(heard.contains(&"THREAD_CREATE".into()) && !heard.contains(&"MESSAGE_CREATE".into()), "{heard:?}");
    assert_eq!(none.so_far().await, ["READY"]);
}

#[tokio::test]
async fn edits_deletions_and_departures_are_told() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(ALL).await;
    let said = ana.says(&ana.here(), "frist");
    ana.edits(&said, "first");
    assert_eq!(line.event("MESSAGE_UPDATE").await["content"], "first");
    ana.deletes(&said);
    assert_eq!(line.event("MESSAGE_DELETE").await["id"], said.id.to_string());
    let spare = raw.world.channel(raw.guild, "spare");
    line.event("CHANNEL_CREATE").await;
    raw.world.delete_channel(spare);
    assert_eq!(line.event("CHANNEL_DELETE").await["id"], spare.to_string());
    raw.world.remove_bot(raw.guild);
    assert_eq!(line.event("GUILD_DELETE").await["id"], raw.guild.to_string());
    raw.bare("GET", &format!("guilds/{}", raw.guild)).await.is(403, 50001);
}

#[tokio::test]
async fn a_guild_belongs_to_one_shard() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let token = raw.world.token();
    let mut lines = Vec::new();
    for shard in 0..2_u64 {
        let mut line = Line::open(&raw.world).await;
        line.send(json!({ "op": 2, "d": { "token": token, "intents": ALL, "shard": [shard, 2] } })).await;
        line.event("READY").await;
        lines.push(line);
    }
    ana.says(&ana.here(), "hello");
    for (shard, line) in lines.iter_mut().enumerate() {
        let told = line.so_far().await.contains(&"MESSAGE_CREATE".to_string());
        assert_eq!(told, (raw.guild >> 22) % 2 == shard as u64);
    }
}

#[tokio::test]
async fn a_broken_line_resumes_with_what_was_missed() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(ALL).await;
    ana.says(&ana.here(), "one");
    line.event("MESSAGE_CREATE").await;
    let (session, seen) = (line.session.clone(), line.sequence);
    raw.world.close_gateway(4000);
    assert_eq!(line.closed().await, Some(4000));
    ana.says(&ana.here(), "two");
    ana.says(&ana.here(), "three");
    let mut again = Line::open(&raw.world).await;
    again.resume(&raw.world.token(), &session, seen).await;
    assert_eq!(again.event("MESSAGE_CREATE").await["content"], "two");
    assert_eq!(again.event("MESSAGE_CREATE").await["content"], "three");
    again.event("RESUMED").await;
    assert_eq!(again.sequence, seen + 3);
    ana.says(&ana.here(), "four");
    assert_eq!(again.event("MESSAGE_CREATE").await["content"], "four");

    raw.world.cut_gateway();
    assert_eq!(again.closed().await, None);
    let mut ahead = Line::open(&raw.world).await;
    ahead.resume(&raw.world.token(), &session, 999).await;
    assert_eq!(ahead.closed().await, Some(4007));
}

#[tokio::test]
async fn a_forgotten_session_is_invalid() {
    let raw = Raw::new().await;
    let line = raw.line(ALL).await;
    raw.world.forget_sessions();
    let mut again = Line::open(&raw.world).await;
    again.resume(&raw.world.token(), &line.session, line.sequence).await;
    let Heard::Payload(answer) = again.hear().await else { panic!("closed") };
    assert_eq!((answer["op"].as_u64(), answer["d"].as_bool()), (Some(9), Some(false)));
    again.identify(&raw.world.token(), ALL).await;
    again.event("READY").await;
    raw.world.ask_to_reconnect();
    again.event("GUILD_CREATE").await;
    let Heard::Payload(asked) = again.hear().await else { panic!("closed") };
    assert_eq!(asked["op"], 7);
}

#[tokio::test]
async fn events_come_twice_or_out_of_order_on_demand() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(ALL).await;
    raw.world.deliver_twice(1);
    ana.says(&ana.here(), "once");
    let first = line.event("MESSAGE_CREATE").await;
    assert_eq!(first["id"], line.event("MESSAGE_CREATE").await["id"]);
    raw.world.hold_events();
    ana.says(&ana.here(), "a");
    ana.says(&ana.here(), "b");
    assert!(line.so_far().await.iter().filter(|name| *name == "MESSAGE_CREATE").count() == 2);
    raw.world.release(Order::Reversed);
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "b");
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "a");
}
