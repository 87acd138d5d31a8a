//! One talk as a front end drives it: what is typed becomes a step, a view, a question or a refusal.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::host::{Host, Incoming, Live, UserError};
use crate::negotiation::Package;
use crate::report::Block;
use crate::session::{Input, Refusal, Status, Turn};

use super::command::{self, Command};
use super::views;

/// Who plays in this terminal.
pub(super) const OWNER: &str = "terminal";

/// What was typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Typed {
    /// Plain words, or a command beginning with a slash.
    Line(String),
    /// A move that is clear as it stands.
    Input(Input),
    /// Something that can't be read.
    Bad(Refusal),
}

/// What comes back.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// A step was taken; the transcript ends with it.
    Step,
    /// Something to look at.
    View(Vec<Block>),
    /// A yes to this ends the talk: with the package, or without a deal.
    Ask {
        /// The question.
        text: String,
        /// What a yes would sign.
        package: Option<Package>,
    },
    /// It was not taken.
    Refused(Refusal),
    /// Another talk is wanted: a certain one, or a look at all.
    Resume(Option<String>),
    /// Enough for now.
    Quit,
}

/// A talk and the question that the front end itself has asked.
pub(super) struct Talk {
    host: Host,
    pub(super) live: Live,
    pending: Option<Input>,
}

impl Talk {
    pub(super) fn new(host: Host, live: Live) -> Self {
        Talk { host, live, pending: None }
    }

    /// The latest line of the transcript; a session always has its opening.
    pub(super) fn last(&self) -> Option<&Turn> {
        self.live.transcript.last()
    }

    /// Whether the talk goes on.
    pub(super) fn is_open(&self) -> bool {
        self.last().is_none_or(|turn| turn.status == Status::Open)
    }

    /// Takes what was typed.
    ///
    /// # Errors
    /// When the house can't answer; then nothing has happened.
    pub(super) async fn take(&mut self, typed: Typed) -> Result<Answer, UserError> {
        let pending = self.pending.take();
        match typed {
            Typed::Bad(refusal) => Ok(Answer::Refused(refusal)),
            Typed::Input(input) => self.step(input).await,
            Typed::Line(line) if line.trim_start().starts_with('/') => self.command(line.trim()).await,
            Typed::Line(line) => match (pending, reply(&line)) {
                (Some(input), Some(true)) => self.step(input).await,
                (Some(_), Some(false)) => Ok(Answer::View(vec![Block::Text("All right, the talk goes on.".into())])),
                _ => self.step(Input::Say(line)).await,
            },
        }
    }

    async fn command(&mut self, line: &str) -> Result<Answer, UserError> {
        let briefing = self.live.briefing.clone();
        match command::read(line, &briefing.agenda) {
            Err(refusal) => Ok(Answer::Refused(refusal)),
            Ok(Command::Offer(fields)) => self.step(Input::Offer(fields)).await,
            Ok(Command::Accept(number)) => self.accept(number).await,
            Ok(Command::Walk) => Ok(self.walk()),
            Ok(Command::Undo) => self.step(Input::Undo).await,
            Ok(Command::Brief) => Ok(Answer::View(views::own_side(&briefing))),
            Ok(Command::Table) => Ok(Answer::View(views::table(&self.live))),
            Ok(Command::Facts) => Ok(Answer::View(views::facts(&briefing))),
            Ok(Command::Help) => Ok(Answer::View(views::help(&briefing.agenda))),
            Ok(Command::Resume(id)) => Ok(Answer::Resume(id)),
            Ok(Command::Quit) => Ok(Answer::Quit),
        }
    }

    /// Asks before signing; where the counterpart has just asked, the command without a number is the yes.
    async fn accept(&mut self, number: Option<usize>) -> Result<Answer, UserError> {
        let asked = number.is_none() && self.last().is_some_and(|turn| turn.confirm().is_some());
        match self.offered(number).cloned().filter(|_| !asked && self.is_open()) {
            None => self.step(Input::Accept(number)).await,
            Some(package) => {
                self.pending = Some(Input::Accept(number));
                let words = self.live.briefing.agenda.write(&package, false);
                Ok(Answer::Ask { text: format!("Sign {words}? Say yes to sign."), package: Some(package) })
            }
        }
    }

    fn walk(&mut self) -> Answer {
        self.pending = Some(Input::Walk);
        Answer::Ask { text: "Leave without a deal? Say yes to leave.".into(), package: None }
    }

    /// The package that accepting would take: the counterpart's last, or one of the several it named last.
    fn offered(&self, number: Option<usize>) -> Option<&Package> {
        let named = self.live.transcript.iter().rev().find(|turn| turn.reply.offer.is_some())?;
        let standing = self.last()?.standing.counterpart.as_ref();
        let several: Vec<&Package> = standing.into_iter().chain(&named.reply.alternatives).collect();
        several.get(number.unwrap_or(1).checked_sub(1)?).copied()
    }

    async fn step(&mut self, input: Input) -> Result<Answer, UserError> {
        let incoming = Incoming { author: OWNER.into(), message_id: None, input, at: now() };
        let outgoing = self.host.hear(&self.live.id, incoming).await?;
        let refusal = outgoing.turn.refusal.clone();
        self.live.transcript.push(outgoing.turn);
        self.live.debrief = outgoing.debrief.or(self.live.debrief.take());
        Ok(refusal.map_or(Answer::Step, Answer::Refused))
    }
}

/// Milliseconds since 1970.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A plain yes or no; anything longer is something to say.
fn reply(line: &str) -> Option<bool> {
    let word: String = line.chars().filter(|c| c.is_alphabetic() || c.is_whitespace()).collect();
    match word.trim().to_lowercase().as_str() {
        "y" | "yes" | "yes please" | "yep" | "yeah" | "ok" | "okay" | "sure" | "i do" | "sign" => Some(true),
        "n" | "no" | "nope" | "no thanks" | "not yet" | "wait" | "cancel" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_yes_signs() {
        assert_eq!(
            ["Yes!", " y ", "No.", "yes, if the tyres are in", ""].map(reply),
            [Some(true), Some(true), Some(false), None, None]
        );
    }
}
