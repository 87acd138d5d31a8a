//! One story that uses everything the store can do, told on SQLite and on Postgres.

use std::path::Path;

use sparring::store::{
    Append, Appended, Created, ERASED, NewEvent, OPEN, ScoreRow, SessionRow, Store, Stored, migrations,
};

use crate::databases::{on_postgres, on_sqlite};

const NOON: i64 = 1_790_000_000_000;
const ANN: &str = "81384788765712384";
const BEN: &str = "90071992547409929";
const SCHOOL: &str = "41771983423143937";

#[tokio::test]
async fn the_story_on_sqlite() {
    on_sqlite(async |url| {
        let file = url.trim_start_matches("sqlite:").to_owned();
        story(url).await;
        nothing_of_ann_is_in_the_files(Path::new(&file));
    })
    .await;
}

#[tokio::test]
async fn the_story_on_postgres() {
    on_postgres(story).await;
}

/// A fresh session of a persona in a thread; `place` none is a terminal's.
pub(crate) fn session(id: &str, owner: &str, place: Option<&str>) -> SessionRow {
    SessionRow {
        id: id.into(),
        owner: owner.into(),
        place: place.map(Into::into),
        guild: place.map(|_| SCHOOL.into()),
        persona: "hatchback".into(),
        persona_hash: "9f2c".into(),
        persona_text: "id: hatchback\ncounterpart: {reservation: 6050}\n".into(),
        variant: "standard".into(),
        difficulty: "normal".into(),
        seed: u64::MAX as i64,
        engine: "0.1.0".into(),
        ruleset: "1".into(),
        rated: true,
        status: OPEN.into(),
        turns_used: 0,
        next_seq: 0,
        created_at: NOON,
        updated_at: NOON,
        ended_at: None,
        challenge: None,
        reservation: None,
    }
}

