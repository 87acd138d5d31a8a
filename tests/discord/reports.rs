//! Pages attached in Discord: a learner's own talk, an attempt and a challenge for staff; nothing that is sealed, nobody else's.

use crate::school::{School, challenge_of};
use crate::standin::answer::Answer;
use crate::standin::posted::Posted;
use crate::standin::world::World;
use crate::table::Seat;

/// The page that an answer carries.
fn page(answer: Answer) -> (String, String) {
    let message = answer.message();
    assert!(message.is_ephemeral(), "a page is for whoever asked for it");
    let files = message.files();
    let file = files.first().unwrap_or_else(|| panic!("no file, but {}", message.text()));
    (file.filename.clone(), String::from_utf8(file.bytes.clone()).unwrap())
}

async fn session_of(seat: &Seat) -> String {
    let talks = seat.person.suggestions("/report talk talk:").await;
    talks[0].1.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_and_a_challenge_become_pages_for_those_who_may_read_them() {
    let school = School::open(World::start().await).await;
    let bot = school.club.bot(&[]).await;
    let school = school.named().await;
    let (ann, bea) = (school.learner("<script>alert(1)</script>"), school.learner("Bea"));
    let none = bea.slash("/report talk").await.text();
    assert!(none.contains("You have finished no talk yet"), "{none}");

    // Practice belongs to its learner alone.
    let seat = Seat::take(&bea, "/spar start persona:hatchback seed:7").await;
    let question = bea.click(&seat.opening, "Walk away").await.message();
    bea.click(&question, "Yes, walk away").await;
    let mut last: Posted = seat.thread.next_message().await;
    while !last.buttons().contains(&"Again (new seed)".to_owned()) {
        last = seat.thread.next_message().await;
    }
    let (name, own) = page(bea.slash("/report talk").await);
    assert!(
        name.starts_with("talk-") && own.starts_with("<!doctype html>") && own.contains("<bdi>Bea</bdi>"),
        "{name}"
    );
    let practice = session_of(&seat).await;
    for other in [&ann, &school.teacher, &school.observer, &school.admin] {
        let refused = other.slash(&format!("/report talk talk:{practice}")).await;
        assert!(!refused.text().contains("loads nothing"), "{}", refused.text());
        assert!(refused.message().files().is_empty());
    }

    // An attempt: sealed for everybody until it is due.
    let card = school.sets_up("persona:hatchback due:in 7 days role:@class title:Week 1").await;
    let challenge = challenge_of(&card);
    let seat = Seat::attempt(&ann, &card).await;
    seat.says("<img src=x onerror=alert(1)> How did you get to £7,650?").await;
    seat.accepts().await;
    let attempt = session_of(&seat).await;
    let (_, sealed) = page(ann.slash("/report talk").await);
    assert!(sealed.contains("are sealed until") && sealed.contains("Week 1, attempt 1"));
    assert!(sealed.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && sealed.contains("&lt;img src=x"));
    assert!(!sealed.contains("<script") && !sealed.contains("<img"));
    for staff in [&school.teacher, &school.observer, &school.admin] {
        let (_, theirs) = page(staff.slash(&format!("/report talk talk:{attempt}")).await);
        assert_eq!(theirs, sealed, "a page travels: no office unseals one");
        let (name, class) = page(staff.slash("/report challenge challenge:Week 1").await);
        assert_eq!(name, format!("challenge-{challenge}.html"));
        assert!(
            class.contains("Scores, deals and Marta&#39;s side are sealed until") && !class.contains("id=\"deals\"")
        );
        assert!(class.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !class.contains("<script"));
    }
    for other in [&ann, &bea] {
        let refused = other.slash(&format!("/report challenge challenge:{challenge}")).await.text();
        assert!(refused.contains("Only instructors and observers can do that"), "{refused}");
    }
    let refused = bea.slash(&format!("/report talk talk:{attempt}")).await.text();
    assert!(refused.contains("There is no such talk of yours"), "{refused}");

    // Nothing crosses servers, whatever somebody is there.
    let other = school.club.world.guild("other school");
    school.club.world.channel(other, "corner");
    let ian = school.club.world.look(|state| state.guilds[&other].owner);
    let ian = school.club.world.person(ian, other);
    let refused = ian.slash(&format!("/report talk talk:{attempt}")).await.text();
    assert!(refused.contains("There is no attempt called"), "{refused}");
    let refused = ian.slash(&format!("/report challenge challenge:{challenge}")).await.text();
    assert!(refused.contains("There is no challenge called"), "{refused}");

    // Closed: everything is told.
    let question = school.teacher.slash("/class close challenge:Week 1").await.message();
    let close = question.buttons().into_iter().find(|label| label.starts_with("Yes")).expect("a way to close it");
    school.teacher.click(&question, &close).await;
    let (_, told) = page(ann.slash("/report talk").await);
    assert!(told.contains("id=\"deals\"") && !told.contains("are sealed until"));
    let (_, class) = page(school.teacher.slash("/report challenge challenge:Week 1").await);
    assert!(class.contains("id=\"deals\"") && class.contains("id=\"concepts\""));
    assert!(bot.terminate().await.0.success());
}
