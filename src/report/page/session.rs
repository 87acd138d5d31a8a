//! The page of one session.

use askama::Template;

use crate::report::blocks::{Bar, Block};
use crate::report::brief::{Brief, brief};
use crate::report::case::Case;
use crate::report::chart::{OfferChart, Side};
use crate::report::deals_svg::{DealMap, deals_svg};
use crate::report::offers_svg::offers_svg;
use crate::report::svg::Theme;
use crate::report::{debrief, hidden, outcome, replays};
use crate::score::{Debrief, Row};
use crate::session::Turn;

use super::frame::Frame;
use super::talk::{Seen, Step, class_of, steps, word_of};

/// Everything that the page of a session shows.
#[derive(Debug, Clone)]
pub struct SessionPage<'a> {
    /// The learner's view of the case.
    pub case: Case<'a>,
    /// The public scene.
    pub scenario: &'a str,
    /// The learner's confidential brief.
    pub brief: Brief<'a>,
    /// The learner's name.
    pub learner: &'a str,
    /// What else stands at the top, each with its name: when it was played, which variant.
    pub about: Vec<(&'static str, String)>,
    /// Everything said, the opening first.
    pub transcript: &'a [Turn],
    /// The debrief; none while the session is open, or when it was given up.
    pub debrief: Option<&'a Debrief>,
    /// Whether the talk can still go on.
    pub open: bool,
    /// What may be read of a debrief that is sealed; there is no other debrief beside it then.
    pub sealed: Option<Sealed<'a>>,
    /// Every deal there was; only beside a debrief.
    pub deals: Option<DealMap>,
    /// What an instructor wrote.
    pub note: Option<Note>,
}

/// A debrief of which the outcome and the other side are sealed still.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed<'a> {
    /// Until when, in words.
    pub until: String,
    /// The rows that may be read at once.
    pub rows: &'a [Row],
}

/// An instructor's note to the learner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Who wrote it.
    pub by: String,
    /// The note; blank lines part paragraphs.
    pub text: String,
}

/// The page of a session: self-contained HTML.
pub fn session_page(page: &SessionPage<'_>) -> String {
    let title = format!("{} with {}: {}", page.learner, page.case.counterpart, page.case.title);
    let template = Whole { frame: Frame::new(title), talk: TalkView::new(page, "") };
    // Only a failing writer makes a template fail, and a string never does.
    template.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "session.html")]
struct Whole<'a> {
    frame: Frame,
    talk: TalkView<'a>,
}

/// What the templates of a session need. Inside a class's page each has a prefix for its anchors.
pub(super) struct TalkView<'a> {
    pub(super) title: &'a str,
    pub(super) learner: &'a str,
    pub(super) counterpart: &'a str,
    pub(super) about: &'a [(&'static str, String)],
    pub(super) notice: Option<String>,
    pub(super) note: Option<&'a Note>,
    pub(super) headline: Option<String>,
    pub(super) outcome: Vec<Block>,
    pub(super) bars: Vec<Bar>,
    pub(super) score: Option<String>,
    pub(super) steps: Vec<Step>,
    pub(super) offers: Option<Picture>,
    pub(super) deals: Option<Picture>,
    pub(super) seen: Vec<Group>,
    pub(super) unseen: Vec<(u32, String)>,
    pub(super) replays: Vec<Block>,
    pub(super) left: Option<Section>,
    pub(super) hidden: Option<Section>,
    pub(super) scene: &'a str,
    pub(super) brief: Vec<Block>,
}

/// A picture and its content as a table.
pub(super) struct Picture {
    pub(super) svg: String,
    pub(super) caption: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

/// A heading and what stands under it.
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) blocks: Vec<Block>,
}

/// Rows that went equally well.
pub(super) struct Group {
    pub(super) heading: &'static str,
    pub(super) class: &'static str,
    pub(super) rows: Vec<Seen>,
}

impl<'a> TalkView<'a> {
    pub(super) fn new(page: &'a SessionPage<'_>, place: &str) -> Self {
        let case = &page.case;
        let found = page.unsealed();
        let rows = found.map(|found| found.rows.as_slice()).or(page.sealed.as_ref().map(|sealed| sealed.rows));
        let rows = rows.unwrap_or_default();
        let (headline, outcome) = found.map(|found| headline(page, found)).unzip();
        let unseen = rows.iter().filter(|row| row.score.is_none());
        TalkView {
            title: case.title,
            learner: page.learner,
            counterpart: case.counterpart,
            about: &page.about,
            notice: notice(page),
            note: page.note.as_ref(),
            headline,
            outcome: outcome.unwrap_or_default(),
            bars: found.map(|found| debrief::bars(&found.dials, !found.rows.is_empty())).unwrap_or_default(),
            score: found.and_then(|found| found.score).map(|score| score.round().to_string()),
            steps: steps(case, page.transcript, rows, found, place),
            offers: offers(page),
            deals: page.deals.as_ref().filter(|_| found.is_some()).map(|map| deals(case, map)),
            seen: groups(rows, place),
            unseen: unseen.map(|row| (row.concept, row.name.clone())).collect(),
            replays: found.map(|found| replayed(case, found)).unwrap_or_default(),
            left: found.and_then(|found| section(outcome::left(case, &found.outcome, signature_told(found)))),
            hidden: found.and_then(|found| match hidden::hidden_side(case, found) {
                Block::Folded { title, blocks } => Some(Section { heading: title, blocks }),
                _ => None,
            }),
            scene: page.scenario,
            brief: brief(case, &page.brief),
        }
    }
}

impl<'a> SessionPage<'a> {
    /// The debrief, unless it is sealed.
    fn unsealed(&self) -> Option<&'a Debrief> {
        self.debrief.filter(|_| self.sealed.is_none())
    }
}

