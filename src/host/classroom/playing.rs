//! Beginning an attempt at a challenge.

use crate::classroom::{Challenge, Refusal, alias, may_begin};
use crate::host::live::Begin;
use crate::host::{Host, Live, Start, UserError};
use crate::persona::load;
use crate::store::BeginAttempt;

use super::{Actor, fresh, show_time};

/// Where an attempt is played.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// A thread's id.
    pub place: Option<String>,
    /// The session's id; made when none is given.
    pub session: Option<String>,
    /// The message or interaction that begins it, so that a second delivery is noticed.
    pub message_id: Option<String>,
}

/// Seeds are kept small enough for every front end to show exactly.
const SEEDS: u64 = 1 << 53;

/// A seed from chance.
pub(super) fn fresh_seed() -> u64 {
    fresh() % SEEDS
}

impl Host {
    /// Begins the actor's next attempt at a challenge, with the counterpart's limit drawn anew where its persona has a range.
    ///
    /// # Errors
    /// With the reason where no attempt may begin now: it is for others, not open yet, late, closed, over the limit, too
    /// soon after the last, or under way already; a session in the way; a refusing store.
    pub async fn play_challenge(&self, actor: &Actor, id: &str, table: Table, at: i64) -> Result<Live, UserError> {
        if let Some(message) = &table.message_id
            && let Some(begun) = self.store.event_of(message).await?
        {
            return self.resume(&begun.session).await;
        }
        let challenge = self.must_find(actor, id).await?;
        let number = self.next_attempt(actor, &challenge, at).await?;
        let text = self.store.persona_text(&challenge.persona_hash).await?.unwrap_or_default();
        let loaded = load(&format!("{}.yaml", challenge.persona), text.as_bytes());
        let difficulty = challenge.difficulty.parse().unwrap_or_default();
        let ready = self.scenes.of(&loaded, &challenge.variant, difficulty, None)?;
        let reservation = ready.scene.persona().drawn_reservation(fresh());
        self.must_have_alias(actor).await?;
        let start = Start {
            owner: actor.id.clone(),
            place: table.place,
            guild: Some(actor.guild.clone()),
            persona: challenge.persona.clone(),
            variant: challenge.variant.clone(),
            difficulty,
            seed: challenge.seed.unwrap_or_else(fresh_seed),
            id: table.session,
            message_id: table.message_id,
            rated: challenge.rated,
        };
        let attempt =
            BeginAttempt { guild: actor.guild.clone(), challenge: challenge.id.clone(), number: i64::from(number) };
        let begun = self.begin(&loaded, start, Begin { reservation, attempt: Some(attempt) }, at).await;
        match begun {
            // Another process may have begun the same attempt in between; then the reason is that one.
            Err(error) if error.code == "already_open" => {
                self.next_attempt(actor, &challenge, at).await?;
                Err(error)
            }
            begun => begun,
        }
    }

    /// Whether the actor may begin an attempt now, and which; for a front end that asks before it opens a thread.
    ///
    /// # Errors
    /// As [`Host::play_challenge`].
    pub async fn may_play(&self, actor: &Actor, id: &str, at: i64) -> Result<(Challenge, u32), UserError> {
        let challenge = self.must_find(actor, id).await?;
        let number = self.next_attempt(actor, &challenge, at).await?;
        Ok((challenge, number))
    }

    async fn next_attempt(&self, actor: &Actor, challenge: &Challenge, at: i64) -> Result<u32, UserError> {
        let extension = self.extension_of(challenge, &actor.id).await?;
        let own = self.store.attempts_by(&actor.guild, &challenge.id, &actor.id).await?;
        let begun = may_begin(challenge, (&actor.id, &actor.roles), extension.as_ref(), &own, at);
        begun.map_err(|refusal| refused(refusal, challenge))
    }

    /// Gives the actor a name for boards, once.
    pub(super) async fn must_have_alias(&self, actor: &Actor) -> Result<(), UserError> {
        if self.store.alias(&actor.guild, &actor.id).await?.is_some() {
            return Ok(());
        }
        for _ in 0..16 {
            if self.store.add_alias(&actor.guild, &actor.id, &alias(fresh())).await? {
                return Ok(());
            }
        }
        let wide = format!("{} {}", alias(fresh()), fresh() % 100_000);
        self.store.add_alias(&actor.guild, &actor.id, &wide).await?;
        Ok(())
    }
}

/// Why no attempt may begin, and what can be done.
pub(super) fn refused(refusal: Refusal, challenge: &Challenge) -> UserError {
    let time = |at: i64| show_time(at, &challenge.zone);
    match refusal {
        Refusal::NotEligible => UserError::new(
            "not_eligible",
            "This challenge is for others.",
            "Ask your instructor if you think it should be yours.",
        ),
        Refusal::Closed { closed_at } => UserError::new(
            "closed",
            format!("This challenge was closed {}.", time(closed_at)),
            "Practise with /spar start instead.",
        ),
        Refusal::NotYetOpen { opens_at } => UserError::new(
            "not_yet_open",
            format!("This challenge opens {}.", time(opens_at)),
            "Practise with /spar start until then.",
        ),
        Refusal::Playing { session } => UserError {
            session: Some(session),
            ..UserError::new("already_open", "You have an attempt under way.", "Go on with it, or end it first.")
        },
        Refusal::Late { due_at } => UserError::new(
            "late",
            format!("This challenge was due {}.", time(due_at)),
            "Ask your instructor for an extension.",
        ),
        Refusal::OverLimit { attempts } => UserError::new(
            "over_limit",
            match attempts {
                1 => "You have used your one attempt.".to_owned(),
                attempts => format!("You have used all {attempts} attempts."),
            },
            "Practise with /spar start; your instructor can allow another one.",
        ),
        Refusal::CoolingDown { until } => UserError::new(
            "cooling_down",
            "Your last attempt was too recent.",
            format!("The next one may begin {}.", time(until)),
        ),
    }
}
