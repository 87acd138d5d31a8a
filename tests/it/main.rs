//! All integration tests in one binary: one link, one run.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, unreachable_pub)]

mod cases;
mod conversations;
mod databases;
mod dumb_play;
mod economics;
mod guard;
mod house;
mod killed;
mod migrations;
mod mind;
mod outcome;
mod persona_check;
mod persona_load;
mod persona_unreadable;
mod play;
mod report;
mod simulate;
mod speech;
mod store_races;
mod store_story;
mod store_trouble;
mod talks;
