//! Placeholders of lines: which there are, and which dialogue act can fill which.

use crate::negotiation::Act;

/// What a placeholder stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// `{name}`: the counterpart's name.
    Name,
    /// `{offer}`, `{offer.ISSUE}`: the counterpart's standing package, or one issue of it.
    Offer(Option<String>),
    /// `{yours}`, `{yours.ISSUE}`: the learner's package that is being answered.
    Yours(Option<String>),
    /// `{deal}`: the package that is accepted, or whose yes is asked.
    Deal,
    /// `{reading}`: how the message was read.
    Reading,
    /// `{fact}`: the fact that is told.
    Fact,
    /// `{claim}`: the claim that is made or questioned.
    Claim,
    /// `{basis}`: what the opening rests on.
    Basis,
    /// `{issue}`: the issue that is talked about.
    Issue,
    /// `{option}`: its outcome that is talked about.
    Option,
}

impl Placeholder {
    /// The words between the braces, without an issue.
    pub const NAMES: [&str; 10] =
        ["name", "offer", "yours", "deal", "reading", "fact", "claim", "basis", "issue", "option"];

    fn read(inside: &str) -> Option<Placeholder> {
        let (word, issue) = match inside.split_once('.') {
            Some((word, issue)) => (word, Some(issue.to_owned())),
            None => (inside, None),
        };
        match (word, issue) {
            ("offer", issue) => Some(Placeholder::Offer(issue)),
            ("yours", issue) => Some(Placeholder::Yours(issue)),
            (_, Some(_)) => None,
            ("name", None) => Some(Placeholder::Name),
            ("deal", None) => Some(Placeholder::Deal),
            ("reading", None) => Some(Placeholder::Reading),
            ("fact", None) => Some(Placeholder::Fact),
            ("claim", None) => Some(Placeholder::Claim),
            ("basis", None) => Some(Placeholder::Basis),
            ("issue", None) => Some(Placeholder::Issue),
            ("option", None) => Some(Placeholder::Option),
            _ => None,
        }
    }

    /// The word between the braces, without an issue.
    pub fn word(&self) -> &'static str {
        match self {
            Placeholder::Name => "name",
            Placeholder::Offer(_) => "offer",
            Placeholder::Yours(_) => "yours",
            Placeholder::Deal => "deal",
            Placeholder::Reading => "reading",
            Placeholder::Fact => "fact",
            Placeholder::Claim => "claim",
            Placeholder::Basis => "basis",
            Placeholder::Issue => "issue",
            Placeholder::Option => "option",
        }
    }

    /// The issue it names, if it does.
    pub fn issue(&self) -> Option<&str> {
        match self {
            Placeholder::Offer(issue) | Placeholder::Yours(issue) => issue.as_deref(),
            _ => None,
        }
    }
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Said as it stands.
    Text(&'a str),
    /// Filled in.
    Slot(Placeholder),
    /// Braces around something that is no placeholder, or a brace that is never closed.
    Unknown(&'a str),
}

/// A line in its parts, in order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            pieces.push(Piece::Text(&rest[..open]));
        }
        let after = &rest[open + 1..];
        let Some(close) = after.find('}') else {
            pieces.push(Piece::Unknown(&rest[open..]));
            return pieces;
        };
        let inside = &after[..close];
        pieces.push(Placeholder::read(inside).map_or(Piece::Unknown(&rest[open..open + close + 2]), Piece::Slot));
        rest = &after[close + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// The placeholders of a line, in order.
pub fn in_line(text: &str) -> Vec<Placeholder> {
    let slots = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Slot(placeholder) => Some(placeholder),
        _ => None,
    });
    slots.collect()
}

/// Words that a line of an act may use. `{name}` and `{offer}` always can be filled: the counterpart's package
/// stands from the opening on.
pub fn allowed(act: Act) -> &'static [&'static str] {
    match act {
        Act::Counter | Act::Reject | Act::Pocket | Act::DemandBasis | Act::Hold => &["name", "offer", "yours"],
        Act::Accept | Act::AskConfirm => &["name", "offer", "yours", "deal"],
        Act::AskBack => &["name", "offer", "reading"],
        Act::AnswerFact => &["name", "offer", "fact"],
        Act::Claim => &["name", "offer", "claim"],
        Act::StandBy | Act::Admit => &["name", "offer", "claim", "basis"],
        Act::Welcome | Act::Unwelcome | Act::AskInterest | Act::AsItStands => &["name", "offer", "issue", "option"],
        _ => &["name", "offer"],
    }
}

/// Words that a rule's line may use: the learner's package only where the rule waits for an offer.
pub fn allowed_in_rule(answers_offer: bool) -> &'static [&'static str] {
    if answers_offer { &["name", "offer", "yours"] } else { &["name", "offer"] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_falls_into_text_and_slots() {
        let expected = [
            Piece::Text("Not at "),
            Piece::Slot(Placeholder::Yours(Some("price".to_owned()))),
            Piece::Text(". "),
            Piece::Unknown("{ofer}"),
            Piece::Slot(Placeholder::Offer(None)),
            Piece::Unknown("{deal"),
        ];
        assert_eq!(pieces("Not at {yours.price}. {ofer}{offer}{deal"), expected);
        assert_eq!(in_line("{name}: {name.x}"), [Placeholder::Name]);
    }
}
