//! The evidence on each figure and option: named features for the role model.

use super::frames;
use super::linear::Sink;
use super::scene::Scene;
use super::spots::Spot;
use super::text::Kind;
use crate::negotiation::Act;

/// How far from a spot a cue still counts as standing next to it, in tokens.
const ADJACENT: usize = 2;

/// Puts the features of spot `index` into `sink`.
pub(super) fn of_spot(scene: &Scene, index: usize, sink: &mut dyn Sink) {
    let spot = &scene.spots.outcomes[index];
    let kind = kind_of(scene, spot);
    let mut put = |parts: &[&str]| {
        let mut with_kind = Vec::with_capacity(parts.len() + 1);
        with_kind.push(kind);
        with_kind.extend_from_slice(parts);
        sink.put(parts, 1.0);
        sink.put(&with_kind, 1.0);
    };
    put(&["bias"]);
    shape(scene, spot, &mut put);
    neighbours(scene, spot, &mut put);
    cues_around(scene, index, &mut put);
    company(scene, index, &mut put);
    chain(scene, index, &mut put);
    standing(scene, spot, &mut put);
}

/// The prefix that keeps money, other figures and words apart.
fn kind_of(scene: &Scene, spot: &Spot) -> &'static str {
    match (scene.is_money(spot), spot.figure.is_some(), spot.issue.is_some()) {
        (true, ..) => "m~",
        (_, true, true) => "n~",
        (_, true, false) => "x~",
        _ => "o~",
    }
}

/// How it is written.
fn shape(scene: &Scene, spot: &Spot, put: &mut dyn FnMut(&[&str])) {
    if let Some(figure) = scene.figure_of(spot) {
        put(&["unit:", figure.unit.name()]);
        for (holds, name) in [
            (figure.signed, "signed"),
            (figure.thousands, "thousands"),
            (figure.worded, "worded"),
            (figure.range, "range"),
            (figure.odd, "odd"),
            (!figure.signed && figure.value < 10.0, "small"),
        ] {
            if holds {
                put(&["is:", name]);
            }
        }
    }
    for (holds, name) in [(spot.negated, "negated"), (spot.polar, "polar"), (spot.fuzzy, "fuzzy")] {
        if holds {
            put(&["is:", name]);
        }
    }
    if spot.polar && spot.negated {
        put(&["is:polar_no"]);
        let before = scene.text.tokens[..spot.first].iter().rev().take(5);
        let denier = before.map(|t| &*t.word).find(|word| ["no", "not", "without"].contains(word)).unwrap_or("behind");
        put(&["denies:", denier]);
        let now = spot.issue.is_some_and(|issue| scene.table.just_named(issue));
        for strong in ["denies:", "denies:!", "denies:!!"] {
            put(&[strong, denier, if now { "now" } else { "" }]);
        }
    }
}

/// The words next to it, sentence ends included.
fn neighbours(scene: &Scene, spot: &Spot, put: &mut dyn FnMut(&[&str])) {
    let sentence = scene.sentence_of(spot.first);
    let word = |at: Option<usize>| -> &str {
        match at.and_then(|i| scene.text.tokens.get(i)).filter(|t| t.sentence == sentence) {
            None => "^",
            Some(t) if t.kind == Kind::Number => "<n>",
            Some(t) => &t.word,
        }
    };
    let back = |k: usize| word(spot.first.checked_sub(k));
    let ahead = |k: usize| word(Some(spot.last + k));
    put(&["w-1:", back(1)]);
    put(&["w-2:", back(2)]);
    put(&["w-3:", back(3)]);
    put(&["w-21:", back(2), "_", back(1)]);
    put(&["w+1:", ahead(1)]);
    put(&["w+2:", ahead(2)]);
    put(&["w+12:", ahead(1), "_", ahead(2)]);
    for (i, token) in
        scene.text.tokens.iter().enumerate().filter(|(_, t)| t.sentence == sentence && t.kind == Kind::Word)
    {
        if i + 3 < spot.first {
            put(&["s<", &token.word]);
        } else if i > spot.last + 2 {
            put(&["s>", &token.word]);
        }
    }
    let end = if scene.in_question(spot.first) { "?" } else { "." };
    if ahead(1) == "^" {
        put(&["ends", end]);
        if back(1) == "^" {
            put(&["alone", end]);
        }
    }
    put(&["in", end]);
    let starts = scene.text.tokens.iter().position(|t| t.sentence == sentence);
    put(&["first:", word(starts)]);
}

