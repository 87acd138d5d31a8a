//! Setting a world up and changing it behind the bot's back: guilds, channels, members, permissions, faults.

use super::as_json::id;
use super::faults::Fault;
use super::ids::Id;
use super::limits::Quota;
use super::model::{Channel, Guild, Overwrite, Role, User, kind};
use super::permissions::{everyday, invitation};
use super::world::{State, World};
use serde_json::json;
use serenity::model::Permissions;
use serenity::model::gateway::GatewayIntents;
use std::collections::{BTreeMap, BTreeSet};

impl State {
    /// A channel with nothing in it.
    pub fn blank_channel(&self, id: Id, kind: u8, name: String) -> Channel {
        Channel {
            id,
            kind,
            guild: None,
            parent: None,
            name,
            overwrites: Vec::new(),
            thread: None,
            recipient: None,
            slow: 0,
            last_message: None,
            sent: 0,
        }
    }
    fn add_role(&mut self, guild: Id, name: &str, permissions: Permissions) -> Id {
        let made = self.new_id();
        if let Some(known) = self.guilds.get_mut(&guild) {
            let position = known.roles.len();
            known.roles.insert(made, Role { id: made, name: name.into(), permissions, position });
        }
        made
    }
    pub fn add_user(&mut self, name: &str) -> Id {
        let made = self.new_id();
        let user =
            User { id: made, name: name.into(), bot: false, takes_direct_messages: true, locale: "en-GB".into() };
        self.users.insert(made, user);
        made
    }
    fn bot_role(&mut self, guild: Id) -> Option<&mut Role> {
        let bot = self.bot;
        let known = self.guilds.get_mut(&guild)?;
        let held = known.members.get(&bot)?.first().copied()?;
        known.roles.get_mut(&held)
    }
}

impl World {
    /// A guild with an owner and the bot in it; a connected bot is told.
    pub fn guild(&self, name: &str) -> Id {
        let made = self.guild_without_bot(name);
        self.let_bot_in(made, invitation());
        made
    }
    /// The bot joins a guild with a role of its own; a connected bot is told.
    pub fn let_bot_in(&self, guild: Id, permissions: Permissions) {
        self.change(|state| {
            let role = state.add_role(guild, "sparring", permissions);
            let bot = state.bot;
            if let Some(known) = state.guilds.get_mut(&guild) {
                known.members.insert(bot, BTreeSet::from([role]));
            }
            let data = state.guild_create(guild);
            state.tell_guild("GUILD_CREATE", guild, GatewayIntents::GUILDS, &data);
        });
    }
    /// A guild with an owner, to which nobody has invited the bot.
    pub fn guild_without_bot(&self, name: &str) -> Id {
        self.change(|state| {
            let owner = state.add_user(&format!("{name}-owner"));
            let made = state.new_id();
            let everyone = Role { id: made, name: "@everyone".into(), permissions: everyday(), position: 0 };
            let guild = Guild {
                id: made,
                name: name.into(),
                owner,
                roles: BTreeMap::from([(made, everyone)]),
                members: BTreeMap::from([(owner, BTreeSet::new())]),
            };
            state.guilds.insert(made, guild);
            made
        })
    }
    /// A text channel that everybody in the guild can open.
    pub fn channel(&self, guild: Id, name: &str) -> Id {
        self.change(|state| {
            let made = state.new_id();
            let mut channel = state.blank_channel(made, kind::TEXT, name.into());
            channel.guild = Some(guild);
            state.channels.insert(made, channel);
            let data = state.channel_json(&state.channels[&made]);
            state.tell_channel("CHANNEL_CREATE", made, &data);
            made
        })
    }
    /// Replaces what the bot's role may do in a guild.
    pub fn let_bot(&self, guild: Id, permissions: Permissions) {
        self.change(|state| {
            if let Some(role) = state.bot_role(guild) {
                role.permissions = permissions;
            }
            // What everybody may do doesn't help the bot then.
            let everyone = state.guilds.get_mut(&guild).and_then(|known| known.roles.get_mut(&guild));
            everyone.into_iter().for_each(|role| role.permissions &= permissions);
        });
    }
    /// Takes a permission from the bot in one channel, by an overwrite for it alone.
    pub fn deny_bot(&self, channel: Id, denied: Permissions) {
        self.deny(channel, self.bot_id(), denied);
    }
    /// Takes a permission from one member in one channel.
    pub fn deny(&self, channel: Id, user: Id, denied: Permissions) {
        self.change(|state| {
            let overwrite = Overwrite { target: user, is_role: false, allow: Permissions::empty(), deny: denied };
            let known = state.channels.get_mut(&channel).expect("a channel of this world");
            known.overwrites.push(overwrite);
        });
    }
    /// Gives a member a role of their own with these permissions.
    pub fn grant(&self, guild: Id, user: Id, permissions: Permissions) {
        self.change(|state| {
            let role = state.add_role(guild, "staff", permissions);
            let known = state.guilds.get_mut(&guild).and_then(|known| known.members.get_mut(&user));
            known.expect("a member of this guild").insert(role);
        });
    }
    /// Makes a role.
    pub fn role(&self, guild: Id, name: &str, permissions: Permissions) -> Id {
        self.change(|state| state.add_role(guild, name, permissions))
    }
    /// Gives a member a role.
    pub fn hold(&self, guild: Id, user: Id, role: Id) {
        self.change(|state| {
            let known = state.guilds.get_mut(&guild).and_then(|known| known.members.get_mut(&user));
            known.expect("a member of this guild").insert(role);
        });
    }
    /// An admin shows a command to everybody in a guild, under Server Settings, Integrations.
    pub fn open_command(&self, guild: Id, command: &str) {
        self.change(|state| state.opened.insert((guild, command.into())));
    }
    /// The bot is thrown out of a guild.
    pub fn remove_bot(&self, guild: Id) {
        self.change(|state| {
            let bot = state.bot;
            if let Some(known) = state.guilds.get_mut(&guild) {
                known.members.remove(&bot);
            }
            // Its places in threads go with it.
            let threads = state.channels.values_mut().filter(|channel| channel.guild == Some(guild));
            threads.filter_map(|channel| channel.thread.as_mut()).for_each(|thread| {
                thread.members.remove(&bot);
            });
            state.tell_guild("GUILD_DELETE", guild, GatewayIntents::GUILDS, &json!({ "id": id(guild) }));
        });
    }
    /// Somebody deletes a channel or a thread.
    pub fn delete_channel(&self, channel: Id) {
        self.change(|state| state.delete_channel(channel));
    }
    /// A thread falls silent long enough, or somebody closes it; `locked` needs a moderator.
    pub fn archive(&self, thread: Id, locked: bool) {
        self.change(|state| {
            state.set_archived(thread, true);
            if let Some(inside) = state.thread_mut(thread) {
                inside.locked = locked;
            }
            state.tell_thread_changed(thread);
        });
    }
    /// The next request with this method to a path like this (`channels/*/messages`) meets a fault.
    pub fn next(&self, method: &str, pattern: &str, fault: Fault) {
        self.change(|state| state.faults.add(method, pattern, fault));
    }
    /// How many faults still wait for their request.
    pub fn faults_waiting(&self) -> usize {
        self.look(|state| state.faults.waiting())
    }
    /// Limits a route to a quota: 429 for what is over it.
    pub fn limit(&self, method: &str, pattern: &str, quota: Quota) {
        self.change(|state| state.limits.add(method, pattern, quota));
    }
    /// Limits the bot as a whole.
    pub fn limit_all(&self, quota: Quota) {
        self.change(|state| state.limits.set_global(quota));
    }
}
