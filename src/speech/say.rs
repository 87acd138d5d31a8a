//! The one door: a move and how the talk stands, to what is said.

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::deck::{Decks, Playable};
use super::english;
use super::fill::{Filled, Slots, Table};
use super::parts::{MOST_SENTENCES, Part, plan};
use super::sentences;
use super::specificity::specificity;
use crate::counterpart::{Circumstances, Mood, Move};
use crate::negotiation::{Act, Package};
use crate::persona::{Condition, Line, Persona};

/// What is to be said, and how the talk stands.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Who speaks.
    pub persona: &'a Persona,
    /// The move.
    pub mv: &'a Move,
    /// How the talk stands: the learner's acts and the issues their offer names, trust, tension, turns.
    pub now: &'a Circumstances,
    /// The issues that have been spoken of so far, this turn included.
    pub raised: &'a BTreeSet<String>,
    /// The learner's package that stands, from this turn or an earlier one.
    pub learner_offer: Option<&'a Package>,
    /// The counterpart's package that stood before this move; its opening at first.
    pub standing: &'a Package,
    /// For a question back: the learner's message as it was read, as a package or a figure in
    /// words ("£5,940, with the winter tyres").
    pub reading: Option<&'a str>,
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
/// once, with every term that anybody has moved; where only its figure moves on from the last one, the rest may be said to
/// stand as before. Lines come from the persona's decks, else from
/// the built-in ones; `decks` remembers what was said. The same arguments give the same words.
pub fn say<R: Rng + ?Sized>(words: &Said, decks: &mut Decks, rng: &mut R) -> Utterance {
    let table = words.table();
    let parts = plan(&table);
    let mut speaker = Speaker { words, table, slots: Slots::of(&table), told: table.told(), said: BTreeSet::new() };
    let mut first_to_last: Vec<usize> = (0..parts.len()).collect();
    first_to_last.sort_by_key(|place| std::cmp::Reverse((parts[*place].is_given(), parts[*place].weight())));

    let mut lines: BTreeMap<usize, String> = BTreeMap::new();
    let mut left = MOST_SENTENCES;
    for (worded, place) in first_to_last.iter().enumerate() {
        let after = &first_to_last[worded + 1..];
        let needed = after.iter().filter(|place| parts[**place].is_needed()).count();
        if left <= needed && !parts[*place].is_needed() {
            continue;
        }
        let room = Room {
            sentences: left.saturating_sub(after.len()).max(1),
            most: left.saturating_sub(needed).max(1),
            alone: parts.len() == 1,
        };
        if let Some(line) = speaker.word(parts[*place], room, decks, rng) {
            left = left.saturating_sub(sentences::count(&line));
            lines.insert(*place, line);
        }
    }
    if lines.is_empty() {
        // A move that nobody has words for still gets an answer.
        let room = Room { sentences: MOST_SENTENCES, most: MOST_SENTENCES, alone: true };
        let text = speaker.word(Part::Does(Act::Quiet), room, decks, rng).unwrap_or_default();
        return Utterance { text, acts: vec![Act::Quiet] };
    }
    let order = saying_order(&parts, &lines);
    let mut acts: Vec<Act> = order.iter().filter_map(|place| parts[*place].act(&words.table())).collect();
    if acts.is_empty() {
        // A script's own words took note of what was said, and nothing else was to do.
        acts.push(Act::Acknowledge);
    }
    Utterance {
        text: order.iter().filter_map(|place| lines.get(place)).map(String::as_str).collect::<Vec<_>>().join(" "),
        acts,
    }
}

/// The parts that found words, in order. What asks goes last, because it hands over the word.
fn saying_order(parts: &[Part], lines: &BTreeMap<usize, String>) -> Vec<usize> {
    let asks = |part: &Part, line: &str| part.asks() || (matches!(part, Part::Script(_)) && line.ends_with('?'));
    let (last, first): (Vec<usize>, Vec<usize>) =
        lines.keys().copied().partition(|place| asks(&parts[*place], &lines[place]));
    first.into_iter().chain(last).collect()
}

/// How much a part may say.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// Sentences, if every other part is to be heard.
    sentences: usize,
    /// Sentences, at most: what may be left out gives way to a line that is said whole or not at all.
    most: usize,
    /// Whether nothing else is said, so that it may end in a question whatever it is.
    alone: bool,
}

impl<'a> Said<'a> {
    fn table(&self) -> Table<'a> {
        Table {
            persona: self.persona,
            mv: self.mv,
            raised: self.raised,
            named: &self.now.offer,
            yours: self.learner_offer,
            standing: self.standing,
            reading: self.reading,
            turn: self.now.turn,
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
    /// Words for a part within its room, or none when no deck has a line for it.
    fn word<R: Rng + ?Sized>(&mut self, part: Part<'a>, room: Room, decks: &mut Decks, rng: &mut R) -> Option<String> {
        let within = |most: usize| move |line: &Filled| sentences::count(&line.text) <= most;
        let flows = |line: &Filled| room.alone || part.asks() || !line.text.ends_with('?');
        let sources = self.sources(part);
        let mut drawn = None;
        for source in &sources {
            let short = within(room.sentences);
            drawn = self.draw(part, source, |line| short(line) && flows(line), decks, rng);
            drawn = drawn.or_else(|| self.draw(part, source, short, decks, rng));
            if drawn.is_none() && source.own_content {
                // What only this deck can say is said whole before another deck is tried, at the cost of lesser parts.
                drawn = self.draw(part, source, within(room.most), decks, rng);
                drawn = drawn.or_else(|| self.draw(part, source, |_| true, decks, rng));
            }
            if drawn.is_some() {
                break;
            }
        }
        let mut any = |most: usize| sources.iter().find_map(|it| self.draw(part, it, within(most), decks, rng));
        let drawn = drawn.or_else(|| any(room.most)).or_else(|| any(usize::MAX))?;
        self.said.extend(self.subjects(&drawn));
        Some(sentences::first(&drawn.text, room.most).to_owned())
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
        let holds = |card: &Card| {
            card.when.is_none_or(|when| self.words.now.meet(when))
                && card.mood.is_none_or(|mood| mood == self.words.mv.mood)
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
            Part::Does(Act::Admit) if self.table.mv.admit.as_deref() == Some("basis") => {
                line.used.contains("basis") || self.words.persona.counterpart.opening.basis.is_none()
            }
            Part::Does(Act::Welcome) => {
                let open = self.table.mv.lean.as_ref().is_some_and(|lean| !lean.tried);
                !open || line.used.contains("option") || !self.slots.knows("option")
            }
            Part::Does(Act::AskBack) => line.used.contains("reading") || self.table.reading.is_none(),
            Part::Does(Act::AsItStands) => line.used.contains("option"),
            Part::Does(Act::AnswerFact) => line.used.contains("fact") || self.table.mv.facts.is_empty(),
            Part::Does(Act::Counter) => {
                let named = |id: &&str| line.used.contains(&format!("offer.{id}"));
                let one_by_one = self.table.mv.alternatives.is_empty() && self.told.iter().all(named);
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
        let hello = part == Part::Does(Act::GreetBack) && mv.only_greeted;
        let persona = match part {
            Part::Does(_) if hello => None,
            Part::Does(act) => counterpart.lines.get(&act).map(|lines| Source::of_lines(act.name().to_owned(), lines)),
            _ => None,
        };
        let built_in = match part {
            Part::Does(_) if hello => Some(Source::built_in(english::HELLO)),
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
