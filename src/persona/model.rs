//! A checked persona: what the rest of the house works with.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::negotiation::{Act, Agenda, Package, Quantity, Values};

/// A counterpart that passed every check, with a variant and a difficulty applied.
#[derive(Debug, Clone)]
pub struct Persona {
    /// The id; the file's name without its ending.
    pub id: String,
    /// How menus call it.
    pub title: String,
    /// One line for menus.
    pub summary: String,
    /// Free tags: what it drills.
    pub tags: Vec<String>,
    /// Numbers of the concept rows it gives an opportunity for.
    pub concepts: Vec<u32>,
    /// 1 (gentle) to 5.
    pub level: u8,
    /// The language of the texts: "en".
    pub language: String,
    /// The unit of both sides' values: a currency code or "points".
    pub unit: String,
    /// Learner moves before the talk expires.
    pub turns: u32,
    /// The public scene.
    pub scenario: String,
    /// What is negotiated.
    pub agenda: Agenda,
    /// What can be looked up or asked.
    pub facts: Vec<Fact>,
    /// The learner's confidential side.
    pub learner: Learner,
    /// The hidden side.
    pub counterpart: Counterpart,
    /// Whether an empty zone of agreement is meant.
    pub no_zopa: bool,
    /// The variant that is applied: "standard" or a name from the file.
    pub variant: String,
    /// The difficulty that is applied.
    pub difficulty: Difficulty,
}

/// How the counterpart's temperament is bent; never its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Difficulty {
    /// Warmer and quicker to move.
    Easy,
    /// As the file says.
    #[default]
    Normal,
    /// Cooler and slower to move.
    Tough,
}

impl Difficulty {
    /// All of them, the gentlest first.
    pub const ALL: [Difficulty; 3] = [Difficulty::Easy, Difficulty::Normal, Difficulty::Tough];

    /// The name by which it is asked for and stored.
    pub const fn name(self) -> &'static str {
        match self {
            Difficulty::Easy => "easy",
            Difficulty::Normal => "normal",
            Difficulty::Tough => "tough",
        }
    }
}

impl FromStr for Difficulty {
    type Err = String;

    /// Reads a name, and nothing but one.
    fn from_str(name: &str) -> Result<Self, String> {
        let named = Difficulty::ALL.into_iter().find(|difficulty| difficulty.name() == name);
        named.ok_or_else(|| format!("{name:?} is no difficulty; there are easy, normal and tough"))
    }
}

/// Where a fact is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The learner can look it up.
    Research,
    /// The counterpart tells when asked.
    Ask,
    /// It stands in the papers.
    Contract,
}

/// Something true about the matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The id.
    pub id: String,
    /// Where it is found.
    pub source: Source,
    /// The fact in a sentence.
    pub text: String,
    /// Words by which a question about it, or a message citing it, is known.
    pub words: Vec<String>,
}

/// The learner's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learner {
    /// The part played: "buyer".
    pub role: String,
    /// The confidential brief.
    pub brief: String,
    /// The way out.
    pub batna: Batna,
    /// What outcomes are worth.
    pub values: Values,
    /// The least a deal may be worth.
    pub reservation: i64,
}

/// What happens without a deal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batna {
    /// In words.
    pub text: String,
    /// Ways to make it better.
    pub improve: Vec<Improvement>,
}

/// A better way out that takes work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improvement {
    /// The id.
    pub id: String,
    /// In words.
    pub text: String,
    /// The reservation value with it.
    pub reservation: i64,
    /// Turns it takes.
    pub costs_turns: u32,
}

/// The hidden side.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterpart {
    /// The part played: "seller".
    pub role: String,
    /// The name.
    pub name: String,
    /// What it knows of itself, shown in the debrief.
    pub brief: String,
    /// The way out.
    pub batna: Batna,
    /// What outcomes are worth.
    pub values: Values,
    /// The least a deal may be worth.
    pub reservation: i64,
    /// From where to where, both included, a challenge draws the reservation value for an attempt; none where it never does.
    pub reservation_range: Option<(i64, i64)>,
    /// The first package and what it rests on.
    pub opening: Opening,
    /// What moves it, told to the right question.
    pub interests: Vec<Interest>,
    /// What it says that may not hold.
    pub claims: Vec<Claim>,
    /// The temper.
    pub temperament: Temperament,
    /// Scripted nudges, in order.
    pub rules: Vec<Rule>,
    /// Its own lines by act; acts left out use the built-in deck.
    pub lines: BTreeMap<Act, Vec<Line>>,
    /// Something human, for the debrief and for row 86.
    pub human_detail: String,
}

