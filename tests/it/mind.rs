//! The mind, turn by turn: the effects that are taught, and the promises that hold everywhere.

use std::sync::Arc;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sparring::counterpart::{LearnerMove, Mind, Moment, Move, Stage, decide};
use sparring::negotiation::{Act, Choice, Kind, Package, Quantity};
use sparring::persona::Persona;
use sparring::understanding::Topic;

use crate::cases::persona;

/// A talk with one counterpart, move by move.
struct Talk {
    stage: Stage,
    mind: Mind,
    turn: u32,
    standing: Package,
    theirs: Option<Package>,
}

impl Talk {
    fn with(persona: Persona) -> Talk {
        let stage = Stage::new(Arc::new(persona));
        let mind = Mind::new(&stage, &mut ChaCha8Rng::seed_from_u64(7));
        let standing = stage.opening().clone();
        Talk { stage, mind, turn: 0, standing, theirs: None }
    }

    fn hatchback() -> Talk {
        Talk::with(persona("hatchback", "standard"))
    }

    fn say(&mut self, said: LearnerMove) -> Move {
        self.turn += 1;
        let moment = Moment {
            turn: self.turn,
            turns: self.stage.persona().turns,
            standing_counterpart: self.standing.clone(),
            standing_learner: self.theirs.clone(),
        };
        let rng = &mut ChaCha8Rng::seed_from_u64(self.turn.into());
        let reply = decide(&self.stage, &mut self.mind, &moment, &said, rng);
        self.theirs = said.offer.or(self.theirs.take());
        self.standing = reply.offer.clone().unwrap_or(self.standing.clone());
        reply
    }

    /// An offer in pounds, side issues as they stand.
    fn pounds(&self, price: i64) -> LearnerMove {
        let mut package = self.stage.persona().agenda.defaults();
        package.0.insert("price".into(), Choice::Number(Quantity::whole(price)));
        let named = vec!["price".to_owned()];
        LearnerMove { acts: vec![Act::Offer], offer: Some(package), named, structured: true, ..LearnerMove::default() }
    }
}

fn act(act: Act, about: &str) -> LearnerMove {
    let topics = if about.is_empty() { vec![] } else { vec![Topic { act, about: about.to_owned() }] };
    LearnerMove { acts: vec![act], topics, ..LearnerMove::default() }
}

fn with(mut said: LearnerMove, act: Act) -> LearnerMove {
    said.acts.push(act);
    said
}

fn fired(reply: &Move, rule: &str) -> bool {
    reply.rules.iter().any(|fired| fired.id == rule)
}

#[test]
fn a_greeting_is_greeted_and_costs_no_patience_once() {
    let mut talk = Talk::hatchback();
    let before = talk.mind.patience();
    let reply = talk.say(act(Act::SmallTalk, ""));
    assert_eq!((reply.acts, talk.mind.patience()), (vec![Act::SmallTalk], before));
    talk.say(act(Act::SmallTalk, ""));
    assert!(talk.mind.patience() < before);
}

#[test]
fn a_question_is_answered_before_the_number() {
    let mut talk = Talk::hatchback();
    let question = Topic { act: Act::QDiagnostic, about: "timing".into() };
    let mut said = with(talk.pounds(5900), Act::QDiagnostic);
    said.topics.push(question);
    let reply = talk.say(said);
    assert_eq!(reply.acts, [Act::Reveal, Act::Counter]);
    assert_eq!(reply.reveal.as_deref(), Some("renewals"));
}

#[test]
fn without_trust_an_interest_is_only_hinted_at_and_stays_to_be_earned() {
    let mut cool = persona("hatchback", "standard");
    cool.counterpart.temperament.trust = 30;
    let mut talk = Talk::with(cool);
    let reply = talk.say(act(Act::QDiagnostic, "timing"));
    assert_eq!((reply.reveal, reply.hint.as_deref()), (None, Some("renewals")));
    assert!(!talk.mind.happened().contains("renewals"));
}

