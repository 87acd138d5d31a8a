//! Trouble on demand: what the next request to a route meets instead of an answer.

use super::limits::fits;
use std::time::Duration;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Discord answers with this status and does nothing.
    Status(u16),
    /// Discord refuses with this status and error code.
    Refused(u16, u64),
    /// 429; everything the bot does is limited when `global`.
    RateLimited { retry_after: Duration, global: bool },
    /// The request is carried out, but the answer is a 500: the bot can't know that it worked.
    AnswerLost,
    /// No answer at all, for as long as the bot cares to wait.
    Silence,
}

/// The faults that wait for their request.
#[derive(Default)]
pub struct Faults(Vec<(String, String, Fault)>);

impl Faults {
    /// The next request with this method to a path of this pattern (`channels/*/messages`) meets `fault`.
    pub fn add(&mut self, method: &str, pattern: &str, fault: Fault) {
        self.0.push((method.into(), pattern.into(), fault));
    }
    pub fn take(&mut self, method: &str, path: &[&str]) -> Option<Fault> {
        let place = self.0.iter().position(|(m, pattern, _)| m == method && fits(pattern, path))?;
        Some(self.0.remove(place).2)
    }
    pub fn waiting(&self) -> usize {
        self.0.len()
    }
}
