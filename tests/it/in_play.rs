//! People in play: our own labelled sentences against the reader, table by table.
//!
//! Every third sentence is held out: no weight was fitted on it and no case insists
//! on it, so the share read right among those is the honest figure.

use std::fmt::Write;
use std::path::Path;

use sparring::negotiation::{Act, Choice, Terms};
use sparring::understanding::{DOUBTFUL, Heard, Reader, Role};

#[path = "../../examples/train_reader/sentences.rs"]
pub mod sentences;

use sentences::{Case, FREE, Reading};

/// What is wrong with a reading, in a few words each; empty when it is right.
fn faults(case: &Case, theirs: Option<&Terms>, heard: &Heard) -> Vec<String> {
    let mut faults = Vec::new();
    for act in case.acts.iter().filter(|act| !heard.acts.contains(act)) {
        faults.push(format!("no {act}"));
    }
    for act in &heard.acts {
        let expected = case.acts.contains(act) || case.may.contains(act);
        if !expected && (case.not.contains(act) || !FREE.contains(act)) {
            faults.push(format!("takes it for {act}"));
        }
    }
    faults.extend(wrong_offer(case, theirs, heard));
    if case.ask.is_some() && case.ask != heard.ask {
        faults.push(format!("asks {}", heard.ask.as_ref().map_or("nothing".to_owned(), shown)));
    }
    for (issue, choice) in case.limit.iter().flat_map(|terms| &terms.0) {
        let told = heard
            .mentions
            .iter()
            .any(|m| m.role == Role::Limit && m.issue.as_ref() == Some(issue) && figure(choice) == m.figure);
        if !told {
            faults.push(format!("no limit on {issue}"));
        }
    }
    for (text, role) in &case.roles {
        let near = |heard: Role| heard == *role || (compared(heard) && compared(*role));
        // A place may hold its unit too: "10" in "10 years".
        let there = |said: &str| said == text || said.split(' ').any(|word| word == text);
        if !heard.mentions.iter().any(|m| there(&m.text) && near(m.role)) {
            faults.push(format!("{text} is no {role:?}"));
        }
    }
    for about in case.about.iter().filter(|about| !heard.topics.iter().any(|t| t.about == **about)) {
        faults.push(format!("not about {about}"));
    }
    faults
}

/// Whether a figure is somebody else's: a comparable price or a competing offer.
fn compared(role: Role) -> bool {
    matches!(role, Role::Comparable | Role::Competing)
}

fn wrong_offer(case: &Case, theirs: Option<&Terms>, heard: &Heard) -> Option<String> {
    // What a conditional acceptance leaves out is taken from the other's offer: saying it adds nothing.
    let taken = theirs.filter(|_| case.acts.contains(&Act::AcceptConditional));
    let added = |terms: &Terms| {
        let stands = |issue: &String, choice: &Choice| taken.is_some_and(|t| t.0.get(issue) == Some(choice));
        Terms(terms.0.iter().filter(|(i, c)| !stands(i, c)).map(|(i, c)| (i.clone(), c.clone())).collect())
    };
    let expected: Vec<Terms> = case.offer.iter().chain(&case.alternatives).map(added).collect();
    let read: Vec<Terms> = heard.offer.iter().chain(&heard.alternatives).map(added).collect();
    // Restating what is accepted is no new proposal, and harmless as one.
    let restates = case.offer.is_none() && (case.acts.contains(&Act::Accept) || case.may.contains(&Act::Offer));
    let free = restates && heard.alternatives.is_empty();
    (expected != read && !free).then(|| match read.as_slice() {
        [] => "reads no offer".to_owned(),
        packages => format!("reads {}", packages.iter().map(shown).collect::<Vec<_>>().join(" or ")),
    })
}

fn figure(choice: &Choice) -> Option<f64> {
    match choice {
        Choice::Number(n) => Some(n.as_f64()),
        Choice::Option(_) => None,
    }
}

fn shown(terms: &Terms) -> String {
    serde_json::to_string(terms).unwrap_or_default()
}

/// How many sentences were read right, out of how many; and of how many the reader was rightly sure or unsure.
#[derive(Debug, Default, Clone, Copy)]
struct Share {
    right: usize,
    all: usize,
    /// Right readings that it would ask back.
    needless: usize,
    /// Wrong offers, and those among them it would ask back.
    wrong_offers: usize,
    asked_back: usize,
}

impl Share {
    fn of_right(self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }

    fn of_needless(self) -> f64 {
        self.needless as f64 / self.right.max(1) as f64
    }
}

struct Verdict {
    fitted: Share,
    held: Share,
    table: String,
    broken: usize,
}

