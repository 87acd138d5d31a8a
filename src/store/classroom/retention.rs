//! A person leaves, or time passes: what a class keeps goes too.

use serde::Serialize;

use crate::classroom::Extension;
use crate::store::{Store, StoreError, run};

use super::rows::{AliasRow, AttemptRow, AuditRow, DisputeRow, ExtensionRow, NoteRow, StandingRow};
use super::settling::FOR_GOOD;

/// What an erasure does in a class; $1 is the person. Boards that held the person's runs are settled anew.
pub(in crate::store) const FORGET_IN_CLASS: &[&str] = &[
    "UPDATE challenges SET unsettled = 1 WHERE EXISTS (SELECT 1 FROM attempts WHERE attempts.person = $1 \
     AND attempts.guild = challenges.guild AND attempts.challenge = challenges.id)",
    "DELETE FROM notes WHERE session IN (SELECT id FROM sessions WHERE owner = $1)",
    "UPDATE notes SET author = 'erased' WHERE author = $1",
    "DELETE FROM disputes WHERE person = $1 OR session IN (SELECT id FROM sessions WHERE owner = $1)",
    "UPDATE disputes SET ruled_by = 'erased' WHERE ruled_by = $1",
    "DELETE FROM attempts WHERE person = $1",
    "UPDATE sessions SET challenge = NULL WHERE owner = $1",
    "DELETE FROM extensions WHERE person = $1",
    "UPDATE extensions SET granted_by = 'erased' WHERE granted_by = $1",
    "DELETE FROM assignments WHERE kind = 'member' AND subject = $1",
    "UPDATE challenges SET created_by = 'erased' WHERE created_by = $1",
    "UPDATE boards SET counted = 0 WHERE guild IN (SELECT guild FROM standings WHERE person = $1)",
    "DELETE FROM standings WHERE person = $1",
    "DELETE FROM aliases WHERE person = $1",
    "UPDATE guild_personas SET uploaded_by = 'erased' WHERE uploaded_by = $1",
    "DELETE FROM audit WHERE person = $1",
    "UPDATE audit SET actor = 'erased' WHERE actor = $1",
];

/// Where others may have written a person's id (a mention) into their own words; $1 is the id, $2 a pattern around it.
pub(in crate::store) const SCRUB: &[&str] = &[
    "UPDATE events SET body = REPLACE(body, $1, 'erased') WHERE body LIKE $2",
    "UPDATE scores SET debrief = REPLACE(debrief, $1, 'erased') WHERE debrief LIKE $2",
    "UPDATE notes SET body = REPLACE(body, $1, 'erased') WHERE body LIKE $2",
    "UPDATE disputes SET reason = REPLACE(reason, $1, 'erased') WHERE reason LIKE $2",
    "UPDATE disputes SET answer = REPLACE(answer, $1, 'erased') WHERE answer LIKE $2",
    "UPDATE challenges SET title = REPLACE(title, $1, 'erased') WHERE title LIKE $2",
    "UPDATE audit SET detail = REPLACE(detail, $1, 'erased') WHERE detail LIKE $2",
    "DELETE FROM settings WHERE name LIKE $2 OR guild LIKE $2",
    "UPDATE settings SET value = REPLACE(value, $1, 'erased') WHERE value LIKE $2",
];

// What ended before $2 in the server $1.
const OLD_SESSIONS: &str =
    "SELECT id FROM sessions WHERE guild = $1 AND status <> 'open' AND ended_at IS NOT NULL AND ended_at < $2";
const PURGE: &[&str] = &[
    "UPDATE challenges SET unsettled = 1 WHERE guild = $1 AND id IN \
     (SELECT challenge FROM attempts WHERE guild = $1 AND session IN ({old}))",
    "DELETE FROM notes WHERE guild = $1 AND session IN ({old})",
    "DELETE FROM disputes WHERE guild = $1 AND session IN ({old})",
    "DELETE FROM attempts WHERE guild = $1 AND session IN ({old})",
    "DELETE FROM events WHERE session IN ({old})",
    "UPDATE scores SET debrief = '{}' WHERE session IN ({old})",
    "DELETE FROM audit WHERE guild = $1 AND at < $2",
    "DELETE FROM extensions WHERE guild = $1 AND due_at < $2",
    "DELETE FROM assignments WHERE guild = $1 AND kind = 'member' AND challenge IN \
     (SELECT id FROM challenges WHERE guild = $1 AND due_at < $2)",
];
const FORGET_OWNERS: &str = "UPDATE sessions SET owner = 'erased', place = NULL, guild = NULL, challenge = NULL, \
     next_seq = -1 WHERE guild = $1 AND status <> 'open' AND ended_at IS NOT NULL AND ended_at < $2";
