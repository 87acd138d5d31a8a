//! Forms: an offer in fields, and words for servers where the bot can't read. A form holds five fields; a case with more
//! terms than that lets the learner pick first, and what isn't named stays as it lies on the table.

use std::collections::BTreeMap;

use crate::discord::custom_id::{CustomId, Verb};
use crate::discord::limits;
use crate::host::Live;
use crate::negotiation::{Choice, Issue, Kind, Package, Quantity, Terms};
use crate::session::FieldOffer;

use super::{Colour, Embed, Form, Post, Row, SelectChoice, TextField};

const REASON: &str = "reason";
const ASK: &str = "ask";
const SAY: &str = "say";

/// Terms that fit beside a reason and an ask.
const COMFORTABLE: usize = 3;

/// The terms of a case when the form holds them all; otherwise they have to be picked first.
pub(crate) fn terms_of(live: &Live) -> Option<Vec<usize>> {
    let count = live.briefing.agenda.issues.len();
    (count <= COMFORTABLE).then(|| (0..count).collect())
}

/// The list from which the terms of an offer are picked.
pub(crate) fn pick_terms(live: &Live) -> Post {
    let agenda = &live.briefing.agenda;
    let standing = on_table(live);
    let choices = agenda.issues.iter().enumerate().map(|(at, issue)| {
        let now = standing.and_then(|package| package.0.get(&issue.id)).map(|choice| issue.write(choice));
        let about = now.map_or(String::new(), |now| format!("now: {now}"));
        SelectChoice { label: issue.label.clone(), value: at.to_string(), about }
    });
    let row = Row::Select {
        id: CustomId::new(Verb::Terms, &live.id, 0).to_string(),
        hint: "Which terms do you name?".into(),
        choices: choices.collect(),
        most: limits::FORM_FIELDS,
    };
    let embed = Embed {
        title: "Your offer".into(),
        text: "Pick what you want to name; the rest stays as it lies on the table. \
               With up to three there is room for a reason and for what you ask in return."
            .into(),
        colour: Colour::Talk,
        ..Embed::default()
    };
    Post { rows: vec![row], ..Post::card(embed) }
}

/// The form for these terms, filled with what is on the table.
pub(crate) fn offer_form(live: &Live, terms: &[usize]) -> Form {
    let agenda = &live.briefing.agenda;
    let standing = live.transcript.last().and_then(|turn| turn.standing.learner.as_ref()).or_else(|| on_table(live));
    let named =
        terms.iter().filter_map(|at| agenda.issues.get(*at).map(|issue| (*at, issue))).take(limits::FORM_FIELDS);
    let mut fields: Vec<TextField> = named.clone().map(|(at, issue)| field(at, issue, standing)).collect();
    let beside = [
        (ASK, "What I ask in return", "Optional: what would make this easy for you?"),
        (REASON, "My reason", "Optional: what the offer rests on"),
    ];
    for (id, label, hint) in beside {
        if fields.len() < limits::FORM_FIELDS {
            fields.push(TextField {
                id: id.into(),
                label: label.into(),
                hint: hint.into(),
                long: true,
                most: 500,
                ..TextField::default()
            });
        }
    }
    let bits =
        named.filter_map(|(at, _)| u32::try_from(at).ok()).filter(|at| *at < 32).fold(0, |bits, at| bits | 1 << at);
    Form {
        id: CustomId::new(Verb::Offered, &live.id, bits).to_string(),
        title: format!("Your offer to {}", live.briefing.counterpart_name),
        fields,
    }
}

fn field(at: usize, issue: &Issue, standing: Option<&Package>) -> TextField {
    let value = standing.and_then(|package| package.0.get(&issue.id));
    TextField {
        id: format!("term{at}"),
        label: issue.label.clone(),
        hint: choices(issue),
        value: value.map(|choice| plain(issue, choice)).unwrap_or_default(),
        long: false,
        required: false,
        most: 200,
    }
}

/// What can be written into a field.
fn choices(issue: &Issue) -> String {
    match &issue.kind {
        Kind::Numeric(scale) => format!("{} to {}", scale.write(scale.reach.0), scale.write(scale.reach.1)),
        Kind::Options(options) => options.iter().map(|option| option.label.as_str()).collect::<Vec<_>>().join(" / "),
        Kind::Share { total } => format!("0 to {total}, for you"),
    }
}

