//! All integration tests in one binary: one link, one run.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod databases;
mod house;
mod migrations;
mod persona_load;
mod speech;
mod store_races;
mod store_story;
mod store_trouble;
