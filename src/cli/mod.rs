//! The command line: one file a command.

pub mod issues_file;
pub mod read;
