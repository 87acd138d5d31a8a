//! One turn on the workbench: what was heard, what it is worth, and the answer as it grows.

use serde::{Deserialize, Serialize};

use super::mind::Mind;
use super::moves::{Fired, LearnerMove, Move};
use super::stage::Stage;
use crate::negotiation::{Act, Package};

/// Where the talk stands when the learner moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// The learner's turn, from 1.
    pub turn: u32,
    /// Turns in all.
    pub turns: u32,
    /// The counterpart's package on the table.
    pub standing_counterpart: Package,
    /// The learner's package on the table, before this move.
    pub standing_learner: Option<Package>,
}

impl Moment {
    /// Turns after this one.
    pub fn turns_left(&self) -> u32 {
        self.turns.saturating_sub(self.turn)
    }
}

/// What the modules of the mind hand on to each other within one turn. Amounts are in the counterpart's unit.
pub(super) struct Turn<'a> {
    pub(super) stage: &'a Stage,
    pub(super) moment: &'a Moment,
    pub(super) learner: &'a LearnerMove,
    /// The learner's offer; of several, the best for the counterpart.
    pub(super) offer: Option<&'a Package>,
    pub(super) offer_worth: i64,
    /// The offer as far as the learner has said it: what stands in the counterpart's package and was taken over in silence is
    /// left as it was in the learner's last offer. Agreeing to the other's proposal without a word is no concession.
    pub(super) stated: Option<Package>,
    /// Worth of the counterpart's standing package.
    pub(super) standing: i64,
    pub(super) first_offer: bool,
    /// Arguments of this message, by what each would soften; only the largest counts.
    pub(super) arguments: Vec<(&'static str, f64)>,
    /// What the first offer would soften; it adds to the largest argument.
    pub(super) anchored: f64,
    /// Of that, for its reason and for its precise figure.
    pub(super) reasoned: f64,
    pub(super) precise: f64,
    /// Softening because it withdraws its own first number.
    pub(super) withdraws: f64,
    /// Whether it looks for a way out of its own demand.
    pub(super) fixes: bool,
    /// Softening by shrinking steps, which adds to the largest argument.
    pub(super) reward: f64,
    /// What it gives back for a concession; of that, for moving several issues at once, and for giving on one to take on another.
    pub(super) returned: f64,
    pub(super) bundled: f64,
    pub(super) logrolled: f64,
    /// Share of the room by which scripted rules soften it.
    pub(super) scripted: f64,
    /// Whether something that was said worked for the first time.
    pub(super) worked: bool,
    /// Turns earned by gains, 0..1.
    pub(super) credit: f64,
    /// What the offer gives over all before it, from a serious offer on.
    pub(super) gain: f64,
    /// The same without the line of serious offers.
    pub(super) raw_gain: f64,
    /// Whether the learner bid against itself.
    pub(super) alone: bool,
    /// Whether steps that never shrink have just been seen.
    pub(super) unlimited: bool,
    /// Whether a split of the difference is taken.
    pub(super) split: Option<Package>,
    /// Answers to what was asked, in saying order.
    pub(super) answers: Vec<Act>,
    pub(super) reply: Move,
}

impl<'a> Turn<'a> {
    pub(super) fn new(stage: &'a Stage, mind: &Mind, moment: &'a Moment, learner: &'a LearnerMove) -> Turn<'a> {
        let offers = learner.offer.iter().chain(&learner.alternatives);
        let offer = offers.max_by_key(|package| stage.worth(package));
        Turn {
            stage,
            moment,
            learner,
            offer,
            offer_worth: offer.map_or(0, |package| stage.worth(package)),
            stated: offer.map(|offer| stated(mind, moment, learner, offer)),
            standing: stage.worth(&moment.standing_counterpart),
            first_offer: offer.is_some() && mind.best_received.is_none(),
            arguments: Vec::new(),
            anchored: 0.0,
            reward: 0.0,
            returned: 0.0,
            bundled: 0.0,
            logrolled: 0.0,
            reasoned: 0.0,
            precise: 0.0,
            withdraws: 0.0,
            fixes: false,
            scripted: 0.0,
            worked: false,
            credit: 0.0,
            gain: 0.0,
            raw_gain: 0.0,
            alone: false,
            unlimited: false,
            split: None,
            answers: Vec::new(),
            reply: Move::default(),
        }
    }

    /// Every package the learner offers this turn.
    pub(super) fn offers(&self) -> impl Iterator<Item = &'a Package> + use<'a> {
        self.learner.offer.iter().chain(&self.learner.alternatives)
    }

    /// What an act is about; one empty topic when nothing is named.
    pub(super) fn topics(&self, act: Act) -> Vec<&'a str> {
        let topics: Vec<&str> =
            self.learner.topics.iter().filter(|t| t.act == act).map(|topic| topic.about.as_str()).collect();
        if topics.is_empty() { vec![""] } else { topics }
    }

    /// An argument that would soften the aspiration by a share of the range.
    pub(super) fn argue(&mut self, rule: &'static str, share: f64) {
        self.arguments.push((rule, share * self.stage.range()));
        self.worked = true;
    }

    /// Records a rule and the share of the room it moved the aspiration by (positive: toward the learner).
    pub(super) fn fired(&mut self, rule: &str, moved: f64) {
        self.reply.rules.push(Fired { id: rule.to_owned(), moved });
    }

    /// The same, for what moved it at all.
    pub(super) fn fired_if(&mut self, rule: &str, moved: f64) {
        if moved > 0.0 {
            self.fired(rule, moved);
        }
    }

    /// An answer to something asked; each act is said once.
    pub(super) fn answer(&mut self, act: Act) {
        if !self.answers.contains(&act) {
            self.answers.push(act);
        }
    }
}

/// What an offer says, next to the learner's last one.
fn stated(mind: &Mind, moment: &Moment, learner: &LearnerMove, offer: &Package) -> Package {
    let mut said = offer.clone();
    let Some(last) = mind.last_offer.as_ref().filter(|_| !learner.named.is_empty()) else { return said };
    for (id, choice) in &mut said.0 {
        let silent = !learner.named.contains(id) && moment.standing_counterpart.0.get(id) == Some(choice);
        if let Some(before) = last.0.get(id).filter(|_| silent) {
            *choice = before.clone();
        }
    }
    said
}
