//! How many people stand where on a board, counted while it is settled: so that a place and the number of people are known
//! from a few hundred rows, however many people there are.

use std::collections::BTreeMap;

use crate::classroom::Metric;

use super::rows::StandingRow;

pub(super) const ADD_TALLY: &str = "INSERT INTO tallies (guild, scope, period, metric, step, people) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (guild, scope, period, metric, step) \
     DO UPDATE SET people = tallies.people + excluded.people";
pub(super) const IS_COUNTED: &str = "SELECT counted FROM boards WHERE guild = $1";
pub(super) const COUNTED: &str = "UPDATE boards SET counted = 1 WHERE guild = $1";
pub(super) const NO_TALLY: &str = "DELETE FROM tallies WHERE guild = $1";
pub(super) const ALL_LISTED: &str = "SELECT scope, period, person, since, runs, challenges, listed, overall, claimed, \
     created, relation, improved FROM standings WHERE guild = $1 AND until = $2 AND listed = 1";

/// Steps to a point of the scale. A power of two: multiplied by it, a figure loses nothing, so that a figure and the bounds of
/// its step compare exactly.
const STEPS: f64 = 8.0;

/// The step that a figure belongs to.
pub(super) fn step(figure: f64) -> i64 {
    (figure * STEPS).floor() as i64
}

/// Where the next step begins.
pub(super) fn end_of(step: i64) -> f64 {
    (step + 1) as f64 / STEPS
}

/// What is to be added to a server's tallies.
#[derive(Debug, Default)]
pub(super) struct Tallies(BTreeMap<(String, String, Metric, i64), i64>);

impl Tallies {
    /// Counts a line in (1) or out (-1), on every board that lists it.
    pub(super) fn count(&mut self, line: &StandingRow, by: i64) {
        for metric in Metric::ALL.into_iter().filter(|_| line.listed) {
            if let Some(figure) = line.figure(metric) {
                *self.0.entry((line.scope.clone(), line.period.clone(), metric, step(figure))).or_default() += by;
            }
        }
    }

    /// What changed: scope, period, metric, step, people.
    pub(super) fn changes(&self) -> impl Iterator<Item = (&str, &str, &'static str, i64, i64)> {
        let changed = self.0.iter().filter(|(_, people)| **people != 0);
        changed.map(|((scope, period, metric, step), people)| {
            (scope.as_str(), period.as_str(), metric.name(), *step, *people)
        })
    }
}

/// Adds to a server's tallies, or counts all of its lines where they don't agree: `tally!(tx, guild, tallies)`.
macro_rules! tally {
    ($tx:expr, $guild:expr, $tallies:expr) => {{
        let mut tallies: $crate::store::classroom::tallies::Tallies = $tallies;
        let counted: i64 = sqlx::query_scalar($crate::store::classroom::tallies::IS_COUNTED)
            .bind($guild)
            .fetch_one(&mut *$tx)
            .await?;
        if counted == 0 {
            tallies = Default::default();
            let lines: Vec<StandingRow> = sqlx::query_as($crate::store::classroom::tallies::ALL_LISTED)
                .bind($guild)
                .bind(FOR_GOOD)
                .fetch_all(&mut *$tx)
                .await?;
            lines.iter().for_each(|line| tallies.count(line, 1));
            sqlx::query($crate::store::classroom::tallies::NO_TALLY).bind($guild).execute(&mut *$tx).await?;
            sqlx::query($crate::store::classroom::tallies::COUNTED).bind($guild).execute(&mut *$tx).await?;
        }
        for (scope, period, metric, step, people) in tallies.changes() {
            sqlx::query($crate::store::classroom::tallies::ADD_TALLY)
                .bind($guild)
                .bind(scope)
                .bind(period)
                .bind(metric)
                .bind(step)
                .bind(people)
                .execute(&mut *$tx)
                .await?;
        }
    }};
}
pub(super) use tally;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_lies_within_its_step() {
        for figure in [20.0, 49.999_999_999_999_99, 50.0, 50.125, 79.9, -59.3, -0.1, 0.0, 1.0 / 3.0] {
            let own = step(figure);
            assert!(figure < end_of(own) && figure >= end_of(own - 1), "{figure}");
        }
    }
}
