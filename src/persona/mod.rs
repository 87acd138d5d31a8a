//! Personas: from a YAML file to a checked counterpart, with every finding on the way.

mod build;
mod conform;
mod difficulty;
mod economics;
mod finding;
mod lints;
mod load;
mod model;
mod shape;
mod tree;

pub use economics::Economics;
pub use finding::{Finding, Path, Severity, Step, nearest};
pub use load::{Loaded, NotPlayable, STANDARD, hash, load, stem};
pub use model::*;
pub use shape::schema;
