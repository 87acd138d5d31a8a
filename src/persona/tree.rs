//! A file as a located tree: every key and value with its line, read with hard
//! limits before anything is made of it. One reader for everything that follows,
//! so that no second one can see another document in the same bytes.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};
use serde_json::{Number, Value};

use super::finding::{Findings, Path, Step};
use super::layout::{self, Slip};

/// Bytes a file may have.
pub const LARGEST_FILE: usize = 64 * 1024;
/// Keys a map may have: more than any persona needs, few enough to compare each with each.
const MOST_KEYS: usize = 1000;
/// How deep maps and lists may lie in each other.
pub(super) const DEEPEST: usize = 32;

/// Where something is written: line and column from 1, and how many characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// Characters on that line.
    pub width: usize,
}

impl Place {
    fn of(span: &Span) -> Self {
        let same_line = span.start.line() == span.end.line();
        let width = if same_line { span.end.index().saturating_sub(span.start.index()) } else { 1 };
        Place { width: width.max(1), ..Place::at(&span.start) }
    }

    fn at(marker: &Marker) -> Self {
        Place { line: marker.line().max(1), column: marker.col() + 1, width: 1 }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Where its key stands, or the value itself in a list.
    pub key_place: Place,
    /// Where the value stands.
    pub place: Place,
    /// The value.
    pub content: Content,
}

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Text, a number, true, false or nothing.
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// A map, in the file's order, keys unique.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The value under a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        match &self.content {
            Content::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The node at a path, or the deepest one on the way to it; and whether it is the path's own.
    pub(super) fn locate(&self, path: &Path) -> (&Node, bool) {
        let mut node = self;
        for step in &path.0 {
            let next = match (step, &node.content) {
                (Step::Key(key), _) => node.get(key),
                (Step::Index(index), Content::List(items)) => items.get(*index),
                _ => None,
            };
            match next {
                Some(found) => node = found,
                None => return (node, false),
            }
        }
        (node, true)
    }
}

/// The text of a file: size and encoding, before anything reads it.
pub(super) fn text(bytes: &[u8], findings: &mut Findings) -> Option<String> {
    if bytes.len() > LARGEST_FILE {
        let message = format!("the file is larger than {LARGEST_FILE} bytes, the most that is read");
        findings.error("file-too-large", Path::root(), message, "shorten the texts, or split the persona in two");
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
        Err(error) => {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            let fix = "save the file as UTF-8 in your editor";
            findings.error("not-utf8", Path::root(), "the file is not UTF-8 text from this line on", fix);
            set_place(findings, Place { line, column: 0, width: 1 });
            None
        }
    }
}

/// Reads a text into a tree. `None`, with findings, when it is not one plain YAML document.
pub(super) fn read(text: &str, findings: &mut Findings) -> Option<Node> {
    let mut reader = Reader { open: Vec::new(), root: None, findings, stopped: false };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => reader.take(event, &span),
            Err(error) => {
                let (rule, slip) = explain(error.info(), text, error.marker());
                reader.refuse(rule, slip.message, slip.fix, slip.place);
            }
        }
        if reader.stopped {
            return None;
        }
    }
    let root = reader.root.take();
    match root {
        Some(Node { content: Content::Map(_), .. }) => root,
        Some(_) => {
            let fix = "begin with `schema: 1`; examples are in the personas folder";
            findings.error("not-a-persona", Path::root(), "the file is not a map of keys and values", fix);
            None
        }
        None => {
            let fix = "begin with `schema: 1`; examples are in the personas folder";
            findings.error("not-a-persona", Path::root(), "the file is empty", fix);
            None
        }
    }
}

/// A parser's words for a person.
fn explain(info: &str, text: &str, marker: &Marker) -> (&'static str, Slip) {
    let place = Place::at(marker);
    if info.contains("recursion limit") {
        return ("too-deep", Slip { place, message: too_deep(), fix: SHALLOWER.to_owned() });
    }
    let slip = layout::slip(text, info, place.line, place.column);
    let unknown = || {
        let fix = "look at this line and the one above: indentation, quotes, brackets".to_owned();
        Slip { place, message: format!("this is not YAML: {info}"), fix }
    };
    ("not-yaml", slip.unwrap_or_else(unknown))
}

fn too_deep() -> String {
    format!("more than {DEEPEST} levels lie in each other")
}

const SHALLOWER: &str = "a persona needs no more than about ten levels; look for brackets that are never closed";

fn set_place(findings: &mut Findings, place: Place) {
    if let Some(last) = findings.all.last_mut() {
        (last.line, last.column, last.width) = (place.line, place.column, place.width);
    }
}

/// A map or list that is still open.
struct Open {
    key_place: Place,
    place: Place,
    content: Content,
    /// The key whose value comes next.
    key: Option<(String, Place)>,
    /// The next value repeats a key and is left out.
    repeated: bool,
}

