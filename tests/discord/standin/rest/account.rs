//! The bot itself, its application, the gateway's address, guilds and their members.

use super::super::as_json::{self, id, role};
use super::super::model::Guild;
use super::super::refusal::{FormErrors, Refusal};
use super::super::world::State;
use super::{Answered, Call, snowflake};
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::gateway::GatewayIntents;

impl State {
    pub(super) fn account_routes(&mut self, call: &Call, path: &[&str]) -> Result<Answered, Refusal> {
        match (call.method.as_str(), path) {
            ("GET", ["gateway"]) => Answered::ok(json!({ "url": format!("ws://{}", self.address) })),
            ("GET", ["gateway", "bot"]) => Answered::ok(json!({
                "url": format!("ws://{}", self.address), "shards": 1,
                "session_start_limit": { "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1 },
            })),
            ("GET", ["users", "@me"]) => {
                let mut me = self.user_json(self.bot);
                me["mfa_enabled"] = json!(true);
                me["locale"] = json!("en-GB");
                Answered::ok(me)
            }
            ("GET", ["users", "@me", "guilds"]) => {
                let mine = self.guilds.values().filter(|guild| guild.members.contains_key(&self.bot));
                Answered::ok(mine.map(|guild| self.own_guild_json(guild)).collect())
            }
            ("GET", ["users", user]) => {
                let user = self.users.get(&snowflake(user)?).ok_or_else(Refusal::unknown_user)?;
                Answered::ok(as_json::user(user))
            }
            ("POST", ["users", "@me", "channels"]) => self.open_direct_channel(call),
            ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => {
                Answered::ok(self.application_json())
            }
            (_, ["guilds", guild, ..]) => self.guild_routes(call, path, snowflake(guild)?),
            _ => Err(Refusal::no_route()),
        }
    }

    fn open_direct_channel(&mut self, call: &Call) -> Result<Answered, Refusal> {
        let recipient = call.object()?["recipient_id"].as_str().unwrap_or_default();
        let recipient = snowflake(recipient)?;
        let known = self.users.get(&recipient).filter(|user| !user.bot);
        known.ok_or_else(|| FormErrors::single("recipient_id", "USER_NOT_FOUND", "Unknown User"))?;
        let channel = self.direct_channel(recipient);
        Answered::ok(self.channel_json(&self.channels[&channel]))
    }

    /// A guild as the bot lists its own: with what its roles may do in it.
    fn own_guild_json(&self, guild: &Guild) -> Value {
        let held = guild.members.get(&self.bot);
        let mine = guild.roles.values().filter(|r| r.id == guild.id || held.is_some_and(|held| held.contains(&r.id)));
        let may = mine.fold(Permissions::empty(), |sum, role| sum | role.permissions);
        json!({
            "id": id(guild.id), "name": guild.name, "icon": null, "banner": null, "owner": guild.owner == self.bot,
            "permissions": may.bits().to_string(), "features": [],
        })
    }

    fn application_json(&self) -> Value {
        json!({
            "id": id(self.bot), "name": self.users[&self.bot].name, "icon": null, "description": "", "type": null,
            "verify_key": "0".repeat(64), "flags": self.application_flags(), "flags_new": self.application_flags().to_string(),
            "redirect_uris": [], "interactions_endpoint_url": null, "role_connections_verification_url": null,
            "owner": self.user_json(self.bot), "approximate_guild_count": self.guilds.len(),
            "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0, "team": null, "eligible_oauth2_scopes": [], "bot_public": true,
            "bot_require_code_grant": false, "summary": "",
        })
    }

    fn guild_routes(&mut self, call: &Call, path: &[&str], guild: u64) -> Result<Answered, Refusal> {
        let known = self.guilds.get(&guild).ok_or_else(Refusal::unknown_guild)?;
        if !self.is_member(guild, self.bot) {
            return Err(Refusal::missing_access());
        }
        match (call.method.as_str(), &path[2..]) {
            ("GET", []) => Answered::ok(as_json::guild(known)),
            ("GET", ["roles"]) => Answered::ok(known.roles.values().map(role).collect()),
            ("GET", ["channels"]) => {
                let channels = self.channels.values().filter(|c| c.guild == Some(guild) && c.thread.is_none());
                Answered::ok(channels.map(|channel| self.channel_json(channel)).collect())
            }
            ("GET", ["members", member]) => {
                let member = snowflake(member)?;
                if !known.members.contains_key(&member) {
                    return Err(Refusal::unknown_member());
                }
                Answered::ok(self.member_json(guild, member, true))
            }
            ("GET", ["members"]) => {
                // Only for applications with the Server Members intent in the portal.
                if !self.switched_on.contains(GatewayIntents::GUILD_MEMBERS) {
                    return Err(Refusal::missing_access());
                }
                let number = |name: &str| call.query.get(name).and_then(|text| text.parse::<u64>().ok());
                let (limit, after) = (number("limit").unwrap_or(1), number("after").unwrap_or(0));
                if !(1..=1000).contains(&limit) {
                    return Err(FormErrors::single("limit", "NUMBER_TYPE_MAX", "Value should be 1 to 1000."));
                }
                let page = known.members.keys().filter(|member| **member > after).take(limit as usize);
                Answered::ok(page.map(|member| self.member_json(guild, *member, true)).collect())
            }
            ("GET", ["threads", "active"]) => {
                let active = self.channels.values().filter(|c| c.guild == Some(guild));
                Answered::ok(self.thread_list(active.filter(|c| c.thread.as_ref().is_some_and(|t| !t.archived))))
            }
            _ => Err(Refusal::no_route()),
        }
    }
}
