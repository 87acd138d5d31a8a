//! What outcomes are worth, each held against its issue.

use std::collections::BTreeMap;

use super::agenda::is_broken;
use super::{Findings, Path, issue as find_issue, unknown_option};
use crate::negotiation::{Agenda, Choice, Issue, Kind, LARGEST, Quantity, Values, Worth};
use crate::persona::shape::{Ordered, WorthShape};

/// The values of one side. A worth that doesn't fit its issue is left out with a finding.
pub(super) fn values(agenda: &Agenda, shapes: &Ordered<WorthShape>, path: &Path, findings: &mut Findings) -> Values {
    let mut values = Values::default();
    for (id, shape) in shapes {
        let here = path.key(id);
        let Some(issue) = find_issue(agenda, id, &here, findings) else { continue };
        if is_broken(issue) {
            continue;
        }
        if let Some(worth) = worth(issue, shape, &here, findings) {
            values.0.insert(id.clone(), worth);
        }
    }
    values
}

fn worth(issue: &Issue, shape: &WorthShape, path: &Path, findings: &mut Findings) -> Option<Worth> {
    let worth = match (&issue.kind, shape) {
        (Kind::Options(_), WorthShape::Options(options)) => of_options(issue, options, path, findings),
        (Kind::Numeric(_) | Kind::Share { .. }, WorthShape::PerUnit(shape)) => Worth::PerUnit(shape.per_unit),
        (Kind::Numeric(_) | Kind::Share { .. }, WorthShape::At(shape)) => at(issue, &shape.at, path, findings)?,
        (Kind::Options(_), _) => {
            let message = format!("`{}` has options, not figures", issue.id);
            findings.error("worth-kind", path.clone(), message, "write what each option is worth: `{ with: 280 }`");
            return None;
        }
        _ => {
            let message = format!("`{}` is a figure, not a list of options", issue.id);
            findings.error("worth-kind", path.clone(), message, "write `per_unit: 1` or `at: { 30: 80, 40: 45 }`");
            return None;
        }
    };
    countable(issue, &worth).then_some(()).or_else(|| {
        let message = format!("what `{}` is worth is too large to count with", issue.id);
        findings.error(
            "out-of-range",
            path.clone(),
            message,
            format!("stay within {LARGEST}, in a larger unit if need be"),
        );
        None
    })?;
    whole_at_each_step(issue, &worth, path, findings);
    Some(worth)
}

fn of_options(issue: &Issue, worths: &Ordered<i64>, path: &Path, findings: &mut Findings) -> Worth {
    let mut known = BTreeMap::new();
    for (option, worth) in worths {
        if issue.allows(&Choice::Option(option.clone())) {
            known.insert(option.clone(), *worth);
        } else {
            unknown_option(issue, option, &path.key(option), findings);
        }
    }
    Worth::Options(known)
}

fn at(issue: &Issue, worths: &Ordered<i64>, path: &Path, findings: &mut Findings) -> Option<Worth> {
    let mut points = BTreeMap::new();
    for (figure, worth) in worths {
        let here = path.key("at").key(figure);
        match figure.parse::<Quantity>() {
            Ok(figure) if issue.allows(&Choice::Number(figure)) => {
                points.insert(figure, *worth);
            }
            Ok(_) => {
                let message = format!("the figure {figure} lies outside `{}`", issue.id);
                findings.error("out-of-range", here, message, "choose figures that may be named on it");
            }
            Err(()) => {
                let message = format!("`{figure}` is not a figure of `{}`", issue.id);
                findings.error("wrong-type", here, message, "write figures before the colons: `{ 30: 80 }`");
            }
        }
    }
    if points.is_empty() {
        let fix = "write at least its worth at min and at max";
        findings.error("worth-kind", path.key("at"), format!("`{}` is worth something nowhere", issue.id), fix);
        return None;
    }
    Some(Worth::At(points.into_iter().collect()))
}

/// Whether sums over any number of issues stay far from what an integer holds.
fn countable(issue: &Issue, worth: &Worth) -> bool {
    let limit = i128::from(LARGEST);
    match (worth, &issue.kind) {
        (Worth::PerUnit(per_unit), Kind::Numeric(scale)) => {
            let most = scale.reach.0.as_f64().abs().max(scale.reach.1.as_f64().abs()).ceil() as i128;
            i128::from(*per_unit).abs() * most.max(1) <= limit
        }
        (Worth::PerUnit(per_unit), Kind::Share { total }) => i128::from(*per_unit).abs() * i128::from(*total) <= limit,
        (Worth::PerUnit(_), Kind::Options(_)) => true,
        (Worth::At(points), _) => points.iter().all(|(_, worth)| i128::from(*worth).abs() <= limit),
        (Worth::Options(options), _) => options.values().all(|worth| i128::from(*worth).abs() <= limit),
    }
}

/// Straight lines must meet the steps in whole units, or the figures shown would hide a rounding.
fn whole_at_each_step(issue: &Issue, worth: &Worth, path: &Path, findings: &mut Findings) {
    let Kind::Numeric(scale) = &issue.kind else { return };
    let step = i128::from(scale.step.ten_thousandths());
    let ten_thousand = 10_000i128;
    let broken = match worth {
        Worth::PerUnit(per_unit) => {
            let parts = |q: Quantity| i128::from(q.ten_thousandths()) * i128::from(*per_unit) % ten_thousand != 0;
            parts(scale.min) || parts(scale.step)
        }
        Worth::At(points) => points.windows(2).any(|pair| {
            let run = i128::from(pair[1].0.ten_thousandths() - pair[0].0.ten_thousandths());
            let rise = i128::from(pair[1].1 - pair[0].1);
            run.min(step) > 0 && run > step && rise * step % run != 0
        }),
        Worth::Options(_) => false,
    };
    if broken {
        let message = format!("`{}` isn't worth a whole number at each of its steps; fractions are dropped", issue.id);
        findings.warn(
            "not-whole",
            path.clone(),
            message,
            "choose worths that divide evenly by the steps, or a smaller unit",
        );
    }
}
