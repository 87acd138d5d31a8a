//! Many sessions at once: means, shares and intervals.

use serde::Serialize;

use super::arena::{Arena, End};
use super::learners::learner;
use super::negotiator::Negotiator;
use super::pairs::Pair;
use super::spoken::Readings;
use super::style::Style;

/// What many sessions of one learner came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// The persona.
    pub persona: String,
    /// The learner.
    pub learner: String,
    /// Sessions played.
    pub runs: u32,
    /// Share that ended with a deal, 0..1.
    pub agreed: f64,
    /// Share that the counterpart broke off, 0..1.
    pub broken_off: f64,
    /// Mean claim C over deals; `None` without one.
    pub claim: Option<f64>,
    /// Mean create K over deals; `None` without one.
    pub create: Option<f64>,
    /// Mean gain (u - r) / Z over all sessions, 0 without a deal.
    pub gain: f64,
    /// Standard deviation of that gain.
    pub spread: f64,
    /// Mean number of learner turns.
    pub turns: f64,
    /// How what it said was read; `None` where nothing was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readings: Option<Readings>,
}

/// Plays a reference learner on seeds `seed..seed + runs`; `None` for an unknown name. `tick` is called after each session.
pub fn summarise(arena: &Arena, name: &str, runs: u32, seed: u64, mut tick: impl FnMut()) -> Option<Summary> {
    let mut gains = Vec::with_capacity(runs as usize);
    let (mut claims, mut creates, mut turns, mut broken) = (Vec::new(), Vec::new(), 0.0, 0u32);
    let mut readings = Readings::default();
    for k in 0..u64::from(runs) {
        let at = seed.wrapping_add(k);
        let (outcome, read) = arena.run(learner(name, at)?.as_mut(), at, |_| {});
        readings.add(&read);
        gains.push(outcome.gain);
        turns += f64::from(outcome.turns);
        broken += u32::from(outcome.end == End::BrokenOff);
        if outcome.deal.is_some() {
            claims.push(outcome.claim);
            creates.push(outcome.create);
        }
        tick();
    }
    let all = f64::from(runs.max(1));
    let (gain, spread) = mean_and_deviation(&gains);
    Some(Summary {
        persona: arena.stage.persona().id.clone(),
        learner: name.to_owned(),
        runs,
        agreed: claims.len() as f64 / all,
        broken_off: f64::from(broken) / all,
        claim: mean(&claims),
        create: mean(&creates),
        gain,
        spread,
        turns: turns / all,
        readings: (readings.messages > 0).then_some(readings),
    })
}

/// What one thing that is taught is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The persona, or `all`.
    pub persona: String,
    /// What differs.
    pub pair: String,
    /// Mean difference of gain, better arm minus worse.
    pub difference: f64,
    /// Half its 95 % interval, over seeds and the learners' wavering.
    pub within: f64,
    /// Mean gain of the better arm; where it is next to nothing, so is any difference.
    pub gain: f64,
    /// Share of seeds in which it came up: a rule of the pair fired in one of its arms. 0 is "does not apply".
    pub applies: f64,
}

/// Plays both arms of a pair on the same seeds, over all the arenas together.
pub fn compare(arenas: &[&Arena], pair: &Pair, runs: u32, seed: u64) -> Comparison {
    let mut differences = Vec::new();
    let (mut came_up, mut gains) = (0, 0.0);
    for arena in arenas {
        for k in 0..u64::from(runs) {
            let at = seed.wrapping_add(k);
            let (better, taught) = arm(arena, &pair.better, pair.rules, at);
            let (worse, missed) = arm(arena, &pair.worse, pair.rules, at);
            differences.push(better - worse);
            gains += better;
            came_up += u32::from(taught || missed);
        }
    }
    let (mean, within) = mean_within(&differences);
    let persona = match arenas {
        [only] => only.stage.persona().id.clone(),
        _ => "all".to_owned(),
    };
    let all = differences.len().max(1) as f64;
    Comparison {
        persona,
        pair: pair.name.to_owned(),
        difference: mean,
        within,
        gain: gains / all,
        applies: f64::from(came_up) / all,
    }
}

/// One arm of a pair: its gain, and whether one of the rules fired.
fn arm(arena: &Arena, style: &Style, rules: &[&str], seed: u64) -> (f64, bool) {
    let mut fired = false;
    let (outcome, _) = arena.run(&mut Negotiator::new(style.clone(), seed), seed, |reply| {
        fired |= reply.rules.iter().any(|rule| rules.contains(&rule.id.as_str()));
    });
    (outcome.gain, fired)
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The mean and half its 95 % interval.
pub(super) fn mean_within(values: &[f64]) -> (f64, f64) {
    let (mean, deviation) = mean_and_deviation(values);
    (mean, 1.96 * deviation / (values.len().max(1) as f64).sqrt())
}

pub(super) fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let mean = mean(values).unwrap_or(0.0);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (values.len().max(2) - 1) as f64).sqrt())
}
