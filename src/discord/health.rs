//! Health and metrics for whoever runs the bot, on this machine only.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus::{Encoder, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

use super::Bot;
use super::settings::Refused;

/// What is counted. No label names a person, a server or a thread.
#[derive(Clone)]
pub(crate) struct Gauges {
    registry: Registry,
    requests: IntCounterVec,
    moves: IntCounterVec,
    events: IntCounterVec,
    tables: IntGauge,
    guilds: IntGauge,
    /// Shards and whether each is connected.
    lines: Arc<Mutex<BTreeMap<u32, bool>>>,
}

impl Gauges {
    /// Fresh counters.
    ///
    /// # Errors
    /// When two of them had one name.
    pub(crate) fn new() -> Result<Self, prometheus::Error> {
        let counter = |name: &str, about: &str, labels: &[&str]| IntCounterVec::new(Opts::new(name, about), labels);
        let gauges = Gauges {
            registry: Registry::new(),
            requests: counter(
                "sparring_discord_requests_total",
                "Requests to Discord by kind and outcome.",
                &["kind", "outcome"],
            )?,
            moves: counter("sparring_moves_total", "Learner moves by outcome.", &["outcome"])?,
            events: counter("sparring_discord_events_total", "Events from Discord by kind.", &["kind"])?,
            tables: IntGauge::new("sparring_tables", "Threads with an open session.")?,
            guilds: IntGauge::new("sparring_guilds", "Servers the bot is in, as told at the start.")?,
            lines: Arc::default(),
        };
        let registry = &gauges.registry;
        registry.register(Box::new(gauges.requests.clone()))?;
        registry.register(Box::new(gauges.moves.clone()))?;
        registry.register(Box::new(gauges.events.clone()))?;
        registry.register(Box::new(gauges.tables.clone()))?;
        registry.register(Box::new(gauges.guilds.clone()))?;
        Ok(gauges)
    }

    pub(crate) fn requested(&self, kind: &str, fine: bool) {
        self.requests.with_label_values(&[kind, outcome(fine)]).inc();
    }

    pub(crate) fn heard(&self, fine: bool) {
        self.moves.with_label_values(&[outcome(fine)]).inc();
    }

    pub(crate) fn event(&self, kind: &str) {
        self.events.with_label_values(&[kind]).inc();
    }

    pub(crate) fn tables(&self, count: usize) {
        self.tables.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    pub(crate) fn guilds(&self, count: usize) {
        self.guilds.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// A shard's connection opened or was lost.
    pub(crate) fn line(&self, shard: u32, open: bool) {
        self.lines().insert(shard, open);
    }

    /// All connections are over.
    pub(crate) fn disconnected(&self) {
        self.lines().clear();
    }

    /// Whether there are connections and all are open.
    fn connected(&self) -> bool {
        let lines = self.lines();
        !lines.is_empty() && lines.values().all(|open| *open)
    }

    fn lines(&self) -> MutexGuard<'_, BTreeMap<u32, bool>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn outcome(fine: bool) -> &'static str {
    if fine { "ok" } else { "failed" }
}

/// Serves `/healthz` and `/metrics`.
///
/// # Errors
/// When the address isn't on this machine or is taken.
pub(crate) async fn serve(bot: Arc<Bot>, address: SocketAddr) -> Result<(), Refused> {
    let hint =
        "Choose a free port of this machine, like 127.0.0.1:9464; put a proxy before it to reach it from elsewhere.";
    if !address.ip().is_loopback() {
        return Err(Refused::new(
            format!("Health and metrics are not served at {address}, where others could read them."),
            hint,
        ));
    }
    let listener = tokio::net::TcpListener::bind(address).await;
    let listener = listener
        .map_err(|error| Refused::new(format!("Health and metrics can't be served at {address}: {error}."), hint))?;
    let routes = Router::new().route("/healthz", get(healthz)).route("/metrics", get(metrics)).with_state(bot);
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, routes).await {
            tracing::error!(%error, "health and metrics are no longer served");
        }
    });
    Ok(())
}

async fn healthz(State(bot): State<Arc<Bot>>) -> Response {
    let connected = bot.gauges.connected();
    let stored = bot.host.ping().await.is_ok();
    let status = if connected && stored { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = |fine: bool| if fine { "ok" } else { "away" };
    (status, format!("gateway {}\ndatabase {}\n", word(connected), word(stored))).into_response()
}

async fn metrics(State(bot): State<Arc<Bot>>) -> Response {
    let encoder = TextEncoder::new();
    let mut text = Vec::new();
    match encoder.encode(&bot.gauges.registry.gather(), &mut text) {
        Ok(()) => ([(header::CONTENT_TYPE, encoder.format_type().to_owned())], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
