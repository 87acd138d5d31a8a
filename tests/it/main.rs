//! Integration tests, one binary.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod economics;
mod persona_check;
mod persona_load;
mod persona_unreadable;
mod speech;
