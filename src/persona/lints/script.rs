//! Rules and lines: what can never happen, and what can't be said.

use std::collections::BTreeSet;

use super::{Case, Findings, Path, suggest};
use crate::negotiation::{Act, Agenda, Kind};
use crate::persona::model::{Bound, Condition, Effect, Line, Persona, Range};
use crate::persona::placeholder::{Piece, Placeholder, allowed, allowed_in_rule, pieces};

/// Lines from which on a deck doesn't feel like a loop.
const ENOUGH_LINES: usize = 3;

fn rules_path(i: usize) -> Path {
    Path::of(["counterpart", "rules"]).index(i)
}

pub(super) fn rules_can_fire(case: &Case<'_>, findings: &mut Findings) {
    for (i, rule) in case.persona.counterpart.rules.iter().enumerate() {
        can_hold(&rule.when, case.persona, &rules_path(i).key("when"), &format!("rule `{}`", rule.id), findings);
    }
}

pub(super) fn line_conditions_can_hold(case: &Case<'_>, findings: &mut Findings) {
    for_each_line(case.persona, |line, path, _| {
        can_hold(&line.when, case.persona, &path.key("when"), "this line", findings);
    });
}

/// Everything about a condition that rules it out by itself.
fn can_hold(when: &Condition, persona: &Persona, path: &Path, what: &str, findings: &mut Findings) {
    let mut never = |path: Path, message: String, fix: String| {
        findings.warn("never-fires", path, format!("{what} can never come up: {message}"), fix);
    };
    if let Some(act) = when.act.filter(|act| is_counterpart_only(*act)) {
        let fix = "name an act of the learner's: offer, q_diagnostic, hostility".to_owned();
        never(path.key("act"), format!("only the counterpart does `{act}`"), fix);
    }
    let turns = i32::try_from(persona.turns).unwrap_or(i32::MAX);
    let states = [
        ("trust", when.trust, 0, 100),
        ("tension", when.tension, 0, 100),
        ("turn", when.turn, 1, turns),
        ("turns_left", when.turns_left, 0, turns - 1),
        ("patience", when.patience, 0, i32::MAX),
    ];
    for (name, range, low, high) in states.into_iter().filter_map(|(n, range, l, h)| Some((n, range?, l, h))) {
        if is_reversed(range) {
            never(path.key(name), "at_least is above at_most".to_owned(), "swap the two".to_owned());
        } else if range.at_least.is_some_and(|least| least > high) || range.at_most.is_some_and(|most| most < low) {
            let most = if high == i32::MAX { "up".to_owned() } else { format!("to {high}") };
            never(path.key(name), format!("{name} goes from {low} {most} here"), "choose bounds inside".to_owned());
        }
    }
    for (issue, bound) in &when.offer {
        if let Some((message, fix)) = never_offered(&persona.agenda, issue, bound) {
            never(path.key("offer").key(issue), message, fix);
        }
    }
    when.any.iter().enumerate().for_each(|(i, one)| can_hold(one, persona, &path.key("any").index(i), what, findings));
    known_ids(when, persona, path, findings);
}

fn is_reversed(range: Range) -> bool {
    matches!((range.at_least, range.at_most), (Some(least), Some(most)) if least > most)
}

fn never_offered(agenda: &Agenda, issue: &str, bound: &Bound) -> Option<(String, String)> {
    let Bound::Figure { at_least, at_most } = bound else { return None };
    let (low, high) = match &agenda.issue(issue)?.kind {
        Kind::Numeric(scale) => scale.reach,
        Kind::Share { total } => {
            (crate::negotiation::Quantity::ZERO, crate::negotiation::Quantity::whole((*total).into()))
        }
        Kind::Options(_) => return None,
    };
    if at_least.zip(*at_most).is_some_and(|(least, most)| least > most) {
        return Some(("at_least is above at_most".to_owned(), "swap the two".to_owned()));
    }
    let outside = at_least.is_some_and(|least| least > high) || at_most.is_some_and(|most| most < low);
    outside.then(|| (format!("`{issue}` goes from {low} to {high}"), "choose bounds inside".to_owned()))
}

