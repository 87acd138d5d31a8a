//! Ties figures and words to issues: every place of a message that names an outcome.

use super::figure::Figure;
use super::language::{Language, Unit};
use super::lexicon::{Hit, Meaning};
use super::table::Table;
use super::text::{Text, Token};
use super::vague::Vague;
use super::waived::{Waived, nought, waived};

/// A place that names a figure or an option.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spot {
    /// First token.
    pub(super) first: usize,
    /// Last token, inclusive.
    pub(super) last: usize,
    /// The issue, when it belongs to one.
    pub(super) issue: Option<usize>,
    /// The option it names.
    pub(super) option: Option<usize>,
    /// The figure's value in the unit of the issue.
    pub(super) value: Option<f64>,
    /// Index of the figure.
    pub(super) figure: Option<usize>,
    /// Whether a word before it denies it; a yes-or-no issue's option is turned already.
    pub(super) negated: bool,
    /// Whether it is the yes or the no of a yes-or-no issue.
    pub(super) polar: bool,
    /// Whether it was misspelt.
    pub(super) fuzzy: bool,
    /// Whether its issue was taken off the table though no option of it says so, and this one comes nearest.
    pub(super) guessed: bool,
}

impl Spot {
    /// Whether two places name the same outcome.
    pub(super) fn same_outcome(&self, other: &Spot) -> bool {
        self.issue == other.issue && self.option == other.option && self.value == other.value
    }
}

/// Every spot of a message in order, and the places that name an issue or a topic as such.
#[derive(Debug, Clone, Default)]
pub(super) struct Spots {
    /// Places that name an outcome.
    pub(super) outcomes: Vec<Spot>,
    /// Places that name an issue or a topic.
    pub(super) subjects: Vec<Hit>,
}

/// No message that means something names more outcomes than this; the rest is not looked at, so that time stays linear.
const MOST_SPOTS: usize = 48;

/// Ties a message's figures and words to the table's issues.
pub(super) fn find(language: &Language, table: &Table, text: &Text, figures: &[Figure]) -> Spots {
    let mut hits = table.lexicon.find(language, text);
    hits.truncate(2 * MOST_SPOTS);
    let mut spots = Spots::default();
    let mut noughts: Vec<usize> = Vec::new();
    for hit in &hits {
        match hit.meaning {
            Meaning::Option(issue, option) => {
                let about = table.lexicon.traits(issue);
                let left_out = about.without.or(about.free).filter(|o| *o != option);
                match left_out.filter(|_| waived(text, figures, &hits, hit).is_some()) {
                    Some(left_out) => spots.outcomes.push(Spot { negated: true, ..named(hit, issue, left_out) }),
                    None => {
                        let negated = denied_before(text, hit.first);
                        spots.outcomes.push(Spot { negated, polar: false, ..named(hit, issue, option) });
                    }
                }
            }
            Meaning::Issue(issue) => {
                spots.subjects.push(*hit);
                let nothing = table.lexicon.traits(issue).figures.iter().find(|(_, value, _)| *value == 0.0);
                if let Some((zero, ..)) = nothing.filter(|_| denied_before(text, hit.first)) {
                    spots.outcomes.push(Spot { negated: true, ..named(hit, issue, *zero) });
                }
                let about = table.lexicon.traits(issue);
                let waived = waived(text, figures, &hits, hit);
                if let Some((yes, no)) = about.polar {
                    let negated = denied_before(text, hit.first) || denied_after(text, hit.last) || waived.is_some();
                    let option = if negated { no } else { yes };
                    spots.outcomes.push(Spot { negated, ..named(hit, issue, option) });
                } else if let Some(waived) = waived
                    && let Some(option) = about.without.or(about.free)
                {
                    let guessed = about.without.is_none() && waived == Waived::Denied;
                    spots.outcomes.push(Spot { negated: true, guessed, ..named(hit, issue, option) });
                    noughts.extend(nought(text, figures, hit));
                }
            }
            Meaning::Topic(_) => spots.subjects.push(*hit),
        }
    }
    // An option named in words beside its own yes-or-no word is said once: "no agreement on the car".
    let options = spots.outcomes.clone();
    spots.outcomes.retain(|spot| {
        let near = |o: &Spot| {
            o.first.abs_diff(spot.first) <= 5 && text.tokens[o.first].sentence == text.tokens[spot.first].sentence
        };
        !(spot.polar && options.iter().any(|o| !o.polar && o.issue == spot.issue && near(o)))
    });
    for (i, figure) in figures.iter().enumerate().take(MOST_SPOTS) {
        if noughts.contains(&i) || hits.iter().any(|h| h.first <= figure.first && figure.last <= h.last) {
            continue;
        }
        spots.outcomes.push(tie(table, text, figure, i, &hits));
    }
    // "The 7 % uplift waived", "the 7 % uplift dropped" name the seven per cent only to say what goes.
    let worded: Vec<Spot> = spots.outcomes.iter().filter(|s| s.figure.is_none()).cloned().collect();
    let goes = |figure: &Spot| {
        let waived = |w: &Spot| w.polar && w.negated && text.tokens[w.first].clause == text.tokens[figure.first].clause;
        worded.iter().any(|w| w.issue == figure.issue && (waived(w) || w.first == figure.last + 1))
    };
    spots.outcomes.retain(|s| s.figure.is_none() || s.option.is_none() || !goes(s));
    elided(table, text, &mut spots);
    spots.outcomes.sort_by_key(|s| s.first);
    spots.outcomes.truncate(MOST_SPOTS);
    spots
}

