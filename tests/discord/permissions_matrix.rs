//! Who may do what, as one table: every command and control of a class, used by everybody. Commands that Discord would
//! hide are opened to all here, and controls are forged: what counts is the bot's own check.

use crate::school::{School, button_id, challenge_of};
use crate::standin::answer::Answer;
use crate::standin::person::Person;
use crate::standin::posted::Posted;
use crate::standin::world::World;
use crate::table::Seat;

/// What each is told: `ok`, `form`, or why not. `{c}` stands for the challenge, `{s}` for Ann's attempt, `{d}` for her
/// dispute, `{r}` for the row, `{t}` for terms. A line in `<>` is a control: its id, and what is picked. One in `[]` is a form that is sent.
const TABLE: &str = "
call                                              ann               ben               olaf              tess              stranger          head
/challenge list                                   ok                ok                ok                ok                ok                ok
/challenge status challenge:{c}                   ok                ok                ok                ok                unknown           ok
/class status challenge:{c}                       staff only        staff only        ok                ok                unknown           ok
/class results challenge:{c}                      staff only        staff only        ok                ok                unknown           ok
/class review challenge:{c} learner:@Ann          staff only        staff only        ok                ok                unknown           ok
/class rule                                       staff only        staff only        ok                ok                ok                ok
/class log                                        staff only        staff only        instructors only  ok                ok                ok
/class create {t}                                 staff only        staff only        instructors only  ok                ok                ok
/class edit challenge:{c} title:Week 1            staff only        staff only        instructors only  ok                unknown           ok
/class extend challenge:{c} until:in 9 days       staff only        staff only        instructors only  ok                unknown           ok
/class close challenge:{c}                        staff only        staff only        instructors only  ok                unknown           ok
/setup check                                      managers only     managers only     managers only     managers only     managers only     ok
/setup roles observer:@observers                  managers only     managers only     managers only     managers only     managers only     ok
/setup keep days:3650                             managers only     managers only     managers only     managers only     managers only     ok
/leaderboard show                                 ok                ok                ok                ok                ok                ok
/leaderboard show challenge:{c}                   ok                ok                ok                ok                unknown           ok
/leaderboard me show:alias                        ok                ok                ok                ok                ok                ok
/report talk talk:{s}                             ok                unknown           ok                ok                unknown           ok
/report challenge challenge:{c}                   staff only        staff only        ok                ok                unknown           ok
/persona list                                     ok                ok                ok                ok                ok                ok
/class export persona:visitor                     staff only        staff only        instructors only  unknown           unknown           unknown
/class upload                                     staff only        staff only        instructors only  unreadable        unreadable        unreadable
/class retire persona:visitor                     staff only        staff only        instructors only  unknown           unknown           unknown
<board:0_all_1-1-0_a:0>                           staff only        staff only        ok                ok                ok                ok
<board:0_all_1-1-0_c{c}:0>                        staff only        staff only        ok                ok                unknown           ok
<standing:{c}:0>                                  ok                ok                ok                ok                unknown           ok
<challenges:-:0>                                  ok                ok                ok                ok                ok                ok
<debrief:{s}:0>                                   ok                not yours         not yours         not yours         not yours         not yours
<dispute:{s}:0>                                   ok                not yours         not yours         not yours         not yours         not yours
<row:{s}:0 {r}>                                   form              form              form              form              form              form
<again:{s}:0>                                     sealed            not yours         not yours         not yours         not yours         not yours
<brief:{s}:0>                                     ok                not yours         not yours         not yours         not yours         not yours
<class:{c}:0>                                     staff only        staff only        ok                ok                unknown           ok
<results:{c}:0>                                   staff only        staff only        ok                ok                unknown           ok
<review:{s}:0>                                    staff only        staff only        ok                ok                unknown           ok
<read:{s}:0>                                      staff only        staff only        ok                ok                unknown           ok
<attempt:{c}:0 {s}>                               staff only        staff only        ok                ok                unknown           ok
<note:{s}:0>                                      instructors only  instructors only  instructors only  form              form              form
<rule:{d}:0>                                      instructors only  instructors only  instructors only  form              form              form
<disputed:-:0 {d}>                                staff only        staff only        ok                ok                unknown           ok
<log:-:0>                                         instructors only  instructors only  instructors only  ok                ok                ok
[dispute:{s}:{r}]                                 waits already     not yours         not yours         not yours         unknown           not yours
[note:{s}:0]                                      instructors only  instructors only  instructors only  ok                unknown           ok
[rule:{d}:0]                                      instructors only  instructors only  instructors only  ok                unknown           ruled already
/challenge play challenge:{c}                     over the limit    ok                for others        for others        unknown           for others
<play:{c}:0>                                      over the limit    under way         for others        for others        unknown           for others
<close:{c}:0>                                     instructors only  instructors only  instructors only  ok                unknown           ok
";

