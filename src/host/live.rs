//! Starting, going on with and hearing sessions. One session at a time: a lock each. A step is stored
//! before its answer leaves, and what could not be stored never happened.

use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard};

use crate::persona::{Briefing, Loaded, STANDARD, hash};
use crate::score::{Debrief, debrief};
use crate::session::{Input, Session, Status, Step, Turn};
use crate::store::{Append, Appended, BeginAttempt, Created, ERASED, EventRow, NewEvent, ScoreRow, SessionRow};

use super::classroom::Seal;
use super::keeping::ABANDONED;
use super::{ENGINE, Host, Incoming, Live, Outgoing, RULESET, Start, UserError};

/// How often a step is taken anew when another process was faster.
const TRIES: usize = 3;

/// A session's place in memory: empty until it is loaded, or after something went wrong with it.
pub(super) type Seat = Arc<Mutex<Option<Seated>>>;

/// What an attempt adds to a start.
#[derive(Debug, Clone, Default)]
pub(super) struct Begin {
    /// The reservation value that was drawn.
    pub(super) reservation: Option<i64>,
    /// The attempt.
    pub(super) attempt: Option<BeginAttempt>,
}

/// A session in memory. The truth is in the store.
pub(super) struct Seated {
    row: SessionRow,
    session: Session,
    briefing: Arc<Briefing>,
    debrief: Option<Debrief>,
}

impl Host {
    /// Begins a session. The opening is stored before it is returned.
    ///
    /// # Errors
    /// An unknown persona or variant, a session in the way, a refusing store.
    pub async fn start(&self, start: Start, at: i64) -> Result<Live, UserError> {
        let loaded = self.persona_in(start.guild.as_deref(), &start.persona).await?.into_owned();
        self.must_not_be_kept(start.guild.as_deref(), &loaded.id, at).await?;
        self.begin(&loaded, start, Begin::default(), at).await
    }

    /// Begins a session with a persona that was found, as an attempt or as practice.
    pub(super) async fn begin(&self, loaded: &Loaded, start: Start, with: Begin, at: i64) -> Result<Live, UserError> {
        let variant = if start.variant.is_empty() { STANDARD.to_owned() } else { start.variant.clone() };
        let ready = self.scenes.of(loaded, &variant, start.difficulty, with.reservation)?;
        let session = Session::open(ready.scene, start.seed);
        let id = start.id.clone().unwrap_or_else(|| new_id(&start, at));
        let row = SessionRow {
            id: id.clone(),
            owner: start.owner,
            place: start.place,
            guild: start.guild,
            persona: loaded.id.clone(),
            persona_hash: loaded.hash.clone(),
            persona_text: loaded.text.clone(),
            variant,
            difficulty: start.difficulty.name().to_owned(),
            seed: start.seed.cast_signed(),
            engine: ENGINE.to_owned(),
            ruleset: RULESET.to_owned(),
            status: Status::Open.name().to_owned(),
            turns_used: 0,
            next_seq: 1,
            created_at: at,
            updated_at: at,
            ended_at: None,
            challenge: with.attempt.as_ref().map(|attempt| attempt.challenge.clone()),
            reservation: with.reservation,
            rated: start.rated,
        };
        let opening = event(&session.steps()[0], start.message_id, at)?;
        let created = match &with.attempt {
            Some(attempt) => self.store.create_attempt(&row, &[opening], attempt).await?,
            None => self.store.create(&row, &[opening]).await?,
        };
        match created {
            Created::Done => {}
            Created::Duplicate(message) => {
                let begun = self.store.event_of(&message).await?;
                return self.resume(&begun.map_or(id, |event| event.session)).await;
            }
            Created::Taken(other) => return Err(taken(&other)),
        }
        let seated = Seated { row, session, briefing: ready.briefing, debrief: None };
        let live = seated.live(None);
        self.seats.lock().await.insert(id, Arc::new(Mutex::new(Some(seated))));
        Ok(live)
    }

