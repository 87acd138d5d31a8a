//! Keeping sessions: ending one without a result, moving it, and small notes that a front end keeps beside it.

use crate::counterpart::Stage;
use crate::store::Append;

use super::{Host, UserError};

/// The status of a session that was given up.
pub(super) const ABANDONED: &str = "abandoned";

/// What every deal of a case is worth over the two reservation values: (learner, counterpart), in the unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deals {
    /// Every deal of the grid.
    pub deals: Vec<(i64, i64)>,
    /// Those with no loss to either side that no other deal beats for both, ascending for the learner.
    pub frontier: Vec<(i64, i64)>,
    /// A fair one among them (Nash 1950): the first with the largest product of gains.
    pub fair: Option<(i64, i64)>,
}

impl Host {
    /// Ends an open session without a result, and says whether this call did. Nothing happens to one that has ended.
    ///
    /// # Errors
    /// An unknown session, a refusing store.
    pub async fn abandon(&self, id: &str, at: i64) -> Result<bool, UserError> {
        let seat = self.seat(id).await;
        let mut seat = seat.lock().await;
        // A process that is just hearing a turn is faster: then the session is loaded again and given up after that turn.
        for _ in 0..3 {
            *seat = None;
            let Some(row) = self.store.session(id).await?.filter(|row| row.is_open()) else { return Ok(false) };
            let append = Append {
                session: id,
                expected_seq: row.next_seq,
                events: &[],
                status: ABANDONED,
                turns_used: row.turns_used,
                at,
                score: None,
            };
            if self.store.append(append).await? == crate::store::Appended::Done {
                return Ok(true);
            }
        }
        Err(UserError::new(
            "busy",
            "Somebody else is moving this session on at the same time.",
            "Try that again in a moment.",
        ))
    }

    /// Plays an open session somewhere else from now on.
    ///
    /// # Errors
    /// One that isn't open, a refusing store.
    pub async fn move_to(&self, id: &str, place: &str, guild: Option<&str>, at: i64) -> Result<(), UserError> {
        let seat = self.seat(id).await;
        let mut seat = seat.lock().await;
        *seat = None;
        if self.store.move_to(id, place, guild, at).await? { Ok(()) } else { Err(UserError::no_session(id)) }
    }

    /// A front end's note under a scope of its own.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn note(&self, scope: &str, name: &str) -> Result<Option<String>, UserError> {
        Ok(self.store.setting(scope, name).await?)
    }

    /// Keeps a note, or drops it with `None`.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn set_note(&self, scope: &str, name: &str, value: Option<&str>) -> Result<(), UserError> {
        Ok(self.store.set(scope, name, value).await?)
    }

    /// All deals of a session's case; only once it has ended and nothing is sealed, since they tell the counterpart's values.
    ///
    /// # Errors
    /// An unknown session, a refusing store.
    pub async fn deals(&self, id: &str) -> Result<Option<Deals>, UserError> {
        let seat = self.seat(id).await;
        let mut seat = seat.lock().await;
        let seated = self.seated(&mut seat, id).await?;
        let row = seated.row();
        if self.seal(row.guild.as_deref(), row.challenge.as_deref(), &row.owner).await?.is_some() {
            return Ok(None);
        }
        Ok(seated.scene_when_over().and_then(|scene| deals_of(&scene.stage)))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it doesn't.
    pub async fn ping(&self) -> Result<(), UserError> {
        Ok(self.store.ping().await?)
    }

    /// Closes the database, once nothing more is to be heard.
    pub async fn close(&self) {
        self.store.close().await;
    }
}

/// All deals of a case over its two reservation values; none where there are too many to list.
pub(super) fn deals_of(stage: &Stage) -> Option<Deals> {
    let (space, analysis) = (stage.space()?, stage.analysis()?);
    let limits = analysis.limits;
    let gains = |learner: i64, counterpart: i64| (learner - limits.learner, counterpart - limits.counterpart);
    let frontier: Vec<(i64, i64)> =
        analysis.frontier.iter().map(|point| gains(point.learner, point.counterpart)).collect();
    Some(Deals {
        deals: (0..space.len()).map(|i| gains(space.learner[i], space.counterpart[i])).collect(),
        fair: analysis.nash.first().and_then(|at| frontier.get(*at)).copied(),
        frontier,
    })
}
