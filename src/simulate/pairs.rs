//! Pairs of learners that differ in one thing that is taught: does the better arm earn more?

use super::style::{Pace, Style};

/// Two styles that differ in one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// What differs.
    pub name: &'static str,
    /// Rules of the engine that tell that it came up.
    pub rules: &'static [&'static str],
    /// As taught.
    pub better: Style,
    /// As not to.
    pub worse: Style,
}

/// A change of a style.
type Change = fn(&mut Style);

/// What is taught, the change that leaves it out, and the rules that tell that it came up. Numbers are rows of the
/// concepts.
const TAUGHT: &[(&str, Change, &[&str])] = &[
    ("22 reason with the anchor / none", |style| style.reason = false, &["engine.anchor_reason"]),
    ("23 precise / round", |style| style.precise = false, &["engine.anchor_precise"]),
    ("26 27 challenge / bare counter", |style| style.challenge = false, &["engine.challenge", "engine.bare_counter"]),
    ("28 own reference with ground / without", |style| style.reason = false, &["engine.re_anchor"]),
    ("63 traded / unilateral", |style| style.trade = false, &["engine.reciprocity"]),
    ("64 decreasing / constant steps", |style| style.pace = Pace::Constant, &["engine.shape", "engine.unlimited"]),
    ("64 decreasing / increasing steps", |style| style.pace = Pace::Increasing, &["engine.shape", "engine.unlimited"]),
    ("46 asks first / not", |style| style.asks = false, &["engine.interest", "engine.priority"]),
    ("36 guards limit / leaks", |style| style.leaks = true, &["engine.leak"]),
    ("78 waits / bids against itself", |style| style.waits = false, &["engine.alone"]),
    ("5 68 79 packages / single issue", |style| style.packages = false, &["engine.bundle", "engine.side_issue"]),
    ("43 48 checks the claim / believes it", |style| style.checks = false, &["engine.claim_believed"]),
    ("21 31 ambitious 1.2 / timid .6", |style| style.ambition = 0.6, &["engine.timid"]),
    ("21 ambitious 1.2 / extreme 2", |style| style.ambition = 2.0, &["engine.extreme"]),
    ("14 calm way out / none", |style| style.way_out = false, &["engine.batna"]),
    ("30 no flinch / flinch", |style| style.flinches = true, &["engine.flinch"]),
    ("49 calibrated question / none", |style| style.calibrated = false, &["engine.calibrated"]),
    ("74 no early split / early split", |style| style.splits = true, &["engine.split_early"]),
];

/// Where both arms stop conceding, as a share of Z: they meet in mid-talk. Who holds out longer ends at the counterpart's
/// last word, which swallows small differences.
const GOAL: f64 = 0.5;

/// Good play that both arms have in common.
fn good() -> Style {
    Style { goal: GOAL, ..Style::integrative() }
}

/// The pairs around good play: everything that is taught against all but one; and four that take more than one change.
pub fn around_good_play() -> Vec<Pair> {
    let pair = |(name, change, rules): &(&'static str, Change, &'static [&'static str])| {
        let better = good();
        let mut worse = better.clone();
        change(&mut worse);
        // A bare counter has neither question nor reason; alone, the challenge makes the difference.
        let bare = |style: Style| Style { reason: false, asks: false, goal: 0.2, ..style };
        let (better, worse) = if name.starts_with("26 27") { (bare(better), bare(worse)) } else { (better, worse) };
        Pair { name, rules, better, worse }
    };
    let unreasoned = || Style { reason: false, ..good() };
    let curious = |ideas| Style { asks: false, ideas, ..good() };
    TAUGHT
        .iter()
        .map(pair)
        .chain([
            Pair {
                name: "23 precise / to the penny, no reason",
                rules: &["engine.false_precision"],
                better: unreasoned(),
                worse: Style { too_precise: true, ..unreasoned() },
            },
            Pair {
                name: "47 tries ideas / does not",
                rules: &["engine.lean"],
                better: curious(true),
                worse: curious(false),
            },
            Pair {
                name: "45 tells its wish / its limit",
                rules: &["engine.unlocked", "engine.leak"],
                better: Style { wishes: true, ..good() },
                worse: Style { leaks: true, ..good() },
            },
            Pair {
                name: "44 honest way out / made-up offer",
                rules: &["engine.fabrication"],
                better: good(),
                worse: Style { lies: true, ..good() },
            },
        ])
        .collect()
}

/// The pairs around a plain price haggler: one thing added, or one mistake made.
pub fn around_plain_haggling() -> Vec<Pair> {
    let plain = Style::haggler;
    let added = |name, rules, change: Change| {
        let mut better = plain();
        change(&mut better);
        Pair { name, rules, better, worse: plain() }
    };
    let mistaken = |name, rules, change: Change| {
        let mut worse = plain();
        change(&mut worse);
        Pair { name, rules, better: plain(), worse }
    };
    vec![
        added("22 + reason", &["engine.anchor_reason"], |s| s.reason = true),
        added("23 + precise", &["engine.anchor_precise"], |s| s.precise = true),
        added("27 + challenge", &["engine.challenge"], |s| s.challenge = true),
        added("63 + trade", &["engine.reciprocity"], |s| s.trade = true),
        added("46 + ask", &["engine.interest", "engine.priority"], |s| s.asks = true),
        added("68 + packages", &["engine.bundle"], |s| s.packages = true),
        added("5 + asks + packages", &["engine.bundle"], |s| (s.asks, s.packages) = (true, true)),
        added("43 + checks the claim", &["engine.claim_softens", "engine.claim_falls"], |s| s.checks = true),
        added("14 + calm way out", &["engine.batna"], |s| s.way_out = true),
        added("49 + calibrated", &["engine.calibrated"], |s| s.calibrated = true),
        mistaken("64 - constant steps", &["engine.unlimited"], |s| s.pace = Pace::Constant),
        mistaken("64 - increasing steps", &["engine.unlimited"], |s| s.pace = Pace::Increasing),
        mistaken("36 - leak", &["engine.leak"], |s| s.leaks = true),
        mistaken("78 - self-bid", &["engine.alone"], |s| s.waits = false),
        mistaken("30 - flinch", &["engine.flinch"], |s| s.flinches = true),
        mistaken("74 - early split", &["engine.split_early"], |s| s.splits = true),
        mistaken("21 - timid .6", &["engine.timid"], |s| s.ambition = 0.6),
        mistaken("21 - extreme 2", &["engine.extreme"], |s| s.ambition = 2.0),
    ]
}
