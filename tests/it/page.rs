//! The report as a web page: what it says, how it is built, that it holds everything it needs.

use std::fs;
use std::path::Path;

use scraper::{ElementRef, Html, Selector};
use sparring::negotiation::Act;
use sparring::report::page::{Attempt, ClassPage, Learner, Note, Sealed, SessionPage, Tally, class_page, session_page};
use sparring::report::{Brief, DealMap};
use sparring::score::{Component, Debrief, Row};
use sparring::session::{Input, Refusal, Status, Turn};
use sparring::understanding::{Heard, Mention, Role};

use super::report::{Fixture, deal, map, transcript};

/// Everything that a page of a session is made of.
pub(super) struct Talk {
    fixture: Fixture,
    pub(super) learner: String,
    pub(super) transcript: Vec<Turn>,
    pub(super) debrief: Option<Debrief>,
    pub(super) note: Option<Note>,
    open: bool,
}

impl Talk {
    /// A talk that has ended with a deal, words and readings in it.
    pub(super) fn ended() -> Self {
        let mut transcript = transcript(Status::Agreed);
        transcript[0].reply.text = "Hello, you found it. Have a good look round, she doesn't bite.".into();
        let said = [
            "Two of the same year are listed at £6,200 and £6,450. I was thinking 5,940, cash today.",
            "How did you get to £7,650?",
            "I can't go over 6,900, but I could do £6,100.",
            "£6,300 then.",
            "£6,450 with the tyres, cash today, and we shake on it.",
        ];
        let answered = [
            "£5,940 is a long way down. £7,300.",
            "You've caught me there. One dealer was asking that for a newer one. Tell you what: £7,190.",
            "So 6,900 would do for you. £6,900 it is, then.",
            "£6,650, and the winter tyres go with it.",
            "Deal. £6,450, with the winter tyres, in cash today. I'll get the papers.",
        ];
        for (turn, (said, answered)) in transcript.iter_mut().skip(1).zip(said.into_iter().zip(answered)) {
            let offer = turn.standing.learner.as_ref().map(|package| package.to_terms());
            turn.input = Some(Input::Say(said.into()));
            turn.reply.text = answered.into();
            turn.heard = Some(Heard { acts: vec![Act::Offer], offer, ..Heard::default() });
        }
        let heard = transcript[1].heard.as_mut().unwrap();
        heard.acts.push(Act::AppealCriteria);
        heard.mentions = ["£6,200", "£6,450"].map(|text| mention(text, Role::Comparable)).to_vec();
        transcript[2].heard = Some(Heard { acts: vec![Act::QChallenge], ..Heard::default() });
        transcript[3].heard.as_mut().unwrap().mentions = vec![mention("6,900", Role::Limit)];
        let note = Note {
            by: "J. Moreau".into(),
            text: "A clear opening, with its reason.\n\nThe limit at turn 3 cost you; say what you need instead."
                .into(),
        };
        Talk {
            fixture: Fixture::new("GBP"),
            learner: "Ann Example".into(),
            transcript,
            debrief: Some(deal()),
            note: Some(note),
            open: false,
        }
    }

    fn still_open() -> Self {
        let whole = Talk::ended();
        let mut transcript = whole.transcript[..3].to_vec();
        let refusal =
            Refusal { code: "over".into(), message: "£99 is out of range.".into(), hint: "Name another.".into() };
        transcript.push(Turn { counted: false, refusal: Some(refusal), ..transcript[2].clone() });
        Talk { transcript, debrief: None, note: None, open: true, ..whole }
    }

