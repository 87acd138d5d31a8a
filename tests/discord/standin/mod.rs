//! A stand-in for Discord: its REST API and gateway on 127.0.0.1, with the rules that a bot meets there.

pub mod answer;
pub mod as_json;
pub mod command_rules;
pub mod component_rules;
pub mod events;
pub mod faults;
pub mod gateway;
pub mod guard;
pub mod ids;
pub mod interactions;
pub mod limits;
pub mod log;
pub mod mentions;
pub mod message_rules;
pub mod model;
pub mod permissions;
pub mod person;
pub mod place;
pub mod posted;
pub mod posting;
pub mod refusal;
pub mod rest;
pub mod setup;
pub mod slash;
pub mod threads;
pub mod world;
