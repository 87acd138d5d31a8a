//! Messages with their context as records (JSON lines): the table is rebuilt by
//! reading what was said before.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::heard::Heard;
use super::lexicon::Lexicon;
use super::read::Reader;
use super::table::Table;
use crate::negotiation::{Act, Choice, Kind, Quantity, Terms};

/// A message with what came before it.
#[derive(Debug, Clone, Deserialize)]
pub struct Record {
    /// The record's id.
    pub id: String,
    /// Who speaks.
    #[serde(default)]
    pub role: String,
    /// What is said; null reads as nothing.
    #[serde(default)]
    pub text: Option<String>,
    /// What came before.
    #[serde(default)]
    pub context: Context,
}

/// What a reader may know about a record's talk.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Context {
    /// The setting.
    #[serde(default)]
    pub scenario: Scenario,
    /// Messages and events before this one.
    #[serde(default)]
    pub history: Vec<Said>,
}

/// The setting of a talk.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Scenario {
    /// The asking price.
    #[serde(default)]
    pub list_price: Option<f64>,
    /// How many of each item are divided.
    #[serde(default)]
    pub counts: Option<BTreeMap<String, u32>>,
}

/// One earlier message or event.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Said {
    /// Who.
    #[serde(default)]
    pub role: String,
    /// What was said.
    #[serde(default)]
    pub text: Option<String>,
    /// Or what was done: offer, accept, reject, quit.
    #[serde(default)]
    pub event: Option<String>,
    /// The package of an offer event.
    #[serde(default)]
    pub data: serde_json::Value,
}

/// What is printed for a record.
#[derive(Debug, Clone, Serialize)]
pub struct Prediction {
    /// The record's id.
    pub id: String,
    /// The acts.
    pub acts: Vec<Act>,
    /// Every outcome on offer.
    pub offers: Vec<Offered>,
}

/// One outcome on offer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offered {
    /// The issue.
    pub issue: String,
    /// The outcome.
    pub value: Choice,
    /// Who receives it, for items that are divided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<&'static str>,
}

/// Reads a record and says what it holds.
pub fn predict(reader: &Reader, lexicon: &Lexicon, record: &Record) -> (Prediction, Heard) {
    let table = table(reader, lexicon, record);
    let heard = reader.read(&table, record.text.as_deref().unwrap_or_default());
    (prediction(&table, record, &heard), heard)
}

fn prediction(table: &Table, record: &Record, heard: &Heard) -> Prediction {
    let mut offers = Vec::new();
    for terms in heard.offer.iter().chain(&heard.alternatives) {
        for (issue, choice) in &terms.0 {
            for offered in sides(table, issue, choice) {
                if !offers.contains(&offered) {
                    offers.push(offered);
                }
            }
        }
    }
    Prediction { id: record.id.clone(), acts: heard.acts.clone(), offers }
}

/// An outcome as it is printed: items that are divided once for each side.
fn sides(table: &Table, issue: &str, choice: &Choice) -> Vec<Offered> {
    let one = |value: Choice, side| Offered { issue: issue.to_owned(), value, side };
    let total = total(table, issue);
    match (choice, total) {
        (Choice::Number(own), Some(total)) => {
            let rest = Choice::Number(Quantity::whole(i64::from(total)) - *own);
            vec![one(choice.clone(), Some("self")), one(rest, Some("other"))]
        }
        _ => vec![one(choice.clone(), None)],
    }
}

fn total(table: &Table, issue: &str) -> Option<u32> {
    let index = table.lexicon.agenda().issues.iter().position(|i| i.id == issue)?;
    table.total(index)
}

/// The table as the speaker of a record finds it.
pub fn table<'a>(reader: &Reader, lexicon: &'a Lexicon, record: &Record) -> Table<'a> {
    let mut talk = Talk::new(lexicon, &record.context.scenario);
    for said in &record.context.history {
        talk.take(reader, said);
    }
    talk.table_for(&record.role)
}

/// A talk as far as it has come, whoever speaks next.
struct Talk<'a> {
    blank: Table<'a>,
    /// Each side's last proposal, in its own view.
    standing: HashMap<String, Terms>,
    /// Who spoke last, with what it did and was about.
    last: Vec<(String, Vec<Act>, Vec<String>)>,
}

