//! Setting a challenge up, changing it, extending and closing it.

use crate::classroom::{Challenge, Counting, Extension, MOST_ATTEMPTS, Problem, Progress, Refusal, line};
use crate::host::{Difficulty, Host, UserError};
use crate::persona::STANDARD;

use super::when::zone_of;
use super::{Actor, Office, entry, new_id, reference, show_time};

/// What a new challenge is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The title; the persona's when empty.
    pub title: String,
    /// The persona's id: one that ships, or one of this server.
    pub persona: String,
    /// The variant; `standard` when empty.
    pub variant: String,
    /// The difficulty.
    pub difficulty: Difficulty,
    /// Roles whose members may play.
    pub roles: Vec<String>,
    /// Members who may play.
    pub members: Vec<String>,
    /// Whether it counts on boards.
    pub rated: bool,
    /// From when on; at once when none.
    pub opens_at: Option<i64>,
    /// Until when.
    pub due_at: i64,
    /// The time zone in which its times are shown.
    pub zone: String,
    /// Attempts for each learner.
    pub attempts: u32,
    /// Milliseconds to wait between two attempts.
    pub cool_down: i64,
    /// Which attempt counts.
    pub counting: Counting,
    /// Whether all attempts have one seed; else each a fresh one.
    pub one_seed: bool,
    /// Whether the hidden side and the numbers stay sealed until it is due.
    pub sealed: bool,
}

impl Default for Draft {
    /// Rated and sealed, one attempt that counts, fresh seeds.
    fn default() -> Self {
        Draft {
            title: String::new(),
            persona: String::new(),
            variant: String::new(),
            difficulty: Difficulty::Normal,
            roles: Vec::new(),
            members: Vec::new(),
            rated: true,
            opens_at: None,
            due_at: 0,
            zone: "UTC".to_owned(),
            attempts: 1,
            cool_down: 0,
            counting: Counting::First,
            one_seed: false,
            sealed: true,
        }
    }
}

/// What is to be changed; what is none stays. Persona, variant and difficulty stay always: attempts have to be alike.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edit {
    /// The title.
    pub title: Option<String>,
    /// Roles whose members may play.
    pub roles: Option<Vec<String>>,
    /// Members who may play.
    pub members: Option<Vec<String>>,
    /// Whether it counts on boards.
    pub rated: Option<bool>,
    /// From when on.
    pub opens_at: Option<i64>,
    /// Until when.
    pub due_at: Option<i64>,
    /// The time zone.
    pub zone: Option<String>,
    /// Attempts for each learner.
    pub attempts: Option<u32>,
    /// Milliseconds between two attempts.
    pub cool_down: Option<i64>,
    /// Which attempt counts.
    pub counting: Option<Counting>,
    /// Whether numbers stay sealed.
    pub sealed: Option<bool>,
}

/// A challenge in a list, with how far the person who asks has got.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The challenge.
    pub challenge: Challenge,
    /// The own progress; none where it is for others.
    pub own: Option<Progress>,
    /// Attempts the person has used.
    pub used: u32,
    /// The person's own due time.
    pub due_at: i64,
}

impl Host {
    /// Sets a challenge up. Instructors only. The persona is pinned as it is now.
    ///
    /// # Errors
    /// For everybody else; an unknown persona or variant, terms that can't be; a refusing store.
    pub async fn create_challenge(&self, actor: &Actor, draft: Draft, at: i64) -> Result<Challenge, UserError> {
        self.must_be(actor, Office::Instructor).await?;
        zone_of(&draft.zone)?;
        let loaded = self.persona_in(Some(&actor.guild), &draft.persona).await?;
        let variant = if draft.variant.is_empty() { STANDARD.to_owned() } else { draft.variant };
        let ready = self.scenes.of(&loaded, &variant, draft.difficulty, None)?;
        let title = if draft.title.trim().is_empty() { ready.briefing.title.clone() } else { draft.title };
        let mut challenge = Challenge {
            id: new_id('c'),
            guild: actor.guild.clone(),
            title: title.trim().to_owned(),
            persona: loaded.id.clone(),
            persona_hash: loaded.hash.clone(),
            part: ready.scene.persona().learner.role.clone(),
            variant,
            difficulty: draft.difficulty.name().to_owned(),
            roles: sorted(draft.roles),
            members: sorted(draft.members),
            rated: draft.rated,
            opens_at: draft.opens_at.unwrap_or(at),
            due_at: draft.due_at,
            zone: draft.zone,
            attempts: draft.attempts,
            cool_down: draft.cool_down,
            counting: draft.counting,
            seed: draft.one_seed.then(super::playing::fresh_seed),
            sealed: draft.sealed,
            created_by: actor.id.clone(),
            created_at: at,
            closed_at: None,
            reference: Default::default(),
        };
        challenge.check(at).map_err(problem)?;
        challenge.reference = reference::reference(ready.scene).await?;
        let detail = terms(&challenge);
        for _ in 0..8 {
            let log = entry(actor, at, "challenge.create", &challenge.id, None, detail.clone());
            if self.store.add_challenge(&challenge, &loaded.text, &log).await? {
                return Ok(challenge);
            }
            challenge.id = new_id('c');
        }
        Err(UserError::new("busy", "The challenge could not be stored.", "Try that again in a moment."))
    }

