//! Dialogue acts: what a message does. One closed list for both sides.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! acts {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// What a message does. Multi-label: one message may carry several acts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Act {
            $($(#[doc = $doc])+ #[serde(rename = $text)] $name,)+
        }

        impl Act {
            /// Every act, in the order of this list.
            pub const ALL: &'static [Act] = &[$(Act::$name,)+];

            /// The act's name in files and output.
            pub fn name(self) -> &'static str {
                match self { $(Act::$name => $text,)+ }
            }

            /// One line on what the act is.
            pub fn meaning(self) -> &'static str {
                match self { $(Act::$name => concat!($($doc),+).trim_ascii(),)+ }
            }
        }

        impl FromStr for Act {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok(Act::$name),)+ _ => Err(()) }
            }
        }
    };
}

acts! {
    /// Proposes a figure or package the speaker would trade at.
    Offer = "offer",
    /// Takes the proposal on the table.
    Accept = "accept",
    /// Takes it, but attaches a condition.
    AcceptConditional = "accept_conditional",
    /// Refuses the proposal on the table.
    Reject = "reject",
    /// Ends or threatens to end without a deal.
    WalkAway = "walk_away",
    /// Asks for a number or a better one.
    AskOffer = "ask_offer",
    /// Asks whether what is on the table would do.
    RequestResponse = "request_response",
    /// Asks about needs, priorities, reasons or budget.
    QDiagnostic = "q_diagnostic",
    /// Tries an idea without committing: "what if".
    QHypothetical = "q_hypothetical",
    /// Disputes a position in question form.
    QChallenge = "q_challenge",
    /// An open how or what question that hands over the problem.
    QCalibrated = "q_calibrated",
    /// Asks for facts about the item or the terms.
    RequestInfo = "request_info",
    /// Tells a need, a priority or a reason.
    DiscloseInterest = "disclose_interest",
    /// Tells a limit: a most, a least, a last price.
    DiscloseReservation = "disclose_reservation",
    /// Tells of another buyer, seller or way out.
    DiscloseBatna = "disclose_batna",
    /// Points to an outside standard: market, comparables, receipts.
    AppealCriteria = "appeal_criteria",
    /// Points to fairness itself.
    AppealFairness = "appeal_fairness",
    /// Open to move, without a number.
    SignalFlexibility = "signal_flexibility",
    /// Delivery, cash, extras: given or asked.
    SideTerm = "side_term",
    /// States a fact.
    Inform = "inform",
    /// Greetings, thanks, compliments, openers.
    SmallTalk = "small_talk",
    /// Attacks the person: insult, accusation, contempt.
    Hostility = "hostility",
    /// Anything else.
    Other = "other",
    /// Take it or leave it.
    Ultimatum = "ultimatum",
    /// Shows shock at a number.
    Flinch = "flinch",
    /// Shows understanding for the other's side.
    Empathy = "empathy",
    /// Asks for proof of a claim.
    Verify = "verify",
    /// Proposes the middle between two numbers.
    SplitDifference = "split_difference",
    /// Offers this for that: "if you, then I".
    ProposeTrade = "propose_trade",
    /// Lowers the own offer within one message, unprompted.
    SelfUndercut = "self_undercut",
    /// Names a concession as a gift or an exception.
    LabelGift = "label_gift",
    /// Offers a fact for a fact.
    InfoTrade = "info_trade",
    /// Turns from the number to the need behind it.
    ShiftInterest = "shift_interest",
    /// Tells a requirement that can't move, with its reason.
    ShareConstraint = "share_constraint",
    /// Tells the own side's politics or approvals.
    InternalLeak = "internal_leak",
    /// Tells that the own side must close soon.
    UrgencyLeak = "urgency_leak",
    /// Pleads.
    Desperation = "desperation",
    /// Looks forward to an agreement.
    Enthusiasm = "enthusiasm",
    /// Asks for the range or band before naming a number.
    QRange = "q_range",
    /// Asks who decides.
    AuthorityQuestion = "authority_q",
    /// Says what a concession costs the speaker.
    Reluctance = "reluctance",
    /// Says what a concession is worth to the other.
    ValueFlag = "value_flag",
    /// Ties a concession to a completed act.
    LinkAction = "link_action",
    /// Proposes a time limit for the rest.
    Timebox = "timebox",
    /// Commits on a dated condition.
    ConditionalCommitment = "cond_commit",
    /// Speaks for several.
    Coalition = "coalition",
    /// Brings in later business.
    Horizon = "horizon",
    /// Makes the relationship worth something, tied to a term.
    RelationshipValue = "rel_value",
    /// Counts the whole cost, not the sticker.
    TotalCost = "tco",
    /// Claims an offer from somebody else.
    OfferClaim = "offer_claim",
    /// Asks how the talk went for the other.
    FeedbackAsk = "feedback_ask",
    /// Apologises.
    Apology = "apology",
    /// Agrees to a yes-or-no question that was asked back.
    Confirm = "confirm",
    /// Denies it.
    Deny = "deny",

    /// The counterpart opens the talk.
    Greet = "greet",
    /// The counterpart answers an offer with its own.
    Counter = "counter",
    /// The counterpart stays where it is.
    Hold = "hold",
    /// The counterpart takes a gift and gives nothing.
    Pocket = "pocket",
    /// The counterpart restates a package and asks for a yes.
    AskConfirm = "ask_confirm",
    /// The counterpart asks back with its reading.
    AskBack = "ask_back",
    /// The counterpart tells an interest.
    Reveal = "reveal",
    /// The counterpart hints at an interest.
    Hint = "hint",
    /// The counterpart admits that a claim or a basis is soft.
    Admit = "admit",
    /// The counterpart stands by a claim or a basis that is sound.
    StandBy = "stand_by",
    /// The counterpart puts a claim forward.
    Claim = "claim",
    /// The counterpart answers a question with a fact.
    AnswerFact = "answer_fact",
    /// The counterpart has no answer to a question of fact.
    DontKnow = "dont_know",
    /// The counterpart says what stands on the table for an issue.
    AsItStands = "as_it_stands",
    /// The counterpart answers a greeting or a how-are-you.
    GreetBack = "greet_back",
    /// The counterpart leaves or takes the time that somebody asks for.
    Wait = "wait",
    /// The counterpart asks what matters to the learner.
    AskInterest = "ask_interest",
    /// The counterpart asks what a number rests on.
    DemandBasis = "demand_basis",
    /// The counterpart waits, saying next to nothing.
    Quiet = "quiet",
    /// The counterpart warns that its patience ends.
    Warn = "warn",
    /// The counterpart leaves.
    BreakOff = "break_off",
    /// The turns are used up.
    Expire = "expire",
    /// The counterpart acknowledges the learner's walk.
    Farewell = "farewell",
    /// The counterpart says that an idea would help it.
    Welcome = "welcome",
    /// The counterpart says that an idea would cost it.
    Unwelcome = "unwelcome",
    /// The counterpart answers hostility.
    Sting = "sting",
    /// The counterpart says what it thinks of an argument.
    Acknowledge = "acknowledge",
    /// The counterpart takes its own first number off the table.
    Withdraw = "withdraw",
    /// The counterpart points to the time that both have put in.
    SunkCost = "sunk_cost",
    /// The counterpart says that an offer the learner claims to hold doesn't exist.
    CallBluff = "call_bluff",
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
