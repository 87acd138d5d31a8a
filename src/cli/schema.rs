//! `sparring schema`: the JSON Schema of persona files.

use std::process::ExitCode;

use crate::persona;

/// The schema as it is printed and committed.
pub fn text() -> String {
    format!("{:#}\n", persona::schema())
}

pub(super) fn run() -> ExitCode {
    match super::print(&text()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sparring schema: can't write: {error}");
            ExitCode::FAILURE
        }
    }
}
