//! Figures that people leave open on purpose: "six-ish", "around 6", "low sixes",
//! "mid six thousands". They are read, and the reading is asked back.

use super::figure::{Figure, parse};
use super::language::{Language, Unit};
use super::text::{Kind, Token};

/// How open a figure was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vague {
    /// It was said as it is meant.
    No,
    /// About that much: "around 6,000", "6k or so".
    About,
    /// Somewhere in a stretch of figures: "low sixes", "six-ish".
    Band,
}

/// Where in its stretch a band lies, by the word that says so.
const PARTS: [(&str, f64); 8] = [
    ("low", 0.2),
    ("lower", 0.2),
    ("early", 0.2),
    ("mid", 0.5),
    ("middle", 0.5),
    ("high", 0.8),
    ("upper", 0.8),
    ("late", 0.8),
];

/// Words before "low" or "mid" that make it speak of something else: "too low", "in my mid forties".
const NO_BAND: [&str; 17] = [
    "too", "so", "very", "bit", "little", "pretty", "way", "is", "that", "rather", "quite", "my", "his", "her",
    "their", "your", "as",
];

/// A stretch of figures that begins at `at`: "low sixes", "mid-6ks", "high 5 thousands", "in the sixes".
pub(super) fn band(language: &Language, tokens: &[Token], at: usize) -> Option<Figure> {
    let part_at = |i: usize| PARTS.iter().find(|(word, _)| tokens.get(i).is_some_and(|t| t.is(word)));
    let before = at.checked_sub(1).map_or("", |i| &*tokens[i].word);
    let (mut part, mut i) = match part_at(at) {
        Some((_, part)) if !NO_BAND.contains(&before) => (*part, at + 1),
        _ if tokens[at].is("the") && before == "in" => (0.5, at + 1),
        _ => return None,
    };
    let parted = !tokens[at].is("the");
    while let Some(token) = tokens.get(i) {
        match part_at(i) {
            Some((_, further)) if parted => part = (part + further) / 2.0,
            _ if token.is_mark("-") || (parted && (token.is("to") || token.is("of") || token.is("the"))) => {}
            _ => break,
        }
        i += 1;
    }
    let signed = tokens.get(i).is_some_and(|t| t.kind == Kind::Mark && matches!(&*t.word, "$" | "£" | "€"));
    let (value, last, open) = stretch(language, tokens, i + usize::from(signed))?;
    if !(open || parted) || value < 3.0 {
        return None;
    }
    // A stretch is as wide as its last digit that isn't nought: six 1, forty 10, six thousand 1,000.
    let width = (0..12).map(|k| 10_f64.powi(k)).take_while(|w| value % w == 0.0).last().unwrap_or(1.0);
    Some(Figure {
        value: value + part * width,
        unit: if signed { Unit::Money } else { Unit::Bare },
        signed,
        thousands: value >= 1000.0,
        vague: Vague::Band,
        ..Figure::bare(at, last, 0.0)
    })
}

/// The lower end of a stretch, its last token, and whether it was written as one: "sixes", "6s", "six thousands".
fn stretch(language: &Language, tokens: &[Token], at: usize) -> Option<(f64, usize, bool)> {
    let token = tokens.get(at)?;
    let (mut value, mut open) = match token.kind {
        Kind::Number => (parse(&token.word).filter(|(_, odd)| !odd)?.0, false),
        Kind::Word => match language.number(&token.word) {
            Some(value) => (value, false),
            None => (plural(language, &token.word)?, true),
        },
        Kind::Mark => return None,
    };
    let mut last = at;
    while let Some(next) = tokens.get(last + 1).filter(|t| t.kind == Kind::Word && t.sentence == token.sentence) {
        let glued = next.glued && token.kind == Kind::Number;
        let (factor, many) = match &*next.word {
            "thousand" | "grand" => (1000.0, false),
            "thousands" | "grands" => (1000.0, true),
            "hundred" => (100.0, false),
            "hundreds" => (100.0, true),
            "k" | "ok" if glued && next.source.len() == 1 => (1000.0, false),
            "ks" if glued => (1000.0, true),
            "s" if glued => (1.0, true),
            _ => break,
        };
        value *= factor;
        open |= many || factor >= 100.0;
        last += 1;
    }
    let measured = tokens.get(last + 1).is_some_and(|t| language.unit(&t.word).is_some_and(|u| u != Unit::Money));
    (!measured && value.fract() == 0.0).then_some((value, last, open))
}

/// The number behind a plural: "sixes", "forties".
fn plural(language: &Language, word: &str) -> Option<f64> {
    let single = match word.strip_suffix("ies") {
        Some(stem) => language.number(&format!("{stem}y")),
        None => word.strip_suffix("es").and_then(|w| language.number(w)).or_else(|| {
            let stem = word.strip_suffix('s')?;
            language.number(stem)
        }),
    };
    single.filter(|n| *n >= 3.0)
}

/// The number in "sixish", "fortyish".
pub(super) fn ish(language: &Language, word: &str) -> Option<f64> {
    let stem = word.strip_suffix("ish")?;
    language.number(stem).or_else(|| language.number(&format!("{stem}e"))).filter(|n| *n >= 2.0)
}

