//! The counterpart's mind: numbers decide, rules bend, one guard holds.
//!
//! Every effect is recorded as a [`Fired`] with a stable id and the share of the room it moved the aspiration by: positive
//! toward the learner, negative where it hardened or kept something back, 0 where it acts through something else.
//! By rows of the concepts:
//!
//! | row | rule | what happened |
//! |---|---|---|
//! | 4 | `engine.side_issue` | an offer brought in an issue nobody had spoken of; only then does it use it |
//! | 5 | `engine.logroll` | the offer gave on one issue and took on another: that share of what came back |
//! | 14 | `engine.batna`, `engine.threat` | a way out named calmly, or as a threat |
//! | 17 | `engine.trap` | near the end without a zone: as good a package as it has, below the learner's limit |
//! | 18 | `engine.sunk_cost` | it pointed to the time spent, with a package the learner had better refuse |
//! | 19, 21 | `engine.anchor`, `engine.extreme`, `engine.extreme_again` | the first number pulled; or was not believed |
//! | 22, 23 | `engine.anchor_reason`, `engine.anchor_precise`, `engine.false_precision` | its reason and its digits |
//! | 24 | `engine.room` | it would have taken this, had the learner moved twice before |
//! | 26 | `engine.bare_counter` | half a step kept back from a bare counter |
//! | 27 | `engine.challenge`, `engine.basis` | its weak basis gave way in time; its basis told, late or sound |
//! | 28 | `engine.re_anchor` | a number with ground took its own off the table |
//! | 30, 31 | `engine.flinch`, `engine.timid` | shock read; an opening inside the zone read |
//! | 32, 45 | `engine.unlocked` | a wish that was told opened its issue |
//! | 34 | `engine.criteria` | a fact of the case moved it |
//! | 36 | `engine.leak` | the true limit was told; 39: `engine.hurry` |
//! | 43, 48 | `engine.claim`, `engine.claim_softens`, `engine.claim_falls`, `engine.claim_stands`, `engine.claim_believed` | it claimed; and what became of it |
//! | 44 | `engine.fabrication`, `engine.fabrication_unseen` | a made-up offer, seen through or not |
//! | 46, 6 | `engine.interest`, `engine.hint`, `engine.priority` | what it told when asked |
//! | 47 | `engine.lean` | which way an idea or an issue pulls |
//! | 49 | `engine.calibrated` | it proposed its own way out of an infeasible demand |
//! | 63 | `engine.reciprocity`, `engine.unasked`, `engine.pocket` | given back for an ask; half matched; pocketed |
//! | 64 | `engine.shape`, `engine.unlimited` | shrinking steps rewarded; steps that never shrink |
//! | 68 | `engine.bundle` | the share of what came back because several issues moved |
//! | 72 | `engine.past_limit` | an offer below the learner's own limit: it asked for more |
//! | 74 | `engine.split`, `engine.split_early` | the middle taken, or taken for weakness |
//! | 78 | `engine.quiet`, `engine.alone` | its planted silence; a bid against oneself |
//! | 79 | `engine.price_only` | price-only talk answered in kind |
//! | 85 | `engine.hostility`, `engine.tone.*` | moods |
//! | - | `engine.time`, `engine.still`, `engine.talk`, `engine.warn`, `engine.accept`, `engine.last_turn`, `engine.break_off`, `engine.guard` | the course of the talk |

mod accept;
mod anchor;
mod aspiration;
mod choose;
mod constants;
mod credit;
mod decide;
mod guard;
mod honesty;
mod mind;
mod mirror;
mod moves;
mod opponent;
mod press;
mod reciprocity;
mod rules;
mod stage;
mod step;
mod tell;
mod turn;
mod words;

pub use decide::decide;
pub use mind::Mind;
pub use moves::{Fired, Lean, LearnerMove, Mood, Move, State};
pub use rules::Circumstances;
pub use stage::Stage;
pub use turn::Moment;
