//! Pictures as SVG: the sheet, its colours, and the few shapes the charts are made of.

use std::fmt::Write;

use super::legible::legible;

/// The colours of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on white.
    Light,
    /// Light ink on near black.
    Dark,
    /// As the web page around it says, by [`page_colours`]; not for [`super::png`].
    Page,
}

const LIGHT: Colours = Colours {
    ground: "#ffffff",
    ink: "#1f2430",
    dim: "#626b7a",
    grid: "#e4e7ec",
    you: "#2456d6",
    them: "#b8470f",
    deal: "#147a3d",
};
const DARK: Colours = Colours {
    ground: "#1e2026",
    ink: "#eceef2",
    dim: "#a3aab6",
    grid: "#353943",
    you: "#82aaff",
    them: "#ff9e6d",
    deal: "#62d58f",
};

struct Colours {
    ground: &'static str,
    ink: &'static str,
    dim: &'static str,
    grid: &'static str,
    you: &'static str,
    them: &'static str,
    deal: &'static str,
}

impl Colours {
    /// The colours as names that a page's own rules use.
    fn names(&self) -> String {
        let Colours { ground, ink, dim, grid, you, them, deal } = self;
        format!(
            ":root{{--ground:{ground};--ink:{ink};--dim:{dim};--grid:{grid};--you:{you};--them:{them};--deal:{deal}}}"
        )
    }

    fn rules(&self) -> String {
        let Colours { ground, ink, dim, grid, you, them, deal } = self;
        format!(
            ".ground{{fill:{ground}}}.ink{{fill:{ink}}}.dim{{fill:{dim}}}.dots{{stroke:{dim}}}\
             .grid{{stroke:{grid}}}.zero{{stroke:{dim}}}\
             .you{{fill:{you}}}.them{{fill:{them}}}.deal{{fill:{deal}}}\
             .you-line{{stroke:{you}}}.them-line{{stroke:{them}}}.deal-line{{stroke:{deal}}}.rim{{stroke:{ground}}}.on-deal{{fill:{ground}}}"
        )
    }
}

/// The colours of both themes for a page that holds pictures of [`Theme::Page`]: light on paper, else as the reader prefers.
pub(super) fn page_colours() -> String {
    format!("{}@media screen and (prefers-color-scheme: dark){{{}}}", LIGHT.names(), DARK.names())
}

/// Where a text is held.
#[derive(Debug, Clone, Copy)]
pub(super) enum Held {
    Start,
    Middle,
    End,
}

/// A picture under construction; coordinates in pixels from the upper left.
pub(super) struct Sheet {
    body: String,
    width: f64,
    height: f64,
    title: String,
    told: String,
    theme: Theme,
    /// What is cut off above, in pixels.
    cut: f64,
}

/// Where the heading of a picture ends.
const BELOW_HEADING: f64 = 34.0;

impl Sheet {
    /// An empty sheet; `title` is what a screen reader says.
    pub(super) fn new(width: f64, height: f64, title: &str, theme: Theme) -> Self {
        Sheet { body: String::new(), width, height, title: escape(title), told: String::new(), theme, cut: 0.0 }
    }

    /// What the picture shows, in a sentence or two: what a screen reader says beyond the title.
    pub(super) fn tell(&mut self, told: &str) {
        self.told = escape(told);
    }

