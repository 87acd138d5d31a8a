//! Logistic regression with L1 and L2 by FTRL-Proximal (McMahan et al. 2013).

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use sparring::negotiation::{Act, Choice, Kind, Terms};
use sparring::understanding::records::{self, Offered};
use sparring::understanding::{Lexicon, Linear, Names, Place, ROLES, Reader, Role, Table, soft_maximum};

use crate::corpus::Labelled;
use crate::score;
use crate::sentences::{Case, Reading};

const INNER_FOLDS: u64 = 4;
const ROLE_EPOCHS: usize = 25;
const ACT_EPOCHS: usize = 12;

/// A feature seen in fewer examples says nothing; pairs of words need more.
fn least_seen(name: &str) -> usize {
    match name.split_once(':') {
        Some(("b" | "t", _)) => 8,
        Some(("kk", _)) => 20,
        Some(("w" | "c" | "c?" | "c." | "c0" | "c^" | "c$", _)) => 3,
        _ => 2,
    }
}

/// The acts that are learnt; all others go by their cues. The corpora know nothing of those from [`CRAFT`] on.
const ACTS: [&str; 31] = [
    "offer",
    "accept",
    "accept_conditional",
    "reject",
    "walk_away",
    "ask_offer",
    "request_response",
    "q_diagnostic",
    "q_hypothetical",
    "q_challenge",
    "q_calibrated",
    "request_info",
    "disclose_interest",
    "disclose_reservation",
    "disclose_batna",
    "appeal_criteria",
    "appeal_fairness",
    "signal_flexibility",
    "side_term",
    "inform",
    "small_talk",
    "hostility",
    "empathy",
    "urgency_leak",
    "verify",
    "authority_q",
    "q_range",
    "ultimatum",
    "share_constraint",
    "flinch",
    "apology",
];

/// Acts that only our own sentences are labelled with; elsewhere they are so rare that a message counts weakly against them.
const CRAFT: &[&str] = ACTS.split_at(22).1;
const CRAFT_ELSEWHERE: f32 = 0.3;

/// How much a label counts; none when nobody looked for the act there.
fn importance(one: &Labelled, act: &str) -> Option<f32> {
    let labelled = one.set.starts_with("hand_") || one.set == "labels";
    match one.case.is_none() && CRAFT.contains(&act) {
        true => labelled.then_some(CRAFT_ELSEWHERE),
        false => (one.knows(act) && !skipped(one, act)).then_some(one.weight),
    }
}

/// Labelled messages with the table each was said at.
pub(crate) struct Examples<'a> {
    labelled: &'a [Labelled],
    tables: Vec<Table<'a>>,
}

impl<'a> Examples<'a> {
    /// Rebuilds every table once, by reading what came before.
    pub(crate) fn new(
        reader: &Reader,
        lexicons: &'a BTreeMap<String, Lexicon>,
        readings: &'a [Reading],
        labelled: &'a [Labelled],
    ) -> Examples<'a> {
        let table = |one: &Labelled| {
            if let Some(case) = &one.case
                && let Some(reading) = readings.iter().find(|reading| reading.name == one.corpus)
            {
                return reading.table(case);
            }
            let lexicon = &lexicons[one.table()];
            let mut table = records::table(reader, lexicon, &one.record);
            let [asking, theirs, own, after] = &one.before;
            table.asking = asking.as_deref().and_then(|a| a.parse().ok()).or(table.asking);
            table.other = theirs.as_deref().map(|t| terms(lexicon, t)).or(table.other);
            table.own = own.as_deref().map(|t| terms(lexicon, t)).or(table.own);
            if let Some(act) = after.as_deref().and_then(|a| a.parse().ok()) {
                table.last_acts = vec![act];
                table.last_issues = table.other.iter().flat_map(|t| t.0.keys().cloned()).collect();
            }
            table
        };
        let tables = labelled.iter().map(table).collect();
        Examples { labelled, tables }
    }

    /// Every message with its table.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&Labelled, &Table<'a>)> {
        self.labelled.iter().zip(&self.tables)
    }
}

/// `issue:value,issue:value` as terms.
fn terms(lexicon: &Lexicon, text: &str) -> Terms {
    let one = |item: &str| {
        let (issue, value) = item.split_once(':')?;
        let numeric = matches!(lexicon.agenda().issue(issue)?.kind, Kind::Numeric(_));
        let choice = if numeric { Choice::Number(value.parse().ok()?) } else { Choice::Option(value.to_owned()) };
        Some((issue.to_owned(), choice))
    };
    Terms(text.split(',').filter_map(one).collect())
}

