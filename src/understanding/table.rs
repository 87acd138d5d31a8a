//! What is known about the negotiation when a message arrives.

use std::collections::BTreeMap;

use super::lexicon::Lexicon;
use crate::negotiation::{Act, Quantity, Terms};

/// The table as the reader sees it. Everything but the lexicon may be unknown.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// The words of the issues.
    pub lexicon: &'a Lexicon,
    /// The asking or list price, on the money issue.
    pub asking: Option<Quantity>,
    /// What the speaker last proposed.
    pub own: Option<Terms>,
    /// What the other side last proposed.
    pub other: Option<Terms>,
    /// What the other side's last message did, if it spoke before.
    pub last_acts: Vec<Act>,
    /// The issues that the other side's last message was about, by id.
    pub last_issues: Vec<String>,
    /// Whether the other side has just restated a reading and waits for a yes.
    pub pending: bool,
    /// Whether the speaker wants the money issue lower (a buyer, a tenant); unknown when `None`.
    pub wants_less: Option<bool>,
    /// How many items a share issue has in this talk, where it differs from the agenda.
    pub counts: BTreeMap<String, u32>,
    /// How many messages were said before.
    pub turn: usize,
}

impl<'a> Table<'a> {
    /// A table where nothing has been said.
    pub fn new(lexicon: &'a Lexicon) -> Table<'a> {
        Table {
            lexicon,
            asking: None,
            own: None,
            other: None,
            last_acts: Vec::new(),
            last_issues: Vec::new(),
            pending: false,
            wants_less: None,
            counts: BTreeMap::new(),
            turn: 0,
        }
    }

    /// Whether the other side has just spoken of an issue.
    pub(super) fn just_named(&self, issue: usize) -> bool {
        let id = self.lexicon.issue_id(issue);
        let restated = RESTATING.iter().any(|act| self.last_acts.contains(act));
        self.last_issues.iter().any(|named| named == id)
            || (restated && self.other.as_ref().is_some_and(|terms| terms.0.contains_key(id)))
    }

    /// Whether the other side's last message did this; a counterpart's own moves count as what they are to the listener.
    pub(super) fn after(&self, act: Act) -> bool {
        self.last_acts.iter().any(|last| *last == act || heard_as(*last) == Some(act))
    }

    /// How many items of a share issue there are.
    pub(super) fn total(&self, issue: usize) -> Option<u32> {
        let agreed = self.lexicon.traits(issue).total?;
        Some(self.counts.get(self.lexicon.issue_id(issue)).copied().unwrap_or(agreed))
    }
}

/// A counterpart's moves that restate its whole package.
const RESTATING: [Act; 2] = [Act::Counter, Act::AskConfirm];

/// What a counterpart's move is to the one who hears it.
fn heard_as(act: Act) -> Option<Act> {
    match act {
        Act::Counter | Act::Hold => Some(Act::Offer),
        Act::AskConfirm => Some(Act::RequestResponse),
        Act::AskInterest => Some(Act::QDiagnostic),
        Act::Greet => Some(Act::SmallTalk),
        Act::Reveal | Act::Hint => Some(Act::DiscloseInterest),
        Act::BreakOff => Some(Act::WalkAway),
        _ => None,
    }
}
