//! How sure a reading is, and what the doubt is about.

use super::acts::Likely;
use super::resolve::Proposals;
use super::roles::Roles;
use super::scene::Scene;
use crate::negotiation::Act;

/// The doubt of a reading, 0 to 1, and its subject in words.
pub(super) fn of(
    scene: &Scene,
    roles: &[Roles],
    proposals: &Proposals,
    acts: &[Likely],
    likely: &[Likely],
) -> (f64, Option<String>) {
    let mut worst: (f32, Option<String>) = (0.05, None);
    let mut doubt = |size: f32, about: String| {
        if size > worst.0 {
            worst = (size, Some(about));
        }
    };
    for (spot, roles) in scene.spots.outcomes.iter().zip(roles) {
        if spot.issue.is_none() || roles.delta() {
            continue;
        }
        let p = roles.proposed();
        let Some(choice) = scene.choice(spot) else { continue };
        let issue = &scene.table.lexicon.agenda().issues[spot.issue.unwrap_or(0)];
        let written = issue.write(&choice);
        // What stands in the other's offer already comes to the same package, said or not.
        if !scene.is_money(spot) && scene.stands(spot, scene.table.other.as_ref()) && !proposals.packages.is_empty() {
            continue;
        }
        // 1 at even odds, 0.5 at three to one, 0 when certain.
        let unsure = 1.0 - (2.0 * p - 1.0).abs();
        doubt(unsure * 0.9, format!("whether {written} is your offer"));
        if spot.fuzzy && p >= 0.5 {
            doubt(0.35, format!("whether you mean {written}"));
        }
    }
    let does = |act| acts.iter().any(|(a, _)| *a == act);
    let p = |act| likely.iter().find(|(a, _)| *a == act).map_or(0.0, |(_, p)| *p);
    if does(Act::Accept) && does(Act::Reject) {
        doubt(0.6, "whether you accept".to_owned());
    }
    let answered = does(Act::Confirm) || does(Act::Deny);
    if proposals.packages.is_empty() && scene.table.other.is_some() && !answered {
        let unsure = 1.0 - (2.0 * p(Act::Accept) - 1.0).abs();
        doubt(unsure * 0.8, "whether you accept".to_owned());
    }
    if acts.is_empty() {
        doubt(0.4, "what you mean".to_owned());
    }
    ((f64::from(worst.0.clamp(0.0, 1.0)) * 100.0).round() / 100.0, worst.1)
}
