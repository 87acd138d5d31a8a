//! The limits of application commands.

use super::refusal::FormErrors;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every command of a list, and what only the list can get wrong.
pub fn check_commands(commands: &[Value], errors: &mut FormErrors) {
    let mut names = BTreeSet::new();
    for (number, command) in commands.iter().enumerate() {
        check_command(&number.to_string(), command, errors);
        let kind = command["type"].as_u64().unwrap_or(1);
        if !names.insert((kind, command["name"].as_str().unwrap_or_default())) {
            errors.add(
                number.to_string(),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            );
        }
    }
    for (kind, most) in [(1, 100), (2, 15), (3, 15)] {
        let count = commands.iter().filter(|c| c["type"].as_u64().unwrap_or(1) == kind).count();
        errors.count("", count, 0, most);
    }
}

/// One command, at a path.
pub fn check_command(at: &str, command: &Value, errors: &mut FormErrors) {
    let kind = command["type"].as_u64().unwrap_or(1);
    if kind == 1 {
        check_name(&format!("{at}/name"), &command["name"], errors);
        errors.length(&format!("{at}/description"), &command["description"], 1, 100);
    } else {
        errors.length(&format!("{at}/name"), &command["name"], 1, 32);
        if command["description"].as_str().is_some_and(|text| !text.is_empty()) {
            errors.add(
                format!("{at}/description"),
                "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
                "No description here",
            );
        }
    }
    if let Some(bits) = command["default_member_permissions"].as_str()
        && bits.parse::<u64>().is_err()
    {
        errors.add(format!("{at}/default_member_permissions"), "NUMBER_TYPE_COERCE", "Not a bit set in digits");
    }
    check_options(&format!("{at}/options"), &command["options"], 0, errors);
    if text_of(command) > 8000 {
        errors.add(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
    }
}

fn check_name(at: &str, name: &Value, errors: &mut FormErrors) {
    let name = name.as_str().unwrap_or_default();
    let letters = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '\''));
    let length = name.chars().count();
    if !letters || name.to_lowercase() != name || !(1..=32).contains(&length) {
        errors.add(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
}

fn check_options(at: &str, options: &Value, depth: usize, errors: &mut FormErrors) {
    let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
    errors.count(at, options.len(), 0, 25);
    let mut names = BTreeSet::new();
    let mut optional_seen = false;
    for (number, option) in options.iter().enumerate() {
        let here = format!("{at}/{number}");
        check_name(&format!("{here}/name"), &option["name"], errors);
        errors.length(&format!("{here}/description"), &option["description"], 1, 100);
        if !names.insert(option["name"].as_str().unwrap_or_default()) {
            errors.add(&here, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name is used twice");
        }
        match option["type"].as_u64() {
            Some(1) if depth < 2 => {}
            Some(2) if depth < 1 => {}
            Some(3..=11) => {
                if option["required"] == true && optional_seen {
                    let told = "Required options must be placed before non-required options";
                    errors.add(&here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", told);
                }
                optional_seen |= option["required"] != true;
            }
            _ => errors.add(format!("{here}/type"), "BASE_TYPE_CHOICES", "No such option type here"),
        }
        check_choices(&here, option, errors);
        check_options(&format!("{here}/options"), &option["options"], depth + 1, errors);
    }
    let groups = options.iter().filter(|option| matches!(option["type"].as_u64(), Some(1 | 2))).count();
    if groups > 0 && groups < options.len() {
        errors.add(
            at,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and plain options are mutually exclusive",
        );
    }
}

fn check_choices(at: &str, option: &Value, errors: &mut FormErrors) {
    let choices = option["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.count(&format!("{at}/choices"), choices.len(), 0, 25);
    for (number, choice) in choices.iter().enumerate() {
        errors.length(&format!("{at}/choices/{number}/name"), &choice["name"], 1, 100);
    }
    if option["autocomplete"] == true && !choices.is_empty() {
        errors.add(at, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_WITH_CHOICES", "Autocomplete or choices, not both");
    }
}

/// Characters of names, descriptions and choices together.
fn text_of(part: &Value) -> usize {
    let size = |text: &Value| text.as_str().map_or(0, |text| text.encode_utf16().count());
    let inner = |field: &str| part[field].as_array().into_iter().flatten().map(text_of).sum::<usize>();
    size(&part["name"]) + size(&part["description"]) + size(&part["value"]) + inner("options") + inner("choices")
}

/// Choices offered while a person types.
pub fn check_suggestions(data: &Value, errors: &mut FormErrors) {
    let Some(choices) = data["choices"].as_array() else {
        errors.add("data/choices", "BASE_TYPE_REQUIRED", "This field is required");
        return;
    };
    errors.count("data/choices", choices.len(), 0, 25);
    for (number, choice) in choices.iter().enumerate() {
        errors.length(&format!("data/choices/{number}/name"), &choice["name"], 1, 100);
        if let Some(text) = choice["value"].as_str() {
            errors.count(&format!("data/choices/{number}/value"), text.chars().count(), 0, 100);
        }
    }
}
