//! A learner disputes a row of a debrief; an instructor rules; the score follows.

use crate::host::{Host, UserError};
use crate::score::{Debrief, Row, rerated};
use crate::store::{DisputeRow, Regraded};

use super::review::words;
use super::{Actor, Office, entry, new_id};

/// What an instructor rules about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The row stands.
    Keep,
    /// The row's score is changed: 0, 1, 2, or none where the concept never came up.
    Change(Option<u8>),
}

impl Host {
    /// Disputes a row of the own attempt's debrief. One dispute a row at a time; a row that is sealed can't be disputed yet.
    ///
    /// # Errors
    /// Somebody else's attempt, one under way, a row that isn't there; a refusing store.
    pub async fn dispute(
        &self,
        actor: &Actor,
        session: &str,
        (concept, turn): (u32, Option<u32>),
        reason: &str,
        at: i64,
    ) -> Result<DisputeRow, UserError> {
        let attempt = self.must_be_attempt(actor, session).await?;
        if attempt.person != actor.id {
            return Err(UserError::new("not_yours", "This is somebody else's debrief.", "You can dispute your own."));
        }
        let reason = words(reason, "reason")?;
        let live = self.resume(session).await?;
        let rows = live.debrief.map(|debrief| debrief.rows).or(live.sealed.map(|sealed| sealed.rows));
        let rows =
            rows.ok_or_else(|| UserError::new("under_way", "There is no debrief yet.", "Finish the talk first."))?;
        let row = rows.iter().find(|row| is_row(row, concept, turn)).ok_or_else(no_row)?;
        let told = self.store.disputes(&actor.guild, session).await?;
        if told.iter().any(|old| old.concept == i64::from(concept) && old.ruled_at.is_none()) {
            let message = "You have disputed this row already; nobody has ruled on it yet.";
            return Err(UserError::new("disputed", message, "Wait for your instructor's answer."));
        }
        let score = self.store.score(session).await?.and_then(|score| score.score);
        let dispute = DisputeRow {
            id: new_id('d'),
            session: session.to_owned(),
            person: actor.id.clone(),
            concept: i64::from(concept),
            turn: row.turn.map(i64::from),
            reason,
            at,
            was: row.score.map(i64::from),
            ruled: None,
            ruled_by: None,
            ruled_at: None,
            answer: None,
            score_was: score,
            score_ruled: None,
        };
        let log = entry(actor, at, "dispute.open", session, Some(&actor.id), format!("row {concept}"));
        self.store.add_dispute(&actor.guild, &dispute, &log).await?;
        // A sealed score is in the record, not in the answer.
        Ok(DisputeRow { score_was: None, ..dispute })
    }

    /// The disputes that wait for a ruling, oldest first. Staff only.
    ///
    /// # Errors
    /// For learners; a refusing store.
    pub async fn open_disputes(&self, actor: &Actor) -> Result<Vec<DisputeRow>, UserError> {
        self.must_be(actor, Office::Observer).await?;
        let rules = self.office(actor).await? >= Office::Instructor;
        let mut disputes = self.store.open_disputes(&actor.guild).await?;
        disputes.iter_mut().filter(|_| !rules).for_each(without_scores);
        Ok(disputes)
    }

    /// The disputes about an attempt: for the learner it belongs to and for staff; while scores are sealed, instructors alone
    /// see them.
    ///
    /// # Errors
    /// For others; a refusing store.
    pub async fn disputes(&self, actor: &Actor, session: &str) -> Result<Vec<DisputeRow>, UserError> {
        let attempt = self.must_be_attempt(actor, session).await?;
        let mut disputes = self.store.disputes(&actor.guild, session).await?;
        if attempt.person != actor.id {
            self.must_be(actor, Office::Observer).await?;
        }
        let rules = attempt.person != actor.id && self.office(actor).await? >= Office::Instructor;
        if !rules && self.seal(Some(&actor.guild), Some(&attempt.challenge), &attempt.person).await?.is_some() {
            disputes.iter_mut().for_each(without_scores);
        }
        Ok(disputes)
    }

