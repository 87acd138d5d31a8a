//! `sparring doctor` against the stand-in: its words and its exit code for whatever may be wrong.

use serenity::model::Permissions;

use crate::bot::{Bot, Home};
use crate::standin::world::World;

/// Runs it; whether it was content, and what it wrote.
async fn doctor(world: &World, home: &Home, arguments: &[&str], environment: &[(&str, &str)]) -> (bool, String) {
    let all: Vec<&str> = ["doctor"].iter().chain(arguments).copied().collect();
    let (status, told) = Bot::once(world, home, &all, environment).await;
    assert!(status.code().is_some_and(|code| code <= 1), "{status}: {told}");
    assert!(!told.contains(&world.token()), "the token is shown");
    (status.success(), told)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_wrong() {
    let (world, home) = (World::start().await, Home::new());
    world.guild("club");
    let (content, told) = doctor(&world, &home, &[], &[]).await;
    assert!(content && !told.contains("warning") && !told.contains("error"), "{told}");
    for words in [
        "shape of a bot token",
        "database answers",
        "counterparts are ready",
        "knows this bot as sparring",
        "message content intent is granted",
        "in 1 server.",
        "oauth2/authorize?client_id=",
    ] {
        assert!(told.contains(words), "no {words:?} in: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_none_and_one_that_is_refused() {
    let (world, home) = (World::start().await, Home::new());
    for (token, words) in [
        (" ", "DISCORD_TOKEN is empty"),
        ("0123456789abcdef", "doesn't look like a bot token"),
        (&format!("{}.AAAAAA.{}", "A".repeat(24), "C".repeat(38)), "Discord refuses this token"),
    ] {
        let (content, told) = doctor(&world, &home, &[], &[("DISCORD_TOKEN", token)]).await;
        assert!(!content && told.contains(words) && told.contains("Reset Token"), "{token}: {told}");
        assert!(told.contains("database answers"), "the rest is looked at all the same: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_without_a_token_and_a_link_to_copy() {
    let (world, home) = (World::start().await, Home::new());
    for command in ["doctor", "serve"] {
        let mut process = Bot::command(&world, &home);
        let ended = process.arg(command).env_remove("DISCORD_TOKEN").output().await.expect("it runs");
        let told = String::from_utf8_lossy(&[ended.stdout, ended.stderr].concat()).into_owned();
        assert!(!ended.status.success() && told.contains("DISCORD_TOKEN is not set in this terminal."), "{told}");
        assert!(told.contains("export DISCORD_TOKEN=") && told.contains("$env:DISCORD_TOKEN ="), "{told}");
    }
    let (_, told) = doctor(&world, &home, &[], &[]).await;
    let link = told.lines().map(str::trim).find(|line| line.starts_with("https://")).expect("the link begins its line");
    assert!(link.starts_with("https://discord.com/oauth2/authorize?") && !link.contains(' '), "{link}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_still_to_be_done_in_discord() {
    let (world, home) = (World::with().without_message_content().start().await, Home::new());
    let (content, told) = doctor(&world, &home, &[], &[]).await;
    assert!(content && told.contains("message content intent is not granted"), "{told}");
    assert!(told.contains("Privileged Gateway Intents") && told.contains("in no server yet"), "{told}");

    let guild = world.guild("club");
    let all = crate::standin::permissions::invitation();
    world.let_bot(guild, all - Permissions::CREATE_PRIVATE_THREADS - Permissions::ATTACH_FILES);
    let (content, told) = doctor(&world, &home, &[], &[]).await;
    assert!(content && told.contains("In club its role lacks Create Private Threads, Attach Files."), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_elsewhere_and_discord_away() {
    let (world, home) = (World::start().await, Home::new());
    let (content, told) = doctor(&world, &home, &[], &[("DISCORD_PROXY", "http://discord.example.org")]).await;
    assert!(!content && told.contains("the token goes to Discord or stays here"), "{told}");
    let (content, told) = doctor(&world, &home, &[], &[("DISCORD_PROXY", "http://127.0.0.1:9")]).await;
    assert!(!content && told.contains("Discord doesn't answer"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn personas_that_cannot_be_played_and_a_database_that_cannot_be_reached() {
    let (world, home) = (World::start().await, Home::new());
    let folder = home.path().join("mine");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("half.yaml"), "schema: 1\nid: half\n").expect("a file");
    let mine = folder.to_string_lossy().into_owned();
    let (content, told) = doctor(&world, &home, &["--personas", &mine], &[]).await;
    assert!(content && told.contains("half.yaml has errors") && told.contains("sparring check"), "{told}");
    let (content, told) = doctor(&world, &home, &["--personas", "/nowhere/at/all"], &[]).await;
    assert!(!content && told.contains("/nowhere/at/all"), "{told}");

    for url in ["postgres://nobody@127.0.0.1:9/none", "sqlite:///proc/none/sparring.db", "mysql://x"] {
        let (content, told) = doctor(&world, &home, &["--database", url], &[]).await;
        assert!(!content && told.contains("error") && told.contains("--database"), "{url}: {told}");
        assert!(told.contains("knows this bot as"), "Discord is looked at all the same: {told}");
    }
}