fn signature_told(found: &Debrief) -> bool {
    replays::tell_a_signature(&replays::others(found, &[]))
}

/// What replay proves, with what it doesn't.
fn replayed(case: &Case<'_>, found: &Debrief) -> Vec<Block> {
    let told = without_heading(replays::told(case, found, &replays::others(found, &[])));
    let note = (!told.is_empty()).then(|| Block::Text(replays::NOTE.into()));
    told.into_iter().chain(note).collect()
}

/// What a reader must know before the rest.
fn notice(page: &SessionPage<'_>) -> Option<String> {
    let name = page.case.counterpart;
    if let Some(Sealed { until, .. }) = &page.sealed {
        return Some(format!(
            "The outcome and {name}'s side are sealed until {until}. What was seen in the talk is here."
        ));
    }
    match (page.debrief, page.open) {
        (Some(_), _) => None,
        (None, true) => Some(format!(
            "This talk is still open: the transcript so far, without a debrief. What {name} hides stays hidden until it ends."
        )),
        (None, false) => {
            Some("This talk was given up without a result, so there is a transcript and no debrief.".into())
        }
    }
}

fn headline(page: &SessionPage<'_>, found: &Debrief) -> (String, Vec<Block>) {
    let mut blocks = outcome::headline(&page.case, found, page.transcript).into_iter();
    match blocks.next() {
        Some(Block::Heading(heading)) => (heading, blocks.collect()),
        first => ("Outcome".into(), first.into_iter().chain(blocks).collect()),
    }
}

fn section(blocks: Vec<Block>) -> Option<Section> {
    let mut blocks = blocks.into_iter();
    match blocks.next()? {
        Block::Heading(heading) => Some(Section { heading, blocks: blocks.collect() }),
        _ => None,
    }
}

fn without_heading(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().filter(|block| !matches!(block, Block::Heading(_))).collect()
}

/// The rows by how well they went, each group in the order of the turns.
fn groups(rows: &[Row], place: &str) -> Vec<Group> {
    use crate::report::blocks::Mark::{Full, Miss, Part};
    let mut seen: Vec<Seen> = rows.iter().filter_map(|row| Seen::of(row, place)).collect();
    seen.sort_by_key(|row| (row.turn.as_ref().map_or(u32::MAX, |turn| turn.0), row.number));
    let mut groups = Vec::new();
    for mark in [Full, Part, Miss] {
        let (rows, rest) = seen.into_iter().partition::<Vec<_>, _>(|row| row.mark == mark);
        seen = rest;
        if !rows.is_empty() {
            groups.push(Group { heading: word_of(mark), class: class_of(mark), rows });
        }
    }
    groups
}

/// The course of the offers. While the talk is open or sealed there are no lines that would tell the counterpart's limit.
fn offers(page: &SessionPage<'_>) -> Option<Picture> {
    let reach = page.unsealed().map(|found| found.hidden.reach).unwrap_or_default();
    let deal = page.unsealed().and_then(|found| found.outcome.package.as_ref());
    let chart = OfferChart::new(&page.case, page.transcript, deal, reach);
    if !chart.worth_drawing() {
        return None;
    }
    let money = chart.money();
    let who = |side| match side {
        Side::Learner => "You".to_owned(),
        Side::Counterpart => chart.counterpart.clone(),
    };
    let row = |turn: String, who: String, what: String, gain: i64| vec![turn, who, what, money.gain(gain)];
    let offers = chart.points.iter().map(|p| row(p.turn.to_string(), who(p.side), p.words.clone(), p.gain));
    let deal = chart.deal.map(|(turn, gain)| row(turn.to_string(), "Both".into(), "The deal".into(), gain));
    let name = &chart.counterpart;
    let lines = [("The limit", chart.reach.limit), ("The floor this time", chart.reach.floor)];
    let lines = lines.into_iter().filter_map(|(what, gain)| Some(row("–".into(), name.clone(), what.into(), gain?)));
    Some(Picture {
        svg: offers_svg(&chart, Theme::Page),
        caption: "Every offer in order, and the lines they are read against".into(),
        head: ["Turn", "Who", "Offer", "Worth to you"].map(String::from).to_vec(),
        rows: offers.chain(deal).chain(lines).collect(),
    })
}

/// The map of all deals; its table names the marked ones and the frontier.
fn deals(case: &Case<'_>, map: &DealMap) -> Picture {
    Picture {
        svg: deals_svg(map, Theme::Page),
        caption: format!("The marked deals; {} deals were possible", map.deals.len()),
        head: vec!["Deal".into(), "Worth to you".into(), format!("Worth to {}", case.counterpart)],
        rows: marked(map),
    }
}

/// The marked deals and the frontier as rows of a table: what it is, the learner's gain, the counterpart's.
pub(super) fn marked(map: &DealMap) -> Vec<Vec<String>> {
    let money = crate::report::Money::new(&map.unit);
    let row = |what: &str, pair: &(i64, i64)| vec![what.to_owned(), money.gain(pair.0), money.gain(pair.1)];
    let signed = map.signed.iter().map(|pair| row("Your deal", pair));
    let fair = map.nash.iter().map(|pair| row("A fair point (Nash 1950)", pair));
    let step = map.frontier.len().div_ceil(MOST_OF_FRONTIER).max(1);
    let frontier = map.frontier.iter().enumerate().filter(|(at, _)| at % step == 0);
    signed.chain(fair).chain(frontier.map(|(_, pair)| row("Nothing wasted", pair))).collect()
}

/// Deals of the frontier that a table lists; of a longer one every second, third, …
const MOST_OF_FRONTIER: usize = 24;
