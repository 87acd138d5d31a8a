//! The engine's constants, measured by self-play. Amounts "of the range" are shares of the
//! counterpart's room at the start (its opening's worth less its reservation value).

/// Highest hardening: the aspiration never rises further above its schedule than this.
pub(super) const ERROR_MOST: f64 = 1.15;
/// How fast the last word nears the floor with the share of time that was earned.
pub(super) const LAST_WORD: f64 = 1.0;
/// The same toward a learner whose steps never shrank.
pub(super) const LAST_WORD_UNLIMITED: f64 = 0.5;
/// Share of the schedule that is a straight line; the rest follows Faratin's polynomial.
pub(super) const LINEAR: f64 = 0.35;
/// The schedule is run through after this share of the turns, when each is earned.
pub(super) const CLOCK: f64 = 0.75;
/// What a turn that earns nothing is worth, at full patience.
pub(super) const STALL: f64 = 1.0 / 3.0;
/// A gain of this share of the range earns a full turn.
pub(super) const FULL_GAIN: f64 = 0.10;
/// Turns that one large gain can pay for.
pub(super) const BANK_MOST: f64 = 5.0;
/// Gains count from this far below the reservation value.
pub(super) const SERIOUS: f64 = 0.25;
/// After an opening beyond belief they count from the reservation value only: what was air is no concession.
pub(super) const SERIOUS_AFTER_EXTREME: f64 = 0.0;
/// And they are believed for this share.
pub(super) const CREDIT_AFTER_EXTREME: f64 = 0.6;
/// Every further argument earns this share of the one before, until a real concession.
pub(super) const WORDS_DECAY: f64 = 0.5;
/// Most of the room that one turn can close, time apart.
pub(super) const STEP_MOST: f64 = 0.35;
/// The floor rises by this share of the range at most, for one reason.
pub(super) const RAISE_MOST: f64 = 0.10;
/// The floor rises by this share of the range at most, in all.
pub(super) const RAISE_TOTAL: f64 = 0.30;

/// Share of the room that a first offer closes, per unit of ambition.
pub(super) const ANCHOR: f64 = 0.08;
/// Added when it comes with a reason.
pub(super) const ANCHOR_REASON: f64 = 0.08;
/// Added when its figure has three digits or more that say something.
pub(super) const ANCHOR_PRECISE: f64 = 0.06;
/// From this ambition on an anchor loses its pull.
pub(super) const AMBITION_FADES: f64 = 1.3;
/// From this ambition on it is not believed.
pub(super) const AMBITION_EXTREME: f64 = 1.6;

/// Shares of the range by which words soften the aspiration.
pub(super) const DROP_QUESTION: f64 = 0.03;
pub(super) const DROP_CHALLENGE: f64 = 0.06;
pub(super) const DROP_CLAIM: f64 = 0.04;
/// The calibrated question adds to the largest argument: it asks for no concession, it hands over the problem.
pub(super) const DROP_CALIBRATED: f64 = 0.05;
pub(super) const DROP_BATNA: f64 = 0.12;
pub(super) const DROP_CRITERIA: f64 = 0.05;
/// What the first fitting answer to a wish it was told is worth (rows 32 and 45).
pub(super) const DROP_UNLOCKED: f64 = 0.03;
/// Share of the room that a re-anchor with a reason closes beside its pull, since it withdraws its own (row 28) [.03, .08].
pub(super) const REANCHOR: f64 = 0.05;
/// A re-anchor has at least this ambition...
pub(super) const REANCHOR_AMBITION: f64 = 0.9;
/// ...and is no midpoint: its price keeps this share of the gap away from it.
pub(super) const MIDPOINT: f64 = 0.03;
/// From so many significant digits on, a figure without a reason is false precision (row 23; Loschelder et al. 2016)...
pub(super) const FALSE_PRECISION: u32 = 5;
/// ...and costs so much trust.
pub(super) const FALSE_PRECISION_TRUST: f64 = 10.0;
/// What its own way out of an infeasible demand costs it, as a share of the range (row 49), .10 at most.
pub(super) const OWN_FIX: f64 = 0.08;
/// Facts that still move it.
pub(super) const FACTS_MOST: u32 = 2;
/// A concession that is clearly smaller than those before is rewarded, as a share of the range...
pub(super) const DROP_SHAPE: f64 = 0.08;
/// ...when it gives at least this share of the range...
pub(super) const SHAPE_GAIN: f64 = 0.025;
/// ...at most so often.
pub(super) const SHAPE_MOST: u32 = 3;

