//! What the reference learners get in a challenge: the ground that small classes are compared on.

use std::sync::Arc;

use crate::classroom::{Norm, Reference};
use crate::host::UserError;
use crate::persona::Persona;
use crate::score::{Ground, weights};
use crate::session::Scene;
use crate::simulate::{Arena, End, Outcome, REFERENCES, learner};

/// Sessions of each reference learner.
const SEEDS: u64 = 2;

/// Learners that show what an exploit earns are no ground to compare people on.
const EXPLOIT: &str = "exploit";

/// Plays the honest reference learners against a persona. Takes a moment, so it runs off the threads that answer people.
///
/// # Errors
/// When that work is cut off.
pub(super) async fn reference(scene: Scene) -> Result<Reference, UserError> {
    let persona = scene.persona().clone();
    let measured = tokio::task::spawn_blocking(move || measured(persona)).await;
    measured.map_err(|error| {
        tracing::error!(%error, "the reference learners could not play");
        UserError::new("internal", "The challenge could not be made ready.", "Try that again.")
    })
}

fn measured(persona: Persona) -> Reference {
    let Some(arena) = Arena::new(Arc::new(persona)) else { return Reference::default() };
    let ground = Ground::of(&arena.stage);
    let (mut overall, mut claim, mut create, mut relationship) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let honest = REFERENCES.iter().filter(|reference| !reference.about.starts_with(EXPLOIT));
    for (reference, seed) in honest.flat_map(|reference| (1..=SEEDS).map(move |seed| (reference, seed))) {
        let Some(mut plays) = learner(reference.name, seed) else { continue };
        let mut relation = 0.0;
        let outcome = arena.watch(plays.as_mut(), seed, |step| {
            // Trust and calm as the relationship dial weighs them without a deal memo (scoring, components).
            let (trust, tension) = (step.mind.trust(), step.mind.tension());
            relation = (0.4 * trust + 0.3 * (100.0 - tension)) / 0.7;
        });
        let deal = outcome.end == End::Agreed;
        overall.push(dial(ground.as_ref(), &outcome));
        claim.push(if deal { 100.0 * outcome.claim } else { 0.0 });
        create.push(if deal { 100.0 * outcome.create.max(0.0) } else { 0.0 });
        relationship.push(relation);
    }
    Reference {
        overall: Norm::of(&overall),
        claim: Norm::of(&claim),
        create: Norm::of(&create),
        relationship: Norm::of(&relationship),
    }
}

/// The outcome dial of a reference learner's session, 0..100: claim, create and a full exit for a deal no worse than its limit.
fn dial(ground: Option<&Ground>, outcome: &Outcome) -> f64 {
    let deal = outcome.deal.is_some();
    let Some(ground) = ground else { return if deal { 0.0 } else { 100.0 } };
    let (claim, create) = weights(ground);
    let exit = if deal && outcome.gain >= 0.0 { 5.0 } else { 0.0 };
    let earned = if deal { claim * outcome.claim + create * outcome.create.clamp(0.0, 1.0) + exit } else { 0.0 };
    100.0 * earned / (claim + create + 5.0)
}
