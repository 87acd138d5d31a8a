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

/// Words in the longest of these phrases.
const LONGEST: usize = 3;
/// Phrases right before a term, articles left out, that deny or drop it.
const BEFORE: [&[&str]; 43] = [
    &["no"],
    &["nil"],
    &["zero"],
    &["without"],
    &["minus"],
    &["except"],
    &["exclude"],
    &["excluding"],
    &["forget"],
    &["skip"],
    &["skipping"],
    &["drop"],
    &["dropping"],
    &["waive"],
    &["waiving"],
    &["scrap"],
    &["scrapping"],
    &["strike"],
    &["striking"],
    &["remove"],
    &["removing"],
    &["cancel"],
    &["cancelling"],
    &["lose"],
    &["losing"],
    &["delete"],
    &["ditch"],
    &["get", "rid", "of"],
    &["take", "out"],
    &["taking", "out"],
    &["leave", "out"],
    &["leaving", "out"],
    &["cut", "out"],
    &["strike", "out"],
    &["cross", "out"],
    &["no", "need", "for"],
    &["no", "use", "for"],
    &["not", "need"],
    &["not", "want"],
    &["not", "use"],
    &["not", "require"],
    &["not", "take"],
    &["not", "buy"],
];
/// Words behind a term that say that it is dropped, and those that do so after "not".
const DROPPED: [&str; 9] =
    ["waived", "dropped", "removed", "scrapped", "struck", "excluded", "gone", "deleted", "ditched"];
const NEEDED: [&str; 4] = ["needed", "required", "necessary", "wanted"];
/// Verbs that drop what stands behind them, those that do so together with "out", and words like "out".
const DROP: [&str; 8] = ["drop", "waive", "scrap", "remove", "cancel", "delete", "ditch", "skip"];
const TAKE: [&str; 6] = ["take", "taking", "leave", "leaving", "strike", "cross"];
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

/// "No uplift", "we don't need the onboarding", "uplift at zero", "the onboarding isn't needed".
fn denied(text: &Text, hit: &Hit) -> bool {
    let before: Vec<&Token> =
        words_before(text, hit.first).skip_while(|t| is_one(t, &ARTICLES)).take(LONGEST + 1).collect();
    let stands =
        |phrase: &&&[&str]| phrase.iter().rev().enumerate().all(|(k, word)| before.get(k).is_some_and(|t| t.is(word)));
    // "You can't drop the onboarding, can you?"
    let kept =
        |phrase: &&[&str]| phrase[0] != "not" && before.get(phrase.len()).is_some_and(|t| t.is("not") || t.is("never"));
    let after: Vec<&Token> = words_after(text, hit.last).take(4).collect();
    let zero = after.iter().take(2).any(|t| t.is("zero") || t.is("nil"));
    let unneeded = after.windows(2).any(|w| w[0].is("not") && is_one(w[1], &NEEDED));
    zero || unneeded || BEFORE.iter().find(stands).is_some_and(|phrase| !kept(phrase))
}

/// "The onboarding line has to go", "with the uplift waived", "take the onboarding out".
fn dropped(text: &Text, hit: &Hit) -> bool {
    let clause = text.tokens[hit.first].clause;
    if text.tokens.iter().any(|t| t.clause == clause && (t.is("not") || t.is("never"))) {
        return false;
    }
    let behind: Vec<&Token> = words_after(text, hit.last).take(5).collect();
    let after = |list: &[&str]| behind.iter().take(4).any(|t| is_one(t, list));
    let taken = words_before(text, hit.first).take(3).any(|t| is_one(t, &TAKE));
    let goes = behind.iter().position(|t| t.is("go")).is_some_and(|at| {
        let to = usize::from(at > 0 && behind[at - 1].is("to"));
        at.checked_sub(1 + to).is_some_and(|must| is_one(behind[must], &MUST))
    });
    after(&DROPPED) || goes || (taken && after(&OUT))
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
