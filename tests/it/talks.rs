//! Whole sessions through the pure door: random talk against every persona, variant and difficulty.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use sparring::negotiation::{Choice, Kind, Terms, Worth};
use sparring::persona::{Difficulty, Loaded, Persona, Source, Truth, load};
use sparring::session::{FieldOffer, Input, Scene, Session, Status, Turn, replay};

use super::decks::no_line_comes_again_while_its_deck_lasts;

/// Every shipped persona, as its file stands.
pub fn shipped() -> Vec<Loaded> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("personas");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "yaml"));
    files.sort();
    assert!(files.len() >= 2, "the shipped personas were not found");
    files.iter().map(|path| load(path.file_name().unwrap().to_str().unwrap(), &std::fs::read(path).unwrap())).collect()
}

/// Every shipped persona in every variant and difficulty.
pub fn all_scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for loaded in shipped() {
        for variant in loaded.variant_names() {
            for difficulty in [Difficulty::Easy, Difficulty::Normal, Difficulty::Tough] {
                scenes.push(Scene::new(Arc::new(loaded.choose(variant, difficulty).unwrap())));
            }
        }
    }
    scenes
}

/// Every shipped persona as it stands, made ready once.
static SCENES: LazyLock<Vec<Scene>> = LazyLock::new(|| {
    let ready = |loaded: Loaded| Scene::new(Arc::new(loaded.choose("standard", Difficulty::Normal).unwrap()));
    shipped().into_iter().map(ready).collect()
});

pub fn scene(id: &str) -> Scene {
    SCENES.iter().find(|scene| scene.persona().id == id).unwrap().clone()
}

const TALK: &[&str] = &[
    "hello there",
    "what matters most to you in this?",
    "how did you get to that figure?",
    "that's outrageous, are you mad",
    "I understand, that sounds like a lot of work for you",
    "what if I could decide today?",
    "can you do better than that?",
    "I have another offer waiting",
    "two similar ones nearby go for less",
    "how am I supposed to make that work?",
    "deal",
    "no",
    "yes",
    "let's split the difference",
    "I can't go any further, that is my absolute limit",
    "hmm",
    "????",
    "I need to sort this out by Friday",
    "bye then",
    "is that really true?",
];

/// A random step: words, a figure in words, an offer in fields, an accept, an undo.
pub fn random_input(persona: &Persona, rng: &mut ChaCha8Rng) -> Input {
    match rng.random_range(0..20) {
        0..7 => Input::Say((*TALK.choose(rng).unwrap()).to_string()),
        7..11 => Input::Say(spoken_offer(persona, rng)),
        11..18 => Input::Offer(FieldOffer { offer: random_terms(persona, rng), ..FieldOffer::default() }),
        18 => Input::Undo,
        _ if rng.random_bool(0.3) => Input::Accept(None),
        _ => Input::Say("I could go for that if you meet me on the rest".into()),
    }
}

pub fn random_terms(persona: &Persona, rng: &mut ChaCha8Rng) -> Terms {
    let mut terms = Terms::default();
    for issue in &persona.agenda.issues {
        if rng.random_bool(0.6) || (terms.0.is_empty() && Some(issue) == persona.agenda.issues.last()) {
            terms.0.insert(issue.id.clone(), issue.grid().choose(rng).unwrap().clone());
        }
    }
    terms
}

fn spoken_offer(persona: &Persona, rng: &mut ChaCha8Rng) -> String {
    let terms = random_terms(persona, rng);
    let said: Vec<String> =
        terms.0.iter().map(|(id, choice)| persona.agenda.issue(id).unwrap().write(choice)).collect();
    let openers = ["How about", "I could do", "Would you take", "My offer is"];
    format!("{} {}?", openers.choose(rng).unwrap(), said.join(" and "))
}

/// A session of random steps to its end; `None` when it is still open after 80 steps.
pub fn random_session(scene: &Scene, seed: u64) -> Session {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x5eed);
    let mut session = Session::open(scene.clone(), seed);
    for _ in 0..80 {
        if session.status() != Status::Open {
            break;
        }
        let input = random_input(scene.persona(), &mut rng);
        session.take(&input);
    }
    session
}

fn inputs(session: &Session) -> Vec<Input> {
    session.steps().iter().filter_map(|step| step.turn.input.clone()).collect()
}

#[test]
fn a_replay_equals_the_session() {
    for (k, scene) in all_scenes().iter().enumerate() {
        for seed in 0..10 {
            let session = random_session(scene, seed + 100 * k as u64);
            let again = replay(scene.clone(), session.state().seed, &inputs(&session));
            let text = |session: &Session| serde_json::to_string(session.steps()).unwrap();
            assert_eq!(text(&session), text(&again));
        }
    }
}

