//! The chart of offers as a picture.

use super::chart::{OfferChart, Point, Side};
use super::svg::{Held, Sheet, Theme, round_levels};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 596.0;
const TOP: f64 = 64.0;
const BOTTOM: f64 = 340.0;
/// The least distance between two labels on the right, in pixels.
const APART: f64 = 19.0;

/// Both sides' offers over the turns; upward is better for the learner.
pub fn offers_svg(chart: &OfferChart, theme: Theme) -> String {
    let name = &chart.counterpart;
    let money = chart.money();
    let mut sheet =
        Sheet::new(WIDTH, HEIGHT, &format!("Your offers and {name}'s, by what each was worth to you"), theme);
    sheet.tell(&told(chart));
    let (low, high) = chart.span();
    let pad = ((high - low) / 14).max(1);
    let (low, high) = (low - pad, high + pad);
    let y = |gain: i64| BOTTOM - (gain - low) as f64 / (high - low) as f64 * (BOTTOM - TOP);
    let x = |turn: u32| LEFT + f64::from(turn) / f64::from(chart.last_turn()) * (RIGHT - LEFT - 16.0);
    let spot = |point: &Point| (x(point.turn), y(point.gain));

    sheet.heading("What each offer was worth to you");
    sheet.text("dim", (20.0, 49.0), Held::Start, "over your walk-away; upward is better for you", r#"font-size="13""#);
    for level in round_levels(low, high) {
        sheet.line("grid", (LEFT, y(level)), (RIGHT, y(level)), "");
        sheet.text("dim", (LEFT - 10.0, y(level) + 4.5), Held::End, &money.tick(level), r#"font-size="13""#);
    }
    if let Some(limit) = chart.reach.limit.filter(|limit| *limit > 0) {
        sheet.band("deal", (LEFT, y(limit)), (RIGHT - LEFT, y(0) - y(limit)), 0.08);
    }
    for turn in turns_to_name(chart.last_turn()) {
        sheet.text("dim", (x(turn), BOTTOM + 22.0), Held::Middle, &turn.to_string(), r#"font-size="13""#);
    }
    sheet.text("dim", ((LEFT + RIGHT) / 2.0, BOTTOM + 44.0), Held::Middle, "turn", r#"font-size="13""#);

    let mut names: Vec<Name> = vec![Name::new("dim", y(0), "your walk-away".into())];
    sheet.line("zero", (LEFT, y(0)), (RIGHT, y(0)), r#"stroke-width="1.5""#);
    let lines = [(chart.reach.limit, "limit"), (chart.reach.floor, "floor this time")];
    let mut drawn = None;
    for (gain, what) in lines.into_iter().filter_map(|(gain, what)| Some((gain?, what))) {
        if drawn != Some(gain) {
            sheet.line("deal-line", (LEFT, y(gain)), (RIGHT, y(gain)), r#"stroke-width="1.5" stroke-dasharray="5 4""#);
            names.push(Name::new("deal", y(gain), format!("{name}'s {what}")));
        }
        drawn = Some(gain);
    }
    for side in [Side::Counterpart, Side::Learner] {
        let (class, line, who) = match side {
            Side::Learner => ("you", "you-line", "You"),
            Side::Counterpart => ("them", "them-line", name.as_str()),
        };
        let spots: Vec<(f64, f64)> = chart.of(side).map(spot).collect();
        sheet.path(line, &spots, r#"stroke-width="2.5" stroke-linejoin="round""#);
        for point in chart.of(side) {
            let story = format!("{who}, turn {}: {} ({})", point.turn, point.words, money.gain(point.gain));
            sheet.disc(class, spot(point), 5.5, &story);
        }
        if let Some(last) = chart.of(side).last() {
            names.push(Name::strong(class, y(last.gain), who.to_owned()));
        }
    }
    if let Some((turn, gain)) = chart.deal {
        sheet.diamond("deal", (x(turn), y(gain)), 9.0, &format!("The deal: {}", money.gain(gain)));
        names.push(Name::strong("deal", y(gain), format!("Deal {}", money.gain(gain))));
    }
    for name in spread(names) {
        let weight = if name.strong { r#"font-size="14" font-weight="600""# } else { r#"font-size="13""# };
        sheet.text(name.class, (RIGHT + 12.0, name.y + 4.5), Held::Start, &name.text, weight);
    }
    sheet.finish()
}

/// The course of the talk in a sentence or two, for those who don't see the picture.
fn told(chart: &OfferChart) -> String {
    let (name, money) = (&chart.counterpart, chart.money());
    let course = |who: &str, side: Side| {
        let (first, last) = (chart.of(side).next()?, chart.of(side).last()?);
        let (from, to) = (money.gain(first.gain), money.gain(last.gain));
        Some(match first.turn == last.turn {
            true => format!("{who} offered {from} at turn {}.", first.turn),
            false => format!("{who} went from {from} at turn {} to {to} at turn {}.", first.turn, last.turn),
        })
    };
    let deal = chart.deal.map(|(turn, gain)| format!("The deal, at turn {turn}, was worth {}.", money.gain(gain)));
    let parts = [course("You", Side::Learner), course(name, Side::Counterpart), deal];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A name at the right edge, level with what it names.
struct Name {
    class: &'static str,
    y: f64,
    text: String,
    strong: bool,
}

impl Name {
    fn new(class: &'static str, y: f64, text: String) -> Self {
        Name { class, y, text, strong: false }
    }

    fn strong(class: &'static str, y: f64, text: String) -> Self {
        Name { class, y, text, strong: true }
    }
}

/// Moves names apart so that none covers another, each as near to its level as that allows.
fn spread(mut names: Vec<Name>) -> Vec<Name> {
    names.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lowest_free = TOP - 14.0;
    for name in &mut names {
        name.y = name.y.max(lowest_free);
        lowest_free = name.y + APART;
    }
    let mut highest_free = BOTTOM + 14.0;
    for name in names.iter_mut().rev() {
        name.y = name.y.min(highest_free);
        highest_free = name.y - APART;
    }
    names
}

/// Turn numbers that fit below the axis, the first and the last among them.
fn turns_to_name(last: u32) -> impl Iterator<Item = u32> {
    let step = last.div_ceil(20).max(1);
    (0..=last).filter(move |turn| (last - turn).is_multiple_of(step) || *turn == 0)
}
