//! Reading boards. A page is read as the board was at a moment, so that whoever goes on reading skips nobody and meets nobody
//! twice while results come in.

use sqlx::AssertSqlSafe;

use crate::classroom::Metric;
use crate::store::{Store, StoreError, run};

use super::rows::{BoardLine, StandingRow};
use super::tallies::{end_of, step};

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

/// A line of a board, by which its neighbours are found.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// The line's figure.
    pub value: f64,
    /// Whose line it was.
    pub person: String,
}

/// Lines of a board as it was at a moment.
const THERE: &str = "guild = $1 AND scope = $2 AND period = $3 AND listed = 1 AND {column} IS NOT NULL \
     AND since <= $4 AND until > $4";
/// Which lines are shown is found in the index alone; the rest is read of those only.
const LINES: &str = "SELECT line.person, line.{column} AS value, line.runs, line.challenges, aliases.alias, aliases.named \
     FROM (SELECT person, since FROM standings WHERE {there}{which}) AS shown \
     JOIN standings AS line ON line.guild = $1 AND line.scope = $2 AND line.period = $3 AND line.person = shown.person \
     AND line.since = shown.since LEFT JOIN aliases ON aliases.guild = $1 AND aliases.person = line.person \
     ORDER BY line.{column} {order}, line.person {order}";
const FROM: &str = " ORDER BY {column} DESC, person DESC LIMIT $5 OFFSET $6";
const BELOW: &str = " AND {column} <= $6 AND ({column} < $6 OR person < $7) ORDER BY {column} DESC, person DESC LIMIT $5";
const ABOVE: &str = " AND {column} >= $6 AND ({column} > $6 OR person > $7) ORDER BY {column}, person LIMIT $5";
const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM standings WHERE {there}{which}";
const TALLY: &str = "SELECT CAST(COALESCE(SUM(people), 0) AS BIGINT) FROM tallies \
     WHERE guild = $1 AND scope = $2 AND period = $3 AND metric = $4 AND step > $5";
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

/// A text with its column, the lines it is about and their order; nothing else is ever put into it.
fn by(metric: Metric, text: &str, which: &str, order: &str) -> AssertSqlSafe<String> {
    let text = text.replace("{there}", THERE).replace("{which}", which).replace("{order}", order);
    AssertSqlSafe(text.replace("{column}", column(metric)))
}

impl Store {
    /// Lines of a board, the best first, behind so many others.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board(&self, board: BoardAsked<'_>, limit: i64, behind: i64) -> Result<Vec<BoardLine>, StoreError> {
        run!(self, db => {
            sqlx::query_as(by(board.metric, LINES, FROM, "DESC"))
                .bind(board.guild).bind(board.scope).bind(board.period).bind(board.snapshot).bind(limit).bind(behind)
                .fetch_all(db).await
        })
    }

    /// The lines right below a line, the nearest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_below(
        &self,
        board: BoardAsked<'_>,
        limit: i64,
        line: &Spot,
    ) -> Result<Vec<BoardLine>, StoreError> {
        self.beside(board, by(board.metric, LINES, BELOW, "DESC"), limit, line).await
    }

    /// The lines right above a line, the nearest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_above(
        &self,
        board: BoardAsked<'_>,
        limit: i64,
        line: &Spot,
    ) -> Result<Vec<BoardLine>, StoreError> {
        self.beside(board, by(board.metric, LINES, ABOVE, "ASC"), limit, line).await
    }

    async fn beside(
        &self,
        board: BoardAsked<'_>,
        sql: AssertSqlSafe<String>,
        limit: i64,
        line: &Spot,
    ) -> Result<Vec<BoardLine>, StoreError> {
        run!(self, db => {
            sqlx::query_as(sql)
                .bind(board.guild).bind(board.scope).bind(board.period).bind(board.snapshot).bind(limit)
                .bind(line.value).bind(&line.person)
                .fetch_all(db).await
        })
    }

    /// How many people stand above a figure, and how many at it, on a board as it stands now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_counts(&self, board: BoardAsked<'_>, value: f64) -> Result<(i64, i64), StoreError> {
        let step = step(value);
        let beside = by(board.metric, COUNT, " AND {column} > $5 AND {column} < $6", "");
        let above = self.tallied(board, step).await? + self.count(board, beside, &[value, end_of(step)]).await?;
        let equal = by(board.metric, COUNT, " AND {column} = $5", "");
        Ok((above, self.count(board, equal, &[value]).await?))
    }

    /// How many people stand above one figure and at or below another.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_between(&self, board: BoardAsked<'_>, low: f64, high: f64) -> Result<i64, StoreError> {
        let sql = by(board.metric, COUNT, " AND {column} > $5 AND {column} <= $6", "");
        self.count(board, sql, &[low, high]).await
    }

    /// How many people stand above a figure, on a board as it was: counts them one by one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_over(&self, board: BoardAsked<'_>, value: f64) -> Result<i64, StoreError> {
        self.count(board, by(board.metric, COUNT, " AND {column} > $5", ""), &[value]).await
    }

    /// How many people are on a board as it stands now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_size(&self, board: BoardAsked<'_>) -> Result<i64, StoreError> {
        self.tallied(board, i64::MIN).await
    }

    async fn tallied(&self, board: BoardAsked<'_>, above: i64) -> Result<i64, StoreError> {
        run!(self, db => {
            sqlx::query_scalar(TALLY)
                .bind(board.guild).bind(board.scope).bind(board.period).bind(board.metric.name()).bind(above)
                .fetch_one(db).await
        })
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
