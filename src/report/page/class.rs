//! The page of a challenge: who stands where, all deals against the frontier, rows by concept, a section for each learner.

use std::collections::BTreeMap;

use askama::Template;

use crate::negotiation::Money;
use crate::report::blocks::Block;
use crate::report::class_svg::{Signed, class_svg};
use crate::report::deals_svg::DealMap;
use crate::report::svg::Theme;
use crate::score::{Row, concept};

use super::frame::Frame;
use super::session::{Note, Picture, SessionPage, TalkView, marked};

/// Everything that the page of a challenge shows. It decides nothing: which attempt counts, who is late and what is
/// sealed has been settled before.
#[derive(Debug, Clone)]
pub struct ClassPage<'a> {
    /// The challenge's name.
    pub title: String,
    /// What stands at the top, each with its name: the case, when it opens and is due, which attempt counts.
    pub about: Vec<(&'static str, String)>,
    /// What a reader must know before the rest: that scores are sealed, and until when.
    pub notice: Option<String>,
    /// Whether some attempts count; in practice none does, and the picture shows every deal.
    pub rated: bool,
    /// Every deal of the case over one pair of reservation values, without a signed one; none while it is sealed.
    pub deals: Option<DealMap>,
    /// Whether each attempt had a limit of its own, so that the picture's is the one in the persona's file.
    pub drawn: bool,
    /// Rows by concept over the attempts that are told; empty while they are sealed.
    pub concepts: Vec<Tally>,
    /// Who takes part, in the order of the table.
    pub learners: Vec<Learner<'a>>,
}

/// One learner's part in a challenge.
#[derive(Debug, Clone)]
pub struct Learner<'a> {
    /// The name.
    pub name: String,
    /// "done", "playing", "not started", "late".
    pub status: String,
    /// The score that counts, 0..100; none while it is sealed or there is none.
    pub score: Option<f64>,
    /// Every attempt, the first one first.
    pub attempts: Vec<Attempt>,
    /// What the instructor wrote to the learner.
    pub note: Option<Note>,
    /// The attempt to look at in full, usually the one that counts.
    pub talk: Option<SessionPage<'a>>,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// When it ended, or began while it goes on.
    pub when: String,
    /// How it ended, in words: "Deal: £6,450", "walked away", "still open".
    pub ended: String,
    /// (learner's gain, counterpart's gain) over the reservation values of this attempt; none without a deal or while it
    /// is sealed.
    pub gains: Option<(i64, i64)>,
    /// By how much more the counterpart gained over the reservation value of [`ClassPage::deals`].
    pub shift: i64,
    /// The score, 0..100.
    pub score: Option<f64>,
    /// Whether it came after the due time.
    pub late: bool,
    /// Whether this attempt counts for the learner's score.
    pub counts: bool,
}

/// How often a concept was applied, partly applied and missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// The concept's number.
    pub concept: u32,
    /// Rows with score 2.
    pub applied: u32,
    /// Rows with score 1.
    pub partly: u32,
    /// Rows with score 0.
    pub missed: u32,
}

impl Tally {
    /// Counts rows by concept; rows that never came up count nowhere. In the order of the concepts' numbers.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Vec<Tally> {
        let mut tallies: BTreeMap<u32, Tally> = BTreeMap::new();
        for (number, score) in rows.into_iter().filter_map(|row| Some((row.concept, row.score?))) {
            let none = Tally { concept: number, applied: 0, partly: 0, missed: 0 };
            let tally = tallies.entry(number).or_insert(none);
            match score {
                0 => tally.missed += 1,
                1 => tally.partly += 1,
                _ => tally.applied += 1,
            }
        }
        tallies.into_values().collect()
    }

    /// How often each score was given: missed, partly applied, applied.
    pub fn counted(concept: u32, [missed, partly, applied]: [u32; 3]) -> Tally {
        Tally { concept, applied, partly, missed }
    }

    fn total(self) -> u32 {
        self.applied + self.partly + self.missed
    }
}

/// The page of a challenge: self-contained HTML.
pub fn class_page(page: &ClassPage<'_>) -> String {
    let template = Whole {
        frame: Frame::new(page.title.clone()),
        title: &page.title,
        about: &page.about,
        notice: page.notice.as_deref(),
        summary: summary(page),
        lines: page.learners.iter().enumerate().map(|(at, learner)| Line::of(at, learner, page)).collect(),
        deals: page.deals.as_ref().map(|map| deals(map, page)),
        limit: page.deals.as_ref().filter(|_| page.drawn).map(|map| map.counterpart.as_str()),
        concepts: page.concepts.iter().map(Bar::of).collect(),
    };
    // Only a failing writer makes a template fail, and a string never does.
    template.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "class.html")]
