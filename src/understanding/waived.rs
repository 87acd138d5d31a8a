//! What is taken off the table: a term that is denied in words, whatever its options are called: "zero uplift",
//! "drop the case study", "take the onboarding out", "we had the onboarding, so leave that out".

use super::figure::Figure;
use super::lexicon::{Hit, Meaning};
use super::text::{Kind, Text, Token};

/// How a term is taken off the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waived {
    /// It is denied.
    Denied,
    /// It is to cost, or to come to, nothing.
    Nought,
}

/// Words right before a term that deny it, and those that want it after "not".
const WITHOUT: [&str; 9] = ["no", "without", "minus", "skip", "forget", "except", "excluding", "exclude", "zero"];
const WANT: [&str; 6] = ["need", "want", "use", "require", "take", "buy"];
/// Verbs that drop what stands behind them, and the participles that say that it is dropped.
const DROP: [&str; 16] = [
    "drop",
    "dropping",
    "waive",
    "waiving",
    "scrap",
    "scrapping",
    "strike",
    "striking",
    "remove",
    "removing",
    "lose",
    "losing",
    "delete",
    "ditch",
    "skip",
    "skipping",
];
const DROPPED: [&str; 9] =
    ["waived", "dropped", "removed", "scrapped", "struck", "excluded", "gone", "deleted", "ditched"];
/// Verbs that drop together with "out", and words that do so with them.
const TAKE: [&str; 8] = ["take", "taking", "leave", "leaving", "keep", "cut", "strike", "cross"];
const OUT: [&str; 3] = ["out", "off", "away"];
/// Words that may stand before a term.
const ARTICLES: [&str; 10] = ["the", "a", "an", "any", "that", "this", "your", "those", "these", "more"];
/// Words that point back to a term.
const IT: [&str; 4] = ["that", "it", "them", "this"];
/// Words before "go" by which a term has to.
const MUST: [&str; 6] = ["has", "have", "must", "needs", "need", "should"];

/// Whether the term that `hit` names is taken off the table, and how.
pub(super) fn waived(text: &Text, figures: &[Figure], hits: &[Hit], hit: &Hit) -> Option<Waived> {
    if nought(text, figures, hit).is_some() {
        return Some(Waived::Nought);
    }
    let denied = denied(text, hit) || dropped(text, hit) || dropped_later(text, hits, hit);
    denied.then_some(Waived::Denied)
}

/// The figure that says that a term is to come to nothing: "0% uplift", "uplift at 0".
pub(super) fn nought(text: &Text, figures: &[Figure], hit: &Hit) -> Option<usize> {
    let clause = |at: usize| text.tokens[at].clause;
    let near = |figure: &Figure| {
        let behind = figure.first > hit.last && figure.first - hit.last <= 2;
        clause(figure.first) == clause(hit.first) && (figure.last + 1 == hit.first || behind)
    };
    figures.iter().position(|figure| figure.value == 0.0 && near(figure))
}

/// "No uplift", "we don't need the onboarding", "uplift at zero".
fn denied(text: &Text, hit: &Hit) -> bool {
    let mut before = words_before(text, hit.first).skip_while(|t| is_one(t, &ARTICLES));
    let directly = before.next().is_some_and(|t| is_one(t, &WITHOUT) || t.is("nil"));
    let mut wanted = words_before(text, hit.first).skip_while(|t| is_one(t, &ARTICLES));
    let unwanted = wanted.next().is_some_and(|t| is_one(t, &WANT)) && wanted.next().is_some_and(|t| t.is("not"));
    let zero = words_after(text, hit.last).take(2).any(|t| t.is("zero") || t.is("nil"));
    directly || unwanted || zero
}

/// "Drop the uplift", "the onboarding line has to go", "with the uplift waived", "take the onboarding out".
fn dropped(text: &Text, hit: &Hit) -> bool {
    let clause = text.tokens[hit.first].clause;
    if text.tokens.iter().any(|t| t.clause == clause && (t.is("not") || t.is("never"))) {
        return false;
    }
    let before = |list: &[&str]| words_before(text, hit.first).take(3).any(|t| is_one(t, list));
    let after = |list: &[&str]| words_after(text, hit.last).take(4).any(|t| is_one(t, list));
    let behind: Vec<&Token> = words_after(text, hit.last).take(5).collect();
    let goes = behind.iter().position(|t| t.is("go")).is_some_and(|at| {
        let to = usize::from(at > 0 && behind[at - 1].is("to"));
        at.checked_sub(1 + to).is_some_and(|must| is_one(behind[must], &MUST))
    });
    let verb = words_before(text, hit.first).skip_while(|t| is_one(t, &ARTICLES)).next();
    verb.is_some_and(|t| is_one(t, &DROP)) || after(&DROPPED) || goes || (before(&TAKE) && after(&OUT))
}

/// "We already had the onboarding, so take that out": what a later clause drops, when nothing else was named since.
fn dropped_later(text: &Text, hits: &[Hit], hit: &Hit) -> bool {
    let tokens = &text.tokens;
    let here = |at: &usize| tokens[*at].sentence == tokens[hit.first].sentence;
    let issue = |other: &Hit| matches!(other.meaning, Meaning::Issue(_) | Meaning::Option(..));
    let next = hits.iter().find(|other| other.first > hit.last && issue(other)).map_or(tokens.len(), |o| o.first);
    let mut rest = (hit.last + 1..next).take_while(here).filter(|at| tokens[*at].clause != tokens[hit.first].clause);
    let points = |at: usize| tokens.get(at).is_some_and(|t| is_one(t, &IT));
    let is = |at: usize, list: &[&str]| tokens.get(at).is_some_and(|t| is_one(t, list));
    let denied = |at: usize| at > 0 && tokens[at - 1].is("not");
    rest.any(|at| points(at + 1) && !denied(at) && (is(at, &DROP) || (is(at, &TAKE) && is(at + 2, &OUT))))
}

fn is_one(token: &Token, list: &[&str]) -> bool {
    list.iter().any(|word| token.is(word))
}

/// The words before a place in its clause, the nearest first.
fn words_before<'t>(text: &'t Text, first: usize) -> impl Iterator<Item = &'t Token<'t>> {
    let clause = text.tokens[first].clause;
    text.tokens[..first].iter().rev().take_while(move |t| t.clause == clause).filter(|t| t.kind == Kind::Word)
}

/// The words behind a place in its clause.
fn words_after<'t>(text: &'t Text, last: usize) -> impl Iterator<Item = &'t Token<'t>> {
    let clause = text.tokens[last].clause;
    text.tokens[last + 1..].iter().take_while(move |t| t.clause == clause).filter(|t| t.kind == Kind::Word)
}
