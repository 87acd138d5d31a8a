//! What the counterpart claims, and whether it is checked before it costs something (rows 43, 48).

use crate::negotiation::Act;
use crate::persona::{Claim, Truth};

use super::path::{Path, Step};
use super::{Seen, Talk};
use crate::score::talk::Play;

/// A claim that was said, the move it answered, and the later move that checked it.
struct Said<'t, 'a> {
    claim: &'a Claim,
    at: &'t Play<'a>,
    checked: Option<&'t Play<'a>>,
    /// What was given up between the claim and its check, in the unit.
    given: i64,
}

fn said<'t, 'a>(talk: &'t Talk<'a>) -> Vec<Said<'t, 'a>> {
    let (rules, path) = (&talk.persona().counterpart.rules, Path::of(talk));
    let of = |claim: &'a Claim| {
        // A rule that makes a claim says it in its own line.
        let in_its_line = |id: &String| {
            rules
                .iter()
                .any(|rule| rule.id == *id && rule.then.claim.as_ref() == Some(&claim.id) && !rule.then.say.is_empty())
        };
        let says = |play: &&Play| {
            let Some(mv) = play.decided.filter(|mv| mv.claim.as_ref() == Some(&claim.id)) else { return false };
            play.reply.acts.contains(&Act::Claim) || mv.script.as_ref().is_some_and(in_its_line)
        };
        let at = talk.plays.iter().find(says)?;
        let settles = |play: &&Play| {
            play.turn > at.turn
                && play.earns_any(&[Act::Verify, Act::QChallenge])
                && play.decided.is_some_and(|mv| mv.admit.as_ref() == Some(&claim.id))
        };
        let checked = talk.plays.iter().find(settles);
        let before =
            |step: &&&Step| step.play.turn > at.turn && checked.is_some_and(|check| step.play.turn <= check.turn);
        let given = path.concessions().iter().filter(before).map(|step| step.cost).sum();
        Some(Said { claim, at, checked, given })
    };
    talk.persona().counterpart.claims.iter().filter_map(of).collect()
}

/// Whether an offer came after a check, so that knowing could be of use.
fn used(talk: &Talk, check: &Play) -> bool {
    talk.offers().any(|(play, _)| play.turn >= check.turn)
}

/// What came of a check, in words.
fn stood(claim: &Claim) -> &'static str {
    match claim.truth {
        Truth::True => "it was true, which is worth knowing too",
        Truth::Soft => "it was only half true",
        Truth::False => "it was not true",
    }
}

/// Row 43: verify their claims.
pub(super) fn verified(talk: &Talk) -> Option<Seen> {
    let name = talk.name();
    let claims = said(talk);
    if let Some((one, play)) = claims.iter().find_map(|one| Some((one, one.checked?))) {
        let text = one.claim.text.trim_end_matches('.');
        if Path::of(talk).aimless() {
            let line =
                format!("You asked whether “{text}” was so, and then your offers went up and down all the same.");
            return Seen::at(0, play, line);
        }
        if one.given > 0 {
            let given = talk.amount(one.given);
            let line = format!(
                "{name} claimed: “{text}.” You asked, and {}, but you had given {given} by then.",
                stood(one.claim)
            );
            return Seen::at(1, play, line);
        }
        if !used(talk, play) {
            let line = format!("You asked about “{text}” and {}, but no offer of yours followed.", stood(one.claim));
            return Seen::at(1, play, line);
        }
        return Seen::at(2, play, format!("{name} claimed: “{text}.” You asked, and {}.", stood(one.claim)));
    }
    let after = |one: &&Said| talk.plays.iter().any(|play| play.turn > one.at.turn);
    let one = claims.iter().filter(after).find(|one| one.claim.truth != Truth::True)?;
    let text = one.claim.text.trim_end_matches('.');
    let doubted =
        talk.plays.iter().find(|play| play.turn > one.at.turn && play.earns_any(&[Act::Verify, Act::QChallenge]));
    match doubted {
        Some(play) if Path::of(talk).aimless() => Seen::at(
            0,
            play,
            format!("You doubted something, but not “{text}”, and your offers went up and down all the same."),
        ),
        Some(play) => {
            Seen::at(1, play, format!("You doubted something, but not this: “{text}.” In fact {}.", stood(one.claim)))
        }
        None => {
            let turn = one.at.turn;
            Seen::overall(
                0,
                format!("At turn {turn} {name} said: “{text}.” You let it stand; in fact {}.", stood(one.claim)),
            )
        }
    }
}

/// How many moves after a claim a concession still looks like its effect.
const SOON: u32 = 2;

/// Row 48: challenge questions on a claim.
pub(super) fn challenged(talk: &Talk) -> Option<Seen> {
    let name = talk.name();
    let (claims, path) = (said(talk), Path::of(talk));
    let by_question = |one: &Said<'_, '_>| one.checked.is_some_and(|play| play.earns(Act::QChallenge));
    if let Some(one) = claims.iter().find(|one| by_question(one)) {
        let play = one.checked?;
        if path.aimless() {
            let line = "You questioned the claim, and your offers went up and down as if nobody had answered.";
            return Seen::at(0, play, line);
        }
        if one.given > 0 {
            let given = talk.amount(one.given);
            return Seen::at(
                1,
                play,
                format!("You questioned the claim after giving {given} to it. The question comes first."),
            );
        }
        if !used(talk, play) {
            return Seen::at(1, play, "You questioned the claim, and no offer of yours followed to make use of it.");
        }
        return match (one.claim.truth, talk.answered_by(play)) {
            (Truth::True, _) => {
                Seen::at(1, play, format!("You questioned the claim politely; it was true, so {name} stood by it."))
            }
            (_, moved @ 1..) => Seen::at(
                2,
                play,
                format!("One question, and the claim went soft: {name} came {} your way.", talk.amount(moved)),
            ),
            _ => {
                Seen::at(2, play, format!("One question, and the claim went soft: {name} could no longer lean on it."))
            }
        };
    }
    let steps = path.concessions();
    let untrue = claims.iter().filter(|one| one.checked.is_none() && one.claim.truth != Truth::True);
    let (one, step) = untrue
        .filter_map(|one| {
            let soon = |play: &Play| play.turn > one.at.turn && play.turn <= one.at.turn + SOON;
            Some((one, steps.iter().find(|step| soon(step.play))?))
        })
        .next()?;
    let (given, text) = (talk.amount(step.cost), one.claim.text.trim_end_matches('.'));
    Seen::at(0, step.play, format!("After “{text}” you gave {given} without asking whether it was so."))
}
