//! More than the price: side terms, trades between issues, bundles (rows 4, 5, 68, 79).

use crate::negotiation::{Kind, Package};

use super::path::Path;
use super::{Seen, Talk};
use crate::score::ground::Ground;
use crate::score::talk::Play;

/// Value beside the price from this share of Z on is worth a sentence.
const WORTH_IT: f64 = 0.05;
/// Value beside the price that leaves no reason to touch the side terms again, as a share of the best surplus.
const SETTLED: f64 = 0.10;

/// Whether the case holds value beside the price.
fn integrative(talk: &Talk) -> Option<Ground> {
    Ground::of(talk.stage).filter(|ground| ground.integrative_potential >= 0.15)
}

/// Row 4: value beside the price.
pub(super) fn beside_the_price(talk: &Talk) -> Option<Seen> {
    let plain = talk.agenda().defaults();
    let on_offer = talk.left_beside_the_price(talk.stage.opening()).max(talk.left_beside_the_price(&plain));
    (on_offer as f64 >= talk.share(WORTH_IT)).then_some(())?;
    talk.agenda().price().and(talk.first_offer())?;
    // What the other side had on the table already was not brought in.
    let raised = |issue: &&str| talk.offers().any(|(play, _)| play.changes_issue(issue));
    let issues: Vec<&str> = talk.side_issues().filter(raised).collect();
    let name = talk.name();
    let Some(first) =
        talk.offers().map(|(play, _)| play).find(|play| issues.iter().any(|issue| play.changes_issue(issue)))
    else {
        let best = talk.side_issues().max_by_key(|issue| talk.left_on(issue, &plain))?;
        let amount = talk.amount(talk.left_on(best, &plain));
        let price = talk.agenda().price().map_or("price", |price| price.label.as_str());
        let line = format!(
            "Your offers were about the {price} alone; {amount} for the two of you lay in the {}.",
            talk.label(best)
        );
        return Seen::overall(0, line);
    };
    let labels = listed(issues.iter().map(|issue| talk.label(issue)));
    let Some(deal) = talk.deal else {
        return Seen::at(1, first, format!("You brought in the {labels}, though no deal came of it."));
    };
    let found: i64 = issues.iter().map(|issue| talk.left_on(issue, &plain) - talk.left_on(issue, deal)).sum();
    if found > 0 {
        Seen::at(
            2,
            first,
            format!(
                "You brought in the {labels}: {} more for the two of you than the price alone.",
                talk.amount(found)
            ),
        )
    } else {
        Seen::at(
            1,
            first,
            format!(
                "You brought in the {labels}, but it ended where it would have without: ask what it is worth to {name}."
            ),
        )
    }
}

fn listed<'s>(words: impl Iterator<Item = &'s str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and the {last}", rest.join(", the ")),
        _ => words.concat(),
    }
}

/// What one issue gains for both sides between two packages: (learner, counterpart).
fn gains(talk: &Talk, issue: &str, from: &Package, to: &Package) -> (i64, i64) {
    let side = |values: &crate::negotiation::Values| {
        let worth = |package: &Package| package.0.get(issue).map_or(0, |choice| values.of_choice(issue, choice));
        worth(to) - worth(from)
    };
    (side(&talk.persona().learner.values), side(&talk.persona().counterpart.values))
}

/// A trade between two issues: what was given, what was got, and what both sides win by it.
struct Trade<'a> {
    given: &'a str,
    got: &'a str,
    mine: i64,
    theirs: i64,
}

/// The best trade in one offer against a package it answers; side issues only, the price trades with everything.
fn trade<'a>(talk: &Talk<'a>, from: &Package, to: &Package) -> Option<Trade<'a>> {
    let issues: Vec<&str> = talk.agenda().issues.iter().map(|issue| issue.id.as_str()).collect();
    let of = |issue: &str| gains(talk, issue, from, to);
    let given = || issues.iter().copied().filter(move |issue| of(issue).0 < 0 && of(issue).1 > 0);
    let got = || issues.iter().copied().filter(move |issue| of(issue).0 > 0 && of(issue).1 < 0);
    let pair = |(given, got): (&'a str, &'a str)| {
        let (a, b) = (of(given), of(got));
        Trade { given, got, mine: a.0 + b.0, theirs: a.1 + b.1 }
    };
    let pairs = given().flat_map(|give| got().map(move |get| (give, get)));
    pairs.map(pair).max_by_key(|trade| trade.mine.min(trade.theirs))
}

/// Row 5: a trade on different priorities.
pub(super) fn logrolled(talk: &Talk) -> Option<Seen> {
    integrative(talk)?;
    let name = talk.name();
    let offers: Vec<(&Play, &Package)> = talk.offers().collect();
    let answered = offers.iter().map(|(play, offer)| (*play, &play.before, *offer));
    let opened = offers.first().map(|(play, offer)| (*play, talk.stage.opening(), *offer));
    let moved = offers.windows(2).map(|pair| (pair[1].0, pair[0].1, pair[1].1));
    let trades =
        answered.chain(opened).chain(moved).filter_map(|(play, from, to)| Some((play, trade(talk, from, to)?)));
    let best = trades.max_by_key(|(play, trade)| (trade.mine.min(trade.theirs), std::cmp::Reverse(play.turn)));
    match best {
        Some((play, trade)) if trade.mine > 0 && trade.theirs > 0 => {
            let (given, got) = (talk.label(trade.given), talk.label(trade.got));
            let (mine, theirs) = (talk.amount(trade.mine), talk.amount(trade.theirs));
            Seen::at(
                2,
                play,
                format!("You gave on the {given} and got on the {got}: {mine} better for you, {theirs} for {name}."),
            )
        }
        Some((play, trade)) => {
            let (given, got) = (talk.label(trade.given), talk.label(trade.got));
            let loser = if trade.mine <= 0 { "you" } else { name };
            Seen::at(
                1,
                play,
                format!(
                    "You traded the {given} for the {got}, but {loser} lost by it: give what is cheap to you and dear to {name}."
                ),
            )
        }
        None if offers.len() >= 2 && !settled_beside_the_price(talk) => Seen::overall(
            0,
            format!(
                "No offer of yours gave on one term to win on another, though you and {name} wanted different things most."
            ),
        ),
        None => None,
    }
}