/// Words right before a figure that leave it open.
const ABOUT: [&str; 14] = [
    "about",
    "around",
    "roughly",
    "approximately",
    "approx",
    "circa",
    "near",
    "nearly",
    "almost",
    "close",
    "ballpark",
    "region",
    "neighbourhood",
    "neighborhood",
];

/// Words that may stand between the two.
const BETWEEN: [&str; 4] = ["of", "to", "the", "a"];

/// Words before "about" that make it propose: "how about 6,000".
const PROPOSES: [&str; 8] = ["how", "what", "think", "feel", "talk", "talking", "is", "us"];

/// Notes how open the words around a figure leave it, and takes the words behind it that belong to it.
pub(super) fn weigh(tokens: &[Token], figure: &mut Figure) {
    if figure.odd || figure.vague == Vague::Band {
        return;
    }
    let sentence = tokens[figure.first].sentence;
    let behind = |k: usize| tokens.get(figure.last + k).filter(|t| t.sentence == sentence).map_or("", |t| &*t.word);
    let open = match (behind(1), behind(2), behind(3)) {
        ("ish", ..) => Some((1, Vague::Band)),
        ("-", "ish", _) => Some((2, Vague::Band)),
        ("something", ..) | ("odd", ..) => Some((1, Vague::Band)),
        ("-", "something" | "odd", _) => Some((2, Vague::Band)),
        ("or", "so" | "thereabouts", _) | ("or", "there", "abouts") => Some((2, Vague::About)),
        ("give", "or", "take") | ("and", "a", "bit") => Some((3, Vague::About)),
        _ => None,
    };
    if let Some((words, vague)) = open {
        figure.last += words;
        figure.vague = vague;
        return;
    }
    let before = tokens[..figure.first].iter().rev().take_while(|t| t.sentence == sentence);
    let mut words = before.map(|t| &*t.word).skip_while(|word| BETWEEN.contains(word));
    let opens = words.next().is_some_and(|word| ABOUT.contains(&word));
    if opens && !words.next().is_some_and(|word| PROPOSES.contains(&word)) {
        figure.vague = Vague::About;
    }
}

/// Words by which a small figure is a time of day.
const TIMES: [&str; 12] = [
    "there",
    "collect",
    "call",
    "ring",
    "arrive",
    "evening",
    "tonight",
    "morning",
    "afternoon",
    "clock",
    "viewing",
    "home",
];

/// Words by which "six thirty" is a time of day.
const HOURS: [&str; 10] = ["off", "open", "close", "closes", "finish", "until", "till", "train", "bus", "work"];

/// Whether a figure said in pairs is a time of day: "I get off at six thirty".
pub(super) fn is_hour(tokens: &[Token], figure: &Figure) -> bool {
    let (hour, minute) = (figure.value / 100.0, figure.value % 100.0);
    let clock = (1.0..13.0).contains(&hour) && [15.0, 30.0, 45.0].contains(&minute);
    let sentence = tokens[figure.first].sentence;
    let told = |t: &&Token| t.sentence == sentence && TIMES.iter().chain(&HOURS).any(|word| t.is(word));
    figure.worded && clock && tokens[..figure.first].iter().rev().take(12).find(told).is_some()
}

/// Whether a small bare figure is more likely a time of day: "I can be there around six".
pub(super) fn is_time(tokens: &[Token], figure: &Figure) -> bool {
    let sentence = tokens[figure.first].sentence;
    let around = tokens[..figure.first].iter().rev().chain(&tokens[figure.last + 1..]);
    let mut near = around.filter(|t| t.sentence == sentence).take(24);
    let comes = |words: &[Token]| words[0].is("come") && !["down", "up", "to", "in"].iter().any(|w| words[1].is(w));
    let coming = tokens[..figure.first].windows(2).any(|pair| pair[0].sentence == sentence && comes(pair));
    figure.value <= 12.0 && (coming || near.any(|t| TIMES.iter().any(|word| t.is(word))))
}

/// Words before a small number word that make it a figure: "how about six?", "I'd pay six".
const SAYS: [&str; 6] = ["about", "pay", "offer", "say", "do", "around"];

/// Words after it that leave it one.
const GOES_ON: [&str; 6] = ["then", "cash", "and", "with", "if", "or"];

/// Whether a number word below ten is a figure by itself and no count: something offers it, and nothing is counted.
pub(super) fn stands_alone(tokens: &[Token], figure: &Figure) -> bool {
    let sentence = tokens[figure.first].sentence;
    let next = tokens.get(figure.last + 1).filter(|t| t.sentence == sentence);
    let ends = next.is_none_or(|t| t.kind == Kind::Mark || GOES_ON.iter().any(|word| t.is(word)));
    let before = figure.first.checked_sub(1).map(|i| &tokens[i]).filter(|t| t.sentence == sentence);
    figure.value >= 3.0 && ends && before.is_some_and(|t| SAYS.iter().any(|word| t.is(word)))
}
