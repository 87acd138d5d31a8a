//! Lines, indentation, quotes and brackets of a text that is no YAML: where a person would look for the slip. A parser
//! stops where it can read no further, which is often a line or more below it.

use super::tree::Place;

/// What slipped: where it is, what it is, and what to do.
#[derive(Debug)]
pub(super) struct Slip {
    /// Where.
    pub place: Place,
    /// What.
    pub message: String,
    /// What to do.
    pub fix: String,
}

/// The slip behind a parser's words, when it stopped at this line and column, both from 1.
pub(super) fn slip(text: &str, info: &str, line: usize, column: usize) -> Option<Slip> {
    let page = Page::read(text, (line, column));
    if let Some(slip) = tab(text, line, info) {
        return Some(slip);
    }
    if info.contains("quoted") {
        return page.quote(info, (line, column));
    }
    if let Some(open) = page.brackets.last().filter(|open| open.line < line || info.contains("eof")) {
        let close = if open.sign == '[' { ']' } else { '}' };
        let message = format!("this `{}` is not closed on its line", open.sign);
        return Some(slip_at(open.place(), message, format!("close it with `{close}`")));
    }
    if info.contains("misplaced bracket") {
        let message = "this bracket closes nothing that was opened with its like".to_owned();
        return Some(slip_at(Place { line, column, width: 1 }, message, "take it out, or open it before".to_owned()));
    }
    if info.contains("block sequence entries") {
        let message = "a list begins beside its key".to_owned();
        let fix = "begin it on the next line, or put quotes around a text that begins with a dash".to_owned();
        return Some(slip_at(Place { line, column, width: 1 }, message, fix));
    }
    if info.contains("comment intercepting") {
        let next = page.lines.iter().find(|one| one.number > line)?;
        return page.line_at(next.number, 0);
    }
    let about_lines = ["mapping values", "simple key", "expected key", "expected '-' indicator", "document start"];
    about_lines.iter().any(|known| info.contains(known)).then(|| page.line_at(line, column)).flatten()
}

fn slip_at(place: Place, message: String, fix: String) -> Slip {
    Slip { place, message, fix }
}

/// A tab before the first word of a line, at the line where reading stopped.
fn tab(text: &str, line: usize, info: &str) -> Option<Slip> {
    let source = text.lines().nth(line.checked_sub(1)?)?;
    let indent = source.chars().take_while(|c| c.is_whitespace());
    let before = indent.clone().position(|c| c == '\t').or_else(|| {
        // Elsewhere only where the parser complains of one.
        info.contains("tab").then(|| source.chars().position(|c| c == '\t')).flatten()
    })?;
    let message = "this line is indented with a tab".to_owned();
    let fix = "indent with spaces; YAML knows no tabs there".to_owned();
    Some(slip_at(Place { line, column: before + 1, width: 1 }, message, fix))
}

/// A quote or bracket that was opened.
#[derive(Debug, Clone, Copy)]
struct Opened {
    sign: char,
    line: usize,
    column: usize,
}

impl Opened {
    fn place(self) -> Place {
        Place { line: self.line, column: self.column, width: 1 }
    }
}

/// A line that begins a key or an item, or should: no blank one, no comment, nothing inside a text, quotes or brackets.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    number: usize,
    indent: usize,
    words: &'a str,
}

/// A map or list that lines above belong to.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Level {
    indent: usize,
    list: bool,
    /// The last line of its own.
    line: usize,
}

/// A text line by line, and what was open where the parser stopped.
struct Page<'a> {
    lines: Vec<Line<'a>>,
    brackets: Vec<Opened>,
    /// The quote that was opened last before there.
    quote: Option<Opened>,
    /// A text over several lines, and a line of it that lies further left than its first.
    left: Option<(Text<'a>, Line<'a>)>,
}

/// A text below a `|` or a `>`.
#[derive(Debug, Clone, Copy)]
struct Text<'a> {
    /// The line of its key.
    key: Line<'a>,
    /// Its first line.
    first: Option<Line<'a>>,
}

