//! Proof that the stand-in behaves: a small serenity client lives in it undisturbed, and raw requests that Discord would
//! refuse are refused with Discord's own codes.

mod answers;
mod bodies;
mod gateway;
mod limits;
mod places;
mod process;
mod raw;
mod serenity_client;
mod sight;
