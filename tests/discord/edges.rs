//! The edges of Discord: many terms, many words, no words, no room, no server, and two things in one breath.

use serde_json::Value;

use crate::standin::events::Order;
use crate::standin::faults::Fault;
use crate::standin::model::kind;
use crate::standin::permissions::invitation;
use crate::standin::person::Person;
use crate::standin::threads::NewThread;
use crate::standin::world::World;
use crate::table::{Club, Seat};

/// What was stored of a person's only talk: the moves that counted.
async fn moves(person: &Person) -> Vec<Value> {
    let file = person.slash("/privacy export").await.message().files().remove(0);
    let export: Value = serde_json::from_slice(&file.bytes).expect("JSON");
    let steps = export["sessions"][0]["transcript"].as_array().expect("a transcript").clone();
    let steps = steps.into_iter().map(|mut step| step["turn"].take());
    steps.filter(|turn| !turn["input"].is_null() && turn["refusal"].is_null()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_of_more_terms_than_a_form_holds_is_made_in_two_steps() {
    let club = Club::open(World::start().await).await;
    let folder = club.home.path().join("mine");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("six-terms.yaml"), include_str!("six-terms.yaml")).expect("a file");
    let bot = club.bot(&["--personas", &folder.to_string_lossy()]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:six-terms seed:3").await;

    let list = ann.click(&seat.opening, "Make an offer").await.message();
    assert!(list.is_ephemeral() && list.options().len() == 6, "{:?}", list.options());
    // Two terms leave room for what goes with an offer.
    let form = ann.select(&list, &["price", "racks"]).await.modal();
    let labels: Vec<&Value> = form.inputs().iter().map(|input| &input["label"]).collect();
    assert_eq!(labels, ["price", "racks", "What I ask in return", "My reason"]);
    ann.ask_submit(&form, &[("price", "45"), ("racks", "with"), ("What I ask in return", "the racks")]);
    let reply = seat.thread.next_message().await;
    assert!(reply.content().contains("45") && reply.content().contains("with the racks"), "{}", reply.content());
    // Five fill the form; a sixth can't be picked.
    let five = ["price", "delivery", "service", "racks", "tyres"];
    let form = ann.select(&list, &five).await.modal();
    assert_eq!(form.inputs().len(), 5);
    assert!(ann.try_select(&list, &[&five[..], &["payment"]].concat()).is_err());
    ann.ask_submit(&form, &[("price", "50"), ("tyres", "new tyres")]);
    let reply = seat.thread.next_message().await;
    assert!(reply.content().contains("new tyres"), "{}", reply.content());
    let made = moves(&ann).await;
    assert_eq!(made.len(), 2);
    // What wasn't named stays as it lies on the table.
    assert_eq!(made[1]["standing"]["learner"].as_object().map(serde_json::Map::len), Some(6), "{}", made[1]);
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn four_thousand_characters_and_no_words_at_all() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;

    // As long as a form lets anybody write: shown in full, over as many messages as it takes, then answered.
    let words = "The £6,200 one has *winter* tyres. ".repeat(114) + &"x".repeat(10);
    assert_eq!(words.chars().count(), 4_000);
    let form = ann.click(&seat.opening, "Say…").await.modal();
    ann.ask_submit(&form, &[("Your words", &words)]);
    let mut shown = String::new();
    while !shown.contains("**Marta:**") {
        let part = seat.thread.next_message().await.content();
        assert!(part.chars().count() <= 2_000);
        shown.push_str(&part);
    }
    assert_eq!(shown.matches("\\*winter\\*").count(), 114, "nothing is lost and nothing formatted");
    let reply = seat.says(&"Could you do £6,000? ".repeat(190)).await;
    assert!(reply.content().starts_with("**Marta:**"), "{}", reply.content());

    // Without words nothing is said to Marta, and that is told once.
    ann.sends_sticker(&seat.thread, "Wave");
    let note = seat.thread.next_message().await;
    assert!(
        note.content().contains("words only") && note.content().contains("none of your turns"),
        "{}",
        note.content()
    );
    ann.sends_file(&seat.thread, "car.png", b"\x89PNG");
    let reply = seat.says("Sorry, that was my thumb.").await;
    assert!(reply.content().starts_with("**Marta:**"), "told once: {}", reply.content());
    assert_eq!(moves(&ann).await.len(), 3);
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_somebody_else_is_not_a_move() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let (ann, bea) = (club.member("Ann"), club.member("Bea"));
    let seat = Seat::take(&ann, "/spar start persona:hatchback visibility:public seed:3").await;
    assert!(
        seat.opening.text().contains("A message that mentions somebody else is not heard."),
        "{}",
        seat.opening.text()
    );
    ann.says(&seat.thread, &format!("<@{}> watch this", bea.id));
    ann.says(&seat.thread, &format!("I'd take £5,000 off, <@{}>, what do you think?", bea.id));
    let reply = seat.says(&format!("<@{}> why are you selling?", club.world.bot_id())).await;
    assert!(reply.content().starts_with("**Marta:**"), "{}", reply.content());
    assert!(bot.terminate().await.0.success());
    // Neither is one that comes while nobody is there.
    ann.says(&seat.thread, &format!("<@{}> she has gone", bea.id));
    let bot = club.bot(&[]).await;
    let reply = seat.says("How did you get to £7,650?").await;
    assert!(reply.content().starts_with("**Marta:**"), "{}", reply.content());
    let words: Vec<Value> = moves(&ann).await.iter().map(|turn| turn["input"]["say"].clone()).collect();
    assert_eq!(words, ["why are you selling?", "How did you get to £7,650?"]);
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_offers_in_one_second_are_two_moves_in_their_order() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;
    let (first, second) = (seat.offer_form().await, seat.offer_form().await);
    club.world.hold_events();
    ann.ask_submit(&first, &[("price", "5900")]);
    ann.ask_submit(&second, &[("price", "6000")]);
    club.world.release(Order::Reversed);
    let replies = [seat.thread.next_message().await.content(), seat.thread.next_message().await.content()];
    assert!(replies[0].contains("£5,900") && replies[1].contains("£6,000"), "{replies:?}");
    let offered: Vec<Value> =
        moves(&ann).await.iter().map(|turn| turn["input"]["offer"]["offer"]["price"].clone()).collect();
    assert_eq!(offered, [5_900, 6_000]);
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_counts_for_the_table_that_was_signed() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;
    let sign = ann.click(&seat.opening, "Accept").await.message();
    let walk = ann.click(&seat.opening, "Walk away").await.message();
    // In one breath: a message that moves the table on, then a signature and a goodbye for how it was before.
    club.world.hold_events();
    ann.says(&seat.thread, "Two of the same year are listed at £6,200. How about £5,940?");
    let signed = ann.ask_click(&sign, "Yes, sign it");
    let left = ann.ask_click(&walk, "Yes, walk away");
    club.world.release(Order::AsHappened);
    let reply = seat.thread.next_message().await;
    assert!(reply.content().starts_with("**Marta:**"), "{}", reply.content());
    for late in [signed, left] {
        late.answer().await;
        let told = late.follow_up().await;
        assert!(told.is_ephemeral() && told.text().contains("The table has changed since"), "{}", told.text());
    }
    let made = moves(&ann).await;
    assert_eq!((made.len(), &made[0]["status"]), (1, &Value::from("open")));
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_a_thousand_active_threads_has_no_room_until_one_is_closed() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let threads: Vec<u64> = club.world.change(|state| {
        (0..1_000)
            .map(|number| {
                let (name, kind) = (format!("old {number}"), kind::PRIVATE_THREAD);
                let new = NewThread {
                    parent: club.channel,
                    kind,
                    name,
                    auto_archive: 60,
                    invitable: false,
                    slow: 0,
                    from: None,
                };
                state.make_thread(ann.id, new)
            })
            .collect()
    });
    let told = ann.slash("/spar start persona:hatchback").await;
    assert!(told.is_ephemeral() && told.text().contains("as many active threads"), "{}", told.text());
    assert!(ann.slash("/spar resume").await.text().contains("no open talk"), "nothing was begun");
    club.world.archive(threads[0], false);
    let told = ann.slash("/spar start persona:hatchback").await;
    assert!(told.text().contains("is ready"), "{}", told.text());
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_was_removed_and_invited_again_goes_on_where_it_was() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;
    seat.says("Hi Marta, why are you selling?").await;
    club.world.remove_bot(club.guild);
    bot.writes("removed from a server").await;
    ann.says(&seat.thread, "Marta? Are you there?");
    ann.go_to(club.channel);
    assert!(ann.is_refused("/spar resume").is_some(), "its commands are gone with it");

    club.world.let_bot_in(club.guild, invitation());
    let told = ann.slash("/spar resume").await;
    assert!(told.text().contains("goes on here"), "{}", told.text());
    let thread = ann.next_thread().await;
    thread.next_message().await;
    thread.next_message().await;
    assert!(thread.next_message().await.content().contains("why are you selling"));
    ann.says(&thread, "Could you do £6,000?");
    assert!(thread.next_message().await.content().starts_with("**Marta:**"));
    assert_eq!(moves(&ann).await.len(), 2);
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_was_never_laid_is_laid_after_a_restart() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    // Killed between storing the session and letting its learner in.
    club.world.next("PUT", "channels/*/thread-members/*", Fault::Silence);
    let asked = ann.ask_slash("/spar start persona:hatchback seed:3");
    club.world.wait_for("the silence", |state| (state.faults.waiting() == 0).then_some(())).await;
    bot.kill().await;
    drop(asked);
    assert!(ann.threads().is_empty());

    let bot = club.bot(&[]).await;
    let thread = ann.next_thread().await;
    let opening = thread.next_message().await;
    assert!(opening.buttons().contains(&"My brief".to_owned()) && opening.text().contains("This thread is private"));
    thread.next_message().await;
    assert!(thread.next_message().await.content().starts_with("**Marta:**"));
    ann.says(&thread, "Hello Marta. Why are you selling?");
    assert!(thread.next_message().await.content().starts_with("**Marta:**"));
    assert!(bot.terminate().await.0.success());
}
