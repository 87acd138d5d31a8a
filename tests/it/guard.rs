//! The guard: whatever a learner says or offers, nothing is given below the floor, and nothing that was
//! offered is taken back.

use std::sync::Arc;

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sparring::counterpart::LearnerMove;
use sparring::negotiation::{Act, Choice, Package, Quantity};
use sparring::persona::{Difficulty, Persona};
use sparring::session::{FieldOffer, Input, Scene, Session, Status};
use sparring::simulate::{Arena, Learner, Play, REFERENCES, Step, View, learner};
use sparring::understanding::Topic;

use crate::cases::{every_persona_file, persona};

/// Says anything and offers anything, on the grid or off it, in range or far out of it.
struct Anything(ChaCha8Rng);

impl Learner for Anything {
    fn play(&mut self, view: &View) -> Play {
        let persona = view.arena.stage.persona();
        let rng = &mut self.0;
        let acts: Vec<Act> = (0..rng.random_range(0..4)).filter_map(|_| Act::ALL.choose(rng).copied()).collect();
        let about = topics(persona);
        let mut topics = Vec::new();
        for act in &acts {
            if rng.random_bool(0.6) {
                topics.extend(about.choose(rng).map(|about| Topic { act: *act, about: about.clone() }));
            }
        }
        let mut said = LearnerMove { topics, acts, ..LearnerMove::default() };
        said.ask = rng.random_bool(0.5);
        said.reason = rng.random_bool(0.3);
        said.structured = rng.random_bool(0.5);
        said.facts = persona.facts.iter().filter(|_| rng.random_bool(0.2)).map(|fact| fact.id.clone()).collect();
        said.offer = rng.random_bool(0.6).then(|| anywhere(view.arena, rng));
        said.limit = rng.random_bool(0.1).then(|| anywhere(view.arena, rng));
        if said.offer.is_some() && rng.random_bool(0.15) {
            said.alternatives = vec![anywhere(view.arena, rng), anywhere(view.arena, rng)];
        }
        said.named = persona.agenda.issues.iter().filter(|_| rng.random_bool(0.5)).map(|i| i.id.clone()).collect();
        Play::Move(Box::new(said))
    }
}

fn topics(persona: &Persona) -> Vec<String> {
    let issues = persona.agenda.issues.iter().map(|issue| issue.id.clone());
    let claims = persona.counterpart.claims.iter().map(|claim| claim.id.clone());
    let facts = persona.facts.iter().map(|fact| fact.id.clone());
    let general = ["timing", "reason", "priorities", "nonsense"].map(str::to_owned);
    issues.chain(claims).chain(facts).chain(general).collect()
}

fn anywhere(arena: &Arena, rng: &mut ChaCha8Rng) -> Package {
    let mut package = arena.space.package(rng.random_range(0..arena.space.len()));
    for choice in package.0.values_mut() {
        if let Choice::Number(figure) = choice
            && rng.random_bool(0.5)
        {
            let near = figure.as_f64() * rng.random_range(0.5..1.5) + rng.random::<f64>();
            *figure = Quantity::from_f64(near).unwrap();
        }
    }
    package
}

/// Checks every step of a session.
struct Watch<'a> {
    arena: &'a Arena,
    standing: Package,
    ended: bool,
}

impl Watch<'_> {
    fn see(&mut self, step: &Step) {
        let stage = &self.arena.stage;
        let reservation = stage.persona().counterpart.reservation;
        let (floor, reply) = (step.mind.floor(stage), step.reply.unwrap());
        let case = || format!("{} {} turn {}", stage.persona().id, stage.persona().variant, step.turn);
        assert!(floor >= reservation, "{}: floor {floor} under {reservation}", case());
        assert!(!self.ended, "{}: went on after its end", case());
        if let Some(deal) = &reply.accepts {
            assert!(stage.worth(deal) >= floor, "{}: accepted below its floor", case());
            self.ended = true;
        }
        for offer in reply.offer.iter().chain(&reply.alternatives) {
            let moved = *offer != self.standing;
            assert!(!moved || stage.worth(offer) >= floor, "{}: offered below its floor", case());
            assert!(stage.worth(offer) <= stage.worth(&self.standing), "{}: took an offer back", case());
            let on_the_grid = self.arena.space.index(offer).is_some();
            assert!(on_the_grid || !moved, "{}: offered a figure off the grid", case());
        }
        // What it stands by it would also sign.
        assert!(stage.worth(step.standing) >= floor, "{}: stands by less than its floor", case());
        assert!(reply.rules.iter().all(|rule| rule.moved.is_finite()), "{}: {:?}", case(), reply.rules);
        assert!(reply.state.aspiration >= reservation as f64, "{}: aims below its reservation", case());
        assert!(!reply.acts.is_empty(), "{}: says nothing", case());
        self.standing = step.standing.clone();
        self.ended |= reply.leaves;
    }
}

