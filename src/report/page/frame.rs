//! What every page has around it: its style, the policy that allows nothing else, and the one way in for text.

use std::fmt::{self, Write};
use std::sync::LazyLock;

use askama::filters::Escaper;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::report::legible::legible;
use crate::report::svg::page_colours;

/// The style sheet, colours of pictures included.
static STYLE: LazyLock<String> = LazyLock::new(|| format!("{}\n{}", page_colours(), include_str!("style.css")));

/// Nothing may be loaded, run or sent; this one style sheet applies.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'")
});

/// The frame of a page.
pub(super) struct Frame {
    /// What the browser calls the page.
    pub(super) title: String,
    /// The policy (Content Security Policy, level 3).
    pub(super) policy: &'static str,
    /// The style sheet.
    pub(super) style: &'static str,
}

impl Frame {
    pub(super) fn new(title: String) -> Self {
        Frame { title, policy: &POLICY, style: &STYLE }
    }
}

/// How text gets into a template: what can't be seen is written out, and what HTML would read as its own is not.
#[derive(Debug, Clone, Copy)]
pub struct Escaped;

impl Escaper for Escaped {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        for c in legible(string).chars() {
            match c {
                '&' => dest.write_str("&amp;")?,
                '<' => dest.write_str("&lt;")?,
                '>' => dest.write_str("&gt;")?,
                '"' => dest.write_str("&quot;")?,
                '\'' => dest.write_str("&#39;")?,
                c => dest.write_char(c)?,
            }
        }
        Ok(())
    }
}
