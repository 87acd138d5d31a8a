//! The components that rows belong to, and what each weighs in its dial and in the rated score.

use serde::{Deserialize, Serialize};

/// What a row counts toward. Weights out of 85 with the outcome's 40.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Component {
    /// Questions that bring something out.
    #[serde(rename = "INFO.ask")]
    Ask,
    /// Telling what helps.
    #[serde(rename = "INFO.share")]
    Share,
    /// Keeping what costs.
    #[serde(rename = "INFO.guard")]
    Guard,
    /// What was known before the talk.
    #[serde(rename = "PREP")]
    Preparation,
    /// The right tool for the case.
    #[serde(rename = "PROC.frame")]
    Frame,
    /// First offers.
    #[serde(rename = "PROC.anchor")]
    Anchor,
    /// Answers to their number.
    #[serde(rename = "PROC.respond")]
    Respond,
    /// Several ways to a deal.
    #[serde(rename = "PROC.options")]
    Options,
    /// Ways out, standards, allies.
    #[serde(rename = "PROC.power")]
    Power,
    /// Getting something for each step.
    #[serde(rename = "CONC.trade")]
    Trade,
    /// The shape of the steps.
    #[serde(rename = "CONC.shape")]
    Shape,
    /// Tying it up.
    #[serde(rename = "CLOSE")]
    Close,
    /// Temper and tone.
    #[serde(rename = "EMO")]
    Emotion,
    /// Explains the outcome; earns nothing by itself.
    #[default]
    #[serde(rename = "OUT")]
    Outcome,
}

/// One of the dials that rows count toward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dial {
    /// Asking, sharing, guarding.
    Information,
    /// Preparation, anchors, answers, trades, concessions.
    Process,
    /// Closing moves.
    Closing,
    /// Emotion and relation.
    Relationship,
}

impl Component {
    /// All that count, in the dials' order.
    pub(super) const COUNTED: [Component; 13] = [
        Component::Ask,
        Component::Share,
        Component::Guard,
        Component::Preparation,
        Component::Frame,
        Component::Anchor,
        Component::Respond,
        Component::Options,
        Component::Power,
        Component::Trade,
        Component::Shape,
        Component::Close,
        Component::Emotion,
    ];

    /// The name in files and output.
    pub fn name(self) -> &'static str {
        match self {
            Component::Ask => "INFO.ask",
            Component::Share => "INFO.share",
            Component::Guard => "INFO.guard",
            Component::Preparation => "PREP",
            Component::Frame => "PROC.frame",
            Component::Anchor => "PROC.anchor",
            Component::Respond => "PROC.respond",
            Component::Options => "PROC.options",
            Component::Power => "PROC.power",
            Component::Trade => "CONC.trade",
            Component::Shape => "CONC.shape",
            Component::Close => "CLOSE",
            Component::Emotion => "EMO",
            Component::Outcome => "OUT",
        }
    }

    /// The weight in the dial and in the rated score; 0 for what only explains.
    pub fn weight(self) -> f64 {
        match self {
            Component::Ask | Component::Guard => 6.0,
            Component::Preparation => 10.0,
            Component::Trade | Component::Shape | Component::Close => 5.0,
            Component::Emotion => 2.0,
            Component::Outcome => 0.0,
            _ => 3.0,
        }
    }

    /// The dial it counts toward; none for what only explains.
    pub(super) fn dial(self) -> Option<Dial> {
        Some(match self {
            Component::Ask | Component::Share | Component::Guard => Dial::Information,
            Component::Close => Dial::Closing,
            Component::Emotion => Dial::Relationship,
            Component::Outcome => return None,
            _ => Dial::Process,
        })
    }
}
