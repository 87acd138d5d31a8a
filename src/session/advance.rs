//! One pure step: the state before and what the learner did give the state after and what is shown.

use rand_chacha::ChaCha8Rng;

use crate::counterpart::{LearnerMove, Moment, Move, decide};
use crate::negotiation::{self, Act, Action, Package, Pending, Terms};
use crate::persona::Persona;
use crate::understanding::{DOUBTFUL, Heard};

use super::consent::{Consent, accepted_package, consent, corrects, leaves_only, refuses, settles};
use super::perceive::{perceive, tried_alone};
use super::reading::reading;
use super::refuse;
use super::scene::Scene;
use super::speak::{Occasion, shown, speak};
use super::state::State;
use super::turn::{FieldOffer, Input, Question, Refusal, Reply, Standing, Status, Turn};
use super::wanted::{wanted, with};

/// The longest message that is read, in characters; a longer one is refused.
pub const LONGEST: usize = 10_000;

/// What a goodbye is read as, asked back before it counts.
const LEAVING: &str = "you want to leave it there, without a deal";

/// Takes one step. [`Input::Undo`] is the session's own business and is refused here.
pub(super) fn advance(scene: &Scene, before: &State, input: &Input) -> (State, Turn) {
    let mut step = Advance::new(scene, before);
    let answer = match input {
        _ if before.table.status() != Status::Open => Err(refuse::over(before.table.status())),
        Input::Say(text) => step.hear(text),
        Input::Offer(fields) => step.take_fields(fields),
        Input::Accept(number) => step.accept(*number),
        Input::Walk => step.walk(),
        Input::Undo => Err(refuse::nothing_to_undo(None)),
    };
    step.finish(input.clone(), answer)
}

/// Hears a message in the place of the offer it corrects. `before` is the state before that offer, `slip` what was heard
/// as it: what the message doesn't say stays as it was there. `None` when it corrects nothing.
pub(super) fn correct(scene: &Scene, before: &State, input: &Input, slip: &Heard) -> Option<(State, Turn)> {
    let Input::Say(text) = input else { return None };
    let text = readable(text).ok()?;
    let heard = scene.read(before, &text);
    let in_doubt = heard.doubt >= DOUBTFUL && before.asked_back;
    let named = heard.as_meant().offer.filter(|_| corrects(&text, &heard) && !in_doubt)?;
    let offer = with(slip.offer.clone()?, &named);
    if Some(&offer) == slip.offer.as_ref() {
        return None;
    }
    let mut step = Advance::new(scene, before);
    let meant = Heard { offer: Some(offer), meant: None, ..mended(slip, &heard, &named) };
    step.heard = Some(Heard { offer: heard.offer, meant: heard.meant, ..meant.clone() });
    let answer = step.respond(meant);
    let (state, turn) = step.finish(input.clone(), answer);
    Some((state, Turn { corrects: turn.refusal.is_none(), undoable: turn.refusal.is_none(), ..turn }))
}

/// What the slip said, with what the correction says of the terms it names.
fn mended(slip: &Heard, correction: &Heard, named: &Terms) -> Heard {
    let stands = |issue: &Option<String>| issue.as_ref().is_none_or(|id| !named.0.contains_key(id));
    let mut heard = Heard { ask: slip.ask.clone().or_else(|| correction.ask.clone()), ..correction.clone() };
    heard.acts = slip.acts.clone();
    heard.acts.extend(correction.acts.iter().filter(|act| !slip.acts.contains(act)));
    heard.topics.extend(slip.topics.iter().filter(|topic| !correction.topics.contains(topic)).cloned());
    heard.mentions.extend(slip.mentions.iter().filter(|mention| stands(&mention.issue)).cloned());
    heard
}

/// A message as it is read: not too long, not empty, nothing in it that can't be seen.
fn readable(text: &str) -> Result<String, Refusal> {
    if text.chars().count() > LONGEST {
        return Err(refuse::too_long(LONGEST));
    }
    let text: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    if text.trim().is_empty() { Err(refuse::empty()) } else { Ok(text) }
}

/// One step under way: the state being made, and what was heard and decided.
struct Advance<'a> {
    scene: &'a Scene,
    before: &'a State,
    state: State,
    /// Both sides' offers before this step, and what the learner's words build on.
    base: Standing,
    rng: ChaCha8Rng,
    heard: Option<Heard>,
    learner: LearnerMove,
    decided: Option<Move>,
}

/// What was answered, and whether it rests on a reading that can be taken back.
struct Answer {
    reply: Reply,
    undoable: bool,
}

impl<'a> Advance<'a> {
    fn new(scene: &'a Scene, before: &'a State) -> Self {
        let mut state = before.clone();
        state.asked_back = false;
        state.meant = None;
        state.asked = None;
        let (base, rng) = (before.standing(), before.generator());
        Advance { scene, before, state, base, rng, heard: None, learner: LearnerMove::default(), decided: None }
    }

