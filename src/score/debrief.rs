//! The debrief: what a finished session shows, in the shape of the contract.

use serde::{Deserialize, Serialize};

use crate::negotiation::Package;
use crate::session::Input;

use super::component::Component;

/// What was agreed and what it was worth; gains are over the reservation values, in the persona's unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The deal; none without one.
    pub package: Option<Package>,
    /// The learner's gain u - r; 0 without a deal.
    pub learner: i64,
    /// The counterpart's gain v - q; 0 without a deal.
    pub counterpart: i64,
    /// Share of what could be claimed, -1..1; below 0 when signed below the learner's own limit. None without a zone.
    pub claim: Option<f64>,
    /// Value created over a random deal in the zone, 0..1; none where there is little to create.
    pub create: Option<f64>,
    /// 0, 1 or 2: whether staying or leaving was right.
    pub exit: u8,
    /// Pareto efficiency 0..1 (Tripp & Sondak 1992); none without a deal.
    pub pareto: Option<f64>,
    /// One fair point: a package with the largest product of gains (Nash 1950).
    pub nash: Option<FairPoint>,
    /// What was left on the table.
    pub left: Left,
}

/// A package with both sides' gains over their reservation values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FairPoint {
    /// The package.
    pub package: Package,
    /// u - r.
    pub learner_gain: i64,
    /// v - q.
    pub counterpart_gain: i64,
}

/// Value left on the table, in the persona's unit, never negative.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Left {
    /// Better for the learner at no cost to the counterpart.
    pub free: i64,
    /// Joint surplus that no one got.
    pub joint: i64,
    /// What the counterpart would have taken at some turn, beyond the deal.
    pub tactical: i64,
}

/// The five dials, 0..100 each; none when nothing in them applied.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Dials {
    /// Claim, create, exit.
    pub outcome: Option<f64>,
    /// Asking, sharing, guarding.
    pub information: Option<f64>,
    /// Preparation, anchors, answers, trades, concessions.
    pub process: Option<f64>,
    /// Closing moves and the deal memo.
    pub closing: Option<f64>,
    /// Emotion, trust, tension.
    pub relationship: Option<f64>,
}

/// One concept observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The concept's number.
    pub concept: u32,
    /// 0 missed, 1 partly, 2 applied; none where it never came up.
    pub score: Option<u8>,
    /// The turn it rests on.
    pub turn: Option<u32>,
    /// The learner's words there.
    pub quote: Option<String>,
    /// The feedback.
    pub line: String,
    /// The concept's name; empty in debriefs stored before it was kept.
    #[serde(default)]
    pub name: String,
    /// What it counts toward.
    #[serde(default)]
    pub component: Component,
    /// What the better move would have changed in the immediate answer, in the persona's unit, where replay proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
}

/// One turn replayed with another move: the counterpart's immediate reply, nothing beyond.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counterfactual {
    /// The turn that is replaced.
    pub turn: u32,
    /// What kind of alternative: `best_accepted`, or one of those that concept rows name (`ask_in_return`,
    /// `keep_the_limit`, `challenge`, …). `best_accepted` is the best package for the learner that would have been signed at this turn, told
    /// where it beats the learner's way out; the others are told where their answer is better than the real one.
    pub kind: String,
    /// The move instead, in words.
    #[serde(rename = "move")]
    pub instead: String,
    /// The same move as it can be played.
    pub input: Input,
    /// What the answer would have been, in the counterpart's words.
    pub reply: String,
    /// The package in that answer.
    pub package: Option<Package>,
    /// The learner's gain at that package.
    pub learner_gain: i64,
    /// That gain less the gain at the answer that was really given.
    pub difference: i64,
}

/// The hidden side, told at the end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hidden {
    /// The counterpart's name.
    pub name: String,
    /// What it knew of itself.
    pub brief: String,
    /// Its way out.
    pub batna: String,
    /// Its reservation value q.
    pub reservation: i64,
    /// The floor below which it would not go this time.
    pub floor: i64,
    /// What each outcome was worth to it, by issue; a numeric issue by its ends.
    pub values: serde_json::Map<String, serde_json::Value>,
    /// How far the learner could have got.
    #[serde(default)]
    pub reach: Reach,
    /// Its interests, and whether they were told.
    pub interests: Vec<HiddenInterest>,
    /// Its claims, and how they stood.
    pub claims: Vec<HiddenClaim>,
    /// Trust at the end, 0..100.
    pub trust: i32,
    /// Tension at the end, 0..100.
    pub tension: i32,
}

/// How far the learner could have got: the best gain u - r over the deals that still give the counterpart
/// its due, in the persona's unit. None where no deal does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reach {
    /// With the counterpart at its reservation value: max{u - r : v >= q}.
    pub limit: Option<i64>,
    /// With the counterpart at the floor it had this time.
    pub floor: Option<i64>,
}

/// An interest in the debrief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenInterest {
    /// In its own words.
    pub text: String,
    /// The turn it was told, if it was.
    pub told: Option<u32>,
}

/// A claim in the debrief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenClaim {
    /// In its own words.
    pub text: String,
    /// true, soft or false.
    pub truth: String,
    /// Whether it was said.
    pub said: bool,
    /// How the counterpart puts it when it is honest; empty where the persona has no words for it.
    #[serde(default)]
    pub honest: String,
}

/// What a finished session shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Debrief {
    /// The deal and its worth.
    pub outcome: Outcome,
    /// The five dials.
    pub dials: Dials,
    /// The rated score 0..100; none for what can't be rated.
    pub score: Option<f64>,
    /// Every concept row, by number; those that never came up without a score.
    pub rows: Vec<Row>,
    /// What replay proves.
    pub counterfactuals: Vec<Counterfactual>,
    /// The hidden side.
    pub hidden: Hidden,
    /// Concepts worth telling this learner, at most eight, the most useful first.
    #[serde(default)]
    pub chosen: Vec<u32>,
    /// What to do next time, two things.
    #[serde(default)]
    pub next: Vec<String>,
    /// How the counterpart saw the learner, in its own words.
    #[serde(default)]
    pub view: String,
}

impl Debrief {
    /// Whether a row is among those worth telling; all are where none was chosen.
    pub fn tells(&self, row: &Row) -> bool {
        self.chosen.is_empty() || self.chosen.contains(&row.concept)
    }
}
