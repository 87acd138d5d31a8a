//! Who may do what in a server: learners play, observers read, instructors run the class, admins name both.

use std::collections::BTreeSet;

use crate::host::{Host, UserError};
use crate::store::AuditRow;

use super::entry;

/// The person who acts, as the front end knows them at this moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    /// The person's id.
    pub id: String,
    /// The server they act in; nothing outside of it is seen or touched.
    pub guild: String,
    /// The ids of their roles there.
    pub roles: Vec<String>,
    /// Whether they administrate the server.
    pub admin: bool,
}

/// What a person may do in a server; each may what those before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Office {
    /// Plays, sees the own results.
    Learner,
    /// Also reads the class's, changes nothing.
    Observer,
    /// Runs the class.
    Instructor,
    /// Also names instructors and observers.
    Admin,
}

/// The roles with an office.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Staff {
    /// Roles of instructors.
    pub instructors: Vec<String>,
    /// Roles of observers.
    pub observers: Vec<String>,
}

const INSTRUCTOR: &str = "instructor";
const OBSERVER: &str = "observer";

impl Host {
    /// What a person may do.
    ///
    /// # Errors
    /// A refusing store.
    pub async fn office(&self, actor: &Actor) -> Result<Office, UserError> {
        if actor.admin {
            return Ok(Office::Admin);
        }
        let staff = self.staff_of(&actor.guild).await?;
        let has = |roles: &[String]| roles.iter().any(|role| actor.roles.contains(role));
        Ok(match (has(&staff.instructors), has(&staff.observers)) {
            (true, _) => Office::Instructor,
            (false, true) => Office::Observer,
            (false, false) => Office::Learner,
        })
    }

    /// The roles with an office, for whoever has one.
    ///
    /// # Errors
    /// For learners; a refusing store.
    pub async fn staff(&self, actor: &Actor) -> Result<Staff, UserError> {
        self.must_be(actor, Office::Observer).await?;
        self.staff_of(&actor.guild).await
    }

    /// Names the roles of instructors and observers, in place of those before. Admins only.
    ///
    /// # Errors
    /// For everybody else; a refusing store.
    pub async fn name_staff(&self, actor: &Actor, staff: &Staff, at: i64) -> Result<(), UserError> {
        self.must_be(actor, Office::Admin).await?;
        for (office, roles) in [(INSTRUCTOR, &staff.instructors), (OBSERVER, &staff.observers)] {
            let detail = format!("{} role{}", roles.len(), if roles.len() == 1 { "" } else { "s" });
            let log = entry(actor, at, "staff.name", office, None, detail);
            self.store.name_staff(&actor.guild, office, roles, &log).await?;
        }
        Ok(())
    }

    /// A page of the log, the newest first: what staff did. Instructors only. `before` is the last entry of the page before.
    ///
    /// # Errors
    /// For everybody else; a refusing store.
    pub async fn log(&self, actor: &Actor, limit: i64, before: Option<&AuditRow>) -> Result<Vec<AuditRow>, UserError> {
        self.must_be(actor, Office::Instructor).await?;
        let before = before.map(|row| (row.at, row.id.as_str()));
        Ok(self.store.audit(&actor.guild, limit.clamp(1, 100), before).await?)
    }

    async fn staff_of(&self, guild: &str) -> Result<Staff, UserError> {
        let rows = self.store.staff(guild).await?;
        let of = |office: &str| -> Vec<String> {
            let roles: BTreeSet<String> =
                rows.iter().filter(|row| row.office == office).map(|row| row.role.clone()).collect();
            roles.into_iter().collect()
        };
        Ok(Staff { instructors: of(INSTRUCTOR), observers: of(OBSERVER) })
    }

    /// Refuses whoever has less than this office; gives the office there is.
    pub(in crate::host) async fn must_be(&self, actor: &Actor, least: Office) -> Result<Office, UserError> {
        let office = self.office(actor).await?;
        if office >= least {
            return Ok(office);
        }
        let (who, hint) = match least {
            Office::Admin => ("people who administrate this server", "Ask one of them."),
            Office::Instructor => ("instructors", "An admin names the instructors' roles with /setup roles."),
            _ => ("instructors and observers", "An admin names their roles with /setup roles."),
        };
        Err(UserError::new("not_allowed", format!("Only {who} can do that."), hint))
    }
}
