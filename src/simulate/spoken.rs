//! Reference learners who speak: the same policies through a whole session, so that reading, questions back,
//! confirming and the counterpart's words are in the loop; and how often they were read as they meant it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::arena::{Arena, End, Learner, Outcome, Play, View};
use super::phrases::{self, Wordings};
use crate::counterpart::{LearnerMove, Move};
use crate::negotiation::{Act, Choice, Kind, Package, Terms};
use crate::session::{FieldOffer, Input, Question, Scene, Session, Standing, Status, Turn, on_the_table};

/// How a learner reaches the counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// Everything in free text.
    Text,
    /// Offers in fields, the rest in free text.
    Fields,
}

/// How what was said was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Readings {
    /// Messages said.
    pub messages: u32,
    /// Messages that were asked back.
    pub asked_back: u32,
    /// Offers said in words.
    pub offers: u32,
    /// Of those, read as the very package that was meant, before any question back was answered.
    pub offers_as_meant: u32,
    /// By act: how often it was meant, and how often it was among the acts read.
    pub acts: BTreeMap<String, (u32, u32)>,
}

impl Readings {
    /// Adds another session's.
    pub fn add(&mut self, other: &Readings) {
        self.messages += other.messages;
        self.asked_back += other.asked_back;
        self.offers += other.offers;
        self.offers_as_meant += other.offers_as_meant;
        for (act, (meant, read)) in &other.acts {
            let sum = self.acts.entry(act.clone()).or_default();
            *sum = (sum.0 + meant, sum.1 + read);
        }
    }
}

/// A session that was spoken.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// What it came to.
    pub outcome: Outcome,
    /// How it was read.
    pub readings: Readings,
    /// All of it.
    pub session: Session,
}

/// Inputs after which a session is given up; none gets near it.
const INPUTS_MOST: usize = 120;
/// Questions back that one message answers at most.
const ANSWERS_MOST: usize = 3;

/// Plays a learner through a whole session.
pub fn spoken(scene: &Scene, arena: &Arena, learner: &mut dyn Learner, seed: u64, voice: Voice) -> Spoken {
    let mut talk = Talk {
        arena,
        session: Session::open(scene.clone(), seed),
        readings: Readings::default(),
        seed: seed ^ 0x5a_0fe5,
        voice,
        offered: None,
    };
    while talk.session.status() == Status::Open && talk.session.steps().len() < INPUTS_MOST {
        let play = talk.policy(learner);
        talk.take(&play);
    }
    let turns = talk.session.state().table.turn();
    let end = match talk.session.status() {
        Status::Agreed => End::Agreed,
        Status::Walked => End::Walked,
        Status::BrokenOff => End::BrokenOff,
        _ => End::Expired,
    };
    let outcome = arena.outcome(end, turns, talk.session.deal().cloned());
    Spoken { outcome, readings: talk.readings, session: talk.session }
}

struct Talk<'a> {
    arena: &'a Arena,
    session: Session,
    readings: Readings,
    seed: u64,
    voice: Voice,
    /// What it offered last, as it meant it: only that does it sign when asked.
    offered: Option<Package>,
}

