//! A counterpart's move put into words: in its persona's own lines where it has them,
//! in plain built-in English where it has none. Decides nothing; never sees a clock.

mod deck;
mod english;
mod fill;
mod parts;
mod say;
mod sentences;
mod specificity;

pub use deck::Decks;
pub use say::{Said, Utterance, say};
