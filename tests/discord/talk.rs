//! A whole talk, from the command to the debrief; what was seen is kept for `tests/pictures` to draw.

use serde_json::{Value, json};

use crate::pictures::keep;
use crate::standin::posted::Posted;
use crate::standin::world::World;
use crate::table::{Club, Seat};

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
    let names = json!({ ann.id.to_string(): "Ann" });
    keep("opening", &[&seat.opening, &seat.card], &names, 760);
    let brief = ann.click(&seat.opening, "My brief").await.message();
    assert!(brief.is_ephemeral() && brief.text().contains("6,900"), "{}", brief.text());

    seat.says("Hello Marta. She drives nicely.").await;
    seat.says("How did you get to £7,650?").await;
    seat.says("What matters most to you in this sale?").await;
    let reply =
        seat.says("Two of the same year are listed at £6,200. I could do £5,940 with the tyres, cash today.").await;
    assert!(reply.content().starts_with("**Marta:**"), "{}", reply.content());
    ann.click(&reply, "That's not what I meant").await;
    let taken_back = seat.thread.next_message().await;
    let words = "Taken back: \"Two of the same year are listed at £6,200. I could do £5,940 with the tyres, ca…\". The table is as it was before it.";
    assert!(taken_back.content().contains(words), "{}", taken_back.content());
    assert!(!reply.buttons().contains(&"That's not what I meant".to_owned()), "a used control is gone");
    seat.offers(&[
        ("price", "£5,940"),
        ("winter tyres", "with"),
        ("payment", "cash"),
        ("My reason", "Two of the same year are listed at £6,200 and £6,450."),
    ])
    .await;
    seat.says("I can do £6,210 with the tyres, cash today, if you come down too.").await;
    seat.offers(&[("price", "6390"), ("What I ask in return", "meet me")]).await;
    let reply =
        seat.says("I could go to £6,480 with the tyres, cash today, but then I need you to move as well.").await;
    let history = seat.thread.history();
    let said: Vec<&Posted> = history.iter().filter(|message| !message.text().is_empty()).collect();
    let latest: Vec<&Posted> = said.iter().rev().take(6).rev().copied().collect();
    keep("talk", &latest, &names, 760);
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

    keep("brief", &[&brief], &names, 620);
    keep("debrief", &[&debrief], &names, 2_600);
    keep("deals", &[&deals], &names, 900);
    keep("stats", &[&stats], &names, 320);
    let (status, output) = bot.terminate().await;
    assert!(status.success(), "{output}");
    assert!(output.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "the log is JSON: {output}");
}
