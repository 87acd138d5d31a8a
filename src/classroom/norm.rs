//! What a figure is worth in its cell: T scores against the class and the reference learners.

use serde::{Deserialize, Serialize};

/// How many runs the reference learners stand for (scoring, boards): a small class leans on them, a large one doesn't.
pub const PSEUDO_RUNS: f64 = 8.0;

/// A spread below this, in points of 0..100, says more about too few runs than about people.
const LEAST_SPREAD: f64 = 1.0;

/// A mean and a standard deviation, in points of 0..100.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Norm {
    /// The mean.
    pub mean: f64,
    /// The standard deviation of the population.
    pub spread: f64,
}

/// What the reference learners got in a challenge, by figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// Overall: of reference learners the outcome dial alone, since they say no words that could be scored.
    pub overall: Norm,
    /// Claim, in per cent.
    pub claim: Norm,
    /// Create, in per cent.
    pub create: Norm,
    /// The relationship dial.
    pub relationship: Norm,
}

impl Default for Reference {
    /// The middle of the scale, where nothing was measured.
    fn default() -> Self {
        let middle = Norm { mean: 50.0, spread: 20.0 };
        Reference { overall: middle, claim: middle, create: middle, relationship: middle }
    }
}

impl Reference {
    /// All four, in the order of [`Figures::all`](super::Figures::all).
    pub fn all(self) -> [Norm; 4] {
        [self.overall, self.claim, self.create, self.relationship]
    }
}

impl Norm {
    /// Mean and spread of figures; the middle of the scale for none.
    pub fn of(figures: &[f64]) -> Norm {
        if figures.is_empty() {
            return Reference::default().overall;
        }
        let n = figures.len() as f64;
        let mean = figures.iter().sum::<f64>() / n;
        let variance = figures.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        Norm { mean, spread: variance.sqrt() }
    }

    /// The norm of figures with the reference added as [`PSEUDO_RUNS`] further runs of its mean and spread: mean
    /// (n m + 8 m0) / (n + 8), variance the mean square of all of them about that mean.
    pub fn shrunk(self, figures: &[f64]) -> Norm {
        let n = figures.len() as f64;
        let mean = (figures.iter().sum::<f64>() + PSEUDO_RUNS * self.mean) / (n + PSEUDO_RUNS);
        let own: f64 = figures.iter().map(|x| (x - mean) * (x - mean)).sum();
        let theirs = PSEUDO_RUNS * (self.spread * self.spread + (self.mean - mean) * (self.mean - mean));
        Norm { mean, spread: ((own + theirs) / (n + PSEUDO_RUNS)).sqrt().max(LEAST_SPREAD) }
    }
}

/// T = 50 + 10 z, kept within 20..80.
pub fn t_score(figure: f64, norm: Norm) -> f64 {
    (50.0 + 10.0 * (figure - norm.mean) / norm.spread).clamp(20.0, 80.0)
}
