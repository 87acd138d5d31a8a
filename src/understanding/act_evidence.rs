//! The evidence on what a message does: named features for the act models.
//!
//! A message does what any of its segments does, so each segment (a sentence, cut
//! again at "but") has its own features.

use std::ops::Range;

use super::frames;
use super::heard::Role;
use super::linear::Sink;
use super::resolve::Proposals;
use super::roles::{ROLES, Roles};
use super::scene::Scene;
use super::text::Kind;
use crate::negotiation::{Act, Choice, Terms};

/// Words that turn a sentence, so that each part counts for itself.
const TURNS: [&str; 3] = ["but", "however", "although"];

/// The segments of a message as ranges of tokens, in order.
pub(super) fn segments(scene: &Scene) -> Vec<Range<usize>> {
    let tokens = &scene.text.tokens;
    let mut segments = Vec::new();
    let mut start = 0;
    for i in 1..=tokens.len() {
        let ends = match tokens.get(i) {
            None => true,
            Some(token) => {
                token.sentence != tokens[i - 1].sentence || (i > start + 1 && TURNS.iter().any(|turn| token.is(turn)))
            }
        };
        if ends {
            segments.push(start..i);
            start = i;
        }
    }
    segments
}

/// What a class counts beside a word: it speaks where the words are new, and is outweighed where they are known.
const CLASS: f32 = 0.3;

/// How many classed words ahead a pair of classes may span.
const REACH: usize = 3;

/// What all segments of a message share.
pub(super) struct Evidence<'e> {
    scene: &'e Scene<'e>,
    roles: &'e [Roles],
    proposals: &'e Proposals,
    segments: usize,
}

