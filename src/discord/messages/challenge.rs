//! Challenges as learners meet them: the card that announces one, the list, and how they stand.

use crate::discord::custom_id::{CustomId, NO_SESSION, Verb};
use crate::discord::limits::{self, verbatim};
use crate::discord::wire::Trouble;
use crate::host::classroom::{
    AttemptResult, Challenge, Counting, DisputeRow, LearnerResult, Listed, NoteRow, Progress, show_time,
};
use crate::host::{Briefing, UserError};

use super::counterparts::pager_of;
use super::debrief::pages;
use super::opening::moment;
use super::stats::ended;
use super::{Button, Colour, Embed, Look, Post, Row, dispute};

/// Challenges on a page: as many as buttons fit in a row.
const PAGE: usize = 5;

/// Notes and disputes on a person's own card: the newest.
const TOLD: usize = 10;

/// Everything that a person's own card of a challenge tells.
pub(crate) struct OwnStanding {
    pub(crate) challenge: Challenge,
    pub(crate) own: LearnerResult,
    /// Why no attempt may begin now.
    pub(crate) may_play: Option<UserError>,
    /// Notes, each with the number of its attempt, the newest first.
    pub(crate) notes: Vec<(u32, NoteRow)>,
    /// Disputes, each with the number of its attempt, the newest first.
    pub(crate) disputes: Vec<(u32, DisputeRow)>,
}

/// The card in the channel.
pub(crate) fn announcement(challenge: &Challenge, briefing: Option<&Briefing>, now: i64) -> Post {
    let over = challenge.closed_at.is_some();
    let name = briefing.map_or("the counterpart", |one| one.counterpart_name.as_str());
    let mut embed = Embed {
        title: if over { format!("{} (closed)", challenge.title) } else { challenge.title.clone() },
        text: briefing.map(|one| one.summary.trim().to_owned()).unwrap_or_default(),
        colour: if over { Colour::Quiet } else { Colour::Talk },
        ..Embed::default()
    };
    if let Some(one) = briefing {
        embed = embed
            .field("You", format!("the {}", one.learner.role))
            .field(name, format!("the {}, {} turns", one.counterpart_role, one.turns));
    }
    embed = embed.field("For", audience(challenge));
    if challenge.opens_at > now {
        embed = embed.field("Opens", moment(challenge.opens_at));
    }
    let due = challenge.closed_at.unwrap_or(challenge.due_at);
    let label = if over { "Closed" } else { "Due" };
    embed = embed
        .field(label, format!("{} (<t:{}:R>)\n{}", moment(due), due.div_euclid(1_000), show_time(due, &challenge.zone)))
        .field("Attempts", attempts(challenge));
    let sealed = match (challenge.sealed, over) {
        (true, false) => format!("Scores and {name}'s side, until it is due. How you played shows at once."),
        (true, true) => "Nothing any more: **My status** leads to your debriefs.".into(),
        (false, _) => "Nothing: the whole debrief comes at once.".into(),
    };
    embed = embed.field("Sealed", sealed);
    embed.footer = match (over, briefing.is_some()) {
        (true, _) => "No more attempts can begin.".into(),
        (false, _) => "Play opens a private thread for you. Read your brief there first.".into(),
    };
    let status = Button::new(CustomId::new(Verb::Standing, &challenge.id, 0), "My status", Look::Plain);
    let play = Button::new(CustomId::new(Verb::Play, &challenge.id, 0), "Play", Look::Yes);
    Post::card(embed).with_buttons(if over { vec![status] } else { vec![play, status] })
}

/// Whom it is for. Mentions in an embed ping nobody.
fn audience(challenge: &Challenge) -> String {
    let roles = challenge.roles.iter().map(|role| match *role == challenge.guild {
        true => "@everyone".to_owned(),
        false => format!("<@&{role}>"),
    });
    let named: Vec<String> = challenge.members.iter().take(8).map(|member| format!("<@{member}>")).collect();
    let more = challenge.members.len().saturating_sub(named.len());
    let rest = (more > 0).then(|| format!("{more} more"));
    roles.chain(named).chain(rest).collect::<Vec<_>>().join(", ")
}

fn attempts(challenge: &Challenge) -> String {
    let number = match (challenge.attempts, challenge.rated) {
        (many, false) => format!("{many}, for practice: nothing counts on boards"),
        (1, true) => "1, and it counts".into(),
        (many, true) => format!("{many}; {} counts", which_counts(challenge)),
    };
    let wait = match challenge.cool_down {
        0 => String::new(),
        wait => format!("\nat least {} apart", length(wait)),
    };
    format!("{number}{wait}")
}

