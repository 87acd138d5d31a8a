//! The bot against a stand-in for Discord on 127.0.0.1.
#![allow(clippy::unwrap_used, clippy::expect_used)]
// A test binary exports nothing, so no `pub` in it can be reached from outside.
#![allow(unreachable_pub)]

mod bad_input;
mod boards;
mod bot;
mod challenges;
mod class_term;
mod clubs;
mod console;
mod degraded;
mod doctor;
mod edges;
mod erasure;
#[path = "../it/classroom/hostile.rs"]
mod hostile;
mod newcomer;
mod operating;
mod permissions_matrix;
mod pictures;
mod reports;
mod restart;
mod rosters;
mod school;
mod standin;
mod standin_proof;
mod table;
mod talk;
mod terms;
mod uploads;
