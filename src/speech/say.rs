//! The one door: a move and how the talk stands, to what is said.

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::circumstances::{Circumstances, specificity};
use super::deck::{Decks, Playable};
use super::english;
use super::fill::{Filled, Slots, Table};
use super::parts::{MOST_SENTENCES, Part, plan};
use super::sentences;
use crate::counterpart::{LearnerMove, Mood, Move};
use crate::negotiation::{Act, Package};
use crate::persona::{Condition, Line, Persona};

/// What is to be said, and how the talk stands.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Who speaks.
    pub persona: &'a Persona,
    /// The move.
    pub mv: &'a Move,
    /// What the learner has just done; the default for the opening.
    pub learner: &'a LearnerMove,
    /// The learner's package that stands, from this turn or an earlier one.
    pub learner_offer: Option<&'a Package>,
    /// The counterpart's package that stood before this move; its opening at first.
    pub standing: &'a Package,
    /// For a question back: the learner's message as it was read, as a package or a figure in
    /// words ("£5,940, with the winter tyres").
    pub reading: Option<&'a str>,
    /// Ids of rules fired, interests told, claims made and facts cited so far.
    pub happened: &'a BTreeSet<String>,
    /// The turn's number, from 1; 0 for the opening.
    pub turn: u32,
    /// Learner moves that are left after this one.
    pub turns_left: u32,
    /// Trust, 0 to 100.
    pub trust: i32,
    /// Tension, 0 to 100.
    pub tension: i32,
    /// Turns without earned progress that are left to the counterpart.
    pub patience: f64,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// The words: one to three sentences.
    pub text: String,
    /// What they do, in the order in which it is said.
    pub acts: Vec<Act>,
}

/// Puts a move into words.
///
/// A question that was asked is answered first, as the move has it. An offer that is new is said exactly
/// once, with every term that anybody has moved. Lines come from the persona's decks, else from
/// the built-in ones; `decks` remembers what was said. The same arguments give the same words.
pub fn say<R: Rng + ?Sized>(words: &Said, decks: &mut Decks, rng: &mut R) -> Utterance {
    let table = words.table();
    let parts = plan(&table);
    let mut speaker = Speaker { words, table, slots: Slots::of(&table), told: table.told(), said: BTreeSet::new() };
    let mut by_weight: Vec<usize> = (0..parts.len()).collect();
    by_weight.sort_by_key(|place| std::cmp::Reverse(parts[*place].weight()));

    let mut lines: BTreeMap<usize, String> = BTreeMap::new();
    let mut left = MOST_SENTENCES;
    for (worded, place) in by_weight.iter().enumerate() {
        let others = by_weight.len() - worded - 1;
        if let Some(line) = speaker.word(parts[*place], left.saturating_sub(others).max(1), decks, rng) {
            left = left.saturating_sub(sentences::count(&line));
            lines.insert(*place, line);
        }
    }
    if lines.is_empty() {
        // A move that nobody has words for still gets an answer.
        lines.extend(speaker.word(Part::Does(Act::Quiet), MOST_SENTENCES, decks, rng).map(|line| (0, line)));
    }
    let order = saying_order(&parts, &lines);
    Utterance {
        text: order.iter().filter_map(|place| lines.get(place)).map(String::as_str).collect::<Vec<_>>().join(" "),
        acts: order.iter().filter_map(|place| parts[*place].act()).collect(),
    }
}

/// The parts that found words, in order; a scripted question goes last, because it hands over the word.
fn saying_order(parts: &[Part], lines: &BTreeMap<usize, String>) -> Vec<usize> {
    let hands_over = |place: &usize| matches!(parts[*place], Part::Script(_)) && lines[place].ends_with('?');
    let (last, first): (Vec<usize>, Vec<usize>) = lines.keys().partition(|place| hands_over(place));
    first.into_iter().chain(last).collect()
}

impl<'a> Said<'a> {
    fn table(&self) -> Table<'a> {
        Table {
            persona: self.persona,
            mv: self.mv,
            learner: self.learner,
            yours: self.learner_offer,
            standing: self.standing,
            reading: self.reading,
        }
    }

    fn circumstances(&self) -> Circumstances<'a> {
        Circumstances {
            learner: self.learner,
            happened: self.happened,
            trust: self.trust,
            tension: self.tension,
            patience: self.patience,
            turn: self.turn,
            turns_left: self.turns_left,
        }
    }
}

/// A deck that may word a part.
struct Source<'a> {
    name: String,
    cards: Vec<Card<'a>>,
    /// Whether its lines carry something that no other deck could say instead.
    own_content: bool,
}

/// A line as it lies in a deck.
struct Card<'a> {
    text: &'a str,
    when: Option<&'a Condition>,
    mood: Option<Mood>,
    once: bool,
}

/// Words one part after another, remembering what has been said in this turn.
struct Speaker<'a> {
    words: &'a Said<'a>,
    table: Table<'a>,
    slots: Slots,
    told: BTreeSet<&'a str>,
    said: BTreeSet<&'static str>,
}

impl<'a> Speaker<'a> {
    /// Words for a part within `most` sentences, or none when no deck has a line for it.
    fn word<R: Rng + ?Sized>(&mut self, part: Part<'a>, most: usize, decks: &mut Decks, rng: &mut R) -> Option<String> {
        let sources = self.sources(part);
        let within = |filled: &Filled| sentences::count(&filled.text) <= most;
        for source in &sources {
            // What only this deck can say is said, cut to size if need be, before another deck is tried.
            let drawn = self.draw(part, source, within, decks, rng);
            let drawn = drawn.or_else(|| source.own_content.then(|| self.draw(part, source, |_| true, decks, rng))?);
            if let Some(filled) = drawn {
                return Some(self.finish(filled, most));
            }
        }
        let longer = sources.iter().find_map(|source| self.draw(part, source, |_| true, decks, rng));
        longer.map(|filled| self.finish(filled, most))
    }

