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
        self.last_issues.iter().any(|id| id == self.lexicon.issue_id(issue))
    }

    /// How many items of a share issue there are.
    pub(super) fn total(&self, issue: usize) -> Option<u32> {
        let agreed = self.lexicon.traits(issue).total?;
        Some(self.counts.get(self.lexicon.issue_id(issue)).copied().unwrap_or(agreed))
    }
}
