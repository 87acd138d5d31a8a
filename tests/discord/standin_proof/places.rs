//! Permissions, threads and direct messages.

use super::raw::{ALL, Raw};
use serde_json::json;
use serenity::model::Permissions;

#[tokio::test]
async fn nothing_works_without_the_token() {
    let mut raw = Raw::new().await;
    raw.with_token("Bot wrong");
    raw.post(json!({ "content": "hello" })).await.is(401, 0);
    raw.bare("GET", "users/@me").await.is(401, 0);
    assert_eq!(raw.world.invalid_requests(), 2);
    raw.bare("GET", "gateway").await.is(200, 0);
}

#[tokio::test]
async fn what_is_not_there_has_its_own_code() {
    let raw = Raw::new().await;
    raw.bare("GET", "channels/1").await.is(404, 10003);
    raw.bare("GET", "guilds/1").await.is(404, 10004);
    raw.bare("GET", &format!("guilds/{}/members/1", raw.guild)).await.is(404, 10007);
    raw.bare("GET", &format!("channels/{}/messages/1", raw.channel)).await.is(404, 10008);
    raw.bare("GET", "users/1").await.is(404, 10013);
    raw.bare("GET", &format!("webhooks/{}/nothing/messages/@original", raw.world.bot_id())).await.is(404, 10015);
    raw.bare("GET", &format!("applications/{}/commands/1", raw.world.bot_id())).await.is(404, 10063);
    raw.bare("GET", "channels/abc").await.is(400, 50035);
    raw.bare("GET", "nowhere").await.is(404, 0);
    raw.send("POST", &format!("channels/{}/message", raw.channel), json!({})).await.is(404, 0);
}

#[tokio::test]
async fn the_bot_may_do_only_what_it_was_invited_for() {
    let raw = Raw::new().await;
    let mine = raw.post(json!({ "content": "hello" })).await.went_well().id();
    let ana = raw.world.member("Ana", raw.guild);
    let hers = ana.says(&ana.here(), "mine");
    let path = |id| format!("channels/{}/messages/{id}", raw.channel);
    raw.send("PATCH", &path(hers.id), json!({ "content": "changed" })).await.is(403, 50005);
    raw.bare("DELETE", &path(hers.id)).await.is(403, 50013);
    raw.bare("DELETE", &path(mine)).await.is(204, 0);
    raw.bare("DELETE", &format!("channels/{}", raw.channel)).await.is(403, 50013);

    raw.world.deny_bot(raw.channel, Permissions::EMBED_LINKS | Permissions::ATTACH_FILES);
    raw.post(json!({ "embeds": [{ "title": "x" }] })).await.is(403, 50013);
    let files = [("a.txt", b"a".to_vec())];
    raw.with_files(&format!("channels/{}/messages", raw.channel), json!({}), &files).await.is(403, 50013);
    raw.world.deny_bot(raw.channel, Permissions::CREATE_PRIVATE_THREADS);
    let thread = json!({ "name": "x", "type": 12 });
    raw.send("POST", &format!("channels/{}/threads", raw.channel), thread).await.is(403, 50013);
    raw.public_thread().await;
    raw.world.deny_bot(raw.channel, Permissions::SEND_MESSAGES);
    raw.post(json!({ "content": "x" })).await.is(403, 50013);
    raw.world.deny_bot(raw.channel, Permissions::VIEW_CHANNEL);
    raw.post(json!({ "content": "x" })).await.is(403, 50001);
    raw.world.let_bot(raw.guild, Permissions::ADMINISTRATOR);
    raw.post(json!({ "content": "x" })).await.is(200, 0);
}

