//! A persona file becomes a checked persona.

use sparring::negotiation::{Choice, Quantity};
use sparring::persona::{Difficulty, load};

const HATCHBACK: &str = include_str!("../../personas/hatchback.yaml");

#[test]
fn the_hatchback_loads_with_everything_in_its_place() {
    let loaded = load("personas/hatchback.yaml", HATCHBACK.as_bytes());
    assert!(!loaded.is_faulty(), "{:#?}", loaded.findings);
    let persona = loaded.choose("standard", Difficulty::Normal).unwrap();
    assert_eq!((persona.learner.reservation, persona.counterpart.reservation), (-6900, 6050));
    assert_eq!(persona.agenda.write(&persona.counterpart.opening.package, true), "£7,650");
    assert_eq!(persona.agenda.issue("price").unwrap().default, Choice::Number(Quantity::whole(7650)));
    assert_eq!(persona.counterpart.rules.len(), 2);
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
