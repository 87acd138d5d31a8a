//! The counterpart's mind: numbers decide, rules bend, one guard holds.

mod accept;
mod anchor;
mod aspiration;
mod choose;
mod constants;
mod credit;
mod decide;
mod guard;
mod mind;
mod moves;
mod opponent;
mod reciprocity;
mod rules;
mod stage;
mod step;
mod tell;
mod turn;
mod words;

pub use decide::decide;
pub use mind::Mind;
pub use moves::{Fired, Lean, LearnerMove, Mood, Move, State};
pub use rules::Circumstances;
pub use stage::Stage;
pub use turn::Moment;