#[tokio::test]
async fn a_private_thread_is_for_its_members_and_those_who_manage_threads() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let ben = raw.world.member("Ben", raw.guild);
    let teacher = raw.world.member("Teacher", raw.guild);
    raw.world.grant(raw.guild, teacher.id, Permissions::MANAGE_THREADS);
    let thread = raw.private_thread().await;
    let members = format!("channels/{thread}/thread-members");
    raw.bare("PUT", &format!("{members}/{}", ana.id)).await.is(204, 0);
    let posted =
        raw.send("POST", &format!("channels/{thread}/messages"), json!({ "content": "Shall we begin?" })).await;
    posted.went_well();
    let place = ana.next_thread().await;
    assert!(place.is_private_thread());
    assert_eq!(place.members(), ["sparring", "Ana"]);
    assert_eq!(place.next_message().await.content(), "Shall we begin?");
    assert!(teacher.could_read("Shall we begin?"));
    assert!(ben.threads().is_empty() && !ben.could_read("Shall we begin?") && !ben.could_read("Practice"));
    raw.bare("GET", &format!("{members}/{}", ben.id)).await.is(404, 10007);

    // Out of the thread and without a right to manage it, the bot neither hears nor reaches anything there.
    let mut line = raw.line(ALL).await;
    raw.bare("DELETE", &format!("{members}/@me")).await.is(204, 0);
    line.so_far().await;
    ana.says(&place, "are you there?");
    assert!(!line.so_far().await.contains(&"MESSAGE_CREATE".to_string()));
    raw.bare("GET", &format!("channels/{thread}/messages")).await.is(403, 50001);
}

#[tokio::test]
async fn who_comes_into_a_thread() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let ben = raw.world.member("Ben", raw.guild);
    let outsider = raw.world.guild("Elsewhere");
    raw.world.channel(outsider, "far away");
    let eve = raw.world.member("Eve", outsider);
    let thread = raw.private_thread().await;
    raw.bare("PUT", &format!("channels/{thread}/thread-members/{}", eve.id)).await.is(403, 50001);
    // A ping brings in; a mention that pings nobody doesn't.
    let quiet = json!({ "content": format!("<@{}>", ben.id), "allowed_mentions": { "parse": [] } });
    raw.send("POST", &format!("channels/{thread}/messages"), quiet).await.went_well();
    assert!(ben.threads().is_empty());
    let loud = json!({ "content": format!("<@{}>", ana.id), "allowed_mentions": { "users": [ana.id.to_string()] } });
    raw.send("POST", &format!("channels/{thread}/messages"), loud).await.went_well();
    let place = ana.next_thread().await;
    assert_eq!(place.members(), ["sparring", "Ana"]);
    let pinged: Vec<_> = place.unread_messages().iter().map(|message| message.pinged()).collect();
    assert_eq!(pinged, [vec![], vec!["Ana".to_string()]]);
    ana.leaves(&place);
    assert!(ana.threads().is_empty());
}

#[tokio::test]
async fn an_archived_thread_opens_for_a_message_but_for_nothing_else() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let thread = raw.public_thread().await;
    let messages = format!("channels/{thread}/messages");
    let first = raw.send("POST", &messages, json!({ "content": "first" })).await.went_well().id();
    raw.world.archive(thread, false);
    raw.send("PATCH", &format!("{messages}/{first}"), json!({ "content": "x" })).await.is(400, 50083);
    raw.bare("PUT", &format!("{messages}/{first}/reactions/%F0%9F%91%8D/@me")).await.is(400, 50083);
    raw.bare("PUT", &format!("channels/{thread}/thread-members/{}", ana.id)).await.is(400, 50083);
    raw.send("PATCH", &format!("channels/{thread}"), json!({ "name": "x" })).await.is(400, 50083);
    let listed = raw.bare("GET", &format!("channels/{}/threads/archived/public", raw.channel)).await.went_well();
    assert_eq!(listed.body["threads"][0]["id"], thread.to_string());
    raw.send("POST", &messages, json!({ "content": "again" })).await.went_well();
    let place = ana.go_to(thread);
    assert!(!place.is_archived());
    raw.bare("PUT", &format!("{messages}/{first}/reactions/%F0%9F%91%8D/@me")).await.is(204, 0);
    let liked = place.history().into_iter().find(|message| message.id == first).unwrap();
    assert_eq!(liked.reactions(), [("👍".to_string(), 1)]);

    raw.world.archive(thread, true);
    raw.send("POST", &messages, json!({ "content": "locked out" })).await.is(400, 50083);
    raw.send("PATCH", &format!("channels/{thread}"), json!({ "archived": false })).await.is(403, 50013);
    assert!(place.is_archived());
}

