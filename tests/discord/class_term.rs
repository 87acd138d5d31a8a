//! A class over a whole term, through Discord: thirty learners, three challenges with different terms, seals, an extension,
//! a dispute and its ruling. Every number that Discord shows, that the sheet holds and that the boards print is worked out
//! once more from the stored events (see `expected`) and has to be the same.
//!
//! The bot runs inside the test, by a clock that the test sets: a term takes a fortnight.

#[path = "../it/classroom/expected.rs"]
mod expected;
mod on_boards;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use regex::Regex;
use sparring::classroom::{Challenge, Progress};
use sparring::discord::{Settings, Token, proxy, serve};
use sparring::host::{Catalogue, Host};
use sparring::store::Store;
use tokio::task::JoinSet;

use crate::school::{School, challenge_of};
use crate::standin::person::Person;
use crate::standin::posted::Posted;
use crate::standin::world::World;
use crate::table::Seat;
use expected::{Class, Seen, seen};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

const EXTENDED: usize = 5;
const LATE: usize = 26;
const GIVES_UP: usize = 27;
const STOPS: usize = 28;
const ABSENT: usize = 29;
const CLASS: usize = 30;

/// How many learners play at the same time.
const TOGETHER: usize = 5;

#[test]
fn a_class_adds_up_in_discord() {
    // As the binary does: a talk is replayed deep below the handling of an event.
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(4).thread_stack_size(8 << 20).enable_all().build().expect("a runtime");
    runtime.block_on(async { tokio::spawn(a_term()).await.expect("the term") });
}

/// A class with a bot that goes by the test's clock.
struct Term {
    school: School,
    store: Store,
    clock: Arc<AtomicI64>,
    start: i64,
    learners: Vec<Person>,
    cards: Vec<Posted>,
}

impl Term {
    async fn begin() -> Self {
        // The clock of the command line goes by the machine's: a term that is over by then.
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
        let start = i64::try_from(now.as_millis()).expect("a plausible time") - 30 * DAY;
        let world = World::with().with_members().start().await;
        let school = School::open(world).await;
        let clock = Arc::new(AtomicI64::new(start));
        let store = Store::open(&school.club.home.database()).await.expect("a database");
        // Every look at the clock moves it on by a millisecond, so that no two talks end at the same time.
        let hands = clock.clone();
        let host =
            Host::new(store.clone(), Catalogue::embedded()).with_clock(move || hands.fetch_add(1, Ordering::Relaxed));
        let mut settings = Settings::new(Token::new(&school.club.world.token()).expect("a token"));
        settings.proxy = Some(proxy(&school.club.world.url()).expect("a loopback address"));
        settings.idle = Duration::from_secs(365 * 86_400);
        tokio::spawn(async move { serve(host, settings).await.expect("it serves") });
        let connected = |state: &crate::standin::world::State| {
            let open = state.sessions.iter().any(|session| session.line.is_some());
            (open && !state.commands.is_empty()).then_some(())
        };
        school.club.world.wait_for("the bot", connected).await;
        let school = school.named().await;
        let learners: Vec<Person> = (0..CLASS).map(|number| school.learner(&format!("Learner{number:02}"))).collect();
        Term { school, store, clock, start, learners, cards: Vec::new() }
    }

    fn now(&self) -> i64 {
        self.clock.load(Ordering::Relaxed)
    }

    /// Lets time pass until so many milliseconds after the beginning.
    fn until(&self, after: i64) {
        assert!(self.start + after > self.now(), "time goes on");
        self.clock.store(self.start + after, Ordering::Relaxed);
    }

    fn guild(&self) -> String {
        self.school.club.guild.to_string()
    }

    fn people(&self) -> Vec<String> {
        self.learners.iter().map(|person| person.id.to_string()).collect()
    }

