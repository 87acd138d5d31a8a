//! The limits of buttons, menus, and the text inputs of modals.

use super::refusal::FormErrors;
use serde_json::Value;
use std::collections::BTreeSet;

/// Component types, as numbered by Discord.
pub mod component {
    pub const ROW: u64 = 1;
    pub const BUTTON: u64 = 2;
    pub const TEXT_SELECT: u64 = 3;
    pub const TEXT_INPUT: u64 = 4;
    pub const TEXT_DISPLAY: u64 = 10;
    pub const LABEL: u64 = 18;
}

/// Every component in a tree, with its path.
fn walk<'a>(components: &'a Value, at: &str, found: &mut Vec<(String, &'a Value)>) {
    for (number, one) in components.as_array().into_iter().flatten().enumerate() {
        let here = format!("{at}/{number}");
        found.push((here.clone(), one));
        walk(&one["components"], &format!("{here}/components"), found);
        for single in ["component", "accessory"] {
            if one[single].is_object() {
                found.push((format!("{here}/{single}"), &one[single]));
            }
        }
    }
}

/// The components of a message.
pub fn check_components(components: &Value, v2: bool, errors: &mut FormErrors) {
    let mut all = Vec::new();
    walk(components, "components", &mut all);
    let top = components.as_array().map(Vec::as_slice).unwrap_or_default();
    if v2 {
        errors.count("components", all.len(), 0, 40);
        let displayed = all.iter().filter(|(_, c)| c["type"] == component::TEXT_DISPLAY);
        let letters: usize = displayed.map(|(_, c)| c["content"].as_str().unwrap_or_default().chars().count()).sum();
        errors.count("components", letters, 0, 4000);
    } else {
        errors.count("components", top.len(), 0, 5);
        for (number, one) in top.iter().enumerate().filter(|(_, one)| one["type"] != component::ROW) {
            let told = format!("Value of field \"type\" must be one of (1,), not {}.", one["type"]);
            errors.add(format!("components/{number}/type"), "UNION_TYPE_CHOICES", told);
        }
    }
    for (at, one) in &all {
        match one["type"].as_u64() {
            Some(component::ROW) => check_row(at, one, errors),
            Some(component::BUTTON) => check_button(at, one, errors),
            Some(3 | 5..=8) => check_select(at, one, errors),
            Some(component::TEXT_INPUT | component::LABEL) => {
                errors.add(at, "COMPONENT_TYPE_INVALID", "Text inputs are for modals only.");
            }
            Some(9..=14 | 17) if v2 => {}
            _ => errors.add(at, "UNION_TYPE_CHOICES", "Unknown component type."),
        }
    }
    check_unique_ids(&all, errors);
}

