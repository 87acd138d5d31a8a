//! Rate limits and trouble on demand.

use super::raw::{ALL, Raw};
use crate::standin::faults::Fault;
use crate::standin::limits::Quota;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_full_bucket_refuses_until_it_empties() {
    let raw = Raw::new().await;
    let other = raw.world.channel(raw.guild, "other");
    raw.world.limit("POST", "channels/*/messages", Quota { requests: 2, within: Duration::from_secs(5) });
    let first = raw.post(json!({ "content": "1" })).await.went_well();
    let header =
        |reply: &super::raw::Reply, name: &str| reply.headers.get(name).map(|v| v.to_str().unwrap().to_string());
    assert_eq!(header(&first, "x-ratelimit-limit").as_deref(), Some("2"));
    assert_eq!(header(&first, "x-ratelimit-remaining").as_deref(), Some("1"));
    raw.post(json!({ "content": "2" })).await.went_well();
    let refused = raw.post(json!({ "content": "3" })).await;
    refused.is(429, 0);
    assert_eq!(refused.body["global"], false);
    assert!(refused.body["retry_after"].as_f64().is_some_and(|seconds| seconds > 0.0 && seconds <= 5.0));
    assert_eq!(header(&refused, "x-ratelimit-scope").as_deref(), Some("user"));
    for name in ["retry-after", "x-ratelimit-reset", "x-ratelimit-reset-after", "x-ratelimit-bucket"] {
        assert!(header(&refused, name).is_some(), "{name} is missing");
    }
    // Another channel is another bucket.
    raw.send("POST", &format!("channels/{other}/messages"), json!({ "content": "x" })).await.is(200, 0);
    raw.world.advance(Duration::from_secs(5));
    raw.post(json!({ "content": "3" })).await.is(200, 0);
    assert_eq!(raw.world.invalid_requests(), 1);
}

#[tokio::test]
async fn the_global_limit_spares_interactions() {
    let raw = Raw::new().await;
    raw.register().await;
    let ana = raw.world.member("Ana", raw.guild);
    let mut line = raw.line(ALL).await;
    let _asked = ana.ask_slash("/spar start");
    let interaction = line.event("INTERACTION_CREATE").await;
    raw.world.limit_all(Quota { requests: 1, within: Duration::from_secs(1) });
    raw.post(json!({ "content": "1" })).await.went_well();
    let refused = raw.post(json!({ "content": "2" })).await;
    refused.is(429, 0);
    assert_eq!(refused.body["global"], true);
    assert_eq!(refused.headers["x-ratelimit-global"], "true");
    raw.answer(&interaction, json!({ "type": 4, "data": { "content": "x" } })).await.is(204, 0);
}

#[tokio::test]
async fn faults_meet_the_next_request_only() {
    let raw = Raw::new().await;
    let ana = raw.world.member("Ana", raw.guild);
    let path = "channels/*/messages";
    for status in [500, 502] {
        raw.world.next("POST", path, Fault::Status(status));
        raw.post(json!({ "content": "lost" })).await.is(status, 0);
    }
    raw.world.next("POST", path, Fault::Refused(403, 50001));
    raw.post(json!({ "content": "lost" })).await.is(403, 50001);
    raw.world.next("POST", path, Fault::RateLimited { retry_after: Duration::from_millis(1_500), global: true });
    let limited = raw.post(json!({ "content": "lost" })).await;
    limited.is(429, 0);
    assert_eq!(
        (limited.body["retry_after"].as_f64(), limited.headers["retry-after"].to_str().unwrap()),
        (Some(1.5), "2")
    );
    assert!(ana.here().unread_messages().is_empty());
    raw.world.next("POST", path, Fault::AnswerLost);
    raw.post(json!({ "content": "arrived" })).await.is(500, 0);
    assert_eq!(ana.here().next_message().await.content(), "arrived");
    raw.world.next("POST", path, Fault::Silence);
    let silent = tokio::time::timeout(Duration::from_millis(100), raw.post(json!({ "content": "lost" }))).await;
    assert!(silent.is_err());
    assert_eq!(raw.world.faults_waiting(), 0);
    raw.post(json!({ "content": "fine again" })).await.is(200, 0);
}
