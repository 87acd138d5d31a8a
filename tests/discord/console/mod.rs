//! The stand-in by hand: one person plays the developer portal and every member of a server, a line at a time.
//!
//! A line that begins with `/` is a slash command, one that begins with `:` is a hand on the mouse or the portal, and
//! anything else is written as a message.

mod hand;
mod portal;
mod show;

use crate::standin::answer::Modal;
use crate::standin::ids::Id;
use crate::standin::person::Person;
use crate::standin::posting::Draft;
use crate::standin::world::{State, World};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long the bot may take to say something to a message before the next line is read.
const PATIENCE: Duration = Duration::from_secs(4);
/// Silence after which an answer counts as complete.
const QUIET: Duration = Duration::from_millis(700);

/// What can be typed.
pub const HELP: &str = "\
The developer portal
  :application NAME            New Application
  :token                       Bot, Reset Token: shows a new one, the old one stops working
  :intent NAME on|off          Bot, Privileged Gateway Intents: presence, server members, message content
  :invite LINK                 opens an invite link and presses Authorise; add `without manage threads, …` to untick some
  :kick                        removes the bot from the server
In the server
  :as NAME                     who you are; :people lists them
  :role NAME: MEMBER, MEMBER   makes a role, as an administrator does, and gives it to these members
  :go PLACE                    a channel or thread, by a part of its name; :places lists them
  any words                    a message where you are; @Ann mentions Ann
  /spar start persona:hatchback   a slash command; :suggest LINE shows what Discord suggests for its last option
  /class upload file:mine.yaml    an option that takes a file takes the path of one on this machine
  :press LABEL                 a button of the newest message that has it
  :pick LABEL | LABEL          options of the newest list
  :fill FIELD=WORDS | FIELD=WORDS   the form that is open; fields left out keep what they hold
  :attach FILENAME             sends a file
  :look                        what stands here, as you see it
  :quit";

/// Somebody at the keyboard.
pub struct Console {
    world: World,
    guild: Id,
    people: Vec<Person>,
    me: usize,
    /// The form that is open, and whose it is.
    form: Option<(usize, Modal)>,
    tokens: u64,
    /// Whether an application was made.
    application: bool,
    /// What each person was shown: messages with their revisions.
    shown: BTreeMap<(Id, Id), u64>,
    /// How much had happened when this person last looked.
    looked: usize,
}

impl Console {
    /// A server with an owner, two members and two channels; no bot is in it.
    pub fn new(world: World) -> Self {
        let guild = world.guild_without_bot("Practice Club");
        world.channel(guild, "practice");
        world.channel(guild, "lounge");
        let owner = world.look(|state| state.guilds[&guild].owner);
        world.change(|state| state.users.get_mut(&owner).expect("the owner").name = "Olga".into());
        let people = vec![world.person(owner, guild), world.member("Ann", guild), world.member("Ben", guild)];
        Self {
            world,
            guild,
            people,
            me: 0,
            form: None,
            tokens: 0,
            application: false,
            shown: BTreeMap::new(),
            looked: 0,
        }
    }

    /// What stands at the beginning.
    pub fn welcome(&self) -> String {
        format!(
            "A stand-in for Discord, on this machine only. Point the bot at it:\n\n  export DISCORD_PROXY={}\n\n\
             There is a server, Practice Club, with #practice and #lounge. Olga owns it, Ann and Ben are members. \
             You are Olga, in #practice.\n\n{HELP}\n",
            self.world.url()
        )
    }

    fn me(&self) -> &Person {
        &self.people[self.me]
    }

    /// Does what a line says, waits for what the bot makes of it, and tells what this person then sees.
    pub async fn line(&mut self, line: &str) -> String {
        let line = line.trim();
        let outcome = match (line.strip_prefix(':'), line.starts_with('/')) {
            _ if line.is_empty() => return String::new(),
            (Some(command), _) => self.command(command.trim()).await,
            (None, true) => self.slash(line).await,
            (None, false) => {
                let words = self.world.look(|state| state.with_mentions(Some(self.guild), line));
                self.writes(Draft::text(&words)).await
            }
        };
        let told = outcome.unwrap_or_else(|why| format!("! {why}"));
        let news = self.news();
        [told, news].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }

    async fn command(&mut self, command: &str) -> Result<String, String> {
        let (name, rest) = command.split_once(' ').map_or((command, ""), |(name, rest)| (name, rest.trim()));
        match name {
            "application" => self.application(rest),
            "token" => self.token(),
            "intent" => self.intent(rest),
            "invite" => self.invite(rest),
            "kick" => self.kick(),
            "as" => self.become_(rest),
            "people" => Ok(self.list_people()),
            "role" => self.role(rest),
            "go" => self.go(rest),
            "places" => Ok(self.list_places()),
            "suggest" => self.suggest(rest).await,
            "press" => self.press(rest).await,
            "pick" => self.pick(rest).await,
            "fill" => self.fill(rest).await,
            "attach" => self.attach(rest).await,
            "look" => Ok(self.look()),
            "help" => Ok(HELP.into()),
            _ => Err(format!("there is no :{name}; :help lists what there is")),
        }
    }

    /// Waits until something is new for this person and then nothing more happens for a moment.
    async fn settle(&self) {
        let (me, shown) = (self.me().clone(), self.shown.clone());
        let fresh =
            |state: &State| show::unseen(state, &me, &shown).into_iter().find(|id| !show::is_own(state, &me, *id));
        if self.world.connected() == 0 || self.world.wait_at_most(PATIENCE, fresh).await.is_none() {
            return;
        }
        let mut before = 0;
        loop {
            let now = self.world.look(|state| state.diary.len());
            if now == before {
                return;
            }
            before = now;
            tokio::time::sleep(QUIET).await;
        }
    }

    /// What this person has not been shown yet, wherever it stands.
    pub fn news(&mut self) -> String {
        let me = self.me().clone();
        let (told, seen, looked) = self.world.look(|state| {
            let fresh = show::unseen(state, &me, &self.shown);
            let told = fresh.iter().map(|id| show::message(state, *id, self.shown.contains_key(&(me.id, *id))));
            let seen = fresh.iter().map(|id| ((me.id, *id), state.messages[id].revision));
            (told.collect::<Vec<_>>(), seen.collect::<Vec<_>>(), state.diary.len())
        });
        self.shown.extend(seen);
        self.looked = looked;
        told.join("\n")
    }

    /// Waits until the world has changed since this person last looked.
    pub async fn changed(&self) {
        let more = |state: &State| (state.diary.len() > self.looked).then_some(());
        self.world.wait_at_most(Duration::from_secs(3_600), more).await;
        tokio::time::sleep(QUIET / 2).await;
    }
}
