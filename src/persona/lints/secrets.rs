//! Secrets: what the learner reads must not give the hidden side away.

use std::collections::BTreeSet;

use super::{Case, Findings, Path};
use crate::negotiation::{Issue, Kind};
use crate::persona::model::{Line, Persona};

/// Below this a figure is as likely a count of days as a limit.
const TELLING: i64 = 100;
/// Below this a figure stands in every other text.
const UNUSUAL: i64 = 13;
/// Words in a row that two texts share only when one was copied from the other.
const SHINGLE: usize = 4;

pub(super) fn figures_stay_hidden(case: &Case<'_>, findings: &mut Findings) {
    let side = &case.persona.counterpart;
    let limit = side.reservation.abs();
    let way_out: BTreeSet<String> = figures(&side.batna.text).into_iter().filter(|figure| is_telling(figure)).collect();
    let mut texts = public(case.persona);
    texts.extend(spoken(case.persona));
    for (path, text) in texts {
        let named = figures(&text);
        let names_limit = named.contains(&limit.to_string());
        if (UNUSUAL..TELLING).contains(&limit) && names_limit {
            let message = format!("this text names {limit}, which is also the counterpart's reservation value");
            findings.warn("secret-figure", path, message, "leave the figure out, unless it counts something else");
        } else if limit >= TELLING && names_limit {
            let message = format!("this text names {limit}, the counterpart's reservation value");
            findings.error(
                "secret-figure",
                path,
                message,
                "leave the figure out; the learner must not read it before the debrief",
            );
        } else if let Some(figure) = way_out.iter().find(|figure| named.contains(*figure)) {
            let message = format!("this text names {figure}, a figure of the counterpart's way out");
            findings.warn("secret-figure", path, message, "leave the figure out, or choose another one");
        }
    }
}

fn is_telling(figure: &str) -> bool {
    figure.parse::<f64>().is_ok_and(|value| value >= TELLING as f64)
}

pub(super) fn words_stay_hidden(case: &Case<'_>, findings: &mut Findings) {
    let side = &case.persona.counterpart;
    let told = side.interests.iter().flat_map(|interest| &interest.reveal);
    let hidden: BTreeSet<String> =
        told.chain([&side.brief, &side.batna.text]).flat_map(|text| shingles(text)).collect();
    for (path, text) in public(case.persona) {
        if let Some(words) = shingles(&text).into_iter().find(|shingle| hidden.contains(shingle)) {
            let message = format!("\"{words}\" stands in the counterpart's hidden side too");
            findings.warn(
                "secret-words",
                path,
                message,
                "say it in other words, or leave it for the counterpart to tell",
            );
        }
    }
}

/// What the learner can read before the talk, with its place. The counterpart's name, role and opening are public.
fn public(persona: &Persona) -> Vec<(Path, String)> {
    let mut texts = vec![
        (Path::of(["title"]), persona.title.clone()),
        (Path::of(["summary"]), persona.summary.clone()),
        (Path::of(["scenario"]), persona.scenario.clone()),
        (Path::of(["learner", "brief"]), persona.learner.brief.clone()),
        (Path::of(["learner", "batna", "text"]), persona.learner.batna.text.clone()),
    ];
    let way = |way: &crate::persona::model::Improvement| {
        (Path::of(["learner", "batna", "improve"]).key(&way.id).key("text"), way.text.clone())
    };
    texts.extend(persona.learner.batna.improve.iter().map(way));
    texts.extend(persona.facts.iter().map(|fact| (Path::of(["facts", &fact.id, "text"]), fact.text.clone())));
    texts.extend(persona.agenda.issues.iter().flat_map(labels));
    texts
}

fn labels(issue: &Issue) -> Vec<(Path, String)> {
    let path = Path::of(["issues"]).key(&issue.id);
    let mut texts = vec![(path.key("label"), issue.label.clone())];
    if let Kind::Options(options) = &issue.kind {
        texts.extend(options.iter().map(|option| (path.key("options").key(&option.id), option.label.clone())));
    }
    texts
}

/// What the counterpart says before the debrief: lines, rules, claims, its opening's basis, what it tells.
fn spoken(persona: &Persona) -> Vec<(Path, String)> {
    let side = &persona.counterpart;
    let root = Path::of(["counterpart"]);
    let of_lines = |lines: &[Line], path: Path| -> Vec<(Path, String)> {
        lines.iter().enumerate().map(|(i, line)| (path.index(i), line.say.clone())).collect()
    };
    let mut texts = Vec::new();
    for (act, deck) in &side.lines {
        texts.extend(of_lines(deck, root.key("lines").key(act.name())));
    }
    for (i, rule) in side.rules.iter().enumerate() {
        texts.extend(of_lines(&rule.then.say, root.key("rules").index(i).key("then").key("say")));
    }
    for claim in &side.claims {
        let path = root.key("claims").key(&claim.id);
        texts.push((path.key("text"), claim.text.clone()));
        texts.extend(claim.admit.iter().enumerate().map(|(i, line)| (path.key("admit").index(i), line.clone())));
    }
    for interest in &side.interests {
        let path = root.key("interests").key(&interest.id);
        for (deck, lines) in [("reveal", &interest.reveal), ("hint", &interest.hint)] {
            texts.extend(lines.iter().enumerate().map(|(i, line)| (path.key(deck).index(i), line.clone())));
        }
    }
    texts.extend(side.opening.basis.iter().map(|basis| (root.key("opening").key("basis"), basis.clone())));
    texts
}

/// The figures of a text without separators: "£6,050" is "6050".
fn figures(text: &str) -> Vec<String> {
    let part = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    let runs = text.split(|c: char| !part(c)).map(|run| run.trim_matches([',', '.']).replace(',', ""));
    runs.filter(|run| run.chars().any(|c| c.is_ascii_digit())).collect()
}

/// Every few words in a row, in small letters.
fn shingles(text: &str) -> Vec<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(SHINGLE).map(|window| window.join(" ")).collect()
}