impl<'a> Page<'a> {
    fn read(text: &'a str, stop: (usize, usize)) -> Self {
        let mut page = Page { lines: Vec::new(), brackets: Vec::new(), quote: None, left: None };
        let mut marks = Marks::default();
        let mut within: Option<Text<'a>> = None;
        for (at, source) in text.lines().enumerate() {
            let number = at + 1;
            let words = source.trim_start();
            let indent = source.chars().count() - words.chars().count();
            let blank = words.is_empty() || words.starts_with('#');
            let line = Line { number, indent, words: words.trim_end() };
            if let Some(text) = within.as_mut().filter(|text| words.is_empty() || indent > text.key.indent) {
                if !words.is_empty() {
                    let first = *text.first.get_or_insert(line);
                    page.left = page.left.or((indent < first.indent && number <= stop.0).then_some((*text, line)));
                }
                continue;
            }
            let between = marks.quote.is_some() || !marks.brackets.is_empty();
            if !between && !blank {
                page.lines.push(line);
                let head = words.split(" #").next().unwrap_or_default().trim_end().trim_end_matches(['-', '+']);
                let opens = [": |", ": >", "- |", "- >"].iter().any(|sign| head.ends_with(sign));
                within = opens.then_some(Text { key: line, first: None });
            }
            for (column, sign) in source.chars().enumerate() {
                if (number, column + 1) == stop {
                    page.stop_at(&marks);
                }
                marks.take(sign, (number, column + 1));
            }
            marks.end_line();
            if number == stop.0 && page.quote.is_none() && page.brackets.is_empty() {
                page.stop_at(&marks);
            }
            // Where a quote or a bracket stayed open, what follows is read as lines again, so that indentation can be told.
            if number >= stop.0 {
                marks = Marks::default();
            }
        }
        if stop.0 > text.lines().count() {
            page.stop_at(&marks);
        }
        page
    }

    fn stop_at(&mut self, marks: &Marks) {
        self.brackets.clone_from(&marks.brackets);
        self.quote = marks.quote.or(marks.closed);
    }

    /// A quote that was opened and not closed where it should be.
    fn quote(&self, info: &str, (line, column): (usize, usize)) -> Option<Slip> {
        let here = Opened { sign: '"', line, column };
        let ended_early = info.contains("trailing content");
        let open = if info.contains("indentation in quoted") { here } else { self.quote.unwrap_or(here) };
        if ended_early && open.line == line {
            let message = format!("the text ends at the {} before this, and more follows", named(open.sign));
            let fix = match open.sign {
                '\'' => "write the ' inside the text twice, or put the text into \" instead",
                _ => "write a \" inside the text as \\\", or put the text into ' instead",
            };
            return Some(slip_at(Place { line, column, width: 1 }, message, fix.to_owned()));
        }
        let message = format!("this {} is not closed on its line", named(open.sign));
        Some(slip_at(open.place(), message, format!("put a {} where the text ends", open.sign)))
    }

    /// The slip among the lines, when reading stopped in this one.
    fn line_at(&self, number: usize, column: usize) -> Option<Slip> {
        if let Some((Text { key, first: Some(first) }, line)) = self.left {
            return match line.is_bare() {
                false => misplaced(line, key.indent, key.number, ""),
                // Where the second line already leaves it, the first one is the odd one out.
                true if line.number == first.number + 1 => misplaced(first, line.indent, line.number, ""),
                true => misplaced(line, first.indent, first.number, ""),
            };
        }
        let at = self.lines.iter().rposition(|line| line.number <= number)?;
        let line = self.lines[at];
        if let Some(bare) = self.bare_above(at) {
            return Some(bare);
        }
        if let Some((key, value)) = line.key().filter(|_| line.number == number) {
            let colon = line.indent + key.chars().count() + 1;
            if column > colon && !value.starts_with(['"', '\'', '[', '{']) {
                let message = format!("a colon with a space after it stands inside the text of `{}`", bare_key(key));
                let fix = "put quotes around the text".to_owned();
                return Some(slip_at(Place { line: number, column, width: 1 }, message, fix));
            }
        }
        self.indentation(at)
    }

