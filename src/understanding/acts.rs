//! What a message does: the act models, and the moves of the craft that have
//! too few examples to learn from and go by their cues.

use super::act_evidence;
use super::linear::{Linear, logistic, soft_maximum};
use super::resolve::Proposals;
use super::roles::Roles;
use super::scene::Scene;
use crate::negotiation::{Act, Choice};

/// An act and how likely it is.
pub(super) type Likely = (Act, f32);

/// Every act of a message, likeliest first, and the probability of each modelled act.
pub(super) fn read(
    scene: &Scene,
    roles: &[Roles],
    proposals: &Proposals,
    model: &Linear,
) -> (Vec<Likely>, Vec<Likely>) {
    let scores = scores(scene, roles, proposals, model);
    let mut all: Vec<Likely> = Vec::new();
    let mut acts: Vec<Likely> = Vec::new();
    for (i, score) in scores.iter().enumerate() {
        let Some(act) = model.classes.get(i).and_then(|name| name.parse::<Act>().ok()) else { continue };
        all.push((act, logistic(*score)));
        if *score >= model.thresholds[i] {
            acts.push((act, logistic(*score)));
        }
    }
    if scene.text.tokens.is_empty() {
        return (vec![(Act::Other, 0.5)], all);
    }
    agree_with_proposals(proposals, &mut acts);
    yes_but(scene, proposals, &mut acts);
    craft(scene, proposals, &mut acts);
    pending(scene, &mut acts);
    if acts.is_empty()
        && let Some(likeliest) = all.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, p)| *p > 0.2)
    {
        acts.push(likeliest);
    }
    acts.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    acts.dedup_by_key(|(act, _)| *act);
    (acts, all)
}

/// The score of each modelled act: the soft maximum over the segments.
fn scores(scene: &Scene, roles: &[Roles], proposals: &Proposals, model: &Linear) -> Vec<f32> {
    let segments = act_evidence::segments(scene);
    let evidence = act_evidence::Evidence::new(scene, roles, proposals, segments.len());
    let by_segment: Vec<Vec<f32>> = segments
        .iter()
        .enumerate()
        .map(|(i, segment)| {
            let mut scoring = model.scoring();
            evidence.of_segment(i, segment, &mut scoring);
            scoring.scores
        })
        .collect();
    (0..model.classes.len()).map(|class| soft_maximum(by_segment.iter().map(|scores| scores[class]))).collect()
}

/// A proposal is an offer, unless it only restates what is taken.
fn agree_with_proposals(proposals: &Proposals, acts: &mut Vec<Likely>) {
    let does = |acts: &[Likely], act| acts.iter().any(|(a, _)| *a == act);
    if !proposals.packages.is_empty()
        && !does(acts, Act::Offer)
        && !does(acts, Act::Accept)
        && proposals.certainty > 0.6
    {
        acts.push((Act::Offer, proposals.certainty));
    }
}

/// "Great, I could do 6,200 then" is no acceptance of 6,450; "deal, as long as the tyres are in" is one with a condition.
fn yes_but(scene: &Scene, proposals: &Proposals, acts: &mut Vec<Likely>) {
    let differs = proposals.packages.first().is_some_and(|terms| {
        terms.0.iter().any(|(issue, choice)| {
            let theirs = scene.table.other.as_ref().and_then(|other| other.0.get(issue));
            matches!(choice, Choice::Number(_)) && theirs.is_some_and(|theirs| theirs != choice)
        })
    });
    let numeric = scene.table.lexicon.money_issue().is_some();
    if differs && numeric {
        acts.retain(|(act, _)| *act != Act::Accept);
        return;
    }
    let agrees = scene
        .cues
        .iter()
        .any(|f| f.first <= 1 && ["yes_word", "deal", "i_accept", "it_is"].contains(&scene.cue_name(f)));
    let question = scene.text.sentences.iter().any(|s| s.question);
    if agrees && !question && scene.has("condition") {
        acts.retain(|(act, _)| *act != Act::Accept);
        if !acts.iter().any(|(act, _)| *act == Act::AcceptConditional) {
            acts.push((Act::AcceptConditional, 0.7));
        }
    }
}

/// Acts that are read by their cues alone, and those that follow from what is proposed.
fn craft(scene: &Scene, proposals: &Proposals, acts: &mut Vec<Likely>) {
    for found in &scene.cues {
        let Some(act) = scene.cue_name(found).strip_prefix("act:").and_then(|name| name.parse::<Act>().ok()) else {
            continue;
        };
        let question = scene.in_question(found.first as usize);
        let fits = match act {
            Act::QRange | Act::FeedbackAsk => {
                question || scene.text.words_in(scene.sentence_of(found.first as usize)) <= 12
            }
            Act::UrgencyLeak | Act::Desperation | Act::InternalLeak | Act::LabelGift | Act::Horizon => !question,
            _ => true,
        };
        if fits && !acts.iter().any(|(a, _)| *a == act) {
            acts.push((act, 0.7));
        }
    }
    let gives = scene.has_any(&["i_can_do", "i_will_do", "i_would_do", "i_am_willing"]);
    if scene.has("if_you")
        && (gives || scene.has("and_deal"))
        && (proposals.ask.is_some() || !proposals.packages.is_empty())
    {
        acts.push((Act::ProposeTrade, 0.7));
    }
    if undercuts_itself(scene, proposals) {
        acts.push((Act::SelfUndercut, 0.7));
    }
}

/// Two figures in one message without a choice between them, the second worse for the speaker.
fn undercuts_itself(scene: &Scene, proposals: &Proposals) -> bool {
    let Some(money) = scene.table.lexicon.money_issue().map(|i| scene.table.lexicon.issue_id(i)) else { return false };
    let figure = |i: usize| match proposals.packages.get(i)?.0.get(money)? {
        Choice::Number(n) => Some(*n),
        Choice::Option(_) => None,
    };
    let (Some(first), Some(second), Some(wants_less)) = (figure(0), figure(1), scene.table.wants_less) else {
        return false;
    };
    let other_issues = proposals.packages[0].0.len() > 1;
    let range = scene.figures.iter().any(|f| f.range);
    let choice = scene.text.tokens.iter().any(|t| t.is("either")) || other_issues || range;
    !choice && if wants_less { second > first } else { second < first }
}

/// A yes or a no to a reading that was asked back.
fn pending(scene: &Scene, acts: &mut Vec<Likely>) {
    if !scene.table.pending {
        return;
    }
    let denies = scene.has_any(&["no_word", "deny_it", "only_no"]);
    let confirms = scene.has_any(&["yes_word", "confirm_it", "only_yes", "deal", "i_accept", "sounds_good"]);
    let asks = scene.text.sentences.first().is_some_and(|s| s.question);
    if denies {
        acts.push((Act::Deny, 0.9));
        acts.retain(|(act, _)| *act != Act::Accept);
    } else if confirms && !asks && !scene.has("negated") {
        acts.push((Act::Confirm, 0.9));
    }
}
