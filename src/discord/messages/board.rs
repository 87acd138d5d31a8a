//! Leaderboards: the first three and the own place, whole pages, and how somebody is seen.

use crate::discord::custom_id::{CustomId, LONGEST, Verb};
use crate::discord::limits::verbatim;
use crate::host::classroom::{
    Board, BoardAsk, BoardPage, LISTED_CHALLENGES, LISTED_RUNS, Metric, Own, PageKey, Period, Place, Scope, ShowAs,
};

use super::opening::moment;
use super::{Button, Colour, Embed, Look, Post};

/// Places on a page.
pub(crate) const PLACES: i64 = 10;

/// What the figures of a board are, under each.
const SCALE: &str = "50 is the mean of the runs that are compared, 10 points are one standard deviation.";
const GAINED: &str = "By how many points the later half of somebody's runs is better than the earlier half.";

/// A board as everybody sees it, with the own place. `whole` is where its pages begin, for whoever may read them.
pub(crate) fn board(ask: &BoardAsk, about: &str, board: &Board, shown: &ShowAs, whole: Option<PageKey>) -> Post {
    let top: Vec<String> = board.top.iter().map(|place| line(ask.metric, place)).collect();
    let listed = match board.people {
        0 => format!("Nobody is listed yet: it takes {LISTED_RUNS} rated runs in {LISTED_CHALLENGES} challenges."),
        1 => "1 person is listed.".to_owned(),
        people => format!("{people} people are listed."),
    };
    let head = Embed {
        title: title(ask.metric),
        text: [heading(ask, about), top.join("\n"), listed].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"),
        footer: scale(ask.metric).into(),
        ..Embed::default()
    };
    let own = Embed { title: "You".into(), text: own(ask.metric, board, shown), colour: Colour::Secret, ..Embed::default() };
    let post = Post { embeds: vec![head, own], ..Post::default() };
    match whole.filter(|_| board.people > 0).and_then(|key| page_id(ask, key)) {
        Some(id) => post.with_buttons(vec![Button::new(id, "The whole board", Look::Plain)]),
        None => post,
    }
}

/// A page of a whole board, as it was when the first page was opened.
pub(crate) fn board_page(ask: &BoardAsk, about: &str, page: &BoardPage) -> Post {
    let position = page.begins.position();
    let lines: Vec<String> = page.places.iter().map(|place| line(ask.metric, place)).collect();
    let lines = if lines.is_empty() { "Nobody stands here.".to_owned() } else { lines.join("\n") };
    let as_it_was = format!("-# As it stood {}. Open the board again for what has come in since.", moment(page.snapshot));
    let (number, pages) = (position / PLACES + 1, ((page.people + PLACES - 1) / PLACES).max(1));
    let embed = Embed {
        title: title(ask.metric),
        text: format!("{}\n\n{lines}\n\n{as_it_was}", heading(ask, about)),
        footer: format!("Page {number} of {pages}. {}", scale(ask.metric)),
        ..Embed::default()
    };
    let to = |key: PageKey, label: &str, there: bool| {
        let button = Button::new(page_id(ask, key)?, label, Look::Plain);
        Some(Button { disabled: !there, ..button })
    };
    // Each button leads to another page, also one that can't be pressed: their ids have to differ.
    let earlier = match position {
        0 => to(page.begins.behind(page.people), "Earlier", false),
        _ => to(page.begins.behind((position - PLACES).max(0)), "Earlier", true),
    };
    let later = to(page.next.unwrap_or(page.begins), "Later", page.next.is_some());
    match earlier.zip(later) {
        Some((earlier, later)) if page.people > PLACES => Post::card(embed).with_buttons(vec![earlier, later]),
        _ => Post::card(embed),
    }
}

/// The id of a button that leads to a page; none where the board's name is too long for one.
fn page_id(ask: &BoardAsk, key: PageKey) -> Option<CustomId> {
    let metric = Metric::ALL.iter().position(|one| *one == ask.metric)?;
    let scope = match &ask.scope {
        Scope::All => "a".to_owned(),
        Scope::Persona(id) => format!("p{id}"),
        Scope::Challenge(id) => format!("c{id}"),
    };
    let subject = format!("{metric}_{}_{key}_{scope}", ask.period);
    (subject.len() <= LONGEST).then(|| CustomId::new(Verb::Board, &subject, 0))
}

/// Which page of which board a button leads to.
pub(crate) fn read_board(subject: &str) -> Option<(BoardAsk, PageKey)> {
    let mut parts = subject.splitn(4, '_');
    let metric = *Metric::ALL.get(parts.next()?.parse::<usize>().ok()?)?;
    let (period, key) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let scope = match parts.next()?.split_at_checked(1)? {
        ("a", "") => Scope::All,
        ("p", id) if !id.is_empty() => Scope::Persona(id.to_owned()),
        ("c", id) if !id.is_empty() => Scope::Challenge(id.to_owned()),
        _ => return None,
    };
    Some((BoardAsk { metric, scope, period }, key))
}

