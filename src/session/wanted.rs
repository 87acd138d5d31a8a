//! What a learner's words mean on the table: what they leave unsaid is what their speaker named before.

use crate::negotiation::{Act, Agenda, Choice, Package, Terms};
use crate::understanding::{Heard, Mention, Role};

use super::turn::Standing;

/// The package that `terms` mean on this table: what they leave unsaid, too, comes from the package being answered, else
/// the defaults.
pub fn on_the_table(agenda: &Agenda, terms: &Terms, standing: &Standing) -> Package {
    let meant = still_meant(agenda, terms, standing);
    agenda.complete(&meant, standing.counterpart.as_ref().or(standing.learner.as_ref()))
}

/// `terms` with what the speaker named before and means still: "880 then" is with the cat, if she was in the last offer.
fn still_meant(agenda: &Agenda, terms: &Terms, standing: &Standing) -> Terms {
    let before = if repeats(agenda, terms, standing) { Terms::default() } else { standing.wanted.clone() };
    with(before, terms)
}

/// Whether `terms` only say again what the other offers, its price among them: then they speak of that offer, whatever
/// was named before. A side term alone is added to the speaker's own.
fn repeats(agenda: &Agenda, terms: &Terms, standing: &Standing) -> bool {
    let theirs = |id: &String| standing.counterpart.as_ref().and_then(|package| package.0.get(id));
    let priced = agenda.price().is_some_and(|price| terms.0.contains_key(&price.id));
    priced && terms.0.iter().all(|(id, choice)| theirs(id) == Some(choice))
}

/// Whether a message takes the other's offer, as it is or with a change.
fn takes(heard: &Heard) -> bool {
    [Act::Accept, Act::AcceptConditional].iter().any(|act| heard.acts.contains(act))
}

/// The table as a message means it: who takes the other's offer takes its terms, and what is given up is wanted no more.
pub(super) fn answered(standing: &Standing, heard: &Heard) -> Standing {
    if takes(heard) {
        return standing.as_taken();
    }
    Standing { wanted: still_wanted(standing, heard), ..standing.clone() }
}

/// What was wanted before, less every outcome that the message names to refuse it: "I don't need the cat after all".
fn still_wanted(standing: &Standing, heard: &Heard) -> Terms {
    let refused = |mention: &&Mention| mention.role == Role::Rejected;
    let given_up = |id: &String, choice: &Choice| {
        heard.mentions.iter().filter(refused).any(|mention| {
            let same = mention.option.as_deref().is_some_and(|option| *choice == Choice::Option(option.to_owned()));
            same && mention.issue.as_ref() == Some(id)
        })
    };
    let mut wanted = standing.wanted.clone();
    wanted.0.retain(|id, choice| !given_up(id, choice));
    wanted
}

/// What the learner wants on each issue it has named, after a message: the last word on each. Of several packages, what
/// they agree on. Who takes the other's offer wants all of it, with what the message changes.
pub(super) fn wanted(agenda: &Agenda, standing: &Standing, heard: &Heard) -> Terms {
    let table = answered(standing, heard);
    let meant = |terms: &Terms| {
        if takes(heard) || repeats(agenda, terms, &table) {
            on_the_table(agenda, terms, &table).to_terms()
        } else {
            still_meant(agenda, terms, &table)
        }
    };
    let each = heard.offer.iter().chain(&heard.alternatives).map(meant);
    each.reduce(agreed).unwrap_or_else(|| still_wanted(standing, heard))
}

/// What both packages say alike.
fn agreed(mut one: Terms, other: Terms) -> Terms {
    one.0.retain(|id, choice| other.0.get(id) == Some(choice));
    one
}

/// `before` with the last word on each issue of `terms`.
pub(super) fn with(mut before: Terms, terms: &Terms) -> Terms {
    before.0.extend(terms.0.clone());
    before
}
