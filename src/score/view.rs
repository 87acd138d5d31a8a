//! How the counterpart saw the learner: from its trust, its tension and what it remembers, in its own words.

use crate::counterpart::{Move, Stage};
use crate::negotiation::Act;
use crate::persona::Condition;
use crate::session::{Status, Turn};

use super::rating::Relation;

/// A change of trust that it would speak of.
const NOTICED: f64 = 6.0;
/// Tension that it would speak of.
const TENSE: f64 = 40.0;

/// What it liked, by the rule that fired; the first that did is told.
const LIKED: &[(&str, &str)] = &[
    ("engine.interest", "You asked what I needed and not only what it costs"),
    ("engine.tone.empathy", "You saw that I have a side in this too"),
    ("engine.tone.apology", "You said sorry when it was due"),
    ("engine.tone.disclose_interest", "You told me what it is for"),
    ("engine.challenge", "You asked where my number came from without making a fool of me"),
    ("engine.criteria", "You brought facts I could check"),
    ("engine.reciprocity", "You gave when I gave, or said what you wanted for it, and that I can work with"),
    ("engine.anchor", "You came with a number I had to take seriously"),
];

/// What it minded, the gravest first.
const MINDED: &[(&str, &str)] = &[
    ("engine.hostility", "you got personal, and after that I gave less than I might have"),
    ("engine.threat", "you threatened to leave, and I do not bargain well at gunpoint"),
    ("engine.extreme", "your number made me wonder whether you meant it"),
    ("engine.leak", "you told me how far you could go, so I waited for you to get there"),
    ("engine.flinch", "I saw in your face that my number hurt, so I kept near it"),
    ("engine.hurry", "you told me you were in a hurry, and I was not"),
    ("engine.split_early", "you wanted to meet in the middle before we had got anywhere"),
    ("engine.unlimited", "your steps never got smaller, so I had no reason to stop"),
    ("engine.alone", "I only held my tongue, and you came down by yourself"),
    ("engine.pocket", "you gave without asking for anything, so I took it and waited"),
    ("engine.timid", "you started where I would have said yes, so I hoped for more"),
    ("engine.bare_counter", "you just put your number against mine, so mine stayed the yardstick"),
];

/// Two or three sentences; empty where the counterpart was never asked anything.
pub(super) fn view(stage: &Stage, turns: &[&Turn], relation: Option<Relation>) -> String {
    let Some(relation) = relation else { return String::new() };
    let sentences = [Some(opening(stage, turns, relation)), liked(turns), minded(turns)];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// How it feels about the learner now; a line of the persona's own where it has one.
fn opening(stage: &Stage, turns: &[&Turn], relation: Relation) -> String {
    let lines = stage.persona().counterpart.lines.get(&Act::FeedbackAsk);
    let own = lines.into_iter().flatten().find(|line| line.when == Condition::default() && !line.say.contains('{'));
    if let Some(line) = own {
        return line.say.clone();
    }
    let change = relation.trust - f64::from(stage.persona().counterpart.temperament.trust);
    let signed = turns.last().is_some_and(|turn| turn.status == Status::Agreed);
    let trust = match (change, relation.tension >= TENSE) {
        (_, true) => "It got heated between us, and that costs more than a number",
        (gained, _) if gained >= NOTICED => "I trusted you more at the end than at the start",
        (lost, _) if lost <= -NOTICED && signed => "We signed, but I believed you less at the end than at the start",
        (lost, _) if lost <= -NOTICED => "I believed you less at the end than at the start",
        _ => "You were fair enough to deal with",
    };
    format!("{trust}.")
}

/// The decisions with the turn they were made in.
fn decisions<'t>(turns: &'t [&'t Turn]) -> impl Iterator<Item = (u32, &'t Move)> {
    turns.iter().filter_map(|turn| Some((turn.turn, turn.decided.as_ref()?)))
}

fn fired(turns: &[&Turn], rule: &str) -> Option<u32> {
    decisions(turns).find(|(_, mv)| mv.rules.iter().any(|fired| fired.id == rule)).map(|(turn, _)| turn)
}

fn liked(turns: &[&Turn]) -> Option<String> {
    LIKED.iter().find_map(|(rule, words)| Some(format!("{words} (turn {}).", fired(turns, rule)?)))
}

fn minded(turns: &[&Turn]) -> Option<String> {
    MINDED.iter().find_map(|(rule, words)| Some(format!("At turn {} {words}.", fired(turns, rule)?)))
}