impl Talk<'_> {
    fn policy(&self, learner: &mut dyn Learner) -> Play {
        let table = &self.session.state().table;
        let standing = self.session.state().table.standing_counterpart().unwrap_or(self.arena.stage.opening());
        let reply: Option<&Move> = self.session.moves().last().and_then(|(_, step)| step.turn.decided.as_ref());
        learner.play(&View {
            arena: self.arena,
            turn: table.turn() + 1,
            turns: table.turns(),
            standing_counterpart: standing,
            standing_learner: table.standing_learner(),
            reply,
        })
    }

    fn take(&mut self, play: &Play) {
        match play {
            Play::Walk => self.press(&Input::Walk),
            Play::Accept if self.voice == Voice::Fields => self.press(&Input::Accept(None)),
            Play::Accept => self.accept(),
            Play::Move(said) => self.say(said),
        }
    }

    fn accept(&mut self) {
        let meant = self.session.state().table.standing_counterpart().cloned();
        let turn = self.tell("accept");
        self.settle(turn, meant.as_ref());
        if self.session.status() == Status::Open {
            // Where words would not do, the button does.
            self.press(&Input::Accept(None));
        }
    }

    fn press(&mut self, button: &Input) {
        self.session.take(button);
    }

    fn say(&mut self, said: &LearnerMove) {
        let said = LearnerMove { offer: said.offer.as_ref().map(|offer| self.within_range(offer)), ..said.clone() };
        self.offered = said.offer.clone().or(self.offered.take());
        let standing = self.session.state().standing();
        let agenda = &self.arena.stage.persona().agenda;
        let input = match (&said.offer, self.voice) {
            (Some(offer), Voice::Fields) => Input::Offer(self.in_fields(offer, &said)),
            _ => Input::Say(phrases::words(self.arena.stage.persona(), &said, &standing, self.wordings())),
        };
        let turn = self.session.take(&input).turn.clone();
        self.readings.messages += 1;
        let heard = turn.heard.clone().unwrap_or_default();
        let read = heard.offer.as_ref().map(|terms| on_the_table(agenda, terms, &standing));
        if let Some(offer) = said.offer.as_ref().filter(|_| self.voice == Voice::Text) {
            self.readings.offers += 1;
            self.readings.offers_as_meant += u32::from(read.as_ref() == Some(offer));
        }
        for act in said.acts.iter().filter(|act| **act != Act::Offer) {
            let doubts = [Act::Verify, Act::QChallenge];
            let same = |other: &&Act| *other == act || (doubts.contains(act) && doubts.contains(*other));
            let sum = self.readings.acts.entry(act.name().to_owned()).or_default();
            *sum = (sum.0 + 1, sum.1 + u32::from(heard.acts.iter().any(|other| same(&other))));
        }
        let refused = turn.refusal.is_some();
        self.settle(turn, said.offer.as_ref());
        let took_no_turn = standing_turn(&self.session) == Some(false);
        if let Some(offer) = said.offer.as_ref().filter(|_| refused || took_no_turn) {
            // Misread or refused: a person would use the form.
            if self.session.status() == Status::Open && self.session.state().table.standing_learner() != Some(offer) {
                let fields = self.in_fields(offer, &LearnerMove::default());
                let turn = self.session.take(&Input::Offer(fields)).turn.clone();
                self.settle(turn, Some(offer));
            }
        }
    }

    /// Answers what is asked back: yes to what was meant, no to anything else.
    fn settle(&mut self, turn: Turn, meant: Option<&Package>) {
        let mut turn = turn;
        for _ in 0..ANSWERS_MOST {
            let Some(question) = turn.question.clone().filter(|_| self.session.status() == Status::Open) else {
                return;
            };
            self.readings.asked_back += u32::from(matches!(question, Question::Meant(_)));
            let agenda = &self.arena.stage.persona().agenda;
            let right = match &question {
                Question::Sign(package) => meant.or(self.offered.as_ref()) == Some(package),
                Question::Leave => false,
                Question::Meant(heard) => {
                    let standing = self.session.state().standing();
                    let read = heard.offer.as_ref().map(|terms| on_the_table(agenda, terms, &standing));
                    read.as_ref() == meant
                }
            };
            turn = self.tell(if right { "yes" } else { "no" });
        }
    }

    fn wordings(&self) -> Wordings {
        Wordings { seed: self.seed, message: self.session.steps().len() as u64 }
    }

    fn tell(&mut self, phrase: &str) -> Turn {
        let words = self.wordings().of(phrase).unwrap_or(phrase);
        self.session.take(&Input::Say(words.to_owned())).turn.clone()
    }

    fn in_fields(&mut self, offer: &Package, said: &LearnerMove) -> FieldOffer {
        let persona = self.arena.stage.persona();
        let named = offer.0.iter().filter(|(id, _)| said.named.is_empty() || said.named.contains(id));
        let offer = Terms(named.map(|(id, choice)| (id.clone(), choice.clone())).collect());
        let beside = LearnerMove { offer: None, ..said.clone() };
        let speaks = beside.acts.iter().any(|act| *act != Act::Offer);
        FieldOffer {
            offer,
            reason: None,
            ask: said.ask.then(|| "Something from your side in return.".to_owned()),
            say: speaks.then(|| phrases::words(persona, &beside, &Standing::default(), self.wordings())),
        }
    }

    /// Figures beyond an issue's reach are refused at the table, so nobody says them.
    fn within_range(&self, offer: &Package) -> Package {
        let mut offer = offer.clone();
        for issue in &self.arena.stage.persona().agenda.issues {
            if let (Kind::Numeric(scale), Some(Choice::Number(figure))) = (&issue.kind, offer.0.get_mut(&issue.id)) {
                *figure = (*figure).clamp(scale.reach.0, scale.reach.1);
            }
        }
        offer
    }
}

/// Whether the last step that still stands used a turn.
fn standing_turn(session: &Session) -> Option<bool> {
    session.steps().last().map(|step| step.turn.counted || step.turn.status != Status::Open)
}