fn judge(folder: &str) -> Verdict {
    let reader = Reader::new();
    let shows_held = std::env::var("IN_PLAY_HELD").is_ok();
    let mut verdict = Verdict { fitted: Share::default(), held: Share::default(), table: String::new(), broken: 0 };
    for reading in Reading::load_all(Path::new(folder)).unwrap() {
        let mut here = [Share::default(); 2];
        for case in &reading.cases {
            let table = reading.table(case);
            let heard = reader.read(&table, &case.say);
            let faults = faults(case, table.other.as_ref(), &heard);
            let share = &mut here[usize::from(case.held)];
            let doubtful = heard.doubt >= DOUBTFUL;
            let wrong_offer = wrong_offer(case, table.other.as_ref(), &heard).is_some();
            share.all += 1;
            share.right += usize::from(faults.is_empty());
            share.needless += usize::from(faults.is_empty() && doubtful);
            share.wrong_offers += usize::from(wrong_offer);
            share.asked_back += usize::from(wrong_offer && doubtful);
            if faults.is_empty() && !doubtful {
                continue;
            }
            let insists = case.must && !case.held && !faults.is_empty();
            verdict.broken += usize::from(insists);
            if !case.held || shows_held {
                let mark = if insists {
                    "MUST"
                } else if faults.is_empty() {
                    "doubt"
                } else {
                    ""
                };
                let about = heard.doubt_about.as_deref().filter(|_| doubtful).unwrap_or_default();
                let _ = writeln!(
                    verdict.table,
                    "{:<9} {:<5} {:<70} {}  [{:.2} {about}]",
                    reading.name,
                    mark,
                    case.say,
                    faults.join("; "),
                    heard.doubt,
                );
            }
        }
        for (name, share) in [("fitted", here[0]), ("held out", here[1])] {
            let _ = writeln!(
                verdict.table,
                "{:<9} {name}: {} of {} read right, {} of them doubted, {} of {} wrong offers doubted",
                reading.name, share.right, share.all, share.needless, share.asked_back, share.wrong_offers
            );
        }
        for (sum, share) in [(&mut verdict.fitted, here[0]), (&mut verdict.held, here[1])] {
            sum.right += share.right;
            sum.all += share.all;
            sum.needless += share.needless;
            sum.wrong_offers += share.wrong_offers;
            sum.asked_back += share.asked_back;
        }
    }
    verdict
}

#[test]
fn people_in_play_are_understood() {
    let verdict = judge("tests/in_play");
    println!("{}", verdict.table);
    for (name, share) in [("fitted", verdict.fitted), ("held out", verdict.held)] {
        println!(
            "{name}: {:.3} of {} read right; {:.3} of those doubted; {} of {} wrong offers doubted",
            share.of_right(),
            share.all,
            share.of_needless(),
            share.asked_back,
            share.wrong_offers
        );
    }
    assert_eq!(verdict.broken, 0, "plain sentences misread:\n{}", verdict.table);
    assert!(verdict.fitted.of_right() >= 0.95, "fitted sentences:\n{}", verdict.table);
    assert!(verdict.held.of_right() >= 0.77, "held-out sentences:\n{}", verdict.table);
}

#[test]
fn wider_sentences_are_understood() {
    let (wider, table) = wholly_right("tests/wider");
    println!("wider, fitted: {:.3} of {} wholly right", wider.of_right(), wider.all);
    assert!(wider.of_right() >= 0.80, "{:.3} of the wider sentences:\n{table}", wider.of_right());
}

/// How many sentences of a folder are wholly right.
fn wholly_right(folder: &str) -> (Share, String) {
    let verdict = judge(folder);
    (verdict.fitted, verdict.table)
}

#[test]
fn fresh_sentences_are_understood() {
    let (seen, table) = wholly_right("tests/fresh_seen");
    let (held, _) = wholly_right("tests/fresh_held_out");
    for (name, share) in [("seen since", seen), ("held out", held)] {
        println!(
            "fresh, {name}: {:.3} of {} wholly right; {} of {} wrong offers doubted",
            share.of_right(),
            share.all,
            share.asked_back,
            share.wrong_offers
        );
    }
    assert!(seen.of_right() >= 0.85, "fresh sentences:\n{table}");
    assert!(held.of_right() >= 0.55, "{:.3} of the held-out sentences", held.of_right());
}

/// What is wrong with the package that a reading puts on the table; saying what stands there already changes nothing.
fn wrong_package(case: &Case, theirs: Option<&Terms>, heard: &Heard) -> Option<String> {
    let stands = |issue: &String, choice: &Choice| theirs.is_some_and(|t| t.0.get(issue) == Some(choice));
    let new = |terms: &Terms| {
        Terms(terms.0.iter().filter(|(i, c)| !stands(i, c)).map(|(i, c)| (i.clone(), c.clone())).collect())
    };
    let meant = Case { offer: case.offer.as_ref().map(new), ..case.clone() };
    let read = Heard { offer: heard.offer.as_ref().map(new), ..heard.clone() };
    wrong_offer(&meant, theirs, &read)
}

/// Several sentences with reasons, questions and a package of terms: how those who negotiate well speak. A package that is
/// plain to any reader is put on the table, not asked back.
#[test]
fn whole_turns_are_put_on_the_table() {
    let reader = Reader::new();
    let (mut shares, mut table) = ([Share::default(); 2], String::new());
    for reading in Reading::load_all(Path::new("tests/whole_turns")).unwrap() {
        for case in &reading.cases {
            let stands = reading.table(case);
            let heard = reader.read(&stands, &case.say);
            let wrong = wrong_package(case, stands.other.as_ref(), &heard);
            let doubtful = heard.doubt >= DOUBTFUL;
            let share = &mut shares[usize::from(case.held)];
            share.all += 1;
            share.right += usize::from(wrong.is_none());
            share.needless += usize::from(wrong.is_none() && doubtful);
            if !case.held && (doubtful || wrong.is_some()) {
                let about = heard.doubt_about.as_deref().filter(|_| doubtful).unwrap_or_default();
                let _ = writeln!(table, "{} {} [{:.2} {about}]", case.say, wrong.unwrap_or_default(), heard.doubt);
            }
        }
    }
    for (name, share) in ["looked at", "held"].into_iter().zip(shares) {
        println!("{name}: {} of {} right, {} of them asked back", share.right, share.all, share.needless);
    }
    println!("{table}");
    let [looked_at, held] = shares;
    assert!(looked_at.of_right() >= 0.85 && looked_at.needless <= 1, "whole turns:\n{table}");
    assert!(held.of_right() >= 0.64, "{:.3} of the held turns", held.of_right());
}
