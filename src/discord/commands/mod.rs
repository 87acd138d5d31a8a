//! The commands as data: their names in each language, their options, what they say of themselves. A file each does them.

pub(crate) mod challenge;
pub(crate) mod class;
mod class_roots;
mod definition;
mod help;
pub(crate) mod leaderboard;
mod names;
pub(crate) mod persona;
pub(crate) mod privacy;
mod report;
pub(crate) mod review;
mod roots;
mod setup;
mod shelf;
pub(crate) mod spar;
pub(crate) mod stats;
mod terms;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::answer::Answer;
use super::controls::PROMPT;
use super::event::{Ask, MANAGING};
use super::messages::{self, Own, Post};
use super::wire::Trouble;
use super::{Bot, limits};
use crate::host::classroom::{Office, zones};
use definition::{Branch, Root, Sight};
use roots::ROOTS;

type Options = BTreeMap<String, String>;

/// Runs a command. Options are checked again here: what was suggested is not what has to come.
pub(crate) async fn run(
    bot: &Arc<Bot>,
    ask: &Ask,
    path: &[String],
    options: &Options,
    mut answer: Answer,
) -> Result<(), Trouble> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let root = ROOTS.iter().find(|root| Some(&root.name) == path.first());
    if root.is_some_and(|root| root.servers_only) && ask.guild.is_none() {
        return answer.say(&messages::stopped(Own::ServersOnly)).await;
    }
    if let Some(refusal) = refusal(bot, ask, root.map_or(Sight::Everybody, |root| root.sight)).await {
        return answer.say(&refusal).await;
    }
    let branch = root.and_then(|root| root.branches.iter().find(|branch| Some(&branch.name) == path.get(1)));
    let mut options = options.clone();
    if branch.is_some_and(Branch::is_about_a_challenge) && terms::given(&options, "challenge").is_none() {
        answer.think().await?;
        match challenge::left_out(bot, &ask.actor(), changes(&path)).await {
            Ok((id, which)) => {
                answer.head(which);
                options.insert("challenge".to_owned(), id);
            }
            Err(error) => return answer.say(&messages::problem(&error)).await,
        }
    }
    let options = &options;
    match path.as_slice() {
        ["spar", "start"] => spar::start(bot, ask, options, answer).await,
        ["spar", "resume"] => spar::resume(bot, ask, options, answer).await,
        ["spar", move_ @ ("offer" | "say" | "accept" | "walk" | "table" | "brief" | "undo" | "abandon")] => {
            spar::at_table(bot, ask, move_, options, answer).await
        }
        ["persona", "list"] => answer.say(&persona::menu(bot, ask.guild, 0).await).await,
        ["persona", "show"] => persona::show(bot, ask, options, answer).await,
        ["leaderboard", "show"] => leaderboard::show(bot, ask, options, answer).await,
        ["leaderboard", "me"] => leaderboard::me(bot, ask, options, answer).await,
        ["report", "talk"] => report::talk(bot, ask, options, answer).await,
        ["report", "challenge"] => report::challenge(bot, ask, options, answer).await,
        ["stats"] => stats::run(bot, ask, answer).await,
        ["privacy", "show"] => answer.say(&messages::privacy(bot.settings.idle)).await,
        ["privacy", "export"] => privacy::export(bot, ask, answer).await,
        ["privacy", "share"] => privacy::share(bot, ask, true, answer).await,
        ["privacy", "unshare"] => privacy::share(bot, ask, false, answer).await,
        ["privacy", "erase"] => answer.say(&messages::ask_erase()).await,
        ["help"] => answer.say(&help::card(bot)).await,
        ["challenge", "list"] => challenge::list(bot, ask, answer).await,
        ["challenge", "play"] => challenge::play(bot, ask, options, answer).await,
        ["challenge", "status"] => challenge::status(bot, ask, options, answer).await,
        ["class", "create"] => class::create(bot, ask, options, answer).await,
        ["class", "edit"] => class::edit(bot, ask, options, answer).await,
        ["class", "extend"] => class::extend(bot, ask, options, answer).await,
        ["class", "close"] => class::close(bot, ask, options, answer).await,
        ["class", "status"] => class::status(bot, ask, options, answer).await,
        ["class", "results"] => class::results(bot, ask, options, answer).await,
        ["class", "review"] => review::review(bot, ask, options, answer).await,
        ["class", "rule"] => review::rule(bot, ask, answer).await,
        ["class", "upload"] => shelf::upload(bot, ask, answer).await,
        ["class", "retire"] => shelf::retire(bot, ask, options, answer).await,
        ["class", "export"] => shelf::export(bot, ask, options, answer).await,
        ["class", "log"] => class::log(bot, ask, answer).await,
        ["setup", "check"] => setup::check(bot, ask, answer).await,
        ["setup", "roles"] => setup::roles(bot, ask, options, answer).await,
        ["setup", "keep"] => setup::keep(bot, ask, options, answer).await,
        _ => answer.say(&messages::stopped(Own::UnknownControl)).await,
    }
}