/// Cues before, over and after it in its sentence, and in the sentences beside.
fn cues_around(scene: &Scene, index: usize, put: &mut dyn FnMut(&[&str])) {
    let spots = &scene.spots.outcomes;
    let spot = &spots[index];
    let sentence = scene.sentence_of(spot.first);
    let mut seen: Vec<(u16, u8)> = Vec::with_capacity(16);
    for found in &scene.cues {
        let (first, last) = (found.first as usize, found.last as usize);
        let there = scene.sentence_of(first);
        let name = scene.cue_name(found);
        if frames::is_frame(name) {
            continue;
        }
        if name.starts_with("act:") && name != "act:split_difference" && name != "act:offer_claim" {
            continue;
        }
        let mut tell = |tag: u8, sign: &str, put: &mut dyn FnMut(&[&str])| {
            if !seen.contains(&(found.cue, tag)) {
                seen.push((found.cue, tag));
                put(&[sign, name]);
            }
        };
        if there + 1 == sentence {
            tell(0, "s-1:", put);
        } else if there == sentence + 1 {
            tell(1, "s+1:", put);
        } else if there == sentence {
            if last < spot.first {
                let crossed = spots.iter().any(|s| s.first > last && s.last < spot.first);
                let gap = spot.first - last;
                match (crossed, gap <= ADJACENT) {
                    (true, _) => tell(2, "<far:", put),
                    (false, true) => tell(3, "<<", put),
                    (false, false) => tell(4, "<", put),
                }
                if gap <= ADJACENT {
                    tell(4, "<", put);
                }
            } else if first > spot.last {
                let crossed = spots.iter().any(|s| s.first > spot.last && s.last < first);
                let gap = first - spot.last;
                match (crossed, gap <= ADJACENT) {
                    (true, _) => tell(5, ">far:", put),
                    (false, true) => tell(6, ">>", put),
                    (false, false) => tell(7, ">", put),
                }
                if gap <= ADJACENT {
                    tell(7, ">", put);
                }
            } else {
                tell(8, "=", put);
            }
        }
    }
}

/// The other figures and options of the message, and its length.
fn company(scene: &Scene, index: usize, put: &mut dyn FnMut(&[&str])) {
    let spots = &scene.spots.outcomes;
    let spot = &spots[index];
    let same_issue = spots.iter().filter(|s| s.issue == spot.issue && s.issue.is_some()).count();
    put(&["same:", ["0", "1", "2", "3"][same_issue.min(3)]]);
    let last = !spots[index + 1..].iter().any(|s| s.issue == spot.issue);
    let first = !spots[..index].iter().any(|s| s.issue == spot.issue);
    put(&["place:", if first { "first" } else { "" }, if last { "last" } else { "" }]);
    if spots.iter().any(|s| s.issue.is_some() && s.issue != spot.issue) {
        put(&["others"]);
    }
    if spots[..index].iter().any(|s| s.same_outcome(spot)) {
        put(&["repeated"]);
    }
    let words = scene.text.tokens.len();
    put(&[
        "length:",
        match words {
            0..=2 => "1",
            3..=6 => "2",
            7..=14 => "3",
            15..=30 => "4",
            _ => "5",
        },
    ]);
    if scene.text.sentences.len() == 1 {
        put(&["one_sentence"]);
    }
}

/// How far a list is followed, in tokens either way.
const LONGEST_LIST: usize = 30;

/// Words that join outcomes in a list.
const JOINTS: [&str; 16] =
    ["and", "at", "in", "for", "with", "of", "as", "a", "an", "the", "or", "per", "on", "you", "plus", "your"];

/// Whether it stands in a list of outcomes, what leads the list, and whether the sentence is nothing but a list.
fn chain(scene: &Scene, index: usize, put: &mut dyn FnMut(&[&str])) {
    let spots = &scene.spots.outcomes;
    let spot = &spots[index];
    let tokens = &scene.text.tokens;
    let joint = |i: usize| tokens[i].kind == Kind::Mark || JOINTS.iter().any(|joint| tokens[i].is(joint));
    let named = |i: usize| {
        spots.iter().any(|s| (s.first..=s.last).contains(&i))
            || scene.spots.subjects.iter().any(|h| (h.first..=h.last).contains(&i))
    };
    let sentence = scene.sentence_of(spot.first);
    let mut lead = spot.first;
    while lead > 0
        && spot.first - lead < LONGEST_LIST
        && tokens[lead - 1].sentence == sentence
        && (joint(lead - 1) || named(lead - 1))
    {
        lead -= 1;
    }
    let mut end = spot.last + 1;
    while end < tokens.len()
        && end - spot.last < LONGEST_LIST
        && tokens[end].sentence == sentence
        && (joint(end) || named(end))
    {
        end += 1;
    }
    let led = lead > 0 && tokens[lead - 1].sentence == sentence;
    let before = if led { &*tokens[lead - 1].word } else { "^" };
    let after = tokens.get(end).filter(|t| t.sentence == sentence).map_or("^", |t| &*t.word);
    put(&["lead:", before]);
    put(&["tail:", after]);
    let mark = if scene.in_question(spot.first) { "?" } else { "." };
    if before == "^" && after == "^" {
        put(&["list", mark]);
    } else if before == "^" {
        put(&["list_first", mark]);
    }
    let listed = spots.iter().filter(|s| (lead..end).contains(&s.first) && s.issue.is_some()).count();
    put(&["listed:", ["0", "1", "2", "3"][listed.min(3)]]);
}