/// The place of a word that names an option, as a yes or a no until more is known.
fn named(hit: &Hit, issue: usize, option: usize) -> Spot {
    Spot {
        first: hit.first,
        last: hit.last,
        issue: Some(issue),
        option: Some(option),
        value: None,
        figure: None,
        negated: false,
        polar: true,
        fuzzy: hit.fuzzy,
        guessed: false,
    }
}

/// "6,300 with the tyres or 6,000 without": a bare with or without at the end of a clause means the yes or no named
/// before, else the table's only one.
fn elided(table: &Table, text: &Text, spots: &mut Spots) {
    let all: Vec<usize> =
        (0..table.lexicon.agenda().issues.len()).filter(|i| table.lexicon.traits(*i).polar.is_some()).collect();
    for (at, token) in text.tokens.iter().enumerate() {
        let denies = token.is("without");
        let ends =
            text.tokens.get(at + 1).is_none_or(|next| next.clause != token.clause || next.is("or") || next.is("them"));
        let after_figure = at.checked_sub(1).is_some_and(|i| text.tokens[i].kind == super::text::Kind::Number);
        if !(ends && (denies || (token.is("with") && after_figure))) {
            continue;
        }
        let named = spots.outcomes.iter().rev().find(|s| s.polar && s.first < at).and_then(|s| s.issue);
        let Some(issue) = named.or_else(|| all.first().copied().filter(|_| all.len() == 1)) else { continue };
        if let Some((yes, no)) = table.lexicon.traits(issue).polar {
            spots.outcomes.push(Spot {
                first: at,
                last: at,
                issue: Some(issue),
                option: Some(if denies { no } else { yes }),
                value: None,
                figure: None,
                negated: denies,
                polar: true,
                fuzzy: false,
                guessed: false,
            });
        }
    }
}

