//! The reference learners by name: what honest, clumsy and cunning play earns.

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::arena::{Learner, Play, View};
use super::negotiator::Negotiator;
use super::style::{FirstOffer, Pace, Style, Talk};
use crate::counterpart::LearnerMove;
use crate::negotiation::Act;

/// A reference learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The name for the command line.
    pub name: &'static str,
    /// What it does, in a line.
    pub about: &'static str,
}

macro_rules! references {
    ($($name:literal: $about:literal,)+) => {
        /// Every reference learner, in the table's order.
        pub const REFERENCES: &[Reference] = &[$(Reference { name: $name, about: $about },)+];
    };
}

references! {
    "random": "random packages above its limit, random words",
    "split": "halves the gap every turn",
    "boulware": "price only, gives late",
    "conceder": "price only, gives early",
    "linear": "price only, gives evenly by the clock",
    "titfortat": "price only, gives what it was given",
    "micro": "price only, the smallest step when the other moved",
    "staller": "small talk to the end, then takes what there is",
    "late-lowball": "words to the end, then one offer",
    "hard-bargainer": "opens high, hardly moves",
    "integrative": "asks, opens with a reasoned package, trades in shrinking steps",
    "pushover": "opens low and gives in",
    "leaker": "price only, gives early, and tells its limit",
    "keyword-spammer": "every move of the book in every message and never an offer, then takes what there is",
    "repeats-reasons": "exploit: one offer, the same reasons every turn",
    "endless-questions": "exploit: one offer, a new question every turn",
    "crumbs": "exploit: one price step a turn, each with an ask",
    "take-back": "exploit: concedes and takes it back",
    "absurd": "exploit: opens beyond belief and sits",
    "edge-of-belief": "exploit: opens at the edge of belief with every act, and sits",
    "late-lowball-opened": "exploit: a full opening, words to the end, then one offer",
    "one-jump": "exploit: every act, one jump, then repeats",
    "nibbler": "exploit: even steps with packages, a lowball at the end",
}

/// The style of a reference learner; `None` for `random`, which has none, and for unknown names.
pub fn style(name: &str) -> Option<Style> {
    let by = Style::by;
    let sits = |talk| Style { talk, ..by(Pace::Sit) };
    Some(match name {
        "split" => by(Pace::Halve),
        "boulware" => by(Pace::Curve(0.4)),
        "conceder" => by(Pace::Curve(2.0)),
        "linear" => by(Pace::Curve(1.0)),
        "titfortat" => by(Pace::Mirror),
        "micro" => by(Pace::Micro),
        "staller" => Style { first_offer: FirstOffer::Late, ..by(Pace::Sit) },
        "late-lowball" => late_lowball(0.6),
        "hard-bargainer" => Style { ambition: 1.3, goal: 0.8, heeds: false, ..by(Pace::Curve(0.3)) },
        "integrative" => Style::integrative(),
        "pushover" => Style { ambition: 0.5, ..by(Pace::Curve(2.0)) },
        "leaker" => Style { leaks: true, ..by(Pace::Curve(2.0)) },
        "keyword-spammer" => Style { first_offer: FirstOffer::Late, ..sits(Talk::EverythingAlways) },
        "repeats-reasons" => Style { ambition: 1.2, reason: true, ..sits(Talk::Reasons) },
        "endless-questions" => Style { ambition: 1.2, ..sits(Talk::Questions) },
        "crumbs" => Style { trade: true, ambition: 1.2, ..by(Pace::Crumbs) },
        "take-back" => Style { ambition: 1.2, trade: true, ..by(Pace::TakeBack) },
        "absurd" => Style { ambition: 2.4, ..by(Pace::Sit) },
        "edge-of-belief" => Style { ambition: 1.55, precise: true, ..sits(Talk::Everything) },
        "late-lowball-opened" => Style {
            first_offer: FirstOffer::Early,
            packages: true,
            ambition: 1.2,
            pace: Pace::Sit,
            ..late_lowball(0.6)
        },
        "one-jump" => Style { talk: Talk::EverythingAlways, pace: Pace::Jump(0.6), ..Style::integrative() },
        "nibbler" => Style { pace: Pace::Nibble(0.05), goal: 0.0, last_offer: Some(0.7), ..Style::integrative() },
        _ => return None,
    })
}

fn late_lowball(share: f64) -> Style {
    Style {
        first_offer: FirstOffer::Late,
        last_offer: Some(share),
        talk: Talk::EverythingAlways,
        packages: true,
        ..Style::by(Pace::Sit)
    }
}

/// The learner of this name, with its own generator; `None` for an unknown name.
pub fn learner(name: &str, seed: u64) -> Option<Box<dyn Learner>> {
    if name == "random" {
        return Some(Box::new(Random::new(seed)));
    }
    style(name).map(|style| -> Box<dyn Learner> { Box::new(Negotiator::new(style, seed)) })
}

/// Offers random deals that it could sign, with random words.
pub struct Random {
    rng: ChaCha8Rng,
}

impl Random {
    /// A learner with its own generator.
    pub fn new(seed: u64) -> Random {
        Random { rng: ChaCha8Rng::seed_from_u64(seed ^ 0x0dd_ba11) }
    }
}

impl Learner for Random {
    fn play(&mut self, view: &View) -> Play {
        let (arena, rng) = (view.arena, &mut self.rng);
        let worth = |i: usize| arena.space.learner[i] - arena.stage.persona().learner.reservation;
        let drawn = (0..20).map(|_| rng.random_range(0..arena.space.len())).find(|i| worth(*i) >= 0);
        let last_turn = view.turn == view.turns;
        let on_offer = arena.surplus(view.standing_counterpart);
        if on_offer >= 0 && (last_turn || drawn.is_some_and(|i| on_offer >= worth(i))) {
            return Play::Accept;
        }
        let offer = drawn.map(|i| arena.space.package(i));
        // What only the counterpart does says nothing in a learner's mouth.
        let theirs = Act::ALL.iter().position(|act| *act == Act::Greet).unwrap_or(Act::ALL.len());
        let act = Act::ALL[..theirs].choose(rng).copied().filter(|act| !matches!(act, Act::Accept | Act::WalkAway));
        Play::Move(Box::new(LearnerMove {
            acts: offer.iter().map(|_| Act::Offer).chain(act).collect(),
            named: arena.stage.persona().agenda.issues.iter().map(|issue| issue.id.clone()).collect(),
            ask: rng.random_bool(0.3),
            offer,
            structured: true,
            ..LearnerMove::default()
        }))
    }
}