/// How somebody is seen on the server's boards.
pub(crate) fn shown_as(alias: &str, how: &ShowAs, changed: bool) -> Post {
    let now = match how {
        ShowAs::Alias => format!("On this server's boards you are **{}**, which tells nobody who you are.", verbatim(alias)),
        ShowAs::Name(name) => format!("On this server's boards you are **{}**.", verbatim(name)),
        ShowAs::Hidden => {
            "You are on none of this server's boards. Your attempts still count for the class.".to_owned()
        }
    };
    let more = "`/leaderboard me` changes it: `show:alias`, `show:name`, `show:hidden`.";
    Post::text(if changed { now } else { format!("{now}\n{more}") })
}

fn title(metric: Metric) -> String {
    format!("Leaderboard: {}", metric.name())
}

fn heading(ask: &BoardAsk, about: &str) -> String {
    let period = match (&ask.scope, ask.period) {
        (Scope::Challenge(_), _) => String::new(),
        (_, Period::All) => " · all time".to_owned(),
        (_, month) => format!(" · {month}"),
    };
    format!("{}{period}", verbatim(about))
}

fn scale(metric: Metric) -> &'static str {
    if metric == Metric::Improvement { GAINED } else { SCALE }
}

fn line(metric: Metric, place: &Place) -> String {
    let medal = match place.rank {
        1 => "🥇",
        2 => "🥈",
        3 => "🥉",
        _ => "",
    };
    let rank = if medal.is_empty() { format!("`{:>3}.`", place.rank) } else { medal.to_owned() };
    format!("{rank} **{}** · {} · {}", verbatim(&place.name), figure(metric, place.value), runs(place))
}

fn figure(metric: Metric, value: f64) -> String {
    match metric {
        Metric::Improvement => format!("{value:+.1}").replace('-', "−"),
        _ => format!("{value:.1}"),
    }
}

fn runs(place: &Place) -> String {
    let plural = |count: i64| if count == 1 { "" } else { "s" };
    format!(
        "{} run{} in {} challenge{}",
        place.runs,
        plural(place.runs),
        place.challenges,
        plural(place.challenges)
    )
}

/// The own place with its neighbours, or what is missing for one.
fn own(metric: Metric, board: &Board, shown: &ShowAs) -> String {
    let Own { place, runs, challenges, percentile, above, below, .. } = &board.own;
    if *shown == ShowAs::Hidden {
        return "You have chosen to be on no board; `/leaderboard me show:alias` brings you back.".into();
    }
    let Some(place) = place else {
        return match runs {
            0 => "No rated run of yours is on this board yet. A challenge's runs come in when it is due.".into(),
            _ => format!(
                "You aren't listed yet: {runs} rated run{} in {challenges} challenge{} so far; it takes {LISTED_RUNS} in {LISTED_CHALLENGES}.",
                if *runs == 1 { "" } else { "s" },
                if *challenges == 1 { "" } else { "s" }
            ),
        };
    };
    let ahead = percentile.map_or(String::new(), |share| format!(", ahead of {share:.0} % of them"));
    let mut lines = vec![format!("Place **{}** of {}{ahead}.", place.rank, board.people)];
    lines.extend(above.iter().map(|place| line(metric, place)));
    lines.push(format!("▸ {}", line(metric, place)));
    lines.extend(below.iter().map(|place| line(metric, place)));
    lines.push("-# Only you see this part. `/leaderboard me` says how others see you.".into());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_button_knows_its_board_and_its_page() {
        let key: PageKey = "19f3a0c4e00-c350-61a8".parse().unwrap();
        let scopes = [Scope::All, Scope::Challenge("c1a2b3c4".into()), Scope::Persona("our_own-persona".into())];
        for scope in scopes {
            for (metric, period) in [(Metric::Overall, Period::All), (Metric::Improvement, "2026-11".parse().unwrap())] {
                let ask = BoardAsk { metric, scope: scope.clone(), period };
                let id = page_id(&ask, key).unwrap().to_string();
                let read: CustomId = id.parse().unwrap();
                assert!(id.len() <= 100, "{id}");
                assert_eq!(read_board(&read.session), Some((ask, key)));
            }
        }
        let long = BoardAsk { scope: Scope::Persona("x".repeat(60)), ..BoardAsk::default() };
        assert_eq!(page_id(&long, key), None);
        for forged in ["", "9_all_1-1-1_a", "0_all_1-1-1_x", "0_all_1-1-1_c", "0_all_-1-1-1_a", "0_1999_1-1-1_a"] {
            assert_eq!(read_board(forged), None, "{forged}");
        }
    }
}
