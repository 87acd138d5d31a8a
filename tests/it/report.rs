//! Debriefs, charts and pictures as a reader meets them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use sparring::negotiation::{
    Agenda, Choice, Issue, Kind, Outcome as Option_, Package, Quantity, Scale, Terms, Values, Worth,
};
use sparring::report::{
    Brief, Case, DealMap, OfferChart, Page, Theme, brief, deals_svg, debrief, offers_svg, plain, png, text_chart,
};
use sparring::score::{
    Component, Counterfactual, Debrief, Dials, FairPoint, Hidden, HiddenClaim, HiddenInterest, Left, Outcome, Reach,
    Row,
};
use sparring::session::{FieldOffer, Input, Reply, Standing, Status, Turn};

fn agenda() -> Agenda {
    let option = |id: &str, label: &str| Option_ { id: id.into(), label: label.into(), words: vec![] };
    let issue = |id: &str, label: &str, kind, default| Issue {
        id: id.into(),
        label: label.into(),
        words: vec![],
        kind,
        default,
    };
    let scale = Scale {
        min: Quantity::whole(5200),
        max: Quantity::whole(7900),
        step: Quantity::whole(50),
        reach: (Quantity::whole(5200), Quantity::whole(7900)),
        format: "£{}".into(),
    };
    let tyres = vec![option("without", "without the winter tyres"), option("with", "with the winter tyres")];
    let payment = vec![option("transfer", "by transfer next week"), option("cash", "in cash today")];
    Agenda {
        issues: vec![
            issue("price", "price", Kind::Numeric(scale), Choice::Number(Quantity::whole(7650))),
            issue("winter_tyres", "winter tyres", Kind::Options(tyres), Choice::Option("without".into())),
            issue("payment", "payment", Kind::Options(payment), Choice::Option("transfer".into())),
        ],
    }
}

fn values() -> Values {
    let options =
        |pairs: &[(&str, i64)]| Worth::Options(pairs.iter().map(|(id, worth)| ((*id).into(), *worth)).collect());
    Values(BTreeMap::from([
        ("price".into(), Worth::PerUnit(-1)),
        ("winter_tyres".into(), options(&[("with", 280)])),
        ("payment".into(), options(&[("cash", -20)])),
    ]))
}

/// The buyer's view of the hatchback, in the unit given.
pub(super) struct Fixture {
    agenda: Agenda,
    values: Values,
    unit: &'static str,
    opening: Package,
}

impl Fixture {
    pub(super) fn new(unit: &'static str) -> Self {
        Fixture { agenda: agenda(), values: values(), unit, opening: package(7650, "without", "transfer") }
    }

    pub(super) fn case(&self) -> Case<'_> {
        Case {
            title: "Hatchback by the station",
            agenda: &self.agenda,
            unit: self.unit,
            counterpart: "Marta",
            values: &self.values,
            reservation: -6900,
            turns: 14,
            opening: &self.opening,
            rated: false,
        }
    }
}

fn package(price: i64, tyres: &str, payment: &str) -> Package {
    Package(BTreeMap::from([
        ("price".into(), Choice::Number(Quantity::whole(price))),
        ("winter_tyres".into(), Choice::Option(tyres.into())),
        ("payment".into(), Choice::Option(payment.into())),
    ]))
}

fn turn(number: u32, learner: Option<Package>, counterpart: &Package, status: Status) -> Turn {
    let offer = learner.as_ref().map(Package::to_terms);
    Turn {
        turn: number,
        input: (number > 0).then(|| match offer {
            Some(offer) => Input::Offer(FieldOffer { offer, ..FieldOffer::default() }),
            None => Input::Say("How did you get to that?".into()),
        }),
        heard: None,
        decided: None,
        reply: Reply { text: "…".into(), offer: Some(counterpart.clone()), ..Reply::default() },
        standing: Standing { learner, counterpart: Some(counterpart.clone()) },
        question: None,
        status,
        refusal: None,
        counted: number > 0,
        undoable: false,
        corrects: false,
    }
}

pub(super) fn transcript(last: Status) -> Vec<Turn> {
    let (out, cash) = ("without", "transfer");
    vec![
        turn(0, None, &package(7650, out, cash), Status::Open),
        turn(1, Some(package(5940, out, cash)), &package(7300, out, cash), Status::Open),
        turn(2, None, &package(7190, out, cash), Status::Open),
        turn(3, Some(package(6100, out, cash)), &package(6900, out, cash), Status::Open),
        turn(4, Some(package(6300, out, cash)), &package(6650, "with", cash), Status::Open),
        turn(5, Some(package(6450, "with", "cash")), &package(6450, "with", "cash"), last),
    ]
}

/// The first turns of the talk, and then the door.
fn walked(turns: usize) -> Vec<Turn> {
    let mut talk = transcript(Status::Open);
    talk.truncate(turns);
    let standing = talk.last().unwrap().standing.clone();
    let reply = Reply { text: "All right. Take care.".into(), ..Reply::default() };
    talk.push(Turn {
        input: Some(Input::Walk),
        reply,
        ..turn(turns as u32, None, standing.counterpart.as_ref().unwrap(), Status::Walked)
    });
    talk
}

