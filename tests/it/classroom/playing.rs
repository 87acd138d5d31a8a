//! Who may begin an attempt, what is stored of it, and what stays sealed.

use sparring::classroom::{Extension, Progress};
use sparring::host::classroom::{Actor, Draft, Edit, Table};
use sparring::session::Input;

use super::{DAY, HOUR, SCHOOL, START, School, draft, learner, person, teacher};
use crate::databases::{on_postgres, on_sqlite};

#[tokio::test]
async fn attempts_follow_their_terms_on_sqlite() {
    on_sqlite(attempts_follow_their_terms).await;
}

#[tokio::test]
async fn attempts_follow_their_terms_on_postgres() {
    on_postgres(attempts_follow_their_terms).await;
}

async fn attempts_follow_their_terms(url: String) {
    let school = School::open(&url).await;
    let terms = Draft { opens_at: Some(START + HOUR), cool_down: 2 * HOUR, ..draft() };
    let challenge = school.host.create_challenge(&teacher(), terms, START).await.unwrap();
    let (ann, id) = (learner("ann"), challenge.id.as_str());
    let code = async |who: &Actor| school.play(who, id).await.unwrap_err().code;

    assert_eq!(code(&ann).await, "not_yet_open");
    school.at(START + HOUR);
    assert_eq!(code(&person("eve", &["other"])).await, "not_eligible");
    let elsewhere = Actor { guild: "999".into(), ..ann.clone() };
    assert_eq!(code(&elsewhere).await, "unknown_challenge");

    let first = school.play(&ann, id).await.unwrap();
    assert!(first.rated && first.open && first.challenge.as_deref() == Some(id));
    let under_way = school.play(&ann, id).await.unwrap_err();
    assert_eq!((under_way.code, under_way.session.as_deref()), ("already_open", Some(first.id.as_str())));
    school.hear(&first.id, "ann", Input::Accept(None)).await;
    assert_eq!(code(&ann).await, "cooling_down");
    school.at(START + 4 * HOUR);
    let second = school.play(&ann, id).await.unwrap();
    assert_ne!(first.seed, second.seed, "every attempt has a fresh seed");
    school.host.abandon(&second.id, school.now()).await.unwrap();
    school.at(START + DAY);
    assert_eq!(code(&ann).await, "over_limit");

    let attempts = school.store.attempts_by(SCHOOL, id, "ann").await.unwrap();
    let told: Vec<_> =
        attempts.iter().map(|a| (a.number, a.status.as_str(), a.ended_at.is_some(), a.ruleset.as_str())).collect();
    assert_eq!(told, [(1, "agreed", true, "1"), (2, "abandoned", true, "1")]);

    // One more attempt for her alone, later than all others.
    let more = Extension { person: "ann".into(), due_at: START + 8 * DAY, attempts: 1 };
    school.host.extend_for(&teacher(), id, (more, &["class".to_owned()]), school.now()).await.unwrap();
    // Not for somebody it isn't for; whoever has played it may have lost the role since.
    let more = |person: &str| Extension { person: person.into(), due_at: START + 8 * DAY, attempts: 1 };
    let refused = school.host.extend_for(&teacher(), id, (more("zoe"), &["guests".to_owned()]), school.now()).await;
    assert_eq!(refused.unwrap_err().code, "not_for");
    school.host.extend_for(&teacher(), id, (more("ann"), &[]), school.now()).await.unwrap();
    school.at(START + 7 * DAY + 1);
    assert_eq!(code(&learner("ben")).await, "late");
    let third = school.play(&ann, id).await.unwrap();
    school.host.close_challenge(&teacher(), id, school.now()).await.unwrap();
    school.at(START + 7 * DAY + 2);
    school.hear(&third.id, "ann", Input::Walk).await;
    school.hear(&third.id, "ann", Input::Say("yes".into())).await;
    assert_eq!(code(&ann).await, "closed");
    let status = school.host.challenge_status(&teacher(), id, &["ben".into()], school.now()).await.unwrap();
    let told: Vec<_> = status.lines.iter().map(|line| (line.person.as_str(), line.progress, line.used)).collect();
    assert_eq!(told, [("ann", Progress::Done, 3), ("ben", Progress::NotStarted, 0)]);
}