    /// The terms as they are stored, with what happened.
    async fn class(&self) -> Class {
        let guild = self.guild();
        let mut class = Class { challenges: Vec::new(), extensions: BTreeMap::new(), seen: Vec::new() };
        for card in &self.cards {
            let id = challenge_of(card);
            class.challenges.push(self.store.challenge(&guild, &id).await.expect("the store").expect("a challenge"));
            class.extensions.insert(id.clone(), self.store.extensions(&guild, &id).await.expect("the store"));
        }
        // A learner's talks are scored anew apart from everybody else's, all at once.
        let mut scored: JoinSet<Vec<Seen>> = JoinSet::new();
        for person in self.people() {
            let (store, guild) = (self.store.clone(), guild.clone());
            scored.spawn(async move { seen(&store, &guild, &[person]).await });
        }
        class.seen = scored.join_all().await.concat();
        class.seen.sort_by(|a, b| (&a.person, a.number).cmp(&(&b.person, b.number)));
        class
    }
}

async fn a_term() {
    let mut term = Term::begin().await;
    let mentions: String = term.learners.iter().map(|person| format!("<@{}>", person.id)).collect();
    for terms in [
        "persona:hatchback due:in 7 days role:@class title:Week 1 attempts:2 zone:Europe/London".to_owned(),
        "persona:hatchback due:in 14 days role:@class title:Any time variant:hard attempts:3 counts:best sealed:false"
            .to_owned(),
        format!("persona:flat-3b due:in 7 days members:{mentions} title:Week 2 attempts:3 counts:mean of first 2"),
    ] {
        let card = term.school.sets_up(&terms).await;
        term.cards.push(card);
    }

    let mut last = everybody_plays(&term).await;
    let who = &term.learners[EXTENDED].name;
    let extend = format!("/class extend challenge:Week 2 learner:@{who} until:in 9 days attempts:1");
    let told = term.school.teacher.slash(&extend).await.text();
    assert!(told.contains("has more"), "{told}");
    everything_adds_up(&term).await;

    // Due: one talk ends too late; the extended learner plays on, and is the only one whose numbers stay sealed.
    term.until(7 * DAY + HOUR);
    let late = last.remove(&LATE).expect("a talk under way");
    late.seat.accepts().await;
    let on = Posted::new(&term.learners[EXTENDED], term.cards[2].id);
    Seat::attempt(&term.learners[EXTENDED], &on).await.accepts().await;
    let told = term.learners[4].click(&Posted::new(&term.learners[4], term.cards[2].id), "Play").await.text();
    assert!(told.contains("This challenge was due"), "{told}");
    everything_adds_up(&term).await;

    // A learner opens what was sealed, disputes a row of an open one; the instructor rules; the score follows.
    term.until(10 * DAY);
    let disputed = dispute_and_ruling(&term, &last).await;
    assert!(disputed.1 > disputed.0, "a row that is applied after all earns something: {disputed:?}");
    let class = everything_adds_up(&term).await;

    // Closed early: the board of the last one opens too.
    let question = term.school.teacher.slash("/class close challenge:Any time").await.message();
    term.school.teacher.click(&question, "Yes, close it").await;
    term.cards[1].next_edit().await;
    let told = term.learners[3].slash("/challenge play challenge:Any time").await.text();
    assert!(told.contains("was closed"), "{told}");
    on_boards::add_up(&term, &class).await;
}

/// How many attempts a learner makes at a challenge: enough for a good part of the class to be listed.
fn attempts(number: usize, which: usize) -> usize {
    match number {
        ABSENT => 0,
        LATE..=STOPS => usize::from(which == 0),
        _ => [1 + number % 2, 1 + usize::from(number.is_multiple_of(5)), 2 + number % 2][which],
    }
}

/// A learner's last table.
struct Last {
    seat: Seat,
    debrief: Option<Posted>,
}

/// The class plays, a few at a time.
async fn everybody_plays(term: &Term) -> BTreeMap<usize, Last> {
    let mut at_play: JoinSet<Option<(usize, Last)>> = JoinSet::new();
    let mut waiting = term.learners.iter().cloned().enumerate();
    let cards: Vec<u64> = term.cards.iter().map(|card| card.id).collect();
    let mut last = BTreeMap::new();
    loop {
        while at_play.len() < TOGETHER
            && let Some((number, person)) = waiting.next()
        {
            at_play.spawn(plays(number, person, cards.clone(), term.store.clone()));
        }
        let Some(done) = at_play.join_next().await else { return last };
        last.extend(done.expect("a learner who plays to the end"));
    }
}

