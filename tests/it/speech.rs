//! What the counterparts say: every act in every mood, nothing twice, nothing hidden, nothing lost.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;

use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sparring::counterpart::{Circumstances, Lean, Mood, Move};
use sparring::negotiation::{Act, Choice, Package, Quantity, Terms};
use sparring::persona::{Difficulty, Persona, STANDARD, load};
use sparring::speech::{Decks, Said, Utterance, say};

const MARTA: &str = include_str!("../../personas/hatchback.yaml");
const NOOR: &str = include_str!("../../personas/flat-3b.yaml");
const ROTA: &str = include_str!("../fixtures/rota.yaml");

const MOODS: [Mood; 4] = [Mood::Warm, Mood::Even, Mood::Cool, Mood::Hot];

/// Acts by which a counterpart speaks.
const SPOKEN: &[Act] = &[
    Act::Greet,
    Act::Counter,
    Act::Hold,
    Act::Pocket,
    Act::Accept,
    Act::Reject,
    Act::AskConfirm,
    Act::AskBack,
    Act::AskOffer,
    Act::Reveal,
    Act::Hint,
    Act::Admit,
    Act::StandBy,
    Act::Claim,
    Act::AnswerFact,
    Act::DontKnow,
    Act::AskInterest,
    Act::DemandBasis,
    Act::Quiet,
    Act::Warn,
    Act::BreakOff,
    Act::Expire,
    Act::Farewell,
    Act::Sting,
    Act::Acknowledge,
    Act::SmallTalk,
    Act::Empathy,
    Act::Welcome,
    Act::Unwelcome,
    Act::SplitDifference,
];

fn played(file: &str, text: &str) -> Persona {
    let loaded = load(file, text.as_bytes());
    loaded.choose(STANDARD, Difficulty::Normal).unwrap_or_else(|error| panic!("{error}\n{:#?}", loaded.findings))
}

fn marta() -> Persona {
    static READ: LazyLock<Persona> = LazyLock::new(|| played("hatchback.yaml", MARTA));
    READ.clone()
}

fn noor() -> Persona {
    static READ: LazyLock<Persona> = LazyLock::new(|| played("flat-3b.yaml", NOOR));
    READ.clone()
}

/// The four of them.
fn shipped() -> [Persona; 4] {
    let tomas = played("analyst-offer.yaml", include_str!("../../personas/analyst-offer.yaml"));
    let dev = played("helpdesk-renewal.yaml", include_str!("../../personas/helpdesk-renewal.yaml"));
    [marta(), noor(), tomas, dev]
}

/// The same car without a word of Marta's: the built-in voice.
fn plain() -> Persona {
    let mut persona = marta();
    persona.counterpart.lines.clear();
    persona.counterpart.interests.clear();
    persona.counterpart.rules.clear();
    for claim in &mut persona.counterpart.claims {
        claim.admit.clear();
    }
    persona
}

/// Points, no money, no number anywhere.
fn rota() -> Persona {
    played("rota.yaml", ROTA)
}

fn everyone() -> Vec<Persona> {
    vec![marta(), noor(), plain(), rota()]
}

fn calm() -> Circumstances {
    Circumstances {
        acts: vec![Act::Offer],
        offer: Terms::default(),
        trust: 50,
        tension: 10,
        turn: 4,
        turns_left: 9,
        patience: 6,
        happened: BTreeSet::new(),
    }
}

/// How a talk feels in a mood.
fn felt(mood: Mood) -> Circumstances {
    let (trust, tension) = match mood {
        Mood::Warm => (72, 5),
        Mood::Even => (50, 15),
        Mood::Cool => (28, 30),
        Mood::Hot => (30, 68),
    };
    Circumstances { trust, tension, ..calm() }
}

/// A package with some outcomes of the grid changed, by number.
fn package(persona: &Persona, picks: &[usize]) -> Package {
    let issues = persona.agenda.issues.iter().zip(picks.iter().chain(std::iter::repeat(&0)));
    Package(issues.map(|(issue, pick)| (issue.id.clone(), issue.grid()[pick % issue.grid_len()].clone())).collect())
}

