//! Placeholders: what may stand in for `{offer}`, and how packages are put into a sentence.

use std::collections::{BTreeMap, BTreeSet};

use super::sentences::{capitalised, closed};
use crate::counterpart::Move;
use crate::negotiation::{Act, Agenda, Choice, Issue, Kind, Package, Terms};
use crate::persona::Persona;
use crate::persona::placeholder::{Piece, Placeholder, pieces};

/// What every placeholder that can be filled now stands for.
#[derive(Debug, Default)]
pub(super) struct Slots(BTreeMap<String, String>);

/// A line with its placeholders filled.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filled {
    /// The words.
    pub(super) text: String,
    /// The placeholders that were in it.
    pub(super) used: BTreeSet<String>,
}

/// What lies on the table when a move is put into words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    /// Who speaks, about what.
    pub(super) persona: &'a Persona,
    /// The move.
    pub(super) mv: &'a Move,
    /// The issues that have been spoken of so far.
    pub(super) raised: &'a BTreeSet<String>,
    /// What the learner's offer of this turn names.
    pub(super) named: &'a Terms,
    /// The learner's package that stands.
    pub(super) yours: Option<&'a Package>,
    /// The counterpart's package that stood before this move.
    pub(super) standing: &'a Package,
    /// How the learner's message was read, for the question back.
    pub(super) reading: Option<&'a str>,
    /// The learner's turn, from 1.
    pub(super) turn: u32,
}

/// What is said for terms that stand as they were said last; every so often they are said again.
const AS_BEFORE: [Option<&str>; 4] =
    [None, Some("the rest as before"), Some("everything else as it was"), Some("all else unchanged")];
/// From how many side terms on the whole package is long to hear again.
const LONG: usize = 3;

impl<'a> Table<'a> {
    /// The package the move proposes or stands by.
    pub(super) fn offer(&self) -> &'a Package {
        self.mv.offer.as_ref().unwrap_or(self.standing)
    }

    /// Whether the move puts a package on the table that was not there before.
    pub(super) fn offer_is_new(&self) -> bool {
        !self.closes() && (self.offer() != self.standing || !self.mv.alternatives.is_empty())
    }

    /// Whether the move takes a package or asks for the yes that would.
    pub(super) fn closes(&self) -> bool {
        self.mv.accepts.is_some() || self.mv.acts.iter().any(|act| matches!(act, Act::Accept | Act::AskConfirm))
    }

    /// The package that is being closed on.
    pub(super) fn deal(&self) -> &'a Package {
        self.mv.accepts.as_ref().unwrap_or(self.offer())
    }

    fn agenda(&self) -> &'a Agenda {
        &self.persona.agenda
    }

    /// The issues an offer has to name to be unmistakable: every figure, and every side term that has been
    /// spoken of or on which any package on the table leaves the default. Leaving out a term that the other
    /// side has moved would read as agreeing to it.
    pub(super) fn told(&self) -> BTreeSet<&'a str> {
        let packages: Vec<&Package> = [Some(self.standing), self.yours, Some(self.offer())]
            .into_iter()
            .flatten()
            .chain(&self.mv.alternatives)
            .collect();
        let open = |issue: &&Issue| {
            is_figure(issue)
                || self.raised.contains(&issue.id)
                || packages.iter().any(|package| package.0.get(&issue.id) != Some(&issue.default))
        };
        self.agenda().issues.iter().filter(open).map(|issue| issue.id.as_str()).collect()
    }

    /// A package in words, the told issues only; the whole of it when that leaves nothing.
    fn write_told(&self, package: &Package, told: &BTreeSet<&str>) -> String {
        let kept = package.0.iter().filter(|(id, _)| told.contains(id.as_str()));
        let part = Package(kept.map(|(id, choice)| (id.clone(), choice.clone())).collect());
        let words = self.agenda().write(&part, false);
        if words.is_empty() { self.agenda().write(package, false) } else { words }
    }

    /// The words for side terms that its last offer has just said and that nobody has touched since.
    fn rest_as_before(&self) -> Option<&'static str> {
        let said = self.standing != &self.persona.counterpart.opening.package && self.mv.alternatives.is_empty();
        let side = |id: &str| self.agenda().issue(id).is_some_and(|issue| !is_figure(issue));
        let same = |id: &String, choice: &Choice| self.standing.0.get(id) == Some(choice);
        let stands = self.offer().0.iter().all(|(id, choice)| !side(id) || same(id, choice));
        let touched = self.named.0.iter().any(|(id, choice)| side(id) && !same(id, choice));
        // Beside an answer about one of them, "the rest" would leave open which it is.
        let touched = touched || self.mv.lean.is_some();
        let long = self.told().iter().filter(|id| side(id)).count() >= LONG;
        let words = AS_BEFORE[self.turn as usize % AS_BEFORE.len()];
        words.filter(|_| said && self.offer_is_new() && stands && !touched && long)
    }

    /// The offer, or the offers of equal worth, in words.
    fn write_offers(&self) -> String {
        let mut told = self.told();
        if let Some(rest) = self.rest_as_before() {
            told.retain(|id| self.agenda().issue(id).is_some_and(is_figure));
            return format!("{}, {rest}", self.write_told(self.offer(), &told));
        }
        let mut all: Vec<String> = vec![self.write_told(self.offer(), &told)];
        all.extend(self.mv.alternatives.iter().map(|package| self.write_told(package, &told)));
        all.join("; or ")
    }

    /// The learner's package in words: the figures, and of the side terms named with them in this turn
    /// those in dispute.
    fn write_yours(&self, yours: &Package) -> String {
        let disputed = |issue: &&Issue| {
            let named = self.named.0.contains_key(&issue.id);
            let theirs = |package: &Package| yours.0.get(&issue.id) != package.0.get(&issue.id);
            is_figure(issue) || (named && theirs(self.standing) && theirs(self.offer()))
        };
        let told = self.agenda().issues.iter().filter(disputed).map(|issue| issue.id.as_str()).collect();
        self.write_told(yours, &told)
    }
}

