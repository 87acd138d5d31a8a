//! How fast: the analysis of a case, bare tactics in self-play, and a whole turn with understanding and speech.
//!
//! `cargo bench --bench engine` runs all of it; `benches/beside_negmas.sh` runs the Python library negmas beside it on
//! the same shapes and prints ratios. Only ratios from one run side by side mean anything.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use divan::Bencher;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sparring::negotiation::{Agenda, Analysis, Choice, DealSpace, Issue, Kind, Limits, Outcome, Values, Worth};
use sparring::persona::{Catalogue, Difficulty};
use sparring::session::{FieldOffer, Input, Scene, Session};
use sparring::simulate::{Arena, learner};

fn main() {
    divan::main();
}

/// A side's utility scale: weights sum to this.
const FULL: f64 = 1_000_000.0;

/// Issues and both sides' values of a made-up case: weights drawn at random, the order of preference reversed.
fn domain(shape: &[usize]) -> (Agenda, Values, Values) {
    let mut rng = ChaCha8Rng::seed_from_u64(7 + shape.iter().product::<usize>() as u64);
    let issue = |(k, options): (usize, &usize)| Issue {
        id: format!("i{k}"),
        label: format!("issue {k}"),
        words: Vec::new(),
        default: Choice::Option("v0".into()),
        kind: Kind::Options(
            (0..*options).map(|j| Outcome { id: format!("v{j}"), label: format!("v{j}"), words: Vec::new() }).collect(),
        ),
    };
    let agenda = Agenda { issues: shape.iter().enumerate().map(issue).collect() };
    let mut side = |reversed: bool| {
        let weights: Vec<f64> = shape.iter().map(|_| -rng.random::<f64>().max(1e-9).ln()).collect();
        let sum: f64 = weights.iter().sum();
        let worth = |(k, options): (usize, &usize)| {
            let mut values: Vec<f64> = (0..*options).map(|_| rng.random::<f64>()).collect();
            values.sort_by(f64::total_cmp);
            let (low, high) = (values[0], values[options - 1]);
            let worth = |v: f64| ((v - low) / (high - low) * weights[k] / sum * FULL) as i64;
            let mut worths: Vec<i64> = values.into_iter().map(worth).collect();
            if reversed {
                worths.reverse();
            }
            let options: BTreeMap<String, i64> =
                worths.into_iter().enumerate().map(|(j, w)| (format!("v{j}"), w)).collect();
            (format!("i{k}"), Worth::Options(options))
        };
        Values(shape.iter().enumerate().map(worth).collect())
    };
    let (learner, counterpart) = (side(false), side(true));
    (agenda, learner, counterpart)
}

const LIMITS: Limits = Limits { learner: 300_000, counterpart: 300_000 };

/// Frontier and fair points of 10^n deals, from the tables.
#[divan::bench(args = [3, 4, 5, 6], sample_count = 5)]
fn analysis(bencher: Bencher, tens: usize) {
    let (agenda, learner, counterpart) = domain(&vec![10; tens]);
    bencher.bench(|| {
        let space = DealSpace::new(black_box(&agenda), &learner, &counterpart).unwrap();
        Analysis::of(&space, LIMITS)
    });
}

/// A side's bids, best for itself first, with the other side's worth.
fn bids(space: &DealSpace, own: impl Fn(usize) -> i64) -> Vec<(i64, usize)> {
    let mut bids: Vec<(i64, usize)> = (0..space.len()).map(|i| (own(i), i)).collect();
    bids.sort_unstable_by_key(|(worth, i)| (std::cmp::Reverse(*worth), *i));
    bids
}

/// The bid nearest above what a time-based tactic with exponent `e` aims for at time `t` (Faratin 1998).
fn bid(bids: &[(i64, usize)], t: f64, e: f64, reserve: f64) -> (i64, usize) {
    let best = bids[0].0 as f64;
    let aim = reserve + (best - reserve) * (1.0 - t.powf(1.0 / e));
    let at = bids.partition_point(|(worth, _)| *worth as f64 >= aim).max(1) - 1;
    bids[at]
}

/// Boulware against Conceder, 20 rounds, on sorted bids that were made before.
#[divan::bench(args = [150, 5000])]
fn self_play(bencher: Bencher, deals: usize) {
    let shape: &[usize] = if deals == 150 { &[5, 5, 6] } else { &[10, 10, 10, 5] };
    let (agenda, a, b) = domain(shape);
    let space = DealSpace::new(&agenda, &a, &b).unwrap();
    let (mine, theirs) = (bids(&space, |i| space.learner[i]), bids(&space, |i| space.counterpart[i]));
    bencher.bench(|| {
        let reserve = 0.3 * FULL;
        for step in 0..20 {
            let t = f64::from(step) / 20.0;
            let offer = bid(black_box(&mine), t, 0.25, reserve);
            let own = bid(black_box(&theirs), t, 4.0, reserve);
            if space.counterpart[offer.1] >= own.0 {
                return Some(offer.1);
            }
            let next = bid(&mine, t + 0.05, 0.25, reserve);
            if space.learner[own.1] >= next.0 {
                return Some(own.1);
            }
        }
        None
    });
}

fn hatchback() -> Arc<sparring::persona::Persona> {
    Arc::new(Catalogue::embedded().find("hatchback").unwrap().choose("standard", Difficulty::Normal).unwrap())
}

/// A whole simulated session of the integrative learner against Marta's mind, no words.
#[divan::bench]
fn session_without_words(bencher: Bencher) {
    let arena = Arena::new(hatchback()).unwrap();
    bencher.bench(|| arena.play(learner("integrative", 7).unwrap().as_mut(), 7));
}

/// One turn in free text: read, decided, worded.
#[divan::bench]
fn turn_in_words(bencher: Bencher) {
    let scene = Scene::new(hatchback());
    let message =
        Input::Say("Two similar ones are listed at £6,200, so I could do £5,940 with the winter tyres.".into());
    bencher.with_inputs(|| Session::open(scene.clone(), 7)).bench_values(|mut session| {
        session.take(&message);
        session
    });
}

/// One turn with the offer in fields: decided and worded.
#[divan::bench]
fn turn_in_fields(bencher: Bencher) {
    let scene = Scene::new(hatchback());
    let price = Choice::Number(sparring::negotiation::Quantity::whole(5940));
    let offer = sparring::negotiation::Terms([("price".to_owned(), price)].into());
    let fields = Input::Offer(FieldOffer { offer, ..FieldOffer::default() });
    bencher.with_inputs(|| Session::open(scene.clone(), 7)).bench_values(|mut session| {
        session.take(&fields);
        session
    });
}