    fn hear(&mut self, text: &str) -> Result<Answer, Refusal> {
        let text = readable(text)?;
        let heard = self.added_to_the_reading(self.scene.read(self.before, &text));
        self.heard = Some(heard.clone());
        let name = &self.persona().counterpart.name;
        match self.before.question() {
            Some(question) => match consent(&text, name, &question) {
                Consent::Yes => self.settle(question),
                Consent::No => self.take_no(),
                Consent::Other => self.respond(heard),
            },
            None => self.respond(heard),
        }
    }

    /// An answer to free words: confirm before anything binds, ask back in doubt, else talk.
    fn respond(&mut self, heard: Heard) -> Result<Answer, Refusal> {
        if self.state.table.turns_left() == 0 {
            self.rule(|table| table.may(Action::Say))?;
        }
        self.build_on_the_reading(&heard);
        // An acceptance or a goodbye is asked back anyway, so doubt adds nothing to it.
        if let Some(package) = accepted_package(&self.persona().agenda, &self.up_for_yes(), &heard) {
            let mv = Move { accepts: Some(package.clone()), ..self.plain(Act::AskConfirm) };
            return self.ask_to_sign(package, &mv);
        }
        if leaves_only(&heard) {
            return self.ask_to_leave();
        }
        let heard = tried_alone(&self.persona().agenda, &self.base, &heard).unwrap_or(heard);
        if heard.doubt >= DOUBTFUL && !self.before.asked_back {
            return self.ask_back(heard);
        }
        for terms in heard.offer.iter().chain(&heard.alternatives) {
            self.admit(terms)?;
        }
        self.learner = perceive(self.persona(), &self.base, &heard);
        self.state.wanted = wanted(&self.persona().agenda, &self.base, &heard);
        self.talk()
    }

    /// What a message says that adds terms to a reading in doubt: a yes in it is to that reading, not to the other's offer.
    fn added_to_the_reading(&self, mut heard: Heard) -> Heard {
        let doubted = self.before.meant.is_some() && self.before.asked.is_some();
        let price = self.persona().agenda.price();
        let adds = |terms: &Terms| price.is_none_or(|price| !terms.0.contains_key(&price.id));
        if doubted && !refuses(&heard) && heard.offer.as_ref().is_some_and(adds) {
            heard.acts.retain(|act| !matches!(act, Act::Accept | Act::AcceptConditional));
        }
        heard
    }

    /// Terms named while an offer waits for its yes are added to that offer, unless the message refuses it.
    fn build_on_the_reading(&mut self, heard: &Heard) {
        let asked = self.before.asked.clone().filter(|_| heard.as_meant().offer.is_some() && !refuses(heard));
        self.base.wanted = asked.unwrap_or_else(|| self.before.wanted.clone());
    }

    /// The table as an acceptance in free words means it: a package that waits for its yes stands before the last offer.
    fn up_for_yes(&self) -> Standing {
        match self.before.question() {
            Some(Question::Sign(package)) => Standing { counterpart: Some(package), ..self.standing() },
            _ => self.standing(),
        }
    }

    /// An offer in fields, with the words beside it.
    fn take_fields(&mut self, fields: &FieldOffer) -> Result<Answer, Refusal> {
        self.admit(&fields.offer)?;
        let heard = self.heard_beside(fields);
        let filled = |field: &Option<String>| field.as_deref().is_some_and(|text| !text.trim().is_empty());
        let seen = perceive(self.persona(), &self.standing().as_taken(), &heard);
        self.learner = LearnerMove {
            structured: true,
            ask: seen.ask || filled(&fields.ask),
            reason: seen.reason || filled(&fields.reason),
            ..seen
        };
        self.state.wanted = with(self.before.wanted.clone(), &fields.offer);
        self.heard = Some(heard);
        self.talk()
    }

    /// What the words beside an offer in fields do; the offer itself is the fields'.
    fn heard_beside(&self, fields: &FieldOffer) -> Heard {
        let beside = [&fields.reason, &fields.ask, &fields.say].into_iter().flatten().map(String::as_str);
        let words = beside.collect::<Vec<_>>().join(". ");
        let read = || self.scene.read(self.before, &words);
        let mut heard = if words.trim().is_empty() { Heard::default() } else { read() };
        heard.acts.retain(|act| !matches!(act, Act::Accept | Act::WalkAway | Act::Offer));
        heard.acts.insert(0, Act::Offer);
        Heard {
            offer: Some(fields.offer.clone()),
            alternatives: Vec::new(),
            doubt: 0.0,
            doubt_about: None,
            meant: None,
            ..heard
        }
    }