/// What somebody is told, in a word or two.
const TOLD: &[(&str, &str)] = &[
    ("Only people who may manage", "managers only"),
    ("Only instructors and observers can", "staff only"),
    ("Only instructors can", "instructors only"),
    ("This challenge is for others", "for others"),
    ("no challenge called", "unknown"),
    ("no attempt called", "unknown"),
    ("no dispute called", "unknown"),
    ("no counterpart of its own", "unknown"),
    ("dispute is not open", "unknown"),
    ("somebody else's", "not yours"),
    ("used your one attempt", "over the limit"),
    ("attempt under way", "under way"),
    ("disputed this row already", "waits already"),
    ("Somebody else has ruled", "ruled already"),
    ("no such talk of yours", "unknown"),
    ("is still sealed", "sealed"),
    ("visitor.yaml", "unreadable"),
    ("no challenge for you here yet", "ok"),
    ("No dispute waits", "ok"),
    ("is set up. It is announced", "ok"),
    ("boards you are", "ok"),
    ("as a page:", "ok"),
    ("Which row do you see differently?", "ok"),
    ("Your note is kept", "ok"),
    ("Ruled: the row stands", "ok"),
    ("is ready: <#", "ok"),
    ("** is closed.", "ok"),
];

#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_do_what_the_table_says() {
    let world = World::start().await;
    let school = School::open(world.clone()).await;
    let elsewhere = School::open(world.clone()).await;
    let bot = school.club.bot(&[]).await;
    let (school, elsewhere) = (school.named().await, elsewhere.named().await);
    for guild in [school.club.guild, elsewhere.club.guild] {
        ["class", "setup"].iter().for_each(|command| world.open_command(guild, command));
    }
    let (ann, ben) = (school.learner("Ann"), school.learner("Ben"));
    let card = school.sets_up("persona:hatchback due:in 7 days role:@class title:Week 1").await;
    let seat = Seat::attempt(&ann, &card).await;
    seat.says("Purple elephants aside: how did you get to that number?").await;
    let debrief = seat.accepts().await;
    let rows = ann.click(&debrief, "Dispute a row…").await.message();
    let row = picked(&rows);
    let opens_form = (format!("v1:row:d{}:0", seat.thread.id), row.clone());
    let form = ann.pick(&rows, &opens_form.0, &[&row]).answer().await.modal();
    ann.submit(&form, &[("Why do you see it differently?", "I did ask.")]).await;
    let open = school.teacher.slash("/class rule").await.message();
    let names = [
        ("{c}", challenge_of(&card)),
        ("{s}", format!("d{}", seat.thread.id)),
        ("{d}", picked(&open)),
        ("{r}", row),
        ("{t}", "persona:hatchback due:in 7 days role:@class".to_owned()),
    ];
    assert!(button_id(&card, "Play").contains(&names[0].1));

    let everybody =
        [&ann, &ben, &school.observer, &school.teacher, &elsewhere.teacher, &school.admin].map(Clone::clone);
    let mut told = String::from("\n");
    let mut lines = TABLE.trim().lines();
    told += &format!("{}\n", lines.next().expect("a heading"));
    for line in lines {
        let call = line[..50].trim_end();
        let mut filled = call.to_owned();
        names.iter().for_each(|(name, value)| filled = filled.replace(name, value));
        let mut cells = format!("{call:<50}");
        for person in &everybody {
            cells += &format!("{:<18}", outcome(person, &filled, &opens_form).await);
        }
        told += &format!("{}\n", cells.trim_end());
    }
    assert_eq!(told, TABLE, "as it is:\n{told}");

    // Her words: for her, for the staff who read the talk, and for nobody else, least of all in another server.
    for person in [&ben, &elsewhere.teacher, &elsewhere.admin, &elsewhere.observer] {
        assert!(!person.could_read("Purple elephants"), "{} read what Ann said", person.name);
    }
    assert!(bot.terminate().await.0.success());
}

/// The value of the first choice of a list.
fn picked(list: &Posted) -> String {
    let all = list.components();
    let options = all.iter().find_map(|one| one["options"].as_array().cloned()).expect("a list");
    options[0]["value"].as_str().expect("a value").to_owned()
}

/// Uses a command, a control or a form, and gives in short what came of it.
async fn outcome(person: &Person, call: &str, (opens, row): &(String, String)) -> String {
    let inner = |open: char, shut: char| call.strip_prefix(open).and_then(|rest| rest.strip_suffix(shut));
    let answer = if let Some(control) = inner('<', '>') {
        // Any message that this person sees will do to send it from.
        let seen = person.slash("/help").await.message();
        match control.split_once(' ') {
            Some((id, value)) => person.pick(&seen, &format!("v1:{id}"), &[value]).answer().await,
            None => person.press(&seen, &format!("v1:{control}")).answer().await,
        }
    } else if let Some(id) = inner('[', ']') {
        // Any form that this person can open will do to send it from.
        let seen = person.slash("/help").await.message();
        let mut form = person.pick(&seen, opens, &[row]).answer().await.modal();
        form.data["custom_id"] = format!("v1:{id}").into();
        person.submit(&form, &[("words", "It is as I say.")]).await
    } else if call == "/class upload" {
        person.slash_with_file(call, "file", "visitor.yaml", b"nothing of the kind").await
    } else {
        person.slash(call).await
    };
    if let Answer::Modal(_) = &answer {
        return "form".into();
    }
    assert!(answer.is_ephemeral(), "everybody sees what {} is told: {}", person.name, answer.text());
    let told = answer.message();
    if told.text() == "Closing…" {
        told.next_edit().await;
    }
    // A card is no refusal, though it may say why something else can't be done.
    if told.json()["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty()) {
        return "ok".into();
    }
    let text = told.text();
    TOLD.iter().find(|(words, _)| text.contains(words)).map_or(text.clone(), |(_, short)| (*short).into())
}
