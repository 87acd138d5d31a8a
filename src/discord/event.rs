//! What happens in Discord, in the bot's own words. Nothing beyond this file looks into an event of the library.

use std::collections::BTreeMap;
use std::sync::Arc;

use serenity::all::{
    ActionRowComponent, ChannelId, CommandDataOption, CommandDataOptionValue, CommandDataResolved,
    ComponentInteractionDataKind, ConnectionStage, Context, EventHandler, GuildChannel, GuildId, Interaction, Member,
    Message, MessageId, PartialChannel, PartialGuildChannel, PartialMember, Permissions, Ready, ResumedEvent,
    ShardStageUpdateEvent, UnavailableGuild, User,
};
use serenity::async_trait;

use super::Bot;
use super::dispatch::dispatch;
use crate::host::classroom::Actor;

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Event {
    /// A gateway session began; what happened before it may have been missed.
    Ready { user: u64, name: String, application: u64, guilds: usize },
    /// A gateway session went on; Discord sends what was missed.
    Resumed,
    /// A shard's connection opened or was lost.
    Line {
        shard: u32,
        open: bool,
        /// It was open until now.
        lost: bool,
    },
    /// Somebody wrote something.
    Said(Said),
    /// Messages were deleted by whoever wrote or moderates them.
    Deleted(Vec<u64>),
    /// A thread is gone, or a channel with all its threads.
    ThreadGone(u64),
    /// The bot was removed from a server.
    Removed(u64),
    /// Somebody used a command, a control or a form.
    Asked(Box<Ask>),
}

/// A message.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) id: u64,
    pub(crate) place: u64,
    pub(crate) author: u64,
    /// Whether a machine wrote it.
    pub(crate) automatic: bool,
    pub(crate) text: String,
    /// The people it mentions by name.
    pub(crate) mentions: Vec<u64>,
    /// Whether it carries files or stickers.
    pub(crate) carries: bool,
}

/// An interaction: something that has to be answered within three seconds.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) id: u64,
    pub(crate) token: String,
    pub(crate) user: u64,
    pub(crate) guild: Option<u64>,
    pub(crate) channel: u64,
    /// The channel a thread belongs to, when it happens in a thread.
    pub(crate) parent: Option<u64>,
    /// What the bot may do here.
    pub(crate) bot_may: Permissions,
    /// What the person may do here.
    pub(crate) person_may: Permissions,
    /// The roles that the person holds in the server, `@everyone` among them.
    pub(crate) roles: Vec<u64>,
    pub(crate) kind: Kind,
}

/// What was asked.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// A command, by its path: `["spar", "start"]`. Members and roles among its options are given by id.
    Command {
        path: Vec<String>,
        options: BTreeMap<String, String>,
        /// The files that came with it, by the option's name.
        files: BTreeMap<String, Attached>,
        /// The roles of the members among its options, by the member's id.
        held: BTreeMap<String, Vec<u64>>,
    },
    /// Somebody types an option and wants suggestions.
    Suggest { path: Vec<String>, options: BTreeMap<String, String>, typing: String, so_far: String },
    /// A button or a list was used.
    Press { id: String, picked: Vec<String> },
    /// A form was sent.
    Form { id: String, fields: BTreeMap<String, String> },
}

/// A file that somebody attached to a command. It lies with Discord until it is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attached {
    pub(crate) name: String,
    /// Bytes.
    pub(crate) size: u64,
    /// Where it can be fetched, for a while.
    pub(crate) url: String,
}

impl Ask {
    /// Who acts, as the host asks for it with every call about a class. In a direct message that is nobody in no server.
    pub(crate) fn actor(&self) -> Actor {
        Actor {
            id: self.user.to_string(),
            guild: self.guild.map(|guild| guild.to_string()).unwrap_or_default(),
            roles: self.roles.iter().map(u64::to_string).collect(),
            admin: self.guild.is_some() && self.person_may.intersects(MANAGING),
        }
    }

    /// The roles of a member among a command's options, `@everyone` among them; none of somebody who isn't in the server.
    pub(crate) fn roles_of(&self, member: &str) -> Vec<String> {
        let Kind::Command { held, .. } = &self.kind else { return Vec::new() };
        let held = held.get(member).into_iter().flat_map(|held| held.iter().copied().chain(self.guild));
        held.map(|role| role.to_string()).collect()
    }
}