    /// A line, this one or those right above, that is neither a key nor an item nor part of a text.
    fn bare_above(&self, at: usize) -> Option<Slip> {
        let is_bare = |at: usize| self.lines[at].is_bare();
        let last = [at.checked_sub(1), Some(at)].into_iter().flatten().find(|at| is_bare(*at))?;
        let first = (0..=last).rev().take_while(|at| is_bare(*at)).last()?;
        let line = self.lines[first];
        // The next lines of a text that began beside its key.
        let goes_on = first
            .checked_sub(1)
            .map(|above| self.lines[above])
            .is_some_and(|above| line.indent > above.indent && above.key().is_none_or(|(_, value)| !value.is_empty()));
        if goes_on {
            return None;
        }
        let (word, rest) = line.words.split_once(' ').unwrap_or((line.words, ""));
        let (message, fix) = if let Some(text) = line.words.strip_prefix('-') {
            ("there is no space after this dash".to_owned(), format!("write `- {}`", start_of(text)))
        } else if let Some((key, value)) = word.split_once(':') {
            (format!("there is no space after the colon of `{key}`"), format!("write `{key}: {}`", start_of(value)))
        } else if is_key(word) && rest.split_whitespace().count() <= 4 {
            let written = format!("{word}: {}", start_of(rest));
            (format!("there is no colon after `{word}`"), format!("write `{}`", written.trim_end()))
        } else {
            let message = "this line is no key with its colon, and no part of the text above".to_owned();
            (message, "indent it like the other lines of its text, or write `key: value`".to_owned())
        };
        Some(slip_at(line.place(), message, fix))
    }

    /// A line that begins further left or right than it should.
    fn indentation(&self, at: usize) -> Option<Slip> {
        let line = self.lines[at];
        let above = self.lines[at.checked_sub(1)?];
        let open = self.levels(at);
        let same = |level: &&Level| level.indent == line.indent && level.list == line.is_item();
        let kind = line.is_item();
        let alike = |indent: usize| self.lines.iter().filter(|one| one.begins().contains(&(indent, kind))).count();
        // What follows an item's dash lines up with the words after it.
        let beside =
            if kind { above.indent } else { above.begins().last().map_or(above.indent, |(indent, _)| *indent) };
        let inner = open.iter().find(|level| level.indent > line.indent && level.list == kind);
        if let Some(inner) = inner.filter(|inner| alike(inner.indent) < alike(line.indent)) {
            let first = self.lines.iter().rfind(|one| one.number == inner.line)?;
            return misplaced(*first, line.indent, line.number, "");
        }
        if !open.iter().any(|level| same(&level))
            && let Some(ender) = self.lines[..at].iter().rposition(|one| one.indent < line.indent)
            && let Some(level) = self.levels(ender).iter().find(same)
        {
            // It goes on where a line above it shouldn't have ended things.
            let ender = self.lines[ender];
            let also = format!(", or line {} {}", line.number, like(ender.indent));
            return misplaced(ender, level.indent, level.line, &also);
        }
        if open.iter().any(|level| level.indent == line.indent) {
            let (is, goes_on) =
                if line.is_item() { ("a list item", "keys go on") } else { ("no list item", "a list goes on") };
            let fix =
                "put `- ` before every item of a list and before nothing else, and indent what belongs together alike";
            return Some(slip_at(line.place(), format!("this is {is}, where {goes_on}"), fix.to_owned()));
        }
        if line.indent > beside {
            return match above.is_item() == kind && alike(beside) < alike(line.indent) {
                true => misplaced(above, line.indent, line.number, ""),
                false => misplaced(line, beside, above.number, ""),
            };
        }
        let inner = inner.or_else(|| open.iter().find(|level| level.indent > line.indent))?;
        let outer = open.iter().rev().find(|level| level.indent < line.indent);
        let next = self.lines.get(at + 1);
        let has_children = line.words.ends_with(':') && next.is_some_and(|next| next.indent == inner.indent);
        match outer {
            Some(outer) if has_children => misplaced(line, outer.indent, outer.line, ""),
            _ => misplaced(line, inner.indent, inner.line, ""),
        }
    }

    /// The maps and lists that are open above a line, the outermost first.
    fn levels(&self, at: usize) -> Vec<Level> {
        let mut open: Vec<Level> = Vec::new();
        for line in &self.lines[..at] {
            for (indent, list) in line.begins() {
                open.retain(|level| level.indent < indent || level.indent == indent && (list || !level.list));
                match open.iter_mut().find(|level| level.indent == indent && level.list == list) {
                    Some(level) => level.line = line.number,
                    None => open.push(Level { indent, list, line: line.number }),
                }
            }
        }
        open
    }
}