    /// The heading inside of the picture. On a page a heading of its own stands above, and this one is cut off.
    pub(super) fn heading(&mut self, text: &str) {
        match self.theme {
            Theme::Page => self.cut = BELOW_HEADING,
            _ => self.text("ink", (20.0, 30.0), Held::Start, text, r#"font-size="17" font-weight="600""#),
        }
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64), extra: &str) {
        self.add(format_args!(
            r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}" {extra}/>"#
        ));
    }

    /// A path through points; nothing for fewer than two.
    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)], extra: &str) {
        if points.len() < 2 {
            return;
        }
        let through: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        self.add(format_args!(r#"<path class="{class}" d="M{}" fill="none" {extra}/>"#, through.join("L")));
    }

    /// Many small dots as one path of round caps.
    pub(super) fn dots(&mut self, class: &str, points: &[(f64, f64)], extra: &str) {
        let dots: String = points.iter().map(|(x, y)| format!("M{x:.1} {y:.1}h0")).collect();
        self.add(format_args!(r#"<path class="{class}" d="{dots}" fill="none" stroke-linecap="round" {extra}/>"#));
    }

    /// A disc that tells its story when pointed at.
    pub(super) fn disc(&mut self, class: &str, (x, y): (f64, f64), radius: f64, story: &str) {
        let story = escape(story);
        self.add(format_args!(
            r#"<circle class="{class} rim" cx="{x:.1}" cy="{y:.1}" r="{radius}" stroke-width="2"><title>{story}</title></circle>"#
        ));
    }

    /// A diamond that tells its story when pointed at.
    pub(super) fn diamond(&mut self, class: &str, (x, y): (f64, f64), radius: f64, story: &str) {
        let story = escape(story);
        self.add(format_args!(
            r#"<path class="{class} rim" d="M{x:.1} {:.1}l{radius} {radius}l-{radius} {radius}l-{radius} -{radius}z" stroke-width="2"><title>{story}</title></path>"#,
            y - radius
        ));
    }

    pub(super) fn band(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64), opacity: f64) {
        self.add(format_args!(
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill-opacity="{opacity}"/>"#
        ));
    }

    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), held: Held, text: &str, extra: &str) {
        let anchor = match held {
            Held::Start => "start",
            Held::Middle => "middle",
            Held::End => "end",
        };
        let text = escape(text);
        self.add(format_args!(
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" {extra}>{text}</text>"#
        ));
    }

    fn add(&mut self, shape: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.body, "{shape}");
    }

    /// The finished picture.
    pub(super) fn finish(self) -> String {
        let colours = match self.theme {
            Theme::Light => format!("<style>{}</style>\n", LIGHT.rules()),
            Theme::Dark => format!("<style>{}</style>\n", DARK.rules()),
            Theme::Page => String::new(),
        };
        let Sheet { body, width, height, title, told, cut, .. } = self;
        let shown = height - cut;
        let told = if told.is_empty() { told } else { format!("<desc>{told}</desc>\n") };
        format!(
            r#"<svg class="chart" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{shown}" viewBox="0 {cut} {width} {shown}" font-family="Inter, system-ui, sans-serif" font-size="14" role="img">
<title>{title}</title>
{told}{colours}<rect class="ground" width="{width}" height="{height}" rx="10"/>
{body}</svg>
"#
        )
    }
}

/// Round levels that split a span into three to seven parts, ascending.
pub(super) fn round_levels(low: i64, high: i64) -> Vec<i64> {
    let span = (high - low).max(1);
    let magnitude = 10i64.pow((span / 4).max(1).ilog10());
    let step = [1, 2, 5, 10].map(|factor| factor * magnitude).into_iter().find(|step| span / step <= 6).unwrap_or(span);
    let first = low.div_euclid(step) * step + if low.rem_euclid(step) == 0 { 0 } else { step };
    (0..=8).map(|k| first + k * step).take_while(|level| *level <= high).collect()
}

/// Text as XML holds it, with what can't be seen made visible.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in legible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_round_and_few() {
        assert_eq!(round_levels(-740, 1210), [-500, 0, 500, 1000]);
        assert_eq!(round_levels(0, 7), [0, 2, 4, 6]);
        assert_eq!(round_levels(-1, 1), [-1, 0, 1]);
    }

    /// Relative luminance of "#rrggbb" (WCAG 2.2).
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let c = f64::from(u8::from_str_radix(colour.get(at..at + 2).unwrap_or_default(), 16).unwrap_or(0)) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn every_colour_that_text_has_stands_out_from_the_ground() {
        for Colours { ground, ink, dim, you, them, deal, .. } in [LIGHT, DARK] {
            for text in [ink, dim, you, them, deal] {
                let (a, b) = (luminance(text) + 0.05, luminance(ground) + 0.05);
                assert!(a.max(b) / a.min(b) >= 4.5, "{text} on {ground}: {:.2}", a.max(b) / a.min(b));
            }
        }
    }
}
