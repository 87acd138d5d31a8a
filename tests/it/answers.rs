//! What people ask in play, and that the answer is one to what they asked.

use sparring::negotiation::{Act, Choice, Quantity};
use sparring::session::{Input, Question, Session, Turn};

use crate::talks::scene;

/// The last turn of a talk made of these messages.
fn last(id: &str, seed: u64, messages: &[&str]) -> Turn {
    let mut session = Session::open(scene(id), seed);
    messages.iter().for_each(|message| {
        session.take(&Input::Say((*message).to_owned()));
    });
    session.steps().last().unwrap().turn.clone()
}

#[test]
fn who_decides_is_answered_by_everybody() {
    for (id, word) in
        [("hatchback", "logbook"), ("flat-3b", "owner"), ("analyst-offer", "band"), ("helpdesk-renewal", "deal desk")]
    {
        for seed in 0..5 {
            let reply = last(id, seed, &["Who decides?"]).reply;
            assert!(reply.acts.contains(&Act::AnswerFact) && reply.text.contains(word), "{id}: {}", reply.text);
        }
    }
}

#[test]
fn asked_about_a_claim_it_makes_it_and_asked_again_owns_up() {
    for seed in 0..5 {
        let first = "Is anyone else interested?";
        let reply = last("hatchback", seed, &[first]).reply;
        assert!(reply.acts.contains(&Act::Claim) && reply.text.contains("at five"), "{}", reply.text);
        let reply = last("hatchback", seed, &[first, "Is there really someone else?"]).reply;
        assert!(reply.acts.contains(&Act::Admit), "{}", reply.text);
    }
}

#[test]
fn why_a_side_term_is_so_is_no_question_about_the_price() {
    for seed in 0..5 {
        let reply = last("analyst-offer", seed, &["Why two weeks?"]).reply;
        assert!(reply.acts.contains(&Act::Reveal) && !reply.text.contains("last year"), "{}", reply.text);
        let reply = last("helpdesk-renewal", seed, &["Why is the uplift 7%?"]).reply;
        assert!(reply.acts.contains(&Act::Claim) && !reply.text.contains("list"), "{}", reply.text);
    }
}

#[test]
fn an_offer_is_never_answered_by_a_script_alone() {
    for seed in 0..20 {
        let reply = last("flat-3b", seed, &["Could I have it for 870 with my cat?"]).reply;
        assert!(!reply.acts.is_empty(), "{}", reply.text);
        let reply = last("helpdesk-renewal", seed, &["100 a seat"]).reply;
        assert!(reply.acts.iter().any(|act| matches!(act, Act::Hold | Act::Counter)), "{}", reply.text);
    }
}

#[test]
fn a_fine_means_the_package_that_waits_for_its_yes() {
    for seed in 0..5 {
        let restated = last("analyst-offer", seed, &["I would take 37,500"]);
        let Some(Question::Sign(package)) = restated.question else { panic!("{}", restated.reply.text) };
        assert_eq!(package.0.get("base"), Some(&Choice::Number(Quantity::whole(37500))));
        let again = last("analyst-offer", seed, &["I would take 37,500", "fine, sounds good to me"]);
        let waits = again.question == Some(Question::Sign(package.clone()));
        assert!(waits || again.status.name() == "agreed", "{}", again.reply.text);
    }
}
