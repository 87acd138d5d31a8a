//! An offer in fields, as people type it: `price=6140 winter_tyres=with`, or just `6140 with`.

use crate::negotiation::{Agenda, Choice, Issue, Kind, Quantity, Terms};
use crate::session::{FieldOffer, Refusal};

use super::command::shortened;

/// Reads the fields of an offer. Issues go by id, label or another word for them, options likewise;
/// `reason=`, `ask=` and `say=` carry words, quoted when they are several.
///
/// # Errors
/// A refusal that names the field and what it takes.
pub(super) fn read(text: &str, agenda: &Agenda) -> Result<FieldOffer, Refusal> {
    let mut offer = FieldOffer { offer: Terms::default(), ..FieldOffer::default() };
    let parts = split(text);
    if parts.is_empty() {
        let hint = format!("Write for example /offer {}", example(agenda, 3));
        return Err(refusal("empty_offer", "The offer names nothing.".into(), hint));
    }
    for (field, value) in parts {
        match field.as_deref() {
            Some("reason") => offer.reason = Some(value),
            Some("ask") => offer.ask = Some(value),
            Some("say") => offer.say = Some(value),
            Some(field) => {
                let issue = issue_named(agenda, field)?;
                offer.offer.0.insert(issue.id.clone(), choice(issue, &value)?);
            }
            None => {
                let (issue, choice) = loose(agenda, &value)?;
                offer.offer.0.insert(issue.id.clone(), choice);
            }
        }
    }
    Ok(offer)
}

/// The fields with their names, at spaces outside of quotes.
fn split(text: &str) -> Vec<(Option<String>, String)> {
    let mut parts: Vec<String> = Vec::new();
    let (mut part, mut quoted) = (String::new(), false);
    for c in text.chars().chain([' ']) {
        match c {
            '"' | '“' | '”' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !part.is_empty() {
                    parts.push(std::mem::take(&mut part));
                }
            }
            c => part.push(c),
        }
    }
    if !part.trim().is_empty() {
        parts.push(part.trim().to_owned());
    }
    let named = |part: String| match part.split_once('=') {
        Some((field, value)) if !field.is_empty() => (Some(field.to_lowercase()), value.to_owned()),
        _ => (None, part),
    };
    parts.into_iter().map(named).collect()
}

fn issue_named<'a>(agenda: &'a Agenda, field: &str) -> Result<&'a Issue, Refusal> {
    let exact = agenda.issues.iter().find(|issue| names(issue).any(|name| same(name, field)));
    exact.ok_or_else(|| {
        let near = agenda.issues.iter().map(|issue| (likeness(names(issue), field), issue));
        let near = near.filter(|(likeness, _)| *likeness > 0.75).max_by(|a, b| a.0.total_cmp(&b.0));
        let ids: Vec<&str> = agenda.issues.iter().map(|issue| issue.id.as_str()).collect();
        let hint = near.map_or_else(
            || format!("The issues are {}.", ids.join(", ")),
            |(_, issue)| format!("Did you mean {}? The issues are {}.", issue.id, ids.join(", ")),
        );
        refusal("unknown_issue", format!("There is no issue called {:?} here.", shortened(field)), hint)
    })
}

/// The outcome that a value names on an issue.
fn choice(issue: &Issue, value: &str) -> Result<Choice, Refusal> {
    match &issue.kind {
        Kind::Options(options) => {
            let exact = options.iter().find(|option| {
                let words = option.words.iter().map(String::as_str);
                [option.id.as_str(), option.label.as_str()].into_iter().chain(words).any(|name| same(name, value))
            });
            exact.map(|option| Choice::Option(option.id.clone())).ok_or_else(|| {
                let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
                let message = format!("{:?} is not a choice for {}.", shortened(value), issue.label);
                refusal("unknown_option", message, format!("Choose one of: {}.", ids.join(", ")))
            })
        }
        Kind::Numeric(_) | Kind::Share { .. } => figure(value).map(Choice::Number).ok_or_else(|| {
            let message = format!("{:?} is not a figure for {}.", shortened(value), issue.label);
            refusal("not_a_figure", message, format!("Write a plain number, for example {}.", field(issue)))
        }),
    }
}

/// A value without a name: a figure is the price, a word the option that only one issue has.
fn loose<'a>(agenda: &'a Agenda, value: &str) -> Result<(&'a Issue, Choice), Refusal> {
    if let (Some(figure), Some(price)) = (figure(value), agenda.price()) {
        return Ok((price, Choice::Number(figure)));
    }
    let options = agenda.issues.iter().filter(|issue| matches!(issue.kind, Kind::Options(_)));
    let mut found = options.filter_map(|issue| choice(issue, value).ok().map(|choice| (issue, choice)));
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (Some((issue, _)), Some((other, _))) => {
            let message = format!("{:?} could be {} or {}.", shortened(value), issue.label, other.label);
            Err(refusal("ambiguous", message, format!("Write {}={value} or {}={value}.", issue.id, other.id)))
        }
        (None, _) => {
            let message = format!("{:?} is neither a figure nor a choice here.", shortened(value));
            Err(refusal("unknown_option", message, format!("Write for example /offer {}", example(agenda, 3))))
        }
    }
}

