//! The words the reader knows, from plain data files: another language is
//! another set of files.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::classes::OWN;

/// A kind of thing that is counted or measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Unit {
    /// No unit was named.
    Bare,
    /// Money.
    Money,
    /// Hundredths.
    Percent,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
    /// Minutes, clock times, dates.
    Clock,
    /// Miles and the like.
    Distance,
    /// Sizes, storage, rooms.
    Size,
    /// People and pieces.
    Pieces,
}

impl Unit {
    fn named(name: &str) -> Option<Unit> {
        Some(match name {
            "money" => Unit::Money,
            "percent" => Unit::Percent,
            "hours" => Unit::Hours,
            "days" => Unit::Days,
            "weeks" => Unit::Weeks,
            "months" => Unit::Months,
            "years" => Unit::Years,
            "clock" => Unit::Clock,
            "distance" => Unit::Distance,
            "size" => Unit::Size,
            "pieces" => Unit::Pieces,
            _ => return None,
        })
    }

    /// The name in feature names.
    pub(super) fn name(self) -> &'static str {
        match self {
            Unit::Bare => "bare",
            Unit::Money => "money",
            Unit::Percent => "percent",
            Unit::Hours => "hours",
            Unit::Days => "days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
            Unit::Clock => "clock",
            Unit::Distance => "distance",
            Unit::Size => "size",
            Unit::Pieces => "pieces",
        }
    }
}

/// A named list of phrases.
#[derive(Debug)]
pub(super) struct Cue {
    /// The name, used in features and reasons.
    pub(super) name: String,
    /// The phrases, normalised words joined by single spaces.
    pub(super) phrases: Vec<String>,
}

/// One language's words.
#[derive(Debug)]
pub(super) struct Language {
    contractions: HashMap<String, Vec<String>>,
    clause_openers: HashSet<String>,
    numbers: HashMap<String, f64>,
    multipliers: HashMap<String, f64>,
    units: HashMap<String, Unit>,
    small_words: HashSet<String>,
    known: HashSet<String>,
    classes: HashMap<String, Vec<u8>>,
    class_names: Vec<String>,
    /// Cue phrases by name, in the order of the file.
    pub(super) cues: Vec<Cue>,
}

