//! The learner's first offer: how far it goes, what backs it, how it reads, what it leaves (rows 19, 21 to 24, 31).

use crate::negotiation::{Act, Choice, Package, Quantity};

use super::path::Path;
use super::{Seen, Talk};
use crate::score::talk::{Play, Reason};

/// From this ambition on an offer is not believed; below the second it hardly asks.
const UNBELIEVED: f64 = 1.6;
const EDGE: f64 = 1.4;
const TIMID: f64 = 0.75;

/// The ambition a of the first offer; none without an offer or a zone (Z₁: issues not named at their default).
pub(super) fn ambition(talk: &Talk) -> Option<f64> {
    talk.stage.zone()?;
    let (play, offer) = talk.first_offer()?;
    let named: Vec<String> = play.heard.offer.iter().flat_map(|terms| terms.0.keys().cloned()).collect();
    Some(talk.stage.ambition(offer, &named))
}

/// What lies between an offer of ambition `a` and the best that could be had (a = 1), in the unit; never negative.
fn distance(talk: &Talk, offer: &Package, a: f64) -> String {
    let gain = talk.gain(offer) as f64;
    let best = if a.abs() < 1e-9 { talk.stage.zone().unwrap_or(0.0) } else { gain / a };
    talk.amount((gain - best).abs().round() as i64)
}

/// Row 21: ambitious but credible.
pub(super) fn ambitious(talk: &Talk) -> Option<Seen> {
    let (play, offer) = talk.first_offer()?;
    let a = ambition(talk)?;
    let (opening, name, far) = (talk.figure(offer), talk.name(), distance(talk, offer, a));
    let (score, line) = if a > UNBELIEVED {
        (0, format!("You opened at {opening}, {far} past anything {name} could sign. It wasn't believed."))
    } else if a > EDGE {
        (1, format!("You opened at {opening}, {far} past {name}'s limit: at the edge of belief. Nearer pulls more."))
    } else if a >= 1.0 {
        (2, format!("You opened at {opening}, {far} past {name}'s limit: ambitious, and still believable."))
    } else if a >= TIMID {
        (1, format!("You opened at {opening}, {far} inside what {name} could give: solid, with a little left unasked."))
    } else {
        (0, format!("You opened at {opening}. {name} could have given {far} more, all in, and wasn't asked for it."))
    };
    Seen::at(score, play, line)
}

/// Row 22: a reason with the number.
pub(super) fn reasoned(talk: &Talk) -> Option<Seen> {
    let (play, offer) = talk.first_offer()?;
    let (name, opening) = (talk.name(), talk.figure(offer));
    match play.reason {
        Reason::Given => {
            let answer = match talk.answered_by(play) {
                moved @ 1.. => format!("{name} came {} your way", talk.amount(moved)),
                _ => format!("{name} had something to answer, not only to refuse"),
            };
            Seen::at(2, play, format!("A number and a because: {answer}."))
        }
        Reason::Words => {
            let line = format!(
                "You gave a reason with {opening}, one to take on trust. A fact {name} can check carries further."
            );
            Seen::at(1, play, line)
        }
        Reason::None => {
            Seen::at(0, play, format!("{opening} came bare. A number without a because is easily waved away."))
        }
    }
}

/// Row 23: precise, not round.
pub(super) fn precise(talk: &Talk) -> Option<Seen> {
    let price = talk.agenda().price()?;
    let named = |play: &Play| play.heard.offer.as_ref().is_some_and(|terms| terms.0.contains_key(&price.id));
    let (play, offer) = talk.first_offer().filter(|(play, _)| named(play))?;
    if ambition(talk).is_some_and(|a| a > UNBELIEVED) {
        return None;
    }
    let Some(Choice::Number(figure)) = offer.0.get(&price.id) else { return None };
    let written = price.write(&Choice::Number(*figure));
    match significant_digits(*figure) {
        3.. if ambition(talk).is_some_and(|a| a < TIMID) => Seen::at(
            1,
            play,
            format!("{written} reads as worked out, though it asks for little: precision can't carry that."),
        ),
        3.. => {
            let guess = price.write(&Choice::Number(one_digit(*figure)?));
            Seen::at(2, play, format!("{written} reads as worked out; {guess} would have read as a guess."))
        }
        2 => Seen::at(1, play, format!("{written} is half way to precise. Name the figure your own sums give.")),
        _ => {
            Seen::at(0, play, format!("{written} is a round number and reads as a guess. Name the one your sums give."))
        }
    }
}

/// Digits before the trailing zeros.
fn significant_digits(figure: Quantity) -> usize {
    figure.ten_thousandths().unsigned_abs().to_string().trim_end_matches('0').len()
}

