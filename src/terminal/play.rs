//! `sparring play`: which talk, with whom, and on what.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, IsTerminal, Write};

use crate::host::{Difficulty, Host, Live, Start, UserError};
use crate::report::Tone;

use super::conversation::{Ears, Next, converse};
use super::ink::Screen;
use super::keyboard::Keyboard;
use super::menu::{self, Choice, unfinished};
use super::piped::piped;
use super::talk::{OWNER, Talk, now};

/// How a talk over pipes is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Readable lines.
    #[default]
    Text,
    /// A JSON object a line.
    Jsonl,
}

/// What was asked for on the command line.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The persona's id; the menu asks when there is none.
    pub persona: Option<String>,
    /// The only source of chance; a fresh one when there is none.
    pub seed: Option<u64>,
    /// The variant; `standard` when there is none.
    pub variant: Option<String>,
    /// The counterpart's temper; `normal` when there is none.
    pub difficulty: Option<Difficulty>,
    /// A session to create or to go on with.
    pub session: Option<String>,
    /// Whether readings taken back may be exported; as it was when there is none.
    pub share_misreadings: Option<bool>,
    /// How a talk over pipes is written.
    pub format: Format,
}

/// Plays: on a terminal a conversation, else a line each. Reads and writes the process's own standard streams,
/// and blocks its thread while it waits for a line.
///
/// # Errors
/// `usage` when nobody was named and nobody can be asked; else what the house can't do.
pub async fn play(host: &Host, wanted: Wanted) -> Result<(), UserError> {
    if let Some(shares) = wanted.share_misreadings {
        host.share_misreadings(OWNER, shares).await?;
    }
    if io::stdin().is_terminal() && wanted.format == Format::Text {
        let mut keyboard = Keyboard::new().map_err(|error| unusable(&error))?;
        return at_a_screen(host, wanted, &mut keyboard, &mut Screen::terminal()).await;
    }
    let (talk, resumed) = begin(host, &wanted).await?;
    piped(talk, resumed, wanted.format, io::stdin().lock(), io::stdout().lock()).await
}

/// Talk after talk, until the person has had enough.
async fn at_a_screen<W: Write>(
    host: &Host,
    mut wanted: Wanted,
    ears: &mut impl Ears,
    screen: &mut Screen<W>,
) -> Result<(), UserError> {
    loop {
        if wanted.persona.is_none() && wanted.session.is_none() {
            match choose(host, ears, screen).await? {
                Choice::Quit => return Ok(()),
                Choice::Persona(id) => wanted.persona = Some(id),
                Choice::Session(id) => {
                    wanted = Wanted { session: Some(id), format: wanted.format, ..Wanted::default() }
                }
            }
        }
        let (mut talk, resumed) = begin(host, &wanted).await?;
        let next = converse(host, &mut talk, resumed, ears, screen).await.map_err(|error| unusable(&error))?;
        let fresh = Wanted { persona: None, seed: None, session: None, ..wanted.clone() };
        wanted = match next {
            Next::Quit => return Ok(()),
            Next::Menu => Wanted { variant: None, ..fresh },
            Next::Resume(id) => Wanted { session: Some(id), format: fresh.format, ..Wanted::default() },
            Next::Again => Wanted {
                persona: Some(talk.live.briefing.id.clone()),
                variant: Some(talk.live.variant.clone()),
                difficulty: Some(talk.live.difficulty),
                ..fresh
            },
        };
    }
}

/// Asks the menu until it has an answer.
async fn choose<W: Write>(host: &Host, ears: &mut impl Ears, screen: &mut Screen<W>) -> Result<Choice, UserError> {
    let (people, open) = (host.menu(), unfinished(host).await?);
    menu::show(screen, &people, &host.faulty(), &open).map_err(|error| unusable(&error))?;
    loop {
        let Some(typed) = ears.listen("> ") else { return Ok(Choice::Quit) };
        match menu::read(&typed, &people, &open) {
            Ok(choice) => return Ok(choice),
            Err(hint) => screen.say(&hint, Tone::Quiet).map_err(|error| unusable(&error))?,
        }
    }
}

