//! The rules of the house as a test: who may name whom, what is absent below the store, how long a file may be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// A module, the modules it may name, and the outside crates it may name besides std and serde.
const HOUSE: &[(&str, &[&str], &[&str])] = &[
    ("negotiation", &[], &[]),
    (
        "persona",
        &["negotiation"],
        &["serde_json", "serde_yaml", "saphyr_parser", "schemars", "strsim", "sha2", "indexmap"],
    ),
    (
        "understanding",
        &["negotiation", "persona"],
        &["serde_json", "serde_yaml", "aho_corasick", "strsim", "unicode_segmentation", "libm"],
    ),
    ("counterpart", &["negotiation", "persona", "understanding"], &["rand", "libm"]),
    ("speech", &["negotiation", "persona", "counterpart"], &["rand", "serde_yaml"]),
    (
        "session",
        &["negotiation", "persona", "understanding", "counterpart", "speech"],
        &["rand", "rand_chacha", "serde_json"],
    ),
    (
        "score",
        &["negotiation", "persona", "understanding", "counterpart", "speech", "session"],
        &["serde_json", "rand"],
    ),
    (
        "simulate",
        &["negotiation", "persona", "understanding", "counterpart", "speech", "session", "score"],
        &["rand", "rand_chacha", "serde_json"],
    ),
    ("classroom", &["score"], &["serde_json", "csv"]),
    (
        "report",
        &["negotiation", "persona", "understanding", "session", "score", "classroom"],
        &["serde_json", "resvg", "textwrap", "unicode_width", "askama", "base64", "sha2"],
    ),
    ("store", &["session", "score", "classroom"], &["sqlx", "serde_json", "thiserror", "tracing", "tokio"]),
    (
        "host",
        &[
            "negotiation",
            "persona",
            "understanding",
            "counterpart",
            "speech",
            "session",
            "score",
            "simulate",
            "classroom",
            "report",
            "store",
        ],
        &["tokio", "tracing", "serde_json", "thiserror", "rand", "rand_chacha", "jiff"],
    ),
    ("discord", &["host", "report"], &["*"]),
    ("terminal", &["host", "report"], &["*"]),
    ("cli", &["*"], &["*"]),
];

/// Front ends take the shapes of a turn and of a debrief from the house, but never `persona` or `counterpart`.
const SHAPES: &[&str] = &["negotiation", "session", "score"];

/// Words that must not appear in the pure modules: a clock, the network, files, async.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "async fn",
    "tokio",
    "thread::",
    "rand::rng",
];

/// Functions whose last bit differs from machine to machine; `libm` has them with the same everywhere.
const INEXACT: &[&str] = &[".powf(", ".ln(", ".exp(", ".sqrt("];

/// Where a last bit could change what happens in a session.
const DECIDING: &[&str] = &["negotiation", "persona", "counterpart", "speech", "session"];

const PURE: &[&str] = &[
    "negotiation",
    "persona",
    "understanding",
    "counterpart",
    "speech",
    "session",
    "score",
    "simulate",
    "classroom",
    "report",
];

const DRAWERS: &[&str] = &["core", "utils", "util", "types", "common", "helpers", "helper", "manager", "misc"];

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The code of a file without its comments, and without its unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    without_tests(&text).map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The lines outside of `#[cfg(test)] mod tests { … }`. The house is formatted, so such a block ends with a brace at
/// the beginning of a line.
fn without_tests(text: &str) -> impl Iterator<Item = &str> {
    let mut lines = text.lines().peekable();
    std::iter::from_fn(move || {
        while lines.peek() == Some(&"#[cfg(test)]") {
            let attribute = lines.next();
            if lines.peek() != Some(&"mod tests {") {
                return attribute;
            }
            lines.by_ref().find(|line| *line == "}");
        }
        lines.next()
    })
}

/// The modules of the house that code names: `crate::a`, and each of `crate::{a::{x, y}, b}`.
fn modules_named(text: &str) -> BTreeSet<&str> {
    let mut named = BTreeSet::new();
    for (at, path) in text.match_indices("crate::") {
        let rest = &text[at + path.len()..];
        match rest.strip_prefix('{') {
            None => named.extend(first_name(rest)),
            Some(group) => named.extend(parts(group).into_iter().filter_map(first_name)),
        }
    }
    named
}

