//! How a class stands with a challenge, and what came out of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::classroom::{Attempt, Cell, Challenge, Extension, Line, line, sheet};
use crate::host::{Host, UserError};
use crate::negotiation::Package;
use crate::score::Debrief;

use super::{Actor, Office, show_time};

/// Everybody's line in a challenge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// The challenge.
    pub challenge: Challenge,
    /// The lines, by person.
    pub lines: Vec<Line>,
}

/// One attempt in the results; its numbers are none while they are sealed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttemptResult {
    /// The session.
    pub session: String,
    /// Its number, from 1.
    pub number: u32,
    /// How it stands or ended.
    pub status: String,
    /// When it began.
    pub started_at: i64,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// Whether it ended after the learner's due time.
    pub late: bool,
    /// Whether it is among what counts.
    pub counts: bool,
    /// The rated score, 0..100.
    pub score: Option<f64>,
    /// Claim, -1..1.
    pub claim: Option<f64>,
    /// Create, 0..1.
    pub create: Option<f64>,
    /// What was signed, if anything was.
    pub package: Option<Package>,
    /// The learner's gain over the own limit, in the persona's unit; none without a deal.
    pub learner_gain: Option<i64>,
    /// The counterpart's gain over its limit of this attempt; none without a deal.
    pub counterpart_gain: Option<i64>,
    /// The dials: outcome, information, process, closing, relationship.
    pub dials: [Option<f64>; 5],
}

/// One learner in the results.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LearnerResult {
    /// The learner's line.
    #[serde(flatten)]
    pub line: Line,
    /// What the front end calls the learner; the host doesn't know.
    pub name: Option<String>,
    /// The attempts, by number.
    pub attempts: Vec<AttemptResult>,
}

/// What came out of a challenge.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Results {
    /// The challenge.
    pub challenge: Challenge,
    /// Whether numbers of some learner are sealed still.
    pub sealed: bool,
    /// The learners, by id.
    pub learners: Vec<LearnerResult>,
    /// How often each concept row was missed, partly and fully applied in the attempts that are told: by concept.
    pub rows: BTreeMap<u32, [u32; 3]>,
}

impl Host {
    /// Everybody's line in a challenge: members it is for, whoever has played, and `roster`, the members of its roles as far
    /// as the front end knows them. Staff only.
    ///
    /// # Errors
    /// For learners; an unknown challenge; a refusing store.
    pub async fn challenge_status(
        &self,
        actor: &Actor,
        id: &str,
        roster: &[String],
        at: i64,
    ) -> Result<Status, UserError> {
        self.must_be(actor, Office::Observer).await?;
        let challenge = self.must_find(actor, id).await?;
        let class = self.class_of(&challenge, roster).await?;
        let lines = class.iter().map(|(person, extension, own)| line(&challenge, person, extension.as_ref(), own, at));
        Ok(Status { lines: lines.collect(), challenge })
    }

    /// The actor's own line in a challenge.
    ///
    /// # Errors
    /// An unknown challenge, or one for others; a refusing store.
    pub async fn own_status(&self, actor: &Actor, id: &str, at: i64) -> Result<Line, UserError> {
        let challenge = self.challenge(actor, id).await?;
        let extension = self.extension_of(&challenge, &actor.id).await?;
        let own = self.store.attempts_by(&actor.guild, id, &actor.id).await?;
        Ok(line(&challenge, &actor.id, extension.as_ref(), &own, at))
    }

    /// The actor's own line with the own attempts. Numbers that are sealed are left out.
    ///
    /// # Errors
    /// An unknown challenge, or one for others; a refusing store.
    pub async fn own_results(&self, actor: &Actor, id: &str, at: i64) -> Result<LearnerResult, UserError> {
        let challenge = self.challenge(actor, id).await?;
        let extension = self.extension_of(&challenge, &actor.id).await?;
        let own = self.store.attempts_by(&actor.guild, id, &actor.id).await?;
        self.learner_result(&challenge, (&actor.id, extension), &own, &mut BTreeMap::new(), at).await
    }

    /// What came out of a challenge, with every attempt. Staff only. Numbers that are sealed are left out.
    ///
    /// # Errors
    /// For learners; an unknown challenge; a refusing store.
    pub async fn results(&self, actor: &Actor, id: &str, roster: &[String], at: i64) -> Result<Results, UserError> {
        self.must_be(actor, Office::Observer).await?;
        let challenge = self.must_find(actor, id).await?;
        self.results_of(challenge, roster, at).await
    }

    /// The results for whoever runs the program; no actor to ask.
    pub(crate) async fn results_for_operator(
        &self,
        guild: &str,
        id: &str,
        at: i64,
    ) -> Result<Option<Results>, UserError> {
        match self.store.challenge(guild, id).await? {
            Some(challenge) => Ok(Some(self.results_of(challenge, &[], at).await?)),
            None => Ok(None),
        }
    }

    pub(super) async fn results_of(&self, challenge: Challenge, roster: &[String], at: i64) -> Result<Results, UserError> {
        let mut learners = Vec::new();
        let mut rows: BTreeMap<u32, [u32; 3]> = BTreeMap::new();
        for (person, extension, own) in self.class_of(&challenge, roster).await? {
            learners.push(self.learner_result(&challenge, (&person, extension), &own, &mut rows, at).await?);
        }
        let sealed = learners.iter().any(|learner| learner.line.sealed);
        Ok(Results { challenge, sealed, learners, rows })
    }

