//! What should not happen, and does: each gets a clear answer or is ignored by design, and the transcript stays true.

use std::time::Duration;

use serde_json::Value;

use crate::standin::faults::Fault;
use crate::standin::world::World;
use crate::table::{Club, Seat};

#[tokio::test(flavor = "multi_thread")]
async fn controls_that_are_stale_forged_or_somebody_elses() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let (ann, bea) = (club.member("Ann"), club.member("Bea"));
    let seat =
        Seat::take(&ann, "/spar start persona:hatchback visibility:public: everyone in the channel seed:3").await;
    assert!(!seat.thread.is_private_thread());
    let session = format!("d{}", seat.thread.id);

    let told = bea.click(&seat.opening, "Accept").await;
    assert!(told.is_ephemeral() && told.text().contains("somebody else's table"), "{}", told.text());
    let told = bea.click(&seat.opening, "My brief").await;
    assert!(told.is_ephemeral() && !bea.could_read("6,900"));
    for (forged, words) in [
        ("v0:accept:x:0".to_owned(), "another version"),
        ("v1:dance:x:0".to_owned(), "another version"),
        ("hello".to_owned(), "don't know that control"),
        ("v1:accept:d99:0".to_owned(), "don't know that talk"),
        (format!("v1:sign:{session}:77"), "has changed since"),
        (format!("v1:accept:{session}:9"), "no offer of theirs"),
        (format!("v1:from:{session}:0"), "don't know that control"),
        (format!("v1:offered:{session}:0"), "don't know that control"),
    ] {
        let told = ann.press(&seat.opening, &forged).answer().await;
        assert!(told.is_ephemeral() && told.text().contains(words), "{forged}: {}", told.text());
    }

    // A double click signs once.
    let question = ann.click(&seat.opening, "Accept").await.message();
    let first = ann.ask_click(&question, "Yes, sign it");
    let sign = question.json()["components"][0]["components"][0]["custom_id"].as_str().expect("an id").to_owned();
    let second = ann.press(&question, &sign);
    first.answer().await;
    second.answer().await;
    seat.thread.next_message().await;
    let file = ann.slash("/privacy export").await.message().files().remove(0);
    let export: Value = serde_json::from_slice(&file.bytes).expect("JSON");
    let accepts = export["sessions"][0]["transcript"].as_array().expect("steps").iter();
    assert_eq!(
        accepts.filter(|step| step["turn"]["status"] == "agreed" && step["turn"]["refusal"].is_null()).count(),
        1
    );
    let told = ann.press(&seat.opening, &format!("v1:walk:{session}:0")).answer().await;
    assert!(told.text().contains("over"), "{}", told.text());
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_files_edits_and_deletions() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let (ann, bea) = (club.member("Ann"), club.member("Bea"));
    let seat =
        Seat::take(&ann, "/spar start persona:hatchback visibility:public: everyone in the channel seed:3").await;

    ann.sends_file(&seat.thread, "car.jpg", b"not a picture");
    let note = seat.thread.next_message().await;
    assert!(note.content().contains("words only"), "{}", note.content());
    bea.says(&bea.go_to(seat.thread.id), "I'd take it for £9,000!");
    let first = ann.says(&seat.thread, "My cousin Ottokar thinks £5,900 is plenty.");
    let reply = seat.thread.next_message().await;
    ann.edits(&first, "I meant £7,900.");
    ann.deletes(&first);
    bot.writes("a deleted message was blanked").await;
    let file = ann.slash("/privacy export").await.message().files().remove(0);
    let text = String::from_utf8(file.bytes).expect("text");
    assert!(!text.contains("Ottokar") && !text.contains("7,900") && !text.contains("9,000"), "{text}");
    assert!(!reply.content().is_empty());

    // Something that can't be offered comes back with a way on, and costs nothing.
    let form = seat.offer_form().await;
    let told = ann.submit(&form, &[("price", "a song"), ("My reason", "it is a nice song")]).await;
    assert!(
        told.is_ephemeral() && told.text().contains("a song") && told.text().contains("it is a nice song"),
        "{}",
        told.text()
    );
    let form = seat.offer_form().await;
    let told = ann.submit(&form, &[("price", "99999999")]).await;
    assert!(told.text().contains("outside"), "{}", told.text());
    let form = ann.click(&seat.opening, "Say…").await.modal();
    ann.ask_submit(&form, &[("Your words", &"Nice car. ".repeat(199))]);
    let long = seat.thread.next_message().await;
    assert!(long.content().chars().count() <= 2_000);
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn threads_that_are_archived_deleted_or_too_many() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;
    let told = ann.slash("/spar start persona:hatchback").await;
    assert!(
        told.text().contains("already have a talk open") && told.text().contains(&seat.thread.id.to_string()),
        "{}",
        told.text()
    );

    club.world.archive(seat.thread.id, false);
    let form = seat.offer_form().await;
    ann.ask_submit(&form, &[("price", "6000")]);
    assert!(seat.thread.next_message().await.content().contains("**Marta:**"));

    ann.go_to(club.channel);
    club.world.delete_channel(seat.thread.id);
    let told = ann.slash("/spar resume").await;
    assert!(told.text().contains("goes on here"), "{}", told.text());
    let thread = ann.next_thread().await;
    thread.next_message().await;
    thread.next_message().await;
    assert!(thread.next_message().await.content().contains("As it was played before"));
    ann.says(&thread, "Where were we?");
    assert!(thread.next_message().await.content().starts_with("**Marta:**"));

    ann.go_to(club.channel);
    let question = ann.slash("/spar abandon").await;
    assert!(question.text().contains("no talk of yours here"), "{}", question.text());
    ann.go_to(thread.id);
    let question = ann.slash("/spar abandon").await.message();
    let ended = ann.click(&question, "Yes, end it").await.message();
    let text = if ended.text().contains("Ending") { ended.next_edit().await.text() } else { ended.text() };
    assert!(text.contains("without a result"), "{text}");
    ann.go_to(club.channel);
    club.world.next("POST", "channels/*/threads", Fault::Refused(400, 160_006));
    let told = ann.slash("/spar start persona:hatchback").await;
    assert!(told.text().contains("as many active threads"), "{}", told.text());
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn discord_limping_loses_no_turn() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;
    for fault in [
        Fault::Status(502),
        Fault::AnswerLost,
        Fault::RateLimited { retry_after: Duration::from_millis(200), global: false },
    ] {
        club.world.next("POST", "channels/*/messages", fault);
        let reply = seat.says("Why are you selling?").await;
        assert!(reply.content().starts_with("**Marta:**"), "{}", reply.content());
    }
    assert_eq!(seat.thread.unread_messages().len(), 0, "an answer whose receipt was lost is not posted twice");
    club.world.cut_gateway();
    ann.says(&seat.thread, "Still there?");
    assert!(seat.thread.next_message().await.content().starts_with("**Marta:**"));
    club.world.forget_sessions();
    ann.says(&seat.thread, "And now?");
    assert!(seat.thread.next_message().await.content().starts_with("**Marta:**"));
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_session_ends_as_it_was_said_to() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&["--idle", "2s"]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;
    assert!(seat.opening.text().contains("After 2 seconds of silence"), "{}", seat.opening.text());
    let note = seat.thread.next_message().await;
    assert!(note.content().contains("After 2 seconds of silence this talk has ended"), "{}", note.content());
    let told = ann.slash("/spar offer").await;
    assert!(told.text().contains("no talk of yours here"), "{}", told.text());
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn options_that_were_never_suggested_and_commands_out_of_place() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    for (line, words) in [
        ("/spar start persona:hatchbak", "Did you mean hatchback"),
        ("/spar start persona:hatchback variant:impossible", "none of those I offer"),
        ("/spar resume", "no open talk"),
        ("/spar offer", "no talk of yours here"),
        ("/persona show persona:hatchback", "Hatchback by the Station"),
        ("/persona show persona:marta", "Hatchback by the Station"),
        ("/persona list", "hatchback"),
        ("/privacy show", "Stored"),
        ("/help", "How to spar"),
    ] {
        let told = ann.slash(line).await;
        assert!(told.is_ephemeral() && told.text().contains(words), "{line}: {}", told.text());
    }
    // Who is called by name, as the lists show it, is found as well.
    let (bea, cyn) = (club.member("Bea"), club.member("Cyn"));
    Seat::take(&ann, "/spar start persona:Marta seed:3").await;
    Seat::take(&bea, "/spar start persona:hatchback by the station seed:3").await;
    Seat::take(&cyn, "/spar start persona:Hatchback by the Station: Marta seed:3").await;
    let told = ann.slash("/spar resume persona:Marta").await;
    assert!(told.text().contains("Continue **"), "{}", told.text());
    club.world.remove_bot(club.guild);
    let (status, output) = bot.terminate().await;
    assert!(status.success() && output.contains("removed from a server"), "{output}");
}
