//! All integration tests in one binary: one link, one run.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod house;
mod persona_load;
mod speech;
mod talks;
