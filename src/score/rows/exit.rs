//! Staying, leaving and one's own floor (rows 17, 18, 72). They explain the outcome and earn nothing by themselves.

use crate::session::Status;

use super::{Seen, Talk};

/// A decision this near to the limit, as a share of Z, hung in the balance.
const CLOSE: f64 = 0.10;
/// From so many turns on, time spent begins to weigh.
const LONG: u32 = 8;

/// Row 17: better than the way out is taken, worse is left.
pub(super) fn judged(talk: &Talk) -> Option<Seen> {
    let last = talk.plays.last()?;
    let name = talk.name();
    if let Some(deal) = talk.deal {
        let gain = talk.gain(deal);
        let amount = talk.amount(gain.abs());
        return match gain {
            short @ ..0 if talk.stage.zone().is_some() || short < 0 => {
                Seen::at(0, last, format!("You signed {amount} below your own walk-away: your fallback was better."))
            }
            near if (near as f64) <= talk.share(CLOSE) => Seen::at(
                2,
                last,
                format!("{amount} over your fallback is thin, and still better than leaving: you signed."),
            ),
            _ => None,
        };
    }
    let best = talk
        .plays
        .iter()
        .map(|play| talk.gain(&play.after))
        .chain(talk.plays.first().map(|play| talk.gain(&play.before)))
        .max()?;
    let amount = talk.amount(best.abs());
    match (best, talk.status) {
        (0.., _) if talk.stage.zone().is_some() => Seen::at(
            0,
            last,
            format!("{name} had offered something worth {amount} more than your fallback, and it went unsigned."),
        ),
        (..0, Status::Walked) => Seen::at(
            2,
            last,
            format!("You left an offer {amount} worse than your fallback. That is what a fallback is for."),
        ),
        _ => None,
    }
}

/// Row 18: sunk cost.
pub(super) fn sunk_cost(talk: &Talk) -> Option<Seen> {
    let last = talk.plays.last().filter(|play| play.turn >= LONG)?;
    let turns = last.turn;
    if let Some(deal) = talk.deal {
        let short = -talk.gain(deal);
        (short > 0).then_some(())?;
        let amount = talk.amount(short);
        return Seen::at(
            0,
            last,
            format!(
                "After {turns} turns you signed {amount} below your walk-away. Time spent is no reason to lose more."
            ),
        );
    }
    let short = -talk.gain(&last.after);
    (short > 0 && talk.status == Status::Walked).then_some(())?;
    let amount = talk.amount(short);
    Seen::at(2, last, format!("{turns} turns in, {amount} short of your walk-away, and you left all the same."))
}

/// Row 72: stop at the limit.
pub(super) fn stopped(talk: &Talk) -> Option<Seen> {
    let name = talk.name();
    let below = talk.offers().find(|(_, offer)| talk.gain(offer) < 0);
    if let Some((play, offer)) = below {
        let short = talk.amount(-talk.gain(offer));
        return Seen::at(
            0,
            play,
            format!("You offered {}, which is {short} below your own walk-away.", talk.words(offer)),
        );
    }
    // Signing below it is told by row 17.
    talk.deal.is_none_or(|deal| talk.gain(deal) >= 0).then_some(())?;
    let (play, nearest) = talk.offers().min_by_key(|(_, offer)| talk.gain(offer))?;
    let near = talk.gain(nearest);
    (talk.offers().count() >= 2 && near as f64 <= talk.share(CLOSE)).then_some(())?;
    let amount = talk.amount(near);
    Seen::at(2, play, format!("You came within {amount} of your walk-away and stopped there, whatever {name} asked."))
}
