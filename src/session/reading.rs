//! A doubtful message put back into words, for the question whether it was meant so.

use crate::negotiation::{Agenda, Terms};
use crate::understanding::Heard;

use super::turn::Standing;
use super::wanted::{answered, on_the_table};

/// What a message was taken to mean, to be asked back: a package, one of several, or what the doubt is about.
pub(super) fn reading(agenda: &Agenda, standing: &Standing, heard: &Heard) -> String {
    let heard = &Heard { doubt_about: heard.doubt_about.clone(), ..heard.as_meant() };
    let table = answered(standing, heard);
    let package = |terms: &Terms| agenda.write(&on_the_table(agenda, terms, &table), false);
    let offers: Vec<String> = heard.offer.iter().chain(&heard.alternatives).map(package).collect();
    match (offers.is_empty(), &heard.doubt_about) {
        (false, _) => offers.join(", or "),
        (true, Some(about)) => about.strip_prefix("whether ").unwrap_or(about).to_owned(),
        (true, None) => "you were making an offer".into(),
    }
}
