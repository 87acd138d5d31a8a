//! A whole class: thirty learners, three challenges with different terms, an extension, a dispute. At every stage each number
//! on status, results and boards is what the events say (see `expected`).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use sparring::classroom::{Challenge, Extension, Metric, Period, Progress, Scope};
use sparring::host::classroom::{BoardAsk, Draft, PageKey, Verdict};
use sparring::session::{Input, Status};

use super::expected::{Class, Run, on_board, seen};
use super::{DAY, HOUR, SCHOOL, START, School, draft, learner, teacher};
use crate::databases::{on_postgres, on_sqlite};

const EXTENDED: usize = 5;
const LATE: usize = 26;
const GIVES_UP: usize = 27;
const STOPS: usize = 28;
const ABSENT: usize = 29;

fn id(number: usize) -> String {
    format!("8138478876571{number:04}")
}

#[tokio::test]
async fn a_class_adds_up_on_sqlite() {
    on_sqlite(a_class_adds_up).await;
}

#[tokio::test]
async fn a_class_adds_up_on_postgres() {
    on_postgres(a_class_adds_up).await;
}

async fn a_class_adds_up(url: String) {
    let school = School::open(&url).await;
    let people: Vec<String> = (0..30).map(id).collect();
    let mut ids = Vec::new();
    for terms in [
        Draft { title: "Week 1".into(), ..draft() },
        Draft {
            title: "Any time".into(),
            variant: "hard".into(),
            attempts: 3,
            counting: "best".parse().unwrap(),
            sealed: false,
            due_at: START + 14 * DAY,
            ..draft()
        },
        Draft {
            title: "Week 2".into(),
            persona: "flat-3b".into(),
            members: people.clone(),
            roles: Vec::new(),
            counting: "mean of first 2".parse().unwrap(),
            ..draft()
        },
    ] {
        ids.push(school.host.create_challenge(&teacher(), terms, START).await.unwrap().id);
    }

    // The class plays, an hour apart, so that every talk ends at a time of its own.
    let mut clock = START;
    let mut late = None;
    for number in 0..30 {
        for (which, challenge) in ids.iter().enumerate() {
            for attempt in 0..attempts(number, which) {
                clock += 30 * 60_000;
                school.at(clock);
                let live = school.play(&learner(&id(number)), challenge).await.unwrap();
                match number {
                    LATE => late = Some(live.id),
                    STOPS => {}
                    GIVES_UP => assert!(school.host.abandon(&live.id, clock).await.unwrap()),
                    _ => talk(&school, &live.id, number, which, attempt).await,
                }
            }
        }
    }
    assert!(clock < START + 6 * DAY);
    let more = Extension { person: id(EXTENDED), due_at: START + 9 * DAY, attempts: 1 };
    school.host.extend_for(&teacher(), &ids[2], (more, &["class".to_owned()]), school.now()).await.unwrap();

    everything_adds_up(&school, &ids, &people).await;

    // Due: one talk ends too late; the extended learner plays on, and is the only one whose numbers stay sealed.
    school.at(START + 7 * DAY + HOUR);
    school.hear(&late.unwrap(), &id(LATE), Input::Accept(None)).await;
    let live = school.play(&learner(&id(EXTENDED)), &ids[2]).await.unwrap();
    talk(&school, &live.id, EXTENDED, 2, 2).await;
    assert!(school.play(&learner(&id(4)), &ids[2]).await.is_err_and(|error| error.code == "late"));
    let status = school.host.challenge_status(&teacher(), &ids[2], &people, school.now()).await.unwrap();
    let sealed: Vec<&str> = status.lines.iter().filter(|line| line.sealed).map(|line| line.person.as_str()).collect();
    assert_eq!(sealed, [id(EXTENDED)]);
    everything_adds_up(&school, &ids, &people).await;

    // A board that somebody is reading stays as it is while the last challenge comes in.
    school.at(START + 9 * DAY);
    let reading = first_page(&school).await;
    everything_adds_up(&school, &ids, &people).await;

    // A learner disputes a row; it is changed; score, results and boards follow.
    let disputed = disputed(&school, &ids[1], &people).await;
    let review = school.host.review(&teacher(), &disputed.session, school.now()).await.unwrap();
    assert_eq!(review.disputes.len(), 1);
    let before = school.store.score(&disputed.session).await.unwrap().unwrap().score;
    school.at(START + 9 * DAY + HOUR);
    let verdict = (Verdict::Change(Some(disputed.other)), "You did, in other words.");
    let ruled = school.host.rule(&teacher(), &disputed.id, verdict, school.now()).await.unwrap();
    assert_eq!((ruled.score_was, ruled.score_ruled != before), (before, true));
    let again = school.host.rule(&teacher(), &disputed.id, verdict, school.now()).await;
    assert!(again.is_err_and(|error| error.code == "ruled"));
    let log = school.host.log(&teacher(), 50, None).await.unwrap();
    let actions: BTreeSet<&str> = log.iter().map(|entry| entry.action.as_str()).collect();
    for action in ["challenge.create", "challenge.extend", "review", "dispute.open", "dispute.rule"] {
        assert!(actions.contains(action), "{action} is in the log");
    }
    everything_adds_up(&school, &ids, &people).await;
    assert_eq!(first_page(&school).await.0, reading.0, "it has the same people");
}

