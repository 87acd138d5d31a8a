//! Figures in a message: money with and without a sign, "6.2k", "two hundred",
//! ranges, both decimal conventions, percentages, durations, and the numbers
//! that are none of these.

use super::language::{Language, Unit};
use super::text::{Kind, Text, Token};
use super::vague::{self, Vague};

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
    /// How open it was left.
    pub(super) vague: Vague,
}

impl Figure {
    /// A figure without anything beside it.
    pub(super) fn bare(first: usize, last: usize, value: f64) -> Figure {
        Figure {
            first,
            last,
            value,
            unit: Unit::Bare,
            signed: false,
            thousands: false,
            worded: false,
            range: false,
            odd: false,
            vague: Vague::No,
        }
    }
}

/// Finds every figure, in order.
pub(super) fn find(language: &Language, text: &Text) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let tokens = &text.tokens;
        let found = vague::band(language, tokens, at)
            .or_else(|| digits(language, tokens, at))
            .or_else(|| words(language, tokens, at));
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
    let mut figure = Figure { odd, ..Figure::bare(at, at, value) };
    if at > 0 && is_currency(&tokens[at - 1]) {
        figure.first = at - 1;
        figure.signed = true;
        figure.unit = Unit::Money;
    } else if at > 0 && tokens[at - 1].is_mark("#") {
        figure.odd = true;
    }
    half(tokens, &mut figure);
    suffixes(language, tokens, &mut figure);
    vague::weigh(tokens, &mut figure);
    figure.odd |= figure.vague != Vague::No && figure.unit == Unit::Bare && vague::is_time(tokens, &figure);
    (figure.value <= LARGEST).then_some(figure)
}

/// "6 and a half".
fn half(tokens: &[Token], figure: &mut Figure) {
    let says = |k: usize, word: &str| tokens.get(figure.last + k).is_some_and(|t| t.is(word));
    if figure.value < 100.0 && !figure.odd && says(1, "and") && says(2, "a") && says(3, "half") {
        figure.value += 0.5;
        figure.last += 3;
    }
}

/// A figure written in words: "two hundred and fifty", "a grand", "sixty-two hundred".
fn words(language: &Language, tokens: &[Token], at: usize) -> Option<Figure> {
    let first = &tokens[at];
    if first.kind != Kind::Word {
        return None;
    }
    let article = first.is("a") || first.is("an") || first.is("another");
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
                let after = tokens.get(i + 1);
                let hundreds = after.filter(|t| t.is("hundred")).map(|_| 100.0);
                let spoken = after.and_then(|t| language.number(&t.word)).or(hundreds);
                let Some(sum) = said_in_pairs(part, n, spoken).filter(|_| total == 0.0) else { break };
                part = sum;
            } else {
                part += n;
            }
            seen = true;
        } else if let Some(n) = vague::ish(language, &token.word).filter(|_| !seen) {
            let mut figure = Figure { worded: true, vague: Vague::Band, ..Figure::bare(at, i, n) };
            suffixes(language, tokens, &mut figure);
            figure.odd = figure.unit == Unit::Bare && vague::is_time(tokens, &figure);
            return Some(figure);
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
    let mut figure = Figure { worded: true, ..Figure::bare(at, end, value) };
    half(tokens, &mut figure);
    suffixes(language, tokens, &mut figure);
    vague::weigh(tokens, &mut figure);
    let small = figure.value < 10.0 && figure.unit == Unit::Bare;
    // "one", "two" alone are pronouns or counts unless a unit or their place makes them figures.
    let counts = !small || figure.value.fract() > 0.0 || figure.vague == Vague::Band;
    let stands = counts || vague::stands_alone(tokens, &figure) || lone(tokens, &figure);
    let open = small || figure.vague != Vague::No;
    let bare = figure.unit == Unit::Bare;
    figure.odd = bare && ((open && vague::is_time(tokens, &figure)) || vague::is_hour(tokens, &figure));
    stands.then_some(figure)
}

/// Whether a message says nothing but about so much: "about six", "six or so?".
fn lone(tokens: &[Token], figure: &Figure) -> bool {
    let words = tokens.iter().filter(|t| t.kind == Kind::Word).count();
    figure.vague != Vague::No && figure.value >= 3.0 && words <= 5
}

/// Figures said in pairs, as prices are: "nine fifty", "sixty-two fifty", "six two fifty", "six four hundred",
/// "forty-seven five" for 47.5. `after` is the number behind `next`.
fn said_in_pairs(part: f64, next: f64, after: Option<f64>) -> Option<f64> {
    let pair = |n: f64| (10.0..100.0).contains(&n);
    match after {
        _ if (1.0..100.0).contains(&part) && pair(next) => Some(part * 100.0 + next),
        Some(after)
            if (1.0..10.0).contains(&part) && (1.0..10.0).contains(&next) && (after == 100.0 || pair(after)) =>
        {
            Some(part * 10.0 + next)
        }
        None if pair(part) && part % 10.0 > 0.0 && part > 20.0 && (1.0..10.0).contains(&next) => {
            Some(part + next / 10.0)
        }
        _ => None,
    }
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
        let open_k = next.is("kish") && next.glued;
        let factor = multiplier(language, next).or((spaced_k || open_k).then_some(1000.0));
        if open_k {
            figure.vague = Vague::Band;
        }
        if let Some(factor) = factor.filter(|_| !figure.worded || figure.value.fract() > 0.0) {
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
    let here = |k: usize| tokens.get(k).filter(|t| t.sentence == tokens[figure.first].sentence);
    let Some(mut next) = here(figure.last + 1) else { return };
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
    } else if next.kind == Kind::Word && next.glued && figure.last == figure.first && !next.is("ish") {
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
pub(super) fn parse(run: &str) -> Option<(f64, bool)> {
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
