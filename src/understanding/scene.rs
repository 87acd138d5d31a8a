//! Everything found in one message before anything is decided.

use super::classes;
use super::cues::{CueFinder, Found};
use super::figure::{self, Figure};
use super::language::Language;
use super::shares::{self, Division};
use super::spots::{self, Spot, Spots};
use super::table::Table;
use super::text::Text;
use crate::negotiation::{Choice, Quantity};

/// No cue phrase has more tokens than this.
const LONGEST_CUE: usize = 24;

/// One message, taken apart.
pub(super) struct Scene<'s> {
    pub(super) language: &'s Language,
    pub(super) table: &'s Table<'s>,
    pub(super) text: Text<'s>,
    pub(super) figures: Vec<Figure>,
    pub(super) spots: Spots,
    pub(super) cues: Vec<Found>,
    pub(super) division: Option<Division>,
    /// The word classes of each token.
    pub(super) classes: Vec<&'s [u8]>,
}

impl<'s> Scene<'s> {
    /// Takes a message apart.
    pub(super) fn new(language: &'s Language, finder: &CueFinder, table: &'s Table<'s>, message: &'s str) -> Scene<'s> {
        let text = Text::cut(language, message);
        let figures = figure::find(language, &text);
        let spots = spots::find(language, table, &text, &figures);
        let cues = finder.find(&text, &figures);
        let division = shares::read(language, table, &text, &spots.subjects);
        let classes = classes::of(language, &text, &figures, &spots);
        Scene { language, table, text, figures, spots, cues, division, classes }
    }

    /// The sentence a token stands in.
    pub(super) fn sentence_of(&self, token: usize) -> u32 {
        self.text.tokens[token].sentence
    }

    /// Whether the sentence a token stands in is a question.
    pub(super) fn in_question(&self, token: usize) -> bool {
        self.text.sentences.get(self.sentence_of(token) as usize).is_some_and(|s| s.question)
    }

    /// A cue's name.
    pub(super) fn cue_name(&self, found: &Found) -> &str {
        &self.language.cues[usize::from(found.cue)].name
    }

    /// The cues that begin in a stretch of tokens. Cues are ordered by where they end, so only those near it are looked at.
    pub(super) fn cues_in<'c>(&'c self, stretch: &'c std::ops::Range<usize>) -> impl Iterator<Item = &'c Found> {
        let ending_before = |at: usize| self.cues.partition_point(|f| (f.last as usize) < at);
        let near = ending_before(stretch.start)..ending_before(stretch.end + LONGEST_CUE);
        self.cues[near].iter().filter(|f| stretch.contains(&(f.first as usize)))
    }

    /// Whether the message holds a cue.
    pub(super) fn has(&self, name: &str) -> bool {
        self.cues.iter().any(|found| self.cue_name(found) == name)
    }

    /// Whether the message holds any of these cues.
    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// Whether a cue stands in the sentence of a token.
    pub(super) fn has_in_sentence(&self, token: usize, name: &str) -> bool {
        let sentence = self.sentence_of(token);
        self.cues.iter().any(|f| self.sentence_of(f.first as usize) == sentence && self.cue_name(f) == name)
    }

    /// The figure of a spot.
    pub(super) fn figure_of(&self, spot: &Spot) -> Option<&Figure> {
        spot.figure.map(|i| &self.figures[i])
    }

    /// Whether a spot is on the money issue.
    pub(super) fn is_money(&self, spot: &Spot) -> bool {
        spot.issue.is_some() && spot.option.is_none() && spot.issue == self.table.lexicon.money_issue()
    }

    /// The outcome a spot names.
    pub(super) fn choice(&self, spot: &Spot) -> Option<Choice> {
        let issue = spot.issue?;
        match (spot.option, spot.value) {
            (Some(option), _) => Some(Choice::Option(self.table.lexicon.option_id(issue, option).to_owned())),
            (None, Some(value)) => Quantity::from_f64(value).map(Choice::Number),
            _ => None,
        }
    }

    /// Whether one side's standing offer has the same outcome as a spot.
    pub(super) fn stands(&self, spot: &Spot, offer: Option<&crate::negotiation::Terms>) -> bool {
        let (Some(issue), Some(choice), Some(offer)) = (spot.issue, self.choice(spot), offer) else { return false };
        offer.0.get(self.table.lexicon.issue_id(issue)) == Some(&choice)
    }

    /// The figure on the money issue in a standing offer.
    pub(super) fn money_in(&self, offer: Option<&crate::negotiation::Terms>) -> Option<f64> {
        let issue = self.table.lexicon.money_issue()?;
        match offer?.0.get(self.table.lexicon.issue_id(issue))? {
            Choice::Number(figure) => Some(figure.as_f64()),
            Choice::Option(_) => None,
        }
    }

    /// The asking price: as told, else none.
    pub(super) fn asking(&self) -> Option<f64> {
        self.table.asking.map(Quantity::as_f64)
    }

    /// The seller side's standing price: its last offer, else the asking price.
    pub(super) fn seller_price(&self) -> Option<f64> {
        let offer = match self.table.wants_less {
            Some(true) => self.table.other.as_ref(),
            Some(false) => self.table.own.as_ref(),
            None => self.table.other.as_ref(),
        };
        self.money_in(offer).or_else(|| self.asking())
    }
}
