//! What a talk still rests on once readings were taken back.

use crate::session::{Input, Turn};

/// The steps that still stand, the opening first: an undo that was granted goes, and with it all back to the
/// reading that it took back; a correction stays, and the offer it corrects goes, unless the correction is
/// taken back itself.
pub fn kept<'a>(turns: impl IntoIterator<Item = &'a Turn>) -> Vec<&'a Turn> {
    let mut kept: Vec<&Turn> = Vec::new();
    let mut corrected: Vec<&Turn> = Vec::new();
    for turn in turns {
        let undoes = matches!(turn.input, Some(Input::Undo)) && turn.refusal.is_none();
        if undoes || turn.corrects {
            let read = kept.iter().rposition(|last| last.undoable).unwrap_or(0);
            let gone = kept.split_off(read);
            if turn.corrects {
                corrected = gone;
            } else if gone.first().is_some_and(|last| last.corrects) {
                kept.append(&mut corrected);
            }
        }
        if !undoes {
            kept.push(turn);
        }
    }
    kept
}
