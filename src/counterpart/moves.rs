//! What the learner does, as the mind sees it, and what the counterpart does in answer.

use serde::{Deserialize, Serialize};

use crate::negotiation::{Act, Package, Terms};
use crate::understanding::Topic;

/// A learner's turn, freed of words: acts, and packages completed on the table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LearnerMove {
    /// What the turn does.
    pub acts: Vec<Act>,
    /// What those acts are about.
    pub topics: Vec<Topic>,
    /// The offer, complete.
    pub offer: Option<Package>,
    /// Further offers of the same turn, complete.
    pub alternatives: Vec<Package>,
    /// Issues the offer names.
    pub named: Vec<String>,
    /// Issues talked about in any way (asked, mentioned, offered).
    pub touched: Vec<String>,
    /// Whether something is asked for in return.
    pub ask: bool,
    /// Whether a reason is given.
    pub reason: bool,
    /// Facts of the persona that are cited.
    pub facts: Vec<String>,
    /// Whether the offer was given in fields, so that it binds at once.
    pub structured: bool,
    /// The limit that is told ("not over 6,900"), completed to a package like an offer.
    #[serde(default)]
    pub limit: Option<Package>,
    /// Outcomes tried in a hypothetical ("what if I paid cash"), not offered.
    #[serde(default)]
    pub supposed: Terms,
    /// What somebody else is said to offer ("I could have one for 6,300").
    #[serde(default)]
    pub competing: Terms,
}

/// Acts that ask for nothing on the table and give no reason to move.
const TALK: [Act; 9] = [
    Act::SmallTalk,
    Act::RequestInfo,
    Act::AuthorityQuestion,
    Act::FeedbackAsk,
    Act::Inform,
    Act::Apology,
    Act::Hostility,
    Act::Confirm,
    Act::Other,
];

impl LearnerMove {
    /// Whether the turn carries an act.
    pub fn does(&self, act: Act) -> bool {
        self.acts.contains(&act)
    }

    /// Whether the turn only talks: a greeting, a remark, a question of fact, an insult, or nothing that could be read.
    pub fn only_talks(&self) -> bool {
        let names = self.offer.is_some() || self.limit.is_some() || !self.competing.0.is_empty();
        !names && self.alternatives.is_empty() && self.acts.iter().all(|act| TALK.contains(act))
    }
}

/// What the counterpart does in one turn. Speech words it; nothing here is text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Move {
    /// What it does, in the order in which it is said.
    pub acts: Vec<Act>,
    /// The package it proposes or stands by.
    pub offer: Option<Package>,
    /// Further packages of the same worth to it (MESO).
    pub alternatives: Vec<Package>,
    /// The learner's package it would take.
    pub accepts: Option<Package>,
    /// The interest it tells.
    pub reveal: Option<String>,
    /// The interest it hints at.
    pub hint: Option<String>,
    /// The claim it puts forward.
    pub claim: Option<String>,
    /// The claim it gives up or stands by; "basis" for its opening's.
    pub admit: Option<String>,
    /// Facts it answers with.
    pub facts: Vec<String>,
    /// The answer to a hypothetical: an issue, and whether it would help.
    pub lean: Option<Lean>,
    /// The issue of which it says what stands on the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands: Option<String>,
    /// Whether the greeting it returns did not ask how it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_greeted: bool,
    /// The scripted rule whose line is said.
    pub script: Option<String>,
    /// Every rule, of the engine or the script, that made this move; recorded for the debrief.
    pub rules: Vec<Fired>,
    /// How it feels, for the choice of words.
    pub mood: Mood,
    /// Whether it leaves with this move.
    pub leaves: bool,
    /// Its state after the move; hidden until the debrief.
    #[serde(default)]
    pub state: State,
}

/// The numbers behind a move. Worths are in the counterpart's unit.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct State {
    /// The worth it aimed for before the learner's move.
    pub aspiration_before: f64,
    /// The worth it aims for now.
    pub aspiration: f64,
    /// The least worth it would sign for.
    pub floor: i64,
    /// Trust, 0..100.
    pub trust: f64,
    /// Tension, 0..100.
    pub tension: f64,
    /// Turns without progress it still bears.
    pub patience: f64,
}

/// Which way a hypothetical leans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lean {
    /// The issue.
    pub issue: String,
    /// The outcome that was tried; where none was, the one that the counterpart likes best.
    pub option: Option<String>,
    /// Whether an outcome was tried. Else the answer has to name the one it speaks of.
    #[serde(default)]
    pub tried: bool,
    /// Whether it would be good (true) or bad for the counterpart.
    pub welcome: bool,
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fired {
    /// The rule's id: `engine.anchor`, `engine.challenge`, or a script's own.
    pub id: String,
    /// Share of the room it moved the aspiration by, or kept it from moving by; positive is toward the learner.
    pub moved: f64,
}

/// How the counterpart feels, coarsely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mood {
    /// Trusting and calm.
    Warm,
    /// As it came.
    #[default]
    Even,
    /// Little trust or little patience left.
    Cool,
    /// Tense.
    Hot,
}
