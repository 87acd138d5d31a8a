//! A reference learner that plays a style.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::arena::{Learner, Play, View};
use super::offers::{Builder, Said, said, wants};
use super::style::{FirstOffer, Pace, Style, Talk};
use crate::counterpart::LearnerMove;
use crate::negotiation::{Act, Package, Terms};
use crate::understanding::Topic;

/// Questions asked beside offers, after the first.
const FURTHER_QUESTIONS: u32 = 3;
/// What it asks about first; then the side issues in turn.
const GENERAL_QUESTIONS: &[&str] = &["priorities", "reason", "timing"];
/// Decreasing steps: the first takes this share of the way...
const FIRST_STEP: f64 = 0.25;
/// ...and each next this share of the last.
const SHRINK: f64 = 0.75;
/// Constant and growing steps reach the goal in so many.
const STEPS: u32 = 6;
/// How much more the first figure wavers than the others.
const FIRST_NOISE: f64 = 4.0;
/// The smallest step that anybody would call one, as a share of Z.
const SMALL: f64 = 0.03;
/// What a concession that is taken back gives first, as a share of Z.
const TAKEN_BACK: f64 = 0.15;

/// Plays a [`Style`].
#[derive(Debug, Clone)]
pub struct Negotiator {
    style: Style,
    rng: ChaCha8Rng,
    builder: Builder,
    /// Surplus that the next offer keeps.
    target: f64,
    start: f64,
    offers: u32,
    asked: u32,
    spoken: u32,
    last: Option<Package>,
    warned: bool,
    /// The counterpart's package when the learner last moved, in the learner's worth.
    seen: Option<i64>,
}

impl Negotiator {
    /// A learner with its own generator.
    pub fn new(style: Style, seed: u64) -> Negotiator {
        Negotiator {
            style,
            rng: ChaCha8Rng::seed_from_u64(seed ^ 0x5eed_1ea2),
            builder: Builder::default(),
            target: 0.0,
            start: 0.0,
            offers: 0,
            asked: 0,
            spoken: 0,
            last: None,
            warned: false,
            seen: None,
        }
    }

    fn learn(&mut self, view: &View) {
        let Some(reply) = view.reply else { return };
        self.warned |= reply.acts.contains(&Act::Warn);
        let interests = &view.arena.stage.persona().counterpart.interests;
        let told = interests.iter().filter(|interest| reply.reveal.as_ref() == Some(&interest.id));
        self.builder.known.extend(told.flat_map(|interest| interest.about.clone()));
        self.builder.known.extend(reply.lean.iter().map(|lean| lean.issue.clone()));
    }

    fn talks_only(&self, view: &View) -> bool {
        let last_turn = view.turn == view.turns && self.style.last_offer.is_some();
        match self.style.first_offer {
            FirstOffer::Late => !last_turn,
            FirstOffer::Early => (self.style.asks || self.style.ideas) && view.turn == 1,
        }
    }

    fn first_target(&mut self, view: &View) -> f64 {
        let (arena, style) = (view.arena, &self.style);
        let named: Vec<String> = named(view, style.packages);
        // Ambition is linear in the surplus: two packages give its scale.
        let at_limit = self.builder.clone().build(arena, view.standing_counterpart, 0.0, style.packages);
        let above = self.builder.clone().build(arena, view.standing_counterpart, arena.scale(), style.packages);
        let rise = arena.stage.ambition(&above, &named) - arena.stage.ambition(&at_limit, &named);
        let per_ambition = if rise > 0.0 { arena.scale() / rise } else { arena.scale() };
        per_ambition * (style.ambition - arena.stage.ambition(&at_limit, &named))
    }

