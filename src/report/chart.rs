//! Both sides' offers over the turns, on the learner's own scale.

use crate::negotiation::Package;
use crate::score::Reach;
use crate::session::{Input, Status, Turn};

use super::case::Case;
use crate::negotiation::Money;

/// Whose offer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The learner.
    Learner,
    /// The counterpart.
    Counterpart,
}

/// One offer.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The turn, 0 for the opening.
    pub turn: u32,
    /// Whose offer.
    pub side: Side,
    /// What it is worth to the learner over the reservation value, in the unit.
    pub gain: i64,
    /// The offer in words.
    pub words: String,
}

/// The chart: offers by turn, and the lines to read them against. Zero is the learner's walk-away.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferChart {
    /// The counterpart's name.
    pub counterpart: String,
    /// The unit of the gains.
    pub unit: String,
    /// Offers, by turn, the learner's before the counterpart's answer.
    pub points: Vec<Point>,
    /// The signed deal: its turn and the learner's gain.
    pub deal: Option<(u32, i64)>,
    /// The lines that show how far one could have got.
    pub reach: Reach,
}

impl OfferChart {
    /// Collects the offers of a transcript. A turn that was taken back leaves no offer behind.
    pub fn new(case: &Case<'_>, transcript: &[Turn], deal: Option<&Package>, reach: Reach) -> Self {
        let mut points: Vec<Point> = Vec::new();
        for turn in transcript.iter().filter(|turn| turn.refusal.is_none()) {
            points.retain(|point| point.turn < turn.turn || (point.turn == turn.turn && !turn.counted));
            let mut plot = |side, package: &Package| {
                let (gain, words) = (case.gain(package), case.words(package));
                points.retain(|point| (point.turn, point.side) != (turn.turn, side));
                points.push(Point { turn: turn.turn, side, gain, words });
            };
            if let Some(package) = turn.standing.learner.as_ref().filter(|_| proposes(turn)) {
                plot(Side::Learner, package);
            }
            if let Some(package) = &turn.reply.offer {
                plot(Side::Counterpart, package);
            }
        }
        let signed_at = transcript.iter().find(|turn| turn.status == Status::Agreed).map(|turn| turn.turn);
        let deal = deal.and_then(|package| Some((signed_at?, case.gain(package))));
        OfferChart { counterpart: case.counterpart.to_owned(), unit: case.unit.to_owned(), points, deal, reach }
    }

    /// Whether there is anything to see: a single offer is no course of a talk.
    pub fn worth_drawing(&self) -> bool {
        self.points.len() >= 2
    }

    /// The last turn shown; at least 1.
    pub fn last_turn(&self) -> u32 {
        let offers = self.points.iter().map(|point| point.turn);
        offers.chain(self.deal.map(|(turn, _)| turn)).max().unwrap_or(0).max(1)
    }

    /// The offers of one side, in order.
    pub fn of(&self, side: Side) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(move |point| point.side == side)
    }

    /// The lowest and the highest gain to show; both ends differ and zero lies between or on them.
    pub fn span(&self) -> (i64, i64) {
        let gains = self.points.iter().map(|point| point.gain);
        let lines = [Some(0), self.reach.limit, self.reach.floor, self.deal.map(|(_, gain)| gain)];
        let all = || gains.clone().chain(lines.into_iter().flatten());
        let (low, high) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
        if low == high { (low - 1, high + 1) } else { (low, high) }
    }

    /// The writer of values.
    pub fn money(&self) -> Money<'_> {
        Money::new(&self.unit)
    }
}

/// Whether the learner put an offer on the table in this turn.
fn proposes(turn: &Turn) -> bool {
    match &turn.input {
        Some(Input::Offer(_)) => true,
        Some(Input::Say(_)) => turn.counted && turn.heard.as_ref().is_some_and(|heard| heard.offer.is_some()),
        _ => false,
    }
}
