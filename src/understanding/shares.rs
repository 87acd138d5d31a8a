//! Who gets how many: reads a division of items between the two sides.
//!
//! The nearest person before an item gets it, verbs of giving turn that round,
//! quantifiers count, and what one side doesn't get falls to the other.

use std::collections::BTreeMap;

use super::language::Language;
use super::lexicon::{Hit, Meaning, stem};
use super::table::Table;
use super::text::{Kind, Text, Token};
use crate::negotiation::Act;

/// A side of the table as the speaker sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Own,
    Other,
}

impl Side {
    fn turned(self) -> Side {
        match self {
            Side::Own => Side::Other,
            Side::Other => Side::Own,
        }
    }
}

/// What was said about items.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Division {
    /// How many the speaker gets, by issue.
    pub(super) own: BTreeMap<usize, u32>,
    /// Whether it was only asked for by need or liking, without a count: "do you prefer the ball?"
    pub(super) tentative: bool,
}

const PEOPLE_OWN: [&str; 6] = ["i", "me", "we", "us", "mine", "myself"];
const PEOPLE_OTHER: [&str; 3] = ["you", "yours", "yourself"];
const GIVING: [&str; 16] = [
    "give",
    "giving",
    "offer",
    "offering",
    "trade",
    "exchange",
    "spare",
    "let",
    "leave",
    "letting",
    "part",
    "gave",
    "concede",
    "surrender",
    "leaves",
    "gives",
];
const TAKING: [&str; 22] = [
    "take", "have", "get", "keep", "give", "want", "like", "offer", "leave", "up", "me", "you", "all", "for", "trade",
    "taking", "keeping", "giving", "spare", "with", "without", "and",
];
const ASKING_ABOUT: [&str; 12] = [
    "prefer",
    "need",
    "interested",
    "want",
    "care",
    "most",
    "value",
    "worth",
    "points",
    "important",
    "desirable",
    "priority",
];
const SKIPPED: [&str; 27] = [
    "of",
    "the",
    "package",
    "packages",
    "pack",
    "packs",
    "extra",
    "additional",
    "more",
    "other",
    "remaining",
    "your",
    "my",
    "units",
    "unit",
    "box",
    "boxes",
    "piece",
    "pieces",
    "item",
    "items",
    "bundle",
    "bundles",
    "those",
    "these",
    "bottles",
    "portions",
];

/// Reads the division a message speaks of; `None` when it names no item.
pub(super) fn read(language: &Language, table: &Table, text: &Text, subjects: &[Hit]) -> Option<Division> {
    let agenda = table.lexicon.agenda();
    let shared: Vec<usize> = (0..agenda.issues.len()).filter(|i| table.total(*i).is_some()).collect();
    if shared.is_empty() {
        return None;
    }
    let mut reader = Dividing {
        language,
        table,
        text,
        shared,
        side: None,
        subject: None,
        counts: BTreeMap::new(),
        last_item: None,
        carried: None,
        remainder: None,
        vague: false,
    };
    reader.run(subjects);
    reader.finish()
}

/// How many of an item are meant.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Quantity {
    Exactly(u32),
    All,
    Half,
}

struct Dividing<'r, 't> {
    language: &'r Language,
    table: &'r Table<'r>,
    text: &'r Text<'t>,
    shared: Vec<usize>,
    /// Who gets what is named next.
    side: Option<Side>,
    /// The last person who acts, for verbs of giving.
    subject: Option<Side>,
    counts: BTreeMap<usize, (Side, Quantity)>,
    last_item: Option<usize>,
    carried: Option<Quantity>,
    /// Who gets everything else.
    remainder: Option<Side>,
    vague: bool,
}

impl Dividing<'_, '_> {
    fn run(&mut self, subjects: &[Hit]) {
        let items: Vec<&Hit> =
            subjects.iter().filter(|h| matches!(h.meaning, Meaning::Issue(i) if self.shared.contains(&i))).collect();
        let mut clause = u32::MAX;
        let mut at = 0;
        let tokens = &self.text.tokens;
        while at < tokens.len() {
            let token = &tokens[at];
            if token.clause != clause {
                clause = token.clause;
                self.carried = None;
            }
            if let Some(hit) = items.iter().find(|h| h.first == at) {
                self.item(hit);
                at = hit.last + 1;
                continue;
            }
            self.person(at);
            self.whole(at);
            at += 1;
        }
    }

