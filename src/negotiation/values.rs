//! What outcomes are worth to one side.

use std::collections::BTreeMap;

use super::issue::{Choice, Package};
use super::quantity::Quantity;

/// What the outcomes of one issue are worth, in the persona's unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worth {
    /// A numeric issue: so much per unit of the figure, rounded down.
    PerUnit(i64),
    /// A numeric issue: worth at some figures, ascending, straight lines between them.
    At(Vec<(Quantity, i64)>),
    /// An option issue; an option left out is worth 0.
    Options(BTreeMap<String, i64>),
}

impl Worth {
    /// The worth of an outcome; 0 for one the issue doesn't know.
    pub fn of(&self, choice: &Choice) -> i64 {
        match (self, choice) {
            (Worth::PerUnit(per_unit), Choice::Number(figure)) => figure.times(*per_unit),
            (Worth::At(points), Choice::Number(figure)) => along(points, *figure),
            (Worth::Options(options), Choice::Option(id)) => options.get(id).copied().unwrap_or(0),
            _ => 0,
        }
    }
}

/// The straight line between the neighbours of `figure`, rounded down; the end worth outside.
fn along(points: &[(Quantity, i64)], figure: Quantity) -> i64 {
    let after = points.partition_point(|(at, _)| *at <= figure);
    match (after.checked_sub(1).and_then(|i| points.get(i)), points.get(after)) {
        (Some((x0, y0)), Some((x1, y1))) => {
            let run = i128::from(x1.ten_thousandths() - x0.ten_thousandths());
            let part = i128::from(figure.ten_thousandths() - x0.ten_thousandths());
            y0 + (i128::from(y1 - y0) * part).div_euclid(run) as i64
        }
        (Some((_, last)), None) => *last,
        (None, Some((_, first))) => *first,
        (None, None) => 0,
    }
}

/// What every outcome is worth to one side; a package's worth is the sum.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values(pub BTreeMap<String, Worth>);

impl Values {
    /// The worth of one outcome of one issue; 0 for an issue left out.
    pub fn of_choice(&self, issue: &str, choice: &Choice) -> i64 {
        self.0.get(issue).map_or(0, |worth| worth.of(choice))
    }

    /// The worth of a whole package.
    pub fn of(&self, package: &Package) -> i64 {
        package.0.iter().map(|(issue, choice)| self.of_choice(issue, choice)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piecewise_worth_is_whole_between_its_points() {
        let worth = Worth::At(vec![(Quantity::whole(30), 80), (Quantity::whole(40), 45), (Quantity::whole(50), 0)]);
        let at = |units| worth.of(&Choice::Number(Quantity::whole(units)));
        assert_eq!([at(20), at(30), at(35), at(40), at(50), at(60)], [80, 80, 62, 45, 0, 0]);
    }
}
