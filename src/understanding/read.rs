//! The reader: one message against one table.

use super::act_evidence;
use super::acts;
use super::cues::CueFinder;
use super::doubt;
use super::evidence;
use super::heard::{Heard, Mention};
use super::language::Language;
use super::linear::{Linear, Names};
use super::resolve::{self, Proposals};
use super::roles::{self, ROLES, Roles};
use super::scene::Scene;
use super::spots::Spot;
use super::table::Table;
use super::text::{Kind, Token};
use super::topics;
use crate::negotiation::{Act, Choice};

/// The weights that ship with the reader: names and numbers, fitted by `examples/train_reader`.
const WEIGHTS: &str = include_str!("weights.tsv");

/// Reads messages. Built once; reading is pure and needs no lock.
#[derive(Debug)]
pub struct Reader {
    language: &'static Language,
    finder: CueFinder,
    roles: Linear,
    acts: Linear,
    /// From which probability on a place counts as proposed.
    cut: f32,
}

/// One reason for a reading: what was seen, and how much it spoke for or against.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What was decided: an act, or a place of the message with its role.
    pub of: String,
    /// The evidence by name.
    pub because: String,
    /// What it added to the score.
    pub weight: f32,
}

/// A place of a message, for fitting.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its features.
    pub features: Names,
    /// As it was written.
    pub text: String,
    /// The issue and the outcome it names.
    pub named: Option<(String, Choice)>,
}

/// The evidence of one message, for fitting.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// One entry for each place that names a figure or an option.
    pub spots: Vec<Place>,
    /// The features of each segment of the message.
    pub segments: Vec<Names>,
}

impl Default for Reader {
    fn default() -> Self {
        Reader::new()
    }
}

impl Reader {
    /// The reader with its own weights.
    pub fn new() -> Reader {
        Reader::with_weights(WEIGHTS)
    }

    /// A reader with other weights, in the form of the shipped file.
    pub fn with_weights(file: &str) -> Reader {
        Reader::with_models(Linear::read(file, "roles"), Linear::read(file, "acts"))
    }

    /// A reader with models at hand.
    pub fn with_models(roles: Linear, acts: Linear) -> Reader {
        let language = Language::english();
        let cut = roles.thresholds.first().copied().filter(|t| *t > 0.0).unwrap_or(0.5);
        Reader { language, finder: CueFinder::new(language), roles, acts, cut }
    }

    /// Reads one message. Any text gives a `Heard`; time is linear in its length.
    pub fn read(&self, table: &Table, message: &str) -> Heard {
        let scene = Scene::new(self.language, &self.finder, table, message);
        let (roles, proposals) = self.proposals(&scene);
        let (acts, likely) = acts::read(&scene, &roles, &proposals, &self.acts);
        let doubt = doubt::of(&scene, &roles, &proposals, &acts, &likely);
        let topics = topics::of(&scene, &roles, &acts);
        let mut packages = proposals.packages.into_iter();
        let heard = Heard {
            acts: acts.iter().map(|(act, _)| *act).collect(),
            offer: packages.next(),
            alternatives: packages.collect(),
            ask: proposals.ask,
            topics,
            mentions: mentions(&scene, &roles, message),
            doubt: doubt.size,
            doubt_about: doubt.about,
            meant: doubt.meant,
            corrects: corrects(&scene),
        };
        // What is put right is said to be the offer; only a figure left open ("I meant around six") still has to be asked.
        let open = scene.spots.outcomes.iter().any(|spot| doubt::openness(&scene, spot) > 0.0);
        if heard.corrects && !open { heard.as_meant() } else { heard }
    }

    fn proposals(&self, scene: &Scene) -> (Vec<Roles>, Proposals) {
        let roles = roles::read(scene, &self.roles);
        let proposals = resolve::proposals(scene, &roles, self.cut);
        (roles, proposals)
    }

    /// Why a message was read as it was: the strongest evidence for each act and each place.
    pub fn explain(&self, table: &Table, message: &str) -> Vec<Reason> {
        let scene = Scene::new(self.language, &self.finder, table, message);
        let (roles, proposals) = self.proposals(&scene);
        let mut reasons = Vec::new();
        for (i, spot) in scene.spots.outcomes.iter().enumerate() {
            let (role, p) = roles[i].best();
            let Some(class) = ROLES.iter().position(|(r, _)| *r == role) else { continue };
            let mut names = Names::default();
            evidence::of_spot(&scene, i, &mut names);
            let of = format!("{:?} is {} ({p:.2})", said(&scene, spot.first, spot.last, message), ROLES[class].1);
            reasons.extend(strongest(&self.roles, &names, class, &of));
        }
        let names = segment_names(&scene, &roles, &proposals);
        for (act, p) in acts::read(&scene, &roles, &proposals, &self.acts).0 {
            let of = format!("{act} ({p:.2})");
            match self.acts.class(act.name()) {
                Some(class) => {
                    let loudest =
                        names.iter().max_by(|a, b| self.acts.sum(a, class).total_cmp(&self.acts.sum(b, class)));
                    reasons.extend(loudest.into_iter().flat_map(|names| strongest(&self.acts, names, class, &of)));
                }
                None => reasons.push(Reason { of, because: cue_of(&scene, act), weight: p }),
            }
        }
        reasons
    }

