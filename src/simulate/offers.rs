//! How a reference learner builds the package for a target: the price alone, or the bundle it
//! believes best for the counterpart at the same worth to itself.

use std::collections::BTreeSet;

use super::arena::Arena;
use crate::negotiation::{Choice, Issue, Kind, Package, Quantity};

/// On issues it never asked about, what a learner believes a unit of its own worth is to the
/// counterpart: of what it wants badly, of small wishes, and of small favours.
const UNKNOWN_WANT: f64 = 0.8;
const UNKNOWN_WISH: f64 = 1.5;
const UNKNOWN_FAVOUR: f64 = 1.2;

/// Share of Z from which a side term is worth insisting on.
const WANTED: f64 = 0.1;

/// Builds packages for one learner in one case.
#[derive(Debug, Clone, Default)]
pub(super) struct Builder {
    /// Issues whose worth to the counterpart the learner has been told.
    pub(super) known: BTreeSet<String>,
    bundles: Vec<Vec<(String, Choice)>>,
}

impl Builder {
    /// A package that leaves the learner `surplus` over its reservation value, price alone or with bundles.
    pub(super) fn build(&mut self, arena: &Arena, base: &Package, surplus: f64, packages: bool) -> Package {
        let agenda = &arena.stage.persona().agenda;
        match agenda.price() {
            Some(price) if !packages => {
                let mut package = base.clone();
                package.0.extend(wants(arena));
                priced(arena, price, package, surplus).unwrap_or_else(|| base.clone())
            }
            Some(price) => self.best_bundle(arena, price, base, surplus),
            None => self.best_deal(arena, base, surplus),
        }
    }

    fn best_bundle(&mut self, arena: &Arena, price: &Issue, base: &Package, surplus: f64) -> Package {
        if self.bundles.is_empty() {
            self.bundles = bundles(arena, price);
        }
        let candidates = self.bundles.iter().filter_map(|bundle| {
            let mut package = base.clone();
            package.0.extend(bundle.iter().cloned());
            let package = priced(arena, price, package, surplus)?;
            let belief = self.belief(arena, base, &package, Some(price));
            Some((belief, package))
        });
        let best = candidates.reduce(|a, b| if b.0 > a.0 + 1e-9 { b } else { a });
        best.map_or_else(|| base.clone(), |(_, package)| package)
    }

    /// Without a price: the grid's deals near the target.
    fn best_deal(&self, arena: &Arena, base: &Package, surplus: f64) -> Package {
        let reservation = arena.stage.persona().learner.reservation;
        let over = |i: &usize| (arena.space.learner[*i] - reservation) as f64 - surplus;
        let near = (0..arena.space.len()).filter(|i| (0.0..=0.1 * arena.scale()).contains(&over(i)));
        let scored = near.map(|i| {
            let package = arena.space.package(i);
            (self.belief(arena, base, &package, None), package)
        });
        let best = scored.reduce(|a, b| if b.0 > a.0 + 1e-9 { b } else { a });
        let nearest = || (0..arena.space.len()).min_by_key(|i| over(i).abs() as i64);
        best.map(|(_, package)| package)
            .or_else(|| nearest().map(|i| arena.space.package(i)))
            .unwrap_or_else(|| base.clone())
    }

    /// What the learner believes a package adds for the counterpart.
    fn belief(&self, arena: &Arena, base: &Package, package: &Package, price: Option<&Issue>) -> f64 {
        let persona = arena.stage.persona();
        let of = |(id, choice): (&String, &Choice)| {
            let before = base.0.get(id).unwrap_or(choice);
            let gives = |values: &crate::negotiation::Values| {
                (values.of_choice(id, choice) - values.of_choice(id, before)) as f64
            };
            if price.is_some_and(|price| price.id == *id) || self.known.contains(id) {
                gives(&persona.counterpart.values)
            } else {
                guess(gives(&persona.learner.values), WANTED * arena.scale())
            }
        };
        package.0.iter().map(of).sum()
    }
}