    /// A session as it stands, loaded from the store when it isn't in memory or another process has moved it on.
    ///
    /// # Errors
    /// An unknown session, one of another version, a refusing store.
    pub async fn resume(&self, id: &str) -> Result<Live, UserError> {
        let seat = self.seat(id).await;
        let mut seat = seat.lock().await;
        self.leave_if_moved_on(&mut seat, id).await;
        let seated = self.seated(&mut seat, id).await?;
        let seal = self.seal_on(&seated.row).await?;
        Ok(seated.live(seal.as_ref()))
    }

    /// [`Host::resume`] with everything told: for whoever may read behind a seal.
    pub(super) async fn unsealed(&self, id: &str) -> Result<Live, UserError> {
        let seat = self.seat(id).await;
        let mut seat = seat.lock().await;
        self.leave_if_moved_on(&mut seat, id).await;
        Ok(self.seated(&mut seat, id).await?.live(None))
    }

    /// Empties the seat of a session that another process has moved on.
    async fn leave_if_moved_on(&self, seat: &mut Option<Seated>, id: &str) {
        if let Some(kept) = seat.as_ref()
            && let Ok(Some(stored)) = self.store.session(id).await
            && (stored.next_seq, &stored.status, &stored.place)
                != (kept.row.next_seq, &kept.row.status, &kept.row.place)
        {
            *seat = None;
        }
    }

    async fn seal_on(&self, row: &SessionRow) -> Result<Option<Seal>, UserError> {
        self.seal(row.guild.as_deref(), row.challenge.as_deref(), &row.owner).await
    }

    /// Hears one step and answers it. The answer is stored before it is returned; a message that was
    /// heard before gets the answer it got then.
    ///
    /// # Errors
    /// An unknown session, somebody else's, a refusing store; then nothing has happened.
    pub async fn hear(&self, id: &str, incoming: Incoming) -> Result<Outgoing, UserError> {
        let seat = self.seat(id).await;
        let mut seat = seat.lock().await;
        for _ in 0..TRIES {
            let seated = self.seated(&mut seat, id).await?;
            if seated.row.owner != incoming.author {
                return Err(UserError::not_yours());
            }
            if seated.row.status == ABANDONED {
                return Err(UserError::given_up());
            }
            if let Some(repeated) = self.heard_before(&incoming).await? {
                return Ok(repeated);
            }
            if !seated.row.is_open() {
                return Ok(seated.over(&incoming.input));
            }
            // Out of its seat while the step is under way: when that fails, or nobody waits for it any more, the seat
            // stays empty, and the session is loaded as it is stored.
            let Some(mut moving) = seat.take() else { continue };
            if let Some(outgoing) = self.take(&mut moving, &incoming).await? {
                *seat = Some(moving);
                return Ok(outgoing);
            }
        }
        Err(UserError::new(
            "busy",
            "Somebody else is moving this session on at the same time.",
            "Send that again in a moment.",
        ))
    }

    /// Takes a step and stores it. `None` when another process has moved the session on.
    async fn take(&self, seated: &mut Seated, incoming: &Incoming) -> Result<Option<Outgoing>, UserError> {
        let step = seated.session.take(&incoming.input).clone();
        let debrief = if step.turn.status != Status::Open { self.debrief_of(&seated.session).await? } else { None };
        let score = debrief.as_ref().map(|debrief| score_row(&seated.row.id, debrief, incoming.at)).transpose()?;
        let events = [event(&step, incoming.message_id.clone(), incoming.at)?];
        let append = Append {
            session: &seated.row.id,
            expected_seq: seated.row.next_seq,
            events: &events,
            status: step.turn.status.name(),
            turns_used: i64::from(step.turn.turn),
            at: incoming.at,
            score: score.as_ref(),
        };
        match self.store.append(append).await? {
            Appended::Done => {
                seated.row.next_seq += 1;
                seated.row.status = step.turn.status.name().to_owned();
                seated.row.ended_at = (step.turn.status != Status::Open).then_some(incoming.at);
                seated.debrief = debrief.clone();
                let seal = if debrief.is_some() { self.seal_on(&seated.row).await? } else { None };
                Ok(Some(outgoing(&step.turn, debrief, seal.as_ref(), false)))
            }
            Appended::Duplicate(_) | Appended::Conflict => Ok(None),
        }
    }

