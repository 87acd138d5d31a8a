//! The REST side: every request is read, checked for its token, faults and limits, routed, answered and logged.

mod account;
mod answers;
mod channels;
mod commands;
mod messages;
mod threads;

use super::faults::Fault;
use super::gateway::converse;
use super::ids::Id;
use super::limits::Reading;
use super::posting::Upload;
use super::refusal::{FormErrors, Refusal};
use super::world::{State, World};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State as Shared, WebSocketUpgrade};
use axum::http::{Response, header};
use axum::routing::any;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::net::TcpListener;

/// The most that one request may hold.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// A request as the routes see it.
pub struct Call {
    pub method: String,
    /// Path segments after `/api/v10`.
    pub path: Vec<String>,
    pub query: BTreeMap<String, String>,
    /// The JSON body, or the `payload_json` of a multipart one.
    pub body: Value,
    pub files: Vec<Upload>,
    content_type: String,
    raw_path: String,
    raw_query: String,
    authorization: Option<String>,
    malformed: bool,
}

impl Call {
    /// A body that is an object; 50109 otherwise.
    pub fn object(&self) -> Result<&Value, Refusal> {
        if self.body.is_object() { Ok(&self.body) } else { Err(Refusal::bad_json()) }
    }
}

/// An id in a path.
pub fn snowflake(text: &str) -> Result<Id, Refusal> {
    let told = format!("Value \"{text}\" is not snowflake.");
    text.parse().map_err(|_| FormErrors::single("", "NUMBER_TYPE_COERCE", &told))
}

/// An answer that is not an error.
pub struct Answered {
    pub status: u16,
    pub body: Option<Value>,
}

impl Answered {
    pub fn ok(body: Value) -> Result<Self, Refusal> {
        Ok(Self { status: 200, body: Some(body) })
    }
    pub fn created(body: Value) -> Result<Self, Refusal> {
        Ok(Self { status: 201, body: Some(body) })
    }
    pub fn done() -> Result<Self, Refusal> {
        Ok(Self { status: 204, body: None })
    }
}

/// Serves REST and the gateway on one port until the test is over.
pub fn serve(listener: TcpListener, world: World) {
    let gateway = |Shared(world): Shared<World>, upgrade: WebSocketUpgrade| async move {
        upgrade.on_upgrade(move |socket| converse(socket, world))
    };
    let files = |Shared(world): Shared<World>, request: Request| async move { file(&world, request.uri().path()) };
    let router = Router::new()
        .route("/", any(gateway))
        .route("/attachments/{*rest}", any(files))
        .fallback(receive)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(world);
    tokio::spawn(async move { axum::serve(listener, router).await });
}

fn file(world: &World, path: &str) -> Response<Body> {
    let wanted = path.split('/').nth(3).and_then(|id| id.parse::<Id>().ok());
    let bytes = world.change(|state| {
        state.fetched_files.extend(wanted);
        let mut all = state.messages.values().flat_map(|message| &message.attachments).chain(&state.offered_files);
        all.find(|file| Some(file.id) == wanted).map(|file| file.bytes.clone())
    });
    let status = if bytes.is_some() { 200 } else { 404 };
    Response::builder().status(status).body(Body::from(bytes.unwrap_or_default())).expect("a plain response")
}

