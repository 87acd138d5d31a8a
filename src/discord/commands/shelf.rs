//! `/persona upload`, `retire` and `export`: counterparts that a server's instructors bring along.

use super::{Options, terms};
use crate::discord::Bot;
use crate::discord::answer::Answer;
use crate::discord::controls::PROMPT;
use crate::discord::event::{Ask, Attached, Kind};
use crate::discord::fetch::{self, Unfetched};
use crate::discord::messages::{self, Own, Post};
use crate::discord::wire::Trouble;
use crate::host::UserError;
use crate::host::classroom::{LARGEST_FILE, Office, PersonaVersion, show_time};

/// `/persona upload`: rights first, then the file is fetched, checked and kept.
pub(super) async fn upload(bot: &Bot, ask: &Ask, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    if let Some(refusal) = instructors_only(bot, ask).await {
        return answer.say(&refusal).await;
    }
    let file = match &ask.kind {
        Kind::Command { files, .. } => files.get("file"),
        _ => None,
    };
    let Some(file) = file else { return answer.say(&messages::stopped(Own::BadOption)).await };
    let bytes = match fetched(bot, file).await {
        Ok(bytes) => bytes,
        Err(why) => return answer.say(&messages::unfetched(file, why, LARGEST_FILE)).await,
    };
    match bot.host.upload_persona(&ask.actor(), (&file.name, bytes), bot.now()).await {
        Ok(upload) => answer.say(&messages::uploaded(&upload, &file.name)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

async fn fetched(bot: &Bot, file: &Attached) -> Result<Vec<u8>, Unfetched> {
    let fetched = fetch::fetch(file, LARGEST_FILE, bot.settings.proxy.is_some()).await;
    if let Err(why) = &fetched {
        tracing::info!(?why, size = file.size, "an attached file was not fetched");
    }
    fetched
}

/// `/persona retire`.
pub(super) async fn retire(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    if let Some(refusal) = instructors_only(bot, ask).await {
        return answer.say(&refusal).await;
    }
    let persona = terms::given(options, "persona").unwrap_or_default();
    match bot.host.retire_persona(&ask.actor(), persona, bot.now()).await {
        Ok(()) => answer.say(&messages::retired(persona)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// `/persona export`.
pub(super) async fn export(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    if let Some(refusal) = instructors_only(bot, ask).await {
        return answer.say(&refusal).await;
    }
    let persona = terms::given(options, "persona").unwrap_or_default();
    match file(bot, ask, persona, terms::given(options, "version")).await {
        Ok(text) => answer.say(&messages::persona_file(persona, text)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// The text of a version, named by the beginning of its hash as lists show it.
async fn file(bot: &Bot, ask: &Ask, persona: &str, version: Option<&str>) -> Result<String, UserError> {
    let actor = ask.actor();
    let all = bot.host.persona_versions(&actor).await?;
    let mut fitting =
        all.iter().filter(|one| one.persona == persona && version.is_none_or(|version| one.hash.starts_with(version)));
    let hash = fitting.next().map(|one| one.hash.clone());
    bot.host.persona_file(&actor, persona, hash.as_deref().or(version)).await
}

/// What is said to whoever may not bring counterparts along, however they came to use the command. The host asks again.
async fn instructors_only(bot: &Bot, ask: &Ask) -> Option<Post> {
    if ask.guild.is_none() {
        return Some(messages::stopped(Own::ServersOnly));
    }
    match bot.host.office(&ask.actor()).await {
        Ok(office) if office >= Office::Instructor => None,
        Ok(_) => Some(messages::stopped(Own::InstructorsOnly)),
        Err(error) => Some(messages::problem(&error)),
    }
}

/// The server's own counterparts, for those who may do something with them.
pub(super) async fn own(bot: &Bot, ask: &Ask) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for one in kept(bot, ask).await {
        if found.last().is_none_or(|(_, last)| *last != one.persona) {
            let retired = if one.retired_at.is_some() { " (retired)" } else { "" };
            found.push((format!("{}{retired}", one.persona), one.persona));
        }
    }
    found
}

/// The versions of one of them.
pub(super) async fn versions(bot: &Bot, ask: &Ask, persona: &str) -> Vec<(String, String)> {
    let versions = kept(bot, ask).await.into_iter().filter(|one| one.persona == persona);
    versions
        .map(|one| {
            let short: String = one.hash.chars().take(messages::SHORT_HASH).collect();
            (format!("{short}, {}", show_time(one.uploaded_at, "UTC")), short)
        })
        .collect()
}

/// Every version, the newest of each first; nothing for learners.
async fn kept(bot: &Bot, ask: &Ask) -> Vec<PersonaVersion> {
    let actor = ask.actor();
    let versions = tokio::time::timeout(PROMPT, bot.host.persona_versions(&actor)).await;
    versions.ok().and_then(Result::ok).unwrap_or_default()
}
