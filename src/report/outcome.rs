//! The end of a talk in words: the deal or the missing one, what it was worth, what was left.

use crate::score::{Debrief, Outcome, kept};
use crate::session::{Status, Turn};

use super::blocks::Block;
use super::case::Case;

/// The headline and what it means.
pub(super) fn headline(case: &Case<'_>, debrief: &Debrief, transcript: &[Turn]) -> Vec<Block> {
    let outcome = &debrief.outcome;
    match &outcome.package {
        Some(package) => vec![
            Block::Heading(format!("Deal: {}", case.agenda.write(package, false))),
            Block::Text(gains(case, outcome)),
            Block::Text(judged_deal(case, outcome)),
        ],
        None => vec![
            Block::Heading(format!("No deal. {}", how_it_ended(case, transcript))),
            Block::Text(judged_exit(case, debrief, transcript)),
        ],
    }
}

/// Both gains; added up only where both sides count in one currency.
fn gains(case: &Case<'_>, outcome: &Outcome) -> String {
    let (money, name) = (case.money(), case.counterpart);
    let both = format!("You {}, {name} {}", money.gain(outcome.learner), money.gain(outcome.counterpart));
    if !money.adds_up() {
        let share =
            outcome.claim.map(|claim| format!(" That is {} of what you could have got.", percent(claim.max(0.0))));
        return format!("{both}, each in points of their own.{}", share.unwrap_or_default());
    }
    let joint = outcome.learner + outcome.counterpart;
    match outcome.nash {
        Some(_) => {
            let most = money.amount(joint + outcome.left.joint);
            format!("{both}: together {} of the {most} there was.", money.amount(joint))
        }
        None => format!("{both}."),
    }
}

fn judged_deal(case: &Case<'_>, outcome: &Outcome) -> String {
    let money = case.money();
    match (outcome.learner, outcome.nash.is_some()) {
        (short @ ..0, true) => format!(
            "This is {} short of your own walk-away: your fallback would have been better than this deal.",
            money.amount(-short)
        ),
        (short @ ..0, false) => format!(
            "This is {} short of your own walk-away. No deal here suited both sides, so leaving was the better move.",
            money.amount(-short)
        ),
        (0, _) => "This is exactly your walk-away: as good as your fallback, no better.".into(),
        _ => "Both gains are counted from what each of you had without a deal.".into(),
    }
}

fn how_it_ended(case: &Case<'_>, transcript: &[Turn]) -> String {
    match transcript.last().map(|turn| turn.status) {
        Some(Status::Walked) => "You walked away.".into(),
        Some(Status::BrokenOff) => format!("{} left.", case.counterpart),
        _ => "The turns were used up.".into(),
    }
}

fn judged_exit(case: &Case<'_>, debrief: &Debrief, transcript: &[Turn]) -> String {
    let (money, name) = (case.money(), case.counterpart);
    let offers = kept(transcript).into_iter().filter_map(|turn| turn.standing.counterpart.as_ref());
    let best = offers.map(|offer| case.gain(offer)).max();
    let zone = debrief.outcome.nash.is_some();
    match (best, zone) {
        (Some(gain @ 0..), _) if debrief.outcome.exit == 0 => format!(
            "{name}'s best offer was worth {} more to you than your fallback, and it went unsigned.",
            money.amount(gain)
        ),
        (_, false) => "No deal here would have suited both sides, so your fallback was the best you could do.".into(),
        (Some(gain), true) if gain < 0 => format!(
            "Nothing {name} offered reached your walk-away; the best was {} short of it. Leaving cost you nothing, \
             but a deal that suits both was there to be found.",
            money.amount(-gain)
        ),
        _ => "You go with your fallback. A deal that suits both was there to be found.".into(),
    }
}

/// What was left on the table, and one fair point to compare with. `signature_told` says whether a deal that would have
/// been signed was told of before.
pub(super) fn left(case: &Case<'_>, outcome: &Outcome, signature_told: bool) -> Vec<Block> {
    let (money, name) = (case.money(), case.counterpart);
    let mut parts = Vec::new();
    if outcome.package.is_some() {
        let left = &outcome.left;
        if left.free > 0 {
            parts.push(format!("{} more for you would have cost {name} nothing.", money.amount(left.free)));
        }
        if left.tactical > 0 && !signature_told {
            let more = money.amount(left.tactical);
            parts
                .push(format!("At its best moment for you, {name} would have signed a deal worth {more} more to you."));
        }
        if left.joint > 0 && money.adds_up() && outcome.nash.is_some() {
            parts.push(format!("{} that the two of you could have shared went to neither.", money.amount(left.joint)));
        }
        if parts.is_empty() && left.tactical <= 0 {
            parts.push(format!("At no turn would {name} have signed anything better for you."));
        }
    }
    let fair = outcome.nash.as_ref().map(|fair| {
        let (deal, yours, theirs) =
            (case.words(&fair.package), money.gain(fair.learner_gain), money.gain(fair.counterpart_gain));
        format!(
            "A fair deal to compare with: {deal}, you {yours}, {name} {theirs} (the largest product of both gains; Nash 1950)."
        )
    });
    parts.extend(fair);
    if parts.is_empty() {
        return Vec::new();
    }
    let heading = if outcome.package.is_some() { "What was left on the table" } else { "What was possible" };
    [vec![Block::Heading(heading.into())], parts.into_iter().map(Block::Text).collect()].concat()
}

/// A share as a whole percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", (100.0 * share).round())
}
