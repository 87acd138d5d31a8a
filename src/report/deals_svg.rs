//! All deals of a case as a picture: what each is worth to either side, the frontier, and what was signed.

use crate::negotiation::Money;
use crate::score::Outcome;

use super::case::Case;
use super::svg::{Held, Sheet, Theme, round_levels};

pub(super) const SIZE: f64 = 560.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 536.0;
const TOP: f64 = 88.0;
const BOTTOM: f64 = 484.0;

/// What the picture shows; every pair is (learner's gain, counterpart's gain) over the reservation values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DealMap {
    /// The counterpart's name.
    pub counterpart: String,
    /// The unit of both gains.
    pub unit: String,
    /// Every deal.
    pub deals: Vec<(i64, i64)>,
    /// Deals that no other beats for both, ascending for the learner.
    pub frontier: Vec<(i64, i64)>,
    /// A fair point (Nash 1950).
    pub nash: Option<(i64, i64)>,
    /// What was signed.
    pub signed: Option<(i64, i64)>,
}

impl DealMap {
    /// The map of an ended talk: what was signed, a fair point, and all there was.
    pub fn of(case: &Case<'_>, outcome: &Outcome, deals: Vec<(i64, i64)>, frontier: Vec<(i64, i64)>) -> Self {
        DealMap {
            counterpart: case.counterpart.to_owned(),
            unit: case.unit.to_owned(),
            deals,
            frontier,
            nash: outcome.nash.as_ref().map(|fair| (fair.learner_gain, fair.counterpart_gain)),
            signed: outcome.package.as_ref().map(|_| (outcome.learner, outcome.counterpart)),
        }
    }
}

/// Draws the map. To the right is better for the learner, upward better for the counterpart; deals that
/// are far outside what either would sign lie beyond the edge.
pub fn deals_svg(map: &DealMap, theme: Theme) -> String {
    let name = &map.counterpart;
    let mut sheet =
        Sheet::new(SIZE, SIZE, &format!("Every possible deal, by what it is worth to you and to {name}"), theme);
    sheet.tell(&told(map));
    let field = Field::around(map, &[]);
    field.draw(&mut sheet, map, "Every deal there was", "you");
    if let Some(nash) = &map.nash {
        sheet.disc("you", field.spot(nash), 6.5, "A fair point (Nash)");
    }
    if let Some(signed) = &map.signed {
        sheet.diamond("deal", field.spot(signed), 10.0, "What you signed");
    }
    key(&mut sheet, map);
    sheet.finish()
}