/// Whether the deal has every side term where it counts most: then there was nothing left to trade for.
fn settled_beside_the_price(talk: &Talk) -> bool {
    talk.deal.is_some_and(|deal| talk.left_beside_the_price(deal) == 0)
}

/// Offers made while there was still something to bundle: the play and how many issues it changed.
fn bundleable<'t, 'a>(talk: &'t Talk<'a>) -> Vec<(&'t Play<'a>, usize)> {
    let settled = SETTLED * Ground::of(talk.stage).map_or(0.0, |ground| ground.most_joint as f64);
    let offers: Vec<(&Play, &Package)> = talk.offers().collect();
    let first = offers.first().map(|(play, offer)| (*play, &play.before, *offer));
    let rest = offers.windows(2).map(|pair| (pair[1].0, pair[0].1, pair[1].1));
    let open = |from: &Package| talk.left_beside_the_price(from) as f64 > settled;
    let counted = first.into_iter().chain(rest).filter(|(_, from, _)| open(from));
    counted.map(|(play, from, to)| (play, to.changes_from(from))).collect()
}

/// Row 68: bundle across issues.
pub(super) fn bundled(talk: &Talk) -> Option<Seen> {
    integrative(talk)?;
    let offers = bundleable(talk);
    (talk.offers().count() >= 2).then_some(())?;
    let all = offers.len();
    let last = offers.last()?.0;
    let path = Path::of(talk);
    if path.wanders() {
        return Seen::at(
            0,
            last,
            "Your packages went up and down, so no bundle ever stood long enough to be answered.",
        );
    }
    let bundles = offers.iter().filter(|(_, changes)| *changes >= 2).count();
    let best = offers.iter().max_by_key(|(play, changes)| (*changes, std::cmp::Reverse(play.turn)))?.0;
    if all == 1 && bundles == 1 {
        let terms = offers[0].1;
        let line = format!("Your first package settled {terms} terms at once, not one after the other.");
        return Seen::at(2, best, line);
    }
    match (2 * bundles >= all, 4 * bundles >= all) {
        (true, _) => {
            Seen::at(2, best, format!("{bundles} of {all} offers moved several terms at once: bundles, not slices."))
        }
        (_, true) => Seen::at(
            1,
            best,
            format!("{bundles} of {all} offers moved several terms at once; the others went slice by slice."),
        ),
        _ => Seen::at(
            0,
            last,
            format!("{} of {all} offers moved one term at a time: each slice was haggled by itself.", all - bundles),
        ),
    }
}

/// So many offers make a frame.
const FRAME: usize = 3;

/// Row 79: everything as one price.
pub(super) fn several_issues(talk: &Talk) -> Option<Seen> {
    let ground = integrative(talk)?;
    let offers: Vec<(&Play, &Package)> = talk.offers().collect();
    (offers.len() >= FRAME && talk.agenda().issues.len() >= 2).then_some(())?;
    let path = Path::of(talk);
    let (last_play, last) = *offers.last()?;
    if path.wanders() {
        return Seen::at(0, last_play, "Every term went up and down at once: that is no trade between them.");
    }
    let single = |step: &&super::path::Step| matches!(Path::changed(step).as_slice(), [_]);
    let of_issue =
        |id: &str| path.steps.iter().filter(single).filter(|step| Path::changed(step).iter().any(|c| c == id)).count();
    let issues = &talk.agenda().issues;
    let (most, on) = issues.iter().map(|issue| (of_issue(&issue.id), issue)).max_by_key(|(count, _)| *count)?;
    let opened_wide = offers[0].1.changes_from(&offers[0].0.before) >= 2;
    let (share, all) = ((most as f64) / path.steps.len() as f64, issues.len());
    let still: Vec<&str> = issues
        .iter()
        .filter(|issue| !offers.iter().any(|(play, _)| play.moves_issue(&issue.id)))
        .map(|i| i.label.as_str())
        .collect();
    let left = talk.left_beside_the_price(talk.deal.unwrap_or(last));
    let much_left = left as f64 > SETTLED * ground.most_joint as f64;
    let label = if matches!(on.kind, Kind::Numeric(_)) { "number" } else { on.label.as_str() };
    if share < 0.4 || (opened_wide && !much_left) {
        let moved = all - still.len();
        return Seen::at(
            2,
            offers[0].0,
            format!("{moved} of {all} terms were on your side of the table, not one number alone."),
        );
    }
    let amount = talk.amount(left);
    match (share >= 0.7 && much_left, still.len()) {
        (true, 1..) => Seen::at(
            0,
            last_play,
            format!(
                "{} of {all} terms never moved while you haggled over the {label}; {amount} for the two of you lay there.",
                still.len()
            ),
        ),
        (true, 0) => Seen::at(
            0,
            last_play,
            format!("Step after step was about the {label} alone; {amount} lay in the other terms."),
        ),
        _ => Seen::at(
            1,
            last_play,
            format!("Most of your steps were about the {label}; the other terms could have carried some of them."),
        ),
    }
}
