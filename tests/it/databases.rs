//! Real databases for tests: a SQLite file in a folder of its own, and a Postgres database of its own on the server
//! that SPARRING_TEST_POSTGRES names, else on a private one started from the machine's own binaries.

use std::{
    future::Future,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, Weak, atomic},
};

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;

/// Runs `test` with the URL of a SQLite file that doesn't exist yet, in a folder that doesn't either.
pub(crate) async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(String) -> F) {
    let folder = tempfile::tempdir().unwrap();
    test(format!("sqlite:{}", folder.path().join("data/sparring.db").display())).await;
}

/// Runs `test` with the URL of an empty Postgres database, or says loudly that there is none to run it on.
pub(crate) async fn on_postgres<F>(test: impl FnOnce(String) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let Some(server) = Server::find() else { return };
    static NUMBER: atomic::AtomicU32 = atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, atomic::Ordering::Relaxed);
    let name = format!("sparring_test_{}_{number}", std::process::id());
    server.order(&format!("CREATE DATABASE {name}")).await;
    // On a task of its own, so that the database is dropped also when the test fails.
    let outcome = tokio::spawn(test(server.url(&name))).await;
    server.order(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

enum Server {
    Given(String),
    Private(Arc<Private>),
}

impl Server {
    fn find() -> Option<Self> {
        if let Some(url) = std::env::var("SPARRING_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) {
            return Some(Self::Given(url));
        }
        match Private::shared() {
            Ok(server) => Some(Self::Private(server)),
            Err(reason) => {
                // Straight to the terminal: the test harness keeps back what a passing test prints.
                let _ = writeln!(
                    std::io::stderr(),
                    "\n*** SKIPPED: the Postgres half of a store test did not run: {reason}.\n*** \
                     Install PostgreSQL, or set SPARRING_TEST_POSTGRES=postgres://USER:PASSWORD@HOST/postgres.\n"
                );
                None
            }
        }
    }

    /// The URL of one of its databases.
    fn url(&self, name: &str) -> String {
        match self {
            Self::Given(url) => {
                let (base, parameters) = url.split_once('?').map_or((url.as_str(), None), |(a, b)| (a, Some(b)));
                let (host, _) = base.rsplit_once('/').filter(|(host, _)| !host.ends_with('/')).unwrap_or((base, ""));
                let parameters = parameters.map(|text| format!("?{text}")).unwrap_or_default();
                format!("{host}/{name}{parameters}")
            }
            Self::Private(server) => {
                format!("postgres:///{name}?host={}&user=sparring", server.folder.path().display())
            }
        }
    }

    async fn order(&self, sql: &str) {
        let url = match self {
            Self::Given(url) => url.clone(),
            Self::Private(_) => self.url("postgres"),
        };
        let mut connection = PgConnection::connect(&url).await.expect("the test server answers");
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.expect("the test server obeys");
        connection.close().await.unwrap();
    }
}

/// A Postgres server that lives as long as a test uses it, on a socket in its own folder: no port to collide on.
struct Private {
    process: Child,
    folder: TempDir,
}

/// The shell stops the server and clears up when its standard input closes, which also happens when this process is
/// killed.
const GUARD: &str = r#""$@" & server=$!; cat >/dev/null; kill -INT "$server"; wait "$server"; rm -rf "$FOLDER""#;

impl Private {
    /// The running server, or a new one.
    fn shared() -> Result<Arc<Self>, String> {
        static RUNNING: Mutex<Weak<Private>> = Mutex::new(Weak::new());
        let mut running = RUNNING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(server) = running.upgrade() {
            return Ok(server);
        }
        let server = Arc::new(Self::start()?);
        *running = Arc::downgrade(&server);
        Ok(server)
    }

    fn start() -> Result<Self, String> {
        let binaries = binaries().ok_or("no PostgreSQL server was found on this machine")?;
        let folder = tempfile::Builder::new().prefix("sparring-pg").tempdir_in("/tmp").map_err(|e| e.to_string())?;
        let login = Login::find()?;
        login.own(folder.path())?;
        let data = folder.path().join("data");
        let made = login
            .command(&binaries.join("initdb"))
            .args(["--username=sparring", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .current_dir(folder.path())
            .output()
            .map_err(|e| e.to_string())?;
        if !made.status.success() {
            return Err(format!("initdb failed: {}", String::from_utf8_lossy(&made.stderr).trim()));
        }
        let server = login.command(&binaries.join("postgres"));
        let mut process = Command::new("sh")
            .args(["-c", GUARD, "sh"])
            .arg(server.get_program())
            .args(server.get_args())
            .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60", "-k"])
            .arg(folder.path())
            .arg("-D")
            .arg(&data)
            .current_dir(folder.path())
            .env("FOLDER", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| e.to_string())?;
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = Vec::new();
        for line in log.by_ref() {
            if line.contains("database system is ready to accept connections") {
                std::thread::spawn(move || log.for_each(drop));
                return Ok(Self { process, folder });
            }
            said.push(line);
        }
        drop(process.stdin.take());
        let _ = process.wait();
        Err(format!("PostgreSQL did not start: {}", said.join(" / ")))
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Where the server's binaries are: on the path, else the newest of Debian's folders.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.filter_map(Result::ok).map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    debian.sort_by_key(|folder| folder.to_string_lossy().len());
    debian.sort();
    std::env::split_paths(&path)
        .chain(debian.into_iter().rev())
        .find(|folder| folder.join("postgres").is_file() && folder.join("initdb").is_file())
}

/// Who runs the server: Postgres refuses to run as root.
enum Login {
    Myself,
    Other { uid: u32, gid: u32 },
}

impl Login {
    fn find() -> Result<Self, String> {
        if id(&["-u"]) != Some(0) {
            return Ok(Self::Myself);
        }
        let known = |name: &&str| Some(Self::Other { uid: id(&["-u", name])?, gid: id(&["-g", name])? });
        ["postgres", "nobody"].iter().find_map(known).ok_or_else(|| "no user but root to run PostgreSQL as".to_owned())
    }

    fn own(&self, folder: &Path) -> Result<(), String> {
        #[cfg(unix)]
        if let Self::Other { uid, gid } = self {
            std::os::unix::fs::chown(folder, Some(*uid), Some(*gid)).map_err(|e| e.to_string())?;
        }
        let _ = folder;
        Ok(())
    }

    fn command(&self, program: &Path) -> Command {
        match self {
            Self::Myself => Command::new(program),
            Self::Other { uid, gid } => {
                let mut command = Command::new("setpriv");
                command.arg(format!("--reuid={uid}")).arg(format!("--regid={gid}")).arg("--clear-groups").arg(program);
                command
            }
        }
    }
}

fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok().filter(|output| output.status.success())?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
