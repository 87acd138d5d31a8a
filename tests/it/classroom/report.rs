//! The page of a challenge: what it tells while numbers are sealed and afterwards, to whom, and that every number on it is one
//! of the results.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use scraper::{ElementRef, Html, Selector};
use sparring::classroom::Extension;
use sparring::host::Cover;
use sparring::host::classroom::{Actor, Class, Draft, Results};
use sparring::session::{FieldOffer, Input};

use super::{DAY, HOUR, START, School, draft, learner, person, teacher};
use crate::databases::{on_postgres, on_sqlite};

/// A learner whose very id is an attack.
const SCRIPT: &str = "<script>alert(1)</script>";
const WORDS: &str = "</style><img src=x onerror=alert(1)> \u{202e}desrever\u{202c} ]]> &amp; £6,140";

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: &ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn price(figure: f64) -> Input {
    let offer = serde_json::json!({ "offer": { "price": figure, "winter_tyres": "with" }, "reason": "Two are listed at £6,200." });
    Input::Offer(serde_json::from_value::<FieldOffer>(offer).unwrap())
}

/// Twelve learners of a role, one of them with a longer time, and a member who never comes.
async fn a_class(school: &School, terms: Draft) -> String {
    let id = school.host.create_challenge(&teacher(), terms, START).await.unwrap().id;
    for (number, who) in (0..12).map(|number| (number, name(number))) {
        for attempt in 0..1 + number % 2 {
            school.at(school.now() + HOUR);
            let live = school.play(&learner(&who), &id).await.unwrap();
            school.hear(&live.id, &who, Input::Say("How did you get to £7,650?".into())).await;
            if number == 0 {
                school.hear(&live.id, &who, Input::Say(WORDS.into())).await;
            }
            if number != 10 {
                school.hear(&live.id, &who, price(5_900.0 + 40.0 * f64::from(number + attempt))).await;
                school.hear(&live.id, &who, price(6_200.0 + 40.0 * f64::from(number + attempt))).await;
            }
            match number {
                9 => drop(school.hear(&live.id, &who, Input::Walk).await),
                10 => {}
                _ => drop(school.hear(&live.id, &who, Input::Accept(None)).await),
            }
        }
    }
    school
        .host
        .write_note(&teacher(), &first_of(school, &id, SCRIPT).await, "<b>Well</b> asked.", START)
        .await
        .unwrap();
    id
}

fn name(number: i32) -> String {
    if number == 0 { SCRIPT.to_owned() } else { format!("pupil-{number:02}") }
}

async fn first_of(school: &School, id: &str, who: &str) -> String {
    let results = school.host.results(&teacher(), id, &[], START).await.unwrap();
    results.learners.into_iter().find(|one| one.line.person == who).unwrap().attempts[0].session.clone()
}

async fn page(school: &School, id: &str) -> String {
    let names = [("pupil-01".to_owned(), "Zoë \u{202e}<b>".to_owned())];
    let class = Class { roster: vec!["pupil-99".into()], names: HashMap::from(names), brief: false };
    school.host.challenge_page(&teacher(), id, &class, school.now()).await.unwrap()
}

/// Leaves a page for `tests/page/run`, which looks at it in a browser.
fn leave(name: &str, html: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/page");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.html")), html).unwrap();
}

#[tokio::test]
async fn a_challenge_becomes_a_page_on_sqlite() {
    on_sqlite(a_challenge_becomes_a_page).await;
}

#[tokio::test]
async fn a_challenge_becomes_a_page_on_postgres() {
    on_postgres(a_challenge_becomes_a_page).await;
}