/// This line should begin where another does. `None` where it does already.
fn misplaced(line: Line<'_>, wanted: usize, model: usize, also: &str) -> Option<Slip> {
    let message = format!("this line is indented {}; line {model} has {wanted}", like(line.indent));
    let fix = format!("indent it {}, like line {model}{also}", like(wanted));
    (line.indent != wanted).then(|| slip_at(line.place(), message, fix))
}

fn like(indent: usize) -> String {
    format!("by {indent} space{}", if indent == 1 { "" } else { "s" })
}

fn named(quote: char) -> &'static str {
    if quote == '\'' { "single quote" } else { "quote" }
}

/// The first words of a text, for a fix.
fn start_of(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}

/// A key without the dash of its item.
fn bare_key(key: &str) -> &str {
    key.trim_start_matches(['-', ' ']).trim()
}

fn is_key(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'))
}

/// Key and value of a line's words.
fn key_of(words: &str) -> Option<(&str, &str)> {
    match words.split_once(": ") {
        Some((key, value)) => Some((key, value.trim())),
        None => words.split(" #").next().and_then(|words| words.trim_end().strip_suffix(':')).map(|key| (key, "")),
    }
}

impl<'a> Line<'a> {
    fn is_item(&self) -> bool {
        self.words == "-" || self.words.starts_with("- ")
    }

    /// Where its item and its key begin, and whether that is an item.
    fn begins(&self) -> Vec<(usize, bool)> {
        let mut begins = vec![(self.indent, self.is_item())];
        if let Some(rest) = self.words.strip_prefix('-').filter(|_| self.is_item()) {
            let words = rest.trim_start();
            let indent = self.indent + 1 + rest.chars().count() - words.chars().count();
            begins.extend(key_of(words).map(|_| (indent, false)));
        }
        begins
    }

    fn key(&self) -> Option<(&'a str, &'a str)> {
        key_of(self.words)
    }

    /// Neither an item nor a key.
    fn is_bare(&self) -> bool {
        let quoted = self.words.starts_with(['"', '\'', '[', '{']);
        // A sentence with a colon in it is no key.
        let key = self.key().is_some_and(|(key, _)| !key.contains(' '));
        !self.is_item() && !quoted && !key
    }

    fn place(&self) -> Place {
        Place {
            line: self.number,
            column: self.indent + 1,
            width: self.words.chars().take_while(|c| *c != ' ').count().max(1),
        }
    }
}

/// Quotes and brackets while a text is read sign by sign.
#[derive(Default)]
struct Marks {
    brackets: Vec<Opened>,
    quote: Option<Opened>,
    /// The quote that was closed last, where it was opened.
    closed: Option<Opened>,
    /// Whether a value can begin here: only there a quote or a bracket means anything.
    inside: bool,
    comment: bool,
    escaped: bool,
    last: Option<char>,
}

impl Marks {
    fn take(&mut self, sign: char, (line, column): (usize, usize)) {
        let after_space = self.last.is_none_or(char::is_whitespace);
        let before = self.last.replace(sign);
        if self.comment {
            return;
        }
        if let Some(open) = self.quote {
            let escape = std::mem::take(&mut self.escaped);
            match sign {
                '\\' if open.sign == '"' && !escape => self.escaped = true,
                _ if sign == open.sign && !escape => (self.closed, self.quote, self.inside) = (Some(open), None, true),
                _ => {}
            }
            return;
        }
        let opened = Opened { sign, line, column };
        match sign {
            '#' if after_space => self.comment = true,
            // Two single quotes are one inside a text.
            '\'' if before == Some('\'') && self.closed.is_some_and(|one| one.line == line) => self.quote = self.closed,
            '"' | '\'' if !self.inside => self.quote = Some(opened),
            '[' | '{' if !self.inside || !self.brackets.is_empty() => self.open_bracket(opened),
            ']' | '}' if !self.brackets.is_empty() => {
                self.brackets.pop();
                self.inside = true;
            }
            ',' if !self.brackets.is_empty() => self.inside = false,
            ' ' if matches!(before, Some(':')) => self.inside = false,
            ' ' | '-' if !self.inside => {}
            _ => self.inside = true,
        }
    }

    fn open_bracket(&mut self, opened: Opened) {
        self.brackets.push(opened);
        self.inside = false;
    }

    fn end_line(&mut self) {
        (self.comment, self.last) = (false, None);
        self.inside = false;
    }
}
