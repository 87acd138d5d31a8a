//! The rules of the table: whose packages stand, what may be done when, how a talk ends.

use serde::{Deserialize, Serialize};

use super::issue::{Agenda, Choice, Package, Terms};

/// How a talk stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Going on.
    Open,
    /// Ended with a deal.
    Agreed,
    /// The learner left.
    Walked,
    /// The counterpart left.
    BrokenOff,
    /// The turns were used up.
    Expired,
}

impl Status {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Agreed => "agreed",
            Status::Walked => "walked",
            Status::BrokenOff => "broken_off",
            Status::Expired => "expired",
        }
    }
}

/// What waits for the learner's yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pending {
    /// This deal.
    Deal(Package),
    /// Leaving without one.
    Walk,
}

/// Something a learner may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Say something without an offer.
    Say,
    /// Put a package on the table.
    Offer,
    /// Take the counterpart's package; from 1, where it has put forward several.
    Accept(usize),
    /// Leave.
    Walk,
    /// Say yes to what was asked.
    Confirm,
}

/// Why something can't be done now. Nothing has changed and no turn is used; the session words it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The talk has ended.
    Ended {
        /// How.
        status: Status,
    },
    /// All turns are used.
    NoTurnsLeft {
        /// How many there were.
        turns: u32,
    },
    /// The counterpart has no offer on the table.
    NothingToAccept,
    /// Fewer packages are on the table.
    NoSuchOffer {
        /// The number asked for, from 1.
        asked: usize,
        /// How many there are.
        there: usize,
    },
    /// Nothing waits for a yes.
    NothingToConfirm,
    /// The terms name nothing.
    NoTerms,
    /// An issue that isn't on the agenda, as it was named.
    UnknownIssue(String),
    /// An outcome that an issue can't have.
    Impossible {
        /// The issue's id.
        issue: String,
        /// As it was given.
        given: Choice,
    },
}

/// The table of one talk. Every change goes through a method, and a method that refuses changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protocol {
    status: Status,
    learner: Option<Package>,
    counterpart: Option<Package>,
    alternatives: Vec<Package>,
    pending: Option<Pending>,
    deal: Option<Package>,
    turn: u32,
    turns: u32,
}

impl Protocol {
    /// A fresh table on which the counterpart's opening lies. `turns` counts learner moves.
    pub fn new(turns: u32, opening: Package) -> Self {
        Protocol {
            status: Status::Open,
            learner: None,
            counterpart: Some(opening),
            alternatives: Vec::new(),
            pending: None,
            deal: None,
            turn: 0,
            turns,
        }
    }

    /// How the talk stands.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The learner's last package.
    pub fn standing_learner(&self) -> Option<&Package> {
        self.learner.as_ref()
    }

    /// The counterpart's last package.
    pub fn standing_counterpart(&self) -> Option<&Package> {
        self.counterpart.as_ref()
    }

    /// Further packages that the counterpart put forward with its last one.
    pub fn alternatives(&self) -> &[Package] {
        &self.alternatives
    }

    /// What waits for the learner's yes.
    pub fn pending(&self) -> Option<&Pending> {
        self.pending.as_ref()
    }

    /// The deal that waits for the learner's yes.
    pub fn pending_confirm(&self) -> Option<&Package> {
        match &self.pending {
            Some(Pending::Deal(package)) => Some(package),
            _ => None,
        }
    }

    /// What was agreed.
    pub fn deal(&self) -> Option<&Package> {
        self.deal.as_ref()
    }

    /// Learner moves made so far.
    pub fn turn(&self) -> u32 {
        self.turn
    }

    /// Learner moves there are in all.
    pub fn turns(&self) -> u32 {
        self.turns
    }

    /// Learner moves left.
    pub fn turns_left(&self) -> u32 {
        self.turns.saturating_sub(self.turn)
    }

    /// Whether an action is legal now.
    ///
    /// # Errors
    /// The reason why not, for the learner.
    pub fn may(&self, action: Action) -> Result<(), Refusal> {
        if self.status != Status::Open {
            return Err(Refusal::Ended { status: self.status });
        }
        match action {
            Action::Confirm if self.pending.is_none() => Err(Refusal::NothingToConfirm),
            Action::Confirm | Action::Walk => Ok(()),
            Action::Accept(number) => self.on_table(number).map(|_| ()),
            Action::Say | Action::Offer if self.turns_left() == 0 => Err(Refusal::NoTurnsLeft { turns: self.turns }),
            Action::Say | Action::Offer => Ok(()),
        }
    }

    /// The counterpart's package number `number`, from 1.
    fn on_table(&self, number: usize) -> Result<&Package, Refusal> {
        let standing = self.counterpart.as_ref().ok_or(Refusal::NothingToAccept)?;
        let there = 1 + self.alternatives.len();
        let refusal = Refusal::NoSuchOffer { asked: number, there };
        match number {
            0 => Err(refusal),
            1 => Ok(standing),
            _ => self.alternatives.get(number - 2).ok_or(refusal),
        }
    }

    /// The learner says something without an offer. Uses a turn; an open question counts as answered with no.
    ///
    /// # Errors
    /// When the talk has ended or no turn is left.
    pub fn say(&mut self) -> Result<(), Refusal> {
        self.may(Action::Say)?;
        self.begin_turn();
        Ok(())
    }