impl<'a> Talk<'a> {
    fn new(lexicon: &'a Lexicon, scenario: &Scenario) -> Talk<'a> {
        let mut blank = Table::new(lexicon);
        blank.asking = scenario.list_price.and_then(Quantity::from_f64);
        blank.counts = scenario.counts.clone().unwrap_or_default();
        Talk { blank, standing: HashMap::new(), last: Vec::new() }
    }

    fn table_for(&self, role: &str) -> Table<'a> {
        let mut table = self.blank.clone();
        table.own = self.standing.get(role).cloned();
        let other = self.last.iter().rev().find(|(who, ..)| who != role).map(|(who, ..)| who);
        table.other = other.and_then(|who| self.standing.get(who)).map(|terms| turned(&self.blank, terms));
        table.wants_less = wants_less(role);
        table.turn = self.last.len();
        let recent = self.last.iter().rev().take(2).find(|(who, ..)| who != role);
        if let Some((_, acts, issue)) = recent {
            table.last_acts.clone_from(acts);
            table.last_issues.clone_from(issue);
        }
        table
    }

    fn take(&mut self, reader: &Reader, said: &Said) {
        if let Some(event) = &said.event {
            self.event(&said.role, event, &said.data);
            return;
        }
        let table = self.table_for(&said.role);
        let heard = reader.read(&table, said.text.as_deref().unwrap_or_default());
        match (&heard.offer, &table.other) {
            (Some(terms), _) => self.stand(&said.role, terms.clone()),
            (None, Some(taken)) if heard.acts.contains(&Act::Accept) => self.stand(&said.role, taken.clone()),
            _ => {}
        }
        let issue = about(&self.blank, &heard);
        self.last.push((said.role.clone(), heard.acts, issue));
    }

    fn event(&mut self, role: &str, event: &str, data: &serde_json::Value) {
        let act = match event {
            "offer" | "submit" => Act::Offer,
            "accept" => Act::Accept,
            "reject" => Act::Reject,
            "quit" | "walk" => Act::WalkAway,
            _ => return,
        };
        if act == Act::Offer {
            self.stand(role, package(&self.blank, data));
        }
        self.last.push((role.to_owned(), vec![act], Vec::new()));
    }

    fn stand(&mut self, role: &str, terms: Terms) {
        self.standing.entry(role.to_owned()).or_default().0.extend(terms.0);
    }
}

/// The other side's view of terms: counts of divided items turn round.
fn turned(table: &Table, terms: &Terms) -> Terms {
    let turn = |(issue, choice): (&String, &Choice)| {
        let choice = match (choice, total(table, issue)) {
            (Choice::Number(n), Some(total)) => Choice::Number(Quantity::whole(i64::from(total)) - *n),
            _ => choice.clone(),
        };
        (issue.clone(), choice)
    };
    Terms(terms.0.iter().map(turn).collect())
}

/// The issues a message was about.
fn about(table: &Table, heard: &Heard) -> Vec<String> {
    let named = heard.mentions.iter().filter_map(|m| m.issue.as_ref());
    let asked = heard.topics.iter().map(|t| &t.about).filter(|id| table.lexicon.agenda().issue(id).is_some());
    let mut issues: Vec<String> = named.chain(asked).cloned().collect();
    issues.sort();
    issues.dedup();
    issues
}

/// Which way the speaker pulls the money issue, by its part in the talk.
fn wants_less(role: &str) -> Option<bool> {
    match role {
        "buyer" | "tenant" | "client" | "customer" | "employer" | "recruiter" => Some(true),
        "seller" | "landlord" | "supplier" | "vendor" | "worker" | "candidate" | "employee" => Some(false),
        _ => None,
    }
}

/// The package of an offer event, its keys matched to the issues' ids.
fn package(table: &Table, data: &serde_json::Value) -> Terms {
    let plain = |key: &str| key.to_lowercase().replace([' ', '-'], "_");
    let mut terms = Terms::default();
    for issue in &table.lexicon.agenda().issues {
        let value = data.as_object().and_then(|map| map.iter().find(|(key, _)| plain(key) == plain(&issue.id)));
        let choice = match (&issue.kind, value.map(|(_, v)| v)) {
            (Kind::Numeric(_), Some(v)) => v.as_f64().and_then(Quantity::from_f64).map(Choice::Number),
            (Kind::Options(options), Some(v)) => options
                .iter()
                .find(|o| v.as_str().is_some_and(|s| s.eq_ignore_ascii_case(&o.id)))
                .map(|o| Choice::Option(o.id.clone())),
            _ => None,
        };
        if let Some(choice) = choice {
            terms.0.insert(issue.id.clone(), choice);
        }
    }
    terms
}
