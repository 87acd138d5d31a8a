//! The host over a real database: what is stored, what is remembered, and what a player may read in an error.

use std::time::Duration;

use sparring::host::{Catalogue, Host, Incoming, Start};
use sparring::session::{Input, Status};
use sparring::store::{Created, Store, Stored};

struct House {
    _folder: tempfile::TempDir,
    store: Store,
    host: Host,
}

impl House {
    async fn open() -> Self {
        Self::with(Catalogue::embedded()).await
    }

    async fn with(catalogue: Catalogue) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("talks.db").to_string_lossy()).await.unwrap();
        House { host: Host::new(store.clone(), catalogue), store, _folder: folder }
    }

    async fn begin(&self, id: &str) {
        self.host.start(start(id, None), 0).await.unwrap();
    }

    async fn stored(&self, id: &str) -> usize {
        self.store.events(id).await.unwrap().len()
    }
}

fn start(id: &str, message: Option<&str>) -> Start {
    Start {
        owner: "ann".into(),
        persona: "hatchback".into(),
        id: Some(id.into()),
        message_id: message.map(Into::into),
        seed: 7,
        ..Start::default()
    }
}

fn incoming(input: Input, message: Option<&str>) -> Incoming {
    Incoming { author: "ann".into(), message_id: message.map(Into::into), input, at: 1 }
}

#[tokio::test]
async fn an_ended_session_answers_and_grows_no_more() {
    let house = House::open().await;
    house.begin("s").await;
    let ended = house.host.hear("s", incoming(Input::Accept(None), Some("m"))).await.unwrap();
    assert!(ended.turn.status == Status::Agreed && ended.debrief.is_some());
    // A debrief that can't be read any more must not keep the talk from answering.
    let spoil = |stored: Stored<'_>| match stored {
        Stored::Event(event) => event.body.clone(),
        Stored::Debrief { .. } => "{}".to_owned(),
    };
    house.store.blank_message("m", spoil).await.unwrap();
    let fresh = Host::new(house.store.clone(), Catalogue::embedded());
    for host in [&house.host, &fresh] {
        for input in [Input::Say("still there?".into()), Input::Undo, Input::Accept(None)] {
            let answer = host.hear("s", incoming(input, None)).await.unwrap();
            assert_eq!(answer.turn.refusal.unwrap().code, "over");
        }
    }
    assert_eq!(house.stored("s").await, 2);
    let again = fresh.hear("s", incoming(Input::Accept(None), Some("m"))).await.unwrap();
    assert!(again.repeated && again.turn.status == Status::Agreed);
}

#[tokio::test]
async fn a_step_nobody_waits_for_is_not_remembered() {
    let house = House::open().await;
    house.begin("s").await;
    for _ in 0..5 {
        let hearing = house.host.hear("s", incoming(Input::Say("hello".into()), None));
        // Polled once: the step is taken and its storing begun, then the caller is gone.
        let _ = tokio::time::timeout(Duration::ZERO, hearing).await;
        assert_eq!(house.host.resume("s").await.unwrap().transcript.len(), house.stored("s").await);
    }
    let before = house.stored("s").await;
    house.host.hear("s", incoming(Input::Say("hello".into()), None)).await.unwrap();
    assert_eq!(house.stored("s").await, before + 1);
}

#[tokio::test]
async fn a_start_delivered_twice_resumes_what_it_began() {
    let house = House::open().await;
    let once = house.host.start(start("first", Some("m")), 0).await.unwrap();
    let twice = house.host.start(start("second", Some("m")), 1).await.unwrap();
    assert_eq!((once.id.as_str(), twice.id.as_str()), ("first", "first"));
}

#[tokio::test]
async fn an_unknown_difficulty_is_no_normal_one() {
    let house = House::open().await;
    house.begin("s").await;
    let mut row = house.store.session("s").await.unwrap().unwrap();
    (row.id, row.difficulty) = ("other".into(), "brutal".into());
    assert_eq!(house.store.create(&row, &[]).await.unwrap(), Created::Done);
    assert_eq!(house.host.resume("other").await.unwrap_err().code, "unreadable");
}

#[tokio::test]
async fn a_faulty_persona_is_told_of_without_its_secrets() {
    let bytes = include_bytes!("../broken/secrets.yaml").to_vec();
    let house = House::with(Catalogue::embedded().with_files([("club/secrets.yaml".to_owned(), bytes)])).await;
    assert_eq!(house.host.faulty(), ["club/secrets.yaml"]);
    let refusal = house.host.briefing("secrets").unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "club/secrets.yaml has an error on line 24. `sparring check club/secrets.yaml` shows what to mend."
    );
    let variant = Start { variant: "harder".into(), ..start("s", None) };
    let refusal = house.host.start(variant, 0).await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "The counterpart \"hatchback\" has no variant \"harder\". There are: standard, hard, no_zopa."
    );
}

#[tokio::test]
async fn what_another_process_did_is_seen() {
    let house = House::open().await;
    house.begin("s").await;
    let other = Host::new(house.store.clone(), Catalogue::embedded());
    other.hear("s", incoming(Input::Say("Hello Marta.".into()), Some("m"))).await.unwrap();
    assert_eq!(house.host.resume("s").await.unwrap().transcript.len(), 2, "a turn");
    assert!(other.abandon("s", 2).await.unwrap());
    assert!(!house.host.resume("s").await.unwrap().open, "an end");
    assert!(!house.host.abandon("s", 3).await.unwrap(), "which only one of them brought about");
}
