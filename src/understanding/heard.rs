//! What was understood of one message.

use serde::{Deserialize, Serialize};

use crate::negotiation::{Act, Terms};

/// A message as it was read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Heard {
    /// What the message does, each act once, strongest first.
    pub acts: Vec<Act>,
    /// The terms proposed: only what was said (relative figures resolved).
    pub offer: Option<Terms>,
    /// Further proposals in the same message (either/or, several at once).
    pub alternatives: Vec<Terms>,
    /// What is asked of the other in return or as a condition: "if you throw in the tyres".
    /// Its terms are part of `offer` too.
    pub ask: Option<Terms>,
    /// What the acts are about: issue ids, fact or claim ids, and the topics
    /// timing, reason, priorities, alternatives, budget, relationship, other.
    pub topics: Vec<Topic>,
    /// Figures and options that are not the offer, with the role they play.
    pub mentions: Vec<Mention>,
    /// 0 certain .. 1 a guess. From [`DOUBTFUL`] on the counterpart asks back.
    pub doubt: f64,
    /// Why there is doubt, in words for the question back: "whether £5,940 is your offer".
    pub doubt_about: Option<String>,
    /// What a yes to the question back adds to the reading; none where the reading says it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meant: Option<Meant>,
    /// Whether the message says that it corrects what was written before: "sorry, I meant 910".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrects: bool,
}

/// What a doubtful message would do if it is meant as the question back puts it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meant {
    /// It proposes these terms.
    Offer(Terms),
    /// It takes the other's proposal.
    Accept,
}

impl Heard {
    /// The reading once the learner has said that it was meant so: nothing is left in doubt.
    pub fn as_meant(&self) -> Heard {
        let mut heard = Heard { doubt: 0.0, doubt_about: None, meant: None, ..self.clone() };
        let act = match &self.meant {
            Some(Meant::Offer(terms)) => {
                heard.offer.get_or_insert_with(Terms::default).0.extend(terms.0.clone());
                Act::Offer
            }
            Some(Meant::Accept) => Act::Accept,
            None => return heard,
        };
        if !heard.acts.contains(&act) {
            heard.acts.insert(0, act);
        }
        heard
    }
}

/// The doubt from which on the counterpart asks back instead of acting.
pub const DOUBTFUL: f64 = 0.5;

/// An act and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// The act.
    pub act: Act,
    /// An issue, fact or claim id, or a general topic.
    pub about: String,
}

/// The role of a figure or an option that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Proposed.
    Offer,
    /// Stated as a limit and standing as an offer.
    LimitOffer,
    /// A limit, not an offer.
    Limit,
    /// Restates what is being accepted.
    Accepted,
    /// Quoted to be refused.
    Rejected,
    /// The asking price.
    ListPrice,
    /// A market, retail or paid price.
    Comparable,
    /// Somebody else's offer.
    Competing,
    /// An earlier number quoted neutrally.
    Query,
    /// A preference, not yet a proposal.
    Want,
    /// The size of a change.
    Delta,
    /// Any other figure.
    Fact,
}

/// A figure or option that was named, and its role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The issue, when it belongs to one.
    pub issue: Option<String>,
    /// As it was written.
    pub text: String,
    /// The figure, when it is one.
    pub figure: Option<f64>,
    /// The option id, when it is one.
    pub option: Option<String>,
    /// The role.
    pub role: Role,
}