    pub(super) fn page(&self) -> SessionPage<'_> {
        let brief = Brief {
            role: "buyer",
            text: "You need a car within two weeks.",
            batna: "A dealer two towns over has one for £7,100.",
        };
        SessionPage {
            case: self.fixture.case(),
            scenario: "A twelve-year-old hatchback stands by the station, with a sign in its window.",
            brief,
            learner: &self.learner,
            about: vec![
                ("Began", "23 November 2026, 05:10 UTC".into()),
                ("Case", "hatchback, standard, normal".into()),
            ],
            transcript: &self.transcript,
            debrief: self.debrief.as_ref(),
            open: self.open,
            sealed: None,
            deals: self.debrief.as_ref().map(|_| DealMap { counterpart: "Marta".into(), ..map() }),
            note: self.note.clone(),
        }
    }

    pub(super) fn html(&self) -> String {
        session_page(&self.page())
    }
}

fn mention(text: &str, role: Role) -> Mention {
    Mention { issue: Some("price".into()), text: text.into(), figure: None, option: None, role }
}

/// A class of thirty: most are done, some twice, some late, some not at all.
fn class(talks: &[Talk]) -> ClassPage<'_> {
    let learners = (0..30).map(|at| learner(at, talks.get(at))).collect();
    let rows: Vec<Row> = (0..27).flat_map(|at| deal().rows.into_iter().map(move |row| row_of(row, at))).collect();
    ClassPage {
        title: "Week 3: the hatchback".into(),
        about: vec![
            ("Case", "hatchback, standard".into()),
            ("Due", "30 November 2026, 18:00 Europe/Paris".into()),
            ("Counts", "the best of 3 attempts".into()),
        ],
        notice: None,
        rated: true,
        deals: Some(DealMap { counterpart: "Marta".into(), signed: None, ..map() }),
        drawn: true,
        concepts: Tally::of(&rows),
        learners,
    }
}

fn row_of(row: Row, at: usize) -> Row {
    let score = row.score.map(|score| if at.is_multiple_of(4) { 2 - score } else { score });
    Row { score, ..row }
}

const NAMES: [&str; 6] =
    ["Ann Example", "Björn Åkesson", "Chidi Okafor", "Dana O'Neil", "Eli ben Ami", "Farida Haddad"];

fn learner(at: usize, talk: Option<&Talk>) -> Learner<'_> {
    let name = format!("{} {}", NAMES[at % 6], at / 6 + 1);
    if at >= 27 {
        let status = if at == 27 { "playing" } else { "not started" };
        return Learner { name, status: status.into(), score: None, attempts: vec![], note: None, talk: None };
    }
    let price = 6150 + 50 * (at as i64 * 7 % 15);
    let (yours, theirs) = if at.is_multiple_of(3) { (260, 120) } else { (0, 0) };
    let attempt = |price: i64, counts| Attempt {
        when: format!("{} November 2026", 12 + at % 14),
        ended: format!("Deal: £{price}"),
        gains: Some((6900 - price + yours, price + theirs - 6050)),
        shift: 0,
        score: Some(40.0 + (at * 11 % 53) as f64),
        late: at % 9 == 8,
        counts,
    };
    let mut attempts = vec![attempt(price, true)];
    if at.is_multiple_of(2) {
        attempts.insert(0, attempt(price + 150, false));
    }
    let note = talk.and_then(|talk| talk.note.clone());
    let status = if at % 9 == 8 { "late" } else { "done" };
    let score = attempts.last().and_then(|one| one.score);
    Learner { name, status: status.into(), score, attempts, note, talk: talk.map(Talk::page) }
}