/// What an unknown change is believed to add for the counterpart.
fn guess(own: f64, large: f64) -> f64 {
    match own {
        wanted if wanted >= large => -UNKNOWN_WANT * wanted,
        wish if wish > 0.0 => -UNKNOWN_WISH * wish,
        favour if -favour < large => -UNKNOWN_FAVOUR * favour,
        _ => 0.0,
    }
}

/// The side terms that a price haggler insists on: its best outcome of each issue where that is
/// worth a tenth of Z more to it than the default.
pub(super) fn wants(arena: &Arena) -> Vec<(String, Choice)> {
    let persona = arena.stage.persona();
    let price = persona.agenda.price().map(|price| &price.id);
    let side = persona.agenda.issues.iter().filter(|issue| Some(&issue.id) != price);
    let want = |issue: &Issue| {
        let worth = |choice: &Choice| persona.learner.values.of_choice(&issue.id, choice);
        let best = issue.grid().into_iter().max_by_key(worth)?;
        let gain = worth(&best) - worth(&issue.default);
        (gain as f64 >= WANTED * arena.scale()).then(|| (issue.id.clone(), best))
    };
    side.filter_map(want).collect()
}

/// The package with the price set so that the learner keeps `surplus`.
fn priced(arena: &Arena, price: &Issue, mut package: Package, surplus: f64) -> Option<Package> {
    let Kind::Numeric(scale) = &price.kind else { return None };
    let values = &arena.stage.persona().learner.values;
    let of = |figure| values.of_choice(&price.id, &Choice::Number(figure)) as f64;
    let slope = (of(scale.max) - of(scale.min)) / (scale.max.as_f64() - scale.min.as_f64());
    if slope == 0.0 {
        return None;
    }
    package.0.insert(price.id.clone(), Choice::Number(scale.min));
    let missing = surplus - arena.surplus(&package) as f64;
    let figure = Quantity::from_f64(((scale.min.as_f64() + missing / slope) * 100.0).round() / 100.0)?;
    package.0.insert(price.id.clone(), Choice::Number(figure));
    Some(package)
}

/// How a figure is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Two digits and zeros: a guess.
    Round,
    /// Three digits: worked out.
    Worked,
    /// Five digits or more: as if it were known to the penny.
    ToThePenny,
}

/// The package with its price as one would say it, not below the learner's limit if it was not before.
pub(super) fn said(arena: &Arena, package: Package, how: Said) -> Package {
    let Some(price) = arena.stage.persona().agenda.price() else { return package };
    let Some(Choice::Number(figure)) = package.0.get(&price.id) else { return package };
    let tens = figure.as_f64().abs().max(1.0).log10().floor();
    // Counted in ten-thousandths of the leading digit's place; `least` is the digit that has to say something.
    let least: f64 = match how {
        Said::Round => 1000.0,
        Said::Worked => 100.0,
        Said::ToThePenny => 1.0,
    };
    let mut parts = (figure.as_f64() / 10f64.powf(tens - 4.0) / least).round() * least;
    if how != Said::Round && parts % (10.0 * least) == 0.0 {
        parts += least;
    }
    let mut spoken = package.clone();
    if let Some(figure) = Quantity::from_f64(parts * 10f64.powf(tens - 4.0)) {
        spoken.0.insert(price.id.clone(), Choice::Number(figure));
    }
    if arena.surplus(&spoken) < 0 && arena.surplus(&package) >= 0 { package } else { spoken }
}

fn bundles(arena: &Arena, price: &Issue) -> Vec<Vec<(String, Choice)>> {
    let mut bundles = vec![Vec::new()];
    for issue in arena.stage.persona().agenda.issues.iter().filter(|issue| issue.id != price.id) {
        let grow = |bundle: &Vec<(String, Choice)>| -> Vec<Vec<(String, Choice)>> {
            let with = |choice: Choice| bundle.iter().cloned().chain([(issue.id.clone(), choice)]).collect();
            issue.grid().into_iter().map(with).collect()
        };
        bundles = bundles.iter().flat_map(grow).collect();
    }
    bundles
}
