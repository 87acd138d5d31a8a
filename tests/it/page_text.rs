//! Whatever somebody types ends up as text on the page, all of it to be seen, and never as a part of the page.

use std::sync::LazyLock;

use proptest::prelude::*;
use scraper::{Html, Node, Selector};
use sparring::report::page::Note;
use sparring::session::Input;

use super::page::Talk;

/// What has broken pages before: ends of elements, scripts, addresses, comments, entities, what can't be seen.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</script>",
    "</style><style>*{display:none}</style>",
    "</title>",
    "</textarea>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><a href=javascript:alert(1)>click</a>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&lt;b&gt;&amp;&#60;&#x3c;&notit;",
    "{{ 7*7 }}{% raw %}",
    "\u{0}",
    "\u{1b}[2J",
    "\r",
    "\r\n",
    "\u{7f}",
    "\u{85}",
    "\u{202e}detrever\u{202c}",
    "\u{2066}isolated\u{2069}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "\u{fffe}",
    "\u{e0041}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "שלום £6,140 مرحبا",
    "👩\u{200d}👧",
    "=cmd|'/c calc'!A1",
    "@everyone",
];

/// All of it at once, and a name of its own.
pub(super) fn hostile_page() -> String {
    let mut talk = Talk::ended();
    talk.learner = "<script>alert('name')</script>".into();
    talk.transcript[1].input = Some(Input::Say(HOSTILE.join("\n")));
    talk.transcript[4].input = Some(Input::Say(format!("{}{}", "W".repeat(2000), "\u{35f}".repeat(300))));
    talk.note = Some(Note { by: "</aside><script>".into(), text: HOSTILE.concat() });
    talk.html()
}

/// Every element with its attributes, in order; texts left out, and names that carry a learner's text.
fn structure(page: &Html) -> Vec<String> {
    let told = page.tree.values().filter_map(|node| match node {
        Node::Element(element) => {
            let attributes = element.attrs().map(|(name, value)| match name {
                "aria-label" => name.to_owned(),
                _ => format!("{name}={value}"),
            });
            Some(format!("{} {}", element.name(), attributes.collect::<Vec<_>>().join(" ")))
        }
        Node::Comment(_) => Some("a comment".into()),
        _ => None,
    });
    told.collect()
}

fn shown(page: &Html, selector: &str) -> String {
    page.select(&Selector::parse(selector).unwrap()).next().unwrap().text().collect()
}

/// What was typed, from what the page shows: the written-out characters put back.
fn read_back(shown: &str) -> String {
    let mut out = String::new();
    let mut rest = shown;
    while let Some(c) = rest.chars().next() {
        let code = rest.strip_prefix("‹U+").and_then(|after| after.split_once('›'));
        if let Some((number, after)) = code {
            out.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
            rest = after;
            continue;
        }
        out.push(match c {
            '␡' => '\u{7f}',
            '\u{2400}'..='\u{241f}' => char::from_u32(u32::from(c) - 0x2400).unwrap(),
            c => c,
        });
        rest = &rest[c.len_utf8()..];
    }
    out
}

fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(HOSTILE).prop_map(String::from),
        2 => any::<char>().prop_map(String::from),
        1 => "[ -~]{0,8}",
    ];
    // The signs that control characters are written with are left out, so that they can be put back.
    let no_signs = |text: &String| !text.contains(|c| matches!(c, '‹' | '\u{2400}'..='\u{2426}'));
    proptest::collection::vec(piece, 0..12)
        .prop_map(|pieces| format!("I say {}.", pieces.concat()))
        .prop_filter("signs", no_signs)
}

/// The page's elements when nobody types anything odd.
static PLAIN: LazyLock<Vec<String>> =
    LazyLock::new(|| structure(&Html::parse_document(&page_of("I", "I", "I", "I am not there"))));

fn page_of(name: &str, message: &str, note: &str, quote: &str) -> String {
    let mut talk = Talk::ended();
    talk.learner = name.into();
    talk.transcript[2].input = Some(Input::Say(message.into()));
    talk.note = Some(Note { by: name.into(), text: note.into() });
    let row = talk.debrief.as_mut().unwrap().rows.iter_mut().find(|row| row.concept == 36).unwrap();
    row.quote = Some(quote.into());
    talk.html()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_typed_is_text_and_all_of_it(name in typed(), message in typed(), note in typed(), quote in typed()) {
        let html = page_of(&name, &message, &note, &quote);
        let page = Html::parse_document(&html);
        prop_assert_eq!(&structure(&page), &*PLAIN);
        let ended = |text: &str| text.replace("\r\n", "\n");
        prop_assert_eq!(read_back(&shown(&page, "#turn-2 .you .words")), ended(&message));
        prop_assert_eq!(read_back(&shown(&page, ".under bdi")), ended(&name));
        prop_assert_eq!(read_back(&shown(&page, ".note .words")), ended(&note));
        prop_assert_eq!(read_back(&shown(&page, "#seen .miss blockquote")), ended(&quote));
        let unseen = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') || (c.is_control() && c != '\n' && c != '\t');
        prop_assert!(!html.contains(unseen));
    }
}

#[test]
fn a_learner_named_script_is_a_name() {
    let page = Html::parse_document(&hostile_page());
    assert_eq!(shown(&page, ".under bdi"), "<script>alert('name')</script>");
    assert!(shown(&page, "title").starts_with("<script>alert('name')</script> with Marta"));
    let words = shown(&page, "#turn-1 .you .words");
    for piece in HOSTILE.iter().filter(|piece| piece.is_ascii() && !piece.contains(char::is_control)) {
        assert!(words.contains(piece), "{piece}");
    }
    assert!(words.contains("‹U+202E›detrever‹U+202C›") && words.contains("␀\n␛[2J\n"));
}