/// Which attempt counts: `the best`.
pub(super) fn which_counts(challenge: &Challenge) -> String {
    match challenge.counting {
        Counting::First => "the first".into(),
        Counting::Best => "the best".into(),
        Counting::Last => "the last".into(),
        Counting::MeanOfFirst(first) => format!("the mean of the first {first}"),
    }
}

/// A length of time in its largest whole unit.
fn length(milliseconds: i64) -> String {
    super::opening::spell(std::time::Duration::from_millis(milliseconds.unsigned_abs()))
}

/// What whoever set it up is told.
pub(crate) fn challenge_made(challenge: &Challenge, trouble: Option<&Trouble>) -> Post {
    let posted = match trouble {
        None => "It is announced in this channel.".to_owned(),
        Some(trouble) => format!(
            "I couldn't announce it here ({trouble}), but it stands: those it is for find it with `/challenge list`."
        ),
    };
    Post::text(format!(
        "**{}** is set up. {posted}\n`/class status` shows who has played, `/class edit` changes it, `/class results` has the scores.",
        verbatim(&challenge.title)
    ))
}

/// A page of challenges, each with how far the person is.
pub(crate) fn challenges(listed: &[Listed], page: usize, now: i64) -> Post {
    if listed.is_empty() {
        return Post::text("There is no challenge for you here yet. Practise with `/spar start` meanwhile.");
    }
    let pages = listed.len().div_ceil(PAGE);
    let page = page.min(pages - 1);
    let shown: Vec<&Listed> = listed.iter().skip(page * PAGE).take(PAGE).collect();
    let embed = Embed {
        title: "Challenges".into(),
        text: shown.iter().map(|one| line(one, now)).collect::<Vec<_>>().join("\n\n"),
        footer: if pages > 1 { format!("Page {} of {pages}", page + 1) } else { String::new() },
        ..Embed::default()
    };
    let mut rows = Vec::new();
    let play: Vec<Button> = shown.iter().filter(|one| playable(one, now)).map(|one| play_button(one)).collect();
    if !play.is_empty() {
        rows.push(Row::Buttons(play));
    }
    if pages > 1 {
        rows.push(Row::Buttons(pager_of(Verb::Challenges, NO_SESSION, page, pages)));
    }
    Post { rows, ..Post::card(embed) }
}

/// Which challenge is taken where none was named.
pub(crate) fn taken(challenge: &Challenge, which: &str) -> String {
    format!("**{}**, {which}.", verbatim(&challenge.title))
}

fn play_button(one: &Listed) -> Button {
    let id = CustomId::new(Verb::Play, &one.challenge.id, 0);
    Button::new(id, format!("Play: {}", one.challenge.title), Look::Yes)
}

/// Whether pressing Play may well work. Extra attempts are known to the host alone, which has the last word.
fn playable(one: &Listed, now: i64) -> bool {
    let challenge = &one.challenge;
    let open = challenge.closed_at.is_none() && challenge.opens_at <= now && now <= one.due_at;
    open && one.own.is_some_and(|progress| progress != Progress::Playing)
}

fn line(one: &Listed, now: i64) -> String {
    let challenge = &one.challenge;
    let when = match challenge.closed_at {
        Some(closed) => format!("closed {}", moment(closed)),
        None if challenge.opens_at > now => format!("opens {}", moment(challenge.opens_at)),
        None if one.due_at <= now => format!("was due {}", moment(one.due_at)),
        None => format!("due {} (<t:{}:R>)", moment(one.due_at), one.due_at.div_euclid(1_000)),
    };
    let own = match one.own {
        None => "for others".to_owned(),
        Some(Progress::NotStarted) => "you: not started".to_owned(),
        Some(progress) => {
            format!("you: {progress}, {} used", super::class::count(one.used as usize, "attempt"))
        }
    };
    let kind = if challenge.rated { "" } else { " · practice" };
    format!("**{}** · {}{kind}\n{when}\n{own}", verbatim(&challenge.title), audience(challenge))
}

/// Why no attempt may begin, with the way to the one that goes on.
pub(crate) fn may_not_play(error: &UserError, place: Option<u64>) -> Post {
    let mut post = super::problem(error);
    if error.code == "already_open" {
        let way =
            place.map_or_else(|| "`/spar resume` leads there.".to_owned(), |place| format!("It is here: <#{place}>"));
        post.content = format!("{}\n{way}", post.content);
    }
    post
}

