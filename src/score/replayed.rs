//! What replay proves: one move replaced, the counterpart's immediate reply under the same seed.
//! Never a promise about how later moves would have gone.

use std::cell::Cell;

use crate::counterpart::Stage;
use crate::negotiation::{Agenda, Package, Point};
use crate::persona::Persona;
use crate::session::{FieldOffer, Input, Session, Status, Step, Turn};

use super::debrief::Counterfactual;

/// What replay found out about a session.
#[derive(Debug, Clone, Default)]
pub struct Replayed {
    /// Every alternative that would have been answered better, in the order of the turns.
    pub counterfactuals: Vec<Counterfactual>,
    /// The most any package was worth to the learner (u) that the counterpart would have taken at some turn.
    pub best_accepted: Option<i64>,
    /// How many moves were replayed to find out: at most some two hundred a turn, however many deals there are.
    pub replays: u32,
}

/// Packages tried in each of the two rounds that look for the best one that would have been signed.
const TRIED: usize = 100;

/// Replays every turn of a finished session with other moves.
pub fn replayed(session: &Session) -> Replayed {
    let worthwhile = worthwhile(&session.scene.stage);
    let mut found = Replayed::default();
    for (at, step) in session.moves() {
        let replay = Replay { session, at, step, replays: Cell::new(0) };
        if let Some(best) = replay.best_accepted(&worthwhile) {
            let worth = replay.persona().learner.values.of(&best);
            found.best_accepted = found.best_accepted.max(Some(worth));
            found.counterfactuals.extend(replay.as_counterfactual(accepted_move(best)));
        }
        let better = replay.alternatives().into_iter().filter_map(|alternative| replay.as_counterfactual(alternative));
        found.counterfactuals.extend(better);
        found.replays += replay.replays.get();
    }
    found
}

/// The deals worth trying as an offer, best for the learner first: those that leave it more than its way out and
/// that no other deal beats for both.
fn worthwhile(stage: &Stage) -> Vec<&Point> {
    let Some(analysis) = stage.analysis() else { return Vec::new() };
    let gains = |point: &&Point| point.learner > analysis.limits.learner;
    analysis.frontier.iter().rev().filter(gains).collect()
}

/// The first point that would be signed, of points with the best for the learner first. Tries at most [`TRIED`] of
/// them, evenly spread over what they are worth, then as many of those just above the first hit.
fn first_signed<'a>(points: &[&'a Point], mut signed: impl FnMut(&Point) -> bool) -> Option<&'a Point> {
    let tried = spread(points);
    let hit = tried.iter().position(|&i| signed(points[i]))?;
    let above = hit.checked_sub(1).map_or(0, |missed| tried[missed] + 1);
    let between = &points[above..tried[hit]];
    let nearer = spread(between).into_iter().map(|i| between[i]).find(|point| signed(point));
    nearer.or(Some(points[tried[hit]]))
}

/// Places of at most [`TRIED`] points, evenly spread over their worth to the learner, both ends among them.
fn spread(points: &[&Point]) -> Vec<usize> {
    let (Some(best), Some(least)) = (points.first(), points.last()) else { return Vec::new() };
    if points.len() <= TRIED {
        return (0..points.len()).collect();
    }
    let span = i128::from(best.learner) - i128::from(least.learner);
    let at_most = |k: usize| i128::from(best.learner) - span * k as i128 / (TRIED as i128 - 1);
    let place = |k| points.partition_point(|point| i128::from(point.learner) > at_most(k));
    let mut places: Vec<usize> = (0..TRIED).map(place).collect();
    places.dedup();
    places
}

/// The kind of the best package that would have been signed at a turn.
pub const BEST_ACCEPTED: &str = "best_accepted";

/// A move that could have been made instead.
pub(super) struct Alternative {
    pub(super) kind: &'static str,
    pub(super) words: String,
    pub(super) input: Input,
}

