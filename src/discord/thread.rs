//! The thread of a session: opened in one call, private unless wanted otherwise.

use serde_json::json;

use super::Bot;
use super::event::Ask;
use super::messages::{self, Visibility};
use super::wire::Trouble;

/// Minutes of silence after which Discord puts a thread away; it comes back with the next message.
const ARCHIVED_AFTER: u16 = 4_320;

const PUBLIC_THREAD: u8 = 11;
const PRIVATE_THREAD: u8 = 12;

/// Opens a thread where the learner asked for it, or in the channel that their thread belongs to.
pub(crate) async fn open(bot: &Bot, ask: &Ask, title: &str, visibility: Visibility) -> Result<u64, Trouble> {
    let channel = ask.parent.unwrap_or(ask.channel);
    let mut body = json!({ "name": messages::thread_name(title), "auto_archive_duration": ARCHIVED_AFTER });
    match visibility {
        Visibility::Public => body["type"] = json!(PUBLIC_THREAD),
        Visibility::Private | Visibility::Whispered => {
            body["type"] = json!(PRIVATE_THREAD);
            body["invitable"] = json!(false);
        }
    }
    Ok(bot.wire.open_thread(channel, &body).await?.id.get())
}

/// Where a session without a thread is kept: in answers to one person in one channel.
pub(crate) fn whisper(ask: &Ask) -> String {
    format!("{WHISPER}{}:{}", ask.channel, ask.user)
}

const WHISPER: &str = "whisper:";

/// The thread of a place; none for whispers.
pub(crate) fn of_place(place: Option<&str>) -> Option<u64> {
    place.and_then(|place| place.parse().ok())
}
