//! Figures in a message: money with and without a sign, "6.2k", "two hundred",
//! ranges, both decimal conventions, percentages, durations, and the numbers
//! that are none of these.

use super::language::{Language, Unit};
use super::text::{Kind, Text, Token};

/// The largest figure that is kept; beyond it nothing is a figure.
const LARGEST: f64 = 1e12;

/// A figure as it was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// First token.
    pub(super) first: usize,
    /// Last token, inclusive.
    pub(super) last: usize,
    /// The value, multipliers applied.
    pub(super) value: f64,
    /// The unit that was named.
    pub(super) unit: Unit,
    /// Whether a currency sign or word stands with it.
    pub(super) signed: bool,
    /// Whether a `k` or "grand" stands with it.
    pub(super) thousands: bool,
    /// Whether it was written in words.
    pub(super) worded: bool,
    /// Whether it is one end of a range; the partner is the next or the previous figure.
    pub(super) range: bool,
    /// Whether it is shaped like a time, a date or a model number.
    pub(super) odd: bool,
}

/// Finds every figure, in order.
pub(super) fn find(language: &Language, text: &Text) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let found = digits(language, &text.tokens, at).or_else(|| words(language, &text.tokens, at));
        match found {
            Some(figure) => {
                at = figure.last + 1;
                figures.push(figure);
            }
            None => at += 1,
        }
    }
    mark_ranges(&mut figures, &text.tokens);
    figures
}

/// A figure written in digits, with its sign before and its suffix and unit behind.
fn digits(language: &Language, tokens: &[Token], at: usize) -> Option<Figure> {
    let token = tokens.get(at).filter(|t| t.kind == Kind::Number)?;
    let (value, odd) = parse(&token.word)?;
    let mut figure = Figure {
        first: at,
        last: at,
        value,
        unit: Unit::Bare,
        signed: false,
        thousands: false,
        worded: false,
        range: false,
        odd,
    };
    if at > 0 && is_currency(&tokens[at - 1]) {
        figure.first = at - 1;
        figure.signed = true;
        figure.unit = Unit::Money;
    } else if at > 0 && tokens[at - 1].is_mark("#") {
        figure.odd = true;
    }
    suffixes(language, tokens, &mut figure);
    (figure.value <= LARGEST).then_some(figure)
}

/// A figure written in words: "two hundred and fifty", "a grand", "sixty-two hundred".
fn words(language: &Language, tokens: &[Token], at: usize) -> Option<Figure> {
    let first = &tokens[at];
    if first.kind != Kind::Word {
        return None;
    }
    let article = first.is("a") || first.is("an");
    let multiplies = |i: usize| tokens.get(i).and_then(|t| multiplier(language, t));
    if article && multiplies(at + 1).is_none_or(|m| m < 100.0) {
        return None;
    }
    let (mut total, mut part, mut end, mut seen) = (0.0, if article { 1.0 } else { 0.0 }, at, article);
    let mut i = if article { at + 1 } else { at };
    while let Some(token) = tokens.get(i).filter(|t| t.kind == Kind::Word || (t.is_mark("-") && seen)) {
        if token.kind == Kind::Mark {
            i += 1;
            continue;
        }
        if let Some(n) = language.number(&token.word) {
            if seen && !follows_on(part, n) {
                break;
            }
            part += n;
            seen = true;
        } else if let Some(factor) = multiplier(language, token).filter(|_| seen) {
            if factor >= 1000.0 {
                total += part.max(1.0) * factor;
                part = 0.0;
            } else {
                part = part.max(1.0) * factor;
            }
        } else if token.is("and") && seen && (total > 0.0 || part >= 100.0) {
            let goes_on = tokens.get(i + 1).is_some_and(|t| language.number(&t.word).is_some_and(|n| n < 100.0));
            if !goes_on || part % 100.0 != 0.0 {
                break;
            }
            i += 1;
            continue;
        } else {
            break;
        }
        end = i;
        i += 1;
    }
    let value = total + part;
    if !seen || (article && end == at) {
        return None;
    }
    let mut figure = Figure {
        first: at,
        last: end,
        value,
        unit: Unit::Bare,
        signed: false,
        thousands: false,
        worded: true,
        range: false,
        odd: false,
    };
    suffixes(language, tokens, &mut figure);
    // "one", "two" alone are pronouns or counts unless a unit makes them figures.
    (value >= 10.0 || figure.unit != Unit::Bare).then_some(figure)
}

