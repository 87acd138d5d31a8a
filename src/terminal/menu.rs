//! The menu: who can be met, and which talks are unfinished.

use std::io::{self, Write};
use std::path::Path;

use crate::host::{Briefing, Host, UserError};
use crate::report::{Line, Span, Tone};

use super::ink::Screen;
use super::talk::OWNER;

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// A new talk with this persona.
    Persona(String),
    /// An unfinished talk.
    Session(String),
    /// Nothing more.
    Quit,
}

/// An unfinished talk, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unfinished {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) turn: i64,
}

/// This terminal's unfinished talks, the latest first.
///
/// # Errors
/// A store that refuses.
pub(super) async fn unfinished(host: &Host) -> Result<Vec<Unfinished>, UserError> {
    let heads = host.open_of(OWNER).await?;
    let title = |persona: &str| host.briefing(persona).map_or_else(|_| persona.to_owned(), |briefing| briefing.title);
    Ok(heads
        .into_iter()
        .map(|head| Unfinished { title: title(&head.persona), turn: head.turns_used, id: head.id })
        .collect())
}

/// Shows everybody who can be met, and how many can't be because of errors in their files.
pub(super) fn show<W: Write>(
    screen: &mut Screen<W>,
    people: &[Briefing],
    faulty: &[String],
    open: &[Unfinished],
) -> io::Result<()> {
    screen.gap()?;
    screen.say("Who would you like to negotiate with?", Tone::Strong)?;
    let titles = people.iter().map(|one| one.title.chars().count()).max().unwrap_or(0);
    for (at, one) in people.iter().enumerate() {
        screen.gap()?;
        let lead = Span::new(format!("{:>3}  ", at + 1), Tone::Strong);
        let who = format!("{}, {}", one.counterpart_name, one.counterpart_role);
        screen.lines(&[Line(vec![
            lead,
            Span::new(format!("{:titles$}  ", one.title), Tone::Strong),
            Span::new(dots(one.level, screen.page.ascii), Tone::Fair),
            Span::new(format!("  {}", who.trim_end_matches(", ")), Tone::Counterpart),
        ])])?;
        let drills = match one.tags.is_empty() {
            true => one.summary.clone(),
            false => format!("{} Drills: {}.", one.summary, one.tags.join(", ")).trim_start().to_owned(),
        };
        let lines = screen.page.hanging(Span::new("     ", Tone::Plain), &drills, Tone::Quiet);
        screen.lines(&lines)?;
    }
    if let Some(note) = left_out(faulty) {
        screen.gap()?;
        screen.say(&note, Tone::Poor)?;
    }
    list(screen, open)?;
    screen.gap()?;
    let more = if open.is_empty() { "" } else { ", r1 to go on with the first unfinished talk" };
    screen.say(&format!("Type a number or a name{more}, or q to leave."), Tone::Quiet)
}

/// Why somebody may be missing from the menu.
fn left_out(faulty: &[String]) -> Option<String> {
    let folder = |file: &String| Path::new(file).parent().map(Path::to_path_buf);
    let first = faulty.first()?;
    let together = faulty.iter().all(|file| folder(file) == folder(first));
    let place = match folder(first).filter(|_| together && faulty.len() > 1) {
        Some(folder) if !folder.as_os_str().is_empty() => folder.display().to_string(),
        Some(_) => ".".to_owned(),
        None => faulty.join(" "),
    };
    let have = if faulty.len() == 1 { "1 file has".to_owned() } else { format!("{} files have", faulty.len()) };
    Some(format!("{have} errors and can't be played: sparring check {place}"))
}

/// Shows unfinished talks with the numbers they are gone on with.
pub(super) fn list<W: Write>(screen: &mut Screen<W>, open: &[Unfinished]) -> io::Result<()> {
    if open.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    screen.say("Unfinished", Tone::Strong)?;
    let line = |(at, one): (usize, &Unfinished)| {
        let lead = Span::new(format!("{:>4}  ", format!("r{}", at + 1)), Tone::Strong);
        Line(vec![
            lead,
            Span::new(format!("{}, after turn {}  ", one.title, one.turn), Tone::Plain),
            Span::new(&one.id, Tone::Quiet),
        ])
    };
    let lines: Vec<Line> = open.iter().enumerate().map(line).collect();
    screen.lines(&lines)
}

