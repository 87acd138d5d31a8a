//! Good play pays and dumb play doesn't: the staller, the late lowballer and whoever repeats reasons end
//! clearly below integrative play, and no random policy that ignores what is taught wins. The full table is
//! `sparring simulate all --learner all --pairs --search 100`.

use std::sync::Arc;

use sparring::simulate::{Arena, Voice, around_good_play, compare, learner, search, summarise};

use crate::cases::persona;

const RUNS: u32 = 30;

fn arena(id: &str) -> Arena {
    Arena::new(Arc::new(persona(id, "standard"))).unwrap()
}

fn gain(arena: &Arena, learner: &str) -> f64 {
    summarise(arena, learner, RUNS, 1, || {}).unwrap().gain
}

#[test]
fn dumb_play_earns_clearly_less_than_integrative_play() {
    for id in ["p01", "p05"] {
        let arena = arena(id);
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
    let arenas = ["hatchback", "flat-3b"].map(arena);
    let arenas: Vec<&Arena> = arenas.iter().collect();
    for pair in around_good_play() {
        let found = compare(&arenas, &pair, RUNS, 1);
        assert!(found.applies > 0.0, "never came up: {found:?}");
        assert!(found.difference > 0.0, "{found:?}");
    }
}

#[test]
fn nobody_is_expected_to_close_before_having_moved() {
    let arena = arena("p02");
    let mut asked_for_more = 0;
    for seed in 0..20 {
        arena.watch(learner("one-jump", seed).unwrap().as_mut(), seed, |step| {
            let reply = step.reply.unwrap();
            if reply.rules.iter().any(|rule| rule.id == "engine.room") {
                assert!(reply.accepts.is_none(), "{reply:?}");
                asked_for_more += 1;
            }
        });
    }
    assert!(asked_for_more > 0);
}

#[test]
fn no_random_policy_that_ignores_what_is_taught_wins() {
    for id in ["hatchback", "flat-3b", "analyst-offer", "helpdesk-renewal", "p03"] {
        let tried = search(&arena(id), 40, 8, 1, || {});
        let exploits: Vec<_> = tried.iter().filter(|tried| tried.is_exploit()).collect();
        assert_eq!(tried.len(), 40);
        assert!(exploits.is_empty(), "{id}: {exploits:#?}");
    }
}

#[test]
fn learners_who_speak_are_read_as_they_meant_it_and_good_play_still_pays() {
    for id in ["hatchback", "flat-3b"] {
        let arena = arena(id).spoken(Voice::Text);
        let good = summarise(&arena, "integrative", 12, 1, || {}).unwrap();
        let read = good.readings.unwrap();
        assert!(good.agreed > 0.9 && good.gain > 0.35, "{id}: {:.2} of them agreed, {:.2}", good.agreed, good.gain);
        assert!(read.offers > 30 && read.offers_as_meant * 10 >= read.offers * 9, "{id}: {read:?}");
        for dumb in ["staller", "late-lowball", "repeats-reasons"] {
            let earned = summarise(&arena, dumb, 6, 1, || {}).unwrap().gain;
            assert!(earned < 0.5 * good.gain, "{id}: {dumb} earned {earned:.2} against {:.2}", good.gain);
        }
    }
}