impl Language {
    /// English, read once.
    pub(super) fn english() -> &'static Language {
        static ENGLISH: OnceLock<Language> = OnceLock::new();
        ENGLISH.get_or_init(|| {
            Language::new(
                include_str!("english/words.txt"),
                include_str!("english/numbers.txt"),
                include_str!("english/classes.txt"),
                &[
                    include_str!("english/offers.txt"),
                    include_str!("english/answers.txt"),
                    include_str!("english/questions.txt"),
                    include_str!("english/telling.txt"),
                    include_str!("english/craft.txt"),
                    include_str!("english/frames.txt"),
                ],
            )
        })
    }

    fn new(words: &str, numbers: &str, classes: &str, cue_files: &[&str]) -> Language {
        let list = |file: &str, name: &str| -> Vec<String> {
            lists(file).into_iter().filter(|(n, _)| n == name).flat_map(|(_, items)| items).collect()
        };
        let contractions = list(words, "contractions")
            .into_iter()
            .filter_map(|item| {
                let (short, long) = item.split_once("->")?;
                Some((short.trim().to_owned(), long.split_whitespace().map(str::to_owned).collect()))
            })
            .collect();
        let figures = |name: &str| -> HashMap<String, f64> {
            list(numbers, name)
                .into_iter()
                .filter_map(|item| {
                    let (word, value) = item.split_once("->")?;
                    Some((word.trim().to_owned(), value.trim().parse().ok()?))
                })
                .collect()
        };
        let units = lists(numbers)
            .into_iter()
            .filter_map(|(name, items)| Some((Unit::named(&name)?, items)))
            .flat_map(|(unit, items)| items.into_iter().map(move |item| (item, unit)))
            .collect();
        let mut language = Language {
            contractions,
            clause_openers: list(words, "clause_openers").into_iter().collect(),
            numbers: figures("numbers"),
            multipliers: figures("multipliers"),
            units,
            small_words: list(words, "small_words").into_iter().collect(),
            known: HashSet::new(),
            classes: HashMap::new(),
            class_names: OWN.iter().map(|name| (*name).to_owned()).collect(),
            cues: Vec::new(),
        };
        for (name, items) in lists(classes) {
            let class = language.class_names.len() as u8;
            language.class_names.push(name);
            for form in items.iter().flat_map(|word| forms(word)) {
                let known = language.classes.entry(form).or_default();
                if !known.contains(&class) {
                    known.push(class);
                }
            }
        }
        for (name, items) in cue_files.iter().flat_map(|file| lists(file)) {
            let phrases = items.iter().map(|item| language.normal(item)).collect();
            language.cues.push(Cue { name, phrases });
        }
        let mut known: HashSet<String> = list(words, "known").into_iter().collect();
        known.extend(language.cues.iter().flat_map(|c| &c.phrases).flat_map(|p| p.split(' ')).map(str::to_owned));
        known.extend(language.numbers.keys().chain(language.units.keys()).cloned());
        known.extend(language.small_words.iter().cloned());
        language.known = known;
        language
    }

    /// A phrase of a data file in the form in which messages are matched.
    fn normal(&self, phrase: &str) -> String {
        let mut words: Vec<&str> = Vec::new();
        for word in phrase.split_whitespace() {
            match self.written_out(word) {
                Some(long) => words.extend(long.iter().map(String::as_str)),
                None => words.push(word),
            }
        }
        words.join(" ")
    }

    /// The words a contraction stands for.
    pub(super) fn written_out(&self, word: &str) -> Option<&[String]> {
        self.contractions.get(word).map(Vec::as_slice)
    }

    /// Whether a word begins a new clause: but, if, because.
    pub(super) fn opens_clause(&self, word: &str) -> bool {
        self.clause_openers.contains(word)
    }

    /// The value of a number word below a hundred, or of "a dozen" kinds.
    pub(super) fn number(&self, word: &str) -> Option<f64> {
        self.numbers.get(word).copied()
    }

    /// The factor of hundred, thousand, k, grand.
    pub(super) fn multiplier(&self, word: &str) -> Option<f64> {
        self.multipliers.get(word).copied()
    }

    /// The unit a word names.
    pub(super) fn unit(&self, word: &str) -> Option<Unit> {
        self.units.get(word).copied()
    }

    /// Whether a word says too little to stand for an option: the, of, today.
    pub(super) fn is_small(&self, word: &str) -> bool {
        self.small_words.contains(word)
    }

    /// The classes of a word, by number.
    pub(super) fn classes_of(&self, word: &str) -> &[u8] {
        self.classes.get(word).map_or(&[], Vec::as_slice)
    }

    /// The name of a class.
    pub(super) fn class(&self, number: u8) -> &str {
        self.class_names.get(usize::from(number)).map_or("", String::as_str)
    }

    /// Whether a word is spelt as a word of the language's own files, hence no typing error.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.known.contains(word)
    }
}

/// A word with its regular endings: cost, costs, costing, costed. Forms that no one writes do no harm.
fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.len() < 3 {
        return forms;
    }
    let stem = word.strip_suffix('e').unwrap_or(word);
    let double = word.chars().last().filter(|c| !"aeiouwxy".contains(*c)).map(|c| format!("{word}{c}"));
    for ending in ["s", "es", "d"] {
        forms.push(format!("{word}{ending}"));
    }
    for base in [Some(stem), double.as_deref()].into_iter().flatten() {
        forms.extend(["ed", "ing"].map(|ending| format!("{base}{ending}")));
    }
    if let Some(stem) = word.strip_suffix('y') {
        forms.extend(["ies", "ied"].map(|ending| format!("{stem}{ending}")));
    }
    forms
}

/// Reads a data file: `[name]` opens a list, each further line holds items
/// separated by `|`; `//` begins a comment.
fn lists(file: &str) -> Vec<(String, Vec<String>)> {
    let mut lists: Vec<(String, Vec<String>)> = Vec::new();
    for line in file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            lists.push((name.to_owned(), Vec::new()));
        } else if let Some((_, items)) = lists.last_mut() {
            items.extend(line.split('|').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned));
        }
    }
    lists
}
