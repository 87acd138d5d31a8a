//! Who may do what where, computed as Discord documents it: owner, roles, overwrites, and threads on top.

use super::ids::Id;
use super::model::{Channel, kind};
use super::refusal::Refusal;
use super::world::State;
use serenity::model::Permissions;

/// What `@everyone` may do in a new world: talk and read, but not make threads or manage anything.
pub fn everyday() -> Permissions {
    Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::SEND_MESSAGES_IN_THREADS
        | Permissions::READ_MESSAGE_HISTORY
        | Permissions::ADD_REACTIONS
        | Permissions::EMBED_LINKS
        | Permissions::ATTACH_FILES
        | Permissions::USE_APPLICATION_COMMANDS
}

/// What the bot is invited with: no managing of threads or messages.
pub fn invitation() -> Permissions {
    everyday() | Permissions::CREATE_PUBLIC_THREADS | Permissions::CREATE_PRIVATE_THREADS
}

impl State {
    /// A user's permissions in a channel; none when they are not in its guild.
    pub fn permissions(&self, user: Id, channel: &Channel) -> Permissions {
        let Some(guild) = channel.guild.and_then(|id| self.guilds.get(&id)) else {
            let theirs = channel.recipient == Some(user) || user == self.bot;
            return if theirs { Permissions::all() } else { Permissions::empty() };
        };
        let Some(held) = guild.members.get(&user) else { return Permissions::empty() };
        if guild.owner == user {
            return Permissions::all();
        }
        let roles = || guild.roles.values().filter(|role| role.id == guild.id || held.contains(&role.id));
        let mut granted = roles().fold(Permissions::empty(), |sum, role| sum | role.permissions);
        if granted.contains(Permissions::ADMINISTRATOR) {
            return Permissions::all();
        }
        let ruling = channel.parent.and_then(|id| self.channels.get(&id)).unwrap_or(channel);
        for overwrite in ruling.overwrites.iter().filter(|o| o.target == guild.id) {
            granted = (granted - overwrite.deny) | overwrite.allow;
        }
        let theirs = || ruling.overwrites.iter().filter(|o| o.is_role && held.contains(&o.target));
        let (mut allow, mut deny) = (Permissions::empty(), Permissions::empty());
        theirs().for_each(|o| {
            allow |= o.allow;
            deny |= o.deny;
        });
        granted = (granted - deny) | allow;
        for overwrite in ruling.overwrites.iter().filter(|o| !o.is_role && o.target == user) {
            granted = (granted - overwrite.deny) | overwrite.allow;
        }
        if granted.contains(Permissions::VIEW_CHANNEL) { granted } else { Permissions::empty() }
    }

    /// Whether a user can open a channel: private threads are for their members and those who manage threads.
    pub fn sees(&self, user: Id, channel: &Channel) -> bool {
        let granted = self.permissions(user, channel);
        if !granted.contains(Permissions::VIEW_CHANNEL) {
            return false;
        }
        match &channel.thread {
            Some(thread) if channel.kind == kind::PRIVATE_THREAD => {
                thread.members.contains_key(&user) || granted.contains(Permissions::MANAGE_THREADS)
            }
            _ => true,
        }
    }

    /// A channel that the bot can open; 10003 where there is none, 50001 where it is closed to the bot.
    pub fn open_to_bot(&self, id: Id) -> Result<&Channel, Refusal> {
        let channel = self.channels.get(&id).ok_or_else(Refusal::unknown_channel)?;
        if self.sees(self.bot, channel) { Ok(channel) } else { Err(Refusal::missing_access()) }
    }

    /// The same, with permissions the act needs; 50013 when one is missing.
    pub fn bot_may(&self, id: Id, needed: Permissions) -> Result<&Channel, Refusal> {
        let channel = self.open_to_bot(id)?;
        if self.permissions(self.bot, channel).contains(needed) {
            Ok(channel)
        } else {
            Err(Refusal::missing_permissions())
        }
    }

    /// What it takes to write in a channel.
    pub fn writing(channel: &Channel) -> Permissions {
        if channel.thread.is_some() { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES }
    }
}
