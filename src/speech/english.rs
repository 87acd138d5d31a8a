//! The built-in voice: plain English for any setting, in four moods, for acts a persona leaves out.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::counterpart::Mood;

/// The deck of `english.yaml` for agreeing to meet in the middle; the act's own deck refuses.
pub(super) const SPLIT_AGREED: &str = "split_agreed";

/// The deck for returning a greeting that did not ask how one is; the act's own deck says how.
pub(super) const HELLO: &str = "hello";

/// The lines of one deck.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moods {
    any: Vec<String>,
    #[serde(default)]
    warm: Vec<String>,
    #[serde(default)]
    cool: Vec<String>,
    #[serde(default)]
    hot: Vec<String>,
}

static DECKS: LazyLock<BTreeMap<String, Moods>> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("english.yaml")).unwrap_or_default());

/// The lines of a deck, each with the mood it belongs to; empty for a deck that isn't there.
pub(super) fn lines(deck: &str) -> impl Iterator<Item = (&'static str, Option<Mood>)> {
    let tagged = |lines: &'static [String], mood| lines.iter().map(move |line| (line.as_str(), mood));
    DECKS.get(deck).into_iter().flat_map(move |moods| {
        tagged(&moods.any, None)
            .chain(tagged(&moods.warm, Some(Mood::Warm)))
            .chain(tagged(&moods.cool, Some(Mood::Cool)))
            .chain(tagged(&moods.hot, Some(Mood::Hot)))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::collections::BTreeSet;

    use super::*;
    use crate::negotiation::Act;
    use crate::speech::sentences;

    #[test]
    fn the_file_is_read() {
        let read: Result<BTreeMap<String, Moods>, _> = serde_yaml::from_str(include_str!("english.yaml"));
        assert!(read.expect("english.yaml has the shape of Moods").len() > 30);
    }

    #[test]
    fn every_deck_is_an_act_with_at_least_four_plain_lines_that_differ() {
        for (name, moods) in DECKS.iter() {
            assert!([SPLIT_AGREED, HELLO].contains(&&**name) || name.parse::<Act>().is_ok(), "{name} is no act");
            assert!(moods.any.len() >= 4, "{name} has {} lines", moods.any.len());
            let all: Vec<&str> = lines(name).map(|(line, _)| line).collect();
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{name} says something twice");
            for line in all {
                assert!(!line.contains('!'), "{name}: {line}");
                assert!(sentences::count(line) <= 2, "{name}: {line}");
            }
        }
    }

    #[test]
    fn every_deck_has_a_line_of_one_sentence_that_needs_nothing_special() {
        for name in DECKS.keys() {
            let short = lines(name).any(|(line, mood)| mood.is_none() && sentences::count(line) == 1);
            assert!(short, "{name} has no short line");
        }
    }
}
