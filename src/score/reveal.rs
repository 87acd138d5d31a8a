//! The hidden side, told once the session has ended.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::negotiation::{Act, Choice, Issue, Kind, Values};
use crate::persona::{Claim, Interest, Truth};
use crate::session::{Session, Turn};

use super::debrief::{Hidden, HiddenClaim, HiddenInterest, Reach};

/// Everything the counterpart kept to itself; `turns` are those that still stand.
pub(super) fn hidden(session: &Session, turns: &[&Turn]) -> Hidden {
    let counterpart = &session.scene.persona().counterpart;
    let mind = &session.state().mind;
    let issues = session.scene.persona().agenda.issues.iter();
    Hidden {
        name: counterpart.name.clone(),
        brief: counterpart.brief.clone(),
        batna: counterpart.batna.text.clone(),
        reservation: counterpart.reservation,
        floor: mind.floor(&session.scene.stage),
        values: issues.map(|issue| (issue.id.clone(), worths(issue, &counterpart.values))).collect(),
        interests: counterpart.interests.iter().map(|interest| interest_told(turns, interest)).collect(),
        reach: reach(session),
        claims: counterpart.claims.iter().map(|claim| claim_made(mind.happened(), claim)).collect(),
        trust: mind.trust().round() as i32,
        tension: mind.tension().round() as i32,
    }
}

/// The best the learner could have got while the counterpart keeps its reservation value, and its floor.
fn reach(session: &Session) -> Reach {
    let persona = session.scene.persona();
    let floor = session.state().mind.floor(&session.scene.stage);
    let Some(space) = session.scene.stage.space() else { return Reach::default() };
    let best_above = |least: i64| {
        let within = (0..space.len()).filter(|&i| space.counterpart[i] >= least);
        within.map(|i| space.learner[i] - persona.learner.reservation).max()
    };
    Reach { limit: best_above(persona.counterpart.reservation), floor: best_above(floor) }
}

/// What each outcome of an issue was worth: every option, or the two ends of a scale.
fn worths(issue: &Issue, values: &Values) -> Value {
    let worth = |choice: &Choice| values.of_choice(&issue.id, choice);
    let grid = issue.grid();
    let shown: Vec<&Choice> = match issue.kind {
        Kind::Options(_) => grid.iter().collect(),
        _ => grid.first().into_iter().chain(grid.last()).collect(),
    };
    let name = |choice: &Choice| match choice {
        Choice::Number(figure) => figure.to_string(),
        Choice::Option(id) => id.clone(),
    };
    Value::Object(shown.into_iter().map(|choice| (name(choice), json!(worth(choice)))).collect::<Map<_, _>>())
}

/// Told is what was said: a decision whose words were cut tells nothing.
fn interest_told(turns: &[&Turn], interest: &Interest) -> HiddenInterest {
    let tells = |turn: &&&Turn| {
        let decided = turn.decided.as_ref().and_then(|mv| mv.reveal.as_ref());
        decided == Some(&interest.id) && turn.reply.acts.contains(&Act::Reveal)
    };
    let told = turns.iter().find(tells);
    let first = || interest.reveal.first().or(interest.hint.first()).cloned();
    let text = match told {
        Some(turn) => said(&turn.reply.text, interest),
        None => first().unwrap_or_else(|| interest.id.replace(['_', '-'], " ")),
    };
    HiddenInterest { text, told: told.map(|turn| turn.turn) }
}

/// The line of an interest that a reply really holds; a line with a figure filled in can't be found, and the whole
/// reply is quoted.
fn said(reply: &str, interest: &Interest) -> String {
    let line = interest.reveal.iter().find(|line| reply.contains(line.trim()));
    line.map_or(reply, |line| line.trim()).to_owned()
}

fn claim_made(happened: &BTreeSet<String>, claim: &Claim) -> HiddenClaim {
    let truth = match claim.truth {
        Truth::True => "true",
        Truth::Soft => "soft",
        Truth::False => "false",
    };
    let honest = claim.admit.iter().find(|line| !line.contains('{')).cloned().unwrap_or_default();
    HiddenClaim { text: claim.text.clone(), truth: truth.into(), said: happened.contains(&claim.id), honest }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use super::*;
    use crate::counterpart::Move;
    use crate::persona::{Catalogue, Difficulty, STANDARD};
    use crate::session::Scene;

    #[test]
    fn an_interest_is_told_only_when_its_words_were_said() {
        let persona = Catalogue::embedded().find("hatchback").unwrap().choose(STANDARD, Difficulty::Normal).unwrap();
        let interest = persona.counterpart.interests[0].clone();
        let session = Session::open(Scene::new(Arc::new(persona)), 1);
        let mut turn = Turn { turn: 3, ..session.steps()[0].turn.clone() };
        turn.decided = Some(Move { reveal: Some(interest.id.clone()), ..Move::default() });
        turn.reply.acts = vec![Act::Counter];
        assert_eq!(interest_told(&[&turn], &interest).told, None);
        turn.reply.acts.push(Act::Reveal);
        assert_eq!(interest_told(&[&turn], &interest).told, Some(3));
    }
}
