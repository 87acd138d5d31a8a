//! From the bytes of a file to a persona with all its findings. Never panics, never reads a file itself.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::economics::Economics;
use super::finding::{Finding, Findings, Path, Severity, Step};
use super::model::{Difficulty, Persona};
use super::shape::{self, IssuesShape, Shape};
use super::tree::{self, Content, Node};
use super::{build, conform, lints, signs};
use crate::negotiation::{Agenda, DealSpace, MOST_DEALS};

/// Variants a file may have.
const MOST_VARIANTS: usize = 20;

/// The name of the persona as its file has it.
pub const STANDARD: &str = "standard";

/// A file that was read: what it says, what is wrong with it, and what it is worth.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The file's name, as it was given.
    pub file: String,
    /// The id, where one could be read.
    pub id: String,
    /// The text as it was read; empty when it isn't text.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub hash: String,
    /// The persona as the file has it, where one could be made. Play it only through [`Loaded::choose`].
    pub persona: Option<Persona>,
    /// The file's own variants, without `standard`.
    pub variants: BTreeMap<String, Persona>,
    /// Everything that was found, in the order of lines.
    pub findings: Vec<Finding>,
    /// The figures, where there is a persona.
    pub economics: Option<Economics>,
    /// The figures of each variant.
    pub variant_economics: BTreeMap<String, Economics>,
}

/// Why a persona can't be played. It is told to players too, so it quotes no finding: those name hidden figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPlayable {
    /// The file has errors.
    Faulty {
        /// The file.
        file: String,
        /// How many errors.
        count: usize,
        /// The first one's line.
        line: usize,
    },
    /// There is no such variant.
    NoSuchVariant {
        /// The persona.
        id: String,
        /// What was asked for.
        variant: String,
        /// What there is.
        known: String,
    },
}

impl fmt::Display for NotPlayable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotPlayable::Faulty { file, count, line } => {
                let errors = if *count == 1 { "an error".to_owned() } else { format!("{count} errors, the first") };
                write!(f, "{file} has {errors} on line {line}; `sparring check {file}` shows what to mend")
            }
            NotPlayable::NoSuchVariant { id, variant, known } => {
                write!(f, "`{id}` has no variant `{variant}`; it has {known}")
            }
        }
    }
}

impl std::error::Error for NotPlayable {}

impl Loaded {
    /// The persona to play, with a variant and a difficulty applied.
    ///
    /// # Errors
    /// When the file has errors, or no such variant.
    pub fn choose(&self, variant: &str, difficulty: Difficulty) -> Result<Persona, NotPlayable> {
        let errors = || self.findings.iter().filter(|finding| finding.severity == Severity::Error);
        if let Some(first) = errors().next() {
            return Err(NotPlayable::Faulty { file: self.file.clone(), count: errors().count(), line: first.line });
        }
        let found = if variant == STANDARD { self.persona.as_ref() } else { self.variants.get(variant) };
        let known = || self.variant_names().collect::<Vec<_>>().join(", ");
        let missing =
            || NotPlayable::NoSuchVariant { id: self.id.clone(), variant: variant.to_owned(), known: known() };
        Ok(found.ok_or_else(missing)?.with_difficulty(difficulty))
    }