    fn finish(&mut self, filled: Filled, most: usize) -> String {
        self.said.extend(self.subjects(&filled));
        sentences::first(&filled.text, most).to_owned()
    }

    /// Draws a line of one deck that can be said now and is allowed.
    fn draw<R: Rng + ?Sized>(
        &self,
        part: Part,
        source: &Source,
        allowed: impl Fn(&Filled) -> bool,
        decks: &mut Decks,
        rng: &mut R,
    ) -> Option<Filled> {
        let now = self.words.circumstances();
        let holds = |card: &Card| {
            card.when.is_none_or(|when| now.meet(when)) && card.mood.is_none_or(|mood| mood == self.words.mv.mood)
        };
        let mut filled: BTreeMap<usize, Filled> = BTreeMap::new();
        let mut playable = Vec::new();
        for (place, card) in source.cards.iter().enumerate().filter(|(_, card)| holds(card)) {
            let Some(line) = self.slots.fill(card.text) else { continue };
            if !self.repeats(&line) && self.states_what_it_must(part, &line) && allowed(&line) {
                let specificity = card.when.map_or(0, specificity) + usize::from(card.mood.is_some());
                playable.push(Playable { place, specificity, once: card.once });
                filled.insert(place, line);
            }
        }
        let place = decks.draw(&source.name, &playable, rng)?;
        filled.remove(&place)
    }

    /// What a line speaks of that is said once a turn: a package, the learner's package, an argument.
    fn subjects(&self, line: &Filled) -> BTreeSet<&'static str> {
        let subject = |name: &String| match name.split('.').next().unwrap_or_default() {
            "offer" | "deal" => Some("package"),
            "yours" if self.table.closes() => Some("package"),
            "yours" => Some("yours"),
            "claim" | "basis" => Some("argument"),
            "fact" => Some("fact"),
            "reading" => Some("reading"),
            _ => None,
        };
        line.used.iter().filter_map(subject).collect()
    }

    fn repeats(&self, line: &Filled) -> bool {
        self.subjects(line).iter().any(|subject| self.said.contains(subject))
    }

    /// Whether a line says what nobody may be left to guess: a new offer, or the package a yes would close.
    fn states_what_it_must(&self, part: Part, line: &Filled) -> bool {
        match part {
            Part::Does(Act::AskConfirm) => line.used.contains("deal"),
            Part::Does(Act::AnswerFact) => line.used.contains("fact") || self.table.mv.facts.is_empty(),
            Part::Does(Act::Counter) => {
                let named = |id: &&str| line.used.contains(&format!("offer.{id}"));
                let one_by_one = self.table.mv.alternatives.is_empty() && self.told.iter().all(|id| named(&id));
                line.used.contains("offer") || one_by_one
            }
            _ => true,
        }
    }

    /// The decks for a part, the best first.
    fn sources(&self, part: Part<'a>) -> Vec<Source<'a>> {
        let (counterpart, mv) = (&self.words.persona.counterpart, self.words.mv);
        let interest =
            |id: &Option<String>| counterpart.interests.iter().find(|interest| Some(&interest.id) == id.as_ref());
        let own = match part {
            Part::Script(rule) => Some(Source::of_lines(format!("rule:{}", rule.id), &rule.then.say).with_content()),
            Part::AgreesToSplit => None,
            Part::Does(Act::Reveal) => {
                interest(&mv.reveal).map(|it| Source::of_texts(format!("reveal:{}", it.id), &it.reveal))
            }
            Part::Does(Act::Hint) => interest(&mv.hint).map(|it| Source::of_texts(format!("hint:{}", it.id), &it.hint)),
            Part::Does(Act::Admit | Act::StandBy) => {
                let claim = counterpart.claims.iter().find(|claim| Some(&claim.id) == mv.admit.as_ref());
                claim.map(|claim| Source::of_texts(format!("admit:{}", claim.id), &claim.admit))
            }
            Part::Does(_) => None,
        };
        let persona = match part {
            Part::Does(act) => counterpart.lines.get(&act).map(|lines| Source::of_lines(act.name().to_owned(), lines)),
            _ => None,
        };
        let built_in = match part {
            Part::Does(act) => Some(Source::built_in(act.name())),
            Part::AgreesToSplit => Some(Source::built_in(english::SPLIT_AGREED)),
            Part::Script(_) => None,
        };
        [own, persona, built_in].into_iter().flatten().filter(|source| !source.cards.is_empty()).collect()
    }
}

impl<'a> Source<'a> {
    fn of_lines(name: String, lines: &'a [Line]) -> Self {
        let card = |line: &'a Line| Card { text: &line.say, when: Some(&line.when), mood: None, once: line.once };
        Source { name, cards: lines.iter().map(card).collect(), own_content: false }
    }

    fn of_texts(name: String, texts: &'a [String]) -> Self {
        let card = |text: &'a String| Card { text, when: None, mood: None, once: false };
        Source { name, cards: texts.iter().map(card).collect(), own_content: true }
    }

    fn with_content(self) -> Self {
        Source { own_content: true, ..self }
    }

    fn built_in(deck: &str) -> Self {
        let card = |(text, mood)| Card { text, when: None, mood, once: false };
        Source { name: format!("english:{deck}"), cards: english::lines(deck).map(card).collect(), own_content: false }
    }
}
