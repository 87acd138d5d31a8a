//! Our own labelled sentences: the folder `tests/in_play`, a file for each table.
//!
//! A file names its issues, the facts that can be asked about, the asking price,
//! which way the speaker pulls it, and the scenes in which sentences are said.
//! Its groups hold the cases; what a group says of acts holds for all its cases.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use sparring::negotiation::{Act, Quantity, Terms};
use sparring::persona::load_issues;
use sparring::understanding::{Lexicon, Role, Table};

/// Acts that colour a message without steering the answer; a case says nothing of them unless it names them.
pub(crate) const FREE: [Act; 14] = [
    Act::Inform,
    Act::SideTerm,
    Act::SmallTalk,
    Act::Other,
    Act::RequestResponse,
    Act::SignalFlexibility,
    Act::Enthusiasm,
    Act::AppealFairness,
    Act::Reluctance,
    Act::ValueFlag,
    Act::RelationshipValue,
    Act::TotalCost,
    Act::Horizon,
    Act::LabelGift,
];

/// One table with its sentences.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The file's name.
    pub(crate) name: String,
    /// The words of the table.
    pub(crate) lexicon: Lexicon,
    asking: Option<Quantity>,
    wants_less: bool,
    scenes: BTreeMap<String, Scene>,
    /// The sentences in order.
    pub(crate) cases: Vec<Case>,
}

/// What stands when a sentence is said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scene {
    theirs: Option<Terms>,
    yours: Option<Terms>,
    #[serde(default)]
    last: Vec<Act>,
    #[serde(default)]
    pending: bool,
}

/// One sentence and what a person makes of it.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "the trainer and the test read different fields")]
pub(crate) struct Case {
    /// The sentence.
    pub(crate) say: String,
    /// The scene it is said in.
    pub(crate) at: String,
    /// Acts it does.
    pub(crate) acts: Vec<Act>,
    /// Acts it may be said to do.
    pub(crate) may: Vec<Act>,
    /// Acts it must not be taken for, though they are free elsewhere.
    pub(crate) not: Vec<Act>,
    /// What it proposes, all of it.
    pub(crate) offer: Option<Terms>,
    /// Further proposals.
    pub(crate) alternatives: Vec<Terms>,
    /// What is asked in return, when that matters.
    pub(crate) ask: Option<Terms>,
    /// The limit it tells without proposing it.
    pub(crate) limit: Option<Terms>,
    /// The role of figures that are not proposed, by their text.
    pub(crate) roles: BTreeMap<String, Role>,
    /// Topics its acts must be about.
    pub(crate) about: Vec<String>,
    /// Whether a test insists on it.
    pub(crate) must: bool,
    /// Whether it is kept from fitting.
    pub(crate) held: bool,
}

#[derive(Deserialize)]
struct File {
    /// Another file, beside this one's folder, whose table and scenes are meant.
    like: Option<String>,
    #[serde(default)]
    facts: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    asking: f64,
    #[serde(default)]
    wants: String,
    #[serde(default)]
    scenes: BTreeMap<String, Scene>,
    #[serde(default)]
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(rename = "name")]
    _name: String,
    at: String,
    #[serde(default)]
    must: bool,
    #[serde(flatten)]
    said: Said,
    cases: Vec<Line>,
}

/// What a group says of all its cases.
#[derive(Deserialize, Default)]
struct Said {
    #[serde(default)]
    acts: Vec<Act>,
    #[serde(default)]
    may: Vec<Act>,
    #[serde(default)]
    not: Vec<Act>,
    #[serde(default)]
    about: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    say: String,
    acts: Option<Vec<Act>>,
    may: Option<Vec<Act>>,
    not: Option<Vec<Act>>,
    about: Option<Vec<String>>,
    offer: Option<Terms>,
    #[serde(default)]
    alternatives: Vec<Terms>,
    ask: Option<Terms>,
    limit: Option<Terms>,
    #[serde(default)]
    roles: BTreeMap<String, Role>,
    must: Option<bool>,
    #[serde(default)]
    held: bool,
}

impl Reading {
    /// Reads one file.
    pub(crate) fn load(path: &Path) -> anyhow::Result<Reading> {
        let read = |path: &Path| -> anyhow::Result<(String, File)> {
            let text = std::fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
            let file = serde_yaml::from_str(&text).with_context(|| format!("in {}", path.display()))?;
            Ok((text, file))
        };
        let (mut text, mut file) = read(path)?;
        if let Some(like) = &file.like {
            let folder = path.parent().and_then(Path::parent).unwrap_or(Path::new("."));
            let (table, other) = read(&folder.join(like))?;
            (text, file) = (table, File { groups: file.groups, ..other });
        }
        let agenda = load_issues(text.as_bytes()).map_err(|findings| anyhow::anyhow!("{path:?}: {findings:?}"))?;
        let topics = file.facts.iter().map(|(id, words)| (id.as_str(), words.as_slice()));
        Ok(Reading {
            name: path.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned(),
            lexicon: Lexicon::new(&agenda, topics),
            asking: Quantity::from_f64(file.asking),
            wants_less: file.wants == "less",
            scenes: file.scenes,
            cases: file.groups.into_iter().flat_map(cases).collect(),
        })
    }

    /// Every file of a folder, by name.
    pub(crate) fn load_all(folder: &Path) -> anyhow::Result<Vec<Reading>> {
        let files = std::fs::read_dir(folder).with_context(|| format!("can't list {}", folder.display()))?;
        let mut paths: Vec<_> = files.filter_map(|entry| entry.ok().map(|e| e.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == "yaml"));
        paths.sort();
        paths.iter().map(|path| Reading::load(path)).collect()
    }

    /// The table as the speaker of a case finds it.
    pub(crate) fn table(&self, case: &Case) -> Table<'_> {
        self.table_at(&case.at)
    }

    /// The table in one of the file's scenes.
    pub(crate) fn table_at(&self, scene: &str) -> Table<'_> {
        let scene = self.scenes.get(scene).cloned().unwrap_or_default();
        Table {
            asking: self.asking,
            turn: if scene.yours.is_some() { 3 } else { 0 },
            own: scene.yours,
            other: scene.theirs,
            last_acts: scene.last,
            pending: scene.pending,
            wants_less: Some(self.wants_less),
            ..Table::new(&self.lexicon)
        }
    }
}

fn cases(group: Group) -> Vec<Case> {
    let Group { at, must, said, cases, .. } = group;
    let case = |line: Line| Case {
        say: line.say,
        at: at.clone(),
        acts: line.acts.unwrap_or_else(|| said.acts.clone()),
        may: line.may.into_iter().flatten().chain(said.may.iter().copied()).collect(),
        not: line.not.unwrap_or_else(|| said.not.clone()),
        offer: line.offer,
        alternatives: line.alternatives,
        ask: line.ask,
        limit: line.limit,
        roles: line.roles,
        about: line.about.unwrap_or_else(|| said.about.clone()),
        must: line.must.unwrap_or(must),
        held: line.held,
    };
    cases.into_iter().map(case).collect()
}
