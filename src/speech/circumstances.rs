//! What a line's condition is measured against.

use std::collections::BTreeSet;

use crate::counterpart::LearnerMove;
use crate::negotiation::{Choice, Package};
use crate::persona::{Bound, Condition};

/// How the talk stands when a line is chosen.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// What the learner has just done; the default where nothing has been said yet.
    pub learner: &'a LearnerMove,
    /// Ids of rules fired, interests told, claims made and facts cited so far.
    pub happened: &'a BTreeSet<String>,
    /// Trust, 0 to 100.
    pub trust: i32,
    /// Tension, 0 to 100.
    pub tension: i32,
    /// Turns without earned progress that are left to it.
    pub patience: f64,
    /// The turn's number, from 1; 0 for the opening.
    pub turn: u32,
    /// Learner moves that are left after this one.
    pub turns_left: u32,
}

impl Circumstances<'_> {
    /// Whether all that a condition asks for is so.
    pub fn meet(&self, condition: &Condition) -> bool {
        let state = |range: Option<crate::persona::Range>, value: i32| range.is_none_or(|range| range.holds(value));
        condition.act.is_none_or(|act| self.learner.does(act))
            && condition.offer.iter().all(|(issue, bound)| self.offered_within(issue, bound))
            && state(condition.trust, self.trust)
            && state(condition.tension, self.tension)
            && state(condition.patience, self.patience.floor() as i32)
            && state(condition.turn, whole(self.turn))
            && state(condition.turns_left, whole(self.turns_left))
            && condition.after.iter().all(|id| self.happened.contains(id))
            && (condition.any.is_empty() || condition.any.iter().any(|one| self.meet(one)))
            && condition.not.as_ref().is_none_or(|not| !self.meet(not))
    }

    /// Whether the learner's offer of this turn names an issue and keeps within its bound.
    fn offered_within(&self, issue: &str, bound: &Bound) -> bool {
        let named = self.learner.named.iter().any(|name| name == issue);
        let choice = self.learner.offer.as_ref().and_then(|Package(choices)| choices.get(issue));
        named && choice.is_some_and(|choice| within(choice, bound))
    }
}

fn within(choice: &Choice, bound: &Bound) -> bool {
    match (choice, bound) {
        (Choice::Number(figure), Bound::Figure { at_least, at_most }) => {
            at_least.is_none_or(|low| *figure >= low) && at_most.is_none_or(|high| *figure <= high)
        }
        (Choice::Option(id), Bound::OneOf(ids)) => ids.contains(id),
        _ => false,
    }
}

fn whole(turns: u32) -> i32 {
    i32::try_from(turns).unwrap_or(i32::MAX)
}

/// How much a condition asks for: the number of tests in it. The most specific line wins.
pub(super) fn specificity(condition: &Condition) -> usize {
    let states = [condition.trust, condition.tension, condition.patience, condition.turn, condition.turns_left];
    usize::from(condition.act.is_some())
        + condition.offer.len()
        + states.iter().flatten().count()
        + condition.after.len()
        + condition.any.iter().map(specificity).max().unwrap_or(0)
        + condition.not.as_ref().map_or(0, |not| specificity(not))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::collections::BTreeMap;

    use super::*;
    use crate::negotiation::{Act, Quantity};
    use crate::persona::Range;

    fn offer_of(price: i64) -> LearnerMove {
        LearnerMove {
            acts: vec![Act::Offer],
            offer: Some(Package(BTreeMap::from([("price".to_owned(), Choice::Number(Quantity::whole(price)))]))),
            named: vec!["price".to_owned()],
            ..LearnerMove::default()
        }
    }

    fn low_and_calm() -> Condition {
        let at_most = Bound::Figure { at_least: None, at_most: Some(Quantity::whole(5400)) };
        Condition {
            act: Some(Act::Offer),
            offer: BTreeMap::from([("price".to_owned(), at_most)]),
            tension: Some(Range { at_least: None, at_most: Some(40) }),
            after: vec!["greeted".to_owned()],
            ..Condition::default()
        }
    }

    fn at<'a>(learner: &'a LearnerMove, happened: &'a BTreeSet<String>, tension: i32) -> Circumstances<'a> {
        Circumstances { learner, happened, trust: 50, tension, patience: 6.5, turn: 2, turns_left: 9 }
    }

    #[test]
    fn every_part_of_a_condition_must_hold() {
        let greeted = BTreeSet::from(["greeted".to_owned()]);
        let nothing = BTreeSet::new();
        let (low, fair) = (offer_of(5400), offer_of(5450));
        let condition = low_and_calm();
        assert!(at(&low, &greeted, 40).meet(&condition));
        assert!(!at(&fair, &greeted, 40).meet(&condition), "the figure is above the bound");
        assert!(!at(&low, &greeted, 41).meet(&condition), "too tense");
        assert!(!at(&low, &nothing, 40).meet(&condition), "nothing has happened yet");
        assert_eq!(specificity(&condition), 4);
    }

    #[test]
    fn any_and_not_nest() {
        let happened = BTreeSet::new();
        let low = offer_of(5400);
        let condition = Condition {
            any: vec![Condition { act: Some(Act::Accept), ..Condition::default() }, low_and_calm()],
            not: Some(Box::new(Condition { after: vec!["greeted".to_owned()], ..Condition::default() })),
            ..Condition::default()
        };
        assert!(!at(&low, &happened, 10).meet(&condition));
        let easier = Condition { any: vec![Condition::default()], ..condition };
        assert!(at(&low, &happened, 10).meet(&easier));
    }

    #[test]
    fn patience_counts_in_whole_turns() {
        let (learner, happened) = (LearnerMove::default(), BTreeSet::new());
        let short = Condition { patience: Some(Range { at_least: None, at_most: Some(6) }), ..Condition::default() };
        assert!(at(&learner, &happened, 10).meet(&short));
    }
}