/// A level from 1 to 5 as dots.
fn dots(level: u8, ascii: bool) -> String {
    let (full, hollow) = if ascii { ("*", ".") } else { ("●", "○") };
    let level = usize::from(level.clamp(1, 5));
    full.repeat(level) + &hollow.repeat(5 - level)
}

/// Reads a choice.
///
/// # Errors
/// What to type instead.
pub(super) fn read(typed: &str, people: &[Briefing], open: &[Unfinished]) -> Result<Choice, String> {
    let typed = typed.trim().trim_start_matches('/').to_lowercase();
    if matches!(typed.as_str(), "q" | "quit" | "exit") {
        return Ok(Choice::Quit);
    }
    if let Some(one) = resumed(&typed, open) {
        return Ok(Choice::Session(one.id.clone()));
    }
    if let Some(one) = typed.parse::<usize>().ok().and_then(|number| people.get(number.checked_sub(1)?)) {
        return Ok(Choice::Persona(one.id.clone()));
    }
    let names = |one: &Briefing| [one.id.to_lowercase(), one.title.to_lowercase(), one.counterpart_name.to_lowercase()];
    let exact = people.iter().find(|one| names(one).contains(&typed));
    let mut parts =
        people.iter().filter(|one| !typed.is_empty() && names(one).iter().any(|name| name.contains(&typed)));
    match (exact, parts.next(), parts.next()) {
        (Some(one), ..) | (None, Some(one), None) => Ok(Choice::Persona(one.id.clone())),
        (None, Some(one), Some(other)) => {
            Err(format!("That could be {} or {}. Type a little more.", one.title, other.title))
        }
        (None, None, _) => Err(match nearest(&typed, people) {
            Some(near) => format!("Nobody goes by that name. Did you mean {near}?"),
            None => format!("Type a number from 1 to {}, a name, or q.", people.len()),
        }),
    }
}

/// The unfinished talk that `r2`, `2` after a word, or an id means.
pub(super) fn resumed<'a>(typed: &str, open: &'a [Unfinished]) -> Option<&'a Unfinished> {
    let number = typed
        .trim_start_matches("resume")
        .trim()
        .strip_prefix('r')
        .and_then(|digits| digits.trim().parse::<usize>().ok());
    let numbered = number.and_then(|number| open.get(number.checked_sub(1)?));
    numbered.or_else(|| open.iter().find(|one| one.id.eq_ignore_ascii_case(typed)))
}

fn nearest<'a>(typed: &str, people: &'a [Briefing]) -> Option<&'a str> {
    let typed: String = typed.chars().take(40).collect();
    let likeness = |one: &Briefing| {
        let names = [&one.id, &one.title, &one.counterpart_name];
        names.iter().map(|name| strsim::jaro_winkler(&name.to_lowercase(), &typed)).fold(0.0, f64::max)
    };
    let best = people.iter().map(|one| (likeness(one), one)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.75).then_some(best.1.title.as_str())
}

#[cfg(test)]
mod tests {
    use super::left_out;

    #[test]
    fn files_with_errors_are_told_of() {
        let note = |files: &[&str]| left_out(&files.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(note(&[]), None);
        let told =
            [&["club/a.yaml"][..], &["club/a.yaml", "club/b.yaml"], &["a.yaml", "b.yaml"], &["a.yaml", "x/b.yaml"]];
        insta::assert_snapshot!(told.map(|files| note(files).unwrap_or_default()).join("\n"), @r"
        1 file has errors and can't be played: sparring check club/a.yaml
        2 files have errors and can't be played: sparring check club
        2 files have errors and can't be played: sparring check .
        2 files have errors and can't be played: sparring check a.yaml x/b.yaml
        ");
    }
}
