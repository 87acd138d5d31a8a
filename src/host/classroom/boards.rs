//! Leaderboards: the top three for everybody, the own place with its neighbours, whole pages for staff.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::classroom::{Metric, Period, Scope, percentile};
use crate::host::{Host, UserError};
use crate::store::{BoardAsked, BoardLine, Spot};

use super::{Actor, Office};

/// The longest name that a person may show, in characters.
const LONGEST_NAME: usize = 32;
/// Places that everybody sees.
const TOP: i64 = 3;
/// Neighbours on each side of the own place.
const NEIGHBOURS: i64 = 2;
/// How often a board is read anew that was settled while it was read.
const STILL: usize = 4;

/// Which board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardAsk {
    /// What it ranks by.
    pub metric: Metric,
    /// Which runs it is about. A challenge's board is always for all time.
    pub scope: Scope,
    /// When they ended.
    pub period: Period,
}

/// A place on a board. People are known by their alias unless they chose a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// The rank, from 1; equals share one.
    pub rank: i64,
    /// The alias or the chosen name.
    pub name: String,
    /// The mean T score, 20..80; on the board of improvement a difference of means.
    pub value: f64,
    /// Rated runs.
    pub runs: i64,
    /// Challenges.
    pub challenges: i64,
}

/// The own place.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Own {
    /// Whether the person has opted out.
    pub hidden: bool,
    /// The own place; none while the person isn't listed.
    pub place: Option<Place>,
    /// Rated runs so far: from 5 on, in 3 challenges, a person is listed.
    pub runs: i64,
    /// Challenges so far.
    pub challenges: i64,
    /// The share of people below, in per cent; none with fewer than 8 people.
    pub percentile: Option<f64>,
    /// The two places above, the upper first.
    pub above: Vec<Place>,
    /// The two places below.
    pub below: Vec<Place>,
}

/// A board as everybody may see it, with the own place of who asks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Board {
    /// The moment it shows.
    pub snapshot: i64,
    /// How many people are on it.
    pub people: i64,
    /// The first three.
    pub top: Vec<Place>,
    /// The own place; for that person's eyes only.
    pub own: Own,
}

/// A page of a whole board.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoardPage {
    /// The moment it shows: every page that follows shows the same.
    pub snapshot: i64,
    /// How many people are on it.
    pub people: i64,
    /// Where it begins.
    #[serde(skip)]
    pub begins: PageKey,
    /// The places.
    pub places: Vec<Place>,
    /// Where the next page begins; none at the end.
    #[serde(skip)]
    pub next: Option<PageKey>,
}

/// Where a page of a board begins: behind so many places of the board as it was at a moment. Written and read as a short text
/// that names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageKey {
    snapshot: i64,
    people: i64,
    position: i64,
}

/// How a person wants to be seen on boards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShowAs {
    /// By the alias, as everybody is at first.
    Alias,
    /// By a name.
    Name(String),
    /// Not at all; attempts still count for the class.
    Hidden,
}

impl PageKey {
    /// How many places stand before the page.
    pub fn position(self) -> i64 {
        self.position
    }

    /// The page that begins behind so many places of the same board at the same moment.
    pub fn behind(self, places: i64) -> PageKey {
        PageKey { position: places.clamp(0, self.people), ..self }
    }
}

impl fmt::Display for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{:x}-{:x}", self.snapshot, self.people, self.position)
    }
}

impl FromStr for PageKey {
    type Err = UserError;

    fn from_str(text: &str) -> Result<Self, UserError> {
        let read = || {
            let mut parts = text.splitn(3, '-').map(|part| i64::from_str_radix(part, 16).ok().filter(|n| *n >= 0));
            Some(PageKey { snapshot: parts.next()??, people: parts.next()??, position: parts.next()?? })
        };
        read().ok_or_else(|| UserError::new("unknown_page", "There is no such page.", "Open the board again."))
    }
}

