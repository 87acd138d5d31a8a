//! `/setup`, for those who manage the server.

use std::sync::atomic::Ordering;

use crate::discord::Bot;
use crate::discord::event::Ask;
use crate::discord::messages::{self, Post};

pub(super) fn card(bot: &Bot, ask: &Ask) -> Post {
    messages::setup(ask.bot_may, bot.reads.load(Ordering::Relaxed), &bot.invite())
}
