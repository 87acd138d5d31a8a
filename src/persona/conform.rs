//! Holds a file's tree against the schema of the typed shape. Serde would stop
//! at its first error; this finds all of them, and hands on what is sound, so
//! that the figures can be shown even where a rule or a line is broken.

use std::cell::Cell;

use serde_json::{Map, Value};

use super::finding::{Findings, Path, Step, nearest, suggest};
use super::tree::{Content, Node};

/// What is sound of a tree.
pub(super) struct Sound {
    /// The value by the schema, something empty standing where a needed part is missing or wrong.
    pub(super) value: Value,
    /// Whether no figure had to be made up for that.
    pub(super) whole: bool,
}

/// What is sound of a tree, by a JSON Schema as `schemars` writes it; the rest becomes findings.
pub(super) fn sound(node: &Node, schema: &Value, findings: &mut Findings) -> Option<Sound> {
    let check = Check { root: schema, whole: Cell::new(true) };
    let value = check.value(node, schema, &Path::root(), findings)?;
    Some(Sound { value, whole: check.whole.get() })
}

struct Check<'a> {
    root: &'a Value,
    /// Whether every needed figure was there so far.
    whole: Cell<bool>,
}

impl<'a> Check<'a> {
    /// A schema with its reference followed, and the name it goes by.
    fn follow(&self, schema: &'a Value) -> (&'a Value, Option<&'a str>) {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix("#/$defs/"));
        match name.and_then(|name| self.root.get("$defs")?.get(name)) {
            Some(named) => (named, name),
            None => (schema, None),
        }
    }

