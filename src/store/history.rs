//! What a person has played, and how people compare.

use super::{BoardRow, Cursor, HistoryRow, Store, StoreError, run};

const HISTORY: &str = "SELECT sessions.id, sessions.persona, sessions.variant, sessions.difficulty, sessions.status, \
     sessions.turns_used, sessions.created_at, sessions.ended_at, sessions.challenge, sessions.guild, sessions.rated, scores.outcome, scores.information, \
     scores.process, scores.closing, scores.relationship, scores.score, scores.learner, scores.counterpart, \
     scores.value_claimed, scores.value_created \
     FROM sessions LEFT JOIN scores ON scores.session = sessions.id \
     WHERE sessions.owner = $1 AND sessions.ended_at IS NOT NULL AND sessions.status <> 'open' \
     AND (sessions.ended_at < $2 OR (sessions.ended_at = $2 AND sessions.id > $3)) \
     ORDER BY sessions.ended_at DESC, sessions.id LIMIT $4";

const BOARD: &str = "SELECT sessions.owner, CAST(COUNT(*) AS BIGINT) AS runs, \
     CAST(MAX(scores.score) AS DOUBLE PRECISION) AS best, CAST(AVG(scores.score) AS DOUBLE PRECISION) AS mean \
     FROM sessions JOIN scores ON scores.session = sessions.id \
     WHERE sessions.persona = $1 AND sessions.variant = $2 AND sessions.ruleset = $3 \
     AND sessions.rated = 1 AND scores.score IS NOT NULL AND sessions.owner <> 'erased' \
     AND (CAST($4 AS TEXT) IS NULL OR sessions.guild = $4) \
     GROUP BY sessions.owner ORDER BY best DESC, mean DESC, sessions.owner LIMIT $5";

/// Which runs a board compares: only like with like.
#[derive(Debug, Clone, Copy)]
pub struct Board<'a> {
    /// The persona's id.
    pub persona: &'a str,
    /// The variant's name.
    pub variant: &'a str,
    /// The version of the scoring rules.
    pub ruleset: &'a str,
    /// Only runs in this server.
    pub guild: Option<&'a str>,
    /// The longest list wanted.
    pub limit: i64,
}

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

    /// Who has done best in rated runs. People who were erased are on no board.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn leaderboard(&self, board: Board<'_>) -> Result<Vec<BoardRow>, StoreError> {
        run!(self, db => {
            sqlx::query_as(BOARD)
                .bind(board.persona).bind(board.variant).bind(board.ruleset).bind(board.guild).bind(board.limit)
                .fetch_all(db).await
        })
    }
}
