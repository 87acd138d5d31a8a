//! Whether a session repeats a line while its deck still holds another, told from the stored states and from the
//! decks as their files list them, not from the code that draws.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use sparring::persona::{Condition, Persona};
use sparring::session::Session;

/// What a session remembers of one deck, as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
struct Said {
    #[serde(default)]
    said: BTreeSet<usize>,
    #[serde(default)]
    last: Option<usize>,
}

type Memory = BTreeMap<String, Said>;

/// The built-in decks as their file lists them.
static BUILT_IN: LazyLock<BTreeMap<String, BTreeMap<String, Vec<String>>>> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("../../src/speech/english.yaml")).unwrap());

/// What the lines of some acts must name; any other line need name nothing. What an admission is about changes.
const NAMED: &[(&str, &str)] =
    &[("counter", "{offer}"), ("ask_confirm", "{deal}"), ("ask_back", "{reading}"), ("answer_fact", "{fact}")];
const OF_CHANGING_SUBJECT: &[&str] = &["admit", "stand_by"];

/// The lines that a deck can always play, by place: without condition or mood, one sentence, no question, and no
/// placeholder but the one that its act must name.
fn always_playable(persona: &Persona, deck: &str) -> BTreeSet<usize> {
    let act = deck.trim_start_matches("english:");
    if OF_CHANGING_SUBJECT.contains(&act) {
        return BTreeSet::new();
    }
    let slot = NAMED.iter().find(|(named, _)| *named == act).map(|(_, slot)| *slot);
    let plain = |text: &str| {
        let one_sentence = text.matches(['.', '?', '!', '…']).count() == 1 && text.ends_with('.');
        let slots = text.matches('{').count();
        one_sentence && slot.map_or(slots == 0, |slot| slots == 1 && text.contains(slot))
    };
    if let Some(name) = deck.strip_prefix("english:") {
        let any = BUILT_IN.get(name).and_then(|moods| moods.get("any")).into_iter().flatten().enumerate();
        return any.filter(|(_, text)| plain(text)).map(|(place, _)| place).collect();
    }
    let own = persona.counterpart.lines.iter().find(|(act, _)| act.name() == deck).map(|(_, lines)| lines);
    let cards = own.into_iter().flatten().enumerate();
    let free = |line: &sparring::persona::Line| line.when == Condition::default() && !line.once;
    cards.filter(|(_, line)| free(line) && plain(&line.say)).map(|(place, _)| place).collect()
}

/// Checks a whole session; how many lines it drew, and how often a deck came round again.
pub fn no_line_comes_again_while_its_deck_lasts(session: &Session) -> (usize, usize) {
    let persona = session.scene.persona();
    let memory = |at: usize| -> Memory {
        serde_json::from_value(serde_json::to_value(&session.steps()[at].state.decks).unwrap()).unwrap()
    };
    let (mut drawn, mut rounds) = (0, 0);
    let mut before = Memory::default();
    for at in 0..session.steps().len() {
        let after = memory(at);
        for (deck, now) in &after {
            let then = before.get(deck).cloned().unwrap_or_default();
            if *now == then {
                continue;
            }
            drawn += 1;
            let Some(place) = now.last.filter(|place| then.said.contains(place)) else { continue };
            rounds += 1;
            let unsaid: Vec<usize> = always_playable(persona, deck).difference(&then.said).copied().collect();
            let text = &session.steps()[at].turn.reply.text;
            assert!(
                unsaid.is_empty(),
                "{} step {at}: line {place} of `{deck}` comes again in {text:?}, lines {unsaid:?} were not yet said",
                persona.id
            );
        }
        before = after;
    }
    (drawn, rounds)
}

#[test]
fn the_check_knows_lines_that_can_always_be_played() {
    let marta = super::talks::scene("hatchback");
    for deck in ["counter", "hold", "english:hold", "english:counter"] {
        let lines = always_playable(marta.persona(), deck);
        assert!(lines.len() >= 3, "{deck}: {lines:?}");
    }
}
