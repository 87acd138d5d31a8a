//! An `issues:` block on its own, in persona form: the table of `sparring read`.

use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::negotiation::{Agenda, Choice, Issue, Kind, Outcome, Quantity, Scale};

#[derive(Deserialize)]
struct File {
    issues: serde_yaml::Mapping,
}

#[derive(Deserialize)]
struct Shape {
    label: Option<String>,
    #[serde(default)]
    words: Vec<String>,
    numeric: Option<Numeric>,
    options: Option<serde_yaml::Mapping>,
    share: Option<Share>,
}

#[derive(Deserialize)]
struct Numeric {
    min: f64,
    max: f64,
    #[serde(default = "one")]
    step: f64,
    #[serde(default = "plain")]
    format: String,
}

#[derive(Deserialize)]
struct Share {
    total: u32,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Option_ {
    Label(String),
    Full {
        label: Option<String>,
        #[serde(default)]
        words: Vec<String>,
    },
}

fn one() -> f64 {
    1.0
}

fn plain() -> String {
    "{}".to_owned()
}

/// Reads the `issues:` block of a file.
///
/// # Errors
/// When the file can't be read, is not YAML, or an issue has none or several of `numeric`, `options` and `share`.
pub fn load(path: &Path) -> anyhow::Result<Agenda> {
    let text = std::fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
    let file: File =
        serde_yaml::from_str(&text).with_context(|| format!("{} has no readable `issues:` block", path.display()))?;
    let mut agenda = Agenda::default();
    for (key, value) in file.issues {
        let id = scalar(&key);
        let shape: Shape = serde_yaml::from_value(value)
            .with_context(|| format!("{}: issue `{id}` is not in persona form", path.display()))?;
        agenda.issues.push(issue(id, shape).with_context(|| path.display().to_string())?);
    }
    Ok(agenda)
}

fn issue(id: String, shape: Shape) -> anyhow::Result<Issue> {
    let quantity =
        |value: f64| Quantity::from_f64(value).with_context(|| format!("issue `{id}`: {value} is too large"));
    let (kind, default) = match (shape.numeric, shape.options, shape.share) {
        (Some(n), None, None) => {
            let scale =
                Scale { min: quantity(n.min)?, max: quantity(n.max)?, step: quantity(n.step)?, format: n.format };
            let least = Choice::Number(scale.min);
            (Kind::Numeric(scale), least)
        }
        (None, Some(options), None) => {
            let options =
                options.into_iter().map(|(key, value)| option(scalar(&key), value)).collect::<Result<Vec<_>, _>>()?;
            let Some(first) = options.first() else { bail!("issue `{id}` has no options") };
            let first = Choice::Option(first.id.clone());
            (Kind::Options(options), first)
        }
        (None, None, Some(share)) => (Kind::Share { total: share.total }, Choice::Number(Quantity::ZERO)),
        _ => bail!("issue `{id}` needs one of `numeric`, `options` and `share`"),
    };
    Ok(Issue { label: shape.label.unwrap_or_else(|| id.replace('_', " ")), words: shape.words, kind, default, id })
}

fn option(id: String, value: serde_yaml::Value) -> anyhow::Result<Outcome> {
    let shape: Option_ =
        serde_yaml::from_value(value).with_context(|| format!("option `{id}` is not in persona form"))?;
    Ok(match shape {
        Option_::Label(label) => Outcome { label, words: Vec::new(), id },
        Option_::Full { label, words } => Outcome { label: label.unwrap_or_else(|| id.clone()), words, id },
    })
}

fn scalar(value: &serde_yaml::Value) -> String {
    match value {
        serde_yaml::Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).map(|s| s.trim().to_owned()).unwrap_or_default(),
    }
}
