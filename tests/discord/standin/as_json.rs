//! The model as Discord writes it in answers and events.

use super::ids::{Id, moment};
use super::model::{Channel, Command, Guild, Interaction, Message, Role, User, asks, flag, kind};
use super::world::State;
use serde_json::{Value, json};

pub fn id(id: Id) -> Value {
    Value::String(id.to_string())
}

fn ids<'a>(all: impl IntoIterator<Item = &'a Id>) -> Value {
    all.into_iter().map(|one| id(*one)).collect()
}

pub fn user(user: &User) -> Value {
    // A bot's one name is written as it is; a person has a handle and a name to show.
    let (handle, shown) =
        if user.bot { (user.name.clone(), None) } else { (user.name.to_lowercase(), Some(&user.name)) };
    json!({
        "id": id(user.id), "username": handle, "global_name": shown, "discriminator": "0",
        "avatar": null, "public_flags": 0, "flags": 0, "bot": user.bot, "primary_guild": null,
    })
}

pub fn role(role: &Role) -> Value {
    json!({
        "id": id(role.id), "name": role.name, "permissions": role.permissions.bits().to_string(), "position": role.position,
        "color": 0, "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null }, "hoist": false,
        "managed": false, "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0,
    })
}

pub fn guild(guild: &Guild) -> Value {
    json!({
        "id": id(guild.id), "name": guild.name, "owner_id": id(guild.owner), "icon": null, "description": null,
        "home_header": null, "splash": null, "discovery_splash": null, "features": [], "banner": null,
        "application_id": null, "region": "rotterdam", "afk_channel_id": null, "afk_timeout": 300,
        "system_channel_id": null, "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": null,
        "verification_level": 0, "roles": guild.roles.values().map(role).collect::<Vec<_>>(),
        "default_message_notifications": 0, "mfa_level": 0, "explicit_content_filter": 0, "max_presences": null,
        "max_members": 500_000, "max_stage_video_channel_users": 50, "max_video_channel_users": 25,
        "vanity_url_code": null, "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-GB",
        "rules_channel_id": null, "safety_alerts_channel_id": null, "public_updates_channel_id": null,
        "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "emojis": [], "stickers": [],
        "incidents_data": null,
    })
}

pub fn command(command: &Command, application: Id) -> Value {
    let mut value = without_nulls(&command.definition);
    value["id"] = id(command.id);
    value["application_id"] = id(application);
    value["version"] = id(command.version);
    if let Some(guild) = command.guild {
        value["guild_id"] = id(guild);
    }
    for (field, standard) in
        [("type", json!(1)), ("description", json!("")), ("default_member_permissions", json!(null))]
    {
        if value.get(field).is_none() {
            value[field] = standard;
        }
    }
    value
}

/// A value without the fields that say nothing.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let told = fields.iter().filter(|(_, field)| !field.is_null());
            told.map(|(name, field)| (name.clone(), without_nulls(field))).collect()
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

impl State {
    pub fn user_json(&self, id: Id) -> Value {
        user(&self.users[&id])
    }

    pub fn member_json(&self, guild: Id, member: Id, with_user: bool) -> Value {
        let roles = &self.guilds[&guild].members[&member];
        let mut value = json!({
            "roles": ids(roles), "joined_at": moment(member), "nick": null, "avatar": null, "banner": null,
            "communication_disabled_until": null, "flags": 0, "pending": false, "premium_since": null, "mute": false,
            "deaf": false,
        });
        if with_user {
            value["user"] = self.user_json(member);
        }
        value
    }

    pub fn channel_json(&self, channel: &Channel) -> Value {
        let mut value = json!({
            "id": id(channel.id), "type": channel.kind, "flags": 0,
            "last_message_id": channel.last_message.map(id),
        });
        if let Some(person) = channel.recipient {
            value["recipients"] = json!([self.user_json(person)]);
            return value;
        }
        let guild = channel.guild.expect("only direct conversations have no guild");
        value["guild_id"] = id(guild);
        value["name"] = json!(channel.name);
        value["parent_id"] = channel.parent.map_or(Value::Null, id);
        value["rate_limit_per_user"] = json!(channel.slow);
        match &channel.thread {
            Some(thread) => {
                value["owner_id"] = id(thread.owner);
                value["message_count"] = json!(channel.sent);
                value["total_message_sent"] = json!(channel.sent);
                value["member_count"] = json!(thread.members.len().min(50));
                value["thread_metadata"] = json!({
                    "archived": thread.archived, "locked": thread.locked, "auto_archive_duration": thread.auto_archive,
                    "archive_timestamp": moment(thread.archive_changed), "create_timestamp": moment(channel.id),
                });
                if channel.kind == kind::PRIVATE_THREAD {
                    value["thread_metadata"]["invitable"] = json!(thread.invitable);
                }
            }
            None => {
                let overwrites = channel.overwrites.iter().map(|o| {
                    json!({ "id": id(o.target), "type": u8::from(!o.is_role), "allow": o.allow.bits().to_string(),
                            "deny": o.deny.bits().to_string() })
                });
                value["position"] = json!(0);
                value["nsfw"] = json!(false);
                value["topic"] = json!(null);
                value["permission_overwrites"] = overwrites.collect();
            }
        }
        value
    }