/// Takes the session up where it was, or begins one. Says which.
async fn begin(host: &Host, wanted: &Wanted) -> Result<(Talk, bool), UserError> {
    if let Some(id) = &wanted.session {
        match host.resume(id).await {
            Ok(live) => {
                is_meant(&live, wanted)?;
                return Ok((Talk::new(host.clone(), live), true));
            }
            Err(error) if error.code != "unknown_session" || wanted.persona.is_none() => return Err(error),
            Err(_) => {}
        }
    }
    let Some(persona) = wanted.persona.clone() else {
        return Err(UserError::new(
            "usage",
            "Nobody to negotiate with was named.",
            "Name one, for example: sparring play hatchback. In a terminal, a menu asks.",
        ));
    };
    let start = Start {
        owner: OWNER.into(),
        persona,
        variant: wanted.variant.clone().unwrap_or_default(),
        difficulty: wanted.difficulty.unwrap_or_default(),
        seed: wanted.seed.unwrap_or_else(fresh_seed),
        id: wanted.session.clone(),
        ..Start::default()
    };
    Ok((Talk::new(host.clone(), host.start(start, now()).await?), false))
}

/// Refuses to go on with a session that is another one than was named: what was asked for would be ignored in silence.
fn is_meant(live: &Live, wanted: &Wanted) -> Result<(), UserError> {
    fn same<T: PartialEq>(wanted: Option<&T>, is: &T) -> bool {
        wanted.is_none_or(|wanted| wanted == is)
    }
    let (persona, variant, difficulty, seed) = (&live.briefing.id, &live.variant, live.difficulty, live.seed);
    if same(wanted.persona.as_ref(), persona)
        && same(wanted.variant.as_ref(), variant)
        && same(wanted.difficulty.as_ref(), &difficulty)
        && same(wanted.seed.as_ref(), &seed)
    {
        return Ok(());
    }
    let message = format!(
        "The session {:?} is with {persona}, variant {variant}, difficulty {}, seed {seed}.",
        live.id,
        difficulty.name()
    );
    let hint = "Leave the counterpart, --variant, --difficulty and --seed out to go on with it, or give the new talk \
                another --session.";
    Err(UserError { session: Some(live.id.clone()), ..UserError::new("other_session", message, hint) })
}

/// A seed short enough to be read out and typed again.
fn fresh_seed() -> u64 {
    RandomState::new().build_hasher().finish() % 1_000_000
}

fn unusable(error: &dyn std::fmt::Display) -> UserError {
    UserError::new(
        "io",
        format!("The terminal can't be used: {error}."),
        "Any talk stays open; see sparring play --help.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::host::Catalogue;
    use crate::report::Page;
    use crate::store::Store;

    /// Somebody who types these lines and then has had enough.
    struct Script(std::vec::IntoIter<&'static str>);

    impl Ears for Script {
        fn listen(&mut self, _: &str) -> Option<String> {
            self.0.next().map(String::from)
        }
    }

    async fn played(folder: &std::path::Path, lines: Vec<&'static str>) -> String {
        let store = Store::open(&folder.join("talks.db").to_string_lossy()).await.unwrap();
        let host = Host::new(store, Catalogue::embedded());
        let mut screen = Screen::over(Vec::new(), Page { width: 96, ascii: false });
        let wanted = Wanted { seed: Some(7), ..Wanted::default() };
        at_a_screen(&host, wanted, &mut Script(lines.into_iter()), &mut screen).await.unwrap();
        anstream::adapter::strip_str(&String::from_utf8(screen.paper()).unwrap()).to_string()
    }

    #[tokio::test]
    async fn a_talk_from_the_menu_to_the_debrief_and_back() {
        let folder = tempfile::tempdir().unwrap();
        let shown = played(folder.path(), vec!["hatchbak", "marta", "/offer 5900", "/accept", "yes", "m", "q"]).await;
        let in_order = [
            "Who would you like to negotiate with?",
            "Did you mean Hatchback by the Station?",
            "For your eyes only: you are the buyer",
            "Marta: ",
            "Say yes to sign.",
            "Deal: £",
            "Marta's side",
            "Who would you like to negotiate with?",
        ];
        let mut rest = shown.as_str();
        for part in in_order {
            rest =
                rest.split_once(part).unwrap_or_else(|| panic!("{part:?} is missing or out of order in:\n{shown}")).1;
        }
    }

    #[tokio::test]
    async fn an_unfinished_talk_is_gone_on_with_from_the_menu() {
        let folder = tempfile::tempdir().unwrap();
        let first = played(folder.path(), vec!["marta", "/offer 5950", "/quit"]).await;
        assert!(first.contains("The talk stays open."), "{first}");
        let then = played(folder.path(), vec!["r1", "/table", "/quit"]).await;
        assert!(then.contains("Unfinished") && then.contains("after turn 1") && then.contains("£5,950"), "{then}");
    }
}
