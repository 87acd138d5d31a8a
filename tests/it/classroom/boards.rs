//! Boards from invented scores: pages, neighbours, opting out, names, equals.

use sparring::classroom::{Metric, Scope};
use sparring::host::classroom::{Actor, BoardAsk, BoardPage, PageKey, Place, ShowAs};
use sparring::store::{Append, BeginAttempt, Created, ScoreRow, SessionRow};

use super::{DAY, HOUR, SCHOOL, START, School, draft, learner, person, teacher};
use crate::databases::{on_postgres, on_sqlite};

/// Ends a rated run with a score, as if it had been played.
async fn run(school: &School, challenge: &str, who: &str, number: i64, score: f64) {
    let (id, at) = (format!("{challenge}-{who}-{number}"), school.now());
    let kept = school.store.challenge(SCHOOL, challenge).await.unwrap().unwrap();
    let session = SessionRow {
        id: id.clone(),
        owner: who.into(),
        place: None,
        guild: Some(SCHOOL.into()),
        persona: kept.persona.clone(),
        persona_hash: kept.persona_hash.clone(),
        persona_text: String::new(),
        variant: kept.variant.clone(),
        difficulty: kept.difficulty.clone(),
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
    let attempt = BeginAttempt { guild: SCHOOL.into(), challenge: challenge.into(), number };
    assert_eq!(school.store.create_attempt(&session, &[], &attempt).await.unwrap(), Created::Done);
    let again = SessionRow { id: format!("{id}-again"), ..session.clone() };
    let taken = school.store.create_attempt(&again, &[], &attempt).await.unwrap();
    assert!(matches!(taken, Created::Taken(_)), "an attempt of a number begins once");
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
    let turn = Append {
        session: &id,
        expected_seq: 0,
        events: &[],
        status: "agreed",
        turns_used: 1,
        at,
        score: Some(&result),
    };
    school.store.append(turn).await.unwrap();
}

/// Three challenges and twelve people with two runs in each; the better their name's letter, the better they do.
async fn a_school(url: &str) -> (School, Vec<String>, Vec<String>) {
    let school = School::open(url).await;
    let people: Vec<String> = ('a'..='l').map(String::from).collect();
    let mut challenges = Vec::new();
    for _ in 0..3 {
        let mut terms = draft();
        (terms.sealed, terms.counting) = (false, "mean of first 2".parse().unwrap());
        challenges.push(school.host.create_challenge(&teacher(), terms, START).await.unwrap().id);
    }
    for who in &people {
        school.host.own_alias(&learner(who)).await.unwrap();
        for (which, challenge) in challenges.iter().enumerate() {
            for number in 1..=2 {
                school.at(school.now() + 60_000);
                let skill = f64::from(who.as_bytes()[0] - b'a') * 5.0;
                run(&school, challenge, who, number, 20.0 + skill + which as f64 + 3.0 * number as f64).await;
            }
        }
    }
    (school, challenges, people)
}

async fn page(school: &School, size: i64, from: Option<&PageKey>) -> BoardPage {
    school.host.board_page(&teacher(), &BoardAsk::default(), (size, from), school.now()).await.unwrap()
}

#[tokio::test]
async fn pages_stay_as_they_were_on_sqlite() {
    on_sqlite(pages_stay_as_they_were).await;
}

#[tokio::test]
async fn pages_stay_as_they_were_on_postgres() {
    on_postgres(pages_stay_as_they_were).await;
}

async fn pages_stay_as_they_were(url: String) {
    let (school, challenges, _) = a_school(&url).await;
    let whole = page(&school, 50, None).await;
    assert_eq!((whole.people, whole.places.len(), whole.next), (12, 12, None));
    let first = page(&school, 5, None).await;
    let mut read = first.places.clone();
    let mut next = first.next;
    // In between the last becomes the first, somebody leaves the boards, and a stranger comes in.
    school.at(school.now() + HOUR / 2);
    for challenge in &challenges {
        run(&school, challenge, "m", 1, 99.0).await;
        run(&school, challenge, "m", 2, 99.0).await;
    }
    school.host.show_on_boards(&learner("d"), &ShowAs::Hidden, school.now()).await.unwrap();
    assert_ne!(page(&school, 50, None).await.places, whole.places, "whoever begins now sees what is now");
    while let Some(key) = next {
        let more = page(&school, 5, Some(&key)).await;
        assert_eq!((more.snapshot, more.people), (whole.snapshot, 12));
        read.extend(more.places);
        next = more.next;
    }
    assert_eq!(read, whole.places, "who was reading reads on as it was, nobody twice and nobody skipped");
    let back = page(&school, 5, Some(&first.begins.behind(5))).await;
    assert_eq!((back.places.as_slice(), back.next), (&whole.places[5..10], Some(first.begins.behind(10))));
    assert!(page(&school, 5, Some(&first.begins.behind(99))).await.places.is_empty());
}

#[tokio::test]
async fn a_person_decides_how_to_be_seen() {
    on_sqlite(async |url| {
        let (school, challenges, _) = a_school(&url).await;
        let board = async |who: &str| {
            let ask = BoardAsk { metric: Metric::Claim, ..BoardAsk::default() };
            school.host.board(&learner(who), &ask, school.now()).await.unwrap()
        };
        let before = board("l").await;
        assert_eq!((before.people, before.own.place.as_ref().unwrap().rank), (12, 1));
        assert_eq!(before.own.percentile, Some(100.0 * 11.5 / 12.0));
        assert!(before.own.above.is_empty() && before.own.below.len() == 2);
        let middle = board("f").await.own;
        let ranks = |places: &[Place]| places.iter().map(|place| place.rank).collect::<Vec<_>>();
        assert_eq!(
            (ranks(&middle.above), middle.place.unwrap().rank, ranks(&middle.below)),
            (vec![5, 6], 7, vec![8, 9])
        );
        assert_eq!(before.top[0].name, school.host.own_alias(&learner("l")).await.unwrap(), "an alias at first");

        school.host.show_on_boards(&learner("l"), &ShowAs::Name("=Lea\u{7} 🦊".into()), school.now()).await.unwrap();
        assert_eq!(board("a").await.top[0].name, "=Lea 🦊");
        let long = ShowAs::Name("x".repeat(33));
        assert_eq!(school.host.show_on_boards(&learner("l"), &long, START).await.unwrap_err().code, "bad_name");

        school.host.show_on_boards(&learner("l"), &ShowAs::Hidden, school.now()).await.unwrap();
        let hidden = board("l").await;
        assert!(hidden.own.hidden && hidden.own.place.is_none() && hidden.people == 11);
        let second = board("k").await.own.place.unwrap();
        assert_eq!(
            (second.rank, second.value),
            (1, before.own.below[0].value),
            "others' figures stay: her runs still count"
        );
        let ask = BoardAsk { scope: Scope::Challenge(challenges[0].clone()), ..BoardAsk::default() };
        let of_one = school.host.board_page(&teacher(), &ask, (50, None), school.now()).await.unwrap();
        assert_eq!(of_one.places.len(), 11);
        let status = school.host.challenge_status(&teacher(), &challenges[0], &[], school.now()).await.unwrap();
        assert!(status.lines.iter().any(|line| line.person == "l" && line.counted.is_some()), "credit stays");

        school.host.show_on_boards(&learner("l"), &ShowAs::Alias, school.now()).await.unwrap();
        assert_eq!(board("l").await.own.place.unwrap().name, before.top[0].name);
    })
    .await;
}

#[tokio::test]
async fn a_board_waits_for_enough_and_equals_share_a_rank() {
    on_sqlite(async |url| {
        let school = School::open(&url).await;
        let mut challenges = Vec::new();
        for _ in 0..3 {
            let mut terms = draft();
            (terms.sealed, terms.counting) = (false, "mean of first 2".parse().unwrap());
            challenges.push(school.host.create_challenge(&teacher(), terms, START).await.unwrap().id);
        }
        for who in ["a", "b", "c"] {
            for (which, challenge) in challenges.iter().enumerate() {
                run(&school, challenge, who, 1, if who == "c" { 30.0 } else { 60.0 }).await;
                if which < 2 && who != "c" {
                    run(&school, challenge, who, 2, 70.0).await;
                }
            }
        }
        let page = page(&school, 10, None).await;
        assert_eq!(
            page.places.iter().map(|place| (place.rank, place.runs, place.challenges)).collect::<Vec<_>>(),
            [(1, 5, 3), (1, 5, 3)]
        );
        let second = self::page(&school, 1, Some(&page.begins.behind(1))).await;
        assert_eq!(second.places[0].rank, 1, "a page that begins among equals knows their rank");
        assert_eq!(second.begins.to_string().parse::<PageKey>().unwrap(), second.begins);
        let own = school.host.board(&learner("c"), &BoardAsk::default(), START).await.unwrap().own;
        assert_eq!((own.place, own.runs, own.challenges, own.percentile), (None, 3, 3, None), "three runs are too few");
        let own = school.host.board(&learner("a"), &BoardAsk::default(), START).await.unwrap().own;
        assert_eq!((own.place.unwrap().rank, own.percentile), (1, None), "two people make no percentile");
        // Practice, another server, somebody unknown: on no board.
        let elsewhere = Actor { guild: "999".into(), ..person("a", &["class"]) };
        let there = school.host.board(&elsewhere, &BoardAsk::default(), START + DAY).await.unwrap();
        assert_eq!((there.people, there.own.runs), (0, 0));
        assert_eq!("nonsense".parse::<PageKey>().unwrap_err().code, "unknown_page");
    })
    .await;
}

#[tokio::test]
async fn what_is_practice_enters_no_board() {
    on_sqlite(async |url| {
        let (school, challenges, _) = a_school(&url).await;
        let edit = sparring::host::classroom::Edit { rated: Some(false), ..Default::default() };
        school.host.edit_challenge(&teacher(), &challenges[0], edit, school.now()).await.unwrap();
        assert!(page(&school, 50, None).await.places.is_empty(), "four runs in two challenges are left of each");
    })
    .await;
}
