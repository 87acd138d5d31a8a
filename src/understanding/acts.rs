//! What a message does: the act models, and the moves of the craft that have
//! too few examples to learn from and go by their cues.

use std::ops::Range;

use super::act_evidence;
use super::frames::{self, Settled};
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
    let segments = act_evidence::segments(scene);
    let settled = Settled::new(scene, &segments);
    let scores = scores(scene, roles, proposals, model, &segments, &settled);
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
    settle(scene, roles, proposals, &segments, &settled, &mut acts);
    let agrees = settled.sure.contains(&Act::Accept) || frames::agrees(scene);
    acts.retain(|(act, _)| *act != Act::Accept || agrees);
    pending(scene, &mut acts);
    // What looks most like a yes without a word of one is left to what it may be beside it; the opposite it is not.
    let seems = likeliest(&all, |_| true).map(|(act, _)| act);
    let unsaid = seems == Some(Act::Accept) && !agrees;
    let nothing = proposes_nothing(scene, roles, proposals);
    let possible = |act: Act| match act {
        Act::Accept | Act::Reject => !unsaid,
        Act::Offer => !nothing,
        _ => true,
    };
    if acts.is_empty()
        && let Some(likeliest) = likeliest(&all, possible).filter(|(_, p)| *p > 0.2)
    {
        acts.push(likeliest);
    }
    acts.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    acts.dedup_by_key(|(act, _)| *act);
    (acts, all)
}

/// The likeliest of the acts that are possible.
fn likeliest(all: &[Likely], possible: impl Fn(Act) -> bool) -> Option<Likely> {
    all.iter().copied().filter(|(act, _)| possible(*act)).max_by(|a, b| a.1.total_cmp(&b.1))
}

/// The score of each modelled act: the soft maximum over the segments.
fn scores(
    scene: &Scene,
    roles: &[Roles],
    proposals: &Proposals,
    model: &Linear,
    segments: &[Range<usize>],
    settled: &Settled,
) -> Vec<f32> {
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
    let class = |class: usize| {
        let act = model.classes[class].parse::<Act>();
        let out = |segment: usize| act.is_ok_and(|act| settled.rules_out(segment, act));
        let open = by_segment.iter().enumerate().filter(|(i, _)| !out(*i)).map(|(_, scores)| scores[class]);
        if open.clone().next().is_none() { NEVER } else { soft_maximum(open) }
    };
    (0..model.classes.len()).map(class).collect()
}

/// The score of an act that frames rule out everywhere.
const NEVER: f32 = -20.0;

/// What frames are sure of: acts added, acts taken away.
fn settle(
    scene: &Scene,
    roles: &[Roles],
    proposals: &Proposals,
    segments: &[Range<usize>],
    settled: &Settled,
    acts: &mut Vec<Likely>,
) {
    let newly_priced = match (proposals.figures.last(), scene.money_in(scene.table.other.as_ref())) {
        (Some(figure), Some(theirs)) => (figure.as_f64() - theirs).abs() > f64::EPSILON,
        (figure, _) => figure.is_some() || proposals.relative,
    };
    let of_roles = frames::acts_of_roles(scene, roles, segments);
    // What another has offered is told, and no goodbye by itself.
    if of_roles.contains(&Act::DiscloseBatna) && !settled.sure.contains(&Act::WalkAway) {
        acts.retain(|(act, _)| *act != Act::WalkAway);
    }
    for act in settled.sure.iter().copied().chain(of_roles) {
        if act == Act::Accept && (does(acts, Act::AcceptConditional) || newly_priced) {
            continue;
        }
        acts.retain(|(a, _)| *a != act);
        acts.push((act, SURE));
    }
    if frames::takes_on_a_condition(scene, roles, newly_priced) {
        acts.retain(|(act, _)| !matches!(act, Act::AcceptConditional | Act::Accept | Act::ProposeTrade));
        acts.push((Act::AcceptConditional, SURE));
    } else if !settled.sure.contains(&Act::AcceptConditional)
        && scene.table.other.is_some()
        && (newly_priced || !frames::says_yes(scene))
    {
        let asks = proposals.ask.is_some() || scene.has("frame:asks_back") && !proposals.packages.is_empty();
        let trades = does(acts, Act::AcceptConditional) && asks && !does(acts, Act::ProposeTrade);
        acts.retain(|(act, _)| *act != Act::AcceptConditional && (*act != Act::Accept || !proposals.relative));
        acts.extend(trades.then_some((Act::ProposeTrade, 0.7)));
    }
    // "Ok. Any rust?" takes note of an answer and asks on; it takes no offer.
    if ASKS.iter().any(|act| does(acts, *act))
        && !settled.sure.contains(&Act::Accept)
        && !scene.has_any(&["i_accept", "deal", "agree_to", "sounds_good", "it_is"])
    {
        acts.retain(|(act, _)| *act != Act::Accept);
    }
    acts.retain(|(act, _)| settled.sure.contains(act) || !settled.rules_out_everywhere(*act));
    // One question asks for a price or for a fact, not for both.
    if segments.len() == 1 && does(acts, Act::AskOffer) && !settled.sure.contains(&Act::RequestInfo) {
        acts.retain(|(act, _)| *act != Act::RequestInfo);
    }
    if proposes_nothing(scene, roles, proposals) {
        acts.retain(|(act, _)| *act != Act::Offer);
    }
    if does(acts, Act::AcceptConditional) && settled.sure.contains(&Act::AcceptConditional) {
        acts.retain(|(act, _)| *act != Act::Accept);
    }
}

/// Whether frames say of what is named that it is something else, and nothing else is proposed.
fn proposes_nothing(scene: &Scene, roles: &[Roles], proposals: &Proposals) -> bool {
    let settled = |(_, roles): (&super::spots::Spot, &Roles)| roles.best().1 >= 1.0;
    proposals.packages.is_empty() && scene.spots.outcomes.iter().zip(roles).any(settled)
}

/// Questions after which a bare "ok" is no yes.
const ASKS: &[Act] =
    &[Act::RequestInfo, Act::QDiagnostic, Act::QChallenge, Act::Verify, Act::QHypothetical, Act::AskOffer];

/// The probability given to what a frame settles.
const SURE: f32 = 0.95;

fn does(acts: &[Likely], act: Act) -> bool {
    acts.iter().any(|(a, _)| *a == act)
}

/// A proposal is an offer, unless it only restates what is taken.
fn agree_with_proposals(proposals: &Proposals, acts: &mut Vec<Likely>) {
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
    let offers = !proposals.packages.is_empty() && (gives || scene.has("and_deal"));
    let conditional = scene.has("if_you") && (proposals.ask.is_some() || offers);
    let asks_back = scene.has("frame:asks_back") && !proposals.packages.is_empty();
    if (conditional || asks_back) && !does(acts, Act::AcceptConditional) {
        acts.push((Act::ProposeTrade, 0.7));
    }
    if undercuts_itself(scene, proposals) {
        acts.push((Act::SelfUndercut, 0.7));
    }
}

/// Two figures in one message without a choice between them, the second worse for the speaker.
fn undercuts_itself(scene: &Scene, proposals: &Proposals) -> bool {
    let Some(money) = scene.table.lexicon.money_issue().map(|i| scene.table.lexicon.issue_id(i)) else { return false };
    let [first, second, ..] = proposals.figures.as_slice() else { return false };
    let Some(wants_less) = scene.table.wants_less else { return false };
    let other_issues = proposals.packages.first().is_some_and(|terms| terms.0.keys().any(|issue| issue != money));
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