    /// The answer that this message got when it came first.
    async fn heard_before(&self, incoming: &Incoming) -> Result<Option<Outgoing>, UserError> {
        let Some(message) = &incoming.message_id else { return Ok(None) };
        let Some(row) = self.store.event_of(message).await? else { return Ok(None) };
        let step = step_of(&row)?;
        let score = self.store.score(&row.session).await?;
        let debrief = if step.turn.status == Status::Open {
            None
        } else {
            score.and_then(|row| serde_json::from_str(&row.debrief).ok())
        };
        let seal = match (&debrief, self.store.session(&row.session).await?) {
            (Some(_), Some(session)) => self.seal_on(&session).await?,
            _ => None,
        };
        Ok(Some(outgoing(&step.turn, debrief, seal.as_ref(), true)))
    }

    /// A debrief takes many replays: off the threads that answer people.
    async fn debrief_of(&self, session: &Session) -> Result<Option<Debrief>, UserError> {
        let session = session.clone();
        tokio::task::spawn_blocking(move || debrief(&session)).await.map_err(|error| {
            tracing::error!(%error, "a debrief failed");
            UserError::new("debrief", "The debrief could not be made.", "Nothing is lost: send that again.")
        })
    }

    pub(super) async fn seat(&self, id: &str) -> Seat {
        let mut seats = self.seats.lock().await;
        if seats.len() > 4096 {
            seats.retain(|_, seat| Arc::strong_count(seat) > 1);
        }
        seats.entry(id.to_owned()).or_default().clone()
    }

    /// What sits in the seat, loaded first when the seat is empty.
    pub(super) async fn seated<'a>(
        &self,
        seat: &'a mut MutexGuard<'_, Option<Seated>>,
        id: &str,
    ) -> Result<&'a mut Seated, UserError> {
        if seat.is_none() {
            **seat = Some(self.load(id).await?);
        }
        seat.as_mut().ok_or_else(|| UserError::no_session(id))
    }

    async fn load(&self, id: &str) -> Result<Seated, UserError> {
        let row = self.store.session(id).await?.ok_or_else(|| UserError::no_session(id))?;
        if row.owner == ERASED {
            return Err(UserError::erased());
        }
        let difficulty = row.difficulty.parse().map_err(|error| {
            tracing::error!(%error, session = id, "a session can't be read");
            UserError::unreadable(id)
        })?;
        let ready = self.scenes.of_text(&row.persona, &row.persona_text, &row.variant, difficulty, row.reservation)?;
        let events = self.store.events(id).await?;
        let steps = events.iter().map(step_of).collect::<Result<Vec<Step>, _>>()?;
        let session = Session::resume(ready.scene, steps).ok_or_else(|| UserError::unreadable(id))?;
        let score = self.store.score(id).await?;
        let debrief = score.and_then(|row| serde_json::from_str(&row.debrief).ok());
        Ok(Seated { row, session, briefing: ready.briefing, debrief })
    }
}

impl Seated {
    /// The session.
    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    /// The session's row.
    pub(super) fn row(&self) -> &SessionRow {
        &self.row
    }

    /// The scene, once the session is over.
    pub(super) fn scene_when_over(&self) -> Option<&crate::session::Scene> {
        self.debrief.as_ref().map(|_| &self.session.scene)
    }

    /// The answer to a step after the end. It is not stored: an ended session grows no more.
    fn over(&self, input: &Input) -> Outgoing {
        let turn = public(&self.session.clone().take(input).turn);
        Outgoing { turn, debrief: None, sealed: None, repeated: false }
    }

