//! The end of a talk: what was got, how it was played, what replay proves, the hidden side. Every picture has its
//! content as text too.

use std::collections::BTreeMap;

use crate::discord::custom_id::{CustomId, Verb};
use crate::discord::limits::{self, verbatim};
use crate::host::{Deals, Live};
use crate::report::{self, Bar, Block, Case, DealMap, Mark, Observation, OfferChart, Side, Theme};
use crate::score::Debrief;
use crate::session::Input;

use super::{Button, Colour, Embed, File, Look, Post, Row, SelectChoice};

/// The debrief in as many messages as it takes: pictures with the first, the two buttons under the last.
/// Draws, so call it where that may take a tenth of a second.
pub(crate) fn debrief(live: &Live, found: &Debrief, deals: Option<&Deals>) -> Vec<Post> {
    let case = Case::of(&live.briefing).rated(live.rated);
    let mut posts = pages(chapters(report::debrief(&case, found, &live.transcript)));
    let chart = OfferChart::new(&case, &live.transcript, found.outcome.package.as_ref(), found.hidden.reach);
    if let Some(first) = posts.first_mut() {
        first.file = if chart.worth_drawing() {
            picture("offers.png", &report::offers_svg(&chart, Theme::Dark), offers_in_words(&chart))
        } else {
            None
        };
        if let Some(headline) = first.embeds.first_mut() {
            let good = found.outcome.package.is_some() && found.outcome.learner >= 0;
            headline.colour = if good { Colour::Good } else { Colour::Quiet };
            headline.picture = first.file.as_ref().map(|file| file.name.clone());
        }
    }
    if let Some(map) = deals.map(|deals| deal_map(live, found, deals)) {
        posts.insert(posts.len().min(1), frontier(&map));
    }
    if let Some(last) = posts.last_mut() {
        last.rows.push(Row::Buttons(after(live)));
    }
    posts
}

/// Every deal there was, with the frontier, as a message of its own.
fn frontier(map: &DealMap) -> Post {
    let words = deals_in_words(map);
    let file = picture("deals.png", &report::deals_svg(map, Theme::Dark), words.clone());
    let name = file.as_ref().map(|file| file.name.clone());
    let embed = Embed { title: "Every deal there was".into(), text: words, picture: name, ..Embed::default() };
    Post { file, ..Post::card(embed) }
}

fn after(live: &Live) -> Vec<Button> {
    let id = |verb| CustomId::new(verb, &live.id, 0);
    if let Some(challenge) = &live.challenge {
        return super::sealed::after_attempt(live, challenge);
    }
    let mut buttons = vec![Button::new(id(Verb::Again), "Again (new seed)", Look::Main)];
    if !replayable(live).is_empty() {
        buttons.push(Button::new(id(Verb::Replay), "Replay from turn…", Look::Plain));
    }
    buttons
}

/// Blocks of a report as chapters: a heading opens one, what is folded away comes last anyway.
fn chapters(blocks: Vec<Block>) -> Vec<Embed> {
    let mut chapters: Vec<Embed> = Vec::new();
    for block in blocks {
        let text = match block {
            Block::Heading(title) => {
                chapters.push(Embed { title, ..Embed::default() });
                continue;
            }
            Block::Folded { title, blocks } => {
                let inside = self::chapters(blocks);
                let text: Vec<String> = inside.into_iter().map(|one| join(&bold(&one.title), &one.text)).collect();
                chapters.push(Embed { title, text: text.join("\n"), colour: Colour::Secret, ..Embed::default() });
                continue;
            }
            Block::Text(text) => verbatim(&text),
            Block::Bars(bars) => bars.iter().map(bar).collect::<Vec<_>>().join("\n"),
            Block::Table { head, rows } => table(&head, &rows),
            Block::Chart(chart) => offers_in_words(&chart),
            Block::Observations(seen) => observations(&seen),
        };
        match chapters.last_mut() {
            // A line of air between blocks: Discord sets none of its own.
            Some(chapter) if !chapter.text.is_empty() => chapter.text = format!("{}\n\n{text}", chapter.text),
            Some(chapter) => chapter.text = text,
            None => chapters.push(Embed { text, ..Embed::default() }),
        }
    }
    chapters
}