/// One learner's term. Gives the last table at the second challenge, or the only one.
async fn plays(number: usize, person: Person, cards: Vec<u64>, store: Store) -> Option<(usize, Last)> {
    let mut last = None;
    for (which, card) in cards.into_iter().enumerate() {
        for attempt in 0..attempts(number, which) {
            let seat = Seat::attempt(&person, &Posted::new(&person, card)).await;
            let debrief = match number {
                LATE | STOPS => None,
                GIVES_UP => {
                    let question = person.slash("/spar abandon").await.message();
                    person.click(&question, "Yes, end it").await;
                    seat.opening.next_edit().await;
                    None
                }
                _ => Some(talk(&seat, &store, number + 2 * attempt + which, which).await),
            };
            if which < 2 {
                last = Some((number, Last { seat, debrief }));
            }
        }
    }
    last
}

/// A short talk, different from learner to learner and attempt to attempt; gives the last message of its debrief.
async fn talk(seat: &Seat, store: &Store, kind: usize, which: usize) -> Posted {
    let session = format!("d{}", seat.thread.id);
    let over = async || store.session(&session).await.expect("the store").is_some_and(|row| row.status != "open");
    let price = format!("£{},{}", 5, 900 + 10 * (kind % 9));
    let words: &[&str] = match kind % 5 {
        0 => &[],
        1 => &["How did you get to that number?"],
        2 => &["What matters most to you here?", "Why is that?"],
        3 => &["What matters most to you here?"],
        _ => &["Hello there."],
    };
    for text in words {
        seat.says(text).await;
        if over().await {
            return seat.debrief().await;
        }
    }
    if which < 2 && kind.is_multiple_of(2) {
        seat.offers(&[("price", price.as_str()), ("My reason", "Two others are at £6,200.")]).await;
        if over().await {
            return seat.debrief().await;
        }
    }
    if kind % 5 == 4 {
        let question = seat.person.click(&seat.opening, "Walk away").await.message();
        seat.person.click(&question, "Yes, walk away").await;
        return seat.debrief().await;
    }
    seat.accepts().await
}

/// Somebody disputes a missed row of the open challenge; it is ruled applied. Gives the score before and after.
async fn dispute_and_ruling(term: &Term, last: &BTreeMap<usize, Last>) -> (f64, f64) {
    let scores = Regex::new(r"the score from (\d+\.\d) to (\d+\.\d)").expect("a pattern");
    for (number, last) in last {
        let Some(debrief) = last.debrief.as_ref().filter(|_| *number < LATE) else { continue };
        let person = &term.learners[*number];
        let rows = person.click(debrief, "Dispute a row…").await.message();
        let Some(row) = rows.options().into_iter().find(|row| row.starts_with('❌')) else { continue };
        let form = person.select(&rows, &[&row]).await.modal();
        let reason = "=I did ask, \"twice\", in other words 🙂";
        let told = person.submit(&form, &[("Why do you see it differently?", reason)]).await.text();
        assert!(told.contains("Your instructor will look at"), "{told}");
        let teacher = &term.school.teacher;
        let open = teacher.slash("/class rule").await.message();
        let case = teacher.select(&open, &[&open.options()[0]]).await.message();
        assert!(case.text().contains("in other words 🙂"), "{}", case.text());
        let form = teacher.click(&case, "Applied (2)…").await.modal();
        let told = teacher.submit(&form, &[("Your reason, for the learner", "You did, in other words.")]).await.text();
        let Some(found) = scores.captures(&told) else { continue };
        return (found[1].parse().expect("a score"), found[2].parse().expect("a score"));
    }
    panic!("nobody has missed anything");
}

async fn everything_adds_up(term: &Term) -> Class {
    let class = term.class().await;
    let mut scores = 0;
    for (card, challenge) in term.cards.iter().zip(&class.challenges) {
        assert_eq!(challenge_of(card), challenge.id);
        status_adds_up(term, &class, challenge).await;
        scores += results_add_up(term, &class, challenge).await;
    }
    assert!(scores >= 20, "there are scores to compare: {scores}");
    class
}

