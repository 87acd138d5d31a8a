//! The answer to the counterpart's first number (rows 26, 27, 28, 30).

use crate::negotiation::Act;

use super::anchor::ambition;
use super::{Seen, Talk};
use crate::score::talk::{Play, Reason};

/// What an answer can put beside or before a number.
const OPENERS: &[Act] = &[Act::QChallenge, Act::Verify, Act::AppealCriteria, Act::ShiftInterest, Act::QDiagnostic];
/// Rules that show that an opener worked.
const WORKED: &[&str] = &["engine.challenge", "engine.basis", "engine.interest", "engine.priority", "engine.criteria"];

/// An anchor this share of Z beyond the learner's limit would make anybody blink.
const STARTLING: f64 = 0.15;

fn opens(play: &Play) -> bool {
    play.earns_any(OPENERS)
}

fn worked(play: &Play) -> bool {
    opens(play) && WORKED.iter().any(|rule| play.fired(rule).is_some())
}

/// Row 26: their anchor is no starting point.
pub(super) fn no_bare_counter(talk: &Talk) -> Option<Seen> {
    let (play, offer) = talk.first_offer()?;
    let until = || talk.plays.iter().filter(|earlier| earlier.turn <= play.turn);
    let (name, counter) = (talk.name(), talk.figure(offer));
    let anchor = talk.figure(talk.stage.opening());
    if let Some(question) = until().find(|play| worked(play)) {
        let line = format!("A question came before your {counter}, so {name}'s {anchor} was no yardstick.");
        return Seen::at(2, question, line);
    }
    if play.reason == Reason::Given {
        let line = format!("Your {counter} stood on a reason of its own and not on {name}'s {anchor}.");
        return Seen::at(2, play, line);
    }
    if play.reason == Reason::Words || until().any(opens) {
        return Seen::at(
            1,
            play,
            format!("You said something before your {counter}, but {name}'s {anchor} still stood unchallenged."),
        );
    }
    Seen::at(0, play, format!("Your plain {counter} took {anchor} as the place to start from."))
}

/// Row 27: what does it rest on?
pub(super) fn challenged(talk: &Talk) -> Option<Seen> {
    let basis = talk.persona().counterpart.opening.basis.as_ref()?;
    let name = talk.name();
    let asks = |play: &&Play| play.earns_any(&[Act::QChallenge, Act::Verify]);
    let shown = |play: &&Play| play.decided.is_some_and(|mv| mv.admit.as_deref() == Some("basis"));
    let Some(play) = talk.plays.iter().find(|play| asks(play) && shown(play)) else {
        let tried = talk.plays.iter().take(2).find(asks);
        return match tried {
            Some(play) => {
                Seen::at(1, play, "You questioned the number early, but not what it rests on: “How did you get to it?”")
            }
            None => {
                let opening = talk.figure(talk.stage.opening());
                let first = talk.first_offer().filter(|_| talk.plays.len() >= 2)?.0;
                Seen::at(
                    0,
                    first,
                    format!("You never asked where {opening} came from. {name} would have said: “{}”", basis.trim()),
                )
            }
        };
    };
    let weak = talk.persona().counterpart.opening.basis_is_weak;
    let found = if weak { "it was thin" } else { "it held, and now you know" };
    let moved = match talk.answered_by(play) {
        moved @ 1.. if weak => format!(", and {name} came down {} at once", talk.amount(moved)),
        _ => String::new(),
    };
    if play.turn <= 2 {
        Seen::at(2, play, format!("You asked what the number rested on; {found}{moved}."))
    } else {
        Seen::at(
            1,
            play,
            format!(
                "You asked what the number rested on, though only at turn {}: {found}. It works best at once.",
                play.turn
            ),
        )
    }
}

/// Row 28: a new reference point.
pub(super) fn re_anchored(talk: &Talk) -> Option<Seen> {
    let (play, offer) = talk.first_offer()?;
    let (a, own) = (ambition(talk)?, talk.figure(offer));
    let anchor = talk.figure(talk.stage.opening());
    let backed = play.reason == Reason::Given;
    let name = talk.name();
    match ((0.9..=1.6).contains(&a), backed) {
        (true, true) => Seen::at(
            2,
            play,
            format!("Against {anchor} you set {own} and a reason for it: from there on there were two ends."),
        ),
        (true, false) => Seen::at(
            1,
            play,
            format!("{own} set a new end against {anchor}. With a reason it would have stood more firmly."),
        ),
        (false, true) if (0.75..=1.6).contains(&a) => Seen::at(
            1,
            play,
            format!(
                "{own} came with a reason, but stood near the middle of what was possible: open where you would like to end, or past it."
            ),
        ),
        (false, true) if a < 0.75 => Seen::at(
            0,
            play,
            format!("{own} came with a reason, but lay too near to what {name} hoped for to pull the middle your way."),
        ),
        _ => Seen::at(0, play, format!("{own} left {anchor} as the only firm number on the table.")),
    }
}

/// Row 30: no visible shock.
pub(super) fn calm(talk: &Talk) -> Option<Seen> {
    let first = talk.plays.first()?;
    let name = talk.name();
    let anchor = talk.figure(talk.stage.opening());
    let flinch = talk.plays.iter().find(|play| play.does(Act::Flinch));
    if let Some(play) = flinch {
        let hardened = talk.moved(play, "engine.flinch").filter(|moved| *moved < 0);
        let cost = hardened
            .map_or(String::new(), |moved| format!(" {name} hoped for {} more from there.", talk.amount(-moved)));
        return match play.turn {
            1 | 2 => Seen::at(0, play, format!("Your shock told {name} where you stand.{cost} A question does more.")),
            _ => Seen::at(1, play, format!("Calm at the first number, not at a later one.{cost}")),
        };
    }
    let startling = -(talk.gain(talk.stage.opening()) as f64) >= talk.share(STARTLING);
    let answered = opens(first) && (worked(first) || first.reason == Reason::Given);
    (startling && answered).then_some(())?;
    Seen::at(
        2,
        first,
        format!(
            "{anchor} was far past your limit, and you met it with a calm question. {name} learned nothing from your face."
        ),
    )
}
