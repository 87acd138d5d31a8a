//! What a person has played.

use super::{Cursor, HistoryRow, Store, StoreError, run};

const HISTORY: &str = "SELECT sessions.id, sessions.persona, sessions.variant, sessions.difficulty, sessions.status, \
     sessions.turns_used, sessions.created_at, sessions.ended_at, sessions.challenge, sessions.guild, sessions.rated, scores.outcome, scores.information, \
     scores.process, scores.closing, scores.relationship, scores.score, scores.learner, scores.counterpart, \
     scores.value_claimed, scores.value_created \
     FROM sessions LEFT JOIN scores ON scores.session = sessions.id \
     WHERE sessions.owner = $1 AND sessions.ended_at IS NOT NULL AND sessions.status <> 'open' \
     AND (sessions.ended_at < $2 OR (sessions.ended_at = $2 AND sessions.id > $3)) \
     ORDER BY sessions.ended_at DESC, sessions.id LIMIT $4";

impl Store {
    /// A person's ended sessions, the newest first, at most `limit` of them; `before` goes on where a page ended.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn history(
        &self,
        owner: &str,
        limit: i64,
        before: Option<&Cursor>,
    ) -> Result<Vec<HistoryRow>, StoreError> {
        let (ended_at, id) = before.map_or((i64::MAX, ""), |cursor| (cursor.ended_at, cursor.id.as_str()));
        run!(self, db => {
            sqlx::query_as(HISTORY).bind(owner).bind(ended_at).bind(id).bind(limit).fetch_all(db).await
        })
    }
}
