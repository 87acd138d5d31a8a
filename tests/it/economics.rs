//! The mathematics against exact reference figures, and its speed.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use sparring::negotiation::{Analysis, DealSpace};
use sparring::persona::{Economics, Solution, load};

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn read(path: PathBuf) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A synthetic domain as a minimal persona; JSON is YAML.
fn persona(domain: &Value) -> String {
    let issues = domain["issues"].as_array().unwrap();
    let ids = |issue: &Value| {
        issue["values"].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let values = |party: &Value| {
        let worth = |(i, issue): (usize, &Value)| {
            let weight = party["weights_pct"][i].as_i64().unwrap();
            let options = ids(issue)
                .into_iter()
                .enumerate()
                .map(|(k, id)| (id, json!(weight * party["points"][i][k].as_i64().unwrap())));
            (issue["name"].as_str().unwrap().to_owned(), Value::Object(options.collect()))
        };
        Value::Object(issues.iter().enumerate().map(worth).collect::<Map<_, _>>())
    };
    let shapes = issues.iter().map(|issue| {
        let options: Map<String, Value> = ids(issue).into_iter().map(|id| (id.clone(), json!(id))).collect();
        (issue["name"].as_str().unwrap().to_owned(), json!({ "options": options }))
    });
    let (a, b) = (&domain["parties"][0], &domain["parties"][1]);
    json!({
        "schema": 1, "id": domain["name"], "title": "made up", "scenario": "A made-up domain.", "unit": "points",
        "issues": shapes.collect::<Map<_, _>>(),
        "learner": { "role": "A", "values": values(a), "reservation": a["reservation_int"] },
        "counterpart": { "role": "B", "name": "B", "values": values(b), "reservation": b["reservation_int"] },
    })
    .to_string()
}

fn pairs(points: &Value) -> BTreeSet<(i64, i64)> {
    points.as_array().unwrap().iter().map(|p| (p[0].as_i64().unwrap(), p[1].as_i64().unwrap())).collect()
}

fn gains(solutions: &[Solution]) -> BTreeSet<(i64, i64)> {
    solutions.iter().map(|solution| (solution.learner_gain, solution.counterpart_gain)).collect()
}

#[test]
fn sixty_domains_agree_to_the_last_unit() {
    let reference = read(golden().join("golden_synthetic.json"));
    let mut without_zone = 0;
    let domains = reference["domains"].as_object().unwrap();
    assert_eq!(domains.len(), 60);
    for (name, exact) in domains {
        let domain = read(golden().join(format!("synthetic/{name}.json")));
        let loaded = load(&format!("{name}.yaml"), persona(&domain).as_bytes());
        let got: Economics = loaded.economics.unwrap_or_else(|| panic!("{name}: {:#?}", loaded.findings));
        let reservation = |k: usize| domain["parties"][k]["reservation_int"].as_i64().unwrap();
        let over = |key: &str| -> BTreeSet<(i64, i64)> {
            pairs(&exact[key]).into_iter().map(|(u, v)| (u - reservation(0), v - reservation(1))).collect()
        };
        assert_eq!(json!(got.deals), exact["n_outcomes"], "{name}");
        assert_eq!(json!(got.inside_zopa), exact["n_rational"], "{name}");
        let frontier: Vec<(i64, i64)> = pairs(&exact["pareto"]).into_iter().collect();
        assert_eq!(got.frontier, frontier, "{name}: frontier");
        assert_eq!(gains(&got.nash), over("nash"), "{name}: Nash");
        assert_eq!(gains(&got.kalai_smorodinsky), over("ks_maximin"), "{name}: Kalai-Smorodinsky");
        assert_eq!(gains(&got.egalitarian), over("egalitarian"), "{name}: egalitarian");
        if frontier.is_empty() {
            without_zone += 1;
            assert_eq!((got.max_joint_surplus, got.mean_joint_surplus), (None, None), "{name}");
        } else {
            assert_eq!(json!(got.max_joint_surplus), exact["max_joint_gain"], "{name}: joint surplus");
        }
    }
    assert_eq!(without_zone, 4);
}

#[test]
fn the_librarys_figures_come_out_of_the_files() {
    let expected = [
        ("hatchback", include_str!("../../personas/hatchback.yaml"), (220, 84, 25, 1230), 1056.190476, 0.308943),
        ("flat-3b", include_str!("../../personas/flat-3b.yaml"), (1044, 285, 23, 2750), 1675.403509, 0.694545),
    ];
    for (id, text, (deals, inside, frontier, most), mean, potential) in expected {
        let got = load(&format!("{id}.yaml"), text.as_bytes()).economics.unwrap();
        assert_eq!((got.deals, got.inside_zopa, got.frontier.len()), (deals, inside, frontier), "{id}");
        assert_eq!(got.max_joint_surplus, Some(most), "{id}");
        assert!((got.mean_joint_surplus.unwrap() - mean).abs() < 1e-6, "{id}");
        assert!((got.integrative_potential.unwrap() - potential).abs() < 1e-6, "{id}");
    }
}

#[test]
fn a_million_deals_are_analysed_exactly_and_soon() {
    let options = |n: usize| (0..n).map(|k| (format!("o{k}"), json!(format!("option {k}")))).collect::<Map<_, _>>();
    let worth =
        |n: usize, a: i64, m: i64| (0..n).map(|k| (format!("o{k}"), json!(k as i64 * a % m))).collect::<Map<_, _>>();
    let sides = |a: i64, m: i64| {
        json!({ "w": worth(10, a, m), "x": worth(10, a + 2, m), "y": worth(10, a + 4, m), "z": worth(10, a + 6, m),
        "price": { "per_unit": if a > 20 { -1 } else { 1 } } })
    };
    let file = json!({
        "schema": 1, "id": "large", "title": "large", "scenario": "Large.", "unit": "points",
        "issues": { "w": { "options": options(10) }, "x": { "options": options(10) }, "y": { "options": options(10) },
            "z": { "options": options(10) }, "price": { "numeric": { "min": 1, "max": 100, "step": 1 } } },
        "learner": { "role": "A", "values": sides(7, 61), "reservation": 80 },
        "counterpart": { "role": "B", "name": "B", "values": sides(23, 67), "reservation": 40 },
    });
    let loaded = load("large.yaml", file.to_string().as_bytes());
    let persona = loaded.persona.unwrap();
    let began = Instant::now();
    let space: DealSpace = persona.deal_space().unwrap();
    let analysis = Analysis::of(&space, persona.limits());
    let took = began.elapsed();
    assert_eq!(analysis.deals, 1_000_000);
    assert!(analysis.inside_zone > 100_000, "{}", analysis.inside_zone);
    // Comparing pairs would take hours; the bound leaves room for a busy machine and no optimisation.
    assert!(took < Duration::from_secs(20), "{took:?}");
    for pair in analysis.frontier.windows(2) {
        assert!(pair[0].learner < pair[1].learner && pair[0].counterpart > pair[1].counterpart);
    }
}
