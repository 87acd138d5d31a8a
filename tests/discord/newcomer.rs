//! The README's set-up, step by step, on the stand-in that people run by hand.

use std::process::ExitStatus;

use crate::bot::{Bot, Home};
use crate::console::Console;
use crate::hostile::minimal;
use crate::standin::world::World;

/// What follows a mark in a text, to the end of its line.
fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    let (_, rest) = text.split_once(mark).unwrap_or_else(|| panic!("no {mark:?} in: {text}"));
    rest.lines().next().unwrap_or_default().trim_matches(|c: char| c == '\'' || c.is_whitespace())
}

async fn doctor(world: &World, home: &Home, token: &str) -> (ExitStatus, String) {
    Bot::once(world, home, &["doctor"], &[("DISCORD_TOKEN", token)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_follows_the_readme_on_the_stand_in() {
    let world = World::with().by_hand(0).listen().await.expect("a port");
    let home = Home::new();
    let mut console = Console::new(world.clone());
    assert!(console.welcome().contains(&format!("export DISCORD_PROXY={}", world.url())));

    // 1 and 2: an application, its token, its intent.
    for early in [":token", ":intent message content on"] {
        assert!(console.line(early).await.contains("no application yet"), "{early}");
    }
    let page = console.line(":application Haggle").await;
    assert!(page.contains("message content: off"), "{page}");
    let token = after(&console.line(":token").await, "export DISCORD_TOKEN=").to_owned();

    // 3: the doctor knows the application, misses the intent, then misses nothing, and prints the link.
    let (status, told) = doctor(&world, &home, &token).await;
    assert!(status.success() && told.contains("knows this bot as Haggle"), "{told}");
    assert!(told.contains("warning") && told.contains("Message Content Intent"), "{told}");
    assert!(console.line(":intent message content on").await.contains("message content: on"));
    let (status, told) = doctor(&world, &home, &token).await;
    assert!(status.success() && !told.contains("warning"), "{told}");
    let link = format!("https://discord.com/{}", after(&told, "https://discord.com/"));

    // 4: the link is what Discord takes; what isn't is refused with the reason.
    for (wrong, words) in [
        ("https://discord.com/developers".to_owned(), "no invite link"),
        (link.replace("client_id=", "client_id=1"), "client_id has to be"),
        (link.replace("%20applications.commands", ""), "scope applications.commands"),
        (link.replace("permissions=", "rights="), "names no permissions"),
    ] {
        let refused = console.line(&format!(":invite {wrong}")).await;
        assert!(refused.contains(words), "{refused}");
    }
    let refused = console.line("/spar start persona:hatchback").await;
    assert!(refused.contains("not in this server"), "{refused}");
    let joined = console.line(&format!(":invite {link}")).await;
    assert!(joined.contains("[x] create private threads") && joined.contains("is in Practice Club"), "{joined}");

    // 5 and 6: it serves, and Ann plays.
    let mut serve = Bot::command(&world, &home);
    serve.args(["serve", "--log-format", "text"]).env("DISCORD_TOKEN", &token);
    let bot = Bot::launch(&world, serve).await.unwrap_or_else(|why| panic!("{why}"));
    bot.writes("Ready as Haggle in 1 server. Ctrl-C stops; nothing is lost.").await;
    assert!(!bot.output().contains('{'), "a log for people: {}", bot.output());
    world.wait_for("the commands", |state| (!state.commands.is_empty()).then_some(())).await;
    console.line(":as Ann").await;
    assert!(console.line(":suggest /spar start persona:hatch").await.contains("hatchback"));
    let refused = console.line("/spar start persona:hatchback privacy:public").await;
    let words = "! /spar start has no option \"privacy\"; it has persona, variant, difficulty, visibility, seed";
    assert!(refused.starts_with(words), "{refused}");
    let told = console.line("/spar start persona:hatchback seed:7").await;
    assert!(told.contains("only Ann sees this") && told.contains("[My brief] [Make an offer]"), "{told}");
    console.line(":go Sparring").await;
    assert!(console.line(":press My brief").await.contains("only Ann sees this"));
    let told = console.line("Hello. How did you get to £7,650?").await;
    assert!(told.contains("│ Ann\n  Hello. How did you get") && told.contains("Marta:"), "{told}");
    assert!(console.line(":press make an offer").await.contains(":fill"));
    let told = console.line(":fill price=£5,940 | my reason=Two are listed at £6,200.").await;
    assert!(told.contains("@Ann offers") && told.contains("Marta:"), "{told}");

    // Ben is no member of the thread; Olga manages threads, and sees no brief.
    console.line(":as Ben").await;
    assert!(!console.line(":places").await.contains("Sparring"));
    console.line(":as Olga").await;
    console.line(":go Sparring").await;
    let told = console.line(":look").await;
    assert!(told.contains("Hello. How did you get") && !told.contains("6,900"), "{told}");

    // What others do is told without asking.
    let guild = world.look(|state| *state.guilds.keys().next().expect("a server"));
    let dora = world.member("Dora", guild);
    dora.says(&dora.here(), "Who is practising?");
    console.changed().await;
    assert!(console.news().contains("Dora\n  Who is practising?"));

    // Discord writes a moment as each reader's own date; here it is a date as well.
    dora.says(&dora.here(), "At <t:1790000000:f>, or <t:1790000000>?");
    console.changed().await;
    assert!(console.news().contains("At 21 September 2026 14:13 UTC, or 21 September 2026 14:13 UTC?"));

    // While the bot is away a press fails as it does at Discord; when it is back, the talk goes on.
    let (status, output) = bot.terminate().await;
    assert!(status.success() && !output.contains(&token), "{output}");
    console.line(":as Ann").await;
    let failed = console.line(":press My brief").await;
    assert!(failed.starts_with("! This interaction failed.") && failed.contains("No bot is connected"), "{failed}");
    let failed = console.line("/help").await;
    assert!(failed.starts_with("! This interaction failed."), "{failed}");
    let bot = Bot::start(&world, &home, &["serve"], &[("DISCORD_TOKEN", &token)]).await;
    assert!(console.line(":press Accept").await.contains("Sign this"));
    let mut told = console.line(":press Yes, sign it").await;
    while !told.contains("[Again (new seed)]") {
        console.changed().await;
        told.push_str(&console.news());
    }
    assert!(told.contains("Deal:") && told.contains("frontier"), "{told}");

    // A token that was reset is no longer good, and the doctor says so.
    console.line(":token").await;
    let (status, told) = doctor(&world, &home, &token).await;
    assert!(!status.success() && told.contains("refuses this token"), "{told}");
    let output = bot.kill().await;
    assert!(!output.contains(&token), "the log tells the token");
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_mentioned_and_files_attached_as_the_readme_types_them() {
    let world = World::with().by_hand(0).listen().await.expect("a port");
    let home = Home::new();
    let mut console = Console::new(world.clone());
    console.line(":application Haggle").await;
    let token = after(&console.line(":token").await, "export DISCORD_TOKEN=").to_owned();
    console.line(":intent message content on").await;
    let (_, told) = doctor(&world, &home, &token).await;
    console.line(&format!(":invite https://discord.com/{}", after(&told, "https://discord.com/"))).await;
    let bot = Bot::start(&world, &home, &["serve"], &[("DISCORD_TOKEN", &token)]).await;
    world.wait_for("the commands", |state| (!state.commands.is_empty()).then_some(())).await;
    console.line(":role teachers: Olga").await;
    assert!(console.line("/setup roles instructor:@teachers").await.contains("**Instructors**: @teachers"));

    // Members by their names after an @, in capitals or not; who isn't one stays as typed, and the bot says so.
    let told = console.line("/class create persona:hatchback due:in 7 days members:@Ann @ben title:Week 1").await;
    assert!(told.contains("Week 1 is set up") || told.contains("**Week 1** is set up"), "{told}");
    let told = console.line("/class status").await;
    assert!(told.contains("@Ann · not started") && told.contains("@Ben · not started"), "{told}");
    let told = console.line("/class create persona:hatchback due:in 7 days members:@Anna").await;
    assert!(told.contains("\"@Anna\" is nobody I can find"), "{told}");

    // A mention in a message is one too: it is said to Ben, and is no move.
    console.line(":as Ann").await;
    let told = console.line("/spar start persona:flat-3b visibility:public").await;
    assert!(told.contains("counts on no board"), "a first message says whether the talk counts: {told}");
    console.line(":go Flat").await;
    let told = console.line("@Ben watch this, ann@club.example").await;
    assert!(told.contains("Ann\n  @Ben watch this, ann@club.example") && !told.contains("Noor:"), "{told}");
    let mentioned = world.look(|state| {
        state
            .messages
            .values()
            .any(|one| one.content.starts_with("<@") && one.content.contains("> watch this, ann@club"))
    });
    assert!(mentioned, "it is sent as Discord's client sends it");

    // A file of this machine is attached by its path; one that isn't there is told before anything is sent.
    console.line(":as Olga").await;
    console.line(":go practice").await;
    let path = home.path().join("visitor.yaml");
    std::fs::write(&path, minimal(&[])).expect("a file");
    let told = console.line(&format!("/class upload file:{}", path.display())).await;
    assert!(told.contains("**visitor** is on this server's shelf"), "{told}");
    let told = console.line(&format!("/class upload file:'{}'", path.display())).await;
    assert!(told.contains("visitor"), "a path in quotes: {told}");
    let told = console.line("/class upload file:nowhere/visitor.yaml").await;
    assert!(told.starts_with("! file:nowhere/visitor.yaml can't be read: "), "{told}");
    assert!(console.line("/class upload").await.contains("is required"));
    assert!(bot.terminate().await.0.success());
}
