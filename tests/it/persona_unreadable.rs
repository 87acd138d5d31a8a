//! Whatever the bytes: findings, never a panic, and at once.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use sparring::persona::load;

/// The rule of the only finding; the file is faulty and was refused quickly.
fn refused(bytes: &[u8]) -> &'static str {
    let began = Instant::now();
    let loaded = load("x.yaml", bytes);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert!(loaded.is_faulty() && loaded.persona.is_none());
    assert_eq!(loaded.findings.len(), 1, "{:#?}", loaded.findings);
    loaded.findings[0].rule
}

#[test]
fn an_empty_file() {
    assert_eq!(refused(b""), "not-a-persona");
    assert_eq!(refused(b"# only a comment\n"), "not-a-persona");
    assert_eq!(refused(b"- a\n- list\n"), "not-a-persona");
}

#[test]
fn bytes_that_are_no_text() {
    assert_eq!(refused(b"schema: 1\nid: \xff\xfe\n"), "not-utf8");
    assert_eq!(load("x.yaml", b"schema: 1\nid: \xff\n").findings[0].line, 2);
}

#[test]
fn ten_megabytes() {
    assert_eq!(refused(&vec![b'a'; 10 << 20]), "file-too-large");
}

#[test]
fn brackets_in_brackets() {
    assert_eq!(refused("[".repeat(100_000).as_bytes()), "file-too-large");
    assert_eq!(refused("[".repeat(60_000).as_bytes()), "too-deep");
    assert_eq!(refused("{a: ".repeat(16_000).as_bytes()), "too-deep");
    assert_eq!(refused("- ".repeat(30_000).as_bytes()), "too-deep");
}

#[test]
fn a_bomb_of_aliases() {
    let bomb = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n";
    assert_eq!(refused(bomb.as_bytes()), "alias");
}

#[test]
fn tags_are_refused() {
    assert_eq!(refused(b"schema: !!int 1\n"), "tag");
}

/// Every line of a good file moved by a space, one at a time: where that is no YAML any more, the finding stands there or
/// names that line.
#[test]
fn a_line_that_was_moved_is_found() {
    let good = include_str!("../../personas/hatchback.yaml");
    let (mut refused, mut missed) = (0, Vec::new());
    for at in 0..good.lines().count() {
        for by in [1, -1] {
            let moved = |(number, line): (usize, &str)| match (number == at, by) {
                (true, 1) if !line.trim().is_empty() => format!(" {line}"),
                (true, -1) => line.strip_prefix(' ').unwrap_or(line).to_owned(),
                _ => line.to_owned(),
            };
            let text = good.lines().enumerate().map(moved).collect::<Vec<_>>().join("\n");
            let loaded = load("hatchback.yaml", text.as_bytes());
            let Some(finding) = loaded.findings.iter().find(|finding| finding.rule == "not-yaml") else { continue };
            refused += 1;
            let named = format!("{} {} ", finding.message, finding.fix).replace([',', ';'], " ");
            if finding.line != at + 1 && !named.contains(&format!("line {} ", at + 1)) {
                missed.push(format!("{} by {by}: line {}: {}", at + 1, finding.line, finding.message));
            }
        }
    }
    println!("{refused} refused, {} found elsewhere", missed.len());
    assert!(refused > 100 && missed.len() * 20 < refused, "{refused} refused:\n{}", missed.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_at_all(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(load("x.yaml", &bytes).is_faulty());
    }

    #[test]
    fn a_good_file_with_a_piece_cut_out(from in 0usize..3900, length in 1usize..200) {
        let good = include_str!("../../personas/hatchback.yaml").as_bytes();
        let end = (from + length).min(good.len());
        let cut = [&good[..from.min(good.len())], &good[end..]].concat();
        let loaded = load("hatchback.yaml", &cut);
        prop_assert!(loaded.is_faulty() || loaded.persona.is_some());
    }
}
