//! A place on a board.

/// Below so many people a percentile says nothing.
pub const FEWEST_FOR_PERCENTILE: i64 = 8;

/// The share of people on the board below, counting half of those who stand equal, oneself among them; in per cent.
/// None with fewer than [`FEWEST_FOR_PERCENTILE`] people.
pub fn percentile(below: i64, equal: i64, people: i64) -> Option<f64> {
    (people >= FEWEST_FOR_PERCENTILE).then(|| 100.0 * (below as f64 + 0.5 * equal as f64) / people as f64)
}
