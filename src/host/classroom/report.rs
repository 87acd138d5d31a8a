//! A challenge as one web page: who stands where, all deals against the frontier, rows by concept, the talks.

use std::collections::HashMap;

use crate::classroom::{Challenge, Counting, board_opens_at};
use crate::host::keeping::{Deals, deals_of};
use crate::host::report::{note, page};
use crate::host::scenes::Ready;
use crate::host::{Host, Live, UserError};
use crate::report::page::{Attempt, ClassPage, Learner, Note, Tally, class_page};
use crate::report::{Case, DealMap};

use super::results::{AttemptResult, LearnerResult, Results};
use super::{Actor, Office, entry, show_time};

/// What a front end knows of a class, and how much of it the page is to hold.
#[derive(Debug, Clone, Default)]
pub struct Class {
    /// The members of the challenge's roles, as far as they are known.
    pub roster: Vec<String>,
    /// What people are called; somebody without a name goes by the id.
    pub names: HashMap<String, String>,
    /// Leaves the talks out, for a smaller page.
    pub brief: bool,
}

impl Host {
    /// The page of a challenge. Staff only. Numbers that are sealed are left out, whoever asks, and so are the deals while
    /// anybody has time left.
    ///
    /// # Errors
    /// For learners; an unknown challenge; a refusing store.
    pub async fn challenge_page(&self, actor: &Actor, id: &str, class: &Class, at: i64) -> Result<String, UserError> {
        self.must_be(actor, Office::Observer).await?;
        let challenge = self.must_find(actor, id).await?;
        self.log_report(actor, id, None, at).await?;
        self.page_of_challenge(challenge, class, at).await
    }

    /// The page of a challenge for whoever runs the program; no actor to ask. None where the server has no such challenge.
    pub(crate) async fn challenge_page_for_operator(
        &self,
        guild: &str,
        id: &str,
        at: i64,
    ) -> Result<Option<String>, UserError> {
        match self.store.challenge(guild, id).await? {
            Some(challenge) => Ok(Some(self.page_of_challenge(challenge, &Class::default(), at).await?)),
            None => Ok(None),
        }
    }

    /// Notes in the log that staff made a page.
    pub(in crate::host) async fn log_report(
        &self,
        actor: &Actor,
        subject: &str,
        person: Option<&str>,
        at: i64,
    ) -> Result<(), UserError> {
        let log = entry(actor, at, "report", subject, person, String::new());
        Ok(self.store.log(&actor.guild, &log).await?)
    }

    async fn page_of_challenge(&self, challenge: Challenge, class: &Class, at: i64) -> Result<String, UserError> {
        let ready = self.scene_of(&challenge).await?;
        let extensions = self.store.extensions(&challenge.guild, &challenge.id).await?;
        let sealed_until = Some(board_opens_at(&challenge, &extensions)).filter(|opens| *opens > at);
        let results = self.results_of(challenge, &class.roster, at).await?;
        let mut people = Vec::new();
        for learner in &results.learners {
            people.push(self.person_of(&results.challenge, learner, class).await?);
        }
        let gathered = Gathered { ready, results, sealed_until, people };
        let written = tokio::task::spawn_blocking(move || class_page(&gathered.page()));
        written.await.map_err(|error| {
            tracing::error!(%error, "a page could not be written");
            UserError::new("internal", "The page could not be made.", "Try that again.")
        })
    }

    /// What is to be shown of one learner beside the results.
    async fn person_of(
        &self,
        challenge: &Challenge,
        learner: &LearnerResult,
        class: &Class,
    ) -> Result<Person, UserError> {
        let id = &learner.line.person;
        let mut person = Person { name: class.names.get(id).unwrap_or(id).clone(), ..Person::default() };
        let mut notes = Vec::new();
        for attempt in &learner.attempts {
            let session = self.store.session(&attempt.session).await?;
            person.limits.push(session.and_then(|session| session.reservation));
            notes.extend(self.store.notes(&challenge.guild, &attempt.session).await?);
        }
        person.note = note(&notes);
        if let Some(attempt) = told(learner).filter(|_| !class.brief) {
            // A talk of another version of the program can't be shown any more; its results can.
            person.talk = self.resume(&attempt.session).await.ok();
            person.deals = match &person.talk {
                Some(live) if live.debrief.is_some() => self.deals(&live.id).await?,
                _ => None,
            };
        }
        Ok(person)
    }
}

/// The attempt to look at in full: the last that counts, else the last that has ended.
fn told(learner: &LearnerResult) -> Option<&AttemptResult> {
    let ended = |attempt: &&AttemptResult| attempt.ended_at.is_some();
    let attempts = || learner.attempts.iter();
    attempts().rfind(|attempt| attempt.counts).or_else(|| attempts().rfind(ended))
}

/// One learner beside the results.
#[derive(Default)]
struct Person {
    name: String,
    note: Option<Note>,
    /// The counterpart's limit in each attempt, where it was drawn.
    limits: Vec<Option<i64>>,
    talk: Option<Live>,
    deals: Option<Deals>,
}

