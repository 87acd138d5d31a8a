//! A typo mended at once: it stands in the place of what was typed, and nobody bids against themselves by it.

use std::io::Write;
use std::process::{Command, Stdio};

use sparring::negotiation::{Act, Choice, Quantity};
use sparring::score::kept;
use sparring::session::{Input, MOST_UNDONE, Question, Session, Turn};

use crate::talks::scene;

fn say(session: &mut Session, text: &str) -> Turn {
    session.take(&Input::Say(text.to_owned())).turn.clone()
}

fn talk(id: &str, seed: u64, messages: &[&str]) -> Session {
    let mut session = Session::open(scene(id), seed);
    messages.iter().for_each(|message| drop(say(&mut session, message)));
    session
}

fn figure(turn: &Turn, issue: &str) -> Option<Quantity> {
    match turn.standing.learner.as_ref()?.0.get(issue)? {
        Choice::Number(figure) => Some(*figure),
        Choice::Option(_) => None,
    }
}

#[test]
fn a_correction_is_answered_as_if_the_slip_had_never_been_written() {
    let cases = [
        ("flat-3b", "rent", 910, "I can do 900", "I can do 910"),
        ("hatchback", "price", 6200, "I could offer 6100", "I could offer 6200"),
        ("analyst-offer", "base", 42000, "I was hoping for 43k", "I was hoping for 42k"),
    ];
    for (id, issue, meant, slip, right) in cases {
        for words in ["sorry, I meant {}", "wait, make that {}", "typo: {}", "oops, {}", "Sorry, typo, {}"] {
            for seed in 0..5 {
                let correction = words.replace("{}", &meant.to_string());
                let slipped = talk(id, seed, &["hello", slip, &correction]);
                let never = talk(id, seed, &["hello", right]);
                let (turn, other) = (&slipped.steps()[3].turn, &never.steps()[2].turn);
                assert!(turn.corrects, "{id}: {correction}: {turn:?}");
                assert_eq!((turn.turn, figure(turn, issue)), (2, Some(Quantity::whole(meant))), "{id}: {correction}");
                assert_eq!(turn.standing, other.standing, "{id}, {seed}: {correction}");
                let mended = turn.decided.as_ref().unwrap();
                assert!(mended.rules.iter().all(|rule| rule.id != "engine.alone"), "{mended:?}");
                assert_eq!(slipped.moves().len(), 2, "the slip is no move");
                assert_eq!(
                    kept(slipped.steps().iter().map(|step| &step.turn)).len(),
                    3,
                    "nor does it count in the debrief"
                );
            }
        }
    }
}

#[test]
fn behind_a_silence_a_correction_is_no_bid_against_oneself_and_a_new_figure_is() {
    let alone = |turn: &Turn| turn.decided.as_ref().unwrap().rules.iter().any(|rule| rule.id == "engine.alone");
    let mut silences = 0;
    for seed in 0..20 {
        let talk = |last: &str| talk("hatchback", seed, &["I could offer 6,000", "I could offer 6,100", last]);
        if !talk("").steps()[2].turn.reply.acts.contains(&Act::Quiet) {
            continue;
        }
        silences += 1;
        assert!(!alone(&talk("sorry, I meant 6,200").steps()[3].turn), "seed {seed}");
        assert!(alone(&talk("6,200").steps()[3].turn), "seed {seed}");
    }
    assert!(silences > 0, "she was never silent");
}

#[test]
fn what_the_correction_does_not_name_stays_as_it_was_typed() {
    let session = talk("flat-3b", 3, &["I can do 900 with a cat", "typo: 910"]);
    let turn = &session.steps()[2].turn;
    let pet = turn.standing.learner.as_ref().and_then(|package| package.0.get("pet"));
    assert_eq!(
        (pet, figure(turn, "rent")),
        (Some(&Choice::Option("yes_with_cleaning".into())), Some(Quantity::whole(910)))
    );
}

#[test]
fn only_the_first_correction_right_behind_an_offer_is_one() {
    let session = talk("flat-3b", 3, &["I can do 900", "sorry, I meant 910", "sorry, I meant 920"]);
    assert_eq!(session.steps().iter().map(|step| step.turn.turn).collect::<Vec<_>>(), [0, 1, 1, 2]);
    let session = talk("flat-3b", 3, &["I can do 900", "is there a lift?", "sorry, I meant 920"]);
    assert!(!session.steps()[3].turn.corrects, "something was said in between");

    let mut session = talk("flat-3b", 3, &[]);
    for slip in 0..=MOST_UNDONE {
        say(&mut session, &format!("I can do {}", 800 + 10 * slip));
        let turn = say(&mut session, &format!("sorry, I meant {}", 850 + 10 * slip));
        assert_eq!(turn.corrects, slip < MOST_UNDONE, "no more corrections than readings that can be taken back");
        let refused = turn.refusal.map(|refusal| refusal.code);
        assert_eq!(refused.as_deref(), (slip == MOST_UNDONE).then_some("undone_often"), "nor a bid against oneself");
        assert_eq!(turn.counted, slip < MOST_UNDONE);
    }
}

#[test]
fn a_new_figure_without_a_word_of_correction_is_a_new_offer() {
    for second in ["910", "ok, 910 then", "I could go to 910", "make it 910 and I sign"] {
        let session = talk("flat-3b", 3, &["I can do 900", second]);
        assert!(!session.steps()[2].turn.corrects, "{second}");
    }
}