    /// Changes a challenge's terms. Instructors only. A closed one opens again with a new due time.
    ///
    /// # Errors
    /// For everybody else; an unknown challenge, terms that can't be; a refusing store.
    pub async fn edit_challenge(&self, actor: &Actor, id: &str, edit: Edit, at: i64) -> Result<Challenge, UserError> {
        self.must_be(actor, Office::Instructor).await?;
        let mut challenge = self.must_find(actor, id).await?;
        if let Some(zone) = &edit.zone {
            zone_of(zone)?;
        }
        let before = terms(&challenge);
        if edit.due_at.is_some_and(|due| due > at) {
            challenge.closed_at = None;
        }
        set(&mut challenge.title, edit.title.map(|title| title.trim().to_owned()));
        set(&mut challenge.roles, edit.roles.map(sorted));
        set(&mut challenge.members, edit.members.map(sorted));
        set(&mut challenge.rated, edit.rated);
        set(&mut challenge.opens_at, edit.opens_at);
        set(&mut challenge.due_at, edit.due_at);
        set(&mut challenge.zone, edit.zone);
        set(&mut challenge.attempts, edit.attempts);
        set(&mut challenge.cool_down, edit.cool_down);
        set(&mut challenge.counting, edit.counting);
        set(&mut challenge.sealed, edit.sealed);
        // A due time that has passed may stay: a title can still be mended then.
        let seen = if edit.due_at.is_some() { at } else { i64::MIN };
        challenge.check(seen).map_err(problem)?;
        let log = entry(actor, at, "challenge.edit", id, None, format!("{before} -> {}", terms(&challenge)));
        self.store.change_challenge(&challenge, &log).await?;
        Ok(challenge)
    }

