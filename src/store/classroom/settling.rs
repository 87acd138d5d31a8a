//! Bringing a server's boards up to date. A run's end only marks its challenge as unsettled, in the transaction of its
//! score; what follows for everybody's T scores and standings is worked out here, under the lock of the server's row in
//! `boards`. What is lost to a crash is settled when the next board is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::classroom::{Attempt, Challenge, Extension, Figures, Run, Standing, board_opens_at, settle, standings};
use crate::store::{Store, StoreError, run};

use super::attempts::OF_CHALLENGE;
use super::challenges::EXTENSIONS;
use super::rows::{AliasRow, AttemptRow, ChallengeRow, ExtensionRow, RunRow, StandingRow};
use super::tallies::{IS_COUNTED, Tallies, tally};

/// A line that still holds.
pub(super) const FOR_GOOD: i64 = i64::MAX;

/// How long a page that was begun can be read on, in milliseconds.
const PAGES_LIVE: i64 = 3_600_000;

/// Above so many attempts to settle the boards are brought up to date once a minute at most.
const MANY: i64 = 2_000;
const MINUTE: i64 = 60_000;

const UNSETTLED: &str = "SELECT * FROM challenges WHERE guild = $1 AND unsettled = 1";
const SIZE: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM attempts WHERE guild = $1 AND challenge = $2";
const STAMP: &str = "SELECT stamp FROM boards WHERE guild = $1";
const NEXT_STAMP: &str = "INSERT INTO boards (guild, stamp, counted) VALUES ($1, $2, 1) ON CONFLICT (guild) DO UPDATE SET \
     stamp = CASE WHEN boards.stamp >= excluded.stamp THEN boards.stamp + 1 ELSE excluded.stamp END";
const CLAIM: &str = "UPDATE challenges SET unsettled = 0 WHERE guild = $1 AND id = $2 AND unsettled = 1";
const CHALLENGE: &str = "SELECT * FROM challenges WHERE guild = $1 AND id = $2";
const SET_RUN: &str = "UPDATE attempts SET t_overall = $3, t_claimed = $4, t_created = $5, t_relation = $6, counts = $7 \
     WHERE guild = $1 AND session = $2";
const RUNS: &str = "SELECT attempts.challenge, challenges.persona, attempts.ended_at, attempts.t_overall, \
     attempts.t_claimed, attempts.t_created, attempts.t_relation, attempts.counts FROM attempts \
     JOIN challenges ON challenges.guild = attempts.guild AND challenges.id = attempts.challenge \
     WHERE attempts.guild = $1 AND attempts.person = $2 AND attempts.ended_at IS NOT NULL \
     AND attempts.t_overall IS NOT NULL ORDER BY attempts.ended_at, attempts.session";
const STANDING: &str = "SELECT scope, period, person, since, runs, challenges, listed, overall, claimed, created, \
     relation, improved FROM standings WHERE guild = $1 AND person = $2 AND until = $3";
const END_LINE: &str = "UPDATE standings SET until = $6 WHERE guild = $1 AND scope = $2 AND period = $3 AND person = $4 \
     AND since = $5";
const ADD_LINE: &str = "INSERT INTO standings (guild, scope, period, person, since, until, runs, challenges, listed, \
     overall, claimed, created, relation, improved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const FORGET_LINES: &str = "DELETE FROM standings WHERE guild = $1 AND until < $2";
const ALIAS: &str = "SELECT person, alias, named, hidden FROM aliases WHERE guild = $1 AND person = $2";
const SET_ALIAS: &str = "UPDATE aliases SET named = $3, hidden = $4 WHERE guild = $1 AND person = $2";
const ADD_ALIAS: &str =
    "INSERT INTO aliases (guild, person, alias, hidden) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING";

