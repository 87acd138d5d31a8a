//! The numbers of a class worked out once more, plainly, from what happened: the events of every session, the terms of the
//! challenges, the extensions and the rulings. Nothing here asks the classroom's own rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use sparring::classroom::{Challenge, Counting, Extension};
use sparring::persona::load;
use sparring::score::{Component, Ground, debrief, weights};
use sparring::session::{Scene, Session, Step};
use sparring::store::Store;

/// One attempt, from its events.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) session: String,
    pub(super) person: String,
    pub(super) challenge: String,
    pub(super) persona: String,
    pub(super) number: u32,
    pub(super) ended_at: Option<i64>,
    pub(super) status: String,
    /// Score, claim and create in per cent, relationship.
    pub(super) figures: [Option<f64>; 4],
    pub(super) gains: Option<(i64, i64)>,
    pub(super) claim: Option<f64>,
    pub(super) create: Option<f64>,
}

/// Every attempt of these people, by person and number.
pub(super) async fn seen(store: &Store, guild: &str, people: &[String]) -> Vec<Seen> {
    let mut all = Vec::new();
    for person in people {
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        for row in store.export(person).await.unwrap() {
            let Some(challenge) = row.session.challenge.clone() else { continue };
            let number = numbers.entry(challenge.clone()).or_default();
            *number += 1;
            let kept = store.session(&row.session.id).await.unwrap().unwrap();
            let loaded = load(&format!("{}.yaml", kept.persona), kept.persona_text.as_bytes());
            let persona = loaded.choose(&kept.variant, kept.difficulty.parse().unwrap()).unwrap();
            let persona = kept.reservation.map_or(persona.clone(), |limit| persona.with_reservation(limit));
            let steps: Vec<Step> = row.events.iter().map(|event| serde_json::from_str(&event.body).unwrap()).collect();
            let session = Session::resume(Scene::new(Arc::new(persona)), steps).unwrap();
            let mut one = Seen {
                session: row.session.id.clone(),
                person: person.clone(),
                challenge,
                persona: kept.persona.clone(),
                number: *number,
                ended_at: row.session.ended_at,
                status: row.session.status.clone(),
                figures: [None; 4],
                gains: None,
                claim: None,
                create: None,
            };
            if let Some(mut found) = debrief(&session) {
                for ruling in store.disputes(guild, &row.session.id).await.unwrap() {
                    let of_concept = found.rows.iter_mut().find(|row| i64::from(row.concept) == ruling.concept);
                    if ruling.ruled_at.is_some() {
                        of_concept.unwrap().score = ruling.ruled.map(|score| u8::try_from(score).unwrap());
                    }
                }
                let outcome = &found.outcome;
                one.gains = outcome.package.as_ref().map(|_| (outcome.learner, outcome.counterpart));
                (one.claim, one.create) = (outcome.claim, outcome.create);
                let percent = |share: Option<f64>| share.map(|share| 100.0 * share.max(0.0));
                let (score, relationship) = rated(&session, &found);
                one.figures = [score, percent(outcome.claim), percent(outcome.create), relationship];
            }
            all.push(one);
        }
    }
    all
}

/// The score and the relationship dial by the book: means of rows by component, weighted.
fn rated(session: &Session, found: &sparring::score::Debrief) -> (Option<f64>, Option<f64>) {
    let mut parts: Vec<(f64, f64)> = Vec::new();
    let mut relationship: Vec<(f64, f64)> = Vec::new();
    let mut rows: BTreeMap<Component, Vec<f64>> = BTreeMap::new();
    for row in &found.rows {
        if let Some(score) = row.score {
            rows.entry(row.component).or_default().push(f64::from(score) / 2.0);
        }
    }
    for (component, scores) in rows {
        let part = (component.weight(), scores.iter().sum::<f64>() / scores.len() as f64);
        parts.push(part);
        if component == Component::Emotion {
            relationship.push(part);
        }
    }
    let last = session.moves().into_iter().rev().find_map(|(_, step)| step.turn.decided.clone());
    if let Some(decided) = last {
        let (trust, tension) = (decided.state.trust, decided.state.tension);
        let relation = (3.0, (0.4 * trust / 100.0 + 0.3 * (100.0 - tension) / 100.0) / 0.7);
        parts.push(relation);
        relationship.push(relation);
    }
    let (claim, create) = weights(&Ground::of(&session.scene.stage).expect("these have a zone"));
    parts.push((claim, found.outcome.claim.unwrap_or(0.0).max(0.0)));
    parts.push((create, found.outcome.create.unwrap_or(0.0)));
    parts.push((5.0, f64::from(found.outcome.exit) / 2.0));
    (weighted(&parts), weighted(&relationship))
}

fn weighted(parts: &[(f64, f64)]) -> Option<f64> {
    let weight: f64 = parts.iter().map(|part| part.0).sum();
    (weight > 0.0).then(|| 100.0 * parts.iter().map(|part| part.0 * part.1).sum::<f64>() / weight)
}

/// A class with its terms.
pub(super) struct Class {
    pub(super) challenges: Vec<Challenge>,
    pub(super) extensions: BTreeMap<String, Vec<Extension>>,
    pub(super) seen: Vec<Seen>,
}

/// A run on boards, compared.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) person: String,
    pub(super) challenge: String,
    pub(super) persona: String,
    pub(super) ended_at: i64,
    pub(super) counts: bool,
    pub(super) t: [Option<f64>; 4],
}

