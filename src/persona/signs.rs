//! Signs that no text of a persona may hold, wherever it stands: those that ring everybody's bell in a chat, steer a
//! terminal, or make a line read otherwise than it is written.

use super::finding::{Findings, Path};
use super::tree::{Content, Node};

/// Calls that reach people beyond the table.
const CALLS: &[&str] = &["@everyone", "@here", "<@", "<#", "</"];

/// Looks through every key and text of a file.
pub(super) fn are_harmless(root: &Node, findings: &mut Findings) {
    look(root, &Path::root(), findings);
}

fn look(node: &Node, path: &Path, findings: &mut Findings) {
    match &node.content {
        Content::Scalar(value) => {
            if let Some(text) = value.as_str() {
                judge(text, path, findings);
            }
        }
        Content::List(items) => {
            items.iter().enumerate().for_each(|(at, item)| look(item, &path.index(at), findings));
        }
        Content::Map(entries) => {
            for (key, value) in entries {
                let here = path.key(key);
                judge(key, &here, findings);
                look(value, &here, findings);
            }
        }
    }
}

fn judge(text: &str, path: &Path, findings: &mut Findings) {
    if let Some(call) = CALLS.iter().find(|call| text.contains(*call)) {
        let message = format!("this text calls people or places with `{call}`");
        findings.error("mention", path.clone(), message, "write the name without it");
    }
    if let Some(sign) = text.chars().find(|sign| is_hidden(*sign)) {
        let message =
            format!("this text holds the sign U+{:04X}, which can't be seen and changes how it is shown", sign as u32);
        findings.error("hidden-sign", path.clone(), message, "take it out; type the text anew if you can't find it");
    }
}

/// Control characters other than line breaks and tabs, and marks that turn the direction of reading (Unicode TR 36).
fn is_hidden(sign: char) -> bool {
    let turns =
        matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}');
    turns || sign.is_control() && !matches!(sign, '\n' | '\t' | '\r')
}
