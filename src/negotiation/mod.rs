//! The mathematics of negotiation: issues, outcomes, values, offers, protocol,
//! frontier and solution points. Knows nothing of personas, words or clocks.

mod act;
mod frontier;
mod issue;
mod money;
mod protocol;
mod quantity;
mod solutions;
mod space;
mod values;

pub use act::Act;
pub use frontier::{Limits, MOST_TIES, Point, frontier};
pub use issue::{Agenda, Choice, Issue, Kind, Outcome, Package, Scale, Terms};
pub use money::Money;
pub use protocol::{Action, Pending, Protocol, Refusal, Status};
pub use quantity::{LARGEST, Quantity};
pub use solutions::{Analysis, integrative_potential};
pub use space::{DealSpace, MOST_DEALS};
pub use values::{Values, Worth};
