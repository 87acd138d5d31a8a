//! One pure step: the state before and what the learner did give the state after and what is shown.

use rand_chacha::ChaCha8Rng;

use crate::counterpart::{LearnerMove, Moment, Move, decide};
use crate::negotiation::{Act, Package};
use crate::understanding::{DOUBTFUL, Heard};

use super::consent::{accepted_package, leaves_only, says_no, says_yes};
use super::perceive::perceive;
use super::reading::reading;
use super::refuse;
use super::scene::Scene;
use super::speak::{Occasion, shown, speak};
use super::state::State;
use super::turn::{FieldOffer, Input, Question, Refusal, Reply, Status, Turn};

/// The longest message that is read, in characters; the rest of a longer one is left unread.
const LONGEST: usize = 10_000;

/// Takes one step. [`Input::Undo`] is the session's own business and is refused here.
pub(super) fn advance(scene: &Scene, before: &State, input: &Input) -> (State, Turn) {
    let mut step = Advance::new(scene, before);
    let answer = match input {
        _ if before.status != Status::Open => Err(refuse::over(before.status)),
        Input::Say(text) => step.hear(text),
        Input::Offer(fields) => step.take_fields(fields),
        Input::Accept(number) => step.accept(*number),
        Input::Walk => Ok(step.walk()),
        Input::Undo => Err(refuse::nothing_to_undo()),
    };
    step.finish(input.clone(), answer)
}

/// One step under way: the state being made, and what was heard and decided.
struct Advance<'a> {
    scene: &'a Scene,
    before: &'a State,
    state: State,
    rng: ChaCha8Rng,
    heard: Option<Heard>,
    learner: LearnerMove,
    decided: Option<Move>,
}

/// What was answered.
struct Answer {
    reply: Reply,
    /// Whether the step used a turn.
    counted: bool,
    /// Whether it rests on a reading.
    undoable: bool,
}

impl<'a> Advance<'a> {
    fn new(scene: &'a Scene, before: &'a State) -> Self {
        let mut state = before.clone();
        state.asked_back = false;
        Advance { scene, before, state, rng: before.generator(), heard: None, learner: LearnerMove::default(), decided: None }
    }

