//! What became of an uploaded counterpart, and pages to open in a browser.

use crate::discord::event::Attached;
use crate::discord::fetch::Unfetched;
use crate::discord::limits::{self, verbatim};
use crate::host::Finding;
use crate::host::classroom::Upload;

use super::{File, Post};

/// As much of a version's hash as tells it from the others.
pub(crate) const SHORT_HASH: usize = 8;

/// Room for findings in a message; more of them come as a file.
const ROOM: usize = 1_500;

/// Why a file was not fetched.
pub(crate) fn unfetched(file: &Attached, why: Unfetched, most: usize) -> Post {
    let name = verbatim(&limits::clip(&file.name, 80));
    Post::text(match why {
        Unfetched::TooLarge => {
            let size = file.size.div_ceil(1_024);
            format!(
                "**{name}** has {size} KiB; a counterpart's file has {} KiB at most. Nothing was kept.",
                most / 1_024
            )
        }
        Unfetched::Elsewhere => {
            format!("**{name}** doesn't lie with Discord, so I didn't fetch it. Attach the file itself.")
        }
        Unfetched::Away => format!("Discord didn't give me **{name}**. Nothing was kept: try again in a moment."),
    })
}

/// What the check of an upload found, as a compiler would say it, and whether it was kept.
pub(crate) fn uploaded(upload: &Upload, file: &str) -> Post {
    let id = verbatim(&limits::clip(if upload.kept { &upload.persona } else { file }, 80));
    let version: String = upload.hash.chars().take(SHORT_HASH).collect();
    let counts = Finding::counted(&upload.findings);
    let head = match upload.kept {
        true => format!(
            "**{id}** is on this server's shelf, version `{version}`: {counts}. `/persona show` and `/spar start` know it, here and nowhere else. What began with an earlier version goes on with that one."
        ),
        false => format!("**{id}** was not kept: {counts}. Mend what is marked *error* and upload it again."),
    };
    if upload.findings.is_empty() {
        return Post::text(head);
    }
    let all: Vec<String> = upload.findings.iter().map(|finding| told(file, finding)).collect();
    let whole = all.join("\n");
    if whole.chars().count() <= ROOM {
        return Post::text(format!("{head}\n```\n{whole}```"));
    }
    let mut shown = String::new();
    for one in &all {
        if shown.chars().count() + one.chars().count() > ROOM {
            break;
        }
        shown.push_str(one);
        shown.push('\n');
    }
    if shown.is_empty() {
        shown = limits::clip(all.first().map_or("", String::as_str), ROOM);
    }
    let file =
        File { name: "findings.txt".into(), alt: "Everything that the check found".into(), bytes: whole.into_bytes() };
    Post { file: Some(file), ..Post::text(format!("{head} The first of them; all are in the file.\n```\n{shown}```")) }
}

/// One finding, in the form of a compiler's.
fn told(file: &str, finding: &Finding) -> String {
    let file = limits::clip(file, 80);
    let place = match finding.column {
        0 => format!("{file}:{}", finding.line),
        column => format!("{file}:{}:{column}", finding.line),
    };
    let path = finding.path.to_string();
    let path = if path.is_empty() { path } else { format!(" ({path})") };
    let lines = [
        format!("{}[{}]: {}", finding.severity.name(), finding.rule, finding.message),
        format!("  --> {place}{path}"),
        format!("  = help: {}", finding.fix),
    ];
    lines.iter().map(|line| format!("{}\n", plain(line))).collect()
}

/// Text that stays within its line and its block of code, whatever is in the file it speaks of.
fn plain(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    limits::clip(&text.replace('`', "ˋ").replace('@', "@\u{200b}"), 400)
}

/// It is retired.
pub(crate) fn retired(persona: &str) -> Post {
    Post::text(format!(
        "**{}** is retired: nothing begins with it any more. Talks and challenges that have begun go on, and uploading it again brings it back.",
        verbatim(persona)
    ))
}

/// The file of one of the server's own.
pub(crate) fn persona_file(persona: &str, text: String) -> Post {
    let name: String =
        persona.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(60).collect();
    let words = "It holds the hidden side too: only you see this message.";
    let file = File { name: format!("{name}.yaml"), alt: "The counterpart's file".into(), bytes: text.into_bytes() };
    Post { file: Some(file), ..Post::text(words) }
}

/// A talk as a page.
pub(crate) fn talk_page(session: &str, page: String) -> Post {
    let words = "The talk as a page: open it in any browser, print it, keep it. It loads nothing from anywhere.";
    page_file(&format!("talk-{session}"), words, page)
}

/// A challenge as a page; `brief` where the talks had to be left out.
pub(crate) fn challenge_page(challenge: &str, page: String, brief: bool) -> Post {
    let words = match brief {
        false => "The challenge as a page: who stands where, the deals, rows by concept, the talks that count.",
        true => {
            "The challenge as a page. With all talks it would be too large for Discord, so they are left out; `sparring report` writes them too."
        }
    };
    page_file(&format!("challenge-{challenge}"), words, page)
}

fn page_file(name: &str, words: &str, page: String) -> Post {
    let file =
        File { name: format!("{name}.html"), alt: "A page to open in a browser".into(), bytes: page.into_bytes() };
    Post { file: Some(file), ..Post::text(words) }
}
