//! What a challenge's attempts come to: which count, and how they compare with each other.

use std::collections::BTreeSet;

use super::attempt::{Attempt, Figures, GIVEN_UP};
use super::challenge::{Challenge, Extension};
use super::counting::counted;
use super::norm::t_score;

/// Settles a rated challenge: marks the attempts that count and gives every run that ended in time its T scores. A cell is
/// challenge x role x variant x ruleset; the challenge pins role and variant, so runs are compared within a ruleset.
/// In practice nothing counts and nothing is compared.
pub fn settle(challenge: &Challenge, extensions: &[Extension], attempts: &mut [Attempt]) {
    let extension = |person: &str| extensions.iter().find(|extension| extension.person == person);
    let people: BTreeSet<String> = attempts.iter().map(|attempt| attempt.person.clone()).collect();
    for person in people {
        let own: Vec<&mut Attempt> = attempts.iter_mut().filter(|attempt| attempt.person == person).collect();
        choose(challenge, extension(&person), own);
    }
    let mut rulesets: Vec<String> = attempts.iter().map(|attempt| attempt.ruleset.clone()).collect();
    rulesets.sort_unstable();
    rulesets.dedup();
    for ruleset in rulesets {
        compare(challenge, attempts.iter_mut().filter(|attempt| attempt.ruleset == ruleset).collect());
    }
}

/// Marks which of a learner's attempts count and which are runs to be compared; those carry their bare figures until the
/// norms of their cell are known.
fn choose(challenge: &Challenge, extension: Option<&Extension>, own: Vec<&mut Attempt>) {
    let in_time = |attempt: &Attempt| challenge.rated && challenge.in_time(attempt, extension);
    let chosen = counted(challenge.counting, own.iter().map(|attempt| &**attempt).filter(|attempt| in_time(attempt)));
    let chosen = chosen.map(|chosen| chosen.attempts).unwrap_or_default();
    for attempt in own {
        let runs = in_time(attempt) && attempt.status != GIVEN_UP && attempt.figures.overall.is_some();
        attempt.counts = runs && chosen.contains(&attempt.number);
        attempt.t = if runs { attempt.figures } else { Figures::default() };
    }
}

/// T scores of the runs of one cell, against the norm of those that count.
fn compare(challenge: &Challenge, mut cell: Vec<&mut Attempt>) {
    let counting = |figure: usize| -> Vec<f64> {
        let counting = cell.iter().filter(|attempt| attempt.counts);
        counting.filter_map(|attempt| attempt.figures.all()[figure]).collect()
    };
    let references = challenge.reference.all();
    let norms = [0, 1, 2, 3].map(|figure| references[figure].shrunk(&counting(figure)));
    for attempt in &mut cell {
        attempt.t = attempt.t.map(|figure, x| Some(t_score(x, norms[figure])));
    }
}