/// Whether number word `next` continues `part`: "twenty" + "five", "hundred" + "fifty".
fn follows_on(part: f64, next: f64) -> bool {
    (part >= 100.0 && part % 100.0 == 0.0 && next < 100.0)
        || (part % 10.0 == 0.0 && (20.0..100.0).contains(&(part % 100.0)) && next < 10.0)
        || part == 0.0
}

/// The factor of a multiplier word; a bare `k` or `m` counts only when it is glued to digits or follows them.
fn multiplier(language: &Language, token: &Token) -> Option<f64> {
    let one_letter = token.source.len() == 1;
    match &*token.word {
        "ok" | "m" | "k" => (one_letter && token.glued).then(|| language.multiplier(&token.word)).flatten(),
        word => language.multiplier(word),
    }
}

/// Reads what follows a figure: k, hundred, the unit.
fn suffixes(language: &Language, tokens: &[Token], figure: &mut Figure) {
    if let Some(next) = tokens.get(figure.last + 1) {
        let spaced_k = next.is("ok") && next.source.len() == 1 && figure.value < 1000.0;
        let factor = multiplier(language, next).or(spaced_k.then_some(1000.0));
        if let Some(factor) = factor.filter(|_| !figure.worded) {
            figure.last += 1;
            figure.thousands = factor == 1000.0;
            if figure.value < factor {
                figure.value *= factor;
            }
            if next.is("grand") && figure.unit == Unit::Bare {
                figure.unit = Unit::Money;
            }
        } else if figure.worded && next.is("grand") {
            figure.unit = Unit::Money;
        }
    }
    if figure.worded && tokens.get(figure.last).is_some_and(|t| t.is("grand")) {
        figure.unit = Unit::Money;
        figure.thousands = true;
    }
    let Some(mut next) = tokens.get(figure.last + 1) else { return };
    let mut step = 1;
    if next.is_mark("-")
        || next.is("full")
        || next.is("working")
        || next.is("more")
        || next.is("additional")
        || next.is("extra")
    {
        match tokens.get(figure.last + 2) {
            Some(after) if after.kind == Kind::Word && unit_of(language, after, next).is_some() => {
                next = after;
                step = 2;
            }
            _ => {}
        }
    }
    if is_currency(next) && !starts_figure(tokens, figure.last + 1) {
        (figure.unit, figure.signed) = (Unit::Money, true);
        figure.last += 1;
    } else if next.is_mark("%") {
        figure.unit = Unit::Percent;
        figure.last += 1;
    } else if let Some(unit) = unit_of(language, next, &tokens[figure.last]) {
        if figure.signed && unit != Unit::Money {
            return;
        }
        figure.unit = unit;
        figure.signed |= unit == Unit::Money;
        if step == 1 && next.glued && matches!(unit, Unit::Clock | Unit::Size | Unit::Distance) {
            figure.odd = true;
        }
        figure.last += step;
    } else if next.kind == Kind::Word && next.glued && figure.last == figure.first {
        figure.odd = true;
    }
}

/// The unit a word names after a figure; one- and two-letter units must stand close.
fn unit_of(language: &Language, token: &Token, before: &Token) -> Option<Unit> {
    let unit = language.unit(&token.word)?;
    let short = token.word.len() <= 2;
    let close = token.glued
        || (before.kind == Kind::Number
            && matches!(
                &*token.word,
                "am" | "pm" | "gb" | "tb" | "br" | "ft" | "mi" | "km" | "hr" | "yr" | "ba" | "cm" | "lb" | "wk"
            ));
    (!short || close).then_some(unit)
}

fn is_currency(token: &Token) -> bool {
    token.kind == Kind::Mark && matches!(&*token.word, "$" | "£" | "€")
}

/// Whether the currency sign at `at` belongs to a figure that follows it.
fn starts_figure(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Number)
}

