//! A class as its staff sees it: who stands where, what came out, what was done.

use crate::discord::custom_id::{CustomId, NO_SESSION, Verb};
use crate::discord::limits::{self, verbatim};
use crate::discord::roster::{Missing, Roster};
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

/// Lists of attempts on a page: as many as a message takes beside the buttons to other pages.
const LISTS: usize = 4;

/// Attempts of one learner on a page's lists, the latest: then there is room for everybody's.
const LISTED: usize = LISTS * limits::CHOICES / PAGE;

/// Entries of the log on a page.
pub(crate) const LOG_PAGE: usize = 10;

/// Characters of an entry's details: ten entries then fit on a page.
const DETAIL: usize = 240;

/// A byte order mark. Without it Excel takes UTF-8 for an older encoding and mangles accents.
const MARK: &str = "\u{feff}";

/// Who has played, who is playing, who hasn't begun.
pub(crate) fn class_status(status: &Status, page: usize, missing: Option<Missing>) -> Post {
    let lines: Vec<&StatusLine> = status.lines.iter().collect();
    let challenge = &status.challenge;
    let text =
        format!("{}\n{}\n\n{}", summary(&lines), when(challenge), page_of(&lines, page, |line| status_line(line)));
    listed(challenge, Verb::ClassStatus, "status", text, (lines.len(), page), missing)
}

/// The learners of a page, who have to be called something there.
pub(crate) fn on_page(learners: &mut [LearnerResult], page: usize) -> &mut [LearnerResult] {
    let shown = page.min(learners.len().div_ceil(PAGE).saturating_sub(1)) * PAGE;
    let end = (shown + PAGE).min(learners.len());
    &mut learners[shown..end]
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
    let mut post = listed(challenge, Verb::Results, "results", text, (lines.len(), page), roster.missing);
    for (list, choices) in attempts_on(&learners, page, roster).chunks(limits::CHOICES).take(LISTS).enumerate() {
        let id = CustomId::new(Verb::ReviewPicked, &challenge.id, u32::try_from(list).unwrap_or(u32::MAX));
        let hint = if list == 0 { "Review an attempt" } else { "Review an attempt, continued" };
        post.rows.push(Row::Select { id: id.to_string(), hint: hint.into(), choices: choices.to_vec(), most: 1 });
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
    missing: Option<Missing>,
) -> Post {
    let pages = people.div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let unknown = match missing {
        None => String::new(),
        Some(Missing::NotAllowed) => {
            " · Discord doesn't tell me who holds the role, so whoever hasn't begun is missing. Switch the Server Members intent on in the developer portal.".into()
        }
        Some(Missing::NotTold) => {
            " · Discord didn't tell me just now who holds the role, so whoever hasn't begun is missing. Try again in a moment.".into()
        }
        Some(Missing::Beyond(known)) => {
            format!(" · I know the first {known} members of this server only: whoever comes after them and hasn't begun is missing.")
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

/// The attempts of a page's learners. `/class review` opens those that are left out.
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
    let latest = |learner: &LearnerResult| learner.attempts.len().saturating_sub(LISTED);
    shown.flat_map(|one| one.attempts.iter().skip(latest(one)).map(move |attempt| choice(one, attempt))).collect()
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
            detail
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

/// The details of an entry, in which times are milliseconds since 1970, with times as people read them. What is too long
/// ends after a whole word: half a time would be no time.
fn timed(detail: &str) -> String {
    let word = |word: &str| {
        let digits = word.trim_end_matches(',');
        let rest = &word[digits.len()..];
        match digits.parse() {
            Ok(at) if digits.len() == 13 => format!("{}{rest}", moment(at)),
            _ => verbatim(word),
        }
    };
    let mut words = limits::fill(detail.split(' ').map(word), " ", DETAIL).into_iter();
    let first = words.next().unwrap_or_default();
    if words.next().is_some() { format!("{first} …") } else { first }
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
        "report" => "made a page".into(),
        "persona.upload" => "uploaded".into(),
        "persona.retire" => "retired".into(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_longest_entries_fits_and_ends_no_time_half_way() {
        let entry = LogEntry {
            id: "a1".into(),
            at: 1_893_456_000_000,
            actor: "9".repeat(20),
            action: "challenge.create".into(),
            subject: "c".repeat(24),
            person: Some("9".repeat(20)),
            detail: "1893456000000, ".repeat(60),
        };
        let post = class_log(&vec![entry; LOG_PAGE], 0, false);
        let text = post.embeds.first().map(|embed| embed.text.clone()).unwrap_or_default();
        assert_eq!(text.lines().count(), LOG_PAGE);
        assert!(text.lines().all(|line| line.ends_with("<t:1893456000:f>, …")), "{text}");
    }
}