    fn value(&self, node: &Node, schema: &'a Value, path: &Path, findings: &mut Findings) -> Option<Value> {
        let (schema, name) = self.follow(schema);
        if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
            return self.any_of(node, choices, path, findings);
        }
        if let Some(known) = schema.get("enum").and_then(Value::as_array) {
            return one_of(node, known, name.unwrap_or("value"), path, findings);
        }
        if !has_type(node, schema) {
            wrong_type(node, &self.kinds(schema).join(" or "), path, findings);
            return None;
        }
        match &node.content {
            Content::Scalar(value) => {
                let sound = within(value, schema, path, findings) && fits_length(value, schema, path, findings);
                sound.then(|| value.clone())
            }
            Content::List(items) => {
                let item_schema = schema.get("items")?;
                let checked = |(i, item)| {
                    self.value(item, item_schema, &path.index(i), findings).or_else(|| self.filler(item_schema))
                };
                Some(Value::Array(items.iter().enumerate().filter_map(checked).collect()))
            }
            Content::Map(entries) => self.map(entries, schema, path, findings),
        }
    }

    fn map(
        &self,
        entries: &[(String, Node)],
        schema: &'a Value,
        path: &Path,
        findings: &mut Findings,
    ) -> Option<Value> {
        let mut out = Map::new();
        let empty = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        for (key, node) in entries {
            let here = path.key(key);
            let others = schema.get("additionalProperties").filter(|others| others.is_object());
            if let Some(wanted) = properties.get(key).or(others) {
                if !self.key_is_known(key, schema, &here, findings) {
                    continue;
                }
                if !properties.contains_key(key)
                    && !self.fits(node, wanted)
                    && let Some(fix) = self.misplaced(key, wanted, path)
                {
                    findings.error("unknown-key", here, format!("`{key}` is no entry of `{path}`"), fix);
                    continue;
                }
                if let Some(value) = self.value(node, wanted, &here, findings) {
                    out.insert(key.clone(), value);
                }
            } else if schema.get("additionalProperties") != Some(&Value::Bool(false)) {
                continue;
            } else if let Some(text) = comma_cut(entries, key, properties) {
                if text.1 {
                    let message = format!("`{key}` is not a key; a comma ended the text of `{}`", text.0);
                    findings.error("stray-comma", here, message, format!("put quotes around the text of `{}`", text.0));
                }
            } else {
                let message = format!("`{key}` is not a key {}", whereabouts(path));
                let fix = self.belongs(key, properties, path);
                let fix = fix.unwrap_or_else(|| suggest(key, properties.keys().map(String::as_str)));
                findings.error("unknown-key", here, message, fix);
            }
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for key in required.filter(|key| !out.contains_key(*key)).collect::<Vec<_>>() {
            let wanted = properties.get(key).map(|wanted| self.follow(wanted).0);
            if !entries.iter().any(|(name, _)| name == key) {
                let what = wanted.and_then(|w| w.get("description")).and_then(Value::as_str).unwrap_or_default();
                let misspelt = entries.iter().map(|(name, _)| name.as_str()).filter(|n| !properties.contains_key(*n));
                let deeper = entries.iter().find_map(|(name, node)| Some((name, node.get(key)?.key_place.line)));
                let fix = match (nearest(key, misspelt).first(), deeper) {
                    (Some(near), _) => format!("is `{near}` meant to be `{key}`?"),
                    (None, Some((name, line))) => {
                        format!("line {line} has it inside `{name}`: indent it like `{name}` if it belongs here")
                    }
                    (None, None) => format!("add `{key}:` ({})", what.trim_end_matches('.')),
                };
                findings.error("missing-key", path.key(key), format!("`{key}` is missing {}", whereabouts(path)), fix);
            }
            out.insert(key.to_owned(), self.filler(properties.get(key)?)?);
        }
        Some(Value::Object(out))
    }

    /// Where a key belongs that is unknown here and looks like none that is known.
    fn belongs(&self, key: &str, properties: &'a Map<String, Value>, path: &Path) -> Option<String> {
        if !nearest(key, properties.keys().map(String::as_str)).is_empty() {
            return None;
        }
        let inner = properties.iter().find(|(_, schema)| self.keys(schema).contains(&key));
        let deeper = inner.map(|(name, _)| format!("it belongs inside `{name}`: indent it further"));
        deeper.or_else(|| self.further_out(key, path))
    }

    /// Where a key belongs that stands among the names of a map: inside an entry, or further out.
    fn misplaced(&self, key: &str, entry: &'a Value, path: &Path) -> Option<String> {
        let deeper = self.keys(entry).contains(&key);
        let deeper = deeper.then(|| "it is a key of such an entry: indent it further".to_owned());
        deeper.or_else(|| self.further_out(key, path))
    }

    /// The map around a path in which a key is known.
    fn further_out(&self, key: &str, path: &Path) -> Option<String> {
        let mut outer = self.root;
        for (depth, step) in path.0.iter().enumerate() {
            let Step::Key(name) = step else { return None };
            let properties = outer.get("properties").and_then(Value::as_object);
            if properties.is_some_and(|properties| properties.contains_key(key)) {
                let neighbour = Path(path.0[..=depth].to_vec());
                return Some(format!("it belongs beside `{neighbour}`: indent it less"));
            }
            let inner = properties.and_then(|properties| properties.get(name));
            outer = self.follow(inner.or(outer.get("additionalProperties"))?).0;
        }
        None
    }

    /// The keys of the map that a schema takes, or of each entry or item of it.
    fn keys(&self, schema: &'a Value) -> Vec<&'a str> {
        let (schema, _) = self.follow(schema);
        let own =
            schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys).map(String::as_str);
        let inner = ["additionalProperties", "items"].into_iter().filter_map(|part| schema.get(part));
        let choices = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
        own.chain(inner.chain(choices).filter(|one| one.is_object()).flat_map(|one| self.keys(one))).collect()
    }

    /// Whether the value's kind is one that the schema takes.
    fn fits(&self, node: &Node, schema: &'a Value) -> bool {
        let (schema, _) = self.follow(schema);
        match schema.get("anyOf").and_then(Value::as_array) {
            Some(choices) => choices.iter().any(|choice| self.fits(node, choice)),
            None => has_type(node, schema),
        }
    }

    /// The kinds a schema takes, in words.
    fn kinds(&self, schema: &'a Value) -> Vec<String> {
        let (schema, _) = self.follow(schema);
        match schema.get("anyOf").and_then(Value::as_array) {
            Some(choices) => choices.iter().flat_map(|choice| self.kinds(choice)).collect(),
            None => types(schema).into_iter().filter_map(in_words).map(str::to_owned).collect(),
        }
    }

    /// Something empty in the place of a needed part or of a list's faulty item, so that the rest can be read on.
    fn filler(&self, schema: &'a Value) -> Option<Value> {
        let (schema, _) = self.follow(schema);
        if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
            return choices.iter().find_map(|choice| self.filler(choice));
        }
        if let Some(known) = schema.get("enum").and_then(Value::as_array) {
            return known.first().cloned();
        }
        match types(schema).first().copied()? {
            "string" => Some(Value::String(String::new())),
            "array" => Some(Value::Array(Vec::new())),
            "integer" | "number" => {
                self.whole.set(false);
                Some(Value::from(1))
            }
            "object" => {
                let properties = schema.get("properties");
                let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
                let filled = required.filter_map(Value::as_str).map(|key| {
                    let wanted = properties.and_then(|properties| properties.get(key))?;
                    Some((key.to_owned(), self.filler(wanted)?))
                });
                self.whole.set(self.whole.get() && properties.is_some());
                filled.collect::<Option<Map<_, _>>>().map(Value::Object)
            }
            _ => None,
        }
    }

    /// Whether a map's key is one of a closed list, where the schema has one.
    fn key_is_known(&self, key: &str, schema: &'a Value, path: &Path, findings: &mut Findings) -> bool {
        let Some(names) = schema.get("propertyNames") else { return true };
        let (names, name) = self.follow(names);
        let known: Vec<&str> =
            names.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let is_known = known.is_empty() || known.contains(&key);
        if !is_known {
            unknown(key, &known, name.unwrap_or("name"), path, findings);
        }
        is_known
    }

    /// The choice that finds least to say against the value; its findings are reported.
    fn any_of(&self, node: &Node, choices: &'a [Value], path: &Path, findings: &mut Findings) -> Option<Value> {
        let fitting: Vec<&Value> = choices.iter().filter(|choice| self.fits(node, choice)).collect();
        let whole = self.whole.get();
        let tried = fitting.iter().map(|choice| {
            let mut heard = Findings::default();
            self.whole.set(whole);
            let value = self.value(node, choice, path, &mut heard);
            (heard, value, self.whole.get())
        });
        match tried.min_by_key(|(heard, value, _)| (heard.all.len(), value.is_none())) {
            Some((heard, value, whole)) => {
                self.whole.set(whole);
                findings.all.extend(heard.all);
                value
            }
            None => {
                let mut kinds: Vec<String> = choices.iter().flat_map(|choice| self.kinds(choice)).collect();
                kinds.dedup();
                wrong_type(node, &kinds.join(" or "), path, findings);
                None
            }
        }
    }
}

