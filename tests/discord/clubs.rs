//! Three learners in two servers at once: nobody sees what is another's, and everything works for each.

use serde_json::Value;

use crate::standin::person::Person;
use crate::standin::world::World;
use crate::table::{Club, Seat};

/// What no one but its owner may ever see before the debrief, and no one else after it.
const SECRETS: &[&str] = &["£6,900", "at most £6,900", "£7,100", "6,050", "insurance and the listing both renew"];

async fn one_learner(person: Person, line: &str) -> Seat {
    let seat = Seat::take(&person, line).await;
    let brief = person.click(&seat.opening, "My brief").await.message();
    assert!(brief.is_ephemeral() && brief.text().contains("£6,900"), "{}", brief.text());
    seat.says("Hi Marta, what matters most to you?").await;
    let reply = seat.offers(&[("price", "£5,940"), ("My reason", "Two on the same site are at £6,200.")]).await;
    assert!(reply.content().contains("offers"), "{}", reply.content());
    let say = person.click(&seat.opening, "Say…").await.modal();
    person.ask_submit(&say, &[("Your words", "@everyone **listen**: could you do £6,100 with the tyres?")]);
    let reply = seat.thread.next_message().await;
    assert!(reply.pinged().is_empty(), "{:?}", reply.pinged());
    seat
}

async fn to_the_end(seat: &Seat) {
    let question = seat.person.click(&seat.opening, "Accept").await.message();
    assert!(question.is_ephemeral() && question.text().contains("Sign this"), "{}", question.text());
    seat.person.click(&question, "Yes, sign it").await;
    let signed = seat.thread.next_message().await;
    assert!(signed.content().contains("accepts"), "{}", signed.content());
    let debrief = seat.thread.next_message().await;
    assert!(debrief.text().contains("Deal:"), "{}", debrief.text());
    let pictures = debrief.files();
    assert!(!pictures.is_empty() && pictures.iter().all(|file| file.bytes.starts_with(b"\x89PNG")));
    assert!(pictures.iter().all(|file| file.description.as_deref().is_some_and(|alt| alt.len() > 20)));
    let mut last = debrief;
    while !last.buttons().contains(&"Again (new seed)".to_owned()) {
        last = seat.thread.next_message().await;
    }
    assert!(last.buttons().contains(&"Replay from turn…".to_owned()));
    assert!(seat.opening.buttons().is_empty() || seat.opening.next_edit().await.buttons().is_empty());
    assert!(seat.card.text().contains("over"), "{}", seat.card.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn three_learners_in_two_servers_at_once() {
    let club = Club::open(World::start().await).await;
    let other = club.world.guild("other club");
    club.world.channel(other, "corner");
    let bot = club.bot(&["--health", "127.0.0.1:0", "--log", "debug"]).await;
    // The bot needs no direct messages: people who refuse them miss nothing.
    let (ann, bea, cyn) = (club.member("Ann"), club.member("Bea"), club.world.member("Cyn", other));
    ann.closes_direct_messages();
    let (a, b, c) = tokio::join!(
        one_learner(ann.clone(), "/spar start persona:hatchback seed:1"),
        one_learner(bea.clone(), "/spar start persona:hatchback seed:2 difficulty:tough"),
        one_learner(cyn.clone(), "/spar start persona:hatchback seed:1"),
    );
    // Before the debrief the hidden side is nobody's, and a brief is its owner's.
    club.world.nobody_saw(&["6,050", "6 050", "Insurance and the listing both renew"], &[]);
    club.world.nobody_saw(SECRETS, &[ann.id, bea.id, cyn.id]);
    assert!(!bea.could_read("5,940") || a.thread.id != b.thread.id);
    tokio::join!(to_the_end(&a), to_the_end(&b), to_the_end(&c));

    let owner = club.world.look(|state| state.guilds[&club.guild].owner);
    // The owner of the server may manage threads, so that debriefs there are open to them; briefs never are.
    club.world.nobody_saw(&["warranty worth", "start a new job", "For your eyes only"], &[ann.id, bea.id, cyn.id]);
    assert_ne!(owner, ann.id);

    for person in [&ann, &bea, &cyn] {
        let stats = person.slash("/stats").await;
        assert!(stats.is_ephemeral() && stats.text().contains("deal"), "{}", stats.text());
        let file = person.slash("/privacy export").await.message().files().remove(0);
        let export: Value = serde_json::from_slice(&file.bytes).expect("JSON");
        assert_eq!(export["sessions"].as_array().map(Vec::len), Some(1));
    }
    let question = ann.slash("/privacy erase").await.message();
    let erased = ann.click(&question, "Yes, erase it all").await.message();
    let erased = if erased.text().contains("Erasing") { erased.next_edit().await.text() } else { erased.text() };
    assert!(erased.contains("1 talk"), "{erased}");
    assert!(ann.slash("/stats").await.text().contains("No finished talk yet"));
    assert!(bea.slash("/stats").await.text().contains("deal"));
    let (status, output) = bot.terminate().await;
    assert!(status.success(), "{output}");
    for record in club.world.log().all() {
        assert!(!record["path"].to_string().contains("users/@me/channels"), "a direct message: {record}");
        let body = if record["body"]["data"].is_object() { &record["body"]["data"] } else { &record["body"] };
        let shown = ["content", "embeds", "components"].iter().any(|part| body.get(part).is_some());
        let form = record["body"]["type"] == 9;
        assert!(!shown || form || body["allowed_mentions"] == serde_json::json!({ "parse": [] }), "may ping: {record}");
    }
    assert!(!output.contains("aW50ZXJhY3Rpb246"), "the log tells an interaction's token");
    assert!(!output.contains("same site") && !output.contains(&club.world.token()), "the log tells what was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn again_and_replay_open_new_tables() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = one_learner(ann.clone(), "/spar start persona:hatchback seed:5").await;
    let question = ann.click(&seat.opening, "Walk away").await.message();
    ann.click(&question, "Yes, walk away").await;
    let mut last = seat.thread.next_message().await;
    while !last.buttons().contains(&"Again (new seed)".to_owned()) {
        last = seat.thread.next_message().await;
    }
    let list = ann.click(&last, "Replay from turn…").await.message();
    assert!(list.options().contains(&"Turn 2".to_owned()), "{:?}", list.options());
    let ready = ann.select(&list, &["Turn 2"]).await;
    assert!(ready.text().contains("is ready"), "{}", ready.text());
    let thread = ann.next_thread().await;
    let (_, card, before) = (thread.next_message().await, thread.next_message().await, thread.next_message().await);
    assert!(
        before.content().contains("As it was played before") && before.content().contains("what matters most"),
        "{}",
        before.content()
    );
    assert!(card.text().contains("turns left"), "{}", card.text());
    let again = ann.click(&last, "Again (new seed)").await;
    assert!(again.text().contains("already have a talk open"), "{}", again.text());
    assert!(bot.terminate().await.0.success());
}
