//! Everything about a counterpart that changes while it talks; what a snapshot stores.

use std::collections::BTreeSet;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};

use super::constants::CLAIM_AFTER_QUIET;
use super::moves::Mood;
use super::opponent::Opponent;
use super::stage::Stage;
use crate::negotiation::{Act, Package};

/// The counterpart's state of mind in one session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mind {
    /// The worth below which it will not go this time.
    pub(super) floor: f64,
    /// How far the floor was raised since the start.
    pub(super) raised: f64,
    /// The error factor on its schedule: 1 at the start, lower when moved, up to 1.15 when hardened.
    pub(super) bend: f64,
    /// Earned time as a share of its clock; 1 and more is the end of the schedule.
    pub(super) elapsed: f64,
    /// Gains not yet paid out, in turns.
    pub(super) bank: f64,
    /// Arguments that worked since the last real concession.
    pub(super) words: u32,
    /// What its standing offer gave since the learner's last concession.
    pub(super) given: f64,
    pub(super) patience: f64,
    pub(super) trust: f64,
    pub(super) tension: f64,
    /// The turn from which on it may stay silent once; `None` when it has.
    pub(super) quiet_from: Option<u32>,
    /// The turn from which on it presses with a claim of its own accord; `None` when it has, or its rules did.
    #[serde(default)]
    pub(super) claim_from: Option<u32>,
    /// The claim it pressed with last that was neither doubted nor believed yet, and in which turn.
    #[serde(default)]
    pub(super) pressed: Option<(String, u32)>,
    /// Offers in a row that moved nothing but the price.
    #[serde(default)]
    pub(super) price_only: u32,
    /// Offers that the learner claimed to hold and does not.
    #[serde(default)]
    pub(super) lies: u32,
    /// Whether it has pointed to the time that was spent.
    #[serde(default)]
    pub(super) counted_time: bool,
    /// Whether its last answer was silence.
    pub(super) was_quiet: bool,
    /// Acts with their topics that have had their effect.
    pub(super) used: BTreeSet<(Act, String)>,
    /// Ids of what has happened: rules fired, interests told, claims made, facts cited or told.
    pub(super) happened: BTreeSet<String>,
    /// Claims that were given up or proven, "basis" among them.
    pub(super) settled: BTreeSet<String>,
    /// The claim made last, which a challenge without a topic means.
    pub(super) last_claim: Option<String>,
    /// Facts that have moved it.
    pub(super) facts: u32,
    /// Issues that were named, talked about or opened by an answer.
    pub(super) open_issues: BTreeSet<String>,
    pub(super) opponent: Opponent,
    /// What the learner last offered, as far as it said so.
    pub(super) last_offer: Option<Package>,
    /// The best worth offered to it so far.
    pub(super) best_received: Option<i64>,
    /// What the learner's last two concessions cost it, in the learner's worth.
    pub(super) concessions: Vec<i64>,
    /// How often it rewarded shrinking steps.
    pub(super) shapes: u32,
    /// Whether steps that never shrink have hardened it.
    pub(super) unlimited: bool,
    /// Whether an offer beyond belief waits for its basis.
    pub(super) basis_due: bool,
    pub(super) extreme_offers: u32,
    pub(super) splits: u32,
    /// How often its own package changed.
    pub(super) own_moves: u32,
    pub(super) greeted: bool,
    pub(super) warned: bool,
}

impl Mind {
    /// A mind at the start of a session. Draws its floor and its silent turn.
    pub fn new(stage: &Stage, rng: &mut impl Rng) -> Mind {
        let temper = &stage.persona.counterpart.temperament;
        let (low, high) = (temper.floor.0.clamp(0.0, 1.0), temper.floor.1.clamp(0.0, 1.0));
        let share = low + (high - low).max(0.0) * rng.random::<f64>();
        let quiet_from = rng.random_range(2..=4);
        Mind {
            floor: stage.reservation() as f64 + share * stage.range(),
            raised: 0.0,
            bend: 1.0,
            elapsed: 0.0,
            bank: 0.0,
            words: 0,
            given: 0.0,
            patience: temper.patience.max(1.0),
            trust: f64::from(temper.trust),
            tension: f64::from(temper.tension),
            quiet_from: Some(quiet_from),
            claim_from: Some(quiet_from + CLAIM_AFTER_QUIET),
            pressed: None,
            price_only: 0,
            lies: 0,
            counted_time: false,
            was_quiet: false,
            used: BTreeSet::new(),
            happened: BTreeSet::new(),
            settled: BTreeSet::new(),
            last_claim: None,
            facts: 0,
            open_issues: BTreeSet::new(),
            opponent: Opponent::new(stage),
            last_offer: None,
            best_received: None,
            concessions: Vec::new(),
            shapes: 0,
            unlimited: false,
            basis_due: false,
            extreme_offers: 0,
            splits: 0,
            own_moves: 0,
            greeted: false,
            warned: false,
        }
    }

    /// Trust, 0..100.
    pub fn trust(&self) -> f64 {
        self.trust
    }

    /// Tension, 0..100.
    pub fn tension(&self) -> f64 {
        self.tension
    }

    /// Turns without progress it still bears; it leaves at 0, once warned.
    pub fn patience(&self) -> f64 {
        self.patience
    }

    /// The least worth it would sign for this time, whole units, never below its reservation value.
    pub fn floor(&self, stage: &Stage) -> i64 {
        (self.floor.ceil() as i64).max(stage.reservation())
    }

    /// Ids of what has happened: rules fired, interests told, claims made, facts cited or told.
    pub fn happened(&self) -> &BTreeSet<String> {
        &self.happened
    }

    /// The issues that have been spoken of, beside the price.
    pub fn open_issues(&self) -> &BTreeSet<String> {
        &self.open_issues
    }

    /// How it feels.
    pub fn mood(&self) -> Mood {
        if self.tension >= 60.0 {
            Mood::Hot
        } else if self.trust < 35.0 || self.patience <= 2.0 {
            Mood::Cool
        } else if self.trust >= 60.0 && self.tension < 30.0 {
            Mood::Warm
        } else {
            Mood::Even
        }
    }

    pub(super) fn feel(&mut self, trust: f64, tension: f64) {
        self.trust = (self.trust + trust).clamp(0.0, 100.0);
        self.tension = (self.tension + tension).clamp(0.0, 100.0);
    }

    /// Marks an act on a topic as used; false when it was before.
    pub(super) fn first_time(&mut self, act: Act, topic: &str) -> bool {
        self.used.insert((act, topic.to_owned()))
    }

    pub(super) fn has_used(&self, act: Act, topic: &str) -> bool {
        self.used.contains(&(act, topic.to_owned()))
    }
}
