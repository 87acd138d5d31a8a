//! Which rows are told: what this learner can use most, misses that replay can price first.

use std::cmp::Reverse;

use super::component::Component;
use super::debrief::{Counterfactual, Row};
use super::replayed::BEST_ACCEPTED;
use super::rows::concept;

/// The most rows that are told.
const MOST: usize = 8;
/// Of them at least so many are things that went well, where there are as many.
const PRAISE: usize = 3;
/// Rows of one turn, and of one component, that are told among the hits or among the misses.
const OF_ONE_TURN: usize = 2;
const OF_ONE_COMPONENT: usize = 2;
/// Rows that see one and the same thing from two sides: one of them is told.
const ONE_LESSON: &[&[u32]] = &[&[19, 21, 31], &[22, 26, 28], &[43, 48], &[68, 79]];
/// Things to do next time.
const NEXT: usize = 2;

/// Prices misses by the replays that prove them, each replay one row, and keeps of the replays what is told: per turn the best, and
/// those that price a row.
pub(super) fn price(rows: &mut [Row], replays: Vec<Counterfactual>) -> Vec<Counterfactual> {
    let mut told: Vec<bool> = replays.iter().map(|one| one.kind == BEST_ACCEPTED).collect();
    let best = |at: &usize| (replays[*at].difference, Reverse(*at));
    for turn in replays.iter().map(|one| one.turn) {
        let of_turn = |at: &usize| replays[*at].turn == turn && replays[*at].kind != BEST_ACCEPTED;
        if let Some(at) = (0..replays.len()).filter(of_turn).max_by_key(best) {
            told[at] = true;
        }
    }
    let mut used = vec![false; replays.len()];
    for row in rows.iter_mut().filter(|row| row.score.is_some_and(|score| score < 2)) {
        let Some((concept, turn)) = concept(row.concept).zip(row.turn) else { continue };
        let proves = |one: &Counterfactual| one.turn == turn && concept.alternatives.contains(&one.kind.as_str());
        let free = |at: &usize| !used[*at] && proves(&replays[*at]) && replays[*at].difference > 0;
        if let Some(at) = (0..replays.len()).filter(free).max_by_key(best) {
            row.cost = Some(replays[at].difference);
            (told[at], used[at]) = (true, true);
        }
    }
    replays.into_iter().zip(told).filter_map(|(one, told)| told.then_some(one)).collect()
}

/// The concepts to tell, at most eight, so that they are read: grave misses, priced ones, other misses, partials, then the best of what went well.
pub(super) fn choose(rows: &[Row], signed: bool) -> Vec<u32> {
    let mut came_up: Vec<&Row> = rows.iter().filter(|row| row.score.is_some()).collect();
    came_up.sort_by(|a, b| rank(a, signed).partial_cmp(&rank(b, signed)).unwrap_or(std::cmp::Ordering::Equal));
    let (to_work_on, well): (Vec<&Row>, Vec<&Row>) = came_up.into_iter().partition(|row| row.score < Some(2));
    let (to_work_on, well) = (varied(to_work_on), varied(well));
    let praise = well.len().min(MOST.saturating_sub(to_work_on.len()).max(PRAISE));
    let lessons = to_work_on.into_iter().take(MOST - praise);
    lessons.chain(well.into_iter().take(praise)).map(|row| row.concept).collect()
}

/// The first rows of a list that don't all say much the same: few of one turn, few of one component, one of a lesson.
fn varied(rows: Vec<&Row>) -> Vec<&Row> {
    let mut told: Vec<&Row> = Vec::new();
    for row in rows {
        let of_turn = told.iter().filter(|one| row.turn.is_some() && one.turn == row.turn).count();
        let of_component = told.iter().filter(|one| one.component == row.component).count();
        let lesson = ONE_LESSON.iter().find(|lesson| lesson.contains(&row.concept));
        let again = told.iter().any(|one| lesson.is_some_and(|lesson| lesson.contains(&one.concept)));
        if of_turn < OF_ONE_TURN && of_component < OF_ONE_COMPONENT && !again {
            told.push(row);
        }
    }
    told
}

/// A deal signed below one's own walk-away, and a limit told: what they cost shows in no one answer, and they come before
/// all others.
fn is_grave(row: &Row, signed: bool) -> bool {
    row.score == Some(0) && (row.concept == 36 || (row.concept == 17 && signed))
}

/// Score, grave misses first, priced before unpriced, the dearest first, then the component's weight, then the number.
fn rank(row: &Row, signed: bool) -> (u8, bool, bool, i64, f64, u32) {
    let cost = row.cost.unwrap_or(0);
    (row.score.unwrap_or(u8::MAX), !is_grave(row, signed), cost == 0, -cost, -weight(row.component), row.concept)
}

/// What explains the outcome matters as much as a middling component.
fn weight(component: Component) -> f64 {
    if component == Component::Outcome { 4.0 } else { component.weight() }
}

/// Two things to do next time: what the weakest rows ask for, of different components where there are two.
pub(super) fn next(rows: &[Row], chosen: &[u32], moves: usize) -> Vec<String> {
    let row = |number: &u32| rows.iter().find(|row| row.concept == *number);
    let weak: Vec<&Row> = chosen.iter().filter_map(row).filter(|row| row.score < Some(2)).collect();
    let first = weak.first();
    let differs = |row: &&&Row| first.is_some_and(|first| row.component != first.component);
    let elsewhere = |row: &&&Row| first.is_some_and(|first| row.turn != first.turn);
    let other = weak.iter().filter(differs).find(elsewhere).or(weak.iter().find(differs)).or(weak.get(1));
    let practice = first.into_iter().chain(other).filter_map(|row| concept(row.concept)).map(|concept| concept.next);
    let rest = if moves < 3 { TOO_SHORT } else { ALL_WELL };
    practice.chain(rest.iter().copied()).take(NEXT).map(str::to_owned).collect()
}

/// When the talk was too short to learn from.
const TOO_SHORT: &[&str] = &[
    "Stay for a few turns next time: ask one question, make one offer, and see what comes back.",
    "Before you start, write down your walk-away and the number you would love to get.",
];

/// When nothing went wrong.
const ALL_WELL: &[&str] = &[
    "Play it again with the difficulty “tough” and keep what worked here.",
    "Write down in one sentence what you would do the same way, and use it in the next real talk.",
];