#[test]
fn a_weak_basis_gives_way_to_a_challenge_once() {
    let mut talk = Talk::hatchback();
    let reply = talk.say(act(Act::QChallenge, "price"));
    assert_eq!(reply.admit.as_deref(), Some("basis"));
    assert!(reply.rules.iter().any(|rule| rule.id == "engine.challenge" && rule.moved > 0.0), "{:?}", reply.rules);
    let again = talk.say(act(Act::QChallenge, "price"));
    assert_eq!(again.acts.first(), Some(&Act::Admit));
    assert!(!fired(&again, "engine.challenge"));
}

#[test]
fn an_idea_is_welcomed_or_not_and_opens_its_issue() {
    let mut talk = Talk::hatchback();
    let reply = talk.say(act(Act::QHypothetical, "payment"));
    let lean = reply.lean.unwrap();
    assert_eq!((lean.issue.as_str(), lean.option.as_deref(), lean.welcome), ("payment", Some("cash_today"), true));
    let mut tyres = act(Act::QHypothetical, "winter_tyres");
    tyres.supposed.0.insert("winter_tyres".into(), Choice::Option("with".into()));
    let reply = talk.say(tyres);
    assert_eq!(reply.acts.first(), Some(&Act::Unwelcome));
}

#[test]
fn side_issues_are_never_volunteered() {
    let mut talk = Talk::hatchback();
    for price in [5900, 6000, 6050, 6100] {
        let said = talk.pounds(price);
        talk.say(said);
    }
    let side = ["winter_tyres", "payment"].map(|issue| talk.standing.0.get(issue).cloned());
    let opening = ["winter_tyres", "payment"].map(|issue| talk.stage.opening().0.get(issue).cloned());
    assert_eq!(side, opening);
}

#[test]
fn a_limit_that_is_told_costs_and_a_bluffed_one_does_not() {
    let leak = |limit: i64| {
        let mut talk = Talk::hatchback();
        let mut said = talk.pounds(5900);
        said.limit = talk.pounds(limit).offer;
        said.acts.push(Act::DiscloseReservation);
        let reply = talk.say(said);
        (fired(&reply, "engine.leak"), reply.state.floor)
    };
    let (true_limit, bluff) = (leak(6900), leak(6300));
    assert!(true_limit.0 && !bluff.0);
    assert!(true_limit.1 > bluff.1);
}

#[test]
fn an_absurd_opening_is_asked_for_its_basis_and_earns_nothing() {
    let mut talk = Talk::hatchback();
    let said = talk.pounds(5200);
    let trust = talk.mind.trust();
    let reply = talk.say(said);
    assert!(reply.acts.contains(&Act::DemandBasis) && fired(&reply, "engine.extreme"));
    assert!(talk.mind.trust() < trust);
    assert!(!fired(&reply, "engine.anchor"));
}

#[test]
fn anchors_pull_more_with_a_reason_and_a_precise_figure() {
    let pull = |price: i64, reason: bool| {
        let mut talk = Talk::hatchback();
        let said = LearnerMove { reason, ..talk.pounds(price) };
        let reply = talk.say(with(said, Act::ShiftInterest));
        reply.rules.iter().filter(|rule| rule.id.starts_with("engine.anchor")).map(|rule| rule.moved).sum::<f64>()
    };
    assert!(pull(5880, false) > pull(5900, false));
    assert!(pull(5880, true) > pull(5880, false));
}

#[test]
fn a_gift_is_pocketed_and_a_trade_is_returned() {
    let second = |ask: bool| {
        let mut talk = Talk::hatchback();
        let first = talk.pounds(5900);
        talk.say(with(first, Act::AppealCriteria));
        talk.say(LearnerMove { ask, ..talk.pounds(6150) })
    };
    assert!(fired(&second(true), "engine.reciprocity") && !fired(&second(true), "engine.pocket"));
    assert!(second(true).state.aspiration < second(false).state.aspiration);
}

#[test]
fn hostility_stings_and_is_warned_before_it_ends_the_talk() {
    let mut talk = Talk::hatchback();
    let replies: Vec<Move> = (0..6).map(|_| talk.say(act(Act::Hostility, ""))).collect();
    let warned = replies.iter().position(|reply| reply.acts.contains(&Act::Warn)).unwrap();
    let left = replies.iter().position(|reply| reply.leaves).unwrap();
    assert!(warned < left, "warned in {warned}, left in {left}");
    assert!(replies.iter().all(|reply| reply.acts[0] == Act::Sting));
}

