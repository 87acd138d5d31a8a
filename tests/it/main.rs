//! Integration tests, one binary.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod persona_load;
mod report;
