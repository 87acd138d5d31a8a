//! How much a line's condition asks for.

use crate::persona::Condition;

/// The number of tests in a condition; the most specific line wins. Of alternatives the most
/// demanding one counts.
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
    use super::*;
    use crate::negotiation::Act;
    use crate::persona::Range;

    #[test]
    fn counts_every_test_and_of_alternatives_the_most_demanding() {
        let low = Some(Range { at_least: None, at_most: Some(40) });
        let tense = Condition { act: Some(Act::Offer), tension: low, ..Condition::default() };
        let after = Condition { after: vec!["greeted".to_owned()], ..Condition::default() };
        let both = Condition {
            trust: low,
            any: vec![after.clone(), tense],
            not: Some(Box::new(after)),
            ..Condition::default()
        };
        assert_eq!(specificity(&Condition::default()), 0);
        assert_eq!(specificity(&both), 4);
    }
}