    /// `standard` and what the file adds.
    pub fn variant_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(STANDARD).chain(self.variants.keys().map(String::as_str))
    }

    /// Whether an error keeps it from being played.
    pub fn is_faulty(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Reads a persona. `file` is its name; the id must be the name without folder and ending.
pub fn load(file: &str, bytes: &[u8]) -> Loaded {
    let mut findings = Findings::default();
    let text = tree::text(bytes, &mut findings);
    let root = text.as_deref().and_then(|text| tree::read(text, &mut findings));
    let text = text.unwrap_or_default();
    let mut loaded = Loaded { hash: hash(&text), text, ..load_nothing(file) };
    if let Some(id) = root.as_ref().and_then(id_of) {
        loaded.id = id;
    }
    if let Some(root) = &root {
        let mut later = Findings::default();
        signs::are_harmless(root, &mut later);
        examine(root, &mut loaded, &mut later);
        place(root, &mut later);
        findings.all.extend(later.all);
    }
    findings.all.sort_by_key(|finding| (finding.line, finding.column));
    loaded.findings = findings.all;
    loaded
}

/// A file that can't even be opened, as a finding like any other.
pub fn unreadable(file: &str, why: &str) -> Loaded {
    let mut findings = Findings::default();
    let fix = "check the path; give a .yaml file or a folder of them";
    findings.error("unreadable", Path::root(), format!("the file can't be read: {why}"), fix);
    Loaded { findings: findings.all, ..load_nothing(file) }
}

fn load_nothing(file: &str) -> Loaded {
    Loaded {
        file: file.to_owned(),
        id: stem(file).to_owned(),
        text: String::new(),
        hash: hash(""),
        persona: None,
        variants: BTreeMap::new(),
        findings: Vec::new(),
        economics: None,
        variant_economics: BTreeMap::new(),
    }
}

/// Reads only the `issues:` block of a file; other blocks are left alone. Figures without `default:` take their lowest, and
/// without `step:` go by ones: no counterpart chooses among them here.
///
/// # Errors
/// Everything that is wrong with the block.
pub fn load_issues(bytes: &[u8]) -> Result<Agenda, Vec<Finding>> {
    let mut findings = Findings::default();
    let text = tree::text(bytes, &mut findings);
    let root = text.as_deref().and_then(|text| tree::read(text, &mut findings));
    let Some(root) = root else { return Err(findings.all) };
    let sound = conform::sound(&root, &schema_without_steps(), &mut findings);
    let shape = sound.and_then(|sound| serde_json::from_value::<IssuesShape>(with_steps(sound.value)).ok());
    let agenda = build::issues(&shape.map(|shape| shape.issues).unwrap_or_default(), &mut findings);
    place(&root, &mut findings);
    findings.all.retain(|finding| finding.severity == Severity::Error);
    if findings.all.is_empty() { Ok(agenda) } else { Err(findings.all) }
}

/// The schema of an `issues:` block in which figures need no step.
fn schema_without_steps() -> Value {
    let mut schema = shape::issues_schema();
    if let Some(Value::Array(required)) = schema.pointer_mut("/$defs/NumericShape/required") {
        required.retain(|key| key != "step");
    }
    schema
}

fn with_steps(mut block: Value) -> Value {
    for issue in block.get_mut("issues").and_then(Value::as_object_mut).into_iter().flat_map(|all| all.values_mut()) {
        if let Some(numeric) = issue.get_mut("numeric").and_then(Value::as_object_mut) {
            numeric.entry("step").or_insert_with(|| 1.into());
        }
    }
    block
}

/// SHA-256 of a text, in hexadecimal.
pub fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn id_of(root: &Node) -> Option<String> {
    match &root.get("id")?.content {
        Content::Scalar(Value::String(id)) => Some(id.clone()),
        _ => None,
    }
}

/// A file's name without folder and ending.
pub fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).unwrap_or(name)
}

fn examine(root: &Node, loaded: &mut Loaded, findings: &mut Findings) {
    let Some(sound) = conform::sound(root, &shape::schema(), findings) else { return };
    let shape: Shape = match serde_json::from_value(sound.value) {
        Ok(shape) => shape,
        Err(error) => {
            // The schema says the same as the types, so this is a fault of ours rather than the author's.
            let fix = "please report this with the file";
            return findings.error("shape", Path::root(), format!("the file can't be read: {error}"), fix);
        }
    };
    lints::file(&shape, stem(&loaded.file), findings);
    if !variants_can_be_listed(&shape, findings) {
        return;
    }
    let Some((persona, economics)) = one(&shape, STANDARD, sound.whole, findings) else { return };
    loaded.persona = Some(persona);
    loaded.economics = economics;
    for (name, overlay) in shape.variants.iter().filter(|(name, _)| *name != STANDARD) {
        let mut heard = Findings::default();
        let varied = one(&overlay.over(name, &shape), name, sound.whole, &mut heard);
        add_of_variant(root, &Path::of(["variants", name]), heard, findings);
        if let Some((persona, economics)) = varied {
            loaded.variants.insert(name.clone(), persona);
            loaded.variant_economics.extend(economics.map(|economics| (name.clone(), economics)));
        }
    }
}