/// A move that does one thing, with everything that thing may need.
fn one(persona: &Persona, act: Act, mood: Mood) -> Move {
    let side = persona.counterpart.opening.package.clone();
    let lean = persona.agenda.issues.last().map(|issue| Lean {
        issue: issue.id.clone(),
        option: issue.grid().first().map(|choice| match choice {
            Choice::Option(id) => id.clone(),
            Choice::Number(figure) => figure.to_string(),
        }),
        tried: true,
        welcome: act == Act::Welcome,
    });
    Move {
        acts: vec![act],
        offer: Some(if act == Act::Counter { package(persona, &[9, 1, 1]) } else { side }),
        accepts: matches!(act, Act::Accept | Act::AskConfirm).then(|| package(persona, &[12, 1])),
        reveal: persona.counterpart.interests.first().map(|interest| interest.id.clone()),
        hint: persona.counterpart.interests.first().map(|interest| interest.id.clone()),
        claim: persona.counterpart.claims.first().map(|claim| claim.id.clone()),
        admit: matches!(act, Act::Admit | Act::StandBy).then(|| "basis".to_owned()),
        facts: persona.facts.last().map(|fact| fact.id.clone()).into_iter().collect(),
        lean,
        mood,
        ..Move::default()
    }
}

fn answer(persona: &Persona, mv: &Move, now: &Circumstances, decks: &mut Decks, rng: &mut ChaCha8Rng) -> Utterance {
    let yours = package(persona, &[4]);
    let words = Said {
        persona,
        mv,
        now,
        raised: &BTreeSet::new(),
        learner_offer: Some(&yours),
        standing: &persona.counterpart.opening.package,
        reading: mv.acts.contains(&Act::AskBack).then_some("£5,940, with the winter tyres"),
    };
    say(&words, decks, rng)
}

/// Sentences by the simplest rule: an end mark before a space or the end.
fn sentences(text: &str) -> usize {
    let ends = |pair: &[char]| matches!(pair[0], '.' | '?' | '!' | '…') && pair[1] == ' ';
    text.chars().chain([' ']).collect::<Vec<_>>().windows(2).filter(|pair| ends(pair)).count()
}

#[test]
fn every_act_finds_words_in_every_mood() {
    for persona in everyone() {
        for (act, mood) in SPOKEN.iter().flat_map(|act| MOODS.map(|mood| (*act, mood))) {
            let (mv, now) = (one(&persona, act, mood), felt(mood));
            let mut decks = Decks::default();
            for seed in 0..200 {
                let said = answer(&persona, &mv, &now, &mut decks, &mut ChaCha8Rng::seed_from_u64(seed)).text;
                let at = format!("{} {act} {mood:?} {seed}: {said}", persona.id);
                assert!((1..=3).contains(&sentences(&said)), "{at}");
                assert!(said.chars().count() <= 2000 && !said.contains(['{', '}', '!']), "{at}");
                assert!(said.starts_with(|first: char| !first.is_lowercase()), "{at}");
            }
        }
    }
}

#[test]
fn no_line_comes_twice_while_its_deck_lasts() {
    for persona in everyone() {
        for (act, mood) in SPOKEN.iter().flat_map(|act| MOODS.map(|mood| (*act, mood))) {
            let (mv, now) = (one(&persona, act, mood), felt(mood));
            let own = persona.counterpart.lines.get(&act);
            let lasts = own.map_or(4, |lines| lines.iter().filter(|line| now.meet(&line.when)).count());
            // What the opening rests on is told by the lines that name it.
            let basis = |line: &&sparring::persona::Line| line.say.contains("{basis}");
            let lasts = match own {
                Some(lines) if act == Act::Admit => lines.iter().filter(basis).count().max(1),
                None if act == Act::Admit => 1,
                _ => lasts,
            };
            let special = matches!(act, Act::Reveal | Act::Hint) && !persona.counterpart.interests.is_empty();
            let lasts = if special || act == Act::SplitDifference { 1 } else { lasts };
            let mut decks = Decks::default();
            let mut rng = ChaCha8Rng::seed_from_u64(11);
            let said: Vec<String> =
                (0..lasts).map(|_| answer(&persona, &mv, &now, &mut decks, &mut rng).text).collect();
            let different: BTreeSet<&String> = said.iter().collect();
            assert_eq!(different.len(), lasts, "{} {act} {mood:?}: {said:#?}", persona.id);
        }
    }
}