/// How many attempts a learner makes at a challenge: enough for a third of the class to be listed.
fn attempts(number: usize, which: usize) -> usize {
    match number {
        ABSENT => 0,
        LATE..=STOPS => usize::from(which == 0),
        _ => [1 + number % 2, 1 + number % 3, 1 + number.is_multiple_of(3) as usize][which],
    }
}

/// A short talk, different from learner to learner and attempt to attempt.
async fn talk(school: &School, session: &str, number: usize, which: usize, attempt: usize) {
    let who = id(number);
    let offer = |step: usize| {
        let terms = match which {
            2 => json!({ "offer": { "rent": 840 + 10 * step, "lease": "24mo", "pet": "yes_with_cleaning" } }),
            _ => {
                json!({ "offer": { "price": 5900 + 50 * step, "winter_tyres": "with" }, "reason": "two others are at £6,200" })
            }
        };
        Input::Offer(serde_json::from_value(terms).unwrap())
    };
    let say = |text: &str| Input::Say(text.into());
    let moves = match (number + 2 * attempt + which) % 5 {
        0 => vec![],
        1 => vec![say("How did you get to that number?")],
        2 => vec![offer(number % 7), say("What matters most to you here?"), offer(number % 7 + 3)],
        3 => vec![say("What matters most to you here?"), offer(number % 5 + 2)],
        _ => vec![offer(number % 11), offer(number % 11 + 1), Input::Walk],
    };
    for input in moves.into_iter().chain([Input::Accept(None)]) {
        let told = school.hear(session, &who, input).await;
        if told.turn.status != Status::Open {
            return;
        }
    }
    panic!("the talk of {number} did not end");
}

/// The first page of the whole board as staff reads it, and where it goes on.
async fn first_page(school: &School) -> (BTreeSet<String>, Option<PageKey>) {
    let page = school.host.board_page(&teacher(), &BoardAsk::default(), (4, None), school.now()).await.unwrap();
    let mut names: BTreeSet<String> = page.places.into_iter().map(|place| place.name).collect();
    let mut next = page.next;
    while let Some(key) = next {
        let key: PageKey = key.to_string().parse().unwrap();
        let more =
            school.host.board_page(&teacher(), &BoardAsk::default(), (4, Some(&key)), school.now()).await.unwrap();
        names.extend(more.places.into_iter().map(|place| place.name));
        next = more.next;
    }
    (names, page.next)
}

struct Disputed {
    id: String,
    session: String,
    other: u8,
}

/// A listed learner disputes a row that counts toward the score.
async fn disputed(school: &School, challenge: &str, people: &[String]) -> Disputed {
    for person in people {
        let own = school.store.attempts_by(SCHOOL, challenge, person).await.unwrap();
        for attempt in own.iter().filter(|attempt| attempt.counts) {
            let debrief = school.host.resume(&attempt.session).await.unwrap().debrief.unwrap();
            let row = debrief.rows.iter().find(|row| row.score.is_some() && row.component.weight() > 0.0);
            let Some(row) = row else { continue };
            let other = if row.score == Some(2) { 0 } else { 2 };
            let reason = "=I did ask, \"twice\", in other words 🙂";
            let (who, at) = (learner(person), school.now());
            let found = school.host.dispute(&who, &attempt.session, (row.concept, row.turn), reason, at).await.unwrap();
            return Disputed { id: found.id, session: attempt.session.clone(), other };
        }
    }
    panic!("no row counts toward any score");
}