fn is_figure(issue: &Issue) -> bool {
    matches!(issue.kind, Kind::Numeric(_))
}

impl Slots {
    /// Everything that this move can fill. What is not here makes a line unplayable.
    pub(super) fn of(table: &Table) -> Self {
        let mut slots = Slots::default();
        let (persona, mv, agenda) = (table.persona, table.mv, table.agenda());
        slots.put("name", &persona.counterpart.name);
        if table.closes() {
            let deal = agenda.write(table.deal(), false);
            slots.put("deal", &deal);
            slots.put("offer", &deal);
            slots.put_issues("offer", agenda, table.deal());
        } else {
            slots.put("offer", &table.write_offers());
            slots.put_issues("offer", agenda, table.offer());
        }
        if let Some(yours) = table.yours {
            slots.put("yours", &table.write_yours(yours));
            slots.put_issues("yours", agenda, yours);
        }
        if let Some(reading) = table.reading {
            slots.put("reading", reading.trim().trim_end_matches(['.', '?']));
        }
        let facts = persona.facts.iter().filter(|fact| mv.facts.contains(&fact.id));
        let told: Vec<String> = facts.map(|fact| closed(&fact.text)).collect();
        slots.put("fact", &told.join(" "));
        slots.put_argument(persona, mv);
        slots.put_topic(table);
        slots
    }

    /// The claim or the basis that the move is about.
    fn put_argument(&mut self, persona: &Persona, mv: &Move) {
        let about = mv.admit.as_ref().or(mv.claim.as_ref());
        if let Some(claim) = persona.counterpart.claims.iter().find(|claim| Some(&claim.id) == about) {
            self.put("claim", &closed(&claim.text));
        }
        if mv.admit.as_deref() == Some("basis") {
            self.put("basis", &persona.counterpart.opening.basis.as_deref().map(closed).unwrap_or_default());
        }
    }

