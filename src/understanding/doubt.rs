//! How sure a reading is, and what the doubt is about.

use super::acts::Likely;
use super::frames;
use super::heard::{Meant, Role};
use super::resolve::Proposals;
use super::roles::Roles;
use super::scene::Scene;
use super::spots::Spot;
use super::vague::Vague;
use crate::negotiation::{Act, Terms};

/// The doubt of a reading.
#[derive(Debug, Clone, Default)]
pub(super) struct Doubt {
    /// 0 to 1.
    pub(super) size: f64,
    /// Its subject in words.
    pub(super) about: Option<String>,
    /// What the message would do beside what was read, were the doubt unfounded.
    pub(super) meant: Option<Meant>,
}

/// From which probability on an open figure is worth asking about.
const WORTH_ASKING: f32 = 0.2;

/// The doubt of an option that no word named.
const GUESSED: f32 = 0.7;

/// The doubt of a reading: that of its most doubtful part.
pub(super) fn of(scene: &Scene, all: &[Roles], proposals: &Proposals, acts: &[Likely], likely: &[Likely]) -> Doubt {
    let mut worst: (f32, Option<String>, Option<Meant>) = (0.05, None, None);
    let mut doubt = |size: f32, about: String, meant: Option<Meant>| {
        if size > worst.0 {
            worst = (size, Some(about), meant);
        }
    };
    let does = |act| acts.iter().any(|(a, _)| *a == act);
    // A question of fact names a side term and proposes nothing.
    let of_fact = does(Act::RequestInfo) && !does(Act::Offer) && proposals.packages.is_empty();
    for (spot, roles) in scene.spots.outcomes.iter().zip(all) {
        if spot.issue.is_none() || roles.delta() || (of_fact && !scene.is_money(spot)) {
            continue;
        }
        let p = roles.proposed();
        let Some(choice) = scene.choice(spot) else { continue };
        let issue = &scene.table.lexicon.agenda().issues[spot.issue.unwrap_or(0)];
        let written = issue.write(&choice);
        if needs_no_asking(scene, all, proposals, spot) {
            continue;
        }
        let unread = proposals.packages.iter().all(|terms| !terms.0.contains_key(&issue.id));
        let meant = || unread.then(|| Meant::Offer(Terms([(issue.id.clone(), choice.clone())].into())));
        let open = openness(scene, spot);
        if open > 0.0 && (p >= WORTH_ASKING || !unread) {
            doubt(open, format!("whether you mean about {written}"), meant());
        }
        // A limit or a wish that is taken for an offer does no harm: the answer says how it was taken, and nothing binds.
        let harmless = if p >= 0.5 { roles.of(Role::Limit) + roles.of(Role::Want) } else { 0.0 };
        let p = p + harmless;
        // 1 at even odds, 0.5 at three to one, 0 when certain.
        let unsure = 1.0 - (2.0 * p - 1.0).abs();
        doubt(unsure * 0.9, format!("whether {written} is your offer"), meant());
        if spot.guessed && p >= 0.5 && !scene.stands(spot, scene.table.own.as_ref()) {
            doubt(GUESSED, format!("whether you mean {written}"), None);
        }
        if spot.fuzzy && p >= 0.5 {
            doubt(0.35, format!("whether you mean {written}"), None);
        }
    }
    let p = |act| likely.iter().find(|(a, _)| *a == act).map_or(0.0, |(_, p)| *p);
    if does(Act::Accept) && does(Act::Reject) {
        doubt(0.6, "whether you accept".to_owned(), Some(Meant::Accept));
    }
    let answered = does(Act::Confirm) || does(Act::Deny);
    // Whoever asks on has not finished: there is nothing yet to say yes or no to.
    let asks = scene.text.sentences.iter().any(|sentence| sentence.question);
    let may_accept = scene.table.other.is_some() && frames::agrees(scene);
    if proposals.packages.is_empty() && may_accept && !answered && !asks {
        let unsure = 1.0 - (2.0 * p(Act::Accept) - 1.0).abs();
        doubt(unsure * 0.8, "whether you accept".to_owned(), Some(Meant::Accept));
    }
    if acts.is_empty() {
        doubt(0.4, "what you mean".to_owned(), None);
    }
    let size = (f64::from(worst.0.clamp(0.0, 1.0)) * 100.0).round() / 100.0;
    Doubt { size, about: worst.1, meant: worst.2 }
}

/// From which probability on an outcome is meant beyond doubt.
const SURE: f32 = 0.8;

/// Whether the reading is the same, or plain, whatever part an outcome plays at this place.
fn needs_no_asking(scene: &Scene, all: &[Roles], proposals: &Proposals, spot: &Spot) -> bool {
    let sure = |meant: &dyn Fn(&Spot) -> bool| {
        let mut others = scene.spots.outcomes.iter().zip(all).filter(|(other, _)| other.first != spot.first);
        others.any(|(other, roles)| roles.proposed() >= SURE && meant(other))
    };
    if sure(&|other| other.same_outcome(spot)) {
        return true;
    }
    if scene.is_money(spot) {
        // Beside a price that is surely meant, a figure that was not taken up is talk about prices.
        let exact = |other: &Spot| scene.is_money(other) && openness(scene, other) == 0.0 && !other.fuzzy;
        let taken_up = |terms: &Terms| terms.0.values().any(|choice| scene.choice(spot).as_ref() == Some(choice));
        sure(&exact) && !proposals.packages.is_empty() && !proposals.packages.iter().any(taken_up)
    } else {
        // What stands in the other's offer already comes to the same package, said or not.
        scene.stands(spot, scene.table.other.as_ref()) && !proposals.packages.is_empty()
    }
}

/// The doubt that a figure left open brings: enough to ask back where its size, too, had to be guessed.
pub(super) fn openness(scene: &Scene, spot: &Spot) -> f32 {
    let Some(figure) = scene.figure_of(spot).filter(|_| scene.is_money(spot)) else { return 0.0 };
    let guessed = spot.value != Some(figure.value);
    match figure.vague {
        Vague::No => 0.0,
        Vague::About if guessed => 0.6,
        Vague::About => 0.4,
        Vague::Band => 0.6,
    }
}