    /// The evidence in a message, for fitting weights. Roles are read with this reader's own model.
    pub fn evidence(&self, table: &Table, message: &str) -> Evidence {
        let scene = Scene::new(self.language, &self.finder, table, message);
        let (roles, proposals) = self.proposals(&scene);
        let mut out = Evidence::default();
        for (i, spot) in scene.spots.outcomes.iter().enumerate() {
            let mut names = Names::default();
            evidence::of_spot(&scene, i, &mut names);
            let named = spot.issue.map(|issue| table.lexicon.issue_id(issue).to_owned()).zip(scene.choice(spot));
            let text = said(&scene, spot.first, spot.last, message).to_owned();
            out.spots.push(Place { features: names, text, named });
        }
        out.segments = segment_names(&scene, &roles, &proposals);
        out
    }
}

fn segment_names(scene: &Scene, roles: &[Roles], proposals: &Proposals) -> Vec<Names> {
    let segments = act_evidence::segments(scene);
    let evidence = act_evidence::Evidence::new(scene, roles, proposals, segments.len());
    let names = |(i, segment): (usize, &std::ops::Range<usize>)| {
        let mut names = Names::default();
        evidence.of_segment(i, segment, &mut names);
        names
    };
    segments.iter().enumerate().map(names).collect()
}

fn cue_of(scene: &Scene, act: Act) -> String {
    let name = format!("act:{act}");
    let found = scene.cues.iter().find(|f| scene.cue_name(f) == name);
    found.map_or_else(
        || "what is proposed".to_owned(),
        |f| {
            let words: Vec<&str> =
                scene.text.tokens[f.first as usize..=f.last as usize].iter().map(|t| &*t.word).collect();
            words.join(" ")
        },
    )
}

fn strongest(model: &Linear, names: &Names, class: usize, of: &str) -> Vec<Reason> {
    let weight =
        |name: &str| model.weights_of(name).iter().find(|(c, _)| usize::from(*c) == class).map_or(0.0, |(_, w)| *w);
    let mut reasons: Vec<Reason> = names
        .0
        .iter()
        .map(|(name, value)| Reason { of: of.to_owned(), because: name.clone(), weight: weight(name) * value })
        .filter(|reason| reason.weight.abs() > 0.05)
        .collect();
    reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    reasons.truncate(5);
    reasons
}

/// Words that may stand between a phrase of correction and what it puts right: "sorry, I meant with the tyres".
const LINKS: [&str; 14] =
    ["a", "an", "the", "my", "with", "without", "by", "in", "around", "about", "sorry", "it", "is", "i"];

/// Whether a phrase of correction stands right before a figure or an option: "oops, 910", and not "oops, that's steep".
fn corrects(scene: &Scene) -> bool {
    let tokens = &scene.text.tokens;
    let links = |token: &Token| token.kind == Kind::Mark || LINKS.contains(&&*token.word);
    let puts_right = |from: usize, spot: &Spot| {
        let between = tokens.get(from..spot.first).unwrap_or_default();
        spot.first >= from && between.iter().all(links)
    };
    let phrases = scene.cues.iter().filter(|found| scene.cue_name(found) == "frame:corrects");
    let mut after = phrases.map(|found| found.last as usize + 1);
    after.any(|from| scene.spots.outcomes.iter().any(|spot| puts_right(from, spot)))
}

fn said<'m>(scene: &Scene, first: usize, last: usize, message: &'m str) -> &'m str {
    let tokens = &scene.text.tokens;
    message.get(tokens[first].source.start..tokens[last].source.end).unwrap_or_default()
}

fn mentions(scene: &Scene, roles: &[Roles], message: &str) -> Vec<Mention> {
    let lexicon = scene.table.lexicon;
    scene
        .spots
        .outcomes
        .iter()
        .zip(roles)
        .map(|(spot, roles)| Mention {
            issue: spot.issue.map(|issue| lexicon.issue_id(issue).to_owned()),
            text: said(scene, spot.first, spot.last, message).to_owned(),
            figure: spot.value,
            option: spot.issue.zip(spot.option).map(|(issue, option)| lexicon.option_id(issue, option).to_owned()),
            role: roles.best().0,
        })
        .collect()
}
