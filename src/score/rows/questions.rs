//! Questions that bring something out, and what is made of the answer (rows 46, 47, 49).

use crate::negotiation::Act;
use crate::persona::Interest;

use super::path::Path;
use super::{Seen, Talk};
use crate::score::talk::Play;

/// Questions about needs.
const NEEDS: &[Act] = &[Act::QDiagnostic, Act::ShiftInterest, Act::InfoTrade];
/// Any question at all.
const QUESTIONS: &[Act] = &[
    Act::QDiagnostic,
    Act::QHypothetical,
    Act::QChallenge,
    Act::QCalibrated,
    Act::Verify,
    Act::ShiftInterest,
    Act::InfoTrade,
    Act::RequestInfo,
    Act::QRange,
];

/// Up to this turn a question about needs comes before the numbers.
const EARLY: u32 = 3;

/// A talk of fewer moves leaves no room to ask.
const SHORT: usize = 3;

/// Row 46: diagnostic questions.
pub(super) fn diagnostic(talk: &Talk) -> Option<Seen> {
    let interests = &talk.persona().counterpart.interests;
    (!interests.is_empty()).then_some(())?;
    let name = talk.name();
    let asked = talk.plays.iter().find(|play| play.earns_any(NEEDS));
    let told = talk
        .plays
        .iter()
        .filter(|play| play.earns_any(NEEDS))
        .find_map(|play| Some((play, interest_told(talk, play)?)));
    if let Some((play, interest)) = told {
        if Path::of(talk).aimless() {
            let line =
                format!("{name} told you a reason, and your offers went up and down as if it had not been said.");
            return Seen::at(0, play, line);
        }
        let used = later_offers(talk, play).find_map(|later| {
            let about = interest.about.iter().filter(|about| talk.agenda().issue(about).is_some());
            about.map(String::as_str).find(|issue| later.moves_issue(issue))
        });
        let offers_after = later_offers(talk, play).next().is_some();
        return match (used, offers_after) {
            (Some(issue), _) if play.turn <= EARLY => {
                let issue = talk.label(issue);
                Seen::at(
                    2,
                    play,
                    format!("You asked early, {name} told you what lay behind the {issue}, and your offers used it."),
                )
            }
            (Some(_), _) => Seen::at(
                1,
                play,
                format!("You asked what mattered at turn {}; by then half the talk was numbers.", play.turn),
            ),
            (None, true) if play.turn <= EARLY => {
                let line = format!("You asked and {name} told you a reason, but no offer of yours was built on it.");
                Seen::at(1, play, line)
            }
            (None, true) => Seen::at(
                0,
                play,
                format!("{name} told you a reason only at turn {}, and no offer was built on it.", play.turn),
            ),
            (None, false) => Seen::at(
                0,
                play,
                format!("{name} told you a reason, and no offer followed it. Knowing is half of the move."),
            ),
        };
    }
    let hinted = asked
        .filter(|play| play.decided.is_some_and(|mv| mv.hint.is_some()) && later_offers(talk, play).next().is_some());
    match (hinted.filter(|_| !Path::of(talk).aimless()), asked) {
        (Some(play), _) => {
            Seen::at(1, play, format!("You asked, and {name} only hinted: with more trust there is more to hear."))
        }
        (None, Some(play)) => {
            Seen::at(0, play, "You asked, but nothing came of it. Ask about one thing, and wait for the answer.")
        }
        (None, None) => {
            (talk.plays.len() >= SHORT).then_some(())?;
            let count = interests.len();
            let known = if count == 1 {
                "a reason that would have".to_owned()
            } else {
                format!("{count} reasons that would have")
            };
            Seen::overall(0, format!("You never asked what matters to {name}, who had {known} shaped a better deal."))
        }
    }
}

fn interest_told<'a>(talk: &Talk<'a>, play: &Play) -> Option<&'a Interest> {
    let id = play.decided?.reveal.as_ref().filter(|_| play.reply.acts.contains(&Act::Reveal))?;
    talk.persona().counterpart.interests.iter().find(|interest| interest.id == *id)
}

fn later_offers<'t, 'a>(talk: &'t Talk<'a>, play: &Play) -> impl Iterator<Item = &'t Play<'a>> {
    let turn = play.turn;
    talk.offers().map(|(play, _)| play).filter(move |later| later.turn > turn)
}

