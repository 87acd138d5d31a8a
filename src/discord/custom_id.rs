//! The ids of buttons, lists and forms: `v1:<verb>:<session>:<rev>`. They hold no secret and no trust: whoever sends
//! one is checked against the session, and everything else is looked up.

use std::fmt;
use std::str::FromStr;

macro_rules! verbs {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// What a control does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Verb { $($(#[doc = $doc])+ $name,)+ }

        impl Verb {
            #[cfg(test)]
            const ALL: &'static [Verb] = &[$(Verb::$name,)+];

            fn name(self) -> &'static str {
                match self { $(Verb::$name => $text,)+ }
            }

            fn named(name: &str) -> Option<Self> {
                match name { $($text => Some(Verb::$name),)+ _ => None }
            }
        }
    };
}

verbs! {
    /// Shows the confidential brief.
    Brief = "brief",
    /// Opens the form of an offer, or the list of terms that leads to it.
    Offer = "offer",
    /// The terms that were picked for the form.
    Terms = "terms",
    /// A filled offer form; `rev` says by bits which terms it holds.
    Offered = "offered",
    /// Opens the form for words.
    Say = "say",
    /// Filled words.
    Said = "said",
    /// Asks whether to accept; `rev` is the number of the package, 0 for the standing one.
    Accept = "accept",
    /// Accepts; `rev` is the step the question was asked at.
    Sign = "sign",
    /// Accepts one of several packages: `rev` is 100 times the step, plus the package's number.
    SignOne = "sign1",
    /// Asks whether to walk away.
    Walk = "walk",
    /// Walks away.
    Leave = "leave",
    /// Leaves things as they are.
    Keep = "keep",
    /// Says yes to the counterpart's question.
    Yes = "yes",
    /// Says no to it.
    No = "no",
    /// Takes the last reading back.
    Undo = "undo",
    /// Asks whether to end the session without a result.
    Abandon = "abandon",
    /// Ends it.
    End = "end",
    /// The same counterpart with another seed.
    Again = "again",
    /// Lists the turns from which to replay.
    Replay = "replay",
    /// The turn that was picked.
    ReplayFrom = "from",
    /// A page of the results.
    Stats = "stats",
    /// A page of the counterparts.
    Personas = "personas",
    /// Erases everything of a person.
    Erase = "erase",
    /// Begins the next attempt at a challenge. From here on the second part names what the verb is about.
    Play = "play",
    /// A page of the challenges.
    Challenges = "challenges",
    /// How the person stands with a challenge.
    Standing = "standing",
    /// All that may be told of an attempt's debrief by now.
    Unsealed = "debrief",
    /// Lists the rows of a debrief that can be disputed; as a form, the reason. `rev` then is concept and turn.
    Dispute = "dispute",
    /// The row that was picked.
    DisputeRow = "row",
    /// A page of who stands where in a challenge.
    ClassStatus = "class",
    /// A page of a challenge's results.
    Results = "results",
    /// Closes a challenge.
    Close = "close",
    /// A page of an attempt under review.
    Review = "review",
    /// Opens an attempt for review beside what is shown.
    ReadTalk = "read",
    /// The attempt that was picked from the results.
    ReviewPicked = "attempt",
    /// Opens the form for a note to the learner; as a form, the note.
    Note = "note",
    /// The dispute that was picked for a ruling.
    Disputed = "disputed",
    /// Opens the form for a ruling; as a form, the ruling. `rev` is the verdict.
    Rule = "rule",
    /// A page of what staff did.
    Log = "log",
    /// A page of a whole leaderboard; the second part says of which, and where it begins.
    Board = "board",
}

impl Verb {
    /// Whether it is about a class and not about a talk at the table.
    pub(crate) fn is_of_class(self) -> bool {
        matches!(
            self,
            Verb::Play
                | Verb::Challenges
                | Verb::Standing
                | Verb::Unsealed
                | Verb::Dispute
                | Verb::DisputeRow
                | Verb::ClassStatus
                | Verb::Results
                | Verb::Close
                | Verb::Review
                | Verb::ReadTalk
                | Verb::ReviewPicked
                | Verb::Note
                | Verb::Disputed
                | Verb::Rule
                | Verb::Log
                | Verb::Board
        )
    }
}

/// An id as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CustomId {
    pub(crate) verb: Verb,
    /// The session's id; `-` where there is none.
    pub(crate) session: String,
    /// The step, page or number that the verb speaks of.
    pub(crate) rev: u32,
}

/// Why an id can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It was made by another version.
    OtherVersion,
    /// It was never one of ours.
    Unknown,
}

/// The session part of controls that belong to none.
pub(crate) const NO_SESSION: &str = "-";

/// The longest second part, in bytes.
pub(crate) const LONGEST: usize = 72;

const VERSION: &str = "v1";

impl CustomId {
    pub(crate) fn new(verb: Verb, session: &str, rev: u32) -> Self {
        CustomId { verb, session: session.to_owned(), rev }
    }

    /// The session, where there is one.
    pub(crate) fn session(&self) -> Option<&str> {
        (self.session != NO_SESSION).then_some(self.session.as_str())
    }
}

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:{}:{}:{}", self.verb.name(), self.session, self.rev)
    }
}

impl FromStr for CustomId {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let parts: Vec<&str> = text.split(':').collect();
        let [version, verb, session, rev] = parts[..] else { return Err(Unreadable::Unknown) };
        let is_version =
            version.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        if version != VERSION {
            return Err(if is_version { Unreadable::OtherVersion } else { Unreadable::Unknown });
        }
        let plain =
            |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let verb = Verb::named(verb).ok_or(Unreadable::OtherVersion)?;
        let rev = rev.parse().map_err(|_| Unreadable::Unknown)?;
        if !plain(session) || session.len() > LONGEST {
            return Err(Unreadable::Unknown);
        }
        Ok(CustomId { verb, session: session.to_owned(), rev })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_verb_survives_the_round_trip_within_the_limit() {
        for verb in Verb::ALL {
            let id = CustomId::new(*verb, &"d".repeat(LONGEST), u32::MAX);
            assert!(id.to_string().len() <= crate::discord::limits::CUSTOM_ID);
            assert_eq!(id.to_string().parse::<CustomId>().unwrap(), id);
        }
    }

    #[test]
    fn forged_and_old_ids_are_told_apart() {
        let read = |text: &str| text.parse::<CustomId>().unwrap_err();
        assert_eq!(read("v0:accept:d1:0"), Unreadable::OtherVersion);
        assert_eq!(read("v1:dance:d1:0"), Unreadable::OtherVersion);
        for forged in
            ["", "accept", "v1:accept:d1", "v1:accept::0", "v1:accept:d1:-1", "v1:accept:../x:0", "v1:accept:d1:0:0"]
        {
            assert_eq!(read(forged), Unreadable::Unknown, "{forged}");
        }
    }
}
