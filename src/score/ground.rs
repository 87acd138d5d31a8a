//! The ground a session is played on: what the zone of agreement holds, as claim, create and the weights need it.
//! Surplus over reservation values: Raiffa 1982.

use crate::counterpart::Stage;

/// Sums over the zone of agreement, in the persona's unit. All over the reservation values r and q.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ground {
    /// Z: the most the learner can gain, max{u - r : v >= q}.
    pub most_claim: i64,
    /// S*: the largest joint surplus (u - r) + (v - q).
    pub most_joint: i64,
    /// S_b: the mean joint surplus over the deals inside the zone.
    pub mean_joint: f64,
    /// IP: how much of S* lies outside the price, 0..1.
    pub integrative_potential: f64,
}

impl Ground {
    /// The ground of a persona made ready; `None` without a zone of agreement.
    pub fn of(stage: &Stage) -> Option<Self> {
        let analysis = stage.analysis()?;
        Some(Ground {
            most_claim: analysis.max_learner_gain?,
            most_joint: analysis.max_joint_surplus?,
            mean_joint: analysis.mean_joint_surplus?,
            integrative_potential: stage.persona().integrative_potential(analysis)?,
        })
    }

    /// K = clamp((S - S_b) / (S* - S_b)), 0..1: 0 is no better than a random deal inside the zone; 1 where all
    /// deals inside it are alike.
    pub fn create(&self, joint: i64) -> f64 {
        let room = self.most_joint as f64 - self.mean_joint;
        if room <= 0.0 { 1.0 } else { ((joint as f64 - self.mean_joint) / room).clamp(0.0, 1.0) }
    }
}