impl<'e> Evidence<'e> {
    /// The evidence on a message of so many segments.
    pub(super) fn new(
        scene: &'e Scene<'e>,
        roles: &'e [Roles],
        proposals: &'e Proposals,
        segments: usize,
    ) -> Evidence<'e> {
        Evidence { scene, roles, proposals, segments }
    }

    /// Puts the features of a segment into `sink`.
    pub(super) fn of_segment(&self, index: usize, segment: &Range<usize>, sink: &mut dyn Sink) {
        let mut put = |parts: &[&str]| sink.put(parts, 1.0);
        put(&["bias"]);
        self.words(segment, &mut put);
        self.cues(index, segment, &mut put);
        self.shape(index, segment, &mut put);
        self.proposed(segment, &mut put);
        self.context(index, segment, &mut put);
        self.classes(segment, &mut |parts: &[&str]| sink.put(parts, CLASS));
    }

    /// Words, pairs of words, how the segment begins.
    fn words(&self, segment: &Range<usize>, put: &mut dyn FnMut(&[&str])) {
        let scene = self.scene;
        let mut previous = "^";
        let mut before = "";
        let mut figure = scene.figures.partition_point(|f| f.last < segment.start);
        for i in segment.clone() {
            let token = &scene.text.tokens[i];
            while scene.figures.get(figure).is_some_and(|f| f.last < i) {
                figure += 1;
            }
            let inside = scene.figures.get(figure).is_some_and(|f| f.first <= i);
            if token.kind == Kind::Mark || (inside && scene.figures[figure].first != i) {
                continue;
            }
            let word = if inside { "<n>" } else { &*token.word };
            put(&["w:", word]);
            put(&["b:", previous, "_", word]);
            if before == "^" {
                put(&["t:", previous, "_", word]);
            }
            before = previous;
            previous = word;
        }
        put(&["b:", previous, "_$"]);
    }

    /// Word classes, and which follow which within a few words.
    fn classes(&self, segment: &Range<usize>, put: &mut dyn FnMut(&[&str])) {
        let scene = self.scene;
        let question = if scene.in_question(segment.start) { "k?:" } else { "k.:" };
        let classed: Vec<&[u8]> = scene.classes[segment.clone()].iter().copied().filter(|c| !c.is_empty()).collect();
        for (at, classes) in classed.iter().enumerate() {
            for class in classes.iter().map(|class| scene.language.class(*class)) {
                put(&["k:", class]);
                put(&[question, class]);
                if at == 0 {
                    put(&["k^:", class]);
                }
                for next in classed[at + 1..].iter().take(REACH).flat_map(|next| next.iter()) {
                    put(&["kk:", class, ">", scene.language.class(*next)]);
                }
            }
        }
    }

    /// Cues, and where in the segment they stand.
    fn cues(&self, index: usize, segment: &Range<usize>, put: &mut dyn FnMut(&[&str])) {
        let scene = self.scene;
        let question = scene.in_question(segment.start);
        let mut seen: Vec<(u16, u8)> = Vec::with_capacity(24);
        for found in scene.cues_in(segment) {
            let name = scene.cue_name(found);
            if frames::is_frame(name) {
                continue;
            }
            let mut tell = |tag: u8, sign: &str, put: &mut dyn FnMut(&[&str])| {
                if !seen.contains(&(found.cue, tag)) {
                    seen.push((found.cue, tag));
                    put(&[sign, name]);
                }
            };
            tell(0, "c:", put);
            tell(1, if question { "c?" } else { "c." }, put);
            if index == 0 {
                tell(2, "c0", put);
            }
            if found.first as usize == segment.start {
                tell(3, "c^", put);
            }
            if found.last as usize + 1 >= segment.end {
                tell(4, "c$", put);
            }
        }
    }

    /// Length, question, place, subjects named without an outcome.
    fn shape(&self, index: usize, segment: &Range<usize>, put: &mut dyn FnMut(&[&str])) {
        let scene = self.scene;
        let words = scene.text.tokens[segment.clone()].iter().filter(|t| t.kind != Kind::Mark).count();
        let length = match words {
            0..=1 => "1",
            2 => "2",
            3..=4 => "3",
            5..=8 => "5",
            9..=15 => "9",
            _ => "16",
        };
        let question = scene.in_question(segment.start);
        put(&["length:", length]);
        put(&["ends:", if question { "?" } else { "." }]);
        put(&["length:", length, if question { "?" } else { "." }]);
        let place = match (index, index + 1 == self.segments) {
            (0, true) => "only",
            (0, false) => "first",
            (_, true) => "last",
            _ => "inner",
        };
        put(&["place:", place]);
        put(&["place:", place, "&", length]);
        if scene.text.tokens[segment.clone()].iter().any(|t| t.is_mark("!")) {
            put(&["exclaims"]);
        }
        let outcome = scene.spots.outcomes.iter().any(|s| s.issue.is_some() && segment.contains(&s.first));
        for hit in scene.spots.subjects.iter().filter(|h| !outcome && segment.contains(&h.first)) {
            put(&["open_subject", if question { "?" } else { "." }]);
            for cue in
                ["how_about", "how_about_issue", "i_need", "i_want", "priority", "negated", "too_high", "too_low"]
            {
                if scene.has_in_sentence(hit.first, cue) {
                    put(&["open_subject&", cue]);
                }
            }
        }
    }

    /// What the figures and options of the segment are taken for.
    fn proposed(&self, segment: &Range<usize>, put: &mut dyn FnMut(&[&str])) {
        let (scene, proposals) = (self.scene, self.proposals);
        let here = || {
            let spots = scene.spots.outcomes.iter().zip(self.roles);
            spots.filter(|(s, _)| s.issue.is_some() && segment.contains(&s.first))
        };
        for (k, (_, name)) in ROLES.iter().enumerate() {
            let top = here().map(|(_, roles)| roles.likely[k]).fold(0.0, f32::max);
            if top > 0.5 {
                put(&["r:", name]);
            } else if top > 0.25 {
                put(&["r?", name]);
            }
        }
        if here().next().is_some() {
            put(&["names_outcome"]);
        } else if scene.figures.iter().any(|f| segment.contains(&f.first)) {
            put(&["names_figure"]);
        }
        let divides = scene.division.is_some() && scene.spots.subjects.iter().any(|h| segment.contains(&h.first));
        let proposing = here().any(|(_, roles)| roles.proposed() > 0.5) || divides || proposals.relative;
        let Some(terms) = proposals.packages.first() else {
            put(&["proposes:no"]);
            return;
        };
        if !proposing {
            put(&["proposes:elsewhere"]);
            return;
        }
        put(&["proposes:yes"]);
        let limit = here().any(|(_, roles)| roles.best().0 == Role::LimitOffer);
        for (holds, name) in [
            (proposals.relative, "proposes:relative"),
            (proposals.packages.len() > 1, "proposes:several"),
            (terms.0.len() > 1, "proposes:package"),
            (limit, "proposes:limit"),
        ] {
            if holds {
                put(&[name]);
            }
        }
        self.compared(terms, put);
        if let Some(division) = &scene.division {
            put(&["divides:", if division.tentative { "?" } else { "." }]);
        }
    }

    /// How the proposal stands to what is on the table.
    fn compared(&self, terms: &Terms, put: &mut dyn FnMut(&[&str])) {
        let scene = self.scene;
        let theirs = within(terms, scene.table.other.as_ref());
        let own = within(terms, scene.table.own.as_ref());
        for (holds, name) in [(theirs, "proposes:theirs"), (own, "proposes:own"), (!theirs && !own, "proposes:new")] {
            if holds {
                put(&[name]);
                if scene.has("yes_word") {
                    put(&[name, "&yes"]);
                }
                if scene.has_any(&["no_word", "refuse"]) {
                    put(&[name, "&no"]);
                }
            }
        }
    }

    /// What was said before.
    fn context(&self, index: usize, segment: &Range<usize>, put: &mut dyn FnMut(&[&str])) {
        let (scene, table) = (self.scene, self.scene.table);
        put(&["turn:", ["0", "1", "2", "3", "4"][table.turn.min(4)]]);
        put(&["stands:", if table.other.is_some() { "t" } else { "" }, if table.own.is_some() { "o" } else { "" }]);
        put(&[
            "side:",
            match table.wants_less {
                Some(true) => "buyer",
                Some(false) => "seller",
                None => "?",
            },
        ]);
        let length = match segment.len() {
            0..=4 => "short",
            5..=9 => "middle",
            _ => "long",
        };
        let only = if self.segments == 1 { "only" } else { "part" };
        for act in CONTEXT.iter().filter(|act| table.after(**act)) {
            put(&["after:", act.name()]);
            put(&["after:", act.name(), "&", length]);
            put(&["after:", act.name(), "&", length, only]);
        }
        if table.last_acts.is_empty() {
            put(&["after:nothing"]);
        }
        if table.after(Act::Offer) && index == 0 {
            for cue in [
                "yes_word",
                "no_word",
                "sounds_good",
                "i_accept",
                "only_yes",
                "middle_no",
                "thanks_end",
                "pickup_plan",
                "sorry",
            ] {
                if scene.has(cue) {
                    put(&["after:offer&", cue]);
                }
            }
        }
    }
}

/// Acts of the other side's last message that colour an answer.
const CONTEXT: [Act; 10] = [
    Act::Offer,
    Act::Accept,
    Act::Reject,
    Act::AskOffer,
    Act::SmallTalk,
    Act::RequestInfo,
    Act::QDiagnostic,
    Act::RequestResponse,
    Act::WalkAway,
    Act::DiscloseInterest,
];

/// Whether every outcome of `terms` is in a standing offer.
fn within(terms: &Terms, standing: Option<&Terms>) -> bool {
    let same = |(issue, choice): (&String, &Choice)| standing.is_some_and(|s| s.0.get(issue) == Some(choice));
    !terms.0.is_empty() && terms.0.iter().all(same)
}
