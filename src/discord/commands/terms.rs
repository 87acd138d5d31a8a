//! A challenge's terms as an instructor types them: read with care, so that setting one up takes a minute.

use std::str::FromStr;

use super::{Options, persona};
use crate::discord::Bot;
use crate::discord::event::Ask;
use crate::host::UserError;
use crate::host::classroom::{Challenge, Counting, Draft, Edit, read_length, read_time};

/// Where the time zone that was named last in a server is noted.
const ZONE: &str = "zone";

/// What can be said of which attempt counts.
pub(super) const COUNTINGS: &[&str] =
    &["first", "best", "last", "mean of first 2", "mean of first 3", "mean of first 4", "mean of first 5"];

/// An option's text, when it was given.
pub(super) fn given<'a>(options: &'a Options, name: &str) -> Option<&'a str> {
    options.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// What was asked for with `/class create`. Times are of the zone that is named, else of the one named last in this server.
pub(super) async fn draft(bot: &Bot, ask: &Ask, options: &Options) -> Result<Draft, UserError> {
    let zone = match given(options, "zone") {
        Some(zone) => zone.to_owned(),
        None => bot.host.note(&of_server(ask), ZONE).await?.unwrap_or_else(|| "UTC".to_owned()),
    };
    let time = |name: &str| time(bot, options, name, &zone);
    let counting = counting(options)?;
    let attempts = match (number(options, "attempts"), counting) {
        (Some(attempts), _) => attempts,
        (None, Some(Counting::MeanOfFirst(first))) => first,
        (None, _) => 1,
    };
    let usual = Draft::default();
    let difficulty = match given(options, "difficulty") {
        Some(name) => name.parse().map_err(|_| no_choice(name))?,
        None => usual.difficulty,
    };
    Ok(Draft {
        title: given(options, "title").unwrap_or_default().to_owned(),
        persona: persona::meant(bot, ask.guild, given(options, "persona").unwrap_or_default()).await,
        variant: given(options, "variant").unwrap_or_default().to_owned(),
        difficulty,
        roles: role(options).unwrap_or_default(),
        members: members(options)?.unwrap_or_default(),
        rated: rated(options)?.unwrap_or(usual.rated),
        opens_at: time("opens")?,
        due_at: time("due")?.unwrap_or_default(),
        attempts,
        cool_down: wait(options)?.unwrap_or_default(),
        counting: counting.unwrap_or_default(),
        one_seed: given(options, "seed") == Some("one"),
        sealed: flag(options, "sealed").unwrap_or(usual.sealed),
        zone,
    })
}

/// What was asked for with `/class edit`. What wasn't named stays.
pub(super) fn edit(bot: &Bot, options: &Options, challenge: &Challenge) -> Result<Edit, UserError> {
    let time = |name: &str| time(bot, options, name, zone(options, challenge));
    Ok(Edit {
        title: given(options, "title").map(str::to_owned),
        roles: role(options),
        members: members(options)?,
        rated: rated(options)?,
        opens_at: time("opens")?,
        due_at: time("due")?,
        zone: given(options, "zone").map(str::to_owned),
        attempts: number(options, "attempts"),
        cool_down: wait(options)?,
        counting: counting(options)?,
        sealed: flag(options, "sealed"),
    })
}

/// The time zone that was named, else the challenge's own.
pub(super) fn zone<'a>(options: &'a Options, challenge: &'a Challenge) -> &'a str {
    given(options, "zone").unwrap_or(&challenge.zone)
}

/// Remembers a zone that was good, for the next time.
pub(super) async fn keep_zone(bot: &Bot, ask: &Ask, zone: &str) {
    if let Err(error) = bot.host.set_note(&of_server(ask), ZONE, Some(zone)).await {
        tracing::info!(code = error.code, "a server's time zone could not be noted");
    }
}

fn of_server(ask: &Ask) -> String {
    format!("discord:{}", ask.guild.unwrap_or_default())
}

/// A time among the options.
pub(super) fn time(bot: &Bot, options: &Options, name: &str, zone: &str) -> Result<Option<i64>, UserError> {
    given(options, name).map(|text| read_time(text, zone, bot.now())).transpose()
}

/// A whole number among the options; Discord has checked its bounds, the host checks them again.
pub(super) fn number(options: &Options, name: &str) -> Option<u32> {
    given(options, name).and_then(|text| text.parse().ok())
}

pub(super) fn flag(options: &Options, name: &str) -> Option<bool> {
    given(options, name).map(|text| text == "true")
}

fn role(options: &Options) -> Option<Vec<String>> {
    given(options, "role").map(|role| vec![role.to_owned()])
}

fn members(options: &Options) -> Result<Option<Vec<String>>, UserError> {
    given(options, "members").map(mentioned).transpose()
}

fn rated(options: &Options) -> Result<Option<bool>, UserError> {
    match given(options, "kind") {
        None => Ok(None),
        Some("rated") => Ok(Some(true)),
        Some("practice") => Ok(Some(false)),
        Some(other) => Err(no_choice(other)),
    }
}

fn wait(options: &Options) -> Result<Option<i64>, UserError> {
    match given(options, "wait") {
        None => Ok(None),
        Some("0" | "none") => Ok(Some(0)),
        Some(length) => read_length(length).map(Some),
    }
}

fn counting(options: &Options) -> Result<Option<Counting>, UserError> {
    let read = |text: &str| {
        Counting::from_str(text).map_err(|_| {
            let message = format!("I don't know which attempt {text:?} is.");
            UserError::new("bad_counting", message, "Write first, best, last, or mean of first 3.")
        })
    };
    given(options, "counts").map(read).transpose()
}

/// The people in a text like `<@81388> <@41771>`, which is what Discord makes of members that are picked after an `@`.
fn mentioned(text: &str) -> Result<Vec<String>, UserError> {
    let words = text.replace("><", "> <");
    let words = words.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let person = |word: &str| {
        let id = word.strip_prefix("<@")?.strip_suffix('>')?;
        let id = id.strip_prefix('!').unwrap_or(id);
        (!id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).then(|| id.to_owned())
    };
    words
        .map(|word| {
            person(word).ok_or_else(|| {
                let message = format!("{word:?} is nobody I can find.");
                UserError::new("bad_member", message, "Type @ and pick each member from the list that opens.")
            })
        })
        .collect()
}

fn no_choice(text: &str) -> UserError {
    UserError::new("bad_option", format!("{text:?} is none of the choices."), "Pick one from the list.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn members_are_read_as_discord_writes_them() {
        assert_eq!(mentioned("<@1><@!22>, <@333>").unwrap(), ["1", "22", "333"]);
        for wrong in ["@ann", "<@&5>", "<@>", "<@1x>", "ann"] {
            assert_eq!(mentioned(wrong).unwrap_err().code, "bad_member", "{wrong}");
        }
    }
}
