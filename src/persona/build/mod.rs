//! From the shape of a file to a persona: every name resolved, every figure in its place.

mod agenda;
mod script;
mod worth;

use super::finding::{Findings, Path, suggest};
use super::model::{
    Batna, Claim, Counterpart, Difficulty, Fact, Improvement, Interest, Learner, Opening, Persona, Temperament,
};
use super::shape::{
    BatnaShape, CounterpartShape, IssueShape, LearnerShape, OpeningShape, Ordered, Reservation, Shape, TemperamentShape,
};
use crate::negotiation::{Agenda, Choice, Issue, Kind, LARGEST, Package, Values};

/// A persona as far as it could be built.
pub(super) struct Built {
    pub(super) persona: Persona,
    /// Whether every issue is sound, so that its figures mean something.
    pub(super) whole: bool,
}

/// The persona of a shape, under a variant's name. What can't be resolved becomes a finding and is left out.
pub(super) fn persona(shape: &Shape, variant: &str, findings: &mut Findings) -> Built {
    let mut agenda = agenda::agenda(&shape.issues, findings);
    let whole = !agenda.issues.is_empty() && !agenda.issues.iter().any(agenda::is_broken);
    let learner_path = Path::of(["learner"]);
    let counterpart_path = Path::of(["counterpart"]);
    let learner_values = worth::values(&agenda, &shape.learner.values, &learner_path.key("values"), findings);
    let values = worth::values(&agenda, &shape.counterpart.values, &counterpart_path.key("values"), findings);
    let opening = opening(&mut agenda, shape.counterpart.opening.as_ref(), &values, findings);
    let persona = Persona {
        id: shape.id.clone(),
        title: shape.title.clone(),
        summary: shape.summary.clone(),
        tags: shape.tags.clone(),
        concepts: shape.concepts.clone(),
        level: shape.level,
        language: shape.language.clone(),
        unit: shape.unit.clone(),
        turns: shape.turns,
        scenario: paragraphs(&shape.scenario),
        facts: facts(shape),
        learner: learner(&shape.learner, &agenda, learner_values, &learner_path, findings),
        counterpart: counterpart(shape, &agenda, values, opening, &counterpart_path, findings),
        agenda,
        no_zopa: shape.no_zopa,
        variant: variant.to_owned(),
        difficulty: Difficulty::Normal,
    };
    Built { persona, whole }
}

/// Issues alone, figures without a default at their lowest.
pub(super) fn issues(shapes: &Ordered<IssueShape>, findings: &mut Findings) -> Agenda {
    let mut agenda = agenda::agenda(shapes, findings);
    for issue in agenda.issues.iter_mut().filter(|issue| !agenda::has_default(issue)) {
        if let Some(lowest) = agenda::corners(issue, &Values::default()).into_iter().next() {
            issue.default = lowest;
        }
    }
    agenda
}

fn facts(shape: &Shape) -> Vec<Fact> {
    let fact = |(id, fact): (&String, &super::shape::FactShape)| Fact {
        id: id.clone(),
        source: fact.source,
        text: fact.text.trim().to_owned(),
        words: fact.words.clone(),
    };
    shape.facts.iter().map(fact).collect()
}

/// The opening; numbers take their default from it, and unnamed options theirs from the issue.
/// Without an opening the counterpart's best package stands in.
fn opening(agenda: &mut Agenda, shape: Option<&OpeningShape>, values: &Values, findings: &mut Findings) -> Opening {
    let path = Path::of(["counterpart", "opening", "package"]);
    let named = shape.map(|shape| agenda::terms(agenda, &shape.package, &path, findings)).unwrap_or_default();
    let best = best(agenda, values);
    for issue in &mut agenda.issues {
        if let (Kind::Numeric(_) | Kind::Share { .. }, Some(figure)) =
            (&issue.kind, named.0.get(&issue.id).or(best.0.get(&issue.id)).filter(|_| !agenda::has_default(issue)))
        {
            issue.default = figure.clone();
        }
    }
    let package = if shape.is_some() { agenda.complete(&named, None) } else { best };
    let basis = shape.and_then(|shape| shape.basis.clone());
    let basis_is_weak = shape.and_then(|shape| shape.basis_is_weak).unwrap_or(basis.is_some());
    Opening { package, basis, basis_is_weak }
}

/// The package of the grid that is worth most to a side; the first of equals.
fn best(agenda: &Agenda, values: &Values) -> Package {
    let best = |issue: &Issue| {
        let ends = agenda::corners(issue, values);
        ends.into_iter().rev().max_by_key(|choice| values.of_choice(&issue.id, choice))
    };
    let choice = |issue: &Issue| best(issue).map(|choice| (issue.id.clone(), choice));
    Package(agenda.issues.iter().filter_map(choice).collect())
}

fn reservation(shape: &Reservation, agenda: &Agenda, values: &Values, path: &Path, findings: &mut Findings) -> i64 {
    match shape {
        Reservation::Value(value) if value.unsigned_abs() > LARGEST.unsigned_abs() => {
            let message = format!("the reservation value {value} is too large to count with");
            findings.error("out-of-range", path.clone(), message, format!("stay within {LARGEST}"));
            0
        }
        Reservation::Value(value) => *value,
        Reservation::Package(shape) => {
            let terms = agenda::terms(agenda, &shape.package, &path.key("package"), findings);
            values.of(&agenda.complete(&terms, None))
        }
    }
}

