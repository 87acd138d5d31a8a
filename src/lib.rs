//! `sparring`: a negotiation sparring partner. Scripted counterparts with hidden
//! limits, exact replays, honest debriefs. ARCHITECTURE.md is the map of the house.

pub mod classroom;
pub mod cli;
pub mod counterpart;
pub mod discord;
pub mod host;
pub mod negotiation;
pub mod persona;
pub mod report;
pub mod score;
pub mod session;
pub mod simulate;
pub mod speech;
pub mod store;
pub mod terminal;
pub mod understanding;
