//! A debrief from first word to last, as blocks: short, concrete, the hidden side at the end.

use crate::score::{Debrief, Dials, Row};
use crate::session::Turn;

use super::blocks::{Bar, Block, Mark, Observation};
use super::case::Case;
use super::chart::OfferChart;
use super::{hidden, outcome, replays};

/// The debrief of a finished session.
pub fn debrief(case: &Case<'_>, debrief: &Debrief, transcript: &[Turn]) -> Vec<Block> {
    let mut blocks = outcome::headline(case, debrief, transcript);
    blocks.extend(dials(&debrief.dials, !debrief.rows.is_empty()));
    blocks.extend(debrief.score.filter(|_| case.rated).map(score));
    blocks.extend(offers(case, debrief, transcript));
    blocks.extend(observations(case, debrief));
    let of_rows = replays::of_rows(debrief);
    let others = replays::others(debrief, &of_rows);
    let signature_told = replays::tell_a_signature(&others);
    let note = (!of_rows.is_empty() || !others.is_empty()).then(|| Block::Text(replays::NOTE.into()));
    blocks.extend(replays::told(case, debrief, &others).into_iter().chain(note));
    blocks.extend(outcome::left(case, &debrief.outcome, signature_told));
    blocks.extend(next(debrief));
    blocks.extend(view(debrief));
    blocks.push(hidden::hidden_side(case, debrief));
    blocks
}

/// The score, for rated runs only: in practice the dials say more.
fn score(score: f64) -> Block {
    Block::Text(format!("Score: {} of 100.", score.round()))
}

/// Two things to do next time.
fn next(debrief: &Debrief) -> Vec<Block> {
    let things = debrief.next.iter().zip(1..).map(|(thing, number)| Block::Text(format!("{number}. {thing}")));
    match debrief.next.is_empty() {
        true => Vec::new(),
        false => std::iter::once(Block::Heading("Next time".into())).chain(things).collect(),
    }
}

/// How the counterpart saw it.
fn view(debrief: &Debrief) -> Vec<Block> {
    match debrief.view.is_empty() {
        true => Vec::new(),
        false => {
            let heading = format!("How {} saw you", debrief.hidden.name);
            vec![Block::Heading(heading), Block::Text(format!("“{}”", debrief.view))]
        }
    }
}

fn dials(dials: &Dials, observed: bool) -> Vec<Block> {
    vec![Block::Heading("How it went".into()), Block::Bars(bars(dials, observed))]
}

/// The dials as levels; `observed` says whether rows were looked for.
pub(super) fn bars(dials: &Dials, observed: bool) -> Vec<Bar> {
    let bar = |label: &str, level: Option<f64>, about| Bar { label: label.into(), level, about };
    let bars = [
        bar("Outcome", dials.outcome, "your share, the package, leaving or staying"),
        bar("Information", dials.information, "asking, telling, keeping your limit"),
        bar("Process", dials.process, "openings, answers, trades, steps"),
        bar("Closing", dials.closing, "how it was tied up"),
        bar("Relationship", dials.relationship, "trust, temper, tone"),
    ];
    // Without observed rows the other dials measure nothing; saying they did not come up would be untrue.
    bars.into_iter().filter(|bar| observed || bar.level.is_some()).collect()
}

fn offers(case: &Case<'_>, debrief: &Debrief, transcript: &[Turn]) -> Vec<Block> {
    let deal = debrief.outcome.package.as_ref();
    let chart = OfferChart::new(case, transcript, deal, debrief.hidden.reach);
    if !chart.worth_drawing() {
        return Vec::new();
    }
    vec![Block::Heading("The offers, by what each was worth to you".into()), Block::Chart(chart)]
}

/// What was seen and is worth telling: what went well first, then what to work on, each in the order of the turns.
fn observations(case: &Case<'_>, debrief: &Debrief) -> Vec<Block> {
    let told = debrief.rows.iter().filter(|row| debrief.tells(row));
    let mut seen: Vec<Observation> = told.filter_map(|row| observation(case, debrief, row)).collect();
    seen.sort_by_key(|one| (one.turn.unwrap_or(u32::MAX), one.concept));
    let (well, next): (Vec<_>, Vec<_>) = seen.into_iter().partition(|one| one.mark == Mark::Full);
    let part = |heading: &str, seen: Vec<Observation>| match seen.is_empty() {
        true => Vec::new(),
        false => vec![Block::Heading(heading.into()), Block::Observations(seen)],
    };
    [part("What worked", well), part("What to work on", next)].concat()
}

fn observation(case: &Case<'_>, debrief: &Debrief, row: &Row) -> Option<Observation> {
    let mark = match row.score? {
        0 => Mark::Miss,
        1 => Mark::Part,
        _ => Mark::Full,
    };
    let proof = replays::proof(debrief, row)
        .map(|one| format!(" Had you {}, {}", replays::instead(one), replays::answer(case, one)));
    let line = format!("{}{}", row.line, proof.unwrap_or_default());
    Some(Observation { mark, concept: row.concept, turn: row.turn, quote: row.quote.clone(), line })
}
