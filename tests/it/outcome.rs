//! The outcome of a session, figure by figure: the fixture of the scoring and what lies around it.

use std::sync::Arc;

use sparring::counterpart::Stage;
use sparring::negotiation::{Choice, Package, Quantity};
use sparring::persona::{Persona, load};
use sparring::score::{Ended, Ground, Outcome, debrief, outcome, outcome_dial, replayed, weights};
use sparring::session::{FieldOffer, Input, Scene, Session, Status};

use crate::cases::persona;

fn stage(persona: Persona) -> Stage {
    Stage::new(Arc::new(persona))
}

fn car(price: i64, tyres: &str, payment: &str) -> Package {
    let option = |id: &str| Choice::Option(id.to_owned());
    let number = |n: i64| Choice::Number(Quantity::whole(n));
    let choices = [("price", number(price)), ("winter_tyres", option(tyres)), ("payment", option(payment))];
    Package(choices.into_iter().map(|(id, choice)| (id.to_owned(), choice)).collect())
}

fn ended(deal: Option<&Package>) -> Ended<'_> {
    Ended { deal, best_offer: None, best_accepted: None }
}

fn dial(stage: &Stage, outcome: &Outcome) -> f64 {
    outcome_dial(Ground::of(stage).as_ref(), outcome)
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() < within, "{found} instead of {expected}");
}

#[test]
fn the_car_for_6450_with_tyres_and_cash_today() {
    let stage = stage(persona("hatchback", "standard"));
    let deal = car(6450, "with", "cash_today");
    let found = outcome(&stage, ended(Some(&deal))).unwrap();
    assert_eq!((found.learner, found.counterpart, found.exit), (710, 520, 2));
    near(found.claim.unwrap(), 710.0 / 1210.0, 1e-9);
    near(found.claim.unwrap(), 0.5868, 5e-5);
    near(found.create.unwrap(), 1.0, 1e-9);
    near(found.pareto.unwrap(), 1.0, 1e-9);
    assert_eq!((found.left.free, found.left.joint, found.left.tactical), (0, 0, 0));

    let ground = Ground::of(&stage).unwrap();
    assert_eq!((ground.most_claim, ground.most_joint), (1210, 1230));
    near(ground.mean_joint, 1056.190476, 1e-6);
    near(ground.integrative_potential, 0.308943, 1e-6);
    assert_eq!(weights(&ground), (27.5, 7.5));
    near(dial(&stage, &found), 71.6, 0.05);
}

#[test]
fn the_fair_point_is_the_one_that_check_prints() {
    for file in crate::cases::every_persona_file() {
        let economics = file.economics.as_ref().unwrap();
        let persona = file.persona.clone().unwrap();
        let fair = outcome(&stage(persona), ended(None)).unwrap().nash;
        let printed = economics.nash.first();
        assert_eq!(fair.as_ref().map(|fair| &fair.package), printed.map(|nash| &nash.package), "{}", file.id);
        let gains = printed.map(|nash| (nash.learner_gain, nash.counterpart_gain));
        assert_eq!(fair.map(|fair| (fair.learner_gain, fair.counterpart_gain)), gains, "{}", file.id);
    }
}

#[test]
fn a_worst_total_above_the_reservation_is_what_gains_are_multiplied_over() {
    // Over the worst totals (4 and 3) the middle wins, 6 x 3 against 10 x 0; over the reservations of 0 the last
    // deal would, 14 x 5 against 10 x 6.
    let text = "{schema: 1, id: above, title: t, scenario: s, unit: points,
        issues: {terms: {options: {a: a, b: b, c: c}}},
        learner: {role: A, values: {terms: {a: 4, b: 10, c: 14}}, reservation: 0},
        counterpart: {role: B, name: B, values: {terms: {a: 9, b: 8, c: 5}}, reservation: 0}}";
    let loaded = load("above.yaml", text.as_bytes());
    let persona = loaded.persona.unwrap_or_else(|| panic!("{:#?}", loaded.findings));
    let fair = outcome(&stage(persona), ended(None)).unwrap().nash.unwrap();
    assert_eq!(fair.package, loaded.economics.unwrap().nash[0].package);
}

#[test]
fn a_deal_below_the_own_limit_is_shown_as_a_loss_and_counts_nothing() {
    let stage = stage(persona("hatchback", "standard"));
    let deal = car(7200, "without", "transfer_next_week");
    let found = outcome(&stage, ended(Some(&deal))).unwrap();
    assert_eq!((found.learner, found.exit), (-300, 0));
    near(found.claim.unwrap(), -300.0 / 1210.0, 1e-9);
    // Only what was created counts: 850 of joint surplus lie below the mean, so that is nothing either.
    assert_eq!(found.create, Some(0.0));
    near(dial(&stage, &found), 0.0, 1e-9);
}

#[test]
fn walking_from_a_good_offer_costs_the_exit() {
    let stage = stage(persona("hatchback", "standard"));
    let limit = stage.persona().learner.reservation;
    let after = |best| outcome(&stage, Ended { best_offer: Some(best), ..ended(None) }).unwrap();
    assert_eq!((after(limit).exit, after(limit - 1).exit), (0, 2));
    assert_eq!(after(limit).claim, Some(0.0));
    near(dial(&stage, &after(limit)), 0.0, 1e-9);
    near(dial(&stage, &after(limit - 1)), 100.0 * 5.0 / 40.0, 1e-9);
    assert_eq!(outcome(&stage, ended(None)).unwrap().exit, 2);
}

