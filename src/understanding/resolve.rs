//! From roles to proposals: which outcomes are on offer together, which are
//! alternatives, and what relative figures come to.

use std::ops::Range;

use super::heard::Role;
use super::roles::Roles;
use super::scene::Scene;
use super::spots::Spot;
use crate::negotiation::{Choice, Quantity, Terms};

/// What a message proposes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Proposals {
    /// Each complete alternative; the first is the main one.
    pub(super) packages: Vec<Terms>,
    /// The part asked in return or as a condition.
    pub(super) ask: Option<Terms>,
    /// The least certain of what was taken or left, 0.5 (a guess) to 1.
    pub(super) certainty: f32,
    /// Whether a figure had to be computed.
    pub(super) relative: bool,
    /// Every money figure that was proposed, in order, also those that a later sentence replaced.
    pub(super) figures: Vec<Quantity>,
}

/// Puts the proposals of a message together. `cut` is the probability from which a place counts as proposed.
pub(super) fn proposals(scene: &Scene, roles: &[Roles], cut: f32) -> Proposals {
    let mut out = Proposals { certainty: 1.0, ..Proposals::default() };
    if let Some(division) = scene.division.as_ref().filter(|d| !d.tentative && !d.own.is_empty()) {
        let terms = division.own.iter().map(|(issue, n)| {
            (scene.table.lexicon.issue_id(*issue).to_owned(), Choice::Number(Quantity::whole(i64::from(*n))))
        });
        out.packages.push(Terms(terms.collect()));
        return out;
    }
    let mut offered: Vec<(usize, Choice)> = Vec::new();
    for (i, spot) in scene.spots.outcomes.iter().enumerate() {
        if spot.issue.is_none() || is_percent(scene, spot) {
            continue;
        }
        let p = proposed(scene, roles, i);
        out.certainty = out.certainty.min(p.max(1.0 - p));
        // Words name options in passing more often than figures do; a no to what was just asked refuses it.
        let refuses = spot.polar && spot.negated && spot.issue.is_some_and(|issue| scene.table.just_named(issue));
        let word = spot.figure.is_none() && !spot.polar;
        let needed = if word || refuses { cut + WORD_MARGIN } else { cut };
        if p >= needed
            && !overruled(scene, spot)
            && let Some(choice) = scene.choice(spot)
        {
            offered.push((i, choice));
        }
    }
    corrected(scene, &mut offered);
    out.figures = money_figures(scene, &offered);
    last_sentence_counts(scene, &mut offered);
    relative(scene, roles, &mut offered, &mut out);
    out.packages = packages(scene, &offered);
    out.ask = asked(scene, &offered);
    out
}

/// Stands for the place of a figure that was computed; it is on the money issue.
const COMPUTED: usize = usize::MAX;

/// How much surer a word must be than a figure.
const WORD_MARGIN: f32 = 0.08;

/// "no cash, transfer only": a denied option gives way to one that stands. "Let's talk about the tyres" proposes none.
fn overruled(scene: &Scene, spot: &Spot) -> bool {
    if spot.polar && !spot.negated && scene.has_in_sentence(spot.first, "how_about_issue") {
        return true;
    }
    let before = spot.first.checked_sub(1).map(|i| &scene.text.tokens[i]);
    if spot.polar && before.is_some_and(|t| t.is("regarding") || t.is("concerning")) {
        return true;
    }
    if spot.polar && spot.negated && refuses_to_give(scene, spot) {
        return true;
    }
    let stands = |other: &Spot| other.issue == spot.issue && !other.negated && other.option != spot.option;
    spot.negated && !spot.polar && spot.option.is_some() && scene.spots.outcomes.iter().any(stands)
}

const GIVING: [&str; 14] = [
    "give",
    "offer",
    "provide",
    "have",
    "include",
    "available",
    "possible",
    "come",
    "get",
    "lease",
    "grant",
    "provided",
    "included",
    "supply",
];

