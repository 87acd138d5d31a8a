//! Persona files on disk: the only place that reads them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use crate::host::UserError;
use crate::negotiation::Agenda;
use crate::persona::{Catalogue, Finding, LARGEST_FILE, Loaded, load, load_issues, unreadable};

/// Loads a file, or every `.yaml` file of a folder in the order of names.
pub(super) fn read(path: &Path) -> Vec<Loaded> {
    if !path.is_dir() {
        return vec![file(path)];
    }
    match files_in(path) {
        Ok(files) if files.is_empty() => vec![unreadable(&name(path), "there is no .yaml file in this folder")],
        Ok(files) => files.iter().map(|path| file(path)).collect(),
        Err(error) => vec![unreadable(&name(path), &error.to_string())],
    }
}

/// A file, or every `.yaml` file of a folder, as names and bytes.
pub(super) fn files(path: &Path) -> io::Result<Vec<(String, Vec<u8>)>> {
    let paths = if path.is_dir() { files_in(path)? } else { vec![path.to_owned()] };
    paths.iter().map(|path| Ok((name(path), bytes(path)?))).collect()
}

/// The shipped personas, and those of a folder.
pub(super) fn catalogue(folder: Option<&Path>) -> Result<Catalogue, UserError> {
    let catalogue = Catalogue::embedded();
    let Some(folder) = folder else { return Ok(catalogue) };
    let files = files(folder).map_err(|error| {
        let message = format!("{} can't be read: {error}.", folder.display());
        UserError::new("unreadable_file", message, "Check the path; a persona is a .yaml file.")
    })?;
    Ok(catalogue.with_files(files))
}

/// The `issues:` block of a file.
///
/// # Errors
/// When the file can't be read, and everything that is wrong with the block.
pub(super) fn issues(path: &Path) -> anyhow::Result<Agenda> {
    let bytes = bytes(path).with_context(|| format!("can't read {}", path.display()))?;
    load_issues(&bytes).map_err(|findings| {
        let told = |finding: &Finding| format!("\n  line {}: {} ({})", finding.line, finding.message, finding.fix);
        let told: String = findings.iter().map(told).collect();
        anyhow!("{} has no readable `issues:` block:{told}", path.display())
    })
}

fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = entries.collect::<io::Result<Vec<PathBuf>>>()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") && path.is_file());
    files.sort();
    Ok(files)
}

fn file(path: &Path) -> Loaded {
    match bytes(path) {
        Ok(bytes) => load(&name(path), &bytes),
        Err(error) => unreadable(&name(path), &error.to_string()),
    }
}

/// A file's bytes, one more than are allowed at most: enough to see that it is too large.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
