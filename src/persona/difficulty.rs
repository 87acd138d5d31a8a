//! Difficulty bends the temper and nothing else.

use super::model::{Difficulty, Persona, Temperament};

impl Persona {
    /// The same persona, warmer or cooler; values, limits and scripts stay.
    pub fn with_difficulty(&self, difficulty: Difficulty) -> Persona {
        let mut persona = self.clone();
        persona.difficulty = difficulty;
        persona.counterpart.temperament = self.counterpart.temperament.bent(difficulty);
        persona
    }
}

impl Temperament {
    /// One notch easier or tougher, within the engine's ranges.
    fn bent(self, difficulty: Difficulty) -> Temperament {
        let sign = match difficulty {
            Difficulty::Easy => 1.0,
            Difficulty::Normal => return self,
            Difficulty::Tough => -1.0,
        };
        Temperament {
            e: (self.e + 0.2 * sign).clamp(0.1, 5.0),
            reciprocity: (self.reciprocity + 0.1 * sign).clamp(0.0, 1.0),
            patience: (self.patience + 2.0 * sign).max(2.0),
            trust: (self.trust + 10 * sign as i32).clamp(0, 100),
            ..self
        }
    }
}