fn join(before: &str, after: &str) -> String {
    [before, after].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

fn bold(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!("**{title}**") }
}

fn bar(bar: &Bar) -> String {
    match bar.level {
        Some(level) => {
            let full = (level.clamp(0.0, 100.0) / 10.0).round() as usize;
            format!(
                "`{}{}` **{}** {} · {}",
                "█".repeat(full),
                "░".repeat(10 - full),
                level.round(),
                bar.label,
                bar.about
            )
        }
        None => format!("`··········` **–** {} · nothing of it came up", bar.label),
    }
}

fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let row = |row: &Vec<String>| {
        let (first, rest) = row.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let names = head.iter().skip(1);
        let cells: Vec<String> = match rest {
            [only] => vec![verbatim(only)],
            many => many.iter().zip(names).map(|(cell, name)| format!("{name} {}", verbatim(cell))).collect(),
        };
        format!("• **{}**: {}", verbatim(first), cells.join(", "))
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// What was seen, the words said at a turn quoted with the first thing seen there.
pub(super) fn observations(seen: &[Observation]) -> String {
    let before = std::iter::once(None).chain(seen.iter().map(Some));
    let line = |(one, before): (&Observation, Option<&Observation>)| {
        let again = before.is_some_and(|before| before.turn == one.turn);
        observation(one, one.quote.as_deref().filter(|_| !again))
    };
    seen.iter().zip(before).map(line).collect::<Vec<_>>().join("\n")
}

fn observation(one: &Observation, quote: Option<&str>) -> String {
    let sign = match one.mark {
        Mark::Full => "✅",
        Mark::Part => "🟡",
        Mark::Miss => "❌",
    };
    let turn = one.turn.map_or(String::new(), |turn| format!("**Turn {turn}** · "));
    let quote = quote.map_or(String::new(), |quote| format!(" *“{}”*", verbatim(&limits::clip(quote.trim(), 140))));
    format!("{sign} {turn}{}{quote}", verbatim(&one.line))
}

/// Chapters on messages, so that none is longer than Discord takes. A chapter that is too long for one embed goes on in the next.
pub(super) fn pages(chapters: Vec<Embed>) -> Vec<Post> {
    let parts = chapters.into_iter().flat_map(|chapter| {
        let mut texts = limits::split(&chapter.text, limits::EMBED_TEXT - 96).into_iter();
        let first = Embed { text: texts.next().unwrap_or_default(), ..chapter.clone() };
        let rest = texts.map(move |text| Embed { text, colour: chapter.colour, ..Embed::default() });
        std::iter::once(first).chain(rest)
    });
    let mut posts: Vec<Post> = Vec::new();
    for part in parts.filter(|part| part.size() > 0) {
        let room = |post: &Post| {
            post.embeds.len() < limits::EMBED_COUNT
                && post.embeds.iter().map(Embed::size).sum::<usize>() + part.size() <= limits::EMBEDS
        };
        match posts.last_mut().filter(|post| room(post)) {
            Some(post) => post.embeds.push(part),
            None => posts.push(Post::card(part)),
        }
    }
    posts
}

/// A drawn picture; none when it can't be drawn, since its content stands in the text as well.
pub(super) fn picture(name: &str, svg: &str, alt: String) -> Option<File> {
    let drawn = report::png(svg);
    if let Err(error) = &drawn {
        tracing::error!(%error, name, "a picture could not be drawn");
    }
    drawn.ok().map(|bytes| File { name: name.into(), alt, bytes })
}

fn offers_in_words(chart: &OfferChart) -> String {
    let money = chart.money();
    let mut turns: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (side, who) in [(Side::Learner, "you"), (Side::Counterpart, chart.counterpart.as_str())] {
        for point in chart.of(side) {
            turns.entry(point.turn).or_default().push(format!("{who} {}", point.words));
        }
    }
    let when = |turn: u32| if turn == 0 { "At first".to_owned() } else { format!("Turn {turn}") };
    let mut lines: Vec<String> =
        turns.iter().map(|(turn, offers)| format!("{}: {}", when(*turn), offers.join(" · "))).collect();
    if let Some((turn, gain)) = chart.deal {
        let worth =
            if gain < 0 { format!("{} short of", money.amount(-gain)) } else { format!("{} over", money.gain(gain)) };
        lines.push(format!("Signed at turn {turn}: {worth} your walk-away."));
    }
    lines.join("\n")
}

fn deal_map(live: &Live, found: &Debrief, deals: &Deals) -> DealMap {
    DealMap::of(&Case::of(&live.briefing), &found.outcome, deals.deals.clone(), deals.frontier.clone())
}

/// Where the signed deal lies among all there were.
fn judged(map: &DealMap, signed: (i64, i64)) -> &'static str {
    let better = |deal: &(i64, i64)| deal.0 >= signed.0 && deal.1 >= signed.1 && *deal != signed;
    match signed {
        (yours, _) if yours < 0 => "It lies outside: below your own walk-away.",
        (_, theirs) if theirs < 0 => "It lies outside: below theirs.",
        _ if map.deals.iter().any(better) => "It lies inside: one of you could have had more at no cost to the other.",
        _ => "It lies on the frontier: nothing was wasted.",
    }
}

