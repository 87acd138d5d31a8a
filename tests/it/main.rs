//! All integration tests in one binary: one link, one run.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, unreachable_pub)]

mod answers;
mod cases;
mod consent;
mod conversations;
mod databases;
mod decks;
mod dumb_play;
mod economics;
mod guard;
mod host;
mod house;
mod in_play;
mod killed;
mod migrations;
mod mind;
mod outcome;
mod page;
mod page_text;
mod persona_check;
mod persona_load;
mod persona_unreadable;
mod play;
mod reading;
mod report;
mod report_command;
mod simulate;
mod speech;
mod store_races;
mod store_story;
mod store_trouble;
mod talks;
mod vague;
mod voices;