/// The figure rounded to its first digit.
fn one_digit(figure: Quantity) -> Option<Quantity> {
    let parts = figure.ten_thousandths();
    let unit = 10i64.checked_pow(parts.unsigned_abs().checked_ilog10()?)?;
    Quantity::from_ten_thousandths((parts + parts.signum() * unit / 2) / unit * unit)
}

/// Row 24: room left to concede.
pub(super) fn room(talk: &Talk) -> Option<Seen> {
    let ((play, first), deal) = (talk.first_offer()?, talk.deal?);
    let believed = ambition(talk)? <= UNBELIEVED;
    let worth_praise = talk.gain(deal) >= 0 || talk.gain(first) <= talk.gain(deal);
    (believed && worth_praise).then_some(())?;
    let (path, opening) = (Path::of(talk), talk.figure(first));
    if path.wanders() {
        let back = path.taken_back();
        return Seen::at(
            0,
            play,
            format!("You took something back {}: room that moves both ways buys nothing.", times(back)),
        );
    }
    let room = talk.gain(first) - talk.gain(deal);
    let amount = talk.amount(room.max(0));
    if room as f64 >= talk.share(0.15) {
        Seen::at(
            2,
            play,
            format!(
                "Your opening was worth {amount} more to you than the deal: room to give, and something to trade with."
            ),
        )
    } else if room as f64 >= talk.share(0.05) {
        Seen::at(1, play, format!("Your opening kept {amount} of room: enough for one step, short for two."))
    } else if room > 0 {
        Seen::at(0, play, format!("{opening} left only {amount} to give, so there was little to trade with."))
    } else {
        Seen::at(0, play, format!("{opening} left you nothing to give, so there was nothing to trade with."))
    }
}

fn times(count: usize) -> String {
    match count {
        1 => "once".into(),
        2 => "twice".into(),
        more => format!("{more} times"),
    }
}

/// Acts that find something out before a number is named.
const QUESTIONS: &[Act] = &[
    Act::QDiagnostic,
    Act::QChallenge,
    Act::QHypothetical,
    Act::Verify,
    Act::ShiftInterest,
    Act::RequestInfo,
    Act::QRange,
];

/// Row 31: going first reveals your position.
pub(super) fn revealing(talk: &Talk) -> Option<Seen> {
    let (play, offer) = talk.first_offer()?;
    let a = ambition(talk).filter(|a| *a < 1.0)?;
    let asked = talk.plays.iter().any(|earlier| earlier.turn < play.turn && earlier.earns_any(QUESTIONS));
    let (opening, name) = (talk.figure(offer), talk.name());
    match (a < TIMID, asked) {
        (true, false) => {
            let rose = talk.moved(play, "engine.timid").filter(|moved| *moved < 0);
            let told = rose
                .map_or(String::new(), |moved| format!(" {name} hoped for {} more from there.", talk.amount(-moved)));
            Seen::at(0, play, format!("{opening}, before any question: you told {name} how far you would come.{told}"))
        }
        (true, true) => Seen::at(
            1,
            play,
            format!("You asked first, then still opened inside what {name} could give, at {opening}."),
        ),
        (false, false) => {
            Seen::at(1, play, format!("{opening} came close to the best to be had, without a question before it."))
        }
        (false, true) => {
            Seen::at(2, play, format!("You asked before you named {opening}, and gave little away with it."))
        }
    }
}

/// What a first number does to the counterpart's aim: by itself, by its reason, by its digits, and by where it lies.
const PULLS: &[&str] = &["engine.anchor", "engine.anchor_reason", "engine.anchor_precise", "engine.timid"];

/// Row 19: whose first number pulled, and how far.
pub(super) fn pull(talk: &Talk) -> Option<Seen> {
    let (play, offer) = talk.first_offer()?;
    let (name, opening) = (talk.name(), talk.figure(offer));
    let theirs = talk.figure(talk.stage.opening());
    if play.fired("engine.extreme").is_some() {
        return Seen::at(
            0,
            play,
            format!("{name} opened at {theirs}. Your {opening} was beyond belief and pulled nothing."),
        );
    }
    let moved = |rule| talk.moved(play, rule).unwrap_or(0);
    let pulled: i64 = PULLS.iter().map(|rule| moved(rule)).sum();
    match pulled {
        1.. => {
            let by = talk.amount(pulled);
            Seen::at(
                2,
                play,
                format!("{name} opened at {theirs}; your {opening} brought what {name} hoped for down by {by}."),
            )
        }
        0 => Seen::at(1, play, format!("{name} opened at {theirs}; your {opening} did not move that anchor.")),
        _ => {
            let by = talk.amount(-pulled);
            Seen::at(0, play, format!("{name} opened at {theirs}; your {opening} taught {name} to hope for {by} more."))
        }
    }
}
