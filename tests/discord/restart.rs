//! Stopping and killing the bot in mid-session, with events doubled and out of order: the transcript is the one of a
//! talk that nobody disturbed.

use serde_json::Value;

use crate::standin::events::Order;
use crate::standin::person::Person;
use crate::standin::world::World;
use crate::table::{Club, Seat};

const WORDS: [&str; 6] = [
    "Hi Marta, what matters to you in this sale?",
    "Two of the same year are listed at £6,200. I could pay £5,950.",
    "How did you get to £7,650?",
    "If you add the winter tyres, I can do £6,150.",
    "When does the insurance renew?",
    "I could pay in cash today. £6,250 with the tyres?",
];

/// The transcript as it is stored, without times and ids.
async fn transcript(person: &Person) -> Vec<Value> {
    let file = person.slash("/privacy export").await.message().files().remove(0);
    let export: Value = serde_json::from_slice(&file.bytes).expect("JSON");
    let steps = export["sessions"][0]["transcript"].as_array().expect("a transcript").clone();
    steps.into_iter().map(|mut step| step["turn"].take()).collect()
}

/// Compares what was said first, so that a difference can be read, then everything.
fn assert_same(told: &[Value], expected: &[Value]) {
    let said = |steps: &[Value]| -> Vec<String> {
        steps.iter().map(|step| format!("{} {} → {}", step["turn"], step["input"], step["reply"]["text"])).collect()
    };
    assert_eq!(said(told), said(expected));
    for (one, other) in told.iter().zip(expected) {
        assert_eq!(one, other);
    }
}

async fn undisturbed() -> Vec<Value> {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:11").await;
    for words in WORDS {
        seat.says(words).await;
    }
    let told = transcript(&ann).await;
    assert!(bot.terminate().await.0.success());
    told
}

/// The same talk; between its second and fifth message `disturb` stops the bot one way or another.
async fn disturbed(kill: bool) -> Vec<Value> {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:11").await;
    club.world.deliver_twice(1_000);
    seat.says(WORDS[0]).await;

    // Two messages that arrive in the wrong order.
    club.world.hold_events();
    ann.says(&seat.thread, WORDS[1]);
    ann.says(&seat.thread, WORDS[2]);
    club.world.release(Order::Reversed);
    if kill {
        // At once: whatever had been stored is stored, the rest is found again.
        bot.kill().await;
    } else {
        let (status, output) = bot.terminate().await;
        assert!(status.success(), "{output}");
    }
    // While nobody is there.
    ann.says(&seat.thread, WORDS[3]);
    let bot = club.bot(&[]).await;
    ann.says(&seat.thread, WORDS[4]);
    for _ in 1..5 {
        seat.thread.next_message().await;
    }
    seat.says(WORDS[5]).await;
    let told = transcript(&ann).await;
    assert!(bot.terminate().await.0.success());
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_stopped_in_the_middle_goes_on_as_if_it_had_not_been() {
    let (expected, stopped) = (undisturbed().await, disturbed(false).await);
    assert_eq!(expected.len(), WORDS.len() + 1);
    assert_same(&stopped, &expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_killed_in_the_middle_goes_on_as_if_it_had_not_been() {
    let (expected, killed) = (undisturbed().await, disturbed(true).await);
    assert_same(&killed, &expected);
}
