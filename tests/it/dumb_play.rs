//! Good play pays and dumb play doesn't: the staller, the late lowballer and whoever repeats reasons end
//! clearly below integrative play. The full table is `sparring simulate all --learner all`.

use std::sync::Arc;

use sparring::simulate::{Arena, around_good_play, compare, summarise};

use crate::cases::persona;

const RUNS: u32 = 30;

fn gain(arena: &Arena, learner: &str) -> f64 {
    summarise(arena, learner, RUNS, 1, || {}).unwrap().gain
}

#[test]
fn dumb_play_earns_clearly_less_than_integrative_play() {
    for id in ["p01", "p05"] {
        let arena = Arena::new(Arc::new(persona(id, "standard"))).unwrap();
        let good = gain(&arena, "integrative");
        assert!(good > 0.4, "{id}: integrative play earned only {good:.2}");
        for dumb in ["staller", "late-lowball", "late-lowball-opened", "repeats-reasons", "endless-questions"] {
            let earned = gain(&arena, dumb);
            assert!(earned < 0.5 * good, "{id}: {dumb} earned {earned:.2} against {good:.2}");
        }
    }
}

#[test]
fn what_is_taught_pays_in_a_car_sale_and_in_a_lease() {
    let arenas = ["p01", "p05"].map(|id| Arena::new(Arc::new(persona(id, "standard"))).unwrap());
    let arenas: Vec<&Arena> = arenas.iter().collect();
    for pair in around_good_play() {
        let found = compare(&arenas, &pair, RUNS, 1);
        assert!(found.difference > 0.0, "{found:?}");
    }
}