async fn a_challenge_becomes_a_page(url: String) {
    let school = School::open(&url).await;
    let terms = Draft { title: "Week 3: the hatchback".into(), members: vec!["pupil-98".into()], ..draft() };
    let id = a_class(&school, terms).await;

    let sealed = page(&school, &id).await;
    leave("challenge-sealed", &sealed);
    nobody_is_told_a_number(&sealed);

    // One learner has more time: numbers of the others are told, the picture of all deals is not.
    let more = Extension { person: "pupil-02".into(), due_at: START + 9 * DAY, attempts: 0 };
    school.host.extend_for(&teacher(), &id, (more, &["class".to_owned()]), school.now()).await.unwrap();
    school.at(START + 8 * DAY);
    let partly = page(&school, &id).await;
    one_is_sealed_still(&partly);

    school.at(START + 10 * DAY);
    let html = page(&school, &id).await;
    leave("challenge", &html);
    let results = school.host.results(&teacher(), &id, &["pupil-99".into()], school.now()).await.unwrap();
    every_number_is_one_of_the_results(&html, &results);
    no_text_is_more_than_text(&html);
    only_staff_of_this_server(&school, &id).await;
}

fn nobody_is_told_a_number(html: &str) {
    let page = Html::parse_document(html);
    assert!(text(&select(&page, ".notice")[0]).starts_with("Scores, deals and Marta's side are sealed until"));
    for hidden in ["#deals", "#concepts", ".outcome", ".replay", ".deal-line"] {
        assert!(select(&page, hidden).is_empty(), "{hidden}");
    }
    let rows: Vec<String> = select(&page, "#class tbody tr").iter().map(text).collect();
    assert_eq!(rows.len(), 14);
    assert!(rows.iter().all(|row| row.ends_with("– –")), "{rows:?}");
    assert!(!select(&page, ".learner .seen").is_empty(), "the rows about their own doing are there");
    let ended: Vec<String> = select(&page, ".learner table td:nth-child(3)").iter().map(text).collect();
    assert!(ended.iter().all(|how| ["Deal", "Walked away", "Still open"].contains(&how.as_str())), "{ended:?}");
}

fn one_is_sealed_still(html: &str) {
    let page = Html::parse_document(html);
    assert!(text(&select(&page, ".notice")[0]).starts_with("Somebody still has time until"), "{html}");
    assert!(select(&page, "#deals").is_empty() && !select(&page, "#concepts").is_empty());
    let told: Vec<bool> = select(&page, "#class tbody tr").iter().map(|row| !text(row).ends_with("– –")).collect();
    let sealed = [2, 9, 10, 12, 13].map(|at| told.get(at).copied());
    assert_eq!((told.iter().filter(|told| **told).count(), sealed[0]), (10, Some(false)), "{told:?}");
}

fn every_number_is_one_of_the_results(html: &str, results: &Results) {
    let page = Html::parse_document(html);
    assert!(
        select(&page, ".notice").iter().all(|notice| !text(notice).contains("sealed")),
        "nothing is sealed any more"
    );
    let rows = select(&page, "#class tbody tr");
    assert_eq!(rows.len(), results.learners.len());
    for (row, learner) in rows.iter().zip(&results.learners) {
        let score = learner.line.counted.as_ref().map_or("–".to_owned(), |counted| counted.score.round().to_string());
        let cells: Vec<String> = row.select(&Selector::parse("td").unwrap()).map(|cell| text(&cell)).collect();
        assert_eq!(cells[..2], [learner.line.progress.words().to_owned(), learner.attempts.len().to_string()]);
        assert_eq!(cells[2], score, "{}", learner.line.person);
        let counted = learner.attempts.iter().find(|attempt| attempt.counts);
        let gains = counted.and_then(|one| one.learner_gain.zip(one.counterpart_gain));
        let shown = |gain: i64| format!("{}£{}", if gain < 0 { '−' } else { '+' }, gain.abs());
        let gains = gains.map_or("–".to_owned(), |(own, theirs)| format!("{} / {}", shown(own), shown(theirs)));
        assert_eq!(cells[3].replace(',', ""), gains, "{}", learner.line.person);
    }
    let signed =
        results.learners.iter().flat_map(|one| &one.attempts).filter(|one| one.counts && one.package.is_some());
    let signed = signed.count();
    assert!(signed >= 9, "{signed}");
    let listed = select(&page, "#deals tbody tr")
        .iter()
        .map(text)
        .filter(|row| row.contains("pupil") || row.contains("Zo"))
        .count();
    assert!(listed + 1 >= signed, "{listed} of {signed} deals in the table beside the picture");
    let tallied: Vec<String> = select(&page, "#concepts tbody tr").iter().map(text).collect();
    assert_eq!(tallied.len(), results.rows.len());
    for (row, (concept, [missed, partly, applied])) in tallied.iter().zip(&results.rows) {
        assert!(row.ends_with(&format!("{concept} {applied} {partly} {missed}")), "{row}");
    }
}

