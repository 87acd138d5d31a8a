//! Figures left open are asked back with their reading; they bind nobody.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use sparring::negotiation::{Quantity, Terms};
use sparring::persona::load_issues;
use sparring::understanding::{DOUBTFUL, Heard, Lexicon, Reader, Table};

#[derive(Deserialize)]
struct Group {
    persona: String,
    #[serde(flatten)]
    cases: BTreeMap<String, Vec<Case>>,
}

#[derive(Deserialize)]
struct Case {
    say: String,
    #[serde(default)]
    offer: Option<Terms>,
}

fn lexicon(name: &str) -> Lexicon {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shipped = root.join(format!("personas/{name}.yaml"));
    let path = if shipped.exists() { shipped } else { root.join(format!("tests/reading/{name}.yaml")) };
    Lexicon::new(&load_issues(&std::fs::read(path).unwrap()).unwrap(), std::iter::empty())
}

/// What is wrong with a reading; none when it is right.
fn fault(kind: &str, case: &Case, heard: &Heard) -> Option<String> {
    let right = match kind {
        "asked_back" => heard.doubt >= DOUBTFUL && heard.as_meant().offer == case.offer,
        "heard" => heard.doubt >= 0.3 && heard.as_meant().offer == case.offer,
        "exact" => heard.doubt < DOUBTFUL && heard.offer == case.offer,
        "none" => heard.offer.is_none() && heard.as_meant().offer.is_none(),
        other => panic!("no kind of case is called {other}"),
    };
    (!right).then(|| format!("{kind}: {:?}: {heard:?}", case.say))
}

#[test]
fn open_figures_are_asked_back_or_heard_with_doubt() {
    let groups: Vec<Group> = serde_yaml::from_str(include_str!("../reading/cases_vague.yaml")).unwrap();
    let reader = Reader::new();
    let mut wrong = Vec::new();
    for group in &groups {
        let lexicon = lexicon(&group.persona);
        let asking = match group.persona.as_str() {
            "hatchback" => 7650.0,
            "flat-3b" => 990.0,
            _ => 42_000.0,
        };
        let table = Table { asking: Quantity::from_f64(asking), ..Table::new(&lexicon) };
        for (kind, cases) in &group.cases {
            let faults = cases.iter().filter_map(|case| fault(kind, case, &reader.read(&table, &case.say)));
            wrong.extend(faults.map(|fault| format!("{}: {fault}", group.persona)));
        }
    }
    assert!(wrong.is_empty(), "{} readings are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
