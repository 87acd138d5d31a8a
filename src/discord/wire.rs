//! Everything the bot says to Discord goes through here: one place for retries, for what went wrong, and for what is
//! counted. Errors carry Discord's code and never a URL, since those of interactions hold a token.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use serenity::all::{
    ApplicationId, Channel, ChannelId, ChannelType, CreateAttachment, GuildChannel, GuildId, Http, HttpError,
    InteractionId, Member, Message, MessageId, MessagePagination, UserId,
};

use super::health::Gauges;
use super::messages::{Post, Visibility};

/// How long a request may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits between tries, when Discord is busy or away. Together a good quarter of a minute.
const RETRIES: &[Duration] = &[
    Duration::from_millis(300),
    Duration::from_millis(900),
    Duration::from_millis(2_700),
    Duration::from_secs(6),
    Duration::from_secs(8),
];

/// As many members as Discord lists at once, and how often it is asked for more.
const MEMBERS_A_PAGE: u64 = 1_000;
const MEMBER_PAGES: usize = 5;

/// Message flag of answers that one person sees.
pub(crate) const EPHEMERAL: u64 = 1 << 6;

/// Why Discord did not do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The channel, thread or message is gone.
    Gone,
    /// The bot can't see the place, or may not do that there.
    Forbidden,
    /// The thread is archived and could not be opened again.
    Archived,
    /// The server has as many active threads as it may.
    TooManyThreads,
    /// The interaction was answered before: by another process, or on an earlier delivery.
    Answered,
    /// The interaction is too old to be answered.
    Late,
    /// Discord is away or limits us, after all retries.
    Away,
    /// Anything else: status and Discord's code.
    Other(u16, i64),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Gone => f.write_str("the place or message is gone"),
            Trouble::Forbidden => f.write_str("the bot may not do that there"),
            Trouble::Archived => f.write_str("the thread is archived"),
            Trouble::TooManyThreads => f.write_str("the server has no room for another thread"),
            Trouble::Answered => f.write_str("it was answered before"),
            Trouble::Late => f.write_str("it is too old to be answered"),
            Trouble::Away => f.write_str("Discord did not answer"),
            Trouble::Other(status, code) => write!(f, "status {status}, code {code}"),
        }
    }
}

impl Trouble {
    fn of(error: &serenity::Error) -> (Self, bool) {
        let serenity::Error::Http(HttpError::UnsuccessfulRequest(answer)) = error else {
            return (Trouble::Away, true);
        };
        let (status, code) = (answer.status_code.as_u16(), answer.error.code as i64);
        let trouble = match (status, code) {
            (_, 10_003 | 10_008) => Trouble::Gone,
            (_, 50_001 | 50_013) => Trouble::Forbidden,
            (_, 50_083) => Trouble::Archived,
            (_, 160_006) => Trouble::TooManyThreads,
            (_, 40_060) => Trouble::Answered,
            (_, 10_062 | 10_015 | 50_027) => Trouble::Late,
            (429 | 500..=599, _) => Trouble::Away,
            _ => Trouble::Other(status, code),
        };
        let again = trouble == Trouble::Away;
        (trouble, again)
    }
}

/// What is only said when a message is sent, not when it is edited.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sending {
    /// Keeps Discord from making a second message when the first try's answer was lost.
    pub(crate) nonce: Option<String>,
    /// The message that is answered.
    pub(crate) reply_to: Option<u64>,
}

/// The way to Discord.
#[derive(Clone)]
pub(crate) struct Wire {
    http: Arc<Http>,
    gauges: Gauges,
}

impl Wire {
    pub(crate) fn new(http: Arc<Http>, gauges: Gauges) -> Self {
        Wire { http, gauges }
    }

    /// Lets the interaction routes know whose they are.
    pub(crate) fn known_as(&self, application: ApplicationId) {
        self.http.set_application_id(application);
    }

    /// Sends a message into a channel or thread; an archived thread is opened for it.
    pub(crate) async fn send(&self, channel: u64, post: &Post, sending: &Sending) -> Result<u64, Trouble> {
        let mut body = post.body();
        if let Some(nonce) = &sending.nonce {
            body["nonce"] = json!(nonce);
            body["enforce_nonce"] = json!(true);
        }
        if let Some(message) = sending.reply_to {
            body["message_reference"] = json!({ "message_id": message.to_string(), "fail_if_not_exists": false });
        }
        let sent = self.send_body(channel, post, &body).await;
        if sent != Err(Trouble::Archived) {
            return sent;
        }
        self.unarchive(channel).await?;
        self.send_body(channel, post, &body).await
    }

