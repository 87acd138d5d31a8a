//! Questions before what can't be undone. Answers that only the learner sees.

use crate::discord::custom_id::{CustomId, NO_SESSION, Verb};
use crate::host::Live;
use crate::negotiation::Package;
use crate::report::Case;

use super::{Button, Colour, Embed, Look, Post};

/// Accept this package? `number` is its place among several, 0 for the one on the table.
pub(crate) fn ask_accept(live: &Live, package: &Package, number: u32, seq: u32) -> Post {
    let name = &live.briefing.counterpart_name;
    let yes = match number {
        0 => CustomId::new(Verb::Sign, &live.id, seq),
        number => CustomId::new(Verb::SignOne, &live.id, seq.saturating_mul(100).saturating_add(number.min(99))),
    };
    let embed = Embed {
        title: format!("Sign this with {name}?"),
        text: format!(
            "**{}**\n{}\n\nOnce signed, it is done.",
            live.briefing.agenda.write(package, false),
            worth(&Case::of(&live.briefing), package)
        ),
        colour: Colour::Good,
        ..Embed::default()
    };
    Post::card(embed).with_buttons(vec![Button::new(yes, "Yes, sign it", Look::Yes), keep(&live.id)])
}

/// What a package is worth to the learner, who alone sees it.
fn worth(case: &Case<'_>, package: &Package) -> String {
    match case.gain(package) {
        0 => "Exactly your walk-away.".into(),
        gain @ 1.. => format!("{} over your walk-away.", case.money().amount(gain)),
        gain => format!("{} short of your walk-away.", case.money().amount(-gain)),
    }
}

/// Walk away?
pub(crate) fn ask_walk(live: &Live, seq: u32) -> Post {
    let embed = Embed {
        title: "Walk away without a deal?".into(),
        text: format!(
            "{} won't come after you. You go with your fallback, and the debrief follows.",
            live.briefing.counterpart_name
        ),
        colour: Colour::Quiet,
        ..Embed::default()
    };
    let yes = CustomId::new(Verb::Leave, &live.id, seq);
    Post::card(embed).with_buttons(vec![Button::new(yes, "Yes, walk away", Look::Stop), keep(&live.id)])
}

/// End the session without a result?
pub(crate) fn ask_abandon(live: &Live) -> Post {
    let used = match (&live.challenge, live.rated) {
        (None, _) => "",
        (Some(_), true) => " The attempt is used up, and where it counts, it counts as 0.",
        (Some(_), false) => " The attempt is used up.",
    };
    let embed = Embed {
        title: "End this talk without a result?".into(),
        text: format!(
            "There will be no debrief and no score.{used} To leave the table as a move, use Walk away instead."
        ),
        colour: Colour::Quiet,
        ..Embed::default()
    };
    let yes = CustomId::new(Verb::End, &live.id, 0);
    Post::card(embed).with_buttons(vec![Button::new(yes, "Yes, end it", Look::Stop), keep(&live.id)])
}

/// Erase everything?
pub(crate) fn ask_erase() -> Post {
    let embed = Embed {
        title: "Erase everything of yours?".into(),
        text: "Your words and your id are removed from every talk, open ones end, and `/stats` starts from nothing. \
               Scores stay without a name. This can't be taken back.\n\
               What stands in threads is in Discord's hands: delete the threads, or ask a moderator to."
            .into(),
        colour: Colour::Quiet,
        ..Embed::default()
    };
    let yes = CustomId::new(Verb::Erase, NO_SESSION, 0);
    Post::card(embed).with_buttons(vec![Button::new(yes, "Yes, erase it all", Look::Stop), keep(NO_SESSION)])
}

/// What a question becomes once it is answered: no controls are left to press twice.
pub(crate) fn settled(text: &str) -> Post {
    Post::text(text)
}

fn keep(session: &str) -> Button {
    Button::new(CustomId::new(Verb::Keep, session, 0), "Not yet", Look::Plain)
}
