//! The table of concept rows: number, name, what it counts toward, what is observed, which rules speak of it,
//! which replay proves its cost, and what to practise next.

use super::{Seen, Talk, anchor, bundles, claims, close, concessions, exit, guard, questions, respond};
use crate::score::component::Component;

/// A concept of the course, and how a talk is searched for it.
#[derive(Debug, Clone, Copy)]
pub struct Concept {
    /// Its number in the course.
    pub number: u32,
    /// Its name in a few words.
    pub name: &'static str,
    /// What it counts toward.
    pub component: Component,
    /// What is observed: opportunity, then what scores 2, 1 and 0.
    pub observable: &'static str,
    /// Rules of the counterpart that the row looks at or that make the concept matter.
    pub rules: &'static [&'static str],
    /// Kinds of replayed alternatives that show what a miss cost at its turn.
    pub alternatives: &'static [&'static str],
    /// What is said where it never came up.
    pub absent: &'static str,
    /// One thing to do next time.
    pub next: &'static str,
    look: fn(&Talk) -> Option<Seen>,
}

impl Concept {
    pub(super) fn see(&self, talk: &Talk) -> Option<Seen> {
        (self.look)(talk)
    }
}

/// The concept of this number, if the table has it.
pub fn concept(number: u32) -> Option<&'static Concept> {
    CONCEPTS.iter().find(|concept| concept.number == number)
}

macro_rules! concepts {
    ($($number:literal $name:literal $component:ident $look:path {
        observable: $observable:literal,
        rules: [$($rule:literal),*],
        alternatives: [$($alternative:literal),*],
        absent: $absent:literal,
        next: $next:literal,
    })+) => {
        /// Every row that is scored, by number.
        pub const CONCEPTS: &[Concept] = &[$(Concept {
            number: $number,
            name: $name,
            component: Component::$component,
            observable: $observable,
            rules: &[$($rule),*],
            alternatives: &[$($alternative),*],
            absent: $absent,
            next: $next,
            look: $look,
        },)+];
    };
}

