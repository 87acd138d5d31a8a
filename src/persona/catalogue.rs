//! The personas there are: those that ship with the program and those of a folder.

use std::fmt;

use super::finding::nearest;
use super::load::{Loaded, load};

/// Files that ship with the program. A test holds this list against the folder.
const SHIPPED: &[(&str, &str)] = &[
    ("personas/analyst-offer.yaml", include_str!("../../personas/analyst-offer.yaml")),
    ("personas/flat-3b.yaml", include_str!("../../personas/flat-3b.yaml")),
    ("personas/hatchback.yaml", include_str!("../../personas/hatchback.yaml")),
    ("personas/helpdesk-renewal.yaml", include_str!("../../personas/helpdesk-renewal.yaml")),
];

/// Personas by id.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    loaded: Vec<Loaded>,
}

/// There is no persona of that id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPersona {
    /// As it was asked for.
    pub id: String,
    /// Ids that are near.
    pub near: Vec<String>,
    /// All ids.
    pub known: Vec<String>,
}

impl fmt::Display for UnknownPersona {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no persona `{}`; ", self.id)?;
        match self.near.as_slice() {
            [] => write!(f, "there are: {}", self.known.join(", ")),
            near => write!(f, "did you mean `{}`?", near.join("` or `")),
        }
    }
}

impl std::error::Error for UnknownPersona {}

impl Catalogue {
    /// The personas that ship with the program.
    pub fn embedded() -> Self {
        Catalogue { loaded: SHIPPED.iter().map(|(file, text)| load(file, text.as_bytes())).collect() }
    }

    /// Adds the files of a folder, each a name and its bytes; one with a known id takes its place.
    pub fn with_files(mut self, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        for (file, bytes) in files {
            let loaded = load(&file, &bytes);
            self.loaded.retain(|known| known.id != loaded.id);
            self.loaded.push(loaded);
        }
        self.loaded.sort_by(|a, b| a.id.cmp(&b.id));
        self
    }

    /// All personas by id, faulty ones included.
    pub fn all(&self) -> &[Loaded] {
        &self.loaded
    }

    /// The persona with this id.
    ///
    /// # Errors
    /// With the nearest ids when there is none.
    pub fn find(&self, id: &str) -> Result<&Loaded, UnknownPersona> {
        let ids = || self.loaded.iter().map(|loaded| loaded.id.as_str());
        self.loaded.iter().find(|loaded| loaded.id == id).ok_or_else(|| UnknownPersona {
            id: id.to_owned(),
            near: nearest(id, ids()).into_iter().map(str::to_owned).collect(),
            known: ids().map(str::to_owned).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_list_of_shipped_personas_is_the_folder() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("personas");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> =
            names.filter(|name| name.ends_with(".yaml")).map(|name| format!("personas/{name}")).collect();
        files.sort();
        assert_eq!(files, SHIPPED.iter().map(|(file, _)| (*file).to_owned()).collect::<Vec<_>>());
    }

    #[test]
    fn a_near_miss_is_told_what_is_near() {
        let refusal = Catalogue::embedded().find("hatchbak").unwrap_err();
        assert_eq!(refusal.to_string(), "there is no persona `hatchbak`; did you mean `hatchback`?");
    }
}
