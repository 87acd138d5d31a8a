//! What the words of a debrief need to know of the case: nothing that is hidden from the learner.

use crate::negotiation::{Agenda, Package, Values};
use crate::persona::Briefing;

use crate::negotiation::Money;

/// The learner's own view of a case.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// How menus call it.
    pub title: &'a str,
    /// What is negotiated.
    pub agenda: &'a Agenda,
    /// The unit of both sides' values.
    pub unit: &'a str,
    /// The counterpart's name.
    pub counterpart: &'a str,
    /// What outcomes are worth to the learner.
    pub values: &'a Values,
    /// The least a deal may be worth to the learner (r).
    pub reservation: i64,
    /// The learner moves that the talk has.
    pub turns: u32,
    /// The counterpart's first package.
    pub opening: &'a Package,
    /// Whether the run is rated, so that its score is shown.
    pub rated: bool,
}

impl<'a> Case<'a> {
    /// The learner's view of a briefing.
    pub fn of(briefing: &'a Briefing) -> Self {
        Case {
            title: &briefing.title,
            agenda: &briefing.agenda,
            unit: &briefing.unit,
            counterpart: &briefing.counterpart_name,
            values: &briefing.learner.values,
            reservation: briefing.learner.reservation,
            turns: briefing.turns,
            opening: &briefing.opening,
            rated: false,
        }
    }

    /// The same case in a run that is rated or not.
    pub fn rated(self, rated: bool) -> Self {
        Case { rated, ..self }
    }

    /// What a package is worth to the learner over the reservation value: u - r.
    pub fn gain(&self, package: &Package) -> i64 {
        self.values.of(package) - self.reservation
    }

    /// A package in words; side issues at their default go unmentioned.
    pub fn words(&self, package: &Package) -> String {
        self.agenda.write(package, true)
    }

    /// The writer of values.
    pub fn money(&self) -> Money<'a> {
        Money::new(self.unit)
    }
}