async fn receive(Shared(world): Shared<World>, request: Request) -> Response<Body> {
    let call = match read(request).await {
        Ok(call) => call,
        Err(refusal) => return respond(refusal.status, Some(&refusal.body()), None),
    };
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let fault = world.change(|state| state.faults.take(&call.method, &path));
    let reading = world.change(|state| {
        let now = state.clock.now();
        state.limits.count(&call.method, &path, now)
    });
    match fault {
        Some(Fault::Silence) => {
            world.log().append(call.record(None));
            std::future::pending::<()>().await;
            unreachable!("silence lasts");
        }
        Some(Fault::AnswerLost) => {
            let _lost = world.change(|state| state.answer(&call));
            world.log().append(call.record(None));
            respond(500, Some(&json!({ "message": "500: Internal Server Error", "code": 0 })), Some(&reading))
        }
        Some(Fault::Status(status)) => {
            world.log().append(call.record(None));
            respond(
                status,
                Some(&json!({ "message": format!("{status}: as the test wished"), "code": 0 })),
                Some(&reading),
            )
        }
        Some(Fault::Refused(status, code)) => {
            world.log().append(call.record(None));
            respond(status, Some(&Refusal::new(status, code, "as the test wished").body()), Some(&reading))
        }
        Some(Fault::RateLimited { retry_after, global }) => {
            world.log().append(call.record(None));
            limited(&world, retry_after, global, &reading)
        }
        None => match reading.refused {
            Some(global) => {
                world.log().append(call.record(None));
                limited(&world, reading.reset_after, global, &reading)
            }
            None => routed(&world, &call, &reading),
        },
    }
}

fn routed(world: &World, call: &Call, reading: &Reading) -> Response<Body> {
    let outcome = world.change(|state| state.answer(call));
    let (status, body) = match outcome {
        Ok(answered) => (answered.status, answered.body),
        Err(refusal) => {
            if matches!(refusal.status, 401 | 403) {
                world.change(|state| state.invalid_requests += 1);
            }
            (refusal.status, Some(refusal.body()))
        }
    };
    world.log().append(call.record(Some((status, body.as_ref()))));
    // Whoever waits for a request looks at the log.
    world.change(|_| ());
    respond(status, body.as_ref(), Some(reading))
}

impl State {
    /// What Discord would answer, with everything that follows from it done.
    fn answer(&mut self, call: &Call) -> Result<Answered, Refusal> {
        let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
        let token_in_path = matches!(path.as_slice(), ["interactions" | "webhooks", ..]);
        let authorized = call.authorization.as_deref() == Some(&format!("Bot {}", self.token));
        if !token_in_path && path != ["gateway"] && !authorized {
            return Err(Refusal::unauthorized());
        }
        if call.malformed {
            return Err(Refusal::bad_json());
        }
        match path.as_slice() {
            ["applications", _, "commands", ..] | ["applications", _, "guilds", _, "commands", ..] => {
                self.command_routes(call, &path)
            }
            ["interactions" | "webhooks", ..] => self.answer_routes(call, &path),
            ["channels", _, "messages"] | ["channels", _, "messages", _] | ["channels", _, "typing"] => {
                self.message_routes(call, &path)
            }
            ["channels", _, "messages", _, "reactions", ..] => self.message_routes(call, &path),
            ["channels", _, "messages", _, "threads"] | ["channels", _, "threads" | "users" | "thread-members", ..] => {
                self.thread_routes(call, &path)
            }
            ["channels", _] => self.channel_routes(call, &path),
            _ => self.account_routes(call, &path),
        }
    }
}

impl Call {
    /// The line for the log. Without an answer the request met a fault on purpose.
    fn record(&self, answer: Option<(u16, Option<&Value>)>) -> Value {
        let mut record = json!({ "method": self.method, "path": self.raw_path, "body": self.body });
        if !self.raw_query.is_empty() {
            record["query"] = json!(self.raw_query);
        }
        if !self.content_type.is_empty() {
            record["content_type"] = json!(self.content_type);
        }
        if !self.files.is_empty() {
            let parts =
                self.files.iter().map(|f| json!({ "field": f.field, "filename": f.filename, "size": f.bytes.len() }));
            record["files"] = parts.collect();
        }
        if let Some((status, body)) = answer {
            record["status"] = json!(status);
            record["response"] = body.cloned().unwrap_or_default();
        }
        record
    }
}

