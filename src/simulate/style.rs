//! How a reference learner negotiates, as switches: the pairs of the calibration differ in one.

/// How a learner comes down from its first offer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pace {
    /// By the clock, Faratin's curve with exponent e (below 1 late, above 1 early).
    Curve(f64),
    /// Steps that shrink to three quarters each.
    Decreasing,
    /// Equal steps.
    Constant,
    /// Steps that grow.
    Increasing,
    /// As much as the counterpart just gave, in the learner's worth.
    Mirror,
    /// The smallest step, and only after the counterpart moved (de Jonge 2022).
    Micro,
    /// Halfway to the counterpart's package, every turn.
    Halve,
    /// Equal steps of a share of Z every turn.
    Nibble(f64),
    /// One step of the price every turn.
    Crumbs,
    /// A concession, then back again, and so on.
    TakeBack,
    /// One jump to a share of Z, then never again.
    Jump(f64),
    /// Never.
    Sit,
}

/// What a learner says beside its offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Talk {
    /// Only what the switches say.
    Plain,
    /// A question on yet another topic every turn.
    Questions,
    /// The same reasons every turn.
    Reasons,
    /// Every act of the book at the first offer.
    Everything,
    /// Every act of the book every turn.
    EverythingAlways,
}

/// A learner's style.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// Ambition of the first offer, as a share of Z₁ over the reservation value.
    pub ambition: f64,
    /// Where its concessions end, as a share of Z over the reservation value.
    pub goal: f64,
    /// How it comes down.
    pub pace: Pace,
    /// Whether offers name every issue.
    pub packages: bool,
    /// Whether it asks what matters before it offers.
    pub asks: bool,
    /// Whether the first offer comes with a reason.
    pub reason: bool,
    /// Whether the first figure is precise.
    pub precise: bool,
    /// Whether it is precise to the penny instead.
    pub too_precise: bool,
    /// Whether it asks what the opening rests on.
    pub challenge: bool,
    /// Whether concessions come with an ask.
    pub trade: bool,
    /// Whether it doubts what the counterpart claims.
    pub checks: bool,
    /// Whether it tries ideas before its first offer.
    pub ideas: bool,
    /// Whether it tells what it wants most beside the price.
    pub wishes: bool,
    /// Whether it makes up an offer from somebody else.
    pub lies: bool,
    /// Whether it names a way out calmly.
    pub way_out: bool,
    /// Whether it asks how it is supposed to do that.
    pub calibrated: bool,
    /// Whether it waits out a silence.
    pub waits: bool,
    /// Whether it takes what it can sign once it is warned.
    pub heeds: bool,
    /// Whether it tells its limit.
    pub leaks: bool,
    /// Whether it shows shock.
    pub flinches: bool,
    /// Whether it proposes the middle early.
    pub splits: bool,
    /// Whether it makes an offer before its last turn.
    pub first_offer: FirstOffer,
    /// A last offer on the last turn, as a share of Z.
    pub last_offer: Option<f64>,
    /// What it says beside that.
    pub talk: Talk,
    /// How much its figures waver, as a share of Z.
    pub noise: f64,
}

/// Where a learner who applies everything stops conceding, as a share of Z.
const GOOD_GOAL: f64 = 0.7;

/// When the first offer is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstOffer {
    /// At once, or after the questions.
    Early,
    /// Never before the last turn's.
    Late,
}

impl Style {
    /// A plain price haggler: names figures, says nothing, makes no mistake beside that.
    pub fn haggler() -> Style {
        Style {
            ambition: 1.2,
            goal: 0.0,
            pace: Pace::Decreasing,
            packages: false,
            asks: false,
            reason: false,
            precise: false,
            too_precise: false,
            checks: false,
            ideas: false,
            wishes: false,
            lies: false,
            challenge: false,
            trade: false,
            way_out: false,
            calibrated: false,
            waits: true,
            heeds: true,
            leaks: false,
            flinches: false,
            splits: false,
            first_offer: FirstOffer::Early,
            last_offer: None,
            talk: Talk::Plain,
            noise: 0.02,
        }
    }

    /// Everything that is taught, applied.
    pub fn integrative() -> Style {
        Style {
            packages: true,
            asks: true,
            reason: true,
            precise: true,
            challenge: true,
            trade: true,
            way_out: true,
            calibrated: true,
            checks: true,
            goal: GOOD_GOAL,
            ..Style::haggler()
        }
    }

    /// A price concession curve that gives way to silence and asks for nothing.
    pub fn by(pace: Pace) -> Style {
        Style { pace, waits: false, trade: false, ambition: 1.0, ..Style::haggler() }
    }
}
