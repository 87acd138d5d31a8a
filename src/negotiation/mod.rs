//! The mathematics of negotiation: issues, outcomes, values, offers, protocol,
//! frontier and solution points. Knows nothing of personas, words or clocks.

mod act;
mod issue;
mod quantity;
mod space;
mod values;

pub use act::Act;
pub(crate) use issue::thousands;
pub use issue::{Agenda, Choice, Issue, Kind, Outcome, Package, Scale, Terms};
pub use quantity::{LARGEST, Quantity};
pub use space::{DealSpace, MOST_DEALS};
pub use values::{Values, Worth};
