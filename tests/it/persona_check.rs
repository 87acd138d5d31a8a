//! `sparring check` on broken files: whole texts, as an author meets them.

use std::fs;
use std::path::Path;

use sparring::cli::check::{json, text};
use sparring::persona::{Loaded, load};

fn broken(name: &str) -> Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    load(&format!("{name}.yaml"), &fs::read(folder.join(format!("{name}.yaml"))).unwrap())
}

macro_rules! reports {
    ($($test:ident: $file:literal,)+) => {
        $(
            #[test]
            fn $test() {
                insta::assert_snapshot!(concat!("broken-", $file), text(&[broken($file)], false));
            }
        )+

        #[test]
        fn every_broken_file_has_a_report() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
            let mut there: Vec<String> = fs::read_dir(folder).unwrap()
                .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
                .collect();
            let mut told = vec![$($file.to_owned()),+];
            there.sort();
            told.sort();
            assert_eq!(there, told);
        }
    };
}

reports! {
    an_item_too_far_left_is_found: "indent-item-short",
    an_item_too_far_right_is_found: "indent-item-long",
    a_key_outside_its_map_is_found_where_it_stands: "indent-key-outside",
    a_key_below_a_value_is_found: "indent-key-deep",
    a_key_in_the_map_beside_is_told_where_it_belongs: "key-too-deep",
    a_key_among_names_is_told_where_it_belongs: "key-too-far-out",
    a_missing_colon_is_found_on_its_line: "colon-missing",
    a_colon_without_a_space_is_found_on_its_line: "colon-unspaced",
    a_colon_in_a_text_wants_quotes: "colon-in-text",
    a_line_that_left_its_text_is_found: "text-outside",
    a_quote_that_stays_open_is_found_where_it_opens: "quote-open",
    a_quote_inside_a_text_is_found: "quote-inside",
    a_bracket_that_stays_open_is_found_where_it_opens: "bracket-open",
    a_tab_is_shown: "tab-inside",
    unknown_names_are_all_told_with_what_was_meant: "unknown-names",
    unknown_keys_are_told_with_what_was_meant: "unknown-keys",
    figures_out_of_place_are_told: "wrong-figures",
    a_reservation_with_the_wrong_sign_is_explained: "reservation-sign",
    an_empty_zone_says_how_far_the_sides_are_apart: "no-zone",
    a_variant_is_checked_like_the_file: "zone-in-variant",
    a_persona_that_is_too_easy_is_warned_about: "too-easy",
    what_can_never_come_up_is_told: "never-fires",
    placeholders_that_stay_empty_are_told: "placeholders",
    secrets_in_public_words_are_told: "secrets",
    names_and_ranges_are_told: "Bad_Id",
    repeated_keys_are_refused: "repeated-key",
    missing_parts_are_named: "missing-parts",
    a_comma_that_cuts_a_text_is_explained: "stray-comma",
    tabs_are_named: "tabs",
    aliases_are_refused: "aliases",
    a_second_document_is_refused: "two-documents",
    an_open_quote_is_found: "unclosed",
    too_many_deals_are_refused: "too-many-deals",
    texts_that_discord_would_refuse_are_told: "too-long",
}

#[test]
fn colour_comes_only_when_asked_for() {
    let loaded = [broken("no-zone")];
    assert!(!text(&loaded, false).contains('\u{1b}'));
    assert!(text(&loaded, true).contains('\u{1b}'));
}

#[test]
fn the_report_for_programs_has_the_contracts_keys() {
    let report: serde_json::Value = serde_json::from_str(&json(&[broken("no-zone"), broken("tabs")]).unwrap()).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    let first = &report["personas"][0];
    assert_eq!(keys(first), "id file findings economics variants");
    assert_eq!(keys(&first["findings"][0]), "severity rule path line message fix");
    assert_eq!(
        keys(&first["economics"]),
        "deals inside_zopa frontier nash kalai_smorodinsky egalitarian max_joint_surplus mean_joint_surplus integrative_potential"
    );
    assert_eq!(first["economics"]["nash"], serde_json::json!([]));
    assert!(first["economics"]["max_joint_surplus"].is_null());
    assert!(report["personas"][1]["economics"].is_null());
}

#[test]
fn the_committed_schema_is_the_one_that_is_printed() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("personas/persona.schema.json");
    let committed = fs::read_to_string(file).unwrap();
    assert_eq!(committed, sparring::cli::schema::text(), "run: sparring schema > personas/persona.schema.json");
}

#[test]
fn a_file_cannot_write_to_the_terminal_through_its_findings() {
    let minimal = include_str!("../fixtures/minimal.yaml");
    let file = format!("{minimal}\n\"\\e[2J\": \"\\e[31m\"\nlanguage: \"\\e[0m\"\n");
    let report = text(&[load("\u{1b}[1mminimal.yaml", file.as_bytes())], false);
    assert!(report.contains("[2J") && !report.contains('\u{1b}'), "{report}");
}
