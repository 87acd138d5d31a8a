//! A report as one web page that needs nothing but itself: no network, no script, no file beside it.
//!
//! The pages are templates in `templates/`; whatever is put into one goes through [`Escaped`], so no text can become
//! part of the page's structure. What the page says comes from the same blocks as every other debrief.

mod class;
mod frame;
mod reading;
mod session;
mod talk;

pub use class::{Attempt, ClassPage, Learner, Tally, class_page};
pub use frame::Escaped;
pub use session::{Note, Sealed, SessionPage, session_page};