concepts! {
    4 "Value beside the price" Outcome bundles::beside_the_price {
        observable: "Where side terms hold 5 % of Z for both together. 2: a side term in an offer, and the deal holds more of that value than the defaults. 1: offered, nothing gained. 0: no offer touched one.",
        rules: ["engine.side_issue", "engine.lean"],
        alternatives: ["trade"],
        absent: "You made no offer, or there was next to nothing beside the price.",
        next: "Put one side term into your first offer, and ask what it is worth to the other side.",
    }
    5 "Trading on different priorities" Outcome bundles::logrolled {
        observable: "Where the integrative potential is 0.15 or more. One offer worse for the learner on one issue and better on another, against the package it answers or the last own offer. 2: both sides win by the pair. 1: one side loses. 0: none in two offers, unless the deal has every side term where it counts most.",
        rules: ["engine.logroll", "engine.reciprocity"],
        alternatives: ["trade"],
        absent: "Too few offers to trade one term for another, or no need to: every side term ended where it counts most.",
        next: "Name the term that is cheapest for you to give and ask for your dearest one in the same sentence.",
    }
    17 "Better than the fallback: take it; worse: leave" Outcome exit::judged {
        observable: "A decision near the limit (0.10 Z), below it, or a talk left. 2: a thin deal signed, a worse offer left. 0: signed below r, or an offer at r or better unsigned.",
        rules: ["engine.trap", "engine.last_turn"],
        alternatives: [],
        absent: "Nothing hung on a last decision near your walk-away.",
        next: "Before you answer the last offer, say its worth and your fallback's worth side by side.",
    }
    18 "Sunk cost" Outcome exit::sunk_cost {
        observable: "Turn 8 or later, an offer below r on the table. 2: left. 0: a deal below r signed.",
        rules: ["engine.sunk_cost"],
        alternatives: [],
        absent: "The talk never got long and bad enough for time spent to weigh.",
        next: "At turn eight, ask yourself whether you would sign this as the first offer of the day.",
    }
    19 "The first number pulls" Outcome anchor::pull {
        observable: "With a first offer. What it moved the counterpart's aim by: 2 toward the learner, 1 not at all, 0 away or beyond belief.",
        rules: ["engine.anchor", "engine.timid", "engine.extreme"],
        alternatives: ["better_opening"],
        absent: "You named no number, so theirs was the only one that pulled.",
        next: "Decide your first number before theirs is said, and write down why.",
    }
    21 "Ambitious but credible" Anchor anchor::ambitious {
        observable: "With a first offer and a zone. a = (u(o1) - r)/Z1. 2: 1 to 1.4. 1: 0.75 to 1, 1.4 to 1.6. 0: beyond.",
        rules: ["engine.anchor", "engine.timid", "engine.extreme", "engine.extreme_again"],
        alternatives: ["better_opening"],
        absent: "You made no offer of your own.",
        next: "Open where you would love to end, not where you could live with it: one bold step past what you expect.",
    }
    22 "A reason with the number" Anchor anchor::reasoned {
        observable: "With a first offer. 2: a fact of the case or the reason field with it. 1: a reason in words. 0: bare.",
        rules: ["engine.anchor_reason", "engine.criteria"],
        alternatives: ["give_reason"],
        absent: "You made no offer of your own.",
        next: "Look one fact up before you open, and say it in the same breath as the number.",
    }
    23 "Precise, not round" Anchor anchor::precise {
        observable: "With a price in a believable first offer. 2: three significant digits or more. 1: two, or more with a < 0.75. 0: one.",
        rules: ["engine.anchor_precise", "engine.false_precision"],
        alternatives: ["be_precise"],
        absent: "Your first offer named no price that would have been believed.",
        next: "Work your first number out and name it as it comes, to the ten.",
    }
    24 "Room to concede" Anchor anchor::room {
        observable: "With a believable first offer and a deal at r or better. 2: u(o1) - u(deal) of 0.15 Z or more. 1: 0.05 Z or more. 0: less, or offers that go up and down.",
        rules: ["engine.room"],
        alternatives: ["better_opening"],
        absent: "Without a believable offer and a deal worth having there was no room to measure.",
        next: "Plan two concessions before you open, and open far enough away to make both.",
    }
    26 "Their number is no starting point" Respond respond::no_bare_counter {
        observable: "With a first offer. 2: a reason with it, or a question before it that worked. 1: words that moved nothing. 0: a bare counter.",
        rules: ["engine.bare_counter", "engine.challenge", "engine.interest"],
        alternatives: ["challenge", "ask_first", "give_reason"],
        absent: "You never answered their number with one of yours.",
        next: "Before your first counter, ask one question or give one reason.",
    }
    27 "What does it rest on?" Respond respond::challenged {
        observable: "Where the opening has a basis. 2: asked for by turn 2 and shown. 1: later, or a question beside it. 0: an offer in two moves or more and never asked.",
        rules: ["engine.challenge", "engine.basis"],
        alternatives: ["challenge"],
        absent: "There was no basis to ask for, or no time to.",
        next: "Answer the first number with: how did you get to that?",
    }
    28 "A new reference point" Respond respond::re_anchored {
        observable: "With a first offer and a zone. 2: a from 0.9 to 1.6 with a fact or the reason field. 1: one of the two (a from 0.75). 0: neither.",
        rules: ["engine.re_anchor", "engine.extreme"],
        alternatives: ["better_opening", "give_reason"],
        absent: "You set no number against theirs.",
        next: "Say your own number with its source, and leave theirs unrepeated.",
    }
    30 "No visible shock" Respond respond::calm {
        observable: "An opening 0.15 Z past the limit, or a flinch. 2: a first answer with a question or reason that worked. 1: a flinch after turn 2. 0: a flinch at the anchor.",
        rules: ["engine.flinch"],
        alternatives: ["keep_calm"],
        absent: "Their first number gave you nothing to be shocked at, or you answered it with a bare one.",
        next: "When a number startles you, breathe out and ask what it is made of.",
    }
    31 "Going first tells where you stand" Anchor anchor::revealing {
        observable: "With a first offer inside the zone (a < 1). 2: a of 0.75 or more after a question. 1: one of the two. 0: a < 0.75 and no question before it.",
        rules: ["engine.timid"],
        alternatives: ["better_opening", "ask_first"],
        absent: "Your first offer gave no position away.",
        next: "When you know little, ask for their range before you name a number.",
    }
    36 "Keep your limit" Guard guard::limit_kept {
        observable: "A limit told, or three concessions without a step back. 2: the last offer still 0.10 Z from r. 1: nearer, or an untrue limit told. 0: a limit within 0.03 Z of r told.",
        rules: ["engine.leak"],
        alternatives: ["keep_the_limit"],
        absent: "Your limit was never in question.",
        next: "Instead of your limit, say what it would have to include at that price.",
    }
    43 "Check what they claim" Ask claims::verified {
        observable: "A claim that was said with a move after it (soft or false, or checked). 2: settled before anything was given, and an offer after it. 1: no offer, too late, or a doubt that missed it. 0: let stand, or offers that go up and down.",
        rules: ["engine.claim", "engine.claim_softens", "engine.claim_falls", "engine.claim_stands", "engine.claim_believed"],
        alternatives: ["check_claim"],
        absent: "No claim was made that wanted checking.",
        next: "When they say something that hurries you, ask: is that certain?",
    }
    46 "Diagnostic questions" Ask questions::diagnostic {
        observable: "Where interests can be told, in three moves or more. 2: asked by turn 3, told, and an offer built on it. 1: told early and not used, used late, or hinted. 0: never asked, nothing came of it, or offers that go up and down.",
        rules: ["engine.interest", "engine.hint", "engine.priority"],
        alternatives: ["ask_first"],
        absent: "The talk was too short to ask in.",
        next: "Make your first sentence a question: what matters most to you in this, and why?",
    }
    47 "What if?" Ask questions::hypothetical {
        observable: "A what-if, or a side term worth 0.05 Z that nobody touched in four moves. 2: answered, and an offer uses it. 1: answered, and offers that don't use it. 0: never tried, no offer after it, or offers that go up and down.",
        rules: ["engine.lean"],
        alternatives: [],
        absent: "Every term that mattered came up without a what-if.",
        next: "Try one term with “what if” before you offer it.",
    }
    48 "Challenge questions" Ask claims::challenged {
        observable: "A claim questioned, or a concession within two moves of an unchecked claim that was not true. 2: it went soft before anything was given. 1: it was true, questioned after a concession, or no offer after it. 0: a concession and no question, or offers that go up and down.",
        rules: ["engine.claim_softens", "engine.claim_falls", "engine.claim_stands"],
        alternatives: ["check_claim"],
        absent: "No claim pushed you into a concession.",
        next: "When they claim something that presses you, ask about it before your next number.",
    }
    49 "How am I supposed to do that?" Ask questions::calibrated {
        observable: "The question itself, or three bare offers in answer to packages below r. 2: it moved them. 1: asked where it could not work, or with a concession. 0: only numbers, or offers that go up and down.",
        rules: ["engine.calibrated"],
        alternatives: ["calibrated"],
        absent: "You were not pressed with an offer out of reach for long.",
        next: "When an offer is out of reach, ask how you are supposed to make it work, then wait.",
    }
    63 "No concession for nothing" Trade concessions::traded {
        observable: "With a concession (0.01 Z). Unilateral: no ask with it, no move of theirs since the last. 2: a quarter or less. 1: half or less. 0: more, or offers that go up and down.",
        rules: ["engine.reciprocity", "engine.unasked", "engine.pocket"],
        alternatives: ["ask_in_return"],
        absent: "You conceded nothing.",
        next: "Put an “if you …” in front of every number that moves toward them.",
    }
    64 "Shrinking steps" Shape concessions::shrinking {
        observable: "With three concessions. Kendall's tau of their size over time: 2 at -0.5 or less, 1 up to 0, 0 above, or offers that go up and down.",
        rules: ["engine.shape", "engine.unlimited"],
        alternatives: [],
        absent: "Fewer than three concessions make no pattern.",
        next: "Make each step about half the one before it.",
    }
    68 "Bundles, not slices" Trade bundles::bundled {
        observable: "Where the integrative potential is 0.15 or more, over offers made while side value is open. 2: half of them change two issues or more. 1: a quarter. 0: fewer, or offers that go up and down.",
        rules: ["engine.bundle"],
        alternatives: ["trade"],
        absent: "There was little to bundle, or too few offers.",
        next: "Never move one term alone: change two in every offer.",
    }
    72 "Stop at your limit" Outcome exit::stopped {
        observable: "An offer below r, or two offers with one within 0.10 Z of it and no deal below r. 2: none below. 0: one below.",
        rules: ["engine.past_limit"],
        alternatives: [],
        absent: "Your offers never came near your walk-away.",
        next: "Write your walk-away where you can see it, and check each offer against it.",
    }
    74 "Split the difference once, at the end" Close close::split {
        observable: "A proposal to split. 2: taken for a last gap of 0.10 of the range after two moves each. 1: small gap, too few moves. 0: a wide gap, or a second split.",
        rules: ["engine.split", "engine.split_early"],
        alternatives: ["no_split"],
        absent: "Nobody proposed the middle.",
        next: "Keep the middle for the last small gap, when both have moved.",
    }
    78 "Negotiating against yourself" Trade concessions::waited {
        observable: "A silence of theirs after an offer, or two figures in one message. 2: waited or held. 1: moved with an ask, or stepped back. 0: gave from the own offer, or told the limit.",
        rules: ["engine.quiet", "engine.alone"],
        alternatives: ["hold"],
        absent: "No silence tempted you.",
        next: "When they say nothing, say nothing new.",
    }
    79 "Everything as one price" Frame bundles::several_issues {
        observable: "Where the integrative potential is 0.15 or more, with three offers. Share of steps that change one and the same issue alone. 2: under 0.4, or a wide opening with little left. 1: between. 0: 0.7 or more with value left.",
        rules: ["engine.price_only"],
        alternatives: ["trade"],
        absent: "There was one thing to talk about, or too few offers to tell.",
        next: "List every term before you start, and move at least two of them.",
    }
}
