//! A channel, thread or direct conversation as one person sees it.

use super::ids::Id;
use super::model::{Channel, Message, flag, kind, message_kind};
use super::person::Person;
use super::posted::Posted;
use super::world::State;

/// Somewhere to read and write.
#[derive(Clone)]
pub struct Place {
    pub(super) person: Person,
    /// The channel's id.
    pub id: Id,
}

impl Place {
    /// The next message of the bot here that this person hasn't read: not an ephemeral one, not Discord's own notices,
    /// and not one that was already handed out as an answer.
    pub async fn next_message(&self) -> Posted {
        let label = self.person.world.look(|state| state.channel_label(self.id));
        let found =
            self.person.world.wait_for(&format!("a message in {label}"), |state| self.unread(state).next()).await;
        Posted::new(&self.person, found)
    }
    /// The messages of the bot that are there and unread, without waiting.
    pub fn unread_messages(&self) -> Vec<Posted> {
        let found: Vec<Id> = self.person.world.look(|state| self.unread(state).collect());
        found.into_iter().map(|id| Posted::new(&self.person, id)).collect()
    }
    fn unread<'a>(&'a self, state: &'a State) -> impl Iterator<Item = Id> + 'a {
        let wanted = |message: &&Message| {
            message.channel == self.id
                && message.author == state.bot
                && matches!(message.kind, message_kind::DEFAULT | message_kind::REPLY | message_kind::SLASH_ANSWER)
                && message.flags & flag::LOADING == 0
                && message.only_for.is_none()
                && !message.deleted
                && !self.person.has_read(message.id)
                && self.person.can_see(state, message.id)
        };
        state.messages.values().filter(wanted).map(|message| message.id)
    }
    /// Everything that stands here now for this person to read, oldest first.
    pub fn history(&self) -> Vec<Posted> {
        let all: Vec<Id> = self.person.world.look(|state| {
            let here = state.messages.values().filter(|message| message.channel == self.id);
            here.map(|message| message.id).filter(|id| self.person.can_see(state, *id)).collect()
        });
        all.into_iter().map(|id| Posted::new(&self.person, id)).collect()
    }
    /// The name as it stands now.
    pub fn name(&self) -> String {
        self.person.world.look(|state| state.channels[&self.id].name.clone())
    }
    pub fn is_private_thread(&self) -> bool {
        self.person.world.look(|state| state.channels[&self.id].kind == kind::PRIVATE_THREAD)
    }
    pub fn is_archived(&self) -> bool {
        self.person.world.look(|state| state.channels[&self.id].thread.as_ref().is_some_and(|thread| thread.archived))
    }
    /// Names of the members of a thread.
    pub fn members(&self) -> Vec<String> {
        self.person.world.look(|state| {
            let thread = state.channels[&self.id].thread.as_ref();
            thread
                .into_iter()
                .flat_map(|thread| thread.members.keys())
                .map(|user| state.users[user].name.clone())
                .collect()
        })
    }
    /// Waits until something about the channel is so; `what` names it should the wait be in vain.
    pub async fn until(&self, what: &str, so: impl Fn(&Channel) -> bool) {
        self.person.world.wait_for(what, |state| state.channels.get(&self.id).is_some_and(&so).then_some(())).await;
    }
    /// Waits until the thread is closed.
    pub async fn until_archived(&self) {
        self.until("the thread to be archived", |channel| channel.thread.as_ref().is_some_and(|t| t.archived)).await;
    }
}