/// Everything that the page is made of.
struct Gathered {
    ready: Ready,
    results: Results,
    /// Until when somebody's numbers are sealed.
    sealed_until: Option<i64>,
    people: Vec<Person>,
}

impl Gathered {
    fn page(&self) -> ClassPage<'_> {
        let Results { challenge, learners, rows, .. } = &self.results;
        let briefing = &self.ready.briefing;
        let deals = deals_of(&self.ready.scene.stage).filter(|_| self.sealed_until.is_none());
        ClassPage {
            title: challenge.title.clone(),
            about: about(challenge, self.sealed_until.is_some()),
            notice: self.notice(),
            rated: challenge.rated,
            deals: deals.map(|all| DealMap {
                counterpart: briefing.counterpart_name.clone(),
                unit: briefing.unit.clone(),
                deals: all.deals,
                frontier: all.frontier,
                nash: all.fair,
                signed: None,
            }),
            drawn: self.people.iter().any(|person| person.limits.iter().any(Option::is_some)),
            concepts: rows.iter().map(|(concept, counts)| Tally::counted(*concept, *counts)).collect(),
            learners: learners.iter().zip(&self.people).map(|(one, person)| self.learner(one, person)).collect(),
        }
    }

    fn learner<'a>(&'a self, one: &'a LearnerResult, person: &'a Person) -> Learner<'a> {
        let attempts = one.attempts.iter().zip(&person.limits);
        let talk = person.talk.as_ref();
        Learner {
            name: person.name.clone(),
            status: one.line.progress.words().to_owned(),
            score: one.line.counted.as_ref().map(|counted| counted.score),
            attempts: attempts.map(|(attempt, limit)| self.attempt(attempt, *limit)).collect(),
            note: person.note.clone(),
            talk: talk.map(|live| page(live, person.deals.as_ref(), &person.name, None)),
        }
    }

    fn attempt(&self, one: &AttemptResult, limit: Option<i64>) -> Attempt {
        // The picture has one pair of limits: an attempt's gain over the limit it drew becomes one over the file's.
        let own = self.ready.scene.persona().counterpart.reservation;
        Attempt {
            when: show_time(one.ended_at.unwrap_or(one.started_at), &self.results.challenge.zone),
            ended: self.ended(one),
            gains: one.learner_gain.zip(one.counterpart_gain),
            shift: limit.map_or(0, |limit| limit - own),
            score: one.score,
            late: one.late,
            counts: one.counts,
        }
    }

    fn ended(&self, one: &AttemptResult) -> String {
        let case = Case::of(&self.ready.briefing);
        match (one.status.as_str(), &one.package) {
            ("agreed", Some(package)) => format!("Deal: {}", case.words(package)),
            ("agreed", None) => "Deal".into(),
            ("walked", _) => "Walked away".into(),
            ("broken_off", _) => format!("{} left", case.counterpart),
            ("expired", _) => "Out of turns".into(),
            ("open", _) => "Still open".into(),
            _ => "Given up".into(),
        }
    }

    /// What is missing on the page, and until when.
    fn notice(&self) -> Option<String> {
        let until = show_time(self.sealed_until?, &self.results.challenge.zone);
        let name = &self.ready.briefing.counterpart_name;
        let open = self.results.learners.iter().filter(|learner| !learner.line.sealed).count();
        Some(match open {
            0 => format!("Scores, deals and {name}'s side are sealed until {until}. Who stands where is here."),
            _ => format!("Somebody still has time until {until}: until then their numbers are sealed, and so is the picture of all deals."),
        })
    }
}

/// What stands at the top. The variant would tell whether a deal is possible: only once nothing is sealed.
fn about(challenge: &Challenge, sealed: bool) -> Vec<(&'static str, String)> {
    let time = |at: i64| show_time(at, &challenge.zone);
    let case = match sealed {
        false => format!("{}, {}, {}", challenge.persona, challenge.variant, challenge.difficulty),
        true => format!("{}, {}", challenge.persona, challenge.difficulty),
    };
    let ends = match challenge.closed_at {
        Some(closed) => ("Closed", time(closed)),
        None => ("Due", time(challenge.due_at)),
    };
    let counts = if challenge.rated { counting(challenge) } else { "nothing: practice".to_owned() };
    let id = ("Challenge", challenge.id.clone());
    vec![("Case", case), ("Opened", time(challenge.opens_at)), ends, ("Counts", counts), id]
}

fn counting(challenge: &Challenge) -> String {
    let all = challenge.attempts;
    match challenge.counting {
        _ if all == 1 => "the one attempt".to_owned(),
        Counting::First => format!("the first of {all} attempts"),
        Counting::Best => format!("the best of {all} attempts"),
        Counting::Last => format!("the last of {all} attempts"),
        Counting::MeanOfFirst(k) if k == all => format!("the mean of {all} attempts"),
        Counting::MeanOfFirst(k) => format!("the mean of the first {k} of {all} attempts"),
    }
}