/// The issue a figure most likely belongs to.
fn tie(table: &Table, text: &Text, figure: &Figure, index: usize, hits: &[Hit]) -> Spot {
    let lexicon = table.lexicon;
    let mut best: Option<(f64, usize, Option<usize>, f64)> = None;
    let numeric = (0..lexicon.agenda().issues.len()).filter(|i| lexicon.traits(*i).bounds.is_some()).count();
    for issue in 0..lexicon.agenda().issues.len() {
        let Some((mut score, option, value)) = fit(table, issue, figure) else { continue };
        let near = nearness(text, figure, hits, issue);
        let is_money = lexicon.traits(issue).units.contains(&Unit::Money);
        if is_money && lexicon.money_issue() != Some(issue) && near < 1.0 {
            continue;
        }
        score += near;
        // A bare nought is nobody's option unless its issue is named: "a lot more than 0".
        if value == 0.0 && figure.unit == Unit::Bare && near < 1.0 {
            continue;
        }
        if is_money && figure.unit == Unit::Bare && plausible(table, value) {
            score += 0.8;
        }
        let on_topic = table.just_named(issue);
        if on_topic {
            score += 0.6;
        }
        let unit_missing = figure.unit == Unit::Bare && !is_money && !lexicon.traits(issue).units.is_empty();
        if unit_missing && near < 1.0 && !on_topic && fits_money(table, figure) {
            continue;
        }
        if numeric == 1 && lexicon.traits(issue).bounds.is_some() {
            score += 0.5;
        }
        if best.is_none_or(|(top, ..)| score > top) {
            best = Some((score, issue, option, value));
        }
    }
    let tied = best.filter(|(score, ..)| *score >= 1.0 && (!figure.odd || figure.signed));
    let delta = || {
        let money = lexicon.money_issue().filter(|_| figure.unit == Unit::Percent || is_fraction(figure));
        money.map(|issue| (issue, None, figure.value))
    };
    let tied = tied.map(|(_, issue, option, value)| (issue, option, value)).or_else(delta);
    Spot {
        first: figure.first,
        last: figure.last,
        issue: tied.map(|t| t.0),
        option: tied.and_then(|t| t.1),
        value: Some(tied.map_or(figure.value, |t| t.2)),
        figure: Some(index),
        negated: denied_before(text, figure.first),
        polar: false,
        fuzzy: false,
        guessed: false,
    }
}

/// Whether a figure could be one on the money issue.
fn fits_money(table: &Table, figure: &Figure) -> bool {
    let money = table.lexicon.money_issue();
    money.is_some_and(|issue| table.lexicon.traits(issue).figures.is_empty() && fit(table, issue, figure).is_some())
}

/// Whether a bare figure is of the size of the asking price.
fn plausible(table: &Table, value: f64) -> bool {
    table.asking.is_some_and(|asking| (0.15..=2.0).contains(&(value / asking.as_f64().max(1e-9))))
}

fn is_fraction(figure: &Figure) -> bool {
    figure.odd && figure.value > 0.0 && figure.value < 1.0
}

