//! Frames: set phrases that settle what a sentence does, or what its figures are,
//! where language is regular enough to need no weighing. The phrases stand in
//! the data file `frames.txt`, here stands what they do.

use std::ops::Range;

use super::asked::{asks_about_an_issue, asks_for_a_fact};
use super::cues::Found;
use super::heard::Role;
use super::roles::{ROLES, Roles};
use super::scene::Scene;
use super::spots::Spot;
use super::text::Kind;
use crate::negotiation::Act;

/// Whether a cue is a frame and no evidence to be weighed.
pub(super) fn is_frame(name: &str) -> bool {
    ["sure:", "never:", "role:", "frame:"].iter().any(|kind| name.starts_with(kind))
}

/// Words for the position that a question disputes.
const POSITION: [&str; 12] =
    ["number", "figure", "price", "offer", "amount", "sum", "that", "this", "rate", "fee", "cost", "quote"];

/// What frames settle, segment by segment.
pub(super) struct Settled {
    /// Acts that hold.
    pub(super) sure: Vec<Act>,
    /// By segment: acts that it does not do.
    ruled_out: Vec<Vec<Act>>,
}

impl Settled {
    /// Reads the frames of a message cut into `segments`.
    pub(super) fn new(scene: &Scene, segments: &[Range<usize>]) -> Settled {
        let mut settled = Settled { sure: Vec::new(), ruled_out: vec![Vec::new(); segments.len()] };
        for (segment, out) in segments.iter().zip(&mut settled.ruled_out) {
            let within = || scene.cues_in(segment);
            let named = |prefix: &'static str| within().filter_map(move |f| scene.cue_name(f).strip_prefix(prefix));
            let settles = |name: &str| {
                let (name, needs) = name.split_once('&').unwrap_or((name, ""));
                let holds = match needs {
                    "position" => names_position(scene, segment),
                    "term" => names_term(scene, segment),
                    "termless" => !names_term(scene, segment),
                    "unpriced" => !priced(scene, segment),
                    "short" => words(scene, segment) <= SHORT,
                    "asked" => opens_as_question(scene, segment),
                    "alone" => segments.len() == 1,
                    _ => true,
                };
                name.parse::<Act>().ok().filter(|_| holds)
            };
            out.extend(named("never:").filter_map(settles));
            // "Take your time" leaves time to think and takes nothing; in few words it is small talk.
            let pauses = within().any(|f| scene.cue_name(f) == "frame:pauses");
            out.extend(pauses.then_some(Act::Accept));
            let pause = (pauses && words(scene, segment) <= SHORT).then_some(Act::SmallTalk);
            for act in named("sure:").filter_map(settles).chain(pause) {
                if !out.contains(&act) && !settled.sure.contains(&act) {
                    settled.sure.push(act);
                }
            }
            if refuses_at_the_end(scene, segment) || refuses_an_issue(scene, segment) {
                settled.sure.push(Act::Reject);
                out.push(Act::Accept);
            }
            // "7,650?!" is a shock or a check, and disputes nothing yet.
            if words(scene, segment) <= 1 && priced(scene, segment) {
                out.push(Act::QChallenge);
            }
            out.extend_from_slice(if asks(scene, segment) { &TOLD } else { &ASKED });
            let open = !settled.sure.iter().any(|act| ASKING_ACTS.contains(act));
            if open && asks_for_a_fact(scene, segment) && !settled.sure.contains(&Act::RequestInfo) {
                settled.sure.push(Act::RequestInfo);
                out.extend(excluded_by(Act::RequestInfo).iter().chain(&[Act::Offer, Act::QDiagnostic]));
            }
            let here: Vec<Act> = settled.sure.clone();
            let settles = |act: &Act| named("sure:").any(|name| name.split('&').next() == Some(act.name()));
            for act in here.iter().filter(|act| settles(act)) {
                out.extend(excluded_by(*act).iter().filter(|other| !here.contains(other)));
            }
        }
        settled
    }

