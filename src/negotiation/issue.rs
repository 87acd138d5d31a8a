//! What is negotiated over: the issues and the outcomes each can have.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::quantity::Quantity;

/// One outcome of one issue: an option's id, or a figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Choice {
    /// A figure on a numeric or shared issue.
    Number(Quantity),
    /// The id of an option.
    Option(String),
}

/// One of the outcomes of an option issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The id, unique within its issue; any string.
    pub id: String,
    /// How it reads inside a sentence: "with the winter tyres".
    pub label: String,
    /// Words by which people mean it, beside its label and id.
    pub words: Vec<String>,
}

/// The scale of a numeric issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// The lowest figure of the grid.
    pub min: Quantity,
    /// The highest figure of the grid.
    pub max: Quantity,
    /// The grid of the analysis and of the counterpart's own offers.
    pub step: Quantity,
    /// The lowest and the highest figure that may be named; the grid lies within.
    pub reach: (Quantity, Quantity),
    /// How a figure is written, `{}` standing for it: "£{}".
    pub format: String,
}

impl Scale {
    /// Every figure of the grid, ascending; `max` is included when it is on the grid.
    pub fn grid(&self) -> impl Iterator<Item = Quantity> + '_ {
        (0..self.steps()).filter_map(|k| {
            Quantity::from_ten_thousandths(self.min.ten_thousandths() + k as i64 * self.step.ten_thousandths())
        })
    }

    /// How many figures the grid has.
    pub fn steps(&self) -> usize {
        let step = self.step.ten_thousandths().max(1);
        ((self.max.ten_thousandths() - self.min.ten_thousandths()) / step + 1).max(0) as usize
    }

    /// Whether a figure may be named.
    pub fn holds(&self, figure: Quantity) -> bool {
        (self.reach.0..=self.reach.1).contains(&figure)
    }

    /// A figure in the issue's own writing, with thousands separated: "£6,140".
    pub fn write(&self, figure: Quantity) -> String {
        self.format.replacen("{}", &thousands(&figure.to_string()), 1)
    }
}

/// Digits with a comma between thousands: "1,230", "-0.50".
pub(crate) fn thousands(digits: &str) -> String {
    let (sign, rest) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let (whole, decimals) = rest.split_once('.').map_or((rest, None), |(w, d)| (w, Some(d)));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
        if decimals.len() == 1 {
            out.push('0');
        }
    }
    out
}

/// The kind of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A figure on a scale.
    Numeric(Scale),
    /// One of a list.
    Options(Vec<Outcome>),
    /// Like items divided between the two sides; the figure is how many the learner gets.
    Share {
        /// How many items there are.
        total: u32,
    },
}

/// One thing to agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The id; any string, printed verbatim.
    pub id: String,
    /// How the issue is called in a sentence.
    pub label: String,
    /// Words by which people mean the issue, beside its label and id.
    pub words: Vec<String>,
    /// What outcomes it can have.
    pub kind: Kind,
    /// The outcome of an offer that doesn't name the issue and follows no other.
    pub default: Choice,
}

impl Issue {
    /// Whether `choice` may be named on this issue (figures off the grid may).
    pub fn allows(&self, choice: &Choice) -> bool {
        match (&self.kind, choice) {
            (Kind::Numeric(scale), Choice::Number(figure)) => scale.holds(*figure),
            (Kind::Options(options), Choice::Option(id)) => options.iter().any(|o| o.id == *id),
            (Kind::Share { total }, Choice::Number(figure)) => {
                figure.as_whole().is_some_and(|n| (0..=i64::from(*total)).contains(&n))
            }
            _ => false,
        }
    }

    /// Every outcome of the grid, in order.
    pub fn grid(&self) -> Vec<Choice> {
        match &self.kind {
            Kind::Numeric(scale) => scale.grid().map(Choice::Number).collect(),
            Kind::Options(options) => options.iter().map(|o| Choice::Option(o.id.clone())).collect(),
            Kind::Share { total } => (0..=*total).map(|n| Choice::Number(Quantity::whole(n.into()))).collect(),
        }
    }

    /// How many outcomes the grid has.
    pub fn grid_len(&self) -> usize {
        match &self.kind {
            Kind::Numeric(scale) => scale.steps(),
            Kind::Options(options) => options.len(),
            Kind::Share { total } => *total as usize + 1,
        }
    }

    /// The outcome in words: "£6,140", "with the winter tyres".
    pub fn write(&self, choice: &Choice) -> String {
        match (&self.kind, choice) {
            (Kind::Numeric(scale), Choice::Number(figure)) => scale.write(*figure),
            (Kind::Options(options), Choice::Option(id)) => {
                options.iter().find(|o| o.id == *id).map_or_else(|| id.clone(), |o| o.label.clone())
            }
            (Kind::Share { total }, Choice::Number(figure)) => format!("{figure} of {total} {}", self.label),
            (_, Choice::Number(figure)) => figure.to_string(),
            (_, Choice::Option(id)) => id.clone(),
        }
    }
}

/// All issues of a negotiation, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// The issues; ids are unique.
    pub issues: Vec<Issue>,
}

impl Agenda {
    /// The issue with this id.
    pub fn issue(&self, id: &str) -> Option<&Issue> {
        self.issues.iter().find(|issue| issue.id == id)
    }

    /// The first numeric issue: the one people call "the price".
    pub fn price(&self) -> Option<&Issue> {
        self.issues.iter().find(|issue| matches!(issue.kind, Kind::Numeric(_)))
    }

    /// The package of all defaults.
    pub fn defaults(&self) -> Package {
        Package(self.issues.iter().map(|issue| (issue.id.clone(), issue.default.clone())).collect())
    }

    /// A complete package: what `terms` name, the rest from `base`, else the default.
    pub fn complete(&self, terms: &Terms, base: Option<&Package>) -> Package {
        let choice = |issue: &Issue| {
            let named = terms.0.get(&issue.id);
            let taken = || base.and_then(|package| package.0.get(&issue.id));
            named.or_else(taken).unwrap_or(&issue.default).clone()
        };
        Package(self.issues.iter().map(|issue| (issue.id.clone(), choice(issue))).collect())
    }

    /// A package in words, in the agenda's order, defaults of side issues left out
    /// when `brief`: "£6,140, with the winter tyres, in cash today".
    pub fn write(&self, package: &Package, brief: bool) -> String {
        let told = |issue: &&Issue| {
            !brief || matches!(issue.kind, Kind::Numeric(_)) || package.0.get(&issue.id) != Some(&issue.default)
        };
        let parts: Vec<String> = self
            .issues
            .iter()
            .filter(told)
            .filter_map(|issue| package.0.get(&issue.id).map(|choice| issue.write(choice)))
            .collect();
        parts.join(", ")
    }
}

/// Some issues with an outcome each: what one message names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Terms(pub BTreeMap<String, Choice>);

impl Terms {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Every issue with an outcome: what can be agreed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Package(pub BTreeMap<String, Choice>);

impl Package {
    /// How many issues differ from `other`.
    pub fn changes_from(&self, other: &Package) -> usize {
        self.0.iter().filter(|(id, choice)| other.0.get(*id) != Some(choice)).count()
    }

    /// The same outcomes as terms.
    pub fn to_terms(&self) -> Terms {
        Terms(self.0.clone())
    }
}
