//! The counterparts there are: their public side only.

use crate::discord::custom_id::{CustomId, NO_SESSION, Verb};
use crate::host::Briefing;

use super::{Button, Colour, Embed, Look, Post};

/// Counterparts on a page.
const PAGE: usize = 8;

/// A page of the menu, from 0.
pub(crate) fn counterparts(menu: &[Briefing], page: usize) -> Post {
    let pages = menu.len().div_ceil(PAGE).max(1);
    let page = page.min(pages - 1);
    let shown = menu.iter().skip(page * PAGE).take(PAGE);
    let line = |one: &Briefing| {
        format!(
            "**{}** · `{}` · {}\n{} ({}, {} turns)",
            one.title,
            one.id,
            stars(one.level),
            one.summary,
            one.counterpart_name,
            one.turns
        )
    };
    let embed = Embed {
        title: "Counterparts".into(),
        text: shown.map(line).collect::<Vec<_>>().join("\n\n"),
        footer: format!("Page {} of {pages}. Start one with /spar start.", page + 1),
        ..Embed::default()
    };
    let post = Post::card(embed);
    if pages == 1 { post } else { post.with_buttons(pager(Verb::Personas, page, pages)) }
}

/// One counterpart's public side.
pub(crate) fn counterpart(one: &Briefing, variants: &[String]) -> Post {
    let terms: Vec<&str> = one.agenda.issues.iter().map(|issue| issue.label.as_str()).collect();
    let embed = Embed {
        title: one.title.clone(),
        text: one.scenario.trim().to_owned(),
        colour: Colour::Talk,
        ..Embed::default()
    }
    .field("You", format!("the {}", one.learner.role))
    .field(one.counterpart_name.as_str(), format!("the {}", one.counterpart_role))
    .field("Level", stars(one.level))
    .field("On the agenda", terms.join(", "))
    .field("Time", format!("{} turns", one.turns))
    .field("Drills", one.tags.join(", "))
    .field("Variants", variants.join(", "));
    let start = Embed {
        text: format!("`/spar start persona:{}` opens a table.", one.id),
        colour: Colour::Quiet,
        ..Embed::default()
    };
    Post { embeds: vec![embed, start], ..Post::default() }
}

/// Buttons to the neighbouring pages. Those that lead nowhere can't be pressed.
pub(super) fn pager(verb: Verb, page: usize, pages: usize) -> Vec<Button> {
    pager_of(verb, NO_SESSION, page, pages)
}

/// The same for pages about something, such as a challenge.
pub(super) fn pager_of(verb: Verb, about: &str, page: usize, pages: usize) -> Vec<Button> {
    let to = |page: usize| CustomId::new(verb, about, u32::try_from(page).unwrap_or(u32::MAX));
    let mut earlier = Button::new(to(page.wrapping_sub(1).min(pages)), "Earlier", Look::Plain);
    let mut later = Button::new(to(page + 1), "Later", Look::Plain);
    earlier.disabled = page == 0;
    later.disabled = page + 1 >= pages;
    if earlier.disabled {
        earlier.id = to(pages + 1).to_string();
    }
    vec![earlier, later]
}

fn stars(level: u8) -> String {
    let full = usize::from(level.clamp(1, 5));
    format!("{}{}", "●".repeat(full), "○".repeat(5 - full))
}