/// Works one person's lines out anew, writes what changed and counts it: `restand!(tx, guild, person, stamp, tallies)`.
macro_rules! restand {
    ($tx:expr, $guild:expr, $person:expr, $stamp:expr, $tallies:expr) => {{
        let alias: Option<AliasRow> =
            sqlx::query_as(ALIAS).bind($guild).bind($person).fetch_optional(&mut *$tx).await?;
        let runs: Vec<RunRow> = match alias {
            Some(alias) if alias.hidden => Vec::new(),
            _ => sqlx::query_as(RUNS).bind($guild).bind($person).fetch_all(&mut *$tx).await?,
        };
        let held: Vec<StandingRow> =
            sqlx::query_as(STANDING).bind($guild).bind($person).bind(FOR_GOOD).fetch_all(&mut *$tx).await?;
        let change = change(held, $person, runs);
        for line in &change.over {
            $tallies.count(line, -1);
            sqlx::query(END_LINE)
                .bind($guild)
                .bind(&line.scope)
                .bind(&line.period)
                .bind($person)
                .bind(line.since)
                .bind($stamp)
                .execute(&mut *$tx)
                .await?;
        }
        for line in &change.new {
            $tallies.count(line, 1);
            sqlx::query(ADD_LINE)
                .bind($guild)
                .bind(&line.scope)
                .bind(&line.period)
                .bind($person)
                .bind($stamp)
                .bind(FOR_GOOD)
                .bind(line.runs)
                .bind(line.challenges)
                .bind(i64::from(line.listed))
                .bind(line.overall)
                .bind(line.claimed)
                .bind(line.created)
                .bind(line.relation)
                .bind(line.improved)
                .execute(&mut *$tx)
                .await?;
        }
    }};
}

impl Store {
    /// When a server's boards last changed; 0 for never.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn board_stamp(&self, guild: &str) -> Result<i64, StoreError> {
        let stamp: Option<i64> = run!(self, db => { sqlx::query_scalar(STAMP).bind(guild).fetch_optional(db).await })?;
        Ok(stamp.unwrap_or(0))
    }

    /// Brings a server's boards up to date with every challenge that isn't sealed any more.
    ///
    /// # Errors
    /// [`StoreError`]; then the boards are as they were.
    pub async fn settle(&self, guild: &str, at: i64) -> Result<(), StoreError> {
        let ready = self.ready_to_settle(guild, at).await?;
        if ready.is_empty() && self.is_counted(guild).await? {
            return Ok(());
        }
        run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(NEXT_STAMP).bind(guild).bind(at).execute(&mut *tx).await?;
            let stamp: i64 = sqlx::query_scalar(STAMP).bind(guild).fetch_one(&mut *tx).await?;
            let mut people: BTreeSet<String> = BTreeSet::new();
            for id in &ready {
                if sqlx::query(CLAIM).bind(guild).bind(id).execute(&mut *tx).await?.rows_affected() == 0 {
                    continue;
                }
                let row: ChallengeRow = sqlx::query_as(CHALLENGE).bind(guild).bind(id).fetch_one(&mut *tx).await?;
                let extensions: Vec<ExtensionRow> =
                    sqlx::query_as(EXTENSIONS).bind(guild).bind(id).fetch_all(&mut *tx).await?;
                let attempts: Vec<AttemptRow> =
                    sqlx::query_as(OF_CHALLENGE).bind(guild).bind(id).fetch_all(&mut *tx).await?;
                people.extend(attempts.iter().map(|attempt| attempt.person.clone()));
                for attempt in resettled(row.with(Vec::new()), extensions, attempts) {
                    let [overall, claimed, created, relation] = attempt.t.all();
                    sqlx::query(SET_RUN)
                        .bind(guild).bind(&attempt.session).bind(overall).bind(claimed).bind(created).bind(relation)
                        .bind(i64::from(attempt.counts)).execute(&mut *tx).await?;
                }
            }
            let mut tallies = Tallies::default();
            for person in &people {
                restand!(tx, guild, person, stamp, tallies);
            }
            tally!(tx, guild, tallies);
            sqlx::query(FORGET_LINES).bind(guild).bind(stamp - PAGES_LIVE).execute(&mut *tx).await?;
            tx.commit().await
        })
    }

    /// Whether a server's tallies agree with its lines; also where there is neither.
    async fn is_counted(&self, guild: &str) -> Result<bool, StoreError> {
        let counted: Option<i64> =
            run!(self, db => { sqlx::query_scalar(IS_COUNTED).bind(guild).fetch_optional(db).await })?;
        Ok(counted != Some(0))
    }

    /// The unsettled challenges whose numbers may be told at `at`; none while there is much to do and the boards are fresh.
    async fn ready_to_settle(&self, guild: &str, at: i64) -> Result<Vec<String>, StoreError> {
        let waiting: Vec<ChallengeRow> =
            run!(self, db => { sqlx::query_as(UNSETTLED).bind(guild).fetch_all(db).await })?;
        let (mut ready, mut size) = (Vec::new(), 0);
        for row in waiting {
            let extensions = self.extensions(guild, &row.id).await?;
            let challenge = row.with(Vec::new());
            if board_opens_at(&challenge, &extensions) <= at {
                size += run!(self, db => {
                    sqlx::query_scalar::<_, i64>(SIZE).bind(guild).bind(&challenge.id).fetch_one(db).await
                })?;
                ready.push(challenge.id);
            }
        }
        if size > MANY && self.board_stamp(guild).await? > at - MINUTE {
            ready.clear();
        }
        Ok(ready)
    }

    /// How a person is called on a server's boards.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn alias(&self, guild: &str, person: &str) -> Result<Option<AliasRow>, StoreError> {
        run!(self, db => { sqlx::query_as(ALIAS).bind(guild).bind(person).fetch_optional(db).await })
    }

    /// Gives a person an alias, unless there is one or the alias is taken. True when there is one now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add_alias(&self, guild: &str, person: &str, alias: &str) -> Result<bool, StoreError> {
        run!(self, db => {
            sqlx::query(ADD_ALIAS).bind(guild).bind(person).bind(alias).execute(db).await?;
            let there: Option<AliasRow> = sqlx::query_as(ALIAS).bind(guild).bind(person).fetch_optional(db).await?;
            Ok(there.is_some())
        })
    }

    /// Shows a person by a name or by the alias, or takes the person off the boards at once.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn show_as(
        &self,
        guild: &str,
        person: &str,
        (named, hidden): (Option<&str>, bool),
        at: i64,
    ) -> Result<(), StoreError> {
        run!(self, db => {
            let mut tx = db.begin().await?;
            sqlx::query(NEXT_STAMP).bind(guild).bind(at).execute(&mut *tx).await?;
            let stamp: i64 = sqlx::query_scalar(STAMP).bind(guild).fetch_one(&mut *tx).await?;
            sqlx::query(SET_ALIAS).bind(guild).bind(person).bind(named).bind(i64::from(hidden))
                .execute(&mut *tx).await?;
            let mut tallies = Tallies::default();
            restand!(tx, guild, person, stamp, tallies);
            tally!(tx, guild, tallies);
            tx.commit().await
        })
    }
}

