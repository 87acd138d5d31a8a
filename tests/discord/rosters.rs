//! Who is in a class, where Discord lists a server's members: slowly, not at all, or not to the end.

use crate::school::School;
use crate::standin::answer::Answer;
use crate::standin::faults::Fault;
use crate::standin::world::World;

const MEMBERS: &str = "guilds/*/members";

#[tokio::test(flavor = "multi_thread")]
async fn a_class_is_listed_as_far_as_discord_tells() {
    let world = World::with().with_members().start().await;
    let school = School::open(world.clone()).await;
    let bot = school.club.bot(&[]).await;
    let school = school.named().await;
    for number in 0..12 {
        school.learner(&format!("Learner{number:02}"));
    }
    school.sets_up("persona:hatchback due:in 7 days role:@class title:Week 1").await;
    let tess = &school.teacher;
    let status = "/class status challenge:Week 1";
    let page = tess.slash(status).await.message();
    assert!(page.text().contains("12 learners: ⬜ 12 not started."), "{}", page.text());

    // Listing the members takes several tries, and longer than Discord waits for an answer: the page turns all the same.
    for _ in 0..3 {
        world.next("GET", MEMBERS, Fault::Status(500));
    }
    let turned = tess.click(&page, "Later").await;
    assert!(matches!(turned, Answer::Silent), "the bot took note in time");
    page.next_edit().await;
    assert!(page.text().contains("Page 2 of 2") && !page.text().contains("whoever"), "{}", page.text());

    // Trouble is no missing intent.
    world.next("GET", MEMBERS, Fault::Refused(400, 0));
    let told = tess.slash(status).await.text();
    assert!(told.contains("didn't tell me just now") && !told.contains("intent"), "{told}");

    world.change(|state| {
        for number in 0..5_000 {
            let id = state.add_user(&format!("Passer-by {number}"));
            let guild = state.guilds.get_mut(&school.club.guild).expect("the school");
            guild.members.insert(id, Default::default());
        }
    });
    let told = tess.slash(status).await.text();
    assert!(told.contains("12 learners") && told.contains("the first 5000 members"), "{told}");
    assert!(bot.terminate().await.0.success());
}
