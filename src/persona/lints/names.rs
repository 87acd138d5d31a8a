//! Names: ids, topics, and whatever names another part of the file.

use std::collections::BTreeMap;

use super::{Case, Findings, Path, suggest};
use crate::persona::model::Truth;
use crate::persona::shape::{Shape, VERSION};

/// Topics of questions beside the issues.
pub(super) const TOPICS: [&str; 6] = ["timing", "reason", "priorities", "alternatives", "budget", "relationship"];

pub(super) fn id_is_the_file(shape: &Shape, stem: &str, findings: &mut Findings) {
    let id = &shape.id;
    let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || !id.chars().all(kebab) || id.starts_with('-') || id.ends_with('-') {
        let near: String = id.to_lowercase().chars().map(|c| if kebab(c) { c } else { '-' }).collect();
        let fix = format!("small letters, digits and hyphens only: `{}`", near.trim_matches('-'));
        findings.error("id-form", Path::of(["id"]), format!("`{id}` can't be an id"), fix);
    } else if id != stem {
        let message = format!("the id is `{id}`, and the file is called `{stem}`");
        findings.error(
            "id-not-file",
            Path::of(["id"]),
            message,
            format!("call the file `{id}.yaml`, or write `id: {stem}`"),
        );
    }
}

pub(super) fn version_is_known(shape: &Shape, findings: &mut Findings) {
    if shape.schema != VERSION {
        let message = format!("this program reads personas of schema {VERSION}; this is {}", shape.schema);
        findings.error(
            "schema-version",
            Path::of(["schema"]),
            message,
            format!("write `schema: {VERSION}`, or use a newer program"),
        );
    }
}

pub(super) fn variants_have_names(shape: &Shape, findings: &mut Findings) {
    for name in shape.variants.keys() {
        let path = Path::of(["variants", name]);
        if name == crate::persona::STANDARD {
            let fix = "the file itself is the standard variant: move this up, or choose another name";
            findings.error("variant-name", path, "`standard` can't be varied", fix);
        } else if name.is_empty()
            || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-')
        {
            findings.error(
                "variant-name",
                path,
                format!("`{name}` can't be a variant's name"),
                "use small letters, digits, `_` and `-`",
            );
        }
    }
}

/// Ids of rules, interests, claims and facts share one space, because `after` names any of them.
pub(super) fn ids_are_unique(case: &Case<'_>, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, Path> = BTreeMap::new();
    let mut see = |id, path: Path| {
        if let Some(first) = seen.insert(id, path.clone()) {
            let message = format!("`{id}` is the id of `{first}` too");
            findings.error("repeated-id", path, message, "give one of the two another id");
        }
    };
    let (persona, side) = (case.persona, &case.persona.counterpart);
    persona.facts.iter().for_each(|fact| see(fact.id.as_str(), Path::of(["facts", &fact.id])));
    side.interests.iter().for_each(|it| see(it.id.as_str(), Path::of(["counterpart", "interests", &it.id])));
    side.claims.iter().for_each(|it| see(it.id.as_str(), Path::of(["counterpart", "claims", &it.id])));
    let rules = Path::of(["counterpart", "rules"]);
    side.rules.iter().enumerate().for_each(|(i, rule)| see(rule.id.as_str(), rules.index(i).key("id")));
}

pub(super) fn concepts_exist(case: &Case<'_>, findings: &mut Findings) {
    for (i, row) in case.persona.concepts.iter().enumerate().filter(|(_, row)| !(1..=102).contains(*row)) {
        let path = Path::of(["concepts"]).index(i);
        findings.error("unknown-concept", path, format!("there is no concept {row}"), "choose numbers from 1 to 102");
    }
}

pub(super) fn interests_can_be_earned(case: &Case<'_>, findings: &mut Findings) {
    let issues: Vec<&str> = case.persona.agenda.issues.iter().map(|issue| issue.id.as_str()).collect();
    let known = || issues.iter().copied().chain(TOPICS);
    for interest in &case.persona.counterpart.interests {
        let path = Path::of(["counterpart", "interests", &interest.id]);
        if !(0..=100).contains(&interest.min_trust) {
            let message =
                format!("`{}` is told from trust {} on, and trust goes from 0 to 100", interest.id, interest.min_trust);
            findings.error(
                "interest-unreachable",
                path.key("min_trust"),
                message,
                "choose a number from 0 to 100; 30 to 60 is usual",
            );
        }
        if interest.about.is_empty() {
            let fix = format!("name what a question must be about: {}", known().collect::<Vec<_>>().join(", "));
            findings.error(
                "interest-unreachable",
                path.key("about"),
                format!("no question can earn `{}`", interest.id),
                fix,
            );
        }
        for (i, topic) in
            interest.about.iter().enumerate().filter(|(_, topic)| !known().any(|known| known == topic.as_str()))
        {
            let message = format!("`{topic}` is neither an issue nor a topic of questions");
            findings.error("unknown-topic", path.key("about").index(i), message, suggest(topic, known()));
        }
        if interest.reveal.is_empty() {
            let message = format!("`{}` has no line that tells it", interest.id);
            findings.error("interest-unspoken", path.key("reveal"), message, "add at least one line");
        }
    }
}

pub(super) fn claims_can_be_tested(case: &Case<'_>, findings: &mut Findings) {
    for claim in case.persona.counterpart.claims.iter().filter(|claim| claim.truth != Truth::True) {
        if claim.reveal_by.is_empty() {
            let path = Path::of(["counterpart", "claims", &claim.id]);
            let message = format!("`{}` doesn't fully hold, but nothing the learner does brings that out", claim.id);
            findings.warn("claim-untestable", path, message, "add `reveal_by: [verify, q_challenge]`");
        }
    }
}

pub(super) fn effects_name_what_exists(case: &Case<'_>, findings: &mut Findings) {
    let side = &case.persona.counterpart;
    let claims = || side.claims.iter().map(|claim| claim.id.as_str());
    let interests = || side.interests.iter().map(|interest| interest.id.as_str());
    for (i, rule) in side.rules.iter().enumerate() {
        let path = Path::of(["counterpart", "rules"]).index(i).key("then");
        if let Some(claim) = rule.then.claim.as_deref().filter(|name| !claims().any(|known| known == *name)) {
            findings.error(
                "unknown-claim",
                path.key("claim"),
                format!("`{claim}` is not a claim"),
                suggest(claim, claims()),
            );
        }
        if let Some(name) = rule.then.reveal.as_deref().filter(|name| !interests().any(|known| known == *name)) {
            findings.error(
                "unknown-interest",
                path.key("reveal"),
                format!("`{name}` is not an interest"),
                suggest(name, interests()),
            );
        }
    }
}
