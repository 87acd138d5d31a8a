//! The transcript, annotated step by step: how it was read, which rows rest on it, what another move would have got.

use crate::report::blocks::Mark;
use crate::report::case::Case;
use crate::report::replays::{sentence, worth_telling};
use crate::score::{Debrief, Row, concept, kept};
use crate::session::{Input, Status, Turn};

use super::reading::Reading;

/// One step of the talk, with its notes.
pub(super) struct Step {
    /// Where other parts of the page point to; none for steps that rows can't rest on.
    pub(super) anchor: Option<String>,
    /// "Turn 3".
    pub(super) heading: String,
    /// Whether the learner took this back.
    pub(super) taken_back: bool,
    /// What the learner did.
    pub(super) said: Option<Said>,
    /// What the counterpart answered.
    pub(super) reply: Option<String>,
    /// What the house said when it refused the step.
    pub(super) refused: Option<String>,
    /// How the talk ended here.
    pub(super) ended: Option<String>,
    /// How it was read.
    pub(super) reading: Reading,
    /// What was seen here.
    pub(super) seen: Vec<Seen>,
    /// What another move would have got.
    pub(super) replays: Vec<String>,
    /// What moved the counterpart.
    pub(super) why: Vec<String>,
}

impl Step {
    /// Whether there is anything to write in the margin.
    pub(super) fn has_notes(&self) -> bool {
        let read = !self.reading.is_empty() || self.reading.doubt.is_some();
        read || !self.seen.is_empty() || !self.replays.is_empty() || !self.why.is_empty()
    }
}

/// What a learner did in one step.
#[derive(Default)]
pub(super) struct Said {
    /// The move, where it is more than words.
    pub(super) does: Option<String>,
    /// The words; those a row quotes are marked.
    pub(super) words: Vec<Piece>,
    /// Fields of an offer, with their names.
    pub(super) fields: Vec<(String, String)>,
}

/// A stretch of a message.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) marked: bool,
}

/// A row of the debrief as the page shows it.
pub(super) struct Seen {
    /// How well it went.
    pub(super) mark: Mark,
    /// The concept's number.
    pub(super) number: u32,
    /// Its name.
    pub(super) name: &'static str,
    /// The feedback.
    pub(super) line: String,
    /// The learner's words.
    pub(super) quote: Option<String>,
    /// The turn, and where it stands on the page.
    pub(super) turn: Option<(u32, String)>,
}

impl Seen {
    /// A row that came up; `place` is the page's prefix of anchors.
    pub(super) fn of(row: &Row, place: &str) -> Option<Self> {
        let mark = match row.score? {
            0 => Mark::Miss,
            1 => Mark::Part,
            _ => Mark::Full,
        };
        Some(Seen {
            mark,
            number: row.concept,
            name: concept(row.concept).map_or("Another concept", |concept| concept.name),
            line: row.line.clone(),
            quote: row.quote.clone().filter(|quote| !quote.trim().is_empty()),
            turn: row.turn.map(|turn| (turn, anchor(place, turn))),
        })
    }

    /// The class of its style.
    pub(super) fn class(&self) -> &'static str {
        class_of(self.mark)
    }

    /// The mark as a word.
    pub(super) fn word(&self) -> &'static str {
        word_of(self.mark)
    }
}

pub(super) fn class_of(mark: Mark) -> &'static str {
    match mark {
        Mark::Full => "full",
        Mark::Part => "part",
        Mark::Miss => "miss",
    }
}

pub(super) fn word_of(mark: Mark) -> &'static str {
    match mark {
        Mark::Full => "Applied",
        Mark::Part => "Partly",
        Mark::Miss => "Missed",
    }
}

/// Where a turn stands on the page.
pub(super) fn anchor(place: &str, turn: u32) -> String {
    format!("{place}turn-{turn}")
}

/// All steps, with the rows that rest on each; `found` adds what replay proves and what moved the counterpart.
pub(super) fn steps(
    case: &Case<'_>,
    transcript: &[Turn],
    rows: &[Row],
    found: Option<&Debrief>,
    place: &str,
) -> Vec<Step> {
    let standing = kept(transcript);
    let stands = |turn: &Turn| standing.iter().any(|kept| std::ptr::eq(*kept, turn));
    let mut anchored: Option<u32> = None;
    let step = |turn: &Turn| {
        let plain = plain(case, turn);
        let taken_back = !stands(turn) && !matches!(turn.input, Some(Input::Undo));
        let why = found.map(|_| why(case, turn)).unwrap_or_default();
        let carries = !taken_back && (turn.counted || turn.input.is_none()) && anchored != Some(turn.turn);
        if !carries {
            return Step { taken_back, why, ..plain };
        }
        anchored = Some(turn.turn);
        let here = rows.iter().filter(|row| row.turn == Some(turn.turn));
        let seen: Vec<Seen> = here.filter_map(|row| Seen::of(row, place)).collect();
        let replays = found.into_iter().flat_map(|found| {
            let of_turn = worth_telling(found).into_iter().filter(|one| one.turn == turn.turn);
            of_turn.map(|one| beside_its_turn(&sentence(case, found, one), turn.turn))
        });
        Step {
            anchor: Some(anchor(place, turn.turn)),
            said: turn.input.as_ref().map(|input| said(case, input, &seen)),
            replays: replays.collect(),
            why,
            seen,
            ..plain
        }
    };
    transcript.iter().map(step).collect()
}

