//! The bot against a stand-in for Discord on 127.0.0.1.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod standin;
mod standin_proof;
