//! A class as its staff sees it: who stands where, what came out, what was done.

use crate::discord::custom_id::{CustomId, NO_SESSION, Verb};
use crate::discord::limits::{self, verbatim};
use crate::discord::roster::Roster;
use crate::host::classroom::{
    Challenge, ClassDeals, LearnerResult, LogEntry, Progress, Results, Staff, Status, StatusLine, show_time,
};
use crate::report::{self, DealMap, Money, Signed, Theme};

use super::challenge::behind;
use super::counterparts::pager_of;
use super::debrief::picture;
use super::opening::moment;
use super::stats::ended;
use super::{Button, Colour, Embed, File, Look, Post, Row, SelectChoice};

/// Learners on a page.
const PAGE: usize = 10;

/// Entries of the log on a page.
pub(crate) const LOG_PAGE: usize = 15;

/// A byte order mark. Without it Excel takes UTF-8 for an older encoding and mangles accents.
const MARK: &str = "\u{feff}";

/// Who has played, who is playing, who hasn't begun.
pub(crate) fn class_status(status: &Status, page: usize, whole: bool) -> Post {
    let lines: Vec<&StatusLine> = status.lines.iter().collect();
    let challenge = &status.challenge;
    let text =
        format!("{}\n{}\n\n{}", summary(&lines), when(challenge), page_of(&lines, page, |line| status_line(line)));
    listed(challenge, Verb::ClassStatus, "status", text, (lines.len(), page), whole)
}

/// What came out: what counts for each, and an attempt to pick for review.
pub(crate) fn class_results(results: &Results, roster: &Roster, page: usize) -> Post {
    let challenge = &results.challenge;
    let lines: Vec<&StatusLine> = results.learners.iter().map(|learner| &learner.line).collect();
    let scores: Vec<f64> = lines.iter().filter_map(|line| line.counted.as_ref().map(|one| one.score)).collect();
    let mean = match (scores.len(), challenge.rated) {
        (0, _) | (_, false) => String::new(),
        (count, true) => {
            format!("\nMean of what counts: **{:.1}** (n = {count}).", scores.iter().sum::<f64>() / count as f64)
        }
    };
    let sealed = if results.sealed { "\n🔒 Scores that aren't told yet are left out." } else { "" };
    let learners: Vec<&LearnerResult> = results.learners.iter().collect();
    let text = format!(
        "{}{mean}{sealed}\n{}\n\n{}",
        summary(&lines),
        when(challenge),
        page_of(&learners, page, |learner| result_line(learner))
    );
    let mut post = listed(challenge, Verb::Results, "results", text, (lines.len(), page), roster.whole);
    let choices = attempts_on(&learners, page, roster);
    if !choices.is_empty() {
        let id = CustomId::new(Verb::ReviewPicked, &challenge.id, 0).to_string();
        post.rows.push(Row::Select { id, hint: "Review an attempt".into(), choices, most: 1 });
    }
    post
}

/// Title, text, pages, and what isn't known.
fn listed(
    challenge: &Challenge,
    verb: Verb,
    what: &str,
    text: String,
    (people, page): (usize, usize),
    whole: bool,
) -> Post {
    let pages = people.div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let unknown = match whole {
        true => "",
        false => {
            " · Discord doesn't tell me who holds the role, so whoever hasn't begun is missing. Switch the Server Members intent on in the developer portal."
        }
    };
    let embed = Embed {
        title: format!("{}: {what}", challenge.title),
        text: limits::clip(&text, limits::EMBED_TEXT),
        footer: format!("Page {} of {pages}{unknown}", page + 1),
        ..Embed::default()
    };
    let post = Post::card(embed);
    if pages == 1 { post } else { post.with_buttons(pager_of(verb, &challenge.id, page, pages)) }
}

fn page_of<T>(all: &[T], page: usize, line: impl Fn(&T) -> String) -> String {
    if all.is_empty() {
        return "Nobody has begun yet.".into();
    }
    let page = page.min(all.len().div_ceil(PAGE) - 1);
    all.iter().skip(page * PAGE).take(PAGE).map(line).collect::<Vec<_>>().join("\n")
}

fn when(challenge: &Challenge) -> String {
    match challenge.closed_at {
        Some(closed) => format!("Closed {}.", moment(closed)),
        None => format!("Due {}, {}.", moment(challenge.due_at), show_time(challenge.due_at, &challenge.zone)),
    }
}