/// The range that a challenge draws the reservation value from.
fn range(shape: Option<&[i64]>, path: &Path, findings: &mut Findings) -> Option<(i64, i64)> {
    match shape? {
        [low, high] if low <= high && low.max(&-*low).max(high) <= &LARGEST => Some((*low, *high)),
        _ => {
            let fix = format!("write two numbers, the smaller first, within {LARGEST}: [5900, 6200]");
            findings.error("out-of-range", path.clone(), "the range is not two numbers in order", fix);
            None
        }
    }
}

fn batna(shape: &BatnaShape) -> Batna {
    let improve = shape.improve.iter().map(|(id, way)| Improvement {
        id: id.clone(),
        text: paragraphs(&way.text),
        reservation: way.reservation,
        costs_turns: way.costs_turns,
    });
    Batna { text: paragraphs(&shape.text), improve: improve.collect() }
}

fn learner(shape: &LearnerShape, agenda: &Agenda, values: Values, path: &Path, findings: &mut Findings) -> Learner {
    Learner {
        role: shape.role.clone(),
        brief: paragraphs(&shape.brief),
        batna: batna(&shape.batna),
        reservation: reservation(&shape.reservation, agenda, &values, &path.key("reservation"), findings),
        values,
    }
}

fn counterpart(
    file: &Shape,
    agenda: &Agenda,
    values: Values,
    opening: Opening,
    path: &Path,
    findings: &mut Findings,
) -> Counterpart {
    let shape: &CounterpartShape = &file.counterpart;
    let lines = shape.lines.iter().map(|(act, deck)| {
        let path = path.key("lines").key(act.0.name());
        (act.0, script::lines(deck, agenda, &path, findings))
    });
    let lines = lines.collect();
    let rules = shape.rules.iter().enumerate();
    let rules = rules.map(|(i, rule)| script::rule(rule, agenda, &path.key("rules").index(i), findings)).collect();
    Counterpart {
        role: shape.role.clone(),
        name: shape.name.clone(),
        brief: paragraphs(&shape.brief),
        batna: batna(&shape.batna),
        reservation: reservation(&shape.reservation, agenda, &values, &path.key("reservation"), findings),
        reservation_range: range(shape.reservation_range.as_deref(), &path.key("reservation_range"), findings),
        values,
        opening,
        interests: interests(shape),
        claims: claims(shape),
        temperament: temperament(&shape.temperament, file.turns, &path.key("temperament"), findings),
        rules,
        lines,
        human_detail: shape.human_detail.trim().to_owned(),
    }
}

fn interests(shape: &CounterpartShape) -> Vec<Interest> {
    let interests = shape.interests.iter().map(|(id, interest)| Interest {
        id: id.clone(),
        about: interest.about.clone(),
        min_trust: interest.min_trust,
        reveal: interest.reveal.clone(),
        hint: interest.hint.clone(),
    });
    interests.collect()
}

fn claims(shape: &CounterpartShape) -> Vec<Claim> {
    let claims = shape.claims.iter().map(|(id, claim)| Claim {
        id: id.clone(),
        text: claim.text.trim().to_owned(),
        truth: claim.truth,
        words: claim.words.clone(),
        reveal_by: claim.reveal_by.iter().map(|act| act.0).collect(),
        admit: claim.admit.clone(),
    });
    claims.collect()
}

/// Patience is half the turns where the file doesn't say (as the prototype's personas had it).
fn temperament(shape: &TemperamentShape, turns: u32, path: &Path, findings: &mut Findings) -> Temperament {
    let usual = Temperament { patience: f64::from(turns) / 2.0, ..Temperament::default() };
    let floor = match shape.floor.as_deref() {
        None => usual.floor,
        Some([low, high]) if 0.0 <= *low && low <= high && *high <= 0.9 => (*low, *high),
        Some(_) => {
            let fix = "write two shares, the smaller first, from 0 to 0.9: [0.15, 0.35]";
            findings.error("out-of-range", path.key("floor"), "the floor is not two shares of the range", fix);
            usual.floor
        }
    };
    Temperament {
        e: shape.e.unwrap_or(usual.e),
        reciprocity: shape.reciprocity.unwrap_or(usual.reciprocity),
        patience: shape.patience.unwrap_or(usual.patience),
        trust: shape.trust.unwrap_or(usual.trust),
        tension: shape.tension.unwrap_or(usual.tension),
        floor,
    }
}

/// The issue with an id, or a finding.
fn issue<'a>(agenda: &'a Agenda, id: &str, path: &Path, findings: &mut Findings) -> Option<&'a Issue> {
    let found = agenda.issue(id);
    if found.is_none() {
        let known = agenda.issues.iter().map(|issue| issue.id.as_str());
        findings.error("unknown-issue", path.clone(), format!("`{id}` is not an issue"), suggest(id, known));
    }
    found
}

fn unknown_option(issue: &Issue, wrong: &str, path: &Path, findings: &mut Findings) {
    let known: Vec<&str> = match &issue.kind {
        Kind::Options(options) => options.iter().map(|option| option.id.as_str()).collect(),
        _ => Vec::new(),
    };
    let message = format!("`{wrong}` is not an option of `{}`", issue.id);
    findings.error("unknown-option", path.clone(), message, suggest(wrong, known));
}

/// An outcome in words for a finding.
fn shown(choice: &Choice) -> String {
    match choice {
        Choice::Number(figure) => figure.to_string(),
        Choice::Option(id) => id.clone(),
    }
}

/// A text as paragraphs: the line breaks of the file are only its author's margins, an empty line parts paragraphs.
fn paragraphs(text: &str) -> String {
    let joined = text.trim().split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    joined.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n")
}
