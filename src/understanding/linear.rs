//! Linear models over named features: names and numbers in one data file.
//!
//! Roles are read with a multinomial logistic regression, acts with one
//! logistic regression each (one against the rest). `exp` and `ln` are `libm`'s, so
//! that a probability has the same last bit on every machine.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Takes the features of one example.
pub(super) trait Sink {
    /// Adds a feature, its name given in parts, with a value.
    fn put(&mut self, parts: &[&str], value: f32);
}

/// Collects names: for training and for reasons.
#[derive(Debug, Default, Clone)]
pub struct Names(pub Vec<(String, f32)>);

impl Sink for Names {
    fn put(&mut self, parts: &[&str], value: f32) {
        self.0.push((parts.concat(), value));
    }
}

/// The FNV-1a hash (Fowler, Noll & Vo 1991) of a name in parts.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// The keys are hashes already.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A linear model with several classes.
#[derive(Debug, Clone, Default)]
pub struct Linear {
    /// Class names, in order.
    pub classes: Vec<String>,
    /// The score from which on a class holds (one against the rest).
    pub thresholds: Vec<f32>,
    rows: HashMap<u64, (u32, u32), BuildHasherDefault<Ready>>,
    weights: Vec<(u16, f32)>,
}

impl Linear {
    /// A model from its classes, thresholds (0 when missing) and rows of `(feature, [(class, weight)])`.
    pub fn new(classes: Vec<String>, thresholds: Vec<f32>, rows: Vec<(String, Vec<(u16, f32)>)>) -> Linear {
        let mut model = Linear { classes, thresholds, ..Linear::default() };
        model.thresholds.resize(model.classes.len(), 0.0);
        for (name, weights) in rows {
            let at = (model.weights.len() as u32, weights.len() as u32);
            model.weights.extend(weights);
            model.rows.insert(hash(&[&name]), at);
        }
        model
    }

    /// Reads the models of a weights file: `model NAME`, `classes …`, `thresholds …`, then `feature class:weight …`.
    /// Lines that are not of this form are skipped.
    pub fn read(file: &str, wanted: &str) -> Linear {
        let (mut classes, mut thresholds, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        let mut inside = false;
        for line in file.lines() {
            let (head, rest) = line.split_once('\t').unwrap_or((line, ""));
            match head {
                "model" => inside = rest == wanted,
                _ if !inside => {}
                "classes" => classes = rest.split(' ').map(str::to_owned).collect(),
                "thresholds" => thresholds = rest.split(' ').filter_map(|t| t.parse().ok()).collect(),
                name => {
                    let weight = |item: &str| {
                        let (class, weight) = item.split_once(':')?;
                        Some((class.parse().ok()?, weight.parse().ok()?))
                    };
                    rows.push((name.to_owned(), rest.split(' ').filter_map(weight).collect()));
                }
            }
        }
        Linear::new(classes, thresholds, rows)
    }

    /// Opens a scoring of one example.
    pub(super) fn scoring(&self) -> Scoring<'_> {
        Scoring { model: self, scores: vec![0.0; self.classes.len()] }
    }

    /// What a feature adds to every class.
    pub(super) fn weights_of(&self, name: &str) -> &[(u16, f32)] {
        self.rows
            .get(&hash(&[name]))
            .map_or(&[], |(start, len)| &self.weights[*start as usize..(*start + *len) as usize])
    }

    /// What a set of features adds up to for a class.
    pub(super) fn sum(&self, names: &Names, class: usize) -> f32 {
        let of = |(name, value): &(String, f32)| {
            let weight = self.weights_of(name).iter().find(|(c, _)| usize::from(*c) == class);
            weight.map_or(0.0, |(_, w)| w * value)
        };
        names.0.iter().map(of).sum()
    }

    /// The number of a class.
    pub(super) fn class(&self, name: &str) -> Option<usize> {
        self.classes.iter().position(|c| c == name)
    }
}

/// Adds up the scores of one example.
pub(super) struct Scoring<'m> {
    model: &'m Linear,
    /// The sums, by class.
    pub(super) scores: Vec<f32>,
}

impl Sink for Scoring<'_> {
    fn put(&mut self, parts: &[&str], value: f32) {
        if let Some((start, len)) = self.model.rows.get(&hash(parts)) {
            for (class, weight) in &self.model.weights[*start as usize..(*start + *len) as usize] {
                if let Some(score) = self.scores.get_mut(usize::from(*class)) {
                    *score += weight * value;
                }
            }
        }
    }
}

/// Scores as probabilities that add up to one.
pub(super) fn softmax(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| libm::expf(s - top)).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|p| p / sum).collect()
}

/// A score as a probability.
pub(super) fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-score))
}

/// The logarithm of the summed exponentials: near the largest score, smooth between equals.
pub fn soft_maximum(scores: impl Iterator<Item = f32> + Clone) -> f32 {
    let top = scores.clone().fold(f32::MIN, f32::max);
    if top == f32::MIN { 0.0 } else { top + libm::logf(scores.map(|s| libm::expf(s - top)).sum::<f32>()) }
}
