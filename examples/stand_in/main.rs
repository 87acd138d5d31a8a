//! A stand-in for Discord to try the bot on, with nothing but this machine: `cargo run --example stand_in`.
//!
//! It speaks Discord's REST API and gateway on 127.0.0.1 and holds the bot to Discord's rules; it is the one that the
//! tests use. You play the developer portal and the members of a server. `:help` lists what can be typed.
#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub, missing_docs)]

// The tests use all of it, a console only some.
#[allow(dead_code)]
#[path = "../../tests/discord/console/mod.rs"]
mod console;
#[allow(dead_code)]
#[path = "../../tests/discord/standin/mod.rs"]
mod standin;

use anyhow::Context;
use clap::Parser;
use console::Console;
use standin::world::World;
use std::io::Write;
use tokio::io::{AsyncBufReadExt, BufReader};

/// A stand-in for Discord on this machine.
#[derive(Parser)]
struct Arguments {
    /// The port of 127.0.0.1 that the bot is pointed at.
    #[arg(long, default_value_t = 4040)]
    port: u16,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { port } = Arguments::parse();
    let world = World::with().by_hand(port).listen().await;
    let world = world.with_context(|| format!("port {port} of 127.0.0.1 can't be used; choose another with --port"))?;
    let mut console = Console::new(world);
    say(&console.welcome())?;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    loop {
        let told = tokio::select! {
            line = lines.next_line() => match line?.as_deref().map(str::trim) {
                None | Some(":quit") => return Ok(()),
                Some(line) => console.line(line).await,
            },
            () = console.changed() => console.news(),
        };
        if !told.is_empty() {
            say(&told)?;
        }
    }
}

fn say(words: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{words}\n")?;
    Ok(out.flush()?)
}
