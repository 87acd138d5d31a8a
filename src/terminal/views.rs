//! What can be looked at beside the talk: the scene, the brief, the table, the facts, the commands.

use crate::host::{Briefing, Live};
use crate::negotiation::{Agenda, Package};
use crate::report::{Block, Brief, Case, brief};
use crate::score::kept;
use crate::session::Turn;

use super::command::HELP;
use super::fields;

/// The public scene and the confidential brief.
pub(super) fn scene(briefing: &Briefing) -> Vec<Block> {
    let with =
        format!("You talk with {}, {}, and have {} turns.", briefing.counterpart_name, role(briefing), briefing.turns);
    let public =
        vec![Block::Heading(briefing.title.clone()), Block::Text(briefing.scenario.clone()), Block::Text(with)];
    [public, own_side(briefing)].concat()
}

fn role(briefing: &Briefing) -> String {
    match briefing.counterpart_role.chars().next() {
        None => "the other side".into(),
        Some(_) => format!("the {}", briefing.counterpart_role),
    }
}

/// The confidential brief.
pub(super) fn own_side(briefing: &Briefing) -> Vec<Block> {
    brief(&Case::of(briefing), &Brief::of(briefing))
}

/// What can be looked up or stands in the papers.
pub(super) fn facts(briefing: &Briefing) -> Vec<Block> {
    let name = &briefing.counterpart_name;
    let mut blocks = vec![Block::Heading("What you can look up".into())];
    if briefing.facts.is_empty() {
        blocks.push(Block::Text("Nothing is known beforehand.".into()));
    }
    blocks.extend(briefing.facts.iter().map(|fact| Block::Text(format!("· {}", fact.text.trim()))));
    blocks.push(Block::Text(format!("{name} knows more. Ask.")));
    blocks
}

/// Both sides' offers so far, those taken back left out, with what each is worth to the learner.
pub(super) fn table(live: &Live) -> Vec<Block> {
    let case = Case::of(&live.briefing);
    let money = case.money();
    let row = |turn: &Turn, who: &str, package: &Package| {
        vec![turn.turn.to_string(), who.to_owned(), case.agenda.write(package, false), money.gain(case.gain(package))]
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut yours, mut theirs) = (None, None);
    for turn in kept(&live.transcript).into_iter().filter(|turn| turn.refusal.is_none()) {
        if turn.standing.learner.as_ref() != yours {
            yours = turn.standing.learner.as_ref();
            rows.extend(yours.map(|package| row(turn, "you", package)));
        }
        if turn.standing.counterpart.as_ref() != theirs {
            theirs = turn.standing.counterpart.as_ref();
            rows.extend(theirs.map(|package| row(turn, case.counterpart, package)));
        }
    }
    if rows.is_empty() {
        return vec![Block::Text("Nobody has made an offer yet.".into())];
    }
    let head = ["Turn", "Who", "Offer", "Over your walk-away"].map(String::from).to_vec();
    vec![Block::Heading("The offers so far".into()), Block::Table { head, rows }]
}

/// The commands.
pub(super) fn help(agenda: &Agenda) -> Vec<Block> {
    let rows = HELP
        .iter()
        .map(|(name, takes, does)| vec![format!("/{name} {takes}").trim_end().to_owned(), (*does).to_owned()]);
    let head = vec!["Command".into(), "What it does".into()];
    let offer = format!(
        "For example: /offer {}. What you leave out stays as it lies on the table.",
        fields::example(agenda, 2)
    );
    let free = "Anything else is said to the other side, in your own words. Commands use no turn.";
    vec![Block::Table { head, rows: rows.collect() }, Block::Text(offer), Block::Text(free.into())]
}