/// The counterpart's first package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The complete package.
    pub package: Package,
    /// What the number rests on, told when challenged.
    pub basis: Option<String>,
    /// Whether the basis gives way when challenged (default: yes, where there is one).
    pub basis_is_weak: bool,
}

/// Something that moves the counterpart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// The id.
    pub id: String,
    /// Topics whose question earns it: issue ids, or the words timing, reason, priorities, alternatives, budget, relationship.
    pub about: Vec<String>,
    /// Trust (0..100) from which it is told.
    pub min_trust: i32,
    /// Lines that tell it.
    pub reveal: Vec<String>,
    /// Lines that hint at it.
    pub hint: Vec<String>,
}

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// It holds.
    True,
    /// There is something to it.
    Soft,
    /// It doesn't hold.
    False,
}

/// Something the counterpart says to press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The id.
    pub id: String,
    /// In a sentence.
    pub text: String,
    /// How it stands.
    pub truth: Truth,
    /// Words by which a question about it is known.
    pub words: Vec<String>,
    /// Acts that bring the truth out.
    pub reveal_by: Vec<Act>,
    /// Lines that give it up, or stand by it when it is true.
    pub admit: Vec<String>,
}

/// The temper: constants of the engine.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Temperament {
    /// Time exponent e; below 1 boulware (Faratin, Sierra & Jennings 1998). 0.05..5.
    pub e: f64,
    /// Share of a concession that is returned, 0..1.
    pub reciprocity: f64,
    /// Turns without earned progress before it leaves.
    pub patience: f64,
    /// Trust at the start, 0..100.
    pub trust: i32,
    /// Tension at the start, 0..100.
    pub tension: i32,
    /// The floor above the reservation value, as shares of its range: drawn per session between the two.
    pub floor: (f64, f64),
}

impl Default for Temperament {
    fn default() -> Self {
        Temperament { e: 0.7, reciprocity: 0.5, patience: 7.0, trust: 50, tension: 10, floor: (0.15, 0.35) }
    }
}

/// A scripted nudge: when the conditions hold, bend and say. Never past the guard.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The id, recorded when it fires.
    pub id: String,
    /// At most once a session.
    pub once: bool,
    /// All of these must hold.
    pub when: Condition,
    /// What it does.
    pub then: Effect,
}

/// Conditions; each one given must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Condition {
    /// The learner's message carries this act.
    pub act: Option<Act>,
    /// The learner's offer names issues within these bounds.
    pub offer: BTreeMap<String, Bound>,
    /// Trust within bounds.
    pub trust: Option<Range>,
    /// Tension within bounds.
    pub tension: Option<Range>,
    /// Turn number (from 1) within bounds.
    pub turn: Option<Range>,
    /// Turns left after this one within bounds.
    pub turns_left: Option<Range>,
    /// Patience within bounds.
    pub patience: Option<Range>,
    /// All of these (rules fired, interests told, claims made, facts cited) have happened.
    pub after: Vec<String>,
    /// One of these holds.
    pub any: Vec<Condition>,
    /// This does not hold.
    pub not: Option<Box<Condition>>,
}

/// Bounds on an issue in an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// A figure within bounds, both inclusive.
    Figure {
        /// The lowest.
        at_least: Option<Quantity>,
        /// The highest.
        at_most: Option<Quantity>,
    },
    /// One of these options.
    OneOf(Vec<String>),
}

/// Inclusive bounds on a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Range {
    /// The lowest.
    pub at_least: Option<i32>,
    /// The highest.
    pub at_most: Option<i32>,
}

impl Range {
    /// Whether a state lies within.
    pub fn holds(&self, state: i32) -> bool {
        self.at_least.is_none_or(|low| state >= low) && self.at_most.is_none_or(|high| state <= high)
    }
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effect {
    /// Added to trust.
    pub trust: i32,
    /// Added to tension.
    pub tension: i32,
    /// Added to patience.
    pub patience: f64,
    /// Share of the room by which the aspiration falls (positive) or rises, -0.3..0.3.
    pub concede: f64,
    /// A claim that is made.
    pub claim: Option<String>,
    /// An interest that is told.
    pub reveal: Option<String>,
    /// Lines, one of which is said.
    pub say: Vec<Line>,
}

/// A line of a deck, with the condition under which it may be said.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The text with placeholders.
    pub say: String,
    /// When it may be said; always when empty.
    pub when: Condition,
    /// At most once a session.
    pub once: bool,
}
