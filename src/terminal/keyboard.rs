//! The keyboard: line editing, a history in memory, and completion of commands.

use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, Editor, Helper};

use super::command::HELP;
use super::conversation::Ears;

/// A person at a keyboard.
pub(super) struct Keyboard {
    editor: Editor<Commands, MemHistory>,
}

impl Keyboard {
    /// The process's own keyboard.
    ///
    /// # Errors
    /// When the terminal can't be used.
    pub(super) fn new() -> Result<Self, ReadlineError> {
        let config = Config::builder().auto_add_history(true).build();
        let history = MemHistory::with_config(&config);
        let mut editor = Editor::with_history(config, history)?;
        editor.set_helper(Some(Commands));
        Ok(Keyboard { editor })
    }
}

impl Ears for Keyboard {
    fn listen(&mut self, prompt: &str) -> Option<String> {
        self.editor.readline(prompt).ok()
    }
}

/// Completes what begins with a slash.
struct Commands;

impl Completer for Commands {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let typed = line.get(..at).and_then(|typed| typed.strip_prefix('/'));
        let fits = |name: &&str| typed.is_some_and(|typed| name.starts_with(typed));
        let pair = |name: &str| Pair { display: format!("/{name}"), replacement: format!("/{name} ") };
        Ok((0, HELP.iter().map(|(name, ..)| *name).filter(fits).map(pair).collect()))
    }
}

impl Hinter for Commands {
    type Hint = String;
}
impl Highlighter for Commands {}
impl Validator for Commands {}
impl Helper for Commands {}
