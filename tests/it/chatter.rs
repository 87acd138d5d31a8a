//! What people type who chat, wander off and ask about this and that: an answer to what they said, and no new number for it.

use sparring::negotiation::{Act, Choice, Quantity};
use sparring::session::{Input, Question, Session, Turn};

use crate::talks::scene;

const EVERYBODY: [&str; 4] = ["hatchback", "flat-3b", "analyst-offer", "helpdesk-renewal"];

/// The last turn of a talk made of these messages.
fn last(id: &str, seed: u64, messages: &[&str]) -> Turn {
    let mut session = Session::open(scene(id), seed);
    messages.iter().for_each(|message| {
        session.take(&Input::Say((*message).to_owned()));
    });
    session.steps().last().unwrap().turn.clone()
}

/// An opening offer to each.
fn offer(id: &str) -> &'static str {
    match id {
        "hatchback" => "I could offer 6,000",
        "flat-3b" => "I could pay 850 a month",
        "analyst-offer" => "I was hoping for 44,000",
        _ => "I could do $90 a seat",
    }
}

#[test]
fn small_talk_and_questions_of_fact_bring_no_new_number() {
    let talk =
        ["nice weather today", "how are you?", "do you know a good cafe around here?", "Take your time.", "haha"];
    for id in EVERYBODY {
        for seed in 0..5 {
            let mut session = Session::open(scene(id), seed);
            session.take(&Input::Say(offer(id).to_owned()));
            let before = session.steps()[1].turn.standing.counterpart.clone();
            for message in talk {
                let turn = session.take(&Input::Say(message.to_owned())).turn.clone();
                assert_eq!(turn.standing.counterpart, before, "{id}, {seed}: {message}: {}", turn.reply.text);
            }
        }
    }
}

#[test]
fn leaving_somebody_time_takes_no_offer() {
    let gives = [
        "Take your time.",
        "I'll let you think about it",
        "no rush",
        "take a moment",
        "sleep on it",
        "you can sleep on it if you like",
        "no pressure, think it over",
    ];
    for id in EVERYBODY {
        for seed in 0..3 {
            for message in gives {
                let turn = last(id, seed, &[offer(id), message]);
                assert!(turn.question.is_none(), "{id}: {message}: {}", turn.reply.text);
                assert_eq!(turn.reply.acts, [Act::Wait], "{id}: {message}: {}", turn.reply.text);
                let acts = turn.heard.unwrap().acts;
                assert!(!acts.contains(&Act::Accept) && !acts.contains(&Act::Reject), "{id}: {message}: {acts:?}");
            }
        }
    }
}

#[test]
fn praise_takes_no_offer() {
    for (id, message) in [
        ("flat-3b", "lovely flat"),
        ("hatchback", "nice car"),
        ("analyst-offer", "great office you have"),
        ("helpdesk-renewal", "cool background"),
    ] {
        for seed in 0..5 {
            let turn = last(id, seed, &[offer(id), message]);
            assert!(turn.question.is_none(), "{id}: {message}: {}", turn.reply.text);
        }
    }
}

#[test]
fn a_yes_by_any_words_is_asked_to_sign_what_stands() {
    for id in EVERYBODY {
        for yes in [
            "ok fine, deal",
            "fine, deal then",
            "alright you win, deal",
            "ok ok deal",
            "deal.",
            "lovely, deal",
            "fine then",
            "accept",
            "Take it.",
        ] {
            let turn = last(id, 2, &[offer(id), yes]);
            let Some(Question::Sign(package)) = &turn.question else { panic!("{id}: {yes}: {}", turn.reply.text) };
            assert_eq!(Some(package), turn.standing.counterpart.as_ref(), "{id}: {yes}");
            assert!(!turn.reply.text.contains("your offer"), "it is their own: {}", turn.reply.text);
        }
    }
}

#[test]
fn an_issue_that_is_named_as_a_question_is_answered_about_that_issue() {
    for (id, question, word) in [
        ("hatchback", "what about the tyres?", "tyres"),
        ("hatchback", "and the tyres?", "tyres"),
        ("hatchback", "what about the price?", "£"),
        ("flat-3b", "and the move-in?", "starting"),
        ("flat-3b", "what about the pet?", "pet"),
        ("analyst-offer", "what about the review?", "review"),
        ("helpdesk-renewal", "and the billing?", "upfront"),
    ] {
        for seed in 0..5 {
            let turn = last(id, seed, &[question]);
            let answers = [Act::AsItStands, Act::Reveal, Act::Hint, Act::AnswerFact, Act::Claim];
            assert!(turn.reply.acts.iter().any(|act| answers.contains(act)), "{id}: {question}: {}", turn.reply.text);
            if turn.reply.acts.contains(&Act::AsItStands) {
                assert!(turn.reply.text.contains(word), "{id}: {question}: {}", turn.reply.text);
            }
        }
    }
}

#[test]
fn what_any_buyer_would_ask_has_an_answer_and_what_nobody_can_know_an_honest_one() {
    for (id, question, word) in [
        ("hatchback", "what colour is it?", "blue"),
        ("flat-3b", "does the sun come in?", "sun"),
        ("analyst-offer", "what is a pay review?", "look at"),
        ("helpdesk-renewal", "what does the onboarding include?", "workshops"),
    ] {
        let turn = last(id, 1, &[question]);
        assert!(turn.reply.text.contains(word), "{id}: {question}: {}", turn.reply.text);
    }
    for id in EVERYBODY {
        let turn = last(id, 1, &["how many moons does Jupiter have?"]);
        assert!(turn.reply.acts.contains(&Act::DontKnow), "{id}: {}", turn.reply.text);
    }
}

