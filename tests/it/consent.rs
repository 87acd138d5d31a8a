//! Nobody is bound by a misreading: what each kind of message does while each kind of question is open.

use sparring::negotiation::{Choice, Quantity, Terms};
use sparring::session::{FieldOffer, Input, Question, Session, Status};

use crate::talks::scene;

fn say(text: &str) -> Input {
    Input::Say(text.to_owned())
}

/// A session in which the counterpart has restated its opening and waits for a yes.
fn asked_to_sign() -> Session {
    let mut session = Session::open(scene("hatchback"), 7);
    session.take(&say("I accept"));
    assert!(matches!(session.steps().last().unwrap().turn.question, Some(Question::Sign(_))), "she restates it first");
    session
}

/// A session in which the counterpart has asked whether the learner really leaves.
fn asked_to_leave() -> Session {
    let mut session = Session::open(scene("hatchback"), 7);
    session.take(&say("I'm leaving, goodbye"));
    assert_eq!(session.steps().last().unwrap().turn.question, Some(Question::Leave));
    session
}

#[test]
fn only_a_plain_yes_signs() {
    for yes in ["yes", "deal", "Yes Marta, I'll take it", "ok, done"] {
        let mut session = asked_to_sign();
        session.take(&say(yes));
        assert_eq!(session.status(), Status::Agreed, "{yes}");
    }
    for other in [
        "sure, if the tyres are included",
        "Yes, provided you include the winter tyres",
        "fine, but only with the tyres",
        "good car, bad price",
        "that would be robbery",
        "Yes. But can you do any better?",
        "OK, I'm leaving, bye",
        "which tyres are those?",
        "no",
        "6,300, yes?",
        "another dealer has the same car for 6800",
    ] {
        let mut session = asked_to_sign();
        session.take(&say(other));
        assert_ne!(session.status(), Status::Agreed, "{other}");
    }
}

#[test]
fn only_a_plain_yes_or_another_goodbye_leaves() {
    for yes in ["yes", "yes, goodbye"] {
        let mut session = asked_to_leave();
        session.take(&say(yes));
        assert_eq!(session.status(), Status::Walked, "{yes}");
    }
    for other in ["No wait, fine, I'll take it", "I accept your offer", "deal", "what about 6,200?", "no"] {
        let mut session = asked_to_leave();
        session.take(&say(other));
        assert_eq!(session.status(), Status::Open, "{other}");
    }
}

#[test]
fn a_goodbye_is_no_acceptance() {
    let mut session = Session::open(scene("flat-3b"), 9);
    session.take(&say("Right, then I'm off. Goodbye."));
    let question = session.steps().last().unwrap().turn.question.clone();
    assert!(!matches!(question, Some(Question::Sign(_))), "{question:?}");
}

#[test]
fn a_refused_step_does_not_stand_between_a_message_and_its_taking_back() {
    let mut session = Session::open(scene("hatchback"), 7);
    session.take(&say("I could do £5,900"));
    assert!(session.steps()[1].turn.undoable);
    let far = Terms([("price".to_owned(), Choice::Number(Quantity::whole(99)))].into());
    session.take(&Input::Offer(FieldOffer { offer: far, ..FieldOffer::default() }));
    session.take(&Input::Undo);
    let last = session.steps().last().unwrap();
    assert_eq!((last.turn.refusal.clone(), last.state.table.turn()), (None, 0));
    assert!(session.moves().is_empty());
}

#[test]
fn an_offer_that_was_not_confirmed_does_not_stand() {
    let mut session = Session::open(scene("hatchback"), 7);
    session.take(&say("I can pay £7,800, with a bank transfer next week"));
    let asked = session.steps().last().unwrap();
    assert!(matches!(asked.turn.question, Some(Question::Sign(_))), "she would take it: {:?}", asked.turn.reply);
    session.take(&say("no"));
    let last = session.steps().last().unwrap();
    assert_eq!((last.turn.status, last.turn.standing.learner.clone()), (Status::Open, None));
}
