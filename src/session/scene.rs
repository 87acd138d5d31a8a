//! What a session needs and never changes: the persona's stage and the words of its table.

use std::sync::{Arc, LazyLock};

use crate::counterpart::Stage;
use crate::negotiation::{Choice, Package, Quantity};
use crate::persona::Persona;
use crate::understanding::{Heard, Lexicon, Reader, Table};

use super::state::State;

/// The reader, its weights read once a process.
static READER: LazyLock<Reader> = LazyLock::new(Reader::new);

/// A persona made ready to be played. Cheap to clone; shared by all sessions of the same persona, variant and difficulty.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The persona with its deals counted out.
    pub stage: Arc<Stage>,
    lexicon: Arc<Lexicon>,
}

impl Scene {
    /// Makes a persona ready.
    pub fn new(persona: Arc<Persona>) -> Self {
        let facts = persona.facts.iter().map(|fact| (fact.id.as_str(), fact.words.as_slice()));
        let claims = persona.counterpart.claims.iter().map(|claim| (claim.id.as_str(), claim.words.as_slice()));
        let lexicon = Lexicon::new(&persona.agenda, facts.chain(claims));
        Scene { stage: Arc::new(Stage::new(persona)), lexicon: Arc::new(lexicon) }
    }

    /// The persona.
    pub fn persona(&self) -> &Persona {
        self.stage.persona()
    }

    /// Reads a message against the table.
    pub(super) fn read(&self, state: &State, text: &str) -> Heard {
        let table = Table {
            asking: self.asking_price(),
            own: state.table.standing_learner().map(Package::to_terms),
            other: state.table.standing_counterpart().map(Package::to_terms),
            last_acts: state.last_acts.clone(),
            pending: state.question().is_some(),
            wants_less: self.learner_wants_less(),
            turn: state.table.turn() as usize,
            ..Table::new(&self.lexicon)
        };
        READER.read(&table, text)
    }

    /// The figure the counterpart opened with.
    fn asking_price(&self) -> Option<Quantity> {
        let price = self.persona().agenda.price()?;
        match self.stage.opening().0.get(&price.id)? {
            Choice::Number(figure) => Some(*figure),
            Choice::Option(_) => None,
        }
    }

    /// Whether the learner wants the first figure low: a buyer, a tenant.
    fn learner_wants_less(&self) -> Option<bool> {
        let price = self.persona().agenda.price()?;
        let grid = price.grid();
        let worth = |choice| self.persona().learner.values.of_choice(&price.id, choice);
        Some(worth(grid.first()?) > worth(grid.last()?))
    }
}
