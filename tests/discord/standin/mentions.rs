//! What Discord's client makes of `@Ann`: the member or the role that is picked from the list that opens.

use super::ids::Id;
use super::world::State;

impl State {
    /// The text as it is sent from a server: a member's or a role's name after an `@` is a mention.
    pub fn with_mentions(&self, guild: Option<Id>, text: &str) -> String {
        let Some(guild) = guild.and_then(|guild| self.guilds.get(&guild)) else { return text.to_owned() };
        let members = guild.members.keys().map(|id| (self.users[id].name.as_str(), format!("<@{id}>")));
        let roles = guild.roles.values().map(|role| (role.name.as_str(), format!("<@&{}>", role.id)));
        let mut known: Vec<(&str, String)> = members.chain(roles).filter(|(name, _)| !name.starts_with('@')).collect();
        // Of two names that fit, the longer one is meant.
        known.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut sent = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('@') {
            let fits = |(name, _): &&(&str, String)| {
                let there = after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
                there && !after[name.len()..].starts_with(char::is_alphanumeric)
            };
            // An address such as ann@club.example mentions nobody, and what is a mention already stays one.
            let begins = before.is_empty() || before.ends_with(|c: char| !c.is_alphanumeric() && c != '<');
            let found = known.iter().find(fits).filter(|_| begins);
            sent += before;
            sent += found.map_or("@", |(_, mention)| mention);
            rest = found.map_or(after, |(name, _)| &after[name.len()..]);
        }
        sent + rest
    }
}
