//! A talk as one web page. It shows what may be told to everybody at this moment: a page travels, so no office unseals one.

use crate::report::page::{Note, Sealed, SessionPage, session_page};
use crate::report::{Brief, Case, DealMap};
use crate::store::NoteRow;

use super::classroom::{Actor, Office, show_time};
use super::keeping::Deals;
use super::{Host, Live, UserError};

/// Whose talks a terminal keeps.
const TERMINAL: &str = "terminal";

/// What stands on the page that only a front end knows.
#[derive(Debug, Clone, Default)]
pub struct Cover {
    /// The learner's name; the id where there is none.
    pub learner: Option<String>,
    /// A note to the learner, in place of those that are kept.
    pub note: Option<Note>,
}

impl Host {
    /// The page of a talk: for its learner, and for staff where it is an attempt at a challenge of their server.
    ///
    /// # Errors
    /// For others; an unknown session; a refusing store.
    pub async fn session_page(&self, actor: &Actor, id: &str, cover: Cover, at: i64) -> Result<String, UserError> {
        let learner = self.learner_of(actor, id).await?;
        if learner != actor.id {
            self.log_report(actor, id, Some(&learner), at).await?;
        }
        self.page_for_operator(id, cover).await
    }

    /// Whose talk it is, for whoever may have its page.
    ///
    /// # Errors
    /// For learners, whatever isn't theirs is unknown; so is to staff what is no attempt of their server; a refusing store.
    pub async fn learner_of(&self, actor: &Actor, id: &str) -> Result<String, UserError> {
        match self.store.session(id).await? {
            Some(session) if session.owner == actor.id => Ok(session.owner),
            _ => {
                if self.office(actor).await? < Office::Observer {
                    let message = "There is no such talk of yours.";
                    return Err(UserError::new("unknown_talk", message, "Pick one from the list, or leave it out."));
                }
                Ok(self.must_be_attempt(actor, id).await?.person)
            }
        }
    }

    /// The page of a talk for whoever runs the program; no actor to ask.
    pub(crate) async fn page_for_operator(&self, id: &str, cover: Cover) -> Result<String, UserError> {
        let live = self.resume(id).await?;
        let deals = if live.debrief.is_some() { self.deals(id).await? } else { None };
        let (about, kept) = match (&live.guild, &live.challenge) {
            (Some(guild), Some(challenge)) => {
                let challenge = self.store.challenge(guild, challenge).await?;
                let attempt = self.store.attempt_of(guild, id).await?;
                let zone = challenge.as_ref().map_or("UTC", |challenge| &challenge.zone);
                let mut about = about(&live, zone);
                let named = challenge.as_ref().zip(attempt);
                about.extend(named.map(|(of, one)| ("Challenge", format!("{}, attempt {}", of.title, one.number))));
                (about, note(&self.store.notes(guild, id).await?))
            }
            _ => (about(&live, "UTC"), None),
        };
        let written = tokio::task::spawn_blocking(move || {
            let learner = cover.learner.as_deref().unwrap_or_else(|| name(&live.owner));
            let page = page(&live, deals.as_ref(), learner, cover.note.clone().or(kept));
            session_page(&SessionPage { about, ..page })
        });
        written.await.map_err(|error| {
            tracing::error!(%error, "a page could not be written");
            UserError::new("internal", "The page could not be made.", "Try that again.")
        })
    }
}

/// The page of a talk as it may be told.
pub(super) fn page<'a>(live: &'a Live, deals: Option<&Deals>, learner: &'a str, note: Option<Note>) -> SessionPage<'a> {
    let case = Case::of(&live.briefing).rated(live.rated);
    let map = live.debrief.as_ref().zip(deals);
    SessionPage {
        case,
        scenario: &live.briefing.scenario,
        brief: Brief::of(&live.briefing),
        learner,
        about: Vec::new(),
        transcript: &live.transcript,
        debrief: live.debrief.as_ref(),
        open: live.open,
        sealed: live
            .sealed
            .as_ref()
            .map(|sealed| Sealed { until: show_time(sealed.until, &sealed.zone), rows: &sealed.rows }),
        deals: map.map(|(found, all)| DealMap::of(&case, &found.outcome, all.deals.clone(), all.frontier.clone())),
        note,
    }
}

/// What instructors wrote about a talk, as one note.
pub(super) fn note(notes: &[NoteRow]) -> Option<Note> {
    let bodies: Vec<&str> = notes.iter().map(|note| note.body.as_str()).collect();
    (!bodies.is_empty()).then(|| Note { by: "your instructor".into(), text: bodies.join("\n\n") })
}

/// A learner without a name: whoever sat at the terminal, else the id.
fn name(owner: &str) -> &str {
    if owner == TERMINAL { "The learner" } else { owner }
}

/// What stands at the top. The variant would tell whether a deal is possible: only once that may be told.
fn about(live: &Live, zone: &str) -> Vec<(&'static str, String)> {
    let counted = live.transcript.iter().map(|turn| turn.turn).max().unwrap_or(0);
    let case = match &live.debrief {
        Some(_) => format!("{}, {}, {}", live.briefing.id, live.variant, live.difficulty.name()),
        None => format!("{}, {}", live.briefing.id, live.difficulty.name()),
    };
    let mut about = vec![("Began", show_time(live.created_at, zone))];
    about.extend(live.ended_at.map(|at| ("Ended", show_time(at, zone))));
    about.extend([("Turns", format!("{counted} of {}", live.briefing.turns)), ("Case", case)]);
    about.push(("Session", live.id.clone()));
    about
}
