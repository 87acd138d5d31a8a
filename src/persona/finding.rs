//! What is wrong with a file, where, and what to do about it.

use std::fmt;

use serde::{Serialize, Serializer};

/// How bad a finding is. Only an error keeps a persona from being played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file can't be played.
    Error,
    /// It can be played, but something won't work as meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word in the output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A step into a file: a key of a map or a place in a list (from 0).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A key.
    Key(String),
    /// A place.
    Index(usize),
}

/// Where something stands in a file: `counterpart.rules[1].when.act`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The file itself.
    pub fn root() -> Self {
        Path::default()
    }

    /// A path of plain keys.
    pub fn of<const N: usize>(keys: [&str; N]) -> Self {
        Path(keys.iter().map(|key| Step::Key((*key).to_owned())).collect())
    }

    /// One key further.
    pub fn key(&self, key: &str) -> Self {
        self.step(Step::Key(key.to_owned()))
    }

    /// One place further.
    pub fn index(&self, index: usize) -> Self {
        self.step(Step::Index(index))
    }

    /// The path under another one.
    pub fn under(&self, root: &Path) -> Self {
        Path(root.0.iter().chain(&self.0).cloned().collect())
    }

    fn step(&self, step: Step) -> Self {
        Path(self.0.iter().cloned().chain([step]).collect())
    }
}

impl fmt::Display for Path {
    /// Dots between plain keys; other keys in brackets and quotes: `issues["Working Hours"]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key)
                    if key.is_empty() || key.contains(|c: char| !c.is_alphanumeric() && c != '_' && c != '-') =>
                {
                    write!(f, "[{key:?}]")?
                }
                Step::Key(key) if i == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
            }
        }
        Ok(())
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The rule's id, stable over releases: `unknown-act`.
    pub rule: &'static str,
    /// Where in the file's structure.
    pub path: Path,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1; 0 where no place is meant.
    #[serde(skip)]
    pub column: usize,
    /// How many characters are meant; at least 1.
    #[serde(skip)]
    pub width: usize,
    /// What is wrong, with the value.
    pub message: String,
    /// What to do.
    pub fix: String,
}

/// Findings as they are collected; lines are added when all are there.
#[derive(Debug, Clone, Default)]
pub(super) struct Findings {
    /// In the order in which they were made.
    pub(super) all: Vec<Finding>,
}

impl Findings {
    /// The file can't be played.
    pub(super) fn error(&mut self, rule: &'static str, path: Path, message: impl Into<String>, fix: impl Into<String>) {
        self.add(Severity::Error, rule, path, message.into(), fix.into());
    }

    /// It won't work as meant.
    pub(super) fn warn(&mut self, rule: &'static str, path: Path, message: impl Into<String>, fix: impl Into<String>) {
        self.add(Severity::Warning, rule, path, message.into(), fix.into());
    }

    /// Worth knowing.
    pub(super) fn note(&mut self, rule: &'static str, path: Path, message: impl Into<String>, fix: impl Into<String>) {
        self.add(Severity::Note, rule, path, message.into(), fix.into());
    }

    fn add(&mut self, severity: Severity, rule: &'static str, path: Path, message: String, fix: String) {
        self.all.push(Finding { severity, rule, path, line: 1, column: 0, width: 1, message, fix });
    }
}

/// "did you mean `offer`?", or the list of what is known when nothing is near.
pub(super) fn suggest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(wrong, known.iter().copied()).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "take it out; there is none to name here".to_owned(),
        None if known.len() > 30 => {
            format!("known: {}, and {} more (`sparring schema` lists them)", known[..30].join(", "), known.len() - 30)
        }
        None => format!("known: {}", known.join(", ")),
    }
}

/// Nobody means a name as long as this; comparing it would take long.
const LONGEST_NAME: usize = 100;

/// Up to three known names that are near a wrong one, nearest first.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if wrong.len() > LONGEST_NAME {
        return Vec::new();
    }
    let wrong = wrong.to_lowercase();
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        // A short name with two letters swapped across a third is far off by edits: "whit" for "with".
        let short = name.len() <= 5 && strsim::jaro_winkler(&wrong, &name) >= 0.84;
        let within = wrong.len() >= 4 && (name.contains(&wrong) || wrong.contains(&name) && name.len() >= 4);
        strsim::normalized_damerau_levenshtein(&wrong, &name).max(if within || short { 0.7 } else { 0.0 })
    };
    let mut near: Vec<(f64, &str)> =
        known.into_iter().map(|name| (likeness(name), name)).filter(|(likeness, _)| *likeness >= 0.6).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

impl Finding {
    /// How many findings of each severity there are, in words: "2 errors, 1 note".
    pub fn counted(findings: &[Finding]) -> String {
        let count = |severity: Severity| {
            let count = findings.iter().filter(|finding| finding.severity == severity).count();
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {}{plural}", severity.name()))
        };
        let counts: Vec<String> =
            [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(count).collect();
        if counts.is_empty() { "nothing to mend".to_owned() } else { counts.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_found_or_nothing_is() {
        let near = |wrong| nearest(wrong, ["with", "without", "counter", "offer", "ask_offer"]).first().copied();
        assert_eq!(near("whit"), Some("with"));
        assert_eq!(near("countre"), Some("counter"));
        assert_eq!(near("OFFER"), Some("offer"));
        assert_eq!(near("banana"), None);
    }

    #[test]
    fn a_path_quotes_what_is_no_plain_key() {
        let path = Path::of(["issues", "Working Hours", "options"]).index(2);
        assert_eq!(path.to_string(), "issues[\"Working Hours\"].options[2]");
    }
}
