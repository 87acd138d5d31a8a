//! Integration tests, one binary.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cases;
mod dumb_play;
mod guard;
mod mind;
mod persona_load;