impl Host {
    /// A board: the first three, and the actor's own place with its neighbours.
    ///
    /// # Errors
    /// A challenge the actor may not know of; a refusing store.
    pub async fn board(&self, actor: &Actor, ask: &BoardAsk, at: i64) -> Result<Board, UserError> {
        if let Scope::Challenge(id) = &ask.scope {
            self.challenge(actor, id).await?;
        }
        for _ in 0..STILL {
            let (scope, period, snapshot) = self.up_to_date(&actor.guild, ask, at).await?;
            let board = asked(&actor.guild, ask.metric, (&scope, &period), snapshot);
            let (top, _) = ranked(self.store.board(board, TOP, 0).await?, (0, 0, None));
            let people = self.store.board_size(board).await?;
            let own = self.own(board, &actor.id, people).await?;
            if self.store.board_stamp(&actor.guild).await? == snapshot {
                return Ok(Board { snapshot, people, top, own });
            }
        }
        Err(moving())
    }

    /// A page of a whole board, the best first. Staff only: people who are not at the top need not be seen by all.
    ///
    /// # Errors
    /// For learners; a challenge of another server; a refusing store.
    pub async fn board_page(
        &self,
        actor: &Actor,
        ask: &BoardAsk,
        (size, from): (i64, Option<&PageKey>),
        at: i64,
    ) -> Result<BoardPage, UserError> {
        self.must_be(actor, Office::Observer).await?;
        if let Scope::Challenge(id) = &ask.scope {
            self.must_find(actor, id).await?;
        }
        self.page(&actor.guild, ask, (size.clamp(1, 50), from), at).await
    }

    /// A page for whoever runs the program; no actor to ask.
    pub(crate) async fn page(
        &self,
        guild: &str,
        ask: &BoardAsk,
        (size, from): (i64, Option<&PageKey>),
        at: i64,
    ) -> Result<BoardPage, UserError> {
        for _ in 0..STILL {
            let (scope, period, newest) = self.up_to_date(guild, ask, at).await?;
            let board = asked(guild, ask.metric, (&scope, &period), newest);
            let people = match from {
                None => self.store.board_size(board).await?,
                Some(key) => key.people,
            };
            let begins = from.copied().unwrap_or(PageKey { snapshot: newest, people, position: 0 });
            let page = self.page_from(BoardAsked { snapshot: begins.snapshot, ..board }, size, begins).await?;
            // Counts are of the board as it stands now, so a first page is read anew when that has changed meanwhile.
            if from.is_some() || self.store.board_stamp(guild).await? == newest {
                return Ok(page);
            }
        }
        Err(moving())
    }

    async fn page_from(&self, board: BoardAsked<'_>, size: i64, begins: PageKey) -> Result<BoardPage, UserError> {
        // The line before the first tells whether that one shares its rank.
        let before = begins.position.min(1);
        let mut lines = self.store.board(board, size + 1 + before, begins.position - before).await?;
        let last = lines.drain(..usize::try_from(before).unwrap_or(0).min(lines.len())).next_back();
        let more = lines.len() as i64 > size;
        lines.truncate(usize::try_from(size).unwrap_or(0));
        let shared = last.map(|line| line.value).filter(|value| lines.first().is_some_and(|line| line.value == *value));
        let rank = match shared {
            Some(value) => self.store.board_over(board, value).await? + 1,
            None => 0,
        };
        let (places, (position, _)) = ranked(lines, (begins.position, rank, shared));
        let next = more.then(|| begins.behind(position));
        Ok(BoardPage { snapshot: begins.snapshot, people: begins.people, begins, places, next })
    }

    /// How the actor is seen on the server's boards; changes at once.
    ///
    /// # Errors
    /// An empty or overlong name; a refusing store.
    pub async fn show_on_boards(&self, actor: &Actor, how: &ShowAs, at: i64) -> Result<(), UserError> {
        let named = match how {
            ShowAs::Name(name) => {
                let name: String = name.chars().filter(|c| !c.is_control()).collect();
                let name = name.trim().to_owned();
                if name.is_empty() || name.chars().count() > LONGEST_NAME {
                    let hint = format!("Write one of up to {LONGEST_NAME} characters.");
                    return Err(UserError::new("bad_name", "The name is empty or too long.", hint));
                }
                Some(name)
            }
            _ => None,
        };
        self.must_have_alias(actor).await?;
        let hidden = *how == ShowAs::Hidden;
        Ok(self.store.show_as(&actor.guild, &actor.id, (named.as_deref(), hidden), at).await?)
    }