    /// An explicit accept: of the package a yes would sign, else of the counterpart's standing offer.
    fn accept(&mut self, number: Option<usize>) -> Result<Answer, Refusal> {
        let asked = self.before.table.pending_confirm().filter(|_| number.is_none()).cloned();
        let package = match asked {
            Some(package) => {
                self.rule(|table| table.confirm())?;
                package
            }
            None => self.rule(|table| table.accept(number.unwrap_or(1)))?,
        };
        self.heard = Some(Heard { acts: vec![Act::Accept], offer: Some(package.to_terms()), ..Heard::default() });
        Ok(self.seal(package))
    }

    fn walk(&mut self) -> Result<Answer, Refusal> {
        self.heard.get_or_insert_with(|| Heard { acts: vec![Act::WalkAway], ..Heard::default() });
        self.rule(|table| table.walk())?;
        Ok(self.answer(&self.plain(Act::Farewell), false))
    }

    /// The learner's yes to a question.
    fn settle(&mut self, question: Question) -> Result<Answer, Refusal> {
        match question {
            Question::Sign(package) => {
                self.rule(|table| table.confirm())?;
                Ok(self.seal(package))
            }
            Question::Leave => {
                self.rule(|table| table.confirm())?;
                Ok(self.answer(&self.plain(Act::Farewell), false))
            }
            Question::Meant(meant) => {
                let heard = meant.as_meant();
                self.heard = Some(heard.clone());
                self.respond(heard)
            }
        }
    }

    /// The learner's no to a question: nothing binds, the talk goes on. Where the turns are used up, it ends.
    fn take_no(&mut self) -> Result<Answer, Refusal> {
        if self.state.table.pending().is_some() {
            self.rule(|table| table.deny())?;
        }
        if self.state.table.expire_when_over() {
            return Ok(self.answer(&self.plain(Act::Expire), false));
        }
        let act = match &self.before.meant {
            Some(meant) if meant.as_meant().offer.is_some() => Act::AskOffer,
            Some(_) => Act::AskInterest,
            None => Act::Hold,
        };
        Ok(self.answer(&self.plain(act), false))
    }

    /// The words of a deal that the table has closed.
    fn seal(&mut self, package: Package) -> Answer {
        let mv = Move { accepts: Some(package), ..self.plain(Act::Accept) };
        self.answer(&mv, false)
    }

    fn ask_back(&mut self, heard: Heard) -> Result<Answer, Refusal> {
        if self.state.table.pending().is_some() {
            self.rule(|table| table.deny())?;
        }
        let words = reading(&self.persona().agenda, &self.base, &heard);
        let reply = self.say(&self.plain(Act::AskBack), Some(&words));
        let meant = heard.as_meant();
        self.state.asked = meant.offer.is_some().then(|| wanted(&self.persona().agenda, &self.base, &meant));
        self.state.meant = Some(heard);
        self.state.asked_back = true;
        Ok(Answer { reply, undoable: false })
    }

    /// Restates a package and asks for a yes before it binds.
    fn ask_to_sign(&mut self, package: Package, mv: &Move) -> Result<Answer, Refusal> {
        self.rule(|table| table.ask(Pending::Deal(package)))?;
        Ok(self.answer(mv, true))
    }

    fn ask_to_leave(&mut self) -> Result<Answer, Refusal> {
        self.rule(|table| table.ask(Pending::Walk))?;
        let reply = self.say(&self.plain(Act::AskBack), Some(LEAVING));
        self.state.asked_back = true;
        Ok(Answer { reply, undoable: true })
    }

    /// The mind's answer to the learner's move.
    fn talk(&mut self) -> Result<Answer, Refusal> {
        match self.learner.offer.clone() {
            Some(package) => self.rule(|table| table.offer(package))?,
            None => self.rule(|table| table.say())?,
        }
        let standing = self.standing();
        let moment = Moment {
            turn: self.state.table.turn(),
            turns: self.state.table.turns(),
            standing_counterpart: self.standing_offer().clone(),
            standing_learner: standing.learner,
        };
        let decided = decide(&self.scene.stage, &mut self.state.mind, &moment, &self.learner, &mut self.rng);
        self.decided = Some(decided.clone());
        match decided.accepts.clone() {
            Some(package) => self.take_offer(package, &decided),
            None => self.counter(decided),
        }
    }

    /// The counterpart would take it: fields bind at once, a reading is confirmed first.
    fn take_offer(&mut self, package: Package, decided: &Move) -> Result<Answer, Refusal> {
        if self.learner.alternatives.contains(&package) {
            self.rule(|table| table.settle_on(package.clone()))?;
        }
        if !decided.acts.contains(&Act::Accept) {
            let wanted = std::mem::replace(&mut self.state.wanted, self.before.wanted.clone());
            self.state.asked = Some(wanted);
            return self.ask_to_sign(package, decided);
        }
        self.rule(|table| table.take(package))?;
        Ok(self.answer(decided, false))
    }

