//! Which of a learner's attempts counts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::attempt::Attempt;

/// The rule by which attempts count. It holds for results and for boards alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Counting {
    /// The first one.
    #[default]
    First,
    /// The one with the best score; of equals the earliest.
    Best,
    /// The last one.
    Last,
    /// The mean of the first so many; of those there are while there are fewer.
    MeanOfFirst(u32),
}

/// What counts for a learner.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// The score, 0 to 100.
    pub score: f64,
    /// The numbers of the attempts behind it.
    pub attempts: Vec<u32>,
}

impl fmt::Display for Counting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Counting::First => f.write_str("first"),
            Counting::Best => f.write_str("best"),
            Counting::Last => f.write_str("last"),
            Counting::MeanOfFirst(k) => write!(f, "mean of first {k}"),
        }
    }
}

impl FromStr for Counting {
    type Err = String;

    /// Reads `first`, `best`, `last` or `mean of first 3`.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim().to_lowercase();
        let unknown = || format!("{text:?} says no attempt; there are first, best, last and mean of first 3");
        match text.as_str() {
            "first" => Ok(Counting::First),
            "best" => Ok(Counting::Best),
            "last" => Ok(Counting::Last),
            other => other
                .strip_prefix("mean of first ")
                .and_then(|k| k.trim().parse().ok())
                .filter(|k| *k > 0)
                .map(Counting::MeanOfFirst)
                .ok_or_else(unknown),
        }
    }
}

impl From<Counting> for String {
    fn from(counting: Counting) -> String {
        counting.to_string()
    }
}

impl TryFrom<String> for Counting {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// What counts among one learner's attempts that ended in time; none where nothing with a score is among them.
pub fn counted<'a>(counting: Counting, attempts: impl IntoIterator<Item = &'a Attempt>) -> Option<Counted> {
    let mut weighed: Vec<(u32, f64)> =
        attempts.into_iter().filter_map(|attempt| Some((attempt.number, attempt.weighed()?))).collect();
    weighed.sort_by_key(|(number, _)| *number);
    let chosen = match counting {
        Counting::First => weighed.get(..1)?,
        Counting::Last => weighed.get(weighed.len().checked_sub(1)?..)?,
        Counting::MeanOfFirst(k) => &weighed[..weighed.len().min(k as usize)],
        Counting::Best => {
            let best = weighed.iter().map(|(_, score)| *score).reduce(f64::max)?;
            let at = weighed.iter().position(|(_, score)| *score >= best)?;
            &weighed[at..=at]
        }
    };
    (!chosen.is_empty()).then(|| Counted {
        score: chosen.iter().map(|(_, score)| score).sum::<f64>() / chosen.len() as f64,
        attempts: chosen.iter().map(|(number, _)| *number).collect(),
    })
}
