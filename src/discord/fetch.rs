//! Fetching a file that somebody attached: from Discord's own file servers and nowhere else, and no more than is wanted.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::{Client, StatusCode, Url, redirect};

use super::event::Attached;

/// How long it may take in all.
const DEADLINE: Duration = Duration::from_secs(10);

/// Where attached files lie.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// Why a file was not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfetched {
    /// It is larger than it may be, as it was announced or as it came.
    TooLarge,
    /// It doesn't lie with Discord.
    Elsewhere,
    /// It did not come, or not in time.
    Away,
}

/// The bytes of an attached file, at most `most`. Where Discord's REST interface is on this machine its files may be too;
/// `here` says so.
///
/// # Errors
/// Why it was not fetched.
pub(crate) async fn fetch(file: &Attached, most: usize, here: bool) -> Result<Vec<u8>, Unfetched> {
    let fits = |size: u64| usize::try_from(size).is_ok_and(|size| size <= most);
    if !fits(file.size) {
        return Err(Unfetched::TooLarge);
    }
    let url = allowed(&file.url, here).ok_or(Unfetched::Elsewhere)?;
    let away = |error: reqwest::Error| {
        tracing::info!(error = %error.without_url(), "an attached file did not come");
        Unfetched::Away
    };
    let mut client = Client::builder().redirect(redirect::Policy::none()).timeout(DEADLINE);
    if here {
        client = client.no_proxy();
    }
    let mut answer = client.build().map_err(away)?.get(url).send().await.map_err(away)?;
    if answer.status() != StatusCode::OK {
        return Err(Unfetched::Away);
    }
    if answer.content_length().is_some_and(|size| !fits(size)) {
        return Err(Unfetched::TooLarge);
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(away)? {
        if bytes.len() + chunk.len() > most {
            return Err(Unfetched::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The address, if it is one of Discord's file servers, or this machine where that stands for Discord.
fn allowed(url: &str, here: bool) -> Option<Url> {
    let url: Url = url.parse().ok()?;
    let host = url.host_str()?;
    let plain = url.username().is_empty() && url.password().is_none();
    let discords = url.scheme() == "https" && url.port().is_none() && HOSTS.contains(&host);
    let loopback = host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    (plain && (discords || here && url.scheme() == "http" && loopback)).then_some(url)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// What one request to a server that answers like this comes to.
    async fn fetched(answer: Vec<u8>, size: u64) -> Result<Vec<u8>, Unfetched> {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/attachments/1/2/x.yaml", server.local_addr().unwrap());
        let serving = tokio::spawn(async move {
            let (mut line, _) = server.accept().await.unwrap();
            let _ = line.read(&mut [0; 4096]).await;
            // Whoever has read enough hangs up.
            let _ = line.write_all(&answer).await;
            let _ = line.shutdown().await;
        });
        let fetched = fetch(&Attached { name: "x.yaml".into(), size, url }, 1_000, true).await;
        serving.abort();
        fetched
    }

    fn ok(body: &str, length: Option<usize>) -> Vec<u8> {
        let length = length.map_or(String::new(), |length| format!("Content-Length: {length}\r\n"));
        format!("HTTP/1.1 200 OK\r\n{length}\r\n{body}").into_bytes()
    }

    #[tokio::test]
    async fn no_more_is_read_than_fits() {
        assert_eq!(fetched(ok("id: x", Some(5)), 5).await, Ok(b"id: x".to_vec()));
        assert_eq!(fetched(ok("", Some(0)), 1_001).await, Err(Unfetched::TooLarge), "as it was announced");
        assert_eq!(fetched(ok("x", Some(5_000_000)), 5).await, Err(Unfetched::TooLarge), "as the server says");
        assert_eq!(fetched(ok(&"x".repeat(100_000), None), 5).await, Err(Unfetched::TooLarge), "as it came");
    }

    #[tokio::test]
    async fn nobody_is_sent_elsewhere() {
        let moved = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(fetched(moved.into(), 5).await, Err(Unfetched::Away), "no redirect is followed");
        assert_eq!(fetched("HTTP/1.1 404 Not Found\r\n\r\n".into(), 5).await, Err(Unfetched::Away));
    }

    #[test]
    fn files_come_from_discord() {
        for fine in ["https://cdn.discordapp.com/attachments/1/2/x.yaml?ex=1", "https://media.discordapp.net/a"] {
            assert!(allowed(fine, false).is_some() && allowed(fine, true).is_some(), "{fine}");
        }
        let evil = [
            "http://cdn.discordapp.com/a",
            "https://cdn.discordapp.com.example.org/a",
            "https://cdn.discordapp.com@example.org/a",
            "https://me:you@cdn.discordapp.com/a",
            "https://cdn.discordapp.com:8443/a",
            "https://example.org/cdn.discordapp.com",
            "https://127.0.0.1/a",
            "http://169.254.169.254/latest",
            "http://localhost/a",
            "file:///etc/passwd",
            "",
        ];
        for url in evil {
            assert!(allowed(url, false).is_none() && allowed(url, true).is_none(), "{url}");
        }
        assert!(allowed("http://127.0.0.1:9/a", false).is_none() && allowed("http://127.0.0.1:9/a", true).is_some());
        assert!(allowed("http://[::1]:9/a", true).is_some() && allowed("http://10.0.0.1/a", true).is_none());
    }
}