/// Between braces an unquoted text ends at a comma, and the rest looks like keys without values. The key whose text
/// was cut, and whether `key` is the first such rest.
fn comma_cut<'e>(entries: &'e [(String, Node)], key: &str, properties: &Map<String, Value>) -> Option<(&'e str, bool)> {
    let is_rest = |(name, node): &(String, Node)| {
        matches!(node.content, Content::Scalar(Value::Null)) && !properties.contains_key(name)
    };
    let at = entries.iter().position(|(name, _)| name == key).filter(|at| is_rest(&entries[*at]))?;
    let (before, (text, node)) = entries[..at].iter().enumerate().rev().find(|(_, entry)| !is_rest(entry))?;
    matches!(node.content, Content::Scalar(Value::String(_))).then_some((text.as_str(), before + 1 == at))
}

fn whereabouts(path: &Path) -> String {
    if path.0.is_empty() { "at the top level".to_owned() } else { format!("in `{path}`") }
}

/// A value of a closed list. The rule is named after the list: `unknown-act`.
fn one_of(node: &Node, known: &[Value], name: &str, path: &Path, findings: &mut Findings) -> Option<Value> {
    let known: Vec<&str> = known.iter().filter_map(Value::as_str).collect();
    match &node.content {
        Content::Scalar(Value::String(text)) if known.contains(&text.as_str()) => Some(Value::String(text.clone())),
        // `truth: true` is the word, not the boolean.
        Content::Scalar(Value::Bool(bit)) if known.contains(&bit.to_string().as_str()) => {
            Some(Value::String(bit.to_string()))
        }
        Content::Scalar(Value::String(text)) => {
            unknown(text, &known, name, path, findings);
            None
        }
        _ => {
            wrong_type(node, &format!("one of {}", known.join(", ")), path, findings);
            None
        }
    }
}

