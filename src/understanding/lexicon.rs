//! The words of one table: which words mean which issue, option, fact or claim.
//! Compiled once from the agenda.

use std::collections::{HashMap, HashSet};

use super::figure;
use super::language::{Language, Unit};
use super::text::{Kind as TokenKind, Text, Token};
use crate::negotiation::{Agenda, Issue, Kind, Outcome};

/// What a word of the table means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The issue as such.
    Issue(usize),
    /// One option of an issue.
    Option(usize, usize),
    /// A fact or a claim.
    Topic(usize),
}

/// What is known of an issue beside its words.
#[derive(Debug, Clone, Default)]
pub(super) struct Trait {
    /// Units its figures come in.
    pub(super) units: HashSet<Unit>,
    /// Lowest and highest figure, for numeric issues.
    pub(super) bounds: Option<(f64, f64)>,
    /// Options known by a figure: "8 hours".
    pub(super) figures: Vec<(usize, f64, Unit)>,
    /// The option with, and the option without, where the issue is a yes or no.
    pub(super) polar: Option<(usize, usize)>,
    /// The option that leaves the issue out: "without a case study", "no uplift".
    pub(super) without: Option<usize>,
    /// Where no option does: of two the one that costs nothing, "onboarding at $6,000" or "included".
    pub(super) free: Option<usize>,
    /// How many items are divided, for shares.
    pub(super) total: Option<u32>,
}

#[derive(Debug, Clone)]
struct Entry {
    words: Vec<String>,
    meaning: Meaning,
    /// Whether the words are so common that they mean this only beside a word of their issue: "now".
    weak: bool,
}

/// The words of a table, compiled.
#[derive(Debug, Clone)]
pub struct Lexicon {
    agenda: Agenda,
    entries: HashMap<String, Vec<Entry>>,
    traits: Vec<Trait>,
    topics: Vec<String>,
    topic_figures: Vec<(f64, usize)>,
    long_heads: Vec<String>,
}

/// A word or phrase of the table in a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// First token.
    pub(super) first: usize,
    /// Last token, inclusive.
    pub(super) last: usize,
    /// What it means.
    pub(super) meaning: Meaning,
    /// Whether it was misspelt.
    pub(super) fuzzy: bool,
    /// Whether it counts only beside a word of its issue.
    weak: bool,
}

/// Words that name no option even beside their issue's word.
const NEVER_ALONE: [&str; 9] = ["yes", "not", "none", "with", "without", "the", "one", "two", "and"];

