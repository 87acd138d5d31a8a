//! A negotiation from its opening to its end, one pure step at a time, with everything a replay needs.

mod advance;
mod consent;
mod perceive;
mod reading;
mod refuse;
mod scene;
mod speak;
mod state;
mod turn;
mod wanted;

use serde::{Deserialize, Serialize};

pub use advance::LONGEST;
pub use scene::Scene;
pub use state::State;
pub(crate) use state::generator;
pub use turn::{FieldOffer, Input, Question, Refusal, Reply, Standing, Status, Turn};
pub use wanted::on_the_table;

/// The most readings that can be taken back in one session: enough for slips, too few to probe with.
pub const MOST_UNDONE: u32 = 3;

/// One step as it is stored: what was shown, and the state after it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step {
    /// What was said and shown.
    pub turn: Turn,
    /// Everything that the next step depends on.
    pub state: State,
}

/// A session: its scene and all its steps, the opening first.
#[derive(Debug, Clone)]
pub struct Session {
    /// The persona made ready.
    pub scene: Scene,
    steps: Vec<Step>,
}

impl Session {
    /// Opens a session: the counterpart greets, its opening stands on the table.
    pub fn open(scene: Scene, seed: u64) -> Self {
        let opening = speak::open(&scene, seed);
        Session { scene, steps: vec![opening] }
    }

    /// A session as it was stored. `None` without an opening.
    pub fn resume(scene: Scene, steps: Vec<Step>) -> Option<Self> {
        (!steps.is_empty()).then_some(Session { scene, steps })
    }

    /// Takes one step and returns it; the session keeps it.
    pub fn take(&mut self, input: &Input) -> &Step {
        let step = match input {
            Input::Undo => self.take_back(),
            _ => self.correct(input).unwrap_or_else(|| {
                let (state, turn) = advance::advance(&self.scene, self.state(), input);
                Step { turn, state }
            }),
        };
        self.steps.push(step);
        &self.steps[self.steps.len() - 1]
    }

    /// All steps, the opening first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The state now.
    pub fn state(&self) -> &State {
        &self.steps[self.steps.len() - 1].state
    }

    /// How the session stands.
    pub fn status(&self) -> Status {
        self.state().table.status()
    }

    /// The deal, once there is one.
    pub fn deal(&self) -> Option<&crate::negotiation::Package> {
        self.state().table.deal()
    }

    /// The steps that used one of the learner's turns and still stand, with their positions; those taken back or
    /// corrected left out.
    pub fn moves(&self) -> Vec<(usize, &Step)> {
        let mut kept: Vec<(usize, &Step)> = Vec::new();
        for (at, step) in self.steps.iter().enumerate().skip(1) {
            if step.turn.refusal.is_some() {
                continue;
            }
            if step.turn.corrects {
                let slip = self.last_unrefused(at);
                kept.pop_if(|(last, _)| *last == slip);
            }
            if matches!(step.turn.input, Some(Input::Undo)) {
                let undone = self.last_unrefused(at);
                if self.steps[undone].turn.corrects {
                    kept.pop_if(|(last, _)| *last == undone);
                    let slip = self.last_unrefused(undone);
                    kept.push((slip, &self.steps[slip]));
                } else {
                    kept.pop_if(|(_, last)| last.turn.turn > step.turn.turn);
                }
            } else if step.turn.counted {
                kept.push((at, step));
            }
        }
        kept
    }

    /// What step `at` would have shown, had the learner done `input` instead: the immediate reply under
    /// the same seed, from the state the step really had. `None` for the opening.
    pub fn instead(&self, at: usize, input: &Input) -> Option<Turn> {
        Some(advance::advance(&self.scene, &self.before(at)?.state, input).1)
    }

    /// The step that step `at` went on from: the one before it, or, where it corrects an offer, the one before that
    /// offer. `None` for the opening.
    pub fn before(&self, at: usize) -> Option<&Step> {
        let from = if self.steps.get(at)?.turn.corrects { self.last_unrefused(at) } else { at };
        self.steps.get(from.checked_sub(1)?)
    }

    /// The last of the first `end` steps that was not refused. A refused step changed nothing, so it doesn't stand between
    /// a message and its taking back.
    fn last_unrefused(&self, end: usize) -> usize {
        self.steps[..end].iter().rposition(|step| step.turn.refusal.is_none()).unwrap_or(0)
    }

    /// A message that says it corrects the offer just made is heard in that offer's place, as if the slip had never been
    /// written: nobody bids against themselves by mending a typo. It counts as a reading taken back, and a correction is
    /// not corrected again, so that it is no way to probe.
    fn correct(&self, input: &Input) -> Option<Step> {
        let at = self.last_unrefused(self.steps.len());
        let (slip, before) = (&self.steps[at], self.steps.get(at.checked_sub(1)?)?);
        let open = self.status() == Status::Open && slip.turn.undoable && !slip.turn.corrects;
        let heard = slip.turn.heard.as_ref().filter(|heard| open && heard.alternatives.is_empty())?;
        let unsaid = speak::unsaid(before, self.state());
        let (state, turn) = advance::correct(&self.scene, &unsaid, input, heard)?;
        let often = (self.state().undone >= MOST_UNDONE).then(|| refuse::corrected_often(MOST_UNDONE));
        Some(match often.or_else(|| turn.refusal.clone()) {
            None => Step { turn, state },
            refusal => speak::refused(self.state(), input.clone(), refusal),
        })
    }

    /// Takes the last reading back: the table and the mind are as before it, the words said stay said.
    fn take_back(&self) -> Step {
        let stands = self.last_unrefused(self.steps.len());
        let last = &self.steps[stands];
        let before = stands.checked_sub(1).and_then(|i| self.steps.get(i));
        let refusal = match before {
            _ if last.state.table.status() != Status::Open => Some(refuse::over(last.state.table.status())),
            Some(_) if last.turn.undoable && last.state.undone >= MOST_UNDONE => {
                Some(refuse::undone_often(MOST_UNDONE))
            }
            Some(_) if last.turn.undoable => None,
            _ => Some(refuse::nothing_to_undo(Some(&last.turn))),
        };
        match (refusal, before) {
            (None, Some(before)) => speak::taken_back(before, last),
            (refusal, _) => speak::refused(&last.state, Input::Undo, refusal),
        }
    }
}

/// Plays the same inputs again under the same seed: the same transcript, on every machine.
pub fn replay(scene: Scene, seed: u64, inputs: &[Input]) -> Session {
    let mut session = Session::open(scene, seed);
    for input in inputs {
        session.take(input);
    }
    session
}