#[test]
fn without_a_zone_leaving_is_full_marks_and_any_deal_none() {
    let stage = stage(persona("hatchback", "no_zopa"));
    let walked = outcome(&stage, ended(None)).unwrap();
    assert_eq!((walked.exit, walked.claim, walked.create, walked.nash.is_none()), (2, None, None, true));
    near(dial(&stage, &walked), 100.0, 1e-9);
    let deal = car(6450, "with", "cash_today");
    let signed = outcome(&stage, ended(Some(&deal))).unwrap();
    assert_eq!(signed.exit, 0);
    near(dial(&stage, &signed), 0.0, 1e-9);
}

fn play(scene: Scene, inputs: Vec<Input>) -> Session {
    let mut session = Session::open(scene, 5);
    for input in &inputs {
        session.take(input);
    }
    session
}

fn fields(package: &Package) -> Input {
    Input::Offer(FieldOffer { offer: package.to_terms(), ..FieldOffer::default() })
}

#[test]
fn an_offer_that_was_taken_back_with_its_turn_counts_for_nothing() {
    let scene = || Scene::new(Arc::new(persona("hatchback", "standard")));
    let limit = scene().persona().learner.reservation;
    let offer = Input::Say("I could do 6,400 with the winter tyres, cash today".into());
    let first = play(scene(), vec![offer.clone()]);
    assert!(first.steps()[1].turn.undoable, "{:?}", first.steps()[1].turn);
    let answered = first.steps()[1].turn.standing.counterpart.clone().unwrap();
    assert_ne!(Some(&answered), first.steps()[0].turn.standing.counterpart.as_ref());
    let left = |inputs: Vec<Input>| play(scene(), inputs);
    let stands = left(vec![offer.clone(), Input::Walk]);
    let taken_back = left(vec![offer, Input::Undo, Input::Walk]);
    let kept = |session: &Session| {
        let turns = sparring::score::kept(session.steps().iter().map(|step| &step.turn));
        turns.iter().any(|turn| turn.standing.counterpart.as_ref() == Some(&answered))
    };
    assert!(kept(&stands) && !kept(&taken_back));
    let good = scene().stage.learner_worth(&answered) >= limit;
    assert_eq!(debrief(&stands).unwrap().outcome.exit, if good { 0 } else { 2 });
    assert_eq!(debrief(&taken_back).unwrap().outcome.exit, 2);
}

#[test]
fn what_would_have_been_signed_is_told_only_above_the_way_out() {
    let scene = Scene::new(Arc::new(persona("hatchback", "standard")));
    let offers = [6000, 6200, 6300, 6350, 6400, 6420, 6430].map(|price| fields(&car(price, "with", "cash_today")));
    let session = play(scene, [offers.to_vec(), vec![Input::Walk]].concat());
    let told = debrief(&session).unwrap().counterfactuals;
    let best: Vec<_> = told.iter().filter(|one| one.kind == "best_accepted").collect();
    assert!(!best.is_empty(), "{told:#?}");
    assert!(best.iter().all(|one| one.learner_gain > 0), "{best:?}");
}

/// Nine options and ten thousand and one prices.
fn large() -> Persona {
    let options =
        |worth: fn(usize) -> usize| (0..9).map(|k| format!("o{k}: {}", worth(k))).collect::<Vec<_>>().join(", ");
    let labels = (0..9).map(|k| format!("o{k}: option {k}")).collect::<Vec<_>>().join(", ");
    let text = format!(
        "{{schema: 1, id: large, title: t, scenario: s, unit: GBP, turns: 6,
        issues: {{price: {{numeric: {{min: 10000, max: 20000, step: 1}}}}, extras: {{options: {{{labels}}}}}}},
        learner: {{role: buyer, values: {{price: {{per_unit: -1}}, extras: {{{}}}}}, reservation: -18000}},
        counterpart: {{role: seller, name: B, values: {{price: {{per_unit: 1}}, extras: {{{}}}}}, reservation: 12000,
            opening: {{package: {{price: 19500}}}}}}}}",
        options(|k| 40 * k),
        options(|k| 5 * (8 - k)),
    );
    let loaded = load("large.yaml", text.as_bytes());
    loaded.persona.unwrap_or_else(|| panic!("{:#?}", loaded.findings))
}

#[test]
fn ninety_thousand_deals_are_debriefed_in_bounded_work() {
    let scene = Scene::new(Arc::new(large()));
    assert_eq!(scene.stage.space().unwrap().len(), 90_009);
    assert!(scene.stage.analysis().unwrap().frontier.len() > 5_000);
    let at = |price: i64| {
        let mut package = scene.stage.opening().clone();
        package.0.insert("price".into(), Choice::Number(Quantity::whole(price)));
        fields(&package)
    };
    let session = play(scene.clone(), vec![at(12_500), at(13_000), Input::Walk]);
    assert_eq!(session.status(), Status::Walked);
    let turns = session.moves().len() as u32;
    let found = replayed(&session);
    assert!(found.replays > 0 && found.replays <= 210 * turns, "{} replays for {turns} turns", found.replays);
    let reservation = scene.persona().learner.reservation;
    assert!(found.best_accepted.is_some_and(|best| best > reservation), "{found:?}");
}
