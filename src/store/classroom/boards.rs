//! Reading boards. A page is read as the board was at a moment and goes on behind the last line that was read, so it
//! neither skips nor repeats anybody while results come in.

use sqlx::AssertSqlSafe;

use crate::classroom::Metric;
use crate::store::{Store, StoreError, run};

use super::rows::{BoardLine, StandingRow};

/// Which board, and as it was when.
#[derive(Debug, Clone, Copy)]
pub struct BoardAsked<'a> {
    /// The server.
    pub guild: &'a str,
    /// The scope, as [`Scope`](crate::classroom::Scope) writes it.
    pub scope: &'a str,
    /// The period, as [`Period`](crate::classroom::Period) writes it.
    pub period: &'a str,
    /// What it ranks by.
    pub metric: Metric,
    /// The moment: a stamp of the server's boards.
    pub snapshot: i64,
}

/// Where a page of a board ended.
#[derive(Debug, Clone, PartialEq)]
pub struct PageEnd {
    /// The last line's figure.
    pub value: f64,
    /// Whose line it was.
    pub person: String,
}

const LINES: &str = "SELECT standings.person, standings.{column} AS value, standings.runs, standings.challenges, \
     aliases.alias, aliases.named FROM standings \
     LEFT JOIN aliases ON aliases.guild = standings.guild AND aliases.person = standings.person \
     WHERE standings.guild = $1 AND standings.scope = $2 AND standings.period = $3 AND standings.listed = 1 \
     AND standings.{column} IS NOT NULL AND standings.since <= $4 AND standings.until > $4";
const FIRST: &str = " ORDER BY standings.{column} DESC, standings.person DESC LIMIT $5";
const BELOW: &str = " AND standings.{column} <= $6 AND (standings.{column} < $6 OR standings.person < $7) \
     ORDER BY standings.{column} DESC, standings.person DESC LIMIT $5";
const ABOVE: &str = " AND standings.{column} >= $6 AND (standings.{column} > $6 OR standings.person > $7) \
     ORDER BY standings.{column}, standings.person LIMIT $5";
const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM standings WHERE guild = $1 AND scope = $2 AND period = $3 \
     AND listed = 1 AND {column} IS NOT NULL AND since <= $4 AND until > $4";
const STANDING: &str = "SELECT scope, period, person, since, runs, challenges, listed, overall, claimed, created, \
     relation, improved FROM standings WHERE guild = $1 AND scope = $2 AND period = $3 AND person = $4 \
     AND since <= $5 AND until > $5";

/// The column that a board ranks by.
fn column(metric: Metric) -> &'static str {
    match metric {
        Metric::Overall => "overall",
        Metric::Claim => "claimed",
        Metric::Create => "created",
        Metric::Relationship => "relation",
        Metric::Improvement => "improved",
    }
}

/// A text with its column; nothing else is ever put into it.
fn by(metric: Metric, parts: &[&str]) -> AssertSqlSafe<String> {
    AssertSqlSafe(parts.concat().replace("{column}", column(metric)))
}

impl Store {
    /// A page of a board, the best first: from the top, or behind a line.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board(
        &self,
        board: BoardAsked<'_>,
        limit: i64,
        after: Option<&PageEnd>,
    ) -> Result<Vec<BoardLine>, StoreError> {
        run!(self, db => {
            match after {
                None => {
                    sqlx::query_as(by(board.metric, &[LINES, FIRST]))
                        .bind(board.guild).bind(board.scope).bind(board.period).bind(board.snapshot).bind(limit)
                        .fetch_all(db).await
                }
                Some(end) => {
                    sqlx::query_as(by(board.metric, &[LINES, BELOW]))
                        .bind(board.guild).bind(board.scope).bind(board.period).bind(board.snapshot).bind(limit)
                        .bind(end.value).bind(&end.person)
                        .fetch_all(db).await
                }
            }
        })
    }

    /// The lines right above a line, the nearest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_above(
        &self,
        board: BoardAsked<'_>,
        limit: i64,
        line: &PageEnd,
    ) -> Result<Vec<BoardLine>, StoreError> {
        run!(self, db => {
            sqlx::query_as(by(board.metric, &[LINES, ABOVE]))
                .bind(board.guild).bind(board.scope).bind(board.period).bind(board.snapshot).bind(limit)
                .bind(line.value).bind(&line.person)
                .fetch_all(db).await
        })
    }

    /// How many people stand above a figure, and how many at it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_counts(&self, board: BoardAsked<'_>, value: f64) -> Result<(i64, i64), StoreError> {
        let beside = |comparison: &str| by(board.metric, &[COUNT, " AND {column} ", comparison, " $5"]);
        let above = self.count(board, beside(">"), &[value]).await?;
        Ok((above, self.count(board, beside("="), &[value]).await?))
    }

    /// How many people stand above one figure and at or below another.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_between(&self, board: BoardAsked<'_>, low: f64, high: f64) -> Result<i64, StoreError> {
        let sql = by(board.metric, &[COUNT, " AND {column} > $5 AND {column} <= $6"]);
        self.count(board, sql, &[low, high]).await
    }

    /// How many people are on a board.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_size(&self, board: BoardAsked<'_>) -> Result<i64, StoreError> {
        self.count(board, by(board.metric, &[COUNT]), &[]).await
    }

    async fn count(
        &self,
        board: BoardAsked<'_>,
        sql: AssertSqlSafe<String>,
        values: &[f64],
    ) -> Result<i64, StoreError> {
        run!(self, db => {
            let mut count = sqlx::query_scalar(sql)
                .bind(board.guild).bind(board.scope).bind(board.period).bind(board.snapshot);
            for value in values {
                count = count.bind(*value);
            }
            count.fetch_one(db).await
        })
    }

    /// A person's own line, also while it is not listed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn standing(&self, board: BoardAsked<'_>, person: &str) -> Result<Option<StandingRow>, StoreError> {
        run!(self, db => {
            sqlx::query_as(STANDING)
                .bind(board.guild).bind(board.scope).bind(board.period).bind(person).bind(board.snapshot)
                .fetch_optional(db).await
        })
    }
}
