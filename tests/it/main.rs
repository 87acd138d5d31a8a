//! Integration tests, one binary.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cases;
mod dumb_play;
mod economics;
mod guard;
mod mind;
mod persona_check;
mod persona_load;
mod persona_unreadable;
