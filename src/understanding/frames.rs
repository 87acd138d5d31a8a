//! Frames: set phrases that settle what a sentence does, or what its figures are,
//! where language is regular enough to need no weighing. The phrases stand in
//! the data file `frames.txt`, here stands what they do.

use std::ops::Range;

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
            out.extend(named("never:").filter_map(|name| name.parse::<Act>().ok()));
            for name in named("sure:") {
                let (name, needs) = name.split_once('&').unwrap_or((name, ""));
                let Ok(act) = name.parse::<Act>() else { continue };
                let holds = match needs {
                    "position" => names_position(scene, segment),
                    "unpriced" => !priced(scene, segment),
                    "short" => words(scene, segment) <= 8,
                    "asked" => opens_as_question(scene, segment),
                    "alone" => segments.len() == 1,
                    _ => true,
                };
                if holds && !out.contains(&act) && !settled.sure.contains(&act) {
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

/// Words that begin a question of fact, and those behind them that turn it to the other person or the deal.
const FACT_OPENERS: [&str; 9] = ["is", "are", "does", "did", "has", "was", "were", "any", "when"];
const NO_FACT: [&str; 10] = ["you", "we", "i", "that", "this", "it", "he", "she", "one", "room"];

/// Whether a sentence asks for a fact: "are pets allowed", "is the heating included".
fn asks_for_a_fact(scene: &Scene, segment: &Range<usize>) -> bool {
    let tokens = &scene.text.tokens[segment.clone()];
    let word = |at: usize, list: &[&str]| tokens.get(at).is_some_and(|t| list.iter().any(|word| t.is(word)));
    if priced(scene, segment) {
        return false;
    }
    if asks_about_an_issue(scene, segment) {
        return true;
    }
    if !word(0, &FACT_OPENERS) || word(1, &NO_FACT) {
        return false;
    }
    let topic = scene
        .spots
        .subjects
        .iter()
        .any(|hit| segment.contains(&hit.first) && matches!(hit.meaning, super::lexicon::Meaning::Topic(_)));
    let option = scene.spots.outcomes.iter().any(|s| s.option.is_some() && segment.contains(&s.first));
    let named = scene.spots.subjects.iter().any(|hit| segment.contains(&hit.first));
    topic || ((option || named) && tokens.last().is_some_and(|t| t.is_mark("?")))
}

/// Words by which a question names nothing but what it is about, and those that may stand before the thing.
const ABOUT: [&[&str]; 9] = [
    &["and", "what", "about"],
    &["but", "what", "about"],
    &["what", "about"],
    &["what", "is", "a"],
    &["what", "is", "an"],
    &["what", "exactly", "is"],
    &["what", "is"],
    &["what", "are"],
    &["and"],
];
const THE: [&str; 6] = ["the", "your", "those", "these", "that", "this"];

/// Whether a sentence only names an issue and asks: "what about the tyres?", "and the deposit?".
fn asks_about_an_issue(scene: &Scene, segment: &Range<usize>) -> bool {
    let tokens = &scene.text.tokens;
    let is = |at: usize, word: &str| segment.contains(&at) && tokens[at].is(word);
    let ends = |last: usize| (last + 1..segment.end).all(|i| tokens[i].kind == Kind::Mark);
    let whole = |first: usize, last: usize| first == segment.start && ends(last);
    // "The deposit?", or a question that a fact has for its own words.
    if scene.in_question(segment.start) && scene.spots.subjects.iter().any(|hit| whole(hit.first, hit.last)) {
        return true;
    }
    let opens = |words: &&&[&str]| words.iter().enumerate().all(|(i, word)| is(segment.start + i, word));
    let Some(opener) = ABOUT.iter().find(opens) else { return false };
    let at = segment.start + opener.len();
    let defined = THE.iter().any(|word| is(at, word));
    let first = at + usize::from(defined);
    let money = scene.table.lexicon.money_issue();
    let subject = scene.spots.subjects.iter().any(|hit| {
        // "What is the price?" asks for an offer.
        let priced = matches!(hit.meaning, super::lexicon::Meaning::Issue(issue) if Some(issue) == money);
        hit.first == first && ends(hit.last) && !(priced && opener.contains(&"is"))
    });
    // "What about cash?" proposes it, "what about the cash?" asks; "and the tyres?" may be an option's own words.
    let option = |s: &Spot| s.option.is_some() && ends(s.last);
    let named = |s: &Spot| (defined && s.first == first) || (s.first == segment.start && is(segment.start, "and"));
    let option = scene.spots.outcomes.iter().any(|s| option(s) && named(s));
    (subject || option) && (opener.len() > 1 || scene.in_question(segment.start))
}

/// Whether a segment names a figure on the money issue.
fn priced(scene: &Scene, segment: &Range<usize>) -> bool {
    scene.spots.outcomes.iter().any(|spot| scene.is_money(spot) && segment.contains(&spot.first))
}

/// Whether a segment names a position: an issue, an outcome, or "the price".
fn names_position(scene: &Scene, segment: &Range<usize>) -> bool {
    let subject = scene.spots.subjects.iter().any(|hit| segment.contains(&hit.first));
    let outcome = scene.spots.outcomes.iter().any(|spot| spot.issue.is_some() && segment.contains(&spot.first));
    let word = scene.text.tokens[segment.clone()].iter().any(|t| POSITION.iter().any(|word| t.is(word)));
    subject || outcome || word
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
    for found in &scene.cues {
        let Some(name) = scene.cue_name(found).strip_prefix("role:") else { continue };
        let (name, reach) = name.split_once('&').unwrap_or((name, ""));
        let Some((role, _)) = ROLES.iter().find(|(_, known)| *known == name) else { continue };
        let sentence = scene.sentence_of(found.first as usize);
        for (i, spot) in scene.spots.outcomes.iter().enumerate() {
            let within = (found.first as usize..=found.last as usize).contains(&spot.first);
            let there = match reach {
                "sentence" => {
                    let money = spot.figure.is_some() && (scene.is_money(spot) || spot.issue.is_none());
                    money && scene.sentence_of(spot.first) == sentence && !is_own(scene, i, *role)
                }
                "next" => is_next(scene, found.last as usize, spot),
                "after" => {
                    let clause = |at: usize| scene.text.tokens[at].clause;
                    spot.first > found.last as usize && clause(spot.first) == clause(found.last as usize)
                }
                _ => within && spot.figure.is_some() && !(*role == Role::Offer && is_size(scene, i)),
            };
            if there {
                roles[i] = Roles::surely(*role);
            }
        }
    }
    for (i, spot) in scene.spots.outcomes.iter().enumerate() {
        // "You already took 10 % off": what was given before is no new step.
        if roles[i].delta() && scene.has_in_sentence(spot.first, "frame:given_before") {
            roles[i] = Roles::surely(Role::Fact);
        }
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
