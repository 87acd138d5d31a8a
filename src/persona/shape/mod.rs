//! The shape of a persona file, as it is written. The JSON Schema for editors
//! and the check of a file both come from these types.

mod overlay;
mod script;
mod sides;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::model::Source;
use crate::negotiation::Quantity;

pub(crate) use overlay::Overlay;
pub(crate) use script::{BoundShape, ConditionShape, LineShape, RangeShape, RuleShape, WithinShape};
pub(crate) use sides::{
    BatnaShape, CounterpartShape, InterestShape, LearnerShape, OpeningShape, Reservation, TemperamentShape, WorthShape,
};

/// A map in the file's order.
pub(crate) type Ordered<T> = IndexMap<String, T>;

/// The version of the format that this program reads.
pub(crate) const VERSION: u32 = 1;

/// A persona file of `sparring`: a counterpart with a public face and a hidden side.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "A persona of sparring")]
pub(crate) struct Shape {
    /// The version of this format; 1.
    #[schemars(extend("const" = VERSION))]
    pub schema: u32,
    /// The id: the file's name without `.yaml`, small letters, digits and hyphens.
    #[schemars(length(max = 60))]
    pub id: String,
    /// How menus and threads call it.
    #[schemars(length(max = 100))]
    pub title: String,
    /// One line for menus.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub summary: String,
    /// Free tags: beginner, distributive, integrative.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Numbers of the concept rows it gives an opportunity for, 1 to 102.
    #[serde(default)]
    pub concepts: Vec<u32>,
    /// 1 (gentle) to 5.
    #[serde(default = "first_level")]
    #[schemars(range(min = 1, max = 5))]
    pub level: u8,
    /// The language of the texts.
    #[serde(default = "english")]
    pub language: String,
    /// The unit of both sides' values: a currency code such as GBP, or points.
    #[schemars(length(max = 20))]
    pub unit: String,
    /// Learner moves, each with its answer, before the talk expires; 12 when left out.
    #[serde(default = "twelve")]
    #[schemars(range(min = 3, max = 60))]
    pub turns: u32,
    /// The public scene.
    #[schemars(length(max = 4000))]
    pub scenario: String,
    /// What is negotiated, by id, in the order of speaking.
    pub issues: Ordered<IssueShape>,
    /// What can be looked up or asked, by id.
    #[serde(default)]
    pub facts: Ordered<FactShape>,
    /// Only the learner sees this.
    pub learner: LearnerShape,
    /// Hidden until the debrief.
    pub counterpart: CounterpartShape,
    /// Whether it is meant that no deal suits both sides.
    #[serde(default)]
    pub no_zopa: bool,
    /// Other versions of the same persona, by name; each says only what differs.
    #[serde(default)]
    pub variants: Ordered<Overlay>,
}

fn first_level() -> u8 {
    1
}

fn english() -> String {
    "en".to_owned()
}

fn twelve() -> u32 {
    12
}

/// One thing to agree on. Give one of `numeric`, `options` or `share`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssueShape {
    /// How it is called in a sentence; the id with spaces when left out.
    #[schemars(length(max = 45))]
    pub label: Option<String>,
    /// Words by which people mean it.
    #[serde(default)]
    pub words: Vec<String>,
    /// A figure on a scale.
    pub numeric: Option<NumericShape>,
    /// One of a list: an id with how it reads in a sentence.
    pub options: Option<Ordered<OptionShape>>,
    /// Like items divided between the two sides; the figure is how many the learner gets.
    pub share: Option<ShareShape>,
    /// The outcome of an offer that doesn't name the issue: the first option, or the opening's figure, when left out.
    pub default: Option<Scalar>,
}

/// The scale of a numeric issue.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumericShape {
    /// The lowest figure of the grid, on which deals are counted.
    #[schemars(with = "f64")]
    pub min: Quantity,
    /// The highest figure of the grid.
    #[schemars(with = "f64")]
    pub max: Quantity,
    /// The step of the counterpart's own offers; more than 0.
    #[schemars(with = "f64")]
    pub step: Quantity,
    /// The lowest and the highest figure that may be named, for who asks for more than the grid holds: [4000, 9500].
    /// From min to max when left out.
    #[schemars(with = "Option<[f64; 2]>")]
    pub reach: Option<[Quantity; 2]>,
    /// How a figure is written, `{}` standing for it: "£{}".
    #[serde(default = "bare")]
    #[schemars(length(max = 40))]
    pub format: String,
}

fn bare() -> String {
    "{}".to_owned()
}

/// Items to divide.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShareShape {
    /// How many there are.
    #[schemars(range(min = 1, max = 1000))]
    pub total: u32,
}

/// An option: how it reads in a sentence, and perhaps words by which people mean it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum OptionShape {
    /// The label alone.
    Label(#[schemars(length(max = 100))] String),
    /// The label with words.
    Full(FullOption),
}

/// An option with words of its own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FullOption {
    /// How it reads in a sentence.
    #[schemars(length(max = 100))]
    pub label: String,
    /// Words by which people mean it.
    #[serde(default)]
    pub words: Vec<String>,
}

/// An option's id or a figure.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Scalar {
    /// `true` or `false` as an option's id.
    Bool(bool),
    /// A figure, or an option whose id looks like one.
    Number(f64),
    /// An option's id.
    Text(String),
}

impl JsonSchema for Scalar {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Choice".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "An option's id, or a figure.", "type": ["string", "number", "boolean"] })
    }
}

/// Something true about the matter.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactShape {
    /// Where it is found.
    #[serde(rename = "where")]
    pub source: Source,
    /// The fact in a sentence.
    #[schemars(length(max = 1000))]
    pub text: String,
    /// Words by which a question about it, or a message citing it, is known.
    #[serde(default)]
    pub words: Vec<String>,
}

impl JsonSchema for Source {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Where".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let description = "research: looked up; ask: told when asked; contract: it stands in the papers.";
        json_schema!({ "description": description, "type": "string", "enum": ["research", "ask", "contract"] })
    }
}

/// A file of which only the issues are read; other keys may stand there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(crate) struct IssuesShape {
    /// What is negotiated, by id, in the order of speaking.
    pub issues: Ordered<IssueShape>,
}

/// The JSON Schema of a file of which only the issues are read.
pub(crate) fn issues_schema() -> serde_json::Value {
    schemars::schema_for!(IssuesShape).to_value()
}

/// The JSON Schema of persona files.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Shape).to_value()
}