fn no_text_is_more_than_text(html: &str) {
    let page = Html::parse_document(html);
    assert!(select(&page, "script, img, iframe, object, form, [onerror], [onload], [style]").is_empty());
    assert!(!html.contains(SCRIPT) && html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(select(&page, "#class tbody a").iter().any(|name| text(name) == SCRIPT), "the name is there to be read");
    assert!(select(&page, ".note").iter().any(|note| text(note).ends_with("<b>Well</b> asked.")));
    let said: Vec<String> = select(&page, ".words").iter().map(text).collect();
    assert!(said.iter().any(|words| words.contains("</style><img src=x onerror=alert(1)>")), "the words are there too");
    assert!(!html.contains('\u{202e}'), "what turns text around is written out");
}

async fn only_staff_of_this_server(school: &School, id: &str) {
    let (host, now, class) = (&school.host, school.now(), Class::default());
    let pupil = learner("pupil-01");
    assert_eq!(host.challenge_page(&pupil, id, &class, now).await.unwrap_err().code, "not_allowed");
    let there = Actor { guild: "999".into(), admin: true, ..teacher() };
    assert_eq!(host.challenge_page(&there, id, &class, now).await.unwrap_err().code, "unknown_challenge");
    assert!(host.challenge_page(&person("olaf", &["guests"]), id, &class, now).await.is_ok());
    let short = Class { brief: true, ..Class::default() };
    let short = host.challenge_page(&teacher(), id, &short, now).await.unwrap();
    assert!(short.contains("Learner by learner") && !short.contains("The talk, turn by turn"));

    // A talk of the challenge: for its learner and for staff; practice only for the learner.
    let session = first_of(school, id, SCRIPT).await;
    let cover = Cover { learner: Some(SCRIPT.into()), note: None };
    let own = host.session_page(&learner(SCRIPT), &session, cover.clone(), now).await.unwrap();
    assert!(own.contains("Week 3: the hatchback, attempt 1") && own.contains("&lt;b&gt;Well&lt;/b&gt; asked."));
    assert_eq!(host.session_page(&teacher(), &session, cover.clone(), now).await.unwrap(), own);
    assert_eq!(host.session_page(&pupil, &session, cover.clone(), now).await.unwrap_err().code, "unknown_talk");
    assert_eq!(host.session_page(&there, &session, cover.clone(), now).await.unwrap_err().code, "unknown_attempt");
    let log = host.log(&teacher(), 100, None).await.unwrap();
    assert_eq!(log.iter().filter(|entry| entry.action == "report" && entry.subject == session).count(), 1);
}

#[tokio::test]
async fn the_command_writes_the_page_of_a_challenge() {
    on_sqlite(async |url| {
        let school = School::open(&url).await;
        let terms = Draft { title: "Practice".into(), rated: false, sealed: false, attempts: 2, ..draft() };
        let id = a_class(&school, terms).await;
        school.store.close().await;
        let folder = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_sparring"));
            command
                .arg("report")
                .args(arguments)
                .args(["--database", &url])
                .current_dir(folder.path())
                .output()
                .unwrap()
        };
        let written = run(&[&id, "-o", "class.html"]);
        assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
        let html = fs::read_to_string(folder.path().join("class.html")).unwrap();
        leave("challenge-practice", &html);
        let page = Html::parse_document(&html);
        assert_eq!(text(&select(&page, "h1")[0]), "Practice");
        assert_eq!(select(&page, "#class tbody tr").len(), 12);
        assert!(text(&select(&page, "#deals caption")[0]).starts_with("The deals that were signed; "));
        let refused = run(&[&id, "--learner", "Ann"]);
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && told.contains("is a challenge: --learner and --note belong"), "{told}");
        assert!(run(&[&id, "--guild", "999"]).status.code() == Some(1));
    })
    .await;
}