#[tokio::test]
async fn a_redelivered_start_is_the_same_attempt() {
    on_sqlite(async |url| {
        let school = School::open(&url).await;
        let id = school.host.create_challenge(&teacher(), draft(), START).await.unwrap().id;
        let table = Table { message_id: Some("i1".into()), ..Table::default() };
        let once = school.host.play_challenge(&learner("ann"), &id, table.clone(), START).await.unwrap();
        let twice = school.host.play_challenge(&learner("ann"), &id, table, START).await.unwrap();
        assert_eq!(once.id, twice.id);
        assert_eq!(school.store.attempts(SCHOOL, &id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_sealed_is_told_nowhere_before_its_time() {
    on_sqlite(async |url| {
        let school = School::open(&url).await;
        let id = school.host.create_challenge(&teacher(), draft(), START).await.unwrap().id;
        let ann = learner("ann");
        let live = school.play(&ann, &id).await.unwrap();
        school.hear(&live.id, "ann", Input::Say("What matters most to you?".into())).await;
        let ended = school.hear(&live.id, "ann", Input::Accept(None)).await;
        assert!(ended.debrief.is_none());
        assert_eq!(ended.sealed.unwrap().until, START + 7 * DAY);
        for check in 0..2 {
            let sealed = check == 0;
            let again = school.host.resume(&live.id).await.unwrap();
            assert_eq!((again.debrief.is_none(), again.sealed.is_some()), (sealed, sealed));
            assert_eq!(again.transcript.iter().all(|turn| turn.decided.is_none()), sealed);
            assert_eq!(school.host.deals(&live.id).await.unwrap().is_none(), sealed);
            let history = school.host.history("ann", 5, None).await.unwrap();
            assert_eq!((history[0].outcome.is_none(), history[0].learner.is_none()), (sealed, sealed));
            let export = school.host.export("ann").await.unwrap();
            assert_eq!(export.contains("counterfactuals"), !sealed);
            assert_eq!(export.contains("\"reservation\""), !sealed);
            let results = school.host.results(&teacher(), &id, &[], school.now()).await.unwrap();
            assert_eq!(results.sealed, sealed);
            assert_eq!(results.learners[0].attempts[0].learner_gain.is_none(), sealed);
            let observed = school.host.review(&person("olaf", &["guests"]), &live.id, school.now()).await.unwrap();
            assert_eq!(observed.live.debrief.is_none(), sealed);
            let review = school.host.review(&teacher(), &live.id, school.now()).await.unwrap();
            assert!(review.live.debrief.is_some(), "an instructor may look");
            school.at(START + 7 * DAY);
        }
    })
    .await;
}

#[tokio::test]
async fn terms_that_cannot_be_are_refused() {
    on_sqlite(async |url| {
        let school = School::open(&url).await;
        for (wrong, code) in [
            (Draft { roles: Vec::new(), ..draft() }, "bad_terms"),
            (Draft { due_at: START - 1, ..draft() }, "bad_terms"),
            (Draft { attempts: 0, ..draft() }, "bad_terms"),
            (Draft { counting: "mean of first 3".parse().unwrap(), ..draft() }, "bad_terms"),
            (Draft { zone: "Mars/Olympus".into(), ..draft() }, "unknown_zone"),
            (Draft { persona: "hatchbak".into(), ..draft() }, "unknown_persona"),
            (Draft { variant: "harder".into(), ..draft() }, "not_playable"),
        ] {
            assert_eq!(school.host.create_challenge(&teacher(), wrong, START).await.unwrap_err().code, code);
        }
        let id = school.host.create_challenge(&teacher(), draft(), START).await.unwrap().id;
        let edit = Edit { attempts: Some(99), ..Edit::default() };
        assert_eq!(school.host.edit_challenge(&teacher(), &id, edit, START).await.unwrap_err().code, "bad_terms");
    })
    .await;
}
