//! What replay proves: one move replaced, the counterpart's immediate reply under the same seed.
//! Never a promise about how later moves would have gone.

use std::cell::Cell;

use crate::counterpart::{Move, Stage};
use crate::negotiation::{Act, Agenda, Package, Point, Terms};
use crate::persona::Persona;
use crate::session::{FieldOffer, Input, Session, Status, Step, Turn};

use super::debrief::Counterfactual;

/// What replay found out about a session.
#[derive(Debug, Clone, Default)]
pub struct Replayed {
    /// Alternatives that would have been answered better, at most two a turn, in the order of the turns.
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
        found.counterfactuals.extend(better.max_by_key(|found| found.difference));
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

/// A move that could have been made instead.
struct Alternative {
    kind: &'static str,
    words: String,
    input: Input,
}

fn accepted_move(package: Package) -> Alternative {
    let input = Input::Offer(FieldOffer { offer: package.to_terms(), ..FieldOffer::default() });
    Alternative { kind: "best_accepted", words: String::new(), input }
}

struct Replay<'a> {
    session: &'a Session,
    at: usize,
    step: &'a Step,
    replays: Cell<u32>,
}

impl Replay<'_> {
    fn persona(&self) -> &Persona {
        self.session.scene.persona()
    }

    fn agenda(&self) -> &Agenda {
        &self.persona().agenda
    }

    fn before(&self) -> Option<&Step> {
        self.session.steps().get(self.at.checked_sub(1)?)
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

    /// What is taught and was not done at this turn.
    fn alternatives(&self) -> Vec<Alternative> {
        let Some(heard) = &self.step.turn.heard else { return Vec::new() };
        let offer = heard.offer.as_ref().filter(|_| !heard.acts.contains(&Act::Accept));
        let asked = heard.ask.is_some() || heard.acts.contains(&Act::ProposeTrade) || self.asked_in_fields();
        let leaked = heard.acts.contains(&Act::DiscloseReservation);
        let moved = self.moved_by("engine.challenge");
        let mut found = Vec::new();
        if let Some(terms) = offer {
            if !asked {
                found.push(self.with_ask(terms));
            }
            if leaked {
                found.push(self.without_words(terms));
            }
            found.extend(self.traded(terms));
        }
        if self.step.turn.turn <= 2 && !moved && !heard.acts.contains(&Act::QChallenge) {
            found.extend(self.challenge());
        }
        if offer.is_some() && !self.priorities_asked() {
            found.push(Alternative {
                kind: "ask_first",
                words: "asked what matters most to them before naming a number".into(),
                input: Input::Say("What matters most to you in this, and why?".into()),
            });
        }
        found
    }

    fn asked_in_fields(&self) -> bool {
        matches!(&self.step.turn.input, Some(Input::Offer(fields)) if fields.ask.as_deref().is_some_and(|ask| !ask.trim().is_empty()))
    }

    fn with_ask(&self, terms: &Terms) -> Alternative {
        let offer = FieldOffer {
            offer: terms.clone(),
            ask: Some("In return, what can you do for me?".into()),
            ..FieldOffer::default()
        };
        Alternative {
            kind: "ask_in_return",
            words: "asked for something back with that offer".into(),
            input: Input::Offer(offer),
        }
    }

    fn without_words(&self, terms: &Terms) -> Alternative {
        let offer = FieldOffer { offer: terms.clone(), ..FieldOffer::default() };
        Alternative {
            kind: "keep_the_limit",
            words: "made the same offer and kept your limit to yourself".into(),
            input: Input::Offer(offer),
        }
    }

    /// The same worth to the learner in a package that is worth more to the counterpart.
    fn traded(&self, terms: &Terms) -> Option<Alternative> {
        let before = self.before()?;
        let meant = crate::session::on_the_table(self.agenda(), terms, &before.turn.standing);
        let (mine, theirs) = (&self.persona().learner.values, &self.persona().counterpart.values);
        let (worth, their_worth) = (mine.of(&meant), theirs.of(&meant));
        let space = self.session.scene.stage.space()?;
        let at_least = (0..space.len()).filter(|&i| space.learner[i] >= worth && space.counterpart[i] > their_worth);
        let best = at_least.max_by_key(|&i| (space.counterpart[i], std::cmp::Reverse(i)))?;
        let package = space.package(best);
        let words = format!("offered {}, worth the same to you or more", self.agenda().write(&package, false));
        let input = Input::Offer(FieldOffer { offer: package.to_terms(), ..FieldOffer::default() });
        Some(Alternative { kind: "trade", words, input })
    }

    fn challenge(&self) -> Option<Alternative> {
        let price = self.agenda().price()?;
        let opening = self.persona().counterpart.opening.package.0.get(&price.id)?;
        let question = format!("How did you get to {}?", price.write(opening));
        let words = "asked what their first number rests on".into();
        Some(Alternative { kind: "challenge", words, input: Input::Say(question) })
    }

    fn moved_by(&self, rule: &str) -> bool {
        self.step.turn.decided.iter().flat_map(|mv: &Move| &mv.rules).any(|fired| fired.id == rule)
    }

    fn priorities_asked(&self) -> bool {
        let earlier = self.session.steps().iter().take(self.at + 1).filter_map(|step| step.turn.heard.as_ref());
        earlier.into_iter().any(|heard| heard.acts.contains(&Act::QDiagnostic))
    }

    /// The reply to an alternative, when it is better for the learner than the reply that was given.
    fn as_counterfactual(&self, alternative: Alternative) -> Option<Counterfactual> {
        let turn = self.instead(&alternative.input)?;
        let persona = self.persona();
        let gain = |package: &Package| persona.learner.values.of(package) - persona.learner.reservation;
        let package = result(&turn)?;
        let really = result(&self.step.turn).or(self.step.turn.standing.counterpart.as_ref())?;
        let difference = gain(package) - gain(really);
        let words = match alternative.kind {
            "best_accepted" => format!("offered {}", persona.agenda.write(package, false)),
            _ => alternative.words,
        };
        (difference > 0).then(|| Counterfactual {
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
