//! An instructor reads an attempt and writes to the learner.

use crate::host::{Cover, Host, Live, UserError};
use crate::store::{AttemptRow, AuditRow, DisputeRow, NoteRow};

use super::{Actor, Office, entry, new_id};

/// The longest note, dispute or answer, in characters.
pub(super) const LONGEST: usize = 2_000;

/// Milliseconds within which a look at the same attempt is the same look.
const SAME_LOOK: i64 = 15 * 60_000;

/// An attempt as staff reads it.
#[derive(Debug, Clone)]
pub struct Review {
    /// The session: transcript and, once it has ended, debrief. Observers see of a sealed one what the learner sees.
    pub live: Live,
    /// The challenge's id.
    pub challenge: String,
    /// The attempt's number, from 1.
    pub number: u32,
    /// Notes, oldest first.
    pub notes: Vec<NoteRow>,
    /// Disputes, oldest first.
    pub disputes: Vec<DisputeRow>,
}

/// Whether an instructor reads what the learner may not read yet, or not in this form.
fn unsealed_by(review: &Review, office: Office, actor: &Actor) -> bool {
    office >= Office::Instructor && review.live.owner != actor.id && review.live.debrief.is_some()
}

impl Host {
    /// Opens an attempt for reading. Staff only, and only what was played in a challenge of their server: practice stays
    /// private.
    ///
    /// # Errors
    /// For learners; what is no attempt of this server; a refusing store.
    pub async fn review(&self, actor: &Actor, session: &str, at: i64) -> Result<Review, UserError> {
        let (review, office) = self.opened(actor, session).await?;
        if unsealed_by(&review, office, actor) {
            self.log_look(actor, &review, "review", at).await?;
        }
        Ok(review)
    }

    /// Whose attempt a session is. Staff only.
    ///
    /// # Errors
    /// As [`Host::review`].
    pub async fn attempt_by(&self, actor: &Actor, session: &str) -> Result<String, UserError> {
        self.must_be(actor, Office::Observer).await?;
        Ok(self.must_be_attempt(actor, session).await?.person)
    }

    /// An attempt for reading, with its page. It is one look, and one entry in the log.
    ///
    /// # Errors
    /// As [`Host::review`].
    pub async fn review_with_page(
        &self,
        actor: &Actor,
        session: &str,
        cover: Cover,
        at: i64,
    ) -> Result<(Review, String), UserError> {
        let (review, office) = self.opened(actor, session).await?;
        if review.live.owner != actor.id {
            let action = if unsealed_by(&review, office, actor) { "review" } else { "report" };
            self.log_look(actor, &review, action, at).await?;
        }
        Ok((review, self.page_for_operator(session, cover).await?))
    }

    /// An attempt for whoever may read it, and by which office.
    async fn opened(&self, actor: &Actor, session: &str) -> Result<(Review, Office), UserError> {
        let office = self.must_be(actor, Office::Observer).await?;
        let attempt = self.must_be_attempt(actor, session).await?;
        // Nobody unseals the own attempt by an office.
        let live = match office {
            Office::Instructor | Office::Admin if attempt.person != actor.id => self.unsealed(session).await?,
            _ => self.resume(session).await?,
        };
        let review = Review {
            live,
            challenge: attempt.challenge,
            number: u32::try_from(attempt.number).unwrap_or(u32::MAX),
            notes: self.store.notes(&actor.guild, session).await?,
            disputes: self.disputes(actor, session).await?,
        };
        Ok((review, office))
    }

    /// Notes in the log that an attempt was looked at. The next page of it, or the same again a moment later, is the same look.
    async fn log_look(&self, actor: &Actor, review: &Review, action: &str, at: i64) -> Result<(), UserError> {
        let (session, person) = (&review.live.id, &review.live.owner);
        let newest = self.store.audit(&actor.guild, 1, None).await?.into_iter().next();
        let same = |one: &AuditRow| one.actor == actor.id && one.action == action && one.subject == *session;
        if newest.is_some_and(|one| same(&one) && at - one.at < SAME_LOOK) {
            return Ok(());
        }
        let log = entry(actor, at, action, session, Some(person), String::new());
        Ok(self.store.log(&actor.guild, &log).await?)
    }

    /// Writes a note to the learner about an attempt. Instructors only.
    ///
    /// # Errors
    /// For everybody else; what is no attempt of this server; an empty or overlong note; a refusing store.
    pub async fn write_note(&self, actor: &Actor, session: &str, text: &str, at: i64) -> Result<NoteRow, UserError> {
        self.must_be(actor, Office::Instructor).await?;
        let attempt = self.must_be_attempt(actor, session).await?;
        let body = words(text, "note")?;
        let note = NoteRow { id: new_id('n'), session: session.to_owned(), author: actor.id.clone(), at, body };
        let log = entry(actor, at, "note.write", session, Some(&attempt.person), String::new());
        self.store.write_note(&actor.guild, &note, &log).await?;
        Ok(note)
    }

    /// The notes about an attempt: for the learner it belongs to, and for staff.
    ///
    /// # Errors
    /// For others; a refusing store.
    pub async fn notes(&self, actor: &Actor, session: &str) -> Result<Vec<NoteRow>, UserError> {
        let attempt = self.must_be_attempt(actor, session).await?;
        if attempt.person != actor.id {
            self.must_be(actor, Office::Observer).await?;
        }
        Ok(self.store.notes(&actor.guild, session).await?)
    }

    /// The attempt that a session is, in the actor's server.
    pub(in crate::host) async fn must_be_attempt(&self, actor: &Actor, session: &str) -> Result<AttemptRow, UserError> {
        let attempt = self.store.attempt_of(&actor.guild, session).await?;
        attempt.ok_or_else(|| {
            let message = format!("There is no attempt called {session:?} here.");
            UserError::new("unknown_attempt", message, "Choose one from a challenge's results.")
        })
    }
}

/// A text that somebody wrote, trimmed.
pub(super) fn words(text: &str, what: &str) -> Result<String, UserError> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(UserError::new("empty_text", format!("The {what} is empty."), "Write a sentence.")),
        count if count > LONGEST => {
            let message = format!("The {what} has {count} characters.");
            Err(UserError::new("long_text", message, format!("Write up to {LONGEST}.")))
        }
        _ => Ok(text.to_owned()),
    }
}