/// A step without anything of a debrief.
fn plain(case: &Case<'_>, turn: &Turn) -> Step {
    Step {
        anchor: None,
        taken_back: false,
        replays: Vec::new(),
        seen: Vec::new(),
        why: Vec::new(),
        said: turn.input.as_ref().map(|input| said(case, input, &[])),
        reply: Some(turn.reply.text.clone()).filter(|text| !text.is_empty()),
        refused: turn.refusal.as_ref().map(|refusal| format!("{} {}", refusal.message, refusal.hint)),
        ended: ended(case, turn),
        reading: Reading::of(case, turn),
        heading: heading(turn),
    }
}

/// A replay's sentence without its turn, which stands above it.
fn beside_its_turn(sentence: &str, turn: u32) -> String {
    let told = sentence.strip_prefix(&format!("Turn {turn}: ")).unwrap_or(sentence);
    let mut chars = told.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn heading(turn: &Turn) -> String {
    match (turn.turn, &turn.input) {
        (_, None) => "Opening".into(),
        (number, Some(_)) if turn.counted => format!("Turn {number}"),
        (0, Some(_)) => "Before turn 1".into(),
        (number, Some(_)) => format!("After turn {number}"),
    }
}

fn ended(case: &Case<'_>, turn: &Turn) -> Option<String> {
    Some(match turn.status {
        Status::Open => return None,
        Status::Agreed => "Agreed.".into(),
        Status::Walked => "You walked away.".into(),
        Status::BrokenOff => format!("{} left.", case.counterpart),
        Status::Expired => "The turns were used up.".into(),
    })
}

fn said(case: &Case<'_>, input: &Input, seen: &[Seen]) -> Said {
    let does = |text: &str| Said { does: Some(text.into()), ..Said::default() };
    match input {
        Input::Say(text) if text.trim().is_empty() => does("These words were deleted."),
        Input::Say(text) => Said { words: pieces(text, seen), ..Said::default() },
        Input::Offer(offer) => {
            let named = case.agenda.issues.iter().filter_map(|issue| {
                let choice = offer.offer.0.get(&issue.id)?;
                Some((issue.label.clone(), issue.write(choice)))
            });
            let beside = [("because", &offer.reason), ("in return", &offer.ask)];
            let told = beside.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text.clone()?)));
            Said {
                does: Some("An offer in fields".into()),
                fields: named.chain(told).collect(),
                words: offer.say.as_ref().map(|text| pieces(text, seen)).unwrap_or_default(),
            }
        }
        Input::Accept(None) => does("Accepts what is on the table."),
        Input::Accept(Some(number)) => does(&format!("Accepts offer {number}.")),
        Input::Walk => does("Walks away."),
        Input::Undo => does("Takes the last reading back."),
    }
}

/// The message cut where rows quote it, each stretch quoted by a row marked once.
fn pieces(text: &str, seen: &[Seen]) -> Vec<Piece> {
    let quotes = seen.iter().filter_map(|row| row.quote.as_deref());
    let mut spans: Vec<(usize, usize)> =
        quotes.filter_map(|quote| text.find(quote).map(|at| (at, at + quote.len()))).collect();
    spans.sort_unstable();
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut cut = |from: usize, to: usize, marked| {
        if from < to {
            pieces.push(Piece { text: text[from..to].to_owned(), marked });
        }
    };
    for (start, end) in spans {
        let start = start.max(from);
        if start < end {
            cut(from, start, false);
            cut(start, end, true);
            from = end;
        }
    }
    cut(from, text.len(), false);
    pieces
}

/// What moved the counterpart, by the ids of its rules, and how it stood afterwards.
fn why(case: &Case<'_>, turn: &Turn) -> Vec<String> {
    let Some(decided) = &turn.decided else { return Vec::new() };
    let rule = |id: &str, moved: f64| {
        let share = (100.0 * moved.abs()).round();
        match moved {
            _ if share < 1.0 => id.to_owned(),
            0.0.. => format!("{id}: {share} % of the room toward you"),
            _ => format!("{id}: {share} % of the room away from you"),
        }
    };
    let mut told: Vec<String> = decided.rules.iter().map(|fired| rule(&fired.id, fired.moved)).collect();
    let state = &decided.state;
    if state.trust > 0.0 || state.tension > 0.0 {
        let name = case.counterpart;
        told.push(format!("{name} after it: trust {:.0}, tension {:.0} of 100", state.trust, state.tension));
    }
    told
}
