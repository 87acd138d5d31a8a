//! Several writers at once: whatever they do, a session stays one line of events, and each message is handled once.

use sparring::store::{Appended, Created, Store};

use crate::{
    databases::{on_postgres, on_sqlite},
    store_story::{event, session, turn},
};

/// As many processes as a small cluster has.
const WRITERS: usize = 6;
const TURNS: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_settle_on_sqlite() {
    on_sqlite(race).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_settle_on_postgres() {
    on_postgres(race).await;
}

async fn race(url: String) {
    let stores = all_open_a_fresh_database(&url).await;
    one_of_them_begins_the_session(&stores).await;
    every_message_is_stored_once(&stores).await;
    for store in stores {
        store.close().await;
    }
}

async fn all_open_a_fresh_database(url: &str) -> Vec<Store> {
    let opening: Vec<_> = (0..WRITERS)
        .map(|_| {
            let url = url.to_owned();
            tokio::spawn(async move { Store::open(&url).await })
        })
        .collect();
    let mut stores = Vec::new();
    for open in opening {
        stores.push(open.await.unwrap().expect("processes that start together all get in"));
    }
    stores
}

async fn one_of_them_begins_the_session(stores: &[Store]) {
    let tries: Vec<_> = (0..WRITERS)
        .map(|n| {
            let store = stores[n].clone();
            tokio::spawn(
                async move { store.create(&session(&format!("s-{n}"), "ann", Some(&format!("t-{n}"))), &[]).await },
            )
        })
        .collect();
    let mut outcomes = Vec::new();
    for attempt in tries {
        outcomes.push(attempt.await.unwrap().unwrap());
    }
    let winner = stores[0].live("ann", "hatchback").await.unwrap().unwrap().id;
    for (n, outcome) in outcomes.into_iter().enumerate() {
        let expected = if winner == format!("s-{n}") { Created::Done } else { Created::Taken(winner.clone()) };
        assert_eq!(outcome, expected);
    }
}

/// Every process is given every message, as after a hand-over of shards; each loads, tries, and tries again.
async fn every_message_is_stored_once(stores: &[Store]) {
    let id = stores[0].live("ann", "hatchback").await.unwrap().unwrap().id;
    let writers: Vec<_> = stores
        .iter()
        .cloned()
        .map(|store| {
            let id = id.clone();
            tokio::spawn(async move {
                let mut stored = 0;
                for message in 0..TURNS {
                    let events = [event(Some(&format!("m-{message}")), "heard", "x"), event(None, "said", "y")];
                    loop {
                        let seen = store.session(&id).await.unwrap().unwrap().next_seq;
                        match store.append(turn(&id, seen, &events)).await.unwrap() {
                            Appended::Done => break stored += 1,
                            Appended::Duplicate(_) => break,
                            Appended::Conflict => {}
                        }
                    }
                }
                stored
            })
        })
        .collect();
    let mut stored = 0;
    for writer in writers {
        stored += writer.await.unwrap();
    }
    assert_eq!(stored, TURNS, "each message had one winner");
    let events = stores[0].events(&id).await.unwrap();
    assert!(events.iter().map(|event| event.seq).eq(0..2 * TURNS as i64), "one line of events without gaps");
    let messages: Vec<_> = events.iter().filter_map(|event| event.message_id.clone()).collect();
    assert_eq!(messages, (0..TURNS).map(|n| format!("m-{n}")).collect::<Vec<_>>());
}