#[test]
fn free_text_is_asked_about_before_it_binds() {
    let read = |structured: bool| {
        let mut talk = Talk::hatchback();
        let said = LearnerMove { structured, ..talk.pounds(7640) };
        talk.say(said)
    };
    assert_eq!(read(true).acts.last(), Some(&Act::Accept));
    assert_eq!(read(false).acts.last(), Some(&Act::AskConfirm));
    assert!(read(false).accepts.is_some());
}

#[test]
fn of_several_packages_it_takes_the_best_for_itself() {
    let mut talk = Talk::hatchback();
    let mut said = talk.pounds(7630);
    said.alternatives = vec![talk.pounds(7640).offer.unwrap(), talk.pounds(7400).offer.unwrap()];
    let best = said.alternatives[0].clone();
    assert_eq!(talk.say(said).accepts, Some(best));
}

#[test]
fn scripted_rules_nudge_and_speak() {
    let mut talk = Talk::hatchback();
    let said = talk.pounds(5350);
    let reply = talk.say(said);
    assert_eq!(reply.script.as_deref(), Some("lowball"));
    talk.turn = 10;
    let reply = talk.say(act(Act::Empathy, ""));
    assert_eq!(reply.claim.as_deref(), Some("someone_at_five"));
    let reply = talk.say(act(Act::Verify, ""));
    assert_eq!(reply.admit.as_deref(), Some("someone_at_five"));
}

#[test]
fn the_same_seed_gives_the_same_moves_and_a_snapshot_goes_on_as_before() {
    let play = |stored: bool| {
        let mut talk = Talk::hatchback();
        let mut replies = Vec::new();
        for price in [5880, 5990, 6080, 6150, 6200] {
            let said = LearnerMove { ask: true, ..talk.pounds(price) };
            replies.push(talk.say(said));
            if stored {
                let snapshot = serde_json::to_string(&talk.mind).unwrap();
                talk.mind = serde_json::from_str(&snapshot).unwrap();
            }
        }
        replies
    };
    assert_eq!(play(false), play(false));
    assert_eq!(play(false), play(true));
}

#[test]
fn what_was_not_told_yet_moves_nothing() {
    let play = |change: fn(&mut Persona)| {
        let mut case = persona("hatchback", "standard");
        change(&mut case);
        let mut talk = Talk::with(case);
        [5880, 6000, 6100].map(|price| {
            let said = talk.pounds(price);
            talk.say(said)
        })
    };
    let untouched = play(|_| ());
    assert_eq!(untouched, play(|case| case.counterpart.interests.clear()));
    assert_eq!(untouched, play(|case| case.counterpart.claims.clear()));
    assert_eq!(untouched, play(|case| case.facts.clear()));
    assert_eq!(untouched, play(|case| case.counterpart.opening.basis_is_weak = false));
}

#[test]
fn the_least_persona_plays_a_single_issue_to_a_deal() {
    let mut talk = Talk::with(persona("minimal", "standard"));
    let mut deal = None;
    for price in [30, 40, 47, 52, 56, 59, 61, 63, 64, 65, 66, 67] {
        let said = LearnerMove { ask: true, reason: true, ..talk.pounds(price) };
        deal = deal.or_else(|| talk.say(said).accepts);
    }
    assert!(deal.is_some_and(|deal| talk.stage.worth(&deal) >= 40));
}

#[test]
fn an_offer_that_still_stands_is_taken_when_the_aspiration_has_come_down_to_it() {
    let mut talk = Talk::hatchback();
    let said = talk.pounds(7600);
    assert_eq!(talk.say(LearnerMove { structured: true, ..said }).accepts, None);
    let reply = talk.say(act(Act::QChallenge, "price"));
    assert_eq!((reply.accepts.clone(), reply.acts.last()), (talk.theirs, Some(&Act::AskConfirm)), "{reply:?}");
}

