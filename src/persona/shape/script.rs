//! Rules and lines as they are written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{Ordered, Scalar};
use crate::negotiation;

/// A dialogue act's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Act(pub negotiation::Act);

impl JsonSchema for Act {
    fn schema_name() -> Cow<'static, str> {
        "Act".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = negotiation::Act::ALL.iter().map(|act| act.name()).collect();
        json_schema!({ "description": "A dialogue act.", "type": "string", "enum": names })
    }
}

/// The schema of `lines`: a deck for each of the known acts.
pub(super) fn decks(generator: &mut SchemaGenerator) -> Schema {
    let (act, line) = (generator.subschema_for::<Act>(), generator.subschema_for::<LineShape>());
    json_schema!({
        "description": "Its own lines by dialogue act; an act left out uses the built-in deck.",
        "type": "object",
        "propertyNames": act,
        "additionalProperties": { "type": "array", "items": line },
    })
}

/// A scripted nudge: when all conditions hold, bend and say. Never past the counterpart's limit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleShape {
    /// The id, recorded when it fires.
    pub id: String,
    /// At most once a session.
    #[serde(default)]
    pub once: bool,
    /// All of these must hold.
    #[serde(default)]
    pub when: ConditionShape,
    /// What it does.
    #[serde(default)]
    pub then: EffectShape,
}

/// Conditions; each one given must hold.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConditionShape {
    /// The learner's message carries this act.
    pub act: Option<Act>,
    /// The learner's offer names issues within these bounds.
    #[serde(default)]
    pub offer: Ordered<BoundShape>,
    /// Trust, 0 to 100.
    pub trust: Option<RangeShape>,
    /// Tension, 0 to 100.
    pub tension: Option<RangeShape>,
    /// Turn number, from 1.
    pub turn: Option<RangeShape>,
    /// Turns left after this one.
    pub turns_left: Option<RangeShape>,
    /// Patience left.
    pub patience: Option<RangeShape>,
    /// All of these have happened: rules fired, interests told, claims made, facts cited.
    #[serde(default)]
    pub after: Vec<String>,
    /// One of these holds.
    #[serde(default)]
    pub any: Vec<ConditionShape>,
    /// This does not hold.
    pub not: Option<Box<ConditionShape>>,
}

/// Bounds on an issue in an offer: an option's id, or figures, or a list of options.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum BoundShape {
    /// Just this option or figure.
    Is(Scalar),
    /// Bounds.
    Within(WithinShape),
}

/// Bounds, both inclusive, or a list of options.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithinShape {
    /// The lowest figure.
    pub at_least: Option<f64>,
    /// The highest figure.
    pub at_most: Option<f64>,
    /// One of these options.
    #[serde(default)]
    pub one_of: Vec<Scalar>,
}

/// Inclusive bounds on a state.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RangeShape {
    /// The lowest.
    pub at_least: Option<i32>,
    /// The highest.
    pub at_most: Option<i32>,
}

/// What a rule does.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EffectShape {
    /// Added to trust.
    #[serde(default)]
    #[schemars(range(min = -100, max = 100))]
    pub trust: i32,
    /// Added to tension.
    #[serde(default)]
    #[schemars(range(min = -100, max = 100))]
    pub tension: i32,
    /// Added to patience.
    #[serde(default)]
    #[schemars(range(min = -60.0, max = 60.0))]
    pub patience: f64,
    /// Share of the room by which the aspiration falls (positive) or rises.
    #[serde(default)]
    #[schemars(range(min = -0.3, max = 0.3))]
    pub concede: f64,
    /// A claim that is made.
    pub claim: Option<String>,
    /// An interest that is told.
    pub reveal: Option<String>,
    /// Lines, one of which is said.
    #[serde(default)]
    pub say: Vec<LineShape>,
}

/// A line: its text, or a text with a condition.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum LineShape {
    /// The text alone.
    Text(#[schemars(length(max = 2000))] String),
    /// A text with a condition.
    Full(Box<SayShape>),
}

/// A line with a condition.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SayShape {
    /// The text with placeholders.
    #[schemars(length(max = 2000))]
    pub say: String,
    /// When it may be said.
    #[serde(default)]
    pub when: ConditionShape,
    /// At most once a session.
    #[serde(default)]
    pub once: bool,
}