/// A figure as people write it: "6140", "£6,140", "6.1k", "12%".
fn figure(value: &str) -> Option<Quantity> {
    let bare: String = value.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | 'k' | 'K')).collect();
    let strange = value.chars().filter(|c| c.is_alphabetic() && !matches!(c, 'k' | 'K')).count();
    if strange > 0 || bare.is_empty() {
        return None;
    }
    match bare.strip_suffix(['k', 'K']) {
        Some(thousands) => Quantity::from_f64(thousands.parse::<f64>().ok()? * 1000.0),
        None => bare.parse().ok(),
    }
}

fn names(issue: &Issue) -> impl Iterator<Item = &str> {
    [issue.id.as_str(), issue.label.as_str()].into_iter().chain(issue.words.iter().map(String::as_str))
}

/// Whether two names are one, spaces, underscores, hyphens and case aside.
fn same(name: &str, typed: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace(['_', '-'], " ");
    plain(name) == plain(typed)
}

fn likeness<'a>(names: impl Iterator<Item = &'a str>, typed: &str) -> f64 {
    let typed = shortened(typed).to_lowercase();
    names.map(|name| strsim::jaro_winkler(&name.to_lowercase(), &typed)).fold(0.0, f64::max)
}

/// An offer that names the first issues, as it is typed.
pub(super) fn example(agenda: &Agenda, issues: usize) -> String {
    agenda.issues.iter().take(issues).map(field).collect::<Vec<_>>().join(" ")
}

/// How a field of this issue is written.
fn field(issue: &Issue) -> String {
    match &issue.kind {
        Kind::Numeric(scale) => format!("{}={}", issue.id, scale.min),
        Kind::Share { total } => format!("{}={}", issue.id, total / 2),
        Kind::Options(options) => {
            format!("{}={}", issue.id, options.last().map_or("", |option| option.id.as_str()))
        }
    }
}

fn refusal(code: &str, message: String, hint: String) -> Refusal {
    Refusal { code: code.into(), message, hint }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::negotiation::{Outcome, Scale};

    fn agenda() -> Agenda {
        let option =
            |id: &str, word: &str| Outcome { id: id.into(), label: id.replace('_', " "), words: vec![word.into()] };
        let options = |id: &str, label: &str, options: Vec<Outcome>| Issue {
            id: id.into(),
            label: label.into(),
            words: vec![],
            default: Choice::Option(options[0].id.clone()),
            kind: Kind::Options(options),
        };
        let scale = Scale {
            min: Quantity::whole(5200),
            max: Quantity::whole(7900),
            step: Quantity::whole(50),
            reach: (Quantity::whole(5200), Quantity::whole(7900)),
            format: "£{}".into(),
        };
        let price = Issue {
            id: "price".into(),
            label: "price".into(),
            words: vec!["quid".into()],
            kind: Kind::Numeric(scale),
            default: Choice::Number(Quantity::whole(7650)),
        };
        let tyres = vec![option("without", "no"), option("with", "yes")];
        let rack = vec![option("without", "no"), option("roof_rack", "rack")];
        Agenda {
            issues: vec![price, options("winter_tyres", "winter tyres", tyres), options("extras", "extras", rack)],
        }
    }

    fn typed(text: &str) -> String {
        match read(text, &agenda()) {
            Ok(offer) => serde_json::to_string(&offer).unwrap_or_default(),
            Err(refusal) => format!("{}: {} {}", refusal.code, refusal.message, refusal.hint),
        }
    }

    #[test]
    fn offers_are_read_as_people_type_them() {
        let lines = [
            "price=6140 winter_tyres=with",
            "6.2k with",
            "£6,140 roof-rack",
            r#"quid=6140 "winter tyres=yes" reason="two on the site" ask="the rack, please""#,
            "",
            "pirce=6140",
            "price=lots",
            "winter_tyres=maybe",
            "without",
            "banana",
        ];
        insta::assert_snapshot!(lines.map(typed).join("\n"), @r#"
        {"offer":{"price":6140,"winter_tyres":"with"}}
        {"offer":{"price":6200,"winter_tyres":"with"}}
        {"offer":{"extras":"roof_rack","price":6140}}
        {"offer":{"price":6140,"winter_tyres":"with"},"reason":"two on the site","ask":"the rack, please"}
        empty_offer: The offer names nothing. Write for example /offer price=5200 winter_tyres=with extras=roof_rack
        unknown_issue: There is no issue called "pirce" here. Did you mean price? The issues are price, winter_tyres, extras.
        not_a_figure: "lots" is not a figure for price. Write a plain number, for example price=5200.
        unknown_option: "maybe" is not a choice for winter tyres. Choose one of: without, with.
        ambiguous: "without" could be winter tyres or extras. Write winter_tyres=without or extras=without.
        unknown_option: "banana" is neither a figure nor a choice here. Write for example /offer price=5200 winter_tyres=with extras=roof_rack
        "#);
    }
}