    async fn learner_result(
        &self,
        challenge: &Challenge,
        (person, extension): (&str, Option<Extension>),
        own: &[Attempt],
        rows: &mut BTreeMap<u32, [u32; 3]>,
        at: i64,
    ) -> Result<LearnerResult, UserError> {
        let line = line(challenge, person, extension.as_ref(), own, at);
        let mut attempts = Vec::new();
        for attempt in own {
            let late = attempt.ended_at.is_some() && !challenge.in_time(attempt, extension.as_ref());
            attempts.push(self.attempt_result(attempt, &line, late, rows).await?);
        }
        Ok(LearnerResult { line, name: None, attempts })
    }

    async fn attempt_result(
        &self,
        attempt: &Attempt,
        line: &Line,
        late: bool,
        rows: &mut BTreeMap<u32, [u32; 3]>,
    ) -> Result<AttemptResult, UserError> {
        let told = attempt.ended_at.is_some() && !line.sealed;
        let score = if told { self.store.score(&attempt.session).await? } else { None };
        let debrief: Option<Debrief> = score.as_ref().and_then(|score| serde_json::from_str(&score.debrief).ok());
        for row in debrief.iter().flat_map(|debrief| &debrief.rows) {
            if let Some(counted) =
                row.score.and_then(|score| rows.entry(row.concept).or_default().get_mut(score as usize))
            {
                *counted += 1;
            }
        }
        let score = score.as_ref();
        let counts = line.counted.as_ref().is_some_and(|counted| !late && counted.attempts.contains(&attempt.number));
        Ok(AttemptResult {
            session: attempt.session.clone(),
            number: attempt.number,
            status: attempt.status.clone(),
            started_at: attempt.started_at,
            ended_at: attempt.ended_at,
            late,
            counts,
            score: score.and_then(|score| score.score),
            claim: score.and_then(|score| score.value_claimed),
            create: score.and_then(|score| score.value_created),
            package: debrief.and_then(|debrief| debrief.outcome.package),
            learner_gain: score.and_then(|score| score.learner),
            counterpart_gain: score.and_then(|score| score.counterpart),
            dials: score.map_or([None; 5], |score| {
                [score.outcome, score.information, score.process, score.closing, score.relationship]
            }),
        })
    }

    /// Everybody a challenge is about, with extension and attempts, by id.
    async fn class_of(
        &self,
        challenge: &Challenge,
        roster: &[String],
    ) -> Result<Vec<(String, Option<Extension>, Vec<Attempt>)>, UserError> {
        let attempts = self.store.attempts(&challenge.guild, &challenge.id).await?;
        let extensions = self.store.extensions(&challenge.guild, &challenge.id).await?;
        let played = attempts.iter().map(|attempt| &attempt.person);
        let people: BTreeSet<String> = challenge.members.iter().chain(roster).chain(played).cloned().collect();
        let mut own: BTreeMap<&str, Vec<Attempt>> = BTreeMap::new();
        for attempt in &attempts {
            own.entry(&attempt.person).or_default().push(attempt.clone());
        }
        let of = |person: String| {
            let extension = extensions.iter().find(|extension| extension.person == person).cloned();
            let attempts = own.get(person.as_str()).cloned().unwrap_or_default();
            (person, extension, attempts)
        };
        Ok(people.into_iter().map(of).collect())
    }
}

impl Results {
    /// The results as CSV, a line for each attempt and one for each learner without any. Safe for spreadsheets.
    pub fn csv(&self) -> String {
        const HEADING: &[&str] = &[
            "learner",
            "name",
            "progress",
            "due",
            "attempt",
            "attempt status",
            "ended",
            "late",
            "counts",
            "counted score",
            "score",
            "claim",
            "create",
            "learner gain",
            "counterpart gain",
            "outcome",
            "information",
            "process",
            "closing",
            "relationship",
            "session",
        ];
        let zone = &self.challenge.zone;
        let yes = |yes: bool| Cell::from(if yes { "yes" } else { "no" });
        let mut rows = Vec::new();
        for learner in &self.learners {
            let line = &learner.line;
            let first = [
                line.person.as_str().into(),
                learner.name.clone().into(),
                line.progress.words().into(),
                show_time(line.due_at, zone).into(),
            ];
            let counted: Cell = line.counted.as_ref().map(|counted| counted.score).into();
            if learner.attempts.is_empty() {
                let rest = std::iter::repeat_n(Cell::Empty, HEADING.len() - first.len());
                rows.push(first.clone().into_iter().chain(rest).collect());
            }
            for attempt in &learner.attempts {
                let ended = attempt.ended_at.map(|ended| show_time(ended, zone));
                let own = [
                    attempt.number.into(),
                    attempt.status.as_str().into(),
                    ended.into(),
                    yes(attempt.late),
                    yes(attempt.counts),
                    counted.clone(),
                    attempt.score.into(),
                    attempt.claim.into(),
                    attempt.create.into(),
                    attempt.learner_gain.into(),
                    attempt.counterpart_gain.into(),
                ];
                let dials = attempt.dials.map(Cell::from);
                let session = Cell::from(attempt.session.as_str());
                rows.push(first.clone().into_iter().chain(own).chain(dials).chain([session]).collect());
            }
        }
        sheet(HEADING, rows)
    }
}
