//! Discord's limits (API v10), and how text is made to fit them without being mangled.

use unicode_segmentation::UnicodeSegmentation;

/// Characters of a message.
pub(crate) const MESSAGE: usize = 2_000;
/// Characters over all embeds of a message.
pub(crate) const EMBEDS: usize = 6_000;
/// Embeds of a message.
pub(crate) const EMBED_COUNT: usize = 10;
pub(crate) const EMBED_TITLE: usize = 256;
pub(crate) const EMBED_TEXT: usize = 4_096;
pub(crate) const FOOTER: usize = 2_048;
pub(crate) const FIELDS: usize = 25;
pub(crate) const FIELD_NAME: usize = 256;
pub(crate) const FIELD_TEXT: usize = 1_024;
pub(crate) const BUTTON: usize = 80;
/// Options of a list, and suggestions of an autocompletion.
pub(crate) const CHOICES: usize = 25;
pub(crate) const CHOICE: usize = 100;
pub(crate) const PLACEHOLDER: usize = 150;
pub(crate) const FORM_TITLE: usize = 45;
pub(crate) const FORM_LABEL: usize = 45;
pub(crate) const FORM_HINT: usize = 100;
pub(crate) const FORM_TEXT: u16 = 4_000;
/// Text fields of a form.
pub(crate) const FORM_FIELDS: usize = 5;
pub(crate) const ALT: usize = 1_024;
#[cfg(test)]
pub(crate) const CUSTOM_ID: usize = 100;
pub(crate) const THREAD_NAME: usize = 100;

/// At most `most` characters; what is left out is marked by an ellipsis.
pub(crate) fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(most.saturating_sub(1)).collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// Cuts a text into parts of at most `most` characters: between paragraphs where it can, else between sentences, else
/// between words, and inside a word only when it is longer than a whole part.
pub(crate) fn split(text: &str, most: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    for sentence in text.split_sentence_bounds().flat_map(|sentence| pieces(sentence, most)) {
        if !part.is_empty() && part.chars().count() + sentence.chars().count() > most {
            parts.push(std::mem::take(&mut part));
        }
        part.push_str(&sentence);
    }
    parts.push(part);
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// A sentence in pieces that fit.
fn pieces(sentence: &str, most: usize) -> Vec<String> {
    if sentence.chars().count() <= most {
        return vec![sentence.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for word in sentence.split_word_bounds() {
        for letter in word.graphemes(true) {
            let full = pieces.last().is_some_and(|last| last.chars().count() + letter.chars().count() > most);
            let breaks = pieces.last().is_some_and(|last| last.chars().count() + word.chars().count() > most);
            if full || (breaks && word.chars().count() <= most && letter.as_ptr() == word.as_ptr()) {
                pieces.push(String::new());
            }
            if let Some(last) = pieces.last_mut() {
                last.push_str(letter);
            }
        }
    }
    pieces
}

/// Texts joined on pages of at most `most` characters; one that is longer than a page is clipped.
pub(crate) fn fill(texts: impl IntoIterator<Item = String>, between: &str, most: usize) -> Vec<String> {
    let length = |text: &str| text.chars().count();
    let mut pages: Vec<String> = Vec::new();
    for text in texts {
        match pages.last_mut().filter(|page| length(page) + length(between) + length(&text) <= most) {
            Some(page) => *page = [page.as_str(), &text].join(between),
            None => pages.push(clip(&text, most)),
        }
    }
    pages
}

/// A sign and the currency after it kept on one line: a client may break between them.
pub(crate) fn unbroken(text: &str) -> String {
    let mut whole = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        whole.push(c);
        let signs_money =
            matches!(c, '+' | '-' | '−') && letters.peek().is_some_and(|next| matches!(next, '£' | '€' | '$' | '¥'));
        if signs_money {
            whole.push('\u{2060}');
        }
    }
    whole
}

/// Somebody's words, so that Discord shows them as they are: no formatting, no mentions, no links that hide their target.
pub(crate) fn verbatim(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 16);
    let mut at_line_start = true;
    for c in text.chars() {
        let means_something = matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '[' | ']');
        if means_something || (at_line_start && matches!(c, '#' | '>' | '-')) {
            safe.push('\\');
        }
        safe.push(c);
        if c == '@' {
            safe.push('\u{200b}');
        }
        at_line_start = c == '\n' || (at_line_start && c == ' ');
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_sentences() {
        assert_eq!(split("One. Two and three. Four.", 14), ["One.", "Two and three.", "Four."]);
        assert_eq!(split("", 10), Vec::<String>::new());
    }

    #[test]
    fn a_sentence_that_is_too_long_is_cut_between_words_and_a_word_only_when_it_must_be() {
        assert_eq!(split("one two three four", 9), ["one two", "three", "four"]);
        assert_eq!(split(&"x".repeat(25), 10).iter().map(String::len).collect::<Vec<_>>(), [10, 10, 5]);
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_too_long() {
        let text = "Ich biete 6.140 €. ".repeat(400) + &"ohneende".repeat(700);
        let parts = split(&text, MESSAGE);
        assert!(parts.iter().all(|part| part.chars().count() <= MESSAGE));
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(letters(&parts.concat()), letters(&text));
    }

    #[test]
    fn pages_are_filled_as_far_as_they_go() {
        let texts = ["one", "two", "three and more", "four"].map(String::from);
        assert_eq!(fill(texts, ", ", 10), ["one, two", "three and…", "four"]);
        assert_eq!(fill([], ", ", 10), Vec::<String>::new());
    }

    #[test]
    fn words_of_a_person_mention_and_format_nothing() {
        assert_eq!(verbatim("@everyone **hi** <@123>"), "@\u{200b}everyone \\*\\*hi\\*\\* \\<@\u{200b}123>");
    }

    #[test]
    fn a_sign_stays_with_its_money() {
        assert_eq!(
            unbroken("You +£410, Marta −£10: a+b, 3 - £4"),
            "You +\u{2060}£410, Marta −\u{2060}£10: a+b, 3 - £4"
        );
    }

    #[test]
    fn what_is_clipped_says_so() {
        assert_eq!(clip("twelve chars", 12), "twelve chars");
        assert_eq!(clip("thirteen char", 12), "thirteen ch…");
    }
}
