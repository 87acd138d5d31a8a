//! What the reader makes of original sentences, and that it survives any text.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;
use sparring::negotiation::{Act, Terms};
use sparring::persona::load_issues;
use sparring::understanding::{Heard, Lexicon, Reader, Table};

#[derive(Deserialize)]
struct Group {
    about: String,
    table: String,
    side: String,
    asking: Option<f64>,
    theirs: Option<Terms>,
    mine: Option<Terms>,
    after: Option<Act>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    say: String,
    /// Absent: not looked at; null: nothing may be proposed.
    #[serde(default, deserialize_with = "given")]
    offer: Option<Option<Terms>>,
    #[serde(default)]
    alternatives: Vec<Terms>,
    ask: Option<Terms>,
    #[serde(default)]
    has: Vec<Act>,
    #[serde(default)]
    has_any: Vec<Act>,
    #[serde(default)]
    lacks: Vec<Act>,
}

fn given<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<Terms>>, D::Error> {
    Option::<Terms>::deserialize(from).map(Some)
}

fn lexicon(name: &str) -> Lexicon {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/reading/{name}.yaml"));
    Lexicon::new(&load_issues(&std::fs::read(path).unwrap()).unwrap(), std::iter::empty())
}

fn table<'a>(lexicon: &'a Lexicon, group: &Group) -> Table<'a> {
    let mut table = Table::new(lexicon);
    table.asking = group.asking.and_then(sparring::negotiation::Quantity::from_f64);
    table.other.clone_from(&group.theirs);
    table.own.clone_from(&group.mine);
    table.last_acts = group.after.into_iter().collect();
    table.wants_less = match group.side.as_str() {
        "buyer" => Some(true),
        "seller" => Some(false),
        _ => None,
    };
    table
}

/// What is wrong with a reading, in words; empty when nothing is.
fn faults(case: &Case, heard: &Heard) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(offer) = &case.offer
        && (*offer != heard.offer || case.alternatives != heard.alternatives)
    {
        faults
            .push(format!("offer {:?} {:?}, meant {offer:?} {:?}", heard.offer, heard.alternatives, case.alternatives));
    }
    if case.ask.is_some() && case.ask != heard.ask {
        faults.push(format!("asks {:?}, meant {:?}", heard.ask, case.ask));
    }
    let missing = case.has.iter().filter(|act| !heard.acts.contains(act));
    faults.extend(missing.map(|act| format!("lacks {act}, has {:?}", heard.acts)));
    let extra = case.lacks.iter().filter(|act| heard.acts.contains(act));
    faults.extend(extra.map(|act| format!("has {act}")));
    if !case.has_any.is_empty() && !case.has_any.iter().any(|act| heard.acts.contains(act)) {
        faults.push(format!("has none of {:?} but {:?}", case.has_any, heard.acts));
    }
    faults
}

#[test]
fn reads_the_tables_of_sentences() {
    let groups: Vec<Group> = serde_yaml::from_str(include_str!("../reading/cases.yaml")).unwrap();
    let reader = Reader::new();
    let phenomena: Vec<&Group> = groups.iter().filter(|g| g.about.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert!(phenomena.len() == 24 && phenomena.iter().all(|group| group.cases.len() >= 3), "three of each phenomenon");
    let mut wrong = Vec::new();
    for group in &groups {
        let lexicon = lexicon(&group.table);
        let table = table(&lexicon, group);
        for case in &group.cases {
            for fault in faults(case, &reader.read(&table, &case.say)) {
                wrong.push(format!("{}: {:?}: {fault}", group.about, case.say));
            }
        }
    }
    assert!(wrong.is_empty(), "{} readings are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_yes_to_a_restated_reading_confirms_it_and_a_no_denies_it() {
    let lexicon = lexicon("hatchback");
    let reader = Reader::new();
    let mut table = Table::new(&lexicon);
    table.pending = true;
    let acts = |message: &str| reader.read(&table, message).acts;
    for yes in ["yes", "Yes, that's right", "correct", "ok deal", "sure"] {
        assert!(acts(yes).contains(&Act::Confirm), "{yes}: {:?}", acts(yes));
    }
    for no in ["no", "No, that's not what I meant", "not yet"] {
        assert!(acts(no).contains(&Act::Deny) && !acts(no).contains(&Act::Accept), "{no}: {:?}", acts(no));
    }
}

#[test]
fn a_clear_message_is_certain_and_an_unclear_one_says_what_is_doubtful() {
    let lexicon = lexicon("hatchback");
    let reader = Reader::new();
    let mut table = Table::new(&lexicon);
    table.asking = sparring::negotiation::Quantity::from_f64(7650.0);
    table.wants_less = Some(true);
    let clear = reader.read(&table, "I can offer 6,100 with the winter tyres.");
    assert!(clear.doubt < 0.3, "{clear:?}");
    let unclear = reader.read(&table, "hm 6,100 tyres maybe, who knows, 5,900");
    assert!(unclear.doubt > clear.doubt && unclear.doubt_about.is_some(), "{unclear:?}");
}

#[test]
fn a_question_is_about_the_facts_and_issues_it_names() {
    let agenda = lexicon("hatchback").agenda().clone();
    let words = ["cambelt".to_owned(), "service book".to_owned()];
    let lexicon = Lexicon::new(&agenda, [("service_book", words.as_slice())]);
    let heard = Reader::new().read(&Table::new(&lexicon), "When is the cambelt due, and are the tyres any good?");
    let about: Vec<&str> = heard.topics.iter().map(|t| t.about.as_str()).collect();
    assert!(about.contains(&"service_book") && about.contains(&"winter_tyres"), "{:?}", heard.topics);
}

#[test]
fn every_act_has_its_reasons() {
    let lexicon = lexicon("hatchback");
    let reader = Reader::new();
    let reasons = reader.explain(&Table::new(&lexicon), "Could you do 6,100? Take it or leave it.");
    let of: BTreeMap<&str, usize> = reasons.iter().fold(BTreeMap::new(), |mut sum, reason| {
        *sum.entry(reason.of.split(' ').next().unwrap_or("")).or_default() += 1;
        sum
    });
    assert!(of.contains_key("offer") && of.contains_key("ultimatum") && of.contains_key("\"6,100\""), "{of:?}");
}

#[test]
fn only_so_much_of_an_endless_message_is_looked_at() {
    let lexicon = lexicon("hatchback");
    let reader = Reader::new();
    let table = Table::new(&lexicon);
    let of_length = |length: usize| {
        let text: String =
            "6,200 with the tyres or not, what if I can do less? ".chars().cycle().take(length).collect();
        reader.read(&table, &text)
    };
    let long = of_length(60_000);
    assert!(long.offer.is_some() || !long.acts.is_empty(), "what is looked at is read");
    assert_eq!(long, of_length(600_000), "the rest of an endless message costs nothing");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}", noise in any::<Vec<char>>()) {
        let lexicon = lexicon("flat");
        let reader = READER.with(std::clone::Clone::clone);
        let mut table = Table::new(&lexicon);
        table.pending = text.len() % 2 == 0;
        for message in [text.clone(), noise.iter().collect(), format!("{text} {}", "9".repeat(400))] {
            let heard = reader.read(&table, &message);
            prop_assert!((0.0..=1.0).contains(&heard.doubt));
            let known = |terms: &Terms| terms.0.keys().all(|id| lexicon.agenda().issue(id).is_some());
            prop_assert!(heard.offer.iter().chain(&heard.alternatives).all(known));
        }
    }
}

thread_local! {
    static READER: std::rc::Rc<Reader> = std::rc::Rc::new(Reader::new());
}