    /// Whether a segment does not do an act.
    pub(super) fn rules_out(&self, segment: usize, act: Act) -> bool {
        self.ruled_out[segment].contains(&act)
    }

    /// Whether no segment does an act.
    pub(super) fn rules_out_everywhere(&self, act: Act) -> bool {
        !self.ruled_out.is_empty() && self.ruled_out.iter().all(|out| out.contains(&act))
    }
}

/// Words in a short sentence, at most.
const SHORT: usize = 8;

/// Acts that only a question does, and acts that no question does.
const ASKED: [Act; 2] = [Act::AuthorityQuestion, Act::QRange];
const TOLD: [Act; 3] = [Act::UrgencyLeak, Act::ShareConstraint, Act::Apology];

/// Classes of words that begin a question, written with its mark or without.
const QUESTION_OPENERS: [&str; 9] = ["what", "how", "why", "who", "can", "would", "be", "do", "have"];

/// Whether a segment asks.
fn asks(scene: &Scene, segment: &Range<usize>) -> bool {
    let opener = scene.classes[segment.clone()].iter().take(3).flat_map(|classes| classes.iter());
    scene.in_question(segment.start)
        || opener.map(|class| scene.language.class(*class)).any(|class| QUESTION_OPENERS.contains(&class))
}

/// Whether a segment is a question by its mark or by its first word.
fn opens_as_question(scene: &Scene, segment: &Range<usize>) -> bool {
    let first = scene.classes[segment.start].iter().map(|class| scene.language.class(*class));
    scene.in_question(segment.start) || first.into_iter().any(|class| QUESTION_OPENERS.contains(&class))
}

/// "With all respect, no": the no that a short sentence ends in.
fn refuses_at_the_end(scene: &Scene, segment: &Range<usize>) -> bool {
    let last = scene.text.tokens[segment.clone()].iter().rev().find(|t| t.kind != Kind::Mark);
    words(scene, segment) <= 6 && !scene.in_question(segment.start) && last.is_some_and(|t| t.is("no"))
}

/// "…, but not the salary": what is left out of a yes.
fn refuses_an_issue(scene: &Scene, segment: &Range<usize>) -> bool {
    let tokens = &scene.text.tokens;
    let is = |at: usize, word: &str| segment.contains(&at) && tokens[at].is(word);
    let denied =
        |at: usize| is(at, "not") || ((is(at, "the") || is(at, "your") || is(at, "that")) && is(at - 1, "not"));
    let named = scene.spots.subjects.iter().map(|hit| hit.first);
    is(segment.start, "but") && named.clone().any(|at| at > segment.start + 1 && denied(at - 1))
}

/// What a sentence is not when it surely does an act.
fn excluded_by(act: Act) -> &'static [Act] {
    match act {
        Act::QChallenge => {
            &[Act::RequestInfo, Act::AskOffer, Act::SmallTalk, Act::QDiagnostic, Act::Accept, Act::RequestResponse]
        }
        Act::QCalibrated => {
            &[Act::RequestInfo, Act::AskOffer, Act::SmallTalk, Act::QChallenge, Act::Accept, Act::DiscloseInterest]
        }
        Act::QDiagnostic => &[Act::RequestInfo, Act::QChallenge, Act::Accept],
        Act::QHypothetical => &[Act::RequestInfo, Act::Accept, Act::Reject],
        Act::RequestInfo => &[Act::QChallenge, Act::AskOffer, Act::Accept],
        Act::AcceptConditional => &[Act::Accept, Act::Reject],
        Act::DiscloseBatna => &[Act::Accept, Act::Reject, Act::SmallTalk],
        Act::AppealCriteria => &[Act::Accept, Act::DiscloseBatna],
        Act::WalkAway => &[Act::Accept],
        Act::Hostility => &[Act::Accept, Act::SmallTalk],
        Act::Empathy => &[Act::Accept, Act::Reject, Act::DiscloseInterest],
        Act::Apology => &[Act::Accept, Act::Reject],
        Act::Accept => &[Act::SmallTalk],
        _ => &[],
    }
}