#[test]
fn the_same_seed_says_the_same() {
    let persona = marta();
    let talk = || {
        let (mut decks, mut rng) = (Decks::default(), ChaCha8Rng::seed_from_u64(5));
        let mv = one(&persona, Act::Counter, Mood::Even);
        (0..30).map(|_| answer(&persona, &mv, &calm(), &mut decks, &mut rng).text).collect::<Vec<_>>()
    };
    assert_eq!(talk(), talk());
}

#[test]
fn two_people_two_voices() {
    let contracted =
        |text: &str| ["n't", "'m ", "'re ", "'ll ", "'ve ", "I'd", "it's", "that's"].iter().any(|c| text.contains(c));
    let lines = |persona: &Persona| -> Vec<String> {
        persona.counterpart.lines.values().flatten().map(|line| line.say.to_lowercase()).collect()
    };
    let (marta, noor) = (lines(&marta()), lines(&noor()));
    let noor_contracts: Vec<&String> = noor.iter().filter(|line| contracted(line)).collect();
    assert!(noor_contracts.is_empty(), "Noor speaks in full: {noor_contracts:#?}");
    assert!(marta.iter().filter(|line| contracted(line)).count() * 3 > marta.len());
    assert!(!noor.iter().any(|line| marta.contains(line)));
}

#[test]
fn they_all_have_enough_to_say() {
    for persona in shipped() {
        for act in SPOKEN {
            let least = match act {
                Act::Counter => 12,
                Act::Hold => 8,
                Act::Pocket => 6,
                Act::Greet | Act::Accept | Act::Reject | Act::AskConfirm | Act::AskBack => 5,
                _ => 3,
            };
            let held = persona.counterpart.lines.get(act).map_or(0, Vec::len);
            assert!(held >= least, "{} has {held} lines for {act}, not {least}", persona.id);
        }
        for interest in &persona.counterpart.interests {
            assert!(interest.reveal.len() >= 2, "{}: {}", persona.id, interest.id);
        }
    }
}

#[test]
fn what_only_one_deck_can_say_fits_into_a_crowded_turn() {
    for persona in shipped() {
        let side = &persona.counterpart;
        let texts = |lines: &[String]| lines.iter().any(|line| sentences(line) == 1);
        for interest in &side.interests {
            assert!(texts(&interest.reveal) && texts(&interest.hint), "{}: {}", persona.id, interest.id);
        }
        for claim in &side.claims {
            assert!(texts(&claim.admit), "{}: {}", persona.id, claim.id);
        }
        for rule in side.rules.iter().filter(|rule| !rule.then.say.is_empty()) {
            assert!(rule.then.say.iter().any(|line| sentences(&line.say) == 1), "{}: {}", persona.id, rule.id);
        }
    }
}

#[test]
fn an_answer_comes_before_the_number_and_a_question_after_it() {
    let persona = noor();
    for seed in 0..50 {
        let mut mv = one(&persona, Act::Counter, Mood::Even);
        mv.acts = vec![Act::DemandBasis, Act::AnswerFact, Act::Counter];
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let said = answer(&persona, &mv, &calm(), &mut Decks::default(), &mut rng);
        assert_eq!(said.acts, [Act::AnswerFact, Act::Counter, Act::DemandBasis], "{}", said.text);
        let (fact, figure) = (said.text.find("Notice is two months"), said.text.find("€870 a month"));
        assert!(fact.is_some() && fact < figure, "{}", said.text);
    }
}

#[test]
fn a_rule_speaks_for_the_claim_it_makes_and_asks_last() {
    let persona = marta();
    let mv = Move {
        acts: vec![Act::Claim, Act::Counter],
        claim: Some("someone_at_five".to_owned()),
        script: Some("last_call".to_owned()),
        ..one(&persona, Act::Counter, Mood::Even)
    };
    for seed in 0..50 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let said = answer(&persona, &mv, &calm(), &mut Decks::default(), &mut rng).text;
        assert_eq!(said.matches("at five").count(), 1, "{said}");
        assert!(said.ends_with('?') && said.contains("£5,650"), "{said}");
    }
}

#[test]
fn an_offer_that_stood_already_is_no_news() {
    let persona = marta();
    let mv = Move { acts: vec![Act::Counter], ..one(&persona, Act::Hold, Mood::Even) };
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    assert_eq!(answer(&persona, &mv, &calm(), &mut Decks::default(), &mut rng).acts, [Act::Hold]);
}