    async fn send_body(&self, channel: u64, post: &Post, body: &Value) -> Result<u64, Trouble> {
        let sent =
            self.retry("send", || self.http.send_message(ChannelId::new(channel), attachments(post), body)).await?;
        Ok(sent.id.get())
    }

    /// Replaces everything in a message of the bot's.
    pub(crate) async fn edit(&self, channel: u64, message: u64, post: &Post) -> Result<(), Trouble> {
        self.edit_body(channel, message, &post.body()).await
    }

    /// Takes the controls off a message of the bot's.
    pub(crate) async fn strip(&self, channel: u64, message: u64) -> Result<(), Trouble> {
        self.edit_body(channel, message, &bare()).await
    }

    /// The same, in a thread that is left as it is: an archived one isn't opened for it.
    pub(crate) async fn strip_in_place(&self, channel: u64, message: u64) -> Result<(), Trouble> {
        let (channel, message, body) = (ChannelId::new(channel), MessageId::new(message), bare());
        self.retry("edit", || self.http.edit_message(channel, message, &body, Vec::new())).await.map(|_| ())
    }

    async fn edit_body(&self, channel: u64, message: u64, body: &Value) -> Result<(), Trouble> {
        let (channel, message) = (ChannelId::new(channel), MessageId::new(message));
        let edited = self.retry("edit", || self.http.edit_message(channel, message, body, Vec::new())).await;
        if let Err(Trouble::Archived) = edited {
            self.unarchive(channel.get()).await?;
            return self.retry("edit", || self.http.edit_message(channel, message, body, Vec::new())).await.map(|_| ());
        }
        edited.map(|_| ())
    }

    /// Shows that an answer is coming. Nobody needs to know when that fails.
    pub(crate) async fn typing(&self, channel: u64) {
        let typing = self.http.broadcast_typing(ChannelId::new(channel));
        let _ = tokio::time::timeout(PATIENCE, typing).await;
    }

    /// Messages of a channel after one, in their order.
    pub(crate) async fn messages_after(&self, channel: u64, after: u64) -> Result<Vec<Message>, Trouble> {
        let target = || Some(MessagePagination::After(MessageId::new(after.max(1))));
        let mut found =
            self.retry("messages", || self.http.get_messages(ChannelId::new(channel), target(), Some(100))).await?;
        found.sort_by_key(|message| message.id);
        Ok(found)
    }

    /// Opens a thread. Not tried again when the answer is lost: there would be two.
    pub(crate) async fn open_thread(&self, channel: u64, body: &Value) -> Result<GuildChannel, Trouble> {
        self.once("thread", self.http.create_thread(ChannelId::new(channel), body, None))
            .await
            .map_err(|(trouble, _)| trouble)
    }

    /// Takes a thread away again. Best effort.
    pub(crate) async fn delete_thread(&self, thread: u64) {
        if let Err(trouble) = self.retry("delete", || self.http.delete_channel(ChannelId::new(thread), None)).await {
            tracing::info!(%trouble, "an unused thread could not be deleted");
        }
    }

