//! Personas: from a YAML file to a checked counterpart, with every finding on the way.

mod model;

pub use model::*;