/// What a learner's line has to say.
struct Line {
    progress: Progress,
    used: usize,
    allowed: u32,
    due: i64,
    extended: bool,
    sealed: bool,
    counted: Option<(Vec<u32>, f64)>,
    best: Option<f64>,
}

fn line_of(class: &Class, challenge: &Challenge, person: &str, now: i64) -> Line {
    let own = class.of(challenge, person);
    let due = class.due(challenge, person);
    let sealed = challenge.sealed && now < due;
    let extension = class.extensions[&challenge.id].iter().find(|extension| extension.person == person);
    let in_time: Vec<&&Seen> = own.iter().filter(|seen| seen.ended_at.is_some_and(|at| at <= due)).collect();
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
    Line {
        progress,
        used: own.len(),
        allowed: challenge.attempts + extension.map_or(0, |extension| extension.attempts),
        due,
        extended: extension.is_some(),
        sealed,
        counted: class.counted(challenge, person).filter(|_| !sealed),
        best: class.best(challenge, person).filter(|_| !sealed),
    }
}

/// Every page of a list, one after the other.
async fn pages(person: &Person, mut page: Posted) -> (Vec<String>, Posted) {
    let mut texts = vec![page.text()];
    while page.buttons().contains(&"Later".to_owned()) {
        page = person.click(&page, "Later").await.message();
        texts.push(page.text());
    }
    (texts, page)
}

fn attempts_word(number: u32) -> String {
    format!("{number} attempt{}", if number == 1 { "" } else { "s" })
}

async fn status_adds_up(term: &Term, class: &Class, challenge: &Challenge) {
    let teacher = &term.school.teacher;
    let first = teacher.slash(&format!("/class status challenge:{}", challenge.title)).await.message();
    let (texts, _) = pages(teacher, first).await;
    assert_eq!(texts.len(), CLASS.div_ceil(10));
    let now = term.now();
    let told = texts.concat();
    let lines: Vec<&str> = told.lines().filter(|line| line.contains(" used")).collect();
    assert_eq!(lines.len(), CLASS, "{told}");
    for person in term.people() {
        let line = line_of(class, challenge, &person, now);
        let score = match (line.sealed, &line.counted) {
            (true, _) if line.used > 0 => " · 🔒".to_owned(),
            (_, Some((_, score))) => format!(" · **{score:.1}**"),
            _ => String::new(),
        };
        let until =
            if line.extended { format!(" · until <t:{}:f>", line.due.div_euclid(1_000)) } else { String::new() };
        let wanted = format!(
            " <@{person}> · {} · {} of {} used{score}{until}",
            line.progress,
            line.used,
            attempts_word(line.allowed)
        );
        assert!(lines.iter().any(|line| line.ends_with(&wanted)), "{wanted:?} is not in\n{told}");
    }
    for progress in [Progress::Done, Progress::Playing, Progress::NotStarted, Progress::Late, Progress::GivenUp] {
        let people = term.people();
        let count = people.iter().filter(|who| line_of(class, challenge, who, now).progress == progress).count();
        let wanted = format!(" {count} {progress}");
        let summary = texts[0].lines().find(|line| line.starts_with("30 learners: ")).expect("a summary");
        assert_eq!(summary.contains(&wanted), count > 0, "{wanted:?}: {summary}");
    }
}

