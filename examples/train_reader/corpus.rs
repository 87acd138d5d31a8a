//! Labelled messages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use sparring::cli::issues_file;
use sparring::understanding::Lexicon;
use sparring::understanding::records::Record;

/// The sets that are fitted on, with the weight of their acts, and whether the outside check judges them.
const SETS: [(&str, f32, bool); 8] = [
    ("hand_price", 1.0, true),
    ("hand_price_hard", 1.0, true),
    ("hand_multi", 1.0, true),
    ("hand_rare", 1.0, true),
    ("negochat", 0.5, true),
    ("casino_strategies", 0.4, false),
    ("cra_spoken", 0.1, false),
    ("resisting", 0.2, false),
];

/// One labelled message.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Labelled {
    #[serde(flatten)]
    pub(crate) record: Record,
    pub(crate) corpus: String,
    pub(crate) dialogue_id: String,
    pub(crate) gold: Gold,
    #[serde(skip)]
    pub(crate) set: String,
    #[serde(skip)]
    pub(crate) weight: f32,
    #[serde(skip)]
    pub(crate) judged: bool,
}

/// What a person found in it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Gold {
    pub(crate) acts: BTreeSet<String>,
    #[serde(default)]
    pub(crate) amounts: Option<Vec<Amount>>,
    #[serde(default)]
    pub(crate) acts_annotated: Option<BTreeSet<String>>,
}

/// One labelled figure or option.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Amount {
    pub(crate) issue: String,
    #[serde(default)]
    pub(crate) value: serde_json::Value,
    #[serde(default)]
    pub(crate) side: Option<String>,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) flags: Vec<String>,
}

impl Labelled {
    /// The fold of its dialogue: a hash of the dialogue's name.
    pub(crate) fn fold(&self, folds: u64) -> u64 {
        let id = self.dialogue_id.trim_start_matches("cb:");
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        (hash >> 17) % folds
    }

    pub(crate) fn is_judged(&self) -> bool {
        self.judged
    }

    /// Whether weights may be fitted on it.
    pub(crate) fn may_fit(&self) -> bool {
        self.corpus != "dealornodeal"
    }

    /// The issue table it is read with.
    pub(crate) fn table(&self) -> &str {
        if self.corpus.starts_with("craigslist") { "craigslist" } else { &self.corpus }
    }

    /// Whether an act was looked for by the annotators.
    pub(crate) fn knows(&self, act: &str) -> bool {
        match (&self.gold.acts_annotated, self.set.as_str()) {
            (_, "resisting") => act == "request_info",
            (Some(annotated), _) => annotated.contains(act),
            (None, _) => true,
        }
    }
}

/// Reads every set in the folder.
pub(crate) fn load(folder: &Path) -> anyhow::Result<Vec<Labelled>> {
    let mut all = Vec::new();
    for (set, weight, judged) in SETS {
        let path = folder.join(format!("{set}.jsonl"));
        let text = std::fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
        for line in text.lines() {
            let mut one: Labelled = serde_json::from_str(line).with_context(|| format!("in {}", path.display()))?;
            one.set = set.to_owned();
            one.weight = weight;
            one.judged = judged;
            all.push(one);
        }
    }
    Ok(all)
}

/// Compiles every issue table of a folder, by file name.
pub(crate) fn lexicons(folder: &Path) -> anyhow::Result<BTreeMap<String, Lexicon>> {
    let mut tables = BTreeMap::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("can't list {}", folder.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_stem().and_then(|s| s.to_str()) else { continue };
        if path.extension().is_some_and(|e| e == "yaml") {
            tables.insert(name.to_owned(), Lexicon::new(&issues_file::load(&path)?, std::iter::empty()));
        }
    }
    Ok(tables)
}
