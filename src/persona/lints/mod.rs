//! What an author should hear about a persona: small functions in a table, all of them always run.

mod drawn;
mod names;
mod script;
mod secrets;
mod zone;

use super::economics::Economics;
use super::finding::{Findings, Path, suggest};
use super::model::Persona;
use super::shape::Shape;
use crate::negotiation::{Analysis, DealSpace, MOST_DEALS};

/// A persona under check.
struct Case<'a> {
    persona: &'a Persona,
    /// Its deals, where they can be listed and mean something.
    deals: Option<(&'a DealSpace, &'a Analysis)>,
}

type Lint = fn(&Case<'_>, &mut Findings);

/// Every lint of a persona.
const LINTS: &[Lint] = &[
    zone::reservation_can_be_met,
    zone::zone_is_as_declared,
    drawn::range_holds_what_is_declared,
    zone::zone_is_not_too_wide,
    zone::opening_leaves_room,
    zone::opening_is_not_acceptable,
    zone::ambition_can_overshoot,
    zone::potential_fits_the_tags,
    zone::improvements_improve,
    zone::options_are_a_choice,
    names::ids_are_unique,
    names::concepts_exist,
    names::interests_can_be_earned,
    names::claims_can_be_tested,
    names::effects_name_what_exists,
    script::rules_can_fire,
    script::rules_do_something,
    script::waits_end,
    script::line_conditions_can_hold,
    script::placeholders_can_be_filled,
    script::decks_are_long_enough,
    secrets::figures_stay_hidden,
    secrets::words_stay_hidden,
];

/// What concerns the file as a whole, whatever the variant.
pub(super) fn file(shape: &Shape, stem: &str, findings: &mut Findings) {
    names::version_is_known(shape, findings);
    names::id_is_the_file(shape, stem, findings);
    names::variants_have_names(shape, findings);
}

/// Runs every lint on a persona and works out its figures. `None` where there are too many deals, or where the figures
/// are not `whole` because a part of the file could not be read.
pub(super) fn persona(persona: &Persona, whole: bool, findings: &mut Findings) -> Option<Economics> {
    let space = if whole { persona.deal_space() } else { None };
    if whole && space.is_none() {
        let count = DealSpace::count(&persona.agenda).map_or("far too many".to_owned(), |count| count.to_string());
        let message = format!("there are {count} deals; at most {MOST_DEALS} are analysed");
        findings.error("too-many-deals", Path::of(["issues"]), message, "take larger steps, or fewer options");
    }
    let analysis = space.as_ref().map(|space| Analysis::of(space, persona.limits()));
    let deals = space.as_ref().zip(analysis.as_ref());
    let case = Case { persona, deals };
    LINTS.iter().for_each(|lint| lint(&case, findings));
    deals.map(|(space, analysis)| Economics::of(persona, space, analysis))
}
