//! Times as people write and read them. Inside the house a time is milliseconds since 1970.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Unit};

use crate::host::UserError;

/// Reads a time such as `2026-12-01 18:00`, `2026-12-01` (its end) or `in 3 days`, in a time zone such as
/// `Europe/London`. A time that the clocks skip is read as the one an hour later, one they repeat as the first.
///
/// # Errors
/// An unknown zone, a time that can't be read, with how to write it.
pub fn read_time(text: &str, zone: &str, now: i64) -> Result<i64, UserError> {
    let zone_there = zone_of(zone)?;
    let text = text.trim();
    let unreadable = || {
        UserError::new(
            "unreadable_time",
            format!("I can't read {text:?} as a time."),
            "Write 2026-12-01 18:00, 2026-12-01 for the end of that day, or in 3 days.",
        )
    };
    if let Some(length) = text.strip_prefix("in ") {
        return now.checked_add(read_length(length)?).ok_or_else(unreadable);
    }
    let day_only = text.len() == 10;
    let civil: DateTime = if day_only {
        let day: jiff::civil::Date = text.parse().map_err(|_| unreadable())?;
        day.to_datetime(Time::constant(23, 59, 0, 0))
    } else {
        text.replace('T', " ").parse().map_err(|_| unreadable())?
    };
    let moment = zone_there.to_zoned(civil).map_err(|_| unreadable())?;
    Ok(moment.timestamp().as_millisecond())
}

/// Reads a length such as `90 minutes`, `12h`, `2 days`, in milliseconds.
///
/// # Errors
/// One that can't be read, with how to write it.
pub fn read_length(text: &str) -> Result<i64, UserError> {
    let unreadable = || {
        let message = format!("I can't read {text:?} as a length of time.");
        UserError::new("unreadable_time", message, "Write 90 minutes, 12 hours, 3 days or 2 weeks.")
    };
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let count: i64 = text[..digits].parse().map_err(|_| unreadable())?;
    let one = match text[digits..].trim() {
        "m" | "min" | "minute" | "minutes" => 1.minute(),
        "h" | "hour" | "hours" => 1.hour(),
        "d" | "day" | "days" => 24.hours(),
        "w" | "week" | "weeks" => (7 * 24).hours(),
        _ => return Err(unreadable()),
    };
    let one = one.total(Unit::Millisecond).map_err(|_| unreadable())?;
    count.checked_mul(one as i64).filter(|length| *length <= 5 * 366 * 86_400_000).ok_or_else(unreadable)
}

/// A time as people of a zone read it: `Tue 1 Dec 2026, 18:00 (Europe/London)`.
pub fn show_time(at: i64, zone: &str) -> String {
    let Ok(moment) = Timestamp::from_millisecond(at) else { return "never".to_owned() };
    let there = zone_of(zone).unwrap_or(TimeZone::UTC);
    format!("{} ({zone})", moment.to_zoned(there).strftime("%a %-d %b %Y, %H:%M"))
}

/// The names of all time zones.
pub fn zones() -> Vec<String> {
    jiff::tz::db().available().map(|zone| zone.as_str().to_owned()).collect()
}

/// Refuses a zone that nobody knows.
pub(super) fn zone_of(zone: &str) -> Result<TimeZone, UserError> {
    TimeZone::get(zone).map_err(|_| {
        UserError::new(
            "unknown_zone",
            format!("There is no time zone called {zone:?}."),
            "Write one such as Europe/London, America/New_York or UTC.",
        )
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn times_are_read_and_shown_in_their_zone() {
        for (text, zone, shown) in [
            ("2026-12-01 18:00", "Europe/London", "Tue 1 Dec 2026, 18:00 (Europe/London)"),
            ("2026-07-01T18:00", "Europe/London", "Wed 1 Jul 2026, 18:00 (Europe/London)"),
            ("2026-12-01", "America/New_York", "Tue 1 Dec 2026, 23:59 (America/New_York)"),
            // London's clocks skip from 1:00 to 2:00, and repeat 1:00 to 2:00.
            ("2026-03-29 01:30", "Europe/London", "Sun 29 Mar 2026, 02:30 (Europe/London)"),
            ("2026-10-25 01:30", "Europe/London", "Sun 25 Oct 2026, 01:30 (Europe/London)"),
        ] {
            assert_eq!(show_time(read_time(text, zone, 0).unwrap(), zone), shown);
        }
        assert_eq!(read_time("2026-07-01 18:00", "Europe/London", 0).unwrap(), 1_782_925_200_000);
        assert_eq!(read_time("in 3 days", "UTC", 5).unwrap(), 3 * 86_400_000 + 5);
        assert_eq!(read_length("90 minutes").unwrap(), 5_400_000);
        for wrong in ["tomorrow", "2026-13-01 10:00", "in a bit", "", "9", "99999999999999999 days"] {
            assert_eq!(read_time(wrong, "UTC", 0).unwrap_err().code, "unreadable_time", "{wrong}");
        }
        assert_eq!(read_time("2026-12-01", "Mars/Olympus", 0).unwrap_err().code, "unknown_zone");
    }
}