#[test]
fn a_reaction_is_no_correction() {
    for (id, offer, message) in [
        ("flat-3b", "I can do 900", "Wait, no, that is too much. I can do 870."),
        ("flat-3b", "I can do 900", "I meant to ask, would you do 870 with parking?"),
        ("flat-3b", "I can do 900", "Oops, that's steep. 85."),
        ("flat-3b", "I can do 900", "oops, 910? you can't mean that"),
        ("analyst-offer", "I was hoping for 43k", "I meant what I said about the market. 43,500."),
        ("hatchback", "I could offer 6000", "I mean 6500 is what my sister paid for hers, so 6200"),
        ("hatchback", "I could offer 6000", "my mistake was to wait so long. 6200"),
    ] {
        let session = talk(id, 3, &[offer, message]);
        let turn = &session.steps()[2].turn;
        let asked_back = turn.question.is_some();
        assert!(!turn.corrects && (turn.turn == 2 || asked_back), "{message}: {turn:?}");
    }
}

#[test]
fn a_correction_in_doubt_is_asked_back_and_not_taken() {
    for (id, slip, doubtful, issue, meant) in [
        ("hatchback", "I could offer 6000", "oops, I meant around 6.5", "price", Some(6500)),
        ("hatchback", "I could offer 6000 with the tyres", "oops, I meant around 6.5", "winter_tyres", None),
    ] {
        let session = talk(id, 3, &[slip, doubtful, "yes"]);
        let (asked, taken) = (&session.steps()[2].turn, &session.steps()[3].turn);
        assert!(asked.corrects && !asked.counted && asked.standing.learner.is_none(), "{asked:?}");
        assert!(matches!(asked.question, Some(Question::Meant(_))), "{asked:?}");
        assert_eq!((taken.turn, figure(taken, issue)), (1, meant.map(Quantity::whole)), "{taken:?}");
        let tyres = taken.standing.learner.as_ref().and_then(|package| package.0.get("winter_tyres"));
        let with = if slip.contains("tyres") { "with" } else { "without" };
        assert_eq!(tyres, Some(&Choice::Option(with.into())), "{taken:?}");
        assert_eq!(session.moves().len(), 1);
    }
}

#[test]
fn a_correction_taken_back_leaves_the_offer_it_had_corrected() {
    let mut session = talk("flat-3b", 3, &["I can do 900 with a cat", "sorry, I meant 910"]);
    assert!(session.steps()[2].turn.undoable);
    session.take(&Input::Undo);
    let (slip, now) = (&session.steps()[1], &session.steps()[3]);
    assert_eq!(now.turn.standing, slip.turn.standing);
    assert_eq!((now.turn.turn, now.turn.refusal.clone()), (1, None));
    let moves: Vec<usize> = session.moves().iter().map(|(at, _)| *at).collect();
    assert_eq!(moves, [1], "the first offer is the move that stands");
    let standing = kept(session.steps().iter().map(|step| &step.turn));
    assert_eq!(standing.iter().map(|turn| turn.turn).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(standing[1].input, slip.turn.input);
}

#[test]
fn a_correction_keeps_what_else_the_slip_said_and_records_only_what_it_says() {
    let session = talk("flat-3b", 3, &["I can do 900 with a cat, how long has it been empty?", "sorry, I meant 910"]);
    let (slip, turn) = (&session.steps()[1].turn, &session.steps()[2].turn);
    let (slip, heard) = (slip.heard.as_ref().unwrap(), turn.heard.as_ref().unwrap());
    assert!(turn.corrects && slip.acts.len() > 1, "{slip:?}");
    assert!(slip.acts.iter().all(|act| heard.acts.contains(act)), "{:?} {:?}", slip.acts, heard.acts);
    let named: Vec<&String> = heard.offer.iter().flat_map(|terms| terms.0.keys()).collect();
    assert_eq!(named, ["rent"], "what was said in this message");
}

#[test]
fn the_learner_is_told_that_a_message_was_heard_in_place_of_the_last_offer() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sparring"))
        .args(["play", "flat-3b", "--seed", "3", "--database", &folder.path().join("talks.db").to_string_lossy()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"I can do 900\nsorry, I meant 910\n").unwrap();
    let shown = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(shown.matches("Heard in place of your last offer.").count(), 1, "{shown}");
}

#[test]
fn a_correction_that_is_refused_leaves_the_offer_as_it_was() {
    let session = talk("hatchback", 3, &["I could offer 6100", "sorry, I meant 12,000"]);
    let turn = &session.steps()[2].turn;
    assert!(turn.refusal.is_some(), "{turn:?}");
    assert_eq!(figure(turn, "price"), Some(Quantity::whole(6100)));
}

#[test]
fn what_cannot_be_taken_back_is_said_with_its_reason() {
    for (messages, reason) in [
        (&[][..], "haven't said anything"),
        (&["I could offer 6100", "nice weather"], "read as none of these"),
        (&["around 6.5"], "what you mean by it"),
    ] {
        let mut session = talk("hatchback", 3, messages);
        let refusal = session.take(&Input::Undo).turn.refusal.clone().unwrap();
        assert!(refusal.code == "nothing_to_undo" && refusal.message.contains(reason), "{messages:?}: {refusal:?}");
    }
    let mut session = talk("hatchback", 3, &["I could offer 6100"]);
    session.take(&Input::Undo);
    let refusal = session.take(&Input::Undo).turn.refusal.clone().unwrap();
    assert!(refusal.message.contains("already"), "{refusal:?}");
}