/// "There is no car for you", said to somebody who has just asked for one, refuses; "I don't want a car" would propose.
fn refuses_to_give(scene: &Scene, spot: &Spot) -> bool {
    let asked = spot.issue.is_some_and(|issue| scene.table.just_named(issue));
    let alone = scene.spots.outcomes.iter().all(|other| other.issue.is_none() || other.issue == spot.issue);
    let sentence = scene.sentence_of(spot.first);
    let words = || scene.text.tokens.iter().filter(|t| t.sentence == sentence);
    let says = |list: &[&str]| words().any(|t| list.contains(&&*t.word));
    asked && alone && says(&["not"]) && says(&GIVING) && !says(&["want", "need", "then"])
}

/// The probability that a place is proposed; what is joined in one breath shares half of it, the ends of a range all.
fn proposed(scene: &Scene, roles: &[Roles], i: usize) -> f32 {
    let spots = &scene.spots.outcomes;
    let p = roles[i].proposed();
    let ranged = |k: usize| scene.figure_of(&spots[k]).is_some_and(|f| f.range);
    let (mut low, mut high) = (i, i);
    while low > 0 && joined(scene, &spots[low - 1], &spots[low]) {
        low -= 1;
    }
    while high + 1 < spots.len() && joined(scene, &spots[high], &spots[high + 1]) {
        high += 1;
    }
    let mean = roles[low..=high].iter().map(Roles::proposed).sum::<f32>() / (high - low + 1) as f32;
    if high == low + 1 && ranged(low) && ranged(high) { mean } else { 0.5 * p + 0.5 * mean }
}

/// Whether two neighbouring places stand in one list: "Lisbon or Porto", "40, Fridays off".
fn joined(scene: &Scene, left: &Spot, right: &Spot) -> bool {
    let between = left.last + 1..right.first;
    let same_sentence = scene.sentence_of(left.first) == scene.sentence_of(right.first);
    let joins = |i: usize| {
        let token = &scene.text.tokens[i];
        ["and", "or", "at", "in", "with", "a", "the", "to", ",", "-", "+"].contains(&&*token.word)
    };
    same_sentence
        && left.negated == right.negated
        && left.issue.is_some()
        && right.issue.is_some()
        && between.len() <= 3
        && between.into_iter().all(joins)
}

fn is_percent(scene: &Scene, spot: &Spot) -> bool {
    let relative = |f: &super::figure::Figure| f.unit == super::language::Unit::Percent || (f.odd && f.value < 1.0);
    scene.is_money(spot) && scene.figure_of(spot).is_some_and(relative)
}

fn money_figures(scene: &Scene, offered: &[(usize, Choice)]) -> Vec<Quantity> {
    let money = offered.iter().filter(|(i, _)| scene.is_money(&scene.spots.outcomes[*i]));
    let figure = |choice: &Choice| match choice {
        Choice::Number(n) => Some(*n),
        Choice::Option(_) => None,
    };
    money.filter_map(|(_, choice)| figure(choice)).collect()
}

/// Words that join two proposals as alternatives.
const OR: [&str; 6] = ["or", "either", "otherwise", "alternatively", "versus", "vs"];

/// Figures on one issue in two sentences are no alternatives unless "or" joins them or
/// the sentences differ in another issue too: the later one stands.
fn last_sentence_counts(scene: &Scene, offered: &mut Vec<(usize, Choice)>) {
    let spots = &scene.spots.outcomes;
    let sentence = |i: usize| scene.sentence_of(spots[i].first);
    let all = offered.clone();
    let choice_in = |issue: Option<usize>, at: u32| {
        all.iter().find(|(k, _)| spots[*k].issue == issue && sentence(*k) == at).map(|(_, choice)| choice)
    };
    let replaced = |i: usize, choice: &Choice| {
        all.iter().any(|(j, later)| {
            let apart = *j > i && spots[*j].issue == spots[i].issue && later != choice && sentence(*j) > sentence(i);
            let joined = || {
                let between = scene.text.tokens.get(spots[i].last + 1..spots[*j].first).unwrap_or_default();
                between.iter().any(|t| OR.iter().any(|or| t.is(or)))
            };
            let varies = || {
                all.iter().any(|(k, here)| {
                    let other = spots[*k].issue != spots[i].issue && sentence(*k) == sentence(i);
                    other && choice_in(spots[*k].issue, sentence(*j)).is_some_and(|there| there != here)
                })
            };
            apart && !joined() && !varies()
        })
    };
    offered.retain(|(i, choice)| !replaced(*i, choice));
}

