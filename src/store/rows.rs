//! What is stored, row by row. Texts in JSON belong to the modules that write them; the store only keeps them.
//! Every time is in milliseconds since 1970 (UTC) and is passed in: the store has no clock.

use serde::Serialize;
use sqlx::{FromRow, Row, postgres::PgRow, sqlite::SqliteRow};

/// The owner of a session whose person asked to be forgotten.
pub const ERASED: &str = "erased";

/// The status of a session that goes on; every other status has ended it.
pub const OPEN: &str = "open";

/// A struct whose fields are the columns of the same names, read alike from both databases. Those under `flags` are
/// stored as 0 or 1, because the two databases disagree about booleans.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident { $($(#[$said:meta])* $field:ident: $type:ty,)* }
     flags { $($(#[$flag_said:meta])* $flag:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        pub struct $name {
            $($(#[$said])* pub $field: $type,)*
            $($(#[$flag_said])* pub $flag: bool,)*
        }
        $crate::store::rows::row!(@read SqliteRow, $name { $($field,)* } flags { $($flag,)* });
        $crate::store::rows::row!(@read PgRow, $name { $($field,)* } flags { $($flag,)* });
    };
    (@read $row:ty, $name:ident { $($field:ident,)* } flags { $($flag:ident,)* }) => {
        impl FromRow<'_, $row> for $name {
            fn from_row(row: &$row) -> Result<Self, sqlx::Error> {
                Ok(Self {
                    $($field: row.try_get(stringify!($field))?,)*
                    $($flag: row.try_get::<i64, _>(stringify!($flag))? != 0,)*
                })
            }
        }
    };
}
pub(super) use row;

row! {
    /// A whole session, with all that is needed to go on with it or to replay it under the version that made it.
    SessionRow {
        /// The session's id, chosen by the caller; never reused.
        id: String,
        /// Whose session it is: `terminal`, a Discord user's id, or [`ERASED`].
        owner: String,
        /// Where it is played, a thread's id; none in a terminal.
        place: Option<String>,
        /// The server (guild) it is played in.
        guild: Option<String>,
        /// The persona's id.
        persona: String,
        /// The hash of `persona_text`; equal texts are stored once.
        persona_hash: String,
        /// The persona's file as it was when the session began. Holds the hidden side.
        persona_text: String,
        /// The variant's name: `standard`, `hard`, …
        variant: String,
        /// `easy`, `normal` or `tough`.
        difficulty: String,
        /// The seed's 64 bits (`seed as i64`).
        seed: i64,
        /// The version of the engine that began the session.
        engine: String,
        /// The version of the scoring rules.
        ruleset: String,
        /// `open`, `agreed`, `walked`, `broken_off`, `expired` or `abandoned`.
        status: String,
        /// Learner moves used.
        turns_used: i64,
        /// The number of events stored, which is the `seq` of the next one.
        next_seq: i64,
        /// When it began.
        created_at: i64,
        /// When it last moved.
        updated_at: i64,
        /// When it ended; none while it is open.
        ended_at: Option<i64>,
        /// The challenge it is an attempt at.
        challenge: Option<String>,
        /// The counterpart's reservation value drawn for it; the persona's own when none.
        reservation: Option<i64>,
    }
    flags {
        /// Whether the run counts on boards.
        rated,
    }
}

row! {
    /// A session without its persona's text: for lists, and safe to hand to its owner.
    SessionHead {
        /// As in [`SessionRow`], and so are the others.
        id: String,
        /// Whose session it is.
        owner: String,
        /// A thread's id.
        place: Option<String>,
        /// A server's id.
        guild: Option<String>,
        /// The persona's id.
        persona: String,
        /// The variant's name.
        variant: String,
        /// The difficulty's name.
        difficulty: String,
        /// The version of the engine that began the session.
        engine: String,
        /// The version of the scoring rules.
        ruleset: String,
        /// The status.
        status: String,
        /// Learner moves used.
        turns_used: i64,
        /// When it began.
        created_at: i64,
        /// When it last moved.
        updated_at: i64,
        /// When it ended.
        ended_at: Option<i64>,
        /// The challenge it is an attempt at.
        challenge: Option<String>,
    }
    flags {
        /// Whether the run counts on boards.
        rated,
    }
}

row! {
    /// One thing that happened in a session. Events are never changed, only blanked or erased at a person's wish.
    EventRow {
        /// The session's id.
        session: String,
        /// Its number in the session, from 0, without gaps.
        seq: i64,
        /// The id of the message or interaction that brought it; unique, so that a second delivery is noticed.
        message_id: Option<String>,
        /// When it happened.
        at: i64,
        /// What kind of event it is.
        kind: String,
        /// The event as JSON.
        body: String,
    }
    flags {}
}

row! {
    /// How a session was scored when it ended. Dials and score run from 0 to 100; none where a measure doesn't apply.
    ScoreRow {
        /// The session's id.
        session: String,
        /// Dial.
        outcome: Option<f64>,
        /// Dial.
        information: Option<f64>,
        /// Dial.
        process: Option<f64>,
        /// Dial.
        closing: Option<f64>,
        /// Dial.
        relationship: Option<f64>,
        /// The score over all dials.
        score: Option<f64>,
        /// What the agreed package leaves the learner over the reservation value, in the persona's unit; none without a deal.
        learner: Option<i64>,
        /// The same for the counterpart.
        counterpart: Option<i64>,
        /// Claim, from -1 to 1.
        value_claimed: Option<f64>,
        /// Create, from 0 to 1.
        value_created: Option<f64>,
        /// The debrief as JSON, as it was shown.
        debrief: String,
        /// When the session ended.
        ended_at: i64,
    }
    flags {}
}

row! {
    /// An ended session with its score, for a person's history and statistics.
    HistoryRow {
        /// The session's id.
        id: String,
        /// The persona's id.
        persona: String,
        /// The variant's name.
        variant: String,
        /// The difficulty's name.
        difficulty: String,
        /// How it ended.
        status: String,
        /// Learner moves used.
        turns_used: i64,
        /// When it began.
        created_at: i64,
        /// When it ended.
        ended_at: i64,
        /// The challenge it is an attempt at.
        challenge: Option<String>,
        /// The server it was played in.
        guild: Option<String>,
        /// As in [`ScoreRow`], and so are the others; none where a session ended without a score.
        outcome: Option<f64>,
        /// Dial.
        information: Option<f64>,
        /// Dial.
        process: Option<f64>,
        /// Dial.
        closing: Option<f64>,
        /// Dial.
        relationship: Option<f64>,
        /// The score over all dials.
        score: Option<f64>,
        /// The learner's gain over the reservation value.
        learner: Option<i64>,
        /// The counterpart's gain over its own.
        counterpart: Option<i64>,
        /// Claim.
        value_claimed: Option<f64>,
        /// Create.
        value_created: Option<f64>,
    }
    flags {
        /// Whether the run counts on boards.
        rated,
    }
}

row! {
    /// One setting of a server.
    SettingRow {
        /// The server's id.
        guild: String,
        /// The setting's name.
        name: String,
        /// Its value.
        value: String,
    }
    flags {}
}

/// An event that is about to be stored; its number in the session follows from where it is appended.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// As in [`EventRow`].
    pub message_id: Option<String>,
    /// When it happened.
    pub at: i64,
    /// What kind of event it is.
    pub kind: String,
    /// The event as JSON.
    pub body: String,
}

/// A session with everything that happened in it, for the person it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExportRow {
    /// The session, without the hidden side.
    pub session: SessionHead,
    /// Its events. While the session is open their bodies may hold what the counterpart hides: show only what
    /// the session module calls public.
    pub events: Vec<EventRow>,
    /// Its score, once it has ended.
    pub score: Option<ScoreRow>,
}

/// Where a page of a history ended: the next page holds what is older.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    /// When the last session of the page ended.
    pub ended_at: i64,
    /// Its id, which orders sessions that ended in the same millisecond.
    pub id: String,
}

impl SessionRow {
    /// Whether it still goes on.
    pub fn is_open(&self) -> bool {
        self.status == OPEN
    }
}

impl HistoryRow {
    /// Takes out every number that a sealed challenge keeps back.
    pub fn seal(&mut self) {
        for figure in [
            &mut self.outcome,
            &mut self.information,
            &mut self.process,
            &mut self.closing,
            &mut self.relationship,
            &mut self.score,
            &mut self.value_claimed,
            &mut self.value_created,
        ] {
            *figure = None;
        }
        (self.learner, self.counterpart) = (None, None);
    }

    /// The cursor of the page that follows this row.
    pub fn cursor(&self) -> Cursor {
        Cursor { ended_at: self.ended_at, id: self.id.clone() }
    }
}
