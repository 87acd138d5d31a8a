//! Snowflakes and the times they carry, from a counter: the same test makes the same ids on every run.

use serenity::model::Timestamp;

/// A Discord id.
pub type Id = u64;

/// Discord's epoch, 2015-01-01, in milliseconds since 1970.
const EPOCH: u64 = 1_420_070_400_000;
/// When every world begins: Monday 7 September 2026, 09:00 UTC, in milliseconds since 1970.
const BEGINNING: u64 = 1_788_771_600_000;

/// Hands out ids, each at least a millisecond later than the one before.
#[derive(Default)]
pub struct IdSource {
    last: u64,
}

impl IdSource {
    /// The next id, `advanced` milliseconds of test time after the world's beginning or later.
    pub fn next(&mut self, advanced: u64) -> Id {
        self.last = (self.last + 1).max(BEGINNING + advanced);
        (self.last - EPOCH) << 22 | 1 << 17
    }
}

/// Milliseconds since 1970 at which an id was made.
fn born(id: Id) -> u64 {
    (id >> 22) + EPOCH
}

/// The moment an id was made, as Discord writes times.
pub fn moment(id: Id) -> String {
    let millis = i64::try_from(born(id)).expect("a plausible id");
    Timestamp::from_millis(millis).expect("a plausible time").to_string()
}
