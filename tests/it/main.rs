//! All integration tests in one binary: one link, one run.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod economics;
mod house;
mod persona_check;
mod persona_load;
mod persona_unreadable;
mod speech;
mod talks;