    /// The actor's alias in the server, made now where there is none.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn own_alias(&self, actor: &Actor) -> Result<String, UserError> {
        self.must_have_alias(actor).await?;
        Ok(self.store.alias(&actor.guild, &actor.id).await?.map(|row| row.alias).unwrap_or_default())
    }

    /// The actor's alias in the server, and how the actor is seen on its boards.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn shown_as(&self, actor: &Actor) -> Result<(String, ShowAs), UserError> {
        self.must_have_alias(actor).await?;
        let Some(row) = self.store.alias(&actor.guild, &actor.id).await? else {
            return Ok((String::new(), ShowAs::Alias));
        };
        let how = match (row.hidden, row.named) {
            (true, _) => ShowAs::Hidden,
            (false, Some(name)) => ShowAs::Name(name),
            (false, None) => ShowAs::Alias,
        };
        Ok((row.alias, how))
    }

    /// Settles what is ready, and gives scope, period and moment of a board.
    async fn up_to_date(&self, guild: &str, ask: &BoardAsk, at: i64) -> Result<(String, String, i64), UserError> {
        self.store.settle(guild, at).await?;
        let period = if matches!(ask.scope, Scope::Challenge(_)) { Period::All } else { ask.period };
        Ok((ask.scope.to_string(), period.to_string(), self.store.board_stamp(guild).await?))
    }

    async fn own(&self, board: BoardAsked<'_>, person: &str, people: i64) -> Result<Own, UserError> {
        let alias = self.store.alias(board.guild, person).await?;
        let Some(line) = self.store.standing(board, person).await? else {
            return Ok(Own { hidden: alias.is_some_and(|alias| alias.hidden), ..Own::default() });
        };
        let value = line.figure(board.metric);
        let own = Own { runs: line.runs, challenges: line.challenges, ..Own::default() };
        let Some(value) = value.filter(|_| line.listed) else { return Ok(own) };
        let (above, equal) = self.store.board_counts(board, value).await?;
        let spot = Spot { value, person: person.to_owned() };
        let better = self.store.board_above(board, NEIGHBOURS, &spot).await?;
        let worse = self.store.board_below(board, NEIGHBOURS, &spot).await?;
        let mut higher = Vec::new();
        for line in better.into_iter().rev() {
            // Those between the own figure and this one are few: counting them spares counting the whole board again.
            let between = self.store.board_between(board, value, line.value).await?;
            higher.push(place(line, above + 1 - between));
        }
        let name = alias.map(|alias| alias.named.unwrap_or(alias.alias)).unwrap_or_default();
        let place = Place { rank: above + 1, name, value, runs: line.runs, challenges: line.challenges };
        // Of those with the same figure the own line may be any; the first that is really lower stands behind all of them.
        let mut below = Vec::new();
        let (mut rank, mut last, mut position) = (above + 1, value, above + equal);
        for line in worse {
            if line.value < last {
                position += 1;
                (rank, last) = (position, line.value);
            } else if last < value {
                position += 1;
            }
            below.push(self::place(line, rank));
        }
        let percentile = percentile(people - above - equal, equal, people);
        Ok(Own { place: Some(place), percentile, above: higher, below, ..own })
    }
}

/// Somebody's runs came in again and again while a board was read.
fn moving() -> UserError {
    UserError::new("busy", "Results are just coming in.", "Ask again in a moment.")
}

fn asked<'a>(guild: &'a str, metric: Metric, (scope, period): (&'a str, &'a str), snapshot: i64) -> BoardAsked<'a> {
    BoardAsked { guild, scope, period, metric, snapshot }
}

/// Lines with their ranks, going on behind (position, rank, figure) of the line before; and the last position and rank.
fn ranked(lines: Vec<BoardLine>, before: (i64, i64, Option<f64>)) -> (Vec<Place>, (i64, i64)) {
    let (mut position, mut rank, mut last) = before;
    let mut places = Vec::with_capacity(lines.len());
    for line in lines {
        position += 1;
        if last != Some(line.value) {
            (rank, last) = (position, Some(line.value));
        }
        places.push(place(line, rank));
    }
    (places, (position, rank))
}

fn place(line: BoardLine, rank: i64) -> Place {
    let name = line.named.or(line.alias).unwrap_or_else(|| "somebody".to_owned());
    Place { rank, name, value: line.value, runs: line.runs, challenges: line.challenges }
}
