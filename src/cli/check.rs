//! `sparring check`: every finding of personas, like a compiler, and their figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::Args;
use serde::Serialize;

use super::{Format, personas};
use crate::negotiation::Agenda;
use crate::persona::{Catalogue, Economics, Finding, Loaded, Severity};

/// Characters of a source line that are shown.
const WINDOW: usize = 110;

/// What to check and how to print it.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Files, or folders of .yaml files; the personas that ship with the program when left out.
    paths: Vec<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let loaded: Vec<Loaded> = if arguments.paths.is_empty() {
        Catalogue::embedded().all().to_vec()
    } else {
        arguments.paths.iter().flat_map(|path| personas::read(path)).collect()
    };
    let report = match arguments.format {
        Format::Text => Ok(text(&loaded, wants_colour())),
        Format::Json => json(&loaded).map_err(io::Error::from),
    };
    if let Err(error) = report.and_then(|report| super::print(&report)) {
        eprintln!("sparring check: can't write: {error}");
        return ExitCode::FAILURE;
    }
    if loaded.iter().any(Loaded::is_faulty) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn wants_colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

#[derive(Serialize)]
struct Report<'a> {
    personas: Vec<PersonaReport<'a>>,
}

#[derive(Serialize)]
struct PersonaReport<'a> {
    id: &'a str,
    file: &'a str,
    findings: &'a [Finding],
    economics: Option<&'a Economics>,
    variants: &'a BTreeMap<String, Economics>,
}

/// The report for programs, in the order given.
///
/// # Errors
/// Only if a figure can't be written as JSON, which whole numbers and means of them can.
pub fn json(loaded: &[Loaded]) -> serde_json::Result<String> {
    let personas = loaded.iter().map(|loaded| PersonaReport {
        id: &loaded.id,
        file: &loaded.file,
        findings: &loaded.findings,
        economics: loaded.economics.as_ref(),
        variants: &loaded.variant_economics,
    });
    serde_json::to_string(&Report { personas: personas.collect() }).map(|text| text + "\n")
}

/// The report for people.
pub fn text(loaded: &[Loaded], colour: bool) -> String {
    let paint = Paint { colour };
    let mut out = String::new();
    for persona in loaded {
        for finding in &persona.findings {
            paint.finding(&mut out, persona, finding);
        }
        paint.summary(&mut out, persona);
    }
    out
}

struct Paint {
    colour: bool,
}

impl Paint {
    fn styled(&self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn of(severity: Severity) -> Style {
        let colour = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::Cyan,
        };
        colour.on_default().bold()
    }

    fn finding(&self, out: &mut String, loaded: &Loaded, finding: &Finding) {
        let style = Self::of(finding.severity);
        let edge = AnsiColor::Blue.on_default().bold();
        let head = self.styled(style, &format!("{}[{}]", finding.severity.name(), finding.rule));
        let file = visible(&loaded.file);
        let place = match finding.column {
            0 => format!("{file}:{}", finding.line),
            column => format!("{file}:{}:{column}", finding.line),
        };
        let path = visible(&finding.path.to_string());
        let path = if path.is_empty() { path } else { format!(" ({path})") };
        let gutter = " ".repeat(finding.line.to_string().len());
        let (arrow, bar) = (self.styled(edge, "-->"), self.styled(edge, "|"));
        let _ = writeln!(out, "{head}: {}\n{gutter}{arrow} {place}{path}", visible(&finding.message));
        if let Some((source, before)) = excerpt(&loaded.text, finding) {
            let number = self.styled(edge, &finding.line.to_string());
            let width = finding.width.min(source.chars().count().saturating_sub(before)).max(1);
            let caret = self.styled(style, &"^".repeat(width));
            let _ =
                writeln!(out, "{gutter} {bar}\n{number} {bar} {source}\n{gutter} {bar} {}{caret}", " ".repeat(before));
        }
        let help = self.styled(Style::new().bold(), "help");
        let _ = writeln!(out, "{gutter} = {help}: {}\n", visible(&finding.fix));
    }

