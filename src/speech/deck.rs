//! Shuffled decks: no line twice until all have been said.

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;
use rand::seq::IndexedRandom;
use serde::{Deserialize, Serialize};

/// What has been said from every deck. Part of a session's state, so that a restart repeats nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decks(BTreeMap<String, Deck>);

/// What has been said from one deck; cards are known by their place in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Deck {
    /// Said since the last shuffle.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    said: BTreeSet<usize>,
    /// Cards for once a session, said.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    spent: BTreeSet<usize>,
    /// Said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<usize>,
}

/// A card that may be played now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Playable {
    /// Its place in the deck.
    pub(super) place: usize,
    /// How specific its condition is; the highest goes first.
    pub(super) specificity: usize,
    /// Whether it is played once a session.
    pub(super) once: bool,
}

impl Decks {
    /// Draws one of the playable cards, or none when all of them are spent.
    ///
    /// Cards not yet said go before those that were, specific ones before general ones, and
    /// the card said last never opens the next round while there is another.
    pub(super) fn draw<R: Rng + ?Sized>(&mut self, name: &str, cards: &[Playable], rng: &mut R) -> Option<usize> {
        let deck = self.0.entry(name.to_owned()).or_default();
        let alive: Vec<Playable> = cards.iter().filter(|card| !deck.spent.contains(&card.place)).copied().collect();
        let mut fresh: Vec<Playable> = alive.iter().filter(|card| !deck.said.contains(&card.place)).copied().collect();
        if fresh.is_empty() {
            for card in &alive {
                deck.said.remove(&card.place);
            }
            fresh = alive;
            if fresh.len() > 1 {
                fresh.retain(|card| Some(card.place) != deck.last);
            }
        }
        let highest = fresh.iter().map(|card| card.specificity).max()?;
        fresh.retain(|card| card.specificity == highest);
        let card = fresh.choose(rng)?;
        deck.said.insert(card.place);
        deck.last = Some(card.place);
        if card.once {
            deck.spent.insert(card.place);
        }
        Some(card.place)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    fn plain(count: usize) -> Vec<Playable> {
        (0..count).map(|place| Playable { place, specificity: 0, once: false }).collect()
    }

    #[test]
    fn nothing_comes_twice_until_all_have_come() {
        for seed in 0..200 {
            let (mut decks, mut rng) = (Decks::default(), ChaCha8Rng::seed_from_u64(seed));
            let drawn: Vec<usize> = (0..20).map(|_| decks.draw("counter", &plain(5), &mut rng).unwrap()).collect();
            for round in drawn.chunks(5) {
                assert_eq!(round.iter().collect::<BTreeSet<_>>().len(), 5, "seed {seed}: {drawn:?}");
            }
            assert!(drawn.windows(2).all(|pair| pair[0] != pair[1]), "seed {seed}: {drawn:?}");
        }
    }

    #[test]
    fn the_order_comes_from_the_seed() {
        let order = |seed| {
            let (mut decks, mut rng) = (Decks::default(), ChaCha8Rng::seed_from_u64(seed));
            (0..5).map(|_| decks.draw("hold", &plain(5), &mut rng).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(order(7), order(7));
        assert!((0..20).any(|seed| order(seed) != order(7)));
    }

    #[test]
    fn the_specific_card_goes_first_and_once_means_once() {
        let mut cards = plain(3);
        cards[2] = Playable { place: 2, specificity: 2, once: true };
        let (mut decks, mut rng) = (Decks::default(), ChaCha8Rng::seed_from_u64(1));
        let drawn: Vec<usize> = (0..7).map(|_| decks.draw("hold", &cards, &mut rng).unwrap()).collect();
        assert_eq!(drawn[0], 2);
        assert!(!drawn[1..].contains(&2));
        assert_eq!(decks.draw("hold", &cards[2..], &mut rng), None);
    }

    #[test]
    fn memory_survives_a_restart() {
        let (mut decks, mut rng) = (Decks::default(), ChaCha8Rng::seed_from_u64(3));
        let first = decks.draw("greet", &plain(2), &mut rng).unwrap();
        let mut woken: Decks = serde_json::from_str(&serde_json::to_string(&decks).unwrap()).unwrap();
        assert_eq!(woken, decks);
        assert_ne!(woken.draw("greet", &plain(2), &mut rng).unwrap(), first);
    }
}