    /// Rules on a dispute: the row stays or gets another score, and dials and score follow from all rows. Instructors only,
    /// and not on an attempt of their own. Everything is logged; the score before is kept with the ruling.
    ///
    /// # Errors
    /// For everybody else; an unknown dispute, one that was ruled on; a refusing store, which changes nothing.
    pub async fn rule(
        &self,
        actor: &Actor,
        dispute: &str,
        (verdict, answer): (Verdict, &str),
        at: i64,
    ) -> Result<DisputeRow, UserError> {
        self.must_be(actor, Office::Instructor).await?;
        let unknown = || {
            let message = format!("There is no dispute called {dispute:?} here.");
            UserError::new("unknown_dispute", message, "Choose one from the open disputes.")
        };
        let found = self.store.disputed(&actor.guild, dispute).await?.ok_or_else(unknown)?;
        if found.person == actor.id {
            let message = "This is your own attempt.";
            return Err(UserError::new("own_attempt", message, "Another instructor has to rule on it."));
        }
        let answer = words(answer, "answer")?;
        let score = self.store.score(&found.session).await?.ok_or_else(no_row)?;
        let mut ruled = DisputeRow {
            ruled: found.was,
            ruled_by: Some(actor.id.clone()),
            ruled_at: Some(at),
            answer: Some(answer),
            score_was: score.score,
            score_ruled: score.score,
            ..found.clone()
        };
        let mut regraded = None;
        if let Verdict::Change(now) = verdict {
            if now.is_some_and(|now| now > 2) {
                return Err(UserError::new(
                    "bad_score",
                    "A row scores 0, 1 or 2.",
                    "Or nothing, where it never came up.",
                ));
            }
            let changed = self.regraded(&found, &score.debrief, now).await?;
            (ruled.ruled, ruled.score_ruled) = (now.map(i64::from), changed.score);
            regraded = Some(changed);
        }
        let shown = |score: Option<i64>| score.map_or("none".to_owned(), |score| score.to_string());
        let detail = format!("row {}: {} -> {}", ruled.concept, shown(ruled.was), shown(ruled.ruled));
        let log = entry(actor, at, "dispute.rule", &found.session, Some(&found.person), detail);
        if !self.store.rule(&actor.guild, &ruled, regraded.as_ref(), &log).await? {
            let message = "Somebody else has ruled on this attempt in the meantime.";
            return Err(UserError::new("ruled", message, "Look at it again."));
        }
        self.seats.lock().await.remove(&found.session);
        Ok(ruled)
    }

    /// The debrief with the disputed row changed, and what follows for dials and score.
    async fn regraded(&self, dispute: &DisputeRow, before: &str, now: Option<u8>) -> Result<Regraded, UserError> {
        let mut debrief: Debrief = serde_json::from_str(before).map_err(|error| {
            tracing::error!(%error, session = dispute.session, "a debrief can't be read");
            UserError::unreadable(&dispute.session)
        })?;
        let concept = u32::try_from(dispute.concept).unwrap_or_default();
        let turn = dispute.turn.and_then(|turn| u32::try_from(turn).ok());
        let row = debrief.rows.iter_mut().find(|row| is_row(row, concept, turn)).ok_or_else(no_row)?;
        row.score = now;
        let seat = self.seat(&dispute.session).await;
        let mut seat = seat.lock().await;
        let session = self.seated(&mut seat, &dispute.session).await?.session();
        (debrief.dials, debrief.score) = rerated(session, &debrief);
        let dials = &debrief.dials;
        Ok(Regraded {
            dials: [dials.outcome, dials.information, dials.process, dials.closing, dials.relationship],
            score: debrief.score,
            debrief_was: before.to_owned(),
            debrief: serde_json::to_string(&debrief).map_err(|error| {
                tracing::error!(%error, "a debrief can't be written");
                UserError::new("internal", "Something went wrong on our side.", "Nothing is lost: try that again.")
            })?,
        })
    }
}

fn without_scores(dispute: &mut DisputeRow) {
    (dispute.score_was, dispute.score_ruled) = (None, None);
}

fn is_row(row: &Row, concept: u32, turn: Option<u32>) -> bool {
    row.concept == concept && (turn.is_none() || row.turn == turn)
}

fn no_row() -> UserError {
    UserError::new("unknown_row", "There is no such row in this debrief.", "Choose one that the debrief shows.")
}
