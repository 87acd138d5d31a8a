//! Pairs of learners that differ in one thing that is taught: does the better arm earn more?

use super::style::{Pace, Style};

/// Two styles that differ in one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// What differs.
    pub name: &'static str,
    /// As taught.
    pub better: Style,
    /// As not to.
    pub worse: Style,
}

/// A change of a style.
type Change = fn(&mut Style);

const TAUGHT: &[(&str, Change)] = &[
    ("reason with the anchor / none", |style| style.reason = false),
    ("precise / round", |style| style.precise = false),
    ("challenge / bare counter", |style| {
        style.challenge = false;
        style.reason = false;
    }),
    ("traded / unilateral", |style| style.trade = false),
    ("decreasing / constant steps", |style| style.pace = Pace::Constant),
    ("decreasing / increasing steps", |style| style.pace = Pace::Increasing),
    ("asks first / not", |style| style.asks = false),
    ("guards limit / leaks", |style| style.leaks = true),
    ("waits / bids against itself", |style| style.waits = false),
    ("packages / single issue", |style| style.packages = false),
    ("ambitious 1.2 / timid .6", |style| style.ambition = 0.6),
    ("ambitious 1.2 / extreme 2", |style| style.ambition = 2.0),
    ("calm way out / none", |style| style.way_out = false),
    ("no flinch / flinch", |style| style.flinches = true),
    ("calibrated question / none", |style| style.calibrated = false),
    ("no early split / early split", |style| style.splits = true),
];

/// The pairs around good play: everything that is taught against all but one.
pub fn around_good_play() -> Vec<Pair> {
    let pair = |(name, change): &(&'static str, Change)| {
        let better = Style::integrative();
        let mut worse = better.clone();
        change(&mut worse);
        // A bare counter has neither question nor reason; alone, the challenge makes the difference.
        let better =
            if *name == "challenge / bare counter" { Style { reason: false, asks: false, ..better } } else { better };
        let worse = if *name == "challenge / bare counter" { Style { asks: false, ..worse } } else { worse };
        Pair { name, better, worse }
    };
    TAUGHT.iter().map(pair).collect()
}

/// The pairs around a plain price haggler: one thing added, or one mistake made.
pub fn around_plain_haggling() -> Vec<Pair> {
    let plain = Style::haggler;
    let added = |name, change: Change| {
        let mut better = plain();
        change(&mut better);
        Pair { name, better, worse: plain() }
    };
    let mistaken = |name, change: Change| {
        let mut worse = plain();
        change(&mut worse);
        Pair { name, better: plain(), worse }
    };
    vec![
        added("+ reason", |s| s.reason = true),
        added("+ precise", |s| s.precise = true),
        added("+ challenge", |s| s.challenge = true),
        added("+ trade", |s| s.trade = true),
        added("+ ask", |s| s.asks = true),
        added("+ packages", |s| s.packages = true),
        added("+ asks + packages", |s| (s.asks, s.packages) = (true, true)),
        added("+ calm way out", |s| s.way_out = true),
        added("+ calibrated", |s| s.calibrated = true),
        mistaken("- constant steps", |s| s.pace = Pace::Constant),
        mistaken("- increasing steps", |s| s.pace = Pace::Increasing),
        mistaken("- leak", |s| s.leaks = true),
        mistaken("- self-bid", |s| s.waits = false),
        mistaken("- flinch", |s| s.flinches = true),
        mistaken("- early split", |s| s.splits = true),
        mistaken("- timid .6", |s| s.ambition = 0.6),
        mistaken("- extreme 2", |s| s.ambition = 2.0),
    ]
}
