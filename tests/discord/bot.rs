//! The real binary, `sparring serve`, pointed at the stand-in and at nothing else.

use crate::standin::world::World;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long the bot may take to connect, or to end after it was asked to.
const STARTUP: Duration = Duration::from_secs(60);

/// A folder for a bot's database, kept over restarts of the bot.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }
    pub fn path(&self) -> &Path {
        self.0.path()
    }
    /// The database's address.
    pub fn database(&self) -> String {
        format!("sqlite://{}?mode=rwc", self.path().join("sparring.sqlite").display())
    }
}

/// A running bot. It is killed when the test is over.
pub struct Bot {
    child: Child,
    output: watch::Sender<String>,
    readers: Vec<JoinHandle<()>>,
}

impl Bot {
    /// Starts the binary (`&["serve"]`, and settings beyond the usual ones) and waits until it is connected.
    pub async fn start(world: &World, home: &Home, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = Self::command(world, home);
        command.args(arguments).envs(environment.iter().copied());
        Self::launch(world, command).await.unwrap_or_else(|why| panic!("{why}\n{}", world.dump()))
    }

    /// Runs the binary to its end: how it ended, and what it wrote.
    pub async fn once(
        world: &World,
        home: &Home,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> (ExitStatus, String) {
        let mut command = Self::command(world, home);
        command.args(arguments).envs(environment.iter().copied()).stdin(Stdio::null()).kill_on_drop(true);
        let ended = tokio::time::timeout(STARTUP, command.output()).await.expect("it ends");
        let ended = ended.expect("the binary starts");
        (ended.status, [ended.stdout, ended.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat())
    }

    /// The binary with the stand-in as its only Discord, and nothing else of this machine's settings.
    pub fn command(world: &World, home: &Home) -> Command {
        // A proxy that nobody listens on: whatever would leave this machine fails at once.
        let nowhere = "http://127.0.0.1:9";
        let mut command = Command::new(env!("CARGO_BIN_EXE_sparring"));
        command
            .env_clear()
            .envs(std::env::vars().filter(|(name, _)| name == "PATH" || name.starts_with("LLVM_PROFILE")))
            .env("HOME", home.path())
            .env("DISCORD_TOKEN", world.token())
            .env("DISCORD_PROXY", world.url())
            .env("DATABASE_URL", home.database())
            .envs([("HTTP_PROXY", nowhere), ("HTTPS_PROXY", nowhere), ("ALL_PROXY", nowhere)])
            .env("NO_PROXY", "127.0.0.1");
        command
    }

    /// Runs a command until a connection opens; `Err` with its output when it ends before, or takes too long.
    pub async fn launch(world: &World, command: Command) -> Result<Self, String> {
        let before = world.connected();
        let mut bot = Self::spawn(command);
        let ready = world.wait_at_most(STARTUP, |state| {
            let open = state.sessions.iter().filter(|session| session.line.is_some()).count();
            (open > before).then_some(())
        });
        let ended = tokio::select! {
            ready = ready => match ready {
                Some(()) => None,
                None => Some(format!("the bot was not connected after {STARTUP:?}")),
            },
            status = bot.child.wait() => Some(format!("the bot ended before it was connected: {status:?}")),
        };
        match ended {
            None => Ok(bot),
            Some(why) => Err(format!("{why}\nIt wrote:\n{}", bot.last_words().await)),
        }
    }

    fn spawn(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().expect("the binary starts");
        let output = watch::Sender::new(String::new());
        let stdout = child.stdout.take().expect("piped");
        let stderr = child.stderr.take().expect("piped");
        let readers = vec![tokio::spawn(keep(stdout, output.clone())), tokio::spawn(keep(stderr, output.clone()))];
        Self { child, output, readers }
    }

    /// Everything it has written so far, standard output and standard error as they came.
    pub fn output(&self) -> String {
        self.output.borrow().clone()
    }
    /// Waits until it has written these words.
    pub async fn writes(&self, words: &str) {
        let mut output = self.output.subscribe();
        let found = tokio::time::timeout(STARTUP, output.wait_for(|text| text.contains(words))).await;
        assert!(found.is_ok(), "the bot did not write {words:?} but:\n{}", self.output());
    }
    /// Everything it wrote, once it has ended.
    async fn last_words(&mut self) -> String {
        let _ = self.child.start_kill();
        for reader in self.readers.drain(..) {
            let _ = reader.await;
        }
        self.output()
    }
    /// Asks it to end (SIGTERM) and waits; gives back how it ended and what it wrote.
    pub async fn terminate(mut self) -> (ExitStatus, String) {
        let pid = self.child.id().expect("the bot is running").to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().await.expect("kill is there");
        assert!(sent.success(), "the signal could not be sent");
        let ended = tokio::time::timeout(STARTUP, self.child.wait()).await;
        let status = ended.unwrap_or_else(|_| panic!("SIGTERM did not end the bot. It wrote:\n{}", self.output()));
        (status.expect("its end is known"), self.last_words().await)
    }
    /// Waits until it ends by itself; gives back how, and what it wrote.
    pub async fn ended(mut self) -> (ExitStatus, String) {
        let ended = tokio::time::timeout(STARTUP, self.child.wait()).await;
        let status = ended.unwrap_or_else(|_| panic!("it did not end. It wrote:\n{}", self.output()));
        (status.expect("its end is known"), self.last_words().await)
    }
    /// Kills it at once (SIGKILL), as a power cut does; gives back what it wrote.
    pub async fn kill(mut self) -> String {
        self.child.kill().await.expect("the bot was running");
        self.last_words().await
    }
}

async fn keep(source: impl AsyncRead + Unpin, output: watch::Sender<String>) {
    let mut lines = BufReader::new(source).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        output.send_modify(|text| {
            text.push_str(&line);
            text.push('\n');
        });
    }
}
