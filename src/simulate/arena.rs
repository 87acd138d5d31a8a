//! Self-play: one learner against one counterpart by a bare protocol, and what came of it.

use std::sync::Arc;

use crate::counterpart::{LearnerMove, Mind, Moment, Move, Stage, decide};
use crate::negotiation::{DealSpace, Package};
use crate::persona::Persona;
use crate::score::Ground;
use crate::session::{Scene, generator};

use super::spoken::{Readings, Voice, spoken};

/// What a learner does with its turn.
#[derive(Debug, Clone, PartialEq)]
pub enum Play {
    /// Talk or an offer.
    Move(Box<LearnerMove>),
    /// Takes the counterpart's standing package.
    Accept,
    /// Leaves.
    Walk,
}

/// What a learner sees when it is its turn.
pub struct View<'a> {
    /// The case.
    pub arena: &'a Arena,
    /// The learner's turn, from 1.
    pub turn: u32,
    /// Turns in all.
    pub turns: u32,
    /// The counterpart's package on the table.
    pub standing_counterpart: &'a Package,
    /// The learner's own package on the table.
    pub standing_learner: Option<&'a Package>,
    /// The counterpart's last answer.
    pub reply: Option<&'a Move>,
}

/// A structured learner: a policy without words.
pub trait Learner {
    /// Plays one turn.
    fn play(&mut self, view: &View) -> Play;
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With a deal.
    Agreed,
    /// The learner left.
    Walked,
    /// The counterpart left.
    BrokenOff,
    /// The turns ran out.
    Expired,
}

/// What a session came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// Learner turns that were played.
    pub turns: u32,
    /// The deal, if there is one.
    pub deal: Option<Package>,
    /// (u - r) / Z; 0 without a deal. Without a zone the counterpart's range stands for Z.
    pub gain: f64,
    /// C: the gain within 0..1; only meaningful with a deal.
    pub claim: f64,
    /// K: joint surplus over that of a random deal inside the zone, 0..1; only meaningful with a deal.
    pub create: f64,
}

/// One step of a session, for whoever watches.
pub struct Step<'a> {
    /// The learner's turn, from 1.
    pub turn: u32,
    /// What the learner did.
    pub play: &'a Play,
    /// The counterpart's answer to a move.
    pub reply: Option<&'a Move>,
    /// Its mind after it.
    pub mind: &'a Mind,
    /// Its package on the table after it.
    pub standing: &'a Package,
}

/// A case made ready for many sessions.
#[derive(Debug, Clone)]
pub struct Arena {
    /// The counterpart's side.
    pub stage: Stage,
    /// Every deal of the grid.
    pub space: Arc<DealSpace>,
    ground: Option<Ground>,
    spoken: Option<(Scene, Voice)>,
}

impl Arena {
    /// Prepares a persona; `None` when its grid is too large to list, which a check refuses.
    pub fn new(persona: Arc<Persona>) -> Option<Arena> {
        let stage = Stage::new(persona);
        let space = Arc::clone(stage.space()?);
        Some(Arena { ground: Ground::of(&stage), stage, space, spoken: None })
    }

    /// The same case, played through whole sessions in words or in fields.
    pub fn spoken(self, voice: Voice) -> Arena {
        let scene = Scene::new(Arc::new(self.stage.persona().clone()));
        Arena { spoken: Some((scene, voice)), ..self }
    }

    /// Plays one session as this arena is played and shows the counterpart's moves; what was said is told with how it was read.
    pub fn run(&self, learner: &mut dyn Learner, seed: u64, mut see: impl FnMut(&Move)) -> (Outcome, Readings) {
        let Some((scene, voice)) = &self.spoken else {
            let outcome = self.watch(learner, seed, |step| step.reply.iter().for_each(|reply| see(reply)));
            return (outcome, Readings::default());
        };
        let spoken = spoken(scene, self, learner, seed, *voice);
        spoken.session.moves().iter().filter_map(|(_, step)| step.turn.decided.as_ref()).for_each(see);
        (spoken.outcome, spoken.readings)
    }

    /// What a package leaves the learner over its reservation value.
    pub fn surplus(&self, package: &Package) -> i64 {
        self.stage.learner_worth(package) - self.stage.persona().learner.reservation
    }

    /// Z, or the counterpart's range where there is no zone.
    pub fn scale(&self) -> f64 {
        self.stage.zone().unwrap_or_else(|| self.stage.range())
    }

    /// Plays one session; the same learner and seed give the same session, and so does the same seed in a real talk
    /// of the same moves: the chances are drawn as [`crate::session`] draws them.
    pub fn play(&self, learner: &mut dyn Learner, seed: u64) -> Outcome {
        self.watch(learner, seed, |_| {})
    }

    /// Plays one session and shows every step.
    pub fn watch(&self, learner: &mut dyn Learner, seed: u64, mut see: impl FnMut(Step)) -> Outcome {
        let turns = self.stage.persona().turns;
        let mut mind = Mind::new(&self.stage, &mut generator(seed, 0, 0));
        let mut standing = self.stage.opening().clone();
        let mut theirs: Option<Package> = None;
        let mut reply: Option<Move> = None;
        for turn in 1..=turns {
            let view = View {
                arena: self,
                turn,
                turns,
                standing_counterpart: &standing,
                standing_learner: theirs.as_ref(),
                reply: reply.as_ref(),
            };
            let play = learner.play(&view);
            let said = match &play {
                Play::Accept => return self.outcome(End::Agreed, turn, Some(standing)),
                Play::Walk => return self.outcome(End::Walked, turn, None),
                Play::Move(said) => said,
            };
            let moment =
                Moment { turn, turns, standing_counterpart: standing.clone(), standing_learner: theirs.clone() };
            let answer = decide(&self.stage, &mut mind, &moment, said, &mut generator(seed, turn - 1, 0));
            theirs = said.offer.clone().or(theirs);
            if let Some(offer) = &answer.offer {
                standing = offer.clone();
            }
            see(Step { turn, play: &play, reply: Some(&answer), mind: &mind, standing: &standing });
            if answer.accepts.is_some() {
                return self.outcome(End::Agreed, turn, answer.accepts);
            }
            if answer.leaves {
                return self.outcome(End::BrokenOff, turn, None);
            }
            reply = Some(answer);
        }
        self.outcome(End::Expired, turns, None)
    }

    pub(super) fn outcome(&self, end: End, turns: u32, deal: Option<Package>) -> Outcome {
        let gain = deal.as_ref().map_or(0.0, |deal| self.surplus(deal) as f64 / self.scale());
        let create = deal.as_ref().map_or(0.0, |deal| {
            let joint = self.surplus(deal) + self.stage.worth(deal) - self.stage.persona().counterpart.reservation;
            self.ground.map_or(1.0, |ground| ground.create(joint))
        });
        Outcome { end, turns, deal, gain, claim: gain.clamp(0.0, 1.0), create }
    }
}
