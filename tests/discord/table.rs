//! A table and the people at it: what the scenarios have in common.

use crate::bot::{Bot, Home};
use crate::standin::answer::Modal;
use crate::standin::ids::Id;
use crate::standin::person::Person;
use crate::standin::place::Place;
use crate::standin::posted::Posted;
use crate::standin::world::World;

/// A world with a server, a channel and a running bot.
pub struct Club {
    pub world: World,
    pub home: Home,
    pub guild: Id,
    pub channel: Id,
}

impl Club {
    pub async fn open(world: World) -> Self {
        let guild = world.guild("club");
        let channel = world.channel(guild, "practice");
        Self { world, home: Home::new(), guild, channel }
    }

    /// Starts the bot and waits until people can use its commands.
    pub async fn bot(&self, arguments: &[&str]) -> Bot {
        let all: Vec<&str> = ["serve"].iter().chain(arguments).copied().collect();
        let bot = Bot::start(&self.world, &self.home, &all, &[]).await;
        self.world.wait_for("the commands", |state| (!state.commands.is_empty()).then_some(())).await;
        bot
    }

    pub fn member(&self, name: &str) -> Person {
        self.world.member(name, self.guild)
    }
}

/// A learner at their table.
pub struct Seat {
    pub person: Person,
    pub thread: Place,
    pub opening: Posted,
    pub card: Posted,
}

impl Seat {
    /// Starts a session and reads the first three messages: opening, card of offers, greeting.
    pub async fn take(person: &Person, line: &str) -> Self {
        let answer = person.slash(line).await;
        assert!(answer.is_ephemeral(), "the answer to {line} is for the learner alone");
        assert!(answer.text().contains("is ready"), "{}", answer.text());
        let thread = person.next_thread().await;
        let opening = thread.next_message().await;
        let card = thread.next_message().await;
        let greeting = thread.next_message().await;
        assert!(greeting.content().starts_with("**"), "{}", greeting.content());
        Self { person: person.clone(), thread, opening, card }
    }

    /// Writes in the thread and waits for the counterpart.
    pub async fn says(&self, words: &str) -> Posted {
        self.person.says(&self.thread, words);
        self.thread.next_message().await
    }

    /// Opens the offer form.
    pub async fn offer_form(&self) -> Modal {
        self.person.click(&self.opening, "Make an offer").await.modal()
    }

    /// Makes an offer in fields and waits for the counterpart.
    pub async fn offers(&self, fields: &[(&str, &str)]) -> Posted {
        let form = self.offer_form().await;
        self.person.ask_submit(&form, fields);
        self.thread.next_message().await
    }
}