fn words(scene: &Scene, segment: &Range<usize>) -> usize {
    scene.text.tokens[segment.clone()].iter().filter(|t| t.kind != Kind::Mark).count()
}

/// Acts of asking that a frame may be sure of.
const ASKING_ACTS: [Act; 6] =
    [Act::QChallenge, Act::QCalibrated, Act::QDiagnostic, Act::QHypothetical, Act::AskOffer, Act::Verify];

/// Whether a segment names a figure on the money issue.
pub(super) fn priced(scene: &Scene, segment: &Range<usize>) -> bool {
    scene.spots.outcomes.iter().any(|spot| scene.is_money(spot) && segment.contains(&spot.first))
}

/// Whether a segment names a position: an issue, an outcome, or "the price".
fn names_position(scene: &Scene, segment: &Range<usize>) -> bool {
    let subject = scene.spots.subjects.iter().any(|hit| segment.contains(&hit.first));
    let outcome = scene.spots.outcomes.iter().any(|spot| spot.issue.is_some() && segment.contains(&spot.first));
    let word = scene.text.tokens[segment.clone()].iter().any(|t| POSITION.iter().any(|word| t.is(word)));
    subject || outcome || word
}

/// Whether a segment names a term of the deal: an issue or an outcome of one.
fn names_term(scene: &Scene, segment: &Range<usize>) -> bool {
    let is_issue = |meaning| matches!(meaning, super::lexicon::Meaning::Issue(_));
    let subject = scene.spots.subjects.iter().any(|hit| segment.contains(&hit.first) && is_issue(hit.meaning));
    subject || scene.spots.outcomes.iter().any(|spot| spot.issue.is_some() && segment.contains(&spot.first))
}

/// Cues by which a figure is proposed though its sentence speaks of others'.
const PROPOSING: [&str; 9] = [
    "how_about",
    "would_you_take",
    "could_you_do",
    "i_can_do",
    "i_will_do",
    "i_would_do",
    "i_am_willing",
    "hoping_for",
    "i_want",
];

