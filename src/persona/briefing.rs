//! All that a front end may know of a persona: the public face and the learner's own side.

use super::model::{Difficulty, Fact, Learner, Persona, Source};
use crate::negotiation::{Agenda, Package};

/// What the learner may see before and during a talk. It is built from a persona and holds no hidden field, nor
/// the variant's name, which would tell whether a deal is possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Briefing {
    /// The persona's id.
    pub id: String,
    /// How menus and threads call it.
    pub title: String,
    /// One line for menus.
    pub summary: String,
    /// Free tags.
    pub tags: Vec<String>,
    /// 1 (gentle) to 5.
    pub level: u8,
    /// The language of the texts.
    pub language: String,
    /// The unit of the learner's values.
    pub unit: String,
    /// Learner moves.
    pub turns: u32,
    /// The difficulty.
    pub difficulty: Difficulty,
    /// The public scene.
    pub scenario: String,
    /// What is negotiated: issues, options, formats.
    pub agenda: Agenda,
    /// What can be looked up or stands in the papers; what must be asked for is not here.
    pub facts: Vec<Fact>,
    /// The learner's own side: role, brief, way out, values and reservation value.
    pub learner: Learner,
    /// The counterpart's name.
    pub counterpart_name: String,
    /// The counterpart's part in it.
    pub counterpart_role: String,
    /// Its first package, which lies on the table.
    pub opening: Package,
}

impl Persona {
    /// What the learner may see of it.
    pub fn briefing(&self) -> Briefing {
        Briefing {
            id: self.id.clone(),
            title: self.title.clone(),
            summary: self.summary.clone(),
            tags: self.tags.clone(),
            level: self.level,
            language: self.language.clone(),
            unit: self.unit.clone(),
            turns: self.turns,
            difficulty: self.difficulty,
            scenario: self.scenario.clone(),
            agenda: self.agenda.clone(),
            facts: self.facts.iter().filter(|fact| fact.source != Source::Ask).cloned().collect(),
            learner: self.learner.clone(),
            counterpart_name: self.counterpart.name.clone(),
            counterpart_role: self.counterpart.role.clone(),
            opening: self.counterpart.opening.package.clone(),
        }
    }
}
