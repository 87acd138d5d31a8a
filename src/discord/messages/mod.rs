//! Every message the bot sends is made here, by a named pure function: words in, a [`Post`] out.

mod ask;
mod brief;
mod counterparts;
mod debrief;
mod help;
mod notice;
mod offer;
mod opening;
mod parts;
mod privacy;
mod refusal;
mod reply;
mod setup;
mod stats;
mod table;

#[cfg(test)]
mod snapshots;

pub(crate) use ask::{ask_abandon, ask_accept, ask_erase, ask_walk, settled};
pub(crate) use brief::brief;
pub(crate) use counterparts::{PAGE as COUNTERPARTS_A_PAGE, counterpart, counterparts};
pub(crate) use debrief::{debrief, pick_turn, replayable};
pub(crate) use help::help;
pub(crate) use notice::*;
pub(crate) use offer::{offer_form, pick_terms, read_offer, say_form, terms_of};
pub(crate) use opening::{Opening, Reading, Visibility, opening, thread_name};
pub(crate) use parts::{Button, Colour, Embed, File, Form, Look, Post, Row, SelectChoice, TextField};
pub(crate) use privacy::{erased, exported, privacy};
pub(crate) use refusal::{Own, problem, refused, stopped};
pub(crate) use reply::{Echo, counterpart_says, echo, house_note};
pub(crate) use setup::{all_needed, missing, setup};
pub(crate) use stats::{PAGE as RESULTS_A_PAGE, stats};
pub(crate) use table::{controls, table};