async fn results_add_up(term: &Term, class: &Class, challenge: &Challenge) -> usize {
    let teacher = &term.school.teacher;
    let asked = teacher.ask_slash(&format!("/class results challenge:{}", challenge.title));
    let first = asked.answer().await.message();
    let now = term.now();
    let people = term.people();
    let any_sealed = people.iter().any(|who| line_of(class, challenge, who, now).sealed);
    if !any_sealed {
        let picture = asked.follow_up().await;
        assert!(picture.files()[0].bytes.starts_with(b"\x89PNG"));
        let deals = class.seen.iter().filter(|seen| seen.challenge == challenge.id && seen.gains.is_some()).count();
        let text = picture.text();
        assert!(text.contains(&format!("{deals} deals signed")), "{deals}: {text}");
    }
    let sheet = asked.follow_up().await.files().remove(0);
    let scores = sheet_adds_up(class, challenge, &people, now, &sheet.bytes);
    let (texts, _) = pages(teacher, first).await;
    let told = texts.concat();
    let mut counted = Vec::new();
    for person in &people {
        let line = line_of(class, challenge, person, now);
        let wanted = match (line.sealed, &line.counted) {
            (true, _) => format!("🔒 <@{person}> · {} · {} used", line.progress, attempts_word(line.used as u32)),
            (false, None) => {
                format!("**–** <@{person}> · {} · {} used", line.progress, attempts_word(line.used as u32))
            }
            (false, Some((numbers, score))) => {
                counted.push(*score);
                let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
                let behind = if numbers.len() == 1 { "attempt " } else { "attempts " };
                let best =
                    line.best.filter(|_| line.used > 1).map_or(String::new(), |best| format!(" · best {best:.1}"));
                format!("**{score:.1}** <@{person}> · {behind}{} of {}{best}", numbers.join(" and "), line.used)
            }
        };
        assert!(told.lines().any(|line| line == wanted), "{wanted:?} is not in\n{told}");
    }
    let mean = counted.iter().sum::<f64>() / counted.len() as f64;
    let wanted = format!("Mean of what counts: **{mean:.1}** (n = {}).", counted.len());
    assert_eq!(told.contains(&wanted), !counted.is_empty(), "{wanted}");
    scores
}

/// The sheet, cell by cell.
fn sheet_adds_up(class: &Class, challenge: &Challenge, people: &[String], now: i64, bytes: &[u8]) -> usize {
    let text = std::str::from_utf8(bytes).expect("UTF-8").strip_prefix('\u{feff}').expect("a mark for spreadsheets");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heading = reader.headers().expect("a heading").clone();
    let rows: Vec<BTreeMap<String, String>> = reader
        .records()
        .map(|row| heading.iter().map(str::to_owned).zip(row.expect("a row").iter().map(str::to_owned)).collect())
        .collect();
    let two = |figure: Option<f64>| figure.map_or(String::new(), |figure| format!("{figure:.2}"));
    let whole = |figure: Option<i64>| figure.map_or(String::new(), |figure| figure.to_string());
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let mut scores = 0;
    let mut found = 0;
    for (number, person) in people.iter().enumerate() {
        let line = line_of(class, challenge, person, now);
        let theirs: Vec<_> = rows.iter().filter(|row| row["learner"] == *person).collect();
        assert!(theirs.iter().all(|row| row["name"] == format!("Learner{number:02}")), "{theirs:?}");
        assert_eq!(theirs.len(), line.used.max(1));
        found += theirs.len();
        for (row, seen) in theirs.iter().zip(class.of(challenge, person)) {
            let late = seen.ended_at.is_some_and(|at| at > line.due);
            let told = !line.sealed && seen.ended_at.is_some();
            let counts = line.counted.as_ref().is_some_and(|one| !late && one.0.contains(&seen.number));
            let gains = seen.gains.filter(|_| told);
            for (cell, wanted) in [
                ("progress", line.progress.to_string()),
                ("attempt", seen.number.to_string()),
                ("attempt status", seen.status.clone()),
                ("late", yes(late)),
                ("counts", yes(counts)),
                ("counted score", two(line.counted.as_ref().map(|one| one.1))),
                ("score", two(seen.figures[0].filter(|_| told))),
                ("claim", two(seen.claim.filter(|_| told))),
                ("create", two(seen.create.filter(|_| told))),
                ("learner gain", whole(gains.map(|gains| gains.0))),
                ("counterpart gain", whole(gains.map(|gains| gains.1))),
                ("relationship", two(seen.figures[3].filter(|_| told))),
                ("session", seen.session.clone()),
            ] {
                assert_eq!(row[cell], wanted, "{cell} of {person}, attempt {}", seen.number);
            }
            scores += usize::from(!row["score"].is_empty());
        }
    }
    assert_eq!(found, rows.len(), "nobody else is in the sheet");
    scores
}
