//! How the bot is run, checked before anything is sent: above all, where the token may go.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::ops::Range;
use std::time::Duration;

/// The secret that lets the bot in. Printed nowhere.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Takes a token of the right shape: three parts, divided by points.
    ///
    /// # Errors
    /// What is wrong with it, without repeating it.
    pub fn new(text: &str) -> Result<Self, Refused> {
        let text = text.trim();
        let text = text.strip_prefix("Bot ").unwrap_or(text);
        let parts: Vec<&str> = text.split('.').collect();
        let plain = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        };
        match parts.as_slice() {
            _ if text.is_empty() => Err(Refused::new("DISCORD_TOKEN is empty.", TOKEN_HINT)),
            [first, _, last] if parts.iter().all(|part| plain(part)) && first.len() >= 18 && last.len() >= 27 => {
                Ok(Token(text.to_owned()))
            }
            _ => Err(Refused::new(
                "DISCORD_TOKEN doesn't look like a bot token: three parts with points between them.",
                TOKEN_HINT,
            )),
        }
    }

    /// Takes what the environment variable DISCORD_TOKEN holds, if it is there.
    ///
    /// # Errors
    /// What is wrong with it, without repeating it.
    pub fn given(variable: Option<&str>) -> Result<Self, Refused> {
        let text = variable.ok_or_else(|| Refused::new("DISCORD_TOKEN is not set in this terminal.", UNSET_HINT))?;
        Token::new(text)
    }

    pub(crate) fn secret(&self) -> &str {
        &self.0
    }
}

const UNSET_HINT: &str = "Set it in this one, before the command: export DISCORD_TOKEN='…' (PowerShell: $env:DISCORD_TOKEN = '…'). The developer portal has it: your application, Bot, Reset Token.";

const TOKEN_HINT: &str = "Copy it from Discord's developer portal: your application, Bot, Reset Token. A client secret or a public key won't do.";

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Why the bot won't start like this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} {hint}")]
pub struct Refused {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Refused {
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Refused { message: message.into(), hint: hint.into() }
    }
}

/// How the bot is run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Lets the bot in.
    pub token: Token,
    /// Where REST requests go instead of Discord: a proxy on this machine.
    pub proxy: Option<String>,
    /// Which shards this process runs, and of how many; all by itself when none.
    pub shards: Option<(Range<u32>, u32)>,
    /// Silence after which a session ends by itself.
    pub idle: Duration,
    /// Where health and metrics are served; nowhere when none. Loopback only.
    pub health: Option<SocketAddr>,
    /// How long work under way may take when the bot is told to stop.
    pub grace: Duration,
}

impl Settings {
    /// Settings for a token, all else as usual.
    pub fn new(token: Token) -> Self {
        Settings {
            token,
            proxy: None,
            shards: None,
            idle: Duration::from_secs(3 * 86_400),
            health: None,
            grace: Duration::from_secs(20),
        }
    }

    /// Whether what happens in this guild comes to this process, by Discord's rule; what has no guild comes to shard 0.
    pub(crate) fn serves(&self, guild: Option<u64>) -> bool {
        let Some((range, total)) = &self.shards else { return true };
        let shard = guild.map_or(0, |guild| (guild >> 22) % u64::from(*total));
        (u64::from(range.start)..u64::from(range.end)).contains(&shard)
    }
}

/// `0..4/16`: shards 0 to 3 of 16.
///
/// # Errors
/// What is wrong with it.
pub fn shard_range(text: &str) -> Result<(Range<u32>, u32), Refused> {
    let hint = "Write it like 0..4/16: shards 0, 1, 2 and 3 of 16.";
    let read = || {
        let (range, total) = text.split_once('/')?;
        let (start, end) = range.split_once("..")?;
        Some((start.parse().ok()?..end.parse().ok()?, total.parse().ok()?))
    };
    let (range, total): (Range<u32>, u32) =
        read().ok_or_else(|| Refused::new(format!("{text:?} is no range of shards."), hint))?;
    if range.is_empty() || range.end > total {
        return Err(Refused::new(format!("{text:?} names no shard, or one beyond the last."), hint));
    }
    Ok((range, total))
}

/// `72h`, `3d`, `30m`, `45s`.
///
/// # Errors
/// What is wrong with it.
pub fn span(text: &str) -> Result<Duration, Refused> {
    let refused = || Refused::new(format!("{text:?} is no span of time."), "Write it like 3d, 72h, 30m or 45s.");
    let unit = text.chars().last().ok_or_else(refused)?;
    let seconds = match unit {
        'd' => 86_400,
        'h' => 3_600,
        'm' => 60,
        's' => 1,
        _ => return Err(refused()),
    };
    let count: u64 = text[..text.len() - 1].trim().parse().map_err(|_| refused())?;
    count
        .checked_mul(seconds)
        .filter(|span| (1..=31_536_000).contains(span))
        .map(Duration::from_secs)
        .ok_or_else(refused)
}

