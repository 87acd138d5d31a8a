//! The talk on a screen: what the counterpart says, what the learner types, the debrief at the end.

use std::io::{self, Write};

use crate::host::{Host, UserError};
use crate::negotiation::Package;
use crate::report::{Block, Case, Line, Span, Tone, debrief};
use crate::session::{Input, Refusal, Status, Turn};

use super::ink::Screen;
use super::lines::{self, clean};
use super::menu::{self, unfinished};
use super::piped::too_long;
use super::talk::{Answer, Talk, Typed};
use super::views;

/// Where lines come from: a keyboard, or a test.
pub(super) trait Ears {
    /// The next line; none when the person has had enough.
    fn listen(&mut self, prompt: &str) -> Option<String>;
}

/// What comes after a talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// The same counterpart, another seed.
    Again,
    /// The menu.
    Menu,
    /// Another unfinished talk.
    Resume(String),
    /// Nothing.
    Quit,
}

/// Talks until the end of the session or of the person's patience.
///
/// # Errors
/// A screen that can't be written to.
pub(super) async fn converse<W: Write>(
    host: &Host,
    talk: &mut Talk,
    resumed: bool,
    ears: &mut impl Ears,
    screen: &mut Screen<W>,
) -> io::Result<Next> {
    opening(talk, resumed, screen)?;
    while talk.is_open() {
        let turn = talk.last().map_or(0, |last| last.turn) + 1;
        let turns = talk.live.briefing.turns;
        let Some(line) = ears.listen(&format!("[{}/{turns}] > ", turn.min(turns))) else {
            return stays_open(talk, screen).map(|()| Next::Quit);
        };
        let typed = match clean(&line) {
            lines::Line::Text(text) if text.trim().is_empty() => continue,
            lines::Line::Text(text) => Typed::Line(text),
            _ => Typed::Bad(too_long()),
        };
        match talk.take(typed).await {
            Err(error) => failed(&error, screen)?,
            Ok(Answer::Step) => answered(talk, screen)?,
            Ok(Answer::View(blocks)) => {
                screen.gap()?;
                screen.blocks(&blocks)?;
                screen.gap()?;
            }
            Ok(Answer::Ask { text, .. }) => screen.say(&text, Tone::Strong)?,
            Ok(Answer::Refused(refusal)) => refused(&refusal, screen)?,
            Ok(Answer::Resume(wanted)) => {
                if let Some(id) = other_talk(host, wanted.as_deref(), screen).await? {
                    return Ok(Next::Resume(id));
                }
            }
            Ok(Answer::Quit) => return stays_open(talk, screen).map(|()| Next::Quit),
        }
    }
    ending(talk, ears, screen)
}

fn opening<W: Write>(talk: &Talk, resumed: bool, screen: &mut Screen<W>) -> io::Result<()> {
    screen.gap()?;
    let briefing = &talk.live.briefing;
    screen.blocks(&views::scene(briefing))?;
    screen.gap()?;
    screen.say("/offer  /accept  /walk  /brief  /table  /facts  /undo  /help  /quit", Tone::Quiet)?;
    screen.gap()?;
    if resumed {
        let open: Vec<&Turn> = talk.live.transcript.iter().filter(|turn| turn.refusal.is_none()).collect();
        let from = open.len().saturating_sub(3);
        if from > 0 {
            screen.say("… the last words were:", Tone::Quiet)?;
        }
        return open[from..].iter().try_for_each(|turn| {
            own_words(talk, turn, screen)?;
            said(talk, turn, screen)
        });
    }
    talk.last().map_or(Ok(()), |turn| said(talk, turn, screen))
}

