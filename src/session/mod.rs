//! One turn of a talk, its record and its replay.

mod turn;

pub use turn::{FieldOffer, Input, Question, Refusal, Reply, Standing, Status, Turn};