    /// The surplus that the next offer keeps.
    fn next_target(&mut self, view: &View) -> f64 {
        let scale = view.arena.scale();
        let goal = self.style.goal * scale;
        let way = (self.start - goal).max(0.0);
        let step = view.arena.stage.price_step() as f64;
        let k = f64::from(self.offers.saturating_sub(1));
        let gained = self.seen.map_or(0, |seen| view.arena.surplus(view.standing_counterpart) - seen).max(0) as f64;
        match self.style.pace {
            Pace::Curve(e) => {
                let t = f64::from(view.turn.saturating_sub(1)) / f64::from(view.turns.saturating_sub(1).max(1));
                self.start - way * t.powf(1.0 / e)
            }
            Pace::Decreasing => self.target - way * FIRST_STEP * SHRINK.powf(k),
            Pace::Constant => self.target - way / f64::from(STEPS),
            Pace::Increasing => self.target - way * (1.0 + k) * 2.0 / f64::from(STEPS * (STEPS + 1)),
            Pace::Mirror => self.target - gained,
            Pace::Micro => self.target - if gained > 0.0 { step.max(SMALL * scale) } else { 0.0 },
            Pace::Halve => (self.target + view.arena.surplus(view.standing_counterpart) as f64) / 2.0,
            Pace::Nibble(share) => self.target - share * scale,
            Pace::Crumbs => self.target - step,
            Pace::TakeBack if self.offers % 2 == 1 => self.start - TAKEN_BACK * scale,
            Pace::TakeBack => self.start,
            Pace::Jump(share) => share * scale,
            Pace::Sit => self.target,
        }
        .max(goal)
        .min(self.start)
    }

    fn offer(&mut self, view: &View) -> Package {
        // The first figure wavers more, so that what it is rounded to has no side.
        let noise = if self.offers == 0 { FIRST_NOISE * self.style.noise } else { self.style.noise };
        let waver = 1.0 + noise * (2.0 * self.rng.random::<f64>() - 1.0);
        if self.offers == 0 {
            self.start = self.first_target(view) * waver;
            self.target = self.start;
        } else {
            let next = self.next_target(view);
            self.target = if self.style.pace == Pace::Sit { next } else { self.target + (next - self.target) * waver };
        }
        let last_turn = view.turn == view.turns;
        if let Some(share) = self.style.last_offer.filter(|_| last_turn) {
            self.target = self.target.min(share * view.arena.scale()).max(share * view.arena.scale());
        }
        let package =
            self.builder.build(view.arena, view.standing_counterpart, self.target.max(0.0), self.style.packages);
        let how = match (self.offers == 0, self.style.too_precise, self.style.precise) {
            (true, true, _) => Said::ToThePenny,
            (true, false, false) => Said::Round,
            _ => Said::Worked,
        };
        said(view.arena, package, how)
    }

    /// Holds when the counterpart was silent, as one should.
    fn waits(&self, view: &View) -> bool {
        let silent = view.reply.is_some_and(|reply| reply.acts.contains(&Act::Quiet));
        silent && self.style.waits
    }

    fn speak(&mut self, view: &View, said: &mut LearnerMove) {
        let first_offer = said.offer.is_some() && self.offers == 0;
        let style = self.style.clone();
        let everything = match style.talk {
            Talk::Everything => first_offer || (style.first_offer == FirstOffer::Late && self.spoken == 0),
            Talk::EverythingAlways => true,
            _ => false,
        };
        if everything || (style.challenge && view.turn == 1) {
            said.acts.push(Act::QChallenge);
        }
        if everything || (style.reason && first_offer) || style.talk == Talk::Reasons {
            said.acts.push(Act::AppealCriteria);
            said.reason = true;
            let facts = &view.arena.stage.persona().facts;
            let many = if style.talk == Talk::Plain { 1 } else { facts.len() };
            said.facts = facts.iter().take(many).map(|fact| fact.id.clone()).collect();
        }
        if everything || (style.way_out && self.offers == 2) {
            said.acts.push(Act::DiscloseBatna);
        }
        if everything || (style.calibrated && self.sees_the_infeasible(view)) {
            said.acts.push(Act::QCalibrated);
        }
        if style.checks {
            let claim = view.reply.and_then(|reply| reply.claim.clone());
            said.topics.extend(claim.iter().map(|about| Topic { act: Act::Verify, about: about.clone() }));
            said.acts.extend(claim.map(|_| Act::Verify));
        }
        if style.ideas && self.offers == 0 {
            self.suppose(view, said);
        }
        if style.wishes && first_offer {
            said.acts.push(Act::DiscloseInterest);
            let top = wants(view.arena).into_iter().next();
            said.topics.extend(top.map(|(about, _)| Topic { act: Act::DiscloseInterest, about }));
        }
        if style.lies && self.offers == 1 {
            said.acts.push(Act::DiscloseBatna);
            said.competing = self.made_up(view);
        }
        if style.flinches && view.turn == 1 {
            said.acts.push(Act::Flinch);
        }
        if style.splits && self.offers == 2 {
            said.acts.push(Act::SplitDifference);
        }
        if style.leaks && self.offers == 1 {
            said.acts.push(Act::DiscloseReservation);
            said.limit = Some(self.builder.build(view.arena, view.standing_counterpart, 0.0, style.packages));
        }
        if everything || style.talk == Talk::Questions || self.has_a_question(view) {
            self.ask(view, said);
        }
        self.spoken += 1;
    }

