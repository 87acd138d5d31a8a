//! The evidence on what a message does: named features for the act models.

use super::heard::Role;
use super::linear::Sink;
use super::resolve::Proposals;
use super::roles::{ROLES, Roles};
use super::scene::Scene;
use super::text::Kind;
use crate::negotiation::{Act, Choice, Terms};

/// Puts the features of a message into `sink`.
pub(super) fn of_message(scene: &Scene, roles: &[Roles], proposals: &Proposals, sink: &mut dyn Sink) {
    let mut put = |parts: &[&str]| sink.put(parts, 1.0);
    put(&["bias"]);
    words(scene, &mut put);
    cues(scene, &mut put);
    shape(scene, &mut put);
    proposed(scene, roles, proposals, &mut put);
    context(scene, &mut put);
}

/// Words, pairs of words, how sentences begin.
fn words(scene: &Scene, put: &mut dyn FnMut(&[&str])) {
    let mut previous = "^";
    let mut before = "";
    let mut sentence = u32::MAX;
    let mut figure = 0;
    for (i, token) in scene.text.tokens.iter().enumerate() {
        while scene.figures.get(figure).is_some_and(|f| f.last < i) {
            figure += 1;
        }
        let inside = scene.figures.get(figure).is_some_and(|f| f.first <= i);
        if token.kind == Kind::Mark || (inside && scene.figures[figure].first != i) {
            continue;
        }
        let word = if inside { "<n>" } else { &*token.word };
        if token.sentence != sentence {
            sentence = token.sentence;
            previous = "^";
            before = "";
        }
        put(&["w:", word]);
        put(&["b:", previous, "_", word]);
        if before == "^" {
            put(&["t:", previous, "_", word]);
        }
        before = previous;
        previous = word;
    }
}

/// Cues, and whether they open the message or stand in a question.
fn cues(scene: &Scene, put: &mut dyn FnMut(&[&str])) {
    let mut seen: Vec<(u16, u8)> = Vec::with_capacity(24);
    for found in &scene.cues {
        let name = scene.cue_name(found);
        let mut tell = |tag: u8, sign: &str, put: &mut dyn FnMut(&[&str])| {
            if !seen.contains(&(found.cue, tag)) {
                seen.push((found.cue, tag));
                put(&[sign, name]);
            }
        };
        tell(0, "c:", put);
        if scene.in_question(found.first as usize) {
            tell(1, "c?", put);
        } else {
            tell(2, "c.", put);
        }
        if scene.sentence_of(found.first as usize) == 0 {
            tell(3, "c0", put);
        }
        if found.first == 0 {
            tell(4, "c^", put);
        }
        if found.last as usize + 1 >= scene.text.tokens.len() {
            tell(5, "c$", put);
        }
    }
}

/// Length, questions, what kinds of things are named.
fn shape(scene: &Scene, put: &mut dyn FnMut(&[&str])) {
    let words = scene.text.tokens.iter().filter(|t| t.kind != Kind::Mark).count();
    put(&[
        "length:",
        match words {
            0 => "0",
            1 => "1",
            2 => "2",
            3..=4 => "3",
            5..=8 => "5",
            9..=15 => "9",
            16..=30 => "16",
            _ => "31",
        },
    ]);
    let questions = scene.text.sentences.iter().filter(|s| s.question).count();
    put(&["questions:", ["0", "1", "2"][questions.min(2)]]);
    if questions > 0 && questions == scene.text.sentences.len() {
        put(&["only_questions"]);
    }
    put(&["sentences:", ["0", "1", "2", "3", "4"][scene.text.sentences.len().min(4)]]);
    if scene.text.tokens.iter().any(|t| t.is_mark("!")) {
        put(&["exclaims"]);
    }
    let subjects = scene.spots.subjects.iter();
    let open = |hit: &&super::lexicon::Hit| {
        let sentence = scene.sentence_of(hit.first);
        !scene.spots.outcomes.iter().any(|s| s.issue.is_some() && scene.sentence_of(s.first) == sentence)
    };
    for hit in subjects.filter(open) {
        put(&["open_subject", if scene.in_question(hit.first) { "?" } else { "." }]);
        for cue in ["how_about", "how_about_issue", "i_need", "i_want", "priority", "negated", "too_high", "too_low"] {
            if scene.has_in_sentence(hit.first, cue) {
                put(&["open_subject&", cue]);
            }
        }
    }
}

