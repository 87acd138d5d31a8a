//! Everything that changes during a session. Serialised whole with every event, so that a session
//! resumes where it stood and a turn can be replayed from the state it really had.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::{Deserialize, Serialize};

use crate::counterpart::Mind;
use crate::negotiation::{Act, Package};
use crate::speech::Decks;

use super::turn::{Question, Standing, Status};

/// The state of a session between two steps.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct State {
    /// The session's seed; the only source of chance.
    pub seed: u64,
    /// Learner moves made so far.
    pub turn: u32,
    /// Replies given that used no turn, so that each draws its own chances.
    pub asides: u32,
    /// The counterpart's mind.
    pub mind: Mind,
    /// Which lines were said.
    pub decks: Decks,
    /// Both sides' offers.
    pub standing: Standing,
    /// Packages the counterpart put forward together with its offer.
    pub alternatives: Vec<Package>,
    /// What a yes would settle.
    pub question: Option<Question>,
    /// How the session stands.
    pub status: Status,
    /// What was signed.
    pub deal: Option<Package>,
    /// What the counterpart last did; the reader wants to know what a short answer answers.
    pub last_acts: Vec<Act>,
    /// Whether the last reply asked back: never twice in a row.
    pub asked_back: bool,
    /// Readings taken back so far.
    pub undone: u32,
}

impl State {
    /// The generator of the step to come: from (seed, turn, aside), on every machine the same.
    pub(super) fn generator(&self) -> ChaCha8Rng {
        generator(self.seed, self.turn, self.asides)
    }
}

/// A generator of its own for every step of a session.
pub(super) fn generator(seed: u64, turn: u32, asides: u32) -> ChaCha8Rng {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    generator.set_stream(u64::from(turn) << 32 | u64::from(asides));
    generator
}