    fn hear(&mut self, text: &str) -> Result<Answer, Refusal> {
        let text: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).take(LONGEST).collect();
        if text.trim().is_empty() {
            return Err(refuse::empty());
        }
        let heard = self.scene.read(self.before, &text);
        self.heard = Some(heard.clone());
        let (agenda, standing) = (&self.scene.persona().agenda, &self.before.standing);
        match self.state.question.take() {
            Some(question) if says_yes(agenda, standing, &heard, &question) => self.settle(question),
            Some(question) if says_no(&heard) => Ok(self.drop_question(&question)),
            _ => self.respond(heard),
        }
    }

    /// An answer to free words: ask back in doubt, confirm before anything binds, else talk.
    fn respond(&mut self, heard: Heard) -> Result<Answer, Refusal> {
        if self.turns_used_up() {
            return Ok(self.expire());
        }
        if heard.doubt >= DOUBTFUL && !self.before.asked_back {
            return Ok(self.ask_back(heard));
        }
        let agenda = &self.scene.persona().agenda;
        if let Some(package) = accepted_package(agenda, &self.before.standing, &heard) {
            return Ok(self.ask_to_sign(package));
        }
        if leaves_only(&heard) {
            return Ok(self.ask_to_leave());
        }
        let mut named = heard.offer.iter().chain(&heard.alternatives);
        if let Some(refusal) = named.find_map(|terms| refuse::bad_terms(agenda, terms)) {
            return Err(refusal);
        }
        self.learner = perceive(self.scene.persona(), &self.before.standing, &heard);
        Ok(self.talk())
    }

    /// An offer in fields, with the words beside it.
    fn take_fields(&mut self, fields: &FieldOffer) -> Result<Answer, Refusal> {
        if let Some(refusal) = refuse::bad_terms(&self.scene.persona().agenda, &fields.offer) {
            return Err(refusal);
        }
        let filled = |field: &Option<String>| field.as_deref().is_some_and(|text| !text.trim().is_empty());
        let beside = [&fields.reason, &fields.ask, &fields.say].into_iter().flatten().map(String::as_str);
        let words = beside.collect::<Vec<_>>().join(". ");
        let mut heard = if words.trim().is_empty() { Heard::default() } else { self.scene.read(self.before, &words) };
        heard.acts.retain(|act| !matches!(act, Act::Accept | Act::WalkAway | Act::Offer));
        heard.acts.insert(0, Act::Offer);
        heard = Heard { offer: Some(fields.offer.clone()), alternatives: Vec::new(), doubt: 0.0, doubt_about: None, ..heard };
        self.learner = LearnerMove {
            structured: true,
            ..perceive(self.scene.persona(), &self.before.standing, &heard)
        };
        self.learner.ask |= filled(&fields.ask);
        self.learner.reason |= filled(&fields.reason);
        self.heard = Some(heard);
        self.state.question = None;
        if self.turns_used_up() { Ok(self.expire()) } else { Ok(self.talk()) }
    }

    /// An explicit accept: of the package a yes would sign, else of the counterpart's standing offer.
    fn accept(&mut self, number: Option<usize>) -> Result<Answer, Refusal> {
        let asked = match &self.before.question {
            Some(Question::Sign(package)) if number.is_none() => Some(package),
            _ => None,
        };
        let offered: Vec<&Package> = self.before.standing.counterpart.iter().chain(&self.before.alternatives).collect();
        let numbered = || match number {
            None => offered.first().copied(),
            Some(n) => n.checked_sub(1).and_then(|i| offered.get(i)).copied(),
        };
        let package = asked.or_else(numbered).ok_or_else(|| refuse::nothing_to_accept(offered.len()))?.clone();
        self.heard = Some(Heard { acts: vec![Act::Accept], offer: Some(package.to_terms()), ..Heard::default() });
        Ok(self.sign(package))
    }

    fn walk(&mut self) -> Answer {
        self.heard.get_or_insert_with(|| Heard { acts: vec![Act::WalkAway], ..Heard::default() });
        self.state.turn = self.next_turn();
        self.state.question = None;
        self.state.status = Status::Walked;
        let reply = self.say(&self.plain(Act::Farewell), None);
        Answer { reply, counted: true, undoable: false }
    }

    /// The learner's yes to a question.
    fn settle(&mut self, question: Question) -> Result<Answer, Refusal> {
        match question {
            Question::Sign(package) => Ok(self.sign(package)),
            Question::Leave => Ok(self.walk()),
            Question::Meant(meant) => {
                let heard = Heard { doubt: 0.0, doubt_about: None, ..meant };
                self.heard = Some(heard.clone());
                self.respond(heard)
            }
        }
    }

    /// The learner's no to a question: nothing binds, the talk goes on. Where the turns are used up, it ends.
    fn drop_question(&mut self, question: &Question) -> Answer {
        if self.turns_used_up() {
            return self.expire();
        }
        let act = if matches!(question, Question::Meant(_)) { Act::AskInterest } else { Act::Hold };
        let reply = self.say(&self.plain(act), None);
        self.aside(reply, false)
    }

    /// Signs a package: the learner's own offer, whose turn was counted, or the counterpart's, whose acceptance is a turn.
    fn sign(&mut self, package: Package) -> Answer {
        let own = self.before.standing.learner.as_ref() == Some(&package) && self.before.question.is_some();
        if !own {
            self.state.turn = self.next_turn();
        }
        self.close(package, !own)
    }

    fn close(&mut self, package: Package, counted: bool) -> Answer {
        self.state.question = None;
        self.state.status = Status::Agreed;
        self.state.deal = Some(package.clone());
        let mv = Move { accepts: Some(package), ..self.plain(Act::Accept) };
        let reply = self.say(&mv, None);
        Answer { reply, counted, undoable: false }
    }

    fn ask_back(&mut self, heard: Heard) -> Answer {
        let words = reading(&self.scene.persona().agenda, &self.before.standing, &heard);
        let reply = self.say(&self.plain(Act::AskBack), Some(&words));
        self.state.question = Some(Question::Meant(heard));
        self.state.asked_back = true;
        self.aside(reply, false)
    }

    /// The learner's words take the counterpart's package: restated before it binds.
    fn ask_to_sign(&mut self, package: Package) -> Answer {
        let reply = self.restate(package);
        self.aside(reply, true)
    }

    fn restate(&mut self, package: Package) -> Reply {
        let mv = Move { accepts: Some(package.clone()), ..self.plain(Act::AskConfirm) };
        let reply = self.say(&mv, None);
        self.state.question = Some(Question::Sign(package));
        reply
    }

    fn ask_to_leave(&mut self) -> Answer {
        let reply = self.say(&self.plain(Act::AskBack), Some("you want to leave it there, without a deal"));
        self.state.question = Some(Question::Leave);
        self.state.asked_back = true;
        self.aside(reply, true)
    }

    /// The mind's answer to the learner's move.
    fn talk(&mut self) -> Answer {
        let turns = self.scene.persona().turns;
        let moment = Moment {
            turn: self.next_turn(),
            turns,
            standing_counterpart: self.standing_offer().clone(),
            standing_learner: self.before.standing.learner.clone(),
        };
        let decided = decide(&self.scene.stage, &mut self.state.mind, &moment, &self.learner, &mut self.rng);
        self.state.turn = moment.turn;
        if self.learner.offer.is_some() {
            self.state.standing.learner.clone_from(&self.learner.offer);
        }
        self.decided = Some(decided.clone());
        match decided.accepts.clone() {
            Some(package) => self.take_offer(package),
            None => self.counter(decided),
        }
    }

    /// The counterpart would take it: fields bind at once, a reading is confirmed first.
    fn take_offer(&mut self, package: Package) -> Answer {
        self.state.standing.learner = Some(package.clone());
        if self.learner.structured {
            return self.close(package, true);
        }
        let reply = self.restate(package);
        Answer { reply, counted: true, undoable: true }
    }

    fn counter(&mut self, mut decided: Move) -> Answer {
        if let Some(offer) = &decided.offer {
            self.state.standing.counterpart = Some(offer.clone());
            self.state.alternatives.clone_from(&decided.alternatives);
        }
        if decided.leaves {
            self.state.status = Status::BrokenOff;
        } else if self.turns_used_up() {
            self.state.status = Status::Expired;
            decided.acts.push(Act::Expire);
        }
        let reply = self.say(&decided, None);
        let undoable = !self.learner.structured && self.learner.offer.is_some() && self.state.status == Status::Open;
        Answer { reply, counted: true, undoable }
    }

    fn expire(&mut self) -> Answer {
        self.state.status = Status::Expired;
        self.state.question = None;
        let reply = self.say(&self.plain(Act::Expire), None);
        Answer { reply, counted: false, undoable: false }
    }

    /// An answer that uses no turn.
    fn aside(&mut self, reply: Reply, undoable: bool) -> Answer {
        self.state.asides += 1;
        Answer { reply, counted: false, undoable }
    }

    /// A move of one act, in the present mood.
    fn plain(&self, act: Act) -> Move {
        Move { acts: vec![act], mood: self.state.mind.mood(), ..Move::default() }
    }

    fn say(&mut self, mv: &Move, reading: Option<&str>) -> Reply {
        let standing = self.standing_offer().clone();
        let offer = self.state.standing.learner.clone();
        let occasion = Occasion { learner: &self.learner, standing: &standing, offer: offer.as_ref(), reading };
        speak(self.scene, &mut self.state, mv, &occasion, &mut self.rng)
    }

    /// The counterpart's package before this step.
    fn standing_offer(&self) -> &Package {
        self.before.standing.counterpart.as_ref().unwrap_or(self.scene.stage.opening())
    }

    fn next_turn(&self) -> u32 {
        (self.before.turn + 1).min(self.scene.persona().turns)
    }

    fn turns_used_up(&self) -> bool {
        self.state.turn >= self.scene.persona().turns
    }

    fn finish(self, input: Input, answer: Result<Answer, Refusal>) -> (State, Turn) {
        match answer {
            Ok(answer) => {
                let turn = shown(&self.state, Some(input), answer.reply);
                let turn = Turn {
                    heard: self.heard,
                    decided: self.decided,
                    counted: answer.counted,
                    undoable: answer.undoable,
                    ..turn
                };
                (self.state, turn)
            }
            Err(refusal) => {
                let turn = shown(self.before, Some(input), Reply::default());
                (self.before.clone(), Turn { heard: self.heard, refusal: Some(refusal), ..turn })
            }
        }
    }
}
