//! A debrief as text blocks and pictures. Knows no chat service and no terminal:
//! every front end renders the same blocks.

mod blocks;
mod brief;
mod case;
mod chart;
mod class_svg;
mod deals_svg;
mod debrief;
mod hidden;
mod legible;
mod offers_svg;
mod outcome;
pub mod page;
mod png;
mod replays;
mod svg;
mod text;
mod text_chart;

pub use crate::negotiation::Money;
pub use blocks::{Bar, Block, Mark, Observation};
pub use brief::{Brief, brief, walk_away};
pub use case::Case;
pub use chart::{OfferChart, Point, Side};
pub use class_svg::{Signed, class_svg};
pub use deals_svg::{DealMap, deals_svg};
pub use debrief::debrief;
pub use offers_svg::offers_svg;
pub use png::{PictureError, png};
pub use svg::Theme;
pub use text::{Line, Page, Span, Tone, plain};
pub use text_chart::text_chart;