#[test]
fn a_greeting_is_greeted_back() {
    for id in EVERYBODY {
        for seed in 0..5 {
            for greeting in ["how are you?", "Hi, how are you doing today?", "hello"] {
                let turn = last(id, seed, &[greeting]);
                assert!(turn.reply.acts.contains(&Act::GreetBack), "{id}: {greeting}: {}", turn.reply.text);
            }
        }
    }
}

#[test]
fn who_only_says_hello_has_not_asked_how_one_is() {
    let how_it_is = ["fine", "well", "good on my side", "all good", "complain", "grumble", "grand", "living the dream"];
    for id in EVERYBODY {
        for seed in 0..8 {
            for greeting in ["hello", "Good morning", "Hi, thanks for calling"] {
                let turn = last(id, seed, &[greeting]);
                assert!(turn.reply.acts.contains(&Act::GreetBack), "{id}: {greeting}: {}", turn.reply.text);
                let text = turn.reply.text.to_lowercase();
                let tells = how_it_is.iter().find(|word| text.contains(*word));
                assert!(tells.is_none(), "{id}: {greeting}: {text}");
            }
        }
    }
}

#[test]
fn a_question_behind_a_greeting_gets_its_answer() {
    for (id, question, word) in [
        ("hatchback", "Hi, how many owners has it had?", "from new"),
        ("hatchback", "Hello, what about the tyres?", "shed"),
        ("flat-3b", "Good morning. Is the heating included?", "electricity"),
    ] {
        let turn = last(id, 21, &[question]);
        assert!(turn.reply.text.contains(word), "{id}: {question}: {}", turn.reply.text);
    }
    // What it can't know it says so, greeting or not.
    let turn = last("flat-3b", 3, &["Good morning. How long has the flat been empty?"]);
    assert!(turn.reply.acts.contains(&Act::DontKnow), "{}", turn.reply.text);
}

#[test]
fn what_speaks_of_the_terms_is_no_small_talk() {
    for (id, said) in [
        ("helpdesk-renewal", "We already had the onboarding, so take that out."),
        ("helpdesk-renewal", "We use maybe half the seats. Can we drop some?"),
        ("helpdesk-renewal", "the onboarding line has to go"),
        ("helpdesk-renewal", "Why is there a 7% uplift?"),
        ("hatchback", "whats wrong with it?"),
        ("flat-3b", "would the owner mind a cat?"),
    ] {
        for seed in 0..5 {
            let acts = last(id, seed, &[said]).reply.acts;
            assert!(!acts.contains(&Act::SmallTalk) && !acts.contains(&Act::GreetBack), "{id}: {said}: {acts:?}");
        }
    }
}

#[test]
fn a_claim_is_doubted_before_anything_else_that_the_doubt_names() {
    let talk = ["900, with my cat", "is it really true that pets aren't in your lease"];
    let turn = last("flat-3b", 3, &talk);
    assert!(turn.reply.acts.contains(&Act::Admit), "{}", turn.reply.text);
}

#[test]
fn a_way_out_that_is_told_is_heard() {
    for (id, told) in [
        ("hatchback", "another dealer has the same car for 6,800"),
        ("flat-3b", "another agency has one for 900"),
        ("analyst-offer", "I have another offer at 41"),
        ("helpdesk-renewal", "another vendor would do it for less"),
    ] {
        for seed in 0..5 {
            let acts = last(id, seed, &[offer(id), told]).reply.acts;
            assert!(acts.contains(&Act::Acknowledge) || acts.contains(&Act::CallBluff), "{id}: {acts:?}");
        }
    }
}

/// The figure of the learner's offer that stands.
fn price(turn: &Turn) -> Option<Choice> {
    turn.standing.learner.as_ref()?.0.get("price").cloned()
}

#[test]
fn a_figure_left_open_is_not_lost_when_its_question_is_passed_over() {
    let open = "I could do around 6.5";
    let meant = Some(Choice::Number(Quantity::whole(6500)));
    for chat in ["does the sun come in?", "lovely day", "has it been serviced?", "hm"] {
        let asked = last("hatchback", 3, &[open, chat]);
        assert!(asked.reply.acts.ends_with(&[Act::AskBack]) && price(&asked).is_none(), "{chat}: {}", asked.reply.text);
        assert_eq!(price(&last("hatchback", 3, &[open, chat, "yes"])), meant, "{chat}");
        assert_eq!(price(&last("hatchback", 3, &[open, chat, "no"])), None, "{chat}");
        let third = last("hatchback", 3, &[open, chat, "nice weather"]);
        assert!(!third.reply.acts.contains(&Act::AskBack), "asked twice, not for ever: {}", third.reply.text);
    }
    assert_eq!(price(&last("hatchback", 3, &[open, "yes"])), meant);
    assert_eq!(price(&last("hatchback", 3, &[open, "6600"])), Some(Choice::Number(Quantity::whole(6600))));
    let denied = last("hatchback", 3, &[open, "no"]);
    assert!(denied.reply.acts == [Act::AskOffer] && price(&denied).is_none(), "{}", denied.reply.text);
}