    pub fn thread_member_json(&self, thread: &Channel, user: Id) -> Value {
        let joined = thread.thread.as_ref().and_then(|t| t.members.get(&user)).copied().unwrap_or(thread.id);
        json!({ "id": id(thread.id), "user_id": id(user), "join_timestamp": moment(joined), "flags": 0 })
    }

    /// A message as REST gives it: without its guild and its author's membership.
    pub fn message_json(&self, message: &Message) -> Value {
        let attachments = message.attachments.iter().map(|file| {
            let url = format!("http://{}/attachments/{}/{}/{}", self.address, message.channel, file.id, file.filename);
            let mut value = json!({
                "id": id(file.id), "filename": file.filename, "size": file.bytes.len(), "url": url, "proxy_url": url,
                "content_type": file.content_type,
            });
            if let Some(alt) = &file.description {
                value["description"] = json!(alt);
            }
            value
        });
        let flags = message.flags | if message.only_for.is_some() { flag::EPHEMERAL } else { 0 };
        let mut value = json!({
            "id": id(message.id), "channel_id": id(message.channel), "author": self.user_json(message.author),
            "type": message.kind, "content": message.content, "flags": flags, "tts": false, "pinned": false,
            "timestamp": moment(message.id), "edited_timestamp": message.edited.map(moment),
            "mentions": message.mentions.iter().map(|user| self.user_json(*user)).collect::<Vec<_>>(),
            "mention_roles": ids(&message.mention_roles), "mention_everyone": message.mention_everyone,
            "attachments": attachments.collect::<Vec<_>>(),
            "embeds": message.embeds.iter().map(|embed| self.embed_json(embed, message)).collect::<Vec<_>>(),
            "components": numbered(&message.components),
        });
        if !message.stickers.is_empty() {
            let sticker = |name: &String| json!({ "id": id(message.id), "name": name, "format_type": 1 });
            value["sticker_items"] = message.stickers.iter().map(sticker).collect();
        }
        if let Some(nonce) = &message.nonce {
            value["nonce"] = nonce.clone();
        }
        if let Some(earlier) = message.reply_to {
            value["message_reference"] =
                json!({ "type": 0, "channel_id": id(message.channel), "message_id": id(earlier) });
        }
        if let Some(asked) = message.answers.and_then(|asked| self.interactions.get(&asked)) {
            value["application_id"] = id(self.bot);
            value["webhook_id"] = id(self.bot);
            value["interaction_metadata"] = self.origin_json(asked);
        }
        value
    }

    /// Where an answer came from.
    fn origin_json(&self, asked: &Interaction) -> Value {
        let mut value = json!({
            "id": id(asked.id), "type": asked.kind, "user": self.user_json(asked.user),
            "authorizing_integration_owners": self.owners_json(asked.channel),
        });
        if asked.kind == asks::COMPONENT {
            value["interacted_message_id"] = asked.message.map_or(Value::Null, id);
        }
        if let Some(first) = asked.opened_by.and_then(|first| self.interactions.get(&first)) {
            value["triggering_interaction_metadata"] = self.origin_json(first);
        }
        value
    }

    /// Who installed the application where an interaction happens.
    pub fn owners_json(&self, channel: Id) -> Value {
        let guild = self.channels.get(&channel).and_then(|c| c.guild).unwrap_or(0);
        json!({ "0": id(guild) })
    }

    /// An embed as it comes back: typed, and with its `attachment://` pictures at an address.
    fn embed_json(&self, embed: &Value, message: &Message) -> Value {
        let mut value = embed.clone();
        value["type"] = json!("rich");
        for field in value.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten() {
            field["inline"] = json!(field["inline"] == true);
        }
        for picture in ["image", "thumbnail"] {
            let name = value[picture]["url"].as_str().and_then(|url| url.strip_prefix("attachment://"));
            if let Some(file) = name.and_then(|name| message.attachments.iter().find(|file| file.filename == name)) {
                value[picture]["url"] = json!(format!(
                    "http://{}/attachments/{}/{}/{}",
                    self.address, message.channel, file.id, file.filename
                ));
            } else if value.get(picture).is_some_and(Value::is_null) {
                value.as_object_mut().expect("an embed is an object").remove(picture);
            }
        }
        value
    }
}

/// Components as they come back: each with its number.
pub fn numbered(components: &[Value]) -> Value {
    fn number(component: &Value, next: &mut u64) -> Value {
        let mut value = component.clone();
        value["id"] = json!(*next);
        *next += 1;
        if value["type"] == 3 {
            for (field, standard) in [("min_values", 1), ("max_values", 1)] {
                if value.get(field).is_none_or(Value::is_null) {
                    value[field] = json!(standard);
                }
            }
        }
        if value["type"] == 17 && value.get("accent_color").is_none() {
            value["accent_color"] = Value::Null;
            value["spoiler"] = json!(false);
        }
        if let Some(inner) = component["components"].as_array() {
            value["components"] = inner.iter().map(|one| number(one, next)).collect();
        }
        value
    }
    let mut next = 1;
    components.iter().map(|one| number(one, &mut next)).collect()
}
