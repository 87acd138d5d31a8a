//! A person's own results.

use crate::discord::custom_id::Verb;
use crate::discord::limits;
use crate::host::HistoryRow as Run;

use super::counterparts::pager;
use super::{Embed, Post};

/// Results on a page.
pub(crate) const PAGE: usize = 8;

/// A page of results, the newest first. `more` is whether another page follows; `title` names a counterpart.
pub(crate) fn stats(runs: &[Run], page: usize, more: bool, title: impl Fn(&str) -> String) -> Post {
    if runs.is_empty() && page == 0 {
        return Post::text("No finished talk yet. `/spar start` begins one; its result will stand here.");
    }
    let line = |run: &Run| {
        let when = format!("<t:{}:d> · ", run.ended_at / 1_000);
        format!("{when}**{}** · {}{}\n{}", title(&run.persona), ended(&run.status), difficulty(run), dials(run))
    };
    let embed = Embed {
        title: "Your results".into(),
        text: limits::clip(&runs.iter().map(line).collect::<Vec<_>>().join("\n\n"), limits::EMBED_TEXT),
        footer: "0 to 100 each. Outcome: what you got. Information, Process, Closing, Relationship: how you played it."
            .into(),
        ..Embed::default()
    };
    let post = Post::card(embed);
    if page == 0 && !more {
        post
    } else {
        post.with_buttons(pager(Verb::Stats, page, if more { page + 2 } else { page + 1 }))
    }
}

/// How a talk ended.
pub(super) fn ended(status: &str) -> &str {
    match status {
        "agreed" => "deal",
        "walked" => "you walked away",
        "broken_off" => "they left",
        "expired" => "out of turns",
        _ => "no result",
    }
}

fn difficulty(run: &Run) -> String {
    match run.difficulty.as_str() {
        "normal" => String::new(),
        other => format!(" · {other}"),
    }
}

fn dials(run: &Run) -> String {
    let dials = [
        ("Outcome", run.outcome),
        ("Information", run.information),
        ("Process", run.process),
        ("Closing", run.closing),
        ("Relationship", run.relationship),
    ];
    let shown = dials.iter().filter_map(|(name, level)| level.map(|level| format!("{name} **{}**", level.round())));
    let shown: Vec<String> = shown.collect();
    if shown.is_empty() { "no debrief".into() } else { shown.join(" · ") }
}
