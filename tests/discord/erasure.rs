//! `/privacy erase` in mid-talk: what is left in Discord says so, in the same words everywhere, and only once in a thread.

use crate::standin::posted::Posted;
use crate::standin::world::World;
use crate::table::{Club, Seat};

const ERASED: &str = "This talk was erased. `/spar start` begins another.";

/// The id of a button that a message carries.
fn id_of(message: &Posted, label: &str) -> String {
    let all = message.components();
    let button = all.iter().find(|one| one["label"] == label).expect("the button");
    button["custom_id"].as_str().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_talk_says_so_to_buttons_and_once_to_messages() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:7").await;
    let reply = seat.says("Could you do £5,940 with the tyres?").await;
    let (brief, undo) = (id_of(&seat.opening, "My brief"), id_of(&reply, "That's not what I meant"));
    let form = seat.offer_form().await;

    let question = ann.slash("/privacy erase").await.message();
    ann.click(&question, "Yes, erase it all").await;
    seat.opening.next_edit().await;
    reply.next_edit().await;
    assert!(seat.opening.buttons().is_empty() && reply.buttons().is_empty(), "the buttons are gone");

    // Whoever still has them on the screen, or a form open, hears the same.
    for id in [&brief, &undo] {
        let told = ann.press(&seat.opening, id).answer().await;
        assert!(told.is_ephemeral() && told.text() == ERASED, "{}", told.text());
    }
    assert_eq!(ann.submit(&form, &[("price", "6000")]).await.text(), ERASED);
    let note = seat.says("Are you still there?").await;
    assert_eq!(note.content(), format!("-# {ERASED}"));
    ann.says(&seat.thread, "Hello?");
    let told = ann.slash("/spar table").await;
    assert!(told.text().contains("no talk of yours here"), "{}", told.text());
    bot.terminate().await;

    let bot = club.bot(&[]).await;
    assert_eq!(ann.press(&seat.opening, &brief).answer().await.text(), ERASED, "after a restart too");
    let (status, output) = bot.terminate().await;
    assert!(status.success(), "{output}");
    let again: Vec<String> = seat.thread.unread_messages().iter().map(Posted::content).collect();
    assert!(again.is_empty(), "said twice: {again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debrief_that_was_erased_offers_no_replay() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:7").await;
    let question = ann.click(&seat.opening, "Walk away").await.message();
    ann.click(&question, "Yes, walk away").await;
    let mut last = seat.thread.next_message().await;
    while !last.buttons().contains(&"Again (new seed)".to_owned()) {
        last = seat.thread.next_message().await;
    }
    let again = id_of(&last, "Again (new seed)");
    // The debrief's place is noted after it was posted.
    ann.slash("/stats").await;
    let question = ann.slash("/privacy erase").await.message();
    ann.click(&question, "Yes, erase it all").await;
    assert!(last.next_edit().await.buttons().is_empty());
    assert_eq!(ann.press(&last, &again).answer().await.text(), ERASED);
    assert!(bot.terminate().await.0.success());
}
