//! The two sides of a persona file, which share one shape where they can.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::script::{Act, LineShape, RuleShape};
use super::{Ordered, Scalar};
use crate::persona::model::Truth;

/// The learner's confidential side.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LearnerShape {
    /// The part played: buyer.
    #[schemars(length(max = 60))]
    pub role: String,
    /// The confidential brief.
    #[serde(default)]
    #[schemars(length(max = 3000))]
    pub brief: String,
    /// The way out.
    #[serde(default)]
    pub batna: BatnaShape,
    /// What outcomes are worth, by issue.
    #[serde(default)]
    pub values: Ordered<WorthShape>,
    /// The least a deal may be worth: a number, or a package whose value is computed.
    pub reservation: Reservation,
}

/// What happens without a deal.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatnaShape {
    /// In words.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub text: String,
    /// Ways to make it better, by id.
    #[serde(default)]
    pub improve: Ordered<ImprovementShape>,
}

/// A better way out that takes work.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImprovementShape {
    /// In words.
    #[schemars(length(max = 1000))]
    pub text: String,
    /// The reservation value with it.
    pub reservation: i64,
    /// Turns it takes.
    #[serde(default)]
    #[schemars(range(max = 60))]
    pub costs_turns: u32,
}

/// What the outcomes of one issue are worth.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum WorthShape {
    /// So much per unit of the figure.
    PerUnit(PerUnit),
    /// Worth at some figures, straight lines between them.
    At(At),
    /// Worth of each option; one left out is worth 0.
    Options(Ordered<i64>),
}

/// So much per unit of the figure.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PerUnit {
    /// Worth of one more unit; negative for who pays.
    pub per_unit: i64,
}

/// Worth at some figures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct At {
    /// Figure to worth: `{30: 80, 40: 45}`.
    pub at: Ordered<i64>,
}

/// The least a deal may be worth.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Reservation {
    /// In the persona's unit.
    Value(i64),
    /// As much as this package.
    Package(ReservationPackage),
}

/// As much as a package.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReservationPackage {
    /// The package; issues left out are at their default.
    pub package: Ordered<Scalar>,
}

/// The hidden side.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CounterpartShape {
    /// The part played: seller.
    #[schemars(length(max = 60))]
    pub role: String,
    /// The name, which is public.
    #[schemars(length(max = 60))]
    pub name: String,
    /// What it knows of itself; the debrief shows it.
    #[serde(default)]
    #[schemars(length(max = 3000))]
    pub brief: String,
    /// The way out.
    #[serde(default)]
    pub batna: BatnaShape,
    /// What outcomes are worth, by issue.
    #[serde(default)]
    pub values: Ordered<WorthShape>,
    /// The least a deal may be worth: a number, or a package whose value is computed.
    pub reservation: Reservation,
    /// From where to where a challenge draws the reservation value, anew for every attempt: [5900, 6200]. The number itself
    /// lies within; all that is declared about the zone holds over the whole range.
    #[schemars(length(min = 2, max = 2))]
    pub reservation_range: Option<Vec<i64>>,
    /// The first package; its own best when left out.
    pub opening: Option<OpeningShape>,
    /// What moves it, by id; told to the right question at enough trust.
    #[serde(default)]
    pub interests: Ordered<InterestShape>,
    /// What it says that may not hold, by id.
    #[serde(default)]
    pub claims: Ordered<ClaimShape>,
    /// The temper.
    #[serde(default)]
    pub temperament: TemperamentShape,
    /// Scripted nudges, in order; few.
    #[serde(default)]
    pub rules: Vec<RuleShape>,
    /// Its own lines by dialogue act; an act left out uses the built-in deck.
    #[serde(default)]
    #[schemars(schema_with = "super::script::decks")]
    pub lines: indexmap::IndexMap<Act, Vec<LineShape>>,
    /// Something human that a kind word can touch.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub human_detail: String,
}

/// The counterpart's first package and what it rests on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpeningShape {
    /// The package; issues left out are at their default.
    pub package: Ordered<Scalar>,
    /// What the number rests on, told when challenged.
    #[schemars(length(max = 1000))]
    pub basis: Option<String>,
    /// Whether the basis gives way when challenged; yes when left out.
    pub basis_is_weak: Option<bool>,
}

/// Something that moves the counterpart.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InterestShape {
    /// Topics whose question earns it: issue ids, or timing, reason, priorities, alternatives, budget, relationship.
    pub about: Vec<String>,
    /// Trust (0 to 100) from which it is told.
    #[serde(default = "forty")]
    pub min_trust: i32,
    /// Lines that tell it.
    pub reveal: Vec<String>,
    /// Lines that hint at it.
    #[serde(default)]
    pub hint: Vec<String>,
}

fn forty() -> i32 {
    40
}

/// Something the counterpart says to press.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimShape {
    /// In a sentence.
    #[schemars(length(max = 1000))]
    pub text: String,
    /// How it stands.
    pub truth: Truth,
    /// Words by which a question about it is known; asked before it was made, it is made in answer.
    #[serde(default)]
    pub words: Vec<String>,
    /// Acts that bring the truth out.
    #[serde(default)]
    pub reveal_by: Vec<Act>,
    /// Lines that give it up, or stand by it when it is true.
    #[serde(default)]
    pub admit: Vec<String>,
}

impl JsonSchema for Truth {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Truth".into()
    }

    /// `true` and `false` are read as the words, so editors may show either.
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let description = "true: it holds; soft: there is something to it; false: it doesn't hold.";
        json_schema!({ "description": description, "enum": ["true", "soft", "false", true, false] })
    }
}

/// The temper; what is left out is the engine's default.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TemperamentShape {
    /// Time exponent: below 1 tough until late, above 1 quick to concede. 0.7 when left out.
    #[schemars(range(min = 0.05, max = 5.0))]
    pub e: Option<f64>,
    /// Share of a concession that is returned. 0.5 when left out.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub reciprocity: Option<f64>,
    /// Turns without earned progress before it leaves; half the turns when left out.
    #[schemars(range(min = 1.0, max = 60.0))]
    pub patience: Option<f64>,
    /// Trust at the start. 50 when left out.
    #[schemars(range(min = 0, max = 100))]
    pub trust: Option<i32>,
    /// Tension at the start. 10 when left out.
    #[schemars(range(min = 0, max = 100))]
    pub tension: Option<i32>,
    /// How far above its reservation value it stops, as shares of its range, drawn between the two: [0.15, 0.35].
    pub floor: Option<Vec<f64>>,
}
