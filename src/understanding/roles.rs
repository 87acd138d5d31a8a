//! The role of each figure and option, with how sure that is.

use super::company;
use super::evidence;
use super::frames;
use super::heard::Role;
use super::linear::{Linear, softmax};
use super::scene::Scene;

/// Every role, in the order of the model's classes.
pub const ROLES: [(Role, &str); 12] = [
    (Role::Offer, "offer"),
    (Role::LimitOffer, "limit_offer"),
    (Role::Limit, "limit"),
    (Role::Accepted, "accepted"),
    (Role::Rejected, "rejected"),
    (Role::ListPrice, "list_price"),
    (Role::Comparable, "comparable"),
    (Role::Competing, "competing"),
    (Role::Query, "query"),
    (Role::Want, "want"),
    (Role::Delta, "delta"),
    (Role::Fact, "fact"),
];

/// How likely each role of one spot is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Roles {
    /// By position in [`ROLES`].
    pub(super) likely: [f32; ROLES.len()],
}

impl Roles {
    /// A role beyond doubt.
    pub(super) fn surely(role: Role) -> Roles {
        let mut likely = [0.0; ROLES.len()];
        for (slot, (known, _)) in likely.iter_mut().zip(&ROLES) {
            *slot = f32::from(u8::from(*known == role));
        }
        Roles { likely }
    }

    /// The likeliest role and its probability.
    pub(super) fn best(&self) -> (Role, f32) {
        let top = (0..ROLES.len()).max_by(|a, b| self.likely[*a].total_cmp(&self.likely[*b])).unwrap_or(0);
        (ROLES[top].0, self.likely[top])
    }

    /// The probability of one role.
    pub(super) fn of(&self, role: Role) -> f32 {
        ROLES.iter().position(|(r, _)| *r == role).map_or(0.0, |i| self.likely[i])
    }

    /// The probability that it is proposed, as a limit or not.
    pub(super) fn proposed(&self) -> f32 {
        self.of(Role::Offer) + self.of(Role::LimitOffer)
    }

    /// Whether it most likely is the size of a change.
    pub(super) fn delta(&self) -> bool {
        self.best().0 == Role::Delta
    }
}

/// Reads the role of every spot.
pub(super) fn read(scene: &Scene, model: &Linear) -> Vec<Roles> {
    let mut roles: Vec<Roles> = (0..scene.spots.outcomes.len())
        .map(|index| {
            let mut scoring = model.scoring();
            evidence::of_spot(scene, index, &mut scoring);
            let mut likely = [0.0; ROLES.len()];
            for (p, slot) in softmax(&scoring.scores).into_iter().zip(&mut likely) {
                *slot = p;
            }
            Roles { likely }
        })
        .collect();
    frames::settle_roles(scene, &mut roles);
    company::settle(scene, &mut roles);
    roles
}
