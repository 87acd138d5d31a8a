//! Everything that changes during a session. Serialised whole with every event, so that a session
//! resumes where it stood and a turn can be replayed from the state it really had.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::{Deserialize, Serialize};

use crate::counterpart::Mind;
use crate::negotiation::{Act, Pending, Protocol, Terms};
use crate::speech::Decks;
use crate::understanding::Heard;

use super::turn::{Question, Standing};

/// The state of a session between two steps.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct State {
    /// The session's seed; the only source of chance.
    pub seed: u64,
    /// Whose packages stand, whose turn it is, how the talk ended.
    pub table: Protocol,
    /// Replies given that used no turn, so that each draws its own chances.
    pub asides: u32,
    /// The counterpart's mind.
    pub mind: Mind,
    /// Which lines were said.
    pub decks: Decks,
    /// A doubtful message as it was read, while the counterpart waits to hear whether it was meant so.
    pub meant: Option<Heard>,
    /// What the counterpart last did; the reader wants to know what a short answer answers.
    pub last_acts: Vec<Act>,
    /// What the learner's offers named so far, the last word on each issue.
    #[serde(default)]
    pub wanted: Terms,
    /// What would be wanted if the offer that waits for the learner's yes is meant so. Further terms are added to it; with
    /// anything else the offer falls, and its terms with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Terms>,
    /// Whether the last reply asked back: never twice in a row.
    pub asked_back: bool,
    /// Readings taken back so far.
    pub undone: u32,
}

impl State {
    /// The generator of the step to come: from (seed, turn, aside), on every machine the same.
    pub(super) fn generator(&self) -> ChaCha8Rng {
        generator(self.seed, self.table.turn(), self.asides)
    }

    /// What a yes would settle.
    pub(super) fn question(&self) -> Option<Question> {
        let meant = self.meant.clone().map(Box::new).map(Question::Meant);
        meant.or_else(|| match self.table.pending()? {
            Pending::Deal(package) => Some(Question::Sign(package.clone())),
            Pending::Walk => Some(Question::Leave),
        })
    }

    /// Both sides' offers, and what the learner's named.
    pub fn standing(&self) -> Standing {
        Standing::on(&self.table, &self.wanted)
    }
}

/// A generator of its own for every step of a session.
pub(crate) fn generator(seed: u64, turn: u32, asides: u32) -> ChaCha8Rng {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    generator.set_stream(u64::from(turn) << 32 | u64::from(asides));
    generator
}
