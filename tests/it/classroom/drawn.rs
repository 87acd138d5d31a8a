//! The limit that is drawn for every attempt.

use sparring::host::{Catalogue, Host};
use sparring::session::Input;

use super::{START, School, draft, learner, teacher};
use crate::databases::on_sqlite;

#[tokio::test]
async fn every_attempt_has_its_own_limit_and_keeps_it() {
    on_sqlite(async |url| {
        let school = School::open(&url).await;
        let mut terms = draft();
        (terms.sealed, terms.one_seed) = (false, true);
        let id = school.host.create_challenge(&teacher(), terms, START).await.unwrap().id;
        let mut limits = Vec::new();
        for i in 0..8 {
            let who = format!("l{i}");
            let live = school.play(&learner(&who), &id).await.unwrap();
            school.hear(&live.id, &who, Input::Say("Would you do 6,000?".into())).await;
            let debrief = school.hear(&live.id, &who, Input::Accept(None)).await.debrief.unwrap();
            let drawn = school.store.session(&live.id).await.unwrap().unwrap().reservation.unwrap();
            assert!((5950..=6150).contains(&drawn));
            assert_eq!(debrief.hidden.reservation, drawn);
            // What the hidden side says of itself is said of this limit.
            let written = format!("£{},{:03}", drawn / 1000, drawn % 1000);
            assert!(debrief.hidden.batna.contains(&written), "{} says {written}", debrief.hidden.batna);
            // Another process that loads it has the same talk before it.
            let fresh = Host::new(school.store.clone(), Catalogue::embedded());
            let again = fresh.resume(&live.id).await.unwrap();
            assert_eq!(again.debrief.as_ref(), Some(&debrief));
            let kept = school.host.resume(&live.id).await.unwrap();
            assert_eq!(again.transcript, kept.transcript);
            assert_eq!(fresh.deals(&live.id).await.unwrap(), school.host.deals(&live.id).await.unwrap());
            limits.push(drawn);
        }
        limits.sort_unstable();
        limits.dedup();
        assert!(limits.len() > 1, "eight draws out of 201 are not all alike");
    })
    .await;
}