/// A side term that nobody touched is worth trying from this share of Z on.
const WORTH_TRYING: f64 = 0.05;

/// Row 47: hypothetical questions.
pub(super) fn hypothetical(talk: &Talk) -> Option<Seen> {
    let name = talk.name();
    let tries = |play: &&Play| play.earns(Act::QHypothetical) || play.tries_a_term();
    let lean = |play: &Play| play.decided.and_then(|mv| mv.lean.clone());
    let mut tried = talk.plays.iter().filter(tries).filter_map(|play| Some((play, lean(play)?)));
    if let Some((play, lean)) = tried.next() {
        let issue = talk.label(&lean.issue);
        let mut later = later_offers(talk, play).peekable();
        if Path::of(talk).aimless() {
            let line = format!("You tried the {issue} with a what-if, and then offered it now this way, now that.");
            return Seen::at(0, play, line);
        }
        let answer = if lean.welcome { "welcome" } else { "costly" };
        if later.peek().is_none() {
            let line =
                format!("Your what-if showed that the {issue} was {answer} to {name}, and no offer followed it.");
            return Seen::at(0, play, line);
        }
        // Named once, it is meant in the next offer too.
        let carries = |later: &Play| later.moves_issue(&lean.issue) || later.wanted.0.contains_key(&lean.issue);
        let (score, then) = match later.any(carries) {
            true => (2, "before you offered it"),
            false => (1, "and then never offered it"),
        };
        return Seen::at(
            score,
            play,
            format!("You tried the {issue} with a what-if {then}; it was {answer} to {name}."),
        );
    }
    let last = talk.plays.last().filter(|_| talk.plays.len() > SHORT)?;
    let package = talk.deal.unwrap_or(&last.after);
    let untouched = talk.side_issues().filter(|issue| !talk.plays.iter().any(|play| play.touches(issue)));
    let worth = |issue: &&str| talk.left_on(issue, package) as f64 >= talk.share(WORTH_TRYING);
    let issue = untouched.filter(worth).max_by_key(|issue| talk.left_on(issue, package))?;
    let label = talk.label(issue);
    Seen::overall(
        0,
        format!("The {label} never came up. “What if we looked at the {label} too?” costs nothing and binds nobody."),
    )
}

/// From so many bare answers to a package it can't sign, a learner had its chance to hand the problem over.
const BARE_ANSWERS: usize = 3;

/// Row 49: "how am I supposed to do that?"
pub(super) fn calibrated(talk: &Talk) -> Option<Seen> {
    let name = talk.name();
    let infeasible = |play: &&Play| talk.gain(&play.before) < 0;
    if let Some(play) = talk.plays.iter().find(|play| play.earns(Act::QCalibrated)) {
        let worked = play.fired("engine.calibrated").is_some_and(|fired| fired.moved > 0.0);
        if Path::of(talk).aimless() {
            let line = format!(
                "You handed {name} the problem, and your own offers went up and down before an answer could help."
            );
            return Seen::at(0, play, line);
        }
        if worked && Path::of(talk).concessions().iter().any(|step| step.play.turn == play.turn) {
            let line =
                format!("You handed {name} the problem and gave way in the same breath. Ask, then let it stand.");
            return Seen::at(1, play, line);
        }
        return match (worked, talk.answered_by(play)) {
            (true, moved @ 1..) => {
                let moved = talk.amount(moved);
                Seen::at(
                    2,
                    play,
                    format!("You handed {name} the problem kindly, and the answer was {moved} better for you."),
                )
            }
            (true, _) => {
                Seen::at(2, play, format!("You handed {name} the problem kindly, and {name} began to look for a way."))
            }
            (false, _) => Seen::at(
                1,
                play,
                "A how-question works best against an offer you can't sign; this one you could, or it came with too much else.",
            ),
        };
    }
    let bare: Vec<&Play> = talk.plays.iter().filter(infeasible).filter(|play| play.offer.is_some()).collect();
    let silent = talk.plays.iter().all(|play| !play.asks && !play.earns_any(QUESTIONS));
    (bare.len() >= BARE_ANSWERS && silent).then_some(())?;
    let (count, last) = (bare.len(), bare.last()?);
    let line = format!(
        "{count} times {name}'s offer was out of your reach and you answered with a number. “How am I supposed to do that?” hands the problem back."
    );
    Seen::at(0, last, line)
}