/// What the figures and options are taken for.
fn proposed(scene: &Scene, roles: &[Roles], proposals: &Proposals, put: &mut dyn FnMut(&[&str])) {
    for (k, (_, name)) in ROLES.iter().enumerate() {
        let top =
            roles.iter().zip(&scene.spots.outcomes).map(|(r, s)| if s.issue.is_some() { r.likely[k] } else { 0.0 });
        let top = top.fold(0.0, f32::max);
        if top > 0.5 {
            put(&["r:", name]);
        } else if top > 0.25 {
            put(&["r?", name]);
        }
    }
    if scene.spots.outcomes.iter().any(|s| s.issue.is_some()) {
        put(&["names_outcome"]);
    } else if !scene.figures.is_empty() {
        put(&["names_figure"]);
    }
    if proposals.relative {
        put(&["relative"]);
    }
    let Some(terms) = proposals.packages.first() else {
        put(&["proposes:no"]);
        return;
    };
    put(&["proposes:yes"]);
    if proposals.packages.len() > 1 {
        put(&["proposes:several"]);
    }
    if terms.0.len() > 1 {
        put(&["proposes:package"]);
    }
    let theirs = within(terms, scene.table.other.as_ref());
    let own = within(terms, scene.table.own.as_ref());
    for (holds, name) in [(theirs, "proposes:theirs"), (own, "proposes:own"), (!theirs && !own, "proposes:new")] {
        if holds {
            put(&[name]);
            if scene.has("yes_word") {
                put(&[name, "&yes"]);
            }
            if scene.has_any(&["no_word", "refuse"]) {
                put(&[name, "&no"]);
            }
        }
    }
    if let Some(division) = &scene.division {
        put(&["divides:", if division.tentative { "?" } else { "." }]);
    }
    if roles.iter().any(|r| r.best().0 == Role::LimitOffer) {
        put(&["proposes:limit"]);
    }
}

/// Whether every outcome of `terms` is in a standing offer.
fn within(terms: &Terms, standing: Option<&Terms>) -> bool {
    let same = |(issue, choice): (&String, &Choice)| standing.is_some_and(|s| s.0.get(issue) == Some(choice));
    !terms.0.is_empty() && terms.0.iter().all(same)
}

/// What was said before.
fn context(scene: &Scene, put: &mut dyn FnMut(&[&str])) {
    let table = scene.table;
    put(&["turn:", ["0", "1", "2", "3", "4"][table.turn.min(4)]]);
    put(&["stands:", if table.other.is_some() { "t" } else { "" }, if table.own.is_some() { "o" } else { "" }]);
    put(&[
        "side:",
        match table.wants_less {
            Some(true) => "buyer",
            Some(false) => "seller",
            None => "?",
        },
    ]);
    let words = scene.text.tokens.len();
    let short = if words <= 4 {
        "short"
    } else if words <= 9 {
        "middle"
    } else {
        "long"
    };
    for act in [
        Act::Offer,
        Act::Accept,
        Act::Reject,
        Act::AskOffer,
        Act::SmallTalk,
        Act::RequestInfo,
        Act::QDiagnostic,
        Act::RequestResponse,
        Act::WalkAway,
        Act::DiscloseInterest,
    ] {
        if table.last_acts.contains(&act) {
            put(&["after:", act.name()]);
            put(&["after:", act.name(), "&", short]);
        }
    }
    if table.last_acts.is_empty() {
        put(&["after:nothing"]);
    }
    if table.last_acts.contains(&Act::Offer) {
        for cue in [
            "yes_word",
            "no_word",
            "sounds_good",
            "i_accept",
            "only_yes",
            "middle_no",
            "thanks_end",
            "pickup_plan",
            "sorry",
        ] {
            if scene.has(cue) {
                put(&["after:offer&", cue]);
            }
        }
    }
}
