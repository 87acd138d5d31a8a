//! Questions of fact by how they begin: what they ask for, and what they are about.

use std::ops::Range;

use super::cues::Found;
use super::frames::priced;
use super::lexicon::Meaning;
use super::scene::Scene;
use super::spots::Spot;
use super::text::Kind;

/// Words that begin a question of fact, and those behind them that turn it to the other person or the deal.
const FACT_OPENERS: [&str; 9] = ["is", "are", "does", "did", "has", "was", "were", "any", "when"];
const NO_FACT: [&str; 10] = ["you", "we", "i", "that", "this", "it", "he", "she", "one", "room"];

/// A sentence without the greeting that opens it: "hello, what about the tyres?", "hi Marta, is the heating included?".
fn behind_greeting(scene: &Scene, segment: &Range<usize>) -> Range<usize> {
    let tokens = &scene.text.tokens;
    let greets = |f: &&Found| f.first as usize == segment.start && scene.cue_name(f) == "frame:greets";
    let Some(last) = scene.cues_in(segment).filter(greets).map(|f| f.last as usize).max() else {
        return segment.clone();
    };
    let named = (last + 1..segment.end.min(last + 4)).find(|at| tokens[*at].is_mark(","));
    let start = named.unwrap_or(last) + 1;
    if start < segment.end { start..segment.end } else { segment.clone() }
}

/// Whether a sentence asks for a fact: "are pets allowed", "is the heating included".
pub(super) fn asks_for_a_fact(scene: &Scene, segment: &Range<usize>) -> bool {
    let segment = &behind_greeting(scene, segment);
    let tokens = &scene.text.tokens[segment.clone()];
    let word = |at: usize, list: &[&str]| tokens.get(at).is_some_and(|t| list.iter().any(|word| t.is(word)));
    if priced(scene, segment) {
        return false;
    }
    if asks_about_an_issue(scene, segment) || asks_what_it_is_like(scene, segment) {
        return true;
    }
    if !word(0, &FACT_OPENERS) || word(1, &NO_FACT) {
        return false;
    }
    let topic =
        scene.spots.subjects.iter().any(|hit| segment.contains(&hit.first) && matches!(hit.meaning, Meaning::Topic(_)));
    let option = scene.spots.outcomes.iter().any(|s| s.option.is_some() && segment.contains(&s.first));
    let named = scene.spots.subjects.iter().any(|hit| segment.contains(&hit.first));
    topic || ((option || named) && tokens.last().is_some_and(|t| t.is_mark("?")))
}

/// "What's the pension like?", "what are the neighbours like".
fn asks_what_it_is_like(scene: &Scene, segment: &Range<usize>) -> bool {
    let tokens = &scene.text.tokens[segment.clone()];
    let is = |at: usize, list: &[&str]| tokens.get(at).is_some_and(|t| list.iter().any(|word| t.is(word)));
    let last = tokens.iter().rev().find(|t| t.kind != Kind::Mark);
    is(0, &["what"]) && is(1, &["is", "are"]) && is(2, &THE) && last.is_some_and(|t| t.is("like"))
}

/// Words by which a question names nothing but what it is about, and those that may stand before the thing.
const ABOUT: [&[&str]; 9] = [
    &["and", "what", "about"],
    &["but", "what", "about"],
    &["what", "about"],
    &["what", "is", "a"],
    &["what", "is", "an"],
    &["what", "exactly", "is"],
    &["what", "is"],
    &["what", "are"],
    &["and"],
];
const THE: [&str; 6] = ["the", "your", "those", "these", "that", "this"];

/// Whether a sentence only names an issue and asks: "what about the tyres?", "and the deposit?".
pub(super) fn asks_about_an_issue(scene: &Scene, segment: &Range<usize>) -> bool {
    let segment = &behind_greeting(scene, segment);
    let tokens = &scene.text.tokens;
    let is = |at: usize, word: &str| segment.contains(&at) && tokens[at].is(word);
    let ends = |last: usize| (last + 1..segment.end).all(|i| tokens[i].kind == Kind::Mark);
    let whole = |first: usize, last: usize| first == segment.start && ends(last);
    // "The deposit?", or a question that a fact has for its own words.
    if scene.in_question(segment.start) && scene.spots.subjects.iter().any(|hit| whole(hit.first, hit.last)) {
        return true;
    }
    let opens = |words: &&&[&str]| words.iter().enumerate().all(|(i, word)| is(segment.start + i, word));
    let Some(opener) = ABOUT.iter().find(opens) else { return false };
    let at = segment.start + opener.len();
    let defined = THE.iter().any(|word| is(at, word));
    let first = at + usize::from(defined);
    let money = scene.table.lexicon.money_issue();
    let subject = scene.spots.subjects.iter().any(|hit| {
        // "What is the price?" asks for an offer.
        let priced = matches!(hit.meaning, Meaning::Issue(issue) if Some(issue) == money);
        hit.first == first && ends(hit.last) && !(priced && opener.contains(&"is"))
    });
    // "What about cash?" proposes it, "what about the cash?" asks; "and the tyres?" may be an option's own words.
    let option = |s: &Spot| s.option.is_some() && ends(s.last);
    let named = |s: &Spot| (defined && s.first == first) || (s.first == segment.start && is(segment.start, "and"));
    let option = scene.spots.outcomes.iter().any(|s| option(s) && named(s));
    (subject || option) && (opener.len() > 1 || scene.in_question(segment.start))
}