/// Words between a slip and its correction: "6,100, sorry, 6,200".
const SLIPS: [&str; 8] = ["sorry", "no", "wait", "oops", "i", "mean", "rather", "actually"];

/// Puts a corrected figure in the place of the slip: "920, sorry, I mean 930".
fn slips(scene: &Scene, offered: &mut [(usize, Choice)]) {
    let spots = &scene.spots.outcomes;
    for (i, choice) in offered.iter_mut() {
        let Some(next) = spots.get(*i + 1).filter(|next| next.issue == spots[*i].issue) else { continue };
        let between = scene.text.tokens.get(spots[*i].last + 1..next.first).unwrap_or_default();
        let words: Vec<_> = between.iter().filter(|t| t.kind != super::text::Kind::Mark).collect();
        let slip = !words.is_empty() && words.iter().all(|t| SLIPS.iter().any(|word| t.is(word)));
        if let Some(meant) = scene.choice(next).filter(|_| slip) {
            (*i, *choice) = (*i + 1, meant);
        }
    }
}

/// "240, no wait, 250": only the last figure on the issue stands.
fn corrected(scene: &Scene, offered: &mut Vec<(usize, Choice)>) {
    slips(scene, offered);
    let spots = &scene.spots.outcomes;
    let corrections: Vec<usize> =
        scene.cues.iter().filter(|f| scene.cue_name(f) == "self_correction").map(|f| f.first as usize).collect();
    let replaced = |i: usize, all: &[(usize, Choice)]| {
        all.iter().any(|(j, _)| {
            *j > i
                && spots[*j].issue == spots[i].issue
                && corrections.iter().any(|at| (spots[i].last..spots[*j].first).contains(at))
        })
    };
    let all = offered.clone();
    offered.retain(|(i, _)| !replaced(*i, &all));
}

/// "10 less", "5 % off", "split the difference", "full price", against the table.
fn relative(scene: &Scene, roles: &[Roles], offered: &mut Vec<(usize, Choice)>, out: &mut Proposals) {
    let Some(money) = scene.table.lexicon.money_issue() else { return };
    let spots = &scene.spots.outcomes;
    let absolute = offered.iter().any(|(i, _)| spots[*i].issue == Some(money));
    if absolute {
        return;
    }
    let change = |(i, spot): (usize, &Spot)| {
        let on_money = spot.issue.is_none() || spot.issue == Some(money);
        let surely = roles[i].best() == (Role::Delta, 1.0);
        // "You already took 10 % off": what was given before is no new step.
        let given = roles[i].best() == (Role::Fact, 1.0);
        if on_money && !given && is_change(scene, spot, &roles[i]) { moved(scene, spot, surely) } else { None }
    };
    let computed = spots.iter().enumerate().find_map(change).or_else(|| middle(scene)).or_else(|| full_price(scene));
    if let Some(value) = computed.and_then(Quantity::from_f64) {
        out.relative = true;
        offered.push((COMPUTED, Choice::Number(value)));
    }
}

/// Whether a figure is the size of a change: by its role, as a percentage, or by a word of change right behind it.
fn is_change(scene: &Scene, spot: &Spot, roles: &Roles) -> bool {
    let next = scene.text.tokens.get(spot.last + 1);
    let changes = next.is_some_and(|t| ["off", "less", "lower", "cheaper", "discount", "down"].iter().any(|w| t.is(w)));
    roles.delta() || is_percent(scene, spot) || (changes && roles.proposed() < 0.5)
}

const DOWN: [&str; 22] = [
    "off",
    "less",
    "lower",
    "discount",
    "knock",
    "shave",
    "drop",
    "reduce",
    "reduction",
    "down",
    "cheaper",
    "cut",
    "below",
    "rebate",
    "take",
    "under",
    "dropping",
    "knocked",
    "lowering",
    "minus",
    "decrease",
    "reducing",
];
const UP: [&str; 10] = ["more", "extra", "additional", "increase", "raise", "up", "higher", "add", "top", "bump"];
const PROPOSING: [&str; 8] =
    ["how_about", "would_you_take", "could_you_do", "i_can_do", "i_will_do", "i_would_do", "i_am_willing", "and_deal"];

