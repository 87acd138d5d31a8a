//! An offer that the learner claims to hold and does not (row 44): sometimes it is seen through, and then
//! it costs far more than the honest hint at other ways would have earned.

use rand::{Rng, RngExt};

use super::constants::*;
use super::mind::Mind;
use super::turn::Turn;
use crate::negotiation::{Act, Choice};
use crate::persona::Persona;

/// Checks a claimed offer against the learner's own brief.
pub(super) fn check(turn: &mut Turn, mind: &mut Mind, rng: &mut impl Rng) {
    if !is_made_up(turn) {
        return;
    }
    mind.lies += 1;
    if mind.lies < 2 && !rng.random_bool(LIE_CHECKED) {
        turn.fired("engine.fabrication_unseen", 0.0);
        return;
    }
    mind.feel(-LIE_TRUST, LIE_TENSION);
    mind.patience -= LIE_PATIENCE;
    mind.harden(HARDEN_LIE);
    let to = mind.floor + RAISE_LIE * turn.stage.range();
    mind.raise(turn.stage, to, turn.standing);
    turn.arguments.retain(|(rule, _)| *rule != "engine.batna");
    // What it sees through is no good point.
    turn.answers.retain(|act| *act != Act::Acknowledge);
    turn.answer(Act::CallBluff);
    turn.fired("engine.fabrication", -HARDEN_LIE);
}

/// Whether a better figure is claimed than the brief knows of.
fn is_made_up(turn: &Turn) -> bool {
    let persona = &*turn.stage.persona;
    let Some(price) = persona.agenda.price() else { return false };
    let Some(Choice::Number(claimed)) = turn.learner.competing.0.get(&price.id) else { return false };
    let worth = |figure| persona.learner.values.of_choice(&price.id, &Choice::Number(figure));
    let figures = figures_known(persona);
    let near = |known: &f64| (known - claimed.as_f64()).abs() <= LIE_WITHIN * known.abs();
    let known = figures.iter().filter_map(|figure| crate::negotiation::Quantity::from_f64(*figure));
    let no_better = known.map(worth).any(|known| known >= worth(*claimed));
    !figures.iter().any(near) && !no_better
}

/// The figures of the learner's way out, of those it could have, and its limit in the price's own unit.
fn figures_known(persona: &Persona) -> Vec<f64> {
    let batna = &persona.learner.batna;
    let texts = std::iter::once(&batna.text).chain(batna.improve.iter().map(|better| &better.text));
    let stated = texts.flat_map(|text| figures_in(text));
    let within = |figure: &f64| match persona.agenda.price().map(|price| &price.kind) {
        // A figure far outside what the price can be is a date, a size or a count.
        Some(crate::negotiation::Kind::Numeric(scale)) => {
            (0.5 * scale.min.as_f64()..=2.0 * scale.max.as_f64()).contains(figure)
        }
        _ => true,
    };
    stated.filter(within).collect()
}

fn figures_in(text: &str) -> Vec<f64> {
    let kept: String = text.chars().filter(|c| *c != ',').collect();
    kept.split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter_map(|word| word.trim_matches('.').parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_in_a_sentence() {
        assert_eq!(figures_in("A dealer asks £7,100, or 6.5 a day."), [7100.0, 6.5]);
    }
}