/// Names and lines of people of whom nothing is left. Who has opted out of boards stays known for that.
const NAMELESS: &[&str] = &[
    "UPDATE boards SET counted = 0 WHERE guild = $1",
    "DELETE FROM standings WHERE guild = $1 AND person NOT IN (SELECT person FROM attempts WHERE guild = $1)",
    "DELETE FROM aliases WHERE guild = $1 AND hidden = 0 \
     AND person NOT IN (SELECT person FROM attempts WHERE guild = $1) \
     AND person NOT IN (SELECT owner FROM sessions WHERE guild = $1)",
];

impl Store {
    /// Forgets what ended in a server before a moment: words, names, notes, disputes, attempts. The bare numbers of
    /// sessions stay, of nobody. Returns the ids of the sessions, whose notes of front ends go with them.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn purge(&self, guild: &str, before: i64) -> Result<Vec<String>, StoreError> {
        let gone: Vec<String> = run!(self, db => {
            let mut tx = db.begin().await?;
            let gone = sqlx::query_scalar(OLD_SESSIONS).bind(guild).bind(before).fetch_all(&mut *tx).await?;
            for text in PURGE {
                let text = text.replace("{old}", OLD_SESSIONS);
                sqlx::query(sqlx::AssertSqlSafe(text)).bind(guild).bind(before).execute(&mut *tx).await?;
            }
            sqlx::query(FORGET_OWNERS).bind(guild).bind(before).execute(&mut *tx).await?;
            for text in NAMELESS {
                sqlx::query(*text).bind(guild).execute(&mut *tx).await?;
            }
            tx.commit().await?;
            Ok(gone)
        })?;
        if !gone.is_empty() {
            self.leave_no_trace().await?;
        }
        Ok(gone)
    }
}

const ALIASES: &str = "SELECT guild, person, alias, named, hidden FROM aliases WHERE person = $1 ORDER BY guild";
const ATTEMPTS: &str = "SELECT * FROM attempts WHERE person = $1 ORDER BY started_at, session";
const NOTES: &str = "SELECT notes.id, notes.session, notes.author, notes.at, notes.body FROM notes \
     JOIN sessions ON sessions.id = notes.session WHERE sessions.owner = $1 OR notes.author = $1 \
     ORDER BY notes.at, notes.id";
const DISPUTES: &str = "SELECT * FROM disputes WHERE person = $1 ORDER BY at, id";
const EXTENSIONS: &str = "SELECT person, due_at, attempts FROM extensions WHERE person = $1 ORDER BY granted_at";
const STANDINGS: &str = "SELECT * FROM standings WHERE person = $1 AND until = $2 ORDER BY guild, scope, period";
const AUDIT: &str = "SELECT * FROM audit WHERE person = $1 OR actor = $1 ORDER BY at, id";

/// What classes keep about a person, in all servers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassPapers {
    /// Names on boards.
    pub aliases: Vec<AliasRow>,
    /// Attempts.
    pub attempts: Vec<AttemptRow>,
    /// Notes about the person's sessions, and those the person wrote.
    pub notes: Vec<NoteRow>,
    /// Disputes.
    pub disputes: Vec<DisputeRow>,
    /// Extensions.
    pub extensions: Vec<Extension>,
    /// Standings on boards.
    pub standings: Vec<StandingRow>,
    /// What the log says of the person.
    pub log: Vec<AuditRow>,
}

impl Store {
    /// What classes keep about a person.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn class_papers(&self, person: &str) -> Result<ClassPapers, StoreError> {
        run!(self, db => {
            let extensions: Vec<ExtensionRow> = sqlx::query_as(EXTENSIONS).bind(person).fetch_all(db).await?;
            Ok(ClassPapers {
                aliases: sqlx::query_as(ALIASES).bind(person).fetch_all(db).await?,
                attempts: sqlx::query_as(ATTEMPTS).bind(person).fetch_all(db).await?,
                notes: sqlx::query_as(NOTES).bind(person).fetch_all(db).await?,
                disputes: sqlx::query_as(DISPUTES).bind(person).fetch_all(db).await?,
                extensions: extensions.into_iter().map(Extension::from).collect(),
                standings: sqlx::query_as(STANDINGS).bind(person).bind(FOR_GOOD).fetch_all(db).await?,
                log: sqlx::query_as(AUDIT).bind(person).fetch_all(db).await?,
            })
        })
    }
}
