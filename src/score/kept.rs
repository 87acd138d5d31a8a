//! What a talk still rests on once readings were taken back.

use crate::session::{Input, Turn};

/// The steps that still stand, the opening first: an undo that was granted goes, and with it all back to the
/// reading that it took back; a correction stays, and the offer it corrects goes.
pub fn kept<'a>(turns: impl IntoIterator<Item = &'a Turn>) -> Vec<&'a Turn> {
    let mut kept: Vec<&Turn> = Vec::new();
    for turn in turns {
        let undoes = matches!(turn.input, Some(Input::Undo)) && turn.refusal.is_none();
        if undoes || turn.corrects {
            while kept.pop().is_some_and(|last| !last.undoable) {}
        }
        if !undoes {
            kept.push(turn);
        }
    }
    kept
}
