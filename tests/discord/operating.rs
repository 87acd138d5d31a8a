//! Running it: health and metrics, shards, two processes on one database, a database that is slow or locked.

use std::net::{Ipv4Addr, TcpListener};

use sqlx::{Connection, SqliteConnection};

use crate::bot::{Bot, Home};
use crate::standin::ids::Id;
use crate::standin::person::Person;
use crate::standin::world::World;
use crate::table::{Club, Seat};

/// A port that nobody listens on at this moment.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

async fn scraped(port: u16, path: &str) -> (u16, String) {
    let answer = reqwest::get(format!("http://127.0.0.1:{port}/{path}")).await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_metrics_are_scraped_while_a_talk_runs() {
    let club = Club::open(World::start().await).await;
    let port = free_port();
    let bot = club.bot(&["--health", &format!("127.0.0.1:{port}")]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;
    seat.says("Hi Marta, why are you selling?").await;
    seat.offers(&[("price", "5940")]).await;

    assert_eq!(scraped(port, "healthz").await, (200, "gateway ok\ndatabase ok\n".into()));
    let (status, metrics) = scraped(port, "metrics").await;
    assert_eq!(status, 200);
    for line in [
        "# TYPE sparring_moves_total counter",
        "sparring_moves_total{outcome=\"ok\"} 2",
        "sparring_tables 1",
        "sparring_guilds 1",
        "sparring_discord_requests_total{kind=\"thread\",outcome=\"ok\"} 1",
        "sparring_discord_events_total{kind=\"form\"} 1",
    ] {
        assert!(metrics.lines().any(|one| one == line), "no {line} in:\n{metrics}");
    }
    // Nothing in them names a person, a server or a thread, or tells what was said.
    for hidden in
        [ann.id.to_string(), club.guild.to_string(), seat.thread.id.to_string(), "5940".into(), "Marta".into()]
    {
        assert!(!metrics.contains(&hidden), "{hidden} in:\n{metrics}");
    }
    #[cfg(target_os = "linux")]
    {
        // The kernel's own list of listeners: this port is open on 127.0.0.1 and nowhere else.
        let listeners = std::fs::read_to_string("/proc/net/tcp").expect("the kernel's list");
        let listeners = listeners + &std::fs::read_to_string("/proc/net/tcp6").unwrap_or_default();
        let ours: Vec<&str> = listeners
            .lines()
            .filter_map(|line| line.split_whitespace().nth(1).filter(|_| line.contains(" 0A ")))
            .filter(|address| address.ends_with(&format!(":{port:04X}")))
            .collect();
        assert_eq!(ours, [format!("0100007F:{port:04X}")]);
    }
    assert!(bot.terminate().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_served_is_said_at_the_start() {
    let (world, home) = (World::start().await, Home::new());
    for (arguments, words) in [
        (["--health", "0.0.0.0:9464"], "where others could read them"),
        (["--health", "[::]:9464"], "where others could read them"),
        (["--shards", "0-0/2"], "Write it like 0..4/16"),
        (["--shards", "2..3/2"], "beyond the last"),
        (["--idle", "soon"], "no span of time"),
    ] {
        let all = [&["serve"], &arguments[..]].concat();
        let (status, told) = Bot::once(&world, &home, &all, &[]).await;
        assert!(status.code() == Some(1) && told.contains(words), "{arguments:?}: {told}");
    }
    assert_eq!(world.log().all().len(), 0, "nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_would_be_refused_for_ever_is_not_tried_for_ever() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    club.world.close_gateway(4013);
    let (status, told) = bot.ended().await;
    assert!(status.code() == Some(1) && told.contains("doesn't know the intents"), "{told}");
    // A token that is reset while the bot runs: connecting again would be refused every time.
    let bot = club.bot(&[]).await;
    club.world.close_gateway(4004);
    let (status, told) = bot.ended().await;
    assert!(status.code() == Some(1) && told.contains("Discord refuses this token"), "{told}");
}

/// Two servers, the first of shard 0 of 2 and the second of shard 1.
fn two_servers(world: &World) -> [(Id, Person); 2] {
    [0, 1].map(|shard| {
        let guild = loop {
            let guild = world.guild("somewhere");
            if (guild >> 22) % 2 == shard {
                break guild;
            }
        };
        world.channel(guild, "practice");
        (guild, world.member(&format!("Learner{shard}"), guild))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_with_a_shard_each_share_the_servers_and_the_database() {
    let (world, home) = (World::start().await, Home::new());
    let [(_, ann), (_, bea)] = two_servers(&world);
    let ports = [free_port(), free_port()];
    let start = async |shard: usize| {
        let (range, health) = (format!("{shard}..{}/2", shard + 1), format!("127.0.0.1:{}", ports[shard]));
        Bot::start(&world, &home, &["serve", "--shards", &range, "--health", &health], &[]).await
    };
    let bots = [start(0).await, start(1).await];
    assert_eq!(world.look(|state| state.sessions.iter().map(|one| one.shard).collect::<Vec<_>>()), [(0, 2), (1, 2)]);
    world.wait_for("the commands", |state| (!state.commands.is_empty()).then_some(())).await;

    let (a, b) = tokio::join!(
        Seat::take(&ann, "/spar start persona:hatchback seed:1"),
        Seat::take(&bea, "/spar start persona:hatchback seed:2"),
    );
    let (one, other) = tokio::join!(a.says("Why are you selling?"), b.says("What matters to you?"));
    assert!(one.content().starts_with("**Marta:**") && other.content().starts_with("**Marta:**"));
    for port in ports {
        let (_, metrics) = scraped(port, "metrics").await;
        assert!(metrics.contains("sparring_moves_total{outcome=\"ok\"} 1\n"), "each heard its own:\n{metrics}");
    }
    // After a restart each takes up its own table, and fetches nothing of the other's.
    let [first, second] = bots;
    assert!(first.terminate().await.0.success() && second.terminate().await.0.success());
    let before = world.log().all().len();
    let bots = [start(0).await, start(1).await];
    a.says("And now?").await;
    b.says("And now?").await;
    for port in ports {
        let (_, metrics) = scraped(port, "metrics").await;
        assert!(metrics.contains("sparring_tables 1\n"), "each has one table:\n{metrics}");
    }
    let fetched = |place: Id| {
        let path = format!("/channels/{place}/messages");
        let all = world.log().all().split_off(before);
        all.iter()
            .filter(|one| one["method"] == "GET" && one["path"].as_str().is_some_and(|p| p.ends_with(&path)))
            .count()
    };
    assert_eq!((fetched(a.thread.id), fetched(b.thread.id)), (1, 1));
    for bot in bots {
        assert!(bot.terminate().await.0.success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_that_hear_the_same_answer_once() {
    let club = Club::open(World::start().await).await;
    let first = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;
    // The second comes while the first is still there, as in a hand-over: both get every event.
    let second = Bot::start(&club.world, &club.home, &["serve"], &[]).await;
    assert_eq!(club.world.connected(), 2);
    for words in ["Hi Marta, why are you selling?", "How did you get to £7,650?", "I could do £5,940."] {
        assert!(seat.says(words).await.content().starts_with("**Marta:**"));
    }
    let reply = seat.offers(&[("price", "6000")]).await;
    assert!(reply.content().contains("offers"), "{}", reply.content());
    let question = ann.click(&seat.opening, "Accept").await.message();
    ann.click(&question, "Yes, sign it").await;
    assert!(seat.thread.next_message().await.content().contains("accepts"));
    let mut last = seat.thread.next_message().await;
    while !last.buttons().contains(&"Again (new seed)".to_owned()) {
        last = seat.thread.next_message().await;
    }
    for bot in [first, second] {
        let (status, output) = bot.terminate().await;
        assert!(status.success(), "{output}");
    }
    let again: Vec<String> = seat.thread.unread_messages().iter().map(crate::standin::posted::Posted::text).collect();
    assert!(again.is_empty(), "said twice: {again:?}");
}

/// Somebody else's transaction on the database.
async fn lock(home: &Home) -> SqliteConnection {
    let mut other = SqliteConnection::connect(&home.database()).await.expect("the database");
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.expect("a lock");
    other
}

fn typing(world: &World) -> usize {
    world.log().all().iter().filter(|one| one["path"].as_str().is_some_and(|path| path.ends_with("/typing"))).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_database_delays_an_answer_and_a_locked_one_says_so() {
    let club = Club::open(World::start().await).await;
    let bot = club.bot(&[]).await;
    let ann = club.member("Ann");
    let seat = Seat::take(&ann, "/spar start persona:hatchback seed:3").await;

    // Slow: the answer comes when the lock is gone, and Discord shows that it is coming.
    let other = lock(&club.home).await;
    let before = typing(&club.world);
    ann.says(&seat.thread, "Hi Marta, why are you selling?");
    club.world.wait_for("typing", |_| (typing(&club.world) > before).then_some(())).await;
    assert!(seat.thread.unread_messages().is_empty());
    other.close().await.expect("closed");
    assert!(seat.thread.next_message().await.content().starts_with("**Marta:**"));

    // Locked for good: the learner is told, with a reference that stands in the log, and no path of the machine.
    let other = lock(&club.home).await;
    let before = typing(&club.world);
    ann.says(&seat.thread, "How did you get to £7,650?");
    let told = seat.thread.next_message().await.content();
    assert!(told.contains("can't be reached just now") && told.contains("Nothing is lost"), "{told}");
    assert!(!told.contains("sqlite") && !told.contains("sparring.sqlite"), "{told}");
    let (_, reference) = told.split_once("Reference ").expect("a reference");
    let reference = reference.split(':').next().expect("its letters");
    assert!(typing(&club.world) >= before + 2, "it is shown all the while");
    assert!(ann.slash("/spar table").await.text().contains("Marta offers"), "what is known can still be read");
    other.close().await.expect("closed");
    assert!(seat.says("How did you get to £7,650, I mean?").await.content().starts_with("**Marta:**"));
    let (status, output) = bot.terminate().await;
    assert!(status.success() && output.contains(reference), "{reference} is not in {output}");
}
