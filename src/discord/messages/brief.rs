//! The learner's confidential side. Only ever an answer that nobody else sees.

use crate::host::Live;
use crate::report;

use super::{Colour, Embed, Post};

/// The confidential brief: role, story, what each outcome is worth, when to walk.
pub(crate) fn brief(live: &Live) -> Post {
    let briefing = &live.briefing;
    let case = report::Case::of(&live.briefing);
    let learner = report::Brief {
        role: &briefing.learner.role,
        text: &briefing.learner.brief,
        batna: &briefing.learner.batna.text,
    };
    let mut embed = Embed { colour: Colour::Secret, ..Embed::default() };
    for block in report::brief(&case, &learner) {
        match block {
            report::Block::Heading(title) => embed.title = title,
            report::Block::Text(text) => embed.text.push_str(&format!("{text}\n\n")),
            report::Block::Table { rows, .. } => embed.text.push_str(&worths(&rows)),
            _ => {}
        }
    }
    let facts: Vec<String> = briefing.facts.iter().map(|fact| format!("• {}", fact.text.trim())).collect();
    if !facts.is_empty() {
        embed.text.push_str(&format!("**What you could find out beforehand**\n{}\n", facts.join("\n")));
    }
    embed.text = embed.text.trim_end().to_owned();
    embed.footer = "Only you see this. Press My brief again whenever you like.".into();
    Post::card(embed)
}

fn worths(rows: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| {
        format!("• **{}**: {}", row.first().map_or("", String::as_str), row.get(1).map_or("", String::as_str))
    };
    let lines: Vec<String> = rows.iter().map(line).collect();
    format!("**What it is worth to you**\n{}\n\n", lines.join("\n"))
}
