//! Reference learners and self-play: does good play pay, and does dumb play not?

mod arena;
mod calibration;
mod learners;
mod measure;
mod negotiator;
mod offers;
mod pairs;
mod phrases;
mod search;
mod spoken;
mod style;

pub use arena::{Arena, End, Learner, Outcome, Play, Step, View};
pub use calibration::{Calibration, LearnerScore, PAR_LEARNER, calibrate, shipped};
pub use learners::{REFERENCES, Random, Reference, learner, style};
pub use measure::{Comparison, Summary, compare, summarise};
pub use negotiator::Negotiator;
pub use pairs::{Pair, around_good_play, around_plain_haggling};
pub use search::{Tried, ignores, random_style, search};
pub use spoken::{Readings, Spoken, Voice, spoken};
pub use style::{FirstOffer, Pace, Style, Talk};
