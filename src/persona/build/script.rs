//! Rules and lines, with their conditions resolved.

use std::collections::BTreeMap;

use super::agenda::{choice, is_broken};
use super::{Findings, Path, issue as find_issue};
use crate::negotiation::{Agenda, Choice, Issue, Kind, Quantity};
use crate::persona::model::{Bound, Condition, Effect, Line, Range, Rule};
use crate::persona::shape::{BoundShape, ConditionShape, LineShape, RangeShape, RuleShape, Scalar, WithinShape};

pub(super) fn rule(shape: &RuleShape, agenda: &Agenda, path: &Path, findings: &mut Findings) -> Rule {
    let then = &shape.then;
    Rule {
        id: shape.id.clone(),
        once: shape.once,
        when: condition(&shape.when, agenda, &path.key("when"), findings),
        then: Effect {
            trust: then.trust,
            tension: then.tension,
            patience: then.patience,
            concede: then.concede,
            claim: then.claim.clone(),
            reveal: then.reveal.clone(),
            say: lines(&then.say, agenda, &path.key("then").key("say"), findings),
        },
    }
}

pub(super) fn lines(shapes: &[LineShape], agenda: &Agenda, path: &Path, findings: &mut Findings) -> Vec<Line> {
    let line = |(i, shape): (usize, &LineShape)| match shape {
        LineShape::Text(text) => Line { say: text.trim().to_owned(), when: Condition::default(), once: false },
        LineShape::Full(full) => Line {
            say: full.say.trim().to_owned(),
            when: condition(&full.when, agenda, &path.index(i).key("when"), findings),
            once: full.once,
        },
    };
    shapes.iter().enumerate().map(line).collect()
}

fn condition(shape: &ConditionShape, agenda: &Agenda, path: &Path, findings: &mut Findings) -> Condition {
    let mut offer = BTreeMap::new();
    for (id, bound_shape) in &shape.offer {
        let here = path.key("offer").key(id);
        let Some(issue) = find_issue(agenda, id, &here, findings) else { continue };
        if is_broken(issue) {
            continue;
        }
        if let Some(bound) = bound(issue, bound_shape, &here, findings) {
            offer.insert(id.clone(), bound);
        }
    }
    let any = shape.any.iter().enumerate();
    let any = any.map(|(i, shape)| condition(shape, agenda, &path.key("any").index(i), findings)).collect();
    let not = shape.not.as_ref().map(|shape| Box::new(condition(shape, agenda, &path.key("not"), findings)));
    Condition {
        act: shape.act.map(|act| act.0),
        offer,
        trust: shape.trust.map(range),
        tension: shape.tension.map(range),
        turn: shape.turn.map(range),
        turns_left: shape.turns_left.map(range),
        patience: shape.patience.map(range),
        after: shape.after.clone(),
        any,
        not,
    }
}

fn range(shape: RangeShape) -> Range {
    Range { at_least: shape.at_least, at_most: shape.at_most }
}

fn bound(issue: &Issue, shape: &BoundShape, path: &Path, findings: &mut Findings) -> Option<Bound> {
    match (&issue.kind, shape) {
        (_, BoundShape::Is(value)) => match choice(issue, value, path, findings)? {
            Choice::Option(id) => Some(Bound::OneOf(vec![id])),
            Choice::Number(figure) => Some(Bound::Figure { at_least: Some(figure), at_most: Some(figure) }),
        },
        (Kind::Options(_), BoundShape::Within(within)) if has_figures(within) || within.one_of.is_empty() => {
            let message = format!("`{}` has options; bounds need figures", issue.id);
            findings.error("worth-kind", path.clone(), message, "name an option, or `one_of: [ … ]`");
            None
        }
        (Kind::Options(_), BoundShape::Within(within)) => {
            let named =
                |(i, value): (usize, &Scalar)| match choice(issue, value, &path.key("one_of").index(i), findings)? {
                    Choice::Option(id) => Some(id),
                    Choice::Number(_) => None,
                };
            Some(Bound::OneOf(within.one_of.iter().enumerate().filter_map(named).collect()))
        }
        (_, BoundShape::Within(within)) if !within.one_of.is_empty() || !has_figures(within) => {
            let message = format!("`{}` is a figure; it needs bounds", issue.id);
            findings.error("worth-kind", path.clone(), message, "write `at_least` or `at_most` with a figure");
            None
        }
        (_, BoundShape::Within(within)) => {
            let figure = |value: Option<f64>| value.and_then(Quantity::from_f64);
            Some(Bound::Figure { at_least: figure(within.at_least), at_most: figure(within.at_most) })
        }
    }
}

fn has_figures(within: &WithinShape) -> bool {
    within.at_least.is_some() || within.at_most.is_some()
}
