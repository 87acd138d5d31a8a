//! The talk in a terminal: a menu and a conversation for people, lines of text or JSON for programs.

mod command;
mod conversation;
mod fields;
mod ink;
mod jsonl;
mod keyboard;
mod lines;
mod menu;
mod piped;
mod play;
mod talk;
mod views;

pub use jsonl::debrief_line;
pub use play::{Format, Wanted, play};