/// What makes somebody an admin of the server in our eyes.
pub(crate) const MANAGING: Permissions = Permissions::MANAGE_GUILD.union(Permissions::ADMINISTRATOR);

impl Said {
    pub(crate) fn of(message: &Message) -> Self {
        Said {
            id: message.id.get(),
            place: message.channel_id.get(),
            author: message.author.id.get(),
            automatic: message.author.bot || message.webhook_id.is_some(),
            text: message.content.clone(),
            mentions: message.mentions.iter().map(|user| user.id.get()).collect(),
            carries: !message.attachments.is_empty() || !message.sticker_items.is_empty(),
        }
    }
}

/// Hands events on.
pub(super) struct Handler(pub(super) Arc<Bot>);

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, _: Context, ready: Ready) {
        let (user, application) = (ready.user.id.get(), ready.application.id.get());
        let (name, guilds) = (ready.user.display_name().to_owned(), ready.guilds.len());
        dispatch(&self.0, Event::Ready { user, name, application, guilds }).await;
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        dispatch(&self.0, Event::Resumed).await;
    }

    async fn shard_stage_update(&self, _: Context, now: ShardStageUpdateEvent) {
        let open = now.new == ConnectionStage::Connected;
        let lost = now.old == ConnectionStage::Connected && !open;
        dispatch(&self.0, Event::Line { shard: now.shard_id.0, open, lost }).await;
    }

    async fn message(&self, _: Context, message: Message) {
        dispatch(&self.0, Event::Said(Said::of(&message))).await;
    }

    async fn message_delete(&self, _: Context, _: ChannelId, message: MessageId, _: Option<GuildId>) {
        dispatch(&self.0, Event::Deleted(vec![message.get()])).await;
    }

    async fn message_delete_bulk(&self, _: Context, _: ChannelId, messages: Vec<MessageId>, _: Option<GuildId>) {
        dispatch(&self.0, Event::Deleted(messages.into_iter().map(MessageId::get).collect())).await;
    }

    async fn thread_delete(&self, _: Context, thread: PartialGuildChannel, _: Option<GuildChannel>) {
        dispatch(&self.0, Event::ThreadGone(thread.id.get())).await;
    }

    async fn guild_delete(&self, _: Context, guild: UnavailableGuild, _: Option<serenity::all::Guild>) {
        // An outage of Discord's is told the same way, with this flag set.
        if !guild.unavailable {
            dispatch(&self.0, Event::Removed(guild.id.get())).await;
        }
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        if let Some(ask) = ask(interaction) {
            dispatch(&self.0, Event::Asked(Box::new(ask))).await;
        }
    }
}

fn ask(interaction: Interaction) -> Option<Ask> {
    match interaction {
        Interaction::Command(it) => {
            let (path, options, _) = flattened(&it.data.name, &it.data.options);
            let files = files(&it.data.options, &it.data.resolved);
            let who = Who::of(&it.user, it.member.as_deref());
            let place = Place::of(it.guild_id, it.channel_id, it.channel.as_ref());
            let held = held(&it.data.resolved);
            let kind = Kind::Command { path, options, files, held };
            Some(made(it.id.get(), it.token, who, place, it.app_permissions, kind))
        }
        Interaction::Autocomplete(it) => {
            let (path, options, focus) = flattened(&it.data.name, &it.data.options);
            let (typing, so_far) = focus?;
            let who = Who::of(&it.user, it.member.as_deref());
            let place = Place::of(it.guild_id, it.channel_id, it.channel.as_ref());
            let kind = Kind::Suggest { path, options, typing, so_far };
            Some(made(it.id.get(), it.token, who, place, it.app_permissions, kind))
        }
        Interaction::Component(it) => {
            let picked = match it.data.kind {
                ComponentInteractionDataKind::StringSelect { values } => values,
                _ => Vec::new(),
            };
            let who = Who::of(&it.user, it.member.as_ref());
            let place = Place::of(it.guild_id, it.channel_id, it.channel.as_ref());
            let kind = Kind::Press { id: it.data.custom_id, picked };
            Some(made(it.id.get(), it.token, who, place, it.app_permissions, kind))
        }
        Interaction::Modal(it) => {
            let components = it.data.components.into_iter().flat_map(|row| row.components);
            let fields = components.filter_map(|component| match component {
                ActionRowComponent::InputText(field) => Some((field.custom_id, field.value.unwrap_or_default())),
                _ => None,
            });
            let kind = Kind::Form { id: it.data.custom_id, fields: fields.collect() };
            let who = Who::of(&it.user, it.member.as_ref());
            let place = Place::of(it.guild_id, it.channel_id, it.channel.as_ref());
            Some(made(it.id.get(), it.token, who, place, it.app_permissions, kind))
        }
        _ => None,
    }
}

