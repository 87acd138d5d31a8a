//! Who is in a class, as far as Discord tells. It names a role's members only to bots with the Server Members intent;
//! without it a class is those who are named one by one, and whoever has played.

use std::collections::BTreeMap;

use super::Bot;
use super::limits;
use super::wire::Trouble;
use crate::host::classroom::{Challenge, LearnerResult};

/// Names that are asked for one by one where Discord doesn't list members: at most half a minute's worth.
const MOST_NAMES: usize = 500;

/// Why somebody who holds a challenge's role and hasn't begun may not be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Discord doesn't list members to this application: the Server Members intent is off.
    NotAllowed,
    /// Discord didn't answer this time.
    NotTold,
    /// There are more members than are asked for.
    Beyond(usize),
}

/// The members of a challenge's roles, and what people are called.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roster {
    /// The ids of the roles' members.
    pub(crate) members: Vec<String>,
    /// Why not all of them are known; none when they are.
    pub(crate) missing: Option<Missing>,
    names: BTreeMap<String, String>,
}

impl Roster {
    /// Asks Discord for the members of a challenge's roles.
    pub(crate) async fn of(bot: &Bot, challenge: &Challenge) -> Roster {
        if challenge.roles.is_empty() {
            return Roster::default();
        }
        let without = |missing| Roster { missing: Some(missing), ..Roster::default() };
        let Ok(guild) = challenge.guild.parse() else { return without(Missing::NotTold) };
        let (all, ended) = match bot.wire.members(guild).await {
            Ok(found) => found,
            Err(Trouble::Forbidden) => return without(Missing::NotAllowed),
            Err(trouble) => {
                tracing::info!(%trouble, "the members of a server could not be listed");
                return without(Missing::NotTold);
            }
        };
        let missing = (!ended).then_some(Missing::Beyond(all.len()));
        let mut roster = Roster { missing, ..Roster::default() };
        for member in all.iter().filter(|member| !member.user.bot) {
            let id = member.user.id.to_string();
            let holds =
                |role: &String| *role == challenge.guild || member.roles.iter().any(|held| held.to_string() == *role);
            if challenge.roles.iter().any(holds) {
                roster.members.push(id.clone());
            }
            roster.names.insert(id, member.display_name().to_owned());
        }
        roster
    }

    /// Fills in what people are called, asking for each who isn't known yet.
    pub(crate) async fn name(&mut self, bot: &Bot, guild: &str, learners: &mut [LearnerResult]) {
        let Ok(guild) = guild.parse() else { return };
        let unknown: Vec<String> = learners
            .iter()
            .map(|learner| learner.line.person.clone())
            .filter(|person| !self.names.contains_key(person))
            .take(MOST_NAMES)
            .collect();
        for person in unknown {
            let Ok(id) = person.parse() else { continue };
            if let Ok(name) = bot.wire.member_name(guild, id).await {
                self.names.insert(person, name);
            }
        }
        for learner in learners {
            learner.name = self.names.get(&learner.line.person).cloned();
        }
    }

    /// What somebody is called, for places where Discord shows no mention.
    pub(crate) fn called(&self, person: &str) -> String {
        let name = self.names.get(person).map_or(person, String::as_str);
        limits::clip(name, limits::CHOICE / 2)
    }
}