fn deals_in_words(map: &DealMap) -> String {
    let money = report::Money::new(&map.unit);
    let pair =
        |(yours, theirs): (i64, i64)| format!("you {}, {} {}", money.gain(yours), map.counterpart, money.gain(theirs));
    let mut lines = match (map.frontier.first(), map.frontier.last()) {
        (Some(low), Some(high)) if low != high => {
            vec![format!(
                "The frontier, where neither gains without the other losing, runs from {} to {}.",
                pair(*low),
                pair(*high)
            )]
        }
        (Some(only), _) => vec![format!("One deal beats all others: {}.", pair(*only))],
        (None, _) => vec!["No deal left both sides better off than their fallbacks.".into()],
    };
    if let Some(signed) = map.signed {
        lines.push(format!("You signed at {}. {}", pair(signed), judged(map, signed)));
    }
    lines.join(" ")
}

/// The turns a finished session can be replayed from: the step's position, its turn, and what was done there.
pub(crate) fn replayable(live: &Live) -> Vec<(usize, u32, String)> {
    let mut turns: Vec<(usize, u32, String)> = Vec::new();
    for (at, turn) in live.transcript.iter().enumerate().filter(|(_, turn)| turn.refusal.is_none()) {
        turns.retain(|(_, number, _)| *number < turn.turn || !turn.counted);
        if let (true, Some(input)) = (turn.counted, &turn.input) {
            let did = match input {
                Input::Say(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
                Input::Offer(offer) => format!(
                    "offered {}",
                    live.briefing.agenda.write(&live.briefing.agenda.complete(&offer.offer, None), true)
                ),
                Input::Accept(_) => "accepted".into(),
                Input::Walk => "walked away".into(),
                Input::Undo => continue,
            };
            turns.push((at, turn.turn, did));
        }
    }
    turns
}

/// The list of turns to replay from. A longer talk shows its last turns.
pub(crate) fn pick_turn(live: &Live) -> Post {
    let turns = replayable(live);
    let skipped = turns.len().saturating_sub(limits::CHOICES);
    let choice = |(at, turn, did): (usize, u32, String)| SelectChoice {
        label: format!("Turn {turn}"),
        value: at.to_string(),
        about: did,
    };
    let row = Row::Select {
        id: CustomId::new(Verb::ReplayFrom, &live.id, 0).to_string(),
        hint: "From which turn?".into(),
        choices: turns.into_iter().skip(skipped).map(choice).collect(),
        most: 1,
    };
    let text = "Pick a turn. You get a new table where everything before it is as it was, under the same seed, and you go on from there. It is practice: it doesn't count.";
    Post { rows: vec![row], ..Post::text(text) }
}
