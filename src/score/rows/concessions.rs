//! What the learner gives, for what, and in what steps (rows 63, 64, 78).

use crate::negotiation::Act;

use super::path::{Path, kendall};
use super::{Seen, Talk};

/// Row 63: never concede unilaterally.
pub(super) fn traded(talk: &Talk) -> Option<Seen> {
    let path = Path::of(talk);
    let given = path.concessions();
    let name = talk.name();
    let free: Vec<_> = given.iter().filter(|step| !step.traded).collect();
    if path.wanders() && !given.is_empty() {
        let play = path.steps.last()?.play;
        let line = format!("Your offers went down and up again, so {name} had no step to answer.");
        return Seen::at(0, play, line);
    }
    let (count, all) = (free.len(), given.len());
    let largest = |steps: Vec<&&super::path::Step<'_, '_>>| {
        steps.into_iter().max_by_key(|step| step.cost).map(|step| (step.play.turn, step.cost))
    };
    let Some((turn, cost)) = largest(free.into_iter().collect()) else {
        let (turn, _) = largest(given.iter().collect())?;
        let line = match all {
            1 => format!("Your one concession answered a move of {name}'s or asked for one."),
            2 => format!("Both of your concessions answered a move of {name}'s or asked for one."),
            _ => format!("All {all} of your concessions answered a move of {name}'s or asked for one."),
        };
        return Some(Seen { score: 2, turn: Some(turn), line });
    };
    let amount = talk.amount(cost);
    let (score, line) = match (count * 4 <= all, count * 2 <= all) {
        (true, _) => (
            2,
            format!(
                "{} of {all} concessions answered a move or asked for one; only {amount} here did neither.",
                all - count
            ),
        ),
        (_, true) => (
            1,
            format!(
                "{count} of {all} concessions asked for nothing, {amount} here. An “if you” in front of it asks for the return."
            ),
        ),
        _ if all == 1 => {
            (0, format!("Your one concession, {amount}, had no ask with it and no move of {name}'s before it."))
        }
        _ => (
            0,
            format!(
                "{count} of {all} concessions asked for nothing; the largest was {amount}. {name} could take them and wait for more."
            ),
        ),
    };
    Some(Seen { score, turn: Some(turn), line })
}

/// So many concessions make a pattern.
const PATTERN: usize = 3;

/// Row 64: decreasing increments.
pub(super) fn shrinking(talk: &Talk) -> Option<Seen> {
    let path = Path::of(talk);
    let steps = path.concessions();
    let last = steps.last().filter(|_| steps.len() >= PATTERN)?;
    let name = talk.name();
    let costs: Vec<i64> = steps.iter().map(|step| step.cost).collect();
    let shown = costs.iter().map(|cost| talk.amount(*cost)).collect::<Vec<_>>().join(", then ");
    if path.wanders() {
        return Seen::at(
            0,
            last.play,
            format!("You gave {shown}, and took back in between: no pattern that {name} could read."),
        );
    }
    match kendall(&costs) {
        ..=-0.5 => Seen::at(2, last.play, format!("You gave {shown}: shrinking steps told {name} the end was near.")),
        -0.5..=0.0 => Seen::at(
            1,
            last.play,
            format!("You gave {shown}: {name} could not tell how much more there was. Let each step be smaller."),
        ),
        _ => Seen::at(0, last.play, format!("You gave {shown}: growing steps told {name} to wait for the next one.")),
    }
}

/// Row 78: negotiating against yourself.
pub(super) fn waited(talk: &Talk) -> Option<Seen> {
    let name = talk.name();
    if let Some(play) =
        talk.plays.iter().find(|play| play.does(Act::SelfUndercut) && play.fired("engine.alone").is_some())
    {
        return Seen::at(
            0,
            play,
            format!("Two numbers in one breath, the second worse for you: {name} only heard the second."),
        );
    }
    let quiet = talk.plays.iter().position(|play| play.reply.acts.contains(&Act::Quiet))?;
    let last = talk.plays[..=quiet].iter().rev().find_map(|play| play.offer.as_ref())?;
    let next = talk.plays.get(quiet + 1).filter(|next| next.decided.is_some())?;
    if next.does(Act::DiscloseReservation) {
        return Seen::at(0, next, format!("{name} only fell silent, and you filled the gap with your limit."));
    }
    let Some(offer) = &next.offer else {
        return Seen::at(2, next, format!("{name} fell silent and you did not fill the gap with a number."));
    };
    let cut = talk.stage.learner_worth(last) - talk.stage.learner_worth(offer);
    let amount = talk.amount(cut);
    match cut as f64 {
        down if down >= talk.share(0.01) && !next.asks => {
            Seen::at(0, next, format!("{name} only fell silent, and you gave {amount} more before any answer came."))
        }
        down if down >= talk.share(0.01) => Seen::at(
            1,
            next,
            format!(
                "{name} fell silent and you gave {amount}, though you asked for something with it. Waiting costs nothing."
            ),
        ),
        up if up <= -talk.share(0.01) => {
            Seen::at(1, next, format!("{name} fell silent and you took a step back. Waiting would have been enough."))
        }
        _ => Seen::at(2, next, format!("{name} fell silent and you stayed where you were.")),
    }
}
