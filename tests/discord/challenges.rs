//! A challenge from its announcement to the last ruling, as the people in it meet it.

use serde_json::json;

use crate::pictures::keep;
use crate::school::{School, button_id, challenge_of};
use crate::standin::world::World;
use crate::table::Seat;

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_from_its_announcement_to_the_ruling() {
    let school = School::open(World::start().await).await;
    let bot = school.club.bot(&[]).await;
    let school = school.named().await;
    let (ann, ben) = (school.learner("Ann"), school.learner("Ben"));
    let cyn = school.club.member("Cyn");
    let zones = school.teacher.suggestions("/class create persona:hatchback due:in 7 days zone:lond").await;
    assert_eq!(zones.first().map(|(name, _)| name.as_str()), Some("Europe/London"));

    // Set up in one line; the card says everything and pings nobody.
    let card = school
        .sets_up("persona:Marta due:in 7 days role:@class title:Week 1 attempts:2 counts:best zone:Europe/London")
        .await;
    let text = card.text();
    for part in ["Week 1", "the buyer", "the seller", "(Europe/London)", "2; the best counts", "Sealed", "<t:"] {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
    let names = json!({ ann.id.to_string(): "Ann", ben.id.to_string(): "Ben" });
    keep("challenge", &[&card], &names, 420);
    assert!(card.pinged().is_empty() && card.buttons() == ["Play", "My status"], "{:?}", card.buttons());

    // Who may play finds it; who may not is told so, by the button and by the list.
    let list = ann.slash("/challenge list").await.message();
    assert!(list.text().contains("Week 1") && list.buttons() == ["Play: Week 1"], "{}", list.text());
    let told = cyn.slash("/challenge list").await.text();
    assert!(told.contains("no challenge for you"), "{told}");
    let told = cyn.click(&card, "Play").await;
    assert!(told.is_ephemeral() && told.text().contains("This challenge is for others."), "{}", told.text());
    assert!(cyn.is_refused("/class status challenge:x").is_some(), "staff's command is hidden from learners");

    // An attempt is a table; its first message names the challenge and what stays sealed.
    let seat = Seat::attempt(&ann, &card).await;
    let opening = seat.opening.text();
    for part in ["Challenge: Week 1", "Attempt 1 of 2", "stay sealed until <t:"] {
        assert!(opening.contains(part), "{part:?} is not in:\n{opening}");
    }
    let told = ann.click(&card, "Play").await.text();
    assert!(told.contains("under way") && told.contains(&format!("<#{}>", seat.thread.id)), "{told}");
    seat.says("How did you get to £7,650?").await;
    let debrief = seat.accepts().await;
    let text = debrief.text();
    assert!(text.contains("Your attempt is in") && text.contains("stay sealed until"), "{text}");
    assert!(!text.contains("of 100") && !text.contains("Marta's limit"), "a sealed debrief tells a number:\n{text}");
    let told = ann.click(&debrief, "Debrief").await.text();
    assert!(told.contains("stay sealed until"), "{told}");
    // A practice talk like it would be debriefed at once, and tell what is sealed.
    assert_eq!(debrief.buttons(), ["Debrief", "My status", "Dispute a row…"]);
    let again = format!("v1:again:d{}:0", seat.thread.id);
    let told = ann.press(&debrief, &again).answer().await.text();
    assert!(told.contains("is still sealed"), "{told}");
    let status = ann.click(&debrief, "My status").await.text();
    assert!(status.contains("done") && status.contains("🔒") && status.contains("1 of 2"), "{status}");

    // Staff sees who stands where, and no score before it is due.
    let status = school.teacher.slash("/class status challenge:Week 1").await.text();
    assert!(status.contains(&format!("✅ <@{}> · done · 1 of 2 attempts used · 🔒", ann.id)), "{status}");
    assert!(status.contains("Server Members intent"), "who hasn't begun is missing, and it says why: {status}");

    // The instructor reads the talk and writes a note; the learner's thread says that it is there, not what it says.
    let line = "/class review challenge:Week 1 learner:@Ann";
    let review = school.teacher.slash(line).await.message();
    let text = review.text();
    assert!(text.contains("**Turn 1**") && text.contains("How did you get to £7,650?"), "{text}");
    let file = review.files().remove(0);
    assert!(
        file.filename.ends_with(".html") && file.bytes.to_ascii_lowercase().starts_with(b"<!doctype html>"),
        "{}",
        file.filename
    );
    let page = String::from_utf8(file.bytes).expect("UTF-8");
    assert!(page.contains("are sealed until"), "a page travels: no office unseals one");
    let form = school.teacher.click(&review, "Write to the learner…").await.modal();
    let kept = school.teacher.submit(&form, &[("Your note", "Well *asked*, <@1>.")]).await;
    assert!(kept.text().contains("is kept"), "{}", kept.text());
    let note = seat.thread.next_message().await;
    assert!(note.content().contains("wrote you a note") && !note.content().contains("asked"), "{}", note.content());
    let status = ann.slash("/challenge status challenge:Week 1").await.text();
    assert!(status.contains("A note to you on attempt 1") && status.contains("Well \\*asked\\*"), "{status}");

    // A row is disputed while it is sealed, and ruled on once it isn't.
    let rows = ann.click(&debrief, "Dispute a row…").await.message();
    let row = rows.options().first().expect("a row").clone();
    let form = ann.select(&rows, &[&row]).await.modal();
    let told = ann.submit(&form, &[("Why do you see it differently?", "I asked at turn 1.")]).await.text();
    assert!(told.contains("Your instructor will look at"), "{told}");
    let told = ann.submit(&form, &[("Why do you see it differently?", "Again.")]).await.text();
    assert!(told.contains("disputed this row already"), "{told}");

    // Closing asks first, then unseals; the card says so, and nobody can begin.
    let question = school.teacher.slash("/class close challenge:Week 1").await.message();
    school.teacher.click(&question, "Yes, close it").await;
    card.next_edit().await;
    assert!(card.text().contains("Week 1 (closed)") && card.buttons() == ["My status"], "{}", card.text());
    let play = format!("v1:play:{}:0", challenge_of(&card));
    let told = ben.press(&card, &play).answer().await.text();
    assert!(told.contains("was closed"), "{told}");
    let full = ann.ask_click(&debrief, "Debrief");
    let first = full.answer().await;
    assert!(first.is_ephemeral() && first.text().contains("Deal:"), "{}", first.text());
    assert!(first.text().contains("Score: "), "{}", first.text());
    let mut rest = full.follow_up().await;
    while !rest.buttons().contains(&"Dispute a row…".to_owned()) {
        rest = full.follow_up().await;
    }
    let told = ann.click(&rest, "Practise (new seed)").await.text();
    assert!(told.contains("is ready"), "{told}");
    let practice = Seat::at_new_table(&ann).await;
    let question = ann.click(&practice.opening, "Accept").await.message();
    ann.click(&question, "Yes, sign it").await;
    let mut last = practice.thread.next_message().await;
    while !last.buttons().contains(&"Again (new seed)".to_owned()) {
        last = practice.thread.next_message().await;
        assert!(!last.text().contains("rated run"), "practice is never rated: {}", last.text());
    }

    let open = school.teacher.slash("/class rule").await.message();
    assert!(open.text().contains("I asked at turn 1."), "{}", open.text());
    let case = school.teacher.select(&open, &[&open.options()[0]]).await.message();
    assert!(case.text().contains("What is looked for"), "{}", case.text());
    let form = school.teacher.click(&case, "Partly (1)…").await.modal();
    let told = school.teacher.submit(&form, &[("Your reason, for the learner", "You did, half way.")]).await.text();
    assert!(told.contains("Ruled: the row"), "{told}");
    assert!(seat.thread.next_message().await.content().contains("answered what you disputed"));
    let status = ann.slash("/challenge status challenge:Week 1").await.message();
    assert!(status.text().contains("You did, half way.") && status.text().contains("counts"), "{}", status.text());
    assert_eq!(status.buttons(), ["Debrief of attempt 1"]);
    let told = school.teacher.slash("/class rule").await.text();
    assert!(told.contains("No dispute waits"), "{told}");

    // What came out: the table, every deal as a picture, a sheet for a spreadsheet.
    let asked = school.observer.ask_slash("/class results challenge:Week 1");
    let table = asked.answer().await.message();
    assert!(table.text().contains("**Mean") || table.text().contains("Mean of what counts"), "{}", table.text());
    let picture = asked.follow_up().await;
    keep("results", &[&table, &picture], &names, 1_100);
    let picture = picture.files().remove(0);
    assert!(picture.bytes.starts_with(b"\x89PNG") && picture.description.is_some());
    let sheet = asked.follow_up().await.files().remove(0);
    let text = String::from_utf8(sheet.bytes).expect("UTF-8");
    assert!(text.starts_with("\u{feff}\"learner\"") && text.contains("\"Ann\""), "{text}");
    let picked = school.observer.select(&table, &[&table.options()[0]]).await.text();
    assert!(picked.contains("**Turn 1**"), "{picked}");
    let log = school.teacher.slash("/class log").await.text();
    for did in ["set up", "wrote a note", "disputed", "closed", "ruled", "named roles"] {
        assert!(log.contains(&format!("**{did}**")), "{did:?} is not in:\n{log}");
    }
    let (status, output) = bot.terminate().await;
    assert!(status.success(), "{output}");
    assert!(!output.contains("half way") && !output.contains("I asked"), "the log tells what people wrote: {output}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_says_why_and_what_to_do() {
    let school = School::open(World::start().await).await;
    let bot = school.club.bot(&[]).await;
    let school = school.named().await;
    let ann = school.learner("Ann");
    for (terms, told) in [
        ("persona:hatchback due:in 7 days", "Name a role, or members."),
        ("persona:hatchback due:soon role:@class", "I can't read \"soon\" as a time"),
        ("persona:hatchback due:2020-01-01 role:@class", "over before it begins"),
        ("persona:hatchback due:in 7 days members:Ann", "pick each member from the list"),
        ("persona:hatchback due:in 7 days role:@class counts:worst", "I don't know which attempt"),
        ("persona:hatchback due:in 7 days role:@class counts:mean of first 5 attempts:2", "More attempts would count"),
        ("persona:nobody due:in 7 days role:@class", "There is no counterpart called"),
        ("persona:hatchback due:in 7 days role:@class zone:Mars/Olympus", "There is no time zone called"),
        ("persona:hatchback due:in 7 days role:@class wait:a while", "as a length of time"),
    ] {
        let answer = school.teacher.slash(&format!("/class create {terms}")).await;
        assert!(answer.is_ephemeral() && answer.text().contains(told), "{terms}: {}", answer.text());
    }

    let later = school.sets_up("persona:hatchback due:in 7 days opens:in 2 days role:@class title:Later").await;
    let told = ann.click(&later, "Play").await.text();
    assert!(told.contains("This challenge opens") && told.contains("(UTC)"), "{told}");

    let once = school.sets_up("persona:flat-3b due:in 7 days role:@class title:Once wait:12 hours ping:true").await;
    assert!(once.pinged().contains(&"Ann".to_owned()), "the instructor asked for it: {:?}", once.pinged());
    // Practice with the same counterpart is in the way, and is told from the challenge.
    let practice = Seat::take(&ann, "/spar start persona:flat-3b").await;
    let told = ann.click(&once, "Play").await.text();
    assert!(told.contains("**Flat 3B**, practice") && told.contains(&format!("<#{}>", practice.thread.id)), "{told}");
    ann.go_to(practice.thread.id);
    let question = ann.slash("/spar abandon").await.message();
    ann.click(&question, "Yes, end it").await;
    practice.opening.next_edit().await;

    let seat = Seat::attempt(&ann, &once).await;
    let question = ann.slash("/spar abandon").await.message();
    assert!(question.text().contains("it counts as 0"), "{}", question.text());
    ann.click(&question, "Yes, end it").await;
    seat.opening.next_edit().await;
    let told = ann.click(&once, "Play").await.text();
    assert!(told.contains("used your one attempt"), "{told}");

    // Another attempt for one learner; then the wait between two of them is what keeps her.
    let told = school.teacher.slash("/class extend challenge:Once learner:@Ann attempts:1").await.text();
    assert!(told.contains(&format!("<@{}> has more", ann.id)), "{told}");
    let told = ann.click(&once, "Play").await.text();
    assert!(told.contains("too recent"), "{told}");
    school.teacher.slash("/class edit challenge:Once wait:none title:Twice").await;
    once.next_edit().await;
    assert!(once.text().contains("Twice") && !once.text().contains("apart"), "{}", once.text());
    Seat::attempt(&ann, &once).await;
    let told = school.teacher.slash("/class extend challenge:Twice until:in 2 days").await.text();
    assert!(told.contains("That is no more time"), "{told}");
    let told = school.teacher.slash("/class extend challenge:Twice").await.text();
    assert!(told.contains("would change nothing"), "{told}");
    let told = ann.slash("/challenge play challenge:nothing of the kind").await.text();
    assert!(told.contains("no challenge called"), "{told}");
    let told = ann.press(&once, &button_id(&once, "My status").replace("standing", "dance")).answer().await.text();
    assert!(told.contains("another version"), "{told}");
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_name_the_challenge_there_is_is_meant() {
    let school = School::open(World::start().await).await;
    let bot = school.club.bot(&[]).await;
    let school = school.named().await;
    let ann = school.learner("Ann");
    for line in ["/class status", "/class results", "/class close", "/report challenge"] {
        let told = school.teacher.slash(line).await.text();
        assert!(
            told.contains("There is no challenge for you here.") && told.contains("/class create"),
            "{line}: {told}"
        );
    }

    let first = school.sets_up("persona:hatchback due:in 7 days role:@class title:Week *1*").await;
    let told = school.teacher.slash("/class status").await.text();
    assert!(told.starts_with("**Week \\*1\\***, the one that is open."), "{told}");
    let told = ann.slash("/challenge play").await.text();
    assert!(told.contains("the one that is open.") && told.contains("is ready"), "{told}");
    let seat = Seat::at_new_table(&ann).await;
    seat.accepts().await;
    let review = school.teacher.slash("/class review learner:@Ann").await.message();
    assert!(
        review.text().contains("the one that is open.") && review.text().contains("**Turn 1**"),
        "{}",
        review.text()
    );
    let log = school.teacher.slash("/class log").await.text();
    let looks = log.matches("**read**").count() + log.matches("**made a page**").count();
    assert_eq!(looks, 1, "one look, one entry:\n{log}");

    // Two are under way: the refusal names them. What opens later is not in question.
    school.sets_up("persona:flat-3b due:in 8 days opens:in 2 days role:@class title:Week 3").await;
    assert!(school.teacher.slash("/class status").await.text().contains("the one that is open."));
    school.sets_up("persona:flat-3b due:in 7 days role:@class title:Week 2").await;
    for (who, line) in [
        (&school.teacher, "/class results"),
        (&school.teacher, "/class extend until:in 9 days"),
        (&ann, "/challenge status"),
    ] {
        let told = who.slash(line).await.text();
        assert!(told.contains("There are “Week \\*1\\*”, “Week 2”. Add challenge:"), "{line}: {told}");
    }

    // One is closed, then the other: what opens next is meant, and once that is over, what ended last.
    let close = async |title: &str| {
        let question = school.teacher.slash(&format!("/class close challenge:{title}")).await.message();
        school.teacher.click(&question, "Yes, close it").await;
        while !question.text().contains("is closed") {
            question.next_edit().await;
        }
    };
    close("Week 2").await;
    let told = school.teacher.slash("/class edit wait:1 hour").await.text();
    assert!(told.starts_with("**Week \\*1\\***, the one that is open.\nChanged."), "{told}");
    first.next_edit().await;
    close("Week *1*").await;
    let told = ann.slash("/challenge play").await.text();
    assert!(told.contains("**Week 3**, the one that opens next.") && told.contains("opens"), "{told}");
    close("Week 3").await;
    let told = school.observer.slash("/class results").await.text();
    assert!(told.starts_with("**Week 3**, the one that ended last."), "{told}");
    // What has ended is looked at, never changed by a guess.
    let told = school.teacher.slash("/class edit due:in 9 days").await.text();
    assert!(told.contains("changed only by name"), "{told}");
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_sets_the_house_rules() {
    let school = School::open(World::start().await).await;
    let bot = school.club.bot(&[]).await;
    let told = school.admin.slash("/setup roles instructor:@everyone").await.text();
    assert!(told.contains("everybody would be an instructor"), "{told}");
    let school = school.named().await;
    let told = school.admin.slash("/setup roles remove:observer").await.text();
    assert!(told.contains("**Observers**: nobody yet") && told.contains("**Instructors**: <@&"), "{told}");
    let told = school.admin.slash("/setup keep days:90").await.text();
    assert!(told.contains("kept**: for 90 days"), "{told}");
    assert!(school.admin.is_refused("/setup keep").is_some(), "nothing ends retention by being left out");
    let told = school.admin.slash("/setup keep days:0").await.text();
    assert!(told.contains("kept**: for good"), "{told}");
    let card = school.admin.slash("/setup check").await.text();
    assert!(card.contains("Nothing is missing here") && card.contains("Your class"), "{card}");
    for line in ["/setup check", "/setup keep days:1", "/setup roles remove:instructor"] {
        assert!(school.teacher.is_refused(line).is_some(), "{line} is hidden from instructors");
    }
    assert!(bot.terminate().await.0.success());
}