pub(crate) fn event(message_id: Option<&str>, kind: &str, text: &str) -> NewEvent {
    NewEvent {
        message_id: message_id.map(Into::into),
        at: NOON,
        kind: kind.into(),
        body: format!(r#"{{"text":"{text}"}}"#),
    }
}

pub(crate) fn turn<'a>(session: &'a str, expected_seq: i64, events: &'a [NewEvent]) -> Append<'a> {
    Append { session, expected_seq, events, status: OPEN, turns_used: 1, at: NOON + 60_000, score: None }
}

fn score(session: &str, score: Option<f64>) -> ScoreRow {
    ScoreRow {
        session: session.into(),
        outcome: Some(71.6),
        information: Some(50.0),
        process: None,
        closing: Some(0.0),
        relationship: Some(88.0),
        score,
        learner: Some(710),
        counterpart: Some(520),
        value_claimed: Some(0.5868),
        value_created: None,
        debrief: format!(r#"{{"quote":"{session} could not go over 6,900"}}"#),
        ended_at: NOON + 120_000,
    }
}

async fn story(url: String) {
    let store = Store::open(&url).await.unwrap();
    store.ping().await.unwrap();
    begins(&store).await;
    goes_on(&store).await;
    survives_a_restart(&store, &url).await;
    ends(&store).await;
    is_compared(&store).await;
    is_blanked(&store).await;
    is_exported_and_erased(&store).await;
    keeps_settings(&store).await;
    store.close().await;
}

async fn begins(store: &Store) {
    let opening = [event(Some("click-1"), "opened", "Evening. You came about the car?")];
    let ann = session("ann-1", ANN, Some("thread-1"));
    assert_eq!(store.create(&ann, &opening).await.unwrap(), Created::Done);
    let kept = store.session("ann-1").await.unwrap().unwrap();
    assert_eq!(kept, SessionRow { next_seq: 1, ..ann.clone() }, "what was stored comes back as it was");

    // Discord delivers the click twice; Ann opens a second session with the same person; somebody uses her thread.
    assert_eq!(store.create(&ann, &opening).await.unwrap(), Created::Duplicate("click-1".into()));
    let taken = Created::Taken("ann-1".into());
    assert_eq!(store.create(&session("ann-2", ANN, Some("thread-2")), &[]).await.unwrap(), taken);
    assert_eq!(store.create(&session("ben-1", BEN, Some("thread-1")), &[]).await.unwrap(), taken);
    assert_eq!(store.create(&session("ann-1", "terminal", None), &[]).await.unwrap(), taken);
    assert!(store.session("ann-2").await.unwrap().is_none() && store.session("ben-1").await.unwrap().is_none());

    // Ben plays elsewhere; a terminal may keep several sessions open.
    assert_eq!(store.create(&session("ben-1", BEN, Some("thread-3")), &[]).await.unwrap(), Created::Done);
    for id in ["term-1", "term-2"] {
        assert_eq!(store.create(&session(id, "terminal", None), &[]).await.unwrap(), Created::Done);
    }
    assert_eq!(store.live(ANN, "hatchback").await.unwrap().unwrap().id, "ann-1");
    assert_eq!(store.live(ANN, "salary").await.unwrap(), None);
    assert_eq!(store.live_in("thread-3").await.unwrap().unwrap().id, "ben-1");
    assert_eq!(store.live_all().await.unwrap().len(), 4);
    assert_eq!(store.open_sessions("terminal").await.unwrap().len(), 2);
}

async fn goes_on(store: &Store) {
    let asked = [event(Some("m-1"), "heard", "Is £5,900 possible? — naïve, I know 🙂"), event(None, "said", "No.")];
    assert_eq!(store.append(turn("ann-1", 1, &asked)).await.unwrap(), Appended::Done);
    let kept = store.session("ann-1").await.unwrap().unwrap();
    assert_eq!((kept.next_seq, kept.turns_used, kept.updated_at), (3, 1, NOON + 60_000));
    assert_eq!((kept.is_open(), kept.ended_at, kept.turns_used), (true, None, 1));
    let events = store.events("ann-1").await.unwrap();
    assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(events[1].body, asked[0].body);
    assert_eq!(store.event_of("m-1").await.unwrap().unwrap(), events[1]);

    // The same message again, by a process that knows of it and by one that doesn't.
    for seen in [3, 1] {
        assert_eq!(store.append(turn("ann-1", seen, &asked)).await.unwrap(), Appended::Duplicate("m-1".into()));
    }
    // Another message, by a process that has missed the last turn, or that is ahead; and one for no session.
    let late = [event(Some("m-2"), "heard", "Hello?")];
    for (id, seen) in [("ann-1", 1), ("ann-1", 7), ("nobody", 0)] {
        assert_eq!(store.append(turn(id, seen, &late)).await.unwrap(), Appended::Conflict);
    }
    assert_eq!(store.events("ann-1").await.unwrap(), events, "none of them left a trace");
    assert_eq!(store.session("ann-1").await.unwrap().unwrap(), kept);
}

async fn survives_a_restart(store: &Store, url: &str) {
    let second = Store::open(url).await.unwrap();
    assert_eq!(second.session("ann-1").await.unwrap(), store.session("ann-1").await.unwrap());
    second.close().await;
}

async fn ends(store: &Store) {
    let deal = [event(Some("m-3"), "heard", "Deal, then: 6,450 with the tyres."), event(None, "ended", "Done.")];
    let result = score("ann-1", Some(67.4));
    let last =
        Append { status: "agreed", turns_used: 2, at: NOON + 120_000, score: Some(&result), ..turn("ann-1", 3, &deal) };
    assert_eq!(store.append(last).await.unwrap(), Appended::Done);
    let kept = store.session("ann-1").await.unwrap().unwrap();
    assert_eq!((kept.status.as_str(), kept.ended_at, kept.next_seq), ("agreed", Some(NOON + 120_000), 5));
    assert_eq!(store.score("ann-1").await.unwrap(), Some(result.clone()));
    assert_eq!(store.score("ben-1").await.unwrap(), None);
    assert_eq!(store.live(ANN, "hatchback").await.unwrap(), None);

    // A second end with another score changes nothing, not even the events that came with it.
    let again = [event(Some("m-4"), "ended", "Again.")];
    let worse = ScoreRow { score: Some(1.0), ..result.clone() };
    let twice = Append { status: "walked", score: Some(&worse), ..turn("ann-1", 5, &again) };
    assert_eq!(store.append(twice).await.unwrap(), Appended::Conflict);
    assert_eq!(store.event_of("m-4").await.unwrap(), None);
    assert_eq!(store.score("ann-1").await.unwrap(), Some(result));

    // Nor does a turn of a process that hasn't noticed the end: what is over doesn't open again.
    let late = [event(Some("m-5"), "heard", "One more thing."), event(None, "said", "Yes?")];
    assert_eq!(store.append(turn("ann-1", 5, &late)).await.unwrap(), Appended::Conflict);
    assert_eq!(store.session("ann-1").await.unwrap().unwrap().status, "agreed");
    assert_eq!(store.event_of("m-5").await.unwrap(), None);

    // Now Ann may meet the same person again, in the same thread. She walks; there is no score for it.
    assert_eq!(store.create(&session("ann-2", ANN, Some("thread-1")), &[]).await.unwrap(), Created::Done);
    let walked = Append { status: "walked", at: NOON + 120_000, ..turn("ann-2", 0, &[]) };
    assert_eq!(store.append(walked).await.unwrap(), Appended::Done);
    assert_eq!(store.create(&session("ann-3", ANN, Some("thread-1")), &[]).await.unwrap(), Created::Done);
    let better = score("ann-3", Some(80.0));
    let agreed = Append { status: "agreed", at: NOON + 180_000, score: Some(&better), ..turn("ann-3", 0, &[]) };
    assert_eq!(store.append(agreed).await.unwrap(), Appended::Done);
}

async fn is_compared(store: &Store) {
    let history = store.history(ANN, 10, None).await.unwrap();
    let told: Vec<_> = history.iter().map(|row| (row.id.as_str(), row.status.as_str(), row.score, row.rated)).collect();
    let expected =
        [("ann-3", "agreed", Some(80.0), true), ("ann-1", "agreed", Some(67.4), true), ("ann-2", "walked", None, true)];
    assert_eq!(told, expected, "newest first; two ended in the same millisecond");
    let first = store.history(ANN, 2, None).await.unwrap();
    let rest = store.history(ANN, 2, Some(&first[1].cursor())).await.unwrap();
    assert_eq!([first, rest].concat(), history, "pages neither skip nor repeat");
    assert!(store.history(BEN, 10, None).await.unwrap().is_empty(), "an open session is no history");

    let result = score("ben-1", Some(70.0));
    let end = Append { status: "broken_off", score: Some(&result), ..turn("ben-1", 0, &[]) };
    assert_eq!(store.append(end).await.unwrap(), Appended::Done);
}

async fn is_blanked(store: &Store) {
    let blank = |stored: Stored<'_>| match stored {
        Stored::Event(event) => format!(r#"{{"blanked":"{}"}}"#, event.kind),
        Stored::Debrief { seq, body } => body.replace("ann-1 could not go over 6,900", &format!("blanked {seq}")),
    };
    assert_eq!(store.blank_message("m-1", blank).await.unwrap().as_deref(), Some("ann-1"));
    assert_eq!(store.blank_message("never seen", blank).await.unwrap(), None);
    let events = store.events("ann-1").await.unwrap();
    assert_eq!(events[1].body, r#"{"blanked":"heard"}"#);
    assert_eq!(events[3].body, r#"{"text":"Deal, then: 6,450 with the tyres."}"#, "other messages stay");
    assert_eq!(store.score("ann-1").await.unwrap().unwrap().debrief, r#"{"quote":"blanked 1"}"#);
    let again = [event(Some("m-1"), "heard", "Is £5,900 possible?")];
    assert_eq!(store.append(turn("ann-1", 5, &again)).await.unwrap(), Appended::Duplicate("m-1".into()));
}

async fn is_exported_and_erased(store: &Store) {
    assert_eq!(store.create(&session("ann-4", ANN, Some("thread-1")), &[]).await.unwrap(), Created::Done);
    let export = store.export(ANN).await.unwrap();
    let told: Vec<_> =
        export.iter().map(|row| (row.session.id.as_str(), row.events.len(), row.score.is_some())).collect();
    assert_eq!(told, [("ann-1", 5, true), ("ann-2", 0, false), ("ann-3", 0, true), ("ann-4", 0, false)]);
    let text = serde_json::to_string(&export).unwrap();
    assert!(text.contains("6,450 with the tyres") && !text.contains("reservation"), "her words, not the hidden side");

    assert_eq!(store.erase(ANN).await.unwrap(), 4);
    assert!(store.export(ANN).await.unwrap().is_empty());
    assert!(
        store.history(ANN, 10, None).await.unwrap().is_empty() && store.live_in("thread-1").await.unwrap().is_none()
    );
    let kept = store.session("ann-1").await.unwrap().unwrap();
    assert_eq!((kept.owner.as_str(), kept.place, kept.guild), (ERASED, None, None));
    assert_eq!(store.session("ann-4").await.unwrap().unwrap().status, "abandoned");
    assert!(store.events("ann-1").await.unwrap().is_empty());
    let numbers = store.score("ann-1").await.unwrap().unwrap();
    assert_eq!((numbers.score, numbers.learner, numbers.debrief.as_str()), (Some(67.4), Some(710), "{}"));

    // A turn of hers that was under way elsewhere comes too late.
    let late = [event(Some("m-9"), "heard", "Still there?")];
    for seen in [0, 5] {
        assert_eq!(store.append(turn("ann-4", seen, &late)).await.unwrap(), Appended::Conflict);
    }
    assert_eq!(store.erase(ANN).await.unwrap(), 0);
    assert_eq!(store.history(BEN, 10, None).await.unwrap().len(), 1, "Ben's are untouched");
}

async fn keeps_settings(store: &Store) {
    store.set(SCHOOL, "threads", Some("private")).await.unwrap();
    store.set(SCHOOL, "threads", Some("public")).await.unwrap();
    store.set(SCHOOL, "language", Some("en")).await.unwrap();
    store.set(SCHOOL, "language", None).await.unwrap();
    assert_eq!(store.setting(SCHOOL, "threads").await.unwrap().as_deref(), Some("public"));
    assert_eq!(store.setting(SCHOOL, "language").await.unwrap(), None);
    let all: Vec<_> = store.settings(SCHOOL).await.unwrap().into_iter().map(|row| (row.name, row.value)).collect();
    assert_eq!(all, [("threads".to_owned(), "public".to_owned())]);
    assert!(store.settings("elsewhere").await.unwrap().is_empty());
    assert!(migrations(0).iter().next().is_none(), "version 0 is an empty database");
}

/// Erased is erased: neither the file nor its journal still holds the bytes.
fn nothing_of_ann_is_in_the_files(file: &Path) {
    let mut read = 0;
    for entry in std::fs::read_dir(file.parent().unwrap()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        read += bytes.len();
        for trace in [ANN, "6,450 with the tyres", "naïve, I know", "ann-1 could not", "thread-1"] {
            let found = bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
            assert!(!found, "{trace:?} is still in the file");
        }
    }
    assert!(read > 4096, "there was something to look through");
}