    fn summary(&self, out: &mut String, loaded: &Loaded) {
        let id = self.styled(Style::new().bold(), &visible(&loaded.id));
        let _ = writeln!(out, "{id}: {}", Finding::counted(&loaded.findings));
        let Some((persona, economics)) = loaded.persona.as_ref().zip(loaded.economics.as_ref()) else {
            let _ = writeln!(out, "  no figures: there is no set of deals to analyse\n");
            return;
        };
        let roles = (persona.learner.role.as_str(), persona.counterpart.role.as_str());
        figures(out, "", economics, &persona.agenda, roles, &persona.unit);
        if let Some(known) = crate::simulate::shipped(&loaded.hash) {
            let _ = writeln!(out, "    par for this case: {:.0} of 100, what good play scores", known.par);
        }
        for (name, economics) in &loaded.variant_economics {
            figures(out, name, economics, &persona.agenda, roles, &persona.unit);
        }
        out.push('\n');
    }
}

/// The line a finding is about, cut to a window, and how many characters stand before the place that is meant.
fn excerpt(text: &str, finding: &Finding) -> Option<(String, usize)> {
    let line: Vec<char> = text.lines().nth(finding.line.checked_sub(1)?)?.chars().collect();
    let column = finding.column.checked_sub(1)?;
    let start = if line.len() <= WINDOW { 0 } else { column.saturating_sub(WINDOW / 3).min(line.len() - WINDOW) };
    let end = line.len().min(start + WINDOW);
    let shown: String = line[start..end].iter().map(|c| drawn(*c)).collect();
    let (lead, tail) = (if start > 0 { "…" } else { "" }, if end < line.len() { "…" } else { "" });
    Some((format!("{lead}{shown}{tail}"), column.saturating_sub(start) + lead.chars().count()))
}

/// A tab is drawn, since it may be what is wrong; other control characters are not.
fn drawn(c: char) -> char {
    match c {
        '\t' => '→',
        c if c.is_control() => ' ',
        c => c,
    }
}

/// Text whose control characters can't move the cursor or change colours: files may come from anybody.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { ' ' } else { c }).filter(|c| !c.is_control()).collect()
}

fn figures(out: &mut String, variant: &str, figures: &Economics, agenda: &Agenda, roles: (&str, &str), unit: &str) {
    let name = if variant.is_empty() { String::new() } else { format!("variant {}: ", visible(variant)) };
    let share = figures.inside_zopa as f64 / figures.deals as f64 * 100.0;
    let _ = write!(out, "  {name}{} deals, {} ({share:.0} %) suit both sides", figures.deals, figures.inside_zopa);
    let Some(most) = figures.max_joint_surplus else {
        let _ = writeln!(out, "; there is no zone of agreement");
        return;
    };
    let unit = visible(unit);
    let points = figures.frontier.len();
    let beaten = if points == 1 { "1 point is".to_owned() } else { format!("{points} points are") };
    let potential = figures.integrative_potential.unwrap_or_default() * 100.0;
    let mean = figures.mean_joint_surplus.unwrap_or_default();
    let _ = writeln!(out, "; {beaten} on the frontier");
    let _ = writeln!(
        out,
        "    to share: {most} {unit} at most, {mean:.0} in a deal picked at random inside; {potential:.0} % lies outside the price"
    );
    if let Some(nash) = figures.nash.first() {
        let more = figures.nash.len() - 1;
        let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
        let package = visible(&agenda.write(&nash.package, false));
        let (learner, counterpart) = (visible(roles.0), visible(roles.1));
        let (u, v) = (nash.learner_gain, nash.counterpart_gain);
        let _ = writeln!(out, "    Nash: {package}: {learner} +{u}, {counterpart} +{v}{more}");
    }
}
