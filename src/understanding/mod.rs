//! From a message to what it does and proposes.

mod heard;

pub use heard::{DOUBTFUL, Heard, Mention, Role, Topic};
