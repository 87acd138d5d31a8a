//! What it aims for: an aspiration that falls from its opening to its floor as time is
//! earned, bent by an error factor (Faratin, Sierra & Jennings 1998; see the engine's notes).

use super::constants::{ERROR_MOST, LINEAR, RAISE_MOST, RAISE_TOTAL};
use super::mind::Mind;
use super::stage::Stage;

impl Mind {
    /// F(s), 0..1: how much of the schedule is behind it.
    fn schedule(&self, stage: &Stage) -> f64 {
        let y = self.elapsed.min(1.0);
        LINEAR * y + (1.0 - LINEAR) * libm::pow(y, 1.0 / stage.persona.counterpart.temperament.e.max(0.05))
    }

    /// The room between its opening and its floor, in its unit; at least 1.
    pub(super) fn room(&self, stage: &Stage) -> f64 {
        (stage.worth(stage.opening()) as f64 - self.floor).max(1.0)
    }

    /// The worth it aims for now, in its unit; never below its floor.
    pub fn aspiration(&self, stage: &Stage) -> f64 {
        self.floor + self.room(stage) * (1.0 - self.schedule(stage)) * self.bend
    }

    /// Softens the aspiration by an amount, as a share of the room that is left: nothing adds up to the floor.
    pub(super) fn soften(&mut self, stage: &Stage, amount: f64) {
        self.bend *= 1.0 - amount / self.room(stage);
    }

    /// Hardens the aspiration, within bounds.
    pub(super) fn harden(&mut self, by: f64) {
        self.bend = (self.bend + by).min(ERROR_MOST.max(self.bend));
    }

    /// Learns that more is to be had: the floor rises toward `worth` by a bounded amount, and the aspiration
    /// to what it then hopes for, never above the standing offer (an offer made is never withdrawn).
    pub(super) fn raise(&mut self, stage: &Stage, worth: f64, standing: i64) {
        let hope = worth.min(standing as f64);
        let rise = (RAISE_MOST * stage.range()).min(RAISE_TOTAL * stage.range() - self.raised).min(hope - self.floor);
        if rise > 0.0 {
            self.floor += rise;
            self.raised += rise;
        }
        let left = self.room(stage) * (1.0 - self.schedule(stage));
        if left > 0.0 {
            let needed = (hope - self.floor) / left;
            self.bend = self.bend.max(needed.min(ERROR_MOST));
        }
    }
}