/// The attempts whose settlement changed.
fn resettled(challenge: Challenge, extensions: Vec<ExtensionRow>, attempts: Vec<AttemptRow>) -> Vec<Attempt> {
    let extensions: Vec<Extension> = extensions.into_iter().map(Extension::from).collect();
    let before: Vec<Attempt> = attempts.into_iter().map(Attempt::from).collect();
    let mut after = before.clone();
    settle(&challenge, &extensions, &mut after);
    after.into_iter().zip(before).filter(|(after, before)| after != before).map(|(after, _)| after).collect()
}

/// What becomes of a person's lines.
struct Change {
    over: Vec<StandingRow>,
    new: Vec<StandingRow>,
}

fn change(held: Vec<StandingRow>, person: &str, runs: Vec<RunRow>) -> Change {
    let runs: Vec<Run> = runs.into_iter().map(Run::from).collect();
    let mut wanted: BTreeMap<(String, String), StandingRow> = standings(&runs)
        .into_iter()
        .map(|standing| line(person, standing))
        .map(|line| ((line.scope.clone(), line.period.clone()), line))
        .collect();
    let mut over = Vec::new();
    for line in held {
        let key = (line.scope.clone(), line.period.clone());
        match wanted.get(&key) {
            Some(wanted_line) if (StandingRow { since: line.since, ..wanted_line.clone() }) == line => {
                wanted.remove(&key);
            }
            _ => over.push(line),
        }
    }
    Change { over, new: wanted.into_values().collect() }
}

fn line(person: &str, standing: Standing) -> StandingRow {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    StandingRow {
        scope: standing.scope.to_string(),
        period: standing.period.to_string(),
        person: person.to_owned(),
        since: 0,
        runs: count(standing.runs),
        challenges: count(standing.challenges),
        listed: standing.listed,
        overall: standing.means.overall,
        claimed: standing.means.claim,
        created: standing.means.create,
        relation: standing.means.relationship,
        improved: standing.means.improvement,
    }
}

impl From<RunRow> for Run {
    fn from(row: RunRow) -> Run {
        let t = Figures {
            overall: row.t_overall,
            claim: row.t_claimed,
            create: row.t_created,
            relationship: row.t_relation,
        };
        Run { challenge: row.challenge, persona: row.persona, ended_at: row.ended_at, counts: row.counts, t }
    }
}