    /// Before its second offer, a package it could not sign.
    fn sees_the_infeasible(&self, view: &View) -> bool {
        let turn = if self.style.asks { 1 } else { 2 };
        view.turn == turn && view.arena.surplus(view.standing_counterpart) < 0
    }

    /// "What if" on a side issue, one after the other.
    fn suppose(&mut self, view: &View, said: &mut LearnerMove) {
        let agenda = &view.arena.stage.persona().agenda;
        let price = agenda.price().map(|price| &price.id);
        let side = agenda.issues.iter().map(|issue| &issue.id).filter(|id| Some(*id) != price);
        let mut unknown = side.filter(|id| !self.builder.known.contains(*id));
        if let Some(about) = unknown.next() {
            said.acts.push(Act::QHypothetical);
            said.topics.push(Topic { act: Act::QHypothetical, about: about.clone() });
            said.touched.push(about.clone());
        }
    }

    /// A figure that nobody offered: the learner's first, and a little better.
    fn made_up(&self, view: &View) -> Terms {
        let Some(price) = view.arena.stage.persona().agenda.price() else { return Terms::default() };
        let best = self.builder.clone().build(view.arena, view.standing_counterpart, self.start, false);
        Terms(best.0.into_iter().filter(|(id, _)| *id == price.id).collect())
    }

    fn has_a_question(&self, view: &View) -> bool {
        self.style.asks && (view.turn == 1 || self.asked <= FURTHER_QUESTIONS)
    }

    fn ask(&mut self, view: &View, said: &mut LearnerMove) {
        said.acts.push(Act::QDiagnostic);
        let issues = &view.arena.stage.persona().agenda.issues;
        let price = view.arena.stage.persona().agenda.price().map(|price| &price.id);
        let side = issues.iter().map(|issue| &issue.id).filter(|id| Some(*id) != price);
        let topics = GENERAL_QUESTIONS.iter().map(|topic| (*topic).to_owned()).chain(side.cloned());
        let about = topics.cycle().nth(self.asked as usize);
        said.topics.extend(about.map(|about| Topic { act: Act::QDiagnostic, about }));
        self.asked += 1;
    }
}

impl Learner for Negotiator {
    fn play(&mut self, view: &View) -> Play {
        self.learn(view);
        let on_offer = view.arena.surplus(view.standing_counterpart);
        let mut said = LearnerMove { structured: true, ..LearnerMove::default() };
        if !self.talks_only(view) && !self.waits(view) {
            let conceded_before = self.target;
            let offer = self.offer(view);
            if on_offer >= 0 && (on_offer >= view.arena.surplus(&offer) || self.must_close(view)) {
                return Play::Accept;
            }
            said.acts.push(Act::Offer);
            said.named = named(view, self.style.packages);
            said.ask = self.style.trade && self.offers > 0 && self.target < conceded_before;
            said.offer = Some(offer);
        } else if on_offer >= 0 && self.must_close(view) {
            return Play::Accept;
        }
        self.speak(view, &mut said);
        if let Some(offer) = &said.offer {
            self.offers += 1;
            self.last = Some(offer.clone());
            self.seen = Some(on_offer);
        }
        Play::Move(Box::new(said))
    }
}

impl Negotiator {
    /// At the end, or once warned, it takes what it can sign, unless it counts on a last offer.
    fn must_close(&self, view: &View) -> bool {
        let warned = self.warned && self.style.heeds;
        self.style.last_offer.is_none() && (warned || view.turn == view.turns)
    }
}

fn named(view: &View, packages: bool) -> Vec<String> {
    let agenda = &view.arena.stage.persona().agenda;
    let all = || agenda.issues.iter().map(|issue| issue.id.clone()).collect();
    match agenda.price() {
        Some(price) if !packages => {
            let wanted = wants(view.arena).into_iter().map(|(id, _)| id);
            std::iter::once(price.id.clone()).chain(wanted).collect()
        }
        _ => all(),
    }
}