async fn everything_adds_up(school: &School, ids: &[String], people: &[String]) {
    let (store, now) = (&school.store, school.now());
    let mut class =
        Class { challenges: Vec::new(), extensions: BTreeMap::new(), seen: seen(store, SCHOOL, people).await };
    for id in ids {
        class.challenges.push(school.host.challenge(&teacher(), id).await.unwrap());
        class.extensions.insert(id.clone(), store.extensions(SCHOOL, id).await.unwrap());
    }
    let mut scores = 0;
    for challenge in &class.challenges {
        scores += status_and_results_add_up(school, &class, challenge, people).await;
    }
    assert!(scores >= 20, "there are scores to compare: {scores}");
    let runs = class.runs(now);
    assert!(runs.len() >= 20, "there are runs to compare: {}", runs.len());
    boards_add_up(school, &class, &runs, people).await;
}

async fn status_and_results_add_up(school: &School, class: &Class, challenge: &Challenge, people: &[String]) -> usize {
    let now = school.now();
    let status = school.host.challenge_status(&teacher(), &challenge.id, people, now).await.unwrap();
    let results = school.host.results(&teacher(), &challenge.id, people, now).await.unwrap();
    assert_eq!((status.lines.len(), results.learners.len()), (30, 30));
    let mut scores = 0;
    for (line, result) in status.lines.iter().zip(&results.learners) {
        let person = line.person.as_str();
        assert_eq!(line, &result.line, "status and results say the same");
        let own = class.of(challenge, person);
        let due = class.due(challenge, person);
        let sealed = challenge.sealed && now < due;
        let extension = class.extensions[&challenge.id].iter().find(|extension| extension.person == person);
        let in_time: Vec<_> = own.iter().filter(|seen| seen.ended_at.is_some_and(|at| at <= due)).collect();
        let progress = if own.is_empty() {
            Progress::NotStarted
        } else if own.iter().any(|seen| seen.ended_at.is_none()) {
            Progress::Playing
        } else if in_time.iter().any(|seen| seen.status != "abandoned") {
            Progress::Done
        } else if in_time.is_empty() {
            Progress::Late
        } else {
            Progress::GivenUp
        };
        let counted = class.counted(challenge, person).filter(|_| !sealed);
        assert_eq!((line.progress, line.used as usize), (progress, own.len()), "{person}");
        assert_eq!(line.allowed, challenge.attempts + extension.map_or(0, |extension| extension.attempts));
        assert_eq!((line.due_at, line.sealed, line.extended), (due, sealed, extension.is_some()));
        assert_eq!(
            line.counted.as_ref().map(|counted| counted.attempts.clone()),
            counted.as_ref().map(|one| one.0.clone())
        );
        near(line.counted.as_ref().map(|counted| counted.score), counted.as_ref().map(|one| one.1));
        near(line.best, class.best(challenge, person).filter(|_| !sealed));
        assert_eq!(result.attempts.len(), own.len());
        for (attempt, seen) in result.attempts.iter().zip(own) {
            let told = !sealed && seen.ended_at.is_some();
            assert_eq!((&attempt.session, attempt.number, &attempt.status), (&seen.session, seen.number, &seen.status));
            assert_eq!((attempt.ended_at, attempt.late), (seen.ended_at, seen.ended_at.is_some_and(|at| at > due)));
            near(attempt.score, seen.figures[0].filter(|_| told));
            near(attempt.claim, seen.claim.filter(|_| told));
            near(attempt.create, seen.create.filter(|_| told));
            near(attempt.dials[4], seen.figures[3].filter(|_| told));
            let gains = attempt.learner_gain.zip(attempt.counterpart_gain);
            assert_eq!(gains, seen.gains.filter(|_| told));
            let counts = counted.as_ref().is_some_and(|one| !attempt.late && one.0.contains(&seen.number));
            assert_eq!(attempt.counts, counts);
            scores += usize::from(attempt.score.is_some());
        }
    }
    scores
}

