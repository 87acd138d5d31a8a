//! Every request that the stand-in received, one JSON line each, for checking against Discord's own API description.
//! `target/discord-requests.jsonl` holds what a well-behaved client sent; requests that are wrong on purpose go to
//! `target/discord-refused.jsonl`, and those of a stand-in run by hand to `target/discord-by-hand.jsonl`.

use serde_json::{Value, json};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

static REQUESTS: LazyLock<Mutex<File>> = LazyLock::new(|| fresh("discord-requests.jsonl"));
static REFUSED: LazyLock<Mutex<File>> = LazyLock::new(|| fresh("discord-refused.jsonl"));
static BY_HAND: LazyLock<Mutex<File>> = LazyLock::new(|| fresh("discord-by-hand.jsonl"));

/// Whose requests a world receives.
#[derive(Clone, Copy, PartialEq)]
pub enum Requests {
    /// A well-behaved bot's, in a test.
    OfTheBot,
    /// A test's own, wrong on purpose.
    WrongOnPurpose,
    /// A bot's that somebody runs by hand.
    ByHand,
}

fn fresh(name: &str) -> Mutex<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    std::fs::create_dir_all(&folder).expect("a target folder");
    Mutex::new(File::create(folder.join(name)).expect("a log to write"))
}

/// One world's requests, and the file that they all go to.
pub struct RequestLog {
    file: &'static Mutex<File>,
    kept: Mutex<Vec<Value>>,
}

impl RequestLog {
    pub fn open(whose: Requests) -> Self {
        let file = match whose {
            Requests::OfTheBot => &REQUESTS,
            Requests::WrongOnPurpose => &REFUSED,
            Requests::ByHand => &BY_HAND,
        };
        Self { file, kept: Mutex::default() }
    }
    pub fn append(&self, record: Value) {
        let line = format!("{record}\n");
        self.file.lock().expect("no writer failed").write_all(line.as_bytes()).expect("the log can be written");
        self.kept.lock().expect("no writer failed").push(record);
    }
    /// This world's requests so far, in the shape they are logged in.
    pub fn all(&self) -> Vec<Value> {
        self.kept.lock().expect("no writer failed").clone()
    }
    /// The last few requests, each as one readable line.
    pub fn recent(&self, count: usize) -> Vec<String> {
        let all = self.all();
        let shown = all.iter().rev().take(count).rev();
        shown.map(|r| format!("{} {} -> {} {}", text(r, "method"), text(r, "path"), r["status"], brief(r))).collect()
    }
}

fn text<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap_or_default()
}

fn brief(record: &Value) -> String {
    let refused = record["status"].as_u64().is_some_and(|status| status >= 400);
    let told = if refused { json!([record["body"], record["response"]]) } else { record["body"].clone() };
    told.to_string().chars().take(240).collect()
}