/// The learner's words in a talk that is taken up again.
fn own_words<W: Write>(talk: &Talk, turn: &Turn, screen: &mut Screen<W>) -> io::Result<()> {
    let words = match &turn.input {
        Some(Input::Say(text)) => text.clone(),
        Some(Input::Offer(fields)) => {
            let agenda = &talk.live.briefing.agenda;
            let terms = agenda.write(&Package(fields.offer.0.clone()), false);
            [Some(terms), fields.say.clone(), fields.reason.clone(), fields.ask.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ")
        }
        Some(Input::Undo) => "(took the last words back)".into(),
        _ => return Ok(()),
    };
    let lines = screen.page.hanging(Span::new("You: ", Tone::Learner), &words, Tone::Plain);
    screen.lines(&lines)
}

fn answered<W: Write>(talk: &Talk, screen: &mut Screen<W>) -> io::Result<()> {
    screen.gap()?;
    talk.last().map_or(Ok(()), |turn| said(talk, turn, screen))
}

/// The counterpart's words, and what its packages are worth to the learner.
fn said<W: Write>(talk: &Talk, turn: &Turn, screen: &mut Screen<W>) -> io::Result<()> {
    let case = Case::of(&talk.live.briefing);
    let name = Span::new(format!("{}: ", case.counterpart), Tone::Counterpart);
    let mut shown = screen.page.hanging(name, &turn.reply.text, Tone::Plain);
    let money = case.money();
    let worth = |package: &Package| match case.gain(package) {
        0 => "exactly your walk-away".to_owned(),
        gain @ 1.. => format!("{} over your walk-away", money.amount(gain)),
        gain => format!("{} short of your walk-away", money.amount(-gain)),
    };
    // A package that a yes signs, or that has just been signed, is named once and not again.
    let open = turn.status == Status::Open && turn.confirm().is_none();
    let packages: Vec<&Package> = turn.reply.offer.iter().chain(&turn.reply.alternatives).filter(|_| open).collect();
    for (at, package) in packages.iter().enumerate() {
        let number = if packages.len() > 1 { format!("{}. ", at + 1) } else { String::new() };
        let note = format!("{number}{}: {}", case.agenda.write(package, false), worth(package));
        shown.extend(screen.page.hanging(Span::new("  ", Tone::Plain), &note, Tone::Quiet));
    }
    if let Some(package) = turn.confirm() {
        let note = format!("A yes signs {}: {}.", case.agenda.write(package, false), worth(package));
        shown.extend(screen.page.hanging(Span::new("  ", Tone::Plain), &note, Tone::Strong));
    }
    if let Some(note) = turn.note() {
        shown.extend(screen.page.hanging(Span::new("  ", Tone::Plain), note, Tone::Quiet));
    }
    shown.push(Line::default());
    screen.lines(&shown)
}

fn refused<W: Write>(refusal: &Refusal, screen: &mut Screen<W>) -> io::Result<()> {
    screen.say(&refusal.message, Tone::Poor)?;
    screen.say(&refusal.hint, Tone::Quiet)
}

fn failed<W: Write>(error: &UserError, screen: &mut Screen<W>) -> io::Result<()> {
    screen.say(&error.to_string(), Tone::Poor)?;
    screen.say("Your line is kept: press the up arrow to send it again.", Tone::Quiet)
}

fn stays_open<W: Write>(talk: &Talk, screen: &mut Screen<W>) -> io::Result<()> {
    let how = format!("The talk stays open. Go on with: sparring play --session {}", talk.live.id);
    screen.say(&how, Tone::Quiet)
}

/// The unfinished talk that is meant, or a list of them.
async fn other_talk<W: Write>(host: &Host, wanted: Option<&str>, screen: &mut Screen<W>) -> io::Result<Option<String>> {
    let open = match unfinished(host).await {
        Ok(open) => open,
        Err(error) => return failed(&error, screen).map(|()| None),
    };
    if let Some(found) = wanted.and_then(|wanted| menu::resumed(wanted, &open)) {
        return Ok(Some(found.id.clone()));
    }
    if wanted.is_some() {
        screen.say("No unfinished talk goes by that.", Tone::Poor)?;
    }
    menu::list(screen, &open)?;
    screen.say("Type /resume r1 to go on with the first. This one stays open.", Tone::Quiet)?;
    Ok(None)
}

/// The debrief, and what next.
fn ending<W: Write>(talk: &Talk, ears: &mut impl Ears, screen: &mut Screen<W>) -> io::Result<Next> {
    if let Some(found) = &talk.live.debrief {
        let rule = if screen.page.ascii { "-" } else { "─" };
        screen.say(&rule.repeat(screen.page.width.clamp(20, 60)), Tone::Quiet)?;
        screen.blocks(&debrief(&Case::of(&talk.live.briefing).rated(talk.live.rated), found, &talk.live.transcript))?;
        screen.gap()?;
        let (seed, variant) = (talk.live.seed, &talk.live.variant);
        let same = format!("Seed {seed}, variant {variant}: the same moves get the same answers.");
        screen.blocks(&[Block::Text(same)])?;
    }
    loop {
        match ears.listen("[a]gain, [m]enu, [q]uit > ").map(|typed| typed.trim().to_lowercase()).as_deref() {
            Some("a" | "again" | "/again") => return Ok(Next::Again),
            Some("m" | "menu" | "/menu") => return Ok(Next::Menu),
            None | Some("q" | "quit" | "/quit" | "exit") => return Ok(Next::Quit),
            Some(_) => screen.say("Type a, m or q.", Tone::Quiet)?,
        }
    }
}
