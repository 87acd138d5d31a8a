//! What goes into a turn and what comes out of it. This is what the store keeps
//! and what front ends show; both sides of the talk, no hidden number.

use serde::{Deserialize, Serialize};

use crate::counterpart::Move;
pub use crate::negotiation::Status;
use crate::negotiation::{Act, Package, Protocol, Terms};
use crate::understanding::Heard;

/// What a learner does in one step, through any door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Free text, to be read.
    Say(String),
    /// An offer in fields; it binds at once.
    Offer(FieldOffer),
    /// Takes the counterpart's standing offer; of several the one with this number, from 1.
    Accept(Option<usize>),
    /// Ends the talk without a deal.
    Walk,
    /// Takes the last reading back.
    Undo,
}

/// An offer in fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldOffer {
    /// The terms named; the rest is taken from the table.
    pub offer: Terms,
    /// Why this offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What is asked in return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// What is said beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub say: Option<String>,
}

/// What the counterpart answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reply {
    /// The words.
    pub text: String,
    /// What they do.
    pub acts: Vec<Act>,
    /// The package they propose or stand by, when they name one.
    pub offer: Option<Package>,
    /// Further packages proposed in the same breath.
    pub alternatives: Vec<Package>,
}

/// Both sides' offers on the table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Standing {
    /// The learner's last offer.
    pub learner: Option<Package>,
    /// The counterpart's last offer.
    pub counterpart: Option<Package>,
    /// What the learner's offers named so far, the last word on each issue: the next one means it still.
    #[serde(default, skip_serializing_if = "Terms::is_empty")]
    pub wanted: Terms,
}

impl Standing {
    /// The offers that lie on a table, and what the learner named for its own.
    pub fn on(table: &Protocol, wanted: &Terms) -> Self {
        Standing {
            learner: table.standing_learner().cloned(),
            counterpart: table.standing_counterpart().cloned(),
            wanted: wanted.clone(),
        }
    }

    /// The same table for who takes the counterpart's offer: what is left unsaid means that offer's terms.
    pub fn as_taken(&self) -> Self {
        Standing { wanted: Terms::default(), ..self.clone() }
    }
}

/// What a yes would settle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Signs this package.
    Sign(Package),
    /// Ends the talk.
    Leave,
    /// Takes the reading of a doubtful message as meant.
    Meant(Box<Heard>),
}

/// Why a step was refused: said kindly, in the house's voice, not the counterpart's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// A stable name of the case: `over`, `out_of_range`, `nothing_to_undo`.
    pub code: String,
    /// What was wrong and where.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// One step and its answer: the line of a transcript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// Learner moves made so far, this one included; 0 for the opening. Unchanged by steps that use no turn.
    pub turn: u32,
    /// What the learner did; none for the opening.
    pub input: Option<Input>,
    /// How it was read; none for the opening.
    pub heard: Option<Heard>,
    /// What the mind decided, with the rules that fired; none where it wasn't asked. Hidden until the debrief.
    pub decided: Option<Move>,
    /// What was answered; empty text where the step was refused.
    pub reply: Reply,
    /// The table after the step.
    pub standing: Standing,
    /// The question that a yes would settle.
    pub question: Option<Question>,
    /// How the session stands after the step.
    pub status: Status,
    /// Why the step was refused.
    pub refusal: Option<Refusal>,
    /// Whether the step used one of the learner's turns.
    pub counted: bool,
    /// Whether the reply rests on a reading that `undo` can take back.
    pub undoable: bool,
    /// Whether the message corrects the offer just made, so that it stands in that offer's place.
    #[serde(default)]
    pub corrects: bool,
}

/// What a learner is told when a message was heard in the place of the offer before it.
const IN_ITS_PLACE: &str = "Heard in place of your last offer. Take it back if you meant a new offer.";

impl Turn {
    /// A word of the house on how the message was taken, where that isn't plain from the answer.
    pub fn note(&self) -> Option<&'static str> {
        self.corrects.then_some(IN_ITS_PLACE)
    }

    /// The package that a yes would sign.
    pub fn confirm(&self) -> Option<&Package> {
        match &self.question {
            Some(Question::Sign(package)) => Some(package),
            _ => None,
        }
    }
}
