//! A class: challenges and who may play them, what counts, what stays sealed, how people compare. Rules only: no storage,
//! no clock. Times are milliseconds since 1970 (UTC) and are passed in.

mod alias;
mod attempt;
mod challenge;
mod counting;
mod eligibility;
mod norm;
mod period;
mod place;
mod progress;
mod seal;
mod settle;
mod sheet;
mod standing;

pub use alias::alias;
pub use attempt::{Attempt, Figures, GIVEN_UP};
pub use challenge::{Challenge, Extension, MOST_ATTEMPTS, Problem};
pub use counting::{Counted, Counting, counted};
pub use eligibility::{Refusal, may_begin};
pub use norm::{Norm, PSEUDO_RUNS, Reference, t_score};
pub use period::Period;
pub use place::{FEWEST_FOR_PERCENTILE, percentile};
pub use progress::{Line, Progress, line};
pub use seal::{board_opens_at, sealed_for, shown_while_sealed};
pub use settle::settle;
pub use sheet::{Cell, sheet};
pub use standing::{LISTED_CHALLENGES, LISTED_RUNS, Means, Metric, Run, Scope, Standing, standings};
