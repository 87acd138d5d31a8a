//! Every deal that a class signed, on one map.

use std::sync::Arc;

use crate::classroom::Challenge;
use crate::host::keeping::deals_of;
use crate::host::scenes::Ready;
use crate::host::{Briefing, Deals, Host, UserError};
use crate::persona::load;

use super::Actor;

/// The deals of a class against all there were. Attempts draw the counterpart's limit anew; here every gain of the
/// counterpart counts from the limit in its file, so that all fit on one map.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassDeals {
    /// The counterpart's name.
    pub counterpart: String,
    /// The unit of all gains.
    pub unit: String,
    /// Every deal, and the frontier.
    pub all: Deals,
    /// What was signed: by whom, and (learner's gain, counterpart's gain).
    pub signed: Vec<(String, (i64, i64))>,
}

impl Host {
    /// All deals that were signed in a challenge; none while numbers of some learner are sealed. Staff only.
    ///
    /// # Errors
    /// For learners; an unknown challenge; a refusing store.
    pub async fn class_deals(
        &self,
        actor: &Actor,
        id: &str,
        roster: &[String],
        at: i64,
    ) -> Result<Option<ClassDeals>, UserError> {
        let results = self.results(actor, id, roster, at).await?;
        let ready = self.scene_of(&results.challenge).await?;
        let Some(all) = deals_of(&ready.scene.stage).filter(|_| !results.sealed) else { return Ok(None) };
        let limit = ready.scene.persona().counterpart.reservation;
        let mut signed = Vec::new();
        for learner in &results.learners {
            for attempt in &learner.attempts {
                let Some((yours, theirs)) = attempt.learner_gain.zip(attempt.counterpart_gain) else { continue };
                let drawn = self.store.session(&attempt.session).await?.and_then(|row| row.reservation);
                let theirs = theirs + drawn.map_or(0, |drawn| drawn - limit);
                signed.push((learner.line.person.clone(), (yours, theirs)));
            }
        }
        let (counterpart, unit) = (ready.briefing.counterpart_name.clone(), ready.briefing.unit.clone());
        Ok(Some(ClassDeals { counterpart, unit, all, signed }))
    }

    /// The public side and the learner's brief of a challenge's persona, as it is pinned.
    ///
    /// # Errors
    /// An unknown challenge, or one for others; a refusing store.
    pub async fn briefing_of(&self, actor: &Actor, id: &str) -> Result<Arc<Briefing>, UserError> {
        let challenge = self.challenge(actor, id).await?;
        Ok(self.scene_of(&challenge).await?.briefing)
    }

    /// A challenge's persona, ready to be played with the limit in its file.
    pub(super) async fn scene_of(&self, challenge: &Challenge) -> Result<Ready, UserError> {
        let text = self.store.persona_text(&challenge.persona_hash).await?.unwrap_or_default();
        let loaded = load(&format!("{}.yaml", challenge.persona), text.as_bytes());
        self.scenes.of(&loaded, &challenge.variant, challenge.difficulty.parse().unwrap_or_default(), None)
    }
}