impl Lexicon {
    /// Compiles the words of an agenda, and of things that can be asked about: `(id, words)`.
    pub fn new<'w>(agenda: &Agenda, topics: impl IntoIterator<Item = (&'w str, &'w [String])>) -> Lexicon {
        let language = Language::english();
        let mut lexicon = Lexicon {
            agenda: agenda.clone(),
            entries: HashMap::new(),
            traits: Vec::new(),
            topics: Vec::new(),
            topic_figures: Vec::new(),
            long_heads: Vec::new(),
        };
        for (i, issue) in agenda.issues.iter().enumerate() {
            lexicon.add_issue(language, i, issue);
        }
        for (id, words) in topics {
            let topic = lexicon.topics.len();
            lexicon.topics.push(id.to_owned());
            for phrase in words {
                if let Ok(figure) = phrase.parse::<f64>() {
                    lexicon.topic_figures.push((figure, topic));
                    continue;
                }
                lexicon.add_phrase(language, phrase, Meaning::Topic(topic));
            }
        }
        for entries in lexicon.entries.values_mut() {
            entries.sort_by_key(|e| (std::cmp::Reverse(e.words.len()), !matches!(e.meaning, Meaning::Option(..))));
        }
        let mut heads: Vec<String> = lexicon.entries.keys().filter(|head| head.len() >= 4).cloned().collect();
        heads.sort();
        lexicon.long_heads = heads;
        lexicon
    }

    /// The agenda these words are of.
    pub fn agenda(&self) -> &Agenda {
        &self.agenda
    }

    pub(super) fn traits(&self, issue: usize) -> &Trait {
        &self.traits[issue]
    }

    /// The id of an issue.
    pub(super) fn issue_id(&self, issue: usize) -> &str {
        &self.agenda.issues[issue].id
    }

    /// The id of a fact or claim.
    pub(super) fn topic_id(&self, topic: usize) -> &str {
        &self.topics[topic]
    }

    /// The facts that hold a figure, by id.
    pub(super) fn topics_with(&self, figure: f64) -> impl Iterator<Item = &str> {
        let held = self.topic_figures.iter().filter(move |(value, _)| (value - figure).abs() < 1e-9);
        held.map(|(_, topic)| self.topic_id(*topic))
    }

    /// The option's id.
    pub(super) fn option_id(&self, issue: usize, option: usize) -> &str {
        match &self.agenda.issues[issue].kind {
            Kind::Options(options) => options.get(option).map_or("", |o| &o.id),
            _ => "",
        }
    }

    /// The issue that money is about, when there is one: the first numeric issue in money, else the first numeric one.
    pub(super) fn money_issue(&self) -> Option<usize> {
        let in_money = |i: &usize| self.traits[*i].units.contains(&Unit::Money);
        let numeric = |i: &usize| self.traits[*i].bounds.is_some();
        (0..self.traits.len())
            .find(in_money)
            .or_else(|| (0..self.traits.len()).filter(numeric).find(|i| self.traits[*i].units.is_empty()))
    }

    fn add_issue(&mut self, language: &Language, i: usize, issue: &Issue) {
        let mut about = Trait::default();
        let shown = match &issue.kind {
            Kind::Numeric(scale) => {
                about.bounds = Some((scale.min.as_f64(), scale.max.as_f64()));
                scale.format.replace("{}", "1")
            }
            Kind::Share { total } => {
                about.total = Some(*total);
                String::new()
            }
            Kind::Options(options) => {
                about.polar = polar(options);
                about.without = without(options);
                about.free = free(language, options).filter(|_| about.without.is_none());
                String::new()
            }
        };
        about.units.extend(units_of(language, &shown));
        if matches!(issue.kind, Kind::Numeric(_)) {
            let named = |word: &String| language.unit(word);
            about.units.extend(issue.words.iter().filter_map(named));
        }
        for phrase in [&issue.label, &issue.id.replace(['_', '-'], " ")].into_iter().chain(&issue.words) {
            self.add_phrase(language, phrase, Meaning::Issue(i));
        }
        if let Kind::Options(options) = &issue.kind {
            for (o, option) in options.iter().enumerate() {
                self.add_option(language, &mut about, issue, (i, o), option, options);
            }
        }
        self.traits.push(about);
    }

    fn add_option(
        &mut self,
        language: &Language,
        about: &mut Trait,
        issue: &Issue,
        (i, o): (usize, usize),
        option: &Outcome,
        all: &[Outcome],
    ) {
        let is_polar = about.polar.is_some_and(|(yes, no)| o == yes || o == no);
        let id = option.id.replace(['_', '-'], " ");
        for phrase in [&id, &option.label].into_iter().chain(&option.words) {
            let text = Text::cut(language, phrase);
            if let Some(figure) = figure::find(language, &text).first().filter(|f| !f.odd) {
                let unit = figure.unit;
                about.figures.push((o, figure.value, unit));
                about.units.insert(unit);
                continue;
            }
            let spoken_for = option.words.contains(phrase);
            if is_polar && !spoken_for {
                let bare: Vec<&str> = text
                    .tokens
                    .iter()
                    .map(|t| &*t.word)
                    .filter(|w| !matches!(*w, "with" | "without" | "no" | "the" | "a"))
                    .collect();
                if !bare.is_empty() {
                    self.add_phrase(language, &bare.join(" "), Meaning::Issue(i));
                }
            } else {
                self.add_phrase(language, phrase, Meaning::Option(i, o));
            }
        }
        about.figures.dedup();
        if option.words.is_empty() && !is_polar {
            for word in distinctive(language, option, all, issue) {
                self.add_phrase(language, &word, Meaning::Option(i, o));
            }
        }
    }

    fn add_phrase(&mut self, language: &Language, phrase: &str, meaning: Meaning) {
        let text = Text::cut(language, phrase);
        let words: Vec<String> =
            text.tokens.iter().filter(|t| t.kind != TokenKind::Mark).map(|t| stem(&t.word).to_owned()).collect();
        let says_nothing = match words.as_slice() {
            [] => true,
            [only] => language.is_small(only) || only.len() < 2,
            _ => false,
        };
        let of_option = matches!(meaning, Meaning::Option(..));
        let weak =
            says_nothing && of_option && words.len() == 1 && words[0].len() > 2 && !NEVER_ALONE.contains(&&*words[0]);
        if says_nothing && !weak {
            return;
        }
        let entries = self.entries.entry(words[0].clone()).or_default();
        // A word of an issue that is also a word of one of its options means the option.
        if let Some(same) = entries.iter_mut().find(|e| e.words == words) {
            if let (Meaning::Issue(i), Meaning::Option(j, _)) = (same.meaning, meaning)
                && i == j
            {
                same.meaning = meaning;
            }
            return;
        }
        entries.push(Entry { words, meaning, weak });
    }

    /// Every word of the table in a message, longest first, in order, none overlapping.
    pub(super) fn find(&self, language: &Language, text: &Text) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < text.tokens.len() {
            match self.hit_at(language, &text.tokens, at) {
                Some(hit) => {
                    at = hit.last + 1;
                    hits.push(hit);
                }
                None => at += 1,
            }
        }
        let all = hits.clone();
        hits.retain(|hit| !hit.weak || all.iter().any(|other| named_beside(text, hit, other)));
        hits
    }

    fn hit_at(&self, language: &Language, tokens: &[Token], at: usize) -> Option<Hit> {
        let token = tokens.get(at).filter(|t| t.kind != TokenKind::Mark)?;
        let exact = stem(&token.word);
        if let Some(hit) = self.entry_at(exact, tokens, at, false) {
            return Some(hit);
        }
        if token.kind != TokenKind::Word || exact.len() < 4 || exact.len() > 24 || language.knows(&token.word) {
            return None;
        }
        let near = self.long_heads.iter().find(|head| misspelt(exact, head))?;
        self.entry_at(near, tokens, at, true)
    }

    fn entry_at(&self, head: &str, tokens: &[Token], at: usize, fuzzy: bool) -> Option<Hit> {
        let entry = self.entries.get(head)?.iter().find(|entry| {
            entry.words.iter().enumerate().skip(1).all(|(k, word)| {
                tokens.get(at + k).is_some_and(|t| {
                    let said = stem(&t.word);
                    t.kind != TokenKind::Mark && (said == word || (word.len() >= 4 && misspelt(said, word)))
                })
            })
        })?;
        Some(Hit { first: at, last: at + entry.words.len() - 1, meaning: entry.meaning, fuzzy, weak: entry.weak })
    }
}