    fn person(&mut self, at: usize) {
        let tokens = &self.text.tokens;
        let token = &tokens[at];
        if PEOPLE_OWN.contains(&&*token.word) {
            self.side = Some(Side::Own);
            if token.is("i") || token.is("we") {
                self.subject = self.side;
            }
        } else if PEOPLE_OTHER.contains(&&*token.word) {
            let thanked = at > 0 && (tokens[at - 1].is("thank") || tokens[at - 1].is("with"));
            if thanked {
                return;
            }
            let object = at > 0 && GIVING.contains(&&*tokens[at - 1].word);
            self.side = Some(Side::Other);
            if !object {
                self.subject = self.side;
            }
        } else if GIVING.contains(&&*token.word) {
            if let Some(subject) = self.subject {
                self.side = Some(subject.turned());
            } else {
                self.side = Some(Side::Own);
            }
        } else if token.is("without") || (token.is("do") && tokens.get(at + 1).is_some_and(|t| t.is("without"))) {
            self.side = Some(self.subject.unwrap_or(Side::Own).turned());
        }
    }

    /// Reads an item: its quantity before, whose it is before or behind.
    fn item(&mut self, hit: &Hit) {
        let Meaning::Issue(issue) = hit.meaning else { return };
        self.last_item = Some(issue);
        let quantity = self.quantity_before(hit.first, issue).or_else(|| self.bare(hit, issue));
        let Some(quantity) = quantity else {
            self.vague = true;
            return;
        };
        if self.denied(hit.first) && quantity != Quantity::Exactly(0) {
            self.vague = true;
            return;
        }
        self.carried = Some(quantity);
        let side = self.side_behind(hit.last).or(self.side).unwrap_or(Side::Own);
        self.set(issue, side, quantity);
    }

    fn set(&mut self, issue: usize, side: Side, quantity: Quantity) {
        if let Quantity::Exactly(n) = quantity
            && self.table.total(issue).is_some_and(|total| n > total)
        {
            return;
        }
        self.counts.insert(issue, (side, quantity));
    }

    fn quantity_before(&self, first: usize, issue: usize) -> Option<Quantity> {
        let tokens = &self.text.tokens;
        let sentence = tokens[first].sentence;
        let mut found = None;
        for back in (0..first).rev().take(6) {
            let token = &tokens[back];
            if token.sentence != sentence {
                break;
            }
            let vague = ["lot", "lots", "little", "bit", "couple of the"].iter().any(|w| token.is(w));
            if vague {
                return None;
            }
            let quantity = self.quantity(token, issue);
            if quantity.is_some() {
                // "2 of the 3": the first count is meant.
                found = quantity;
                let of = back > 0
                    && (tokens[back - 1].is("of")
                        || (tokens[back - 1].is("the") && back > 1 && tokens[back - 2].is("of")));
                if !of {
                    break;
                }
            } else if token.kind == Kind::Word && !SKIPPED.contains(&&*token.word) {
                break;
            }
        }
        found
    }

    fn quantity(&self, token: &Token, issue: usize) -> Option<Quantity> {
        let total = self.table.total(issue)?;
        match token.kind {
            Kind::Number => token.word.parse().ok().map(Quantity::Exactly),
            Kind::Word => match &*token.word {
                "a" | "an" | "single" | "another" | "one" => Some(Quantity::Exactly(1)),
                "lot" | "lots" | "little" | "some" | "enough" | "most" | "much" | "many" | "any" => None,
                "all" | "every" => Some(Quantity::All),
                "both" => Some(if total == 2 { Quantity::All } else { Quantity::Exactly(2.min(total)) }),
                "half" | "split" | "splitting" | "divide" | "share" => Some(Quantity::Half),
                "no" | "zero" => Some(Quantity::Exactly(0)),
                "couple" => Some(Quantity::Exactly(2)),
                word => self.language.number(word).map(|n| Quantity::Exactly(n as u32)),
            },
            Kind::Mark => None,
        }
    }

    /// An item without a count: "the books" are all of them, "the ball" the one there is, "and water" as before.
    fn bare(&self, hit: &Hit, issue: usize) -> Option<Quantity> {
        let tokens = &self.text.tokens;
        let total = self.table.total(issue)?;
        let plural = stem(&tokens[hit.last].word).len() < tokens[hit.last].word.len();
        let before = hit.first.checked_sub(1).map(|i| &tokens[i]);
        let the = before.is_some_and(|t| t.is("the"));
        let and = before.is_some_and(|t| t.is("and") || t.is_mark(","));
        let taking = self.text.tokens[..hit.first].iter().rev().take(4).any(|t| TAKING.contains(&&*t.word));
        if total == 1 || plural || (the && taking) {
            return Some(Quantity::All);
        }
        self.carried.filter(|_| and)
    }