    fn live(&self, seal: Option<&Seal>) -> Live {
        let told = self.debrief.is_some() && seal.is_none();
        let show = |step: &Step| if told { step.turn.clone() } else { public(&step.turn) };
        Live {
            id: self.row.id.clone(),
            owner: self.row.owner.clone(),
            place: self.row.place.clone(),
            guild: self.row.guild.clone(),
            briefing: self.briefing.clone(),
            variant: self.row.variant.clone(),
            difficulty: self.session.scene.persona().difficulty,
            seed: self.row.seed.cast_unsigned(),
            rated: self.row.rated,
            open: self.row.is_open(),
            created_at: self.row.created_at,
            ended_at: self.row.ended_at,
            transcript: self.session.steps().iter().map(show).collect(),
            challenge: self.row.challenge.clone(),
            debrief: self.debrief.clone().filter(|_| told),
            sealed: seal.zip(self.debrief.as_ref()).map(|(seal, debrief)| seal.of(debrief)),
        }
    }
}

/// What is to be shown; of a sealed debrief only what may be read.
fn outgoing(turn: &Turn, debrief: Option<Debrief>, seal: Option<&Seal>, repeated: bool) -> Outgoing {
    let sealed = seal.zip(debrief.as_ref()).map(|(seal, debrief)| seal.of(debrief));
    Outgoing { turn: public(turn), debrief: debrief.filter(|_| seal.is_none()), sealed, repeated }
}

/// A turn without what the counterpart keeps to itself.
fn public(turn: &Turn) -> Turn {
    Turn { decided: None, ..turn.clone() }
}

fn event(step: &Step, message_id: Option<String>, at: i64) -> Result<NewEvent, UserError> {
    let kind = match &step.turn.input {
        None => "opening",
        Some(Input::Say(_)) => "say",
        Some(Input::Offer(_)) => "offer",
        Some(Input::Accept(_)) => "accept",
        Some(Input::Walk) => "walk",
        Some(Input::Undo) => "undo",
    };
    let body = serde_json::to_string(step).map_err(unwritable)?;
    Ok(NewEvent { message_id, at, kind: kind.to_owned(), body })
}

fn step_of(row: &EventRow) -> Result<Step, UserError> {
    serde_json::from_str(&row.body).map_err(|error| {
        tracing::error!(%error, session = row.session, seq = row.seq, "an event can't be read");
        UserError::unreadable(&row.session)
    })
}

fn score_row(session: &str, debrief: &Debrief, at: i64) -> Result<ScoreRow, UserError> {
    let deal = debrief.outcome.package.is_some();
    Ok(ScoreRow {
        session: session.to_owned(),
        outcome: debrief.dials.outcome,
        information: debrief.dials.information,
        process: debrief.dials.process,
        closing: debrief.dials.closing,
        relationship: debrief.dials.relationship,
        score: debrief.score,
        learner: deal.then_some(debrief.outcome.learner),
        counterpart: deal.then_some(debrief.outcome.counterpart),
        value_claimed: debrief.outcome.claim,
        value_created: debrief.outcome.create,
        debrief: serde_json::to_string(debrief).map_err(unwritable)?,
        ended_at: at,
    })
}

fn unwritable(error: serde_json::Error) -> UserError {
    tracing::error!(%error, "a record can't be written as JSON");
    UserError::new("internal", "Something went wrong on our side.", "Nothing is lost: send that again.")
}

fn taken(other: &str) -> UserError {
    let message = "You have a talk with this counterpart open already, or one goes on in this place.";
    UserError {
        session: Some(other.to_owned()),
        ..UserError::new("already_open", message, "Go on with it, or end it first.")
    }
}

/// A short id from who plays what and when; the store refuses one that is there already.
fn new_id(start: &Start, at: i64) -> String {
    let whole = hash(&format!("{}\n{}\n{}\n{at}", start.owner, start.persona, start.seed));
    whole.chars().take(12).collect()
}
