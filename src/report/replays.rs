//! What replay proves, in words: one move replaced, the immediate answer, nothing beyond.

use crate::score::Counterfactual;

use super::blocks::Block;
use super::case::Case;

/// The most replays that are told: the ones that would have mattered most.
const MOST: usize = 4;

/// The replays worth telling, in the order of the turns: a deal that could have been signed then is told
/// only where it beats the `gain` that the talk really ended with.
pub(super) fn replays(case: &Case<'_>, found: &[Counterfactual], gain: i64) -> Vec<Block> {
    let worth = |one: &&Counterfactual| one.difference > 0 && (one.kind != "best_accepted" || one.learner_gain > gain);
    let mut best: Vec<&Counterfactual> = found.iter().filter(worth).collect();
    best.sort_by_key(|one| (std::cmp::Reverse(one.difference), one.turn));
    best.truncate(MOST);
    best.sort_by_key(|one| one.turn);
    if best.is_empty() {
        return Vec::new();
    }
    let told = best.into_iter().map(|one| Block::Text(sentence(case, one)));
    let note = "Each is your own talk replayed with that one move changed. It says what the answer there and then \
                would have been, not how the rest would have gone.";
    let heading = Block::Heading("The same turn, played another way".into());
    [heading].into_iter().chain(told).chain([Block::Text(note.into())]).collect()
}

fn sentence(case: &Case<'_>, one: &Counterfactual) -> String {
    let better = format!("{} better for you", case.money().amount(one.difference));
    let name = case.counterpart;
    match (&one.package, one.kind.as_str()) {
        (Some(package), "best_accepted") => {
            let deal = case.words(package);
            format!(
                "Turn {}: {name} would have signed {deal} there and then, {better} than the answer you got.",
                one.turn
            )
        }
        (Some(package), _) => {
            let (turn, instead, deal) = (one.turn, &one.instead, case.words(package));
            format!("Turn {turn}: had you {instead}, {name}'s answer would have been {deal}: {better}.")
        }
        (None, _) => format!("Turn {}: had you {}, {name} would have said: “{}”", one.turn, one.instead, one.reply),
    }
}
