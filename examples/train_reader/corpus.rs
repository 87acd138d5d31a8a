//! Labelled messages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, anyhow};
use serde::Deserialize;
use sparring::negotiation::Act;
use sparring::persona::load_issues;
use sparring::understanding::Lexicon;
use sparring::understanding::records::{Context as Before, Record, Said, Scenario};

use crate::sentences::{Case, FREE, Reading};

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
    /// For lessons: the places of the text with their roles.
    #[serde(skip)]
    pub(crate) places: Option<Vec<(String, String)>>,
    /// For lessons: asking price, their offer, own offer, what they did last.
    #[serde(skip)]
    pub(crate) before: [Option<String>; 4],
    /// For our own sentences: the case.
    #[serde(skip)]
    pub(crate) case: Option<Case>,
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
        if let Some(case) = &self.case {
            return act.parse().is_ok_and(|act| says(case, act));
        }
        match (&self.gold.acts_annotated, self.set.as_str()) {
            (_, "resisting") => act == "request_info",
            (Some(annotated), _) => annotated.contains(act),
            (None, _) => true,
        }
    }
}

/// Whether a case says anything of an act, for or against.
fn says(case: &Case, act: Act) -> bool {
    let settled = case.acts.contains(&act) || case.not.contains(&act);
    settled || !(FREE.contains(&act) || case.may.contains(&act))
}

/// Reads every set in the folder, and our own sentences but for those held out.
pub(crate) fn load(folder: &Path, readings: &[Reading]) -> anyhow::Result<Vec<Labelled>> {
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
    all.extend(dialogues(folder)?);
    all.extend(lessons()?);
    all.extend(readings.iter().flat_map(sentences));
    Ok(all)
}

/// Further labels of whole dialogues, by message: acts and figures, no text.
const LABELS: &str = include_str!("labels.tsv");
const LABEL_WEIGHT: f32 = 0.8;
const LESSON_WEIGHT: f32 = 0.6;
const SENTENCE_WEIGHT: f32 = 1.0;

#[derive(Deserialize)]
struct Dialogue {
    corpus: String,
    dialogue_id: String,
    #[serde(default)]
    scenario: Scenario,
    turns: Vec<Turn>,
    gold: Logged,
}

#[derive(Deserialize)]
struct Turn {
    i: usize,
    #[serde(flatten)]
    said: Said,
}

#[derive(Deserialize)]
struct Logged {
    #[serde(default)]
    events: Vec<Turn>,
}

/// The labelled messages of the whole dialogues in the folder.
fn dialogues(folder: &Path) -> anyhow::Result<Vec<Labelled>> {
    let labels: BTreeMap<&str, (&str, &str)> = LABELS
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('\t');
            Some((parts.next()?, (parts.next()?, parts.next().unwrap_or(""))))
        })
        .collect();
    let mut all = Vec::new();
    for name in ["dlg_craigslist", "dlg_jobinterview"] {
        let path = folder.join(format!("{name}.jsonl"));
        let text = std::fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
        for line in text.lines() {
            let mut dialogue: Dialogue =
                serde_json::from_str(line).with_context(|| format!("in {}", path.display()))?;
            dialogue.turns.append(&mut dialogue.gold.events);
            dialogue.turns.sort_by_key(|t| t.i);
            for (k, turn) in dialogue.turns.iter().enumerate() {
                let id = format!("{}#{}", dialogue.dialogue_id, turn.i);
                let Some((acts, amounts)) = labels.get(id.as_str()) else { continue };
                let history = dialogue.turns[..k].iter().map(|t| t.said.clone()).collect();
                all.push(Labelled {
                    record: Record {
                        id,
                        role: turn.said.role.clone(),
                        text: turn.said.text.clone(),
                        context: Before { scenario: dialogue.scenario.clone(), history },
                    },
                    corpus: dialogue.corpus.clone(),
                    dialogue_id: dialogue.dialogue_id.clone(),
                    gold: Gold {
                        acts: acts.split_whitespace().map(str::to_owned).collect(),
                        amounts: Some(amounts.split_whitespace().filter_map(amount).collect()),
                        acts_annotated: None,
                    },
                    set: "labels".to_owned(),
                    weight: LABEL_WEIGHT,
                    judged: false,
                    places: None,
                    before: Default::default(),
                    case: None,
                });
            }
        }
    }
    Ok(all)
}

