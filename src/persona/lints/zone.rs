//! Limits, the zone of possible agreement, the opening.

use super::{Case, Findings, Path};
use crate::negotiation::{Choice, Issue, Kind, Quantity};
use crate::persona::model::Persona;

/// Above this share of deals inside the zone nearly anything works.
const WIDE: f64 = 0.7;
/// Below this integrative potential "create" isn't scored.
const LITTLE: f64 = 0.15;
/// The ambition from which on an opening is over the top (row 21), with some room.
const OVERSHOOT: f64 = 1.7;

fn reservation_of(side: &str) -> Path {
    Path::of([side, "reservation"])
}

pub(super) fn reservation_can_be_met(case: &Case<'_>, findings: &mut Findings) {
    let Some((space, _)) = case.deals else { return };
    let sides = [
        ("learner", &space.learner, case.persona.learner.reservation),
        ("counterpart", &space.counterpart, case.persona.counterpart.reservation),
    ];
    for (side, totals, reservation) in sides {
        let worst = totals.iter().min().copied().unwrap_or_default();
        let best = totals.iter().max().copied().unwrap_or_default();
        if reservation > best {
            let message = format!("no deal is worth {reservation} to the {side}; the best is worth {best}");
            let fix = if (worst..=best).contains(&-reservation) {
                format!("what a side pays counts below zero: write {}", -reservation)
            } else {
                format!("choose a number from {worst} to {best}, the worth of its worst and best deal")
            };
            findings.error("reservation-unreachable", reservation_of(side), message, fix);
        } else if reservation <= worst && worst < best {
            let message = format!(
                "every deal is good enough for the {side}: the worst is worth {worst}, and {reservation} is asked"
            );
            let fix = format!("choose a number above {worst}, or there is nothing to hold to");
            findings.warn("reservation-idle", reservation_of(side), message, fix);
        }
    }
}

pub(super) fn zone_is_as_declared(case: &Case<'_>, findings: &mut Findings) {
    let Some((space, analysis)) = case.deals else { return };
    let limits = analysis.limits;
    let best = |totals: &[i64]| totals.iter().max().copied().unwrap_or_default();
    let can_be_met = best(&space.learner) >= limits.learner && best(&space.counterpart) >= limits.counterpart;
    match (analysis.has_zone(), case.persona.no_zopa) {
        (false, false) if can_be_met => {
            let short = space
                .learner
                .iter()
                .zip(&space.counterpart)
                .map(|(u, v)| (limits.learner - u).max(0) + (limits.counterpart - v).max(0));
            let short = short.min().unwrap_or_default();
            let message = format!("no deal suits both sides; the nearest falls {short} short");
            let fix = "lower one of the two reservation values, or write `no_zopa: true` if that is meant";
            findings.error("no-zone", reservation_of("counterpart"), message, fix);
        }
        (true, true) => {
            let gain = analysis.max_counterpart_gain.unwrap_or_default();
            let message = format!(
                "{} of {} deals suit both sides, though no zone is declared",
                analysis.inside_zone, analysis.deals
            );
            let fix = format!("raise it to {} or more, or take `no_zopa` out", limits.counterpart + gain + 1);
            findings.error("zone-declared-empty", reservation_of("counterpart"), message, fix);
        }
        _ => {}
    }
}

pub(super) fn zone_is_not_too_wide(case: &Case<'_>, findings: &mut Findings) {
    let Some((_, analysis)) = case.deals else { return };
    let share = analysis.inside_zone as f64 / analysis.deals as f64;
    if share > WIDE {
        let message = format!("{:.0} % of all deals suit both sides: nearly anything works", share * 100.0);
        let fix = "bring the reservation values closer together, or widen the range of the figures";
        findings.warn("zone-wide", reservation_of("counterpart"), message, fix);
    }
}

pub(super) fn opening_leaves_room(case: &Case<'_>, findings: &mut Findings) {
    let Some((_, analysis)) = case.deals else { return };
    let side = &case.persona.counterpart;
    let worth = side.values.of(&side.opening.package);
    let path = Path::of(["counterpart", "opening", "package"]);
    if worth <= side.reservation {
        let message =
            format!("the opening is worth {worth} to the counterpart, which wants {} at least", side.reservation);
        findings.error(
            "opening-below-reservation",
            path,
            message,
            "open well above the reservation value: that room is what it negotiates with",
        );
        return;
    }
    if let Some(gain) = analysis.max_counterpart_gain.filter(|gain| worth < side.reservation + gain) {
        let target = side.reservation + gain;
        let message = format!(
            "the opening is worth {worth} to the counterpart; a deal worth {target} would suit the learner too"
        );
        findings.warn("opening-below-target", path, message, format!("open at {target} or more in its worth"));
    }
}