/// Puts what frames say of figures in place of what was weighed.
pub(super) fn settle_roles(scene: &Scene, roles: &mut [Roles]) {
    let mut frames: Vec<(&Found, &str, &str)> = scene
        .cues
        .iter()
        .filter_map(|found| {
            let name = scene.cue_name(found).strip_prefix("role:")?;
            let (role, reach) = name.split_once('&').unwrap_or((name, ""));
            Some((found, role, reach))
        })
        .collect();
    // A phrase around a figure says more of it than its sentence does; that it is no step, "already took 10 % off", and
    // where its clause takes place, "across the river I'd pay 1,025", say most.
    frames.sort_by_key(|(_, role, reach)| match (*role, *reach) {
        (_, "sentence") => 0,
        (_, "after") | ("fact", "") => 2,
        _ => 1,
    });
    let proposed = |(spot, roles): (&Spot, &Roles)| scene.is_money(spot) && roles.proposed() >= 0.5;
    let priced = scene.spots.outcomes.iter().zip(roles.iter()).any(proposed);
    for (found, name, reach) in frames {
        let Some((role, _)) = ROLES.iter().find(|(_, known)| *known == name) else { continue };
        let sentence = scene.sentence_of(found.first as usize);
        for (i, spot) in scene.spots.outcomes.iter().enumerate() {
            let within = (found.first as usize..=found.last as usize).contains(&spot.first);
            let there = match reach {
                "sentence" => {
                    let money = spot.figure.is_some() && (scene.is_money(spot) || spot.issue.is_none());
                    let here = scene.sentence_of(spot.first) == sentence;
                    money && here && !leads(scene, spot, found) && !is_own(scene, i, *role)
                }
                "next" => is_next(scene, found.last as usize, spot),
                "owned" => !priced && spot.option.is_some() && is_close(scene, found.last as usize, spot),
                "after" => {
                    let clause = |at: usize| scene.text.tokens[at].clause;
                    let behind = spot.first > found.last as usize;
                    let compared = roles[i].best() == (Role::Comparable, 1.0);
                    behind && clause(spot.first) == clause(found.last as usize) && !compared
                }
                _ => {
                    let of_another_kind = match role {
                        Role::Offer => is_size(scene, i),
                        // "The uplift capped at 3 %" is a term, no limit.
                        Role::Limit => spot.option.is_some(),
                        _ => false,
                    };
                    within && spot.figure.is_some() && !of_another_kind
                }
            };
            if there {
                roles[i] = Roles::surely(*role);
            }
        }
    }
    for (i, spot) in scene.spots.outcomes.iter().enumerate() {
        if corrected(scene, spot) || (scene.is_money(spot) && refused(scene, spot)) {
            roles[i] = Roles::surely(Role::Rejected);
        }
    }
    // What is disputed or asked about is not proposed by it; a figure in a "what if" may be.
    for (i, spot) in scene.spots.outcomes.iter().enumerate() {
        let asks = |cues: &[&str]| cues.iter().any(|cue| scene.has_in_sentence(spot.first, cue));
        let proposed = PROPOSING.iter().take(3).any(|cue| scene.has_in_sentence(spot.first, cue));
        let sentence = scene.sentence_of(spot.first);
        let first = scene.text.tokens.iter().position(|t| t.sentence == sentence).unwrap_or(0);
        let end = scene.text.tokens.iter().rposition(|t| t.sentence == sentence).map_or(first, |last| last + 1);
        let of_fact = asks_for_a_fact(scene, &(first..end));
        let named = asks_about_an_issue(scene, &(first..end));
        let asked = asks(&DISPUTING) || of_fact || (!scene.is_money(spot) && asks(&ASKING));
        if asked && (named || !proposed) && roles[i].proposed() > 0.0 {
            roles[i] = Roles::surely(Role::Query);
        }
    }
}

/// "6,200, not 6,900": the figure that another one of its issue replaces.
fn corrected(scene: &Scene, spot: &Spot) -> bool {
    let before = spot.first.checked_sub(1).is_some_and(|at| scene.text.tokens[at].is("not"));
    let sentence = scene.sentence_of(spot.first);
    let other = |o: &Spot| o.issue == spot.issue && o.first != spot.first && scene.sentence_of(o.first) == sentence;
    spot.figure.is_some() && before && scene.spots.outcomes.iter().any(other)
}

/// Words that keep a negation from refusing: "not bad", "not a problem".
const NO_REFUSAL: [&str; 5] = ["bad", "problem", "far", "unreasonable", "only"];

/// Whether the other side's own figure is turned down in its clause: "6,950 isn't happening", "990 is more than it is worth".
fn refused(scene: &Scene, spot: &Spot) -> bool {
    let tokens = &scene.text.tokens;
    let sentence = scene.sentence_of(spot.first);
    let here = |at: usize| tokens[at].sentence == sentence;
    let behind: Vec<usize> = (spot.last + 1..tokens.len()).take_while(|at| here(*at)).take(6).collect();
    let before = (0..spot.first).rev().take_while(|at| here(*at)).take(8).any(|at| tokens[at].is("if"));
    let turns = |at: usize| {
        let next = tokens.get(at + 1).filter(|t| !NO_REFUSAL.iter().any(|word| t.is(word)));
        (tokens[at].is("not") && next.is_some()) || (tokens[at].is("more") && next.is_some_and(|t| t.is("than")))
    };
    let softened = behind.iter().any(|at| NO_REFUSAL.iter().any(|word| tokens[*at].is(word)));
    scene.stands(spot, scene.table.other.as_ref())
        && !scene.in_question(spot.first)
        && !before
        && !softened
        && behind.into_iter().any(turns)
}