/// What the picture shows, for those who don't see it.
fn told(map: &DealMap) -> String {
    let (name, money) = (&map.counterpart, Money::new(&map.unit));
    let gains = |pair: (i64, i64)| format!("{} to you, {} to {name}", money.gain(pair.0), money.gain(pair.1));
    let signed = map.signed.map(|pair| format!("You signed a deal worth {}.", gains(pair)));
    let fair = map.nash.map(|pair| format!("A fair point is worth {}.", gains(pair)));
    [signed, fair].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The field that deals are drawn on, as far as it is worth showing.
pub(super) struct Field {
    across: (i64, i64),
    up: (i64, i64),
}

impl Field {
    /// The field that holds the zone of agreement and `further` deals.
    pub(super) fn around(map: &DealMap, further: &[(i64, i64)]) -> Self {
        Field { across: window(map, further, |pair| pair.0), up: window(map, further, |pair| pair.1) }
    }

    /// Where a deal lies, in pixels.
    pub(super) fn spot(&self, pair: &(i64, i64)) -> (f64, f64) {
        (self.x(pair.0), self.y(pair.1))
    }

    fn x(&self, gain: i64) -> f64 {
        LEFT + (gain - self.across.0) as f64 / (self.across.1 - self.across.0) as f64 * (RIGHT - LEFT)
    }

    fn y(&self, gain: i64) -> f64 {
        BOTTOM - (gain - self.up.0) as f64 / (self.up.1 - self.up.0) as f64 * (BOTTOM - TOP)
    }

    fn holds(&self, pair: &(i64, i64)) -> bool {
        (self.across.0..=self.across.1).contains(&pair.0) && (self.up.0..=self.up.1).contains(&pair.1)
    }

    /// Draws headings, scales, the shaded corner, all deals and the frontier.
    pub(super) fn draw(&self, sheet: &mut Sheet, map: &DealMap, heading: &str, learner: &str) {
        let money = Money::new(&map.unit);
        sheet.heading(heading);
        let told = "inside the shaded corner both gain over their walk-away";
        sheet.text("dim", (20.0, 49.0), Held::Start, told, r#"font-size="13""#);
        sheet.band("deal", (self.x(0), TOP), (RIGHT - self.x(0), self.y(0) - TOP), 0.08);
        for level in round_levels(self.across.0, self.across.1) {
            let x = self.x(level);
            sheet.line("grid", (x, TOP), (x, BOTTOM), "");
            sheet.text("dim", (x, BOTTOM + 22.0), Held::Middle, &money.tick(level), r#"font-size="13""#);
        }
        for level in round_levels(self.up.0, self.up.1) {
            let y = self.y(level);
            sheet.line("grid", (LEFT, y), (RIGHT, y), "");
            sheet.text("dim", (LEFT - 10.0, y + 4.5), Held::End, &money.tick(level), r#"font-size="13""#);
        }
        sheet.line("zero", (self.x(0), TOP), (self.x(0), BOTTOM), r#"stroke-width="1.5""#);
        sheet.line("zero", (LEFT, self.y(0)), (RIGHT, self.y(0)), r#"stroke-width="1.5""#);
        let mut deals: Vec<(i64, i64)> = map.deals.iter().filter(|pair| self.holds(pair)).copied().collect();
        deals.sort_unstable();
        deals.dedup();
        let spots: Vec<(f64, f64)> = deals.iter().map(|pair| self.spot(pair)).collect();
        sheet.dots("dots", &spots, r#"stroke-width="3" stroke-opacity="0.7""#);
        let within = map.frontier.iter().filter(|pair| self.holds(pair));
        let frontier: Vec<(f64, f64)> = within.map(|pair| self.spot(pair)).collect();
        sheet.path("them-line", &frontier, r#"stroke-width="2" stroke-linejoin="round""#);
        let right = format!("better for {learner} →");
        sheet.text("dim", (RIGHT, BOTTOM + 44.0), Held::End, &right, r#"font-size="13""#);
        let up = format!("↑ better for {}", map.counterpart);
        sheet.text("dim", (20.0, TOP - 10.0), Held::Start, &up, r#"font-size="13""#);
    }
}

/// What the signs mean, along the lower edge.
fn key(sheet: &mut Sheet, map: &DealMap) {
    let y = SIZE - 16.0;
    let mut x = 20.0;
    let mut next = |width: f64| {
        let at = x;
        x += width;
        at
    };
    let at = next(150.0);
    sheet.line("them-line", (at, y - 4.0), (at + 16.0, y - 4.0), r#"stroke-width="2""#);
    sheet.text("ink", (at + 24.0, y), Held::Start, "nothing wasted", r#"font-size="13""#);
    if map.nash.is_some() {
        let at = next(120.0);
        sheet.disc("you", (at + 8.0, y - 4.0), 6.0, "");
        sheet.text("ink", (at + 22.0, y), Held::Start, "a fair point", r#"font-size="13""#);
    }
    if map.signed.is_some() {
        let at = next(120.0);
        sheet.diamond("deal", (at + 8.0, y - 4.0), 8.0, "");
        sheet.text("ink", (at + 24.0, y), Held::Start, "your deal", r#"font-size="13""#);
    }
}

/// The part of one axis worth showing: the zone of agreement, what was signed, and as much again below zero.
fn window(map: &DealMap, further: &[(i64, i64)], side: impl Fn(&(i64, i64)) -> i64) -> (i64, i64) {
    let marked: Vec<i64> = map.frontier.iter().chain(&map.nash).chain(&map.signed).chain(further).map(&side).collect();
    let all = || map.deals.iter().map(&side);
    let top = if marked.is_empty() { all().max() } else { marked.iter().copied().max() }.unwrap_or(0).max(1);
    let low = marked.iter().copied().min().unwrap_or(0).min(0).min((-top / 2).max(all().min().unwrap_or(0)));
    (low - top / 12 - 1, top + top / 12 + 1)
}