/// The value of a run of digits and separators, and whether it is a time or a date.
fn parse(run: &str) -> Option<(f64, bool)> {
    if run.len() > 24 {
        return None;
    }
    if run.contains(':') {
        return run.split(':').next()?.parse().ok().map(|hour| (hour, true));
    }
    if let Some((over, under)) = run.split_once('/') {
        let (over, under): (f64, f64) = (over.parse().ok()?, under.parse().ok()?);
        let fraction = over < under && under <= 5.0 && over > 0.0;
        return Some((if fraction { over / under } else { over }, true));
    }
    let plain: String = run.chars().filter(|c| *c != ' ').collect();
    let (commas, points) = (plain.matches(',').count(), plain.matches('.').count());
    let groups_of_three = |mark: char| plain.split(mark).skip(1).all(|group| group.len() == 3);
    let value = match (commas, points) {
        (0, 0) => plain.parse(),
        (_, 0) if groups_of_three(',') && !plain.starts_with("0,") => plain.replace(',', "").parse(),
        (1, 0) => plain.replace(',', ".").parse(),
        (0, 1) if groups_of_three('.') && !plain.starts_with("0.") => plain.replace('.', "").parse(),
        (0, 1) => plain.parse(),
        (0, _) if groups_of_three('.') => plain.replace('.', "").parse(),
        (_, 1) if plain.rfind(',') < plain.rfind('.') => plain.replace(',', "").parse(),
        (1, _) if plain.rfind('.') < plain.rfind(',') => plain.replace('.', "").replace(',', ".").parse(),
        _ => return None,
    };
    value.ok().map(|value: f64| (value, false))
}

/// Marks "15-20", "between 150 and 200", "3 to 4k" as ranges and lets the ends share sign and thousands.
fn mark_ranges(figures: &mut [Figure], tokens: &[Token]) {
    for i in 1..figures.len() {
        let (left, right) = figures.split_at_mut(i);
        let (low, high) = (&mut left[i - 1], &mut right[0]);
        if low.odd || high.odd || high.first != low.last + 2 {
            continue;
        }
        let joint = &tokens[low.last + 1];
        let between = low.first > 0 && (tokens[low.first - 1].is("between") || tokens[low.first - 1].is("from"));
        let dash =
            joint.is_mark("-") && low.value < high.value.max(if high.thousands { high.value / 1000.0 } else { 0.0 });
        if !(dash || joint.is("to") || (between && joint.is("and"))) {
            continue;
        }
        let down_to = joint.is("to") && low.value > high.value;
        if down_to || (low.unit != Unit::Bare && high.unit != Unit::Bare && low.unit != high.unit) {
            continue;
        }
        if high.thousands && !low.thousands && low.value < 1000.0 {
            low.value *= 1000.0;
        }
        let unit = if low.unit == Unit::Bare { high.unit } else { low.unit };
        (low.unit, high.unit) = (unit, unit);
        (low.range, high.range) = (true, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(message: &str) -> Vec<(f64, Unit)> {
        let language = Language::english();
        let text = Text::cut(language, message);
        find(language, &text).into_iter().map(|f| (f.value, f.unit)).collect()
    }

    #[test]
    fn reads_money_however_it_is_written() {
        for (message, value) in [
            ("£5,940", 5940.0),
            ("6.2k", 6200.0),
            ("6,5k", 6500.0),
            ("1.250,50 €", 1250.5),
            ("1,250.50", 1250.5),
            ("13 000", 13_000.0),
            ("two hundred and fifty", 250.0),
            ("sixty-two hundred", 6200.0),
            ("six thousand two hundred", 6200.0),
            ("a grand", 1000.0),
            ("700 hundred", 700.0),
            ("1297$", 1297.0),
            ("40.00", 40.0),
        ] {
            assert_eq!(values(message).first().map(|v| v.0), Some(value), "{message}");
        }
    }

    #[test]
    fn keeps_other_numbers_apart_by_unit() {
        assert_eq!(values("138 thousand miles"), [(138_000.0, Unit::Distance)]);
        assert_eq!(values("10 % off"), [(10.0, Unit::Percent)]);
        assert_eq!(values("a 12-month lease"), [(12.0, Unit::Months)]);
        assert_eq!(values("125 ok?"), [(125.0, Unit::Bare)]);
    }

    #[test]
    fn ranges_share_their_thousands() {
        assert_eq!(values("3 to 4k"), [(3000.0, Unit::Bare), (4000.0, Unit::Bare)]);
        assert_eq!(values("$15-20"), [(15.0, Unit::Money), (20.0, Unit::Money)]);
    }
}
