//! What replay proves, in words: one move replaced, the immediate answer, nothing beyond.

use crate::score::{BEST_ACCEPTED, Counterfactual, Debrief, Row, concept};
use crate::session::Input;

use super::blocks::Block;
use super::case::Case;

/// The most replays that are told: the ones that would have mattered most.
const MOST: usize = 2;

/// The replays that would have mattered most, in the order of the turns, without those that were told before.
pub(super) fn others<'a>(debrief: &'a Debrief, before: &[&Counterfactual]) -> Vec<&'a Counterfactual> {
    let mut best = worth_telling(debrief);
    best.retain(|one| !before.contains(one));
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
    best
}

/// Whether replays tell of a deal that would have been signed.
pub(super) fn tell_a_signature(replays: &[&Counterfactual]) -> bool {
    replays.iter().any(|one| one.kind == BEST_ACCEPTED)
}

/// Replays under their heading.
pub(super) fn told(case: &Case<'_>, debrief: &Debrief, replays: &[&Counterfactual]) -> Vec<Block> {
    if replays.is_empty() {
        return Vec::new();
    }
    let told = replays.iter().map(|one| Block::Text(sentence(case, debrief, one)));
    [Block::Heading("The same turn, played another way".into())].into_iter().chain(told).collect()
}

/// The replays that the told rows tell of.
pub(super) fn of_rows(debrief: &Debrief) -> Vec<&Counterfactual> {
    debrief.rows.iter().filter(|row| debrief.tells(row)).filter_map(|row| proof(debrief, row)).collect()
}

/// The replay that prices a row.
pub(super) fn proof<'a>(debrief: &'a Debrief, row: &Row) -> Option<&'a Counterfactual> {
    let of_row = |one: &&Counterfactual| Some(one.turn) == row.turn && Some(one.difference) == row.cost;
    let alternatives = concept(row.concept).map_or(&[][..], |concept| concept.alternatives);
    debrief.counterfactuals.iter().filter(of_row).find(|one| alternatives.contains(&one.kind.as_str()))
}

/// What a replay says and what it doesn't.
pub(super) const NOTE: &str = "“Had you” is your own talk replayed with that one move changed: the answer there and then, not how the rest would have gone.";

/// The replays worth telling. A deal that would have been signed is told only where it beats what the learner came
/// away with: a signature below the fallback is no missed chance.
pub(super) fn worth_telling(debrief: &Debrief) -> Vec<&Counterfactual> {
    let came_away_with = debrief.outcome.package.as_ref().map_or(0, |_| debrief.outcome.learner.max(0));
    let missed = |one: &&Counterfactual| one.kind != BEST_ACCEPTED || one.learner_gain > came_away_with;
    debrief.counterfactuals.iter().filter(|one| one.difference > 0).filter(missed).collect()
}

/// One replay in a sentence.
pub(super) fn sentence(case: &Case<'_>, debrief: &Debrief, one: &Counterfactual) -> String {
    let (name, outcome) = (case.counterpart, &debrief.outcome);
    match (&one.package, one.kind.as_str()) {
        (Some(package), BEST_ACCEPTED) => {
            let deal = case.words(package);
            let (than, better) = match outcome.package {
                Some(_) if outcome.learner >= 0 => ("than your deal", one.learner_gain - outcome.learner),
                _ => ("than your walk-away", one.learner_gain),
            };
            let better = case.money().amount(better);
            format!("Turn {}: {name} would have signed {deal}, {better} better for you {than}.", one.turn)
        }
        _ => format!("Turn {}: had you {}, {}", one.turn, instead(one), answer(case, one)),
    }
}

/// What the answer would have been, as the second half of a sentence.
pub(super) fn answer(case: &Case<'_>, one: &Counterfactual) -> String {
    let name = case.counterpart;
    match &one.package {
        Some(package) => format!(
            "{name}'s answer would have been {}: {} better for you.",
            case.words(package),
            case.money().amount(one.difference)
        ),
        None => format!("{name} would have said: “{}”", one.reply),
    }
}

/// The other move by its words, where it has some: they can be used again.
pub(super) fn instead(one: &Counterfactual) -> String {
    match &one.input {
        Input::Say(text) => format!("said “{text}”"),
        Input::Offer(offer) => match offer.say.as_ref().or(offer.ask.as_ref()) {
            Some(text) if ADDED.contains(&one.kind.as_str()) => format!("added “{text}” to that offer"),
            _ => one.instead.clone(),
        },
        _ => one.instead.clone(),
    }
}

/// Alternatives that keep the offer and put words beside it.
const ADDED: &[&str] = &["ask_in_return", "check_claim", "calibrated"];
