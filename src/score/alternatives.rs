//! What is taught and was not done at a turn, as moves that can be replayed there.

use crate::negotiation::{Act, Choice, Issue, Kind, Package, Quantity, Terms};
use crate::persona::Source;
use crate::session::{FieldOffer, Input};
use crate::understanding::Heard;

use super::replayed::{Alternative, Replay};

/// The ambition that a better opening has: past their limit, well within belief.
const BETTER_AMBITION: f64 = 1.2;
/// Openings between these ambitions are left alone.
const FINE: std::ops::RangeInclusive<f64> = 1.0..=1.4;
/// A question about needs this late comes after the numbers.
const EARLY: u32 = 3;

impl Replay<'_> {
    /// What is taught and was not done at this turn.
    pub(super) fn alternatives(&self) -> Vec<Alternative> {
        let Some(heard) = &self.step.turn.heard else { return Vec::new() };
        let named = heard.offer.as_ref().filter(|_| !heard.acts.contains(&Act::Accept));
        let meant = self.step.turn.standing.learner.as_ref().filter(|_| named.is_some());
        let terms = meant.map(Package::to_terms);
        let offer = terms.as_ref();
        let mut found: Vec<Alternative> = Vec::new();
        if let Some(terms) = offer {
            found.extend(self.with_ask(heard, terms));
            found.extend(self.without_words(heard, terms));
            found.extend(meant.and_then(|package| self.traded(package)));
            if self.is_first_offer() {
                found.extend(self.with_reason(terms));
                found.extend(meant.zip(named).and_then(|(package, named)| self.better_opening(package, named)));
                found.extend(named.and_then(|named| self.precise(terms, named)));
            }
        }
        found.extend(self.challenge(heard));
        found.extend(self.ask_first(offer));
        found.extend(self.keep_calm(heard, offer));
        found.extend(self.check_claim(heard, offer));
        found.extend(self.calibrated(heard, offer));
        found.extend(self.no_split(heard, offer));
        found.extend(self.hold(offer));
        found
    }

    fn is_first_offer(&self) -> bool {
        self.before().is_some_and(|before| before.turn.standing.learner.is_none())
    }

    fn fields(&self) -> FieldOffer {
        match &self.step.turn.input {
            Some(Input::Offer(fields)) => fields.clone(),
            _ => FieldOffer::default(),
        }
    }

    /// The learner's own offer again, as it lies on the table.
    fn own_offer(&self) -> Option<Terms> {
        self.before()?.turn.standing.learner.as_ref().map(Package::to_terms)
    }

    fn with_ask(&self, heard: &Heard, terms: &Terms) -> Option<Alternative> {
        let in_words = heard.ask.is_some() || heard.acts.contains(&Act::ProposeTrade);
        let in_fields = self.fields().ask.is_some_and(|ask| !ask.trim().is_empty());
        let ask = Some("In return, what can you do for me?".into());
        let offer = FieldOffer { offer: terms.clone(), ask, ..FieldOffer::default() };
        (!in_words && !in_fields)
            .then(|| alternative("ask_in_return", "asked for something back with that offer", offer))
    }

    fn without_words(&self, heard: &Heard, terms: &Terms) -> Option<Alternative> {
        let leaked = heard.acts.contains(&Act::DiscloseReservation);
        let offer = FieldOffer { offer: terms.clone(), ..FieldOffer::default() };
        leaked.then(|| alternative("keep_the_limit", "made the same offer and kept your limit to yourself", offer))
    }

    /// The same worth to the learner in a package that is worth more to the counterpart.
    fn traded(&self, meant: &Package) -> Option<Alternative> {
        let (mine, theirs) = (&self.persona().learner.values, &self.persona().counterpart.values);
        let (worth, their_worth) = (mine.of(meant), theirs.of(meant));
        let space = self.session.scene.stage.space()?;
        let at_least = (0..space.len()).filter(|&i| space.learner[i] >= worth && space.counterpart[i] > their_worth);
        let best = at_least.max_by_key(|&i| (space.counterpart[i], std::cmp::Reverse(i)))?;
        let package = space.package(best);
        let words = format!("offered {}, worth the same to you or more", self.agenda().write(&package, false));
        let offer = FieldOffer { offer: package.to_terms(), ..FieldOffer::default() };
        Some(alternative("trade", words, offer))
    }

    /// The same opening with a fact behind it.
    fn with_reason(&self, terms: &Terms) -> Option<Alternative> {
        let bare = self.fields().reason.is_none_or(|reason| reason.trim().is_empty());
        let fact = self.persona().facts.iter().find(|fact| bare && fact.source == Source::Research)?;
        let words = format!("given a reason with it (“{}”)", fact.text.trim());
        let offer =
            FieldOffer { offer: terms.clone(), reason: Some(fact.text.trim().to_owned()), ..FieldOffer::default() };
        Some(alternative("give_reason", words, offer))
    }

    /// The same opening with its price set a step past what the counterpart can give.
    fn better_opening(&self, meant: &Package, named: &Terms) -> Option<Alternative> {
        let (stage, price) = (&self.session.scene.stage, self.agenda().price()?);
        stage.zone()?;
        let named: Vec<String> = named.0.keys().cloned().collect();
        let a = stage.ambition(meant, &named);
        (!FINE.contains(&a) && a.abs() > 1e-9).then_some(())?;
        let gain = (stage.learner_worth(meant) - self.persona().learner.reservation) as f64;
        let figure = self.shifted(price, meant, gain / a * BETTER_AMBITION - gain)?;
        let words = format!("opened at {} instead", price.write(&Choice::Number(figure)));
        Some(alternative("better_opening", words, self.repriced(&meant.to_terms(), price, figure)))
    }

    /// The price at which a package is worth `more` to the learner, on the grid.
    fn shifted(&self, price: &Issue, package: &Package, more: f64) -> Option<Quantity> {
        let Kind::Numeric(scale) = &price.kind else { return None };
        let worth = |figure| self.persona().learner.values.of_choice(&price.id, &Choice::Number(figure));
        let Some(Choice::Number(now)) = package.0.get(&price.id) else { return None };
        let wanted = worth(*now) as f64 + more;
        let figure = scale.grid().min_by_key(|figure| (worth(*figure) as f64 - wanted).abs() as i64)?;
        (figure != *now).then_some(figure)
    }

    fn repriced(&self, terms: &Terms, price: &Issue, figure: Quantity) -> FieldOffer {
        let mut offer = terms.clone();
        offer.0.insert(price.id.clone(), Choice::Number(figure));
        FieldOffer { offer, ..FieldOffer::default() }
    }

    /// A round first price made precise, a little in the learner's favour.
    fn precise(&self, terms: &Terms, named: &Terms) -> Option<Alternative> {
        let price = self.agenda().price()?;
        let Some(Choice::Number(figure)) = named.0.get(&price.id) else { return None };
        let parts = figure.ten_thousandths();
        let digit = 10i64.checked_pow(parts.unsigned_abs().checked_ilog10()?.checked_sub(2)?)?;
        (parts % (10 * digit) == 0).then_some(())?;
        let worth = |parts| {
            let figure = Quantity::from_ten_thousandths(parts)?;
            Some(self.persona().learner.values.of_choice(&price.id, &Choice::Number(figure)))
        };
        let up = worth(parts + digit)? > worth(parts - digit)?;
        let exact = Quantity::from_ten_thousandths(if up { parts + 2 * digit } else { parts - 2 * digit })?;
        price.allows(&Choice::Number(exact)).then_some(())?;
        let words = format!("named a worked-out {}", price.write(&Choice::Number(exact)));
        Some(alternative("be_precise", words, self.repriced(terms, price, exact)))
    }

    /// What does the first number rest on? Early, once.
    fn challenge(&self, heard: &Heard) -> Option<Alternative> {
        let asks = |heard: &Heard| heard.acts.contains(&Act::QChallenge);
        let early = self.session.moves().into_iter().filter(|(_, step)| step.turn.turn <= 2);
        let asked = early.filter_map(|(_, step)| step.turn.heard.as_ref()).any(asks);
        (self.step.turn.turn <= 2 && !asked && !asks(heard)).then_some(())?;
        Some(says("challenge", "asked what their first number rests on", self.question_of_basis()?))
    }

    fn question_of_basis(&self) -> Option<String> {
        let price = self.agenda().price()?;
        let opening = self.persona().counterpart.opening.package.0.get(&price.id)?;
        Some(format!("How did you get to {}?", price.write(opening)))
    }

    fn ask_first(&self, offer: Option<&Terms>) -> Option<Alternative> {
        let steps = self.session.steps().iter().take_while(|step| step.turn.turn <= self.step.turn.turn);
        let asked =
            steps.filter_map(|step| step.turn.heard.as_ref()).any(|heard| heard.acts.contains(&Act::QDiagnostic));
        (offer.is_some() && !asked && self.step.turn.turn <= EARLY).then_some(())?;
        let words = "asked what matters most to them before naming a number";
        Some(says("ask_first", words, "What matters most to you in this, and why?".into()))
    }

    /// The same without the shock; without a number, the calm question.
    fn keep_calm(&self, heard: &Heard, offer: Option<&Terms>) -> Option<Alternative> {
        heard.acts.contains(&Act::Flinch).then_some(())?;
        match offer {
            Some(terms) => {
                let offer = FieldOffer { offer: terms.clone(), ..FieldOffer::default() };
                Some(alternative("keep_calm", "made the same offer without the shock", offer))
            }
            None => Some(says("keep_calm", "asked calmly where the number came from", self.question_of_basis()?)),
        }
    }

    /// The same offer, with the claim of a turn before questioned.
    fn check_claim(&self, heard: &Heard, offer: Option<&Terms>) -> Option<Alternative> {
        let decided = self.before()?.turn.decided.as_ref()?;
        let claim = decided.claim.as_ref().filter(|_| !heard.acts.contains(&Act::Verify))?;
        let known = self.persona().counterpart.claims.iter().find(|known| known.id == *claim)?;
        let words = format!("asked whether it was true (“{}”)", known.text.trim().trim_end_matches('.'));
        Some(self.beside("check_claim", words, offer, "Is that really true?"))
    }

    /// The same offer, with the problem handed back.
    fn calibrated(&self, heard: &Heard, offer: Option<&Terms>) -> Option<Alternative> {
        let standing = self.before()?.turn.standing.counterpart.as_ref()?;
        let short = self.persona().learner.values.of(standing) < self.persona().learner.reservation;
        let asks = heard.acts.contains(&Act::QCalibrated);
        (short && !asks && offer.is_some() && self.step.turn.turn >= 2).then_some(())?;
        let words = "asked how you are supposed to do that, with the same offer".to_owned();
        Some(self.beside("calibrated", words, offer, "How am I supposed to make that work?"))
    }

    fn beside(&self, kind: &'static str, words: String, offer: Option<&Terms>, say: &str) -> Alternative {
        match offer {
            Some(terms) => {
                let say = Some(say.to_owned());
                alternative(kind, words, FieldOffer { offer: terms.clone(), say, ..self.fields() })
            }
            None => says(kind, words, say.to_owned()),
        }
    }

    fn no_split(&self, heard: &Heard, offer: Option<&Terms>) -> Option<Alternative> {
        heard.acts.contains(&Act::SplitDifference).then_some(())?;
        let terms = offer.cloned().or_else(|| self.own_offer())?;
        let offer = FieldOffer { offer: terms, ..FieldOffer::default() };
        Some(alternative("no_split", "kept to your own number and left the middle alone", offer))
    }

    /// Their silence met with the same offer.
    fn hold(&self, offer: Option<&Terms>) -> Option<Alternative> {
        let silent = self.before()?.turn.reply.acts.contains(&Act::Quiet);
        let own = self.own_offer().filter(|own| silent && offer.is_some_and(|terms| terms != own))?;
        let offer = FieldOffer { offer: own, ..FieldOffer::default() };
        Some(alternative("hold", "waited with the offer you had made", offer))
    }
}

fn alternative(kind: &'static str, words: impl Into<String>, offer: FieldOffer) -> Alternative {
    Alternative { kind, words: words.into(), input: Input::Offer(offer) }
}

fn says(kind: &'static str, words: impl Into<String>, text: String) -> Alternative {
    Alternative { kind, words: words.into(), input: Input::Say(text) }
}