#[test]
fn many_deals_are_no_burden() {
    let mut large = persona("p03", "standard");
    let seat = large.agenda.issues.iter_mut().find(|issue| issue.id == "seat").unwrap();
    let Kind::Numeric(scale) = &mut seat.kind else { unreachable!() };
    scale.step = Quantity::from_f64(0.1).unwrap();
    let mut talk = Talk::with(large);
    let mut opening = talk.stage.opening().clone();
    opening.0.insert("seat".into(), Choice::Number(Quantity::whole(90)));
    let said = LearnerMove { offer: Some(opening), named: vec!["seat".into(), "term".into()], ..act(Act::Offer, "") };
    assert!(talk.say(said).offer.is_some());
}

fn moved(reply: &Move, rule: &str) -> f64 {
    reply.rules.iter().filter(|fired| fired.id == rule).map(|fired| fired.moved).sum()
}

#[test]
fn a_figure_to_the_penny_without_a_reason_costs_trust() {
    let trust = |price: f64, reason: bool| {
        let mut talk = Talk::hatchback();
        let mut said = LearnerMove { reason, ..talk.pounds(0) };
        let figure = Choice::Number(Quantity::from_f64(price).unwrap());
        said.offer.as_mut().unwrap().0.insert("price".into(), figure);
        let reply = talk.say(with(said, Act::ShiftInterest));
        (fired(&reply, "engine.false_precision"), reply.state.trust)
    };
    assert!(trust(5941.7, false).0 && !trust(5941.7, true).0 && !trust(5940.0, false).0);
    assert!(trust(5941.7, false).1 < trust(5940.0, false).1);
}

#[test]
fn a_number_with_ground_under_it_takes_theirs_off_the_table() {
    let reply = |price: i64, facts: &[&str]| {
        let mut talk = Talk::hatchback();
        let facts: Vec<String> = facts.iter().map(|id| (*id).to_owned()).collect();
        let said = LearnerMove { reason: true, facts, ..talk.pounds(price) };
        talk.say(said)
    };
    let grounded = reply(5900, &["comparables"]);
    assert!(moved(&grounded, "engine.re_anchor") > 0.0 && grounded.acts.contains(&Act::Withdraw), "{grounded:?}");
    assert!(!fired(&reply(5900, &[]), "engine.re_anchor"), "a mere reason is no ground");
    assert!(!fired(&reply(6850, &["comparables"]), "engine.re_anchor"), "the middle takes the opening for given");
}

#[test]
fn a_soft_claim_gives_way_when_doubted_and_costs_when_believed() {
    let play = |doubt: bool| {
        let mut talk = Talk::hatchback();
        let mut made = None;
        for price in [5900, 6050, 6120, 6160, 6180, 6190] {
            let mut said = LearnerMove { ask: true, ..talk.pounds(price) };
            if doubt && made.is_some() {
                said.acts.push(Act::Verify);
            }
            let reply = talk.say(said);
            if made.is_some() {
                return reply;
            }
            made = reply.claim;
        }
        unreachable!("she never pressed");
    };
    let (doubted, believed) = (play(true), play(false));
    assert!(moved(&doubted, "engine.claim_softens") > 0.0 && doubted.acts.contains(&Act::Admit), "{doubted:?}");
    assert!(moved(&believed, "engine.claim_believed") < 0.0, "{believed:?}");
    assert!(believed.state.floor > doubted.state.floor);
}

#[test]
fn a_true_claim_stands_politely_and_believing_it_costs_nothing() {
    let mut honest = persona("hatchback", "standard");
    honest.counterpart.claims[0].truth = sparring::persona::Truth::True;
    let mut talk = Talk::with(honest);
    talk.turn = 10;
    talk.say(act(Act::Empathy, ""));
    let reply = talk.say(act(Act::Verify, ""));
    assert!(reply.acts.contains(&Act::StandBy) && fired(&reply, "engine.claim_stands"));
}

#[test]
fn asked_how_one_should_do_that_it_proposes_a_way_within_a_tenth_of_its_range() {
    let mut talk = Talk::hatchback();
    let (tension, before) = (talk.mind.tension(), talk.stage.worth(&talk.standing));
    let reply = talk.say(act(Act::QCalibrated, ""));
    let cost = before - talk.stage.worth(&talk.standing);
    assert!(moved(&reply, "engine.calibrated") > 0.0 && reply.state.tension < tension);
    assert!(cost > 0 && cost as f64 <= 0.1 * talk.stage.range(), "{cost}");
}