/// Acts from `greet` on are only the counterpart's.
fn is_counterpart_only(act: Act) -> bool {
    act >= Act::Greet
}

/// `after` must name something that can happen.
fn known_ids(when: &Condition, persona: &Persona, path: &Path, findings: &mut Findings) {
    let known = happenings(persona);
    for (i, id) in when.after.iter().enumerate().filter(|(_, id)| !known.contains(&id.as_str())) {
        let message = format!("`{id}` is no rule, interest, claim or fact");
        findings.error("unknown-id", path.key("after").index(i), message, suggest(id, known.iter().copied()));
    }
    if let Some(not) = &when.not {
        known_ids(not, persona, &path.key("not"), findings);
    }
}

fn happenings(persona: &Persona) -> Vec<&str> {
    let side = &persona.counterpart;
    let rules = side.rules.iter().map(|rule| rule.id.as_str());
    let interests = side.interests.iter().map(|interest| interest.id.as_str());
    let claims = side.claims.iter().map(|claim| claim.id.as_str());
    rules.chain(interests).chain(claims).chain(persona.facts.iter().map(|fact| fact.id.as_str())).collect()
}

/// Rules that wait for each other, or for themselves, wait for ever.
pub(super) fn waits_end(case: &Case<'_>, findings: &mut Findings) {
    let rules = &case.persona.counterpart.rules;
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    let mut fired: BTreeSet<&str> = BTreeSet::new();
    loop {
        let ready = |after: &[String]| after.iter().all(|id| !ids.contains(id.as_str()) || fired.contains(id.as_str()));
        let now: Vec<&str> = rules.iter().filter(|rule| ready(&rule.when.after)).map(|rule| rule.id.as_str()).collect();
        let before = fired.len();
        fired.extend(now);
        if fired.len() == before {
            break;
        }
    }
    for (i, rule) in rules.iter().enumerate().filter(|(_, rule)| !fired.contains(rule.id.as_str())) {
        let message = format!("rule `{}` can never come up: it waits for rules that wait for it", rule.id);
        findings.warn("never-fires", rules_path(i).key("when").key("after"), message, "take one of the ids out");
    }
}

pub(super) fn rules_do_something(case: &Case<'_>, findings: &mut Findings) {
    for (i, rule) in case.persona.counterpart.rules.iter().enumerate() {
        if rule.then == Effect::default() {
            let message = format!("rule `{}` does nothing when it fires", rule.id);
            let fix = "add a `then:` with trust, tension, patience, concede, claim, reveal or say";
            findings.warn("no-effect", rules_path(i), message, fix);
        }
        if rule.id.is_empty() {
            findings.error(
                "missing-key",
                rules_path(i).key("id"),
                "the rule has no id",
                "name it; the debrief shows the id",
            );
        }
    }
}

/// Every line of a persona with its place and the words it may use.
fn for_each_line(persona: &Persona, mut each: impl FnMut(&Line, &Path, &'static [&'static str])) {
    for (act, deck) in &persona.counterpart.lines {
        let path = Path::of(["counterpart", "lines", act.name()]);
        deck.iter().enumerate().for_each(|(i, line)| each(line, &path.index(i), allowed(*act)));
    }
    for (i, rule) in persona.counterpart.rules.iter().enumerate() {
        let answers_offer = rule.when.act == Some(Act::Offer) || !rule.when.offer.is_empty();
        let path = rules_path(i).key("then").key("say");
        rule.then
            .say
            .iter()
            .enumerate()
            .for_each(|(k, line)| each(line, &path.index(k), allowed_in_rule(answers_offer)));
    }
}