/// Whether a place stands right behind a token, articles left out.
fn is_next(scene: &Scene, last: usize, spot: &Spot) -> bool {
    let small = |i: usize| ["a", "an", "the", "of", "your", "my"].iter().any(|word| scene.text.tokens[i].is(word));
    spot.first > last && spot.first - last <= 3 && (last + 1..spot.first).all(small)
}

/// Whether a place stands close behind a token in its clause: "I have one elderly cat".
fn is_close(scene: &Scene, last: usize, spot: &Spot) -> bool {
    let clause = |at: usize| scene.text.tokens[at].clause;
    spot.first > last && spot.first - last <= 2 && clause(spot.first) == clause(last)
}

/// Whether a figure opens a sentence that speaks of others' prices only later, in another clause: "95, the survey says 90".
fn leads(scene: &Scene, spot: &Spot, found: &Found) -> bool {
    let clause = |at: usize| scene.text.tokens[at].clause;
    spot.last < found.first as usize && clause(spot.last) != clause(found.first as usize)
}

const DISPUTING: [&str; 4] =
    ["sure:q_challenge", "sure:q_challenge&position", "sure:q_calibrated", "sure:q_diagnostic"];
const ASKING: [&str; 3] = ["sure:q_hypothetical&unpriced", "sure:request_info", "sure:request_info&short"];

/// Whether a figure is the size of a change or a share: "10 off", "5 %".
fn is_size(scene: &Scene, index: usize) -> bool {
    let spot = &scene.spots.outcomes[index];
    let changes = ["off", "less", "more", "lower", "cheaper", "higher"];
    let next = scene.text.tokens.get(spot.last + 1).is_some_and(|t| changes.iter().any(|word| t.is(word)));
    let share = scene.figure_of(spot).is_some_and(|f| f.unit == super::language::Unit::Percent || f.odd);
    next || share
}

/// Whether a figure in a sentence about others' prices is the speaker's own: proposed there, or the asking price.
fn is_own(scene: &Scene, index: usize, role: Role) -> bool {
    let spot = &scene.spots.outcomes[index];
    let sentence = scene.sentence_of(spot.first);
    let before = scene.spots.outcomes[..index].iter().rev().find(|s| s.figure.is_some());
    let since = before.filter(|s| scene.sentence_of(s.first) == sentence).map_or(0, |s| s.last + 1);
    let proposed = scene.cues.iter().any(|found| {
        let at = found.first as usize;
        (since..spot.first).contains(&at)
            && scene.sentence_of(at) == sentence
            && PROPOSING.contains(&scene.cue_name(found))
    });
    // "…, so I'd start at 5,950": what follows from others' prices is the speaker's own.
    let concludes = (since..spot.first).any(|i| scene.text.tokens[i].is("so") && scene.sentence_of(i) == sentence);
    let asking = role == Role::Comparable && scene.is_money(spot) && scene.asking() == spot.value;
    proposed || concludes || asking || is_size(scene, index)
}

/// Whether a message restates what is on the table, or says yes, and then attaches a condition.
pub(super) fn takes_on_a_condition(scene: &Scene, roles: &[Roles], newly_priced: bool) -> bool {
    let spots = scene.spots.outcomes.iter().zip(roles);
    let restated = spots
        .filter(|(spot, roles)| {
            let refused = spot.negated || roles.best().0 == Role::Rejected || scene.in_question(spot.first);
            scene.is_money(spot) && scene.stands(spot, scene.table.other.as_ref()) && !refused
        })
        .map(|(spot, _)| spot.last)
        .next();
    let yes = scene
        .cues
        .iter()
        .find(|f| ["yes_word", "frame:takes_it"].contains(&scene.cue_name(f)))
        .map(|f| f.last as usize);
    let asks = scene.in_question(0);
    let Some(at) = restated.or(yes.filter(|_| !asks)).filter(|_| !newly_priced) else { return false };
    scene.cues.iter().any(|f| scene.cue_name(f) == "frame:condition" && f.first as usize > at)
}

