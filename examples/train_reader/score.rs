//! The figures by which a reader is judged: exact offers, false offers, F1 of acts.

use std::collections::BTreeMap;

use sparring::negotiation::{Act, Choice};
use sparring::understanding::Heard;
use sparring::understanding::records::{Offered, Prediction};

use crate::corpus::{Amount, Labelled};
use crate::sentences::{Case, FREE};

const ACTS: [&str; 22] = [
    "offer",
    "accept",
    "reject",
    "small_talk",
    "ask_offer",
    "request_info",
    "q_diagnostic",
    "q_hypothetical",
    "disclose_interest",
    "disclose_reservation",
    "appeal_criteria",
    "walk_away",
    "side_term",
    "inform",
    "disclose_batna",
    "signal_flexibility",
    "request_response",
    "accept_conditional",
    "q_challenge",
    "q_calibrated",
    "hostility",
    "other",
];

/// Whether two values are the same figure or option, written however.
pub(crate) fn same(predicted: &Choice, gold: &serde_json::Value) -> bool {
    let plain = |text: &str| {
        let mut text = text.to_lowercase();
        for noise in [",", " usd", "%", " hours", " promotion track", " leased car"] {
            text = text.replace(noise, "");
        }
        text.trim().to_owned()
    };
    let predicted = match predicted {
        Choice::Number(n) => n.to_string(),
        Choice::Option(id) => plain(id),
    };
    let gold = match gold {
        serde_json::Value::String(text) => plain(text),
        other => other.to_string(),
    };
    match (predicted.parse::<f64>(), gold.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= 0.26 + 0.001 * b.abs(),
        _ => predicted == gold,
    }
}

/// Whether a predicted outcome is the labelled one.
pub(crate) fn equal(predicted: &Offered, gold: &Amount) -> bool {
    predicted.issue == gold.issue
        && gold.side.as_deref().is_none_or(|side| predicted.side.is_none_or(|s| s == side))
        && same(&predicted.value, &gold.value)
}

/// What must be found, and what neither helps nor hurts.
fn sets(one: &Labelled, amounts: &[Amount]) -> (Vec<Amount>, Vec<Amount>) {
    let (mut required, mut free) = (Vec::new(), Vec::new());
    for amount in amounts.iter().filter(|a| !a.value.is_null()) {
        let approximate = amount.side.is_some() && amount.flags.iter().any(|f| f == "approx");
        match amount.kind.as_str() {
            "offer" | "limit_offer" if approximate => free.push(amount.clone()),
            "offer" | "limit_offer" => required.push(amount.clone()),
            "accepted" | "want" | "limit" => free.push(amount.clone()),
            "list_price" if one.record.role != "buyer" => free.push(amount.clone()),
            _ => {}
        }
    }
    let mut counts = one.record.context.scenario.counts.clone().unwrap_or_default();
    if one.corpus == "casino" {
        counts = ["food", "water", "firewood"].map(|i| (i.to_owned(), 3)).into();
    }
    let sided: Vec<&Amount> = amounts.iter().filter(|a| a.side.is_some() && !a.value.is_null()).collect();
    for amount in &sided {
        if let (Some(total), Some(n)) = (counts.get(&amount.issue), amount.value.as_f64()) {
            let side = if amount.side.as_deref() == Some("self") { "other" } else { "self" };
            let rest = serde_json::json!(f64::from(*total) - n);
            free.push(Amount { value: rest, side: Some(side.to_owned()), ..(*amount).clone() });
        }
    }
    if !sided.is_empty() {
        for (issue, total) in counts.iter().filter(|(issue, _)| !sided.iter().any(|a| a.issue == **issue)) {
            for (side, value) in [("self", 0), ("self", *total), ("other", 0), ("other", *total)] {
                free.push(Amount {
                    issue: issue.clone(),
                    value: value.into(),
                    side: Some(side.to_owned()),
                    kind: "offer".to_owned(),
                    flags: Vec::new(),
                });
            }
        }
    }
    (required, free)
}

