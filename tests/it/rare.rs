//! Acts that are rare in corpora, against tables of our own sentences and their look-alikes.

use std::path::Path;

use serde::Deserialize;
use sparring::negotiation::{Act, Terms};
use sparring::understanding::{Heard, Reader};

use crate::in_play::sentences::Reading;

#[derive(Deserialize)]
struct Sheet {
    table: String,
    act: Act,
    #[serde(default = "hatchback")]
    lexicon: String,
    #[serde(default = "start")]
    at: String,
    floor: f64,
    does: Vec<Sentence>,
    looks_like: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Sentence {
    Act(String),
    Offer { say: String, offer: Terms },
}

fn hatchback() -> String {
    "hatchback".to_owned()
}

fn start() -> String {
    "start".to_owned()
}

/// Whether a sentence is read as doing what its table is about; where it proposes, with all it proposes.
fn does(sentence: &Sentence, act: Act, heard: &Heard) -> bool {
    let proposes = |offer: &Terms| heard.offer.as_ref() == Some(offer) && heard.alternatives.is_empty();
    match sentence {
        Sentence::Act(_) => heard.acts.contains(&act),
        Sentence::Offer { offer, .. } => heard.acts.contains(&act) && proposes(offer),
    }
}

#[test]
fn rare_acts_are_heard_and_their_look_alikes_are_not() {
    let sheets: Vec<Sheet> = serde_yaml::from_str(include_str!("../reading/cases_rare.yaml")).unwrap();
    let readings = Reading::load_all(Path::new("tests/in_play")).unwrap();
    let reader = Reader::new();
    let mut short = Vec::new();
    for sheet in &sheets {
        let reading = readings.iter().find(|r| r.name == sheet.lexicon).unwrap();
        let table = reading.table_at(&sheet.at);
        let mut wrong = Vec::new();
        for sentence in &sheet.does {
            let (Sentence::Act(say) | Sentence::Offer { say, .. }) = sentence;
            let heard = reader.read(&table, say);
            if !does(sentence, sheet.act, &heard) {
                wrong.push(format!("missed {say:?}: {:?} {:?}", heard.acts, heard.offer));
            }
        }
        for say in &sheet.looks_like {
            let heard = reader.read(&table, say);
            if heard.acts.contains(&sheet.act) || (sheet.act == Act::Offer && heard.offer.is_some()) {
                wrong.push(format!("fires on {say:?}: {:?} {:?}", heard.acts, heard.offer));
            }
        }
        let all = sheet.does.len() + sheet.looks_like.len();
        let right = 1.0 - wrong.len() as f64 / all as f64;
        println!("{}: {right:.3} of {all}\n  {}", sheet.table, wrong.join("\n  "));
        assert!(sheet.does.len() >= 15 && sheet.looks_like.len() >= 15, "{}", sheet.table);
        if right < sheet.floor {
            short.push(format!("{}: {right:.3} of {all}, not {}\n  {}", sheet.table, sheet.floor, wrong.join("\n  ")));
        }
    }
    assert!(short.is_empty(), "{}", short.join("\n"));
}