/// A choice as one would type it.
fn plain(issue: &Issue, choice: &Choice) -> String {
    match choice {
        Choice::Number(figure) => figure.to_string(),
        Choice::Option(_) => issue.write(choice),
    }
}

fn on_table(live: &Live) -> Option<&Package> {
    live.transcript.last().and_then(|turn| turn.standing.counterpart.as_ref())
}

/// Reads a filled form. Empty fields name nothing; what can't be read is passed on as it was written, so that the
/// refusal can quote it.
pub(crate) fn read_offer(live: &Live, fields: &BTreeMap<String, String>) -> FieldOffer {
    let issues = live.briefing.agenda.issues.iter().enumerate();
    let named = issues.filter_map(|(at, issue)| {
        let written = fields.get(&format!("term{at}"))?.trim();
        (!written.is_empty()).then(|| (issue.id.clone(), read_choice(issue, written)))
    });
    let words = |id: &str| fields.get(id).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    FieldOffer { offer: Terms(named.collect()), reason: words(REASON), ask: words(ASK), say: words(SAY) }
}

/// One field: a figure with or without its currency, or an option by id, label, word or number.
fn read_choice(issue: &Issue, written: &str) -> Choice {
    match &issue.kind {
        Kind::Numeric(_) | Kind::Share { .. } => {
            figure(written).map_or_else(|| Choice::Option(written.into()), Choice::Number)
        }
        Kind::Options(options) => {
            let wanted = folded(written);
            let called =
                |option: &&crate::negotiation::Outcome| folded(&option.id) == wanted || folded(&option.label) == wanted;
            let hinted = |option: &&crate::negotiation::Outcome| option.words.iter().any(|word| folded(word) == wanted);
            let mut within =
                options.iter().filter(|option| folded(&option.label).split(' ').any(|word| word == wanted));
            let found = options.iter().find(called).or_else(|| options.iter().find(hinted));
            let found = found.or_else(|| within.next().filter(|_| within.next().is_none()));
            Choice::Option(found.map_or_else(|| written.to_owned(), |option| option.id.clone()))
        }
    }
}

fn folded(text: &str) -> String {
    text.to_lowercase().replace(['_', '-'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A figure as people write it into a field: `6140`, `£6,140.50`, `6.2k`, `9,5 %`.
fn figure(written: &str) -> Option<Quantity> {
    let lower = written.to_lowercase();
    let start = lower.find(|c: char| c.is_ascii_digit())?;
    let end = lower.rfind(|c: char| c.is_ascii_digit())? + 1;
    let negative = lower[..start].trim_end().ends_with(['-', '−']);
    let thousands = lower[end..].trim_start().starts_with('k');
    let digits: String =
        lower[start..end].chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '\u{202f}')).collect();
    if !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let value: f64 = decimal(&digits).parse().ok()?;
    let value = if thousands { value * 1_000.0 } else { value };
    Quantity::from_f64(if negative { -value } else { value })
}

/// Digits with their separators sorted out: the last separator is a decimal point unless three digits follow it.
fn decimal(digits: &str) -> String {
    let Some(last) = digits.rfind(['.', ',']) else { return digits.to_owned() };
    let strip = |text: &str| text.replace(['.', ','], "");
    match digits.len() - last - 1 {
        3 => strip(digits),
        _ => format!("{}.{}", strip(&digits[..last]), &digits[last + 1..]),
    }
}

/// The form for words.
pub(crate) fn say_form(live: &Live) -> Form {
    let name = &live.briefing.counterpart_name;
    let field = TextField {
        id: SAY.into(),
        label: "Your words".into(),
        hint: "In your own words: ask, explain, propose.".into(),
        long: true,
        required: true,
        most: limits::FORM_TEXT,
        ..TextField::default()
    };
    Form {
        id: CustomId::new(Verb::Said, &live.id, 0).to_string(),
        title: format!("Say to {name}"),
        fields: vec![field],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_write_them() {
        let read = |text| figure(text).map(|q| q.to_string());
        let written = ["6140", "£6,140", "6.140 €", "6.2k", "9,5 %", "1'200.50", "-3", "£ 12 500", "1,250,000.5"];
        let meant = ["6140", "6140", "6140", "6200", "9.5", "1200.5", "-3", "12500", "1250000.5"];
        assert_eq!(written.map(read), meant.map(|text| Some(text.to_owned())));
        assert_eq!(["six thousand", "", "6140 or 6200"].map(read), [None, None, None]);
    }
}
