//! A challenge's terms and what is written about its attempts, where one class meets another: two time zones, a card that is
//! lost, somebody it isn't for, words as long as they may be, an instructor who plays along.

use crate::bot::Bot;
use crate::school::School;
use crate::standin::world::World;
use crate::table::Seat;

async fn school() -> (School, Bot) {
    let school = School::open(World::start().await).await;
    let bot = school.club.bot(&[]).await;
    (school.named().await, bot)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_keeps_its_zone_its_card_and_its_learners() {
    let (school, bot) = school().await;
    let tess = &school.teacher;
    let zoe = school.club.member("Zoe");
    let london = school.sets_up("persona:hatchback due:in 7 days role:@class title:London zone:Europe/London").await;
    school.sets_up("persona:flat-3b due:in 7 days role:@class title:Tokyo zone:Asia/Tokyo").await;

    // Times are of the challenge's own zone, whatever was named last.
    let told = tess.slash("/class edit challenge:London due:2035-06-01 18:00").await.text();
    assert!(told.contains("18:00 (Europe/London)"), "{told}");
    let told = tess.slash("/class extend challenge:London until:2035-06-02 19:00").await.text();
    assert!(told.contains("19:00 (Europe/London)"), "{told}");
    let told = tess.slash("/class edit challenge:London due:2035-06-03 18:00 zone:Asia/Tokyo").await.text();
    assert!(told.contains("18:00 (Asia/Tokyo)"), "{told}");

    // More time is for those it is for; others are told so, on its own card too.
    let told = tess.slash("/class extend challenge:London learner:@Zoe attempts:1").await.text();
    assert!(told.contains("isn't for that learner"), "{told}");
    let told = zoe.click(&london, "My status").await.text();
    assert!(told.contains("This challenge is for others"), "{told}");

    // A card that somebody has deleted is posted again, where the change is asked for.
    school.club.world.change(|state| state.delete_message(london.id));
    let told = tess.slash("/class edit challenge:London title:London again").await.text();
    assert!(told.starts_with("Changed, and announced here."), "{told}");
    let card = tess.here().next_message().await;
    assert!(card.text().contains("London again") && card.buttons() == ["Play", "My status"], "{}", card.text());
    tess.slash("/class edit challenge:London again title:Once more").await;
    card.next_edit().await;
    assert!(card.text().contains("Once more"), "{}", card.text());
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_to_a_learner_is_read_in_full_the_newest_first() {
    let (school, bot) = school().await;
    let (tess, ann) = (&school.teacher, school.learner("Ann"));
    let card = school.sets_up("persona:hatchback due:in 7 days role:@class title:Week 1").await;
    let seat = Seat::attempt(&ann, &card).await;
    seat.accepts().await;
    let review = tess.slash("/class review challenge:Week 1 learner:@Ann").await.message();
    let long = |word: &str| format!("{} end of {word}", format!("{word} ").repeat(300).trim());
    for word in ["one", "two", "three", "four"] {
        let form = tess.click(&review, "Write to the learner…").await.modal();
        tess.submit(&form, &[("Your note", &long(word))]).await;
        seat.thread.next_message().await;
    }
    let asked = ann.ask_slash("/challenge status challenge:Week 1");
    let mut told = asked.answer().await.text();
    while !told.contains("end of one") {
        told += &asked.follow_up().await.text();
    }
    let at = |word: &str| told.find(&format!("end of {word}")).unwrap_or_else(|| panic!("{word} is not in {told}"));
    assert!(at("four") < at("three") && at("three") < at("two") && at("two") < at("one"), "{told}");
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_offered_a_ruling_on_their_own_attempt() {
    let (school, bot) = school().await;
    let (tess, admin) = (&school.teacher, &school.admin);
    school.club.world.hold(school.club.guild, tess.id, school.class);
    let card = school.sets_up("persona:hatchback due:in 7 days role:@class title:Week 1 sealed:false").await;
    let seat = Seat::attempt(tess, &card).await;
    seat.says("How did you get to £7,650?").await;
    let debrief = seat.accepts().await;
    let rows = tess.click(&debrief, "Dispute a row…").await.message();
    let form = tess.select(&rows, &[&rows.options()[0]]).await.modal();
    tess.submit(&form, &[("Why do you see it differently?", "I asked.")]).await;

    let open = tess.slash("/class rule").await.message();
    let own = tess.select(&open, &[&open.options()[0]]).await.message();
    assert_eq!(own.buttons(), ["Read the talk"]);
    assert!(own.text().contains("another instructor has to rule on it"), "{}", own.text());
    let open = admin.slash("/class rule").await.message();
    let case = admin.select(&open, &[&open.options()[0]]).await.message();
    let talk = admin.click(&case, "Read the talk").await.message();
    assert!(talk.id != case.id && talk.text().contains("**Turn 1**"), "{}", talk.text());
    assert!(case.buttons().contains(&"Applied (2)…".to_owned()), "the case stays: {:?}", case.buttons());
    assert!(bot.terminate().await.0.success());
}