/// The parts of a group up to its closing brace, groups within left whole.
fn parts(group: &str) -> Vec<&str> {
    let (mut found, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&group[from..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found
}

fn first_name(path: &str) -> Option<&str> {
    let path = path.trim_start();
    let end = path.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(path.len());
    Some(&path[..end]).filter(|name| !name.is_empty())
}

#[test]
fn the_house_is_read_as_it_is_written() {
    let text = "use crate::a;\n#[cfg(test)]\nuse crate::b;\n#[cfg(test)]\nmod tests {\n    use crate::c;\n}\n\
        use crate::{\n    d::{self, x::{y, z}},\n    e,\n};\nfn f() { crate::g::h() }\n";
    let code = without_tests(text).collect::<Vec<_>>().join("\n");
    assert_eq!(modules_named(&code), BTreeSet::from(["a", "b", "d", "e", "g"]));
}

fn module_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(src()).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!matches!(name, "lib" | "main" | "bin")).then(|| name.to_string())
}

#[test]
fn every_module_names_only_whom_it_may() {
    let rules: BTreeMap<&str, (&[&str], &[&str])> =
        HOUSE.iter().map(|(m, inner, outer)| (*m, (*inner, *outer))).collect();
    let naming = |name: String| (Regex::new(&format!(r"(^|[^A-Za-z0-9_:]){name}::")).unwrap(), name);
    let crates: Vec<(Regex, String)> = dependencies().into_iter().map(naming).collect();
    let mut wrong = Vec::new();
    for path in sources(&src()) {
        let Some(module) = module_of(&path) else { continue };
        let Some((may, outside)) = rules.get(module.as_str()) else {
            wrong.push(format!("{}: the module `{module}` is not in the house table", path.display()));
            continue;
        };
        let text = code(&path);
        for name in modules_named(&text) {
            let front = matches!(module.as_str(), "discord" | "terminal") && SHAPES.contains(&name);
            if name != module && !may.contains(&"*") && !may.contains(&name) && !front && rules.contains_key(name) {
                wrong.push(format!("{}: `{module}` may not name `{name}`", path.display()));
            }
        }
        for (named, name) in &crates {
            let always = matches!(name.as_str(), "serde");
            if named.is_match(&text) && !always && !outside.contains(&"*") && !outside.contains(&name.as_str()) {
                wrong.push(format!("{}: `{module}` may not name the crate `{name}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap_or_default();
    let name = |line: &str| line.split(['=', '.', ' ']).next().map(|n| n.replace('-', "_"));
    let found: BTreeSet<String> = section
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(name)
        .filter(|n| !n.is_empty() && !n.starts_with('#'))
        .collect();
    assert!(found.contains("serde"), "the manifest's dependencies were not found");
    found
}

#[test]
fn the_pure_modules_know_no_clock_file_network_or_async() {
    let mut wrong = Vec::new();
    for path in sources(&src()) {
        let Some(module) = module_of(&path).filter(|m| PURE.contains(&m.as_str())) else { continue };
        let text = code(&path);
        wrong.extend(
            IMPURE
                .iter()
                .filter(|word| text.contains(*word))
                .map(|word| format!("{}: {module} names {word}", path.display())),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_decides_is_the_same_on_every_machine() {
    let mut wrong = Vec::new();
    for path in sources(&src()) {
        let Some(module) = module_of(&path).filter(|m| DECIDING.contains(&m.as_str())) else { continue };
        let text = code(&path);
        let found = INEXACT.iter().filter(|function| text.contains(*function));
        wrong.extend(found.map(|function| format!("{}: {module} uses {function}…), not libm's", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short_and_well_named() {
    let mut wrong = Vec::new();
    for path in sources(&src()) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        if lines > 500 {
            wrong.push(format!("{}: {lines} lines", path.display()));
        }
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        if DRAWERS.contains(&stem) {
            wrong.push(format!("{}: a drawer, not a module", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_act_is_listed_in_the_map_of_the_house() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let missing: Vec<&str> = sparring::negotiation::Act::ALL
        .iter()
        .map(|act| act.name())
        .filter(|name| !map.contains(&format!("`{name}`")))
        .collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md lacks {missing:?}");
}

#[test]
fn every_crate_is_explained_in_the_map_of_the_house() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let told =
        |name: &String| map.contains(&format!("`{name}`")) || map.contains(&format!("`{}`", name.replace('_', "-")));
    let missing: Vec<String> = dependencies().into_iter().filter(|name| !told(name)).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md lacks {missing:?}");
}