#[test]
fn below_its_own_limit_the_learner_is_only_asked_for_more() {
    let mut talk = Talk::hatchback();
    talk.say(talk.pounds(5900));
    let said = LearnerMove { ask: true, ..talk.pounds(7000) };
    let reply = talk.say(said);
    assert!(reply.accepts.is_none() && moved(&reply, "engine.past_limit") < 0.0, "{reply:?}");
    assert!(!fired(&reply, "engine.reciprocity"));
}

#[test]
fn giving_on_one_issue_to_take_on_another_is_returned_best() {
    let second = |cash: bool, tyres: bool| {
        let mut talk = Talk::hatchback();
        let opened = LearnerMove { facts: vec!["comparables".into()], ..talk.pounds(5900) };
        talk.say(opened);
        let mut said = LearnerMove { ask: true, ..talk.pounds(6200) };
        let package = said.offer.as_mut().unwrap();
        if cash {
            package.0.insert("payment".into(), Choice::Option("cash_today".into()));
        }
        if tyres {
            package.0.insert("winter_tyres".into(), Choice::Option("with".into()));
        }
        talk.say(said)
    };
    let (single, bundle, logroll) = (second(false, false), second(true, false), second(true, true));
    assert!(!fired(&single, "engine.bundle") && moved(&bundle, "engine.bundle") > 0.0);
    assert!(!fired(&bundle, "engine.logroll") && moved(&logroll, "engine.logroll") > 0.0);
    assert!(fired(&bundle, "engine.side_issue"));
}

#[test]
fn price_only_is_answered_with_price_only() {
    let side = |asks: bool| {
        let mut talk = Talk::hatchback();
        if asks {
            talk.say(act(Act::QHypothetical, "payment"));
        }
        let replies: Vec<Move> = [5900, 6000, 6060].iter().map(|price| talk.say(talk.pounds(*price))).collect();
        (fired(&replies[2], "engine.price_only"), talk.standing.0["payment"].clone())
    };
    assert_eq!(side(false), (true, talk_default("payment")));
}

fn talk_default(issue: &str) -> Choice {
    Talk::hatchback().stage.opening().0[issue].clone()
}

#[test]
fn a_made_up_offer_is_seen_through_at_the_latest_the_second_time() {
    let mut talk = Talk::hatchback();
    let claimed = |figure: i64| {
        let mut said = act(Act::DiscloseBatna, "");
        said.competing.0.insert("price".into(), Choice::Number(Quantity::whole(figure)));
        said
    };
    let honest = talk.say(claimed(7100));
    assert!(!honest.rules.iter().any(|rule| rule.id.starts_with("engine.fabrication")), "{honest:?}");
    let trust = talk.mind.trust();
    let replies = [talk.say(claimed(5800)), talk.say(claimed(5800))];
    assert!(replies.iter().any(|reply| reply.acts.contains(&Act::CallBluff) && fired(reply, "engine.fabrication")));
    assert!(talk.mind.trust() <= trust - 30.0);
}

#[test]
fn without_a_zone_a_package_below_the_limit_comes_late_with_the_time_that_was_spent() {
    let mut talk = Talk::with(persona("hatchback", "no_zopa"));
    let mut tempted = None;
    for price in [5900, 6150, 6330, 6450, 6540, 6610, 6660, 6700, 6730, 6755, 6775, 6790, 6800, 6810] {
        let said = LearnerMove { ask: true, ..talk.pounds(price) };
        let reply = talk.say(said);
        if fired(&reply, "engine.sunk_cost") {
            tempted = reply.offer.clone();
            assert!(reply.acts.contains(&Act::SunkCost));
        }
        if reply.leaves {
            break;
        }
    }
    let worth = |package: &Package| talk.stage.learner_worth(package);
    assert!(tempted.is_some_and(|offer| worth(&offer) < talk.stage.persona().learner.reservation));
}

#[test]
fn a_wish_that_is_told_opens_what_could_answer_it() {
    let mut talk = Talk::hatchback();
    let reply = talk.say(act(Act::DiscloseInterest, "winter_tyres"));
    assert!(moved(&reply, "engine.unlocked") > 0.0, "{reply:?}");
    assert!(!fired(&talk.say(act(Act::DiscloseInterest, "winter_tyres")), "engine.unlocked"));
}
