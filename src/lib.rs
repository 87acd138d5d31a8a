//! `sparring`: a negotiation sparring partner. Scripted counterparts with hidden
//! limits, exact replays, honest debriefs. ARCHITECTURE.md is the map of the house.

pub mod cli;
pub mod counterpart;
pub mod negotiation;
pub mod persona;
pub mod speech;
pub mod understanding;