fn accepted_move(package: Package) -> Alternative {
    let input = Input::Offer(FieldOffer { offer: package.to_terms(), ..FieldOffer::default() });
    Alternative { kind: BEST_ACCEPTED, words: String::new(), input }
}

/// One turn of a session, to be played another way.
pub(super) struct Replay<'a> {
    pub(super) session: &'a Session,
    at: usize,
    pub(super) step: &'a Step,
    replays: Cell<u32>,
}

impl Replay<'_> {
    pub(super) fn persona(&self) -> &Persona {
        self.session.scene.persona()
    }

    pub(super) fn agenda(&self) -> &Agenda {
        &self.persona().agenda
    }

    pub(super) fn before(&self) -> Option<&Step> {
        self.session.before(self.at)
    }

    fn instead(&self, input: &Input) -> Option<Turn> {
        self.replays.set(self.replays.get() + 1);
        self.session.instead(self.at, input)
    }

    /// The best package for the learner that would have been signed then and there.
    fn best_accepted(&self, worthwhile: &[&Point]) -> Option<Package> {
        let stage = &self.session.scene.stage;
        let floor = self.before()?.state.mind.floor(stage);
        let below = worthwhile.partition_point(|point| point.counterpart < floor);
        let package = |point: &Point| point.deals.first().and_then(|deal| Some(stage.space()?.package(*deal)));
        let signed = |point: &Point| package(point).is_some_and(|package| self.signed(&package));
        first_signed(&worthwhile[below..], signed).and_then(package)
    }

    fn signed(&self, package: &Package) -> bool {
        self.instead(&accepted_move(package.clone()).input).is_some_and(|turn| turn.status == Status::Agreed)
    }

    /// The reply to an alternative, when it is better for the learner than the reply that was given; a package
    /// that would have been signed is told in any case, being worth more than the learner's way out.
    fn as_counterfactual(&self, alternative: Alternative) -> Option<Counterfactual> {
        let turn = self.instead(&alternative.input)?;
        let persona = self.persona();
        let gain = |package: &Package| persona.learner.values.of(package) - persona.learner.reservation;
        let package = result(&turn)?;
        let really = result(&self.step.turn).or(self.step.turn.standing.counterpart.as_ref())?;
        let difference = gain(package) - gain(really);
        let words = match alternative.kind {
            BEST_ACCEPTED => format!("offered {}", persona.agenda.write(package, false)),
            _ => alternative.words,
        };
        (difference > 0 || alternative.kind == BEST_ACCEPTED).then(|| Counterfactual {
            turn: self.step.turn.turn,
            kind: alternative.kind.into(),
            instead: words,
            input: alternative.input,
            reply: turn.reply.text.clone(),
            package: Some(package.clone()),
            learner_gain: gain(package),
            difference,
        })
    }
}

/// What a turn came to for the learner: the deal, the package a yes would sign, or the counterpart's offer.
fn result(turn: &Turn) -> Option<&Package> {
    if turn.status == Status::Agreed {
        return turn.reply.offer.as_ref();
    }
    turn.confirm().or(turn.standing.counterpart.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_for_a_signature_is_bounded_and_close() {
        let points: Vec<Point> =
            (0..30_000).map(|k| Point { learner: 30_000 - k, counterpart: k, deals: vec![k as usize] }).collect();
        let all: Vec<&Point> = points.iter().collect();
        for least in [0, 1, 299, 12_345, 29_999] {
            let mut tried = 0;
            let found = first_signed(&all, |point| {
                tried += 1;
                point.counterpart >= least
            });
            let past = found.map(|point| point.counterpart - least);
            assert!(past.is_some_and(|past| (0..4).contains(&past)), "{least}: {past:?}");
            assert!(tried <= 2 * TRIED, "{least}: {tried}");
        }
        assert_eq!(first_signed(&all, |_| false), None);
        assert_eq!(first_signed(&[], |_| true), None);
    }
}
