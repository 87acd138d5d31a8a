//! A person's standing on every board: means of T scores over rated runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::attempt::Figures;
use super::period::Period;

/// Rated runs from which on a person is listed.
pub const LISTED_RUNS: usize = 5;

/// Challenges those runs have to be spread over.
pub const LISTED_CHALLENGES: usize = 3;

/// To how much of a unit means are told apart.
const DECIMALS: f64 = 1e9;

/// What a board ranks by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Metric {
    /// The rated score.
    #[default]
    Overall,
    /// The share of what could be claimed.
    Claim,
    /// The value created.
    Create,
    /// The relationship dial.
    Relationship,
    /// How much later runs are better than earlier ones.
    Improvement,
}

impl Metric {
    /// All of them.
    pub const ALL: [Metric; 5] =
        [Metric::Overall, Metric::Claim, Metric::Create, Metric::Relationship, Metric::Improvement];

    /// The name by which it is asked for.
    pub const fn name(self) -> &'static str {
        match self {
            Metric::Overall => "overall",
            Metric::Claim => "claim",
            Metric::Create => "create",
            Metric::Relationship => "relationship",
            Metric::Improvement => "improvement",
        }
    }
}

impl FromStr for Metric {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let named = Metric::ALL.into_iter().find(|metric| metric.name() == name);
        let names = Metric::ALL.map(Metric::name).join(", ");
        named.ok_or_else(|| format!("{name:?} is no board; there are {names}"))
    }
}

/// Which runs of a server a board is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Scope {
    /// All of them.
    #[default]
    All,
    /// Those with a persona.
    Persona(String),
    /// Those of a challenge.
    Challenge(String),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::All => f.write_str("all"),
            Scope::Persona(id) => write!(f, "persona:{id}"),
            Scope::Challenge(id) => write!(f, "challenge:{id}"),
        }
    }
}

/// A rated run that ended in time, compared within its cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The challenge.
    pub challenge: String,
    /// The persona.
    pub persona: String,
    /// When it ended.
    pub ended_at: i64,
    /// Whether its challenge counts it; others only show improvement.
    pub counts: bool,
    /// Its T scores.
    pub t: Figures,
}

/// Mean T scores, 20..80; improvement is a difference of means, -60..60.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Means {
    /// By the rated score.
    pub overall: Option<f64>,
    /// By claim.
    pub claim: Option<f64>,
    /// By create.
    pub create: Option<f64>,
    /// By the relationship dial.
    pub relationship: Option<f64>,
    /// The mean overall T of the later half of the runs less that of the earlier half; of an odd number the middle run
    /// is in neither.
    pub improvement: Option<f64>,
}

/// A person's line on the boards of one scope and period.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The scope.
    pub scope: Scope,
    /// The period.
    pub period: Period,
    /// Rated runs in it.
    pub runs: usize,
    /// Challenges in it.
    pub challenges: usize,
    /// Whether the person is listed: with [`LISTED_RUNS`] in [`LISTED_CHALLENGES`] of this server in this period, whatever
    /// persona or challenge the board is narrowed to.
    pub listed: bool,
    /// The means.
    pub means: Means,
}

/// One person's standings from all rated runs in a server. A board of a challenge is for all time: the challenge has its own.
pub fn standings(runs: &[Run]) -> Vec<Standing> {
    let mut groups: BTreeMap<(Scope, Period), Vec<&Run>> = BTreeMap::new();
    for run in runs {
        for period in [Period::All, Period::month_of(run.ended_at)] {
            groups.entry((Scope::All, period)).or_default().push(run);
            groups.entry((Scope::Persona(run.persona.clone()), period)).or_default().push(run);
        }
        groups.entry((Scope::Challenge(run.challenge.clone()), Period::All)).or_default().push(run);
    }
    let challenges = |runs: &[&Run]| runs.iter().map(|run| run.challenge.as_str()).collect::<BTreeSet<_>>().len();
    let listed: BTreeMap<Period, bool> = groups
        .iter()
        .filter(|((scope, _), _)| *scope == Scope::All)
        .map(|((_, period), runs)| (*period, runs.len() >= LISTED_RUNS && challenges(runs) >= LISTED_CHALLENGES))
        .collect();
    let standing = |((scope, period), runs): ((Scope, Period), Vec<&Run>)| Standing {
        scope,
        period,
        runs: runs.len(),
        challenges: challenges(&runs),
        listed: listed.get(&period).copied().unwrap_or_default(),
        means: means(runs),
    };
    groups.into_iter().map(standing).collect()
}

fn means(mut runs: Vec<&Run>) -> Means {
    runs.sort_by_key(|run| run.ended_at);
    let of = |figure: usize| mean(runs.iter().filter(|run| run.counts).filter_map(|run| run.t.all()[figure]));
    let overall: Vec<f64> = runs.iter().filter_map(|run| run.t.overall).collect();
    let half = overall.len() / 2;
    let (earlier, later) =
        (mean(overall[..half].iter().copied()), mean(overall[overall.len() - half..].iter().copied()));
    Means {
        overall: of(0),
        claim: of(1),
        create: of(2),
        relationship: of(3),
        improvement: earlier.zip(later).map(|(earlier, later)| later - earlier),
    }
}

/// A mean, to nine decimals: people whose runs are alike share a rank, however many runs there are to add up.
fn mean(figures: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = figures.fold((0.0, 0u32), |(sum, count), figure| (sum + figure, count + 1));
    (count > 0).then(|| (sum / f64::from(count) * DECIMALS).round() / DECIMALS)
}
