//! Notes to learners, disputed rows, rulings.

use crate::store::{Store, StoreError, run};

use super::audit::audit;
use super::rows::{AuditRow, DisputeRow, NoteRow};

const ADD_NOTE: &str = "INSERT INTO notes (guild, id, session, author, at, body) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT DO NOTHING";
const NOTES: &str = "SELECT id, session, author, at, body FROM notes WHERE guild = $1 AND session = $2 ORDER BY at, id";
const ADD_DISPUTE: &str = "INSERT INTO disputes (guild, id, session, person, concept, turn, reason, at, was, score_was) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
const DISPUTES: &str = "SELECT * FROM disputes WHERE guild = $1 AND session = $2 ORDER BY at, id";
const OPEN_DISPUTES: &str = "SELECT * FROM disputes WHERE guild = $1 AND ruled_at IS NULL ORDER BY at, id";
const DISPUTE: &str = "SELECT * FROM disputes WHERE guild = $1 AND id = $2";
const RULE: &str = "UPDATE disputes SET ruled = $3, ruled_by = $4, ruled_at = $5, answer = $6, score_was = $7, \
     score_ruled = $8 WHERE guild = $1 AND id = $2 AND ruled_at IS NULL";
const RESCORE: &str = "UPDATE scores SET outcome = $2, information = $3, process = $4, closing = $5, relationship = $6, \
     score = $7, debrief = $8 WHERE session = $1 AND debrief = $9";
const REMEASURE: &str = "UPDATE attempts SET overall = $3, relation = $4 WHERE guild = $1 AND session = $2";
const UNSETTLE: &str = "UPDATE challenges SET unsettled = 1 WHERE guild = $1 \
     AND id IN (SELECT challenge FROM attempts WHERE guild = $1 AND session = $2)";

/// A score after a ruling changed a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Regraded {
    /// The five dials: outcome, information, process, closing, relationship.
    pub dials: [Option<f64>; 5],
    /// The score.
    pub score: Option<f64>,
    /// The debrief as JSON, with the row changed.
    pub debrief: String,
    /// The debrief that it came from, which nobody may have changed in between.
    pub debrief_was: String,
}

impl Store {
    /// Keeps a note.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn write_note(&self, guild: &str, note: &NoteRow, entry: &AuditRow) -> Result<(), StoreError> {
        run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(ADD_NOTE).bind(guild).bind(&note.id).bind(&note.session).bind(&note.author).bind(note.at)
                .bind(&note.body).execute(&mut *tx).await?;
            audit!(tx, guild, entry);
            tx.commit().await
        })
    }

    /// The notes about a session, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn notes(&self, guild: &str, session: &str) -> Result<Vec<NoteRow>, StoreError> {
        run!(self, db => { sqlx::query_as(NOTES).bind(guild).bind(session).fetch_all(db).await })
    }

    /// Keeps a dispute.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was stored.
    pub async fn add_dispute(&self, guild: &str, dispute: &DisputeRow, entry: &AuditRow) -> Result<(), StoreError> {
        run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(ADD_DISPUTE)
                .bind(guild).bind(&dispute.id).bind(&dispute.session).bind(&dispute.person).bind(dispute.concept)
                .bind(dispute.turn).bind(&dispute.reason).bind(dispute.at).bind(dispute.was).bind(dispute.score_was)
                .execute(&mut *tx).await?;
            audit!(tx, guild, entry);
            tx.commit().await
        })
    }

    /// The disputes about a session, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn disputes(&self, guild: &str, session: &str) -> Result<Vec<DisputeRow>, StoreError> {
        run!(self, db => { sqlx::query_as(DISPUTES).bind(guild).bind(session).fetch_all(db).await })
    }

    /// A server's disputes without a ruling, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_disputes(&self, guild: &str) -> Result<Vec<DisputeRow>, StoreError> {
        run!(self, db => { sqlx::query_as(OPEN_DISPUTES).bind(guild).fetch_all(db).await })
    }

    /// A dispute by its id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn disputed(&self, guild: &str, id: &str) -> Result<Option<DisputeRow>, StoreError> {
        run!(self, db => { sqlx::query_as(DISPUTE).bind(guild).bind(id).fetch_optional(db).await })
    }

    /// Keeps a ruling and, where a row was changed, the score that follows from it, in one transaction; the challenge is
    /// settled again. False where the dispute was ruled on before, or the
    /// debrief was changed in between.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn rule(
        &self,
        guild: &str,
        ruled: &DisputeRow,
        regraded: Option<&Regraded>,
        entry: &AuditRow,
    ) -> Result<bool, StoreError> {
        run!(self, db => {
            let mut tx = db.begin().await?;
            let first = sqlx::query(RULE)
                .bind(guild).bind(&ruled.id).bind(ruled.ruled).bind(&ruled.ruled_by).bind(ruled.ruled_at)
                .bind(&ruled.answer).bind(ruled.score_was).bind(ruled.score_ruled)
                .execute(&mut *tx).await?.rows_affected() == 1;
            if !first {
                return Ok(false);
            }
            if let Some(now) = regraded {
                let [outcome, information, process, closing, relationship] = now.dials;
                let rescored = sqlx::query(RESCORE)
                    .bind(&ruled.session).bind(outcome).bind(information).bind(process).bind(closing)
                    .bind(relationship).bind(now.score).bind(&now.debrief).bind(&now.debrief_was)
                    .execute(&mut *tx).await?;
                if rescored.rows_affected() == 0 {
                    return Ok(false);
                }
                sqlx::query(REMEASURE).bind(guild).bind(&ruled.session).bind(now.score).bind(relationship)
                    .execute(&mut *tx).await?;
                sqlx::query(UNSETTLE).bind(guild).bind(&ruled.session).execute(&mut *tx).await?;
            }
            audit!(tx, guild, entry);
            tx.commit().await?;
            Ok(true)
        })
    }
}
