//! How long a server keeps what was said and done.

use crate::host::{Host, UserError};
use crate::store::ClassPapers;

use super::{Actor, Office, entry};

const DAYS: &str = "retention_days";
const DAY: i64 = 86_400_000;

impl Host {
    /// After how many days the server forgets ended talks; none where it keeps them.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn retention(&self, guild: &str) -> Result<Option<u32>, UserError> {
        Ok(self.store.setting(guild, DAYS).await?.and_then(|days| days.parse().ok()))
    }

    /// Sets after how many days the server forgets ended talks, 1 to 3650; none keeps them. Admins only.
    ///
    /// # Errors
    /// For everybody else; a number that makes no sense; a refusing store.
    pub async fn set_retention(&self, actor: &Actor, days: Option<u32>, at: i64) -> Result<(), UserError> {
        self.must_be(actor, Office::Admin).await?;
        if days.is_some_and(|days| !(1..=3650).contains(&days)) {
            return Err(UserError::new("bad_days", "That is no sensible number of days.", "Write from 1 to 3650."));
        }
        let days = days.map(|days| days.to_string());
        self.store.set(&actor.guild, DAYS, days.as_deref()).await?;
        let log = entry(actor, at, "retention", DAYS, None, days.unwrap_or_else(|| "kept".to_owned()));
        Ok(self.store.log(&actor.guild, &log).await?)
    }

    /// Forgets in every server what ended longer ago than it keeps things. Returns how many sessions that were. Whoever
    /// serves for long calls it now and then.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn forget_old(&self, at: i64) -> Result<usize, UserError> {
        let mut count = 0;
        for (guild, days) in self.store.settings_called(DAYS).await? {
            let Ok(days) = days.parse::<i64>() else { continue };
            let gone = self.store.purge(&guild, at.saturating_sub(days.saturating_mul(DAY))).await?;
            count += gone.len();
            for session in &gone {
                self.forget_notes_of(session).await?;
            }
        }
        Ok(count)
    }

    /// What classes keep about a person, without the numbers of sealed attempts.
    pub(in crate::host) async fn class_papers(&self, person: &str) -> Result<ClassPapers, UserError> {
        let mut papers = self.store.class_papers(person).await?;
        let mut sealed = Vec::new();
        for attempt in &mut papers.attempts {
            let session = self.store.session(&attempt.session).await?;
            let guild = session.and_then(|session| session.guild);
            if self.seal(guild.as_deref(), Some(&attempt.challenge), person).await?.is_some() {
                attempt.seal();
                sealed.push(attempt.session.clone());
            }
        }
        for dispute in papers.disputes.iter_mut().filter(|dispute| sealed.contains(&dispute.session)) {
            (dispute.score_was, dispute.score_ruled) = (None, None);
        }
        Ok(papers)
    }

    /// Drops what front ends noted beside a session, and its place in memory.
    pub(in crate::host) async fn forget_notes_of(&self, session: &str) -> Result<(), UserError> {
        let scope = format!("session:{session}");
        for note in self.store.settings(&scope).await? {
            self.store.set(&scope, &note.name, None).await?;
        }
        self.seats.lock().await.remove(session);
        Ok(())
    }
}