    /// "2 for you", "the ball is yours", "3 for me".
    fn side_behind(&self, last: usize) -> Option<Side> {
        let tokens = &self.text.tokens;
        let near = tokens[last + 1..].iter().take(3).take_while(|t| t.kind != Kind::Mark);
        let words: Vec<&str> = near.map(|t| &*t.word).collect();
        match words.as_slice() {
            ["for" | "to", "me" | "myself" | "us", ..] | ["is" | "are", "mine", ..] => Some(Side::Own),
            ["for" | "to", "you" | "yourself", ..] | ["is" | "are", "yours", ..] => Some(Side::Other),
            ["is" | "are", "for", "me"] => Some(Side::Own),
            ["is" | "are", "for", "you"] => Some(Side::Other),
            _ => None,
        }
    }

    fn denied(&self, first: usize) -> bool {
        let clause = self.text.tokens[first].clause;
        let before = self.text.tokens[..first].iter().rev().take_while(|t| t.clause == clause).take(6);
        before.take_while(|t| t.kind != Kind::Number).any(|t| t.is("not") || t.is("without"))
    }

    /// "everything", "the rest", "all of them", "one of each".
    fn whole(&mut self, at: usize) {
        let tokens = &self.text.tokens;
        let token = &tokens[at];
        if self.denied(at) {
            return;
        }
        let side = self.side.unwrap_or(Side::Own);
        let word_at = |i: usize| tokens.get(i).map_or("", |t| &*t.word);
        match &*token.word {
            "rest" | "remaining" | "else" => self.remainder = Some(self.side_behind(at).unwrap_or(side)),
            "everything" if word_at(at + 1) != "else" => self.remainder = Some(self.side_behind(at).unwrap_or(side)),
            "each" if word_at(at.wrapping_sub(1)) == "of" || word_at(at + 1) == "item" => {
                let count = tokens[..at].iter().rev().take(3).find_map(|t| match t.kind {
                    Kind::Number => t.word.parse::<u32>().ok(),
                    _ => self.language.number(&t.word).map(|n| n as u32),
                });
                for issue in self.shared.clone() {
                    self.set(issue, side, Quantity::Exactly(count.unwrap_or(1)));
                }
            }
            "it" | "them" | "that" | "those" => {
                let all = (word_at(at.wrapping_sub(1)) == "of" && word_at(at.wrapping_sub(2)) == "all")
                    || word_at(at + 1) == "all"
                    || matches!(word_at(at.wrapping_sub(1)), "have" | "take" | "keep")
                        && self.subject == Some(Side::Other);
                if let Some(item) = self.last_item.filter(|_| all) {
                    self.set(item, side, Quantity::All);
                }
            }
            _ => {}
        }
    }

    fn finish(self) -> Option<Division> {
        let mut own = BTreeMap::new();
        for (issue, (side, quantity)) in &self.counts {
            let total = self.table.total(*issue)?;
            let n = match quantity {
                Quantity::Exactly(n) => (*n).min(total),
                Quantity::All => total,
                Quantity::Half => total / 2,
            };
            own.insert(*issue, if *side == Side::Own { n } else { total - n });
        }
        if let Some(side) = self.remainder {
            for issue in self.shared.iter().filter(|i| !self.counts.contains_key(i)) {
                let total = self.table.total(*issue)?;
                own.insert(*issue, if side == Side::Own { total } else { 0 });
            }
        }
        if own.is_empty() {
            return self.last_item.filter(|_| self.vague).map(|_| Division { own, tentative: true });
        }
        let how = self.text.tokens.iter().any(|t| t.is("how") || t.is("why"))
            && self.counts.values().all(|(_, q)| matches!(q, Quantity::Half | Quantity::All));
        if how && self.text.sentences.iter().any(|s| s.question) && self.remainder.is_none() {
            return Some(Division { own, tentative: true });
        }
        // A lone item answers what it was asked for: the most or the least wanted.
        let answers = self.table.after(Act::QDiagnostic) && self.counts.len() == 1 && self.remainder.is_none();
        if answers && self.subject.is_none() && self.side.is_none() {
            return Some(Division { own, tentative: true });
        }
        let asks = |t: &Token| ASKING_ABOUT.contains(&&*t.word);
        let exact = self.counts.values().any(|(_, q)| matches!(q, Quantity::Exactly(_)));
        let all_questions = self.text.sentences.iter().all(|s| s.question);
        let tentative = all_questions && !exact && self.remainder.is_none() && self.text.tokens.iter().any(asks);
        Some(Division { own, tentative })
    }
}