fn check_unique_ids(all: &[(String, &Value)], errors: &mut FormErrors) {
    let mut used = BTreeSet::new();
    for (at, one) in all {
        let Some(name) = one["custom_id"].as_str() else { continue };
        errors.count(&format!("{at}/custom_id"), name.chars().count(), 1, 100);
        if !used.insert(name) {
            errors.add(
                format!("{at}/custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            );
        }
    }
}

fn check_row(at: &str, row: &Value, errors: &mut FormErrors) {
    let inner = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.count(&format!("{at}/components"), inner.len(), 1, 5);
    let mixed = inner.len() > 1 && inner.iter().any(|one| one["type"] != component::BUTTON);
    if mixed {
        errors.add(at, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A row holds five buttons or one menu.");
    }
}

fn check_button(at: &str, button: &Value, errors: &mut FormErrors) {
    errors.length(&format!("{at}/label"), &button["label"], 0, 80);
    if button["label"].as_str().is_none_or(str::is_empty) && button["emoji"].is_null() {
        errors.add(at, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji.");
    }
    let named = button["custom_id"].is_string();
    let linked = button["url"].is_string();
    let fits = match button["style"].as_u64() {
        Some(1..=4) => named && !linked,
        Some(5) => linked && !named,
        Some(6) => !named,
        _ => false,
    };
    if !fits {
        errors.add(at, "BUTTON_COMPONENT_INVALID", "Styles 1 to 4 need a custom_id, 5 a url and no custom_id.");
    }
}

fn check_select(at: &str, select: &Value, errors: &mut FormErrors) {
    errors.length(&format!("{at}/custom_id"), &select["custom_id"], 1, 100);
    errors.length(&format!("{at}/placeholder"), &select["placeholder"], 0, 150);
    let lowest = select["min_values"].as_u64().unwrap_or(1);
    let highest = select["max_values"].as_u64().unwrap_or(1);
    if lowest > highest || highest > 25 || highest == 0 {
        errors.add(at, "BASE_TYPE_BAD_INT", format!("min_values {lowest} and max_values {highest} do not fit."));
    }
    if select["type"] != component::TEXT_SELECT {
        return;
    }
    let options = select["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.count(&format!("{at}/options"), options.len(), 1, 25);
    let mut values = BTreeSet::new();
    for (number, option) in options.iter().enumerate() {
        let here = format!("{at}/options/{number}");
        errors.length(&format!("{here}/label"), &option["label"], 1, 100);
        errors.length(&format!("{here}/value"), &option["value"], 1, 100);
        errors.length(&format!("{here}/description"), &option["description"], 0, 100);
        if !values.insert(option["value"].as_str().unwrap_or_default()) {
            errors.add(
                format!("{here}/value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The option value is used twice.",
            );
        }
    }
    let chosen = options.iter().filter(|option| option["default"] == true).count();
    if chosen as u64 > highest || highest > options.len() as u64 {
        errors.add(at, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "More values than options or choices.");
    }
}

/// A modal: its title, its id, and one to five rows of one text input each.
pub fn check_modal(modal: &Value, errors: &mut FormErrors) {
    errors.length("data/title", &modal["title"], 1, 45);
    errors.length("data/custom_id", &modal["custom_id"], 1, 100);
    let rows = modal["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.count("data/components", rows.len(), 1, 5);
    let mut all = Vec::new();
    walk(&modal["components"], "data/components", &mut all);
    for (number, row) in rows.iter().enumerate() {
        let at = format!("data/components/{number}");
        let inner = row["components"].as_array().map_or(0, Vec::len);
        match row["type"].as_u64() {
            Some(component::ROW) if inner == 1 => {}
            Some(component::LABEL | component::TEXT_DISPLAY) => {}
            _ => errors.add(at, "UNION_TYPE_CHOICES", "A modal holds rows of one text input, or labels."),
        }
    }
    for (at, one) in all.iter().filter(|(_, one)| one["type"] != component::ROW) {
        if one["type"] == component::TEXT_INPUT {
            check_input(at, one, errors);
        } else if matches!(one["type"].as_u64(), Some(component::BUTTON)) {
            errors.add(at, "COMPONENT_TYPE_INVALID", "Buttons are for messages only.");
        }
    }
    check_unique_ids(&all, errors);
}

fn check_input(at: &str, input: &Value, errors: &mut FormErrors) {
    errors.length(&format!("{at}/custom_id"), &input["custom_id"], 1, 100);
    errors.length(&format!("{at}/label"), &input["label"], 0, 45);
    errors.length(&format!("{at}/placeholder"), &input["placeholder"], 0, 100);
    errors.length(&format!("{at}/value"), &input["value"], 0, 4000);
    let (lowest, highest) = (input["min_length"].as_u64().unwrap_or(0), input["max_length"].as_u64().unwrap_or(4000));
    if lowest > highest || highest > 4000 || highest == 0 {
        errors.add(at, "BASE_TYPE_BAD_LENGTH", format!("min_length {lowest} and max_length {highest} do not fit."));
    }
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        errors.add(format!("{at}/style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.");
    }
}
