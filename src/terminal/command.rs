//! Commands beginning with a slash.

use crate::negotiation::Agenda;
use crate::session::{FieldOffer, Refusal};

use super::fields;

/// What a slash can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// Shows the confidential brief.
    Brief,
    /// Makes an offer in fields.
    Offer(FieldOffer),
    /// Takes their offer, of several the one with this number.
    Accept(Option<usize>),
    /// Leaves without a deal.
    Walk,
    /// Shows both sides' offers.
    Table,
    /// Shows what can be looked up.
    Facts,
    /// Takes the last reading back.
    Undo,
    /// Shows unfinished sessions, or goes on with one.
    Resume(Option<String>),
    /// Lists the commands.
    Help,
    /// Leaves the session open.
    Quit,
}

/// The commands with what they take and do, in the order of the help.
pub(super) const HELP: &[(&str, &str, &str)] = &[
    ("brief", "", "your confidential brief again"),
    ("offer", "issue=value …", "an offer in fields; it binds at once"),
    ("accept", "[2]", "take their offer, or the second of several"),
    ("walk", "", "leave without a deal"),
    ("table", "", "both sides' offers so far"),
    ("facts", "", "what you can look up"),
    ("undo", "", "take your last words back if they were misread"),
    ("resume", "[id]", "unfinished talks"),
    ("help", "", "this list"),
    ("quit", "", "stop here; the talk stays open"),
];

/// Other names people try.
const ALSO: &[(&str, &str)] = &[
    ("exit", "quit"),
    ("q", "quit"),
    ("bye", "quit"),
    ("h", "help"),
    ("?", "help"),
    ("deal", "accept"),
    ("leave", "walk"),
];

/// Reads a command, the slash included.
///
/// # Errors
/// A refusal that says what was meant instead.
pub(super) fn read(line: &str, agenda: &Agenda) -> Result<Command, Refusal> {
    let line = line.trim_start_matches('/').trim();
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let lower = name.to_lowercase();
    let known = ALSO.iter().find(|(also, _)| *also == lower).map_or(lower.as_str(), |(_, name)| name);
    Ok(match known {
        "brief" => Command::Brief,
        "offer" => Command::Offer(fields::read(rest, agenda)?),
        "accept" => Command::Accept(number(rest)?),
        "walk" => Command::Walk,
        "table" => Command::Table,
        "facts" => Command::Facts,
        "undo" => Command::Undo,
        "resume" => Command::Resume((!rest.is_empty()).then(|| rest.to_owned())),
        "help" => Command::Help,
        "quit" => Command::Quit,
        _ => return Err(unknown(name)),
    })
}

fn number(rest: &str) -> Result<Option<usize>, Refusal> {
    match rest.trim_start_matches('#') {
        "" => Ok(None),
        digits => digits.parse().map(Some).map_err(|_| Refusal {
            code: "not_a_number".into(),
            message: format!("{:?} is not the number of an offer.", shortened(rest)),
            hint: "Write /accept, or /accept 2 for the second of several.".into(),
        }),
    }
}

fn unknown(name: &str) -> Refusal {
    let shown = shortened(name);
    let near = HELP.iter().map(|(known, ..)| (strsim::jaro_winkler(&shown.to_lowercase(), known), known));
    let near = near.filter(|(likeness, _)| *likeness > 0.75).max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = match near {
        Some((_, known)) => format!("Did you mean /{known}?"),
        None => "Type /help for the commands. To say something, leave the slash out.".into(),
    };
    Refusal { code: "unknown_command".into(), message: format!("There is no command /{shown}."), hint }
}

/// As much of what was typed as a message needs to show.
pub(super) fn shortened(typed: &str) -> String {
    typed.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(line: &str) -> String {
        match read(line, &Agenda::default()) {
            Ok(command) => format!("{command:?}"),
            Err(refusal) => format!("{} {}", refusal.message, refusal.hint),
        }
    }

    #[test]
    fn commands_are_read_and_slips_are_answered() {
        insta::assert_snapshot!([
            "/brief", "/ACCEPT 2", "/accept two", "/exit", "/acept", "/resume a1b2", "/fly", "/", "/table  ",
        ].map(said).join("\n"), @r#"
        Brief
        Accept(Some(2))
        "two" is not the number of an offer. Write /accept, or /accept 2 for the second of several.
        Quit
        There is no command /acept. Did you mean /accept?
        Resume(Some("a1b2"))
        There is no command /fly. Type /help for the commands. To say something, leave the slash out.
        There is no command /. Type /help for the commands. To say something, leave the slash out.
        Table
        "#);
    }
}