    fn counter(&mut self, mut decided: Move) -> Result<Answer, Refusal> {
        let passed_over = self.passed_over();
        if passed_over.is_some() {
            // One question at a time: a new package waits until this one is answered.
            (decided.offer, decided.alternatives) = (None, Vec::new());
        }
        if let Some(offer) = &decided.offer {
            self.rule(|table| table.answer(offer.clone(), decided.alternatives.clone()))?;
        }
        if decided.leaves {
            self.rule(|table| table.break_off())?;
        } else if self.state.table.expire_when_over() {
            decided.acts.push(Act::Expire);
        }
        let read = !self.learner.structured && self.learner.offer.is_some();
        let open = self.state.table.status() == Status::Open;
        if let Some(meant) = passed_over.filter(|_| open) {
            return Ok(self.ask_again(decided, meant));
        }
        Ok(self.answer(&decided, read && open))
    }

    /// The offer in doubt that was asked about in the last reply, when the learner writes on about something else.
    fn passed_over(&self) -> Option<Heard> {
        let meant = self.before.meant.as_ref().filter(|_| self.before.asked_back)?;
        let answers = self.heard.as_ref().is_none_or(|heard| heard.offer.is_some() || settles(heard));
        (meant.as_meant().offer.is_some() && !answers).then(|| meant.clone())
    }

    /// Answers what was said and asks once more about the offer in doubt, so that it isn't lost.
    fn ask_again(&mut self, decided: Move, meant: Heard) -> Answer {
        let moves = |act: &Act| matches!(act, Act::AskOffer | Act::AskInterest | Act::Hold | Act::Counter);
        let said: Vec<Act> = decided.acts.iter().copied().filter(|act| !moves(act)).collect();
        if said.is_empty() {
            // Nothing but the question again, and a question back uses no turn.
            self.state.table.clone_from(&self.before.table);
            self.state.mind.clone_from(&self.before.mind);
            self.decided = None;
        }
        let acts = said.into_iter().chain([Act::AskBack]).collect();
        let mut table = self.state.standing();
        table.wanted = self.before.asked.clone().unwrap_or(table.wanted);
        let words = reading(&self.persona().agenda, &table, &meant);
        let reply = self.say(&Move { acts, ..decided }, Some(&words));
        self.state.meant = Some(meant);
        self.state.asked.clone_from(&self.before.asked);
        Answer { reply, undoable: false }
    }

    fn answer(&mut self, mv: &Move, undoable: bool) -> Answer {
        Answer { reply: self.say(mv, None), undoable }
    }

    fn say(&mut self, mv: &Move, reading: Option<&str>) -> Reply {
        let standing = self.standing_offer().clone();
        let offer = self.state.table.standing_learner().cloned();
        let occasion = Occasion { learner: &self.learner, standing: &standing, offer: offer.as_ref(), reading };
        speak(self.scene, &mut self.state, mv, &occasion, &mut self.rng)
    }

    /// A move of one act, in the present mood.
    fn plain(&self, act: Act) -> Move {
        Move { acts: vec![act], mood: self.state.mind.mood(), ..Move::default() }
    }

    fn persona(&self) -> &'a Persona {
        self.scene.persona()
    }

    /// Both sides' offers before this step.
    fn standing(&self) -> Standing {
        self.before.standing()
    }

    /// The counterpart's package before this step.
    fn standing_offer(&self) -> &Package {
        self.before.table.standing_counterpart().unwrap_or(self.scene.stage.opening())
    }

    fn admit(&self, terms: &Terms) -> Result<(), Refusal> {
        let agenda = &self.persona().agenda;
        agenda.admit(terms).map_err(|rule| refuse::word(agenda, &rule))
    }

    /// Does something on the table, or words why the rules refuse it.
    fn rule<T>(
        &mut self,
        act: impl FnOnce(&mut negotiation::Protocol) -> Result<T, negotiation::Refusal>,
    ) -> Result<T, Refusal> {
        act(&mut self.state.table).map_err(|rule| refuse::word(&self.persona().agenda, &rule))
    }

    fn finish(mut self, input: Input, answer: Result<Answer, Refusal>) -> (State, Turn) {
        match answer {
            Ok(answer) => {
                let counted = self.state.table.turn() > self.before.table.turn();
                if !counted {
                    self.state.asides += 1;
                }
                let turn = shown(&self.state, Some(input), answer.reply);
                let (heard, decided) = (self.heard, self.decided);
                (self.state, Turn { heard, decided, counted, undoable: answer.undoable, ..turn })
            }
            Err(refusal) => {
                let turn = shown(self.before, Some(input), Reply::default());
                (self.before.clone(), Turn { heard: self.heard, refusal: Some(refusal), ..turn })
            }
        }
    }
}
