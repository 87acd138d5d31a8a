//! A figure on a numeric issue: money, a rate, days. Exact, never a float.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Ten-thousandths in one unit.
const SCALE: i64 = 10_000;

/// The largest magnitude a figure may have, in whole units. Anything beyond is
/// not a figure anybody negotiates with, and arithmetic below it cannot overflow.
pub const LARGEST: i64 = 1_000_000_000_000;

/// A figure exact to four decimals, in the unit of its issue.
///
/// Counted in ten-thousandths so that equality, order and grid tests are exact
/// on every machine. Magnitude is at most [`LARGEST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i64);

impl Quantity {
    /// Zero.
    pub const ZERO: Quantity = Quantity(0);

    /// A whole number of units; clamped to [`LARGEST`].
    pub fn whole(units: i64) -> Self {
        Quantity(units.clamp(-LARGEST, LARGEST) * SCALE)
    }

    /// A figure in ten-thousandths of the unit; `None` beyond [`LARGEST`].
    pub fn from_ten_thousandths(parts: i64) -> Option<Self> {
        (parts.unsigned_abs() <= (LARGEST * SCALE) as u64).then_some(Quantity(parts))
    }

    /// The nearest representable figure; `None` when not finite or beyond [`LARGEST`].
    pub fn from_f64(value: f64) -> Option<Self> {
        let parts = (value * SCALE as f64).round();
        (parts.is_finite() && parts.abs() <= (LARGEST * SCALE) as f64).then_some(Quantity(parts as i64))
    }

    /// Ten-thousandths of the unit.
    pub fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// The figure as a float, for display and plotting only.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }

    /// The whole units, when the figure has no fraction.
    pub fn as_whole(self) -> Option<i64> {
        (self.0 % SCALE == 0).then_some(self.0 / SCALE)
    }

    /// `self * factor`, rounded down to a whole number (exact when whole).
    /// Rounding down is the cautious side for whoever counts the value.
    pub fn times(self, factor: i64) -> i64 {
        let product = i128::from(self.0) * i128::from(factor);
        product.div_euclid(i128::from(SCALE)) as i64
    }
}

impl std::ops::Add for Quantity {
    type Output = Quantity;
    fn add(self, other: Quantity) -> Quantity {
        Quantity(self.0 + other.0)
    }
}

impl std::ops::Sub for Quantity {
    type Output = Quantity;
    fn sub(self, other: Quantity) -> Quantity {
        Quantity(self.0 - other.0)
    }
}

impl fmt::Display for Quantity {
    /// Plain digits without trailing zeros: `6140`, `9.5`, `-0.25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, parts) = (self.0.unsigned_abs() / SCALE as u64, self.0.unsigned_abs() % SCALE as u64);
        if parts == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let decimals = format!("{parts:04}");
            write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
        }
    }
}

impl FromStr for Quantity {
    type Err = ();
    /// Reads plain digits with an optional point: `6140`, `-9.05`.
    fn from_str(text: &str) -> Result<Self, ()> {
        text.trim().parse::<f64>().ok().and_then(Quantity::from_f64).ok_or(())
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_whole() {
            Some(units) => serializer.serialize_i64(units),
            None => serializer.serialize_f64(self.as_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Quantity::from_f64(value).ok_or_else(|| serde::de::Error::custom(format!("the figure {value} is too large")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_no_needless_zeros() {
        let shown: Vec<String> = [6140.0, 9.05, -0.25, 9.5, 0.0]
            .iter()
            .filter_map(|v| Quantity::from_f64(*v))
            .map(|q| q.to_string())
            .collect();
        assert_eq!(shown, ["6140", "9.05", "-0.25", "9.5", "0"]);
    }

    #[test]
    fn refuses_figures_nobody_negotiates_with() {
        assert_eq!(Quantity::from_f64(1e300), None);
        assert_eq!("9".repeat(400).parse::<Quantity>(), Err(()));
    }

    #[test]
    fn values_round_down() {
        assert_eq!(Quantity::from_f64(9.05).map(|q| q.times(-120)), Some(-1086));
        assert_eq!(Quantity::from_f64(0.5).map(|q| q.times(-1)), Some(-1));
    }
}
