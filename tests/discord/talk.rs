//! Whole talks, from the command to the debrief.

use crate::standin::world::World;
use crate::table::{Club, Seat};

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_from_the_command_to_the_debrief() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let suggestions = ann.suggestions("/spar start persona:hatch").await;
    assert_eq!(suggestions.first().map(|(_, id)| id.clone()), Some(serde_json::json!("hatchback")));

    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:7").await;
    assert!(seat.thread.is_private_thread());
    assert!(seat.opening.text().contains("can read it"), "{}", seat.opening.text());
    println!("OPENING {}\n", seat.opening.text());
    println!("CARD {}\n", seat.card.text());

    let brief = ann.click(&seat.opening, "My brief").await.message();
    assert!(brief.is_ephemeral() && brief.text().contains("6,900"), "{}", brief.text());
    println!("BRIEF {}\n", brief.text());

    let reply = seat.says("Hi Marta. Why are you selling?").await;
    println!("REPLY {}\n", reply.text());
    let form = seat.offer_form().await;
    println!("FORM {} {:?}\n", form.title(), form.inputs());
    let reply = seat.offers(&[("price", "£6,150"), ("What I ask in return", "the winter tyres")]).await;
    println!("REPLY {}\n", reply.text());
    let say = ann.click(&seat.opening, "Say…").await.modal();
    ann.ask_submit(&say, &[("Your words", "The dealer has one with @everyone **warranty**. What about 6300 with the tyres?")]);
    let reply = seat.thread.next_message().await;
    println!("REPLY {} {:?}\n", reply.text(), reply.buttons());
    assert!(reply.pinged().is_empty());

    let question = ann.click(&seat.opening, "Accept").await.message();
    println!("QUESTION {} {:?}\n", question.text(), question.buttons());
    ann.click(&question, "Yes, sign it").await;
    let signed = seat.thread.next_message().await;
    println!("SIGNED {}\n", signed.text());
    let debrief = seat.thread.next_message().await;
    println!("DEBRIEF {} {:?}\n", debrief.text(), debrief.buttons());
    for file in debrief.files() {
        println!("FILE {} {} bytes {:?}", file.filename, file.bytes.len(), file.description);
    }
    let stats = ann.slash("/stats").await;
    println!("STATS {}\n", stats.text());
    for message in seat.thread.history() {
        println!("HISTORY {} {:?}", message.text(), message.buttons());
    }
    let (status, output) = bot.terminate().await;
    println!("{output}");
    assert!(status.success());
}
