//! Personas: from a YAML file to a checked counterpart, with every finding on the way.

mod briefing;
mod build;
mod catalogue;
mod conform;
mod difficulty;
mod drawn;
mod economics;
mod finding;
mod layout;
mod lints;
mod load;
mod model;
pub mod placeholder;
mod shape;
mod signs;
mod tree;

pub use briefing::Briefing;
pub use catalogue::{Catalogue, UnknownPersona};
pub use economics::{Economics, Solution};
pub use finding::{Finding, Path, Severity, Step, nearest};
pub use load::{Loaded, NotPlayable, STANDARD, hash, load, load_issues, stem, unreadable};
pub use model::*;
pub use shape::schema;
pub use tree::LARGEST_FILE;