/// The price that a change comes to, when the change is proposed and not only described.
fn moved(scene: &Scene, spot: &Spot, surely: bool) -> Option<f64> {
    let figure = scene.figure_of(spot)?;
    let sentence = scene.sentence_of(spot.first);
    let tokens = &scene.text.tokens;
    let near = |words: &[&str]| {
        (spot.first.saturating_sub(5)..(spot.last + 4).min(tokens.len()))
            .filter(|i| tokens[*i].sentence == sentence && !(spot.first..=spot.last).contains(i))
            .filter(|i| words.iter().any(|w| tokens[*i].is(w)))
            .map(|i| if i < spot.first { spot.first - i } else { i - spot.last })
            .min()
    };
    let (down, up) = (near(&DOWN), near(&UP));
    let proposes = surely
        || PROPOSING.iter().any(|cue| scene.has_in_sentence(spot.first, cue))
        || scene.has_in_sentence(spot.first, "if_you")
        || tokens.iter().any(|t| t.sentence == sentence && (t.is("knock") || t.is("make") || t.is("take")))
        || scene.in_question(spot.first);
    let described =
        tokens[..spot.first].iter().rev().take(4).any(|t| t.sentence == sentence && (t.is("that") || t.is("already")))
            || tokens.iter().any(|t| t.clause == tokens[spot.first].clause && t.is("already"));
    let denied =
        described || scene.has_in_sentence(spot.first, "refuse") || scene.has_in_sentence(spot.first, "limit_least");
    if !proposes || denied {
        return None;
    }
    let listed = near(&["listing", "list", "asking", "listed"]).is_some();
    let falls = down.is_some_and(|d| up.is_none_or(|u| d <= u));
    let base = if listed { scene.asking() } else { scene.money_in(moved_from(scene, falls)) };
    let base = base.or_else(|| scene.seller_price())?;
    let percent = figure.unit == super::language::Unit::Percent;
    let size = match (percent, figure.odd && figure.value < 1.0) {
        (true, _) => base * figure.value / 100.0,
        (_, true) => base * figure.value,
        _ => figure.value,
    };
    if size <= 0.0 || size >= base {
        return None;
    }
    match (falls, up) {
        (true, _) => Some(base - size),
        (false, Some(_)) => Some(base + size),
        _ => None,
    }
}

/// Whose standing offer a change is reckoned from: what one wants is reckoned from the other's, what one gives from the own.
fn moved_from<'s>(scene: &'s Scene, falls: bool) -> Option<&'s Terms> {
    let (own, other) = (scene.table.own.as_ref(), scene.table.other.as_ref());
    match scene.table.wants_less {
        Some(wants_less) if wants_less == falls => other,
        Some(_) => own,
        None => None,
    }
}

/// The middle between the two sides, when it is proposed without a figure.
fn middle(scene: &Scene) -> Option<f64> {
    if !scene.has("act:split_difference") || scene.has_any(&["refuse", "why", "challenge"]) {
        return None;
    }
    let own = scene.money_in(scene.table.own.as_ref());
    let other = scene.money_in(scene.table.other.as_ref());
    let (own, other) = match (own, other) {
        (Some(own), Some(other)) => (own, other),
        (Some(own), None) => (own, scene.asking()?),
        (None, Some(other)) => (scene.asking()?, other),
        (None, None) => return None,
    };
    ((own - other).abs() > f64::EPSILON).then_some((own + other) / 2.0)
}

/// "I'd pay full price if ...".
fn full_price(scene: &Scene) -> Option<f64> {
    let tokens = &scene.text.tokens;
    let at = tokens.windows(2).position(|w| (w[0].is("full") || w[0].is("asking")) && w[1].is("price"))?;
    let pays =
        tokens[at.saturating_sub(6)..at].iter().any(|t| t.is("pay") || t.is("give") || t.is("offer") || t.is("paying"));
    let denied = tokens[at.saturating_sub(6)..at].iter().any(|t| t.is("not") || t.is("never"));
    scene.asking().filter(|_| pays && !denied)
}