/// Fitted models.
pub(crate) struct Weights {
    roles: Model,
    acts: Model,
}

impl Weights {
    /// A reader with these weights.
    pub(crate) fn reader(&self) -> Reader {
        Reader::with_models(self.roles.linear(), self.acts.linear())
    }

    /// The weights file.
    pub(crate) fn to_file(&self) -> String {
        let mut out = String::new();
        self.roles.write("roles", &mut out);
        self.acts.write("acts", &mut out);
        out
    }
}

/// A fitted model by names.
#[derive(Default)]
pub(crate) struct Model {
    classes: Vec<String>,
    thresholds: Vec<f32>,
    rows: BTreeMap<String, Vec<(u16, f32)>>,
}

impl Model {
    fn linear(&self) -> Linear {
        let rows = self.rows.iter().map(|(name, weights)| (name.clone(), weights.clone())).collect();
        Linear::new(self.classes.clone(), self.thresholds.clone(), rows)
    }

    fn write(&self, name: &str, out: &mut String) {
        let thresholds: Vec<String> = self.thresholds.iter().map(|t| format!("{t:.2}")).collect();
        let _ =
            writeln!(out, "model\t{name}\nclasses\t{}\nthresholds\t{}", self.classes.join(" "), thresholds.join(" "));
        for (feature, weights) in &self.rows {
            let weights: Vec<String> = weights.iter().map(|(class, w)| format!("{class}:{w:.2}")).collect();
            let _ = writeln!(out, "{feature}\t{}", weights.join(" "));
        }
    }
}

/// Fits roles, then acts on roles that were read by models not fitted on the same dialogue.
pub(crate) fn fit(examples: &Examples, inside: &dyn Fn(&Labelled) -> bool) -> Weights {
    let usable = |i: usize| examples.labelled[i].may_fit() && inside(&examples.labelled[i]);
    let all: Vec<usize> = (0..examples.labelled.len()).filter(|i| usable(*i)).collect();
    let blank = Reader::with_models(Linear::default(), Linear::default());
    let role_data: Vec<RoleExample> = all.iter().flat_map(|i| role_examples(examples, &blank, *i)).collect();
    let roles = fit_roles(examples, &role_data.iter().collect::<Vec<_>>());

    let mut act_data: Vec<ActExample> = Vec::new();
    for fold in 0..INNER_FOLDS {
        let outside: Vec<&RoleExample> =
            role_data.iter().filter(|e| examples.labelled[e.message].fold(INNER_FOLDS) != fold).collect();
        let reader = Reader::with_models(fit_roles(examples, &outside).linear(), Linear::default());
        for i in all.iter().filter(|i| examples.labelled[**i].fold(INNER_FOLDS) == fold) {
            let one = &examples.labelled[*i];
            let text = one.record.text.as_deref().unwrap_or_default();
            act_data.push(ActExample { message: *i, segments: reader.evidence(&examples.tables[*i], text).segments });
        }
    }
    let acts = fit_acts(examples, &act_data);
    Weights { roles, acts }
}

struct RoleExample {
    message: usize,
    features: Names,
    class: usize,
}

struct ActExample {
    message: usize,
    segments: Vec<Names>,
}

