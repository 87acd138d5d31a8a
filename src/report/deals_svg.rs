//! All deals of a case as a picture: what each is worth to either side, the frontier, and what was signed.

use super::svg::{Held, Sheet, Theme, round_levels};
use crate::negotiation::Money;

const SIZE: f64 = 560.0;
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

/// Draws the map. To the right is better for the learner, upward better for the counterpart; deals that
/// are far outside what either would sign lie beyond the edge.
pub fn deals_svg(map: &DealMap, theme: Theme) -> String {
    let name = &map.counterpart;
    let money = Money::new(&map.unit);
    let mut sheet =
        Sheet::new(SIZE, SIZE, &format!("Every possible deal, by what it is worth to you and to {name}"), theme);
    let (across, up) = (window(map, |pair| pair.0), window(map, |pair| pair.1));
    let x = |gain: i64| LEFT + (gain - across.0) as f64 / (across.1 - across.0) as f64 * (RIGHT - LEFT);
    let y = |gain: i64| BOTTOM - (gain - up.0) as f64 / (up.1 - up.0) as f64 * (BOTTOM - TOP);
    let spot = |pair: &(i64, i64)| (x(pair.0), y(pair.1));
    let inside = |pair: &&(i64, i64)| (across.0..=across.1).contains(&pair.0) && (up.0..=up.1).contains(&pair.1);

    sheet.text("ink", (20.0, 30.0), Held::Start, "Every deal there was", r#"font-size="17" font-weight="600""#);
    let told = "inside the shaded corner both gain over their walk-away";
    sheet.text("dim", (20.0, 49.0), Held::Start, told, r#"font-size="13""#);
    sheet.band("deal", (x(0), TOP), (RIGHT - x(0), y(0) - TOP), 0.08);
    for level in round_levels(across.0, across.1) {
        sheet.line("grid", (x(level), TOP), (x(level), BOTTOM), "");
        sheet.text("dim", (x(level), BOTTOM + 22.0), Held::Middle, &money.tick(level), r#"font-size="13""#);
    }
    for level in round_levels(up.0, up.1) {
        sheet.line("grid", (LEFT, y(level)), (RIGHT, y(level)), "");
        sheet.text("dim", (LEFT - 10.0, y(level) + 4.5), Held::End, &money.tick(level), r#"font-size="13""#);
    }
    sheet.line("zero", (x(0), TOP), (x(0), BOTTOM), r#"stroke-width="1.5""#);
    sheet.line("zero", (LEFT, y(0)), (RIGHT, y(0)), r#"stroke-width="1.5""#);
    let mut deals: Vec<(i64, i64)> = map.deals.iter().filter(inside).copied().collect();
    deals.sort_unstable();
    deals.dedup();
    sheet.dots("dots", &deals.iter().map(spot).collect::<Vec<_>>(), r#"stroke-width="3" stroke-opacity="0.7""#);
    let frontier: Vec<(f64, f64)> = map.frontier.iter().filter(inside).map(spot).collect();
    sheet.path("them-line", &frontier, r#"stroke-width="2" stroke-linejoin="round""#);
    if let Some(nash) = &map.nash {
        sheet.disc("you", spot(nash), 6.5, "A fair point (Nash)");
    }
    if let Some(signed) = &map.signed {
        sheet.diamond("deal", spot(signed), 10.0, "What you signed");
    }
    sheet.text("dim", (RIGHT, BOTTOM + 44.0), Held::End, "better for you →", r#"font-size="13""#);
    sheet.text("dim", (20.0, TOP - 10.0), Held::Start, &format!("↑ better for {name}"), r#"font-size="13""#);
    key(&mut sheet, map);
    sheet.finish()
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
fn window(map: &DealMap, side: impl Fn(&(i64, i64)) -> i64) -> (i64, i64) {
    let marked: Vec<i64> = map.frontier.iter().chain(&map.nash).chain(&map.signed).map(&side).collect();
    let all = || map.deals.iter().map(&side);
    let top = if marked.is_empty() { all().max() } else { marked.iter().copied().max() }.unwrap_or(0).max(1);
    let low = marked.iter().copied().min().unwrap_or(0).min(0).min((-top / 2).max(all().min().unwrap_or(0)));
    (low - top / 12 - 1, top + top / 12 + 1)
}
