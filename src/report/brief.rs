//! The learner's own side before and during the talk: role, worths, walk-away, fallback.

use crate::negotiation::{Choice, Issue, Kind, Scale, Worth};
use crate::persona::Briefing;

use super::blocks::Block;
use super::case::Case;

/// What the learner is told in confidence.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// The part played: "buyer".
    pub role: &'a str,
    /// The confidential brief.
    pub text: &'a str,
    /// What happens without a deal.
    pub batna: &'a str,
}

impl<'a> Brief<'a> {
    /// The learner's side of a briefing.
    pub fn of(briefing: &'a Briefing) -> Self {
        Brief { role: &briefing.learner.role, text: &briefing.learner.brief, batna: &briefing.learner.batna.text }
    }
}

/// The confidential brief as blocks: who you are, what each outcome is worth to you, when to walk.
pub fn brief(case: &Case<'_>, brief: &Brief<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(format!("For your eyes only: you are the {}", brief.role))];
    if !brief.text.trim().is_empty() {
        blocks.push(Block::Text(brief.text.to_owned()));
    }
    let rows = case.agenda.issues.iter().map(|issue| vec![issue.label.clone(), worth(case, issue)]).collect();
    blocks.push(Block::Table { head: vec!["Issue".into(), "What it is worth to you".into()], rows });
    blocks.push(Block::Text(walk_away(case)));
    if !brief.batna.trim().is_empty() {
        blocks.push(Block::Text(format!("Your fallback without a deal: {}", brief.batna)));
    }
    blocks
}

/// The reservation value in words, and the figure it means with all else as in the opening.
pub fn walk_away(case: &Case<'_>) -> String {
    let money = case.money();
    let limit = match case.reservation {
        cost @ ..0 => format!("all in, a deal may cost you {} at most", money.amount(-cost)),
        worth => format!("all in, a deal must be worth at least {} to you", money.amount(worth)),
    };
    let figure = case.agenda.price().and_then(|price| {
        let at = |choice: &Choice| {
            let mut package = case.opening.clone();
            package.0.insert(price.id.clone(), choice.clone());
            case.gain(&package)
        };
        let enough = price.grid().into_iter().filter(|choice| at(choice) >= 0);
        enough.min_by_key(at).map(|choice| format!("{} ({})", price.write(&choice), price.label))
    });
    match figure.filter(|_| case.agenda.issues.len() > 1) {
        Some(figure) => {
            format!("Your walk-away: {limit}. On the terms {} opens with, that is {figure}.", case.counterpart)
        }
        None => format!("Your walk-away: {limit}."),
    }
}

fn worth(case: &Case<'_>, issue: &Issue) -> String {
    let money = case.money();
    let at =
        |choice: &Choice| format!("{} {}", issue.write(choice), money.gain(case.values.of_choice(&issue.id, choice)));
    match (&issue.kind, case.values.0.get(&issue.id)) {
        (Kind::Numeric(scale), Some(Worth::PerUnit(per_unit))) => per_step(case, scale, *per_unit),
        (Kind::Numeric(_), Some(Worth::At(points))) => {
            points.iter().map(|(figure, _)| at(&Choice::Number(*figure))).collect::<Vec<_>>().join(" · ")
        }
        (_, Some(_)) => issue.grid().iter().map(at).collect::<Vec<_>>().join(" · "),
        (_, None) => "all the same to you".into(),
    }
}

/// What one step of the scale is worth, in the direction the learner likes.
fn per_step(case: &Case<'_>, scale: &Scale, per_unit: i64) -> String {
    let step = scale.write(scale.step);
    match per_unit {
        0 => "all the same to you".into(),
        1.. => format!("{} for every {step} more", case.money().gain(scale.step.times(per_unit))),
        _ => format!("{} for every {step} less", case.money().gain(scale.step.times(-per_unit))),
    }
}
