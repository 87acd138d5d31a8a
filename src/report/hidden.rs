//! The hidden side in words: limit, way out, values, interests, claims. Only ever part of a debrief.

use crate::negotiation::{Choice, Issue, Kind, Quantity};
use crate::score::{Debrief, Hidden, HiddenClaim};

use super::blocks::Block;
use super::case::Case;

/// Under this trust a signature rests on little: a risk that the deal breaks.
const SHAKY_TRUST: i32 = 40;

/// Everything the counterpart kept to itself.
pub(super) fn hidden_side(case: &Case<'_>, debrief: &Debrief) -> Block {
    let hidden = &debrief.hidden;
    let mut blocks = vec![Block::Text(limit(case, hidden))];
    let told = [("", &hidden.brief), ("Way out: ", &hidden.batna)];
    blocks.extend(told.iter().filter(|(_, text)| !text.is_empty()).map(|(lead, t)| Block::Text(format!("{lead}{t}"))));
    blocks.extend(values(case, hidden));
    blocks.extend(hidden.interests.iter().map(|interest| {
        let when = match interest.told {
            Some(turn) => format!("You learned at turn {turn}"),
            None => "Never told".into(),
        };
        Block::Text(format!("{when}: “{}”", interest.text.trim()))
    }));
    // A claim that was never made stays for another talk.
    blocks.extend(hidden.claims.iter().filter(|claim| claim.said).map(|claim| Block::Text(claimed(claim))));
    blocks.push(Block::Text(mood(hidden, debrief.outcome.package.is_some())));
    Block::Folded { title: format!("{}'s side", hidden.name), blocks }
}

/// A claim with what was true about it and what wasn't.
fn claimed(claim: &HiddenClaim) -> String {
    let lead = "Claimed";
    let text = claim.text.trim();
    let honest = match claim.honest.trim() {
        "" => ".".to_owned(),
        honest => format!(": “{honest}”"),
    };
    match claim.truth.as_str() {
        "true" => format!("{lead}: “{text}” That was true."),
        "soft" => format!("{lead}: “{text}” That was half true{honest}"),
        _ => format!("{lead}: “{text}” That was not true{honest}"),
    }
}

/// The reservation value and the floor. Negative worths are costs, and read better as such.
fn limit(case: &Case<'_>, hidden: &Hidden) -> String {
    let (money, name) = (case.money(), &hidden.name);
    let limit = match hidden.reservation {
        cost @ ..0 => format!("Limit: all in, a deal could cost {name} {} at most.", money.amount(-cost)),
        worth => format!("Limit: all in, a deal had to be worth at least {} to {name}.", money.amount(worth)),
    };
    if hidden.floor <= hidden.reservation {
        return limit;
    }
    let held = match hidden.floor {
        ..0 => money.amount(-hidden.floor),
        _ => money.amount(hidden.floor),
    };
    format!("{limit} In this talk {name} would have stopped at {held}, the floor.")
}

fn mood(hidden: &Hidden, deal: bool) -> String {
    let ended = format!("At the end: trust {} of 100, tension {} of 100.", hidden.trust, hidden.tension);
    if deal && hidden.trust < SHAKY_TRUST {
        return format!(
            "{ended} {} signed without quite believing you; such deals are the ones that break.",
            hidden.name
        );
    }
    ended
}

/// What each outcome was worth to both sides; those worth nothing to either are left out.
fn values(case: &Case<'_>, hidden: &Hidden) -> Option<Block> {
    let rows: Vec<Vec<String>> = case.agenda.issues.iter().flat_map(|issue| worths(case, hidden, issue)).collect();
    let head = ["Worth".into(), "to you".into(), format!("to {}", hidden.name)].to_vec();
    (!rows.is_empty()).then_some(Block::Table { head, rows })
}

fn worths(case: &Case<'_>, hidden: &Hidden, issue: &Issue) -> Vec<Vec<String>> {
    let money = case.money();
    let row = |(name, worth): (&String, &serde_json::Value)| {
        let choice = choice(issue, name)?;
        let words = match issue.kind {
            Kind::Numeric(_) => format!("{} {}", issue.label, issue.write(&choice)),
            _ => issue.write(&choice),
        };
        let (mine, theirs) = (case.values.of_choice(&issue.id, &choice), worth.as_i64()?);
        // What one side pays the other gets, to the penny: nothing to read there.
        let passed_on = matches!(issue.kind, Kind::Numeric(_)) && mine == -theirs;
        if (mine, theirs) == (0, 0) || passed_on {
            return None;
        }
        Some(vec![words, money.gain(mine), money.gain(theirs)])
    };
    let known = hidden.values.get(&issue.id).and_then(|worths| worths.as_object());
    known.into_iter().flatten().filter_map(row).collect()
}

fn choice(issue: &Issue, name: &str) -> Option<Choice> {
    match issue.kind {
        Kind::Options(_) => Some(Choice::Option(name.to_owned())),
        _ => name.parse::<Quantity>().ok().map(Choice::Number),
    }
}