#[test]
fn a_term_the_other_side_has_moved_is_never_left_out() {
    let persona = marta();
    let mut offer = persona.counterpart.opening.package.clone();
    offer.0.insert("price".to_owned(), Choice::Number(Quantity::whole(6900)));
    let yours = package(&persona, &[10, 1, 1]);
    let mv = Move { acts: vec![Act::Counter], offer: Some(offer), ..Move::default() };
    let named = Circumstances { offer: yours.to_terms(), ..calm() };
    let words = Said {
        persona: &persona,
        mv: &mv,
        now: &named,
        raised: &BTreeSet::new(),
        learner_offer: Some(&yours),
        standing: &persona.counterpart.opening.package,
        reading: None,
    };
    for seed in 0..50 {
        let said = say(&words, &mut Decks::default(), &mut ChaCha8Rng::seed_from_u64(seed)).text;
        assert!(said.contains("£6,900, without the winter tyres, by transfer next week"), "{said}");
    }
}

#[test]
fn a_move_nobody_has_words_for_is_still_answered() {
    let persona = noor();
    let mv = Move { acts: vec![Act::Inform], ..one(&persona, Act::Hold, Mood::Even) };
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let said = answer(&persona, &mv, &calm(), &mut Decks::default(), &mut rng);
    assert_eq!(said.acts, [Act::Quiet]);
    assert!(!said.text.is_empty());
}

#[test]
fn offers_of_equal_worth_are_told_apart() {
    let persona = marta();
    let (dear, cheap) = (package(&persona, &[30, 1, 0]), package(&persona, &[26, 0, 0]));
    let mv = Move { acts: vec![Act::Counter], offer: Some(dear), alternatives: vec![cheap], ..Move::default() };
    let said = answer(&persona, &mv, &calm(), &mut Decks::default(), &mut ChaCha8Rng::seed_from_u64(1)).text;
    assert!(said.contains("£6,700, with the winter tyres; or £6,500, without the winter tyres"), "{said}");
}

/// Every run of digits, thousands joined.
fn figures(text: &str) -> BTreeSet<String> {
    let joined: String = text.replace(',', "");
    joined.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

fn picks() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..60usize, 5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_figure_is_said_that_is_not_on_the_table(
        who in 0..3usize,
        (offer, yours, accepts) in (picks(), picks(), prop::option::of(picks())),
        acts in prop::collection::vec(prop::sample::select(SPOKEN), 0..5),
        (trust, tension, left, mood) in (0..100i32, 0..100i32, 0..14u32, 0..4usize),
        (interest, claim, rule) in (0..4usize, 0..3usize, 0..8usize),
        seed in any::<u64>(),
    ) {
        let persona = [marta, noor, plain][who]();
        let side = &persona.counterpart;
        let (offer, yours) = (package(&persona, &offer), package(&persona, &yours));
        let id_at = |ids: Vec<&String>, at: usize| ids.get(at).map(|id| id.to_string());
        let mv = Move {
            offer: Some(offer.clone()),
            accepts: accepts.map(|picks| package(&persona, &picks)),
            reveal: id_at(side.interests.iter().map(|it| &it.id).collect(), interest),
            hint: id_at(side.interests.iter().map(|it| &it.id).collect(), interest),
            claim: id_at(side.claims.iter().map(|it| &it.id).collect(), claim),
            admit: id_at(side.claims.iter().map(|it| &it.id).collect(), claim),
            script: id_at(side.rules.iter().map(|it| &it.id).collect(), rule),
            acts,
            ..one(&persona, Act::AnswerFact, MOODS[mood])
        };
        let now = Circumstances { trust, tension, turns_left: left, offer: yours.to_terms(), ..calm() };
        let standing = &side.opening.package;
        let words = Said { persona: &persona, mv: &mv, now: &now, raised: &BTreeSet::new(), learner_offer: Some(&yours), standing, reading: None };
        let said = say(&words, &mut Decks::default(), &mut ChaCha8Rng::seed_from_u64(seed)).text;

        let mut known: String = format!("{} {}", persona.title, persona.scenario);
        for fact in &persona.facts {
            let _ = write!(known, " {}", fact.text);
        }
        for package in [Some(&offer), Some(&yours), Some(standing), mv.accepts.as_ref()].into_iter().flatten() {
            let _ = write!(known, " {}", persona.agenda.write(package, false));
        }
        let strange: Vec<String> = figures(&said).difference(&figures(&known)).cloned().collect();
        prop_assert!(strange.is_empty(), "{strange:?} in: {said}");
        prop_assert!((1..=3).contains(&sentences(&said)), "{said}");
        prop_assert!(!said.contains(['{', '}', '!']), "{said}");
    }

    #[test]
    fn a_new_offer_is_said_once_and_whole(
        who in 0..3usize,
        (offer, yours) in (picks(), picks()),
        around in prop::collection::vec(prop::sample::select(&[
            Act::Acknowledge, Act::AnswerFact, Act::Sting, Act::Pocket, Act::DemandBasis, Act::Warn, Act::Reject,
        ][..]), 0..3),
        (trust, tension, mood, seed) in (0..100i32, 0..100i32, 0..4usize, any::<u64>()),
    ) {
        let persona = [marta, noor, plain][who]();
        let (offer, yours) = (package(&persona, &offer), package(&persona, &yours));
        let standing = &persona.counterpart.opening.package;
        let figure = &persona.agenda.price().expect("both haggle over a figure").id;
        prop_assume!(offer.0[figure] != yours.0[figure] && offer.0[figure] != standing.0[figure]);
        let acts = around.into_iter().chain([Act::Counter]).collect();
        let mv = Move { acts, offer: Some(offer.clone()), ..one(&persona, Act::AnswerFact, MOODS[mood]) };
        let now = Circumstances { trust, tension, offer: yours.to_terms(), ..calm() };
        let words = Said { persona: &persona, mv: &mv, now: &now, raised: &BTreeSet::new(), learner_offer: Some(&yours), standing, reading: None };
        let said = say(&words, &mut Decks::default(), &mut ChaCha8Rng::seed_from_u64(seed)).text;
        for (id, choice) in offer.0.iter().filter(|(id, choice)| standing.0.get(*id) != Some(choice)) {
            let written = persona.agenda.issue(id).expect("an issue of its own").write(choice);
            prop_assert!(said.to_lowercase().contains(&written.to_lowercase()), "{written} is missing: {said}");
            if id == figure {
                prop_assert_eq!(said.matches(&written).count(), 1, "{}", said);
            }
        }
    }
}