    /// Whether a thread is still there for the bot, and who can see it.
    pub(crate) async fn sees(&self, channel: u64) -> Result<Option<Visibility>, Trouble> {
        match self.retry("channel", || self.http.get_channel(ChannelId::new(channel))).await {
            Ok(Channel::Guild(thread)) if thread.kind == ChannelType::PublicThread => Ok(Some(Visibility::Public)),
            Ok(_) => Ok(Some(Visibility::Private)),
            Err(Trouble::Gone | Trouble::Forbidden) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// Opens an archived thread again.
    pub(crate) async fn unarchive(&self, thread: u64) -> Result<(), Trouble> {
        let body = json!({ "archived": false });
        self.retry("unarchive", || self.http.edit_thread(ChannelId::new(thread), &body, None)).await.map(|_| ())
    }

    /// Lets a person into a thread.
    pub(crate) async fn let_in(&self, thread: u64, user: u64) -> Result<(), Trouble> {
        self.retry("member", || self.http.add_thread_channel_member(ChannelId::new(thread), UserId::new(user))).await
    }

    /// The first answer to an interaction: `kind` as numbered by Discord.
    pub(crate) async fn answer(
        &self,
        id: u64,
        token: &str,
        kind: u8,
        data: Option<Value>,
        post: Option<&Post>,
    ) -> Result<(), Trouble> {
        let mut body = json!({ "type": kind });
        if let Some(data) = data {
            body["data"] = data;
        }
        let files = || post.map(attachments).unwrap_or_default();
        self.retry("answer", || self.http.create_interaction_response(InteractionId::new(id), token, &body, files()))
            .await
    }

    /// Fills in or replaces the first answer.
    pub(crate) async fn refill(&self, token: &str, post: &Post) -> Result<(), Trouble> {
        let body = post.body();
        let edit = || self.http.edit_original_interaction_response(token, &body, attachments(post));
        self.retry("refill", edit).await.map(|_| ())
    }

    /// Takes the first answer away.
    pub(crate) async fn withdraw(&self, token: &str) -> Result<(), Trouble> {
        self.retry("withdraw", || self.http.delete_original_interaction_response(token)).await
    }

    /// A further answer that only the person sees.
    pub(crate) async fn follow_up(&self, token: &str, post: &Post) -> Result<(), Trouble> {
        let mut body = post.body();
        body["flags"] = json!(EPHEMERAL);
        self.retry("follow_up", || self.http.create_followup_message(token, &body, attachments(post))).await.map(|_| ())
    }

    /// The members of a server, up to five thousand, and whether these are all. Refused where the Server Members intent is
    /// off.
    pub(crate) async fn members(&self, guild: u64) -> Result<(Vec<Member>, bool), Trouble> {
        let mut all: Vec<Member> = Vec::new();
        for _ in 0..MEMBER_PAGES {
            let after = all.last().map(|member| member.user.id.get());
            let guild = GuildId::new(guild.max(1));
            let page =
                self.retry("members", || self.http.get_guild_members(guild, Some(MEMBERS_A_PAGE), after)).await?;
            let last = (page.len() as u64) < MEMBERS_A_PAGE;
            all.extend(page);
            if last {
                return Ok((all, true));
            }
        }
        Ok((all, false))
    }

    /// What a member is called in a server.
    pub(crate) async fn member_name(&self, guild: u64, user: u64) -> Result<String, Trouble> {
        let (guild, user) = (GuildId::new(guild.max(1)), UserId::new(user.max(1)));
        let member = self.retry("member_name", || self.http.get_member(guild, user)).await?;
        Ok(member.display_name().to_owned())
    }

    /// Registers the commands everywhere at once.
    pub(crate) async fn register(&self, commands: &Value) -> Result<usize, Trouble> {
        self.retry("register", || self.http.create_global_commands(commands)).await.map(|known| known.len())
    }

    async fn retry<T, F>(&self, what: &'static str, request: impl Fn() -> F) -> Result<T, Trouble>
    where
        F: Future<Output = serenity::Result<T>>,
    {
        let mut waits = RETRIES.iter();
        loop {
            match self.once(what, request()).await {
                Ok(done) => return Ok(done),
                Err((trouble, again)) => match waits.next().filter(|_| again) {
                    Some(wait) => tokio::time::sleep(*wait).await,
                    None => return Err(trouble),
                },
            }
        }
    }

    async fn once<T>(
        &self,
        what: &'static str,
        request: impl Future<Output = serenity::Result<T>>,
    ) -> Result<T, (Trouble, bool)> {
        let outcome = match tokio::time::timeout(PATIENCE, request).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(Trouble::of(&error)),
            Err(_) => Err((Trouble::Away, true)),
        };
        self.gauges.requested(what, outcome.is_ok());
        outcome
    }
}

/// A message's controls taken off, and nobody mentioned anew by what it says.
pub(crate) fn bare() -> Value {
    json!({ "components": [], "allowed_mentions": { "parse": [] } })
}

fn attachments(post: &Post) -> Vec<CreateAttachment> {
    post.file.iter().map(|file| CreateAttachment::bytes(file.bytes.clone(), file.name.clone())).collect()
}
