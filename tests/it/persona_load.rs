//! A persona file becomes a checked persona.

use sparring::negotiation::{Choice, Quantity};
use sparring::persona::{Difficulty, Source, load, load_issues};

const MINIMAL: &str = include_str!("../fixtures/minimal.yaml");
const HATCHBACK: &str = include_str!("../../personas/hatchback.yaml");

#[test]
fn the_hatchback_loads_with_everything_in_its_place() {
    let loaded = load("personas/hatchback.yaml", HATCHBACK.as_bytes());
    assert!(!loaded.is_faulty(), "{:#?}", loaded.findings);
    let persona = loaded.choose("standard", Difficulty::Normal).unwrap();
    assert_eq!((persona.learner.reservation, persona.counterpart.reservation), (-6900, 6050));
    assert_eq!(persona.agenda.write(&persona.counterpart.opening.package, true), "£7,650");
    assert_eq!(persona.agenda.issue("price").unwrap().default, Choice::Number(Quantity::whole(7650)));
    assert_eq!(persona.counterpart.rules.len(), 7);
    assert!(persona.counterpart.opening.basis_is_weak);
    let hard = loaded.choose("hard", Difficulty::Easy).unwrap();
    assert_eq!((hard.counterpart.reservation, hard.counterpart.temperament.trust), (6250, 60));
    assert!((hard.counterpart.temperament.e - 0.6).abs() < 1e-9);
    assert!(loaded.choose("no_zopa", Difficulty::Normal).unwrap().no_zopa);
}

#[test]
fn an_unknown_variant_is_refused_with_the_known_ones() {
    let loaded = load("personas/hatchback.yaml", HATCHBACK.as_bytes());
    let refusal = loaded.choose("harder", Difficulty::Normal).unwrap_err().to_string();
    assert_eq!(refusal, "`hatchback` has no variant `harder`; it has standard, hard, no_zopa");
}

#[test]
fn a_file_of_issues_alone_keeps_ids_as_they_are_written() {
    let file = "corpus: x\nissues:\n  Working Hours: { options: { 8 hours: 8 hours, 10 hours: 10 hours } }\n  \
        Leased Car: { options: { With leased car: { label: with a car, words: [car] } } }\n  food: { share: { total: 3 } }\n";
    let agenda = load_issues(file.as_bytes()).unwrap();
    let ids: Vec<&str> = agenda.issues.iter().map(|issue| issue.id.as_str()).collect();
    assert_eq!(ids, ["Working Hours", "Leased Car", "food"]);
    assert_eq!(agenda.issues[0].default, Choice::Option("8 hours".to_owned()));
    assert_eq!(agenda.issues[2].default, Choice::Number(Quantity::ZERO));
    let price = load_issues(b"issues:\n  price: { numeric: { min: 1, max: 9 } }\n").unwrap();
    assert_eq!(price.issues[0].grid().len(), 9);
    for wrong in ["min: 1, max: 9, step: 0", "min: 9, max: 1"] {
        let file = format!("issues:\n  price: {{ numeric: {{ {wrong} }} }}\n");
        let findings = load_issues(file.as_bytes()).unwrap_err();
        assert!(findings.iter().any(|finding| finding.rule == "numeric-range"), "{wrong}: {findings:?}");
    }
    let findings = load_issues(b"issues:\n  price: { numerik: { min: 0 } }\n").unwrap_err();
    assert!(findings.iter().any(|finding| finding.rule == "unknown-key" && finding.line == 2), "{findings:?}");
}

#[test]
fn the_least_that_loads_opens_at_its_own_best() {
    let persona = load("minimal.yaml", MINIMAL.as_bytes()).choose("standard", Difficulty::Normal).unwrap();
    assert_eq!(persona.agenda.write(&persona.counterpart.opening.package, false), "100");
    assert_eq!((persona.turns, persona.counterpart.temperament.patience), (12, 6.0));
}

#[test]
fn values_are_read_in_every_form() {
    let file = MINIMAL
        .replace("issues:\n", "issues:\n  share: { numeric: { min: 30, max: 50, step: 5 } }\n  term: { options: { 30: thirty days, 0.10: a tenth } }\n")
        .replace("{ price: { per_unit: -1 } }", "{ price: { per_unit: -1 }, share: { at: { 50: 0, 40: 45, 30: 80 } }, term: { 0.10: 7 } }")
        .replace("reservation: -70", "reservation: { package: { price: 70, share: 40, term: 0.1 } }");
    let loaded = load("minimal.yaml", file.as_bytes());
    let persona = loaded.choose("standard", Difficulty::Normal).unwrap();
    assert_eq!(persona.learner.reservation, -70 + 45 + 7);
    assert!(loaded.findings.iter().any(|finding| finding.rule == "not-whole"), "{:?}", loaded.findings);
}

#[test]
fn figures_beyond_the_grid_may_be_named_where_the_file_says_so() {
    let file = MINIMAL.replace("max: 100, step: 1", "max: 100, step: 1, reach: [-50, 300]");
    let persona = load("minimal.yaml", file.as_bytes()).choose("standard", Difficulty::Normal).unwrap();
    let price = persona.agenda.price().unwrap();
    let named = |figure| price.allows(&Choice::Number(Quantity::whole(figure)));
    assert_eq!([-51, -50, 0, 100, 300, 301].map(named), [false, true, true, true, true, false]);
    assert_eq!(price.grid_len(), 101, "deals are counted on the grid alone");
    assert_eq!(persona.counterpart.values.of_choice("price", &Choice::Number(Quantity::whole(300))), 300);
}

#[test]
fn a_briefing_holds_nothing_of_the_hidden_side() {
    let persona = load("hatchback.yaml", HATCHBACK.as_bytes()).choose("no_zopa", Difficulty::Normal).unwrap();
    let side = &persona.counterpart;
    let told = format!("{:?}", persona.briefing());
    let mut hidden = vec![
        side.brief.clone(),
        side.batna.text.clone(),
        side.human_detail.clone(),
        "7350".to_owned(),
        "no_zopa".to_owned(),
    ];
    hidden.extend(side.interests.iter().flat_map(|interest| interest.reveal.clone()));
    hidden.extend(persona.facts.iter().filter(|fact| fact.source == Source::Ask).map(|fact| fact.text.clone()));
    for secret in hidden {
        assert!(!secret.is_empty() && !told.contains(&secret), "{secret}");
    }
    assert!(told.contains("Marta") && told.contains("-6900"));
}
