//! What the README says of persona files: its example, put together as its comments say and played; how many learners there are.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use sparring::cli::check::text;
use sparring::persona::{Difficulty, load};
use sparring::session::{Input, Scene, Session};
use sparring::simulate::REFERENCES;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// The example's pieces, and a file with each where its comment says.
fn put_together() -> String {
    let readme = readme();
    let (_, after) = readme.split_once("the pieces go where the comments say").unwrap();
    let block = after.split("```").nth(1).unwrap().strip_prefix("yaml\n").unwrap();
    let piece = |key: &str, place: &str| {
        let begins = |line: &&str| line.starts_with(&format!("  {key}:")) && line.contains(&format!("# under {place}"));
        let mut lines =
            block.lines().skip_while(|line| !begins(line)).map(|line| line.split(" #").next().unwrap().trim_end());
        let first = lines.next().unwrap_or_else(|| panic!("no {key} goes under {place}"));
        [first].into_iter().chain(lines.take_while(|line| line.starts_with("    "))).collect::<Vec<&str>>().join("\n")
    };
    format!(
        "schema: 1\nid: example\ntitle: The least that loads\nscenario: One number between two people.\nunit: points\n\
         issues:\n  price: {{ numeric: {{ min: 0, max: 100, step: 1 }} }}\n{}\n\
         learner:\n  role: buyer\n  values:\n    price: {{ per_unit: -1 }}\n  {}\n  reservation: -70\n\
         counterpart:\n  role: seller\n  name: Sam\n  values:\n    price: {{ per_unit: 1 }}\n  {}\n  reservation: 40\n{}\n{}\n",
        piece("delivery", "issues"),
        piece("delivery", "learner.values"),
        piece("delivery", "counterpart.values"),
        piece("interests", "counterpart"),
        piece("rules", "counterpart"),
    )
}

#[test]
fn the_example_loads_and_says_nothing_twice() {
    let file = put_together();
    let loaded = load("example.yaml", file.as_bytes());
    assert!(loaded.findings.is_empty(), "{}\n{file}", text(std::slice::from_ref(&loaded), false));
    let scene = Scene::new(Arc::new(loaded.choose("standard", Difficulty::Normal).unwrap()));
    for seed in 0..40 {
        let mut session = Session::open(scene.clone(), seed);
        let mut said = Vec::new();
        for line in ["You are an idiot.", "That is a stupid price, you crook.", "Could you deliver it for 50?"] {
            said.push(session.take(&Input::Say(line.to_owned())).turn.reply.text.clone());
        }
        let said = said.join(" ");
        assert_eq!(said.matches("I'll pretend I didn't hear that.").count(), 1, "seed {seed}: {said}");
        let mut sentences: Vec<&str> = said.split_inclusive(['.', '?', '!']).map(str::trim).collect();
        let all = sentences.len();
        sentences.sort_unstable();
        sentences.dedup();
        assert_eq!(sentences.len(), all, "seed {seed} says a sentence twice: {said}");
    }
}

#[test]
fn as_many_learners_play_as_it_says() {
    let line = format!("how {} kinds of learners fare against it", REFERENCES.len());
    assert!(readme().contains(&line), "{line}");
}