/// `30 learners: 24 done, 4 playing, 2 not started.`
fn summary(lines: &[&StatusLine]) -> String {
    let all = [Progress::Done, Progress::Playing, Progress::NotStarted, Progress::Late, Progress::GivenUp];
    let told = all.iter().filter_map(|progress| {
        let count = lines.iter().filter(|line| line.progress == *progress).count();
        (count > 0).then(|| format!("{} {count} {progress}", sign(*progress)))
    });
    format!("{}: {}.", count(lines.len(), "learner"), told.collect::<Vec<_>>().join(", "))
}

/// `1 learner`, `2 learners`.
pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

pub(super) fn sign(progress: Progress) -> &'static str {
    match progress {
        Progress::Done => "✅",
        Progress::Playing => "▶️",
        Progress::NotStarted => "⬜",
        Progress::Late => "⏰",
        Progress::GivenUp => "🏳️",
    }
}

fn status_line(line: &StatusLine) -> String {
    let score = match (line.sealed, &line.counted) {
        (true, _) if line.used > 0 => " · 🔒".to_owned(),
        (_, Some(counted)) => format!(" · **{:.1}**", counted.score),
        _ => String::new(),
    };
    let extended = if line.extended { format!(" · until {}", moment(line.due_at)) } else { String::new() };
    format!(
        "{} <@{}> · {} · {} of {} used{score}{extended}",
        sign(line.progress),
        line.person,
        line.progress,
        line.used,
        count(line.allowed as usize, "attempt")
    )
}

fn result_line(learner: &LearnerResult) -> String {
    let line = &learner.line;
    let who = format!("<@{}>", line.person);
    if line.sealed {
        return format!("🔒 {who} · {} · {} used", line.progress, count(line.used as usize, "attempt"));
    }
    let Some(counted) = &line.counted else {
        return format!("**–** {who} · {} · {} used", line.progress, count(line.used as usize, "attempt"));
    };
    let best = line.best.filter(|_| line.used > 1).map_or(String::new(), |best| format!(" · best {best:.1}"));
    format!("**{:.1}** {who} · {} of {}{best}", counted.score, behind(&counted.attempts), line.used)
}

/// The attempts of a page's learners, as many as a list holds.
fn attempts_on(learners: &[&LearnerResult], page: usize, roster: &Roster) -> Vec<SelectChoice> {
    let page = page.min(learners.len().div_ceil(PAGE).max(1) - 1);
    let shown = learners.iter().skip(page * PAGE).take(PAGE);
    let choice = |learner: &LearnerResult, attempt: &crate::host::classroom::AttemptResult| SelectChoice {
        label: format!("{}, attempt {}", roster.called(&learner.line.person), attempt.number),
        value: attempt.session.clone(),
        about: match (attempt.ended_at, attempt.score) {
            (None, _) => "going on".into(),
            (Some(_), Some(score)) => format!("{} · {score:.1}", ended(&attempt.status)),
            (Some(_), None) => ended(&attempt.status).into(),
        },
    };
    let all = shown.flat_map(|learner| learner.attempts.iter().map(move |attempt| choice(learner, attempt)));
    all.take(limits::CHOICES).collect()
}

/// All deals of a class as a picture. Draws, so call it where that may take a tenth of a second.
pub(crate) fn class_deals(deals: &ClassDeals, called: impl Fn(&str) -> String) -> Post {
    let map = DealMap {
        counterpart: deals.counterpart.clone(),
        unit: deals.unit.clone(),
        deals: deals.all.deals.clone(),
        frontier: deals.all.frontier.clone(),
        ..DealMap::default()
    };
    let signed: Vec<Signed> =
        deals.signed.iter().map(|(who, gains)| Signed { who: called(who), gains: *gains }).collect();
    let wasted = deals.signed.iter().filter(|(_, signed)| {
        let better = |deal: &&(i64, i64)| deal.0 >= signed.0 && deal.1 >= signed.1 && *deal != signed;
        deals.all.deals.iter().any(|deal| better(&deal))
    });
    let (all, wasted) = (deals.signed.len(), wasted.count());
    let money = Money::new(&deals.unit);
    let best = deals.signed.iter().map(|(_, gains)| gains.0).max().unwrap_or_default();
    let words = format!(
        "{} signed. {} on the frontier, where nothing is wasted; in {wasted} both could have had more. The best for a learner: {}.",
        count(all, "deal"),
        all - wasted,
        money.gain(best)
    );
    let file = picture("class-deals.png", &report::class_svg(&map, &signed, Theme::Dark), words.clone());
    let name = file.as_ref().map(|file| file.name.clone());
    let embed = Embed {
        title: "Every deal there was, and those signed".into(),
        text: words,
        picture: name,
        ..Embed::default()
    };
    Post { file, ..Post::card(embed) }
}