/// How it stands to the asking price, to both standing offers, and to what was said last.
fn standing(scene: &Scene, spot: &Spot, put: &mut dyn FnMut(&[&str])) {
    let table = scene.table;
    let side = match table.wants_less {
        Some(true) => "buyer",
        Some(false) => "seller",
        None => "side",
    };
    let equals_other = scene.stands(spot, table.other.as_ref());
    let equals_own = scene.stands(spot, table.own.as_ref());
    for (holds, name) in [(equals_other, "theirs"), (equals_own, "own")] {
        if holds {
            put(&["is:", name]);
            if scene.has("yes_word") || scene.has("i_accept") || scene.has("deal") {
                put(&["is:", name, "&yes"]);
            }
            if scene.has("refuse") || scene.has("too_low") || scene.has("too_high") || scene.has("no_word") {
                put(&["is:", name, "&no"]);
            }
        }
    }
    let beside =
        |other: &Spot| other.issue.is_some() && other.issue != spot.issue && !scene.stands(other, table.other.as_ref());
    if equals_other && scene.spots.outcomes.iter().any(beside) {
        let which = if equals_own { "agreed" } else { "asked" };
        for strong in ["beside_new:", "beside_new:!", "beside_new:!!"] {
            put(&[strong, which]);
        }
    }
    if equals_other && equals_own {
        put(&["is:agreed"]);
        let before = spot.first.checked_sub(1).map_or("^", |i| &scene.text.tokens[i].word);
        put(&["is:agreed&", before]);
    }
    if let Some(issue) = spot.issue {
        let said = table.other.as_ref().and_then(|terms| terms.0.get(table.lexicon.issue_id(issue)));
        let theirs = if equals_other {
            "same"
        } else if said.is_some() {
            "differs"
        } else {
            "open"
        };
        let recent = if table.just_named(issue) { "now" } else { "before" };
        put(&["topic:", recent]);
        put(&["topic:", recent, theirs]);
        if spot.negated {
            put(&["topic:no", recent, theirs]);
        }
        let sentence = scene.sentence_of(spot.first);
        let named = scene.spots.subjects.iter().any(|h| {
            matches!(h.meaning, super::lexicon::Meaning::Issue(i) if i == issue)
                && scene.sentence_of(h.first) == sentence
        });
        if named {
            put(&["issue_named"]);
        }
    }
    put(&["stand:", if table.other.is_some() { "t" } else { "" }, if table.own.is_some() { "o" } else { "" }]);
    for act in [Act::Offer, Act::AskOffer, Act::Accept, Act::Reject] {
        if table.after(act) {
            put(&["after:", act.name()]);
        }
    }
    if !scene.is_money(spot) {
        return;
    }
    let Some(value) = spot.value else { return };
    let asking = scene.asking().map(|asking| value / asking.max(1e-9));
    let against = |reference: Option<f64>| match reference.map(|r| value / r.max(1e-9)) {
        None => "?",
        Some(r) if r < 0.2 => "tiny",
        Some(r) if r < 0.999 => "below",
        Some(r) if r <= 1.001 => "equal",
        Some(r) if r <= 2.0 => "above",
        Some(_) => "huge",
    };
    put(&["asking:", against(scene.asking())]);
    put(&["asking:", side, against(scene.asking())]);
    put(&[
        "ratio:",
        match asking {
            None => "?",
            Some(r) if r < 0.05 => "0",
            Some(r) if r < 0.3 => "1",
            Some(r) if r < 0.6 => "2",
            Some(r) if r < 0.999 => "3",
            Some(r) if r <= 1.001 => "4",
            Some(r) if r < 1.5 => "5",
            Some(_) => "6",
        },
    ]);
    put(&["theirs:", side, against(scene.money_in(table.other.as_ref()))]);
    put(&["own:", side, against(scene.money_in(table.own.as_ref()))]);
}
