//! Plain answers to a question that binds. Signing and leaving rest on these and on nothing weaker: a message
//! with any word beside a yes is not a plain yes, however friendly it sounds.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

/// The words, by list; another language is another file.
static WORDS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut list = "";
    for line in include_str!("english/plain.txt").lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(name) => list = name,
            None => lists.entry(list).or_default().extend(line.split_whitespace()),
        }
    }
    lists
});

/// The most words a plain answer has.
const MOST_WORDS: usize = 12;

/// Whether a message is a yes and nothing else. `name` is whom it may address.
pub fn plain_yes(message: &str, name: &str) -> bool {
    plain(message, name, "yes")
}

/// Whether a message says that a reading was meant so, and nothing else. Nothing is signed by it.
pub fn plain_meant(message: &str, name: &str) -> bool {
    let lowered = lower(message);
    let Some(words) = pieces(&lowered) else { return false };
    let said = format!("_{}_", words.join("_"));
    let phrases = WORDS.get("meant").map(Vec::as_slice).unwrap_or_default();
    let spoken =
        |word: &&str| known(word, name, "yes") || phrases.iter().any(|phrase| phrase.split('_').any(|w| w == *word));
    let says = phrases.iter().any(|phrase| said.contains(&format!("_{phrase}_")));
    plain(message, name, "yes") || (says && words.iter().all(spoken))
}

/// Whether a message confirms a goodbye and nothing else.
pub fn plain_goodbye(message: &str, name: &str) -> bool {
    plain(message, name, "leave")
}

/// Whether a message is a no and nothing else.
pub fn plain_no(message: &str, name: &str) -> bool {
    plain(message, name, "no")
}

fn plain(message: &str, name: &str, list: &str) -> bool {
    let message = lower(message);
    pieces(&message).is_some_and(|words| {
        words.iter().any(|word| in_list(list, word)) && words.iter().all(|word| known(word, name, list))
    })
}

fn lower(message: &str) -> String {
    message.to_lowercase().replace(['’', '‘'], "'")
}

/// The words of a message that may be a plain answer: it asks nothing and isn't long.
fn pieces(message: &str) -> Option<Vec<&str>> {
    let is_word =
        |piece: &&str| piece.chars().any(|c| c.is_alphanumeric() || !c.is_ascii()) && !piece.trim().is_empty();
    let words: Vec<&str> = message.split_word_bounds().filter(is_word).collect();
    (!message.contains('?') && words.len() <= MOST_WORDS).then_some(words)
}

fn in_list(list: &str, word: &str) -> bool {
    WORDS.get(list).is_some_and(|words| words.contains(&word))
}

/// Whether a word is one of a list, or may stand beside it: the name of whom it addresses too.
fn known(word: &str, name: &str, list: &str) -> bool {
    in_list(list, word) || in_list("beside", word) || name.to_lowercase().split(' ').any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_yes_binds() {
        for yes in [
            "yes",
            "y",
            "Yes, deal!",
            "ok Marta, I'll take it then, sure",
            "👍",
            "I accept",
            "That's it, agreed",
            "sure, go ahead",
        ] {
            assert!(plain_yes(yes, "Marta"), "{yes}");
        }
        for other in [
            "sure, if the tyres are included",
            "Yes, provided you include the winter tyres",
            "fine, but only with the tyres",
            "good car, bad price",
            "that would be robbery",
            "good",
            "deal?",
            "yes but can you do any better",
            "ok I'm leaving, bye",
            "no",
            "6,300 yes",
            "",
        ] {
            assert!(!plain_yes(other, "Marta"), "{other}");
        }
    }

    #[test]
    fn a_reading_is_confirmed_by_more_than_a_deal_is() {
        for yes in
            ["right", "That's right", "that’s it, thanks", "go ahead", "I did say that", "yes, that's what I meant"]
        {
            assert!(plain_meant(yes, "Marta"), "{yes}");
        }
        for yes in ["right", "go ahead", "I did say that"] {
            assert!(!plain_yes(yes, "Marta"), "nothing is signed by {yes}");
        }
        for other in
            ["that's not right", "I did not say that", "right, 930", "right?", "wrong", "that's it for me, bye"]
        {
            assert!(!plain_meant(other, "Marta"), "{other}");
        }
    }

    #[test]
    fn a_goodbye_is_confirmed_by_a_yes_or_another_goodbye_only() {
        assert!(plain_goodbye("yes, bye", "Noor") && plain_goodbye("ok", "Noor"));
        assert!(
            !plain_goodbye("no wait, fine, I'll take it", "Noor")
                && !plain_goodbye("I accept", "Noor")
                && !plain_goodbye("deal", "Noor")
        );
        assert!(
            plain_no("no", "Noor")
                && plain_no("No, not that please", "Noor")
                && !plain_no("no, 930 with the cat", "Noor")
        );
    }
}