/// What is said to whoever may not use a command, however they came to see it. The host asks again for what each does.
async fn refusal(bot: &Bot, ask: &Ask, sight: Sight) -> Option<Post> {
    match sight {
        Sight::Everybody => None,
        Sight::Managers if ask.person_may.intersects(MANAGING) => None,
        Sight::Managers => Some(messages::stopped(Own::ManagersOnly)),
        Sight::Staff => match tokio::time::timeout(PROMPT, bot.host.office(&ask.actor())).await {
            Ok(Ok(office)) if office > Office::Learner => None,
            Ok(Ok(_)) => Some(messages::stopped(Own::StaffOnly)),
            Ok(Err(error)) => Some(messages::problem(&error)),
            Err(_) => Some(messages::stopped(Own::Slow)),
        },
    }
}

/// Suggests values for the option that is being typed.
pub(crate) async fn suggest(
    bot: &Arc<Bot>,
    ask: &Ask,
    path: &[String],
    options: &Options,
    (typing, so_far): (&str, &str),
    mut answer: Answer,
) -> Result<(), Trouble> {
    let known = path.first().is_some_and(|root| ROOTS.iter().any(|one| one.name == root));
    let given = |name: &str| options.get(name).map(String::as_str).unwrap_or_default();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let all: Vec<(String, String)> = match (typing, path.as_slice()) {
        _ if !known => Vec::new(),
        ("persona", ["class", "retire" | "export"]) => shelf::own(bot, ask).await,
        ("persona", _) => persona::all(bot, ask.guild).await,
        ("version", _) => shelf::versions(bot, ask, given("persona")).await,
        ("variant", _) => persona::variants(bot, ask.guild, given("persona")).await,
        ("challenge", _) => challenges(bot, ask).await,
        ("talk", _) => report::talks(bot, ask).await,
        ("period", _) => leaderboard::periods(bot.now()),
        ("counts", _) => same(terms::COUNTINGS.iter().map(|text| (*text).to_owned())),
        ("zone", _) => same(zones()),
        _ => Vec::new(),
    };
    let wanted = so_far.trim().to_lowercase();
    let fits = |(name, value): &(String, String)| {
        name.to_lowercase().contains(&wanted) || value.to_lowercase().contains(&wanted)
    };
    let fitting = all.into_iter().filter(fits).take(limits::CHOICES);
    answer.suggest(fitting.map(|(name, value)| (limits::clip(&name, limits::CHOICE), value)).collect()).await
}

/// The challenges that the person may know of, the one that is due last first.
async fn challenges(bot: &Bot, ask: &Ask) -> Vec<(String, String)> {
    let actor = ask.actor();
    let listed = tokio::time::timeout(PROMPT, bot.host.challenges(&actor, bot.now())).await;
    let mut listed = listed.ok().and_then(Result::ok).unwrap_or_default();
    listed.sort_by_key(|one| std::cmp::Reverse(one.challenge.due_at));
    listed.into_iter().map(|one| (one.challenge.title, one.challenge.id)).collect()
}

/// Suggestions that stand for themselves.
fn same(all: impl IntoIterator<Item = String>) -> Vec<(String, String)> {
    all.into_iter().map(|text| (text.clone(), text)).collect()
}

/// All commands as Discord registers them.
pub(crate) fn definitions() -> Value {
    ROOTS.iter().map(Root::json).collect()
}

/// Whether a command changes a challenge: then one that has ended is never guessed.
fn changes(path: &[&str]) -> bool {
    matches!(path, ["class", "edit" | "extend" | "close"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_that_is_registered_is_also_done() {
        let source = include_str!("mod.rs");
        let (_, run) = source.split_once("match path.as_slice()").unwrap_or_default();
        let (run, _) = run.split_once("Own::UnknownControl").unwrap_or_default();
        // What is done at a table has one arm for all.
        let (_, moves) = run.split_once("[\"spar\", move_ @ (").unwrap_or_default();
        let (moves, _) = moves.split_once(')').unwrap_or_default();
        for root in ROOTS {
            assert!(!root.branches.is_empty() || run.contains(&format!("[\"{}\"] =>", root.name)), "{}", root.name);
            for branch in root.branches {
                let done = run.contains(&format!("[\"{}\", \"{}\"] =>", root.name, branch.name));
                let is_move = root.name == "spar" && moves.contains(&format!("\"{}\"", branch.name));
                assert!(done || is_move, "{} {}", root.name, branch.name);
            }
        }
    }

    #[test]
    fn names_and_descriptions_fit() {
        fn check(value: &Value) {
            let name = value["name"].as_str().unwrap_or_default();
            assert!((1..=32).contains(&name.chars().count()) && name == name.to_lowercase(), "{name}");
            assert!((1..=100).contains(&value["description"].as_str().unwrap_or_default().chars().count()), "{name}");
            for other in value["name_localizations"].as_object().into_iter().flatten() {
                let other = other.1.as_str().unwrap_or_default();
                assert!(
                    other == other.to_lowercase() && !other.contains(' ') && other.chars().count() <= 32,
                    "{other}"
                );
            }
            value["options"].as_array().into_iter().flatten().for_each(check);
        }
        definitions().as_array().into_iter().flatten().for_each(check);
    }
}
