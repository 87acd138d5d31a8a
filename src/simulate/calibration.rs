//! What the reference learners score on a persona: par, how far play spreads, and a table to compare a score with.

use serde::{Deserialize, Serialize};

use super::arena::{Arena, End};
use super::learners::{REFERENCES, learner};
use super::measure::mean_and_deviation;
use super::spoken::{Voice, spoken};
use crate::score::{Dials, Scored, scored};
use crate::session::Scene;

/// The learner whose mean score is par.
pub const PAR_LEARNER: &str = "integrative";
/// The percentages of the table.
const PERCENTS: [u8; 9] = [5, 10, 20, 30, 50, 70, 80, 90, 95];

/// Calibrations that ship with the program, as `sparring simulate all --report --write` wrote them.
const SHIPPED: &[&str] = &[
    include_str!("../../personas/par/analyst-offer.json"),
    include_str!("../../personas/par/flat-3b.json"),
    include_str!("../../personas/par/hatchback.json"),
    include_str!("../../personas/par/helpdesk-renewal.json"),
];

/// What one reference learner scores, means over its sessions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LearnerScore {
    /// The learner.
    pub learner: String,
    /// Share that ended with a deal, 0..1.
    pub agreed: f64,
    /// (u - r) / Z over all sessions, 0 without a deal.
    pub gain: f64,
    /// The rated score, 0..100.
    pub score: f64,
    /// Its standard deviation.
    pub deviation: f64,
    /// The dials, 0..100 each; none where nothing in one ever applied.
    pub dials: Dials,
}

/// What the reference learners score on one persona.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// The persona.
    pub persona: String,
    /// The hash of its text; for another text these figures say nothing.
    pub hash: String,
    /// Sessions of each learner.
    pub runs: u32,
    /// The mean rated score of the learner who applies what is taught, 0..100.
    pub par: f64,
    /// Percentages, and the rated score that so many per cent of all sessions of all learners stay at or below.
    pub percentiles: Vec<(u8, f64)>,
    /// Every learner, in the references' order.
    pub learners: Vec<LearnerScore>,
}

impl Calibration {
    /// How far apart the best and the worst learner's mean scores are, in points.
    pub fn spread(&self) -> f64 {
        let scores = || self.learners.iter().map(|learner| learner.score);
        scores().fold(f64::MIN, f64::max) - scores().fold(f64::MAX, f64::min)
    }

    /// The mean score of a learner; `None` for an unknown name.
    pub fn of(&self, name: &str) -> Option<f64> {
        self.learners.iter().find(|learner| learner.learner == name).map(|learner| learner.score)
    }
}

/// The calibration that ships for a persona's very text; `None` for any other.
pub fn shipped(hash: &str) -> Option<Calibration> {
    SHIPPED.iter().filter_map(|text| serde_json::from_str(text).ok()).find(|known: &Calibration| known.hash == hash)
}

/// Plays every reference learner through whole sessions in words on seeds `seed..seed + runs` and rates them. `tick`
/// is called after each session.
pub fn calibrate(arena: &Arena, hash: &str, runs: u32, seed: u64, mut tick: impl FnMut()) -> Calibration {
    let scene = Scene::new(std::sync::Arc::new(arena.stage.persona().clone()));
    let mut all = Vec::new();
    let mut learners = Vec::new();
    for reference in REFERENCES {
        let mut sessions = Vec::with_capacity(runs as usize);
        for k in 0..u64::from(runs) {
            let at = seed.wrapping_add(k);
            let Some(mut learner) = learner(reference.name, at) else { continue };
            let talk = spoken(&scene, arena, learner.as_mut(), at, Voice::Text);
            sessions.extend(scored(&talk.session).map(|scored| (talk.outcome, scored)));
            tick();
        }
        all.extend(sessions.iter().filter_map(|(_, scored)| scored.score));
        learners.push(learner_score(reference.name, &sessions));
    }
    all.sort_by(f64::total_cmp);
    let par = learners.iter().find(|learner| learner.learner == PAR_LEARNER).map_or(0.0, |learner| learner.score);
    Calibration {
        persona: arena.stage.persona().id.clone(),
        hash: hash.to_owned(),
        runs,
        par,
        percentiles: PERCENTS.iter().map(|percent| (*percent, percentile(&all, *percent))).collect(),
        learners,
    }
}

fn learner_score(name: &str, sessions: &[(super::arena::Outcome, Scored)]) -> LearnerScore {
    let scores: Vec<f64> = sessions.iter().filter_map(|(_, scored)| scored.score).collect();
    let (score, deviation) = mean_and_deviation(&scores);
    let gains: Vec<f64> = sessions.iter().map(|(outcome, _)| outcome.gain).collect();
    let agreed = sessions.iter().filter(|(outcome, _)| outcome.end == End::Agreed).count();
    let dial = |of: fn(&Dials) -> Option<f64>| {
        let values: Vec<f64> = sessions.iter().filter_map(|(_, scored)| of(&scored.dials)).collect();
        (!values.is_empty()).then(|| tenth(mean_and_deviation(&values).0))
    };
    LearnerScore {
        learner: name.to_owned(),
        agreed: agreed as f64 / sessions.len().max(1) as f64,
        gain: (1000.0 * mean_and_deviation(&gains).0).round() / 1000.0,
        score: tenth(score),
        deviation: tenth(deviation),
        dials: Dials {
            outcome: dial(|dials| dials.outcome),
            information: dial(|dials| dials.information),
            process: dial(|dials| dials.process),
            closing: dial(|dials| dials.closing),
            relationship: dial(|dials| dials.relationship),
        },
    }
}

/// The nearest-rank percentile of sorted values; 0 without any.
fn percentile(sorted: &[f64], percent: u8) -> f64 {
    let rank = (f64::from(percent) / 100.0 * sorted.len() as f64).ceil() as usize;
    tenth(sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0.0))
}

/// To one decimal: more would be noise.
fn tenth(value: f64) -> f64 {
    (10.0 * value).round() / 10.0
}
