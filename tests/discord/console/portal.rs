//! The developer portal and the page behind an invite link, as far as setting a bot up needs them.

use super::Console;
use crate::standin::permissions::everyday;
use crate::standin::world::fake_token;
use serenity::model::Permissions;
use serenity::model::gateway::GatewayIntents;

/// The privileged intents, by their names in the portal.
const INTENTS: [(&str, GatewayIntents); 3] = [
    ("presence", GatewayIntents::GUILD_PRESENCES),
    ("server members", GatewayIntents::GUILD_MEMBERS),
    ("message content", GatewayIntents::MESSAGE_CONTENT),
];

impl Console {
    /// New Application: the page General Information.
    pub(super) fn application(&mut self, name: &str) -> Result<String, String> {
        if name.is_empty() {
            return Err("give it a name: :application Sparring".into());
        }
        let bot = self.world.bot_id();
        self.application = true;
        self.world.change(|state| state.users.get_mut(&bot).expect("the bot").name = name.into());
        Ok(format!("General Information\n  Name            {name}\n  Application ID  {bot}\nBot\n{}", self.intents()))
    }

    /// The pages of an application are there once it is.
    fn has_application(&self) -> Result<(), String> {
        if self.application {
            Ok(())
        } else {
            Err("there is no application yet; make one first: :application NAME".into())
        }
    }

    fn intents(&self) -> String {
        let on = self.world.look(|state| state.switched_on);
        let line = |(name, intent): &(&str, GatewayIntents)| {
            format!("  Privileged Gateway Intents, {name}: {}", if on.contains(*intent) { "on" } else { "off" })
        };
        INTENTS.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Reset Token. Whoever is connected with the old one is thrown out.
    pub(super) fn token(&mut self) -> Result<String, String> {
        self.has_application()?;
        self.tokens += 1;
        let token = fake_token(self.world.bot_id(), self.tokens);
        self.world.change(|state| state.token.clone_from(&token));
        self.world.close_gateway(4004);
        Ok(format!(
            "Bot, Token (it is shown once, and opens nothing but this stand-in)\n\n  export DISCORD_TOKEN='{token}'\n"
        ))
    }

    /// A switch under Privileged Gateway Intents. It counts from the bot's next connection on, as at Discord.
    pub(super) fn intent(&mut self, words: &str) -> Result<String, String> {
        self.has_application()?;
        let usage = "write it like :intent message content on";
        let (name, to) = words.rsplit_once(' ').ok_or(usage)?;
        let known = |(label, _): &&(&str, GatewayIntents)| *label == name.to_lowercase().replace('-', " ");
        let (_, intent) =
            INTENTS.iter().find(known).ok_or("the intents are presence, server members, message content")?;
        let on = match to {
            "on" => true,
            "off" => false,
            _ => return Err(usage.into()),
        };
        self.world.change(|state| state.switched_on.set(*intent, on));
        Ok(self.intents())
    }

    /// The page behind an invite link: what it asks for, and Authorise.
    pub(super) fn invite(&mut self, words: &str) -> Result<String, String> {
        let (link, unticked) = words.split_once(" without ").unwrap_or((words, ""));
        let asked = asked_for(link, self.world.bot_id())?;
        let unticked = permissions_named(unticked)?;
        if self.me != 0 {
            return Err("only Olga may add bots to this server: :as Olga".into());
        }
        let (guild, bot) = (self.guild, self.world.bot_id());
        if self.world.look(|state| state.is_member(guild, bot)) {
            return Err("it is in Practice Club already; :kick removes it".into());
        }
        let granted = asked - unticked;
        self.world.let_bot_in(guild, (everyday() - unticked) | granted);
        let name = self.world.look(|state| state.users[&bot].name.clone());
        let tick = |one: Permissions| if unticked.contains(one) { ' ' } else { 'x' };
        let line = |(name, one): (&str, Permissions)| format!("  [{}] {}", tick(one), spoken(name));
        let list: Vec<String> = asked.iter_names().map(line).collect();
        Ok(format!(
            "{name} wants to join Practice Club with these permissions:\n{}\nAuthorised: {name} is in Practice Club.",
            list.join("\n")
        ))
    }

    /// The owner removes the bot from the server.
    pub(super) fn kick(&mut self) -> Result<String, String> {
        self.world.remove_bot(self.guild);
        Ok("The bot is no longer in Practice Club.".into())
    }
}

/// The permissions a link asks for, or what Discord's page would say to it.
fn asked_for(link: &str, application: u64) -> Result<Permissions, String> {
    let hosts = ["https://discord.com/oauth2/authorize?", "https://discord.com/api/oauth2/authorize?"];
    let query = hosts.iter().find_map(|host| link.trim().strip_prefix(host));
    let query = query.ok_or("that is no invite link: it begins with https://discord.com/oauth2/authorize?")?;
    let value = |name: &str| {
        let found = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
        found.map(|(_, value)| {
            percent_encoding::percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned()
        })
    };
    match value("client_id").map(|id| id.parse::<u64>()) {
        Some(Ok(id)) if id == application => {}
        _ => return Err(format!("Unknown Application: client_id has to be {application}")),
    }
    let scopes = value("scope").unwrap_or_default();
    for scope in ["bot", "applications.commands"] {
        if !scopes.split(' ').any(|one| one == scope) {
            return Err(format!("the link doesn't ask for the scope {scope}, so that nobody could use the bot"));
        }
    }
    let bits = value("permissions").and_then(|bits| bits.parse().ok()).ok_or("the link names no permissions")?;
    Permissions::from_bits(bits).ok_or_else(|| "the link names permissions that there are not".into())
}

/// `MANAGE_THREADS` as the page writes it.
fn spoken(name: &str) -> String {
    name.to_lowercase().replace('_', " ")
}

/// Permissions by name, with commas between them.
fn permissions_named(words: &str) -> Result<Permissions, String> {
    let mut found = Permissions::empty();
    for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let one = Permissions::all().iter_names().find(|(name, _)| spoken(name) == word.to_lowercase());
        found |= one.ok_or_else(|| format!("there is no permission {word:?}"))?.1;
    }
    Ok(found)
}
