//! The rows of a class.

use serde::Serialize;
use sqlx::{FromRow, Row, postgres::PgRow, sqlite::SqliteRow};

use crate::classroom::Metric;
use crate::store::rows::row;

row! {
    /// A challenge as it is stored.
    #[allow(unreachable_pub)]
    ChallengeRow {
        /// The server.
        guild: String,
        /// The id.
        id: String,
        /// The title.
        title: String,
        /// The persona's id.
        persona: String,
        /// The hash of its text.
        persona_hash: String,
        /// The learner's part.
        part: String,
        /// The variant.
        variant: String,
        /// The difficulty.
        difficulty: String,
        /// From when on.
        opens_at: i64,
        /// Until when.
        due_at: i64,
        /// The time zone.
        zone: String,
        /// Attempts for each learner.
        attempts: i64,
        /// Milliseconds between attempts.
        cool_down: i64,
        /// Which attempt counts.
        counting: String,
        /// One seed for all.
        seed: Option<i64>,
        /// Who made it.
        created_by: String,
        /// When.
        created_at: i64,
        /// When it was closed.
        closed_at: Option<i64>,
        /// What the reference learners got, as JSON.
        reference: String,
    }
    flags {
        /// Whether it counts on boards.
        rated,
        /// Whether numbers stay sealed until due.
        sealed,
    }
}

row! {
    /// One person or role that a challenge is for.
    #[allow(unreachable_pub)]
    AssignmentRow {
        /// The challenge.
        challenge: String,
        /// `role` or `member`.
        kind: String,
        /// The id.
        subject: String,
    }
    flags {}
}

row! {
    /// An extension.
    #[allow(unreachable_pub)]
    ExtensionRow {
        /// The learner.
        person: String,
        /// Own due time.
        due_at: i64,
        /// Attempts more.
        attempts: i64,
    }
    flags {}
}

row! {
    /// An attempt as it is stored.
    AttemptRow {
        /// The session.
        session: String,
        /// The challenge.
        challenge: String,
        /// The learner.
        person: String,
        /// From 1.
        number: i64,
        /// When it began.
        started_at: i64,
        /// When it ended.
        ended_at: Option<i64>,
        /// How.
        status: String,
        /// The rules that scored it.
        ruleset: String,
        /// Measured, 0..100.
        overall: Option<f64>,
        /// Measured, per cent.
        claimed: Option<f64>,
        /// Measured, per cent.
        created: Option<f64>,
        /// Measured, 0..100.
        relation: Option<f64>,
        /// T score.
        t_overall: Option<f64>,
        /// T score.
        t_claimed: Option<f64>,
        /// T score.
        t_created: Option<f64>,
        /// T score.
        t_relation: Option<f64>,
    }
    flags {
        /// Whether it counts on boards.
        counts,
    }
}

row! {
    /// A settled run of a person, for standings.
    #[allow(unreachable_pub)]
    RunRow {
        /// The challenge.
        challenge: String,
        /// The persona.
        persona: String,
        /// When it ended.
        ended_at: i64,
        /// T score.
        t_overall: Option<f64>,
        /// T score.
        t_claimed: Option<f64>,
        /// T score.
        t_created: Option<f64>,
        /// T score.
        t_relation: Option<f64>,
    }
    flags {
        /// Whether it counts on boards.
        counts,
    }
}

row! {
    /// A person's standing on the boards of a scope and a period.
    StandingRow {
        /// The scope.
        scope: String,
        /// The period.
        period: String,
        /// Whose.
        person: String,
        /// Since when it holds.
        since: i64,
        /// Rated runs.
        runs: i64,
        /// Challenges.
        challenges: i64,
        /// Mean T.
        overall: Option<f64>,
        /// Mean T.
        claimed: Option<f64>,
        /// Mean T.
        created: Option<f64>,
        /// Mean T.
        relation: Option<f64>,
        /// Difference of means.
        improved: Option<f64>,
    }
    flags {
        /// Whether the person is listed.
        listed,
    }
}

row! {
    /// One line of a board.
    BoardLine {
        /// Whose.
        person: String,
        /// The figure that the board ranks by.
        value: f64,
        /// Rated runs.
        runs: i64,
        /// Challenges.
        challenges: i64,
        /// The alias; none where the person has none yet.
        alias: Option<String>,
        /// The name that the person chose to show.
        named: Option<String>,
    }
    flags {}
}

row! {
    /// How a person is called on boards.
    AliasRow {
        /// Who.
        person: String,
        /// The alias.
        alias: String,
        /// The name shown instead.
        named: Option<String>,
    }
    flags {
        /// Whether the person wants to be on no board.
        hidden,
    }
}

row! {
    /// An instructor's note.
    NoteRow {
        /// The id.
        id: String,
        /// The session it is about.
        session: String,
        /// Who wrote it.
        author: String,
        /// When.
        at: i64,
        /// The words.
        body: String,
    }
    flags {}
}

row! {
    /// A disputed row, and its ruling.
    DisputeRow {
        /// The id.
        id: String,
        /// The session.
        session: String,
        /// Whose session.
        person: String,
        /// The row's concept.
        concept: i64,
        /// The turn the row rests on.
        turn: Option<i64>,
        /// Why it is disputed.
        reason: String,
        /// When.
        at: i64,
        /// The row's score before: 0, 1, 2, or none.
        was: Option<i64>,
        /// The row's score after the ruling.
        ruled: Option<i64>,
        /// Who ruled.
        ruled_by: Option<String>,
        /// When; none while it is open.
        ruled_at: Option<i64>,
        /// The instructor's words.
        answer: Option<String>,
        /// The session's score before.
        score_was: Option<f64>,
        /// The session's score after.
        score_ruled: Option<f64>,
    }
    flags {}
}

row! {
    /// A version of an uploaded persona.
    PersonaVersion {
        /// The persona's id.
        persona: String,
        /// The hash of its text.
        hash: String,
        /// Who uploaded it.
        uploaded_by: String,
        /// When.
        uploaded_at: i64,
        /// When it was retired.
        retired_at: Option<i64>,
    }
    flags {}
}

row! {
    /// One thing that staff did.
    AuditRow {
        /// The id.
        id: String,
        /// When.
        at: i64,
        /// Who.
        actor: String,
        /// What: `challenge.create`, `dispute.rule`, …
        action: String,
        /// To what: an id of a challenge, a session, a persona.
        subject: String,
        /// About whom.
        person: Option<String>,
        /// Details, without anybody's name.
        detail: String,
    }
    flags {}
}

row! {
    /// A role with an office.
    StaffRow {
        /// `instructor` or `observer`.
        office: String,
        /// The role's id.
        role: String,
    }
    flags {}
}

impl StandingRow {
    /// The figure that a board ranks by.
    pub fn figure(&self, metric: Metric) -> Option<f64> {
        match metric {
            Metric::Overall => self.overall,
            Metric::Claim => self.claimed,
            Metric::Create => self.created,
            Metric::Relationship => self.relation,
            Metric::Improvement => self.improved,
        }
    }
}

impl AttemptRow {
    /// Takes out every number that a sealed challenge keeps back.
    pub fn seal(&mut self) {
        for figure in [&mut self.overall, &mut self.claimed, &mut self.created, &mut self.relation] {
            *figure = None;
        }
        for figure in [&mut self.t_overall, &mut self.t_claimed, &mut self.t_created, &mut self.t_relation] {
            *figure = None;
        }
    }
}
