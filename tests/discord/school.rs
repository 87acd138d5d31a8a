//! A server with a class in it: who teaches, who reads along, who plays.

use serenity::model::Permissions;

use crate::standin::ids::Id;
use crate::standin::person::Person;
use crate::standin::place::Place;
use crate::standin::posted::Posted;
use crate::standin::world::World;
use crate::table::{Club, Seat};

/// What makes staff's command visible, as the README says.
const SEES_STAFF: Permissions = Permissions::MANAGE_MESSAGES;

/// A server with its staff and the roles that an admin names.
pub struct School {
    pub club: Club,
    pub admin: Person,
    pub teacher: Person,
    pub observer: Person,
    teachers: Id,
    pub class: Id,
}

impl School {
    pub async fn open(world: World) -> Self {
        let club = Club::open(world).await;
        let (world, guild) = (&club.world, club.guild);
        let [teachers, observers] = ["teachers", "observers"].map(|name| world.role(guild, name, SEES_STAFF));
        let class = world.role(guild, "class", Permissions::empty());
        let admin = world.look(|state| state.guilds[&guild].owner);
        let admin = world.person(admin, guild);
        let (teacher, observer) = (club.member("Tess"), club.member("Olaf"));
        world.hold(guild, teacher.id, teachers);
        world.hold(guild, observer.id, observers);
        Self { club, admin, teacher, observer, teachers, class }
    }

    /// The admin names the staff's roles, once the bot is there.
    pub async fn named(self) -> Self {
        let told = self.admin.slash("/setup roles instructor:@teachers observer:@observers").await;
        let (teachers, text) = (format!("<@&{}>", self.teachers), told.text());
        assert!(told.is_ephemeral() && text.contains(&teachers), "{text}");
        self
    }

    /// Somebody in the class.
    pub fn learner(&self, name: &str) -> Person {
        let person = self.club.member(name);
        self.club.world.hold(self.club.guild, person.id, self.class);
        person
    }

    /// The instructor sets a challenge up; gives the card that announces it, as a person sees it.
    pub async fn sets_up(&self, terms: &str) -> Posted {
        let told = self.teacher.slash(&format!("/class create {terms}")).await;
        assert!(told.is_ephemeral() && told.text().contains("is set up"), "{}", told.text());
        self.teacher.here().next_message().await
    }
}

/// The id of the button with this label.
pub fn button_id(message: &Posted, label: &str) -> String {
    let all = message.components();
    let button = all.iter().find(|one| one["label"] == label);
    let button = button.unwrap_or_else(|| panic!("no button {label:?}, only {:?}", message.buttons()));
    button["custom_id"].as_str().expect("an id").to_owned()
}

/// The challenge that a card announces.
pub fn challenge_of(card: &Posted) -> String {
    button_id(card, "My status").split(':').nth(2).expect("what the button is about").to_owned()
}

impl Seat {
    /// Sits down for an attempt, by the announcement's button.
    pub async fn attempt(person: &Person, card: &Posted) -> Self {
        let answer = person.click(card, "Play").await;
        assert!(answer.is_ephemeral() && answer.text().contains("is ready"), "{}", answer.text());
        Self::at_new_table(person).await
    }

    /// Reads the first three messages of the next thread that opens: opening, card of offers, greeting.
    pub async fn at_new_table(person: &Person) -> Self {
        let thread = person.next_thread().await;
        let opening = thread.next_message().await;
        let table = thread.next_message().await;
        thread.next_message().await;
        Self { person: person.clone(), thread, opening, card: table }
    }

    /// Takes what is on the table, and gives the last message of the debrief.
    pub async fn accepts(&self) -> Posted {
        let question = self.person.click(&self.opening, "Accept").await.message();
        self.person.click(&question, "Yes, sign it").await;
        self.debrief().await
    }

    /// Reads on to the end of the debrief, which carries the buttons of an attempt.
    pub async fn debrief(&self) -> Posted {
        last_of(&self.thread).await
    }
}

async fn last_of(thread: &Place) -> Posted {
    let mut last = thread.next_message().await;
    while !last.buttons().contains(&"Dispute a row…".to_owned()) {
        last = thread.next_message().await;
    }
    last
}
