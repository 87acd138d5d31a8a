//! The months that boards are read by, in UTC.

use std::fmt;
use std::str::FromStr;

/// When a board's runs ended: at any time, or in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Period {
    /// All time.
    #[default]
    All,
    /// A calendar month in UTC.
    Month {
        /// The year.
        year: i64,
        /// 1 to 12.
        month: u8,
    },
}

const DAY: i64 = 86_400_000;

impl Period {
    /// The month of a moment (civil from days; Hinnant, "chrono-compatible low-level date algorithms", 2013).
    pub fn month_of(at: i64) -> Period {
        let days = at.div_euclid(DAY) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Period::Month { year, month: u8::try_from(month).unwrap_or(1) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::All => f.write_str("all"),
            Period::Month { year, month } => write!(f, "{year:04}-{month:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = String;

    /// Reads `all` or a month such as `2026-11`.
    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("{text:?} is no period; write all, or a month such as 2026-11");
        if text == "all" {
            return Ok(Period::All);
        }
        let (year, month) = text.split_once('-').ok_or_else(unknown)?;
        let digits = year.len() == 4 && month.len() == 2 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let (year, month) = (year.parse().map_err(|_| unknown())?, month.parse().map_err(|_| unknown())?);
        if digits && (1..=12).contains(&month) { Ok(Period::Month { year, month }) } else { Err(unknown()) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_moment_has_its_month() {
        for (at, month) in [
            (0, "1970-01"),
            (-1, "1969-12"),
            (951_782_399_999, "2000-02"),
            (951_868_800_000, "2000-03"),
            (1_795_996_799_999, "2026-11"),
            (1_796_083_200_000, "2026-12"),
        ] {
            assert_eq!(Period::month_of(at).to_string(), month, "{at}");
            assert_eq!(month.parse::<Period>().unwrap(), Period::month_of(at));
        }
        assert!(
            ["", "2026-13", "26-11", "2026-1", "+026-11", "2026-00", "month"]
                .iter()
                .all(|text| text.parse::<Period>().is_err())
        );
    }
}
