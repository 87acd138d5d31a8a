//! Finds the language's cue phrases in a message: one automaton over all of them.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::figure::Figure;
use super::language::Language;
use super::text::{Kind, Text};

/// A cue that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Index into [`Language::cues`].
    pub(super) cue: u16,
    /// First token of the phrase.
    pub(super) first: u32,
    /// Last token, inclusive.
    pub(super) last: u32,
    /// Whether the phrase itself holds a figure.
    pub(super) holds_slot: bool,
}

/// The automaton over every phrase of a language.
#[derive(Debug)]
pub(super) struct CueFinder {
    automaton: Option<AhoCorasick>,
    /// By pattern: the cue, and whether it holds a slot.
    patterns: Vec<(u16, bool)>,
}

impl CueFinder {
    /// Builds the automaton once per language.
    pub(super) fn new(language: &Language) -> CueFinder {
        let mut phrases = Vec::new();
        let mut patterns = Vec::new();
        for (i, cue) in language.cues.iter().enumerate() {
            for phrase in &cue.phrases {
                phrases.push(format!(" {phrase} "));
                patterns.push((i as u16, phrase.contains('<')));
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&phrases)
            .ok();
        CueFinder { automaton, patterns }
    }

    /// Every cue of a message, in order of where it ends.
    pub(super) fn find(&self, text: &Text, figures: &[Figure]) -> Vec<Found> {
        let (skeleton, starts) = skeleton(text, figures);
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let token_at = |byte: usize| starts.partition_point(|(at, _)| *at <= byte).saturating_sub(1);
        automaton
            .find_overlapping_iter(&skeleton)
            .map(|hit| {
                let (cue, holds_slot) = self.patterns[hit.pattern().as_usize()];
                let first = starts[token_at(hit.start() + 1)].1;
                let last = starts[token_at(hit.end() - 2)].1;
                Found { cue, first, last, holds_slot }
            })
            .collect()
    }
}

/// The message as one line: words and signs of sentence ends, `<n>` for figures.
/// Beside it, for each entry of the line, the byte where it starts and its token.
fn skeleton(text: &Text, figures: &[Figure]) -> (String, Vec<(usize, u32)>) {
    let mut line = String::with_capacity(text.tokens.len() * 7 + 16);
    let mut starts: Vec<(usize, u32)> = Vec::with_capacity(text.tokens.len() + 8);
    line.push(' ');
    let mut put = |word: &str, token: usize| {
        starts.push((line.len(), token as u32));
        line.push_str(word);
        line.push(' ');
    };
    let mut next_figure = 0;
    let mut sentence = u32::MAX;
    let mut i = 0;
    while i < text.tokens.len() {
        let token = &text.tokens[i];
        if token.sentence != sentence {
            if sentence != u32::MAX {
                put(end_of(text, sentence), i.saturating_sub(1));
            }
            put("^", i);
            sentence = token.sentence;
        }
        while figures.get(next_figure).is_some_and(|f| f.last < i) {
            next_figure += 1;
        }
        if let Some(figure) = figures.get(next_figure).filter(|f| f.first <= i) {
            put("<n>", i);
            i = figure.last + 1;
            continue;
        }
        if token.kind != Kind::Mark {
            put(&token.word, i);
        }
        i += 1;
    }
    if sentence != u32::MAX {
        put(end_of(text, sentence), text.tokens.len().saturating_sub(1));
    }
    (line, starts)
}

fn end_of(text: &Text, sentence: u32) -> &'static str {
    if text.sentences.get(sentence as usize).is_some_and(|s| s.question) { "?" } else { "." }
}
