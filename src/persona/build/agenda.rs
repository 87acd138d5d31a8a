//! Issues, and packages that name their outcomes.

use super::{Findings, Path, issue as find_issue, shown, unknown_option};
use crate::negotiation::{Agenda, Choice, Issue, Kind, Outcome, Quantity, Scale, Terms, Values};
use crate::persona::shape::{IssueShape, NumericShape, OptionShape, Ordered, Scalar};

/// Options that fit into one of Discord's menus.
const MOST_OPTIONS: usize = 25;

/// The agenda; defaults of figures are set once the opening is known. An issue that can't be made sense of stays in
/// it without options, so that what is said about the others still stands.
pub(super) fn agenda(shapes: &Ordered<IssueShape>, findings: &mut Findings) -> Agenda {
    let path = Path::of(["issues"]);
    if shapes.is_empty() {
        let fix = "add one: `price: { numeric: { min: 0, max: 100, step: 1 } }`";
        findings.error("no-issues", path.clone(), "there is nothing to negotiate about", fix);
    }
    let built = shapes.iter().map(|(id, shape)| {
        issue(id, shape, &path.key(id), findings).unwrap_or_else(|| Issue {
            id: id.clone(),
            label: id.clone(),
            words: Vec::new(),
            kind: Kind::Options(Vec::new()),
            default: Choice::Option(String::new()),
        })
    });
    Agenda { issues: built.collect() }
}

/// Whether an issue couldn't be made sense of; that was reported, and nothing more is said about it.
pub(super) fn is_broken(issue: &Issue) -> bool {
    matches!(&issue.kind, Kind::Options(options) if options.is_empty())
}

fn issue(id: &str, shape: &IssueShape, path: &Path, findings: &mut Findings) -> Option<Issue> {
    let kind = match (&shape.numeric, &shape.options, &shape.share) {
        (Some(numeric), None, None) => Kind::Numeric(scale(numeric, &path.key("numeric"), findings)?),
        (None, Some(options), None) => Kind::Options(outcomes(options, &path.key("options"), findings)?),
        (None, None, Some(share)) => Kind::Share { total: share.total },
        _ => {
            let message = format!("`{id}` needs exactly one of `numeric`, `options` and `share`");
            findings.error("issue-kind", path.clone(), message, "keep the one that says what outcomes it can have");
            return None;
        }
    };
    let first = match &kind {
        Kind::Numeric(_) | Kind::Share { .. } => Choice::Option(String::new()),
        Kind::Options(options) => Choice::Option(options.first()?.id.clone()),
    };
    let label = shape.label.clone().unwrap_or_else(|| id.replace('_', " "));
    let mut issue = Issue { id: id.to_owned(), label, words: shape.words.clone(), kind, default: first };
    if let Some(default) = shape.default.as_ref().and_then(|it| choice(&issue, it, &path.key("default"), findings)) {
        issue.default = default;
    }
    Some(issue)
}

/// Whether a figure's default is set; it isn't before the opening is read, unless the file names one.
pub(super) fn has_default(issue: &Issue) -> bool {
    issue.allows(&issue.default)
}

fn scale(shape: &NumericShape, path: &Path, findings: &mut Findings) -> Option<Scale> {
    if shape.step <= Quantity::ZERO {
        let fix = "write the step of its own offers: 50";
        findings.error("numeric-range", path.key("step"), format!("a step of {} leads nowhere", shape.step), fix);
        return None;
    }
    if shape.min > shape.max {
        let message = format!("min {} is above max {}", shape.min, shape.max);
        findings.error("numeric-range", path.key("min"), message, "swap the two");
        return None;
    }
    if (shape.max - shape.min).ten_thousandths() % shape.step.ten_thousandths() != 0 {
        let message = format!("the steps of {} from {} don't meet the max {}", shape.step, shape.min, shape.max);
        findings.warn("numeric-range", path.key("max"), message, "choose a max that lies on a step");
    }
    if shape.format.matches("{}").count() != 1 {
        let message = format!("the format {:?} needs one `{{}}` for the figure", shape.format);
        findings.error("format", path.key("format"), message, "write it as in \"£{}\"");
    }
    let reach = reach(shape, path, findings);
    Some(Scale { min: shape.min, max: shape.max, step: shape.step, reach, format: shape.format.clone() })
}

/// The figures that may be named; where the file's are no wider than the grid, the grid's own ends.
fn reach(shape: &NumericShape, path: &Path, findings: &mut Findings) -> (Quantity, Quantity) {
    let [low, high] = shape.reach.unwrap_or([shape.min, shape.max]);
    if low > shape.min || high < shape.max {
        let message =
            format!("what may be named, {low} to {high}, leaves out a part of {} to {}", shape.min, shape.max);
        findings.error("numeric-range", path.key("reach"), message, "reach at least from min to max, or take it out");
    }
    (low.min(shape.min), high.max(shape.max))
}

