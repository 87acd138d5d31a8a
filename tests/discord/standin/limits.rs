//! Rate limits: a bucket per route and main id, and one for the whole bot. Off until a test sets them, because tests
//! are quicker than people; interaction endpoints are exempt from the global one, as on Discord.

use std::collections::BTreeMap;
use std::time::Duration;

/// So many requests in so much time.
#[derive(Clone, Copy)]
pub struct Quota {
    pub requests: u32,
    pub within: Duration,
}

/// Counts requests of one bucket.
struct Bucket {
    began: Duration,
    used: u32,
}

/// What a bucket says about a request.
pub struct Reading {
    pub limit: u32,
    pub remaining: u32,
    pub reset_after: Duration,
    pub name: String,
    /// Set when the request is refused: how long to wait, and whether for everything.
    pub refused: Option<bool>,
}

/// All buckets.
#[derive(Default)]
pub struct Limits {
    /// First match wins: method, path pattern (`channels/*/messages`), quota.
    rules: Vec<(String, String, Quota)>,
    global: Option<Quota>,
    buckets: BTreeMap<String, Bucket>,
}

/// Whether a path (without `/api/v10`) fits a pattern where `*` stands for one segment.
pub fn fits(pattern: &str, path: &[&str]) -> bool {
    let wanted: Vec<&str> = pattern.trim_matches('/').split('/').collect();
    wanted.len() == path.len() && wanted.iter().zip(path).all(|(want, is)| *want == "*" || want == is)
}

impl Limits {
    pub fn add(&mut self, method: &str, pattern: &str, quota: Quota) {
        self.rules.insert(0, (method.into(), pattern.into(), quota));
    }
    pub fn set_global(&mut self, quota: Quota) {
        self.global = Some(quota);
    }
    /// Counts a request and says whether it may pass.
    pub fn count(&mut self, method: &str, path: &[&str], now: Duration) -> Reading {
        let exempt = matches!(path.first(), Some(&"interactions" | &"webhooks"));
        if let Some(global) = self.global.filter(|_| !exempt)
            && let reading = self.draw("global".into(), global, now, true)
            && reading.refused.is_some()
        {
            return reading;
        }
        let name = bucket_name(method, path);
        match self.rules.iter().find(|(m, pattern, _)| m == method && fits(pattern, path)) {
            Some((_, _, quota)) => self.draw(name, *quota, now, false),
            None => {
                let second = Duration::from_secs(1);
                Reading { limit: 50, remaining: 49, reset_after: second, name, refused: None }
            }
        }
    }
    fn draw(&mut self, name: String, quota: Quota, now: Duration, global: bool) -> Reading {
        let bucket = self.buckets.entry(name.clone()).or_insert(Bucket { began: now, used: 0 });
        if now >= bucket.began + quota.within {
            *bucket = Bucket { began: now, used: 0 };
        }
        let refused = (bucket.used >= quota.requests).then_some(global);
        bucket.used += u32::from(refused.is_none());
        let reset_after = bucket.began + quota.within - now;
        Reading { limit: quota.requests, remaining: quota.requests - bucket.used, reset_after, name, refused }
    }
}

/// A bucket is its method, its route, and the channel, guild or webhook it is about.
fn bucket_name(method: &str, path: &[&str]) -> String {
    let numbers_hidden = path.iter().enumerate().map(|(place, step)| {
        let is_id = step.chars().all(|c| c.is_ascii_digit());
        if is_id && place != 1 { "*" } else { step }
    });
    format!("{method} {}", numbers_hidden.collect::<Vec<_>>().join("/"))
}