/// Whether the deals of all variants together are few enough to be analysed; else a finding.
fn variants_can_be_listed(shape: &Shape, findings: &mut Findings) -> bool {
    let agenda = build::issues(&shape.issues, &mut Findings::default());
    let deals = DealSpace::count(&agenda).unwrap_or(usize::MAX);
    let all = deals.saturating_mul(shape.variants.len() + 1);
    if all > MOST_DEALS && !shape.variants.is_empty() {
        let message = format!("the variants have {all} deals together; at most {MOST_DEALS} are analysed");
        findings.error(
            "too-many-deals",
            Path::of(["variants"]),
            message,
            "fewer variants, larger steps, or fewer options",
        );
        return false;
    }
    shape.variants.len() <= MOST_VARIANTS || {
        let message = format!("there are {} variants; at most {MOST_VARIANTS} are read", shape.variants.len());
        findings.error("too-many-variants", Path::of(["variants"]), message, "make a file of its own of some");
        false
    }
}

/// Adds what a variant has to say beyond the file itself.
fn add_of_variant(root: &Node, variant: &Path, heard: Findings, findings: &mut Findings) {
    for mut finding in heard.all {
        let is_its_own = root.locate(&finding.path.under(variant)).1;
        let same = |it: &Finding| it.rule == finding.rule && it.path == finding.path;
        if !findings.all.iter().any(|it| same(it) && (it.message == finding.message || !is_its_own)) {
            finding.path = within_variant(root, variant, &finding.path);
            findings.all.push(finding);
        }
    }
}

/// A persona and its figures. Every finding is collected, also where the figures are not `whole` and no persona is made.
fn one(shape: &Shape, variant: &str, whole: bool, findings: &mut Findings) -> Option<(Persona, Option<Economics>)> {
    let built = build::persona(shape, variant, findings);
    let whole = whole && built.whole;
    let economics = lints::persona(&built.persona, whole, findings);
    whole.then_some((built.persona, economics))
}

/// Where a finding on a variant's persona stands in the file: as deep under the variant as the file goes.
fn within_variant(root: &Node, variant: &Path, path: &Path) -> Path {
    let depths = (0..=path.0.len()).rev();
    let candidates = depths.map(|depth| Path(path.0[..depth].to_vec()).under(variant));
    candidates.into_iter().find(|candidate| root.locate(candidate).1).unwrap_or_else(|| variant.clone())
}

/// Adds lines and columns to findings that only know their path.
fn place(root: &Node, findings: &mut Findings) {
    for finding in &mut findings.all {
        let (node, exact) = root.locate(&finding.path);
        let scalar =
            matches!(node.content, Content::Scalar(_)) && !matches!(&node.content, Content::Scalar(v) if v.is_null());
        let about_key = finding.rule == "unknown-key" || names_key(finding);
        let place = if exact && scalar && !about_key { node.place } else { node.key_place };
        (finding.line, finding.column, finding.width) = (place.line, place.column, place.width);
    }
}

/// Whether the last key of the path is what is wrong, not its value.
fn names_key(finding: &Finding) -> bool {
    let key = match finding.path.0.last() {
        Some(Step::Key(key)) => key,
        _ => return false,
    };
    finding.rule.starts_with("unknown-") && finding.message.starts_with(&format!("`{key}` "))
}