fn outcomes(shapes: &Ordered<OptionShape>, path: &Path, findings: &mut Findings) -> Option<Vec<Outcome>> {
    if shapes.is_empty() {
        findings.error("no-options", path.clone(), "the issue has no options", "name at least two, each with a label");
        return None;
    }
    if shapes.len() > MOST_OPTIONS {
        let message = format!("{} options don't fit into a menu of Discord", shapes.len());
        findings.error("too-many-options", path.clone(), message, format!("keep at most {MOST_OPTIONS}"));
    }
    let outcome = |(id, shape): (&String, &OptionShape)| match shape {
        OptionShape::Label(label) => Outcome { id: id.clone(), label: label.clone(), words: Vec::new() },
        OptionShape::Full(full) => Outcome { id: id.clone(), label: full.label.clone(), words: full.words.clone() },
    };
    Some(shapes.iter().map(outcome).collect())
}

/// The outcome that a value names on an issue.
pub(super) fn choice(issue: &Issue, value: &Scalar, path: &Path, findings: &mut Findings) -> Option<Choice> {
    let written = match value {
        Scalar::Bool(bit) => bit.to_string(),
        Scalar::Number(number) => Quantity::from_f64(*number).map_or(number.to_string(), |q| q.to_string()),
        Scalar::Text(text) => text.clone(),
    };
    match (&issue.kind, value) {
        (Kind::Options(options), _) if options.is_empty() => None,
        (Kind::Options(options), _) => {
            let same = |id: &str| id == written || matches!(value, Scalar::Number(n) if id.parse() == Ok(*n));
            let found = options.iter().find(|option| same(&option.id));
            if found.is_none() {
                unknown_option(issue, &written, path, findings);
            }
            found.map(|option| Choice::Option(option.id.clone()))
        }
        (_, Scalar::Number(number)) => {
            let figure = Quantity::from_f64(*number).filter(|figure| on_scale(issue, *figure)).map(Choice::Number);
            match figure {
                None => {
                    let message = format!("{written} is outside `{}`, which goes {}", issue.id, span(issue));
                    findings.error("out-of-range", path.clone(), message, "choose a figure within, or widen the issue");
                }
                Some(ref choice) if !on_grid(issue, choice) => {
                    let message = format!("{} is not on a step of `{}`", shown(choice), issue.id);
                    findings.warn("off-step", path.clone(), message, "choose a figure on a step, or a smaller step");
                }
                Some(_) => {}
            }
            figure
        }
        _ => {
            let message = format!("`{}` takes a figure; this is `{written}`", issue.id);
            findings.error("wrong-type", path.clone(), message, "write digits only, without currency signs or commas");
            None
        }
    }
}

fn span(issue: &Issue) -> String {
    match &issue.kind {
        Kind::Numeric(scale) => format!("from {} to {}", scale.min, scale.max),
        Kind::Share { total } => format!("from 0 to {total}"),
        Kind::Options(_) => String::new(),
    }
}

/// Whether a figure lies where deals are counted; only a learner may name figures beyond.
fn on_scale(issue: &Issue, figure: Quantity) -> bool {
    match &issue.kind {
        Kind::Numeric(scale) => (scale.min..=scale.max).contains(&figure),
        _ => issue.allows(&Choice::Number(figure)),
    }
}

fn on_grid(issue: &Issue, choice: &Choice) -> bool {
    match (&issue.kind, choice) {
        (Kind::Numeric(scale), Choice::Number(figure)) => {
            (*figure - scale.min).ten_thousandths() % scale.step.ten_thousandths().max(1) == 0
        }
        _ => true,
    }
}

/// The terms a file names, each checked.
pub(super) fn terms(agenda: &Agenda, shape: &Ordered<Scalar>, path: &Path, findings: &mut Findings) -> Terms {
    let mut terms = Terms::default();
    for (id, value) in shape {
        let here = path.key(id);
        let Some(issue) = find_issue(agenda, id, &here, findings) else { continue };
        if let Some(choice) = choice(issue, value, &here, findings) {
            terms.0.insert(id.clone(), choice);
        }
    }
    terms
}

/// Outcomes among which an issue's best and worst lie: all options, and of a figure the ends and the bends
/// of its worth, so that a scale of a million steps costs nothing.
pub(super) fn corners(issue: &Issue, values: &Values) -> Vec<Choice> {
    let Kind::Numeric(scale) = &issue.kind else { return issue.grid() };
    let last = (scale.steps() as i64 - 1).max(0) * scale.step.ten_thousandths();
    let end = Quantity::from_ten_thousandths(scale.min.ten_thousandths() + last);
    let bends = match values.0.get(&issue.id) {
        Some(crate::negotiation::Worth::At(points)) => points.iter().map(|(at, _)| *at).collect(),
        _ => Vec::new(),
    };
    let inside = |figure: &Quantity| scale.holds(*figure);
    [Some(scale.min), end].into_iter().flatten().chain(bends).filter(inside).map(Choice::Number).collect()
}
