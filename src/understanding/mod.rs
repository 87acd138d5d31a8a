//! From a message to what it does and proposes.
//!
//! The pipeline, in the order of its files: [`text`] cuts a message into tokens,
//! [`figure`] and [`vague`] find figures, [`lexicon`] knows the table's own words, [`classes`] what kind of word each is, [`spots`]
//! ties both to issues, [`cues`] finds the phrases of the data files in
//! `english/`, [`frames`] what some of them settle by themselves, [`roles`] weighs what each figure and option is there for, [`company`] what
//! stands beside a sure price,
//! [`resolve`] and [`shares`] put proposals together, [`acts`] says what the
//! message does, [`topics`] what about, [`doubt`] how sure that is.

mod act_evidence;
mod acts;
mod asked;
mod classes;
mod company;
mod cues;
mod doubt;
mod evidence;
mod figure;
mod frames;
mod heard;
mod language;
mod lexicon;
mod linear;
mod plain;
mod read;
pub mod records;
mod resolve;
mod roles;
mod scene;
mod shares;
mod spots;
mod table;
mod text;
mod topics;
mod vague;
mod waived;

pub use heard::{DOUBTFUL, Heard, Meant, Mention, Role, Topic};
pub use lexicon::Lexicon;
pub use linear::{Linear, Names, soft_maximum};
pub use plain::{plain_goodbye, plain_meant, plain_no, plain_yes};
pub use read::{Evidence, Place, Reader, Reason};
pub use roles::ROLES;
pub use table::Table;