/// Original sentences, labelled place by place.
const LESSONS: &str = include_str!("lessons.txt");

/// The lessons as labelled messages; their tables have the names of the files in `tests/reading`.
fn lessons() -> anyhow::Result<Vec<Labelled>> {
    let mut all = Vec::new();
    let mut head = Vec::new();
    for (n, line) in LESSONS.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with("//")) {
        if let Some(rest) = line.strip_prefix("@ ") {
            head = rest.split_whitespace().collect();
            continue;
        }
        let [table, side, settings @ ..] = head.as_slice() else { anyhow::bail!("line {n}: no table") };
        let (text, labels) = line.split_once(" => ").with_context(|| format!("line {n} has no labels"))?;
        let (acts, places) = labels.split_once(';').unwrap_or((labels, ""));
        let setting = |key: &str| settings.iter().find_map(|s| s.strip_prefix(key)).map(str::to_owned);
        all.push(Labelled {
            record: Record {
                id: format!("lesson:{n}"),
                role: (*side).to_owned(),
                text: Some(text.to_owned()),
                context: Before::default(),
            },
            corpus: (*table).to_owned(),
            dialogue_id: format!("lesson:{n}"),
            gold: Gold {
                acts: acts.split_whitespace().map(str::to_owned).collect(),
                amounts: Some(Vec::new()),
                acts_annotated: None,
            },
            set: "lessons".to_owned(),
            weight: LESSON_WEIGHT,
            judged: false,
            places: Some(places.split_whitespace().map(place).collect()),
            before: [setting("asking="), setting("theirs="), setting("mine="), setting("after=")],
            case: None,
        });
    }
    Ok(all)
}

/// The sentences of one table that may be fitted on.
fn sentences(reading: &Reading) -> impl Iterator<Item = Labelled> {
    reading.cases.iter().enumerate().filter(|(_, case)| !case.held).map(|(n, case)| Labelled {
        record: Record {
            id: format!("sentence:{}:{n}", reading.name),
            role: String::new(),
            text: Some(case.say.clone()),
            context: Before::default(),
        },
        corpus: reading.name.clone(),
        dialogue_id: format!("sentence:{}:{n}", reading.name),
        gold: Gold {
            acts: case.acts.iter().map(|act| act.name().to_owned()).collect(),
            amounts: Some(Vec::new()),
            acts_annotated: None,
        },
        set: "sentences".to_owned(),
        weight: SENTENCE_WEIGHT,
        judged: false,
        places: None,
        before: Default::default(),
        case: Some(case.clone()),
    })
}

/// `text_of_the_place:role`, the role `offer` when left out.
fn place(item: &str) -> (String, String) {
    let (text, role) = item.rsplit_once(':').unwrap_or((item, "offer"));
    (text.replace('_', " ").to_lowercase(), role.to_owned())
}

/// `issue=value:kind`.
fn amount(item: &str) -> Option<Amount> {
    let (issue, rest) = item.split_once('=')?;
    let (value, kind) = rest.split_once(':')?;
    let value = value.parse::<f64>().map_or_else(|_| value.into(), serde_json::Value::from);
    Some(Amount { issue: issue.to_owned(), value, side: None, kind: kind.to_owned(), flags: Vec::new() })
}

/// Compiles every issue table of a folder and of its sibling `reading`, by file name.
pub(crate) fn lexicons(folder: &Path) -> anyhow::Result<BTreeMap<String, Lexicon>> {
    let mut tables = BTreeMap::new();
    compile(folder, &mut tables)?;
    compile(&folder.with_file_name("reading"), &mut tables)?;
    Ok(tables)
}

fn compile(folder: &Path, tables: &mut BTreeMap<String, Lexicon>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("can't list {}", folder.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_stem().and_then(|s| s.to_str()) else { continue };
        if path.extension().is_some_and(|e| e == "yaml") && !name.starts_with("cases") {
            let agenda = load_issues(&std::fs::read(&path)?).map_err(|findings| anyhow!("{path:?}: {findings:?}"))?;
            tables.insert(name.to_owned(), Lexicon::new(&agenda, std::iter::empty()));
        }
    }
    Ok(())
}