/// How a person stands with a challenge. What was written to them stands there in full, on as many messages as it takes.
pub(crate) fn standing(own: &OwnStanding) -> Vec<Post> {
    let (challenge, line) = (&own.challenge, &own.own.line);
    let mut text = vec![format!(
        "{} **{}**, {} of {} used. Due {}{}.",
        super::class::sign(line.progress),
        line.progress,
        line.used,
        super::class::count(line.allowed as usize, "attempt"),
        moment(line.due_at),
        if line.extended { ", extended for you" } else { "" }
    )];
    match (&line.counted, line.sealed) {
        (_, true) if line.used > 0 => text.push(format!("🔒 Scores are sealed until {}.", moment(line.due_at))),
        (Some(counted), _) => {
            text.push(format!("**{:.1}** of 100 counts ({}).", counted.score, behind(&counted.attempts)))
        }
        _ => {}
    }
    text.extend(own.own.attempts.iter().map(attempt));
    if let Some(error) = own.may_play.as_ref().filter(|error| error.code != "already_open") {
        text.push(verbatim(&format!("{} {}", error.message, error.hint)));
    }
    let mut embeds = vec![Embed {
        title: challenge.title.clone(),
        text: limits::clip(&text.join("\n"), limits::EMBED_TEXT),
        ..Embed::default()
    }];
    embeds.extend(own.notes.iter().take(TOLD).map(|(number, note)| Embed {
        title: format!("A note to you on attempt {number}"),
        text: format!("from <@{}>, {}\n\n{}", note.author, moment(note.at), verbatim(&note.body)),
        colour: Colour::Secret,
        ..Embed::default()
    }));
    if !own.disputes.is_empty() {
        let told = own.disputes.iter().take(TOLD).map(|(number, one)| dispute::as_told(*number, one));
        embeds.push(Embed {
            title: "What you disputed".into(),
            text: told.collect::<Vec<_>>().join("\n\n"),
            colour: Colour::Quiet,
            ..Embed::default()
        });
    }
    let mut posts = pages(embeds);
    if let Some(first) = posts.first_mut() {
        first.rows = buttons(own);
    }
    posts
}

fn buttons(own: &OwnStanding) -> Vec<Row> {
    let mut first = Vec::new();
    if own.may_play.is_none() {
        first.push(Button::new(CustomId::new(Verb::Play, &own.challenge.id, 0), "Play", Look::Yes));
    }
    let ended = own.own.attempts.iter().filter(|attempt| attempt.ended_at.is_some() && attempt.status != "abandoned");
    let debriefs = ended.rev().take(4).map(|attempt| {
        let id = CustomId::new(Verb::Unsealed, &attempt.session, 0);
        Button::new(id, format!("Debrief of attempt {}", attempt.number), Look::Plain)
    });
    first.extend(debriefs);
    if first.is_empty() { Vec::new() } else { vec![Row::Buttons(first)] }
}

fn attempt(attempt: &AttemptResult) -> String {
    let how = match attempt.ended_at {
        None => "going on; `/spar resume` leads there".to_owned(),
        Some(at) => format!("{}, {}", ended(&attempt.status), moment(at)),
    };
    let score = attempt.score.map_or(String::new(), |score| format!(" · **{score:.1}**"));
    let late = if attempt.late { " · after the due time, doesn't count" } else { "" };
    let counts = if attempt.counts { " · counts" } else { "" };
    format!("• Attempt {}: {how}{score}{counts}{late}", attempt.number)
}

/// `attempt 2`, `attempts 1 and 2`.
pub(super) fn behind(numbers: &[u32]) -> String {
    let all: Vec<String> = numbers.iter().map(u32::to_string).collect();
    match all.split_last() {
        None => String::new(),
        Some((only, [])) => format!("attempt {only}"),
        Some((last, rest)) => format!("attempts {} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::classroom::read_length;

    #[test]
    fn lengths_are_told_in_their_largest_unit() {
        let told = |text: &str| read_length(text).map(length).ok();
        assert_eq!(told("90 minutes").as_deref(), Some("90 minutes"));
        assert_eq!(told("12h").as_deref(), Some("12 hours"));
        assert_eq!(told("2 weeks").as_deref(), Some("14 days"));
    }

    #[test]
    fn what_counts_is_named() {
        assert_eq!(behind(&[2]), "attempt 2");
        assert_eq!(behind(&[1, 2, 3]), "attempts 1, 2 and 3");
    }
}
