//! What a sealed challenge keeps back, and until when.

use crate::classroom::{board_opens_at, sealed_for, shown_while_sealed};
use crate::host::{Host, UserError};
use crate::score::{Debrief, Row};

use super::show_time;

/// What may be read of a debrief before the numbers are told.
#[derive(Debug, Clone, PartialEq)]
pub struct SealedDebrief {
    /// When the rest may be read.
    pub until: i64,
    /// The time zone of its challenge.
    pub zone: String,
    /// The rows about the learner's own doing.
    pub rows: Vec<Row>,
}

/// A seal that still holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::host) struct Seal {
    pub(in crate::host) until: i64,
    pub(in crate::host) zone: String,
}

impl Host {
    /// The seal on a session's debrief for the learner it belongs to; none where everything may be told.
    pub(in crate::host) async fn seal(
        &self,
        guild: Option<&str>,
        challenge: Option<&str>,
        owner: &str,
    ) -> Result<Option<Seal>, UserError> {
        let (Some(guild), Some(id)) = (guild, challenge) else { return Ok(None) };
        let Some(challenge) = self.store.challenge(guild, id).await? else {
            // Whoever can't tell whether it is due tells nothing.
            tracing::error!(guild, challenge = id, "an attempt's challenge is missing");
            let message = "The challenge of this attempt can't be found, so its debrief stays sealed.";
            return Err(UserError::new("sealed", message, "Tell your instructor."));
        };
        let extension = self.extension_of(&challenge, owner).await?;
        let until = challenge.due_for(extension.as_ref());
        let sealed = sealed_for(&challenge, extension.as_ref(), self.now());
        Ok(sealed.then_some(Seal { until, zone: challenge.zone }))
    }
}

impl Host {
    /// A server's own persona isn't practised while a sealed challenge with it is not over: the debrief of a practice talk
    /// comes at once, and would be the answer key.
    pub(in crate::host) async fn must_not_be_kept(
        &self,
        guild: Option<&str>,
        persona: &str,
        at: i64,
    ) -> Result<(), UserError> {
        let Some(guild) = guild.filter(|_| self.scenes.find(persona).is_err()) else { return Ok(()) };
        for challenge in self.store.challenges(guild).await? {
            if challenge.persona != persona || !challenge.sealed || challenge.closed_at.is_some() {
                continue;
            }
            let extensions = self.store.extensions(guild, &challenge.id).await?;
            let until = board_opens_at(&challenge, &extensions);
            if at < until {
                let until = show_time(until, &challenge.zone);
                let message =
                    format!("This counterpart is kept for the challenge “{}” until {until}.", challenge.title);
                return Err(UserError::new("kept", message, "Practise with another one meanwhile."));
            }
        }
        Ok(())
    }
}

impl Seal {
    /// What may be read of a debrief.
    pub(in crate::host) fn of(&self, debrief: &Debrief) -> SealedDebrief {
        let (outcome, hidden) = (&debrief.outcome, &debrief.hidden);
        let told = [hidden.reservation.abs(), hidden.floor.abs()];
        let sums = [outcome.learner, outcome.counterpart, outcome.left.free, outcome.left.joint, outcome.left.tactical];
        // A small sum is also a turn's number or a count; the limits are hidden whatever their size.
        let costs = debrief.rows.iter().filter_map(|row| row.cost);
        let sums = sums.into_iter().chain(costs).map(i64::abs).filter(|sum| *sum >= 100);
        let secret: Vec<i64> = told.into_iter().chain(sums).collect();
        let shown = |row: &&Row| shown_while_sealed(row.concept, &row.line, &secret);
        let rows = debrief.rows.iter().filter(shown).map(|row| Row { cost: None, ..row.clone() }).collect();
        SealedDebrief { until: self.until, zone: self.zone.clone(), rows }
    }
}
