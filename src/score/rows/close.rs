//! Closing moves (row 74).

use crate::negotiation::Act;

use super::{Seen, Talk};

/// Row 74: the middle, once, for a last small gap.
pub(super) fn split(talk: &Talk) -> Option<Seen> {
    let name = talk.name();
    let splits: Vec<_> = talk.plays.iter().filter(|play| play.does(Act::SplitDifference)).collect();
    let play = splits.first()?;
    if splits.len() > 1 {
        return Seen::at(
            0,
            splits[1],
            format!("You proposed the middle {} times. {name} learned to wait for the next middle.", splits.len()),
        );
    }
    if play.fired("engine.split_early").is_some() {
        let own = talk.offers().map(|(_, offer)| offer).next();
        let gap = own.map(|own| talk.stage.worth(&play.before) - talk.stage.worth(own)).filter(|gap| *gap > 0);
        let far = gap.map_or("a wide gap".to_owned(), |gap| format!("{} of gap", talk.amount(gap)));
        return Seen::at(
            0,
            play,
            format!("The middle of {far} mostly pays whoever asked for more. It suits the last small step."),
        );
    }
    if play.fired("engine.split").is_some() {
        return Seen::at(2, play, format!("You kept the middle for the last small gap, and {name} took it."));
    }
    Seen::at(
        1,
        play,
        format!("The gap was small enough to split, but {name} wants both sides to have moved twice before."),
    )
}