/// The places of a message with their labelled roles; none when amounts were not labelled.
fn role_examples(examples: &Examples, reader: &Reader, i: usize) -> Vec<RoleExample> {
    let one = &examples.labelled[i];
    let Some(amounts) = &one.gold.amounts else { return Vec::new() };
    let text = one.record.text.as_deref().unwrap_or_default();
    let evidence = reader.evidence(&examples.tables[i], text);
    let fact = ROLES.len() - 1;
    let rejected = ROLES.iter().position(|(_, name)| *name == "rejected").unwrap_or(fact);
    let role_of = |issue: &str, choice: &Choice| {
        let offered = Offered { issue: issue.to_owned(), value: choice.clone(), side: None };
        let amount = amounts.iter().filter(|a| !a.value.is_null()).find(|a| score::equal(&offered, a));
        amount.and_then(|a| ROLES.iter().position(|(_, name)| *name == a.kind)).unwrap_or(fact)
    };
    let by_place = |said: &str| {
        let place = one.places.iter().flatten().find(|(place, _)| *place == said.to_lowercase());
        place.and_then(|(_, role)| ROLES.iter().position(|(_, name)| name == role))
    };
    if let Some(case) = &one.case {
        let theirs = examples.tables[i].other.as_ref();
        let role = |said: &str, named: &Option<(String, Choice)>| own_role(case, theirs, said, named.as_ref());
        let class = |role: Role| ROLES.iter().position(|(r, _)| *r == role).unwrap_or(fact);
        let places = evidence.spots.into_iter().filter_map(|Place { features, text: said, named }| {
            Some(RoleExample { message: i, class: class(role(&said, &named)?), features })
        });
        return places.collect();
    }
    let examples = evidence.spots.into_iter().map(|Place { features, text: said, named }| {
        if one.places.is_some() {
            return RoleExample { message: i, features, class: by_place(&said).unwrap_or(fact) };
        }
        let turned = features.0.iter().any(|(name, _)| name == "is:polar_no");
        let refuses = |issue: &str| turned && amounts.iter().any(|a| a.issue == issue && a.kind == "rejected");
        let class = named.map_or(fact, |(issue, choice)| match role_of(&issue, &choice) {
            role if role == fact && refuses(&issue) => rejected,
            role => role,
        });
        RoleExample { message: i, features, class }
    });
    examples.collect()
}

/// The role of a place in one of our own sentences; none when the case leaves it open.
fn own_role(case: &Case, theirs: Option<&Terms>, said: &str, named: Option<&(String, Choice)>) -> Option<Role> {
    if let Some(role) = case.roles.get(said) {
        return Some(*role);
    }
    let within = |terms: &Terms| named.is_some_and(|(issue, choice)| terms.0.get(issue) == Some(choice));
    let does = |act| case.acts.contains(&act);
    if case.offer.iter().chain(&case.alternatives).any(within) {
        let limit = does(Act::DiscloseReservation) && named.is_some_and(|(_, c)| matches!(c, Choice::Number(_)));
        return Some(if limit { Role::LimitOffer } else { Role::Offer });
    }
    if case.limit.iter().any(within) {
        return Some(Role::Limit);
    }
    if case.may.contains(&Act::Offer) {
        return None;
    }
    let stands = theirs.is_some_and(within);
    let money = matches!(named, Some((_, Choice::Number(_))));
    // A figure of the offer's issue that is not the offer's figure is what the offer was reckoned from.
    let reckoned = case.offer.as_ref().is_some_and(|o| named.is_some_and(|(issue, _)| o.0.contains_key(issue)));
    Some(match (stands, money) {
        (true, _) if does(Act::Accept) || does(Act::AcceptConditional) => Role::Accepted,
        (true, _) if does(Act::Reject) => Role::Rejected,
        (true, _) => Role::Query,
        (false, true) if reckoned && !does(Act::AppealCriteria) => Role::Delta,
        _ if does(Act::QHypothetical) || does(Act::QDiagnostic) || does(Act::RequestInfo) => Role::Query,
        _ => Role::Fact,
    })
}

/// How much a figure in one of our own sentences counts beside one in a corpus.
const OWN_ROLE_WEIGHT: f32 = 0.4;

fn fit_roles(examples: &Examples, data: &[&RoleExample]) -> Model {
    let names = Names_::count(data.iter().map(|e| &e.features));
    let rows: Vec<(Vec<(u32, f32)>, f32)> = data
        .iter()
        .map(|e| {
            let own = examples.labelled[e.message].case.is_some();
            (names.indices(&e.features), if own { OWN_ROLE_WEIGHT } else { 1.0 })
        })
        .collect();
    let mut learner = Learner::new(names.len(), ROLES.len(), Rates { alpha: 0.05, l1: 0.2, l2: 1.2 });
    for epoch in 0..ROLE_EPOCHS {
        for i in order(data.len(), epoch) {
            learner.softmax_step(&rows[i].0, data[i].class, rows[i].1);
        }
    }
    let classes = ROLES.iter().map(|(_, name)| (*name).to_owned()).collect();
    learner.model(&names, classes, vec![0.5])
}

