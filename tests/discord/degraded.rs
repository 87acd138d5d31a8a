//! Servers where something is missing: the bot still serves, and says what an admin has to do.

use serenity::model::Permissions;

use crate::standin::world::World;
use crate::table::{Club, Seat};

#[tokio::test(flavor = "multi_thread")]
async fn without_the_message_content_intent_people_talk_through_the_form_and_mentions() {
    let club = Club::open(World::with().without_message_content().start().await).await;
    let bot = club.bot(&[]).await;
    bot.writes("refuses the message content intent").await;
    assert!(!bot.output().contains("ERROR") && bot.output().contains("WARN"), "{}", bot.output());
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;
    assert!(seat.opening.text().contains("I can't read messages in this server"), "{}", seat.opening.text());

    let note = seat.says("Hello Marta, can you hear me?").await;
    assert!(
        note.content().contains("can't read messages") && note.buttons().contains(&"Say…".to_owned()),
        "{}",
        note.content()
    );
    let form = ann.click(&note, "Say…").await.modal();
    ann.ask_submit(&form, &[("Your words", "Why are you selling?")]);
    let reply = seat.thread.next_message().await;
    assert!(
        reply.content().contains("Why are you selling?") && reply.content().contains("**Marta:**"),
        "{}",
        reply.content()
    );

    let mention = format!("<@{}> what matters to you?", club.world.bot_id());
    let reply = seat.says(&mention).await;
    assert!(reply.content().starts_with("**Marta:**"), "{}", reply.content());
    let staff = club.member("Sam");
    club.world.grant(club.guild, staff.id, Permissions::MANAGE_GUILD);
    let card = staff.slash("/setup check").await.text();
    assert!(
        card.contains("Permissions are complete; the intent is off, so talks go through **Say…**.")
            && card.contains("Switch it on in the portal, then restart me.")
            && !card.contains("Nothing is missing"),
        "{card}"
    );
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_to_open_threads_the_talk_is_whispered() {
    let club = Club::open(World::start().await).await;
    club.world.deny_bot(club.channel, Permissions::CREATE_PRIVATE_THREADS | Permissions::CREATE_PUBLIC_THREADS);
    let bot = club.bot(&[]).await;
    let (ann, bea) = (club.member("Ann"), club.member("Bea"));
    let asked = ann.ask_slash("/spar start persona:hatchback seed:3");
    let answer = asked.answer().await;
    assert!(answer.is_ephemeral() && answer.text().contains("Create Private Threads"), "{}", answer.text());
    let opening = asked.follow_up().await;
    assert!(opening.is_ephemeral() && opening.text().contains("Nobody else sees"), "{}", opening.text());
    let greeting = asked.follow_up().await;
    assert!(greeting.content().starts_with("**Marta:**"));

    let form = ann.click(&opening, "Make an offer").await.modal();
    let answer = ann.submit(&form, &[("price", "6000")]).await;
    assert!(answer.is_ephemeral() && answer.text().contains("offers"), "{}", answer.text());
    let answer = ann.slash("/spar say words:Why are you selling?").await;
    assert!(answer.text().contains("**Marta:**"), "{}", answer.text());
    let question = ann.slash("/spar walk").await.message();
    let sure = ann.ask_click(&question, "Yes, walk away");
    sure.answer().await;
    let farewell = sure.follow_up().await;
    assert!(farewell.text().contains("Marta"), "{}", farewell.text());
    let debrief = sure.follow_up().await;
    assert!(debrief.text().contains("No deal"), "{}", debrief.text());
    assert!(!bea.could_read("6,900") && !bea.could_read("Marta:"));
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_setup_card_is_for_staff_and_says_what_to_do() {
    let club = Club::open(World::start().await).await;
    club.world.deny_bot(club.channel, Permissions::ATTACH_FILES);
    let bot = club.bot(&[]).await;
    let (ann, staff) = (club.member("Ann"), club.member("Sam"));
    club.world.grant(club.guild, staff.id, Permissions::MANAGE_GUILD);
    assert!(ann.is_refused("/setup check").is_some());
    let card = staff.slash("/setup check").await;
    assert!(card.text().contains("❌ **Attach Files**") && card.text().contains("invite me again"), "{}", card.text());
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_is_lost_in_mid_session_loses_no_turn() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;
    club.world.deny_bot(club.channel, Permissions::SEND_MESSAGES_IN_THREADS);
    let form = seat.offer_form().await;
    let answer = ann.submit(&form, &[("price", "6000")]).await;
    assert!(answer.is_ephemeral() && answer.text().contains("**Marta:**"), "{}", answer.text());
    assert!(bot.terminate().await.0.success());
}
