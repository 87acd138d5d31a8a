//! Persona files that mean harm, and some that don't.

use std::time::{Duration, Instant};

use sparring::host::Catalogue;
use sparring::host::classroom::Actor;

use super::hostile::{hostile, minimal};
use super::{SCHOOL, START, School, draft, learner, person, teacher};
use crate::databases::{on_postgres, on_sqlite};

#[tokio::test]
async fn every_hostile_file_is_refused_with_a_reason_and_at_once() {
    on_sqlite(async |url| {
        let school = School::open(&url).await;
        let files = hostile();
        assert!(files.len() >= 40, "{}", files.len());
        let (mut slowest, mut wrong) = (("", Duration::ZERO), Vec::new());
        for (name, bytes, rule) in files {
            let began = Instant::now();
            let upload = school.host.upload_persona(&teacher(), ("visitor.yaml", bytes), START).await.unwrap();
            let took = began.elapsed();
            println!("{:>9.1?}  {name}", took);
            if took > slowest.1 {
                slowest = (name, took);
            }
            let errors: Vec<&str> = upload
                .findings
                .iter()
                .filter(|finding| finding.severity == sparring::host::Severity::Error)
                .map(|finding| finding.rule)
                .collect();
            let told = upload.findings.iter().all(|finding| !finding.message.is_empty() && !finding.fix.is_empty());
            if upload.kept || errors.is_empty() || !told || !(rule.is_empty() || errors.contains(&rule)) {
                wrong.push(format!("{name}: kept {}, {errors:?}, expected {rule}", upload.kept));
            }
        }
        println!("slowest: {} in {:.1?}", slowest.0, slowest.1);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        // Unoptimised and on a busy machine; the figures printed above tell how much less it really is.
        assert!(slowest.1 < Duration::from_secs(1), "{} took {:?}", slowest.0, slowest.1);
        assert!(school.store.uploads(SCHOOL).await.unwrap().is_empty(), "nothing was kept");
    })
    .await;
}

#[tokio::test]
async fn an_upload_stays_with_its_server_and_its_sessions_on_sqlite() {
    on_sqlite(an_upload_stays).await;
}

#[tokio::test]
async fn an_upload_stays_with_its_server_and_its_sessions_on_postgres() {
    on_postgres(an_upload_stays).await;
}

async fn an_upload_stays(url: String) {
    let school = School::open(&url).await;
    let host = &school.host;
    // Only the last part of a name counts, whatever stands before it.
    let first = host.upload_persona(&teacher(), ("..\\../etc/visitor.yaml", minimal(&[])), START).await.unwrap();
    assert!(first.kept && first.persona == "visitor", "{:?}", first.findings);
    let refused = host.upload_persona(&learner("ann"), ("visitor.yaml", minimal(&[])), START).await.unwrap_err();
    assert_eq!(refused.code, "not_allowed");
    let shipped = Catalogue::embedded().find("hatchback").unwrap().text.clone().into_bytes();
    let taken = host.upload_persona(&teacher(), ("hatchback.yaml", shipped), START).await.unwrap_err();
    assert_eq!(taken.code, "taken_id");

    // Played here, unknown elsewhere.
    let mut terms = draft();
    terms.persona = "visitor".into();
    let id = host.create_challenge(&teacher(), terms.clone(), START).await.unwrap().id;
    let live = school.play(&learner("ann"), &id).await.unwrap();
    assert_eq!(live.briefing.title, "A visitor");
    assert!(host.menu_in(SCHOOL).await.unwrap().iter().any(|briefing| briefing.id == "visitor"));
    assert!(host.menu_in("999").await.unwrap().iter().all(|briefing| briefing.id != "visitor"));
    let there = Actor { guild: "999".into(), admin: true, ..teacher() };
    assert_eq!(host.create_challenge(&there, terms.clone(), START).await.unwrap_err().code, "unknown_persona");
    assert_eq!(host.persona_file(&there, "visitor", None).await.unwrap_err().code, "unknown_persona");

    // A second version: what began keeps the first, also after a restart; the challenge stays with it too.
    let second = minimal(&[("A visitor", "Another visitor")]);
    let second = host.upload_persona(&teacher(), ("visitor.yaml", second), START + 1).await.unwrap();
    assert_ne!(first.hash, second.hash);
    let fresh = sparring::host::Host::new(school.store.clone(), Catalogue::embedded());
    assert_eq!(fresh.resume(&live.id).await.unwrap().briefing.title, "A visitor");
    assert_eq!(school.play(&learner("ben"), &id).await.unwrap().briefing.title, "A visitor");
    assert_eq!(host.briefing_in(Some(SCHOOL), "visitor").await.unwrap().title, "Another visitor");
    let text = host.persona_file(&teacher(), "visitor", Some(&first.hash)).await.unwrap();
    assert_eq!(text.into_bytes(), minimal(&[]));
    assert_eq!(host.persona_versions(&person("olaf", &["guests"])).await.unwrap().len(), 2);

    // Retired: nothing new begins with it.
    host.retire_persona(&teacher(), "visitor", START + 2).await.unwrap();
    assert_eq!(host.create_challenge(&teacher(), terms, START).await.unwrap_err().code, "unknown_persona");
    assert_eq!(school.play(&learner("cem"), &id).await.unwrap().briefing.title, "A visitor", "the challenge goes on");
    assert_eq!(host.retire_persona(&teacher(), "visitor", START + 3).await.unwrap_err().code, "unknown_persona");
}
