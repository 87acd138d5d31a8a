//! A class in the database. Every query names the server (guild), so that nothing crosses from one to another.

mod attempts;
mod audit;
mod boards;
mod challenges;
mod papers;
mod retention;
mod rows;
mod settling;
mod staff;
mod tallies;
mod uploads;

pub use attempts::BeginAttempt;
pub(super) use attempts::{ADD_ATTEMPT, END_ATTEMPT, UNSETTLE_CHALLENGE_OF};
pub use boards::{BoardAsked, Spot};
pub use papers::Regraded;
pub use retention::ClassPapers;
pub(super) use retention::{FORGET_IN_CLASS, SCRUB};
pub use rows::{AliasRow, AttemptRow, AuditRow, BoardLine, DisputeRow, NoteRow, PersonaVersion, StaffRow, StandingRow};
