//! A variant: the few things in which it differs from its file.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{BatnaShape, InterestShape, OpeningShape, Ordered, Reservation, Shape, TemperamentShape, WorthShape};

/// What a variant says differently; everything else stays.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Overlay {
    /// Whether it is meant that no deal suits both sides.
    pub no_zopa: Option<bool>,
    /// Learner moves.
    #[schemars(range(min = 3, max = 60))]
    pub turns: Option<u32>,
    /// The learner's side.
    #[serde(default)]
    pub learner: LearnerOverlay,
    /// The counterpart's side.
    #[serde(default)]
    pub counterpart: CounterpartOverlay,
}

/// What differs on the learner's side.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LearnerOverlay {
    /// The least a deal may be worth.
    pub reservation: Option<Reservation>,
    /// The way out.
    pub batna: Option<BatnaShape>,
}

/// What differs on the counterpart's side.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CounterpartOverlay {
    /// The least a deal may be worth.
    pub reservation: Option<Reservation>,
    /// From where to where a challenge draws it. A variant with a reservation value of its own has no range but its own.
    #[schemars(length(min = 2, max = 2))]
    pub reservation_range: Option<Vec<i64>>,
    /// The way out.
    pub batna: Option<BatnaShape>,
    /// The first package.
    pub opening: Option<OpeningShape>,
    /// The temper; what is left out stays.
    #[serde(default)]
    pub temperament: TemperamentShape,
    /// What outcomes are worth; an issue left out stays.
    #[serde(default)]
    pub values: Ordered<WorthShape>,
    /// What moves it; interests left out stay.
    #[serde(default)]
    pub interests: Ordered<InterestShape>,
}

impl Overlay {
    /// The file with the variant laid over it. A variant called `no_zopa` has no zone unless it says otherwise.
    pub(crate) fn over(&self, name: &str, file: &Shape) -> Shape {
        let mut shape = file.clone();
        shape.no_zopa = self.no_zopa.unwrap_or(file.no_zopa || name == "no_zopa");
        replace(&mut shape.turns, &self.turns);
        replace(&mut shape.learner.reservation, &self.learner.reservation);
        replace(&mut shape.learner.batna, &self.learner.batna);
        let (side, new) = (&mut shape.counterpart, &self.counterpart);
        if new.reservation.is_some() || new.reservation_range.is_some() {
            side.reservation_range.clone_from(&new.reservation_range);
        }
        replace(&mut side.reservation, &new.reservation);
        replace(&mut side.batna, &new.batna);
        if new.opening.is_some() {
            side.opening.clone_from(&new.opening);
        }
        side.temperament = new.temperament.clone().over(&side.temperament);
        side.values.extend(new.values.clone());
        side.interests.extend(new.interests.clone());
        shape
    }
}

fn replace<T: Clone>(old: &mut T, new: &Option<T>) {
    if let Some(new) = new {
        old.clone_from(new);
    }
}

impl TemperamentShape {
    fn over(self, file: &TemperamentShape) -> TemperamentShape {
        TemperamentShape {
            e: self.e.or(file.e),
            reciprocity: self.reciprocity.or(file.reciprocity),
            patience: self.patience.or(file.patience),
            trust: self.trust.or(file.trust),
            tension: self.tension.or(file.tension),
            floor: self.floor.or_else(|| file.floor.clone()),
        }
    }
}
