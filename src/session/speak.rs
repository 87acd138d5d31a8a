//! From a move to the words and the step that is shown.

use rand_chacha::ChaCha8Rng;

use crate::counterpart::{Circumstances, LearnerMove, Mind, Move};
use crate::negotiation::{Act, Package, Protocol, Terms};
use crate::speech::{Decks, Said, say};

use super::Step;
use super::scene::Scene;
use super::state::{State, generator};
use super::turn::{Input, Refusal, Reply, Turn};

/// What a move is said about.
pub(super) struct Occasion<'a> {
    /// The learner's move it answers.
    pub(super) learner: &'a LearnerMove,
    /// The counterpart's package before the move.
    pub(super) standing: &'a Package,
    /// The learner's package that stands.
    pub(super) offer: Option<&'a Package>,
    /// For a question back: the reading, in words.
    pub(super) reading: Option<&'a str>,
}

/// Words a move from the state after it, and notes what was said.
pub(super) fn speak(
    scene: &Scene,
    state: &mut State,
    mv: &Move,
    occasion: &Occasion<'_>,
    rng: &mut ChaCha8Rng,
) -> Reply {
    let persona = scene.persona();
    let said = Said {
        persona,
        mv,
        now: &circumstances(state, occasion.learner),
        raised: state.mind.open_issues(),
        learner_offer: occasion.offer,
        standing: occasion.standing,
        reading: occasion.reading,
    };
    let utterance = say(&said, &mut state.decks, rng);
    state.last_acts.clone_from(&utterance.acts);
    Reply {
        text: utterance.text,
        acts: utterance.acts,
        offer: mv.accepts.clone().or_else(|| mv.offer.clone()),
        alternatives: mv.alternatives.clone(),
    }
}

/// How the talk stands, for the conditions of lines.
fn circumstances(state: &State, learner: &LearnerMove) -> Circumstances {
    let offered = learner.offer.iter().flat_map(|package| &package.0);
    let named = offered.filter(|(id, _)| learner.named.contains(id)).map(|(id, choice)| (id.clone(), choice.clone()));
    Circumstances {
        acts: learner.acts.clone(),
        offer: Terms(named.collect()),
        trust: state.mind.trust().round() as i32,
        tension: state.mind.tension().round() as i32,
        turn: state.table.turn(),
        turns_left: state.table.turns_left(),
        patience: state.mind.patience().floor() as i32,
        happened: state.mind.happened().clone(),
    }
}

/// The opening: the counterpart greets, its first package stands.
pub(super) fn open(scene: &Scene, seed: u64) -> Step {
    let mut rng = generator(seed, 0, 0);
    let opening = scene.stage.opening().clone();
    let mut state = State {
        seed,
        table: Protocol::new(scene.persona().turns, opening.clone()),
        asides: 0,
        mind: Mind::new(&scene.stage, &mut rng),
        decks: Decks::default(),
        meant: None,
        wanted: Terms::default(),
        asked: None,
        last_acts: Vec::new(),
        asked_back: false,
        undone: 0,
    };
    let greeting = Move { acts: vec![Act::Greet], mood: state.mind.mood(), ..Move::default() };
    let occasion = Occasion { learner: &LearnerMove::default(), standing: &opening, offer: None, reading: None };
    let mut reply = speak(scene, &mut state, &greeting, &occasion, &mut rng);
    reply.offer = Some(opening);
    let turn = shown(&state, None, reply);
    Step { turn, state }
}

/// A turn with nothing but its reply filled in.
pub(super) fn shown(state: &State, input: Option<Input>, reply: Reply) -> Turn {
    Turn {
        turn: state.table.turn(),
        input,
        heard: None,
        decided: None,
        reply,
        standing: state.standing(),
        question: state.question(),
        status: state.table.status(),
        refusal: None,
        counted: false,
        undoable: false,
        corrects: false,
    }
}

/// A step that was refused: nothing changes, nothing is used up.
pub(super) fn refused(state: &State, input: Input, refusal: Option<Refusal>) -> Step {
    let turn = Turn { refusal, ..shown(state, Some(input), Reply::default()) };
    Step { turn, state: state.clone() }
}

/// The state before a message whose reading is taken back. Lines that were said stay said, so that none comes twice.
pub(super) fn unsaid(before: &Step, now: &State) -> State {
    State { undone: now.undone + 1, decks: now.decks.clone(), ..before.state.clone() }
}

/// The reading of the last step taken back.
pub(super) fn taken_back(before: &Step, last: &Step) -> Step {
    let state = unsaid(before, &last.state);
    let reply = Reply { text: "Taken back. The table is as it was before that message.".into(), ..Reply::default() };
    let turn = shown(&state, Some(Input::Undo), reply);
    Step { turn, state }
}
