//! `/report`: a talk or a challenge as a page to open in a browser. What it may show is the host's to say.

use std::collections::HashMap;

use super::{Options, challenge, class, terms};
use crate::discord::Bot;
use crate::discord::answer::Answer;
use crate::discord::controls::PROMPT;
use crate::discord::event::Ask;
use crate::discord::messages;
use crate::discord::wire::Trouble;
use crate::host::classroom::{Actor, Class, show_time};
use crate::host::{Cover, UserError};

/// The largest file that is attached; Discord takes 10 MiB.
const LARGEST: usize = 9 << 20;
/// Talks that are suggested.
const LATEST: i64 = 25;

/// `/report talk`: one's own, or for staff an attempt by its id.
pub(super) async fn talk(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match page_of_talk(bot, ask, terms::given(options, "talk")).await {
        Ok((id, page)) => answer.say(&messages::talk_page(&id, page)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

async fn page_of_talk(bot: &Bot, ask: &Ask, wanted: Option<&str>) -> Result<(String, String), UserError> {
    let actor = ask.actor();
    let id = match wanted {
        Some(id) => id.to_owned(),
        None => match bot.host.history(&actor.id, 1, None).await?.into_iter().next() {
            Some(latest) => latest.id,
            None => {
                let message = "You have finished no talk yet.";
                return Err(UserError::new("no_talk", message, "`/spar start` begins one."));
            }
        },
    };
    let learner = bot.host.learner_of(&actor, &id).await?;
    let cover = Cover { learner: name(bot, ask, &learner).await, note: None };
    let page = bot.host.session_page(&actor, &id, cover, bot.now()).await?;
    Ok((id, page))
}

/// What somebody is called in the server, where Discord says so.
pub(super) async fn name(bot: &Bot, ask: &Ask, person: &str) -> Option<String> {
    bot.wire.member_name(ask.guild?, person.parse().ok()?).await.ok()
}

/// `/report challenge`.
pub(super) async fn challenge(bot: &Bot, ask: &Ask, options: &Options, mut answer: Answer) -> Result<(), Trouble> {
    answer.think().await?;
    match page_of_challenge(bot, &ask.actor(), options).await {
        Ok((id, page, brief)) => answer.say(&messages::challenge_page(&id, page, brief)).await,
        Err(error) => answer.say(&messages::problem(&error)).await,
    }
}

/// The page, and whether the talks had to be left out.
async fn page_of_challenge(bot: &Bot, actor: &Actor, options: &Options) -> Result<(String, String, bool), UserError> {
    let id = challenge::meant(bot, actor, options).await?;
    let (mut roster, mut results) = class::results_now(bot, actor, &id).await?;
    roster.name(bot, &actor.guild, &mut results.learners).await;
    let named = results.learners.iter().filter_map(|one| Some((one.line.person.clone(), one.name.clone()?)));
    let names: HashMap<String, String> = named.collect();
    let class = Class { roster: roster.members.clone(), names, brief: false };
    let whole = bot.host.challenge_page(actor, &id, &class, bot.now()).await?;
    if whole.len() <= LARGEST {
        return Ok((id, whole, false));
    }
    let brief = Class { brief: true, ..class };
    Ok((id.clone(), bot.host.challenge_page(actor, &id, &brief, bot.now()).await?, true))
}

/// The person's finished talks, the latest first.
pub(super) async fn talks(bot: &Bot, ask: &Ask) -> Vec<(String, String)> {
    let (user, guild) = (ask.user.to_string(), ask.guild.map(|guild| guild.to_string()));
    let past = tokio::time::timeout(PROMPT, bot.host.history(&user, LATEST, None)).await;
    let mut found = Vec::new();
    for run in past.ok().and_then(Result::ok).unwrap_or_default() {
        let one = bot.host.briefing_in(guild.as_deref(), &run.persona).await;
        let title = one.map_or_else(|_| run.persona.clone(), |one| one.title);
        found.push((format!("{title}, {}", show_time(run.ended_at, "UTC")), run.id));
    }
    found
}
