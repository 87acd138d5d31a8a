//! The calibrations that ship belong to the personas that ship, and what they say is what a calibration has to show.

use std::sync::Arc;

use sparring::persona::{Catalogue, Difficulty, STANDARD};
use sparring::session::Scene;
use sparring::simulate::{Arena, PAR_LEARNER, Voice, learner, shipped, spoken};

#[test]
fn every_shipped_persona_has_its_par_in_its_current_text() {
    for persona in Catalogue::embedded().all() {
        let known = shipped(&persona.hash).unwrap_or_else(|| {
            panic!("{} has changed: run `sparring simulate all --report --write` and read it", persona.id)
        });
        assert_eq!(known.persona, persona.id);
        assert_eq!(Some(known.par), known.of(PAR_LEARNER));
        assert!(known.percentiles.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1), "{known:?}");
    }
}

#[test]
fn scores_spread_and_good_play_scores_best() {
    for persona in Catalogue::embedded().all() {
        let known = shipped(&persona.hash).unwrap();
        assert!(known.spread() >= 40.0, "{}: {}", persona.id, known.spread());
        for learner in known.learners.iter().filter(|learner| learner.learner != PAR_LEARNER) {
            assert!(learner.score < known.par, "{}: {learner:?}", persona.id);
        }
        for poor in ["staller", "random", "take-back"] {
            assert!(known.of(poor).unwrap() < known.par - 40.0, "{}: {poor}", persona.id);
        }
    }
}

#[test]
fn what_is_rated_without_replays_is_what_the_debrief_says() {
    let persona =
        Arc::new(Catalogue::embedded().find("hatchback").unwrap().choose(STANDARD, Difficulty::Normal).unwrap());
    let arena = Arena::new(Arc::clone(&persona)).unwrap();
    for name in [PAR_LEARNER, "boulware", "staller"] {
        let mut learner = learner(name, 3).unwrap();
        let talk = spoken(&Scene::new(Arc::clone(&persona)), &arena, learner.as_mut(), 3, Voice::Text);
        let debrief = sparring::score::debrief(&talk.session).unwrap();
        let scored = sparring::score::scored(&talk.session).unwrap();
        assert_eq!((scored.dials, scored.score), (debrief.dials, debrief.score), "{name}");
    }
}