fn hidden() -> Hidden {
    Hidden {
        name: "Marta".into(),
        brief: "Insurance and the listing both renew on Friday.".into(),
        batna: "A dealer will take it for £6,050.".into(),
        reservation: 6050,
        floor: 6290,
        values: serde_json::json!({
            "price": {"5200": 5200, "7900": 7900},
            "winter_tyres": {"without": 0, "with": -60},
            "payment": {"transfer": 0, "cash": 180}
        })
        .as_object()
        .unwrap()
        .clone(),
        reach: Reach { limit: Some(1210), floor: Some(960) },
        interests: vec![
            HiddenInterest { text: "Honestly, the insurance renews on Friday.".into(), told: None },
            HiddenInterest { text: "They're sitting in the shed.".into(), told: Some(4) },
        ],
        claims: vec![HiddenClaim {
            text: "Someone else is coming at five.".into(),
            truth: "soft".into(),
            said: true,
            honest: "All right, a man said he might drop by.".into(),
        }],
        trust: 62,
        tension: 14,
    }
}

pub(super) fn deal() -> Debrief {
    let row = |concept, score, turn, quote: Option<&str>, line: &str| Row {
        concept,
        score,
        turn,
        quote: quote.map(String::from),
        line: line.into(),
        name: String::new(),
        component: Component::default(),
        cost: (concept == 63).then_some(140),
    };
    Debrief {
        outcome: Outcome {
            package: Some(package(6450, "with", "cash")),
            learner: 710,
            counterpart: 520,
            claim: Some(710.0 / 1210.0),
            create: Some(1.0),
            exit: 2,
            pareto: Some(1.0),
            nash: Some(FairPoint { package: package(6550, "with", "cash"), learner_gain: 610, counterpart_gain: 620 }),
            left: Left { free: 0, joint: 0, tactical: 250 },
        },
        dials: Dials {
            outcome: Some(71.6),
            information: Some(50.0),
            process: Some(84.4),
            closing: Some(0.0),
            relationship: None,
        },
        score: Some(67.4),
        rows: vec![
            row(
                36,
                Some(0),
                Some(3),
                Some("I can't go over 6,900"),
                "You told Marta your limit, and it was remembered from then on.",
            ),
            row(
                21,
                Some(2),
                Some(1),
                Some("I was thinking 5,940"),
                "You opened just beyond her limit: ambitious, believable.",
            ),
            row(63, Some(1), Some(4), None, "One of three concessions got nothing back."),
            row(12, None, None, None, "Never came up."),
        ],
        counterfactuals: vec![
            Counterfactual {
                turn: 4,
                kind: "ask_in_return".into(),
                instead: "asked for the tyres with that offer".into(),
                input: Input::Offer(FieldOffer { offer: Terms::default(), ..FieldOffer::default() }),
                reply: "I could do £6,380 with the winter tyres.".into(),
                package: Some(package(6380, "with", "transfer")),
                learner_gain: 800,
                difference: 140,
            },
            Counterfactual {
                turn: 3,
                kind: "best_accepted".into(),
                instead: "offered £6,300, with the winter tyres, by transfer next week".into(),
                input: Input::Walk,
                reply: "Deal.".into(),
                package: Some(package(6350, "with", "cash")),
                learner_gain: 810,
                difference: 810,
            },
        ],
        chosen: vec![36, 63, 21],
        next: vec!["Put an “if you …” in front of every number that moves toward them.".into()],
        view: "I trusted you more at the end than at the start.".into(),
        hidden: hidden(),
    }
}

fn no_deal(exit: u8) -> Debrief {
    let found = deal();
    let outcome = Outcome {
        package: None,
        learner: 0,
        counterpart: 0,
        claim: Some(0.0),
        create: Some(0.0),
        exit,
        pareto: None,
        left: Left::default(),
        ..found.outcome
    };
    Debrief {
        outcome,
        rows: vec![],
        counterfactuals: vec![],
        dials: Dials { outcome: Some(0.0), ..Dials::default() },
        ..found
    }
}

fn printed(fixture: &Fixture, found: &Debrief, transcript: &[Turn]) -> String {
    plain(&Page { width: 96, ascii: false }.set(&debrief(&fixture.case(), found, transcript)))
}

#[test]
fn a_deal_is_debriefed() {
    insta::assert_snapshot!(printed(&Fixture::new("GBP"), &deal(), &transcript(Status::Agreed)));
}

#[test]
fn a_walk_from_a_good_offer_is_debriefed() {
    insta::assert_snapshot!(printed(&Fixture::new("GBP"), &no_deal(0), &walked(4)));
}

#[test]
fn a_right_walk_without_a_zone_is_debriefed() {
    let mut found = no_deal(2);
    found.outcome.nash = None;
    found.dials.outcome = Some(100.0);
    found.outcome.claim = None;
    found.hidden.reservation = 7350;
    found.hidden.floor = 7400;
    found.hidden.reach = Reach::default();
    insta::assert_snapshot!(printed(&Fixture::new("GBP"), &found, &walked(2)));
}