struct Who {
    user: u64,
    may: Permissions,
    roles: Vec<u64>,
}

impl Who {
    fn of(user: &User, member: Option<&Member>) -> Self {
        let may = member.and_then(|member| member.permissions).unwrap_or_default();
        // The role of all members has the server's own id and isn't listed with anybody.
        let roles = member
            .into_iter()
            .flat_map(|member| member.roles.iter().map(|role| role.get()).chain([member.guild_id.get()]));
        Who { user: user.id.get(), may, roles: roles.collect() }
    }
}

struct Place {
    guild: Option<u64>,
    channel: u64,
    parent: Option<u64>,
}

impl Place {
    fn of(guild: Option<GuildId>, channel: ChannelId, partial: Option<&PartialChannel>) -> Self {
        let thread = partial.filter(|partial| partial.thread_metadata.is_some());
        let parent = thread.and_then(|partial| partial.parent_id).map(ChannelId::get);
        Place { guild: guild.map(GuildId::get), channel: channel.get(), parent }
    }
}

fn made(id: u64, token: String, who: Who, place: Place, bot_may: Option<Permissions>, kind: Kind) -> Ask {
    Ask {
        id,
        token,
        user: who.user,
        guild: place.guild,
        channel: place.channel,
        parent: place.parent,
        bot_may: bot_may.unwrap_or_default(),
        person_may: who.may,
        roles: who.roles,
        kind,
    }
}

type Flat = (Vec<String>, BTreeMap<String, String>, Option<(String, String)>);

/// A command's path, its options as text, and the option that is being typed.
fn flattened(root: &str, options: &[CommandDataOption]) -> Flat {
    let mut path = vec![root.to_owned()];
    let mut level = options;
    while let [CommandDataOption { name, value, .. }] = level {
        let (CommandDataOptionValue::SubCommand(inner) | CommandDataOptionValue::SubCommandGroup(inner)) = value else {
            break;
        };
        path.push(name.clone());
        level = inner;
    }
    let (mut given, mut focus) = (BTreeMap::new(), None);
    for option in level {
        let text = match &option.value {
            CommandDataOptionValue::String(text) => text.clone(),
            CommandDataOptionValue::Integer(number) => number.to_string(),
            CommandDataOptionValue::Number(number) => number.to_string(),
            CommandDataOptionValue::Boolean(flag) => flag.to_string(),
            CommandDataOptionValue::User(user) => user.get().to_string(),
            CommandDataOptionValue::Role(role) => role.get().to_string(),
            CommandDataOptionValue::Autocomplete { value, .. } => {
                focus = Some((option.name.clone(), value.clone()));
                value.clone()
            }
            _ => continue,
        };
        given.insert(option.name.clone(), text);
    }
    (path, given, focus)
}

/// The roles of the members among a command's options.
fn held(resolved: &CommandDataResolved) -> BTreeMap<String, Vec<u64>> {
    let roles = |member: &PartialMember| member.roles.iter().map(|role| role.get()).collect();
    resolved.members.iter().map(|(id, member)| (id.to_string(), roles(member))).collect()
}

/// The files among a command's options.
fn files(options: &[CommandDataOption], resolved: &CommandDataResolved) -> BTreeMap<String, Attached> {
    let mut found = BTreeMap::new();
    for option in options {
        match &option.value {
            CommandDataOptionValue::SubCommand(inner) | CommandDataOptionValue::SubCommandGroup(inner) => {
                found.extend(files(inner, resolved));
            }
            CommandDataOptionValue::Attachment(id) => {
                if let Some(file) = resolved.attachments.get(id) {
                    let (name, size, url) = (file.filename.clone(), u64::from(file.size), file.url.clone());
                    found.insert(option.name.clone(), Attached { name, size, url });
                }
            }
            _ => {}
        }
    }
    found
}