    /// The server's challenges: all of them for staff, for learners those that are theirs.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn challenges(&self, actor: &Actor, at: i64) -> Result<Vec<Listed>, UserError> {
        let staff = self.office(actor).await? > Office::Learner;
        let mut listed = Vec::new();
        for challenge in self.store.challenges(&actor.guild).await? {
            let own = challenge.is_for(&actor.id, &actor.roles);
            if !own && !staff {
                continue;
            }
            let extension = self.extension_of(&challenge, &actor.id).await?;
            let attempts = self.store.attempts_by(&actor.guild, &challenge.id, &actor.id).await?;
            let line = line(&challenge, &actor.id, extension.as_ref(), &attempts, at);
            let own = (own || !attempts.is_empty()).then_some(line.progress);
            listed.push(Listed { challenge, own, used: line.used, due_at: line.due_at });
        }
        Ok(listed)
    }

    /// A challenge of the server that the person may know of.
    ///
    /// # Errors
    /// An unknown one, or one for others; a refusing store.
    pub async fn challenge(&self, actor: &Actor, id: &str) -> Result<Challenge, UserError> {
        let challenge = self.must_find(actor, id).await?;
        if self.office(actor).await? > Office::Learner || challenge.is_for(&actor.id, &actor.roles) {
            return Ok(challenge);
        }
        match self.store.attempts_by(&actor.guild, id, &actor.id).await?.is_empty() {
            true => Err(super::playing::refused(Refusal::NotEligible, &challenge)),
            false => Ok(challenge),
        }
    }

    /// Gives one learner more time, more attempts, or both, in place of an extension given before. Instructors only. `roles`
    /// are the learner's: whoever has none of the challenge's and isn't named in it has to have an attempt already.
    ///
    /// # Errors
    /// For everybody else; an unknown or closed challenge, a learner it isn't for, a time before its due time or gone by.
    pub async fn extend_for(
        &self,
        actor: &Actor,
        id: &str,
        (extension, roles): (Extension, &[String]),
        at: i64,
    ) -> Result<Challenge, UserError> {
        self.must_be(actor, Office::Instructor).await?;
        let challenge = self.must_find(actor, id).await?;
        self.must_be_open(&challenge)?;
        if !challenge.is_for(&extension.person, roles)
            && self.store.attempts_by(&actor.guild, id, &extension.person).await?.is_empty()
        {
            let message = "This challenge isn't for that learner.";
            return Err(UserError::new("not_for", message, "Give them its role, or name them in it, first."));
        }
        if extension.due_at < challenge.due_at || extension.due_at <= at {
            let due = show_time(challenge.due_at, &challenge.zone);
            let message = format!("That is no more time: the challenge is due {due}.");
            return Err(UserError::new("too_early", message, "Give a later time."));
        }
        if challenge.attempts_for(Some(&extension)) > MOST_ATTEMPTS {
            return Err(problem(Problem::Attempts));
        }
        let detail = format!("due {}, {} more attempts", extension.due_at, extension.attempts);
        let log = entry(actor, at, "challenge.extend", id, Some(&extension.person), detail);
        self.store.extend((&actor.guild, id), &extension, &log).await?;
        Ok(challenge)
    }

    /// Gives everybody more time and more attempts. Instructors only.
    ///
    /// # Errors
    /// As [`Host::extend_for`].
    pub async fn extend_all(
        &self,
        actor: &Actor,
        id: &str,
        (due_at, attempts): (i64, u32),
        at: i64,
    ) -> Result<Challenge, UserError> {
        self.must_be(actor, Office::Instructor).await?;
        let challenge = self.must_find(actor, id).await?;
        self.must_be_open(&challenge)?;
        if due_at < challenge.due_at {
            let due = show_time(challenge.due_at, &challenge.zone);
            let message = format!("That is no more time: the challenge is due {due}.");
            return Err(UserError::new("too_early", message, "Give a later time."));
        }
        let attempts = challenge.attempts.saturating_add(attempts);
        let edit = Edit { due_at: Some(due_at), attempts: Some(attempts), ..Edit::default() };
        self.edit_challenge(actor, id, edit, at).await
    }

    /// Closes a challenge for everybody: nobody begins, what is still under way doesn't count, what was sealed is shown.
    /// Instructors only. Closing twice changes nothing.
    ///
    /// # Errors
    /// For everybody else; an unknown challenge; a refusing store.
    pub async fn close_challenge(&self, actor: &Actor, id: &str, at: i64) -> Result<Challenge, UserError> {
        self.must_be(actor, Office::Instructor).await?;
        let mut challenge = self.must_find(actor, id).await?;
        if challenge.closed_at.is_none() {
            challenge.closed_at = Some(at);
            let log = entry(actor, at, "challenge.close", id, None, String::new());
            self.store.change_challenge(&challenge, &log).await?;
        }
        Ok(challenge)
    }

    /// A challenge of the actor's server.
    pub(super) async fn must_find(&self, actor: &Actor, id: &str) -> Result<Challenge, UserError> {
        self.store.challenge(&actor.guild, id).await?.ok_or_else(|| no_challenge(id))
    }

    /// A learner's extension.
    pub(super) async fn extension_of(
        &self,
        challenge: &Challenge,
        person: &str,
    ) -> Result<Option<Extension>, UserError> {
        let all = self.store.extensions(&challenge.guild, &challenge.id).await?;
        Ok(all.into_iter().find(|extension| extension.person == person))
    }

    fn must_be_open(&self, challenge: &Challenge) -> Result<(), UserError> {
        match challenge.closed_at {
            None => Ok(()),
            Some(closed) => {
                let message = format!("This challenge was closed {}.", show_time(closed, &challenge.zone));
                Err(UserError::new("closed", message, "Edit it with a new due time to open it again."))
            }
        }
    }
}

fn no_challenge(id: &str) -> UserError {
    let message = format!("There is no challenge called {id:?} here.");
    UserError::new("unknown_challenge", message, "/challenge list shows those there are.")
}

fn set<T>(old: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *old = new;
    }
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The terms for the log, without anybody's name.
fn terms(challenge: &Challenge) -> String {
    format!(
        "{} {} {}, {}, opens {}, due {}, {} attempts, {}, {}",
        challenge.persona,
        challenge.variant,
        challenge.difficulty,
        if challenge.rated { "rated" } else { "practice" },
        challenge.opens_at,
        challenge.due_at,
        challenge.attempts,
        challenge.counting,
        if challenge.sealed { "sealed" } else { "open numbers" }
    )
}

fn problem(problem: Problem) -> UserError {
    let (message, hint) = match problem {
        Problem::ForNobody => ("The challenge is for nobody.", "Name a role, or members."),
        Problem::DueTooEarly => {
            ("It would be over before it begins.", "Give a due time in the future, after it opens.")
        }
        Problem::Attempts => ("That is no sensible number of attempts.", "Allow from 1 to 50."),
        Problem::Counting => ("More attempts would count than there are.", "Allow more, or let fewer count."),
        Problem::CoolDown => ("The wait between attempts can't be negative.", "Write 0 for none, or 12 hours."),
        Problem::Title => ("The title is empty or too long.", "Write one of up to 100 characters."),
    };
    UserError::new("bad_terms", message, hint)
}
