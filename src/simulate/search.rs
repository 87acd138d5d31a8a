//! The search for exploits: random policies against the learner who applies what is taught.

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::arena::{Arena, Step};
use super::negotiator::Negotiator;
use super::style::{FirstOffer, Pace, Style, Talk};
use crate::counterpart::Move;

/// Policies that leave out so much of what is taught must not win.
const IGNORES_TOO_MUCH: usize = 2;

/// A policy that was tried.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    /// Its number in the search.
    pub policy: u32,
    /// Its switches, pace, ambition and talk.
    #[serde(skip)]
    pub style: Style,
    /// The same in words.
    pub about: String,
    /// What is taught and it leaves out.
    pub ignores: Vec<&'static str>,
    /// Mean gain over the seeds.
    pub gain: f64,
    /// Mean gain less that of the integrative learner on the same seeds.
    pub ahead: f64,
    /// Half the 95 % interval of that difference.
    pub within: f64,
}

impl Tried {
    /// Whether it wins although it ignores what is taught.
    pub fn is_exploit(&self) -> bool {
        self.ahead > self.within && self.ignores.len() >= IGNORES_TOO_MUCH
    }
}

/// Plays `policies` random policies on `runs` seeds each; the best first. `tick` is called after each policy.
pub fn search(arena: &Arena, policies: u32, runs: u32, seed: u64, mut tick: impl FnMut()) -> Vec<Tried> {
    let seeds = || (0..u64::from(runs)).map(|k| seed.wrapping_add(k));
    let good = Style::integrative();
    let par: Vec<f64> = seeds().map(|at| arena.play(&mut Negotiator::new(good.clone(), at), at).gain).collect();
    let mut tried: Vec<Tried> = (0..policies)
        .map(|policy| {
            let style = random_style(seed ^ (u64::from(policy) << 20) ^ 0x0e49_1017);
            let mut undercut = false;
            let mut gain = |at: u64| {
                let learner = &mut Negotiator::new(style.clone(), at);
                let bids_against_itself = |step: Step| undercut |= step.reply.is_some_and(is_alone);
                arena.watch(learner, at, bids_against_itself).gain
            };
            let gains: Vec<f64> = seeds().map(&mut gain).collect();
            let differences: Vec<f64> = gains.iter().zip(&par).map(|(gain, par)| gain - par).collect();
            let (ahead, within) = super::measure::mean_within(&differences);
            tick();
            Tried {
                policy,
                about: about(&style),
                ignores: ignores(&style, undercut),
                gain: gains.iter().sum::<f64>() / f64::from(runs.max(1)),
                style,
                ahead,
                within,
            }
        })
        .collect();
    tried.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    tried
}

fn is_alone(reply: &Move) -> bool {
    reply.rules.iter().any(|rule| rule.id == "engine.alone")
}

/// What is taught and a style leaves out. Composure it loses by shock, or when it really bid against itself: one that
/// would, but sits where it is, does as it should.
pub fn ignores(style: &Style, undercut: bool) -> Vec<&'static str> {
    let shrinking = matches!(style.pace, Pace::Decreasing | Pace::Mirror | Pace::Micro | Pace::Halve);
    let grounds = style.reason || style.talk != Talk::Plain;
    let taught = [
        ("packages", style.packages),
        ("asking", style.asks || style.ideas || style.talk == Talk::Questions),
        ("grounds", grounds || style.challenge),
        ("trading", style.trade),
        ("shrinking steps", shrinking),
        ("a believable opening", (0.75..=1.6).contains(&style.ambition)),
        ("guarding the limit", !style.leaks),
        ("composure", !style.flinches && !undercut),
        ("honesty", !style.lies),
        ("no early split", !style.splits),
        ("a last offer that was earned", style.last_offer.is_none()),
    ];
    taught.into_iter().filter(|(_, applied)| !applied).map(|(name, _)| name).collect()
}

fn about(style: &Style) -> String {
    let switches = [
        (style.packages, "packages"),
        (style.asks, "asks"),
        (style.ideas, "ideas"),
        (style.reason, "reason"),
        (style.challenge, "challenge"),
        (style.trade, "trade"),
        (style.way_out, "way out"),
        (style.calibrated, "calibrated"),
        (style.checks, "checks"),
        (style.leaks, "leaks"),
        (style.flinches, "flinches"),
        (style.splits, "splits"),
        (style.lies, "lies"),
        (!style.waits, "bids against itself"),
        (!style.heeds, "ignores warnings"),
    ];
    let on: Vec<&str> = switches.into_iter().filter(|(on, _)| *on).map(|(_, name)| name).collect();
    let last = style.last_offer.map_or(String::new(), |share| format!(", last offer {share:.1}"));
    let (pace, talk) = (style.pace, style.talk);
    format!("opens at {:.1}, {pace:?} to {:.1}{last}, talk {talk:?}: {}", style.ambition, style.goal, on.join(", "))
}

/// A policy drawn at random: every switch by a coin, pace, ambition and talk from all there are.
pub fn random_style(seed: u64) -> Style {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let share = rng.random_range(0.2..0.9);
    let paces = [
        Pace::Curve(rng.random_range(0.2..2.5)),
        Pace::Decreasing,
        Pace::Constant,
        Pace::Increasing,
        Pace::Mirror,
        Pace::Micro,
        Pace::Halve,
        Pace::Nibble(rng.random_range(0.02..0.15)),
        Pace::Crumbs,
        Pace::TakeBack,
        Pace::Jump(share),
        Pace::Sit,
    ];
    let talks = [Talk::Plain, Talk::Plain, Talk::Questions, Talk::Reasons, Talk::Everything, Talk::EverythingAlways];
    let pace = paces.choose(rng).copied().unwrap_or(Pace::Sit);
    let talk = talks.choose(rng).copied().unwrap_or(Talk::Plain);
    let late = rng.random_bool(0.08);
    let mut coin = |share: f64| rng.random_bool(share);
    Style {
        pace,
        talk,
        packages: coin(0.6),
        asks: coin(0.5),
        ideas: coin(0.3),
        wishes: coin(0.3),
        reason: coin(0.5),
        precise: coin(0.5),
        too_precise: false,
        challenge: coin(0.5),
        checks: coin(0.5),
        trade: coin(0.5),
        way_out: coin(0.5),
        calibrated: coin(0.5),
        waits: coin(0.5),
        heeds: coin(0.5),
        leaks: coin(0.2),
        flinches: coin(0.2),
        splits: coin(0.2),
        lies: coin(0.2),
        first_offer: if late { FirstOffer::Late } else { FirstOffer::Early },
        last_offer: coin(0.25).then_some(share),
        ambition: rng.random_range(0.6..2.4),
        goal: rng.random_range(0.0..0.8),
        noise: 0.02,
    }
}
