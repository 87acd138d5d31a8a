//! Price only is answered in kind (row 79): who names nothing but the figure hears nothing but a figure.

use super::constants::PRICE_ONLY;
use super::mind::Mind;
use super::turn::Turn;
use crate::negotiation::Act;

/// Turns to needs or ideas, which end the price talk.
const WIDER: &[Act] =
    &[Act::QDiagnostic, Act::QHypothetical, Act::ShiftInterest, Act::DiscloseInterest, Act::ProposeTrade];

/// Counts offers in a row that moved nothing but the price.
pub(super) fn watch(turn: &mut Turn, mind: &mut Mind) {
    if WIDER.iter().any(|act| turn.learner.does(*act)) {
        mind.price_only = 0;
        return;
    }
    let Some(offer) = turn.offer else { return };
    let slots = &turn.stage.slots;
    let base = mind.last_offer.as_ref().unwrap_or(turn.stage.opening());
    let moved = slots.iter().filter(|slot| offer.0.get(&slot.id) != base.0.get(&slot.id));
    let only_price = slots.len() > 1 && moved.clone().count() > 0 && moved.clone().all(|slot| slot.is_price);
    let names_more = turn.learner.named.iter().any(|id| slots.iter().any(|slot| slot.id == *id && !slot.is_price));
    mind.price_only = if only_price && !names_more { mind.price_only + 1 } else { 0 };
    if mirrors(mind) {
        turn.fired("engine.price_only", 0.0);
    }
}

/// Whether its next offer moves the price and nothing else.
pub(super) fn mirrors(mind: &Mind) -> bool {
    mind.price_only >= PRICE_ONLY
}
