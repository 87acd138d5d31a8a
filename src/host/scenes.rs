//! Personas made ready to be played, kept by the text they were read from.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::persona::{Briefing, Catalogue, Difficulty, Loaded, NotPlayable, STANDARD, hash, load};
use crate::session::Scene;

use super::UserError;

/// Scenes kept in memory at most; beyond that they are made anew.
const MOST_KEPT: usize = 256;

/// Text, variant, difficulty, and a reservation value that was drawn.
type Key = (String, String, Difficulty, Option<i64>);

/// A scene and the briefing that goes with it.
#[derive(Clone)]
pub(super) struct Ready {
    pub(super) scene: Scene,
    pub(super) briefing: Arc<Briefing>,
}

/// The catalogue and what was made of it.
pub(super) struct Scenes {
    catalogue: Catalogue,
    ready: Mutex<HashMap<Key, Ready>>,
    /// Uploaded texts as they were read, by id and hash of the text.
    read: Mutex<HashMap<(String, String), Arc<Loaded>>>,
}

impl Scenes {
    pub(super) fn new(catalogue: Catalogue) -> Self {
        Scenes { catalogue, ready: Mutex::default(), read: Mutex::default() }
    }

    pub(super) fn menu(&self) -> Vec<Briefing> {
        let playable =
            self.catalogue.all().iter().filter_map(|loaded| loaded.choose(STANDARD, Difficulty::Normal).ok());
        let mut briefings: Vec<Briefing> = playable.map(|persona| persona.briefing()).collect();
        briefings.sort_by_key(|briefing| briefing.level);
        briefings
    }

    /// The files that errors keep from being played.
    pub(super) fn faulty(&self) -> Vec<String> {
        self.catalogue.all().iter().filter(|loaded| loaded.is_faulty()).map(|loaded| loaded.file.clone()).collect()
    }

    pub(super) fn briefing(&self, persona: &str) -> Result<Briefing, UserError> {
        let chosen = self.find(persona)?.choose(STANDARD, Difficulty::Normal).map_err(not_playable)?;
        Ok(chosen.briefing())
    }

    pub(super) fn variants(&self, persona: &str) -> Result<Vec<String>, UserError> {
        Ok(self.find(persona)?.variant_names().map(String::from).collect())
    }

    pub(super) fn find(&self, persona: &str) -> Result<&Loaded, UserError> {
        self.catalogue.find(persona).map_err(|unknown| {
            let hint = match unknown.near.as_slice() {
                [] => format!("There are: {}.", unknown.known.join(", ")),
                near => format!("Did you mean {}?", near.join(" or ")),
            };
            UserError::new("unknown_persona", format!("There is no counterpart called {persona:?}."), hint)
        })
    }

    /// An uploaded text, read once.
    pub(super) fn read(&self, id: &str, text: &str) -> Arc<Loaded> {
        let key = (id.to_owned(), hash(text));
        if let Some(loaded) = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return loaded.clone();
        }
        let loaded = Arc::new(load(&format!("{id}.yaml"), text.as_bytes()));
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= MOST_KEPT {
            read.clear();
        }
        read.insert(key, loaded.clone());
        loaded
    }

    /// The scene of a loaded persona in a variant and a difficulty, with the reservation value that was drawn for it.
    pub(super) fn of(
        &self,
        loaded: &Loaded,
        variant: &str,
        difficulty: Difficulty,
        reservation: Option<i64>,
    ) -> Result<Ready, UserError> {
        let key = (loaded.hash.clone(), variant.to_owned(), difficulty, reservation);
        let kept = self.ready.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(ready) = kept {
            return Ok(ready);
        }
        let persona = loaded.choose(variant, difficulty).map_err(not_playable)?;
        let persona = reservation.map_or_else(|| persona.clone(), |drawn| persona.with_reservation(drawn));
        let briefing = Arc::new(persona.briefing());
        let ready = Ready { scene: Scene::new(Arc::new(persona)), briefing };
        let mut kept = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, ready.clone());
        Ok(ready)
    }

    /// The scene of a session as it was begun, from the persona's text stored with it.
    pub(super) fn of_text(
        &self,
        id: &str,
        text: &str,
        variant: &str,
        difficulty: Difficulty,
        reservation: Option<i64>,
    ) -> Result<Ready, UserError> {
        self.of(&load(&format!("{id}.yaml"), text.as_bytes()), variant, difficulty, reservation)
    }
}

fn not_playable(problem: NotPlayable) -> UserError {
    let (message, hint) = match &problem {
        NotPlayable::Faulty { file, count: 1, line } => {
            (format!("{file} has an error on line {line}."), format!("`sparring check {file}` shows what to mend."))
        }
        NotPlayable::Faulty { file, count, line } => (
            format!("{file} has {count} errors, the first on line {line}."),
            format!("`sparring check {file}` shows what to mend."),
        ),
        NotPlayable::NoSuchVariant { id, variant, known } => {
            (format!("The counterpart {id:?} has no variant {variant:?}."), format!("There are: {known}."))
        }
    };
    UserError::new("not_playable", message, hint)
}
