//! Personas that instructors bring along: checked like those that ship, private to their server, versioned by their text.

use std::borrow::Cow;

use crate::host::{Briefing, Difficulty, Host, UserError};
use crate::persona::{Finding, LARGEST_FILE, Loaded, STANDARD, load, stem};
use crate::store::PersonaVersion;

use super::{Actor, Office, entry};

/// Versions that a server may keep.
pub const LARGEST_SHELF: i64 = 200;

/// What became of an upload.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    /// The persona's id.
    pub persona: String,
    /// The hash of its text, which is its version.
    pub hash: String,
    /// Whether it was kept; with an error among the findings it isn't.
    pub kept: bool,
    /// Everything that the check found, in the order of lines.
    pub findings: Vec<Finding>,
}

impl Host {
    /// Checks a persona file and keeps it for the server. Instructors only. Sessions and challenges that began with an older
    /// version keep theirs. `file` is the attachment's name; only its last part matters.
    ///
    /// # Errors
    /// For everybody else; the name of a persona that ships; a full shelf; a refusing store.
    pub async fn upload_persona(
        &self,
        actor: &Actor,
        (file, bytes): (&str, Vec<u8>),
        at: i64,
    ) -> Result<Upload, UserError> {
        self.must_be(actor, Office::Instructor).await?;
        // One byte too many is enough to see that it is too large.
        let bytes: Vec<u8> = bytes.into_iter().take(LARGEST_FILE + 1).collect();
        let name = format!("{}.yaml", stem(file).chars().take(60).collect::<String>());
        let loaded = tokio::task::spawn_blocking(move || load(&name, &bytes)).await.map_err(|error| {
            tracing::error!(%error, "an upload could not be checked");
            UserError::new("internal", "The file could not be checked.", "Try that again.")
        })?;
        let mut upload = Upload {
            persona: loaded.id.clone(),
            hash: loaded.hash.clone(),
            kept: false,
            findings: loaded.findings.clone(),
        };
        if loaded.is_faulty() {
            return Ok(upload);
        }
        if self.scenes.find(&loaded.id).is_ok() {
            let message = format!("A counterpart called {:?} ships with the program.", loaded.id);
            return Err(UserError::new("taken_id", message, "Give yours another id, and the file the same name."));
        }
        if self.store.upload_count(&actor.guild).await? >= LARGEST_SHELF {
            let message = format!("This server keeps {LARGEST_SHELF} versions already.");
            return Err(UserError::new("full_shelf", message, "Ask whoever runs the bot to make room."));
        }
        let log = entry(actor, at, "persona.upload", &loaded.id, None, loaded.hash.clone());
        self.store.upload(&actor.guild, (&loaded.id, &loaded.hash, &loaded.text), &log).await?;
        upload.kept = true;
        Ok(upload)
    }

    /// Retires a persona of the server: nothing begins with it any more, what has begun goes on. Instructors only.
    ///
    /// # Errors
    /// For everybody else; an unknown persona; a refusing store.
    pub async fn retire_persona(&self, actor: &Actor, persona: &str, at: i64) -> Result<(), UserError> {
        self.must_be(actor, Office::Instructor).await?;
        let log = entry(actor, at, "persona.retire", persona, None, String::new());
        if self.store.retire(&actor.guild, persona, &log).await? { Ok(()) } else { Err(no_persona(persona)) }
    }

    /// The text of a persona of the server: a version by its hash, else the newest. Instructors only, since it holds the
    /// hidden side.
    ///
    /// # Errors
    /// For everybody else; an unknown persona or version; a refusing store.
    pub async fn persona_file(&self, actor: &Actor, persona: &str, hash: Option<&str>) -> Result<String, UserError> {
        self.must_be(actor, Office::Instructor).await?;
        let text = self.store.uploaded(&actor.guild, persona, hash).await?;
        text.ok_or_else(|| no_persona(persona))
    }

    /// The versions of the server's personas, the newest of each first. Staff only.
    ///
    /// # Errors
    /// For learners; a refusing store.
    pub async fn persona_versions(&self, actor: &Actor) -> Result<Vec<PersonaVersion>, UserError> {
        self.must_be(actor, Office::Observer).await?;
        Ok(self.store.uploads(&actor.guild).await?)
    }

    /// Every persona that can be played in a server: those that ship, and its own.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn menu_in(&self, guild: &str) -> Result<Vec<Briefing>, UserError> {
        let mut menu = self.menu();
        let mut seen: Vec<String> = Vec::new();
        for version in self.store.uploads(guild).await?.into_iter().filter(|version| version.retired_at.is_none()) {
            if seen.contains(&version.persona) {
                continue;
            }
            if let Ok(briefing) = self.briefing_in(Some(guild), &version.persona).await {
                menu.push(briefing);
            }
            seen.push(version.persona);
        }
        menu.sort_by_key(|briefing| briefing.level);
        Ok(menu)
    }

    /// [`Host::briefing`] of a persona that ships or belongs to the server.
    ///
    /// # Errors
    /// An unknown persona, with the nearest names; a refusing store.
    pub async fn briefing_in(&self, guild: Option<&str>, persona: &str) -> Result<Briefing, UserError> {
        let loaded = self.persona_in(guild, persona).await?;
        let ready = self.scenes.of(&loaded, STANDARD, Difficulty::Normal, None)?;
        Ok((*ready.briefing).clone())
    }

    /// [`Host::variants`] of a persona that ships or belongs to the server.
    ///
    /// # Errors
    /// An unknown persona, with the nearest names; a refusing store.
    pub async fn variants_in(&self, guild: Option<&str>, persona: &str) -> Result<Vec<String>, UserError> {
        Ok(self.persona_in(guild, persona).await?.variant_names().map(String::from).collect())
    }

    /// A persona that ships, or the newest version of one of the server's own.
    pub(in crate::host) async fn persona_in(
        &self,
        guild: Option<&str>,
        persona: &str,
    ) -> Result<Cow<'_, Loaded>, UserError> {
        let unknown = match self.scenes.find(persona) {
            Ok(loaded) => return Ok(Cow::Borrowed(loaded)),
            Err(unknown) => unknown,
        };
        let Some(guild) = guild else { return Err(unknown) };
        match self.store.uploaded(guild, persona, None).await? {
            Some(text) => Ok(Cow::Owned((*self.scenes.read(persona, &text)).clone())),
            None => Err(unknown),
        }
    }
}

fn no_persona(persona: &str) -> UserError {
    let message = format!("This server has no counterpart of its own called {persona:?}.");
    UserError::new("unknown_persona", message, "/persona list shows those there are.")
}
