//! The end of an attempt whose numbers are sealed: how it was played at once, the rest when it is due.

use crate::discord::custom_id::{CustomId, Verb};
use crate::discord::limits;
use crate::host::{Live, SealedDebrief};
use crate::report::{Mark, Observation};
use crate::score::Row as Seen;

use super::opening::moment;
use super::{Button, Colour, Embed, Look, Post, Row, debrief};

/// What may be read before the numbers are told.
pub(crate) fn sealed_debrief(live: &Live, sealed: &SealedDebrief) -> Post {
    let mut seen: Vec<Observation> = sealed.rows.iter().filter_map(observation).collect();
    seen.sort_by_key(|one| (one.turn.unwrap_or(u32::MAX), one.concept));
    let name = &live.briefing.counterpart_name;
    let head = Embed {
        title: "Your attempt is in".into(),
        text: format!(
            "Scores and {name}'s side stay sealed until {} ({}). Then **Debrief** shows you everything.",
            moment(sealed.until),
            sealed.zone
        ),
        colour: Colour::Quiet,
        ..Embed::default()
    };
    let how = Embed {
        title: "How you played".into(),
        text: match seen.is_empty() {
            true => "Nothing to tell yet without giving something away.".into(),
            false => limits::clip(&debrief::observations(&seen), limits::EMBED_TEXT),
        },
        ..Embed::default()
    };
    let id = |verb| CustomId::new(verb, &live.id, 0);
    let mut buttons = vec![Button::new(id(Verb::Unsealed), "Debrief", Look::Main)];
    buttons.extend(live.challenge.as_deref().into_iter().flat_map(|challenge| after_attempt(live, challenge)));
    Post { embeds: vec![head, how], rows: vec![Row::Buttons(buttons)], ..Post::default() }
}

/// What can be done after an attempt. Another table with the same counterpart is practice: its debrief comes at once, so
/// there is none of it while this one is sealed.
pub(super) fn after_attempt(live: &Live, challenge: &str) -> Vec<Button> {
    let mut buttons = vec![
        Button::new(CustomId::new(Verb::Standing, challenge, 0), "My status", Look::Plain),
        Button::new(CustomId::new(Verb::Dispute, &live.id, 0), "Dispute a row…", Look::Plain),
    ];
    if live.debrief.is_some() {
        buttons.push(Button::new(CustomId::new(Verb::Again, &live.id, 0), "Practise (new seed)", Look::Plain));
    }
    buttons
}

/// A row as it is told; none where the concept never came up.
pub(super) fn observation(row: &Seen) -> Option<Observation> {
    let mark = match row.score? {
        0 => Mark::Miss,
        1 => Mark::Part,
        _ => Mark::Full,
    };
    Some(Observation { mark, concept: row.concept, turn: row.turn, quote: row.quote.clone(), line: row.line.clone() })
}