/// Hardening by a flinch, a split proposed too early, steps that never shrink, an offer beyond belief, hurry.
pub(super) const HARDEN_FLINCH: f64 = 0.03;
pub(super) const HARDEN_SPLIT: f64 = 0.06;
/// A split proposed too early tells it that the middle would do: its floor rises by this share of the range [.04, .06].
pub(super) const RAISE_SPLIT: f64 = 0.06;
pub(super) const HARDEN_UNLIMITED: f64 = 0.05;
pub(super) const HARDEN_EXTREME: f64 = 0.15;
pub(super) const HARDEN_HURRY: f64 = 0.05;
/// A claim that is soft and was believed (rows 43 and 48) [.03, .08]: harder, and its floor rises.
pub(super) const HARDEN_CLAIM: f64 = 0.05;
pub(super) const RAISE_CLAIM: f64 = 0.03;
/// Steps to which it takes an offer below the learner's own limit for the next (row 72).
pub(super) const HARDEN_PAST_LIMIT: f64 = 0.05;
/// A made-up offer that it sees through (row 44): harder, its floor rises, trust and patience go.
pub(super) const HARDEN_LIE: f64 = 0.10;
pub(super) const RAISE_LIE: f64 = 0.06;
pub(super) const LIE_TRUST: f64 = 40.0;
pub(super) const LIE_TENSION: f64 = 15.0;
pub(super) const LIE_PATIENCE: f64 = 2.0;
/// Chance that it checks a claimed offer; the second is always checked.
pub(super) const LIE_CHECKED: f64 = 0.3;
/// A claimed figure within this share of one that the brief names is no lie.
pub(super) const LIE_WITHIN: f64 = 0.02;
/// An offer beyond belief also makes it dig in: its floor rises by this share of the range.
pub(super) const RAISE_EXTREME: f64 = 0.10;

/// What a concession is worth to it when only one issue moved (row 68).
pub(super) const SINGLE_ISSUE: f64 = 0.8;
/// What is added when the same offer takes on one issue what it gives on another (row 5).
pub(super) const LOGROLL: f64 = 0.2;
/// Offers that moved nothing but the price, from which on it answers in kind (row 79).
pub(super) const PRICE_ONLY: u32 = 2;
/// Before the learner has conceded so often it expects more to come (row 24)...
pub(super) const MOVES_EXPECTED: usize = 2;
/// ...and takes an offer only if it beats its aspiration by this share of the range [.03, .10].
pub(super) const EXPECTED: f64 = 0.06;
/// It closes this share of the range early when two issues or more moved.
pub(super) const PACKAGE_CLOSE: f64 = 0.03;
/// Packages within this share of the range count as equal.
pub(super) const BAND: f64 = 0.02;

/// Tension above which it gives nothing, and above which it leaves.
pub(super) const TENSION_STUCK: f64 = 70.0;
pub(super) const TENSION_LEAVES: f64 = 90.0;
/// Tension below which a way out that is named counts as calm.
pub(super) const TENSION_CALM: f64 = 40.0;
/// It points to the time that was spent from so many turns before the end on (row 18)...
pub(super) const LATE: u32 = 2;
/// ...when the talk has gone on for so many.
pub(super) const LONG_TALK: u32 = 8;
/// It puts its claim forward so many turns after it may first have been silent, if no rule of its own did before.
pub(super) const CLAIM_AFTER_QUIET: u32 = 2;
/// A claim that stood so many turns without a doubt was believed.
pub(super) const CLAIM_BELIEVED: u32 = 2;

/// Patience at which it warns.
pub(super) const PATIENCE_WARN: f64 = 3.0;