pub(super) fn opening_is_not_acceptable(case: &Case<'_>, findings: &mut Findings) {
    if case.deals.is_none() {
        return;
    }
    let learner = &case.persona.learner;
    let worth = learner.values.of(&case.persona.counterpart.opening.package);
    if worth >= learner.reservation {
        let message = format!(
            "the learner would do well to accept the opening at once: it is worth {worth}, and {} is enough",
            learner.reservation
        );
        let fix = "open further out, so that there is something to negotiate";
        findings.warn("opening-acceptable", Path::of(["counterpart", "opening", "package"]), message, fix);
    }
}

/// Ambition is a = (u(o1) − r)/Z; from 1.6 on an opening is over the top. Where no
/// offer gets there, the price as far out as it may be named, row 21 can't be taught.
pub(super) fn ambition_can_overshoot(case: &Case<'_>, findings: &mut Findings) {
    let Some((space, analysis)) = case.deals else { return };
    let Some(price) = case.persona.agenda.price() else { return };
    let Some(room) = analysis.max_learner_gain.filter(|gain| *gain > 0) else { return };
    let best = space.learner.iter().max().copied().unwrap_or_default() - analysis.limits.learner;
    let best = best + gain_beyond_the_grid(case.persona, price);
    let largest = best as f64 / room as f64;
    if largest < OVERSHOOT {
        let message =
            format!("no offer can be over-ambitious: the largest ambition is {largest:.2}, and {OVERSHOOT} is needed");
        let path = Path::of(["issues"]).key(&price.id).key("numeric");
        let fix = "let the learner name figures beyond the grid: `reach: [low, high]`";
        findings.warn("ambition", path, message, fix);
    }
}

/// What the best figure that may be named gives the learner over the best one of the grid.
fn gain_beyond_the_grid(persona: &Persona, price: &Issue) -> i64 {
    let Kind::Numeric(scale) = &price.kind else { return 0 };
    let best = |(low, high): (Quantity, Quantity)| {
        let worth = |figure| persona.learner.values.of_choice(&price.id, &Choice::Number(figure));
        worth(low).max(worth(high))
    };
    (best(scale.reach) - best((scale.min, scale.max))).max(0)
}

pub(super) fn potential_fits_the_tags(case: &Case<'_>, findings: &mut Findings) {
    let Some((_, analysis)) = case.deals else { return };
    let Some(place) = case.persona.tags.iter().position(|tag| tag == "integrative") else { return };
    if let Some(potential) = case.persona.integrative_potential(analysis).filter(|potential| *potential < LITTLE) {
        let message = format!(
            "it is tagged integrative, but only {:.0} % of what there is to share lies outside the price",
            potential * 100.0
        );
        let fix = "let some options be worth much to one side and little to the other";
        findings.note("integrative-potential", Path::of(["tags"]).index(place), message, fix);
    }
}

pub(super) fn improvements_improve(case: &Case<'_>, findings: &mut Findings) {
    if case.deals.is_none() {
        return;
    }
    let learner = &case.persona.learner;
    for way in learner.batna.improve.iter().filter(|way| way.reservation <= learner.reservation) {
        let path = Path::of(["learner", "batna", "improve"]).key(&way.id).key("reservation");
        let message = format!("{} is no better than the {} there is without it", way.reservation, learner.reservation);
        findings.warn("improvement-idle", path, message, "a better way out asks for more: choose a higher number");
    }
}

pub(super) fn options_are_a_choice(case: &Case<'_>, findings: &mut Findings) {
    for issue in &case.persona.agenda.issues {
        if matches!(&issue.kind, Kind::Options(options) if options.len() == 1) {
            let path = Path::of(["issues"]).key(&issue.id).key("options");
            let message = format!("`{}` has only one option", issue.id);
            findings.warn("single-option", path, message, "add a second one, or tell it in the scenario");
        }
    }
}