    /// The issue that was tried or asked about, and the outcome of it that was named or stands.
    fn put_topic(&mut self, table: &Table) {
        let (agenda, mv) = (table.agenda(), table.mv);
        if let Some(issue) = mv.stands.as_ref().and_then(|id| agenda.issue(id)) {
            self.put("issue", &issue.label);
            let stands = table.offer().0.get(&issue.id);
            self.put("option", &stands.map(|choice| issue.write(choice)).unwrap_or_default());
        }
        let Some(lean) = &mv.lean else { return };
        let Some(issue) = agenda.issue(&lean.issue) else { return };
        self.put("issue", &issue.label);
        let choice = issue.grid().into_iter().find(|choice| match choice {
            Choice::Option(id) => Some(id) == lean.option.as_ref(),
            // The figure it would like best is the end of the scale, which is no news to anybody.
            Choice::Number(figure) => !lean.welcome && lean.option.as_deref() == Some(figure.to_string().as_str()),
        });
        if let Some(choice) = choice {
            self.put("option", &issue.write(&choice));
        }
    }

    /// Whether there is something to fill a placeholder with.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn put(&mut self, name: &str, words: &str) {
        if !words.is_empty() {
            self.0.insert(name.to_owned(), words.to_owned());
        }
    }

    fn put_issues(&mut self, side: &str, agenda: &Agenda, package: &Package) {
        for (id, choice) in &package.0 {
            if let Some(issue) = agenda.issue(id) {
                self.put(&format!("{side}.{id}"), &issue.write(choice));
            }
        }
    }

    /// A line with every placeholder filled, or none when one of them can't be.
    pub(super) fn fill(&self, line: &str) -> Option<Filled> {
        let (mut text, mut used) = (String::new(), BTreeSet::new());
        for piece in pieces(line) {
            match piece {
                // "{fact}." would end in two full stops.
                Piece::Text(words) if text.ends_with(['.', '?', '…']) => {
                    text.push_str(words.strip_prefix('.').unwrap_or(words));
                }
                Piece::Text(words) => text.push_str(words),
                Piece::Slot(slot) => {
                    let name = name_of(&slot);
                    let words = self.0.get(&name)?;
                    text.push_str(&if begins_sentence(&text) { capitalised(words) } else { words.clone() });
                    used.insert(name);
                }
                Piece::Unknown(_) => return None,
            }
        }
        Some(Filled { text: text.trim().to_owned(), used })
    }
}

/// A placeholder as the slots know it: "offer", "offer.price".
fn name_of(slot: &Placeholder) -> String {
    slot.issue().map_or_else(|| slot.word().to_owned(), |issue| format!("{}.{issue}", slot.word()))
}

fn begins_sentence(before: &str) -> bool {
    let trimmed = before.trim_end();
    trimmed.is_empty() || trimmed.ends_with(['.', '?', '!', '…'])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn slots() -> Slots {
        let mut slots = Slots::default();
        slots.put("fact", "The cambelt is due in 8,000 miles.");
        slots.put("option", "in cash today");
        slots.put("offer.price", "£6,140");
        slots.put("claim", "");
        slots
    }

    fn text(line: &str) -> Option<String> {
        slots().fill(line).map(|filled| filled.text)
    }

    #[test]
    fn a_sentence_begins_with_a_capital_and_ends_once() {
        assert_eq!(text("{option}? I'd like that.").unwrap(), "In cash today? I'd like that.");
        assert_eq!(text("Well, {option}.").unwrap(), "Well, in cash today.");
        assert_eq!(text("Since you ask. {fact}.").unwrap(), "Since you ask. The cambelt is due in 8,000 miles.");
    }

    #[test]
    fn what_cannot_be_filled_is_not_said() {
        assert_eq!(text("It's {yours}."), None, "nothing of the learner's stands");
        assert_eq!(text("{claim} So there."), None, "no claim is made");
        assert_eq!(text("{offer.colour}"), None);
        assert_eq!(text("{sister}"), None);
        assert_eq!(text("{offer.price"), None);
        assert_eq!(slots().fill("{offer.price}, then").unwrap().used, BTreeSet::from(["offer.price".to_owned()]));
    }
}