fn fit_acts(examples: &Examples, data: &[ActExample]) -> Model {
    let whole: Vec<usize> = (0..data.len()).collect();
    let mut model = fit_acts_on(examples, data, &whole);
    // Thresholds from scores of models that have not seen the dialogue.
    let mut scores: Vec<Vec<f32>> = vec![Vec::new(); data.len()];
    for fold in 0..INNER_FOLDS {
        let is_out = |i: &usize| examples.labelled[data[*i].message].fold(INNER_FOLDS) == fold;
        let rest: Vec<usize> = whole.iter().copied().filter(|i| !is_out(i)).collect();
        let linear = fit_acts_on(examples, data, &rest);
        for i in whole.iter().copied().filter(is_out) {
            let by_segment: Vec<Vec<f32>> = data[i].segments.iter().map(|names| linear.scores(names)).collect();
            scores[i] = (0..ACTS.len()).map(|class| soft_maximum(by_segment.iter().map(|s| s[class]))).collect();
        }
    }
    model.thresholds = (0..ACTS.len()).map(|class| threshold(examples, data, &scores, class)).collect();
    model
}

impl Model {
    fn scores(&self, features: &Names) -> Vec<f32> {
        let mut scores = vec![0.0; self.classes.len()];
        for (name, value) in &features.0 {
            for (class, weight) in self.rows.get(name).into_iter().flatten() {
                scores[usize::from(*class)] += weight * value;
            }
        }
        scores
    }
}

fn fit_acts_on(examples: &Examples, data: &[ActExample], chosen: &[usize]) -> Model {
    let names = Names_::count(chosen.iter().flat_map(|i| &data[*i].segments));
    let rows: Vec<Vec<Vec<(u32, f32)>>> =
        chosen.iter().map(|i| data[*i].segments.iter().map(|names_of| names.indices(names_of)).collect()).collect();
    let mut learner = Learner::new(names.len(), ACTS.len(), Rates { alpha: 0.15, l1: 2.2, l2: 1.5 });
    for epoch in 0..ACT_EPOCHS {
        for i in order(chosen.len(), epoch) {
            let one = &examples.labelled[data[chosen[i]].message];
            for (class, act) in ACTS.iter().enumerate() {
                if let Some(weight) = importance(one, act) {
                    learner.logistic_step(&rows[i], class, one.gold.acts.contains(*act), weight);
                }
            }
        }
    }
    learner.model(&names, ACTS.iter().map(|a| (*a).to_owned()).collect(), Vec::new())
}

/// Labels that neither help nor hurt.
fn skipped(one: &Labelled, act: &str) -> bool {
    one.gold.acts.contains("accept_conditional") && (act == "accept" || act == "offer")
}

/// The threshold with the best F1 on the judged messages, smoothed toward even odds.
fn threshold(examples: &Examples, data: &[ActExample], scores: &[Vec<f32>], class: usize) -> f32 {
    let mut ranked: Vec<(f32, bool)> = data
        .iter()
        .zip(scores)
        .filter(|(e, _)| {
            let one = &examples.labelled[e.message];
            let judged = one.set.starts_with("hand_") || one.set == "labels";
            (judged || one.case.is_some()) && importance(one, ACTS[class]).is_some()
        })
        .map(|(e, s)| (s[class], examples.labelled[e.message].gold.acts.contains(ACTS[class])))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives = ranked.iter().filter(|(_, gold)| *gold).count() as f32;
    let f1_at = |cut: f32| {
        let taken = ranked.iter().take_while(|(s, _)| *s >= cut);
        let (mut n, mut hit) = (0.0, 0.0);
        for (_, gold) in taken {
            n += 1.0;
            hit += f32::from(u8::from(*gold));
        }
        2.0 * hit / (n + positives).max(1.0)
    };
    // A move of the craft is answered with a move, so hearing one that was not made does more harm than missing one.
    let least = if CRAFT.contains(&ACTS[class]) { 2 } else { -14 };
    let cuts = (least..=14).map(|k| k as f32 * 0.1);
    // The mean over a window keeps one lucky message from deciding.
    let smooth = |cut: f32| (-4..=4).map(|d| f1_at(cut + d as f32 * 0.1)).sum::<f32>() - 0.02 * cut.abs();
    cuts.max_by(|a, b| smooth(*a).total_cmp(&smooth(*b))).unwrap_or(0.0)
}

