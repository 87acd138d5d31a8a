//! All integration tests in one binary, a module each.

mod databases;
mod migrations;
mod store_races;
mod store_story;
mod store_trouble;
