//! Leaderboards in Discord: the first three and the own place for everybody, pages for staff that stay as they were, and how
//! people are seen.

use sparring::host::classroom::{Actor, Draft};
use sparring::host::{Catalogue, Host};
use sparring::store::{Append, BeginAttempt, ScoreRow, SessionRow, Store};

use crate::school::{School, button_id};
use crate::standin::person::Person;
use crate::standin::world::World;

/// A class with three challenges that are open, so that their runs stand on boards at once.
struct Term {
    school: School,
    store: Store,
    challenges: Vec<String>,
    people: Vec<Person>,
}

impl Term {
    /// Thirteen people with two runs in each challenge; the later in the list, the better they do.
    async fn open() -> (Term, crate::bot::Bot) {
        let school = School::open(World::start().await).await;
        let bot = school.club.bot(&[]).await;
        let school = school.named().await;
        let store = Store::open(&school.club.home.database()).await.unwrap();
        let host = Host::new(store.clone(), Catalogue::embedded());
        let head = Actor { id: school.admin.id.to_string(), guild: school.club.guild.to_string(), roles: vec![], admin: true };
        let mut challenges = Vec::new();
        for week in 1..=3 {
            let draft = Draft {
                title: format!("Week {week}"),
                persona: "hatchback".into(),
                roles: vec![school.class.to_string()],
                due_at: now() + 86_400_000,
                attempts: 9,
                counting: "mean of first 9".parse().unwrap(),
                sealed: false,
                ..Draft::default()
            };
            challenges.push(host.create_challenge(&head, draft, now()).await.unwrap().id);
        }
        let people: Vec<Person> = (0..13).map(|number| school.learner(&format!("Pupil-{number}"))).collect();
        let term = Term { school, store, challenges, people };
        for (number, person) in term.people.iter().enumerate() {
            term.plays(person, 20.0 + 5.0 * number as f64).await;
        }
        (term, bot)
    }

    /// Two rated runs in each challenge with this score, as if they had been played.
    async fn plays(&self, person: &Person, score: f64) {
        let actor = Actor { id: person.id.to_string(), guild: self.school.club.guild.to_string(), ..Actor::default() };
        Host::new(self.store.clone(), Catalogue::embedded()).own_alias(&actor).await.unwrap();
        for challenge in &self.challenges {
            for number in 1..=2 {
                self.run(challenge, &actor, number, score).await;
            }
        }
    }

    async fn run(&self, challenge: &str, who: &Actor, number: i64, score: f64) {
        let (id, at) = (format!("{challenge}-{}-{number}", who.id), now());
        let kept = self.store.challenge(&who.guild, challenge).await.unwrap().unwrap();
        let session = SessionRow {
            id: id.clone(),
            owner: who.id.clone(),
            place: None,
            guild: Some(who.guild.clone()),
            persona: kept.persona,
            persona_hash: kept.persona_hash,
            persona_text: String::new(),
            variant: kept.variant,
            difficulty: kept.difficulty,
            seed: 1,
            engine: "0".into(),
            ruleset: "1".into(),
            status: "open".into(),
            turns_used: 0,
            next_seq: 0,
            created_at: at,
            updated_at: at,
            ended_at: None,
            challenge: Some(challenge.into()),
            reservation: None,
            rated: true,
        };
        let attempt = BeginAttempt { guild: who.guild.clone(), challenge: challenge.into(), number };
        self.store.create_attempt(&session, &[], &attempt).await.unwrap();
        let result = ScoreRow {
            session: id.clone(),
            outcome: Some(score),
            information: None,
            process: None,
            closing: None,
            relationship: Some(100.0 - score),
            score: Some(score),
            learner: None,
            counterpart: None,
            value_claimed: Some(score / 100.0),
            value_created: None,
            debrief: "{}".into(),
            ended_at: at,
        };
        let turn =
            Append { session: &id, expected_seq: 0, events: &[], status: "agreed", turns_used: 1, at, score: Some(&result) };
        self.store.append(turn).await.unwrap();
    }
}

fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// The places that a board's text lists: rank and name.
fn places(text: &str) -> Vec<(i64, String)> {
    let medals = [("🥇", 1), ("🥈", 2), ("🥉", 3)];
    let place = |line: &str| {
        let line = line.trim_start_matches("▸ ");
        let rank = match medals.iter().find(|(medal, _)| line.starts_with(medal)) {
            Some((_, rank)) => *rank,
            None => line.strip_prefix('`')?.split('.').next()?.trim().parse().ok()?,
        };
        Some((rank, line.split("**").nth(1)?.to_owned()))
    };
    text.lines().filter_map(place).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_the_first_three_and_the_own_place() {
    let (term, bot) = Term::open().await;
    let middle = &term.people[6];
    let shown = middle.slash("/leaderboard show").await;
    let text = shown.text();
    assert!(shown.is_ephemeral() && text.contains("13 people are listed"), "{text}");
    let ranks: Vec<i64> = places(&text).iter().map(|(rank, _)| *rank).collect();
    assert_eq!(ranks, [1, 2, 3, 5, 6, 7, 8, 9], "three at the top, two neighbours on each side: {text}");
    assert!(text.contains("Place **7** of 13, ahead of 50 % of them"), "{text}");
    assert!(shown.message().buttons().is_empty(), "whole pages are for staff");
    for person in &term.people {
        assert!(!text.contains(&person.id.to_string()) && !text.contains("Pupil"), "aliases tell nobody");
    }
    // By another figure the order turns around; by a month, a challenge or a counterpart it is narrowed down.
    let last = term.people[0].slash("/leaderboard show metric:relationship persona:hatchback").await.text();
    assert!(last.contains("Place **1** of 13") && last.contains("Hatchback by the Station: Marta"), "{last}");
    let months = middle.suggestions("/leaderboard show period:").await;
    assert_eq!((months.len(), months[0].0.as_str()), (14, "all time"));
    let month = months[1].1.as_str().unwrap();
    let of_month = middle.slash(&format!("/leaderboard show challenge:Week 2 period:{month}")).await.text();
    assert!(of_month.contains("Week 2") && of_month.contains("of 13"), "{of_month}");
    let both = middle.slash("/leaderboard show persona:hatchback challenge:Week 2").await.text();
    assert!(both.contains("Name one of the two"), "{both}");
    let wrong = middle.slash("/leaderboard show period:2026-13").await.text();
    assert!(wrong.contains("is no period"), "{wrong}");

    // Elsewhere there is nothing of it.
    let other = term.school.club.world.guild("other school");
    term.school.club.world.channel(other, "corner");
    let stranger = term.school.club.world.member("Ian", other);
    let there = stranger.slash("/leaderboard show").await.text();
    assert!(there.contains("Nobody is listed yet") && places(&there).is_empty(), "{there}");
    let unknown = stranger.slash(&format!("/leaderboard show challenge:{}", term.challenges[0])).await.text();
    assert!(unknown.contains("no challenge called"), "{unknown}");
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_for_staff_and_stay_as_they_were() {
    let (term, bot) = Term::open().await;
    for reader in [&term.school.teacher, &term.school.observer, &term.school.admin] {
        let board = reader.slash("/leaderboard show metric:claim").await.message();
        assert_eq!(board.buttons(), ["The whole board"]);
    }
    let reader = &term.school.observer;
    let board = reader.slash("/leaderboard show").await.message();
    let begins = button_id(&board, "The whole board");
    for person in &term.people {
        assert!(!begins.contains(&person.id.to_string()), "a button names nobody");
    }
    let first = reader.click(&board, "The whole board").await.message();
    let before = places(&first.text());
    assert_eq!(before.iter().map(|(rank, _)| *rank).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
    assert!(first.text().contains("Page 1 of 2") && first.disabled_buttons() == ["Earlier"], "{}", first.text());

    // In between somebody comes in ahead of all others, and somebody leaves.
    let newcomer = term.school.learner("Newcomer");
    term.plays(&newcomer, 99.0).await;
    let left = term.people[4].slash("/leaderboard me show:hidden").await;
    assert!(left.is_ephemeral() && left.text().contains("on none of this server's boards"), "{}", left.text());
    let fresh = reader.slash("/leaderboard show").await.message();
    assert_ne!(places(&fresh.text())[0], before[0], "whoever begins now sees what is now");
    assert!(fresh.text().contains("13 people"), "{}", fresh.text());

    let second = reader.click(&first, "Later").await.message();
    let rest = places(&second.text());
    assert_eq!(rest.iter().map(|(rank, _)| *rank).collect::<Vec<_>>(), [11, 12, 13], "{}", second.text());
    assert!(second.disabled_buttons() == ["Later"] && second.text().contains("As it stood"), "{}", second.text());
    assert!(rest.iter().all(|place| !before.contains(place)), "nobody twice");
    let again = reader.click(&second, "Earlier").await.message();
    assert_eq!(places(&again.text()), before);

    // A button that somebody else has sent is worth nothing.
    let learner = &term.people[3];
    let own = learner.slash("/leaderboard show").await.message();
    let refused = learner.press(&own, &begins).answer().await.text();
    assert!(refused.contains("Only instructors and observers"), "{refused}");
    for forged in ["v1:board:9_all_1-1-1_a:0", "v1:board:-:0", "v1:board:0_all_zz-1-1_a:0"] {
        let told = reader.press(&board, forged).answer().await.text();
        assert!(told.contains("I don't know that control"), "{told}");
    }
    let far = reader.press(&board, "v1:board:0_all_1-1-7fffffffffffffff_a:0").answer().await.text();
    assert!(far.contains("Nobody stands here"), "{far}");
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn people_decide_how_they_are_seen() {
    let (term, bot) = Term::open().await;
    let best = &term.people[12];
    let now = best.slash("/leaderboard me").await.text();
    let alias = now.split("**").nth(1).unwrap().to_owned();
    assert!(now.contains("tells nobody who you are") && now.contains("show:hidden"), "{now}");
    let top = async || places(&term.people[0].slash("/leaderboard show").await.text())[0].1.clone();
    assert_eq!(top().await, alias);
    let told = best.slash("/leaderboard me show:name").await.text();
    assert!(told.contains("**Pupil-12**") || told.contains("Pupil\\-12"), "{told}");
    assert!(top().await.contains("Pupil"));
    best.slash("/leaderboard me name:@everyone **boo** <@1>").await;
    let hostile = term.people[0].slash("/leaderboard show").await.message();
    assert!(hostile.pinged().is_empty() && !hostile.text().contains("@everyone") && !hostile.text().contains("**boo**"));
    best.slash("/leaderboard me show:hidden").await;
    assert_ne!(top().await, alias);
    let own = best.slash("/leaderboard show").await.text();
    assert!(own.contains("chosen to be on no board") && own.contains("12 people"), "{own}");
    best.slash("/leaderboard me show:alias").await;
    assert_eq!(top().await, alias, "the same alias as before");
    let short = term.school.learner("Sol");
    let waits = short.slash("/leaderboard show").await.text();
    assert!(waits.contains("No rated run of yours is on this board yet"), "{waits}");
    assert!(bot.terminate().await.0.success());
}