struct Reader<'a> {
    open: Vec<Open>,
    root: Option<Node>,
    findings: &'a mut Findings,
    stopped: bool,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: &Span) {
        let place = Place::of(span);
        match event {
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _)
                if anchor != 0 =>
            {
                self.refuse_alias(place)
            }
            Event::Alias(_) => self.refuse_alias(place),
            Event::Scalar(_, _, _, Some(_)) | Event::SequenceStart(_, Some(_)) | Event::MappingStart(_, Some(_)) => {
                let fix =
                    "take the tag (the word that begins with `!`) out; put quotes around a text that begins with `!`";
                self.refuse("tag", "tags are not used in personas".to_owned(), fix.to_owned(), place);
            }
            Event::DocumentStart(_) if self.root.is_some() => {
                let fix = "one persona a file: remove the `---` line, or move what follows into a file of its own";
                self.refuse("several-documents", "a second document begins here".to_owned(), fix.to_owned(), place);
            }
            Event::Scalar(text, style, _, _) => self.scalar(&text, style, place),
            Event::SequenceStart(..) => self.begin(Content::List(Vec::new()), place),
            Event::MappingStart(..) => self.begin(Content::Map(Vec::new()), place),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    self.put(Node { key_place: open.key_place, place: open.place, content: open.content });
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, content: Content, place: Place) {
        if self.open.len() >= DEEPEST {
            return self.refuse("too-deep", too_deep(), SHALLOWER.to_owned(), place);
        }
        if self.wants_key() {
            let fix = "put quotes around a key or a text that begins with a bracket or a brace";
            return self.refuse(
                "not-yaml",
                "a list or map stands where a key should be".to_owned(),
                fix.to_owned(),
                place,
            );
        }
        let key_place = self.key_place(place);
        let place = Place { width: 1, ..place };
        self.open.push(Open { key_place, place, content, key: None, repeated: false });
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, place: Place) {
        if !self.wants_key() {
            let value = if style == ScalarStyle::Plain { plain(text) } else { Value::String(text.to_owned()) };
            let key_place = self.key_place(place);
            return self.put(Node { key_place, place, content: Content::Scalar(value) });
        }
        let path = self.path().key(text);
        if matches!(self.open.last(), Some(Open { content: Content::Map(entries), .. }) if entries.len() >= MOST_KEYS) {
            let message = format!("more than {MOST_KEYS} keys stand in one map");
            return self.refuse("too-many-keys", message, "a persona needs far fewer".to_owned(), place);
        }
        if let Some(Open { content: Content::Map(entries), key, repeated, .. }) = self.open.last_mut() {
            let first = entries.iter().find(|(name, _)| name == text).map(|(_, node)| node.key_place.line);
            *key = Some((text.to_owned(), place));
            *repeated = first.is_some();
            if let Some(line) = first {
                let message = format!("`{text}` is already there on line {line}");
                self.findings.error("repeated-key", path, message, "keep one of the two");
                set_place(self.findings, place);
            }
        }
    }

    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Map(_), key: None, .. }))
    }

    fn key_place(&self, place: Place) -> Place {
        self.open.last().and_then(|open| open.key.as_ref()).map_or(place, |(_, key_place)| *key_place)
    }

    fn put(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open { content: Content::List(items), .. }) => items.push(node),
            Some(Open { content: Content::Map(entries), key, repeated, .. }) => {
                if let Some((name, _)) = key.take().filter(|_| !*repeated) {
                    entries.push((name, node));
                }
            }
            Some(Open { content: Content::Scalar(_), .. }) => {}
        }
    }

    fn path(&self) -> Path {
        let step = |open: &Open| match (&open.content, &open.key) {
            (Content::List(items), _) => Some(Step::Index(items.len())),
            (_, Some((key, _))) => Some(Step::Key(key.clone())),
            _ => None,
        };
        Path(self.open.iter().filter_map(step).collect())
    }

    fn refuse_alias(&mut self, place: Place) {
        let fix = "write the value out where it is used; put quotes around a text that begins with `&` or `*`";
        self.refuse("alias", "anchors and aliases are not used in personas".to_owned(), fix.to_owned(), place);
    }

    /// A finding after which reading on makes no sense.
    fn refuse(&mut self, rule: &'static str, message: String, fix: String, place: Place) {
        let path = self.path();
        self.findings.error(rule, path, message, fix);
        set_place(self.findings, place);
        self.stopped = true;
    }
}

/// An unquoted scalar by YAML 1.2's core rules: `yes` and `on` are words.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let numeric = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'));
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if numeric {
        if let Ok(whole) = unsigned.parse::<i64>() {
            return Value::Number(whole.into());
        }
        if let Some(number) = unsigned.parse::<f64>().ok().and_then(Number::from_f64) {
            return Value::Number(number);
        }
    }
    Value::String(text.to_owned())
}