async fn read(request: Request) -> Result<Call, Refusal> {
    let raw_path = request.uri().path().to_string();
    let raw_query = request.uri().query().unwrap_or_default().trim_start_matches('&').to_string();
    let path = raw_path.strip_prefix("/api/v10").unwrap_or(&raw_path);
    let path = path.split('/').filter(|step| !step.is_empty()).map(unescaped).collect();
    let content_type = header_of(&request, &header::CONTENT_TYPE).unwrap_or_default();
    let pairs = raw_query.split('&').filter_map(|pair| pair.split_once('='));
    let query = pairs.map(|(name, value)| (name.to_string(), unescaped(value))).collect();
    let mut call = Call {
        method: request.method().to_string(),
        path,
        query,
        body: Value::Null,
        files: Vec::new(),
        content_type: content_type.split(';').next().unwrap_or_default().into(),
        authorization: header_of(&request, &header::AUTHORIZATION),
        raw_path,
        raw_query,
        malformed: false,
    };
    if call.content_type == "multipart/form-data" {
        read_parts(request, &mut call).await?;
    } else {
        let bytes = axum::body::to_bytes(request.into_body(), BODY_LIMIT).await.map_err(|_| Refusal::too_large())?;
        if !bytes.is_empty() {
            let parsed = serde_json::from_slice(&bytes);
            call.malformed = parsed.is_err() || call.content_type != "application/json";
            call.body = parsed.unwrap_or_default();
        }
    }
    Ok(call)
}

fn header_of(request: &Request, name: &header::HeaderName) -> Option<String> {
    request.headers().get(name).and_then(|value| value.to_str().ok()).map(String::from)
}

async fn read_parts(request: Request, call: &mut Call) -> Result<(), Refusal> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refusal::bad_json())?;
    while let Some(part) = form.next_field().await.map_err(|_| Refusal::too_large())? {
        let field = part.name().unwrap_or_default().to_string();
        let filename = part.file_name().map(String::from);
        let content_type = part.content_type().unwrap_or("application/octet-stream").to_string();
        let bytes = part.bytes().await.map_err(|_| Refusal::too_large())?.to_vec();
        match filename {
            _ if field == "payload_json" => {
                let parsed = serde_json::from_slice(&bytes);
                call.malformed = parsed.is_err();
                call.body = parsed.unwrap_or_default();
            }
            Some(filename) => call.files.push(Upload { field, filename, content_type, bytes }),
            None => call.malformed = true,
        }
    }
    Ok(())
}

/// A path segment or query value without its percent escapes.
fn unescaped(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn limited(world: &World, retry_after: Duration, global: bool, reading: &Reading) -> Response<Body> {
    world.change(|state| {
        state.invalid_requests += 1;
        state.note("429");
    });
    let seconds = retry_after.as_secs_f64();
    let told = json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": global });
    let mut response = respond(
        429,
        Some(&told),
        Some(&Reading { remaining: 0, reset_after: retry_after, name: reading.name.clone(), ..*reading }),
    );
    let headers = response.headers_mut();
    let whole = retry_after.as_millis().div_ceil(1000).to_string();
    headers.insert("retry-after", whole.parse().expect("digits"));
    let scope = if global { "global" } else { "user" };
    headers.insert("x-ratelimit-scope", scope.parse().expect("letters"));
    if global {
        headers.insert("x-ratelimit-global", "true".parse().expect("letters"));
    }
    response
}

fn respond(status: u16, body: Option<&Value>, reading: Option<&Reading>) -> Response<Body> {
    let mut response = Response::builder().status(status);
    if let Some(reading) = reading {
        let reset = std::time::SystemTime::now() + reading.reset_after;
        let reset = reset.duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs_f64();
        response = response
            .header("x-ratelimit-limit", reading.limit)
            .header("x-ratelimit-remaining", reading.remaining)
            .header("x-ratelimit-reset", format!("{reset:.3}"))
            .header("x-ratelimit-reset-after", format!("{:.3}", reading.reset_after.as_secs_f64()))
            .header("x-ratelimit-bucket", reading.name.replace([' ', '/'], "-"));
    }
    let text = match body {
        Some(body) => {
            response = response.header(header::CONTENT_TYPE, "application/json");
            body.to_string()
        }
        None => String::new(),
    };
    response.body(Body::from(text)).expect("a plain response")
}
