//! The range that a challenge draws the reservation value from: what is declared has to hold wherever it falls.

use super::{Case, Findings, Path};
use crate::negotiation::{Analysis, Limits};

pub(super) fn range_holds_what_is_declared(case: &Case<'_>, findings: &mut Findings) {
    let side = &case.persona.counterpart;
    let Some((low, high)) = side.reservation_range else { return };
    // Without figures its own limit may have been made up.
    let Some((space, _)) = case.deals else { return };
    let path = || Path::of(["counterpart", "reservation_range"]);
    if side.reservation < low || side.reservation > high {
        let message = format!("the reservation value {} lies outside the range {low} to {high}", side.reservation);
        findings.error("range-misses", path(), message, "let the range hold the reservation value itself");
    }
    let opening = side.values.of(&side.opening.package);
    if opening <= high && side.reservation < opening {
        let message = format!("with {high} the opening, worth {opening} to the counterpart, would be below its limit");
        findings.error("range-past-opening", path(), message, format!("end the range below {opening}"));
    }
    for end in [low, high] {
        let limits = Limits { learner: case.persona.learner.reservation, counterpart: end };
        match (Analysis::of(space, limits).has_zone(), case.persona.no_zopa) {
            (false, false) => {
                let message = format!("with a reservation value of {end} no deal suits both sides");
                findings.error(
                    "range-no-zone",
                    path(),
                    message,
                    "end the range lower, so that a zone is left throughout",
                );
            }
            (true, true) => {
                let message =
                    format!("with a reservation value of {end} a deal suits both sides, though no zone is declared");
                findings.error(
                    "range-zone",
                    path(),
                    message,
                    "begin the range higher, so that there is no zone anywhere in it",
                );
            }
            _ => {}
        }
    }
}