impl Class {
    pub(super) fn due(&self, challenge: &Challenge, person: &str) -> i64 {
        let own = self.extensions[&challenge.id].iter().find(|extension| extension.person == person);
        let due = own.map_or(challenge.due_at, |extension| extension.due_at);
        challenge.closed_at.map_or(due, |closed| closed.min(due))
    }

    pub(super) fn of<'a>(&'a self, challenge: &'a Challenge, person: &'a str) -> Vec<&'a Seen> {
        self.seen.iter().filter(|seen| seen.challenge == challenge.id && seen.person == person).collect()
    }

    /// The attempts that ended in time, with the score they weigh.
    fn weighing(&self, challenge: &Challenge, person: &str) -> Vec<(u32, f64)> {
        let due = self.due(challenge, person);
        let in_time = self.of(challenge, person).into_iter().filter(|seen| seen.ended_at.is_some_and(|at| at <= due));
        let weigh = |seen: &Seen| if seen.status == "abandoned" { Some(0.0) } else { seen.figures[0] };
        in_time.filter_map(|seen| Some((seen.number, weigh(seen)?))).collect()
    }

    /// What counts: the numbers and the score.
    pub(super) fn counted(&self, challenge: &Challenge, person: &str) -> Option<(Vec<u32>, f64)> {
        let all = self.weighing(challenge, person);
        let chosen: Vec<(u32, f64)> = match challenge.counting {
            Counting::First => all.first().copied().into_iter().collect(),
            Counting::Last => all.last().copied().into_iter().collect(),
            Counting::MeanOfFirst(k) => all.into_iter().take(k as usize).collect(),
            Counting::Best => {
                let mut best: Option<(u32, f64)> = None;
                for one in all {
                    if best.is_none_or(|best| one.1 > best.1) {
                        best = Some(one);
                    }
                }
                best.into_iter().collect()
            }
        };
        let mean = chosen.iter().map(|one| one.1).sum::<f64>() / chosen.len() as f64;
        (!chosen.is_empty()).then(|| (chosen.iter().map(|one| one.0).collect(), mean))
    }

    pub(super) fn best(&self, challenge: &Challenge, person: &str) -> Option<f64> {
        self.weighing(challenge, person).into_iter().map(|one| one.1).reduce(f64::max)
    }

    /// Every run that boards may tell of at `now`.
    pub(super) fn runs(&self, now: i64) -> Vec<Run> {
        let mut runs = Vec::new();
        for challenge in &self.challenges {
            let dues = self.seen.iter().map(|seen| self.due(challenge, &seen.person));
            let extended = self.extensions[&challenge.id].iter().map(|extension| extension.due_at);
            if challenge.sealed && now < dues.chain(extended).max().unwrap() {
                continue;
            }
            let mut cell: Vec<Run> = Vec::new();
            let mut figures: Vec<[Option<f64>; 4]> = Vec::new();
            for seen in self.seen.iter().filter(|seen| seen.challenge == challenge.id) {
                let Some(ended_at) = seen.ended_at.filter(|at| *at <= self.due(challenge, &seen.person)) else {
                    continue;
                };
                if seen.status == "abandoned" {
                    continue;
                }
                let counts =
                    self.counted(challenge, &seen.person).is_some_and(|counted| counted.0.contains(&seen.number));
                cell.push(Run {
                    person: seen.person.clone(),
                    challenge: challenge.id.clone(),
                    persona: seen.persona.clone(),
                    ended_at,
                    counts,
                    t: [None; 4],
                });
                figures.push(seen.figures);
            }
            let reference = &challenge.reference;
            let bots = [reference.overall, reference.claim, reference.create, reference.relationship];
            for (figure, bots) in bots.iter().enumerate() {
                // The runs that count, and eight more with the mean and the spread of the reference learners.
                let counting: Vec<f64> = cell
                    .iter()
                    .zip(&figures)
                    .filter(|(run, _)| run.counts)
                    .filter_map(|(_, figures)| figures[figure])
                    .collect();
                let n = counting.len() as f64 + 8.0;
                let mean = (counting.iter().sum::<f64>() + 8.0 * bots.mean) / n;
                let square = counting.iter().map(|x| x * x).sum::<f64>()
                    + 8.0 * (bots.spread * bots.spread + bots.mean * bots.mean);
                let spread = (square / n - mean * mean).max(0.0).sqrt().max(1.0);
                for (run, figures) in cell.iter_mut().zip(&figures) {
                    run.t[figure] = figures[figure].map(|x| (50.0 + 10.0 * (x - mean) / spread).clamp(20.0, 80.0));
                }
            }
            runs.extend(cell);
        }
        runs
    }
}

/// A person's figure on a board of these runs: overall, claim, create, relationship, or improvement (4).
pub(super) fn on_board(runs: &[&Run], metric: usize) -> Option<f64> {
    let mean = |all: &[f64]| (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64);
    if metric < 4 {
        let counting: Vec<f64> = runs.iter().filter(|run| run.counts).filter_map(|run| run.t[metric]).collect();
        return mean(&counting);
    }
    let mut in_order = runs.to_vec();
    in_order.sort_by_key(|run| run.ended_at);
    let overall: Vec<f64> = in_order.iter().filter_map(|run| run.t[0]).collect();
    let half = overall.len() / 2;
    Some(mean(&overall[overall.len() - half..])? - mean(&overall[..half])?)
}