fn unknown(wrong: &str, known: &[&str], list: &str, path: &Path, findings: &mut Findings) {
    let rule = match list {
        "Act" => "unknown-act",
        "Truth" => "unknown-truth",
        "Where" => "unknown-where",
        _ => "unknown-name",
    };
    let message = format!("`{wrong}` is not {} {}", article(&list.to_lowercase()), list.to_lowercase());
    findings.error(rule, path.clone(), message, suggest(wrong, known.iter().copied()));
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn has_type(node: &Node, schema: &Value) -> bool {
    let types = types(schema);
    let of = |kind: &str| types.contains(&kind);
    let listed = schema.get("enum").is_some();
    match &node.content {
        Content::Map(_) => of("object"),
        Content::List(_) => of("array"),
        Content::Scalar(Value::Null) => of("null"),
        Content::Scalar(Value::Bool(_)) => of("boolean") || listed,
        Content::Scalar(Value::Number(number)) => of("number") || of("integer") && (number.is_i64() || number.is_u64()),
        Content::Scalar(_) => of("string") || listed,
    }
}

fn in_words(kind: &str) -> Option<&'static str> {
    match kind {
        "object" => Some("a map"),
        "array" => Some("a list"),
        "string" => Some("a text"),
        "integer" => Some("a whole number"),
        "number" => Some("a number"),
        "boolean" => Some("true or false"),
        _ => None,
    }
}

fn wrong_type(node: &Node, wanted: &str, path: &Path, findings: &mut Findings) {
    let (found, fix) = match &node.content {
        Content::Map(_) => ("a map".to_owned(), format!("write {wanted} here")),
        Content::Scalar(value) if wanted == "a map" => {
            let found = if value.is_null() { "empty".to_owned() } else { value.to_string() };
            (found, "write keys with values here, indented below it or in braces".to_owned())
        }
        Content::List(_) => ("a list".to_owned(), format!("write {wanted} here, without `-` or square brackets")),
        Content::Scalar(Value::Null) => ("empty".to_owned(), format!("write {wanted} after the colon")),
        Content::Scalar(value @ Value::String(_)) if wanted.contains("number") => {
            (format!("the text {value}"), "write digits only, without quotes, currency signs or commas".to_owned())
        }
        Content::Scalar(value) if wanted == "a text" => {
            (value.to_string(), format!("put quotes around it: \"{value}\""))
        }
        Content::Scalar(value) => (value.to_string(), format!("write {wanted} here")),
    };
    findings.error("wrong-type", path.clone(), format!("{wanted} is expected; this is {found}"), fix);
}

fn within(value: &Value, schema: &Value, path: &Path, findings: &mut Findings) -> bool {
    let Some(number) = value.as_f64() else { return true };
    let bound = |name| schema.get(name).and_then(Value::as_f64);
    let (low, high) = (bound("minimum"), bound("maximum"));
    let inside = low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high);
    if !inside {
        let fix = match (low, high) {
            (Some(low), Some(high)) => format!("choose a number from {low} to {high}"),
            (Some(low), None) => format!("choose {low} or more"),
            (_, high) => format!("choose {} or less", high.unwrap_or_default()),
        };
        findings.error("out-of-range", path.clone(), format!("{value} is out of range"), fix);
    }
    inside
}

/// Lengths are Discord's; a longer text is reported and kept.
fn fits_length(value: &Value, schema: &Value, path: &Path, findings: &mut Findings) -> bool {
    let most = schema.get("maxLength").and_then(Value::as_u64).unwrap_or(u64::MAX);
    let length = value.as_str().map_or(0, |text| text.chars().count() as u64);
    if length > most {
        let message = format!("the text has {length} characters; Discord shows at most {most} here");
        findings.error("too-long", path.clone(), message, format!("shorten it by {}", length - most));
    }
    true
}