fn talks() -> [Talk; 2] {
    [Talk::ended(), Talk { learner: "Björn".into(), ..Talk::ended() }]
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// The first such element as HTML, as it was written.
fn fragment(page: &Html, selector: &str) -> String {
    select(page, selector).first().unwrap().html()
}

fn text(element: &ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_turn_carries_its_notes() {
    let page = Html::parse_document(&Talk::ended().html());
    insta::assert_snapshot!(fragment(&page, "#turn-3"));
}

#[test]
fn the_rows_stand_by_concept_with_their_quotes() {
    let page = Html::parse_document(&Talk::ended().html());
    insta::assert_snapshot!(fragment(&page, "#seen"));
}

#[test]
fn the_class_is_a_table_that_leads_to_each_learner() {
    let mut small = class(&[]);
    small.learners.truncate(3);
    let page = Html::parse_document(&class_page(&small));
    insta::assert_snapshot!(fragment(&page, "#class table"));
    insta::assert_snapshot!(fragment(&page, "#concepts table"));
}

#[test]
fn every_picture_has_its_content_as_a_table() {
    let page = Html::parse_document(&Talk::ended().html());
    let offers: Vec<String> = select(&page, "#offers tbody tr").iter().map(text).collect();
    assert_eq!(offers[..3], ["0 Marta £7,650 −£750", "1 You £5,940 +£960", "1 Marta £7,300 −£400"]);
    assert_eq!(
        offers[offers.len() - 3..],
        ["5 Both The deal +£710", "– Marta The limit +£1,210", "– Marta The floor this time +£960"]
    );
    let deals: Vec<String> = select(&page, "#deals tbody tr").iter().map(text).collect();
    assert_eq!(deals[..2], ["Your deal +£710 +£520", "A fair point (Nash 1950) +£610 +£620"]);
    for svg in select(&page, "svg.chart") {
        let told = Selector::parse("title, desc").unwrap();
        let told: Vec<String> = svg.select(&told).take(2).map(|element| text(&element)).collect();
        assert!(told.iter().all(|told| told.len() > 20), "{told:?}");
    }
}

#[test]
fn an_open_talk_says_so_and_tells_nothing_hidden() {
    let html = Talk::still_open().html();
    let page = Html::parse_document(&html);
    assert!(text(&select(&page, ".notice")[0]).starts_with("This talk is still open: the transcript so far"));
    for hidden in ["#outcome", "#deals", "#seen", "#replays", "#hidden"] {
        assert!(select(&page, hidden).is_empty(), "{hidden}");
    }
    assert!(!html.contains("6,050") && !html.contains("insurance") && !html.contains("limit</"), "{html}");
    assert_eq!(text(&select(&page, ".house")[0]), "£99 is out of range. Name another.");
}

#[test]
fn a_sealed_talk_shows_its_rows_and_no_number_of_the_other_side() {
    let talk = Talk::ended();
    let rows = &talk.debrief.as_ref().unwrap().rows;
    let sealed = Sealed { until: "30 November 2026".into(), rows };
    let html = session_page(&SessionPage { sealed: Some(sealed), ..talk.page() });
    let page = Html::parse_document(&html);
    assert!(text(&select(&page, ".notice")[0]).contains("are sealed until 30 November 2026"));
    assert_eq!(select(&page, "#seen .rows li").len(), 3);
    for hidden in ["#outcome", "#deals", "#replays", "#left", "#hidden", ".replay", ".deal-line"] {
        assert!(select(&page, hidden).is_empty(), "{hidden}");
    }
    for figure in ["6,050", "6,290", "+£520", "6,350", "+£1,210"] {
        assert!(!html.contains(figure), "{figure}");
    }
}

#[test]
fn a_reading_taken_back_is_told_apart() {
    let mut talk = Talk::ended();
    let mut again = talk.transcript[1].clone();
    again.undoable = true;
    let undo = Turn { turn: 0, input: Some(Input::Undo), heard: None, undoable: false, ..talk.transcript[0].clone() };
    talk.transcript.splice(1..1, [again, undo]);
    let page = Html::parse_document(&talk.html());
    assert_eq!(
        select(&page, ".step.back").iter().map(|s| text(s)[..17].to_owned()).collect::<Vec<_>>(),
        ["Turn 1 taken back"]
    );
    assert_eq!(select(&page, "#turn-1").len(), 1);
    assert!(select(&page, "#turn-1.back").is_empty());
}

#[test]
fn deleted_words_stay_deleted() {
    let mut talk = Talk::ended();
    talk.transcript[3].input = Some(Input::Say(String::new()));
    let page = Html::parse_document(&talk.html());
    assert_eq!(text(&select(&page, "#turn-3 .bubble.you")[0]), "Ann Example These words were deleted.");
}

#[test]
fn rows_are_counted_by_concept() {
    let row = |concept, score| Row {
        concept,
        score,
        turn: None,
        quote: None,
        line: String::new(),
        name: String::new(),
        component: Component::default(),
        cost: None,
    };
    let rows =
        [row(36, Some(0)), row(21, Some(2)), row(36, Some(1)), row(36, Some(2)), row(36, None), row(36, Some(0))];
    let tally = |concept, applied, partly, missed| Tally { concept, applied, partly, missed };
    assert_eq!(Tally::of(&rows), [tally(21, 1, 0, 0), tally(36, 1, 1, 2)]);
}

#[test]
fn a_sealed_class_shows_where_everybody_stands_and_no_number() {
    let mut sealed = class(&[]);
    sealed.notice = Some("Scores and the hidden side are sealed until 30 November 2026.".into());
    (sealed.deals, sealed.concepts) = (None, vec![]);
    for learner in &mut sealed.learners {
        learner.score = None;
        learner.attempts.iter_mut().for_each(|attempt| (attempt.gains, attempt.score) = (None, None));
    }
    let page = Html::parse_document(&class_page(&sealed));
    assert_eq!(text(&select(&page, "#class tbody tr")[0]), "Ann Example 1 done 2 – –");
    assert!(select(&page, "#deals, #concepts").is_empty());
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_one() {
    let talks = talks();
    for html in [Talk::ended().html(), Talk::still_open().html(), class_page(&class(&talks))] {
        let page = Html::parse_document(&html);
        let mut ids: Vec<&str> = select(&page, "[id]").iter().filter_map(|element| element.attr("id")).collect();
        let links: Vec<&str> = select(&page, "a").iter().filter_map(|element| element.attr("href")).collect();
        assert!(links.len() > 3);
        for link in links {
            let led = link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leads out of the page"));
            assert!(ids.contains(&led), "{link} leads nowhere");
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "an id twice");
    }
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let talks = talks();
    for html in [Talk::ended().html(), class_page(&class(&talks))] {
        let page = Html::parse_document(&html);
        let policy = select(&page, "meta[http-equiv]")[0].attr("content").unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(
            select(&page, "script, link, img, iframe, object, embed, form, [style], [onload], [onerror]").is_empty()
        );
        let addresses = html.matches("http").count();
        let expected = html.matches("http://www.w3.org/2000/svg").count() + html.matches("http-equiv").count();
        assert_eq!(addresses, expected, "an address in the page");
        assert_eq!(select(&page, "style").len(), 1);
        assert!(!html.contains("@import") && !html.contains("url("));
    }
}

#[test]
fn headings_follow_each_other_without_a_gap() {
    let talks = talks();
    for html in [Talk::ended().html(), Talk::still_open().html(), class_page(&class(&talks))] {
        let page = Html::parse_document(&html);
        let headings = select(&page, "h1, h2, h3, h4, h5, h6");
        let levels: Vec<u8> = headings.iter().map(|heading| heading.value().name().as_bytes()[1] - b'0').collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        assert_eq!(select(&page, "main").len(), 1);
        assert_eq!(select(&page, "html[lang]").len(), 1);
    }
}

/// Leaves the pages for `tests/page/run`, which looks at them in a browser.
#[test]
fn pages_to_look_at_are_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/page");
    fs::create_dir_all(&folder).unwrap();
    let talks = talks();
    let hostile = super::page_text::hostile_page();
    let pages = [
        ("session", Talk::ended().html()),
        ("open", Talk::still_open().html()),
        ("class", class_page(&class(&talks))),
        ("hostile", hostile),
    ];
    for (name, html) in pages {
        assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{name}");
        fs::write(folder.join(format!("{name}.html")), html).unwrap();
    }
}