#[derive(Default)]
struct Offers {
    exact: (u32, u32),
    wrong: (u32, u32),
}

fn offers<'l>(labelled: impl Iterator<Item = &'l Labelled>, predictions: &BTreeMap<String, Prediction>) -> Offers {
    let mut sum = Offers::default();
    for one in labelled {
        let (Some(amounts), Some(prediction)) = (&one.gold.amounts, predictions.get(&one.record.id)) else { continue };
        let (required, free) = sets(one, amounts);
        let mut used = vec![false; required.len()];
        let mut bad = 0;
        for offered in &prediction.offers {
            if let Some(k) = (0..required.len()).find(|k| !used[*k] && equal(offered, &required[*k])) {
                used[k] = true;
            } else if !free.iter().chain(&required).any(|a| equal(offered, a)) {
                bad += 1;
            }
        }
        if required.is_empty() {
            sum.wrong.1 += 1;
            sum.wrong.0 += u32::from(bad > 0);
        } else {
            sum.exact.1 += 1;
            sum.exact.0 += u32::from(bad == 0 && used.iter().all(|u| *u));
        }
    }
    sum
}

/// Whether one of our own sentences is read right: its acts, none too many, and what it proposes.
pub(crate) fn right(case: &Case, heard: &Heard) -> bool {
    let expected = |act: &Act| case.acts.contains(act) || case.may.contains(act);
    let free = |act: &Act| FREE.contains(act) && !case.not.contains(act);
    let offers = case.acts.contains(&Act::Accept) || case.may.contains(&Act::Offer) || case.offer == heard.offer;
    case.acts.iter().all(|act| heard.acts.contains(act))
        && heard.acts.iter().all(|act| expected(act) || free(act))
        && (offers || case.acts.contains(&Act::AcceptConditional))
}

fn share((part, whole): (u32, u32)) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

/// Prints the figures that the outside check prints.
pub(crate) fn print(labelled: &[Labelled], predictions: &BTreeMap<String, Prediction>) {
    let of = |keep: &dyn Fn(&Labelled) -> bool| offers(labelled.iter().filter(|l| keep(l)), predictions);
    let price = of(&|l| l.set.starts_with("hand_price"));
    let nego = of(&|l| l.set == "negochat");
    let multi = |corpus: &str| of(&|l: &Labelled| l.set == "hand_multi" && l.corpus == corpus);
    for (name, sum) in [
        ("price", price),
        ("job package, 6 issues", nego),
        ("jobinterview", multi("jobinterview")),
        ("dealornodeal", multi("dealornodeal")),
        ("casino", multi("casino")),
    ] {
        println!(
            "{name:<24} exact {:.3} ({}/{})   false offers {:.3} ({}/{})",
            share(sum.exact),
            sum.exact.0,
            sum.exact.1,
            share(sum.wrong),
            sum.wrong.0,
            sum.wrong.1
        );
    }
    for act in ACTS {
        let (mut hit, mut extra, mut missed) = (0u32, 0u32, 0u32);
        for one in labelled.iter().filter(|l| l.set.starts_with("hand_")) {
            let Some(prediction) = predictions.get(&one.record.id) else { continue };
            let conditional = one.gold.acts.contains("accept_conditional") && (act == "accept" || act == "offer");
            let near_offer = act == "offer"
                && !one.gold.acts.contains("offer")
                && one
                    .gold
                    .amounts
                    .iter()
                    .flatten()
                    .any(|a| ["want", "list_price", "limit"].contains(&a.kind.as_str()));
            if conditional || near_offer {
                continue;
            }
            match (one.gold.acts.contains(act), prediction.acts.iter().any(|a| a.name() == act)) {
                (true, true) => hit += 1,
                (false, true) => extra += 1,
                (true, false) => missed += 1,
                _ => {}
            }
        }
        let f1 = f64::from(2 * hit) / f64::from((2 * hit + extra + missed).max(1));
        println!("act {act:<22} F1 {f1:.3}   found {hit} of {}, {extra} too many", hit + missed);
    }
}