#[test]
fn a_deal_below_the_own_limit_is_debriefed() {
    let mut found = deal();
    found.outcome.package = Some(package(7200, "without", "transfer"));
    (found.outcome.learner, found.outcome.counterpart) = (-300, 1150);
    found.outcome.left = Left { free: 420, joint: 380, tactical: 900 };
    found.hidden.trust = 31;
    insta::assert_snapshot!(printed(&Fixture::new("GBP"), &found, &transcript(Status::Agreed)));
}

#[test]
fn points_are_never_added_up() {
    let text = printed(&Fixture::new("points"), &deal(), &transcript(Status::Agreed));
    assert!(text.contains("You +710 points, Marta +520 points, each in points of their own. That is 59 %"), "{text}");
    assert!(!text.contains("1,230"), "{text}");
}

#[test]
fn the_brief_says_what_each_outcome_is_worth() {
    let fixture = Fixture::new("GBP");
    let learner =
        Brief { role: "buyer", text: "You need a car within two weeks.", batna: "A dealer has one for £7,100." };
    insta::assert_snapshot!(plain(&Page { width: 80, ascii: false }.set(&brief(&fixture.case(), &learner))));
}

#[test]
fn the_text_chart_fits_narrow_and_ascii_terminals() {
    let fixture = Fixture::new("GBP");
    let blocks = debrief(&fixture.case(), &deal(), &transcript(Status::Agreed));
    let narrow = plain(&Page { width: 44, ascii: true }.set(&blocks));
    let too_wide: Vec<&str> = narrow.lines().filter(|line| line.chars().count() > 44).collect();
    assert_eq!(too_wide, Vec::<&str>::new());
    let strange: String = narrow.chars().filter(|c| !c.is_ascii() && *c != '£').collect();
    assert_eq!(strange, "");
}

#[test]
fn a_reading_that_was_taken_back_leaves_no_point() {
    let fixture = Fixture::new("GBP");
    let mut talk = transcript(Status::Open)[..2].to_vec();
    let mut undone = talk[0].clone();
    undone.input = Some(Input::Undo);
    undone.reply.offer = None;
    talk.push(undone);
    let chart = OfferChart::new(&fixture.case(), &talk, None, Reach::default());
    assert_eq!(chart.points.iter().map(|point| point.turn).collect::<Vec<_>>(), [0]);
    let drawn = plain(&text_chart(&chart, 60));
    assert!(!drawn.contains("You"), "{drawn}");
}

fn chart() -> OfferChart {
    let fixture = Fixture::new("GBP");
    let found = deal();
    OfferChart::new(&fixture.case(), &transcript(Status::Agreed), found.outcome.package.as_ref(), found.hidden.reach)
}

pub(super) fn map() -> DealMap {
    let grid = (5200..=7900).step_by(50);
    let sides = [(0, 0), (280, -60), (-20, 180), (260, 120)];
    let deals: Vec<(i64, i64)> =
        grid.flat_map(|price| sides.map(|(mine, theirs)| (6900 - price + mine, price + theirs - 6050))).collect();
    let frontier = deals
        .iter()
        .copied()
        .filter(|(u, v)| *u >= 0 && *v >= 0 && !deals.iter().any(|(a, b)| a >= u && b >= v && (a, b) != (u, v)));
    let mut frontier: Vec<_> = frontier.collect();
    frontier.sort_unstable();
    DealMap {
        counterpart: "Marta & <Co>".into(),
        unit: "GBP".into(),
        deals,
        frontier,
        nash: Some((610, 620)),
        signed: Some((710, 520)),
    }
}

#[test]
fn every_picture_is_well_formed_and_painted_in_both_themes() {
    for theme in [Theme::Light, Theme::Dark] {
        for svg in [offers_svg(&chart(), theme), deals_svg(&map(), theme)] {
            let painted = png(&svg).unwrap();
            let picture = resvg::tiny_skia::Pixmap::decode_png(&painted).unwrap();
            let mut colours: Vec<_> =
                picture.pixels().iter().map(|pixel| (pixel.red(), pixel.green(), pixel.blue())).collect();
            colours.sort_unstable();
            colours.dedup();
            assert!(picture.width() >= 1000 && colours.len() > 50, "{} colours", colours.len());
        }
    }
}

#[test]
fn the_font_is_found() {
    let sheet = |text: &str| {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="30"><text x="2" y="20" font-family="Inter">{text}</text></svg>"#
        )
    };
    assert_ne!(png(&sheet("£6,450")).unwrap(), png(&sheet("")).unwrap());
}

#[test]
fn a_name_never_breaks_the_picture() {
    let mut odd = chart();
    odd.counterpart = "M<a>&\"rta\u{0}\u{1b}".into();
    assert!(png(&offers_svg(&odd, Theme::Light)).is_ok());
}
