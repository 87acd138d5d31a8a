//! The concept rows on small talks: `tests/rows/*.yaml` say what is said and what each row should see.
//! `docs/rows.md` is made of the table and these talks.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use sparring::score::{CONCEPTS, Debrief, Row, debrief, kept, observe};
use sparring::session::{FieldOffer, Input, Scene, Session, Status};

use crate::cases::{every_persona_file, persona};

/// A talk and the scores of the rows that it is about.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    about: String,
    persona: String,
    #[serde(default = "standard")]
    variant: String,
    #[serde(default = "seed")]
    seed: u64,
    talk: Vec<Said>,
    rows: BTreeMap<u32, Option<u8>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Words(String),
    Fields(FieldOffer),
}

fn standard() -> String {
    "standard".into()
}

fn seed() -> u64 {
    7
}

impl Said {
    fn input(&self) -> Input {
        match self {
            Said::Words(words) if words == "/walk" => Input::Walk,
            Said::Words(words) if words == "/accept" => Input::Accept(None),
            Said::Words(words) if words == "/undo" => Input::Undo,
            Said::Words(words) => Input::Say(words.clone()),
            Said::Fields(fields) => Input::Offer(fields.clone()),
        }
    }
}

struct Talk {
    file: String,
    case: Case,
    found: Debrief,
}

/// Every talk, played once for all tests.
fn talks() -> &'static [Talk] {
    static TALKS: LazyLock<Vec<Talk>> = LazyLock::new(play_all);
    &TALKS
}

fn play_all() -> Vec<Talk> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rows");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let cases: Vec<Case> = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        cases.into_iter().map(|case| Talk { file: file.clone(), found: played(&case), case }).collect::<Vec<_>>()
    };
    files.iter().flat_map(read).collect()
}

fn played(case: &Case) -> Debrief {
    let mut session = Session::open(Scene::new(Arc::new(persona(&case.persona, &case.variant))), case.seed);
    for said in &case.talk {
        session.take(&said.input());
    }
    assert_ne!(session.status(), Status::Open, "“{}” doesn't end", case.about);
    debrief(&session).unwrap()
}

fn row(found: &Debrief, concept: u32) -> &Row {
    found.rows.iter().find(|row| row.concept == concept).unwrap()
}