/// How well a figure fits an issue by unit and size: a score, the option it names, its value there.
fn fit(table: &Table, issue: usize, figure: &Figure) -> Option<(f64, Option<usize>, f64)> {
    let about = table.lexicon.traits(issue);
    let is_money = about.units.contains(&Unit::Money);
    if about.total.is_some() {
        return None;
    }
    // "around 6" is an open figure; an option is not.
    let open = figure.vague != Vague::No && figure.unit == Unit::Bare;
    if !about.figures.is_empty() {
        return about
            .figures
            .iter()
            .filter(|_| !open)
            .filter_map(|(option, value, unit)| {
                let same_size = (figure.value - value).abs() < 1e-9;
                let in_unit = figure.unit == *unit && *unit != Unit::Bare;
                let bare = figure.unit == Unit::Bare || *unit == Unit::Bare;
                let scaled = bare && *value >= 1000.0 && (figure.value * 1000.0 - value).abs() < 1e-9;
                let converted = convert(figure.value, figure.unit, *unit).is_some_and(|v| (v - value).abs() < 0.01);
                match (same_size || scaled, in_unit, bare, converted) {
                    (true, true, ..) => Some((4.0_f64, Some(*option), *value)),
                    (true, _, true, _) => Some((1.4, Some(*option), *value)),
                    (.., true) => Some((3.0, Some(*option), *value)),
                    _ => None,
                }
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
    }
    let (low, high) = about.bounds?;
    let mut value = if is_money { scaled(figure, low, high) } else { figure.value };
    let mut score = 0.0;
    if figure.unit != Unit::Bare {
        let same = about.units.contains(&figure.unit);
        let converted = about.units.iter().find_map(|unit| convert(value, figure.unit, *unit));
        match (same, converted) {
            (true, _) => score += 2.5,
            (false, Some(other)) => {
                value = other;
                score += 2.0;
            }
            _ => return None,
        }
    }
    if (low..=high).contains(&value) {
        score += 1.0;
    } else if is_money
        && !figure.thousands
        && low >= 1000.0
        && (low..=high).contains(&(value * 1000.0))
        && value < 1000.0
    {
        value *= 1000.0;
        score += 0.8;
    } else if is_money && (low * 0.3..=high * 3.0).contains(&value) {
        score += 0.6;
    } else if !is_money || figure.unit == Unit::Bare {
        return None;
    }
    Some((score, None, value))
}

/// A figure left open is meant in the size of the issue: "nine-ish" is 900 where rents are, "low forties" 42,000.
fn scaled(figure: &Figure, low: f64, high: f64) -> f64 {
    let sizes = || [1.0, 100.0, 1000.0].map(|size| figure.value * size).into_iter();
    if figure.vague == Vague::No || figure.value >= 1000.0 {
        return figure.value;
    }
    let within = sizes().find(|value| (low..=high).contains(value));
    within.or_else(|| sizes().find(|value| (low * 0.5..=high * 1.5).contains(value))).unwrap_or(figure.value)
}

/// Durations in another unit of time; only whole results are trusted.
fn convert(value: f64, from: Unit, to: Unit) -> Option<f64> {
    let months = |unit| match unit {
        Unit::Months => Some(1.0),
        Unit::Years => Some(12.0),
        _ => None,
    };
    let days = |unit| match unit {
        Unit::Days => Some(1.0),
        Unit::Weeks => Some(7.0),
        _ => None,
    };
    let by = |unit: &dyn Fn(Unit) -> Option<f64>| Some(value * unit(from)? / unit(to)?);
    if from == to {
        return None;
    }
    by(&months).or_else(|| by(&days)).filter(|v| v.fract().abs() < 1e-9)
}

/// How near a word of the issue stands to the figure.
fn nearness(text: &Text, figure: &Figure, hits: &[Hit], issue: usize) -> f64 {
    let sentence = text.tokens[figure.first].sentence;
    hits.iter()
        .filter(|h| matches!(h.meaning, Meaning::Issue(i) | Meaning::Option(i, _) if i == issue))
        .filter(|h| text.tokens[h.first].sentence == sentence)
        .map(|h| {
            let gap = if h.last < figure.first { figure.first - h.last } else { h.first.saturating_sub(figure.last) };
            if gap > 1 && text.tokens[h.first].clause != text.tokens[figure.first].clause {
                return 0.3;
            }
            match gap {
                0..=2 => 2.0,
                3..=4 => 1.2,
                _ => 0.4,
            }
        })
        .fold(0.0, f64::max)
}

const DENIERS: [&str; 12] =
    ["no", "not", "without", "never", "minus", "except", "skip", "forget", "exclude", "excluding", "neither", "nor"];

/// Whether one of the three words before a place, in its clause, denies it.
pub(super) fn denied_before(text: &Text, first: usize) -> bool {
    let clause = text.tokens[first].clause;
    let before = text.tokens[..first].iter().rev().take_while(|t| t.clause == clause).take(4);
    let denier = |t: &Token| DENIERS.iter().any(|d| t.is(d)) || t.is("keep");
    before
        .take_while(|t| t.kind != super::text::Kind::Number)
        .enumerate()
        .any(|(gap, t)| denier(t) && (gap < 3 || t.is("not")))
}

/// Whether "not included", "is off" or the like follows a place in its clause.
fn denied_after(text: &Text, last: usize) -> bool {
    let clause = text.tokens[last].clause;
    let after: Vec<&Token> = text.tokens[last + 1..].iter().take_while(|t| t.clause == clause).take(4).collect();
    after.iter().take(3).any(|t| t.is("not"))
        || after.windows(2).any(|w| w[0].is("off") && w[1].is("the"))
        || after.iter().any(|t| t.is("excluded"))
}
