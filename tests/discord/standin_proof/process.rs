//! Starting and ending a bot's process.

use super::raw::{ALL, Raw};
use crate::bot::{Bot, Home};
use std::os::unix::process::ExitStatusExt;
use tokio::process::Command;

/// A process that writes two lines and waits, with a connection opened in its stead.
async fn running(raw: &Raw) -> Bot {
    let mut shell = Command::new("sh");
    shell.args(["-c", "echo to-output; echo to-error >&2; exec sleep 60"]);
    let (bot, _line) = tokio::join!(Bot::launch(&raw.world, shell), raw.line(ALL));
    let bot = bot.unwrap();
    bot.writes("to-output\n").await;
    bot.writes("to-error\n").await;
    bot
}

#[tokio::test]
async fn a_bot_that_ends_before_it_connects_is_reported_with_its_words() {
    let raw = Raw::new().await;
    let world = raw.world.clone();
    let started =
        tokio::spawn(async move { Bot::start(&world, &Home::new(), &["--no-such-option"], &[("LANG", "C")]).await });
    let panic = started.await.err().expect("a bot with a wrong option does not connect").into_panic();
    let told = panic.downcast_ref::<String>().unwrap();
    assert!(told.starts_with("the bot ended before it was connected"), "{told}");
    assert!(told.contains("It wrote:") && told.contains("Requests of the bot:"), "{told}");
}

#[tokio::test]
async fn a_bot_is_asked_to_end_or_killed() {
    let raw = Raw::new().await;
    let (status, output) = running(&raw).await.terminate().await;
    assert_eq!(status.signal(), Some(15));
    assert!(output.contains("to-output\n") && output.contains("to-error\n"), "{output}");
    let output = running(&raw).await.kill().await;
    assert!(output.contains("to-output\n"), "{output}");
}
