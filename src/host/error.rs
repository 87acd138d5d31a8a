//! What a person may read when something goes wrong. Everything else is logged under a reference.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use crate::store::StoreError;

/// An error in words for the person who meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserError {
    /// A stable name of the case: `unknown_persona`, `not_yours`, `storage`.
    pub code: &'static str,
    /// What was wrong, and where.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The id under which the details were logged, when there are any.
    pub reference: Option<String>,
    /// The session that is in the way or meant, so that a front end can link it.
    pub session: Option<String>,
}

impl UserError {
    /// An error that needs no log.
    pub fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        UserError { code, message: message.into(), hint: hint.into(), reference: None, session: None }
    }

    /// Nobody knows a session of this id.
    pub(super) fn no_session(id: &str) -> Self {
        UserError::new(
            "unknown_session",
            format!("There is no session called {id:?} in this database."),
            "Start a new one, or check --database and the session's id.",
        )
    }

    /// The session belongs to somebody else.
    pub(super) fn not_yours() -> Self {
        UserError::new("not_yours", "This talk belongs to somebody else.", "Start one of your own; watching is fine.")
    }

    /// The session was ended without a result.
    pub(super) fn given_up() -> Self {
        UserError::new("over", "This talk has ended without a result.", "Start another one to go on practising.")
    }

    /// Its learner erased everything of theirs.
    pub(super) fn erased() -> Self {
        UserError::new("erased", "This talk was erased.", "Start another one to go on practising.")
    }

    /// The session was written by a release whose records this one can't read.
    pub(super) fn unreadable(id: &str) -> Self {
        UserError::new(
            "unreadable",
            format!("The session {id:?} was stored by another version and can't be gone on with here."),
            "Its transcript is kept. Start a new session, or use the version that began it.",
        )
    }
}

impl fmt::Display for UserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message, self.hint)?;
        self.reference.iter().try_for_each(|reference| write!(f, " (reference {reference})"))
    }
}

impl std::error::Error for UserError {}

impl From<StoreError> for UserError {
    /// The store's errors say themselves what to do; they are logged as well, under a reference that can be told.
    fn from(error: StoreError) -> Self {
        let reference = new_reference();
        tracing::error!(%error, reference, "the store refused");
        let (message, hint) = (error.to_string(), String::new());
        UserError { code: "storage", message, hint, reference: Some(reference), session: None }
    }
}

/// Six letters and digits that are easy to tell somebody: enough to find one line of a log.
fn new_reference() -> String {
    const SIGNS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut chance = RandomState::new().build_hasher().finish();
    let mut sign = || {
        let at = chance % SIGNS.len() as u64;
        chance /= SIGNS.len() as u64;
        usize::try_from(at).ok().and_then(|at| SIGNS.get(at)).map_or('0', |sign| char::from(*sign))
    };
    (0..6).map(|_| sign()).collect()
}