/// Whether any word of a message agrees.
pub(super) fn says_yes(scene: &Scene) -> bool {
    let restated =
        scene.spots.outcomes.iter().any(|spot| scene.is_money(spot) && scene.stands(spot, scene.table.other.as_ref()));
    restated || scene.has_any(&["yes_word", "i_accept", "deal", "agree_to", "sounds_good", "it_is"])
}

/// Words that agree when they stand for themselves, and praise when a thing follows: "lovely" and "lovely flat".
const PRAISE: [&str; 13] = [
    "nice",
    "lovely",
    "good",
    "great",
    "cool",
    "sweet",
    "super",
    "brilliant",
    "amazing",
    "wonderful",
    "excellent",
    "awesome",
    "fantastic",
];

/// Words behind such a word that are no thing to be praised.
const NO_THING: [&str; 12] = ["then", "thanks", "thank", "i", "we", "let", "it", "that", "so", "by", "with", "for"];

/// Words that agree wherever they stand.
const AGREEMENT: [&str; 10] = ["ok", "yes", "yeah", "deal", "agree", "agreed", "accept", "accepted", "done", "granted"];

/// Whether anything in a message could be an acceptance. Without a word of it, no likeness to one makes it one.
pub(super) fn agrees(scene: &Scene) -> bool {
    let tokens = &scene.text.tokens;
    let stands_alone = |last: usize| {
        tokens.get(last + 1).is_none_or(|next| {
            let apart = next.kind == Kind::Mark || next.sentence != tokens[last].sentence;
            apart || next.clause != tokens[last].clause || NO_THING.iter().any(|word| next.is(word))
        })
    };
    let yes = scene.cues.iter().filter(|f| scene.cue_name(f) == "yes_word").map(|f| f.last as usize);
    let surely = |last: usize| !PRAISE.iter().any(|word| tokens[last].is(word)) || stands_alone(last);
    let restated = scene.spots.outcomes.iter().any(|spot| scene.stands(spot, scene.table.other.as_ref()));
    let said = ["i_accept", "deal", "sounds_good", "it_is", "only_yes", "frame:takes_it", "confirm_it"];
    let plain = tokens.iter().any(|token| AGREEMENT.iter().any(|word| token.is(word)));
    restated || plain || scene.has_any(&said) || yes.into_iter().any(surely)
}

/// What the settled roles of a message say it does.
pub(super) fn acts_of_roles(scene: &Scene, roles: &[Roles], segments: &[Range<usize>]) -> Vec<Act> {
    let framed = |role: &str, segment: &Range<usize>| {
        scene.cues.iter().any(|f| {
            let name = scene.cue_name(f).strip_prefix("role:").and_then(|rest| rest.split('&').next());
            name == Some(role) && segment.contains(&(f.first as usize))
        })
    };
    let mut acts = Vec::new();
    let turned_down = |(spot, roles): (&Spot, &Roles)| {
        roles.best() == (Role::Rejected, 1.0) && scene.stands(spot, scene.table.other.as_ref())
    };
    if scene.spots.outcomes.iter().zip(roles).any(turned_down) {
        acts.push(Act::Reject);
    }
    for segment in segments {
        let here = |role: Role| {
            scene.spots.outcomes.iter().zip(roles).any(|(s, r)| segment.contains(&s.first) && r.best() == (role, 1.0))
        };
        for (role, name, act) in [
            (Role::Limit, "limit", Act::DiscloseReservation),
            (Role::Comparable, "comparable", Act::AppealCriteria),
            (Role::Competing, "competing", Act::DiscloseBatna),
        ] {
            if here(role) && framed(name, segment) && !acts.contains(&act) {
                acts.push(act);
            }
        }
    }
    acts
}