#[test]
fn every_row_sees_what_its_talks_show() {
    let mut wrong = String::new();
    for talk in talks() {
        for (concept, expected) in &talk.case.rows {
            let row = row(&talk.found, *concept);
            if row.score != *expected {
                writeln!(
                    wrong,
                    "{}, “{}”, row {concept}: {:?} instead of {expected:?}: {}",
                    talk.file, talk.case.about, row.score, row.line
                )
                .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_row_is_shown_hit_missed_and_absent() {
    let talks = talks();
    let shown = |concept: u32, score: Option<u8>| talks.iter().any(|talk| talk.case.rows.get(&concept) == Some(&score));
    let lacking: Vec<(u32, Vec<&str>)> = CONCEPTS
        .iter()
        .map(|concept| {
            let wanted = [("hit", Some(2)), ("missed", Some(0)), ("absent", None)];
            let lacking = wanted.iter().filter(|(_, score)| !shown(concept.number, *score)).map(|(name, _)| *name);
            (concept.number, lacking.collect())
        })
        .filter(|(_, lacking): &(u32, Vec<&str>)| !lacking.is_empty())
        .collect();
    assert_eq!(lacking, []);
}

#[test]
fn lines_are_short_calm_and_differ_between_hit_and_miss() {
    for concept in CONCEPTS {
        for text in [concept.absent, concept.next, concept.name] {
            assert!(!text.contains('!') && text.chars().count() <= 140, "{}: {text}", concept.number);
        }
    }
    let mut lines: BTreeMap<(u32, Option<u8>), String> = BTreeMap::new();
    for talk in talks() {
        for row in &talk.found.rows {
            assert!(!row.line.contains('!') && row.line.chars().count() <= 230, "{}: {}", row.concept, row.line);
            assert_eq!(row.turn.is_some(), row.quote.is_some(), "{}: {}", row.concept, row.line);
            lines.insert((row.concept, row.score), row.line.clone());
        }
    }
    for ((concept, score), line) in &lines {
        let same = lines.iter().filter(|((other, at), text)| other == concept && at != score && *text == line);
        assert_eq!(same.count(), 0, "{concept}: {line}");
    }
}

/// Talks at random that are looked at for a persona's rows, per variant and temper.
const LOOKED_AT: u64 = 12;

/// The rows that came up in some talk with a persona: the talks of this folder, and talks at random.
fn came_up(id: &str) -> BTreeSet<u32> {
    let scored =
        |rows: &[Row]| rows.iter().filter(|row| row.score.is_some()).map(|row| row.concept).collect::<Vec<_>>();
    let written = talks().iter().filter(|talk| talk.case.persona == id).flat_map(|talk| scored(&talk.found.rows));
    let scenes = crate::talks::all_scenes().into_iter().filter(|scene| scene.persona().id == id);
    let random = scenes.flat_map(|scene| {
        (0..LOOKED_AT).flat_map(move |seed| {
            let session = crate::talks::random_session(&scene, seed);
            let turns = kept(session.steps().iter().map(|step| &step.turn));
            scored(&observe(&scene.stage, &turns, session.deal()))
        })
    });
    written.chain(random).collect()
}

#[test]
fn a_persona_is_tagged_for_rows_that_come_up_in_talks_with_it() {
    for file in every_persona_file() {
        let Some(persona) = file.persona.as_ref().filter(|persona| SHIPPED.contains(&persona.id.as_str())) else {
            continue;
        };
        let came_up = came_up(&persona.id);
        let scored = |number: &&u32| CONCEPTS.iter().any(|concept| concept.number == **number);
        let tagged: BTreeSet<u32> = persona.concepts.iter().filter(scored).copied().collect();
        let never: Vec<&u32> = tagged.difference(&came_up).collect();
        assert!(tagged.len() >= 20 && never.is_empty(), "{}: {never:?} never came up", persona.id);
    }
}

const SHIPPED: [&str; 4] = ["analyst-offer", "flat-3b", "hatchback", "helpdesk-renewal"];

/// The page of the rows: the table, with the lines that the talks above bring out.
fn page() -> String {
    let talks = talks();
    let personas = every_persona_file();
    let mut text = String::from(
        "# The concept rows\n\nWhat a debrief observes, row by row. Made from the table in `src/score/rows/table.rs` and the talks in\n\
         `tests/rows`; `UPDATE_ROWS=1 cargo test --test it rows` writes it anew. Thresholds are shares of Z, the most the\n\
         learner can gain while the counterpart keeps its reservation value. Rows of OUT explain the outcome and earn\n\
         nothing by themselves. A row that never came up counts nowhere. A message that makes more than three moves in\n\
         words is credited for none of them.\n",
    );
    for concept in CONCEPTS {
        writeln!(text, "\n## {} {}\n", concept.number, concept.name).unwrap();
        writeln!(text, "- Counts toward: {} (weight {})", concept.component.name(), concept.component.weight())
            .unwrap();
        writeln!(text, "- Observed: {}", concept.observable).unwrap();
        writeln!(text, "- Rules: {}", concept.rules.join(", ")).unwrap();
        if !concept.alternatives.is_empty() {
            writeln!(text, "- Cost proved by replaying: {}", concept.alternatives.join(", ")).unwrap();
        }
        let of = personas.iter().filter_map(|file| file.persona.as_ref());
        let of = of.filter(|persona| persona.concepts.contains(&concept.number));
        let of: Vec<&str> = of.map(|persona| persona.id.as_str()).collect();
        if !of.is_empty() {
            writeln!(text, "- Drilled by: {}", of.join(", ")).unwrap();
        }
        for (name, score) in [("Hit", Some(2)), ("Partly", Some(1)), ("Missed", Some(0)), ("Absent", None)] {
            let shows = talks.iter().find(|talk| talk.case.rows.get(&concept.number) == Some(&score));
            if let Some(talk) = shows {
                let line = &row(&talk.found, concept.number).line;
                writeln!(text, "- {name} (`{}`, {}): {line}", talk.file, talk.case.about).unwrap();
            }
        }
        writeln!(text, "- Next time: {}", concept.next).unwrap();
    }
    text
}

#[test]
fn the_page_of_rows_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rows.md");
    let made = page();
    if std::env::var_os("UPDATE_ROWS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "docs/rows.md is behind: run UPDATE_ROWS=1 cargo test --test it rows, and read it");
}