/// Whether `other` names the issue of `hit` in the same sentence, near by.
fn named_beside(text: &Text, hit: &Hit, other: &Hit) -> bool {
    let (Meaning::Option(issue, _), Meaning::Issue(named)) = (hit.meaning, other.meaning) else { return false };
    issue == named
        && text.tokens[hit.first].sentence == text.tokens[other.first].sentence
        && hit.first.abs_diff(other.first) <= 5
}

/// Whether an option's label or id begins with one of these words.
fn begins(option: &Outcome, words: &[&str]) -> bool {
    let first = |text: &str| text.split([' ', '_', '-']).next().map(str::to_lowercase).unwrap_or_default();
    words.contains(&&*first(&option.label)) || words.contains(&&*first(&option.id))
}

/// The option that leaves its issue out, by how its label begins.
fn without(options: &[Outcome]) -> Option<usize> {
    options.iter().position(|o| begins(o, &["without", "no", "none", "not", "excluded"]))
}

/// Of two options the one without a price in its label, where the other has one.
fn free(language: &Language, options: &[Outcome]) -> Option<usize> {
    let [first, second] = options else { return None };
    let priced = |o: &Outcome| units_of(language, &o.label).contains(&Unit::Money);
    match (priced(first), priced(second)) {
        (true, false) => Some(1),
        (false, true) => Some(0),
        _ => None,
    }
}

/// The yes-option and the no-option of an issue that is a yes or no, by how their labels begin.
fn polar(options: &[Outcome]) -> Option<(usize, usize)> {
    let no = without(options)?;
    let mut with =
        (0..options.len()).filter(|o| begins(&options[*o], &["with", "yes", "included", "including", "allowed"]));
    let yes = with.next();
    // "With a 7 % uplift" and "with the uplift capped": the bare word says neither.
    if with.next().is_some() {
        return None;
    }
    let yes = yes.or_else(|| (options.len() == 2).then_some(1 - no));
    yes.filter(|yes| *yes != no).map(|yes| (yes, no))
}

/// The units that a written form shows: "£1" money, "1 months" months.
fn units_of(language: &Language, shown: &str) -> Vec<Unit> {
    let text = Text::cut(language, shown);
    let units = figure::find(language, &text).into_iter().map(|f| f.unit).filter(|u| *u != Unit::Bare);
    let words = text.tokens.iter().filter_map(|t| language.unit(&t.word));
    units.chain(words).collect()
}

/// Words that only this option of its issue has and that mean something.
fn distinctive(language: &Language, option: &Outcome, all: &[Outcome], issue: &Issue) -> Vec<String> {
    let words = |o: &Outcome| -> Vec<String> {
        let joined = format!("{} {}", o.label, o.id.replace(['_', '-'], " "));
        let text = Text::cut(language, &joined);
        text.tokens.iter().filter(|t| t.kind == TokenKind::Word).map(|t| stem(&t.word).to_owned()).collect()
    };
    let of_issue =
        Text::cut(language, &issue.label).tokens.iter().map(|t| stem(&t.word).to_owned()).collect::<Vec<_>>();
    let mut own = words(option);
    own.dedup();
    own.retain(|word| {
        let elsewhere = all.iter().any(|other| other.id != option.id && words(other).contains(word));
        word.len() > 2
            && !elsewhere
            && !language.is_small(word)
            && !of_issue.contains(word)
            && language.unit(word).is_none()
    });
    own
}

/// A word without its plural ending.
pub(super) fn stem(word: &str) -> &str {
    if word.len() > 4 && word.ends_with("ies") {
        return word;
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 3 && !stem.ends_with('s') && !stem.ends_with('u') => stem,
        _ => word,
    }
}

/// Whether `said` is `meant` with a typing error: one edit or swap from four letters, two from eight.
fn misspelt(said: &str, meant: &str) -> bool {
    let (long, short) = (said.len().max(meant.len()), said.len().min(meant.len()));
    if said == meant {
        return true;
    }
    let allowed = if meant.len() >= 8 { 2 } else { 1 };
    if long - short > allowed || short < 4 || !said.is_ascii() {
        return false;
    }
    let same_start = said.as_bytes()[0] == meant.as_bytes()[0];
    let same_end = said.as_bytes().last() == meant.as_bytes().last();
    (same_start || same_end) && strsim::osa_distance(said, meant) <= allowed
}
