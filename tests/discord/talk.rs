//! A whole talk, from the command to the debrief; what was seen is kept for `tests/pictures` to draw.

use std::collections::BTreeMap;

use base64::Engine;
use serde_json::{Value, json};

use crate::standin::posted::Posted;
use crate::standin::world::World;
use crate::table::{Club, Seat};

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

fn keep(names: Value, scenes: Value) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/discord-messages.json");
    std::fs::write(path, json!({ "names": names, "scenes": scenes }).to_string()).expect("a file to write");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_from_the_command_to_the_debrief() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let suggestions = ann.suggestions("/spar start persona:hatch").await;
    assert_eq!(suggestions.first().map(|(_, id)| id.clone()), Some(json!("hatchback")));
    let variants = ann.suggestions("/spar start persona:hatchback variant:").await;
    assert_eq!(variants.first().map(|(name, _)| name.as_str()), Some("standard"));

    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:7").await;
    assert!(seat.thread.is_private_thread());
    assert!(seat.opening.text().contains("can read it"), "{}", seat.opening.text());
    let opening = json!([drawn(&seat.opening), drawn(&seat.card)]);
    let brief = ann.click(&seat.opening, "My brief").await.message();
    assert!(brief.is_ephemeral() && brief.text().contains("6,900"), "{}", brief.text());

    seat.says("Hi Marta. How did you get to £7,650?").await;
    seat.offers(&[
        ("price", "£5,940"),
        ("What I ask in return", "the winter tyres"),
        ("My reason", "Two of the same year are listed at £6,200."),
    ])
    .await;
    let reply = seat.says("I could pay £6,200 in cash today if the winter tyres are in.").await;
    assert!(reply.content().starts_with("**Marta:**"), "{}", reply.content());
    if reply.buttons().contains(&"That's not what I meant".to_owned()) {
        ann.click(&reply, "That's not what I meant").await;
        let taken_back = seat.thread.next_message().await;
        assert!(taken_back.content().contains("Taken back"), "{}", taken_back.content());
        assert!(!reply.buttons().contains(&"That's not what I meant".to_owned()), "a used control is gone");
    }
    let reply = seat.offers(&[("price", "6400"), ("winter tyres", "with"), ("payment", "cash")]).await;
    let talk: Vec<Value> = seat.thread.history().iter().rev().take(5).rev().map(drawn).collect();
    let over = reply.text().contains("Deal");
    if !over {
        let question = ann.click(&seat.opening, "Accept").await.message();
        ann.click(&question, "Yes, sign it").await;
        seat.thread.next_message().await;
    }
    let debrief = seat.thread.next_message().await;
    let deals = seat.thread.next_message().await;
    assert!(debrief.text().contains("Deal:") && deals.text().contains("frontier"), "{}", debrief.text());
    let stats = ann.slash("/stats").await.message();
    assert!(stats.text().contains("Outcome"), "{}", stats.text());

    let names = json!({ ann.id.to_string(): "Ann" });
    let scene = |messages: Value, height: u32| json!({ "messages": messages, "height": height });
    keep(
        names,
        json!({
            "opening": scene(opening, 760), "brief": scene(json!([drawn(&brief)]), 620), "talk": scene(json!(talk), 760),
            "debrief": scene(json!([drawn(&debrief)]), 2600), "deals": scene(json!([drawn(&deals)]), 900),
            "stats": scene(json!([drawn(&stats)]), 320),
        }),
    );
    let (status, output) = bot.terminate().await;
    assert!(status.success(), "{output}");
    assert!(output.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "the log is JSON: {output}");
}