    /// The learner puts a complete package on the table. Uses a turn.
    ///
    /// # Errors
    /// When the talk has ended or no turn is left.
    pub fn offer(&mut self, package: Package) -> Result<(), Refusal> {
        self.may(Action::Offer)?;
        self.begin_turn();
        self.learner = Some(package);
        Ok(())
    }

    /// The learner takes a package of the counterpart's, in so many fields: it binds at once. Uses a turn.
    ///
    /// # Errors
    /// When the talk has ended or there is no such package.
    pub fn accept(&mut self, number: usize) -> Result<Package, Refusal> {
        self.may(Action::Accept(number))?;
        let package = self.on_table(number)?.clone();
        self.begin_turn();
        self.agree(package.clone());
        Ok(package)
    }

    /// The learner leaves, in so many fields: it binds at once. Uses a turn.
    ///
    /// # Errors
    /// When the talk has ended.
    pub fn walk(&mut self) -> Result<(), Refusal> {
        self.may(Action::Walk)?;
        self.begin_turn();
        self.end(Status::Walked);
        Ok(())
    }

    /// Asks the learner for a yes to a reading of free text; uses no turn of its own.
    ///
    /// # Errors
    /// When the talk has ended.
    pub fn ask(&mut self, pending: Pending) -> Result<(), Refusal> {
        self.may(Action::Walk)?;
        self.pending = Some(pending);
        Ok(())
    }

    /// The learner says yes to what was asked: the deal closes, or the learner has left. Uses a turn if one is left,
    /// except where the deal is the learner's own offer, which has used its turn already.
    ///
    /// # Errors
    /// When the talk has ended or nothing was asked.
    pub fn confirm(&mut self) -> Result<Status, Refusal> {
        self.may(Action::Confirm)?;
        let pending = self.pending.clone().ok_or(Refusal::NothingToConfirm)?;
        if !matches!(&pending, Pending::Deal(package) if self.learner.as_ref() == Some(package)) {
            self.begin_turn();
        }
        match pending {
            Pending::Deal(package) => self.agree(package),
            Pending::Walk => self.end(Status::Walked),
        }
        Ok(self.status)
    }

    /// The learner says no to what was asked. Uses no turn.
    ///
    /// # Errors
    /// When the talk has ended or nothing was asked.
    pub fn deny(&mut self) -> Result<(), Refusal> {
        self.may(Action::Confirm)?;
        self.drop_question();
        Ok(())
    }

    /// Of several packages the learner put forward this turn, the one the counterpart answers stands.
    ///
    /// # Errors
    /// When the talk has ended.
    pub fn settle_on(&mut self, package: Package) -> Result<(), Refusal> {
        self.may(Action::Walk)?;
        self.learner = Some(package);
        Ok(())
    }

    /// A question that got no yes. An own offer that was read, asked back and not confirmed doesn't stand.
    fn drop_question(&mut self) {
        if matches!(&self.pending, Some(Pending::Deal(package)) if self.learner.as_ref() == Some(package)) {
            self.learner = None;
        }
        self.pending = None;
    }

    /// The counterpart puts packages on the table; the first one stands.
    ///
    /// # Errors
    /// When the talk has ended.
    pub fn answer(&mut self, package: Package, alternatives: Vec<Package>) -> Result<(), Refusal> {
        self.may(Action::Walk)?;
        self.counterpart = Some(package);
        self.alternatives = alternatives;
        Ok(())
    }

    /// The counterpart takes a package that the learner gave in fields: it binds at once.
    ///
    /// # Errors
    /// When the talk has ended.
    pub fn take(&mut self, package: Package) -> Result<(), Refusal> {
        self.may(Action::Walk)?;
        self.agree(package);
        Ok(())
    }

    /// The counterpart leaves.
    ///
    /// # Errors
    /// When the talk has ended.
    pub fn break_off(&mut self) -> Result<(), Refusal> {
        self.may(Action::Walk)?;
        self.end(Status::BrokenOff);
        Ok(())
    }

    /// Ends the talk when its turns are used and no question is open. Returns whether it did.
    pub fn expire_when_over(&mut self) -> bool {
        let over = self.status == Status::Open && self.turns_left() == 0 && self.pending.is_none();
        if over {
            self.end(Status::Expired);
        }
        over
    }

    fn begin_turn(&mut self) {
        self.drop_question();
        self.turn = (self.turn + 1).min(self.turns);
    }

    fn agree(&mut self, package: Package) {
        self.deal = Some(package);
        self.end(Status::Agreed);
    }

    fn end(&mut self, status: Status) {
        self.status = status;
        self.pending = None;
    }
}

impl Agenda {
    /// Whether terms can be put on the table: known issues, outcomes they can have. Figures off the step can.
    ///
    /// # Errors
    /// The first thing that can't, for whoever named it.
    pub fn admit(&self, terms: &Terms) -> Result<(), Refusal> {
        if terms.0.is_empty() {
            return Err(Refusal::NoTerms);
        }
        terms.0.iter().try_for_each(|(id, choice)| match self.issue(id) {
            None => Err(Refusal::UnknownIssue(id.clone())),
            Some(issue) if issue.allows(choice) => Ok(()),
            Some(_) => Err(Refusal::Impossible { issue: id.clone(), given: choice.clone() }),
        })
    }
}

#[cfg(test)]
mod tests;
