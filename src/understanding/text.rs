//! A message as tokens: lower-cased words with contractions written out, numbers,
//! marks, and where sentences and clauses end. One pass, linear in the text.

use std::borrow::Cow;
use std::ops::Range;

use super::language::Language;

/// The longest text that is read, in tokens; the rest is not looked at.
const MOST_TOKENS: usize = 6_000;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, lower-cased.
    Word,
    /// Digits with their separators, as written.
    Number,
    /// One sign: a currency sign, a comma, a question mark.
    Mark,
}

/// One token of a message.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    /// The normalised word, the digits, or the mark.
    pub(super) word: Cow<'t, str>,
    /// What it is.
    pub(super) kind: Kind,
    /// Where it stands in the message, in bytes.
    pub(super) source: Range<usize>,
    /// Number of its sentence.
    pub(super) sentence: u32,
    /// Number of its clause, counted through the message.
    pub(super) clause: u32,
    /// Whether it follows the previous token without a space.
    pub(super) glued: bool,
}

impl Token<'_> {
    /// Whether this is the word.
    pub(super) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.word == word
    }

    /// Whether this is the mark.
    pub(super) fn is_mark(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.word == mark
    }
}

/// One sentence of a message.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sentence {
    /// Whether it ends in a question mark.
    pub(super) question: bool,
}

/// A message cut into tokens and sentences.
#[derive(Debug, Clone, Default)]
pub(super) struct Text<'t> {
    /// The tokens in order.
    pub(super) tokens: Vec<Token<'t>>,
    /// The sentences, indexed by [`Token::sentence`].
    pub(super) sentences: Vec<Sentence>,
}

impl<'t> Text<'t> {
    /// Cuts a message. Characters that are neither letters, digits nor known marks become spaces.
    pub(super) fn cut(language: &'t Language, message: &'t str) -> Text<'t> {
        let mut cutter = Cutter { language, message, text: Text::default(), sentence: 0, clause: 0, end: 0 };
        cutter.run();
        cutter.text
    }

    /// The words of a sentence that hold any letters or digits.
    pub(super) fn words_in(&self, sentence: u32) -> usize {
        self.tokens.iter().filter(|t| t.sentence == sentence && t.kind != Kind::Mark).count()
    }
}

struct Cutter<'t> {
    language: &'t Language,
    message: &'t str,
    text: Text<'t>,
    sentence: u32,
    clause: u32,
    /// Where the last token ended.
    end: usize,
}

impl<'t> Cutter<'t> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(c) = self.message[at..].chars().next() {
            if self.text.tokens.len() >= MOST_TOKENS {
                break;
            }
            at = if c.is_ascii_digit() {
                self.number(at)
            } else if c.is_alphabetic() {
                self.word(at)
            } else {
                self.mark(at, c);
                at + c.len_utf8()
            };
        }
        self.close_sentence(false);
    }

    fn push(&mut self, word: Cow<'t, str>, kind: Kind, source: Range<usize>) {
        let glued = source.start == self.end && source.start > 0;
        self.end = source.end;
        let (sentence, clause) = (self.sentence, self.clause);
        self.text.tokens.push(Token { word, kind, source, sentence, clause, glued });
    }

    /// Letters, with apostrophes inside; contractions become several words.
    fn word(&mut self, start: usize) -> usize {
        let rest = &self.message[start..];
        let mut end = rest.len();
        let mut chars = rest.char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let inside = c.is_alphanumeric()
                || (matches!(c, '\'' | '’' | '`') && chars.peek().is_some_and(|(_, next)| next.is_alphabetic()));
            if !inside {
                end = i;
                break;
            }
        }
        let raw = &rest[..end];
        let lower: Cow<'t, str> = if raw.bytes().all(|b| b.is_ascii_lowercase()) {
            Cow::Borrowed(raw)
        } else {
            Cow::Owned(raw.to_lowercase().replace(['’', '`'], "'"))
        };
        let source = start..start + end;
        if self.language.opens_clause(&lower) {
            self.clause += 1;
        }
        match self.language.written_out(&lower) {
            Some(words) => {
                for word in words {
                    self.push(Cow::Borrowed(word.as_str()), Kind::Word, source.clone());
                }
            }
            None => self.split_possessive(lower, source),
        }
        start + end
    }

    fn split_possessive(&mut self, lower: Cow<'t, str>, source: Range<usize>) {
        if let Some(stem) = lower.strip_suffix("n't") {
            self.push(Cow::Owned(stem.to_owned()), Kind::Word, source.clone());
            self.push(Cow::Borrowed("not"), Kind::Word, source);
        } else if let Some((stem, tail)) = lower.split_once('\'') {
            let word = match tail {
                "s" => stem.to_owned(),
                _ => format!("{stem}{tail}"),
            };
            self.push(Cow::Owned(word), Kind::Word, source);
        } else {
            self.push(lower, Kind::Word, source);
        }
    }

    /// Digits with separators inside: `1,200.50`, `13 000`, `4:20`, `1/3`.
    fn number(&mut self, start: usize) -> usize {
        let bytes = self.message.as_bytes();
        let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
        let mut end = start;
        while end < bytes.len() {
            if digit(end) || (matches!(bytes[end], b'.' | b',' | b':' | b'/') && digit(end + 1)) {
                end += 1;
            } else if bytes[end] == b' '
                && end - start <= 3
                && digit(end + 1)
                && digit(end + 2)
                && bytes.get(end + 3) == Some(&b'0')
                && !digit(end + 4)
                && bytes[start..end].iter().all(u8::is_ascii_digit)
            {
                end += 4;
            } else {
                break;
            }
        }
        self.push(Cow::Borrowed(&self.message[start..end]), Kind::Number, start..end);
        end
    }

    fn mark(&mut self, at: usize, c: char) {
        let next = self.message[at + c.len_utf8()..].chars().next();
        let source = at..at + c.len_utf8();
        let sign = |this: &mut Self, mark: &'static str| this.push(Cow::Borrowed(mark), Kind::Mark, source.clone());
        match c {
            '?' | '？' => {
                sign(self, "?");
                self.close_sentence(true);
            }
            '!' => {
                sign(self, "!");
                self.close_sentence(false);
            }
            '.' if next.is_none_or(|n| !n.is_ascii_digit()) => self.close_sentence(false),
            '\n' | ';' | '…' => self.close_sentence(false),
            ',' | ':' | '(' | ')' | '–' | '—' => {
                sign(self, ",");
                self.clause += 1;
            }
            '-' => sign(self, "-"),
            '+' => sign(self, "+"),
            '$' => sign(self, "$"),
            '£' => sign(self, "£"),
            '€' => sign(self, "€"),
            '%' => sign(self, "%"),
            '#' => sign(self, "#"),
            '"' | '“' | '”' => sign(self, "\""),
            // A thumb by itself is an answer.
            '👍' | '👌' | '✅' | '🤝' if self.text.tokens.is_empty() => {
                self.push(Cow::Borrowed("yes"), Kind::Word, source.clone());
            }
            _ => {}
        }
    }

    fn close_sentence(&mut self, question: bool) {
        self.clause += 1;
        let has_words = self.text.tokens.last().is_some_and(|t| t.sentence == self.sentence);
        if has_words {
            self.text.sentences.push(Sentence { question });
            self.sentence += 1;
        } else if question && let Some(last) = self.text.sentences.last_mut() {
            last.question = true;
        }
    }
}