/// The proxy, if the token may go there: HTTP on this machine, nothing else.
///
/// # Errors
/// Why it may not.
pub fn proxy(text: &str) -> Result<String, Refused> {
    let hint = "DISCORD_PROXY must be plain HTTP on this machine, like http://127.0.0.1:3000: the token goes to Discord or stays here.";
    let refused = || Refused::new(format!("DISCORD_PROXY is {text:?}."), hint);
    let url = text.trim().trim_end_matches('/');
    let address = url.strip_prefix("http://").ok_or_else(refused)?;
    if address.contains(['/', '@', '?', '#']) || !is_loopback(host_of(address)) {
        return Err(refused());
    }
    Ok(url.to_owned())
}

/// A gateway's address, if the token may go there: loopback when REST goes to loopback, else a `wss` host of Discord's.
///
/// # Errors
/// Why it may not.
pub(crate) fn gateway(url: &str, through_proxy: bool) -> Result<(), Refused> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host_of(authority);
    let discords =
        scheme == "wss" && !authority.contains('@') && (host == "discord.gg" || host.ends_with(".discord.gg"));
    let here = through_proxy && matches!(scheme, "ws" | "wss") && !authority.contains('@') && is_loopback(host);
    if discords || here {
        return Ok(());
    }
    Err(Refused::new(
        format!("The gateway is said to be at {scheme}://{host}, which is neither Discord's nor this machine."),
        "The token was not sent there. Check DISCORD_PROXY and what answers at it.",
    ))
}

/// The host of `host:port` or `[::1]:port`.
fn host_of(authority: &str) -> &str {
    match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => authority.split(':').next().unwrap_or_default(),
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_to_discord_or_stays_here() {
        let fine = ["http://127.0.0.1:3000", "http://localhost:9/", "http://[::1]:80"];
        assert!(fine.iter().all(|url| proxy(url).is_ok()));
        let evil = [
            "https://127.0.0.1",
            "http://example.org",
            "http://127.0.0.1@example.org",
            "http://127.0.0.1.example.org",
            "127.0.0.1:3000",
            "http://127.0.0.1/api",
            "",
        ];
        for url in evil {
            assert!(proxy(url).is_err(), "{url}");
        }
    }

    #[test]
    fn the_gateway_is_discords_or_on_this_machine() {
        assert!(gateway("wss://gateway.discord.gg", false).is_ok());
        assert!(gateway("wss://gateway.discord.gg/?v=10", true).is_ok());
        assert!(gateway("ws://127.0.0.1:4000", true).is_ok());
        let evil = [
            "ws://gateway.discord.gg",
            "wss://discord.gg.example.org",
            "wss://gateway.discord.gg@example.org",
            "wss://evildiscord.gg",
            "ws://example.org",
            "",
            "wss://",
        ];
        for url in evil {
            assert!(gateway(url, true).is_err(), "{url}");
        }
        assert!(gateway("ws://127.0.0.1:4000", false).is_err(), "loopback only when REST goes there too");
    }

    #[test]
    fn ranges_and_spans_are_read_or_refused() {
        assert_eq!(shard_range("0..4/16"), Ok((0..4, 16)));
        assert!(["4..4/16", "0..17/16", "0-4/16", "", "a..b/c"].iter().all(|text| shard_range(text).is_err()));
        assert_eq!(span("72h"), Ok(Duration::from_secs(259_200)));
        assert!(
            ["", "h", "3", "3w", "-1h", "0s", "99999999999999999999d", "9999d", "3é"]
                .iter()
                .all(|text| span(text).is_err())
        );
    }

    #[test]
    fn a_guild_has_one_shard() {
        let token = Token::new(&format!("{}.{}.{}", "A".repeat(24), "B".repeat(6), "C".repeat(38)));
        let all = Settings::new(token.unwrap_or_else(|_| Token(String::new())));
        let half = |range| Settings { shards: Some((range, 2)), ..all.clone() };
        for guild in [None, Some(0), Some(1 << 22), Some(7 << 22 | 5), Some(u64::MAX)] {
            assert!(all.serves(guild));
            assert_ne!(half(0..1).serves(guild), half(1..2).serves(guild), "{guild:?}");
            assert!(half(0..2).serves(guild));
        }
        assert!(half(0..1).serves(None), "direct conversations come to shard 0");
    }

    #[test]
    fn a_token_is_known_by_its_shape_and_never_shown() {
        let shape = format!("{}.{}.{}", "A".repeat(24), "B".repeat(6), "C".repeat(38));
        let token = Token::new(&format!(" Bot {shape}\n")).map(|token| format!("{token:?}"));
        assert_eq!(token.as_deref(), Ok("Token(…)"));
        for wrong in ["", "abc", "a.b.c", &shape.replace('.', "-"), &format!("{shape}!")] {
            assert!(Token::new(wrong).is_err(), "{wrong}");
        }
    }
}