/// The results as a sheet.
pub(crate) fn results_sheet(results: &Results) -> Post {
    let file = File {
        name: format!("results-{}.csv", results.challenge.id),
        alt: "Every attempt with its scores, as CSV".into(),
        bytes: format!("{MARK}{}", results.csv()).into_bytes(),
    };
    Post { file: Some(file), ..Post::text("Every attempt, for a spreadsheet:") }
}

/// Close it now?
pub(crate) fn ask_close(challenge: &Challenge) -> Post {
    let embed = Embed {
        title: format!("Close {} now?", challenge.title),
        text:
            "Nobody can begin any more, what is still being played won't count, and everything that is sealed is told. \
               `/class edit` with a new due time opens it again."
                .into(),
        colour: Colour::Quiet,
        ..Embed::default()
    };
    Post::card(embed).with_buttons(vec![
        Button::new(CustomId::new(Verb::Close, &challenge.id, 0), "Yes, close it", Look::Stop),
        Button::new(CustomId::new(Verb::Keep, NO_SESSION, 0), "Not yet", Look::Plain),
    ])
}

/// It is closed.
pub(crate) fn challenge_closed(challenge: &Challenge) -> Post {
    Post::text(format!("**{}** is closed. `/class results` has what came out.", verbatim(&challenge.title)))
}

/// What staff did.
pub(crate) fn class_log(entries: &[LogEntry], page: usize, more: bool) -> Post {
    if entries.is_empty() && page == 0 {
        return Post::text("Nothing was done yet. What staff does will stand here.");
    }
    let line = |entry: &LogEntry| {
        let about = entry.person.as_ref().map_or(String::new(), |person| format!(" · <@{person}>"));
        let detail = if entry.detail.is_empty() { String::new() } else { format!(" · {}", timed(&entry.detail)) };
        format!(
            "{} <@{}> **{}** `{}`{about}{}",
            moment(entry.at),
            entry.actor,
            did(&entry.action),
            entry.subject,
            limits::clip(&detail, 240)
        )
    };
    let embed = Embed {
        title: "What staff did".into(),
        text: limits::clip(&entries.iter().map(line).collect::<Vec<_>>().join("\n"), limits::EMBED_TEXT),
        footer: format!("Page {}", page + 1),
        ..Embed::default()
    };
    let post = Post::card(embed);
    if page == 0 && !more {
        return post;
    }
    post.with_buttons(pager_of(Verb::Log, NO_SESSION, page, if more { page + 2 } else { page + 1 }))
}

/// The details of an entry, in which times are milliseconds since 1970, with times as people read them.
fn timed(detail: &str) -> String {
    let word = |word: &str| {
        let digits = word.trim_end_matches(',');
        let rest = &word[digits.len()..];
        match digits.parse() {
            Ok(at) if digits.len() == 13 => format!("{}{rest}", moment(at)),
            _ => verbatim(word),
        }
    };
    detail.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// An action of the log in words.
fn did(action: &str) -> String {
    match action {
        "challenge.create" => "set up".into(),
        "challenge.edit" => "changed".into(),
        "challenge.extend" => "extended".into(),
        "challenge.close" => "closed".into(),
        "staff.name" => "named roles".into(),
        "retention" => "set retention".into(),
        "review" => "read".into(),
        "note.write" => "wrote a note".into(),
        "dispute.open" => "disputed".into(),
        "dispute.rule" => "ruled".into(),
        other => other.replace('.', " "),
    }
}

/// Who teaches, who reads along, how long things are kept.
pub(crate) fn house_rules(staff: &Staff, days: Option<u32>) -> Post {
    let roles = |roles: &[String]| match roles {
        [] => "nobody yet".to_owned(),
        some => some.iter().map(|role| format!("<@&{role}>")).collect::<Vec<_>>().join(", "),
    };
    let kept = match days {
        None => "for good".to_owned(),
        Some(days) => format!("for {}", count(days as usize, "day")),
    };
    let text = format!(
        "**Instructors**: {}\n**Observers**: {}\n**Ended talks are kept**: {kept}\n\n\
         Instructors run the class with `/class`; observers read its results and talks. Discord shows `/class` to roles that may \
         manage messages. To show it to another role: Server Settings, Integrations, my name, `/class`.",
        roles(&staff.instructors),
        roles(&staff.observers)
    );
    Post::card(Embed { title: "Your class".into(), text, colour: Colour::Quiet, ..Embed::default() })
}
