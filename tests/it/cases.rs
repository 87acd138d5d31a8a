//! The cases that tests play: the shipped personas, and those the engine was measured on.

use std::fs;
use std::path::Path;

use sparring::persona::{Difficulty, Loaded, Persona, load};

const FOLDERS: [&str; 3] = ["personas", "tests/fixtures/measured", "tests/fixtures/least"];

/// Every persona file that can be played.
pub(crate) fn every_persona_file() -> Vec<Loaded> {
    let mut files: Vec<Loaded> = FOLDERS.iter().flat_map(|folder| files_in(Path::new(folder))).collect();
    files.retain(|file| !file.is_faulty());
    assert!(files.len() >= 4, "no personas found");
    files
}

fn files_in(folder: &Path) -> Vec<Loaded> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect();
    paths.sort();
    paths.iter().map(|path| load(&path.display().to_string(), &fs::read(path).unwrap())).collect()
}

/// A persona by id.
pub(crate) fn persona(id: &str, variant: &str) -> Persona {
    let paths = FOLDERS.iter().map(|folder| format!("{folder}/{id}.yaml"));
    let path = paths.into_iter().find(|path| Path::new(path).exists()).unwrap();
    load(&path, &fs::read(&path).unwrap()).choose(variant, Difficulty::Normal).unwrap()
}
