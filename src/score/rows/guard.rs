//! Keeping one's own limit (row 36).

use crate::negotiation::Act;

use super::path::Path;
use super::{Seen, Talk};
use crate::score::talk::Play;

/// A figure this near to the limit, as a share of Z, is the limit.
const AT_THE_LIMIT: f64 = 0.03;
/// Offers that stay this share of Z away from it keep it covered.
const COVERED: f64 = 0.10;

/// So many concessions under pressure, none of them taken back, put the limit to the test.
const PRESSED: usize = 3;

/// Row 36: protect the reservation value.
pub(super) fn limit_kept(talk: &Talk) -> Option<Seen> {
    talk.stage.zone()?;
    let name = talk.name();
    if let Some(play) = talk.plays.iter().find(|play| told(talk, play)) {
        let rose = talk.moved(play, "engine.leak").filter(|moved| *moved < 0);
        let cost =
            rose.map_or(String::new(), |moved| format!(" {name} hoped for {} more at once.", talk.amount(-moved)));
        return Seen::at(0, play, format!("You told {name} your limit, and it was remembered from then on.{cost}"));
    }
    if let Some(play) = talk.plays.iter().find(|play| play.earns(Act::DiscloseReservation)) {
        let line = format!(
            "You named a limit that wasn't your real one. {name} learned little, but a limit that moves later costs belief."
        );
        return Seen::at(1, play, line);
    }
    let path = Path::of(talk);
    let steps = path.concessions();
    let last = steps.last().filter(|_| steps.len() >= PRESSED && path.taken_back() == 0)?;
    let room = talk.gain(last.to);
    let amount = talk.amount(room.abs());
    if room as f64 >= talk.share(COVERED) {
        Seen::at(
            2,
            last.play,
            format!(
                "You moved {} times and never told your limit: your last offer still kept {amount} over it.",
                steps.len()
            ),
        )
    } else {
        Seen::at(
            1,
            last.play,
            format!("You never named your limit, but your last offer came within {amount} of it: steps talk too."),
        )
    }
}

fn told(talk: &Talk, play: &Play) -> bool {
    let at_limit = |play: &Play| {
        let offer = play.offer.as_ref().map(|offer| talk.gain(offer).abs() as f64);
        offer.is_some_and(|gain| gain <= talk.share(AT_THE_LIMIT))
    };
    let final_word = play.does(Act::Ultimatum) || play.does(Act::DiscloseReservation);
    play.fired("engine.leak").is_some() || (final_word && at_limit(play))
}
