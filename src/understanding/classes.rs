//! What each word of a message is in a negotiation: one of the language's word classes, or one of the table's own words.
//!
//! A phrase that was never seen is still made of words that were: "who can sign that off" is a who, a can and a buy.

use super::figure::Figure;
use super::language::Language;
use super::lexicon::Meaning;
use super::spots::Spots;
use super::text::Text;

/// The table's own words, as classes before those of the language.
pub(super) const OWN: [&str; 4] = ["<n>", "<issue>", "<option>", "<fact>"];
const FIGURE: &[u8] = &[0];
const ISSUE: &[u8] = &[1];
const OPTION: &[u8] = &[2];
const FACT: &[u8] = &[3];

/// The classes of every token, by number; [`Language::class`] names them.
pub(super) fn of<'l>(language: &'l Language, text: &Text, figures: &[Figure], spots: &Spots) -> Vec<&'l [u8]> {
    let mut classes: Vec<&[u8]> = text.tokens.iter().map(|token| language.classes_of(&token.word)).collect();
    let mut own = |first: usize, last: usize, class: &'static [u8]| {
        for (at, slot) in classes[first..=last].iter_mut().enumerate() {
            *slot = if at == 0 { class } else { &[] };
        }
    };
    for hit in &spots.subjects {
        own(hit.first, hit.last, if matches!(hit.meaning, Meaning::Topic(_)) { FACT } else { ISSUE });
    }
    for spot in spots.outcomes.iter().filter(|spot| spot.option.is_some()) {
        own(spot.first, spot.last, OPTION);
    }
    for figure in figures {
        own(figure.first, figure.last, FIGURE);
    }
    classes
}
