//! What a session needs and never changes: the persona's stage and its reader.

use std::sync::Arc;

use crate::counterpart::Stage;
use crate::negotiation::{Act, Package, Quantity};
use crate::persona::Persona;
use crate::understanding::{Heard, Reader, Table};

use super::state::State;

/// A persona made ready to be played. Cheap to clone; shared by all sessions of the same persona, variant and difficulty.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The persona with its deals counted out.
    pub stage: Arc<Stage>,
    reader: Arc<Reader>,
}

impl Scene {
    /// Makes a persona ready. `None` when its grid has too many deals, which `check` refuses first.
    pub fn new(persona: Arc<Persona>) -> Option<Self> {
        let reader = Reader::new(&persona.agenda, &persona.facts, &persona.counterpart.claims);
        Some(Scene { stage: Arc::new(Stage::new(persona)?), reader: Arc::new(reader) })
    }

    /// The persona.
    pub fn persona(&self) -> &Persona {
        &self.stage.persona
    }

    /// Reads a message against the table.
    pub(super) fn read(&self, state: &State, text: &str) -> Heard {
        let last = state.last_acts.as_slice();
        self.reader.read(&self.table(state, last), text)
    }

    fn table<'a>(&'a self, state: &'a State, last_acts: &'a [Act]) -> Table<'a> {
        Table {
            asking: self.asking_price(),
            speaker: state.standing.learner.as_ref(),
            other: state.standing.counterpart.as_ref(),
            other_acts: last_acts,
            question_open: state.question.is_some(),
            speaker_wants_less: self.learner_wants_less(),
        }
    }

    fn asking_price(&self) -> Option<Quantity> {
        let persona = self.persona();
        let price = persona.agenda.price()?;
        self.figure_in(&persona.counterpart.opening.package, &price.id)
    }

    fn figure_in(&self, package: &Package, issue: &str) -> Option<Quantity> {
        match package.0.get(issue)? {
            crate::negotiation::Choice::Number(figure) => Some(*figure),
            crate::negotiation::Choice::Option(_) => None,
        }
    }

    /// Whether the learner wants the first figure low: a buyer, a tenant.
    fn learner_wants_less(&self) -> Option<bool> {
        let persona = self.persona();
        let price = persona.agenda.price()?;
        let grid = price.grid();
        let worth = |choice| persona.learner.values.of_choice(&price.id, choice);
        Some(worth(grid.first()?) > worth(grid.last()?))
    }
}
