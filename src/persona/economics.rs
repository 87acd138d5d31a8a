//! The figures of a persona: its deals, its frontier, its fair points.
use serde::Serialize;
/// Figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Economics {}