#[test]
fn a_session_resumes_from_its_stored_steps() {
    let scene = scene("hatchback");
    for seed in 0..50 {
        let whole = random_session(&scene, seed);
        let inputs = inputs(&whole);
        let (before, after) = inputs.split_at(inputs.len() / 2);
        let stored = serde_json::to_string(replay(scene.clone(), seed, before).steps()).unwrap();
        let mut resumed = Session::resume(scene.clone(), serde_json::from_str(&stored).unwrap()).unwrap();
        for input in after {
            resumed.take(input);
        }
        let text = |session: &Session| serde_json::to_string(session.steps()).unwrap();
        assert_eq!(text(&whole), text(&resumed));
    }
}

/// Through the real table, with questions back, confirmations and readings taken back.
#[test]
fn ten_thousand_sessions_end_and_the_guard_holds_in_all() {
    let scenes = all_scenes();
    let rounds = 10_000_u64.div_ceil(scenes.len() as u64);
    let halves = std::thread::scope(|scope| {
        let half = |scenes: &[Scene]| {
            let sessions = scenes.iter().flat_map(|scene| (0..rounds).map(move |seed| ends_and_holds(scene, seed)));
            sessions.fold((0, 0), |sum, (drawn, again)| (sum.0 + drawn, sum.1 + again))
        };
        let running: Vec<_> =
            scenes.chunks(scenes.len().div_ceil(2)).map(|scenes| scope.spawn(move || half(scenes))).collect();
        running.into_iter().map(|half| half.join().unwrap()).collect::<Vec<(usize, usize)>>()
    });
    let (drawn, again) = halves.iter().fold((0, 0), |sum, half| (sum.0 + half.0, sum.1 + half.1));
    println!("{drawn} lines drawn, {again} of them again after their deck was used up");
    assert!(drawn > 50_000 && again > 50, "{drawn} lines drawn, {again} again: the decks were hardly tried");
}

/// Plays one session and checks it; how many lines it drew, and how many of them again.
fn ends_and_holds(scene: &Scene, seed: u64) -> (usize, usize) {
    let (persona, q) = (scene.persona(), scene.persona().counterpart.reservation);
    let case = || format!("{} {} seed {seed}", persona.id, persona.variant);
    let session = random_session(scene, seed);
    assert_ne!(session.status(), Status::Open, "{} never ends", case());
    for step in session.steps() {
        let floor = step.state.mind.floor(&scene.stage);
        assert!(floor >= q, "{}: floor {floor} below {q}", case());
        let proposed = step.turn.standing.counterpart.iter().chain(&step.turn.reply.alternatives);
        let taken = step.turn.confirm().into_iter().chain(step.state.table.deal());
        for package in proposed.chain(taken) {
            let worth = persona.counterpart.values.of(package);
            assert!(worth >= q, "{}: {package:?} is worth {worth}, below {q}", case());
        }
        if let Some(mv) = &step.turn.decided {
            for package in mv.offer.iter().chain(&mv.accepts).chain(&mv.alternatives) {
                let worth = persona.counterpart.values.of(package);
                assert!(worth >= floor, "{}: {package:?} is worth {worth}, floor {floor}", case());
            }
        }
    }
    let spoken = session.steps().iter().map(|step| step.turn.reply.text.as_str()).filter(|text| !text.is_empty());
    for pair in spoken.collect::<Vec<_>>().windows(2) {
        assert_ne!(pair[0], pair[1], "{}: said twice in a row", case());
    }
    no_line_comes_again_while_its_deck_lasts(&session)
}

#[test]
fn nobody_is_bound_by_words_alone() {
    for scene in all_scenes() {
        for seed in 500..600 {
            let session = random_session(&scene, seed);
            for pair in session.steps().windows(2) {
                let [before, step] = pair else { continue };
                let by_words = matches!(step.turn.input, Some(Input::Say(_)));
                let signed = step.turn.status == Status::Agreed;
                assert!(
                    !(by_words && signed) || before.turn.confirm() == step.state.table.deal(),
                    "signed without a question"
                );
                assert!(
                    !(by_words && step.turn.status == Status::Walked) || before.turn.question.is_some(),
                    "left without a question"
                );
            }
        }
    }
}

/// The figures that must not be said before the end: the reservation, the floors, the figures of the way out, and
/// what outcomes are worth to it. Below 100 a figure is too common to tell a leak from chance.
fn secrets(session: &Session) -> Vec<i64> {
    let counterpart = &session.scene.persona().counterpart;
    let worths = counterpart.values.0.values().flat_map(|worth| match worth {
        Worth::PerUnit(_) => Vec::new(),
        Worth::At(points) => points.iter().map(|(_, worth)| *worth).collect(),
        Worth::Options(options) => options.values().copied().collect(),
    });
    let floors = session.steps().iter().map(|step| step.state.mind.floor(&session.scene.stage));
    let hidden = floors.chain(worths).chain([counterpart.reservation]).map(i64::abs);
    hidden.chain(figures_in(&counterpart.batna.text)).filter(|figure| *figure >= 100).collect()
}

