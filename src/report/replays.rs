//! What replay proves, in words: one move replaced, the immediate answer, nothing beyond.

use crate::score::{Counterfactual, Debrief};

use super::blocks::Block;
use super::case::Case;

/// The most replays that are told: the ones that would have mattered most.
const MOST: usize = 2;

/// The replays that would have mattered most, in the order of the turns.
pub(super) fn replays(case: &Case<'_>, debrief: &Debrief) -> Vec<Block> {
    let mut best = worth_telling(debrief);
    best.sort_by_key(|one| (std::cmp::Reverse(one.difference), one.turn));
    // The same advice at two turns is told once.
    let mut told: Vec<&Counterfactual> = Vec::new();
    best.retain(|one| {
        let again = told
            .iter()
            .any(|other| other.kind == one.kind && other.package == one.package || other.instead == one.instead);
        told.push(one);
        !again
    });
    best.truncate(MOST);
    best.sort_by_key(|one| one.turn);
    if best.is_empty() {
        return Vec::new();
    }
    let told = best.into_iter().map(|one| Block::Text(sentence(case, one)));
    let heading = Block::Heading("The same turn, played another way".into());
    [heading].into_iter().chain(told).chain([Block::Text(NOTE.into())]).collect()
}

/// What a replay says and what it doesn't.
pub(super) const NOTE: &str =
    "Your own talk, one move changed: the answer there and then, not how the rest would have gone.";

/// The replays worth telling. A deal that would have been signed is told only where it beats what the learner came
/// away with: a signature below the fallback is no missed chance.
pub(super) fn worth_telling(debrief: &Debrief) -> Vec<&Counterfactual> {
    let came_away_with = debrief.outcome.package.as_ref().map_or(0, |_| debrief.outcome.learner.max(0));
    let missed = |one: &&Counterfactual| one.kind != "best_accepted" || one.learner_gain > came_away_with;
    debrief.counterfactuals.iter().filter(|one| one.difference > 0).filter(missed).collect()
}

/// One replay in a sentence.
pub(super) fn sentence(case: &Case<'_>, one: &Counterfactual) -> String {
    let better = format!("{} better for you", case.money().amount(one.difference));
    let name = case.counterpart;
    match (&one.package, one.kind.as_str()) {
        (Some(package), "best_accepted") => {
            let deal = case.words(package);
            let over = case.money().amount(one.learner_gain);
            format!("Turn {}: {name} would have signed {deal} there and then, {over} over your walk-away.", one.turn)
        }
        (Some(package), _) => {
            let (turn, instead, deal) = (one.turn, &one.instead, case.words(package));
            format!("Turn {turn}: had you {instead}, {name}'s answer would have been {deal}: {better}.")
        }
        (None, _) => format!("Turn {}: had you {}, {name} would have said: “{}”", one.turn, one.instead, one.reply),
    }
}