struct Whole<'a> {
    frame: Frame,
    title: &'a str,
    about: &'a [(&'static str, String)],
    notice: Option<&'a str>,
    summary: String,
    lines: Vec<Line<'a>>,
    deals: Option<Picture>,
    /// Whose limit was drawn anew for each attempt.
    limit: Option<&'a str>,
    concepts: Vec<Bar>,
}

/// A learner's line in the table, and the section that it leads to.
struct Line<'a> {
    anchor: String,
    name: &'a str,
    status: &'a str,
    score: String,
    deal: String,
    attempts: Vec<Try<'a>>,
    note: Option<&'a Note>,
    talk: Option<TalkView<'a>>,
}

struct Try<'a> {
    attempt: &'a Attempt,
    gains: String,
    score: String,
}

impl<'a> Line<'a> {
    fn of(at: usize, learner: &'a Learner<'_>, page: &ClassPage<'_>) -> Self {
        let counted = learner.attempts.iter().rfind(|attempt| attempt.counts);
        let only = learner.attempts.last().filter(|_| !page.rated);
        let gains = |attempt: &Attempt| attempt.gains.map_or_else(none, |gains| in_words(page, gains));
        let attempts = learner.attempts.iter();
        Line {
            anchor: format!("learner-{}", at + 1),
            name: &learner.name,
            status: &learner.status,
            score: learner.score.map_or_else(none, |score| score.round().to_string()),
            deal: counted.or(only).map_or_else(none, gains),
            attempts: attempts.map(|a| Try { attempt: a, gains: gains(a), score: score(a.score) }).collect(),
            note: learner.note.as_ref(),
            talk: learner.talk.as_ref().map(|talk| TalkView::new(talk, &format!("learner-{}-", at + 1))),
        }
    }
}

/// A concept's row with the widths of its bar, in percent.
struct Bar {
    tally: Tally,
    name: &'static str,
    applied: f64,
    partly: f64,
}

impl Bar {
    fn of(tally: &Tally) -> Self {
        let share = |count: u32| 100.0 * f64::from(count) / f64::from(tally.total().max(1));
        let name = concept(tally.concept).map_or("Another concept", |concept| concept.name);
        Bar { tally: *tally, name, applied: share(tally.applied), partly: share(tally.partly) }
    }
}

fn none() -> String {
    "–".into()
}

fn score(score: Option<f64>) -> String {
    score.map_or_else(none, |score| score.round().to_string())
}

fn in_words(page: &ClassPage<'_>, gains: (i64, i64)) -> String {
    let money = Money::new(page.deals.as_ref().map_or("", |map| &map.unit));
    format!("{} / {}", money.gain(gains.0).trim_end(), money.gain(gains.1).trim_end())
}

/// "30 learners: 24 done, 4 playing, 2 not started."
fn summary(page: &ClassPage<'_>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for learner in &page.learners {
        match counts.iter_mut().find(|(status, _)| *status == learner.status) {
            Some((_, count)) => *count += 1,
            None => counts.push((&learner.status, 1)),
        }
    }
    let told: Vec<String> = counts.iter().map(|(status, count)| format!("{count} {status}")).collect();
    match page.learners.len() {
        0 => "Nobody takes part yet.".into(),
        1 => format!("1 learner: {}.", told.join(", ")),
        many => format!("{many} learners: {}.", told.join(", ")),
    }
}

/// The deals that were signed, against all there were. Where some count, only those.
fn deals(map: &DealMap, page: &ClassPage<'_>) -> Picture {
    let money = Money::new(&map.unit);
    let attempts = page.learners.iter().flat_map(|who| who.attempts.iter().map(move |attempt| (who, attempt)));
    let shown = attempts.filter(|(_, attempt)| attempt.counts || !page.rated);
    let signed = shown.filter_map(|(who, attempt)| {
        let (learner, counterpart) = attempt.gains?;
        Some(Signed { who: who.name.clone(), gains: (learner, counterpart + attempt.shift) })
    });
    let signed: Vec<Signed> = signed.collect();
    let rows = signed.iter().map(|deal| vec![deal.who.clone(), money.gain(deal.gains.0), money.gain(deal.gains.1)]);
    let which = if page.rated { "The deals that count" } else { "The deals that were signed" };
    Picture {
        svg: class_svg(map, &signed, Theme::Page),
        caption: format!("{which}; {} deals were possible", map.deals.len()),
        head: vec!["Deal".into(), "Worth to the learner".into(), format!("Worth to {}", map.counterpart)],
        rows: rows.chain(marked(map)).collect(),
    }
}