/// Feature names with their numbers.
struct Names_ {
    index: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names_ {
    fn count<'n>(features: impl Iterator<Item = &'n Names>) -> Names_ {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for names in features {
            for (name, _) in &names.0 {
                *seen.entry(name).or_default() += 1;
            }
        }
        let mut names: Vec<String> =
            seen.into_iter().filter(|(name, n)| *n >= least_seen(name)).map(|(name, _)| name.to_owned()).collect();
        names.sort();
        let index = names.iter().enumerate().map(|(i, name)| (name.clone(), i as u32)).collect();
        Names_ { index, names }
    }

    fn len(&self) -> usize {
        self.names.len()
    }

    fn indices(&self, features: &Names) -> Vec<(u32, f32)> {
        features.0.iter().filter_map(|(name, value)| Some((*self.index.get(name)?, *value))).collect()
    }
}

/// A fixed order of examples for an epoch: multiplication by a unit modulo a prime.
fn order(len: usize, epoch: usize) -> impl Iterator<Item = usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ (epoch as u64 + 1);
    for i in (1..len).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(i, (state >> 33) as usize % (i + 1));
    }
    order.into_iter()
}

#[derive(Clone, Copy)]
struct Rates {
    alpha: f32,
    l1: f32,
    l2: f32,
}

/// FTRL-Proximal: for each weight a gradient sum `z` and a sum of squares `n`.
struct Learner {
    classes: usize,
    rates: Rates,
    z: Vec<f32>,
    n: Vec<f32>,
}

impl Learner {
    fn new(features: usize, classes: usize, rates: Rates) -> Learner {
        Learner { classes, rates, z: vec![0.0; features * classes], n: vec![0.0; features * classes] }
    }

    fn weight(&self, at: usize) -> f32 {
        let z = self.z[at];
        if z.abs() <= self.rates.l1 {
            return 0.0;
        }
        -(z - z.signum() * self.rates.l1) / ((1.0 + self.n[at].sqrt()) / self.rates.alpha + self.rates.l2)
    }

    fn step(&mut self, at: usize, gradient: f32) {
        let weight = self.weight(at);
        let n = self.n[at];
        let sigma = ((n + gradient * gradient).sqrt() - n.sqrt()) / self.rates.alpha;
        self.z[at] += gradient - sigma * weight;
        self.n[at] += gradient * gradient;
    }

    fn score(&self, row: &[(u32, f32)], class: usize) -> f32 {
        row.iter().map(|(f, v)| self.weight(*f as usize * self.classes + class) * v).sum()
    }

    /// A step on a message that does what any of its segments does.
    fn logistic_step(&mut self, segments: &[Vec<(u32, f32)>], class: usize, gold: bool, importance: f32) {
        let scores: Vec<f32> = segments.iter().map(|row| self.score(row, class)).collect();
        let whole = soft_maximum(scores.iter().copied());
        let p = 1.0 / (1.0 + (-whole).exp());
        for (row, score) in segments.iter().zip(&scores) {
            let slope = (p - f32::from(u8::from(gold))) * importance * (score - whole).exp();
            if slope.abs() < 1e-4 {
                continue;
            }
            for (f, v) in row {
                self.step(*f as usize * self.classes + class, slope * v);
            }
        }
    }

    fn softmax_step(&mut self, row: &[(u32, f32)], gold: usize, importance: f32) {
        let scores: Vec<f32> = (0..self.classes).map(|class| self.score(row, class)).collect();
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = scores.iter().map(|s| (s - top).exp()).sum();
        for (class, score) in scores.iter().enumerate() {
            let slope = ((score - top).exp() / sum - f32::from(u8::from(class == gold))) * importance;
            if slope.abs() < 1e-3 {
                continue;
            }
            for (f, v) in row {
                self.step(*f as usize * self.classes + class, slope * v);
            }
        }
    }

    fn model(&self, names: &Names_, classes: Vec<String>, thresholds: Vec<f32>) -> Model {
        let mut rows = BTreeMap::new();
        for (f, name) in names.names.iter().enumerate() {
            let weights: Vec<(u16, f32)> = (0..self.classes)
                .map(|class| (class as u16, (self.weight(f * self.classes + class) * 100.0).round() / 100.0))
                .filter(|(_, w)| w.abs() >= 0.09)
                .collect();
            if !weights.is_empty() {
                rows.insert(name.clone(), weights);
            }
        }
        Model { classes, thresholds, rows }
    }
}