#[test]
fn the_same_ten_moves_in_three_voices() {
    type Step = (&'static str, Vec<Act>, Mood);
    let steps: Vec<Step> = vec![
        ("greets", vec![Act::Greet], Mood::Even),
        ("hears a low offer and counters", vec![Act::Counter], Mood::Even),
        ("is asked for a fact, then counters", vec![Act::AnswerFact, Act::Counter], Mood::Even),
        ("stays put", vec![Act::Hold], Mood::Even),
        ("takes a gift", vec![Act::Pocket], Mood::Even),
        ("is asked why, and tells", vec![Act::Reveal, Act::Hold], Mood::Warm),
        ("has its opening challenged", vec![Act::Admit, Act::Counter], Mood::Even),
        ("is insulted", vec![Act::Sting, Act::Warn], Mood::Hot),
        ("restates and asks", vec![Act::AskConfirm], Mood::Even),
        ("agrees", vec![Act::Accept], Mood::Warm),
    ];
    let voices: BTreeMap<&str, Persona> = BTreeMap::from([("Marta", marta()), ("Noor", noor()), ("built in", plain())]);
    let mut memory: BTreeMap<&str, Decks> = BTreeMap::new();
    let mut page = String::new();
    for (place, (what, acts, mood)) in steps.into_iter().enumerate() {
        let _ = writeln!(page, "{}. {what}", place + 1);
        for (name, persona) in &voices {
            let main = *acts.last().expect("each step does something");
            let mut mv = Move { acts: acts.clone(), ..one(persona, main, mood) };
            mv.admit = acts.contains(&Act::Admit).then(|| "basis".to_owned());
            if main == Act::Counter {
                let figure = persona.agenda.price().expect("a figure");
                let grid = figure.grid();
                let mut offer = persona.counterpart.opening.package.clone();
                offer.0.insert(figure.id.clone(), grid[grid.len() * (16 - place) / 20].clone());
                mv.offer = Some(offer);
            }
            let decks = memory.entry(name).or_default();
            let mut rng = ChaCha8Rng::seed_from_u64(40 + place as u64);
            let said = answer(persona, &mv, &felt(mood), decks, &mut rng);
            let _ = writeln!(page, "   {name:<9} {}", said.text);
        }
    }
    insta::assert_snapshot!(page);
}
