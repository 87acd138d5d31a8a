//! What replay proves: one move replaced, the counterpart's immediate reply under the same seed.
//! Never a promise about how later moves would have gone.

use crate::counterpart::Move;
use crate::negotiation::{Act, Agenda, DealSpace, Package, Terms};
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
}

/// Replays every turn of a finished session with other moves.
pub fn replayed(session: &Session, space: &DealSpace) -> Replayed {
    let candidates = candidates(space);
    let mut found = Replayed::default();
    for (at, step) in session.moves() {
        let replay = Replay { session, at, step };
        if let Some(best) = replay.best_accepted(space, &candidates) {
            let worth = replay.persona().learner.values.of(&best);
            found.best_accepted = found.best_accepted.max(Some(worth));
            found.counterfactuals.extend(replay.as_counterfactual(accepted_move(best)));
        }
        let better = replay.alternatives().into_iter().filter_map(|alternative| replay.as_counterfactual(alternative));
        found.counterfactuals.extend(better.max_by_key(|found| found.difference));
    }
    found
}

/// Deals worth trying as an offer: none that another beats for both, best for the learner first.
fn candidates(space: &DealSpace) -> Vec<usize> {
    let mut order: Vec<usize> = (0..space.len()).collect();
    order.sort_unstable_by_key(|&i| std::cmp::Reverse((space.learner[i], space.counterpart[i])));
    let mut best = i64::MIN;
    order.retain(|&i| {
        let better = space.counterpart[i] > best;
        best = best.max(space.counterpart[i]);
        better
    });
    order
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
        self.session.instead(self.at, input)
    }

    /// The best package for the learner that would have been signed then and there.
    fn best_accepted(&self, space: &DealSpace, candidates: &[usize]) -> Option<Package> {
        let floor = self.before()?.state.mind.floor(&self.session.scene.stage);
        let tried = candidates.iter().filter(|&&i| space.counterpart[i] >= floor);
        tried.map(|&i| space.package(i)).find(|package| self.signed(package))
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
        let space = DealSpace::new(self.agenda(), mine, theirs)?;
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