pub(super) fn placeholders_can_be_filled(case: &Case<'_>, findings: &mut Findings) {
    let persona = case.persona;
    for_each_line(persona, |line, path, allowed| {
        let path = if line.when == Condition::default() && !line.once { path.clone() } else { path.key("say") };
        text_can_be_filled(&line.say, &path, allowed, &persona.agenda, findings);
    });
    let side = Path::of(["counterpart"]);
    for interest in &persona.counterpart.interests {
        let path = side.key("interests").key(&interest.id);
        for (deck, lines) in [("reveal", &interest.reveal), ("hint", &interest.hint)] {
            for (i, line) in lines.iter().enumerate() {
                text_can_be_filled(line, &path.key(deck).index(i), allowed(Act::Reveal), &persona.agenda, findings);
            }
        }
    }
    for claim in &persona.counterpart.claims {
        let path = side.key("claims").key(&claim.id);
        text_can_be_filled(&claim.text, &path.key("text"), &[], &persona.agenda, findings);
        for (i, line) in claim.admit.iter().enumerate() {
            text_can_be_filled(line, &path.key("admit").index(i), allowed(Act::Admit), &persona.agenda, findings);
        }
    }
    for fact in &persona.facts {
        text_can_be_filled(&fact.text, &Path::of(["facts", &fact.id, "text"]), &[], &persona.agenda, findings);
    }
}

fn text_can_be_filled(text: &str, path: &Path, allowed: &[&str], agenda: &Agenda, findings: &mut Findings) {
    if text.trim().is_empty() {
        findings.error(
            "empty-text",
            path.clone(),
            "there is nothing to say here",
            "write the text, or take the line out",
        );
    }
    let here = match allowed {
        [] => "no placeholder can be used here; write the words out".to_owned(),
        words => {
            format!("here you can use {}", words.iter().map(|w| format!("{{{w}}}")).collect::<Vec<_>>().join(", "))
        }
    };
    for piece in pieces(text) {
        match piece {
            Piece::Text(_) => {}
            Piece::Unknown(braces) if !braces.ends_with('}') => {
                let message = format!("the brace in `{braces}` is never closed");
                findings.error("unknown-placeholder", path.clone(), message, "close it with `}`, or take it out");
            }
            Piece::Unknown(braces) => {
                let inside = braces.trim_matches(['{', '}']);
                let word = inside.split('.').next().unwrap_or(inside);
                let fix = suggest(word, if allowed.is_empty() { Vec::new() } else { Placeholder::NAMES.to_vec() });
                findings.error("unknown-placeholder", path.clone(), format!("`{braces}` is not a placeholder"), fix);
            }
            Piece::Slot(slot) if !allowed.contains(&slot.word()) => {
                let message = format!("`{{{}}}` can't be filled here", slot.word());
                findings.error("unfilled-placeholder", path.clone(), message, here.clone());
            }
            Piece::Slot(slot) => {
                if let Some(issue) = slot.issue().filter(|id| agenda.issue(id).is_none()) {
                    let known = agenda.issues.iter().map(|issue| issue.id.as_str());
                    let message = format!("`{{{}.{issue}}}` names no issue", slot.word());
                    findings.error("unknown-issue", path.clone(), message, suggest(issue, known));
                }
            }
        }
    }
}

pub(super) fn decks_are_long_enough(case: &Case<'_>, findings: &mut Findings) {
    for (act, deck) in &case.persona.counterpart.lines {
        let path = Path::of(["counterpart", "lines", act.name()]);
        if deck.is_empty() {
            let message = format!("the deck of `{act}` is empty");
            findings.error("empty-deck", path, message, "add lines, or take the act out to use the built-in deck");
        } else if deck.len() < ENOUGH_LINES {
            let message =
                format!("`{act}` has {} of the {ENOUGH_LINES} lines a deck should have; they will repeat", deck.len());
            findings.note("short-deck", path, message, "add lines, or take the act out to use the built-in deck");
        }
    }
}
