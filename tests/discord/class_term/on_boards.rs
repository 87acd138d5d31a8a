//! The boards of the class: ranks and figures against the runs, for staff, for learners and on the command line.

use std::collections::{BTreeMap, BTreeSet};

use sparring::classroom::Metric;

use super::expected::{Class, Run, on_board};
use super::{GIVES_UP, Term, pages};
use crate::bot::Bot;

/// A line of a board: rank, name, figure, runs, challenges.
struct Standing {
    rank: usize,
    name: String,
    value: f64,
    runs: usize,
    challenges: usize,
}

/// What a board has to say: those with five runs in three challenges, by their mean over the runs in its scope.
fn board(
    names: &BTreeMap<String, String>,
    runs: &[Run],
    metric: usize,
    within: impl Fn(&Run) -> bool,
) -> Vec<Standing> {
    let spread = |own: &[&Run]| own.iter().map(|run| run.challenge.as_str()).collect::<BTreeSet<_>>().len();
    let mut lines = Vec::new();
    for (person, name) in names {
        let own: Vec<&Run> = runs.iter().filter(|run| run.person == *person).collect();
        let scope: Vec<&Run> = own.iter().filter(|run| within(run)).copied().collect();
        if let Some(value) = on_board(&scope, metric).filter(|_| own.len() >= 5 && spread(&own) >= 3) {
            let (runs, challenges) = (scope.len(), spread(&scope));
            lines.push(Standing { rank: 0, name: name.clone(), value, runs, challenges });
        }
    }
    let values: Vec<f64> = lines.iter().map(|line| line.value).collect();
    for line in &mut lines {
        line.rank = 1 + values.iter().filter(|other| **other > line.value + 1e-9).count();
    }
    lines
}

/// The boards, as Discord shows them and as the command line prints them, against the runs.
pub(super) async fn add_up(term: &Term, class: &Class) {
    let runs: Vec<Run> = class.runs(i64::MAX);
    assert!(runs.len() >= 60, "there are runs to compare: {}", runs.len());
    let mut names = BTreeMap::new();
    for person in term.people() {
        if let Some(alias) = term.store.alias(&term.guild(), &person).await.expect("the store") {
            names.insert(person, alias.alias);
        }
    }
    let week = &class.challenges[0];
    let mut places = 0;
    for (which, metric) in Metric::ALL.into_iter().enumerate() {
        let all = board(&names, &runs, which, |_| true);
        printed_board_adds_up(term, metric, &all).await;
        shown_board_adds_up(term, metric, "", &all).await;
        own_places_add_up(term, metric, &names, &all).await;
        let hatchback = board(&names, &runs, which, |run| run.persona == "hatchback");
        shown_board_adds_up(term, metric, " persona:hatchback", &hatchback).await;
        let first = board(&names, &runs, which, |run| run.challenge == week.id);
        shown_board_adds_up(term, metric, &format!(" challenge:{}", week.title), &first).await;
        places += all.len() + hatchback.len() + first.len();
    }
    assert!(places >= 100, "there are places to compare: {places}");
}

async fn printed_board_adds_up(term: &Term, metric: Metric, expected: &[Standing]) {
    // The term is over by the machine's clock, by which the command line goes.
    let arguments = ["leaderboard", "--format", "csv", "--limit", "100", "--metric", metric.name()];
    let (ended, printed) = Bot::once(&term.school.club.world, &term.school.club.home, &arguments, &[]).await;
    assert!(ended.success(), "{printed}");
    let mut reader = csv::Reader::from_reader(printed.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), expected.len(), "{metric:?}\n{printed}");
    for row in &rows {
        let line = expected.iter().find(|line| line.name == row[1]).expect("somebody who is listed");
        let figures = [
            line.rank.to_string(),
            line.name.clone(),
            format!("{:.2}", line.value),
            line.runs.to_string(),
            line.challenges.to_string(),
        ];
        assert_eq!(figures.as_slice(), row.iter().collect::<Vec<_>>(), "{metric:?}");
    }
}

/// A line of a board as Discord shows it.
fn shown(metric: Metric, line: &Standing) -> String {
    let rank = match line.rank {
        1 => "🥇".to_owned(),
        2 => "🥈".to_owned(),
        3 => "🥉".to_owned(),
        rank => format!("`{rank:>3}.`"),
    };
    let figure = match metric {
        Metric::Improvement => format!("{:+.1}", line.value).replace('-', "−"),
        _ => format!("{:.1}", line.value),
    };
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!(
        "{rank} **{}** · {figure} · {} run{} in {} challenge{}",
        line.name,
        line.runs,
        plural(line.runs),
        line.challenges,
        plural(line.challenges)
    )
}

/// Every page of the whole board, for staff.
async fn shown_board_adds_up(term: &Term, metric: Metric, scope: &str, expected: &[Standing]) {
    let observer = &term.school.observer;
    let card = observer.slash(&format!("/leaderboard show metric:{}{scope}", metric.name())).await.message();
    if expected.is_empty() {
        assert!(card.text().contains("Nobody is listed yet"), "{}", card.text());
        return;
    }
    let first = observer.click(&card, "The whole board").await.message();
    let (texts, _) = pages(observer, first).await;
    let told = texts.concat();
    assert_eq!(told.lines().filter(|line| line.contains("** · ")).count(), expected.len(), "{metric:?}{scope}\n{told}");
    for line in expected {
        let wanted = shown(metric, line);
        assert!(told.lines().any(|line| line == wanted), "{metric:?}{scope}: {wanted:?} is not in\n{told}");
    }
}

/// What learners see: their own place, or what is missing for one.
async fn own_places_add_up(term: &Term, metric: Metric, names: &BTreeMap<String, String>, expected: &[Standing]) {
    for number in [0, 1, 5, GIVES_UP] {
        let person = &term.learners[number];
        let told = person.slash(&format!("/leaderboard show metric:{}", metric.name())).await.text();
        let own = expected.iter().find(|line| line.name == names[&person.id.to_string()]);
        let wanted = match own {
            Some(line) => format!("Place **{}** of {}", line.rank, expected.len()),
            None => "it takes 5 in 3".to_owned(),
        };
        let none = own.is_none() && told.contains("No rated run of yours");
        assert!(none || told.contains(&wanted), "{metric:?} {number}: {wanted:?} is not in\n{told}");
        assert!(own.is_none_or(|line| told.contains(&format!("▸ {}", shown(metric, line)))), "{told}");
    }
}
