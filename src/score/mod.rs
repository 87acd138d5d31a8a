//! What a finished session was worth and what it shows.

mod debrief;

pub use debrief::{
    Counterfactual, Debrief, Dials, FairPoint, Hidden, HiddenClaim, HiddenInterest, Left, Outcome, Reach, Row,
};
