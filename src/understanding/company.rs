//! Company: what a sentence sets beside a price that it surely proposes, and a price beside terms that it surely does. "930
//! and two years, if my cat can come" is one package: its terms are no surer and no less sure than its price.

use super::heard::Role;
use super::roles::Roles;
use super::scene::Scene;
use super::spots::Spot;

/// From which probability on a price is surely proposed.
const SURE: f32 = 0.8;
/// What must at least speak for it that an option beside it is proposed too: as an offer, a wish or a condition.
const LEAST: f32 = 0.3;
/// From which probability on it plainly plays another part: turned down, asked about.
const OTHERWISE: f32 = 0.5;

/// From which probability on a price beside sure terms is proposed with them.
const LIKELY: f32 = 0.5;

/// Makes what stands together in a sentence equally sure.
pub(super) fn settle(scene: &Scene, roles: &mut [Roles]) {
    beside_sure_terms(scene, roles);
    beside_a_sure_price(scene, roles);
}

/// "43,400, start in two weeks, review after six months": the one price of a sentence whose terms are surely proposed.
fn beside_sure_terms(scene: &Scene, roles: &mut [Roles]) {
    let spots = &scene.spots.outcomes;
    let together = |a: &Spot, b: &Spot| a.first != b.first && scene.sentence_of(a.first) == scene.sentence_of(b.first);
    for (i, spot) in spots.iter().enumerate().filter(|(_, spot)| scene.is_money(spot)) {
        let only = !spots.iter().any(|other| scene.is_money(other) && together(spot, other));
        let sure = |(other, roles): (&Spot, &Roles)| {
            other.option.is_some() && together(spot, other) && roles.proposed() >= SURE
        };
        if only && roles[i].proposed() >= LIKELY && spots.iter().zip(roles.iter()).any(sure) {
            roles[i] = Roles::surely(Role::Offer);
        }
    }
}

/// The options that keep a sure price company are as sure as it is, unless their sentence names two of one issue.
fn beside_a_sure_price(scene: &Scene, roles: &mut [Roles]) {
    let spots = &scene.spots.outcomes;
    let priced: Vec<u32> = spots
        .iter()
        .zip(roles.iter())
        .filter(|(spot, roles)| scene.is_money(spot) && roles.proposed() >= SURE)
        .map(|(spot, _)| scene.sentence_of(spot.first))
        .collect();
    if priced.is_empty() {
        return;
    }
    for (i, spot) in spots.iter().enumerate() {
        let sentence = scene.sentence_of(spot.first);
        let rival = |other: &Spot| {
            other.issue == spot.issue && !other.same_outcome(spot) && scene.sentence_of(other.first) == sentence
        };
        let named_alone = spot.option.is_some() && !spots.iter().any(rival);
        let otherwise = [Role::Rejected, Role::Query].iter().any(|role| roles[i].of(*role) >= OTHERWISE);
        let wanted = roles[i].proposed() + roles[i].of(Role::Want);
        if priced.contains(&sentence) && named_alone && !otherwise && wanted >= LEAST {
            roles[i] = Roles::surely(Role::Offer);
        }
    }
}