fn figures_in(text: &str) -> Vec<i64> {
    let plain: String = text.chars().filter(|c| *c != ',').map(|c| if c.is_ascii_digit() { c } else { ' ' }).collect();
    plain.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

fn figures_of(choices: &BTreeMap<String, Choice>) -> Vec<i64> {
    let whole = |choice: &Choice| match choice {
        Choice::Number(figure) => figure.as_whole(),
        Choice::Option(_) => None,
    };
    choices.values().filter_map(whole).collect()
}

/// What the learner says in a step, as words and as it was read.
fn learner_says(turn: &Turn) -> Vec<i64> {
    let mut said = match &turn.input {
        Some(Input::Say(text)) => figures_in(text),
        Some(Input::Offer(fields)) => figures_of(&fields.offer.0),
        _ => Vec::new(),
    };
    let read = turn.heard.iter().flat_map(|heard| heard.offer.iter().chain(&heard.alternatives));
    said.extend(read.flat_map(|terms| figures_of(&terms.0)));
    said
}

#[test]
fn nothing_hidden_is_said_before_the_end() {
    for scene in all_scenes() {
        let persona = scene.persona();
        let fact = |asked: bool| persona.facts.iter().filter(move |fact| (fact.source == Source::Ask) == asked);
        let mut public = figures_in(&format!("{} {}", persona.scenario, persona.title));
        public.extend(fact(false).flat_map(|fact| figures_in(&fact.text)));
        public.extend(figures_of(&scene.stage.opening().0));
        for seed in 0..60 {
            let session = random_session(&scene, seed);
            let secrets = secrets(&session);
            let mut known = public.clone();
            for step in session.steps() {
                let turn = &step.turn;
                known.extend(learner_says(turn));
                let told: Vec<&String> = turn.decided.iter().flat_map(|mv| &mv.facts).collect();
                known
                    .extend(fact(true).filter(|fact| told.contains(&&fact.id)).flat_map(|fact| figures_in(&fact.text)));
                let offered = turn.reply.offer.iter().chain(&turn.reply.alternatives);
                known.extend(offered.flat_map(|package| figures_of(&package.0)));
                let refusal = turn.refusal.iter().flat_map(|r| figures_in(&format!("{} {}", r.message, r.hint)));
                for figure in figures_in(&turn.reply.text).into_iter().chain(refusal) {
                    let hidden = secrets.contains(&figure) && !known.contains(&figure) && !is_bound(persona, figure);
                    assert!(!hidden, "{} seed {seed}: {figure} is said in {:?}", persona.id, turn.reply.text);
                }
            }
        }
    }
}

fn is_bound(persona: &Persona, figure: i64) -> bool {
    persona.agenda.issues.iter().any(|issue| match &issue.kind {
        Kind::Numeric(scale) => [scale.reach.0, scale.reach.1].iter().any(|bound| bound.as_whole() == Some(figure)),
        _ => false,
    })
}

#[test]
fn a_hidden_value_without_effect_changes_no_word() {
    for loaded in shipped() {
        let persona = loaded.choose("standard", Difficulty::Normal).unwrap();
        for seed in 0..40 {
            let session = random_session(&Scene::new(Arc::new(persona.clone())), seed);
            let again = replay(Scene::new(Arc::new(with_other_secrets(&persona, &session))), seed, &inputs(&session));
            let words =
                |session: &Session| session.steps().iter().map(|step| step.turn.reply.text.clone()).collect::<Vec<_>>();
            assert_eq!(words(&session), words(&again), "{} seed {seed}", persona.id);
        }
    }
}

/// The same counterpart with everything changed that this session never got to: what it knows of itself, the truth of
/// claims it never made, the words of rules that never fired, the words and the price of interests it never told.
fn with_other_secrets(persona: &Persona, session: &Session) -> Persona {
    // A reading that was taken back happened too.
    let happened = |id: &str| session.steps().iter().any(|step| step.state.mind.happened().contains(id));
    let mut other = persona.clone();
    let hidden = &mut other.counterpart;
    hidden.brief = "Something else entirely.".into();
    hidden.batna.text = "A cousin would pay 12,345.".into();
    hidden.human_detail = "Plays the tuba.".into();
    for interest in hidden.interests.iter_mut().filter(|interest| !happened(&interest.id)) {
        interest.reveal = vec!["Nobody ever hears this line.".into()];
        interest.min_trust += 30;
    }
    for claim in hidden.claims.iter_mut().filter(|claim| !happened(&claim.id)) {
        claim.truth = if claim.truth == Truth::True { Truth::False } else { Truth::True };
        claim.admit = vec!["Nobody ever hears this either.".into()];
    }
    for rule in hidden.rules.iter_mut().filter(|rule| !happened(&rule.id)) {
        rule.then.concede = 0.3;
        rule.then.trust = 40;
        for line in &mut rule.then.say {
            line.say = "Nor this.".into();
        }
    }
    other
}
