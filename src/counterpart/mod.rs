//! The counterpart's mind: numbers decide, rules bend, one guard holds.

mod moves;

pub use moves::{Fired, Lean, LearnerMove, Mood, Move};