async fn boards_add_up(school: &School, class: &Class, runs: &[Run], people: &[String]) {
    let now = school.now();
    let mut names = BTreeMap::new();
    for person in people {
        if let Some(alias) = school.store.alias(SCHOOL, person).await.unwrap() {
            names.insert(person.clone(), alias.alias);
        }
    }
    let mut scopes = vec![Scope::All, Scope::Persona("hatchback".into()), Scope::Persona("flat-3b".into())];
    scopes.extend(class.challenges.iter().map(|challenge| Scope::Challenge(challenge.id.clone())));
    let months = [Period::All, Period::month_of(START), "2020-01".parse().unwrap()];
    let mut places = 0;
    for scope in &scopes {
        for period in months {
            for (metric, by) in Metric::ALL.into_iter().enumerate() {
                let whole_time = matches!(scope, Scope::Challenge(_));
                let in_period =
                    |run: &&Run| whole_time || period == Period::All || Period::month_of(run.ended_at) == period;
                let in_scope = |run: &&Run| match scope {
                    Scope::All => true,
                    Scope::Persona(id) => run.persona == *id,
                    Scope::Challenge(id) => run.challenge == *id,
                };
                let mut expected: Vec<(String, f64, usize)> = Vec::new();
                for person in people {
                    let own: Vec<&Run> = runs.iter().filter(|run| run.person == *person).filter(in_period).collect();
                    let challenges: BTreeSet<&str> = own.iter().map(|run| run.challenge.as_str()).collect();
                    if own.len() < 5 || challenges.len() < 3 {
                        continue;
                    }
                    let own: Vec<&Run> = own.into_iter().filter(in_scope).collect();
                    expected.extend(on_board(&own, metric).map(|value| (names[person].clone(), value, own.len())));
                }
                expected.sort_by(|a, b| b.1.total_cmp(&a.1));
                let ask = BoardAsk { metric: by, scope: scope.clone(), period };
                let page = school.host.board_page(&teacher(), &ask, (50, None), now).await.unwrap();
                assert_eq!(page.places.len(), expected.len(), "{ask:?}");
                assert_eq!(page.people as usize, expected.len());
                for (place, (_, value, _)) in page.places.iter().zip(&expected) {
                    near(Some(place.value), Some(*value));
                    let better = expected.iter().filter(|(_, other, _)| *other > *value + 1e-9).count();
                    assert_eq!(place.rank as usize, better + 1);
                    let named = expected.iter().find(|(name, ..)| *name == place.name).expect("somebody who is listed");
                    near(Some(named.1), Some(place.value));
                    assert_eq!(place.runs as usize, named.2);
                }
                places += page.places.len();
                if *scope == Scope::All && period == Period::All {
                    own_places_add_up(school, &ask, &expected, &names).await;
                }
            }
        }
    }
    if now >= START + 9 * DAY {
        assert!(places > 100, "there are places to compare: {places}");
    }
}

/// What everybody sees: the top three, and the own place with two neighbours on each side.
async fn own_places_add_up(
    school: &School,
    ask: &BoardAsk,
    expected: &[(String, f64, usize)],
    names: &BTreeMap<String, String>,
) {
    for (person, name) in names {
        let board = school.host.board(&learner(person), ask, school.now()).await.unwrap();
        assert_eq!(board.top.len(), expected.len().min(3));
        for (place, (_, value, _)) in board.top.iter().zip(expected) {
            near(Some(place.value), Some(*value));
        }
        let Some(at) = expected.iter().position(|(listed, ..)| listed == name) else {
            assert!(board.own.place.is_none() && board.own.percentile.is_none());
            continue;
        };
        let value = expected[at].1;
        let own = board.own.place.unwrap();
        near(Some(own.value), Some(value));
        let below = expected.iter().filter(|(_, other, _)| *other < value - 1e-9).count() as f64;
        let equal = expected.iter().filter(|(_, other, _)| (other - value).abs() <= 1e-9).count() as f64;
        let n = expected.len();
        near(board.own.percentile, (n >= 8).then(|| 100.0 * (below + equal / 2.0) / n as f64));
        let beside: Vec<f64> =
            board.own.above.iter().chain([&own]).chain(&board.own.below).map(|place| place.value).collect();
        assert!(beside.is_sorted_by(|a, b| a >= b), "{beside:?}");
        if equal == 1.0 {
            let around = &expected[at.saturating_sub(2)..(at + 3).min(n)];
            assert_eq!(beside.len(), around.len());
            for (shown, (_, value, _)) in beside.iter().zip(around) {
                near(Some(*shown), Some(*value));
            }
        }
        for place in board.own.above.iter().chain(&board.own.below) {
            let better = expected.iter().filter(|(_, other, _)| *other > place.value + 1e-9).count();
            assert_eq!(place.rank as usize, better + 1);
        }
    }
}

#[track_caller]
fn near(found: Option<f64>, expected: Option<f64>) {
    match (found, expected) {
        (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-6, "{found} is not {expected}"),
        (found, expected) => assert_eq!(found, expected),
    }
}