#[test]
fn nothing_passes_the_guard() {
    let mut sessions = 0;
    let files = every_persona_file();
    let per_case = 10_000 / (files.iter().map(|file| file.variant_names().count() * 3).sum::<usize>()) + 1;
    for file in &files {
        for variant in file.variant_names() {
            for difficulty in [Difficulty::Easy, Difficulty::Normal, Difficulty::Tough] {
                let arena = Arena::new(Arc::new(file.choose(variant, difficulty).unwrap())).unwrap();
                for seed in 0..per_case as u64 {
                    // Mostly anything; every tenth session one of the reference learners, which cost more.
                    let mut player: Box<dyn Learner> = match REFERENCES.get(seed as usize / 10 % REFERENCES.len()) {
                        Some(reference) if seed % 10 == 0 => learner(reference.name, seed).unwrap(),
                        _ => Box::new(Anything(ChaCha8Rng::seed_from_u64(seed))),
                    };
                    let standing = arena.stage.opening().clone();
                    let mut watch = Watch { arena: &arena, standing, ended: false };
                    let outcome = arena.watch(player.as_mut(), seed, |step| watch.see(&step));
                    assert!(outcome.turns <= arena.stage.persona().turns);
                    sessions += 1;
                }
            }
        }
    }
    assert!(sessions >= 10_000, "only {sessions} sessions");
}

#[test]
fn without_a_zone_nobody_agrees_at_a_loss_to_it() {
    let arena = Arena::new(Arc::new(persona("hatchback", "no_zopa"))).unwrap();
    assert_eq!(arena.stage.zone(), None);
    for seed in 0..200 {
        let outcome = arena.play(learner("integrative", seed).unwrap().as_mut(), seed);
        assert_eq!(outcome.deal, None, "seed {seed}");
    }
}

/// Repeats one offer in fields, as a real talk would hear it.
struct Insists(Package);

impl Learner for Insists {
    fn play(&mut self, _: &View) -> Play {
        let named: Vec<String> = self.0.0.keys().cloned().collect();
        Play::Move(Box::new(LearnerMove {
            acts: vec![Act::Offer],
            offer: Some(self.0.clone()),
            touched: named.clone(),
            named,
            structured: true,
            ..LearnerMove::default()
        }))
    }
}

#[test]
fn a_simulated_seed_is_the_same_talk_when_it_is_played() {
    let scene = Scene::new(Arc::new(persona("hatchback", "standard")));
    let arena = Arena::new(Arc::new(persona("hatchback", "standard"))).unwrap();
    let mut offer = arena.stage.opening().clone();
    offer.0.insert("price".into(), Choice::Number(Quantity::whole(6500)));
    for seed in 0..20 {
        let mut simulated = Vec::new();
        arena.watch(&mut Insists(offer.clone()), seed, |step| simulated.extend(step.reply.cloned()));
        let mut session = Session::open(scene.clone(), seed);
        while session.status() == Status::Open {
            session.take(&Input::Offer(FieldOffer { offer: offer.to_terms(), ..FieldOffer::default() }));
        }
        let mut played: Vec<_> = session.steps().iter().filter_map(|step| step.turn.decided.clone()).collect();
        // The table, not the mind, says that the turns are used up.
        played.iter_mut().for_each(|mv| mv.acts.retain(|act| *act != Act::Expire));
        assert_eq!(simulated, played, "seed {seed}");
    }
}
