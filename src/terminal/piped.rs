//! A talk over standard input and output, a line each: for programs and for pipes.

use std::io::{self, BufRead, Write};

use crate::host::UserError;
use crate::report::{Case, Line, Page, Span, Tone, debrief, plain};
use crate::session::{Refusal, Turn};

use super::jsonl;
use super::lines::{self, LONGEST, next_line};
use super::play::Format;
use super::talk::{Answer, Talk, Typed};
use super::views;

/// Answers every line before the next is read. The end of the input leaves the session open.
///
/// # Errors
/// What the house can't do, and a closed output.
pub(super) async fn piped(
    mut talk: Talk,
    resumed: bool,
    format: Format,
    mut input: impl BufRead,
    out: impl Write,
) -> Result<(), UserError> {
    let mut paper = Paper { out, format };
    paper.opening(&talk, resumed)?;
    while talk.is_open() {
        let typed = match next_line(&mut input).map_err(|error| lost("read", &error))? {
            lines::Line::End => break,
            lines::Line::Text(text) if text.trim().is_empty() => Typed::Bad(empty()),
            lines::Line::Text(text) => jsonl::read(&text),
            lines::Line::TooLong => Typed::Bad(too_long()),
        };
        let answer = match talk.take(typed).await {
            Ok(answer) => answer,
            Err(error) => {
                paper.failed(&error, &talk)?;
                return Err(error);
            }
        };
        paper.answer(&answer, &talk)?;
        if matches!(answer, Answer::Quit) {
            break;
        }
    }
    Ok(())
}

/// The output.
struct Paper<W: Write> {
    out: W,
    format: Format,
}

impl<W: Write> Paper<W> {
    fn opening(&mut self, talk: &Talk, resumed: bool) -> Result<(), UserError> {
        let briefing = &talk.live.briefing;
        if self.format == Format::Text && !resumed {
            self.print(&plain(&PAGE.set(&views::scene(briefing))))?;
        }
        match (&talk.live.debrief, talk.last()) {
            (Some(_), _) => self.ending(talk),
            (None, Some(last)) => self.step(last, talk),
            (None, None) => Ok(()),
        }
    }

    fn answer(&mut self, answer: &Answer, talk: &Talk) -> Result<(), UserError> {
        let Some(last) = talk.last() else { return Ok(()) };
        match (self.format, answer) {
            (Format::Jsonl, _) => self.print(&jsonl::answer_line(answer, last))?,
            (Format::Text, Answer::Step) => self.step(last, talk)?,
            (Format::Text, Answer::View(blocks)) => self.print(&plain(&PAGE.set(blocks)))?,
            (Format::Text, Answer::Ask { text, .. }) => self.print(text)?,
            (Format::Text, Answer::Refused(refusal)) => self.print(&format!("{} {}", refusal.message, refusal.hint))?,
            (Format::Text, Answer::Resume(_)) => {
                self.print("To go on with another talk, start again with --session and its id.")?;
            }
            (Format::Text, Answer::Quit) => {
                self.print(&format!("The talk stays open. Go on with: sparring play --session {}", talk.live.id))?;
            }
        }
        if talk.is_open() { Ok(()) } else { self.ending(talk) }
    }

    fn step(&mut self, turn: &Turn, talk: &Talk) -> Result<(), UserError> {
        match self.format {
            Format::Jsonl => self.print(&jsonl::step_line(turn)),
            Format::Text => {
                let name = &talk.live.briefing.counterpart_name;
                let said =
                    PAGE.hanging(Span::new(format!("{name}: "), Tone::Counterpart), &turn.reply.text, Tone::Plain);
                let count = Line::of(format!("[turn {} of {}]", turn.turn, talk.live.briefing.turns), Tone::Quiet);
                let note = turn.note().map(|note| Line::of(note.to_owned(), Tone::Quiet));
                self.print(&plain(&[said, note.into_iter().collect(), vec![count]].concat()))
            }
        }
    }

    fn ending(&mut self, talk: &Talk) -> Result<(), UserError> {
        let Some(found) = &talk.live.debrief else { return Ok(()) };
        match self.format {
            Format::Jsonl => self.print(&jsonl::debrief_line(found)),
            Format::Text => {
                let blocks =
                    debrief(&Case::of(&talk.live.briefing).rated(talk.live.rated), found, &talk.live.transcript);
                self.print(&format!("\n{}", plain(&PAGE.set(&blocks))))
            }
        }
    }

    /// A failure of the house still answers the line, so that a program reading along is not left waiting.
    fn failed(&mut self, error: &UserError, talk: &Talk) -> Result<(), UserError> {
        let refusal = Refusal { code: error.code.into(), message: error.message.clone(), hint: error.hint.clone() };
        match (self.format, talk.last()) {
            (Format::Jsonl, Some(last)) => self.print(&jsonl::answer_line(&Answer::Refused(refusal), last)),
            _ => Ok(()),
        }
    }

    fn print(&mut self, text: &str) -> Result<(), UserError> {
        writeln!(self.out, "{text}").and_then(|()| self.out.flush()).map_err(|error| lost("written", &error))
    }
}

const PAGE: Page = Page { width: 96, ascii: false };

fn lost(what: &str, error: &io::Error) -> UserError {
    UserError::new("io", format!("A line could not be {what}: {error}."), "The talk stays open; go on with --session.")
}

fn empty() -> Refusal {
    Refusal {
        code: "empty".into(),
        message: "That line was empty.".into(),
        hint: "Write a sentence, an offer, or /help.".into(),
    }
}

/// The refusal of a line that is no message any more.
pub(super) fn too_long() -> Refusal {
    Refusal {
        code: "too_long".into(),
        message: format!("That line has more than {LONGEST} characters."),
        hint: "Say it shorter; nothing of it was heard and no turn was used.".into(),
    }
}