#[tokio::test]
async fn an_answer_in_a_locked_thread_is_refused() {
    let raw = Raw::new().await;
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    let thread = raw.public_thread().await;
    ana.go_to(thread);
    let mut line = raw.line(ALL).await;
    let _asked = ana.ask_slash("/spar start");
    let interaction = line.event("INTERACTION_CREATE").await;
    raw.world.archive(thread, true);
    raw.answer(&interaction, json!({ "type": 4, "data": { "content": "x" } })).await.is(400, 50083);
}

#[tokio::test]
async fn the_owner_closes_and_renames_its_thread_but_cannot_lock_it() {
    let raw = Raw::new().await;
    let thread = raw.private_thread().await;
    let path = format!("channels/{thread}");
    raw.send("PATCH", &path, json!({ "locked": true })).await.is(403, 50013);
    raw.send("PATCH", &path, json!({ "auto_archive_duration": 77 })).await.is(400, 50035);
    raw.send("PATCH", &path, json!({ "name": "Agreed", "archived": true })).await.went_well();
    let active = raw.bare("GET", &format!("guilds/{}/threads/active", raw.guild)).await.went_well();
    assert_eq!(active.body["threads"], json!([]));
    raw.bare("DELETE", &path).await.is(403, 50013);
    raw.send("POST", &format!("channels/{thread}/threads"), json!({ "name": "x", "type": 11 })).await.is(400, 50024);
    raw.send("POST", &format!("channels/{}/threads", raw.channel), json!({ "name": "", "type": 11 }))
        .await
        .is(400, 50035);
    let long = "x".repeat(101);
    raw.send("POST", &format!("channels/{}/threads", raw.channel), json!({ "name": long, "type": 11 }))
        .await
        .is(400, 50035);
    raw.world.delete_channel(thread);
    raw.bare("GET", &path).await.is(404, 10003);
}

#[tokio::test]
async fn a_message_starts_one_thread() {
    let raw = Raw::new().await;
    let message = raw.post(json!({ "content": "Challenge of the week" })).await.went_well().id();
    let path = format!("channels/{}/messages/{message}/threads", raw.channel);
    let thread = raw.send("POST", &path, json!({ "name": "Attempts" })).await;
    thread.is(201, 0);
    assert_eq!(thread.id(), message);
    raw.send("POST", &path, json!({ "name": "Attempts" })).await.is(400, 160_004);
}

#[tokio::test]
async fn direct_messages_need_an_open_door_and_a_common_guild() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let channel =
        raw.send("POST", "users/@me/channels", json!({ "recipient_id": ana.id.to_string() })).await.went_well().id();
    let messages = format!("channels/{channel}/messages");
    raw.send("POST", &messages, json!({ "content": "hello" })).await.is(200, 0);
    assert_eq!(ana.direct_messages().next_message().await.content(), "hello");
    ana.closes_direct_messages();
    raw.send("POST", &messages, json!({ "content": "hello" })).await.is(403, 50007);
    let ben = raw.world.member("Ben", raw.guild);
    raw.world.remove_bot(raw.guild);
    let stranger =
        raw.send("POST", "users/@me/channels", json!({ "recipient_id": ben.id.to_string() })).await.went_well().id();
    raw.send("POST", &format!("channels/{stranger}/messages"), json!({ "content": "hi" })).await.is(403, 50278);
}

#[tokio::test]
async fn messages_are_listed_newest_first_and_in_pages() {
    let raw = Raw::new().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(raw.post(json!({ "content": number.to_string() })).await.went_well().id());
    }
    let contents = |reply: super::raw::Reply| -> Vec<String> {
        let list = reply.went_well().body;
        list.as_array().unwrap().iter().map(|m| m["content"].as_str().unwrap().to_string()).collect()
    };
    let page = |query: String| raw_page(&raw, query);
    assert_eq!(contents(page("limit=2".into()).await), ["4", "3"]);
    assert_eq!(contents(page(format!("before={}&limit=2", ids[3])).await), ["2", "1"]);
    assert_eq!(contents(page(format!("after={}&limit=2", ids[1])).await), ["3", "2"]);
    page("limit=101".into()).await.is(400, 50035);
}

async fn raw_page(raw: &Raw, query: String) -> super::raw::Reply {
    raw.bare("GET", &format!("channels/{}/messages?{query}", raw.channel)).await
}
