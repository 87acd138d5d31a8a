//! `/help`.

use std::sync::atomic::Ordering;

use crate::discord::Bot;
use crate::discord::messages::{self, Post};

pub(super) fn card(bot: &Bot) -> Post {
    messages::help(bot.reads.load(Ordering::Relaxed))
}