/// Groups outcomes into packages: an issue named twice makes alternatives.
fn packages(scene: &Scene, offered: &[(usize, Choice)]) -> Vec<Terms> {
    let lexicon = scene.table.lexicon;
    let issue_at = |i: usize| -> Option<&str> {
        if i == COMPUTED {
            return lexicon.money_issue().map(|m| lexicon.issue_id(m));
        }
        scene.spots.outcomes[i].issue.map(|issue| lexicon.issue_id(issue))
    };
    let mut seen: Vec<(&str, &Choice)> = Vec::new();
    for (i, choice) in offered {
        if let Some(issue) = issue_at(*i)
            && !seen.contains(&(issue, choice))
        {
            seen.push((issue, choice));
        }
    }
    let otherwise = scene.text.tokens.iter().position(|t| t.is("otherwise"));
    let first_token = |issue: &str| {
        let spot = offered.iter().find(|(i, _)| issue_at(*i) == Some(issue) && *i != COMPUTED);
        spot.map_or(0, |(i, _)| scene.spots.outcomes[*i].first)
    };
    let times = |issue: &str| seen.iter().filter(|(i, _)| *i == issue).count();
    let most = seen.iter().map(|(issue, _)| times(issue)).max().unwrap_or(0);
    if most <= 1 {
        let terms = Terms(seen.iter().map(|(issue, choice)| ((*issue).to_owned(), (*choice).clone())).collect());
        return if terms.0.is_empty() { Vec::new() } else { vec![terms] };
    }
    // Issues named equally often go together in order; an issue named once belongs to every alternative.
    let mut packages = vec![Terms::default(); most];
    for (issue, _) in &seen {
        let own: Vec<&Choice> = seen.iter().filter(|(i, _)| i == issue).map(|(_, c)| *c).collect();
        for (k, package) in packages.iter_mut().enumerate() {
            let shared = own.len() == 1 && otherwise.is_none_or(|at| (first_token(issue) < at) == (k == 0));
            let choice = if own.len() == 1 { own.first().filter(|_| shared) } else { own.get(k) };
            if let Some(choice) = choice {
                package.0.insert((*issue).to_owned(), (*choice).clone());
            }
        }
    }
    packages
}

/// What is asked in return: what stands behind "if you", or, where only "if I" opens a
/// condition, what stands outside it.
fn asked(scene: &Scene, offered: &[(usize, Choice)]) -> Option<Terms> {
    let tokens = &scene.text.tokens;
    let pronoun = |i: usize| tokens.get(i).is_some_and(|t| t.is("i") || t.is("we"));
    let opens = || scene.cues.iter().filter(|f| scene.cue_name(f) == "if_you").map(|f| f.first as usize);
    let own = |at: &usize| tokens[*at].is("if") && pronoun(at + 1);
    let gives: Vec<Range<usize>> = opens().filter(own).map(|at| condition(scene, at, "you")).collect();
    let wants: Vec<Range<usize>> = opens().filter(|at| !own(at)).map(|at| condition(scene, at, "i")).collect();
    let lexicon = scene.table.lexicon;
    let mut terms = Terms::default();
    for (i, choice) in offered.iter().filter(|(i, _)| *i != COMPUTED) {
        let spot = &scene.spots.outcomes[*i];
        let within = |ranges: &[Range<usize>]| ranges.iter().any(|range| range.contains(&spot.first));
        let named = if wants.is_empty() { !gives.is_empty() && !within(&gives) } else { within(&wants) };
        if named && let Some(issue) = spot.issue {
            terms.0.insert(lexicon.issue_id(issue).to_owned(), choice.clone());
        }
    }
    (!terms.0.is_empty() && offered.len() > terms.0.len()).then_some(terms)
}

/// From a word that opens a condition to the end of its clause, or to where the `other` person goes on:
/// "if you give me 28 days | I start in March".
fn condition(scene: &Scene, at: usize, other: &str) -> Range<usize> {
    let tokens = &scene.text.tokens;
    let clause = tokens[at].clause;
    let goes_on = |i: usize| i > at + 1 && tokens[i].is(other);
    let end = (at + 1..tokens.len()).find(|i| tokens[*i].clause != clause || goes_on(*i)).unwrap_or(tokens.len());
    at..end
}
