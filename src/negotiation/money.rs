//! Values in the persona's unit, as people write them.

use super::issue::thousands;

/// Writes whole values of one unit: "£1,230", "12 points".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money<'a> {
    unit: &'a str,
}

impl<'a> Money<'a> {
    /// A writer for a persona's unit: a currency code (ISO 4217), "points", or any other word.
    pub fn new(unit: &'a str) -> Self {
        Money { unit }
    }

    /// Whether both sides count in one currency, so that their gains may be added up.
    /// Points are each side's own and may not.
    pub fn adds_up(self) -> bool {
        !self.unit.eq_ignore_ascii_case("points") && !self.unit.eq_ignore_ascii_case("point")
    }

    /// An amount: "£1,230", "−£140", "12 points".
    pub fn amount(self, value: i64) -> String {
        let sign = if value < 0 { "−" } else { "" };
        self.signed(sign, value)
    }

    /// A gain with its sign, zero without: "+£710", "−£140", "+1 point".
    pub fn gain(self, value: i64) -> String {
        let sign = match value {
            0 => "",
            1.. => "+",
            _ => "−",
        };
        self.signed(sign, value)
    }

    /// An amount as short as an axis needs it: "+£710", "−12".
    pub fn tick(self, value: i64) -> String {
        match symbol(self.unit) {
            Some(_) => self.gain(value),
            None => Money { unit: "" }.gain(value).trim_end().to_owned(),
        }
    }

    fn signed(self, sign: &str, value: i64) -> String {
        let digits = thousands(&value.unsigned_abs().to_string());
        match symbol(self.unit) {
            Some(symbol) => format!("{sign}{symbol}{digits}"),
            None if is_code(self.unit) => format!("{sign}{} {digits}", self.unit),
            None => {
                let plural = if value.unsigned_abs() == 1 { self.unit.strip_suffix('s') } else { None };
                format!("{sign}{digits} {}", plural.unwrap_or(self.unit))
            }
        }
    }
}

fn symbol(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "GBP" => "£",
        "EUR" => "€",
        "USD" => "$",
        "JPY" => "¥",
        "INR" => "₹",
        _ => return None,
    })
}

fn is_code(unit: &str) -> bool {
    unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_values_as_people_do() {
        let (pounds, francs, points) = (Money::new("GBP"), Money::new("CHF"), Money::new("points"));
        assert_eq!(pounds.gain(1230), "+£1,230");
        assert_eq!(pounds.amount(-140), "−£140");
        assert_eq!(francs.amount(1500), "CHF 1,500");
        assert_eq!([points.gain(1), points.gain(-12), points.gain(0)], ["+1 point", "−12 points", "0 points"]);
        assert_eq!([pounds.tick(0), points.tick(12)], ["£0", "+12"]);
    }

    #[test]
    fn only_a_currency_adds_up() {
        assert!(Money::new("GBP").adds_up() && Money::new("cents").adds_up() && !Money::new("points").adds_up());
    }
}
