//! All deals that a class signed, against every deal there was.

use std::collections::BTreeMap;

use super::deals_svg::{DealMap, Field, SIZE};
use super::svg::{Held, Sheet, Theme};
use crate::negotiation::Money;

/// The radius of a single deal's mark, in pixels; more deals at one place take more room.
const RADIUS: f64 = 5.5;

/// A deal that somebody signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who signed it.
    pub who: String,
    /// (learner's gain, counterpart's gain), over the same reservation values as the map's.
    pub gains: (i64, i64),
}

/// Draws the deals of a class on the map of all deals. Deals at one place share a mark with their number in it.
pub fn class_svg(map: &DealMap, signed: &[Signed], theme: Theme) -> String {
    let money = Money::new(&map.unit);
    let mut sheet = Sheet::new(SIZE, SIZE, "The deals that were signed, against every deal there was", theme);
    let mut places: BTreeMap<(i64, i64), Vec<&str>> = BTreeMap::new();
    for deal in signed {
        places.entry(deal.gains).or_default().push(&deal.who);
    }
    sheet.tell(&told(map, signed));
    let field = Field::around(map, &places.keys().copied().collect::<Vec<_>>());
    field.draw(&mut sheet, map, "The deals of the class", "the learner");
    if let Some(nash) = &map.nash {
        sheet.disc("you", field.spot(nash), 6.5, "A fair point (Nash)");
    }
    for (gains, names) in &places {
        let (x, y) = field.spot(gains);
        let story = format!("{}: {} / {}", names.join(", "), money.gain(gains.0), money.gain(gains.1));
        let several = names.len() > 1;
        sheet.diamond("deal", (x, y), if several { RADIUS + 5.0 } else { RADIUS + 1.5 }, &story);
        if several {
            let count = names.len().to_string();
            sheet.text("on-deal", (x, y + 4.0), Held::Middle, &count, r#"font-size="11" font-weight="600""#);
        }
    }
    key(&mut sheet, map.nash.is_some());
    sheet.finish()
}

fn told(map: &DealMap, signed: &[Signed]) -> String {
    let both = signed.iter().filter(|deal| deal.gains.0 >= 0 && deal.gains.1 >= 0).count();
    let name = &map.counterpart;
    format!(
        "{} deals were signed; in {both} of them neither the learner nor {name} went below the walk-away.",
        signed.len()
    )
}

/// What the signs mean, along the lower edge.
fn key(sheet: &mut Sheet, fair: bool) {
    let y = SIZE - 16.0;
    sheet.line("them-line", (20.0, y - 4.0), (36.0, y - 4.0), r#"stroke-width="2""#);
    sheet.text("ink", (44.0, y), Held::Start, "nothing wasted", r#"font-size="13""#);
    sheet.diamond("deal", (178.0, y - 4.0), RADIUS + 1.5, "");
    sheet.text("ink", (192.0, y), Held::Start, "a deal (with a number: several)", r#"font-size="13""#);
    if fair {
        sheet.disc("you", (408.0, y - 4.0), 6.0, "");
        sheet.text("ink", (422.0, y), Held::Start, "a fair point", r#"font-size="13""#);
    }
}
